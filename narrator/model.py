"""The types that travel between the stages, and nothing else.

All are frozen. A unit is in the name of a field or in its docstring: ``_s`` seconds,
``_hz`` hertz, ``_lufs`` loudness (ITU-R BS.1770), ``_dbtp`` true peak; lengths of sound
are whole samples, and seconds are derived from them, never stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Page:
    """A source as it was read: bytes, and what was declared about them."""

    source: str
    """What the user named: a path, an address, or ``-``."""
    body: bytes
    url: str | None = None
    """The address after redirects; None for what did not come from the web."""
    content_type: str = ""
    """``text/html``, ``text/markdown``, ``text/plain``; empty where nobody said."""
    encoding: str | None = None
    """The declared encoding; None where nobody said."""
    chapter: int | None = None
    """Of an e-book, the chapter that is asked for, from 1; None for the whole book."""


class MarkKind(StrEnum):
    """What a page says of some characters of a block; ``Mark.value`` is what stands in brackets."""

    SUB = "sub"
    SUP = "sup"
    EMPHASIS = "emphasis"
    STRONG = "strong"
    CODE = "code"
    LINK = "link"
    """(The address.)"""
    ABBR = "abbr"
    """(The full form.)"""
    QUOTE = "quote"
    STRUCK = "struck"
    FORMULA = "formula"
    """(Its source, as TeX or MathML.)"""
    LANGUAGE = "language"
    """(A BCP 47 tag.)"""


@dataclass(frozen=True, slots=True)
class Mark:
    """What the page knew of some characters of a block's text, beside the characters themselves."""

    start: int
    end: int
    """Half-open range in the text that the mark belongs to, in characters; marks of one text are properly nested."""
    kind: MarkKind
    value: str = ""
    """See ``MarkKind``; empty for kinds that need none."""


class BlockKind(StrEnum):
    """What a block is. The first three are narrator's own openings, never found in a page."""

    LABEL = "label"
    TITLE = "title"
    BYLINE = "byline"
    STANDFIRST = "standfirst"
    """The summary below the headline."""
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    ITEM = "item"
    TABLE = "table"
    CODE = "code"
    EMBED = "embed"
    NOTE = "note"
    CAPTION = "caption"
    FIGURE = "figure"
    """A picture with its caption; ``text`` is the caption."""
    FORMULA = "formula"
    """A formula that stands by itself; ``text`` is a linear form that can be read."""


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the article's structure, in reading order."""

    kind: BlockKind
    text: str
    """Written text without markup. A newline is a break that the page sets: between rows of a table, lines of code,
    of verse or of an address."""
    level: int = 0
    """Of a heading 1 to 6; of a list item its depth from 1; else 0."""
    language: str | None = None
    """BCP 47, where it differs from the article's."""
    number: int | None = None
    """Of an item of an ordered list, its number."""
    rows: tuple[tuple[str, ...], ...] = ()
    """Of a table, its cells row by row, the head first; ``text`` has cells joined by tabs."""
    is_headed: bool = False
    """Of a table, whether its first row is the head."""
    source: str = ""
    """Of an embedded post or a quote, who said it, where the page tells."""
    marks: tuple[Mark, ...] = ()
    """Ordered by start, the longer first; ranges are of ``text``."""
    image: Image | None = None
    """Of a figure, its picture."""
    is_read: bool = True
    """False for what the page shows and the voice leaves out, as a figure; such a block is no part of
    ``Article.text``."""


class Weight(IntEnum):
    """How much a doubt matters."""

    NOTE = 1
    """Good to know."""
    WARNING = 2
    """Somebody should look."""
    SEVERE = 3
    """Probably wrong; ``--strict`` makes it a failure."""


