"""Signs that nobody says, and what is left when all rules had their turn."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from narrator.languages.rules import Rule

SILENT = "*_^|\\©®™℠•·●○■□▪▫◆◇★☆►▶◀▼▲†‡¦¬`´¨¯¸{}~‖"


def leftover(cardinal: Callable[[int], str]) -> tuple[Rule, ...]:
    """The last rules of a language: number characters by their value, money by its name, other signs in silence.

    Args:
        cardinal: a whole number in the language's words.
    """

    def speak(match: re.Match[str]) -> str | None:
        character = match.group()
        kind = unicodedata.category(character)
        if kind[0] == "N":
            value = unicodedata.numeric(character, -1)
            return f" {cardinal(int(value))} " if value >= 0 and value == int(value) else " "
        if kind == "Sc":
            return f" {unicodedata.name(character, '').lower().removesuffix(' sign')} "
        return " " if kind in ("So", "Sm", "Sk") or character in "¶|`" else None

    return (
        Rule(
            "leftover-row", re.compile(r"([^\x00-\x7f\u00c0-\u024f\u2010-\u2027\w])\1{2,}|[²³¹⁰-⁹]{3,}"), lambda m: " "
        ),
        Rule("leftover", re.compile(r"[^\x00-\x7f\u00c0-\u024f\u2010-\u2027]|[|`÷×]"), speak),
    )
