"""A language without rules of its own: the text passes through clean, and the voice reads it."""

from __future__ import annotations

import re
from functools import lru_cache

from narrator.languages.rules import EMOJI, Rule


def bare(language: str) -> tuple[Rule, ...]:
    """The same for what is no sentence."""
    return rules(language)


@lru_cache(maxsize=1)
def rules(language: str) -> tuple[Rule, ...]:
    """Addresses lose their path; marks that nobody speaks are left out."""
    return (
        Rule("url", re.compile(r"\bhttps?://(?:www\.)?([\w.-]{1,253})(?:[/?#][^\s<>]*)?"), lambda m: m.group(1), ":"),
        Rule("emoji", EMOJI, lambda m: " "),
        Rule("silent", re.compile(r"[*_^|\\©®™•·●■►▶†‡`{}]+"), lambda m: " "),
    )
