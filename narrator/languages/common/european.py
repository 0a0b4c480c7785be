"""The rules of a language whose words stand in its ``spoken.toml``: numbers by num2words, all else by table and grammar."""

from __future__ import annotations

from narrator.languages.common import amounts, dates, numbers, words
from narrator.languages.common.tongue import Tongue
from narrator.languages.rules import Rule


def rules(tongue: Tongue) -> tuple[Rule, ...]:
    """All rules of a language, the more specific first."""
    return (
        *words.web(tongue),
        *words.phones(tongue),
        *tongue.early(),
        *dates.rules(tongue),
        *amounts.rules(tongue),
        *words.rules(tongue),
        *tongue.late(),
        *numbers.rules(tongue),
        *words.signs(tongue),
    )


def bare(tongue: Tongue) -> tuple[Rule, ...]:
    """For what is too long to be a sentence: numbers and signs one by one."""
    return (*words.web(tongue)[:1], *numbers.bare(tongue), *words.signs(tongue))
