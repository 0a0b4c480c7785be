"""A finished narration: its label, its files, all that its manifest holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from narrator.model.article import Article, Block
from narrator.model.doubts import Doubt, Review
from narrator.model.speech import Clip, Voice
from narrator.model.timeline import Loudness, Timeline


@dataclass(frozen=True, slots=True)
class Watermark:
    """The mark in the sound of a narration."""

    scheme: str
    """Name and version of what marks look like."""
    keys: tuple[str, ...]
    """Names of the keys, never the keys: ``public``, and a newsroom's own."""
    id: str
    """The number that it carries, eight hex digits: the first of the narration's digest."""


@dataclass(frozen=True, slots=True)
class Label:
    """The AI disclosure of one narration: its wording and the layers that carry it."""

    text: str
    """The plain sentence, in ``language``."""
    language: str
    short: str
    """The reminder that is spoken in a long piece."""
    digital_source_type: str
    """The last part of the IPTC term; follows from the engines and sounds that were used."""
    spoken: bool = True
    signed: bool = True
    signer: str = ""
    """Who signed, as the certificate names it; empty where nobody did."""
    trusted: bool = False
    """Whether the signer was given by the user rather than made locally."""
    watermark: Watermark | None = None
    """None where the sound has none."""
    is_watermark_off: bool = False
    """Whether it was left out because the user said so, rather than by a narrator that had none yet."""


@dataclass(frozen=True, slots=True)
class AudioFile:
    """A finished file beside the manifest."""

    name: str
    """Relative to the manifest's folder."""
    media_type: str
    size: int
    """In bytes."""
    sha256: str
    """Hex."""
    sound_sha256: str = ""
    """Of audio: the hash of its encoded packets, which tags and signatures are no part of; else empty."""


@dataclass(frozen=True, slots=True)
class Narration:
    """What every caller gets, and what ``narration.json`` holds."""

    slug: str
    article: Article
    blocks: tuple[Block, ...]
    """What was spoken: the label, the headline, the byline, then the article's blocks."""
    voice: Voice
    words: int
    """Written words that were spoken."""
    files: tuple[AudioFile, ...]
    """Audio first, then captions, the page and what else was written."""
    timeline: Timeline
    loudness: Loudness
    label: Label
    pcm_sha256: str
    """Hex digest of the samples given to the encoder (int16, little endian, mono)."""
    digest: str
    """Of the source bytes, the settings, the lexicon and the recipe's version: what a rerun compares."""
    source_id: str
    """The id, minted once. It names the article, not its content: an edited one keeps its folder and its id."""
    created: str
    """ISO 8601, UTC."""
    generator: str
    """``narrator`` and its version."""
    doubts: tuple[Doubt, ...] = ()
    review: Review = Review()  # noqa: RUF009 -- frozen, so one may serve all
    keys: tuple[str, ...] = ()
    """What leads to the id, the key of the source that it was made of first; empty in manifests of narrator 0.1."""
    others: tuple[Voice, ...] = ()
    """Voices that speak beside ``voice``: for quotes, for headlines, for passages of other languages, for the label."""

    @property
    def voices(self) -> tuple[Voice, ...]:
        """All voices that are heard, the article's first."""
        return (self.voice, *self.others)


@dataclass(frozen=True, slots=True)
class Progress:
    """What the score tells whoever listens."""

    stage: str
    done: int
    total: int
    audio_s: float = 0.0
    """Seconds of sound made so far."""


Listener = Callable[[Progress], None]
"""What hears of the steps of a narration."""
Hearer = Callable[[Clip], None]
"""What hears the sound of a narration while it is made: pieces in order, int16 mono at one sample rate, the label
first, before mark, gain and limiter, which are known when all was spoken."""
