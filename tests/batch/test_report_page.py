"""The report in a real Chromium: nothing runs, everything plays, everybody can read it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from narrator.cli import run
from tests.batch.conftest import arguments, articles
from tests.browsers import CHROMIUM, POLICY, Browsers

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium on the machine")]
EVIL = '"><img src=x onerror=alert(1)><script>alert(1)</script>'


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report on two articles and a failure, with a title that would like to be a script."""
    folder = tmp_path_factory.mktemp("report")
    place = articles(folder / "in", 2)
    (place / "bad.html").write_text(f"<title>{EVIL}</title><p>")
    rows = [{"source": name, "title": f"{EVIL} {name}"} for name in ("a0.txt", "a1.txt", "bad.html")]
    (place / "t.jsonl").write_text("\n".join(map(json.dumps, rows)))
    assert run(["batch", str(place / "t.jsonl"), *arguments(folder)]) == 3
    return folder / "out"


@pytest.fixture(scope="module")
def chromium(browsers: Browsers) -> Iterator[Any]:
    with browsers.lent("chromium") as lent:
        yield lent


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_everybody_can_read_it_and_nothing_runs(chromium: Any, out: Path, scheme: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    said: list[str] = []
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("console", lambda message: said.append(message.text))
    page.add_init_script(POLICY)
    page.goto((out / "report.html").as_uri())
    assert page.locator("main section").first.locator("h2").inner_text().startswith("Failed")
    assert any(EVIL in title for title in page.locator(".title").all_inner_texts())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []
    assert said == []
    page.close()


def test_the_players_play_from_the_disk(chromium: Any, out: Path) -> None:
    page = chromium.new_page()
    page.goto((out / "report.html").as_uri())
    length = page.evaluate(
        """new Promise((found, lost) => { const sound = document.querySelector('audio');
        sound.onloadedmetadata = () => found(sound.duration); sound.onerror = () => lost(sound.error.message);
        sound.preload = 'auto'; sound.load(); })"""
    )
    assert length > 5
    page.close()
