"""Doubts: what a stage was not sure of; and whether an editor has looked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


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
    MORE_SHOWN = "extract.more-shown", Weight.WARNING
    """The page shows about as much prose that is not read as is read."""
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
    FOREIGN_PASSAGE = "voice.foreign-passage", Weight.WARNING
    """A passage is marked as of a language that no voice here speaks; the article's voice reads it."""
    LEAVES_MACHINE = "voice.leaves-machine", Weight.NOTE
    """The text is sent to a service, which speaks it."""
    ROBOTIC_VOICE = "voice.robotic", Weight.NOTE
    """The voice sounds like a machine, and a natural one could be added."""
    NAMES_GUESSED = "voice.names-guessed", Weight.NOTE
    """Names that are in no dictionary of the voice and in no lexicon: it says them by their spelling."""
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
    UNCHECKED = "sound.unchecked", Weight.WARNING
    """The recognizer ended or hung, and nothing was checked."""
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
    words: tuple[str, ...] = ()
    """The words that it is about, the most frequent first; empty where it is about no words."""


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
    is_account: bool = False
    """Whether ``by`` names a program's token or an account of a machine, as ``root``, and is not what a person gave:
    then no page says that an editor reviewed it."""
