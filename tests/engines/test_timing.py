"""Word times: what the engines tell, and what becomes of them on the way to captions."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import numpy as np
import pytest

from narrator import arrange, verbalize
from narrator.cache import Cache
from narrator.engines import timing
from narrator.engines.kokoro import Kokoro
from narrator.engines.neural import Neural
from narrator.engines.worker import Worker
from narrator.model import Block, BlockKind, Clip, Prosody, Sentence, Utterance
from narrator.narrator import narrate
from narrator.publish import captions
from narrator.settings import Settings
from narrator.synthesize import Synthesizer, _joined, trimmed
from tests.bench.voices import sentences
from tests.conftest import SAMPLES


def onsets(clip: Clip) -> list[int]:
    """Where sound begins again after a pause of 80 ms or more, in samples."""
    hop = 120
    whole = len(clip.samples) // hop * hop
    level = np.abs(clip.samples[:whole].reshape(-1, hop).astype(float)).max(axis=1)
    quiet, found = 0, []
    for index, loud in enumerate(level > 0.02 * level.max()):
        if loud and quiet * hop >= 0.08 * clip.sample_rate_hz and index * hop > 0.5 * clip.sample_rate_hz:
            found.append(index * hop)
        quiet = 0 if loud else quiet + 1
    return found


@pytest.mark.parametrize(
    ("text", "phonemes", "ends", "words"),
    [
        ("It rained.", "ɪt ɹˈAnd.", range(11), (3 * 600, 10 * 600)),
        ("It — rained.", "ɪt — ɹˈAnd.", range(13), (5 * 600, 12 * 600)),
        ("It [rained](/ɹˈAnd/).", "ɪt ɹˈAnd.", range(11), (3 * 600, 10 * 600)),
        ("O'Hare", "O hˈɛɹ", range(8), ()),
        ("It rained.", "ɪt ɹˈAnd.", range(9), ()),
        ("", "", range(2), ()),
    ],
)
def test_words_end_where_the_next_begins(text: str, phonemes: str, ends: range, words: tuple[int, ...]) -> None:
    assert timing.word_ends(text, phonemes, list(ends)) == words


def test_hibaris_words_begin_where_their_sound_does() -> None:
    engine = Neural()
    (voice,) = engine.voices()
    lines = sentences("en")
    near = []
    for first, second in zip(lines[::2], lines[1::2], strict=True):
        text = engine.text(verbalize.words(f"{first.rstrip('.')}, {second[0].lower()}{second[1:]}", "en-US"), "en-US")
        clip = engine.speak(text, voice, Prosody(), "en-US")
        assert len(clip.word_ends) == len(timing.words(text))
        assert list(clip.word_ends) == sorted(clip.word_ends)
        assert clip.word_ends[-1] <= len(clip.samples)
        commas = [end for word, end in zip(timing.words(text), clip.word_ends, strict=True) if word.endswith(",")]
        near += [min(abs(end - onset) for onset in onsets(clip)) / 24 for end in commas if onsets(clip)]
    assert sum(each <= 100 for each in near) >= 0.88 * len(near) > 4


def test_kokoros_words_end_in_its_sound(kokoro: Kokoro) -> None:
    voice = kokoro.voices()[-1]
    text = "Le conseil a voté, puis le maire a parlé."
    clip = kokoro.speak(text, voice, Prosody(), "fr")
    assert len(clip.word_ends) == 9
    assert min(abs(clip.word_ends[3] - each) for each in onsets(clip)) < 0.1 * 24_000


def test_word_times_go_through_a_child_and_the_cache(tmp_path: Path) -> None:
    (voice,) = Neural().voices()
    with Worker("hibari") as worker:
        clip = worker.speak("It rained all day.", voice, Prosody(), "en-US", limit_s=60)
    assert len(clip.word_ends) == 4
    cache = Cache(tmp_path)
    cache.put("0" * 64, clip)
    kept = cache.get("0" * 64)
    assert kept is not None
    assert kept.word_ends == clip.word_ends
    assert np.array_equal(kept.samples, clip.samples)


def test_trimming_and_joining_move_the_words_with_the_sound() -> None:
    wave = np.concatenate([np.zeros(9_600), np.full(9_600, 8_000), np.zeros(12_000)]).astype(np.int16)
    clip = trimmed(Clip(wave, 24_000, (14_400, 31_200)))
    assert clip.word_ends == (14_400 - 8_400, len(clip.samples))
    both = _joined([clip, clip], 24_000)
    assert len(both.word_ends) == 4
    assert both.word_ends[1] == len(clip.samples) + 0.12 * 24_000
    assert both.word_ends[-1] == len(both.samples)
    assert _joined([clip, Clip(wave, 24_000)], 24_000).word_ends == ()


def said(written: str, ends: tuple[int, ...]) -> arrange.Arranger:
    sentence = (Sentence(0, len(written), 0, len(written), 0),)
    utterance = Utterance(
        0, 0, BlockKind.PARAGRAPH, written, "en-US", sentence, 0.3, words=verbalize.words(written, "en-US")
    )
    arranger = arrange.Arranger(24_000)
    list(
        arranger.places(
            [(utterance, "key", Clip(np.zeros(48_000, np.int16), 24_000, ends))],
            lambda key: Clip(np.zeros(0, np.int16), 24_000),
        )
    )
    return arranger


def test_words_that_are_said_for_one_written_word_are_one() -> None:
    written = "In 1969 it rained."
    spoken = [word.text for word in verbalize.words(written, "en-US")]
    assert spoken == ["In", "nineteen", "sixty-nine", "it", "rained."]
    timeline = said(written, (1_000, 2_000, 3_000, 4_000, 48_000)).timeline([Block(BlockKind.PARAGRAPH, written)])
    words = [
        (written[each.block_start : each.block_end], each.start - 7_200, each.end - 7_200)
        for each in timeline.cues[0].words
    ]
    assert words == [("In", 0, 1_000), ("1969", 1_000, 3_000), ("it", 3_000, 4_000), ("rained.", 4_000, 48_000)]


def test_a_voice_that_tells_of_other_words_tells_of_none() -> None:
    assert said("In 1969 it rained.", (1_000, 48_000)).timeline([]).cues[0].words == ()


def test_captions_carry_the_words_times_in_order() -> None:
    written = "R&D <b> rose in 1969."
    words = verbalize.words(written, "en-US")
    count = sum(any(map(str.isalnum, word.text)) for word in words)
    arranger = said(written, tuple(range(4_800, 4_800 * (count + 1), 4_800)))
    text = captions.vtt(arranger.timeline([]), blocks=[Block(BlockKind.PARAGRAPH, written)])
    stamps = re.findall(r"<(\d\d:\d\d:\d\d\.\d{3})>", text)
    assert stamps == sorted(set(stamps))
    assert len(stamps) >= 3
    plain = re.sub(r"<[\d:.]+>", "", text.splitlines()[-1])
    assert plain == "R&amp;D &lt;b&gt; rose in 1969."


def test_a_narration_has_the_times_of_its_words_and_subrip_where_it_is_asked_for(settings: Settings) -> None:
    wanted = dataclasses.replace(settings, voice="hibari", srt=True, format=("wav",))
    narration = narrate(SAMPLES / "post.md", wanted)
    with_words = [cue for cue in narration.timeline.cues if cue.words]
    assert len(with_words) >= 0.9 * len(narration.timeline.cues)
    for cue in with_words:
        written = narration.blocks[cue.block].text
        assert [each.start for each in cue.words] == sorted(each.start for each in cue.words)
        assert all(written[each.block_start : each.block_end].strip() for each in cue.words)
    folder = Path(settings.output, narration.slug)
    srt = (folder / f"{narration.slug}.srt").read_text(encoding="utf-8")
    assert re.match(r"1\n00:00:00,\d{3} --> 00:00:\d\d,\d{3}\n\S", srt)
    assert any(file.media_type == "application/x-subrip" for file in narration.files)
    assert re.search(r"<00:00:\d\d\.\d{3}>", (folder / f"{narration.slug}.vtt").read_text(encoding="utf-8"))


def test_parts_of_a_long_sentence_keep_their_words(tmp_path: Path) -> None:
    text = ", ".join(["the boats came back to the harbor in the rain"] * 9) + "."
    words = verbalize.words(text, "en-US")
    utterance = Utterance(
        0, 0, BlockKind.PARAGRAPH, text, "en-US", (Sentence(0, len(text), 0, len(text), 0),), 0.3, words=words
    )
    with Synthesizer(Neural().voices()[0], Prosody(), cache=Cache(tmp_path)) as synthesizer:
        clip = synthesizer.clip(utterance)
    assert len(clip.word_ends) == len(words)
    assert list(clip.word_ends) == sorted(clip.word_ends)
