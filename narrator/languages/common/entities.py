"""Entities of HTML that were left in a text: "You&#39;ve", "AT&amp;T"."""

from __future__ import annotations

import html
import re

from narrator.languages.rules import Rule

ENTITY = r"&(?:#\d{2,7}|#[xX][\da-fA-F]{2,6}|[A-Za-z]{2,8}\d{0,2});"


def rule(ampersand: str) -> Rule:
    """The word around an entity, with its character in its place.

    Args:
        ampersand: the language's word for a lone one.
    """

    def speak(match: re.Match[str]) -> str | None:
        said = html.unescape(match.group())
        if said == match.group() or len(said) > len(match.group()):
            return None
        return f" {ampersand} " if said == "&" else said.replace("<", " ").replace(">", " ")

    return Rule("entity", re.compile(rf"(?:[\w'’]{{0,40}}{ENTITY})+[\w'’]{{0,40}}"), speak, "& ;")
