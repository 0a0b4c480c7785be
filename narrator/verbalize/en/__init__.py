"""English, American and British: the rules of all categories, the more specific first."""

from __future__ import annotations

from functools import lru_cache

from narrator.verbalize.en import alnum, counts, dates, money, names, numbers, quantities, symbols, times, web
from narrator.verbalize.rules import Rule

__all__ = ["rules"]


@lru_cache(maxsize=4)
def rules(language: str) -> tuple[Rule, ...]:
    """All rules for a tag: ``en-GB`` and its kin read dates and numbers the British way."""
    british = is_british(language)
    return (
        *web.RULES,
        *symbols.BRACKETS,
        *quantities.PHONES,
        *dates.rules(british=british),
        *times.RULES,
        *names.ADDRESSES,
        *numbers.ordinals(british=british),
        *money.rules(british=british),
        *counts.RULES,
        *names.RULES,
        *dates.decades(),
        *quantities.rules(british=british),
        *alnum.RULES,
        *dates.years(british=british),
        *numbers.rules(british=british),
        *symbols.RULES,
    )


def is_british(language: str) -> bool:
    """Whether a tag means the reading that is not the American one."""
    parts = language.lower().replace("_", "-").split("-")
    return any(part in ("gb", "uk", "ie", "au", "nz", "za", "in") for part in parts[1:])
