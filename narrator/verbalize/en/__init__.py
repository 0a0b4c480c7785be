"""English, British and American: the rules by category, in the order in which they are tried."""

from __future__ import annotations

from narrator.verbalize.grammar import Grammar


def grammar(language: str) -> Grammar:
    """The rules of English."""
    return Grammar(())
