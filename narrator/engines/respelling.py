"""Phonemes as people who read no phonetic letters write them: ``kˈiv`` as "KEEV", ``uɹˈibA`` as "oo-REE-bay"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

VOWELS: Mapping[str, str] = MappingProxyType(
    {
        "ɜɹ": "ur",
        "əɹ": "er",
        "ɑɹ": "ar",
        "ɔɹ": "or",
        "A": "ay",
        "I": "eye",
        "O": "oh",
        "Q": "oh",
        "W": "ow",
        "Y": "oy",
        "i": "ee",
        "u": "oo",
        "ɑ": "ah",
        "a": "ah",
        "æ": "a",
        "ɛ": "eh",
        "ɪ": "ih",
        "ʊ": "uu",
        "ʌ": "uh",
        "ə": "uh",
        "ɜ": "ur",
        "ɔ": "aw",
        "ɒ": "o",
        "ᵊ": "uh",
        "ᵻ": "ih",
    }
)
"""The longer first."""
CONSONANTS: Mapping[str, str] = MappingProxyType(
    {"ʧ": "ch", "ʤ": "j", "ʃ": "sh", "ʒ": "zh", "θ": "th", "ð": "th", "ŋ": "ng", "ɡ": "g", "ɹ": "r", "j": "y"}
    | {"ɾ": "d", "T": "d", "ʔ": "", "ː": ""}
)
ONSETS = re.compile(r"(?:[bdfkptɡθ]?[ɹlwj]|[ptkmnlw]|s[ptkmnlw]?|.)?$")
"""The consonants before a vowel that are said with it: at the most two, as English words begin."""
SOUNDS = re.compile("|".join(VOWELS))


def respelled(phonemes: str) -> str:
    """The syllables, joined by hyphens, the stressed ones in capitals; words stay apart.

    Args:
        phonemes: in the letters of the English voices (``narrator.engines.phonemes.ALPHABET``).
    """
    return " ".join(filter(None, (_word(each) for each in phonemes.split())))


def _word(phonemes: str) -> str:
    found = list(SOUNDS.finditer(phonemes))
    if not found:
        return _spelt(phonemes)
    syllables, start, is_stressed = list[str](), 0, False
    for index, vowel in enumerate(found):
        following = found[index + 1].start() if index + 1 < len(found) else len(phonemes)
        onset = phonemes[start : vowel.start()]
        is_stressed = "ˈ" in onset
        between = phonemes[vowel.end() : following]
        cut = vowel.end() + _coda(between) if index + 1 < len(found) else len(phonemes)
        said = _spelt(onset) + VOWELS[vowel.group()] + _spelt(phonemes[vowel.end() : cut])
        syllables.append(said.upper() if is_stressed else said)
        start = cut
    return "-".join(syllables)


def _coda(between: str) -> int:
    """How many of the letters between two vowels end the first of their syllables."""
    bare = between.rstrip("ˈˌ")
    match = ONSETS.search(bare)
    return match.start() if match else len(bare)


def _spelt(letters: str) -> str:
    return "".join(CONSONANTS.get(each, "" if each in "ˈˌ" else each) for each in letters)
