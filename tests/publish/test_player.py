"""The player in real browsers: its controls, its keys, its states."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from narrator.model import Narration
from narrator.publish import player
from tests.browsers import MEDIA, NOW, Reader

pytestmark = pytest.mark.browser

STATUS = "document.querySelector('narrator-player').shadowRoot.querySelector('.told').textContent"


def test_what_comes_first_is_listen_with_the_minutes_and_the_label_beside_it(
    each_reader: Reader, article: tuple[Path, Narration]
) -> None:
    page = each_reader.page
    begin, label = page.get_by_role("button", name="Listen · 2 min"), page.get_by_text(article[1].label.text).first
    assert begin.is_visible()
    assert label.is_visible()
    left, right = begin.bounding_box(), label.bounding_box()
    assert left["x"] + left["width"] <= right["x"]
    assert abs(left["y"] + left["height"] / 2 - right["y"] - right["height"] / 2) < left["height"] / 2
    assert not each_reader.button("Next sentence").is_visible()


def test_what_stands_behind_the_label_is_in_a_readers_words(reader: Reader, article: tuple[Path, Narration]) -> None:
    assert not reader.page.get_by_text("A computer voice reads").first.is_visible()
    reader.button("About this audio").click()
    assert reader.page.get_by_text("A computer voice reads").first.is_visible()
    assert reader.page.get_by_text("Sine, a synthetic voice").is_visible()
    assert not reader.page.get_by_text(article[1].voice.id).count()


def test_play_and_pause_by_mouse_and_by_key(each_reader: Reader) -> None:
    each_reader.start()
    each_reader.wait(f"{NOW} > 0.2")
    each_reader.button("Pause").press("k")
    each_reader.button("Play").focus()
    each_reader.page.keyboard.press(" ")
    each_reader.button("Pause").wait_for()


def test_space_and_k_play_and_pause_anywhere_on_our_own_page(each_reader: Reader) -> None:
    each_reader.page.mouse.click(5, 300)
    each_reader.page.keyboard.press("k")
    each_reader.wait(f"!{MEDIA}.paused")
    each_reader.page.keyboard.press(" ")
    each_reader.wait(f"{MEDIA}.paused")
    assert each_reader.page.evaluate("scrollY") == 0


def test_the_keys_of_the_page_can_be_turned_off(reader: Reader) -> None:
    reader.paused()
    reader.button("More controls").click()
    reader.button("Space and K play and pause anywhere").click()
    reader.page.mouse.click(5, 300)
    reader.page.keyboard.press("k")
    assert reader.is_paused


def test_other_keys_do_nothing_outside_the_player(reader: Reader) -> None:
    reader.page.locator("footer").click()
    for key in ("j", "l", "ArrowRight", "m", "?"):
        reader.page.keyboard.press(key)
    assert reader.is_paused
    assert reader.now == 0


def test_fifteen_seconds_back_and_forth_by_mouse_and_by_key(each_reader: Reader) -> None:
    each_reader.paused()
    each_reader.seek(40)
    each_reader.button("Forward 15 seconds").click()
    each_reader.at(55)
    each_reader.button("Back 15 seconds").click()
    each_reader.at(40)
    each_reader.button("Play").press("l")
    each_reader.at(55)
    each_reader.button("Play").press("j")
    each_reader.at(40)


def test_sentences_forth_and_back_by_mouse_and_by_key(
    reader: Reader, article: tuple[Path, Narration], starts: list[float]
) -> None:
    reader.paused()
    reader.seek(0)
    reader.button("Next sentence").click()
    reader.at(starts[1])
    reader.button("Next sentence").press("ArrowRight")
    reader.at(starts[2])
    assert reader.lit == article[1].timeline.cues[2].text
    reader.button("Previous sentence").click()
    reader.at(starts[1])
    reader.button("Play").press("ArrowLeft")
    reader.at(starts[0])


def test_paragraphs_forth_and_back_by_key(reader: Reader, article: tuple[Path, Narration], starts: list[float]) -> None:
    cues = article[1].timeline.cues
    firsts = [s for s, cue, before in zip(starts[1:], cues[1:], cues, strict=False) if cue.block != before.block]
    reader.paused()
    reader.seek(0)
    for key, there in (("ArrowRight", firsts[0]), ("ArrowRight", firsts[1]), ("ArrowLeft", firsts[0])):
        reader.button("Play").press(f"Shift+{key}")
        reader.at(there)


def test_speed_has_a_name_keeps_the_pitch_and_tells_the_time_left(reader: Reader) -> None:
    reader.paused()
    reader.seek(0)
    assert reader.page.get_by_text("Speed", exact=True).first.is_visible()
    reader.page.get_by_label("Speed").select_option("2")
    assert reader.page.evaluate(f"[{MEDIA}.playbackRate, {MEDIA}.preservesPitch]") == [2, True]
    length = reader.page.evaluate(f"{MEDIA}.duration")
    minutes, seconds = divmod(int(length / 2), 60)
    assert reader.page.get_by_text(f"{minutes}:{seconds:02} left").is_visible()
    reader.button("Play").press(">")
    assert reader.page.get_by_label("Speed").input_value() == "2.5"


def test_volume_and_mute_by_mouse_and_by_key(reader: Reader) -> None:
    reader.paused()
    reader.button("More controls").click()
    reader.page.get_by_label("Volume").fill("0.5")
    assert reader.page.evaluate(f"{MEDIA}.volume") == 0.5
    reader.button("Mute").click()
    reader.page.get_by_role("button", name="Mute", pressed=True).wait_for()
    reader.button("Play").press("m")
    reader.page.get_by_role("button", name="Mute", pressed=False).wait_for()
    reader.button("Play").press("ArrowUp")
    assert reader.page.evaluate(f"{MEDIA}.volume") == pytest.approx(0.6)


def test_chapters_are_a_list_that_shows_where_the_voice_is(
    each_reader: Reader, article: tuple[Path, Narration]
) -> None:
    chapters, rate = article[1].timeline.chapters, article[1].timeline.sample_rate_hz
    each_reader.paused()
    each_reader.button("Chapters").click()
    entries = each_reader.page.locator("narrator-player").get_by_role("listitem")
    assert entries.count() == len(chapters)
    entries.last.get_by_role("button").click()
    each_reader.wait(f"{NOW} >= {chapters[-1].start / rate - 0.1}")
    assert entries.last.get_by_role("button").get_attribute("aria-current") == "true"


def test_position_and_download(reader: Reader) -> None:
    reader.paused()
    reader.page.get_by_role("slider", name="Position").fill("10")
    reader.at(10)
    assert "0:10" in reader.page.get_by_role("slider", name="Position").get_attribute("aria-valuetext")
    reader.button("More controls").click()
    assert reader.page.get_by_role("link", name="Download").get_attribute("href").endswith(".mp3")


def test_the_sleep_timer_pauses_at_the_end_of_the_chapter(reader: Reader, article: tuple[Path, Narration]) -> None:
    second = article[1].timeline.chapters[1].start / article[1].timeline.sample_rate_hz
    reader.start()
    reader.seek(second - 1)
    reader.button("More controls").click()
    reader.page.get_by_label("Sleep timer").select_option("chapter")
    reader.wait(f"{MEDIA}.paused")
    assert reader.now == pytest.approx(second, abs=0.6)
    assert reader.page.get_by_text("The sleep timer has paused the sound.").is_visible()


def test_the_sleep_timer_pauses_after_its_minutes(browser: Any, article: tuple[Path, Narration]) -> None:
    context = browser.new_context()
    context.add_init_script("{ const now = Date.now; window.ahead = 0; Date.now = () => now() + window.ahead; }")
    reader = Reader(context, article[0].as_uri()).ready().start()
    reader.button("More controls").click()
    reader.page.get_by_label("Sleep timer").select_option("5")
    reader.page.evaluate("window.ahead = 4 * 60_000")
    time.sleep(1.2)
    assert not reader.is_paused
    reader.page.evaluate("window.ahead = 5 * 60_000")
    reader.wait(f"{MEDIA}.paused")
    context.close()


def test_keys_are_listed_behind_a_question_mark(reader: Reader) -> None:
    reader.paused()
    reader.button("Play").press("?")
    assert reader.page.get_by_text("Previous, next paragraph").is_visible()
    reader.button("Play").press("Escape")
    assert not reader.page.get_by_text("Previous, next paragraph").is_visible()


def test_a_link_to_a_sentence_opens_there_without_playing(
    browser: Any, article: tuple[Path, Narration], starts: list[float]
) -> None:
    context = browser.new_context()
    reader = Reader(context, article[0].as_uri() + f"#t={starts[5]:.3f}").ready()
    reader.at(starts[5])
    assert reader.lit == article[1].timeline.cues[5].text
    assert reader.is_paused
    context.close()


def test_a_link_to_the_sentence_is_copied(browser: Any, address: str, starts: list[float]) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    reader = Reader(context, address).ready().paused()
    reader.seek(0)
    reader.button("Next sentence").click()
    reader.button("Next sentence").press("c")
    reader.page.get_by_text("The link is copied.").wait_for()
    assert reader.page.evaluate("navigator.clipboard.readText()") == f"{address}#t={round(starts[1], 3):g}"
    context.close()


def test_the_place_is_kept_every_five_seconds_and_asked_for(each_browser: Any, address: str) -> None:
    context = each_browser.new_context()
    reader = Reader(context, address).ready().start()
    reader.seek(42)
    kept = "Object.values(JSON.parse(localStorage['narrator:places'] || '{}')).map(([second]) => second)"
    reader.wait(f"{kept}[0] > 42", 12)
    assert not reader.is_paused
    reader.page.reload()
    reader.ready()
    assert reader.now == 0
    reader.page.get_by_role("button", name="Continue at 0:4").click()
    reader.wait(f"{NOW} > 41.5")
    context.close()


def test_only_one_player_speaks_on_a_page_and_across_tabs(each_browser: Any, address: str) -> None:
    context = each_browser.new_context()
    first, second = Reader(context, address).ready().start(), Reader(context, address).ready().start()
    first.wait(f"{MEDIA}.paused")
    assert not second.is_paused
    first.button("Play").click()
    second.wait(f"{MEDIA}.paused")
    context.close()


def test_the_lock_screen_knows_the_article_and_moves_it(browser: Any, article: tuple[Path, Narration]) -> None:
    context = browser.new_context()
    context.add_init_script(
        "window.acts = {}; navigator.mediaSession.setActionHandler = (name, act) => { window.acts[name] = act; }"
    )
    reader = Reader(context, article[0].as_uri()).ready().paused()
    page = reader.page
    assert page.evaluate("navigator.mediaSession.metadata.title") == article[1].article.title
    page.evaluate("acts.play()")
    reader.button("Pause").wait_for()
    page.evaluate("acts.pause()")
    reader.button("Play").wait_for()
    page.evaluate("acts.seekto({seekTime: 30})")
    reader.at(30)
    page.evaluate("acts.seekbackward({})")
    reader.at(15)
    page.evaluate("acts.nexttrack()")
    reader.wait(f"{NOW} > 15.3")
    context.close()


def test_events_tell_a_publisher_and_nothing_is_sent(each_browser: Any, address: str) -> None:
    context = each_browser.new_context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    reader = Reader(context, address).ready()
    reader.page.evaluate(
        """window.told = {}; for (const name of ['play', 'pause', 'progress', 'seek', 'sentence', 'complete', 'error'])
        addEventListener('narrator:' + name, event => { (told[name] ||= []).push(event.detail); })"""
    )
    reader.start()
    reader.wait("told.progress")
    reader.button("Forward 15 seconds").click()
    reader.button("Pause").click()
    reader.button("Play").click()
    reader.page.evaluate(f"{MEDIA}.currentTime = {MEDIA}.duration - 0.3")
    reader.wait("told.complete")
    told = reader.page.evaluate("told")
    assert set(told) == {"play", "pause", "progress", "seek", "sentence", "complete"}
    for details in told.values():
        assert {"id", "title", "seconds", "duration"} <= set(details[0])
    assert told["progress"][0]["seconds"] > 3
    origin = address.rsplit("/", 1)[0]
    assert all(url.startswith((origin, "data:", "blob:")) for url in asked)
    context.close()


def test_a_sound_that_cannot_be_loaded_is_told_and_can_be_tried_again(
    each_browser: Any, article: tuple[Path, Narration], tmp_path: Path
) -> None:
    folder = alone(article, tmp_path, '<narrator-player src="late.mp3"></narrator-player>')
    context = each_browser.new_context()
    reader = Reader(context, (folder / "own.html").as_uri())
    reader.page.evaluate("window.errors = 0; addEventListener('narrator:error', () => errors++)")
    reader.page.get_by_role("button", name="Listen").click()
    reader.wait(f"{STATUS} === 'The sound cannot be loaded.'")
    shutil.copy(folder / "a.mp3", folder / "late.mp3")
    reader.button("Try again").click()
    reader.wait(f"{NOW} > 0.1")
    assert reader.page.evaluate(STATUS) == ""
    context.close()


def test_waiting_for_the_network_is_shown(browser: Any, address: str) -> None:
    context = browser.new_context()
    context.route("**/*.mp3", lambda route: None)
    reader = Reader(context, address)
    reader.page.get_by_role("button", name="Listen").click()
    reader.wait(f"{STATUS} === 'Loading …'")
    assert reader.page.evaluate(
        "document.querySelector('narrator-player').shadowRoot.querySelector('[aria-busy=true]')"
    )
    context.close()


# --- on another page ----------------------------------------------------------------------------------------------


def alone(article: tuple[Path, Narration], folder: Path, markup: str, head: str = "") -> Path:
    """A page of a publisher's own with the player's script in its head."""
    (folder / player.NAME).write_text(player.script(), encoding="utf-8")
    for sound in article[0].parent.glob("*.mp3"):
        shutil.copy(sound, folder / "a.mp3")
    (folder / "own.html").write_text(
        f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Own</title>{head}<script src="{player.NAME}"></script><body>{markup}'
    )
    return folder


def test_the_player_alone_on_another_page(each_browser: Any, article: tuple[Path, Narration], tmp_path: Path) -> None:
    """A script tag and the sound's address: what a publisher writes."""
    folder = alone(article, tmp_path, '<narrator-player src="a.mp3"></narrator-player>')
    context = each_browser.new_context()
    reader = Reader(context, (folder / "own.html").as_uri()).ready().paused()
    reader.seek(0)
    assert not reader.button("Next sentence").is_visible()
    reader.button("Forward 15 seconds").click()
    reader.at(15)
    reader.button("Play").press("ArrowRight")
    reader.at(30)
    reader.page.mouse.click(5, 500)
    reader.page.keyboard.press("k")
    assert reader.is_paused
    assert reader.complaints == []
    context.close()


