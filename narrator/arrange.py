"""Clip lengths -> Timeline: pauses, reminders of the label, cues and chapters, in whole samples."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from narrator import rhythm
from narrator.model import (
    Block,
    BlockKind,
    Chapter,
    Clip,
    Cue,
    Notice,
    Place,
    Sentence,
    Timeline,
    Utterance,
    Word,
    WordTime,
)
from narrator.units import samples, seconds

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

LEAD_IN_S = 0.3
TAIL_S = 0.8
SOUND_GAP_S = 0.6
"""Between an intro and the label, the last sentence and an outro, around a reminder."""
FRAME_S = 0.01
QUIET = 0.04
"""Of the loudest frame (−28 dB): below it is a pause."""
PAUSE_FRAMES = 5
LEAD_FRAMES = 5
"""A sentence begins that long before its sound, as at the edge of a clip."""
USUAL_S = 0.3
"""A pause between sentences."""
UNSURE_S = 0.25
UNSURE_SHARE = 0.2
"""How far the shares of letters and of sound differ: always, and of the shorter side."""
UNLIKELY = 4.0
"""No pause is taken that fits worse than this: a voice may go on without one."""

Sound = tuple[str, int]
"""The key of a clip and its length in samples."""


@dataclass(frozen=True, slots=True)
class Said:
    """An utterance on the timeline."""

    utterance: Utterance
    start: int
    end: int
    """Half-open, in samples."""
    cuts: tuple[int, ...]
    """Where its second and later sentences begin, in samples of its clip."""
    word_ends: tuple[int, ...]
    """Of its words that are said, in samples of its clip; empty where the voice does not tell."""


class Arranger:
    """Places clips one after another as they come; afterwards it knows the timeline.

    Args:
        sample_rate_hz: of all clips.
        intro: played before everything.
        outro: played after everything.
        reminder: said at the first paragraph end after each ``reminder_every_s`` seconds.
        reminder_every_s: 0 for never.
    """

    def __init__(
        self,
        sample_rate_hz: int,
        *,
        intro: Sound | None = None,
        outro: Sound | None = None,
        reminder: Sound | None = None,
        reminder_every_s: float = 0.0,
    ) -> None:
        self.sample_rate_hz = sample_rate_hz
        self.intro, self.outro, self.reminder = intro, outro, reminder
        self._every = samples(reminder_every_s, sample_rate_hz) if reminder else 0
        self._at = 0
        self._reminded = 0
        self._places: list[Place] = []
        self._spoken: list[Said] = []

    def places(
        self, clips: Iterable[tuple[Utterance, str, Clip]], clip_of: Callable[[str], Clip]
    ) -> Iterator[tuple[Place, Clip]]:
        """Each clip with its place, in order, as the clips come.

        Args:
            clips: utterance, key and sound of each, in order.
            clip_of: the sound of an intro, outro or reminder.
        """
        if self.intro:
            yield self._extra(self.intro), clip_of(self.intro[0])
            self._at += samples(SOUND_GAP_S, self.sample_rate_hz)
        else:
            self._at += samples(LEAD_IN_S, self.sample_rate_hz)
        before: Utterance | None = None
        for utterance, key, clip in clips:
            if before is not None:
                yield from self._between(before, utterance, clip_of)
            yield self._placed(key, utterance, clip), clip
            before = utterance
        if self.outro:
            self._at += samples(SOUND_GAP_S, self.sample_rate_hz)
            yield self._extra(self.outro), clip_of(self.outro[0])
        self._at += samples(TAIL_S, self.sample_rate_hz)

    @property
    def length(self) -> int:
        """In samples, of all that was placed; of the whole once ``places`` has run out."""
        return self._at

    def timeline(self, blocks: Sequence[Block], reminder: str = "") -> Timeline:
        """The timeline, once ``places`` has run out.

        Args:
            blocks: what was spoken; headings begin chapters.
            reminder: the words of the reminder.
        """
        cues = tuple(_cues(self._spoken))
        chapters = tuple(_chapters(blocks, cues, self._at))
        return Timeline(self.sample_rate_hz, self._at, tuple(self._places), cues, chapters, self._notices(reminder))

    def _notices(self, text: str) -> tuple[Notice, ...]:
        said = (each for each in self._places if self.reminder and each.clip == self.reminder[0] and text)
        return tuple(Notice(text, each.start, each.start + each.length) for each in said)

    def _between(
        self, before: Utterance, after: Utterance, clip_of: Callable[[str], Clip]
    ) -> Iterator[tuple[Place, Clip]]:
        """The pause between two utterances, or a reminder in its place where one is due at a paragraph's end."""
        due = self._every and self._at - self._reminded >= self._every and before.block != after.block
        if due and self.reminder:
            self._at += samples(SOUND_GAP_S, self.sample_rate_hz)
            yield self._extra(self.reminder), clip_of(self.reminder[0])
            self._at += samples(SOUND_GAP_S, self.sample_rate_hz)
            self._reminded = self._at
        else:
            length_s = seconds(self._places[-1].length, self.sample_rate_hz)
            self._at += samples(rhythm.silence_s(before, length_s), self.sample_rate_hz)

    def _extra(self, sound: Sound) -> Place:
        return self._add(Place(sound[0], self._at, sound[1], None))

    def _placed(self, key: str, utterance: Utterance, clip: Clip) -> Place:
        place = self._add(Place(key, self._at, len(clip.samples), utterance.index))
        cuts, ends = _cuts(utterance, clip), _word_ends(utterance, clip)
        self._spoken.append(Said(utterance, place.start, place.start + place.length, cuts, ends))
        return place

    def _add(self, place: Place) -> Place:
        self._places.append(place)
        self._at += place.length
        return place


