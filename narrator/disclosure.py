"""The AI label: its wording in each language, and what kind of source the sound is. One place for every layer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from narrator.languages import tables
from narrator.model import Article, Doubt, DoubtKind, Label, Voice
from narrator.settings import Settings

IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
"""The vocabulary that the terms are of (IPTC NewsCodes, Digital Source Type)."""
COMPOSITE = "compositeWithTrainedAlgorithmicMedia"
NEURAL = "trainedAlgorithmicMedia"
FORMANT = "algorithmicMedia"
RECORDED = "digitalCapture"
AI_TERMS = (NEURAL, COMPOSITE, FORMANT, "compositeSynthetic")
"""IPTC's terms for what a machine made, whole or in part."""
AI_ADDRESSES = frozenset(
    {f"{scheme}{IPTC.removeprefix('http')}{term}" for scheme in ("http", "https") for term in AI_TERMS}
    | {"http://c2pa.org/digitalsourcetype/trainedAlgorithmicData"}
)
ARTIST = "AI voice"
TABLE = "label"
"""The file of a language's folder."""
ASSISTED, SYNTHETIC = "assisted", "synthetic"
"""The styles of the wording."""
SENTENCES = ("label", "short", "synthetic", "synthetic_short")
"""Of that file, what says AI."""


def label(
    language: str,
    source_types: Sequence[str],
    settings: Settings,
    can_read: Callable[[str, str], bool],
) -> tuple[Label, Doubt | None]:
    """The label of a narration, and what is not sure about it.

    It is said in the article's language, and in English where that has no wording, by a voice that speaks what it
    says, or not at all: English by a voice of another language is no plain notice to anybody.

    Args:
        language: of the article (BCP 47).
        source_types: the IPTC terms of every sound in it: the voice's, and those of an intro or outro.
        settings: the wording, its style, and the layers that are turned off.
        can_read: whether a voice is here that reads a text (first) of a language (second).
    """
    has_wording = bool(settings.label) or tables.table(language, TABLE) is not None
    text, short = _sentences(language, settings)
    own_language = language if has_wording else tables.FALLBACK
    is_readable = can_read(f"{text} {short}", own_language)
    made = Label(
        text=text,
        language=own_language,
        short=short,
        digital_source_type=source_type(source_types),
        spoken=settings.spoken_label and is_readable,
        signed=settings.sign,
    )
    return made, _doubt(made, language, settings, has_wording=has_wording)


def _sentences(language: str, settings: Settings) -> tuple[str, str]:
    """The label and its short form, in the style that is set; a publisher's own wording serves as both."""
    if settings.label:
        return settings.label.strip(), settings.label.strip()
    words = wording(language)
    long, short = ("label", "short") if settings.label_style == ASSISTED else (SYNTHETIC, f"{SYNTHETIC}_short")
    return words[long].strip(), words[short].strip()


def _doubt(made: Label, language: str, settings: Settings, *, has_wording: bool) -> Doubt | None:
    if not has_wording:
        text = f"there is no label in {language!r} yet: "
        if made.spoken:
            return Doubt(
                DoubtKind.LABEL_LANGUAGE, f"{text}an English voice says it, and files and page show it in English"
            )
        text += "files and page show it in English"
        if not settings.spoken_label:
            return Doubt(DoubtKind.LABEL_LANGUAGE, f"{text}; --label sets your own")
        return Doubt(DoubtKind.LABEL_UNSAID, f"{text}, and no voice here says it; --label sets your own")
    if settings.spoken_label and not made.spoken:
        text = f"no voice here reads the label ({made.language}): it is in the files and on the page, and is not said"
        return Doubt(DoubtKind.LABEL_UNSAID, text)
    return None


def source_type(types: Sequence[str]) -> str:
    """The IPTC term for sounds of these terms together.

    A recording of people mixed with a voice is a composite; of two kinds of machine the trained one counts.
    """
    kinds = set(types)
    if RECORDED in kinds:
        return COMPOSITE
    return FORMANT if kinds == {FORMANT} else NEURAL


def artist(article: Article, voices: Sequence[Voice]) -> str:
    """Who is heard, as lock screens, cars and podcast apps show it: "AI voice · The Courier"; or the voices' names.

    The words are the same in every language, as the mark of the European Union is, so that programs find them too.
    """
    return f"{ARTIST} · {article.site or names(voices)}"


def names(voices: Sequence[Voice]) -> str:
    """The names of voices, as lists show them: "heart, ff_siwis"."""
    return ", ".join(dict.fromkeys(voice.name for voice in voices))


def schema_address(term: str) -> str:
    """schema.org's own term for one of IPTC's (schema.org, IPTCDigitalSourceEnumeration)."""
    return f"https://schema.org/{term[:1].upper()}{term[1:]}DigitalSource"


def mark(language: str) -> str:
    """The two letters that stand for AI in a language, as ``AI`` or ``KI``: the mark of the EU's code of practice."""
    return str(wording(language)["mark"])


def source_type_address(term: str) -> str:
    """The whole IPTC address of a term."""
    return IPTC + term


def is_ai(address: str) -> bool:
    """Whether an address is a term for what a machine made: IPTC's or C2PA's own, to the letter.

    Another host's address that ends in the same word says nothing.
    """
    return address.strip() in AI_ADDRESSES


@lru_cache(maxsize=1)
def sentences() -> frozenset[str]:
    """All sentences of ours that say AI, in all languages: what may be left in a comment after tags were rewritten."""
    return frozenset(words[name] for _, words in tables.all_of(TABLE) for name in SENTENCES if name in words)


def meaning(language: str) -> str:
    """What "AI-assisted" means here, in one or two sentences; English where there is no wording."""
    return wording(language)["meaning"]


def reviewed(name: str, language: str) -> str:
    """That an editor reviewed the sound, and who: "Reviewed by an editor: Ada Example"; English where no wording is."""
    return wording(language)["reviewed"].format(name=name)


def wording(language: str) -> Mapping[str, str]:
    """The wording in a language (BCP 47); the English one where there is none."""
    return tables.own_or_english(language, TABLE)


def byline(name: str, language: str) -> str:
    """The byline as it is said: "By the harbor desk."; the name alone where the language has no wording."""
    words = tables.table(language, TABLE) or {}
    said = str(words.get("byline", "{name}")).format(name=name)
    return said if said.endswith(".") else said + "."
