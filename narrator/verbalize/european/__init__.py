"""German, French, Spanish, Ukrainian: numbers by num2words, all else by each language's table and grammar."""

from __future__ import annotations

from functools import lru_cache

from narrator import languages
from narrator.verbalize.european import amounts, dates, numbers, words
from narrator.verbalize.european.french import French
from narrator.verbalize.european.german import German
from narrator.verbalize.european.spanish import Spanish
from narrator.verbalize.european.tongue import Tongue
from narrator.verbalize.european.ukrainian import Ukrainian
from narrator.verbalize.rules import Rule

__all__ = ["bare", "rules"]

TONGUES: dict[str, type[Tongue]] = {"de": German, "fr": French, "es": Spanish, "uk": Ukrainian}


@lru_cache(maxsize=8)
def rules(language: str) -> tuple[Rule, ...]:
    """All rules of one of the four languages, the more specific first."""
    tongue = _tongue(language)
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


@lru_cache(maxsize=8)
def bare(language: str) -> tuple[Rule, ...]:
    """For what is too long to be a sentence: numbers and signs one by one."""
    tongue = _tongue(language)
    return (*words.web(tongue)[:1], *numbers.bare(tongue), *words.signs(tongue))


def _tongue(language: str) -> Tongue:
    return TONGUES[languages.primary(language)]()
