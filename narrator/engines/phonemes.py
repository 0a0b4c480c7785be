"""The phonemes that hibari speaks, and the IPA that people write.

The alphabet is misaki's for American English (hexgrad/misaki, EN_PHONES.md): one letter a diphthong, as A in "day".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

ALPHABET = frozenset("AIOQWYabdfhijklmnpstuvwzæðŋɑɒɔəɛɜɡɪɹɾʃʊʌʒʔʤʧˈˌːθᵊᵻT ")
WRITTEN: Mapping[str, str] = MappingProxyType(
    {
        "t͡ʃ": "ʧ",
        "d͡ʒ": "ʤ",
        "tʃ": "ʧ",
        "dʒ": "ʤ",
        "eɪ": "A",
        "aɪ": "I",
        "oʊ": "O",
        "əʊ": "Q",
        "aʊ": "W",
        "ɔɪ": "Y",
        "ɚ": "əɹ",
        "ɝ": "ɜɹ",
        "g": "ɡ",
        "r": "ɹ",
        "'": "ˈ",
        "ʁ": "ɹ",
        "x": "k",
        ".": "",
        "ː": "",
        "ɫ": "l",
        "ɐ": "ə",
        "e": "A",
        "o": "O",
    }
)
"""What IPA writes and the alphabet does not, the longer first."""


def english(ipa: str) -> str:
    """IPA in hibari's own letters; what it has no letter for stays."""
    for written, letter in WRITTEN.items():
        ipa = ipa.replace(written, letter)
    return ipa


def foreign(ipa: str) -> str:
    """The characters that hibari does not speak, each once; empty where it speaks all."""
    return "".join(dict.fromkeys(each for each in english(ipa) if each not in ALPHABET))


TIED: Mapping[str, str] = MappingProxyType(
    {
        "a^ɪ": "I",
        "a^ʊ": "W",
        "e^ɪ": "A",
        "o^ʊ": "O",
        "ə^ʊ": "Q",
        "ɔ^ɪ": "Y",
        "d^z": "ʣ",
        "d^ʒ": "ʤ",
        "t^s": "ʦ",
        "t^ʃ": "ʧ",
        "dʒ": "ʤ",
        "tʃ": "ʧ",
    }
)
"""Sounds of two letters that Kokoro was taught as one (hexgrad/misaki, espeak.py)."""


def misaki(ipa: str) -> str:
    """IPA of any language, its double sounds tied by ``^`` or U+0361, in Kokoro's letters."""
    ipa = ipa.replace("\u0361", "^").replace("g", "ɡ")
    for tied, letter in TIED.items():
        ipa = ipa.replace(tied, letter)
    return ipa.replace("^", "").replace("-", "")


@cache
def kokoro() -> Mapping[str, int]:
    """Letter -> number, as Kokoro-82M's config.json has them; hibari, its pupil, carries the same table."""
    spec = find_spec("hibari")
    if spec is None or spec.origin is None:
        return {}
    table: dict[str, int] = json.loads((Path(spec.origin).parent / "assets" / "vocab.json").read_text("utf-8"))
    return MappingProxyType(table)
