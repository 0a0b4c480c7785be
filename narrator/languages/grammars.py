"""The grammar that says what is written in a language; loaded with the first text of that language."""

from __future__ import annotations

import importlib
from functools import lru_cache
from importlib.util import find_spec
from typing import Protocol, cast

from narrator.languages import primary
from narrator.languages.rules import Rule, Rules, Step

PLAIN = "narrator.languages.common.plain"


class Grammar(Protocol):
    """What ``languages/<tag>/grammar`` has: a module, or a package."""

    def order(self, language: str) -> tuple[Step, ...]:
        """All rules for a tag, in their order."""
        ...

    def bare(self, language: str) -> tuple[Rule, ...]:
        """The rules for what is too long to be a sentence."""
        ...


def grammar(language: str) -> Grammar:
    """The grammar for a tag; a plain pass-through where the language has none."""
    name = f"narrator.languages.{primary(language)}.grammar"
    return cast(Grammar, importlib.import_module(name if has_grammar(language) else PLAIN))


@lru_cache(maxsize=64)
def steps(language: str) -> tuple[Step, ...]:
    """All rules for a tag in their order, with why it is that."""
    return grammar(language).order(language)


@lru_cache(maxsize=64)
def rules(language: str) -> Rules:
    """All rules for a tag, in the order of its grammar."""
    return Rules(rule for step in steps(language) for rule in step.rules)


@lru_cache(maxsize=64)
def bare_rules(language: str) -> Rules:
    """The rules for what is too long to be a sentence."""
    return Rules(grammar(language).bare(language))


def has_grammar(language: str) -> bool:
    """Whether a language has rules of its own."""
    folder = f"narrator.languages.{primary(language)}"
    return bool(primary(language)) and find_spec(folder) is not None and find_spec(f"{folder}.grammar") is not None
