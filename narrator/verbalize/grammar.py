"""A language's rules, and the one walk over the text that applies them.

The walk goes from left to right and stops only where a rule can begin: at a number, a
symbol, a word that rules ask for. The first rule that matches there takes its
characters; the walk goes on behind them. So its time is linear in the text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from narrator.verbalize.rule import DIGIT, LETTER, Manner, Reading, Rule

_STOP = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")
_ODD = re.compile(
    r"[^\W\d_]*?[^\W\d_a-z][^\W\d_]|[^\W\d_]*(?:\d|[._/&+*=:@~#$^%][\w/]|-\d|[-.\w+&]{0,64}@)|[^\W\d_](?![^\W\d_])"
)
"""A word that any-word rules look at: capitals inside, a digit or a symbol beside it, or a single letter."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Characters of the view that a rule (or the lexicon) has taken, and what is said for them."""

    start: int
    end: int
    pieces: tuple[tuple[str, int, int], ...]
    """``(words, start, end)`` in the order of the text; an empty range for what is inserted."""
    rule: str
    ipa: str | None = None
    language: str | None = None


def _unchanged(text: str) -> str:
    return text


class Grammar:
    """The rules of one language, sorted by where they begin."""

    def __init__(self, rules: Iterable[Rule], *, prepare: Callable[[str], str] = _unchanged) -> None:
        """``rules`` in order of precedence; ``prepare`` maps a text to one of equal length before they see it."""
        self.rules = tuple(rules)
        self.prepare = prepare
        table: defaultdict[str, list[Rule]] = defaultdict(list)
        keys = {key for each in self.rules for key in each.starts}
        for each in self.rules:
            # A rule that any odd word may begin is also tried at the words that other rules name.
            named = each.starts | ({k for k in keys if _is_word(k)} if LETTER in each.starts else set())
            for key in named:
                table[key].append(each)
        self._table = {key: tuple(found) for key, found in table.items()}

    def claims(self, text: str, manner: Manner, taken: tuple[Claim, ...] = ()) -> Iterator[Claim]:
        """What the rules take of a text, in its order; ``taken`` (sorted, apart) is kept and handed through."""
        position, length = 0, len(text)
        fences = iter((*taken, Claim(length, length, (), "end")))
        fence = next(fences)
        while position < length:
            stop = _STOP.search(text, position)
            start = stop.start() if stop else length
            while start >= fence.start:
                if fence.rule == "end":
                    return
                yield fence
                start = position = max(position, fence.end)
                fence = next(fences)
                stop = None
            if stop is None:
                continue
            claim = self._claim(text, stop, manner, fence.start)
            position = claim.end if claim else stop.end()
            if claim:
                yield claim
        yield from (c for c in (fence, *fences) if c.rule != "end")

    def _claim(self, text: str, stop: re.Match[str], manner: Manner, limit: int) -> Claim | None:
        for each in self._rules_at(text, stop):
            match = each.pattern.match(text, stop.start())
            if match is None or match.end() > limit or match.end() == match.start():
                continue
            reading = each.spoken(match, manner)
            if reading is not None:
                return Claim(match.start(), match.end(), pieces(match, reading), each.name)
        return None

    def _rules_at(self, text: str, stop: re.Match[str]) -> tuple[Rule, ...]:
        found = stop[0]
        if not found[0].isalpha():
            return self._table.get(DIGIT if found[0].isdigit() else found[0], ())
        rules = self._table.get(found.casefold())
        if rules is None and _is_odd(text, stop):
            rules = self._table.get(LETTER)
        return rules or ()


def _is_word(key: str) -> bool:
    return key not in (DIGIT, LETTER) and key[0].isalpha()


def _is_odd(text: str, stop: re.Match[str]) -> bool:
    return _ODD.match(text, stop.start()) is not None


def pieces(match: re.Match[str], reading: Reading) -> tuple[tuple[str, int, int], ...]:
    """A rule's reading with the characters each part of it came from."""
    if isinstance(reading, str):
        return ((reading, *match.span()),)
    found: list[tuple[str, int, int]] = []
    last = match.start()
    for words, group in reading:
        span = (last, last) if group == -1 else match.span(group)
        found.append((words, *span))
        last = span[1]
    return tuple(found)
