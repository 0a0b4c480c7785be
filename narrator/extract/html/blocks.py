"""Groups of lines -> blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, islice
from typing import Any

from narrator import languages
from narrator.extract.html.groups import Group, cells
from narrator.extract.html.inline import LANGUAGE
from narrator.extract.line import NOTE_MARK, Line
from narrator.marks import moved
from narrator.model import Block, BlockKind, Mark

SIGNED = re.compile(r"^[—–―]\s?\S.{1,100}$")
SOURCE = 80
"""Characters of the longest name of a source."""
LONGEST_LIST = 1000


class Composer:
    """Makes blocks of a page's groups, in order."""

    def __init__(self, lines: Sequence[Line], language: str) -> None:
        """Nothing made yet.

        Args:
            lines: of the whole page: a table is read with all of its cells.
            language: of the page (BCP 47): a part in another says so.
        """
        self._lines = lines
        self._language = language
        self._numbers: dict[Any, int] = {}

    def block(self, group: Group) -> Block | None:
        """The block of a group; None for what is said with the block before, as who is quoted."""
        if group.kind is BlockKind.TABLE:
            return self._table(group)
        if group.kind is BlockKind.CODE:
            return Block(BlockKind.CODE, "".join(group.element.itertext()).strip("\n"))
        if group.kind is BlockKind.EMBED:
            return _post(group, self._tongue(group.element))
        return self._simple(group)

    def _simple(self, group: Group) -> Block | None:
        line, kind, element = group.line, group.kind, group.element
        tongue = self._tongue(line.element)
        if kind is BlockKind.QUOTE:
            source = _cited(element)
            if line.text.strip("—–- ") == source:
                return None
            return Block(kind, line.text, language=tongue, source=source, marks=line.marks)
        level = int(element.tag[1]) if kind is BlockKind.HEADING else _depth(element) if kind is BlockKind.ITEM else 0
        number = self._number(element, line) if kind is BlockKind.ITEM else None
        return Block(kind, line.text, level=level, language=tongue, number=number, marks=line.marks)

    def _table(self, group: Group) -> Block:
        rows, text, marks = [], [], list[Mark]()
        size = 0
        for row in cells(group.element, self._lines):
            texts = []
            for cell in row:
                begin = size
                for line in cell:
                    at = size if size == begin else size + 1
                    marks.extend(moved(line.marks, at))
                    size = at + len(line.text)
                texts.append(" ".join(line.text for line in cell))
                size += 1
            rows.append(tuple(texts))
            text.append("\t".join(texts))
        return Block(
            BlockKind.TABLE,
            "\n".join(text),
            rows=tuple(rows),
            is_headed=_is_headed(group.element),
            marks=tuple(marks),
        )

    def _tongue(self, element: Any) -> str | None:
        """The language of a part, where an element around it declares another than the page's."""
        if element is None:
            return None
        for each in (element, *element.iterancestors()):
            declared = str(each.get("lang") or "").strip()
            if declared and LANGUAGE.fullmatch(declared):
                same = each.tag == "html" or languages.primary(declared) == languages.primary(self._language)
                return None if same else languages.of(declared).tag or None
        return None

    def _number(self, item: Any, line: Line) -> int | None:
        """The number of an item of an ordered list; None for its later lines and where the list is not ordered."""
        ordered, numbers = item.getparent(), self._numbers
        if ordered is None or ordered.tag != "ol" or not _begins(item, line):
            return None
        ahead = 0
        for each in chain((item,), islice(item.itersiblings("li", preceding=True), LONGEST_LIST)):
            if each in numbers or each.get("value"):
                numbers[item] = numbers.get(each, _integer(each.get("value"), 1)) + ahead
                return numbers[item]
            ahead += 1
        numbers[item] = _integer(ordered.get("start"), 1) + ahead - 1
        return numbers[item]


def _depth(item: Any) -> int:
    return 1 + len([each for each in item.iterancestors() if each.tag == "li"])


def _begins(item: Any, line: Line) -> bool:
    """Whether a line is the first text of an item."""
    first = next((text for part in item.itertext() if (text := " ".join(part.split()))), "")
    return line.text.startswith(first)


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else otherwise


def _cited(quote: Any) -> str:
    """Who is quoted, where the quote ends with an element that says so."""
    last = next((each for each in reversed(quote) if isinstance(each.tag, str)), None)
    if last is None or last.tag not in ("cite", "footer") or (last.tail or "").strip():
        return ""
    name = " ".join(NOTE_MARK.sub("", "".join(last.itertext())).split()).strip("—–- ")
    return name if len(name) <= SOURCE else ""


def _is_headed(table: Any) -> bool:
    """Whether the first row is of head cells alone."""
    first = next((row for row in table.iter("tr") if len(row)), None)
    return first is not None and all(cell.tag == "th" for cell in first)


def _post(group: Group, language: str | None) -> Block | None:
    """An embedded post: what it says and who said it."""
    signature = next((line for line in reversed(group.lines) if SIGNED.match(line.text)), None)
    text, marks = "", list[Mark]()
    for line in group.lines:
        if signature is None or line.text != signature.text:
            text += " " if text else ""
            marks.extend(moved(line.marks, len(text)))
            text += line.text
    source = signature.text.lstrip("—–―- ") if signature else ""
    return Block(BlockKind.EMBED, text, language=language, source=source, marks=tuple(marks)) if text else None
