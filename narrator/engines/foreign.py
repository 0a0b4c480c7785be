"""A word of another language in the letters of an English voice: espeak-ng says how it sounds.

espeak-ng is asked in a process of its own, which prints the phonemes: a process in which it was started can no longer
fork, as the system voice does for each utterance.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from narrator import languages
from narrator.engines import espeak
from narrator.engines.phonemes import ALPHABET, english

LIMIT_S = 10.0
NEAREST: Mapping[str, str] = MappingProxyType(
    {
        "ɑ̃": "ɑn",
        "ɔ̃": "On",
        "ɛ̃": "æn",
        "œ̃": "ʌn",
        "tɕ": "ʧ",
        "dʑ": "ʤ",
        "tʂ": "ʧ",
        "dʐ": "ʤ",
        "pf": "f",
        "aɪ": "I",
        "aʊ": "W",
        "ai": "I",
        "au": "W",
        "ɔø": "Y",
        "ɔy": "Y",
        "ɲ": "nj",
        "ʎ": "lj",
        "y": "u",
        "ʏ": "ʊ",
        "ø": "ɜɹ",
        "œ": "ɜɹ",
        "ç": "h",
        "x": "h",
        "χ": "h",
        "ɣ": "ɡ",
        "β": "b",
        "ɕ": "ʃ",
        "ʂ": "ʃ",
        "ʑ": "ʒ",
        "ʐ": "ʒ",
        "ʋ": "v",
        "ɨ": "ɪ",
        "ʲ": "j",
        "ɵ": "O",
        "ɾ": "ɹ",
        "ʀ": "ɹ",
        "a": "ɑ",
        "c": "k",
        "ɟ": "ɡ",
        "ɬ": "l",
        "ɭ": "l",
        "ʌ": "ʌ",
    }
)
"""Sounds that English has not, the longer first."""


@lru_cache(maxsize=256)
def sound(word: str, language: str) -> str:
    """The phonemes of a word in hibari's letters; empty where espeak-ng is not here or does not know the language.

    Args:
        word: or a phrase.
        language: BCP 47.
    """
    if not espeak.available():
        return ""
    command = [sys.executable, "-m", "narrator.engines.foreign", language]
    try:
        done = subprocess.run(command, input=word, capture_output=True, encoding="utf-8", timeout=LIMIT_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return nearest(done.stdout) if done.returncode == 0 else ""


def nearest(ipa: str) -> str:
    """IPA of any language in the letters that an English voice speaks."""
    ipa = espeak.SWITCH.sub("", ipa).replace("ː", "").replace("\u0361", "")
    for heard, spoken in NEAREST.items():
        ipa = ipa.replace(heard, spoken)
    ipa = re.sub(r"e(?=[^ˈˌ\s]*[bdfhjklmnpstvwzŋɡɹʃʒθð])", "ɛ", ipa)
    letters = english(ipa).replace("ɹɹ", "ɹ")
    return " ".join("".join(each for each in letters if each in ALPHABET).split())


def _ipa(word: str, language: str) -> str:
    """What espeak-ng makes of a word; empty for a language that it does not know."""
    spoken = languages.of(language)
    return next(filter(None, (espeak.phonemes(word, tag) for tag in (spoken.tag.lower(), spoken.primary))), "")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(_ipa(sys.stdin.buffer.read().decode("utf-8"), sys.argv[1]))
