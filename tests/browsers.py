"""Chromium and Firefox as tests drive them: both through Playwright, Firefox by WebDriver BiDi."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
FIREFOX_SETTINGS = {"media.autoplay.default": 0, "media.autoplay.blocking_policy": 0}
SILENT = """{ const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () { this.muted = true; return play.call(this); }; }"""
"""Firefox plays by the clock where the sound is off; without it a machine that has no sound device plays nothing."""
POLICY = "document.addEventListener('securitypolicyviolation', e => console.error('CSP ' + e.violatedDirective))"
MEDIA = "(document.querySelector('narrator-player').media)"
NOW = f"{MEDIA}.currentTime"
LIT = """[...(CSS.highlights.get('narrator-sentence') || [])].map(range => range.toString()).join('')"""
PAUSE_IN_VIEW = """(() => {
  const button = document.querySelector('narrator-player').shadowRoot.querySelector('[data-do="play"]');
  const box = button.getBoundingClientRect(), x = box.left + box.width / 2, y = box.top + box.height / 2;
  const top = document.querySelector('narrator-player').shadowRoot.elementFromPoint(x, y);
  return box.width >= 24 && box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth && button.contains(top);
})()"""


def launched(play: Any, engine: str) -> Any:
    """A started browser; the test is skipped by name where the machine has none."""
    if engine == "chromium":
        if CHROMIUM is None:
            pytest.skip("needs a Chromium on the machine")
        return play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    if FIREFOX is None:
        pytest.skip("needs a Firefox on the machine")
    return play.firefox.launch(channel="moz-firefox", executable_path=FIREFOX, firefox_user_prefs=FIREFOX_SETTINGS)


class Browsers:
    """The browsers of one process, started when they are first asked for, and again where one ended."""

    def __init__(self, play: Any) -> None:
        self._play = play
        self._running: dict[str, Any] = {}

    def get(self, engine: str) -> Any:
        """``chromium`` or ``firefox``; the test is skipped by name where the machine has none."""
        if engine not in self._running or not self._running[engine].is_connected():
            self._running[engine] = launched(self._play, engine)
        return self._running[engine]

    @contextmanager
    def lent(self, engine: str) -> Iterator[Any]:
        """The same; windows that were opened meanwhile are closed behind it."""
        browser = self.get(engine)
        before = list(browser.contexts)
        yield browser
        for context in browser.contexts:
            if context not in before:
                context.close()

    def close(self) -> None:
        """End them all."""
        for each in self._running.values():
            each.close()


class Reader:
    """A window with a page, and all that it complained of."""

    def __init__(self, context: Any, url: str, *, wait: bool = True) -> None:
        self.complaints: list[str] = []
        self.page = context.new_page()
        self.page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))  # type: ignore[func-returns-value]
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.add_init_script(POLICY)
        if context.browser.browser_type.name == "firefox":
            self.page.add_init_script(SILENT)
        self.page.goto(url)
        if wait:
            self.wait("document.querySelector('narrator-player')?.shadowRoot")

    def button(self, name: str) -> Any:
        return self.page.get_by_role("button", name=name, exact=True)

    @property
    def now(self) -> float:
        return float(self.page.evaluate(NOW))

    @property
    def lit(self) -> str:
        return str(self.page.evaluate(LIT))

    @property
    def is_paused(self) -> bool:
        return bool(self.page.evaluate(f"{MEDIA}.paused"))

    def wait(self, condition: str, seconds: float = 60) -> None:
        """Until ``condition`` holds. A page's policy may forbid Playwright's own waiting, which evaluates strings."""
        end = time.monotonic() + seconds
        while not self.page.evaluate(condition):
            assert time.monotonic() < end, condition
            time.sleep(0.03)

    def ready(self) -> Reader:
        self.wait(f"{MEDIA}.readyState > 0")
        return self

    def at(self, seconds: float) -> None:
        self.wait(f"Math.abs({NOW} - {seconds}) < 0.25")

    def seek(self, seconds: float) -> None:
        self.page.evaluate(f"{MEDIA}.currentTime = {seconds}")

    def is_lit_in_time(self, start_s: float, speed: int) -> bool:
        """Whether the light comes within 100 ms of a sentence's sound after a seek, by the sound's own clock.

        In one of three tries: a machine that stands still for a moment makes one late. The page pushes
        ``[start, now, ...]`` to ``heard`` for each sentence.
        """
        for _ in range(3):
            self.page.evaluate(f"heard.length = 0; {MEDIA}.currentTime = {start_s - 0.2 * speed}")
            self.wait(f"heard.some(([start]) => Math.abs(start - {start_s}) < 0.01)")
            late_s = next(at - first for first, at, *_ in self.page.evaluate("heard") if abs(first - start_s) < 0.01)
            if -0.01 < late_s / speed <= 0.1:
                return True
        return False

    def start(self) -> Reader:
        """Press the button that begins."""
        self.page.get_by_role("button", name="Listen").click()
        self.wait(f"!{MEDIA}.paused")
        return self

    def paused(self) -> Reader:
        """Begin and pause, so that all controls are there and nothing moves."""
        self.start()
        self.button("Pause").click()
        self.button("Play").wait_for()
        return self