class DoubtKind(StrEnum):
    """What a stage was not sure of: ``stage.what``, with its weight. A closed list.

    A kind is added here with its weight; reports, the studio and ``--strict`` need nothing else.
    """

    weight: Weight

    def __new__(cls, value: str, weight: Weight = Weight.NOTE) -> DoubtKind:
        """A kind with its weight."""
        kind = str.__new__(cls, value)
        kind._value_ = value
        kind.weight = weight
        return kind

    REMARK = "any.remark", Weight.NOTE
    """A warning in words, as narrator 0.1.0 wrote them into manifests."""
    CHARSET_GUESSED = "extract.charset-guessed", Weight.NOTE
    """The source declares no charset; it was read as its bytes look."""
    CHARSET_MENDED = "extract.charset-mended", Weight.WARNING
    """The charset that the source declares is wrong, or text that was encoded twice was mended."""
    CANONICAL_WRONG = "extract.canonical-wrong", Weight.NOTE
    """The page gives an address as its own that is another site's, the front page, or another article's."""
    LETTERS_LOST = "extract.letters-lost", Weight.WARNING
    """Letters of the source could not be decoded."""
    EXTRACTORS_DISAGREE = "extract.disagrees", Weight.WARNING
    """Another extractor takes other parts of the page for the article."""
    WORD_COUNT = "extract.word-count", Weight.WARNING
    """The page counts far more or fewer words than are read."""
    PAYWALL = "extract.paywall", Weight.WARNING
    """The page says that the article is not free, and shows only its beginning."""
    SUSPECTED_LINE = "extract.suspected-line", Weight.NOTE
    """A line is read whose words are those of furniture, because nothing else on the page says so."""
    UNSAID = "extract.unsaid", Weight.WARNING
    """Something in a sentence could not be put into words, as a formula."""
    FIGURES_LEFT_OUT = "extract.figures-left-out", Weight.NOTE
    """Pictures are shown and not read."""
    OTHER_LANGUAGE = "extract.other-language", Weight.WARNING
    """The text is of another language than the source declares."""
    LEFT_OUT = "extract.left-out", Weight.WARNING
    """Something that the source shows and that cannot be said, as a formula or a picture of text."""
    UNKNOWN_VOICE_LANGUAGE = "voice.other-language", Weight.SEVERE
    """The voice that was asked for does not speak the article's language."""
    FOREIGN_SCRIPT = "voice.foreign-script", Weight.WARNING
    """Words in letters that the voice does not read: it spells or skips them."""
    GUESSED_SCRIPT = "voice.guessed-script", Weight.WARNING
    """The voice reads the language's letters by guess."""
    LEAVES_MACHINE = "voice.leaves-machine", Weight.NOTE
    """The text is sent to a service, which speaks it."""
    ROBOTIC_VOICE = "voice.robotic", Weight.NOTE
    """The voice sounds like a machine, and a natural one could be added."""
    OTHER_VOICE = "voice.replaced", Weight.WARNING
    """The voice that usually speaks a language cannot speak here; another one did."""
    SENTENCE_MISSING = "sound.missing", Weight.SEVERE
    """A sentence is not heard."""
    SENTENCE_DOUBLED = "sound.doubled", Weight.SEVERE
    """A sentence is heard twice."""
    SENTENCE_CUT_OFF = "sound.cut-off", Weight.SEVERE
    """The beginning or the end of a sentence is not heard."""
    SENTENCE_GARBLED = "sound.garbled", Weight.SEVERE
    """Something else is heard than a sentence says."""
    SENTENCE_OTHER_LANGUAGE = "sound.other-language", Weight.SEVERE
    """A sentence sounds like another language than it is written in."""
    SENTENCE_UNCLEAR = "sound.unclear", Weight.NOTE
    """The recognizer heard a sentence only in part."""
    UNHEARD = "sound.unheard", Weight.NOTE
    """The recognizer does not know the language, and nothing was checked."""
    LABEL_LANGUAGE = "label.other-language", Weight.WARNING
    """The label has no wording in the article's language."""
    LABEL_UNSAID = "label.unsaid", Weight.SEVERE
    """The label is not said: the language has no wording for it, or the voice cannot read it."""
    OPEN_KEY = "label.open-key", Weight.WARNING
    """Others on the machine can read the key that signs."""
    EDIT_UNUSED = "edit.unused", Weight.WARNING
    """What an editor decided fits nowhere any more, since the source changed."""
    FILE_LACKS = "file.lacks", Weight.NOTE
    """A format cannot carry something, as WAV no chapters."""

    @property
    def stage(self) -> str:
        """Where it comes from: extract, edit, text, voice, sound, label, file, or any."""
        return self.value.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that a stage did and is not sure of."""

    kind: DoubtKind
    text: str
    """One sentence for a producer: what was done and why it may be wrong."""
    block: int | None = None
    """Index of the block it is about: in ``Article.blocks`` of an article's doubt, in ``Narration.blocks`` of a
    narration's; None where it is about the whole."""
    start: int = 0
    end: int = 0
    """Half-open range in the block's text; empty where it is about the whole block."""
    at_s: float | None = None
    """Of the sound, where it is heard, in seconds from the start."""


class ReviewState(StrEnum):
    """Whether an editor must look before a narration is published."""

    NONE = "none"
    """Nobody asked for a review."""
    HELD = "held"
    """It waits for one; ``publish`` leaves it out."""
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Review:
    """Where a narration stands with its editor."""

    state: ReviewState = ReviewState.NONE
    by: str = ""
    """Who approved it; empty where nobody did."""
    at: str = ""
    """When, ISO 8601 in UTC; empty where nobody did."""


@dataclass(frozen=True, slots=True)
class Removed:
    """A line of the source that is not read, and why."""

    text: str
    rule: str
    """A short stable name, as ``consent-banner`` or ``related-teaser``."""
    before: int
    """The index of the block that it stood before; ``len(blocks)`` at the end."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that belongs to the article."""

    url: str
    credit: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """What will be read, what was cut, and what the page says about itself."""

    blocks: tuple[Block, ...]
    title: str = ""
    byline: str = ""
    site: str = ""
    url: str | None = None
    """The canonical address."""
    language: str = ""
    """BCP 47; empty where neither the page nor a detector could tell."""
    published: str | None = None
    """ISO 8601 date or date and time, as precise as the page tells; None rather than invented."""
    modified: str | None = None
    image: Image | None = None
    audio_url: str | None = None
    """The publisher's own audio, where the page names one."""
    section: str = ""
    """The part of the publication, as its page names it."""
    removed: tuple[Removed, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def text(self) -> str:
        """What is read as plain text, one block a paragraph, an empty line between; below a quote who said it."""
        read = (each for each in self.blocks if each.is_read)
        return "\n\n".join(f"{each.text}\n\n— {each.source}" if each.source else each.text for each in read)


@dataclass(frozen=True, slots=True)
class Details:
    """What the user says of one article, over what the source tells; None leaves it to the source."""

    title: str | None = None
    byline: str | None = None
    published: str | None = None
    """ISO 8601."""
    url: str | None = None
    slug: str | None = None
    """Names the folder and the files."""


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
    review: Review = Review()
    keys: tuple[str, ...] = ()
    """What leads to the id, the key of the source that it was made of first; empty in manifests of narrator 0.1."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What the score tells whoever listens."""

    stage: str
    done: int
    total: int
    audio_s: float = 0.0
    """Seconds of sound made so far."""
