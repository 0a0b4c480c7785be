"""The way of somebody new: ``python -m tests.bench.newcomer [FOLDER]``.

A fresh clone, ``make demo``, ``narrator studio``: then an article of their own is pasted, heard, corrected, spoken,
approved and published in the browser, and it is looked whether the feed has it. Printed are the clicks, by what was
clicked. Pictures of each step go into the folder. Needs Chromium; ``--here`` takes this tree and its own installation.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.browsers import launched
from tests.conftest import ROOT

MOST = 12
COUNTING = """addEventListener('click', event => {
  if (event.isTrusted) console.log('clicked: ' + (event.target.closest('button, a, summary, textarea, input') || event.target).textContent.trim());
}, true)"""
ARTICLE = """# A bakery that counts its crumbs

Maren Oltmanns weighs what is left over. Every evening at 18:30 the baker from Leer puts 3.2 kg of bread on a scale.

"We bake less and sell the same," she says. Since March her shop has thrown away 40 % less.

Other bakers in town now ask Oltmanns how she does it. She shows them a notebook.
"""
WORD = "Oltmanns"


def walked(page: Any, address: str, folder: Path) -> None:
    """From the first page to the published article; each control as a sighted editor sees it."""

    def button(name: str) -> Any:
        return page.get_by_role("button", name=name)

    def seen(name: str) -> None:
        page.screenshot(path=folder / f"{name}.png", full_page=True)

    page.goto(address)
    page.locator("main:not([inert])").wait_for()
    seen("1-inbox")
    page.get_by_text("Paste a text, or choose a file").click()
    page.get_by_label("Text of an article").click()
    page.keyboard.insert_text(ARTICLE)
    button("Add the text").click()
    button("Speak it").wait_for()
    seen("2-to-review")
    button("Listen to this sentence: Maren").first.click()
    page.locator("[data-heard]").first.wait_for()
    button("Change what is said: Maren").first.click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("The baker ")
    button("Save: Maren").first.click()
    page.locator(".said").first.wait_for()
    seen("3-corrected")
    button("Speak the changes" if button("Speak the changes").count() else "Speak it").click()
    button("Approve and publish").wait_for(timeout=300_000)
    seen("4-spoken")
    button("Approve and publish").click()
    button("Take it back").wait_for()
    seen("5-published")


def main() -> None:
    here = "--here" in sys.argv
    given = [each for each in sys.argv[1:] if not each.startswith("--")]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(given[0]) if given else Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        clone = ROOT if here else Path(name, "narrator")
        if not here:
            subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
            begun = time.monotonic()
            subprocess.run(["make", "demo"], cwd=clone, check=True, stdout=subprocess.DEVNULL)
            print(f"make demo: {time.monotonic() - begun:.0f} s")
        environment = {**os.environ, "XDG_DATA_HOME": f"{name}/data", "XDG_CONFIG_HOME": f"{name}/config"}
        command = [
            str(clone / ".venv/bin/narrator"),
            "studio",
            "--no-browser",
            "--port",
            "8799",
            "--output",
            f"{name}/out",
        ]
        studio = subprocess.Popen(command, cwd=name, env=environment, stdout=subprocess.DEVNULL)
        try:
            clicks = clicked("http://127.0.0.1:8799", folder)
        finally:
            studio.send_signal(signal.SIGINT)
            studio.wait(30)
    print(f"clicks: {len(clicks)} (at most {MOST}): {json.dumps(clicks, ensure_ascii=False)}")
    sys.exit(len(clicks) > MOST)


def clicked(address: str, folder: Path) -> list[str]:
    """What was clicked on the way."""
    clicks: list[str] = []
    for _ in range(600):
        try:
            urllib.request.urlopen(address, timeout=2)
            break
        except OSError:
            time.sleep(0.1)
    with sync_playwright() as play:
        browser = launched(play, "chromium")
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="en-GB")
        page.set_default_timeout(60_000)
        page.add_init_script(COUNTING)
        page.on("console", lambda told: clicks.append(told.text[9:49]) if told.text.startswith("clicked: ") else None)
        walked(page, address, folder)
        feed = page.request.get(f"{address}/listen/feed.xml").text()
        assert "A bakery that counts its crumbs" in feed
        browser.close()
    return clicks


if __name__ == "__main__":
    main()
