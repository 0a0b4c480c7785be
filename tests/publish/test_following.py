"""The page that follows the voice, in real browsers: the light on the sentence, clicks on it, where the player stays."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import Any

import pytest

from narrator.model import Narration, Page
from narrator.narrator import narrate
from narrator.settings import Settings
from tests.browsers import MEDIA, NOW, PAUSE_IN_VIEW, Reader

pytestmark = pytest.mark.browser

ID_OF = "(n) => JSON.parse(document.querySelector('narrator-player script').textContent).cues[n].text.slice(1)"
VIEWPORTS = {
    "desktop": (1280, 800),
    "wide": (1920, 1080),
    "tablet": (768, 1024),
    "phone": (390, 844),
    "small phone": (320, 568),
    "phone in landscape": (844, 390),
    "small phone in landscape": (568, 320),
    "400 % zoom": (320, 256),
}


@pytest.mark.parametrize("speed", [1, 2, 3])
def test_the_light_is_within_100_ms_of_each_sentence_after_seeks(
    each_reader: Reader, starts: list[float], speed: int
) -> None:
    """Twelve seeks just before a sentence: how late by the sound's own clock is the light that begins there?"""
    page = each_reader.page
    each_reader.start()
    page.evaluate(
        f"""() => {{ {MEDIA}.playbackRate = {speed}; window.heard = [];
        document.addEventListener('narrator:sentence', e => heard.push([e.detail.start, {MEDIA}.currentTime])); }}"""
    )
    wanted = random.Random(1).sample(starts[2:-2], 12)
    for start in wanted:
        assert each_reader.is_lit_in_time(start, speed), start


def test_what_is_lit_differs_from_the_page_by_three_to_one(
    each_browser: Any, article: tuple[Path, Narration], starts: list[float]
) -> None:
    """By the pixels, in each engine and both schemes: the ground of the light against that of the page."""
    for scheme in ("light", "dark") if each_browser.browser_type.name == "chromium" else ("light",):
        context = each_browser.new_context(viewport={"width": 900, "height": 700}, color_scheme=scheme)
        reader = Reader(context, article[0].as_uri()).ready().paused()
        reader.seek(starts[3] + 0.05)
        reader.wait("CSS.highlights.get('narrator-sentence')?.size > 0")
        box = reader.page.evaluate(
            """() => { const r = [...CSS.highlights.get('narrator-sentence')][0].getClientRects()[0];
            return { x: r.left, y: r.top + 1, width: r.width, height: 2 } }"""
        )
        lit = luminance(reader.page.screenshot(clip=box))
        beside = luminance(reader.page.screenshot(clip={"x": 4, "y": 300, "width": 20, "height": 4}))
        assert max(lit, beside) + 0.05 >= 3 * (min(lit, beside) + 0.05), scheme
        context.close()


def luminance(png: bytes) -> float:
    """The median luminance of a picture's pixels (WCAG 2.2)."""
    import io

    import av
    import numpy as np

    frame = next(av.open(io.BytesIO(png)).decode(video=0)).to_ndarray(format="rgb24") / 255
    linear = np.where(frame <= 0.04045, frame / 12.92, ((frame + 0.055) / 1.055) ** 2.4)
    return float(np.median(linear @ np.array([0.2126, 0.7152, 0.0722])))


def test_the_light_can_be_turned_off(reader: Reader) -> None:
    reader.paused()
    reader.seek(10)
    reader.wait("CSS.highlights.get('narrator-sentence')?.size > 0")
    reader.button("Play").press("h")
    assert not reader.lit
    reader.button("More controls").click()
    reader.button("Highlight the sentence").click()
    assert reader.lit


def test_click_and_enter_on_a_sentence_play_from_there_and_one_key_pauses(
    each_reader: Reader, article: tuple[Path, Narration], starts: list[float]
) -> None:
    page, cues = each_reader.page, article[1].timeline.cues
    index = next(i for i, cue in enumerate(cues) if cue.block >= 4)
    page.locator(f"#{page.evaluate(ID_OF, index)}").click()
    each_reader.wait(f"!{MEDIA}.paused && {NOW} > {starts[index] - 0.1}")
    each_reader.button("Pause").click()
    assert page.locator("[data-s][tabindex='0']").count() == 1
    stop = page.locator("[data-s][tabindex='0']")
    assert stop.get_attribute("role") == "group"
    assert stop.get_attribute("aria-label") == stop.text_content()
    stop.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    each_reader.wait(f"!{MEDIA}.paused && {NOW} >= {starts[index + 1] - 0.1}")
    page.keyboard.press(" ")
    each_reader.wait(f"{MEDIA}.paused")


