"""Marks of a text, as the text is cut, joined or shortened."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from narrator.model import Mark


def sliced(marks: Iterable[Mark], start: int, end: int) -> tuple[Mark, ...]:
    """The marks of a part of their text, with ranges in the part; those that do not touch it are gone.

    Args:
        marks: of the whole text.
        start: of the part in it.
        end: of the part, exclusive.
    """
    return tuple(
        Mark(max(mark.start, start) - start, min(mark.end, end) - start, mark.kind, mark.value)
        for mark in marks
        if mark.start < end and mark.end > start
    )


def moved(marks: Iterable[Mark], by: int) -> tuple[Mark, ...]:
    """The marks of a text that now begins so many characters later."""
    return tuple(Mark(mark.start + by, mark.end + by, mark.kind, mark.value) for mark in marks)


def ordered(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Marks by their start, the longer first, as ``Block.marks`` has them."""
    return tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end)))


def trimmed(text: str, marks: Sequence[Mark]) -> tuple[str, tuple[Mark, ...]]:
    """A text without white space at its ends, and its marks."""
    start = len(text) - len(text.lstrip())
    end = max(start, len(text.rstrip()))
    return text[start:end], sliced(marks, start, end)


def without(pattern: re.Pattern[str], text: str, marks: Sequence[Mark]) -> tuple[str, tuple[Mark, ...]]:
    """A text without what a pattern finds in it, and its marks; a mark of nothing else is gone."""
    gone = [match.span() for match in pattern.finditer(text) if match.end() > match.start()]
    if not gone:
        return text, tuple(marks)

    def place(at: int) -> int:
        return at - sum(min(at, end) - start for start, end in gone if start < at)

    kept = (Mark(place(mark.start), place(mark.end), mark.kind, mark.value) for mark in marks)
    return pattern.sub("", text), tuple(mark for mark in kept if mark.end > mark.start)
