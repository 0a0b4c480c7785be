"""One tag on a publisher's page: what it loads, where it puts the player, and that neither breaks the other."""

from __future__ import annotations

import gzip
import json
import random
from typing import Any

import pytest

from narrator.languages import tables
from narrator.publish import embed, player
from tests.browsers import LIT, MEDIA, NOW, PAUSE_IN_VIEW, Reader
from tests.publish.hosts import themes
from tests.publish.hosts.publisher import Publisher, address

pytestmark = pytest.mark.browser

FRAGMENTS = "<style>.big { font-size: 40px }</style>"
CSP = "default-src 'none'; script-src 'self'; connect-src 'self'; media-src 'self'; style-src 'none'; img-src 'self' data:"
NONCE = CSP.replace("script-src 'self'", "script-src 'nonce-abc'")
TRUSTED = CSP + "; require-trusted-types-for 'script'; trusted-types 'none'"

STYLES = {
    "62.5 % root": "html { font-size: 62.5% } body { font-size: 1.6rem }",
    "reset": "* { margin: 0; padding: 0; border: 0; font: inherit; vertical-align: baseline; box-sizing: content-box }",
    "all unset": "body * { all: unset } p, h1, h2 { display: block }",
    "all initial, important": "body * { all: initial !important } p, h1, h2 { display: block !important }",
    "all revert": "body * { all: revert !important }",
    "loud": "* { letter-spacing: 9px !important; text-transform: uppercase !important; line-height: 4 !important; color: red !important }",
    "nothing to press": "button, input, svg, select, label { display: none !important }",
    "the player itself": "narrator-player { display: none !important; opacity: 0 !important; position: absolute !important; width: 1px !important }",
    "transformed": "main { transform: translateX(0); overflow: hidden; contain: paint; position: relative; z-index: 0 }",
    "a box that scrolls": "html, body { height: 100%; margin: 0; overflow: hidden } main { height: 100vh; overflow: auto }",
    "dark": "body { background: #111; color: #eee }",
    "a headline in a row": "article { display: block } h1 { display: inline-block } body { display: flex; flex-direction: row }",
    "columns": "article { display: grid; grid-template-columns: 1fr 30rem 1fr } article > * { grid-column: 2 }",
    "everything fixed": "body::after { content: ''; position: fixed; inset: 0 0 0 0; z-index: 2147483647; pointer-events: none }",
}


def works(reader: Reader) -> None:
    """It begins, lights what is heard, follows a click, and keeps pause in view."""
    reader.ready()
    begin = reader.page.get_by_role("button", name="Listen")
    assert begin.evaluate("each => getComputedStyle(each).fontSize") == "16.0005px"
    assert begin.bounding_box()["width"] > 100
    reader.start()
    quote, start = reader.page.evaluate(
        "(({quote, start}) => [quote, start])(document.querySelector('narrator-player').sentences.cues.at(-3))"
    )
    reader.seek(start + 0.05)
    reader.wait(f"({LIT}).includes({json.dumps(quote[:5])})")
    reader.wait(PAUSE_IN_VIEW, 5)
    reader.page.evaluate("scrollTo(0, 0); document.querySelector('main')?.scrollTo(0, 0)")
    reader.wait(PAUSE_IN_VIEW, 5)
    reader.button("Pause").click()
    assert reader.complaints == []


def plain(
    publisher: Publisher, path: str, *, head: str = "", tag: str | None = None, body: str = "", **headers: str
) -> str:
    """The English article without a theme, and the loader's tag."""
    html = themes.plain_page(themes.articles()["en"])
    told = f'<link rel="canonical" href="{address("en")}">{head}{publisher.tag if tag is None else tag}</head>'
    return publisher.put(path, html.replace("</head>", told).replace("</body>", f"{body}</body>"), **headers)


@pytest.mark.parametrize("name", STYLES)
def test_the_css_of_the_host_does_not_break_it(browser: Any, publisher: Publisher, name: str) -> None:
    context = browser.new_context(viewport={"width": 900, "height": 700})
    works(Reader(context, plain(publisher, "/styled", head=f"<style>{STYLES[name]}</style>")))
    context.close()


