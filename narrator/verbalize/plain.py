"""A language without rules of its own: the text passes through clean, and the voice reads it."""

from __future__ import annotations

from narrator.verbalize.grammar import Grammar


def grammar(language: str) -> Grammar:
    """No rules: ``view`` has cleaned the text already."""
    return Grammar(())
