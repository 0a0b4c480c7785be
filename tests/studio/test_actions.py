"""Every action of every page: by mouse, by keyboard alone, by accessible name, in two browsers."""

from __future__ import annotations

import dataclasses
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from narrator.engines import piper
from narrator.purse import RUN
from narrator.settings import Service, Settings
from narrator.settings.fields import Tables
from narrator.studio.application import Place
from tests.browsers import SILENT, Browsers
from tests.studio.actions import ACTIONS, CONTROLS, Action, controls
from tests.studio.conftest import served
from tests.studio.states import PICTURE, WAIT_MS, Rig

TABS = 400
"""More than any page of these has controls: who does not reach one by so many cannot reach it by keyboard."""
SEEN = """css => [...document.querySelectorAll(css)].filter(each => each.checkVisibility({visibilityProperty: true})
  && !each.closest('iframe')).map(each => each.outerHTML.slice(0, 160))"""
CI = {
    "inbox.html: button[data-bulk=speak]",
    "article.html: button[data-line=false]",
    "article.html: button[data-do=publish]",
    "settings.html: form[data-post=/api/v1/tokens] button",
}
"""Actions that CI walks by keyboard in Chromium; all others run with ``-m stress``."""


def test_every_control_of_the_templates_and_scripts_has_an_action() -> None:
    assert {each.control for each in ACTIONS} == set(controls())


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    folder = tmp_path_factory.mktemp("studio")
    patch = pytest.MonkeyPatch()
    patch.setattr(piper, "ADDRESS", "http://127.0.0.1:9")
    patch.setenv(RUN, "test")
    patch.setenv("XDG_DATA_HOME", str(folder / "data"))
    patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    services = Tables({"mine": Service(key="OUR_KEY", price_per_million=15.0, currency="EUR")})
    settings = Settings(
        output=str(folder / "out"),
        cache_dir=folder / "cache",
        voice="tone:sine",
        sign=False,
        watermark=False,
        service=services,
    )
    place = Place(settings, config=folder / "narrator.toml", jobs=1)
    other = Place(
        dataclasses.replace(settings, output=str(folder / "locked")), config=folder / "none.toml", password="sesame"
    )
    with served(place) as (address, app), served(other) as (locked, _):
        yield Rig(place, locked, address, app)
    patch.undo()


@pytest.fixture(scope="module", params=["chromium", pytest.param("firefox", marks=pytest.mark.stress)])
def browser(request: pytest.FixtureRequest, browsers: Browsers) -> Iterator[Any]:
    with browsers.lent(request.param) as lent:
        yield lent


