"""Which language an article is in: as its page declares, where its text agrees."""

from __future__ import annotations

import re
from functools import lru_cache

from narrator import languages
from narrator.languages import scripts, tables
from narrator.model import Doubt, DoubtKind

SAMPLE = 4000
"""Characters of a text that are looked at."""
LEAST = 20
"""Letters below which nobody can say."""
SURE_WORDS = 40
SURE_SHARE = 0.2
APART = frozenset({"de", "en", "es", "fr", "hu", "it", "pl", "pt", "ro", "tr"})
"""Languages whose most frequent words are not a fifth of a text in another one. Bulgarian and Serbian share so many with
Russian, Afrikaans with Dutch, Estonian with Finnish, Slovak with Czech."""
STRANGE_SHARE = 0.04
"""Share of its most frequent words below which a text is hardly of a language; lists of names in it have 0.06."""
CHECKED_LETTERS = 300
"""Letters from which what a page declares is doubted: a headline and a name say little."""
CLOSE = (
    {"da", "nb", "nn"},
    {"hr", "sr", "bs", "sl", "sh"},
    {"id", "ms", "jv", "su"},
    {"es", "gl", "ast", "an", "ca", "pt", "oc"},
    {"fr", "oc", "wa", "br", "co", "it", "lij", "scn", "sc", "vec", "lmo", "fur", "rm"},
    {"de", "lb", "gsw", "nds", "bar", "yi"},
    {"nl", "af", "fy", "li", "vls", "nds"},
    {"bg", "mk"},
    {"ru", "be", "uk", "rue", "kk", "ky", "tt", "ba", "cv", "os", "mn", "sah", "kv", "udm", "tg"},
    {"cs", "sk"},
    {"hi", "mr", "ne", "sa", "kok", "bho", "mai"},
    {"ar", "fa", "ps", "ur", "ug", "ckb", "sd", "arz"},
    {"zh", "yue", "wuu", "lzh", "nan", "hak"},
    {"et", "fi"},
    {"tr", "az", "tk", "uz", "crh", "gag"},
    {"sv", "nb", "da", "nn", "fo", "is"},
    {"en", "sco", "jam", "pcm"},
    {"pl", "szl", "csb", "hsb", "dsb"},
)
"""Languages that a detector takes for each other; between two of them the page is believed, unless the most frequent words
say otherwise."""


def settled(declared: str, text: str) -> tuple[str, Doubt | None]:
    """The language of a text and what is not sure about it.

    Args:
        declared: what its page says (BCP 47); empty where it says nothing.
        text: of the article.
    """
    if not declared:
        return detected(text), None
    own = languages.primary(declared)
    sample = text[:SAMPLE]
    if sum(character.isalpha() for character in sample) < CHECKED_LETTERS and not _foreign(sample, declared):
        return declared, None
    other = _contradicting(own, sample, declared)
    if not other:
        return declared, None
    told = f"the page declares the language {declared}, its text is {other}; it is read as {other}"
    return other, Doubt(DoubtKind.OTHER_LANGUAGE, told)


def _foreign(text: str, tag: str) -> bool:
    """Whether most of a text stands in a script that the language is not written in."""
    found = scripts.shares(text)
    return bool(found) and sum(found.get(name, 0.0) for name in scripts.of_language(tag)) < 0.5


def _contradicting(own: str, text: str, declared: str) -> str:
    """The language that a text is in where that is surely another; else empty."""
    foreign = _foreign(text, declared)
    words = _words(text)
    ranked = _ranked(words)
    by_words = ranked[0][1] if ranked[0][0] > SURE_SHARE else ""
    share = next((share for share, name in ranked if name == own), None)
    if not foreign and share is not None and (by_words == own or (not by_words and share > STRANGE_SHARE)):
        return ""
    other = detected(text)
    if other in ("", own) or (by_words and other != by_words):
        return ""
    if foreign or share is not None:
        return other
    return other if by_words and not any({own, other} <= group for group in CLOSE) else ""


def detected(text: str) -> str:
    """The language of a text, as BCP 47; empty where there is too little of it.

    By its letters or its most frequent words where those leave no doubt; else by py3langid, whose model takes 0.4 s to load.
    """
    sample = text[:SAMPLE]
    if sum(character.isalpha() for character in sample) < LEAST:
        return ""
    if usual := "" if sample.isascii() else scripts.usual_language(sample):
        return usual
    words = _words(sample)
    shares = _ranked(words)
    (share, best), (second, _), *_ = shares
    if best in APART and len(words) >= SURE_WORDS and share > SURE_SHARE and share > 2 * second:
        return best
    from py3langid import classify

    return str(classify(sample)[0])


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.lower())


def _ranked(words: list[str]) -> list[tuple[float, str]]:
    """How much of a text the most frequent words of each language are, the most first."""
    return sorted(
        ((sum(map(known.__contains__, words)) / max(1, len(words)), name) for name, known in _frequent()), reverse=True
    )


@lru_cache(maxsize=1)
def _frequent() -> tuple[tuple[str, frozenset[str]], ...]:
    """The most frequent words of some languages."""
    return tuple((tag, frozenset(table["words"])) for tag, table in tables.all_of("frequent"))
