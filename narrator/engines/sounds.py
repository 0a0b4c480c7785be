"""What a text sounds like where its characters do not say it: two ways to write one thing compare by their sounds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from narrator.engines import chinese, japanese
from narrator.languages import primary

SOUNDS: Mapping[str, tuple[Callable[[], bool], Callable[[str], str]]] = MappingProxyType(
    {"ja": (japanese.missing, japanese.kana), "zh": (chinese.missing, chinese.syllables)}
)
"""Language -> whether what reads its characters is not installed, and what does."""


def of(text: str, language: str) -> str:
    """Japanese in kana, Chinese in syllables without tones; any other text, or one that nothing here reads, as it is.

    Args:
        text: in words.
        language: BCP 47.
    """
    missing, sounds = SOUNDS.get(primary(language), (lambda: True, str))
    return text if missing() else sounds(text)