@pytest.mark.parametrize(
    "side", ["auto", "0"], ids=["in the middle, as block themes of WordPress have it", "at the beginning of the line"]
)
def test_it_is_as_wide_as_the_column_of_text(browser: Any, publisher: Publisher, side: str) -> None:
    context = browser.new_context(viewport={"width": 1200, "height": 700})
    column = f"<style>article > * {{ max-width: 30rem; margin-inline: {side} }}</style>"
    reader = Reader(context, plain(publisher, "/column", head=column))
    reader.ready()
    headline, own = reader.page.locator("h1").bounding_box(), reader.page.locator("narrator-player").bounding_box()
    assert (own["x"], own["width"]) == (headline["x"], headline["width"])
    assert own["width"] == 480
    context.close()


CANVAS = """<style>* { margin: 0 } header, section { display: grid;
grid-template-columns: [full-start] 1fr [main-start] min(30rem, 100% - 2rem) [main-end] 1fr [full-end] }
header > *, section > * { grid-column: main }</style>"""


def test_it_is_in_the_column_of_a_grid_that_has_one_thing_a_row_as_in_themes_of_ghost(
    browser: Any, publisher: Publisher
) -> None:
    context = browser.new_context(viewport={"width": 1200, "height": 700})
    place = plain(publisher, "/canvas", head=CANVAS)
    html, _ = publisher.pages["/canvas"]
    html = html.replace("<h1>", "<header><h1>").replace("</h1>", "</h1><p>Editor</p></header><section>")
    publisher.put("/canvas", html.replace("</article>", "</section></article>"))
    reader = Reader(context, place)
    reader.ready()
    headline, own = reader.page.locator("h1").bounding_box(), reader.page.locator("narrator-player").bounding_box()
    assert (own["x"], own["width"]) == (headline["x"], headline["width"])
    assert 12 <= own["y"] - headline["y"] - headline["height"] < 60
    context.close()


@pytest.mark.parametrize(
    ("policy", "tag"),
    [(CSP, None), (TRUSTED, None), (NONCE, '<script async nonce="abc" src="/listen/embed.js"></script>')],
    ids=["content security policy", "trusted types", "nonce"],
)
def test_strict_policies_are_kept(each_browser: Any, publisher: Publisher, policy: str, tag: str | None) -> None:
    context = each_browser.new_context()
    works(Reader(context, plain(publisher, "/strict", tag=tag, content_security_policy=policy)))
    context.close()


def test_a_policy_that_forbids_it_is_told_in_one_line(browser: Any, publisher: Publisher) -> None:
    context = browser.new_context()
    told: list[str] = []
    context.on("console", lambda message: told.append(message.text))
    url = plain(publisher, "/forbidden", content_security_policy="default-src 'none'; script-src 'self'")
    reader = Reader(context, url, wait=False)
    reader.page.wait_for_timeout(500)
    assert any("must allow" in each and publisher.origin in each for each in told)
    assert reader.page.locator("narrator-player").count() == 0
    context.close()


def test_nothing_of_the_host_is_changed(browser: Any, publisher: Publisher) -> None:
    context = browser.new_context()
    html = themes.page(themes.articles()["en"], "wordpress", f'<link rel="canonical" href="{address("en")}">')
    before = Reader(context, publisher.put("/without", html), wait=False)
    after = Reader(context, publisher.put("/with", html.replace("</head>", f"{publisher.tag}</head>")))
    after.start()
    looks = """() => { const copy = document.documentElement.cloneNode(true);
    copy.querySelectorAll('narrator-player, script').forEach(each => each.remove());
    const style = each => { const s = getComputedStyle(each); return [s.font, s.color, s.backgroundColor, s.margin, s.display, s.cursor].join() };
    return [copy.outerHTML.replace(/\\s+/g, ' '), [...document.querySelectorAll('body *:not(narrator-player, script)')].map(style).join('|'), Object.keys(window).filter(key => key !== 'narratorIsHere').sort().join()] }"""
    assert before.page.evaluate(looks) == after.page.evaluate(looks)
    context.close()


