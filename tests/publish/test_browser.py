"""Our own pages in a real browser: without scripts, by axe, with hostile text in every field."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from narrator import manifest
from narrator.model import Article, Block, BlockKind, Chapter, Cue, Image, Mark, MarkKind, Narration
from narrator.publish import page as pages
from narrator.publish import site
from narrator.publish.embed import hashed
from tests.browsers import Reader
from tests.publish.conftest import served
from tests.publish.hostile import strings

pytestmark = pytest.mark.browser

AXE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def test_without_javascript_it_is_read_and_played(browser: Any, article: tuple[Path, Narration]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(article[0].as_uri())
    assert page.locator("audio[controls]").bounding_box()["height"] > 20
    assert page.get_by_text(article[1].label.text).first.is_visible()
    assert page.get_by_text(article[1].article.blocks[0].text[:40]).first.is_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Any, article: tuple[Path, Narration], tmp_path: Path, scheme: str) -> None:
    library = Path(shutil.copytree(article[0].parent.parent, tmp_path / "library"))
    site.build(library, "https://example.org")
    context = browser.new_context(color_scheme=scheme)
    for path in (
        next(library.glob(f"*/{article[0].name}")),
        library / "index.html",
        next(library.glob("*/index.html")),
    ):
        reader = Reader(context, path.as_uri(), wait=False)
        assert violations(reader) == []
        if reader.page.locator("narrator-player").count():
            for _ in states(reader):
                assert violations(reader) == []
        assert reader.complaints == []
    context.close()


def violations(reader: Reader, part: str | None = None) -> list[Any]:
    from axe_playwright_python.sync_playwright import Axe

    found: list[Any] = Axe().run(reader.page, part, options={"runOnly": AXE}).response["violations"]
    return found


def states(reader: Reader) -> Iterator[None]:
    """What a reader can make of the player, one state after another."""
    reader.ready().paused()
    reader.seek(10)
    yield
    for name in ("About this audio", "Chapters", "More controls", "Keyboard help"):
        if not reader.button(name).is_visible():
            continue
        reader.button(name).click()
        yield
    reader.page.keyboard.press("Escape")
    reader.page.evaluate("scrollTo(0, 100000)")
    reader.wait("!!document.querySelector('narrator-player').shadowRoot.querySelector('.docked')")
    yield
    reader.button("More controls").click()
    yield


def test_the_index_is_searched(browser: Any, article: tuple[Path, Narration], tmp_path: Path) -> None:
    titles = ("Čapek writes", "The harbor", "東京の港", "Порт")
    for number, title in enumerate(titles):
        put(tmp_path, article[1], f"a-{number}", title=title)
    context = browser.new_context()
    with served(tmp_path) as origin:
        reader = Reader(context, f"{origin}/", wait=False)
        search, items = reader.page.get_by_label("Search"), reader.page.get_by_role("listitem")
        assert items.count() == len(titles)
        for typed, title in (
            ("capek", titles[0]),
            ("harb", titles[1]),
            ("京の", titles[2]),
            ("港", titles[2]),
            ("порт", titles[3]),
        ):
            search.fill(typed)
            reader.page.get_by_text("1 of 1").wait_for()
            assert items.all_text_contents()[0].startswith(title)
            search.fill("")
            reader.page.get_by_text("1 of 1").wait_for(state="detached")
        assert items.count() == len(titles)
        search.fill("nothing that is here")
        reader.page.get_by_text("0 of 0").wait_for()
        assert reader.complaints == []
    context.close()


def put(library: Path, narration: Narration, slug: str, **changed: Any) -> Narration:
    """A narration in a library, without its sound."""
    own = dataclasses.replace(
        narration, slug=slug, source_id=hashed(slug), article=dataclasses.replace(narration.article, **changed)
    )
    (library / slug).mkdir(parents=True)
    (library / slug / manifest.NAME).write_text(manifest.encoded(own), encoding="utf-8")
    return own


def test_the_script_of_a_long_page_takes_less_than_200_ms(
    browser: Any, article: tuple[Path, Narration], tmp_path: Path
) -> None:
    """3,000 words: the article's blocks and cues, ten times over."""
    narration = article[1]
    times, length = 10, len(narration.blocks)
    cues = tuple(
        dataclasses.replace(cue, block=cue.block + length * n, sentence=cue.sentence + 1000 * n)
        for n in range(times)
        for cue in narration.timeline.cues
    )
    long = dataclasses.replace(
        narration, blocks=narration.blocks * times, timeline=dataclasses.replace(narration.timeline, cues=cues)
    )
    (tmp_path / "long.html").write_text(pages.html(long), encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    page.goto((tmp_path / "long.html").as_uri())
    metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
    assert metrics["ScriptDuration"] <= 0.2
    context.close()


@pytest.mark.parametrize("share", [8, pytest.param(1, marks=pytest.mark.stress)])
def test_two_hundred_hostile_strings_in_every_field_run_nowhere(
    share: int, browser: Any, article: tuple[Path, Narration], tmp_path: Path
) -> None:
    """Every eighth of them, and in the stress tests all."""
    assert len(list(strings())) == 200
    hostile = list(strings())[::share]
    context = browser.new_context()
    context.add_init_script("window.ran = 0; window.owned = () => { window.ran++; }")
    page = context.new_page()
    for number, text in enumerate(hostile):
        (tmp_path / f"{number}.html").write_text(
            pages.html(poisoned(article[1], text), published=published(text)), encoding="utf-8"
        )
        page.goto((tmp_path / f"{number}.html").as_uri())
        page.evaluate(
            "document.querySelector('narrator-player').shadowRoot.querySelectorAll('button').forEach(b => b.click())"
        )
        assert page.evaluate(
            "[window.ran, document.querySelectorAll('script').length, document.querySelector('h1') !== null]"
        ) == [0, 3, True], text
        assert page.evaluate(
            "[...document.querySelectorAll('[href]')].every(a => !/^(javascript|data:text)/.test(a.href))"
        ), text
    for number, text in enumerate(list(strings())[::10]):
        bad = text.encode(errors="ignore").decode()
        put(tmp_path / "library", article[1], f"p-{number}", title=bad, byline=bad, site=bad, section=bad)
    with served(tmp_path / "library") as origin:
        for path in ("", "p-0/player.html", "p-1/player.html", "p-2/transcript.html"):
            page.goto(f"{origin}/{path}")
            assert page.evaluate("window.ran") == 0
        page.goto(f"{origin}/")
        page.get_by_label("Search").fill("script")
        page.get_by_role("status").get_by_text("of").wait_for()
        assert page.evaluate("[window.ran, document.querySelectorAll('script').length]") == [0, 1]
        told = page.evaluate("fetch('p-3/oembed.json').then(answer => answer.json())")
        page.evaluate("(html) => { document.body.innerHTML = html; }", told["html"])
        assert page.evaluate("[window.ran, document.body.children.length]") == [0, 1]
    context.close()


def poisoned(narration: Narration, text: str) -> Narration:
    """The narration with ``text`` in every field that an article or a manifest can bring."""
    marks = tuple(Mark(0, len(text), kind, text) for kind in MarkKind)
    pictured = Image(text, text, text)
    blocks = (
        *tuple(
            Block(
                kind,
                text,
                level=2,
                language=text,
                rows=((text,),) if kind is BlockKind.TABLE else (),
                source=text,
                marks=marks,
                image=pictured,
            )
            for kind in BlockKind
        ),
        Block(BlockKind.FIGURE, text, image=Image(f"https://example.invalid/{text}", text, text)),
    )
    cues = tuple(Cue(n, n * 1000, n * 1000 + 900, text, n, 0, len(text)) for n in range(len(blocks)))
    chapters = (Chapter(text, 0, 10), Chapter(text, 10, 20))
    image = Image(text, text, text)
    return dataclasses.replace(
        narration,
        slug=text,
        article=Article(blocks, text, text, text, text, text, text, text, image, text),
        blocks=blocks,
        voice=dataclasses.replace(narration.voice, id=text, name=text, licence=text),
        files=tuple(dataclasses.replace(each, name=text) for each in narration.files[:1]),
        timeline=dataclasses.replace(narration.timeline, cues=cues, chapters=chapters),
        label=dataclasses.replace(narration.label, text=text, language=text, short=text, signed=True, signer=text),
        generator=text,
        source_id=text,
    )


def published(text: str) -> pages.Published:
    address = "https://example.org/a"
    return pages.Published(address, address, address, address, pages.script_safe({text: text}))
