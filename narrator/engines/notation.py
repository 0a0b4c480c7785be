"""How a word is marked in a text for an engine: ``[word](/ipa/)`` has its phonemes, ``[word](:en)`` its language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from narrator.languages import primary
from narrator.model import Word

NOTED = re.compile(r"\[([^\]]*)\]\((/[^/]*/|:[A-Za-z-]+)\)")
"""A marked word, and what is said of it."""
MARKUP = str.maketrans({"[": " ", "]": " "})
"""What articles contain must not look like it."""
EDGES = re.compile(r"(\W*)(.*?)(\W*)", re.DOTALL)
"""Punctuation before a word, the word, punctuation behind it."""
WIDE = str.maketrans(
    dict(zip("、。，．：；？！「」『』（）《》【】〈〉·・〜～", ",.,.:;?!“”“”()“”“”“”  ——", strict=True))
)
"""Chinese and Japanese marks as those that Kokoro was taught."""
OPENING, CLOSING = "“(", ",.:;?!”)—…"
ACCENTS = re.compile("(?<=[A-Za-z])[\u0300-\u036f]+")
UNDIVIDED = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
)
"""Latin letters that Unicode does not part into a letter and its accent."""


def parted(word: str) -> tuple[str, str, str]:
    """The punctuation before a word, the word and the punctuation behind it, as they were written."""
    found = EDGES.fullmatch(word)
    return (found[1], found[2], found[3]) if found else ("", word, "")


def spaced(pieces: Iterable[str]) -> str:
    """Words and marks as Kokoro was taught them: a space before an opening mark and behind the others.

    Args:
        pieces: sounds of a word, or marks of ``OPENING`` or ``CLOSING``.
    """
    said = ""
    for each in pieces:
        if each[0] in OPENING:
            said = f"{said.rstrip()} {each}"
        else:
            said = f"{said.rstrip() if each[0] in CLOSING else said}{each} "
    return " ".join(said.split())


def unaccented(text: str) -> str:
    """Latin letters without their accents, for what reads only A to Z and would drop the others: café is cafe."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", ACCENTS.sub("", unicodedata.normalize("NFD", text.translate(UNDIVIDED))))


def text(words: Sequence[Word], language: str) -> str:
    """The words, those marked that have phonemes of their own or are of another language than ``language``."""
    return " ".join(_noted(word, language) for word in words).strip()


def _noted(word: Word, language: str) -> str:
    before, inner, after = (part.translate(MARKUP) for part in parted(word.text))
    if word.ipa:
        return f"{before}[{inner}](/{word.ipa.replace('/', '')}/){after}"
    if word.language and primary(word.language) != primary(language):
        return f"{before}[{inner}](:{word.language}){after}"
    return before + inner + after