def test_a_page_without_a_narration_costs_the_loader_and_one_small_request(browser: Any, publisher: Publisher) -> None:
    context = browser.new_context()
    html = f'<!DOCTYPE html><html lang="en"><title>Other</title>{publisher.tag}<h1>Other</h1>'
    publisher.asked.clear()
    reader = Reader(context, publisher.put("/other", html), wait=False)
    reader.page.wait_for_timeout(600)
    asked = [each for each in publisher.asked if each.startswith("/listen/")]
    assert len(asked) == 2
    assert asked[0] == "/listen/embed.js"
    assert asked[1].startswith("/listen/embed/index/")
    assert reader.page.locator("narrator-player").count() == 0
    assert reader.complaints == []
    context.close()


def test_scripts_are_read_alike_in_every_charset() -> None:
    assert all(each().isascii() for each in (player.loader, player.embedded, player.script, player.search))


def test_what_it_weighs(publisher: Publisher) -> None:
    def weight(text: str) -> int:
        return len(gzip.compress(text.encode(), 9))

    words = max(weight(json.dumps(dict(player.wording(tag)), ensure_ascii=False)) for tag in tables.having("player"))
    assert weight(player.loader()) <= 4_000
    assert weight(player.loader()) + weight(player.embedded()) + words <= 24_000
    names = (embed.hashed(f"https://example.org/{number}") for number in range(100_000))
    assert max(weight(content) for _, content in embed.index(names)) <= 3_000


def test_redrawn_pages_keep_player_and_light(each_browser: Any, publisher: Publisher) -> None:
    """As React and Vue do: the same text in new nodes, the whole root, the text of a node in place."""
    context = each_browser.new_context()
    reader = Reader(context, publisher.story("en", "framework")).ready().start()
    reader.page.evaluate(
        """() => { const article = document.querySelector('article'); article.innerHTML = article.innerHTML;
        for (const each of document.querySelectorAll('article span')) each.firstChild.data = each.textContent; }"""
    )
    whole = "document.querySelector('narrator-player')?.sentences.cues.every(({quote, ranges: [range]}) => !quote || range && !range.collapsed && range.startContainer.isConnected)"
    reader.wait(whole)
    reader.page.evaluate(
        "document.querySelector('#root').innerHTML = document.querySelector('#root').innerHTML.replace(/<narrator-player.*?<.narrator-player>/, '')"
    )
    reader.wait(f"document.querySelectorAll('narrator-player').length === 1 && {whole}")
    before = reader.now
    reader.wait(f"{NOW} > {before} + 0.3 && !{MEDIA}.paused")
    assert reader.complaints == []
    context.close()


def test_text_that_comes_late_is_found(browser: Any, publisher: Publisher) -> None:
    script = "<script>setTimeout(() => { document.querySelector('article').hidden = false }, 700)</script>"
    html = themes.plain_page(themes.articles()["en"]).replace("<article>", "<h1>Wait</h1><article hidden>")
    head = f'<link rel="canonical" href="{address("en")}">{publisher.tag}{script}</head>'
    context = browser.new_context()
    reader = Reader(context, publisher.put("/late", html.replace("</head>", head)))
    reader.wait(
        "document.querySelector('narrator-player').sentences.cues.filter(({ranges}) => ranges.length).length > 20"
    )
    context.close()


def test_the_next_article_of_a_page_that_loads_none_is_found(browser: Any, publisher: Publisher) -> None:
    """Single-page sites: the address changes by script, and so do text and canonical link."""
    context = browser.new_context()
    reader = Reader(context, publisher.story("en", "framework")).ready().start()
    other = themes.page(themes.articles()["de"], "framework").partition("<body>")[2].replace("</html>", "")
    reader.page.evaluate(
        """([html, address]) => { document.querySelector('link[rel=canonical]').href = address; document.body.innerHTML = html;
        history.pushState({}, '', '/de/next'); }""",
        [other, address("de")],
    )
    reader.wait("document.querySelector('narrator-player')?.facts?.title?.startsWith('Der Nachtzug')")
    assert reader.page.locator("narrator-player").count() == 1
    assert reader.page.get_by_role("button", name="Anhören").is_visible()
    context.close()


