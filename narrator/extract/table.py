"""The table from line to verdict that a page, a pasted text and a Markdown file fill in the same way.

A pass looks at the whole table and says of some lines that they are not read, or that they are. All passes have one
signature, and how their verdicts meet is written in ``Table.decide`` alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from narrator.extract import by_wording
from narrator.extract.cuts import Cut
from narrator.extract.line import Line, selector
from narrator.extract.wording import Phrases
from narrator.model import Article, Removed

Verdicts = Iterator[tuple[int, Cut | None]]
"""Indices of lines, each with why it is not read; None where it is."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A line of a source and the verdict on it."""

    text: str
    cut: Cut | None
    """Why it is not read; None for one that is."""
    by: str
    """The pass whose verdict stands; empty where no pass had to say anything."""
    selector: str = ""
    """CSS of the nearest element around it that a site's rule could name, as ``div.related``; empty for none."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a source, and the verdict on each of its lines."""

    article: Article
    lines: tuple[Judged, ...]
    page_kind: str = ""
    """What the source is that is no article, as "a consent page"; empty where it may be one."""


class Table:
    """Lines and the verdict on each."""

    def __init__(
        self,
        lines: Sequence[Line],
        phrases: Phrases,
        *,
        title: str = "",
        byline: str = "",
        keep: re.Pattern[str] | None = None,
    ) -> None:
        """A table in which every line is read.

        Args:
            lines: of the source, in order.
            phrases: of its language.
            title: the headline, where it is known.
            byline: who wrote it, where that is known.
            keep: what is read whatever a pass says.
        """
        self.lines = tuple(lines)
        self.phrases = phrases
        self.title = title
        self.byline = byline
        self.keep = keep
        self.cuts: list[Cut | None] = [None] * len(self.lines)
        self.decided_by: list[str] = [""] * len(self.lines)
        """The name of the pass whose verdict stands; empty where no pass said anything."""
        self._anywhere: dict[int, Cut | None] = {}
        self._at_edge: dict[int, Cut | None] = {}

    def is_kept(self, index: int) -> bool:
        """Whether the user wants a line whatever it is."""
        return self.keep is not None and self.keep.search(self.lines[index].text) is not None

    def is_read(self, index: int) -> bool:
        """Whether a line is read, as things stand."""
        return self.cuts[index] is None

    def decide(self, index: int, cut: Cut | None, by: str) -> None:
        """Take in one verdict.

        The first cut of a line stands; it is lifted by a later pass that says that the line is read, and replaced by
        a cut that overrules others. Nothing cuts a line that the user keeps.
        """
        before = self.cuts[index]
        if cut is not None and ((before is not None and not cut.overrules) or self.is_kept(index)):
            return
        self.cuts[index] = cut
        self.decided_by[index] = by

    def by_wording(self, index: int) -> Cut | None:
        """The cut that a line's words suggest wherever it stands."""
        if index not in self._anywhere:
            self._anywhere[index] = by_wording.anywhere(self.lines[index], self.phrases)
        return self._anywhere[index]

    def at_edge(self, index: int) -> Cut | None:
        """The cut that a line's words suggest at the article's beginning or end."""
        if index not in self._at_edge:
            self._at_edge[index] = self.by_wording(index) or by_wording.edge_only(
                self.lines[index], self.phrases, title=self.title, byline=self.byline
            )
        return self._at_edge[index]

    @property
    def judged(self) -> tuple[Judged, ...]:
        """Every line with its verdict."""
        named: dict[Any, str | None] = {}
        rows = zip(self.lines, self.cuts, self.decided_by, strict=True)
        return tuple(Judged(line.text, cut, by, selector(line.element, named)) for line, cut, by in rows if line.text)

    def removed(self, block_of: Sequence[int | None], blocks: int) -> Iterator[Removed]:
        """The lines that are not read, each with its place among the blocks.

        Args:
            block_of: of each line, the index of the block that it is in; None for one that is in none.
            blocks: how many blocks there are.
        """
        before = 0
        for line, cut, block in zip(self.lines, self.cuts, block_of, strict=True):
            if block is not None:
                before = block + 1
            elif cut is not None and line.text:
                yield Removed(line.text, cut.value, min(before, blocks))


AnyTable = TypeVar("AnyTable", bound=Table)


def fill(table: AnyTable, passes: Sequence[Callable[[AnyTable], Verdicts]]) -> None:
    """Let each pass judge the table, in their order; a pass sees the verdicts of those before it, not its own."""
    for each in passes:
        for index, cut in list(each(table)):
            table.decide(index, cut, name_of(each))


def name_of(each: Callable[..., Verdicts] | partial[Verdicts]) -> str:
    """The name of a pass, as ``--why`` shows it."""
    function = each.func if isinstance(each, partial) else each
    return "-".join(function.__name__.strip("_").split("_"))
