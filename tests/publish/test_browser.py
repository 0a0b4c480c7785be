"""The page in a real Chromium: what a reader hears, sees and can do."""

from __future__ import annotations

import dataclasses
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from narrator.library import Library
from narrator.model import Article, Block, BlockKind, Chapter, Cue, Image, Narration, Page
from narrator.narrator import narrate
from narrator.publish import page as pages
from narrator.publish import player, site
from narrator.settings import Settings
from tests.conftest import SAMPLES
from tests.publish.hostile import strings

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
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
NOW = "document.querySelector('audio').currentTime"
LIT = """[...(CSS.highlights.get('narrator-sentence') || [])].map(range => range.toString()).join('')"""
POLICY = "document.addEventListener('securitypolicyviolation', e => console.error('CSP ' + e.violatedDirective))"


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("needs a Chromium on the machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def article(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Narration]:
    """The page of a made narration, on disk, with a heading, a list and links."""
    folder = tmp_path_factory.mktemp("browser")
    settings = Settings(output=str(folder / "out"), cache_dir=folder / "cache", voice="tone", sign=False)
    narration = narrate(SAMPLES / "numbers.html", settings)
    return folder / "out" / narration.slug / f"{narration.slug}.html", narration


@pytest.fixture(scope="session")
def address(article: tuple[Path, Narration]) -> Iterator[str]:
    """The page over HTTP, where a browser keeps what it stores."""

    import uvicorn

    from narrator import serve

    out, page = article[0].parent.parent, article[0]
    server = uvicorn.Server(uvicorn.Config(serve.application(out), port=0, log_level="error"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/{page.parent.name}/{page.name}"
    server.should_exit = True


class Reader:
    """A window with the page, and all that it complained of."""

    def __init__(self, context: Any, url: str) -> None:
        self.complaints: list[str] = []
        self.page = context.new_page()
        self.page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.add_init_script(POLICY)
        self.page.goto(url)

    def button(self, name: str) -> Any:
        return self.page.get_by_role("button", name=name, exact=True)

    @property
    def now(self) -> float:
        return float(self.page.evaluate(NOW))

    @property
    def lit(self) -> str:
        return str(self.page.evaluate(LIT))

    def wait(self, condition: str, seconds: float = 10) -> None:
        """Until ``condition`` holds. The page's policy forbids Playwright's own waiting, which evaluates strings."""
        end = time.monotonic() + seconds
        while not self.page.evaluate(condition):
            assert time.monotonic() < end, condition
            time.sleep(0.03)

    def ready(self) -> Reader:
        self.wait("document.querySelector('audio').readyState > 0")
        return self

    def at(self, seconds: float) -> None:
        self.wait(f"Math.abs({NOW} - {seconds}) < 0.25")


@pytest.fixture
def reader(browser: Any, article: tuple[Path, Narration]) -> Iterator[Reader]:
    """The page from disk."""
    context = browser.new_context(viewport={"width": 900, "height": 700})
    opened = Reader(context, article[0].as_uri()).ready()
    yield opened
    assert opened.complaints == []
    context.close()


def starts(narration: Narration) -> list[float]:
    return [cue.start / narration.timeline.sample_rate_hz for cue in narration.timeline.cues]


def test_the_label_is_in_words_before_play(reader: Reader, article: tuple[Path, Narration]) -> None:
    assert reader.page.get_by_text(article[1].label.text).first.is_visible()
    assert not reader.page.get_by_text("A computer voice reads").first.is_visible()
    reader.button("About this audio").click()
    assert reader.page.get_by_text("A computer voice reads").first.is_visible()
    assert reader.page.get_by_text(article[1].voice.id).is_visible()


def test_the_highlight_is_within_100_ms_of_each_sentence(reader: Reader, article: tuple[Path, Narration]) -> None:
    """Over the whole article, four times as fast: what is late by the clock is later by the sound."""
    page, narration = reader.page, article[1]
    page.evaluate(
        """() => { window.heard = []; const audio = document.querySelector('audio'); audio.playbackRate = 4;
        document.addEventListener('narrator:sentence', e => heard.push([e.detail.start, audio.currentTime])); audio.play(); }"""
    )
    reader.wait("document.querySelector('audio').ended", 60)
    heard = page.evaluate("heard")
    assert [round(start, 2) for start, _ in heard] == [round(start, 2) for start in starts(narration)][-len(heard) :]
    assert len(heard) >= len(narration.timeline.cues) - 1
    late = [at - start for start, at in heard]
    assert min(late) > -0.01
    assert sorted(late)[-2] / 4 <= 0.1, late


def test_play_and_pause_by_mouse_and_by_key(reader: Reader) -> None:
    reader.button("Play").click()
    reader.wait(f"{NOW} > 0.2")
    reader.button("Pause").press("k")
    reader.button("Play").focus()
    reader.page.keyboard.press(" ")
    reader.button("Pause").wait_for()


def test_sentences_forth_and_back_by_mouse_and_by_key(reader: Reader, article: tuple[Path, Narration]) -> None:
    begin = starts(article[1])
    reader.button("Next sentence").click()
    reader.at(begin[1])
    reader.button("Next sentence").press("ArrowRight")
    reader.at(begin[2])
    assert reader.lit == article[1].timeline.cues[2].text
    reader.button("Previous sentence").click()
    reader.at(begin[1])
    reader.button("Play").press("ArrowLeft")
    reader.at(begin[0])


def test_paragraphs_forth_and_back_by_mouse_and_by_key(reader: Reader, article: tuple[Path, Narration]) -> None:
    cues = article[1].timeline.cues
    firsts = [
        s for s, cue, before in zip(starts(article[1])[1:], cues[1:], cues, strict=False) if cue.block != before.block
    ]
    reader.button("Next paragraph").click()
    reader.at(firsts[0])
    reader.button("Play").press("Shift+ArrowRight")
    reader.at(firsts[1])
    reader.button("Previous paragraph").click()
    reader.at(firsts[0])


def test_speed_keeps_the_pitch_and_tells_the_time_left(reader: Reader) -> None:
    reader.button("More controls").click()
    reader.page.get_by_label("Speed").select_option("2")
    assert reader.page.evaluate(
        "[document.querySelector('audio').playbackRate, document.querySelector('audio').preservesPitch]"
    ) == [2, True]
    length = reader.page.evaluate("document.querySelector('audio').duration")
    minutes, seconds = divmod(int(length / 2), 60)
    assert reader.page.get_by_text(f"{minutes}:{seconds:02} left").is_visible()
    reader.button("Play").press(">")
    assert reader.page.get_by_label("Speed").input_value() == "2.5"


def test_volume_and_mute_by_mouse_and_by_key(reader: Reader) -> None:
    reader.button("More controls").click()
    reader.page.get_by_label("Volume").fill("0.5")
    assert reader.page.evaluate("document.querySelector('audio').volume") == 0.5
    reader.button("Mute").click()
    reader.page.get_by_role("button", name="Mute", pressed=True).wait_for()
    reader.button("Play").press("m")
    reader.page.get_by_role("button", name="Mute", pressed=False).wait_for()
    reader.button("Play").press("ArrowUp")
    assert reader.page.evaluate("document.querySelector('audio').volume") == pytest.approx(0.6)


def test_chapters_position_and_download(reader: Reader, article: tuple[Path, Narration]) -> None:
    chapters = article[1].timeline.chapters
    reader.button("More controls").click()
    reader.page.get_by_label("Chapter").select_option(index=len(chapters) - 1)
    reader.at(chapters[-1].start / article[1].timeline.sample_rate_hz)
    reader.page.get_by_role("slider", name="Position").fill("10")
    reader.at(10)
    assert "0:10" in reader.page.get_by_role("slider", name="Position").get_attribute("aria-valuetext")
    assert reader.page.get_by_role("link", name="Download").get_attribute("href").endswith(".mp3")


def test_highlight_can_be_turned_off(reader: Reader) -> None:
    reader.button("Next sentence").click()
    assert reader.lit
    reader.button("Play").press("h")
    assert not reader.lit
    reader.button("More controls").click()
    reader.button("Highlight the sentence").click()
    assert reader.lit


def test_keys_are_listed_behind_a_question_mark(reader: Reader) -> None:
    reader.button("Play").press("?")
    assert reader.page.get_by_text("Previous, next paragraph").is_visible()
    reader.button("Play").press("Escape")
    assert not reader.page.get_by_text("Previous, next paragraph").is_visible()


def test_keys_do_nothing_outside_the_player(reader: Reader) -> None:
    reader.page.locator("footer").click()
    for key in ("k", "ArrowRight", "m", "?"):
        reader.page.keyboard.press(key)
    assert reader.page.evaluate("document.querySelector('audio').paused")
    assert reader.now == 0


def test_click_and_enter_on_a_sentence_play_from_there(reader: Reader, article: tuple[Path, Narration]) -> None:
    begin, cues = starts(article[1]), article[1].timeline.cues
    index = next(i for i, cue in enumerate(cues) if cue.block >= 4)
    reader.page.locator(f"#{reader.page.evaluate(ID_OF, index)}").click()
    reader.at(begin[index])
    reader.button("Pause").click()
    assert reader.page.locator(".text [data-s][tabindex='0'], h1 [data-s][tabindex='0']").count() == 1
    reader.page.locator("[data-s][tabindex='0']").focus()
    reader.page.keyboard.press("ArrowRight")
    reader.page.keyboard.press("Enter")
    reader.at(begin[index + 1])


ID_OF = "(n) => JSON.parse(document.querySelector('narrator-player script').textContent).cues[n].text.slice(1)"


def test_selecting_text_does_not_play(reader: Reader) -> None:
    reader.page.locator(".text [data-s]").nth(1).dblclick()
    reader.page.wait_for_timeout(100)
    selected = reader.page.evaluate("getSelection().toString()")
    assert selected


def test_the_page_follows_and_lets_the_reader_go(reader: Reader) -> None:
    page = reader.page
    page.evaluate("document.querySelector('audio').currentTime = 60")
    reader.button("Play").click()
    reader.wait("scrollY > 100")
    time.sleep(1)
    page.mouse.move(400, 600)
    page.mouse.wheel(0, -3000)
    reader.wait("scrollY == 0")
    reader.button("Next sentence").focus()
    back = reader.button("Back to the voice")
    assert back.is_visible()
    back.click()
    reader.wait("scrollY > 100")
    assert not back.is_visible()


def test_a_link_to_a_sentence_opens_there_without_playing(browser: Any, article: tuple[Path, Narration]) -> None:
    context = browser.new_context()
    start = starts(article[1])[5]
    reader = Reader(context, article[0].as_uri() + f"#t={start:.3f}").ready()
    reader.at(start)
    assert reader.lit == article[1].timeline.cues[5].text
    assert reader.page.evaluate("document.querySelector('audio').paused")
    context.close()


def test_a_link_to_the_sentence_is_copied(browser: Any, address: str, article: tuple[Path, Narration]) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    reader = Reader(context, address).ready()
    reader.button("Next sentence").click()
    reader.button("Next sentence").press("c")
    reader.page.get_by_text("The link is copied.").wait_for()
    start = round(starts(article[1])[1], 3)
    assert reader.page.evaluate("navigator.clipboard.readText()") == f"{address}#t={start:g}"
    context.close()


def test_the_lock_screen_knows_the_article_and_moves_it(browser: Any, article: tuple[Path, Narration]) -> None:
    context = browser.new_context()
    context.add_init_script(
        "window.acts = {}; navigator.mediaSession.setActionHandler = (name, act) => { window.acts[name] = act; }"
    )
    reader = Reader(context, article[0].as_uri()).ready()
    page = reader.page
    assert page.evaluate("navigator.mediaSession.metadata.title") == article[1].article.title
    page.evaluate("acts.play()")
    reader.button("Pause").wait_for()
    page.evaluate("acts.pause()")
    reader.button("Play").wait_for()
    page.evaluate("acts.seekto({seekTime: 20})")
    reader.at(20)
    page.evaluate("acts.seekbackward({})")
    reader.at(10)
    page.evaluate("acts.nexttrack()")
    reader.wait(f"{NOW} > 10.3")
    context.close()


@pytest.mark.parametrize(("motion", "behavior"), [("reduce", "instant"), ("no-preference", "smooth")])
def test_the_page_moves_as_the_reader_wants_it_to(
    motion: str, behavior: str, browser: Any, article: tuple[Path, Narration]
) -> None:
    context = browser.new_context(reduced_motion=motion, viewport={"width": 900, "height": 500})
    context.add_init_script(
        "window.moved = []; const by = scrollBy; window.scrollBy = how => { moved.push(how.behavior); by.call(window, how); }"
    )
    reader = Reader(context, article[0].as_uri()).ready()
    reader.page.evaluate("document.querySelector('audio').currentTime = 60")
    reader.button("Play").click()
    reader.wait("moved.length > 0")
    assert set(reader.page.evaluate("moved")) == {behavior}
    context.close()


def test_the_spoken_sentence_comes_to_the_middle_of_the_window(reader: Reader, article: tuple[Path, Narration]) -> None:
    top = "[...CSS.highlights.get('narrator-sentence')][0].getBoundingClientRect().top / innerHeight"
    reader.page.evaluate("document.querySelector('audio').currentTime = 60")
    reader.wait("CSS.highlights.get('narrator-sentence')?.size > 0")
    assert reader.page.evaluate(top) > 1
    reader.button("Play").click()
    reader.wait(f"0.1 < {top} && {top} < 0.7", 2)
    assert reader.now < starts(article[1])[next(i for i, start in enumerate(starts(article[1])) if start > 60)]


def test_an_article_from_right_to_left_is_set_and_walked_that_way(browser: Any, tmp_path: Path) -> None:
    text = "عادت آخر عبّارة خشبية إلى الخليج. غادرت الرصيف في الصباح. وقال القبطان إن الرحلة كانت هادئة. وعادت مساء."
    page = Page("a.txt", text.encode(), content_type="text/plain")
    settings = Settings(
        output=str(tmp_path / "out"), cache_dir=tmp_path / "cache", voice="tone", language="ar", sign=False
    )
    narration = narrate(page, settings)
    context = browser.new_context()
    reader = Reader(context, (tmp_path / "out" / narration.slug / f"{narration.slug}.html").as_uri()).ready()
    shown = reader.page
    assert shown.evaluate("getComputedStyle(document.querySelector('.text [data-s]')).direction") == "rtl"
    shown.locator(".text [data-s]").first.focus()
    shown.keyboard.press("ArrowLeft")
    assert shown.evaluate("document.activeElement === document.querySelectorAll('.text [data-s]')[1]")
    assert reader.complaints == []
    context.close()


def test_a_reload_asks_and_resumes(browser: Any, address: str) -> None:
    context = browser.new_context()
    reader = Reader(context, address).ready()
    assert reader.button("Play").is_visible()
    reader.page.evaluate("document.querySelector('audio').currentTime = 42")
    reader.at(42)
    reader.page.reload()
    reader.ready()
    assert reader.now == 0
    reader.button("Continue at 0:42").click()
    reader.wait(f"{NOW} > 41.5")
    context.close()


def test_events_tell_a_publisher_and_nothing_is_sent(browser: Any, address: str) -> None:
    context = browser.new_context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    reader = Reader(context, address).ready()
    page = reader.page
    page.evaluate(
        "window.told = []; for (const n of ['play', 'sentence', 'complete']) addEventListener('narrator:' + n, e => told.push(e.type))"
    )
    reader.button("Play").click()
    reader.wait(f"{NOW} > 0.1")
    page.evaluate("document.querySelector('audio').currentTime = document.querySelector('audio').duration - 0.3")
    reader.wait("told.includes('narrator:complete')")
    assert {"narrator:play", "narrator:sentence"} <= set(page.evaluate("told"))
    origin = address.rsplit("/", 1)[0]
    assert all(url.startswith((origin, "data:", "blob:")) for url in asked)
    context.close()


def test_without_javascript_it_is_read_and_played(browser: Any, article: tuple[Path, Narration]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(article[0].as_uri())
    assert page.locator("audio[controls]").bounding_box()["height"] > 20
    assert page.get_by_text(article[1].label.text).first.is_visible()
    assert page.get_by_text(article[1].article.blocks[0].text[:40]).first.is_visible()
    context.close()


@pytest.mark.parametrize("width", [320, 640, 1280])
def test_nothing_runs_over_the_edge_and_targets_are_large(
    browser: Any, article: tuple[Path, Narration], width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 256 if width == 320 else 800})
    reader = Reader(context, article[0].as_uri()).ready()
    reader.button("More controls").click()
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= width
    for each in reader.page.locator("narrator-player").get_by_role("button").all():
        box = each.bounding_box()
        assert box is None or min(box["width"], box["height"]) >= 24
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Any, article: tuple[Path, Narration], tmp_path: Path, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    library = Path(shutil.copytree(article[0].parent.parent, tmp_path / "library"))
    site.build(library, "https://example.org")
    context = browser.new_context(color_scheme=scheme)
    for path in (
        next(library.glob(f"*/{article[0].name}")),
        library / "index.html",
        next(library.glob("*/index.html")),
    ):
        reader = Reader(context, path.as_uri())
        if reader.page.locator("narrator-player").count():
            reader.button("Next sentence").click()
            reader.button("About this audio").click()
            assert Axe().run(reader.page).response["violations"] == []
            reader.button("More controls").click()
            reader.button("Keyboard help").click()
        assert Axe().run(reader.page).response["violations"] == []
        assert reader.complaints == []
    context.close()


def test_the_index_is_searched(browser: Any, article: tuple[Path, Narration], tmp_path: Path) -> None:
    library = Path(shutil.copytree(article[0].parent.parent, tmp_path / "library"))
    narration = next(Library(library).all())
    entries = [
        site.feed.entry(
            dataclasses.replace(narration, slug=s, article=dataclasses.replace(narration.article, title=t)), ""
        )
        for s, t in (("a", "Čapek writes"), ("b", "The harbor"))
    ]
    (library / "list.html").write_text(site.index(entries, site.Site("")), encoding="utf-8")
    context = browser.new_context()
    reader = Reader(context, (library / "list.html").as_uri())
    reader.page.get_by_label("Search").fill("capek")
    assert reader.page.get_by_role("listitem").count() == 1
    assert reader.complaints == []
    context.close()


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


def test_the_player_alone_on_another_page(browser: Any, article: tuple[Path, Narration], tmp_path: Path) -> None:
    """A script tag and the sound's address: what a publisher writes."""
    (tmp_path / player.NAME).write_text(player.script(), encoding="utf-8")
    shutil.copy(next(article[0].parent.glob("*.mp3")), tmp_path / "a.mp3")
    (tmp_path / "own.html").write_text(
        f'<!DOCTYPE html><script src="{player.NAME}"></script><narrator-player src="a.mp3"></narrator-player>'
    )
    context = browser.new_context()
    reader = Reader(context, (tmp_path / "own.html").as_uri()).ready()
    reader.button("Forward 10 seconds").click()
    reader.at(10)
    reader.button("Play").click()
    reader.wait(f"{NOW} > 10.1")
    assert reader.complaints == []
    context.close()


def test_two_hundred_hostile_strings_in_every_field_run_nowhere(
    browser: Any, article: tuple[Path, Narration], tmp_path: Path
) -> None:
    hostile = list(strings())
    assert len(hostile) == 200
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
    entries = [site.feed.entry(poisoned(article[1], text), "https://example.org") for text in hostile]
    (tmp_path / "index.html").write_text(
        site.index(entries, site.Site("https://example.org", hostile[0], hostile[1])), encoding="utf-8"
    )
    page.goto((tmp_path / "index.html").as_uri())
    assert page.evaluate("[window.ran, document.querySelectorAll('script').length]") == [0, 1]
    context.close()


def poisoned(narration: Narration, text: str) -> Narration:
    """The narration with ``text`` in every field that an article or a manifest can bring."""
    blocks = tuple(
        Block(kind, text, level=2, language=text, rows=((text,),) if kind is BlockKind.TABLE else (), source=text)
        for kind in BlockKind
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
