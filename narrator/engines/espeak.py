"""espeak-ng from its wheel, asked for phonemes in this process; its sound is made by ``system``."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SYNCHRONOUS = 2
UTF8 = 1
IPA = 0x02
TIED = 0x80
"""Sounds of several letters are tied by the character in the mode's upper bits."""
TIE = "^"
SWITCH = re.compile(r"\([^)]*\)")
"""How espeak-ng marks that it went on in another language: ``(en)``, tied ``(^e^n)``."""


def available() -> bool:
    """Whether the library's package is installed."""
    return find_spec("espeakng_loader") is not None


def phonemes(text: str, voice: str, *, tied: bool = False) -> str:
    """The IPA of a text without punctuation, its words parted by spaces; empty where espeak-ng has no such voice.

    A process that has called this can no longer start the system voice, which starts espeak-ng itself.

    Args:
        text: words alone: punctuation would end a clause, and is not given back.
        voice: a language as espeak-ng's files or names have it: ``fr``, ``roa/pt-br``.
        tied: whether letters of one sound, as of a diphthong, are joined by ``TIE``.
    """
    import ctypes

    library = _library()
    if library.espeak_SetVoiceByName(voice.encode()) != 0:
        return ""
    mode = IPA | (TIED | ord(TIE) << 8 if tied else 0)
    rest = ctypes.pointer(ctypes.c_char_p(text.replace("\0", " ").encode()))
    said = []
    while rest.contents.value:
        said.append((library.espeak_TextToPhonemes(rest, UTF8, mode) or b"").decode())
    return " ".join(SWITCH.sub("", " ".join(said)).split())


def languages() -> Path:
    """The folder with a file for each of espeak-ng's voices."""
    import espeakng_loader

    return Path(espeakng_loader.get_data_path()) / "lang"


@cache
def _library() -> Any:
    """The library, started once in a process."""
    import ctypes

    import espeakng_loader

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_Initialize(SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), 0)
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    return library