def test_the_published_markup_works_with_the_script_in_the_head(
    browser: Any, article: tuple[Path, Narration], tmp_path: Path
) -> None:
    page = article[0].read_text(encoding="utf-8")
    markup = page[page.index("<narrator-player") : page.index("</main>")].replace(
        "./apollo-11-by-the-numbers.mp3", "a.mp3"
    )
    folder = alone(article, tmp_path, markup)
    context = browser.new_context()
    reader = Reader(context, (folder / "own.html").as_uri()).ready().paused()
    reader.seek(30)
    reader.wait("CSS.highlights.get('narrator-sentence')?.size > 0")
    assert reader.complaints == []
    context.close()


def test_source_label_and_language_are_alive(
    browser: Any, article: tuple[Path, Narration], address: str, tmp_path: Path
) -> None:
    folder = alone(
        article, tmp_path, '<narrator-player src="a.mp3" label="Read by a machine." language="en"></narrator-player>'
    )
    context = browser.new_context()
    reader = Reader(context, (folder / "own.html").as_uri()).ready().start()
    assert reader.page.get_by_text("Read by a machine.").is_visible()
    shutil.copy(folder / "a.mp3", folder / "b.mp3")
    element = reader.page.locator("narrator-player")
    element.evaluate("each => each.setAttribute('label', 'Told by a computer.')")
    element.evaluate("each => each.setAttribute('src', 'b.mp3')")
    assert reader.page.get_by_text("Told by a computer.").is_visible()
    reader.wait(f"{MEDIA}.currentSrc.endsWith('b.mp3')")
    assert reader.is_paused
    reader.start()
    context.close()


