"""When a sentence begins in a clip that it shares with others."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator import segment, verbalize
from narrator.arrange import Arranger
from narrator.engines.neural import Neural
from narrator.engines.tone import SAMPLE_RATE_HZ, SAMPLES_PER_CHARACTER, Tone
from narrator.lexicon import load
from narrator.model import Block, BlockKind, Clip, Cue, Prosody, Utterance
from narrator.synthesize import trimmed

SHORT_AND_LONG = [
    ("No.", "The harbor stays closed until the divers have seen the hull."),
    ("The council met twice, in March and in June, and voted both times.", "It failed."),
    ("Why now?", "Because the ice came early, the pilots say, and nobody had a boat."),
    ("She laughed, and then, after a long while, she read it out again.", "Nothing."),
    ("Yes.", "It did, in the end, cost less than the old one."),
]


def together(text: str) -> Utterance:
    (found,) = segment.utterances((Block(BlockKind.PARAGRAPH, text),), language="en-US", limits=Tone.limits)
    return verbalize.spoken(found, load((), "en-US"))


def cues(utterance: Utterance, clip: Clip) -> tuple[Cue, ...]:
    arranger = Arranger(clip.sample_rate_hz)
    list(arranger.places([(utterance, "key", clip)], lambda key: clip))
    return arranger.timeline(()).cues


def begins(utterance: Utterance, clip: Clip) -> list[float]:
    """Of each sentence, in seconds after the clip's own start."""
    found = cues(utterance, clip)
    return [(cue.start - found[0].start) / clip.sample_rate_hz for cue in found]


@pytest.mark.parametrize("pair", SHORT_AND_LONG)
def test_with_a_tone_a_word_the_sentence_begins_where_its_first_word_does(pair: tuple[str, str]) -> None:
    utterance = together(" ".join(pair))
    voice = Tone().voices()[0]
    clip = Tone().speak(utterance.spoken, voice, Prosody(), "en")
    assert len(utterance.sentences) == 2
    true = (len(pair[0]) + 1) * SAMPLES_PER_CHARACTER / SAMPLE_RATE_HZ
    assert begins(utterance, clip)[1] == pytest.approx(true, abs=0.06)


@pytest.mark.parametrize("pair", SHORT_AND_LONG)
@pytest.mark.parametrize("pause_s", [0.15, 0.35])
def test_with_a_real_voice_it_is_within_100_ms_of_the_first_sound(pair: tuple[str, str], pause_s: float) -> None:
    """Both are spoken alone and joined with a known pause, so that the truth is known to the sample."""
    engine = Neural()
    if missing := engine.available():
        pytest.skip(missing)
    utterance, voice = together(" ".join(pair)), engine.voices()[0]
    first, second = (trimmed(engine.speak(each, voice, Prosody(), "en-US")) for each in pair)
    silence = np.zeros(round(pause_s * first.sample_rate_hz), np.int16)
    clip = Clip(np.concatenate([first.samples, silence, second.samples]), first.sample_rate_hz)
    true = (len(first.samples) + len(silence)) / first.sample_rate_hz
    assert begins(utterance, clip)[1] == pytest.approx(true, abs=0.1)


def test_a_sentence_that_is_not_said_takes_no_time() -> None:
    utterance = together("No. ... Nobody came to see it.")
    clip = Tone().speak(utterance.spoken, Tone().voices()[0], Prosody(), "en")
    found = begins(utterance, clip)
    assert found == sorted(found)


def test_a_voice_that_makes_no_pause_is_cut_by_the_letters() -> None:
    utterance = together("Yes. They did.")
    wave = np.sin(np.arange(24_000) / 10) * 9000
    found = begins(utterance, Clip(wave.astype(np.int16), 24_000))
    assert found[1] == pytest.approx(3 / 10, abs=0.05)


@given(st.lists(st.integers(-32768, 32767), max_size=400), st.integers(1, 60))
def test_whatever_the_sound_the_cues_are_in_order_and_inside_it(sound: list[int], times: int) -> None:
    utterance = together("No. Yes. It is so.")
    clip = Clip(np.tile(np.array(sound, np.int16), times), 24_000)
    found = cues(utterance, clip)
    edges = [edge for cue in found for edge in (cue.start, cue.end)]
    assert edges == sorted(edges)
    assert edges[-1] - edges[0] == len(clip.samples)