def _cuts(utterance: Utterance, clip: Clip) -> tuple[int, ...]:
    """Where the second and later sentences of an utterance begin in its clip, in samples.

    Between two sentences a voice pauses. Which pause it is follows from the share of the letters
    before it, held against the share of the sound that is not silence; a longer pause is likelier.
    """
    if len(utterance.sentences) < 2:
        return ()
    if ends := _word_ends(utterance, clip):
        words = _said_words(utterance)
        first = (
            next((i for i, w in enumerate(words) if w.start >= each.start), len(words)) for each in utterance.sentences
        )
        return tuple(ends[i - 1] if i else 0 for i in list(first)[1:])
    pauses, heard = _pauses(clip)
    step = samples(FRAME_S, clip.sample_rate_hz)
    whole = max(1.0, _letters(utterance, len(utterance.written)))
    found, at, before = list[int](), 0, -1.0
    for sentence in utterance.sentences[1:]:
        share = _letters(utterance, sentence.start) / whole
        if share != before:
            at, before = _begin(share, [each for each in pauses if each[0] * step >= at], heard, step), share
        found.append(min(at, len(clip.samples)))
    return tuple(found)


def _letters(utterance: Utterance, character: int) -> float:
    """The letters and digits said of the first ``character`` written ones; of a word that is cut, its share."""
    words = utterance.words or (Word(utterance.written, 0, len(utterance.written)),)
    shares = ((word, (character - word.start) / max(1, word.end - word.start)) for word in words)
    return sum(sum(map(str.isalnum, word.text)) * min(1.0, share) for word, share in shares if share > 0)


def _pauses(clip: Clip) -> tuple[list[tuple[int, int]], npt.NDArray[np.int64]]:
    """The pauses inside a clip, half-open, in frames, and how many frames before each are no silence."""
    import numpy as np

    frame = samples(FRAME_S, clip.sample_rate_hz)
    whole = clip.samples[: len(clip.samples) // frame * frame].reshape(-1, frame).astype(np.float32)
    level = np.sqrt(np.square(whole).mean(axis=1))
    loud = level > QUIET * level.max(initial=1.0)
    edges = np.flatnonzero(np.diff(np.concatenate(([True], loud, [True])).astype(np.int8)))
    spans = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=False)
    pauses = [(start, end) for start, end in spans if start > 0 and end < len(loud) and end - start >= PAUSE_FRAMES]
    return pauses, np.concatenate(([0], np.cumsum(loud)))


