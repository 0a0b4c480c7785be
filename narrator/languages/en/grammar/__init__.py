"""English, American and British: the rules of all kinds, in an order that says why."""

from __future__ import annotations

from functools import lru_cache

from narrator import languages
from narrator.languages.en.grammar import (
    alnum,
    capitals,
    cardinals,
    chemistry,
    counts,
    dates,
    fractions,
    heteronyms,
    measures,
    money,
    names,
    percent,
    phones,
    places,
    proportions,
    ranges,
    romans,
    scaled,
    symbols,
    times,
    web,
    years,
)
from narrator.languages.en.grammar.reading import Reading
from narrator.languages.rules import Rule, Step

__all__ = ["bare", "order"]


@lru_cache(maxsize=4)
def order(language: str) -> tuple[Step, ...]:
    """All rules for a tag, in their order: ``en-GB`` and its kin read dates and numbers the British way."""
    reading = Reading(british=is_british(language))
    return (*_names_and_signs(reading), *_dates_and_money(reading), *_words(), *_numbers(reading))


def _names_and_signs(reading: Reading) -> tuple[Step, ...]:
    """What is one thing though it holds digits, stops and slashes."""
    return (
        Step("web", "an address holds dots, slashes and digits that later rules would read one by one", web.RULES),
        Step("markup", "a tag or a footnote's mark is nothing to read, whatever number stands in it", symbols.MARKUP),
        Step("pairs", "9/11, a 70-30 split, 7-6(4): else fractions, ranges and brackets", ranges.early(reading)),
        Step("named numbers", "Boeing 737-800, 401(k): else a range, a bracket", alnum.EARLY),
        Step("brackets", "[sic], (and), [3]: they may stand between a number and its noun", symbols.BRACKETS),
        Step("telephones", "their groups look like ranges, dates, decimals", phones.RULES),
    )


def _dates_and_money(reading: Reading) -> tuple[Step, ...]:
    """What is known by a word or a sign beside its number."""
    return (
        Step(
            "ratios, durations, marks",
            "1:10, a 4:32 clip, 18/20: else times of day and fractions",
            proportions.rules(reading),
        ),
        Step("dates", "a date's day and year are also ordinals, years, fractions and ranges", dates.rules(reading)),
        Step("addresses", "123 5th St.: a street's ordinal, a house's number; John 3:16 is no time", places.ADDRESSES),
        Step("times", "8.30 p.m. holds a decimal; 9-5 p.m. a range", times.rules(reading)),
        Step("numbered ranks", "1st Lt. holds an ordinal", names.RANKS),
        Step("ordinals", "21st is else a number and a unit, st for stone", cardinals.ordinals(reading)),
        Step("money", "$5m is no distance, $10-$15 no plain range", money.rules(reading)),
        Step("scaled counts", "2-3m viewers, 1M users: a letter is a scale, before it is a unit", scaled.RULES),
        Step("formulas", "H2SO4, NO2: before the letters with digits, which would join them", chemistry.RULES),
        Step("counts", "5m people, 500k: before the units, which would read meters", counts.RULES),
    )


def _words() -> tuple[Step, ...]:
    """Short forms of words and names."""
    return (
        Step("short forms before names", "Gen. and Miss. are titles before a name, else states", names.RULES),
        Step("places", "Ave. and St. with what stands beside them; states behind a comma", places.RULES),
        Step("other short forms", "Co., etc.: what is no title and no place", names.ENDINGS),
        Step("Roman numerals", "Charles III; before the letters, which would spell it", romans.RULES),
    )


def _numbers(reading: Reading) -> tuple[Step, ...]:
    """What is left of numbers, the more specific first."""
    return (
        Step("decades, quarters, spans of years", "the '80s, Q3 2025: else a number with letters", years.decades()),
        Step("percent", "2.4-3%: before plain ranges and decimals", percent.rules(reading)),
        Step("temperatures", "37°N, -5C: the degree is also a unit's part", measures.temperatures(reading)),
        Step("lengths of two units", "5ft 10in is one length, not two", measures.lengths(reading)),
        Step("fractions", "2 1/2 cups: with their unit, before the units alone", fractions.rules(reading)),
        Step("units", "60 mph: before letters behind a number", measures.rules(reading)),
        Step("powers", "10⁶; behind the units, which have powers of their own", fractions.POWER_RULES),
        Step("ranges", "5-10, 51-49: what is still two numbers", ranges.rules(reading)),
        Step("letters with digits", "F-16s, 5G: what is no unit and no range", alnum.RULES),
        Step("years", "four digits alone", years.years(reading)),
        Step("numbers", "all other digits", cardinals.rules(reading)),
        Step("words written alike", "lead and lead: after all that gives a word another form", heteronyms.RULES),
        Step("capital words", "which are spelt; behind the initials and codes that earlier rules know", capitals.RULES),
        Step("signs", "what stands beside no number that a rule knows", symbols.RULES),
    )


@lru_cache(maxsize=4)
def bare(language: str) -> tuple[Rule, ...]:
    """For what is too long to be a sentence: numbers and symbols one by one."""
    reading = Reading(british=is_british(language))
    return (*web.RULES, *cardinals.rules(reading), *symbols.RULES)


def is_british(language: str) -> bool:
    """Whether a tag means the reading that is not the American one."""
    return languages.of(language).region in ("GB", "IE", "AU", "NZ", "ZA", "IN")
