"""Fractions of one character, as ½."""

from __future__ import annotations

import unicodedata


def _vulgar() -> dict[str, tuple[int, int]]:
    """One-character fractions, top and bottom, as Unicode defines them."""
    found = {}
    for code in (*range(0xBC, 0xBF), *range(0x2150, 0x215F), 0x2189):
        top, _, bottom = unicodedata.normalize("NFKC", chr(code)).partition("\u2044")
        found[chr(code)] = (int(top), int(bottom))
    return found


VULGAR = _vulgar()
PART = f"(?P<part>[{''.join(VULGAR)}])"
