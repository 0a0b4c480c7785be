"""Lines that make one block: those of one table, code or post; any other line by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from narrator.extract.html import captions
from narrator.extract.html.page import PageTable
from narrator.extract.line import Line
from narrator.extract.notes import is_note
from narrator.model import BlockKind

HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
LEAST_CELLS = 2
CELL = 200
"""Characters of a cell from which a table is there for the layout."""
SURE = frozenset(
    [BlockKind.STANDFIRST, BlockKind.TABLE, BlockKind.CODE, BlockKind.NOTE, BlockKind.CAPTION, BlockKind.EMBED]
)
"""Kinds that are read whatever their lines look like."""
KIND = "data-narrator-kind"
"""The attribute with which a reader of another format names the kind of a line."""
FRAMES = ("article", "section", "main", "body")


@dataclass(frozen=True, eq=False)
class Group:
    """The lines of one block."""

    indices: tuple[int, ...]
    """Of its lines in the table."""
    lines: tuple[Line, ...]
    kind: BlockKind
    element: Any
    """The element that makes it what it is: the table, the list item, the quote; else its line's own."""
    is_kept: bool

    @cached_property
    def line(self) -> Line:
        """What it says, as one line."""
        return self.lines[0] if len(self.lines) == 1 else Line(" ".join(line.text for line in self.lines))

    @property
    def size(self) -> int:
        """Number of characters in it."""
        return self.line.size

    @property
    def is_sure(self) -> bool:
        """Whether it is read whatever its words look like."""
        return self.kind in SURE or self.is_kept


def groups(page: PageTable) -> list[Group]:
    """The blocks that the lines make that are read so far, in order."""
    read = [index for index in range(len(page.lines)) if page.is_read(index)]
    out = []
    for unit, members in groupby(read, lambda index: _unit(page, index)):
        indices = tuple(members)
        kind, element = unit[:2] if isinstance(unit, tuple) else (_kind_of_unit(unit), unit)
        lines = tuple(page.lines[index] for index in indices)
        out.append(Group(indices, lines, kind, element, any(page.is_kept(index) for index in indices)))
    return out


def _unit(page: PageTable, index: int) -> Any:
    """The element whose lines make one block; for a line that is one by itself, its kind and what makes it that."""
    if index not in page.units:
        page.units[index] = _found_unit(page, index)
    return page.units[index]


def _found_unit(page: PageTable, index: int) -> Any:
    line = page.lines[index]
    for each in line.around:
        if each.tag in ("body", "article", "main"):
            break
        if each.tag == "table" and each not in page.grids:
            page.grids[each] = is_grid(each)
        if each.tag == "pre" or page.grids.get(each) or captions.is_post(each):
            return each
    if index in page.standfirsts:
        return BlockKind.STANDFIRST, line.element, id(line)
    kind, element = _kind(line)
    if line.element is not None and line.element.get(KIND) == BlockKind.NOTE.value:
        kind = BlockKind.NOTE
    if kind is BlockKind.PARAGRAPH and is_note(line, page.phrases):
        kind = BlockKind.NOTE
    return kind, element, id(line)


def _kind_of_unit(element: Any) -> BlockKind:
    return {"table": BlockKind.TABLE, "pre": BlockKind.CODE}.get(element.tag, BlockKind.EMBED)


def _kind(line: Line) -> tuple[BlockKind, Any]:
    for each in line.around:
        if each.tag in HEADINGS:
            return BlockKind.HEADING, each
        if each.tag == "li":
            return BlockKind.ITEM, each
        if each.tag == "blockquote":
            return BlockKind.QUOTE, each
        if captions.is_caption(each) or (each.tag == "figure" and captions.is_in_caption(line)):
            return BlockKind.CAPTION, each
        if each.tag in FRAMES:
            break
    return BlockKind.PARAGRAPH, line.element


def is_grid(table: Any) -> bool:
    """Whether a table holds values rather than the layout of the page: two columns or more, of short cells."""
    if table.get("role") == "presentation" or table.find(".//table") is not None:
        return False
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    if not rows or max(map(len, rows)) < LEAST_CELLS or len(rows) < LEAST_CELLS:
        return False
    return not any(len("".join(cell.itertext())) > CELL for row in rows for cell in row)


def cells(table: Any, lines: Sequence[Line]) -> list[list[list[Line]]]:
    """The lines of a table's cells, row by row; rows without a line are gone.

    Args:
        table: the element.
        lines: of the whole page.
    """
    inside: dict[Any, list[Line]] = {}
    for line in lines:
        cell = next((each for each in line.around if each.tag in ("td", "th")), None)
        if cell is not None:
            inside.setdefault(cell, []).append(line)
    rows = ([inside.get(cell, []) for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr"))
    return [row for row in rows if any(row)]
