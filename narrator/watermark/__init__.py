"""A watermark in the sound: it says that narrator made it, and which narration it is of.

``marked`` lays it over a stream of sound; ``detect`` finds it in a piece of any copy, from about eight seconds on, and
needs nothing but the key. What it can and cannot do is in docs/label.md.
"""

from collections.abc import Sequence

from narrator.model import Watermark
from narrator.settings import Settings
from narrator.watermark.detection import Found, detect
from narrator.watermark.keys import PUBLIC, SCHEME, Key, key, make
from narrator.watermark.marking import marked

__all__ = ["PUBLIC", "SCHEME", "Found", "Key", "detect", "key", "keys_of", "make", "mark_id", "marked", "number", "of"]

DIGITS = 8
"""Hex digits of a number of 32 bits."""


def keys_of(settings: Settings) -> tuple[Key, ...]:
    """The keys of the marks that a narration gets; empty for none.

    Raises:
        SettingsError: the file of a newsroom's own key cannot be read, or holds none.
    """
    if not settings.watermark:
        return ()
    return (PUBLIC,) if settings.watermark_key is None else (PUBLIC, key(settings.watermark_key))


def of(digest: str, keys: Sequence[Key]) -> Watermark | None:
    """The mark of a narration with that digest (hex); None without a key."""
    return Watermark(SCHEME, tuple(each.name for each in keys), digest[:DIGITS]) if keys else None


def mark_id(number: int) -> str:
    """The id of a mark that carries a number."""
    return f"{number:0{DIGITS}x}"


def number(mark_id: str) -> int:
    """The number that a mark with that id carries."""
    return int(mark_id, 16)
