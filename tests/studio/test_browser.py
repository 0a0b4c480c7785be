"""The studio in two browsers: by mouse, by keyboard, by accessible names; no complaint of the browser, nothing for axe."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from narrator.engines import piper
from narrator.languages import tables
from narrator.settings import Settings
from narrator.studio.application import Place
from tests.browsers import SILENT, Browsers
from tests.publish import hostile
from tests.studio.conftest import TEXT, served
from tests.studio.test_sites import PAGE, PROMO

pytestmark = pytest.mark.browser
WAIT_MS = 30_000
SENTENCE = "Nobody in town thought that it would ever come back after the great storm."


@pytest.fixture
def address(settings: Settings, tmp_path: Path) -> Iterator[str]:
    """Of a studio that answers."""
    wanted = dataclasses.replace(settings, page=True, voice="tone:sine")
    with served(Place(wanted, config=tmp_path / "narrator.toml", jobs=1)) as (found, _):
        yield found


@pytest.fixture(params=["chromium", pytest.param("firefox", marks=pytest.mark.stress)])
def browser(request: pytest.FixtureRequest, browsers: Browsers) -> Iterator[Any]:
    with browsers.lent(request.param) as lent:
        yield lent


@pytest.fixture(params=["chromium", "firefox"])
def each_browser(request: pytest.FixtureRequest, browsers: Browsers) -> Iterator[Any]:
    """For what has to hold in both whenever anything changes; the rest of Firefox runs with ``-m stress``."""
    with browsers.lent(request.param) as lent:
        yield lent


class Window:
    """A page of the studio and all that it complained of."""

    def __init__(self, browser: Any, **more: Any) -> None:
        self.context = browser.new_context(**more)
        self.page = self.context.new_page()
        self.page.set_default_timeout(WAIT_MS)
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self._heard(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        if browser.browser_type.name == "firefox":
            self.page.add_init_script(SILENT)

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error":
            self.complaints.append(text)

    def button(self, name: str) -> Any:
        return self.page.get_by_role("button", name=name, exact=True)

    def add(self, address: str, text: str = TEXT) -> None:
        """Drop a text, and wait until its script is there."""
        self.page.goto(address)
        self.page.get_by_text("Paste a text, or choose a file").click()
        self.page.get_by_label("Text of an article").fill(text)
        self.button("Add the text").click()
        self.button("Speak it").wait_for()


def test_an_article_goes_from_the_inbox_to_the_feed(each_browser: Any, address: str) -> None:
    window = Window(each_browser)
    window.add(address)
    window.button(f"Listen to this sentence: {SENTENCE[:60]}").click()
    window.page.wait_for_selector('[data-play="3"][data-heard]')
    window.button(f"Change what is said: {SENTENCE[:60]}").click()
    window.page.get_by_label("Said", exact=True).fill("Nobody hoped any more.")
    window.button(f"Save: {SENTENCE[:60]}").click()
    window.page.get_by_text("Nobody hoped any more.").first.wait_for()
    window.button("Speak it").click()
    window.button("Approve and publish").click()
    window.button("Take it back").wait_for()
    assert window.page.frame_locator("iframe").locator("h1").inner_text() == "The ferry runs again"
    feed = window.context.request.get(f"{address}/listen/feed.xml").text()
    assert "The ferry runs again" in feed
    assert not window.complaints


def test_what_is_said_of_a_change_survives_news_that_come_while_the_page_is_loaded_again(
    browser: Any, address: str
) -> None:
    window = Window(browser)
    window.page.goto(address)
    window.page.wait_for_function("!document.querySelector('#content').inert")
    window.page.evaluate(
        "import('/static/page.js').then(({ reload }) => setTimeout(() => { reload('Two are published'); reload(); }))"
    )
    window.page.get_by_text("Two are published").wait_for()
    assert not window.complaints


def test_lines_are_left_out_and_read_and_changes_undone(browser: Any, address: str) -> None:
    window = Window(browser)
    window.add(address)
    window.button(f"Do not read this: {SENTENCE[:60]}").click()
    window.button(f"Read this: {SENTENCE[:60]}").click()
    window.button(f"Do not read this: {SENTENCE[:60]}").wait_for()
    window.button("Undo").click()
    window.button(f"Read this: {SENTENCE[:60]}").wait_for()
    assert not window.complaints


def test_names_voice_and_headline_are_changed(browser: Any, address: str) -> None:
    window = Window(browser)
    window.add(address)
    window.page.get_by_label("The name", exact=True).fill("ferry")
    window.page.get_by_label("Spelled as it sounds").fill("fairy")
    window.button("Say it so").click()
    window.page.get_by_text("fairy").first.wait_for()
    window.page.get_by_label("Headline", exact=True).fill("Boats again")
    window.page.get_by_label("Pace").press("Control+A")  # typed: as Playwright fills it, Firefox leaves it empty
    window.page.keyboard.type("1.2")
    window.button("Save").click()
    window.page.get_by_role("heading", name="Boats again").wait_for()
    assert window.page.get_by_label("Pace").input_value() == "1.2"
    assert not window.complaints


def test_the_way_is_walked_by_keyboard_alone(each_browser: Any, address: str) -> None:
    window = Window(each_browser)
    window.add(address)
    keys = window.page.keyboard
    window.button(f"Change what is said: {SENTENCE[:60]}").focus()
    keys.press("Enter")
    assert window.page.evaluate("document.activeElement.name") == "said"
    keys.press("Escape")
    assert window.page.evaluate("document.activeElement.dataset.edit") == "3"
    window.page.goto(address)
    keys.press("Tab")
    assert window.page.evaluate("document.activeElement.className") == "skip"
    keys.press("Enter")
    keys.press("Tab")
    assert window.page.evaluate("document.activeElement.name") == "url"
    assert not window.complaints


def test_what_changed_before_the_page_could_listen_is_shown(browser: Any, address: str) -> None:
    window = Window(browser)
    window.add(address)
    held: list[Any] = []
    window.page.route("**/events*", lambda route: held.append(route))
    window.button("Speak it").click()
    number = window.page.url.rsplit("/", 1)[1]
    while window.context.request.get(f"{address}/api/v1/narrations/{number}").json()["state"] != "ready":
        time.sleep(0.05)
    window.page.wait_for_timeout(500)
    for each in held:
        each.continue_()
    window.page.unroute("**/events*")
    window.button("Approve and publish").wait_for()


def test_the_second_of_two_windows_is_told(browser: Any, address: str) -> None:
    first = Window(browser)
    first.add(address)
    second = first.context.new_page()
    second.goto(first.page.url)
    first.page.route("**/events*", lambda route: route.abort())
    first.page.reload()
    second.get_by_role("button", name=f"Do not read this: {SENTENCE[:60]}", exact=True).click()
    second.get_by_role("button", name=f"Read this: {SENTENCE[:60]}", exact=True).wait_for()
    first.button(f"Change what is said: {SENTENCE[:60]}").click()
    first.page.get_by_label("Said", exact=True).fill("Mine.")
    first.button(f"Save: {SENTENCE[:60]}").click()
    first.page.get_by_text("Somebody else changed this article").wait_for()
    assert first.page.get_by_label("Said", exact=True).input_value() == "Mine."


def test_a_rule_of_a_site_is_tried_on_the_page_of_an_article_and_kept(
    browser: Any, address: str, tmp_path: Path
) -> None:
    window = Window(browser)
    window.page.goto(address)
    window.page.get_by_text("Paste a text, or choose a file").click()
    window.page.locator("[data-file]").set_input_files(
        {"name": "ferry.html", "mimeType": "text/html", "buffer": PAGE.encode()}
    )
    window.button("Speak it").wait_for()
    window.page.get_by_role("link", name="Rules for all articles of www.example.org").click()
    window.button("Try").click()
    window.page.get_by_role("button", name=f"Skip this part: div.letter-box, {PROMO[:60]}", exact=True).click()
    window.page.get_by_text("would no longer be read").first.wait_for()
    window.button("Save").click()
    window.page.get_by_role("link", name="www.example.org").wait_for()
    assert (tmp_path / "narrator.toml").read_text().count("div.letter-box") == 1
    assert not window.complaints


def test_feeds_webhooks_and_tokens_are_kept(browser: Any, address: str) -> None:
    window = Window(browser)
    window.page.goto(f"{address}/settings")
    window.page.get_by_label("Address that is told").fill("https://example.org/hook")
    window.button("Add").click()
    window.page.get_by_text("The secret that signs").wait_for()
    window.page.get_by_label("Who uses it").fill("cms")
    window.button("Make a token").click()
    window.page.get_by_text("nrt_").wait_for()
    window.page.reload()
    window.button("Remove: cms").click()
    window.button("Remove: cms").wait_for(state="detached")
    assert not window.complaints


@pytest.mark.stress
def test_voices_that_can_be_added_are_shown_with_a_button_each(
    browser: Any, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(piper, "ADDRESS", "http://127.0.0.1:9")
    window = Window(browser)
    window.page.goto(f"{address}/voices")
    window.page.get_by_text("Add a voice").click()
    window.button("Show what can be added").click()
    window.page.get_by_role("button", name="Add: kokoro:").first.wait_for()
    assert window.page.locator("#status").inner_text() == ""
    assert not window.complaints


def test_nothing_hostile_runs(browser: Any, address: str) -> None:
    window = Window(browser)
    window.page.add_init_script("window.ran = 0; window.owned = () => { window.ran += 1; };")
    strings = list(hostile.strings())
    words = "\n\n".join(f"Words {each} end here." for each in strings[::4])
    window.add(address, TEXT * 20 + words)
    window.page.get_by_label("Headline", exact=True).fill(strings[9])
    window.button("Save").click()
    window.page.get_by_text("Saved").wait_for()
    assert window.page.evaluate("window.ran") == 0
    window.page.goto(address)
    assert window.page.evaluate("window.ran") == 0


@pytest.mark.parametrize("looks", ["light", "dark", "phone"])
def test_axe_finds_nothing_on_any_page(browser: Any, address: str, looks: str) -> None:
    more: dict[str, Any] = {"color_scheme": "dark"} if looks == "dark" else {}
    if looks == "phone":
        more = {"viewport": {"width": 360, "height": 720}}
    window = Window(browser, **more)
    window.add(address)
    pages = [window.page.url, f"{address}/", f"{address}/voices", f"{address}/sites"]
    pages += [f"{address}/settings", f"{address}/sign-in"]
    for each in pages:
        window.page.goto(each)
        found = Axe().run(window.page, options={"iframes": False}).response["violations"]
        assert not found, [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found]
        assert window.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), each


@pytest.mark.parametrize("tag", tables.having("studio"))
def test_every_language_has_all_words(tag: str) -> None:
    english, own = dict(tables.all_of("studio"))["en"], dict(tables.all_of("studio"))[tag]
    assert own.keys() == english.keys()
    for name, words in english.items():
        if isinstance(words, dict):
            assert own[name].keys() == words.keys()
        else:
            assert {
                part for part in ("{title}", "{time}", "{why}", "{done}", "{total}", "{name}") if part in words
            } == {part for part in ("{title}", "{time}", "{why}", "{done}", "{total}", "{name}") if part in own[name]}
