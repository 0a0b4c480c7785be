"""English, American and British: the rules of all categories, the more specific first."""

from __future__ import annotations

from functools import lru_cache

from narrator import languages
from narrator.languages.en.grammar import (
    alnum,
    cardinals,
    counts,
    dates,
    fractions,
    measures,
    money,
    names,
    percent,
    phones,
    places,
    ranges,
    romans,
    symbols,
    times,
    web,
    years,
)
from narrator.languages.en.grammar.reading import Reading
from narrator.languages.rules import Rule

__all__ = ["bare", "rules"]


@lru_cache(maxsize=4)
def rules(language: str) -> tuple[Rule, ...]:
    """All rules for a tag: ``en-GB`` and its kin read dates and numbers the British way."""
    reading = Reading(british=is_british(language))
    return (
        *web.RULES,
        *symbols.MARKUP,
        *ranges.early(reading),
        *alnum.EARLY,
        *symbols.BRACKETS,
        *phones.RULES,
        *dates.rules(reading),
        *places.ADDRESSES,
        *times.rules(reading),
        *names.RANKS,
        *cardinals.ordinals(reading),
        *money.rules(reading),
        *counts.RULES,
        *names.RULES,
        *places.RULES,
        *names.ENDINGS,
        *romans.RULES,
        *years.decades(),
        *percent.rules(reading),
        *measures.temperatures(reading),
        *measures.lengths(reading),
        *fractions.rules(reading),
        *measures.rules(reading),
        *fractions.POWER_RULES,
        *ranges.rules(reading),
        *alnum.RULES,
        *years.years(reading),
        *cardinals.rules(reading),
        *symbols.RULES,
    )


@lru_cache(maxsize=4)
def bare(language: str) -> tuple[Rule, ...]:
    """For what is too long to be a sentence: numbers and symbols one by one."""
    reading = Reading(british=is_british(language))
    return (*web.RULES, *cardinals.rules(reading), *symbols.RULES)


def is_british(language: str) -> bool:
    """Whether a tag means the reading that is not the American one."""
    return languages.of(language).region in ("GB", "IE", "AU", "NZ", "ZA", "IN")
