"""Japanese as Kokoro's phonemes: Open JTalk reads the characters, a table says what each syllable sounds like."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from string import ascii_uppercase
from types import MappingProxyType
from typing import Any

from narrator.engines import english
from narrator.engines.notation import CLOSING, OPENING, WIDE, spaced, unaccented

PACKAGE = "pyopenjtalk"
PIECE = re.compile(r"(?s:.){1,800}(?:[。、!?\s]|$)|(?s:.){1,1000}")
"""What Open JTalk is given at once, to a mark where there is one: it takes 8,192 bytes, more as words."""
WHISPERED = dict.fromkeys(map(ord, "\u2019'"))
"""How Open JTalk marks a vowel without voice; Kokoro was taught no such mark."""
NASAL = (("m", "mpb"), ("ŋ", "kɡ"), ("ɲ", "ɲʨʥ"), ("n", "ntdɾzʣʦ"))
"""ン sounds like the consonant behind it: shimbun, ginkō, sannin."""
NAMES = (
    "エイ ビー シー ディー イー エフ ジー エイチ アイ ジェー ケー エル エム エヌ オー ピー キュー アール エス ティー "
    "ユー ブイ ダブリュー エックス ワイ ゼット"
)
"""Of the letters from A to Z, as Open JTalk has them."""
LETTERS: Mapping[str, str] = MappingProxyType(dict(zip(ascii_uppercase, NAMES.split(), strict=True)))


def missing() -> bool:
    """Whether what reads the characters is not installed."""
    return find_spec(PACKAGE) is None


def phonemes(text: str) -> str:
    """A text as Kokoro was taught Japanese: words apart, marks of punctuation kept.

    Args:
        text: Japanese, figures too: Open JTalk counts them (三本 is sambon), and knows their days and people.
    """
    # A held consonant is one with what follows: 行った is i-tta, whatever the grammar says of its parts.
    return spaced(_words(text)).replace("ʔ ", "ʔ")


def syllables(kana: str) -> str:
    """What katakana sound like, in Kokoro's letters.

    Args:
        kana: as they are said, with ー for a long vowel.
    """
    said, at = [], 0
    while at < len(kana):
        size = 2 if kana[at : at + 2] in _table() else 1
        said.append(_table().get(kana[at : at + size], ""))
        at += size
    sounds = "".join(said)
    for nasal, behind in NASAL:
        sounds = re.sub(f"N(?=[{behind}])", nasal, sounds)
    return sounds.replace("N", "ɴ")


def kana(text: str) -> str:
    """How a text is read, in katakana without marks or spaces."""
    said = (word["pron"] for word in _parsed(text) if word["mora_size"])
    return "".join(said).translate(WHISPERED)


def _words(text: str) -> Iterator[str]:
    """The sounds of each word, and the marks between them; what nobody says is left out."""
    for word in _parsed(text):
        written = unicodedata.normalize("NFKC", word["string"])
        if word["mora_size"]:
            sounds = syllables(word["pron"].translate(WHISPERED))
            said = english.phonemes(written).strip(CLOSING) if _is_spelt(written, word["pron"]) else sounds
        else:
            said = "".join(mark for mark in word["string"].translate(WIDE) if mark in OPENING + CLOSING)
        if said:
            yield said


def _is_spelt(written: str, pron: str) -> bool:
    """Whether Open JTalk names the letters of a word that it does not know: "OpenAI" is no short form, "NHK" is."""
    if not re.fullmatch("[A-Za-z]{3,}", written) or written.isupper():
        return False
    names = "".join(LETTERS[letter] for letter in written.upper())
    return _drawn_out(pron) == _drawn_out(names)


def _parsed(text: str) -> Iterator[Any]:
    """The words of a text as Open JTalk has them: how each is written and said."""
    import pyopenjtalk

    for piece in PIECE.finditer(unicodedata.normalize("NFKC", unaccented(text))):
        yield from pyopenjtalk.run_frontend(piece.group())


def _drawn_out(kana: str) -> str:
    """エイ and エー, two ways to write one sound, as one."""
    return re.sub("(?<=[エェケ])イ", "ー", kana)


@cache
def _table() -> Mapping[str, str]:
    lines = Path(__file__).with_name("kana.tsv").read_text(encoding="utf-8").splitlines()
    rows = dict(line.split("\t") for line in lines if not line.startswith("#"))
    return MappingProxyType({**rows, "ッ": "ʔ", "ー": "ː", "ン": "N"})
