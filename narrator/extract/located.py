"""A text found again on the page that it was taken from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrator.extract.pieces import Piece

LETTERS = re.compile(r"[\W_]+")
SURE = 30
"""Letters and digits from which a piece is found by itself; a shorter one only between its neighbours."""
SHINGLE = 24


def located(pieces: Sequence[Piece], whole: str) -> list[bool]:
    """Which pieces stand in a text: the long ones each by itself, the short ones between their neighbours."""
    text = letters(whole)
    names = [letters(each.text) for each in pieces]
    used = bytearray(len(text))
    starts = [-1] * len(pieces)
    at = 0
    for index, name in enumerate(names):
        if len(name) >= SURE:
            starts[index] = start = _found(name, text, at, used)
            if start >= 0:
                at = start + len(name)
                used[start:at] = b"\1" * (at - start)
    at = 0
    for index, name in enumerate(names):
        if starts[index] >= 0:
            at = starts[index] + len(name)
        elif 0 < len(name) < SURE:
            end = next((start for start in starts[index + 1 :] if start >= 0), len(text))
            starts[index] = start = text.find(name, at, end) if end > at else -1
            if start >= 0 and any(used[start : start + len(name)]):
                starts[index] = -1
            elif start >= 0:
                used[start : start + len(name)] = b"\1" * len(name)
                at = start + len(name)
    return [start >= 0 for start in starts]


def _found(name: str, text: str, at: int, used: bytearray) -> int:
    """Where a long piece stands that was not found before; as a whole or in more than half of its parts."""
    for begin in (at, 0):
        start = text.find(name, begin)
        if start >= 0 and not used[start]:
            return start
    if len(name) < 2 * SHINGLE or text.find(name) >= 0:
        return -1
    parts = [name[i : i + SHINGLE] for i in range(0, len(name) - SHINGLE + 1, SHINGLE)]
    starts = [start for part in parts if (start := text.find(part, at)) >= 0]
    return starts[0] if len(starts) > len(parts) / 2 and not used[starts[0]] else -1


def letters(text: str) -> str:
    """Letters and digits alone, in lower case."""
    return LETTERS.sub("", text.casefold())
