"""The rhythm of a reader: what it changes, what it leaves alone, and that it stays within what was measured as harmless."""

from __future__ import annotations

import dataclasses
import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator import rhythm
from narrator.cache import Cache
from narrator.engines.base import Limits
from narrator.engines.neural import HARMLESS_SEMITONES, Neural
from narrator.errors import EngineError
from narrator.model import Block, BlockKind, Prosody, Utterance
from narrator.narrator import narrate
from narrator.segment import utterances
from narrator.settings import Settings
from narrator.synthesize import Synthesizer
from tests.conftest import SAMPLES

LIMITS = Limits(words=60, characters=400)
LINE = "The council of the harbor town voted on the budget of the coming year."


def said(*blocks: Block, how: str = rhythm.NATURAL) -> tuple[Utterance, ...]:
    return rhythm.read(tuple(utterances(blocks, language="en", limits=LIMITS)), how)


def paragraph(sentences: int, kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
    return Block(kind, " ".join([LINE] * sentences))


def test_the_first_sentence_of_a_paragraph_begins_highest_and_the_last_lowest() -> None:
    onsets = [each.onset_semitones for each in said(paragraph(4))]
    assert max(onsets) == onsets[0] > 0 > onsets[-1] == min(onsets)
    assert onsets[1] == onsets[2] == 0
    assert onsets[0] - onsets[-1] >= 1.5


def test_a_pause_grows_with_the_sentence_before_it_and_has_an_end() -> None:
    before = said(paragraph(2))[0]
    silences = [rhythm.silence_s(before, length_s) for length_s in (1, 4, 8, 12, 60)]
    assert silences == sorted(silences)
    assert silences[0] >= 0.2
    assert silences[-1] == silences[-2] <= 0.98


def test_a_paragraph_ends_with_a_longer_pause_than_a_sentence_and_the_lead_with_a_longer_one_yet() -> None:
    first, lead, _, other, *_ = said(paragraph(2), paragraph(2), paragraph(1))
    inside, after_lead, after_other = (rhythm.silence_s(each, 5.0) for each in (first, lead, other))
    assert inside < after_other < after_lead


def test_headlines_are_slower_and_higher() -> None:
    title, heading, text = said(Block(BlockKind.TITLE, "A title"), Block(BlockKind.HEADING, "A heading"), paragraph(1))
    assert title.rate < heading.rate < text.rate == 1.0
    assert title.onset_semitones > 0


@pytest.mark.parametrize("kind", [BlockKind.LABEL, BlockKind.ITEM, BlockKind.CODE, BlockKind.CAPTION, BlockKind.BYLINE])
def test_what_is_no_running_text_stays_as_it_is(kind: BlockKind) -> None:
    assert said(paragraph(3, kind)) == said(paragraph(3, kind), how=rhythm.FLAT)


def test_flat_changes_nothing() -> None:
    blocks = (Block(BlockKind.TITLE, "A title"), paragraph(3))
    assert said(*blocks, how=rhythm.FLAT) == tuple(utterances(blocks, language="en", limits=LIMITS))


def test_parts_of_one_sentence_have_no_longer_pause_and_begin_alike() -> None:
    long = ", ".join([LINE.rstrip(".")] * 12) + "."
    parts = said(Block(BlockKind.PARAGRAPH, long))
    assert len(parts) > 1
    assert len({each.onset_semitones for each in parts}) == 1
    assert all(each.pause_share == 0 for each in parts[:-1])


@given(st.lists(st.tuples(st.sampled_from(list(BlockKind)), st.text(max_size=200)), max_size=6))
def test_nothing_ever_leaves_what_was_measured_as_harmless(blocks: list[tuple[BlockKind, str]]) -> None:
    flat = tuple(utterances([Block(kind, text) for kind, text in blocks], language="en", limits=LIMITS))
    natural = rhythm.read(flat)
    assert [each.written for each in natural] == [each.written for each in flat]
    for each in natural:
        assert abs(each.onset_semitones) <= HARMLESS_SEMITONES
        assert 0.9 <= each.rate <= 1.1
        assert 0 < rhythm.silence_s(each, 1_000.0) <= 1.9


def test_pitch_moves_the_voice_and_what_would_harm_it_is_refused() -> None:
    engine = Neural()
    (voice,) = engine.voices()
    clips = {st: engine.speak(LINE, voice, Prosody(pitch_semitones=st), "en-US") for st in (-1.2, 0.0, 1.2)}
    rates = [_pitch_hz(clip.samples, clip.sample_rate_hz) for clip in clips.values()]
    assert rates[0] < rates[1] < rates[2]
    assert rates[2] / rates[0] == pytest.approx(2 ** (2.4 / 12), rel=0.03)
    assert len({len(clip.samples) for clip in clips.values()}) == 1
    with pytest.raises(EngineError, match="semitones"):
        engine.speak(LINE, voice, Prosody(pitch_semitones=2), "en-US")


def test_an_onset_is_heard_at_the_beginning_more_than_at_the_end() -> None:
    engine = Neural()
    (voice,) = engine.voices()
    flat, high = (engine.speak(LINE, voice, Prosody(onset_semitones=st), "en-US") for st in (0.0, 1.2))
    third = len(flat.samples) // 3
    begin, end = (
        _pitch_hz(high.samples[part], 24_000) / _pitch_hz(flat.samples[part], 24_000)
        for part in (slice(0, third), slice(-third, None))
    )
    assert begin > end > 1.0


def test_only_voices_that_intone_are_told_to(tmp_path: Path, settings: Settings) -> None:
    high = dataclasses.replace(said(paragraph(3))[0], onset_semitones=1.0)
    from narrator.engines import choice

    for name, intones in (("hibari", True), ("system", False)):
        with Synthesizer(choice.choose("en-US", name)[0], Prosody(), cache=Cache(tmp_path)) as synthesizer:
            assert bool(synthesizer._prosody(high).onset_semitones) is intones


def test_pauses_of_an_article_differ_and_are_the_same_each_time(settings: Settings, tmp_path: Path) -> None:
    def pauses(folder: str, how: str) -> list[int]:
        wanted = dataclasses.replace(settings, output=str(tmp_path / folder), rhythm=how)
        cues = narrate(SAMPLES / "news.html", wanted).timeline.cues
        return [after.start - before.end for before, after in itertools.pairwise(cues) if before.block == after.block]

    natural = pauses("a", "natural")
    assert np.std(natural) / 24_000 >= 0.12
    assert natural == pauses("b", "natural")
    assert np.std(pauses("c", "flat")) < np.std(natural)


def _pitch_hz(samples: np.ndarray, rate: int) -> float:
    """The median pitch of the louder frames, by autocorrelation."""
    frame, found = 1_200, []
    for start in range(0, len(samples) - frame, frame):
        wave = samples[start : start + frame].astype(float)
        if np.abs(wave).max() < 1_500:
            continue
        wave -= wave.mean()
        full = np.correlate(wave, wave, "full")[frame - 1 :]
        low, high = rate // 400, rate // 110
        lag = low + int(np.argmax(full[low:high]))
        if full[lag] > 0.5 * full[0]:
            found.append(rate / lag)
    return float(np.median(found))
