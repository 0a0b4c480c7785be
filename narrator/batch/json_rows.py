"""JSON of tables and feeds, whole or broken -> its values; where it breaks off, what comes before is read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

BROKEN = object()
"""Stands where a text is no JSON."""
BETWEEN = re.compile(r"[\s,]*")
BEGINNING = re.compile(r'^[ \t]*(?=[{"\[])', re.MULTILINE)
END = re.compile(r"\]\s*\Z")
DEEPEST = 4
"""Objects within each other that are looked through for the list of articles."""


def whole(text: str) -> Any:
    """What a text says that is one value; None where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def parts(text: str) -> Iterator[Any]:
    """The values of a text that is no single one: objects a line or one after the other, or a list that breaks off.

    ``BROKEN`` stands where the text is none; what follows is read from the next line that begins like a value.
    """
    place = text.index("[") + 1 if text.lstrip().startswith("[") else 0
    decoder = json.JSONDecoder()
    while (place := _behind(text, place)) < len(text):
        try:
            value, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            if END.match(text, place):  # a comma behind the last one does no harm
                return
            value, place = BROKEN, _next(text, place)
        yield value


def after(text: str, begin: re.Pattern[str]) -> Iterator[Any]:
    """The values of a list that begins behind a pattern, up to where it breaks off."""
    found = begin.search(text)
    place = found.end() if found else len(text)
    decoder = json.JSONDecoder()
    while (place := _behind(text, place)) < len(text):
        try:
            value, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            return
        yield value


def listed(value: Any, is_row: Callable[[Any], bool]) -> list[Any]:
    """The rows of a value: those of the list in it that has the most of them, or the value itself.

    Args:
        value: a list, or an object with lists somewhere in it, or one row.
        is_row: whether a value names an article.
    """
    if isinstance(value, dict) and is_row(value):
        return [value]
    lists = list(_lists(value, DEEPEST))
    return max(lists, key=lambda rows: sum(map(is_row, rows)), default=[value])


def _lists(value: Any, deepest: int) -> Iterator[list[Any]]:
    if isinstance(value, list):
        yield value
    elif isinstance(value, dict) and deepest:
        if value and all(isinstance(each, dict) for each in value.values()):  # rows under their names
            yield list(value.values())
        for each in value.values():
            yield from _lists(each, deepest - 1)


def _behind(text: str, place: int) -> int:
    """The place behind spaces and commas."""
    found = BETWEEN.match(text, place)
    return found.end() if found else place


def _next(text: str, place: int) -> int:
    """The beginning of the next line that looks like a value; the end of the text where there is none."""
    line = text.find("\n", place)
    found = BEGINNING.search(text, line + 1) if line >= 0 else None
    return found.end() if found else len(text)