def test_moving_it_in_the_page_does_not_stop_it(
    each_browser: Any, article: tuple[Path, Narration], tmp_path: Path
) -> None:
    folder = alone(article, tmp_path, '<narrator-player src="a.mp3"></narrator-player><div id="there"></div>')
    context = each_browser.new_context()
    reader = Reader(context, (folder / "own.html").as_uri()).ready().start()
    reader.wait(f"{NOW} > 0.3")
    reader.page.evaluate("document.querySelector('#there').append(document.querySelector('narrator-player'))")
    before = reader.now
    reader.wait(f"{NOW} > {before} + 0.5 && !{MEDIA}.paused")
    reader.page.evaluate(
        "{ const it = document.querySelector('narrator-player'); it.remove(); setTimeout(() => document.body.append(it), 50); }"
    )
    reader.wait(f"document.querySelector('narrator-player') && {NOW} > {before} + 0.8 && !{MEDIA}.paused")
    assert reader.complaints == []
    context.close()


def test_what_is_removed_falls_silent(browser: Any, article: tuple[Path, Narration], tmp_path: Path) -> None:
    folder = alone(article, tmp_path, '<narrator-player src="a.mp3"></narrator-player>')
    context = browser.new_context()
    reader = Reader(context, (folder / "own.html").as_uri()).ready().start()
    reader.page.evaluate("window.gone = document.querySelector('narrator-player'); gone.remove()")
    reader.wait("gone.media.paused")
    context.close()


@pytest.mark.parametrize("root", ["62.5%", "100%", "30px"])
def test_its_sizes_do_not_follow_the_root_of_the_page(
    browser: Any, article: tuple[Path, Narration], tmp_path: Path, root: str
) -> None:
    folder = alone(
        article,
        tmp_path,
        '<narrator-player src="a.mp3"></narrator-player>',
        f"<style>html {{ font-size: {root} }} * {{ letter-spacing: 5px !important; text-transform: uppercase; line-height: 3 }}"
        " body { font: 700 40px/1 fantasy; text-align: right } button { display: none !important }</style>",
    )
    context = browser.new_context()
    reader = Reader(context, (folder / "own.html").as_uri()).ready()
    begin = reader.page.get_by_role("button", name="Listen")
    style = begin.evaluate(
        "each => { const s = getComputedStyle(each); return [s.fontSize, s.letterSpacing, s.textTransform] }"
    )
    assert style == ["16.0005px", "normal", "none"]
    assert 44 <= begin.bounding_box()["height"] <= 56
    context.close()
