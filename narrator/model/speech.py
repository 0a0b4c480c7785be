"""What is said: words, sentences and utterances; voices, and the sound of one utterance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from narrator.model.article import BlockKind, Mark

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Word:
    """A spoken word and the written characters it came from."""

    text: str
    """What the engine is given, with its punctuation."""
    start: int
    end: int
    """Half-open range in ``Utterance.written``; empty (start == end) for a word that is said and not written."""
    ipa: str | None = None
    language: str | None = None
    """BCP 47, where the lexicon says that the word is of another language."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an utterance: what a caption shows and a page highlights."""

    start: int
    end: int
    """Half-open range in ``Utterance.written``."""
    block_start: int
    block_end: int
    """Half-open range in the text of its block."""
    index: int
    """Counts the sentences of the whole narration; two utterances cut from one long sentence share it."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """The unit of synthesis and of the cache: usually one sentence.

    A sentence over the engine's limit becomes several utterances; very short sentences
    of one block share one.
    """

    index: int
    block: int
    """Index of its block in the narration's blocks (the label, the headline and the byline come first)."""
    kind: BlockKind
    written: str
    language: str
    """BCP 47."""
    sentences: tuple[Sentence, ...]
    pause_s: float
    """Silence after it, in seconds."""
    pause_share: float = 0.0
    """Of the length of its sound, added to that silence."""
    rate: float = 1.0
    """Pace, as a share of the narration's."""
    onset_semitones: float = 0.0
    """How much higher than usual it begins, where the voice intones."""
    is_apart: bool = False
    """Whether it is spoken in two parts, since a recognizer did not understand the whole."""
    announce: str = ""
    """Said before ``written`` and not part of it: the number of a list item, who is quoted."""
    words: tuple[Word, ...] = ()
    """Empty until verbalized."""
    marks: tuple[Mark, ...] = ()
    """Those of its block, their ranges in ``written``."""
    voice: str = ""
    """Id of the voice that says it; empty for the narration's own."""

    @property
    def spoken(self) -> str:
        """The spoken words, joined by spaces."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Edit:
    """What an editor wants said for one utterance."""

    index: int
    """Of the utterance."""
    written: str
    """Its written text, spaces collapsed: shows whether the edit belongs to this article."""
    said: str | None = None
    """What to say; empty for nothing, None for what the rules make of it."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice that an installed engine has."""

    id: str
    """``engine:name``, as ``hibari:heart`` or ``system:gmw/en-us``."""
    engine: str
    name: str
    languages: tuple[str, ...]
    """BCP 47, the best first."""
    sample_rate_hz: int
    licence: str
    digital_source_type: str
    """The last part of the IPTC term, as ``trainedAlgorithmicMedia``."""
    scripts: tuple[str, ...] = ()
    """Scripts (ISO 15924) whose letters it reads as words; empty: those that its languages are written in."""
    provider: str = ""
    """Who speaks where it is not this machine: the service's host and model; else empty."""
    options: tuple[tuple[str, str], ...] = ()
    """What the engine of a service has to know, by name: its address, its model; never a key."""
    guessed: tuple[str, ...] = ()
    """Those of them that it reads by guess, as Arabic, whose vowels are not written."""


def voice_ids(voices: Iterable[Voice]) -> str:
    """The ids of voices in one line: "hibari:heart, kokoro:am_fenrir"."""
    return ", ".join(each.id for each in voices)


@dataclass(frozen=True, slots=True)
class Prosody:
    """How a voice speaks."""

    rate: float = 1.0
    """1.0 is the voice's own pace; 0.5 to 2.0."""
    pitch_semitones: float = 0.0
    """−12 to 12; an engine without pitch refuses anything but 0."""
    volume_db: float = 0.0
    onset_semitones: float = 0.0
    """Added to the pitch where a sentence begins, less and less to its end; 0 for an engine that does not intone."""


@dataclass(frozen=True, slots=True)
class Clip:
    """Mono sound, quantised once at the engine's door."""

    samples: npt.NDArray[np.int16]
    """Shape (n,)."""
    sample_rate_hz: int
    word_ends: tuple[int, ...] = ()
    """In samples, of each word, where it and the pause behind it end; empty where the engine cannot tell."""

    @classmethod
    def of(cls, body: bytes | bytearray | memoryview, sample_rate_hz: int, word_ends: Iterable[int] = ()) -> Clip:
        """The clip of samples as they travel and are kept: int16, little endian; the memory is shared."""
        import numpy as np

        return cls(np.frombuffer(body, "<i2").astype(np.int16, copy=False), sample_rate_hz, tuple(word_ends))

    @property
    def body(self) -> memoryview:
        """The samples as they travel and are kept, without a copy where the machine is little endian too."""
        return self.samples.astype("<i2", copy=False).view("u1").data
