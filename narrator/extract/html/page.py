"""The table of a page: its lines, and what is known of the article's place among them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from narrator.extract.cuts import Cut
from narrator.extract.html.article_boxes import Boxes, article_boxes
from narrator.extract.html.measures import HEADINGS, is_prose
from narrator.extract.line import Line
from narrator.extract.table import Table
from narrator.extract.wording import Phrases

ABOVE = (Cut.DATE, Cut.BYLINE)


@dataclass(frozen=True, slots=True)
class Span:
    """Where the article stands among the lines of its page, as indices."""

    head: int
    """The last line of the headline, the byline and the date; -1 where there is none."""
    start: int
    """The first line of running text in the article's boxes, however short."""
    first: int
    """The first long paragraph."""
    last: int
    """The last long paragraph."""


class PageTable(Table):
    """The lines of a page and the verdict on each."""

    boxes: Boxes
    """Of the article; set by ``place``."""
    span: Span | None
    """Of the article; None where it has no prose. Set by ``place``."""

    def __init__(
        self,
        lines: Sequence[Line],
        phrases: Phrases,
        *,
        title: str = "",
        byline: str = "",
        keep: re.Pattern[str] | None = None,
        host: str = "",
        captions: bool = False,
        standfirst: bool = True,
    ) -> None:
        """A table in which every line is read.

        Args:
            lines: of the page that its elements do not cut.
            phrases: of its language.
            title: the headline, where it is known.
            byline: who wrote it, where that is known.
            keep: what is read whatever a pass says.
            host: of the page's address, where it is known.
            captions: whether captions are read.
            standfirst: whether the summary below the headline is read.
        """
        super().__init__(lines, phrases, title=title, byline=byline, keep=keep)
        self.host = host
        self.captions = captions
        self.is_placed = False
        """Whether it is known where the article stands; not where the user or the page's data say what is read."""
        self.span = None
        self.with_standfirst = standfirst
        self.standfirsts: set[int] = set()
        """Lines that are the summary below the headline."""
        self.gone: dict[int, set[Cut]] = {}
        """Of a line, the cuts of lines between it and the one before that the page's elements cut."""
        self.votes: list[bool] = []
        """Which lines another extractor wants; empty where none was asked."""
        self.units: dict[int, Any] = {}
        """What each line is a part of, as far as somebody asked; see ``groups``."""
        self.grids: dict[Any, bool] = {}
        """Whether each table holds values, as far as somebody asked."""

    def place(self) -> None:
        """Find the article's boxes and its span by the lines that are read so far."""
        wanted = [self.is_read(index) for index in range(len(self.lines))]
        self.boxes = article_boxes(self.lines, wanted)
        self.span = self._span(wanted)
        self.is_placed = True

    def _span(self, wanted: Sequence[bool]) -> Span | None:
        lines = self.lines
        held = [index for index, line in enumerate(lines) if wanted[index] and self.boxes.holds(line)]
        prose = [index for index in held if is_prose(lines[index])]
        if not prose:
            return None
        running = (index for index in held if lines[index].element.tag not in ("h1", "li", *HEADINGS))
        start = next((index for index in running if self.at_edge(index) is None), prose[0])
        heads = (i for i in range(prose[0]) if lines[i].element.tag == "h1" or self.at_edge(i) in ABOVE)
        return Span(max(heads, default=-1), start, prose[0], prose[-1])
