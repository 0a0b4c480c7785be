"""Where in the sound something is, in samples; how loud the sound is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where a clip stands on the timeline."""

    clip: str
    """The cache key of the clip."""
    start: int
    """In samples."""
    length: int
    """In samples."""
    utterance: int | None
    """Index of the utterance; None for an intro, an outro or a reminder of the label."""


@dataclass(frozen=True, slots=True)
class WordTime:
    """When a written word is heard."""

    start: int
    end: int
    """Half-open, in samples; the pause behind it is part of it."""
    block_start: int
    block_end: int
    """Half-open range in the text of the block."""


@dataclass(frozen=True, slots=True)
class Cue:
    """When a sentence is heard, and which written characters it is."""

    sentence: int
    start: int
    end: int
    """Half-open, in samples."""
    text: str
    """The sentence as written."""
    block: int
    block_start: int
    block_end: int
    """Half-open range in the text of the block."""
    words: tuple[WordTime, ...] = ()
    """Where the voice tells them; words that are said and not written are none."""
    voice: str = ""
    """Id of the voice that says most of it; empty for the narration's own."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the narration, begun by a heading."""

    title: str
    start: int
    end: int
    """Half-open, in samples."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What is said between two blocks and stands in none: a reminder of the label."""

    text: str
    start: int
    end: int
    """Half-open, in samples."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole sound in whole samples."""

    sample_rate_hz: int
    length: int
    places: tuple[Place, ...]
    cues: tuple[Cue, ...]
    chapters: tuple[Chapter, ...]
    notices: tuple[Notice, ...] = ()

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.length / self.sample_rate_hz


@dataclass(frozen=True, slots=True)
class Loudness:
    """Measured by ITU-R BS.1770-5 and EBU Tech 3342."""

    integrated_lufs: float
    """Of the file, as a meter shows it."""
    range_lu: float
    true_peak_dbtp: float

    @property
    def played_lufs(self) -> float:
        """As loud as it plays, which is what the setting ``loudness`` asks for and what people are told.

        A narration is mono: a player sends it to both loudspeakers, so that a file that measures −19 LUFS plays as loud
        as a stereo file of −16.
        """
        return self.integrated_lufs + 3.0