def _begin(share: float, pauses: Sequence[tuple[int, int]], heard: npt.NDArray[np.int64], step: int) -> int:
    """Where the sentence begins before which that share of the letters is said, in samples."""
    wanted, total = share * heard[-1], heard[-1]
    unsure = (UNSURE_S + UNSURE_SHARE * min(share, 1 - share) * total * FRAME_S) / FRAME_S

    def cost(pause: tuple[int, int]) -> float:
        return float(((heard[pause[0]] - wanted) / unsure) ** 2 - math.log((pause[1] - pause[0]) * FRAME_S / USUAL_S))

    best = min(pauses, key=cost, default=None)
    if best is None or cost(best) > UNLIKELY:
        return int(heard.searchsorted(wanted)) * step
    return max(best[0], best[1] - LEAD_FRAMES) * step


def _said_words(utterance: Utterance) -> list[Word]:
    """The words of which something is said: a dash that stands by itself is none."""
    return [word for word in utterance.words if any(map(str.isalnum, word.text))]


def _word_ends(utterance: Utterance, clip: Clip) -> tuple[int, ...]:
    """Where its words end, in samples of its clip; empty where the voice tells of other words, or of none."""
    return clip.word_ends if len(clip.word_ends) == len(_said_words(utterance)) else ()


def _cues(spoken: Iterable[Said]) -> Iterator[Cue]:
    """One cue a sentence: the parts of one long sentence are one, several in one clip are several."""
    held: Cue | None = None
    for said in spoken:
        edges = (said.start, *(said.start + cut for cut in said.cuts), said.end)
        times = _word_times(said)
        for sentence, begin, stop in zip(said.utterance.sentences, edges, edges[1:], strict=False):
            cue = _cue(said.utterance, sentence, begin, stop, times)
            if held is not None and held.sentence == cue.sentence:
                held = _merged(held, cue)
                continue
            if held is not None:
                yield held
            held = cue
    if held is not None:
        yield held


def _word_times(said: Said) -> list[tuple[Word, int, int]]:
    """The written words of an utterance with their times on the timeline; those that are said for one are one."""
    words, out = _said_words(said.utterance), list[tuple[Word, int, int]]()
    starts = (0, *said.word_ends[:-1])
    for word, start, end in zip(words, starts, said.word_ends, strict=False):
        before = out[-1] if out else None
        if before and (before[0].start, before[0].end) == (word.start, word.end):
            out[-1] = (before[0], before[1], said.start + end)
        elif word.end > word.start:
            out.append((word, said.start + start, said.start + end))
    return out


def _cue(utterance: Utterance, sentence: Sentence, start: int, end: int, times: Iterable[tuple[Word, int, int]]) -> Cue:
    text = utterance.written[sentence.start : sentence.end].strip()
    shift = sentence.block_start - sentence.start
    words = tuple(
        WordTime(begin, stop, word.start + shift, word.end + shift)
        for word, begin, stop in times
        if sentence.start <= word.start and word.end <= sentence.end
    )
    known = words if sentence.block_end - sentence.block_start == sentence.end - sentence.start else ()
    place = (utterance.block, sentence.block_start, sentence.block_end)
    return Cue(sentence.index, start, end, text, *place, known, utterance.voice)


def _merged(first: Cue, second: Cue) -> Cue:
    text = f"{first.text} {second.text}".strip()
    # Where one of two voices does not tell when its words are heard, the sentence has none: half of them would mislead.
    is_told = all(each.words or not any(map(str.isalnum, each.text)) for each in (first, second))
    words = (*first.words, *second.words) if is_told else ()
    voice = max(first, second, key=lambda each: each.end - each.start).voice
    return dataclasses.replace(first, end=second.end, text=text, block_end=second.block_end, words=words, voice=voice)


def _chapters(blocks: Sequence[Block], cues: Sequence[Cue], length: int) -> Iterator[Chapter]:
    """From the headline to the first heading, then heading by heading; none where there are no headings."""
    starts: dict[int, int] = {}
    for cue in cues:
        starts.setdefault(cue.block, cue.start)
    marks = [
        (block.text, starts[i]) for i, block in enumerate(blocks) if block.kind is BlockKind.HEADING and i in starts
    ]
    if not marks:
        return
    title = next((block.text for block in blocks if block.kind is BlockKind.TITLE), "") or blocks[0].text
    marks = [(title, 0), *marks]
    ends = [*(start for _, start in marks[1:]), length]
    for (name, start), end in zip(marks, ends, strict=True):
        if end > start:
            yield Chapter(name, start, end)
