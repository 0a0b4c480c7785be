"""The phonemes that hibari speaks, and the IPA that people write.

The alphabet is misaki's for American English (hexgrad/misaki, EN_PHONES.md): one letter a diphthong, as A in "day".
"""

from __future__ import annotations

from collections.abc import Mapping
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
