"""A language without rules of its own: the text passes through clean, and the voice reads it.

Numbers are said where the language has a table of them (``numbers.toml``).
"""

from __future__ import annotations

import re
from functools import lru_cache

from narrator.languages import of, tables
from narrator.languages.common import counted
from narrator.languages.rules import EMOJI, Rule, Step


def bare(language: str) -> tuple[Rule, ...]:
    """The same for what is no sentence."""
    return tuple(rule for step in order(language) for rule in step.rules)


@lru_cache(maxsize=32)
def order(language: str) -> tuple[Step, ...]:
    """Addresses lose their path; marks that nobody speaks are left out."""
    web = Rule("url", re.compile(r"\bhttps?://(?:www\.)?([\w.-]{1,253})(?:[/?#][^\s<>]*)?"), lambda m: m.group(1), ":")
    signs = (
        Rule("minus", re.compile(r"−(?=\S)"), lambda m: "-", "−"),
        Rule("emoji", EMOJI, lambda m: " "),
        Rule("silent", re.compile(r"[*_^|\\©®™•·●■►▶†‡`{}]+"), lambda m: " "),
    )
    table = tables.table(language, "numbers")
    numbers = counted.rules(of(language).primary, table) if table else ()
    return (
        Step("web", "an address holds digits that the numbers would take", (web,)),
        Step("numbers", "their signs are no marks to leave out", numbers),
        Step("signs", "what stands beside no number and in no address", signs),
    )