def test_it_stands_where_the_publisher_says_else_below_the_headline(browser: Any, publisher: Publisher) -> None:
    context = browser.new_context()
    reader = Reader(context, plain(publisher, "/said", body='<footer><div data-narrator id="here"></div></footer>'))
    assert reader.page.evaluate("document.querySelector('narrator-player').parentElement.id") == "here"
    below = Reader(context, plain(publisher, "/below"))
    assert below.page.evaluate("document.querySelector('narrator-player').previousElementSibling.localName") == "h1"
    context.close()


@pytest.mark.parametrize(("choice", "plays"), [("", True), ("started", False), ("never", False)])
def test_a_click_on_a_sentence_plays_from_there_as_the_publisher_wants(
    browser: Any, publisher: Publisher, choice: str, plays: bool
) -> None:
    context = browser.new_context()
    tag = f'<script async src="/listen/embed.js"{f" data-click={choice}" if choice else ""}></script>'
    reader = Reader(context, plain(publisher, "/click", tag=tag)).ready()
    reader.page.get_by_text("Noise on deck").click(position={"x": 20, "y": 8})
    reader.page.wait_for_timeout(800)
    assert reader.is_paused != plays
    if plays:
        start = reader.page.evaluate(
            "document.querySelector('narrator-player').sentences.cues.find(({quote}) => quote?.startsWith('The \"Anna\" now')).start"
        )
        assert reader.now >= start - 0.1
    context.close()


def test_two_players_of_a_page_do_not_speak_at_once(each_browser: Any, publisher: Publisher) -> None:
    context = each_browser.new_context()
    sound = next(publisher.folder.glob("de/*.mp3")).name
    url = plain(publisher, "/two", body=f'<narrator-player id="own" src="/listen/de/{sound}"></narrator-player>')
    reader = Reader(context, url)
    reader.wait("document.querySelectorAll('narrator-player').length === 2 && document.querySelector('#own').media")
    reader.page.evaluate("document.querySelector('#own').play()")
    reader.wait("!document.querySelector('#own').media.paused")
    reader.page.evaluate("document.querySelector('h1 + narrator-player').play()")
    reader.wait(
        "document.querySelector('#own').media.paused && !document.querySelector('h1 + narrator-player').media.paused"
    )
    context.close()


@pytest.mark.parametrize("speed", [1, 3])
def test_the_light_is_within_100_ms_on_the_publishers_page(each_browser: Any, publisher: Publisher, speed: int) -> None:
    context = each_browser.new_context()
    reader = Reader(context, publisher.story("en", "wordpress")).ready().start()
    starts = reader.page.evaluate("document.querySelector('narrator-player').sentences.cues.map(({start}) => start)")
    reader.page.evaluate(
        f"""() => {{ {MEDIA}.playbackRate = {speed}; window.heard = [];
        addEventListener('narrator:sentence', e => heard.push([e.detail.start, {MEDIA}.currentTime, CSS.highlights.get('narrator-sentence').size])); }}"""
    )
    for start in random.Random(2).sample(starts[3:-2], 8):
        assert reader.is_lit_in_time(start, speed), start
        sizes = {size for first, _, size in reader.page.evaluate("heard") if abs(first - start) < 0.01}
        assert sizes == {1}
    context.close()


def test_its_words_are_those_of_the_articles_language(browser: Any, publisher: Publisher) -> None:
    context = browser.new_context()
    reader = Reader(context, publisher.story("uk", "ghost"))
    assert reader.page.get_by_role("button", name="Слухати · 1 хв").is_visible()
    reader.page.get_by_role("button", name="Про це аудіо").click()
    assert reader.page.get_by_text("Sine, синтетичний голос").is_visible()
    context.close()


def test_axe_finds_nothing_on_the_publishers_page(browser: Any, publisher: Publisher) -> None:
    from tests.publish.test_browser import states, violations

    context = browser.new_context(viewport={"width": 900, "height": 700})
    for theme in ("mkdocs", "ghost"):
        reader = Reader(context, publisher.story("en", theme))
        before = violations(reader, "narrator-player")
        assert before == []
        for _ in states(reader):
            assert violations(reader, "narrator-player") == []
    context.close()
