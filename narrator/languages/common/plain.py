"""A language without rules of its own: the text passes through clean, and the voice reads it."""

from __future__ import annotations

import re
from functools import lru_cache

from narrator.languages.rules import EMOJI, Rule, Step


def bare(language: str) -> tuple[Rule, ...]:
    """The same for what is no sentence."""
    return order(language)[0].rules


@lru_cache(maxsize=1)
def order(language: str) -> tuple[Step, ...]:
    """Addresses lose their path; marks that nobody speaks are left out."""
    rules = (
        Rule("url", re.compile(r"\bhttps?://(?:www\.)?([\w.-]{1,253})(?:[/?#][^\s<>]*)?"), lambda m: m.group(1), ":"),
        Rule("minus", re.compile(r"−(?=\S)"), lambda m: "-", "−"),
        Rule("emoji", EMOJI, lambda m: " "),
        Rule("silent", re.compile(r"[*_^|\\©®™•·●■►▶†‡`{}]+"), lambda m: " "),
    )
    return (Step("signs", "there is no other kind", rules),)
