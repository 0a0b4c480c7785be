"""The contiguous run of lines that is worth most as an article: a small Viterbi search over article and aside.

A line is worth its words where it is prose and costs something where it is not (``worths.toml``). The search walks
before, article, aside: an aside ("More from us" and what stands under it) begins at a line that heads one,
costs nothing inside, and is left again for a price, so that only real prose brings the article back.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from importlib.resources import files

from narrator.extract.cuts import Cut
from narrator.extract.line import Line


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line of a pasted page, and what is known of it."""

    line: Line
    cut: Cut | None = None
    """Why it is not the article; None for what may be."""
    gap: bool = False
    """Whether an empty line stands above it."""
    group: int = 1
    """How many lines stand together without an empty line between; 1 where the page has no such lines."""
    listed: bool = False
    """Whether it is an item of a list: it has a mark, or a line that ends with a colon stands above."""
    titles: bool = False
    """Whether it stands among lines that all read as headlines."""


@dataclass(frozen=True, slots=True)
class Run:
    """Half-open range of lines, and the lines in it that are an aside."""

    start: int
    end: int
    aside: frozenset[int] = frozenset()


class State(IntEnum):
    """Where the search stands; of equal sums the later state wins."""

    BEFORE = 0
    ARTICLE = 1
    ASIDE = 2


PARTS = re.compile(r"[,;()\[\]\d]")
NEVER = float("-inf")


@lru_cache(maxsize=1)
def worths() -> Mapping[str, float]:
    """What lines are worth, by kind; see ``worths.toml``."""
    text = files("narrator.extract.pasted").joinpath("worths.toml").read_text(encoding="utf-8")
    table: Mapping[str, float] = tomllib.loads(text)
    return table


def worth(each: Labelled, *, lenient: bool = False) -> float:
    """What a line is worth to a run; ``lenient`` where a page is lists rather than prose."""
    known = worths()
    if each.cut:
        return each.cut.cost
    words = each.line.words
    if each.titles and not each.listed and not lenient:
        return known["among-titles"]
    if is_headline(each.line):
        if each.listed:
            return known["listed"]
        if words >= known["detail-words"] and each.line.text.count(",") >= known["detail-commas"]:
            return known["detail"]
        if lenient and words >= known["item-words"] and (each.group < 4 or PARTS.search(each.line.text)):
            return words * known["item-word"]
        cost = known["headline"] if words >= 4 else known["fragment"]
        alone = each.group == 1 and each.gap
        crowded = each.group >= 4
        cost *= known["alone-factor"] if alone else known["crowd-factor"] if crowded else 1.0
        return cost * known["lenient-factor"] if lenient else cost
    if each.line.is_sentence and words >= known["sentence-words"]:
        return min(known["sentence-cap"], words) * (known["crowded-sentence"] if each.group >= 3 else 1.0)
    if words >= known["long-words"]:
        return known["long"]
    return known["short-sentence"]


def is_headline(line: Line) -> bool:
    """Whether a line reads as a headline, a menu entry or a list item: short, and not a sentence."""
    return line.words < worths()["long-words"] and not line.is_sentence


def best_run(labelled: Sequence[Labelled], *, lenient: bool = False) -> Run:
    """The run with the greatest sum; empty where nothing is worth anything."""
    price = worths()["back-from-aside"]
    article, aside = NEVER, NEVER
    came: list[tuple[State, State]] = []
    best, end = 0.0, 0
    for index, each in enumerate(labelled):
        back = aside + price if each.line.is_sentence and not each.cut else NEVER
        before = max((0.0, State.BEFORE), (article, State.ARTICLE), (back, State.ASIDE))
        left = article + worth(each) if each.cut is not None and each.cut.is_aside else NEVER
        came.append((before[1], State.ARTICLE if left > aside else State.ASIDE))
        article, aside = before[0] + worth(each, lenient=lenient), max(left, aside)
        if article > best:
            best, end = article, index + 1
    return _traced(came, end) if best > 0 else Run(0, 0)


def _traced(came: Sequence[tuple[State, State]], end: int) -> Run:
    """From the end of the best run back to its start."""
    index, state = end - 1, State.ARTICLE
    passed: list[int] = []
    while True:
        if state is State.ASIDE:
            passed.append(index)
        state = came[index][0 if state is State.ARTICLE else 1]
        if state is State.BEFORE:
            return Run(index, end, frozenset(passed))
        index -= 1
