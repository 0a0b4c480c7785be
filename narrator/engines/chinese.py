"""Mandarin as Kokoro's phonemes: jieba parts the words, pypinyin reads them, a table has the sound of each syllable."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from narrator.engines import english
from narrator.engines.notation import CLOSING, OPENING, WIDE, spaced, unaccented

PACKAGES = ("pypinyin", "rjieba")
DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")
"""Figures that no rule said in words: one by one, so that none is lost."""
PIECE = re.compile(
    r"(?P<han>[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]+)"
    r"|(?P<latin>[A-Za-z](?:[A-Za-z' .&-]*[A-Za-z])?)"
    rf"|(?P<mark>[{OPENING}{CLOSING}])"
)


def missing() -> bool:
    """Whether one of the packages that read the characters is not installed."""
    return any(find_spec(each) is None for each in PACKAGES)


def phonemes(text: str) -> str:
    """A text as Kokoro was taught Mandarin: words apart, tones as arrows, marks of punctuation kept.

    Args:
        text: Chinese in characters of either kind, its figures in words; words in Latin letters are said in English.
    """
    return spaced(_pieces(text))


def syllables(text: str) -> str:
    """The syllables of a text in pinyin without tones; what is no Chinese character stays."""
    from pypinyin import lazy_pinyin

    return " ".join(lazy_pinyin(text.translate(DIGITS)))


def _pieces(text: str) -> Iterator[str]:
    """The sounds of each word, and the marks between them."""
    import rjieba

    for piece in PIECE.finditer(unaccented(text).translate(WIDE).translate(DIGITS)):
        if han := piece["han"]:
            yield from filter(None, map(_word, rjieba.cut(han)))
        elif latin := piece["latin"]:
            yield english.phonemes(latin).strip(CLOSING)
        else:
            yield piece["mark"]


def _word(word: str) -> str:
    """The syllables of a word, together."""
    from pypinyin import Style, lazy_pinyin

    heads = lazy_pinyin(word, style=Style.INITIALS, strict=True)
    tails = lazy_pinyin(word, style=Style.FINALS_TONE3, strict=True, neutral_tone_with_five=True)
    return "".join(map(_syllable, heads, tails))


def _syllable(head: str, tail: str) -> str:
    """One syllable; empty for a character that nobody knows how to read."""
    table = _table()
    final, tone = tail[:-1], tail[-1:]
    if tone not in table["tones"]:
        return ""
    if head in table["buzzed"]["initials"] and final in ("i", "-i"):
        end = table["buzzed"]["final"]
    else:
        end = table["finals"].get(final, "")
    return str(table["initials"].get(head, "") + end.replace("0", table["tones"][tone]))


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("pinyin.toml").read_text(encoding="utf-8"))