@pytest.fixture(scope="module")
def files(rig: Rig, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What is given to controls that take files."""
    number = rig.made()
    narration = rig.desk.library.get(rig.desk.queue.get(number)["slug"])
    sound = Path(rig.desk.settings.output, narration.slug, narration.files[0].name).read_bytes()
    return {
        "text": {"name": "boats.md", "mimeType": "text/markdown", "buffer": b"# Boats\n\nThe boats run again today."},
        "picture": {"name": "boat.png", "mimeType": "image/png", "buffer": PICTURE},
        "sound": {"name": "boat.mp3", "mimeType": "audio/mpeg", "buffer": sound},
    }


class Hand:
    """One way to use a control of a page."""

    def __init__(self, page: Any, way: str, action: Action, files: dict[str, Any]) -> None:
        self.page, self.way, self.action, self.files = page, way, action, files
        self.control = page.locator(action.css)

    def use(self) -> None:
        """Find the control and do the action."""
        kind = self.control.evaluate(
            "each => each.type === 'file' ? 'file' : each.localName === 'select' ? 'select' : each.matches('textarea, input:not([type=checkbox])') ? 'field' : each.type === 'checkbox' ? 'box' : each.localName"
        )
        getattr(self, f"_by_{self.way}")(kind)

    def _by_mouse(self, kind: str) -> None:
        self.control.scroll_into_view_if_needed()
        box = self.control.bounding_box()
        x, y = box["x"] + min(box["width"] / 2, 60), box["y"] + box["height"] / 2
        if kind == "a":  # a link of several lines has empty parts in its box
            x, y = box["x"] + 8, box["y"] + min(box["height"] / 2, 10)
        if kind in ("file", "select"):  # what opens is the browser's own
            self._given(kind)
            return
        self.page.mouse.click(x, y)
        if kind == "field":
            self._typed()

    def _by_keyboard(self, kind: str) -> None:
        self.page.evaluate("document.querySelector('.skip').focus()")
        for _ in range(TABS):
            if self.control.evaluate("each => each === document.activeElement"):
                break
            self.page.keyboard.press("Tab")
        assert self.control.evaluate("each => each === document.activeElement"), "the keyboard does not reach it"
        seen = self.control.evaluate("each => each.type === 'file' || getComputedStyle(each).outlineStyle !== 'none'")
        assert seen, "the focus is not seen"
        if kind == "field":
            self._typed()
        elif kind == "select":
            self._chosen_by_keys()
        elif kind == "file":
            self._given(kind)
        else:
            self.page.keyboard.press("Space" if kind == "box" else "Enter")

    def _by_name(self, kind: str) -> None:
        name = self.action.name
        wanted: Any = re.compile("^" + re.escape(name[1:])) if name.startswith("*") else name
        if self.action.role:
            found = self.page.get_by_role(self.action.role, name=wanted, exact=True)
        elif kind == "summary":
            found = self.page.get_by_text(wanted, exact=True)
        else:
            found = self.page.get_by_label(wanted, exact=True)
        if not name.startswith("*"):
            expect(found).to_have_count(1)
        at = found.evaluate_all(
            "(others, each) => others.findIndex(other => other === each)", self.control.element_handle()
        )
        assert at >= 0, "the name is another's"
        found = found.nth(at)
        if kind in ("file", "select"):
            self._given(kind)
        elif kind == "field" and found.get_attribute("type") == "number":
            found.focus()  # what drives Firefox leaves a number field empty when it is filled at once
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(self.action.text)
        elif kind == "field":
            found.fill(self.action.text)
        elif kind == "box":
            found.check()
        else:
            found.click()

    def _given(self, kind: str) -> None:
        if kind == "file":
            self.control.set_input_files(self.files[self.action.text])
        elif self.action.text.startswith("#"):
            self.control.select_option(index=int(self.action.text[1:]))
        else:
            self.control.select_option(self.action.text)

    def _typed(self) -> None:
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(self.action.text)

    def _chosen_by_keys(self) -> None:
        wanted = self.control.evaluate(
            "(each, text) => text[0] === '#' ? Number(text.slice(1)) : [...each.options].findIndex(one => one.value === text)",
            self.action.text,
        )
        self.page.keyboard.press("Home")
        for _ in range(30):
            if self.control.evaluate("each => each.selectedIndex") == wanted:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError("the keys do not choose it")


class Visit:
    """A page in one state, and what it asked and said."""

    def __init__(self, browser: Any, rig: Rig, action: Action) -> None:
        self.context = browser.new_context(viewport={"width": 1100, "height": 800}, locale="en-GB")
        self.page = self.context.new_page()
        self.page.set_default_timeout(WAIT_MS)
        self.asked: list[str] = []
        self.said: list[str] = []
        self.complaints: list[str] = []
        self._is_missing = action.at == "missing"
        self.page.on("console", lambda message: self._heard(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.page.on("request", lambda request: self.asked.append(f"{request.method} {request.url.partition('?')[0]}"))
        self.page.add_init_script(
            "addEventListener('DOMContentLoaded', () => { const status = document.getElementById('status'); if (status)"
            "new MutationObserver(() => console.log(`said: ${status.textContent}`)).observe(status, {childList: true}); });"
        )
        if browser.browser_type.name == "firefox":
            self.page.add_init_script(SILENT)
        address = rig.at(action.at)
        self.page.route(
            "**/api/v1/voices", lambda route: _added(route) if route.request.method == "POST" else route.continue_()
        )
        self.page.goto(rig.locked + "/sign-in" if action.at == "sign-in" else address)
        self.page.locator("main:not([inert])").wait_for()

    def _heard(self, kind: str, text: str) -> None:
        if text.startswith("said: "):
            self.said.append(text)
        elif kind == "error" and not (self._is_missing and "404" in text):
            self.complaints.append(text)

    def holds(self, condition: Callable[[], bool], what: str) -> None:
        until_s = time.monotonic() + WAIT_MS / 1_000
        while True:
            try:
                if condition():
                    return
            except Exception as error:  # the page is just loaded anew
                if time.monotonic() > until_s:
                    raise AssertionError(what) from error
            assert time.monotonic() < until_s, what
            self.page.wait_for_timeout(40)

    def has(self, script: str) -> bool:
        return bool(self.page.evaluate(script))

    def has_asked(self, wanted: str) -> bool:
        method, _, end = wanted.partition(" ")
        return any(each.startswith(method) and each.endswith(end) for each in self.asked)


def _added(route: Any) -> None:
    """A voice is not fetched from its makers in a test of a button."""
    route.fulfill(status=201, json={"id": "kokoro:x", "engine": "kokoro", "languages": ["en"], "licence": "Apache 2.0"})


def _rows() -> Iterator[Any]:
    for action in ACTIONS:
        for way in action.ways.split():
            name = re.sub(r"[^\w.=-]+", "-", f"{action.control}-{action.at}-{way}")
            is_ci = way == "keyboard" and action.control in CI and action.at != "inbox"
            yield pytest.param(action, way, id=name, marks=[] if is_ci else [pytest.mark.stress])


@pytest.mark.browser
@pytest.mark.parametrize(("action", "way"), list(_rows()))
def test_each_action_is_done(action: Action, way: str, browser: Any, rig: Rig, files: dict[str, Any]) -> None:
    visit = Visit(browser, rig, action)
    action.prepare(visit.page, files)
    visit.asked.clear()
    place = visit.page.url
    Hand(visit.page, way, action, files).use()
    if action.asks:
        visit.holds(lambda: visit.has_asked(action.asks), f"{action.asks} is not asked for, but {visit.asked}")
    if action.then:
        visit.holds(lambda: visit.has(f"!!({action.then})"), action.then)
    if action.says:
        visit.holds(lambda: any(action.says in each for each in visit.said), f"not said: {action.says}")
    if way == "keyboard":  # where the page is the same
        kept = f"location.href !== {place!r} || document.activeElement !== document.body"
        visit.holds(lambda: visit.has(kept), "the focus is lost")
    assert not visit.complaints
    visit.context.close()


@pytest.mark.browser
@pytest.mark.stress
@pytest.mark.parametrize("state", sorted({each.at for each in ACTIONS} - {"sign-in"}))
def test_each_control_that_a_page_shows_has_an_action(
    state: str, browser: Any, rig: Rig, files: dict[str, Any]
) -> None:
    known = Action("", state, "", "")
    visit = Visit(browser, rig, known)
    shown = set(visit.page.evaluate(SEEN, ", ".join(CONTROLS)))
    for css in {each.css.partition(" >>")[0] for each in ACTIONS} | {
        "[data-play]",
        "[data-edit]",
        "[data-line]",
        "[data-do]",
        "nav a",
        "summary",
        "[data-voice-play]",
        ".list a",
        "[data-pick]",
        "dd a",
        "main a",
    }:
        shown -= set(visit.page.evaluate(SEEN, css))
    assert not shown
    visit.context.close()
