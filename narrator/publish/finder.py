"""Finds the sentences of a narration in a page that knows nothing of it: ``player/finder.js`` in Python.

A sentence is found whole, at the bounds of a sentence of the page, in the order of the narration, or not at all.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from narrator.publish.embed import FORMULA
from narrator.publish.pagetext import PageText, plain_text, without_spare

FORMULA_LETTERS = 400
LETTERS_A_GAP = 40
Place = tuple[int, int]
"""Half-open, in letters of the page."""


@dataclass(frozen=True, slots=True)
class _Link:
    """A place of a cue at the end of the best chain of places before it."""

    cue: int
    start: int
    end: int
    value: float
    previous: _Link | None


def places(text: PageText, cues: Sequence[Mapping[str, str]]) -> list[Place | None]:
    """The place of each cue in a page, or None.

    Args:
        text: of the page.
        cues: what selects each, as ``embed.quotes`` gives it.
    """
    variants = [(text.text, None), *([without_spare(text.text, text.spare)] if any(text.spare) else [])]
    every = [_occurrences(variants, _parts(cue)) for cue in cues]
    fitting = []
    for number, (cue, found) in enumerate(zip(cues, every, strict=True)):
        before = {end for _, end in every[number - 1]} if number else set()
        after = {start for start, _ in every[number + 1]} if number + 1 < len(every) else set()
        fits = text.is_word if "name" in cue else _bounds(text, before, after)
        fitting.append([place for place in found if fits(*place)])
    return _chosen(fitting)


def _parts(cue: Mapping[str, str]) -> list[str]:
    quote = cue.get("quote") or cue.get("name") or ""
    return [part for part in map(plain_text, quote.split(FORMULA)) if part]


def _occurrences(variants: Sequence[tuple[str, list[int] | None]], parts: Sequence[str]) -> list[Place]:
    """Everywhere that the parts of a sentence stand one after another."""
    found: dict[Place, None] = {}
    for text, kept in variants if parts else ():
        start = text.find(parts[0])
        while start >= 0:
            end: int | None = start + len(parts[0])
            for part in parts[1:]:
                following = text.find(part, end) if end is not None else -1
                near = end is not None and following >= 0 and following - end <= FORMULA_LETTERS
                end = following + len(part) if near else None
            if end is not None:
                found[(start, end) if kept is None else (kept[start], kept[end - 1] + 1)] = None
            start = text.find(parts[0], start + 1)
    return list(found)


def _bounds(text: PageText, before: set[int], after: set[int]) -> Callable[[int, int], bool]:
    """Whether a place begins and ends as a sentence of the page does, or where a neighbour may stand."""

    def is_bounded(start: int, end: int) -> bool:
        return (text.can_open(start) or start in before) and (text.can_open(end) or end in after)

    return is_bounded


def _chosen(every: Sequence[Sequence[Place]]) -> list[Place | None]:
    """One place for as much text as can be in order, and no farther spread than it must be."""
    best = _Best(sorted({end for found in every for _, end in found}))
    last: list[_Link] = []
    for number, found in enumerate(every):
        links = [_linked(number, place, best, last) for place in found]
        for link in links:
            best.put(link)
        last = links
    chosen: list[Place | None] = [None] * len(every)
    at: _Link | None = max(best.links, key=lambda each: each.value - each.end / LETTERS_A_GAP, default=None)
    while at is not None:
        chosen[at.cue] = (at.start, at.end)
        at = at.previous
    return chosen


def _linked(number: int, place: Place, best: _Best, last: Sequence[_Link]) -> _Link:
    start, end = place
    chains: list[tuple[float, _Link | None]] = [(start / LETTERS_A_GAP, None)]
    if (before := best.up_to(start)) is not None:
        chains.append((before.value, before))
    chains += [(link.value + 2, link) for link in last if link.end == start][:1]
    value, previous = max(chains, key=lambda chain: chain[0])
    return _Link(number, start, end, value + (end - start) * (1 + 1 / LETTERS_A_GAP), previous)


class _Best:
    """The most valuable chain that ends at or before a place (a Fenwick tree of maxima)."""

    def __init__(self, ends: list[int]) -> None:
        self._ends = ends
        self._tree: dict[int, _Link] = {}
        self.links: list[_Link] = []

    def up_to(self, place: int) -> _Link | None:
        found: _Link | None = None
        at = bisect_right(self._ends, place)
        while at > 0:
            link = self._tree.get(at)
            if link is not None and (found is None or link.value > found.value):
                found = link
            at -= at & -at
        return found

    def put(self, link: _Link) -> None:
        self.links.append(link)
        at = bisect_right(self._ends, link.end)
        while at <= len(self._ends):
            if at not in self._tree or self._tree[at].value < link.value:
                self._tree[at] = link
            at += at & -at
