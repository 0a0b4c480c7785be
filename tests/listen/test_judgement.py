"""What is wrong with a sentence, by what was heard of it and how long it sounds."""

from __future__ import annotations

import numpy as np
import pytest

from narrator.listen import wave
from narrator.listen.judgement import Fault, Sound, is_suspect, judged
from narrator.listen.sentences import Expected, Heard, Match, letters, matches

SAID = "the harbour ferry returns after two winters on the dry dock"
RIGHT = letters(SAID)


def verdict(heard: str, share: float, *halves: str, own: float | None = 0.9) -> Fault | None:
    """Of a sentence that the whole did not have right."""
    match = Match(Expected(SAID, RIGHT, "en-US", 0.0, 4.0), 0.3, 20, None, None)
    finding = judged(match, [letters(each) for each in (heard, *halves)], own, Sound(4.0 * share, 4.0), 0.97, 0.0)
    return finding.fault if finding else None


@pytest.mark.parametrize(
    ("heard", "share", "fault"),
    [
        (SAID, 1.0, None),
        ("the harbor ferry return after two winters on the dry dog", 1.0, None),
        ("", 0.0, Fault.MISSING),
        ("thank you", 0.1, Fault.MISSING),
        (f"{SAID} {SAID}", 2.0, Fault.DOUBLED),
        ("the harbour ferry returns after two", 0.6, Fault.CUT_OFF),
        ("after two winters on the dry dock", 0.6, Fault.CUT_OFF),
        ("arab furry turning softer to wind is wonder dryer", 1.0, Fault.GARBLED),
        ("", 1.0, Fault.GARBLED),
    ],
)
def test_a_sentence_has_the_fault_that_is_heard(heard: str, share: float, fault: Fault | None) -> None:
    assert verdict(heard, share) is fault


def test_a_sentence_that_is_written_once_and_sounds_twice_as_long_is_doubled() -> None:
    assert verdict(SAID, 2.0, SAID, SAID) is Fault.DOUBLED
    assert verdict(SAID, 2.0, SAID, "and so on") is None


def test_a_sentence_that_sounds_like_another_language_is_named_so() -> None:
    assert verdict("le ferry du port revient", 1.0, own=0.02) is Fault.OTHER_LANGUAGE


def test_a_language_that_the_recognizer_cannot_tell_is_no_fault_of_the_sentence() -> None:
    heard = "the horror fairy we turns of to to winter and the drought docks"
    assert verdict(heard, 1.0, own=0.02) is Fault.OTHER_LANGUAGE
    assert verdict(heard, 1.0, own=None) is Fault.UNCLEAR


def test_a_word_alone_that_is_not_understood_is_unclear_and_no_fault_of_the_voice() -> None:
    match = Match(Expected("Advertisement", "advertisement", "sw", 0.0, 0.9), 0.3, 20, None, None)
    finding = judged(match, ["uffatazmoni"], 0.01, Sound(0.9, 0.9), 0.97, 0.0)
    assert finding is not None
    assert finding.fault is Fault.UNCLEAR


def test_a_beginning_that_was_heard_otherwise_is_no_cut() -> None:
    assert verdict("see her bar very return sofa two winters on the dry dock", 0.85) is not Fault.CUT_OFF


def test_an_end_that_was_not_heard_is_no_cut_where_the_sound_is_whole() -> None:
    assert verdict("the harbour ferry returns after two winters on the", 1.0) is not Fault.CUT_OFF


def test_a_missing_sentence_is_a_suspect_and_its_neighbours_are_not() -> None:
    texts = ["a crowd of two hundred lined the quay", SAID, "tickets cost three dollars fifty"]
    expected = [Expected(each, letters(each), "en", i * 4.0, i * 4.0 + 3.0) for i, each in enumerate(texts)]
    heard = [Heard(letters(word), i, i + 0.5) for i, word in enumerate(f"{texts[0]} {texts[2]}".split())]
    found = matches(expected, heard)
    assert [is_suspect(each, Sound(4.0, 4.0), 1.0) for each in found] == [False, True, False]
    assert (found[0].heard_start_s, found[2].heard_end_s) == (0, 12.5)


def test_letters_are_the_same_however_words_are_joined_and_accented() -> None:
    assert letters("Kultur-Haus, Éte!") == letters("kulturhaus ete")


def test_windows_follow_each_other_and_end_in_pauses() -> None:
    noise = np.random.default_rng(1).normal(0, 3000, 70 * wave.RATE_HZ).astype(np.int16)
    for second in range(5, 70, 5):
        noise[second * wave.RATE_HZ : round((second + 0.4) * wave.RATE_HZ)] = 0
    windows = list(wave.windows(noise))
    assert [a for a, _ in windows[1:]] == [b for _, b in windows[:-1]]
    assert windows[0][0] == 0
    assert windows[-1][1] == len(noise)
    assert all(b - a <= wave.WINDOW_S * wave.RATE_HZ for a, b in windows)
    assert all(not noise[b] for _, b in windows[:-1])
    assert wave.pause_near(noise, 10.1) == pytest.approx(10.2, abs=0.05)
