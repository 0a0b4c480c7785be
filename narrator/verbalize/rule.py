"""A rule: written characters that are read in another way than they are written.

A rule looks at the text as it is written, never at what another rule has made of it, so the
characters that a spoken word came from are simply those that its pattern matched.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

Reading = str | tuple[tuple[str, int | str], ...]
"""What is said: words for the entire match, or ``(words, group)`` pairs in the order of the text,
where the group of the pattern says which characters the words came from. The group ``INSERTED``
marks words that are said and not written."""

INSERTED = -1

LETTER = "letter"
"""In ``Rule.starts``: any word that is not all lower case, or that stands beside a digit or a symbol."""
DIGIT = "digit"
"""In ``Rule.starts``: the first digit of a number."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How the article is read."""

    language: str
    """BCP 47."""

    @property
    def british(self) -> bool:
        """Whether English is read the British way: everywhere but in North America and the Philippines."""
        region = self.language.replace("_", "-").lower().partition("-")[2].rpartition("-")[2]
        return region not in ("", "us", "ca", "ph", "pr", "latn")


@dataclass(frozen=True, slots=True)
class Rule:
    """One small rule of one category."""

    name: str
    """Stable and readable: ``category.what``, as ``money.scaled``."""
    starts: frozenset[str]
    """Where it is tried: ``DIGIT``, ``LETTER``, single symbols, and lower-case first words."""
    pattern: re.Pattern[str]
    """Matched at that place; bounded in length, so that no text can make it slow. It may look behind."""
    spoken: Callable[[re.Match[str], Manner], Reading | None]
    """What is said, or None where the rule does not apply after all."""


def rule(
    name: str,
    starts: str | tuple[str, ...] | frozenset[str],
    pattern: str,
    spoken: Callable[[re.Match[str], Manner], Reading | None],
) -> Rule:
    """A rule from its pattern's source, which may be laid out over lines (``re.VERBOSE``)."""
    first = frozenset((starts,)) if isinstance(starts, str) else frozenset(starts)
    return Rule(name, first, re.compile(pattern, re.VERBOSE), spoken)


def before(match: re.Match[str], length: int = 24) -> str:
    """What is written before a match, at most ``length`` characters."""
    return match.string[max(0, match.start() - length) : match.start()]


def after(match: re.Match[str], length: int = 24) -> str:
    """What is written after a match, at most ``length`` characters."""
    return match.string[match.end() : match.end() + length]
