"""Two hundred strings that try to run, in every field of the studio, in both browsers: none runs, none becomes markup."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from narrator.settings import Settings
from narrator.studio import gate
from narrator.studio.application import Place
from tests.browsers import POLICY, Browsers
from tests.publish import hostile
from tests.studio.conftest import Studio, served
from tests.studio.test_browser import Window

pytestmark = [pytest.mark.stress, pytest.mark.browser]
TRAP = "window.ran = 0; window.owned = () => { window.ran += 1; };"
TOUCHED = """() => { for (const each of document.querySelectorAll('main *'))
  for (const kind of ['mouseover', 'focus', 'toggle']) each.dispatchEvent(new Event(kind)); }"""
PAGE = """<!doctype html><html lang="en"><head><title>{0}</title><meta name="author" content="{1}">
<link rel="canonical" href="https://www.example.org/{2}"></head><body><article><h1>{0}</h1>
<p>The harbour council said on Friday that the ferry will run again from Monday, and {0} was glad of it.</p>
<aside class="promo">Read more about {0} in the paper of tomorrow.</aside>
<p>Nobody in town thought that it would ever come back after the great storm of last year.</p>
<figure><img src="x.png" alt="{1}"><figcaption>{0}</figcaption></figure></article></body></html>"""


class Planted:
    """A studio in which each string stands in every field that takes one."""

    def __init__(self, studio: Studio, address: str) -> None:
        self.studio, self.address = studio, address
        self.strings = list(hostile.strings())
        self.articles = [self._article(each) for each in self.strings]
        self._settings()

    def _article(self, words: str) -> str:
        """An article with it in headline, byline, label, text, a sentence, a name, and the name of its file."""
        studio, line = self.studio, " ".join(words.replace("\x00", "").split())
        body = PAGE.format(*(f"{quoted(words)} {n}" for n in range(3))).encode("utf-8", "replace")
        name = line.replace("/", "-").replace("\\", "-").replace('"', "'")[:60] + ".html"
        answer = studio.ask("POST", "/narrations/file", files={"file": (name, body, "text/html")})
        assert answer.status_code == 202, answer.text
        number = str(studio.waited(answer.json()["id"], "to-review", "failed")["id"])
        if studio.ask("GET", f"/narrations/{number}/script").status_code == 200:
            for what in (
                {"title": words, "byline": words, "label": words},
                {"sentence": {"written": studio.script(number)["sentences"][-1]["written"], "said": words}},
                {"sentence": {"written": words or "x", "said": words}},
                {"name": {"written": words[:200], "say": words[:400]}},
                {"line": {"text": words, "is_read": False}},
            ):
                assert studio.change(number, **what).status_code in (200, 422)
        return number

    def _settings(self) -> None:
        """It in names of tokens, addresses, pronunciations, rules of sites, and in addresses that fail."""
        for index, words in enumerate(self.strings):
            self.studio.ask("POST", "/tokens", json={"name": words[:80]})
            self.studio.ask("POST", "/webhooks", json={"url": f"https://example.org/?{words}"})
            self.studio.ask("PUT", "/lexicon", json={"written": words[:200], "say": words[:400]})
            self.studio.ask("PUT", f"/sites/site{index}.example.org", json={"skip": [words], "read": [words]})
            if index % 10 == 0:
                self.studio.ask("POST", "/feeds", json={"url": f"http://127.0.0.1:9/?{words}"})
                self.studio.ask("POST", "/narrations", json={"url": f"http://127.0.0.1:9/?{words}"})


def quoted(words: str) -> str:
    """As a publisher's system would write it: text of a page, not markup."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    folder = tmp_path_factory.mktemp("hostile")
    wanted = Settings(
        output=str(folder / "out"),
        cache_dir=folder / "cache",
        voice="tone:sine",
        page=True,
        sign=False,
        watermark=False,
    )
    at_once, gate.AT_ONCE = gate.AT_ONCE, 1e9
    place = Place(wanted, config=folder / "narrator.toml", jobs=2)
    with served(place) as (address, app), httpx.Client(base_url=address, timeout=60) as client:
        yield Planted(Studio(client, app), address)
    gate.AT_ONCE = at_once


@pytest.mark.parametrize("engine", ["chromium", "firefox"])
def test_nothing_runs_on_any_page(planted: Planted, browsers: Browsers, engine: str) -> None:
    with browsers.lent(engine) as browser:
        window = Window(browser)
        window.page.add_init_script(TRAP)
        window.page.add_init_script(POLICY)
        paths = [f"/narrations/{each}" for each in planted.articles]
        paths += ["/", "/?after=100", "/?after=200", "/voices", "/sites", "/settings", "/sign-in"]
        paths += [str(httpx.URL("/", params={"text": each})) for each in planted.strings[::5]]
        paths += [str(httpx.URL("/sites", params={"host": each, "narration": each})) for each in planted.strings[::5]]
        ran = []
        for path in paths:
            window.page.goto(planted.address + path)
            window.page.evaluate(TOUCHED)
            if window.page.evaluate("window.ran"):
                ran.append(path)
    assert not ran
    assert not [each for each in window.complaints if "404" not in each], window.complaints[:5]


@pytest.mark.parametrize("engine", ["chromium", "firefox"])
def test_nothing_runs_in_what_the_script_of_the_pages_writes(planted: Planted, browsers: Browsers, engine: str) -> None:
    with browsers.lent(engine) as browser:
        window = Window(browser)
        window.page.add_init_script(TRAP)
        for each, words in list(zip(planted.articles, planted.strings, strict=True))[::8]:
            window.page.goto(f"{planted.address}/narrations/{each}")
            if window.page.locator("[data-name]").count():
                window.page.get_by_label("The name", exact=True).fill(words[:60])
                window.button("Other ways to say it").click()
                window.page.locator("[data-proposals] li").first.wait_for()
            window.page.goto(f"{planted.address}/sites?host=www.example.org&narration={each}")
            window.page.get_by_label("Parts that are not read").fill(words)
            window.button("Try").click()
            window.page.locator("[data-tried] h2, #status:not(:empty)").first.wait_for()
            window.page.evaluate(TOUCHED)
            assert window.page.evaluate("window.ran") == 0, words
    assert planted.studio.ask("GET", "/narrations").json()["total"] >= len(planted.strings)
