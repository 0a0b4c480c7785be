"""The American and the British way of saying numbers, percent and the names of units."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from narrator.languages.en.grammar import numbers

Speak = Callable[[re.Match[str]], str | None]
DASH = r"\s?[-–—−]\s?"
FREE = r"(?<![\w.,$€£¥/-])"
"""No letter, digit, sign of money or half of a number stands before."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One of the two ways; rules are made for it."""

    british: bool = False

    def number(self, written: str) -> str:
        """A written number, whole or decimal, in words."""
        return numbers.spoken(written, british=self.british)

    def cardinal(self, value: int) -> str:
        """A whole number in words."""
        return numbers.cardinal(value, british=self.british)

    def ordinal(self, value: int) -> str:
        """An ordinal in words."""
        return numbers.ordinal(value, british=self.british)

    def year(self, value: int) -> str:
        """A year in words."""
        return numbers.year(value, british=self.british)

    def metric(self, name: str) -> str:
        """A unit's name: metres and litres where the reading is British."""
        return name.replace("meter", "metre").replace("liter", "litre") if self.british else name

    @property
    def percent(self) -> str:
        """The word behind a percentage."""
        return "per cent" if self.british else "percent"

    def says(self, speak: Callable[[re.Match[str], Reading], str | None]) -> Speak:
        """A rule's function, bound to this reading."""
        return lambda match: speak(match, self)


def after(words: str, speak: Speak) -> Speak:
    """The function, for matches behind one of some words: quicker than a look behind for each at every place.

    Args:
        words: a pattern of the words, in whole.
        speak: what is said there.
    """
    pattern = re.compile(rf"(?:^|[^\w])(?:{words})\s$")
    return lambda match: speak(match) if pattern.search(behind(match, 20)) else None


def behind(match: re.Match[str], longest: int = 40) -> str:
    """What stands before the match, the last ``longest`` characters of it."""
    return match.string[max(0, match.start() - longest) : match.start()]


def ahead(match: re.Match[str], longest: int = 40) -> str:
    """What follows the match, the first ``longest`` characters of it."""
    return match.string[match.end() : match.end() + longest]