def test_a_double_click_selects_a_word_and_does_not_play(each_reader: Reader) -> None:
    each_reader.page.locator(".text [data-s]").nth(1).dblclick()
    time.sleep(0.5)
    if each_reader.page.context.browser.browser_type.name == "chromium":  # Firefox selects nothing when it is driven
        assert each_reader.page.evaluate("getSelection().toString().trim()")
    assert each_reader.is_paused
    assert each_reader.now == 0


def test_the_page_follows_and_lets_the_reader_go(each_reader: Reader) -> None:
    page = each_reader.page
    each_reader.start()
    each_reader.seek(60)
    each_reader.wait("scrollY > 100")
    time.sleep(1)
    page.mouse.move(400, 300)
    page.mouse.wheel(0, -3000)
    each_reader.wait("scrollY == 0")
    back = each_reader.button("Back to the voice")
    back.wait_for()
    back.click()
    each_reader.wait("scrollY > 100")
    assert not back.is_visible()


def test_the_spoken_sentence_comes_to_the_middle_of_the_window(reader: Reader, starts: list[float]) -> None:
    top = "[...CSS.highlights.get('narrator-sentence')][0].getBoundingClientRect().top / innerHeight"
    reader.paused()
    reader.page.evaluate("scrollTo(0, 0)")
    reader.seek(60)
    reader.wait("CSS.highlights.get('narrator-sentence')?.size > 0")
    assert reader.page.evaluate(top) > 1
    reader.button("Play").click()
    reader.wait(f"0.1 < {top} && {top} < 0.7", 2)


@pytest.mark.parametrize(("motion", "behavior"), [("reduce", "instant"), ("no-preference", "smooth")])
def test_the_page_moves_as_the_reader_wants_it_to(
    motion: str, behavior: str, browser: Any, article: tuple[Path, Narration]
) -> None:
    context = browser.new_context(reduced_motion=motion, viewport={"width": 900, "height": 500})
    context.add_init_script(
        "window.moved = []; const by = scrollBy; window.scrollBy = how => { moved.push(how.behavior); by.call(window, how); }"
    )
    reader = Reader(context, article[0].as_uri()).ready().start()
    reader.page.evaluate("moved.length = 0")
    reader.seek(60)
    reader.wait("moved.length > 0")
    assert set(reader.page.evaluate("moved")) == {behavior}
    context.close()


@pytest.mark.parametrize("name", VIEWPORTS)
def test_pause_stays_in_view_wherever_the_page_is(
    browser: Any, article: tuple[Path, Narration], starts: list[float], name: str
) -> None:
    width, height = VIEWPORTS[name]
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    reader = Reader(context, article[0].as_uri()).ready().start()
    for second in (0, starts[8], starts[-1]):
        reader.seek(second)
        reader.wait(PAUSE_IN_VIEW, 5)
    reader.button("Pause").click()
    for place in (0, 400, 100_000):
        reader.page.evaluate(f"scrollTo(0, {place})")
        reader.wait(PAUSE_IN_VIEW, 5)
    slider = reader.page.get_by_role("slider", name="Position").bounding_box()
    assert slider["width"] >= min(width * 0.25, 150)
    assert slider["height"] >= 24
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= width
    for each in reader.page.locator("narrator-player").get_by_role("button").all():
        box = each.bounding_box()
        assert box is None or min(box["width"], box["height"]) >= 24
    context.close()


def test_pause_stays_in_view_in_firefox_too(each_browser: Any, article: tuple[Path, Narration]) -> None:
    context = each_browser.new_context(viewport={"width": 320, "height": 256})
    reader = Reader(context, article[0].as_uri()).ready().start()
    for place in (100_000, 0):
        reader.page.evaluate(f"scrollTo(0, {place})")
        reader.wait(PAUSE_IN_VIEW, 5)
    context.close()


def test_the_docked_player_can_be_closed_and_keeps_the_focus(reader: Reader) -> None:
    reader.start()
    reader.button("Pause").focus()
    reader.page.evaluate("scrollTo(0, 100000)")
    docked = "document.querySelector('narrator-player').shadowRoot.querySelector('.docked')"
    reader.wait(f"!!{docked}")
    focused = "document.querySelector('narrator-player').shadowRoot.activeElement?.dataset.do"
    assert reader.page.evaluate(focused) == "play"
    reader.button("Close the player").click()
    reader.wait(f"{MEDIA}.paused && !{docked}")
    reader.page.keyboard.press("k")
    reader.wait(f"!!{docked}")


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
    first = "document.querySelectorAll('.text [data-s]')"
    shown.evaluate(f"{first}[0].tabIndex = 0; {first}[0].focus()")
    shown.keyboard.press("ArrowLeft")
    assert shown.evaluate(f"document.activeElement === {first}[1]")
    assert reader.complaints == []
    context.close()
