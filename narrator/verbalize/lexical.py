"""What the lexicon takes of a text before any rule."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from narrator.verbalize.grammar import Claim


class _Entry(Protocol):
    """How a word is said; what is None or False does not apply."""

    @property
    def say(self) -> str | None: ...
    @property
    def spell(self) -> bool: ...
    @property
    def ipa(self) -> str | None: ...
    @property
    def language(self) -> str | None: ...


class _Found(Protocol):
    """An entry at a place of the text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def entry(self) -> _Entry: ...


class Pronunciations(Protocol):
    """What ``narrator.lexicon.Lexicon`` is to this stage."""

    def find(self, text: str) -> Iterable[_Found]:
        """The entries in a text, in its order, apart from each other."""
        ...


def taken(text: str, lexicon: Pronunciations) -> tuple[Claim, ...]:
    """The lexicon's claims on a text; an entry without a say-as or spelling is said as it is written."""
    return tuple(_claim(text[found.start : found.end], found) for found in lexicon.find(text))


def _claim(written: str, found: _Found) -> Claim:
    entry = found.entry
    said = entry.say or (" ".join(filter(str.isalnum, written)) if entry.spell else written)
    piece = (said, found.start, found.end)
    return Claim(found.start, found.end, (piece,), "lexicon", entry.ipa or None, entry.language or None)
