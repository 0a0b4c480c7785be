"""The rules of a language whose words stand in its ``spoken.toml``: numbers by num2words, all else by table and grammar."""

from __future__ import annotations

from collections.abc import Callable

from narrator.languages.common import amounts, dates, notation, numbers, words
from narrator.languages.common.tongue import Tongue
from narrator.languages.rules import Rule, Step


def order(tongue: Tongue) -> tuple[Step, ...]:
    """All rules of a language, in their order."""
    return (
        Step(
            "web", "an address holds dots, slashes and digits that later rules would read one by one", words.web(tongue)
        ),
        Step("telephones", "their groups look like thousands, dates and ranges", words.phones(tongue)),
        Step(
            "notation",
            "versions, coordinates, sets and opening hours hold stops, signs and hyphens of decimals and ranges",
            notation.rules(tongue),
        ),
        Step("first of the language", "what only this language has and a date or an amount would take", tongue.early()),
        Step("dates and times", "a day is also an ordinal, a year a number, an hour a decimal", dates.rules(tongue)),
        Step("amounts", "money, percent, units: a number with what stands beside it", amounts.rules(tongue)),
        Step(
            "short forms", "Roman numerals and abbreviations: their stop is no end of a sentence", words.rules(tongue)
        ),
        Step("last of the language", "ordinals, years, numbers before a noun: before the plain numbers", tongue.late()),
        Step("numbers", "scores, fractions, ranges, all other digits", numbers.rules(tongue)),
        Step("signs", "what stands beside no number that a rule knows", words.signs(tongue)),
    )


def grammar(
    tongue: Callable[[str], Tongue],
) -> tuple[Callable[[str], tuple[Step, ...]], Callable[[str], tuple[Rule, ...]]]:
    """The two functions that a language's ``grammar`` module has, ``order`` and ``bare``.

    Args:
        tongue: makes the language of a tag; called when the first rules are asked for.
    """
    return (lambda language: order(tongue(language))), (lambda language: bare(tongue(language)))


def bare(tongue: Tongue) -> tuple[Rule, ...]:
    """For what is too long to be a sentence: numbers and signs one by one."""
    return (*words.web(tongue)[:1], *numbers.bare(tongue), *words.signs(tongue))
