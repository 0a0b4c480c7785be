"""Rows of CSV, TSV and JSON: a source each, and what is known better than it tells."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from narrator.batch import json_rows
from narrator.errors import SourceError
from narrator.model import Page

JSON = (".json", ".jsonl", ".ndjson")
SUFFIXES = (".csv", ".tsv", *JSON)
SOURCES = ("source", "url", "path", "address", "link", "file", "permalink", "uri", "href", "loc", "filename")
"""Columns that may name the article; the first that is filled counts."""
OF_AN_ARTICLE = re.compile(
    r"(?:article|page|post|story|source|canonical|full|final|web|item|content|document|news|original|target)s?[\s_-]*"
    rf"(?:{'|'.join(SOURCES)})"
)
"""Heads that say the same in two words: ``Article URL``, ``post_link``, ``pageurl``."""
HINT = "a column is source, url, path, address, link or file"
COLUMNS = frozenset((*SOURCES, "title", "byline", "date", "slug", "voice", "language", "lang"))
DELIMITERS = ",;\t|"
LONGEST_LINE = 100_000
LONGEST_CELL = 200
"""Lines of one cell: more is a mark that was forgotten."""
SOURCE = re.compile(r"https?://\S+|\S.*\.(?:html?|xhtml|md|markdown|txt)", re.IGNORECASE)
"""What is plainly the source of an article."""


@dataclass(frozen=True, slots=True)
class Row:
    """One article as a table or a feed names it."""

    source: str
    title: str | None = None
    byline: str | None = None
    published: str | None = None
    slug: str | None = None
    voice: str | None = None
    language: str | None = None
    day: date | None = None
    """When it was published or changed, where that is told."""
    page: Page | None = None
    """The page itself, where it had to be read to know that it is no feed."""
    trouble: str = ""
    """Why no article can be made of it; empty where one can."""
    hint: str = ""


def rows(text: str, suffix: str, name: str) -> Iterator[Row]:
    """The rows of a table; one that cannot be used says so and does not end the others.

    Raises:
        SourceError: it is no table at all.
    """
    found = _json_rows(text, name) if suffix in JSON else _csv_rows(text, "\t" if suffix == ".tsv" else "", name)
    for number, row in enumerate(found, 1):
        yield _row(row, f"{name}, row {number}")


def is_table(text: str) -> bool:
    """Whether the first line names columns, one of them that of the source, and nothing else."""
    lines = _lines(text)
    if not lines or len(lines[0]) > LONGEST_LINE:
        return False
    heads = [each.strip().lower() for each in _cells(lines[0], _delimiter(lines[0])) or ()]
    return len(heads) > 1 and set(heads) <= COLUMNS and bool(set(heads) & set(SOURCES))


def _row(row: Mapping[str, Any] | str, where: str) -> Row:
    if isinstance(row, str):
        return Row(where, trouble=f"{where} {row}")
    known = {str(key).strip().lower(): value.strip() for key, value in row.items() if key and isinstance(value, str)}
    source = first(known[name] for name in _naming(known))
    if not source:
        return Row(where, trouble=f"{where} names no source", hint=HINT)
    if "\n" in source or "\r" in source:
        return Row(where, trouble=f"{where} has a line break in its source", hint="is a quotation mark missing?")
    return Row(
        source,
        known.get("title"),
        known.get("byline"),
        known.get("date"),
        known.get("slug"),
        known.get("voice"),
        known.get("language") or known.get("lang"),
        day(known.get("date")),
    )


def _naming(heads: Iterable[str]) -> list[str]:
    """The heads of columns that may name the article, the likeliest first."""
    there = list(heads)
    return [each for each in SOURCES if each in there] or [each for each in there if OF_AN_ARTICLE.fullmatch(each)]


def _csv_rows(text: str, delimiter: str, name: str) -> Iterator[Mapping[str, Any] | str]:
    """Rows by their heads; a spreadsheet's semicolons are known by the first line, or by its ``sep=;``.

    A table without heads is read where its first row has an article's source in it.
    """
    lines = _lines(text)
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) == 5:
        delimiter = lines.pop(0)[4]
    while lines and lines[0].startswith("#"):
        del lines[0]
    between = delimiter or _delimiter(lines[0] if lines else "")
    heads = [each.strip().lower() for each in (_cells(lines[0], between) if lines else None) or ()]
    begin = 1
    if not _naming(heads):
        heads, begin = _supposed(heads), 0
    if not heads:
        raise SourceError(f"{name} has no column for the source", f"its first line names the columns: {HINT}")
    place = heads.index(_naming(heads)[0])
    for record in _records(lines[begin:], between, lambda line: _is_row(_cells(line, between), len(heads), place)):
        if record is None:
            yield "has a quotation mark that is never closed"
        elif (cells := _cells(record, between)) is None:
            yield "is no row of a table"
        elif any(cells):
            yield dict(zip(heads, cells, strict=False))


def _supposed(cells: Sequence[str]) -> list[str]:
    """Heads for a table without any, by its first row: a cell of it names an article; empty where none does."""
    place = next((number for number, cell in enumerate(cells) if SOURCE.fullmatch(cell)), None)
    return [] if place is None else [*("" for _ in cells[:place]), "source"]


def _records(lines: Sequence[str], between: str, is_row: Callable[[str], bool]) -> Iterator[str | None]:
    """Lines, joined where a cell in quotation marks goes over several; None for one whose mark is never closed.

    A cell that holds whole rows is no cell: somebody forgot a mark, and the rows are rows.
    """
    place = 0
    while place < len(lines):
        if not lines[place].strip():
            place += 1
            continue
        end = _closed(lines, place, between)
        if end > len(lines) or any(map(is_row, lines[place + 1 : end])):
            yield None
            place += 1
            continue
        yield "\n".join(lines[place:end])
        place = end


def _is_row(cells: list[str] | None, columns: int, place: int) -> bool:
    """Whether a line inside a cell is a row of its own: as many cells, and a source among them."""
    return cells is not None and len(cells) >= max(columns, place + 1) and bool(SOURCE.fullmatch(cells[place].strip()))


def _closed(lines: Sequence[str], place: int, between: str) -> int:
    """The line behind the record that begins at ``place``; beyond all lines where its mark is never closed.

    A mark opens a cell where it is the first sign of it; elsewhere it is a sign like others (``6" nails``).
    """
    opening = re.compile(rf'(?:^|{re.escape(between)})"')
    is_open = False
    for end in range(place, min(len(lines), place + LONGEST_CELL)):
        at = 0
        while True:
            if is_open:
                at = lines[end].find('"', at) + 1
                if not at:
                    break
                if lines[end].startswith('"', at):  # two are one sign of the cell
                    at += 1
                    continue
                is_open = False
            elif found := opening.search(lines[end], at):
                at, is_open = found.end(), True
            else:
                return end + 1
    return len(lines) + 1


def _lines(text: str) -> list[str]:
    """The lines of a table from its head on, whatever ends them."""
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    return lines[first:]


def _delimiter(head: str) -> str:
    """What stands between the cells: by the heads that it gives, else what there is most of."""
    heads = {sign: [each.strip().lower() for each in _cells(head, sign) or ()] for sign in DELIMITERS}
    return max(DELIMITERS, key=lambda sign: (len(heads[sign]) > 1 and bool(_naming(heads[sign])), head.count(sign)))


def _cells(record: str, delimiter: str) -> list[str] | None:
    """The cells of one record; None where it is none. The longest cell that Python's csv takes is 128 kB."""
    try:
        return next(csv.reader([record], delimiter=delimiter), [])
    except csv.Error:
        return None


def is_json_lines(text: str) -> bool:
    """Whether the lines of a text are objects that name articles."""
    line = text.lstrip().partition("\n")[0]
    row = json_rows.whole(line) if line.startswith("{") else None
    return isinstance(row, dict) and bool(_naming(str(key).strip().lower() for key in row))


def _json_rows(text: str, name: str) -> Iterator[Mapping[str, Any] | str]:
    """Objects and strings: one after the other, or all in one list, by itself or in an object.

    Raises:
        SourceError: there is nothing in it.
    """
    if not text.strip():
        raise SourceError(f"{name} is empty", "a list of objects, or an object a line")
    whole = json_rows.whole(text)
    if whole is None:
        yield from map(_object, json_rows.parts(text))
    else:
        yield from map(_object, json_rows.listed(whole, _names_source))


def _names_source(row: Any) -> bool:
    """Whether a value is an object that names an article, or plainly the source of one."""
    if isinstance(row, str):
        return bool(SOURCE.fullmatch(row.strip()))
    return isinstance(row, dict) and bool(_naming(str(key).strip().lower() for key in row))


def _object(row: Any) -> Mapping[str, Any] | str:
    if row is json_rows.BROKEN:
        return "is not JSON, or is cut off"
    return row if isinstance(row, dict) else {"source": row} if isinstance(row, str) else "names no source"


def day(text: str | None) -> date | None:
    """The day of a date as feeds and tables write it (ISO 8601, RFC 5322); None for anything else."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).date() if text[:4].isdigit() else parsedate_to_datetime(text).date()
    except (ValueError, TypeError):
        return None


def first(found: Iterable[str]) -> str:
    """The first that is not empty, else empty."""
    return next((each for each in found if each), "")
