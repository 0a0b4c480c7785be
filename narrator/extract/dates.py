"""Dates as pages write them -> ISO 8601; what can be read two ways is not guessed at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from narrator.languages import tables

ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)")
FULL = re.compile(r"^\d{4}-\d{2}(?:-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?)?$")
COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?\d{4,6}Z?)?")
NUMERIC = re.compile(r"(?<![\d.])(\d{1,2})([./])\s?(\d{1,2})\2\s?((?:19|20)\d\d)(?!\d)")
DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|\.|º)?,?\s+(?:de\s+)?([^\W\d_]{3,12})\.?,?\s+(?:de\s+|del\s+)?((?:19|20)\d\d)(?!\d)"
)
MONTH_FIRST = re.compile(r"(?<![^\W\d_])([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)(?!\d)")
LONGEST = 200


def written(text: str) -> str | None:
    """The first date in a line, as ``YYYY-MM-DD``; None where there is none, or none that is sure.

    12.03.2026 is the twelfth of March, as a dot is written where the day goes first; 03/12/2026 is nobody's guess,
    25/03/2026 is read.
    """
    text = text[:LONGEST]
    if match := ISO.search(text):
        return _real(match[1], match[2], match[3])
    if match := MONTH_FIRST.search(text):
        return _real(match[3], months().get(match[1].casefold()), match[2])
    if match := DAY_FIRST.search(text):
        return _real(match[3], months().get(match[2].casefold()), match[1])
    if match := NUMERIC.search(text):
        first, mark, second, year = match.groups()
        day_first = mark == "." or int(first) > 12
        if not day_first and int(second) <= 12 and first != second:
            return None
        return _real(year, second, first) if day_first else _real(year, first, second)
    return None


def iso(text: str) -> str | None:
    """A date, or date and time, as precise as it is given: ISO 8601 as it stands, others by their day."""
    text = text.strip()
    if FULL.match(text) and _plausible(text):
        return re.sub(r"\s+(?=[+-]\d\d:?\d\d$|Z$)", "", text.replace(" ", "T", 1))
    return stamped(text) if text else None


def _plausible(text: str) -> bool:
    try:
        year = date.fromisoformat(text[:10] if len(text) >= 10 else text[:7] + "-01").year
    except ValueError:
        return False
    return 1900 < year < 2200


def stamped(text: str) -> str | None:
    """A date as metadata writes it: like ``written``, or eight digits."""
    match = COMPACT.fullmatch(text.strip())
    return _real(match[1], match[2], match[3]) if match else written(text)


def _real(year: str, month: str | int | None, day: str) -> str | None:
    try:
        return date(int(year), int(month or 0), int(day)).isoformat()
    except ValueError:
        return None


@lru_cache(maxsize=1)
def months() -> Mapping[str, int]:
    """The number of each month's name, in the languages that there are tables for."""
    return {
        form.casefold(): number
        for _, table in tables.all_of("months")
        for number, (name, short, variants) in enumerate(
            zip(table["names"], table["short"], table["variants"], strict=True), 1
        )
        for form in (name, *short, *variants)
    }
