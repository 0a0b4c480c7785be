"""Rows of CSV, TSV and JSON: a source each, and what is known better than it tells."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from narrator.errors import SourceError
from narrator.model import Page

JSON = (".json", ".jsonl", ".ndjson")
SUFFIXES = (".csv", ".tsv", *JSON)
SOURCES = ("source", "url", "path", "address", "link", "file")
"""Columns that may name the article; the first that is filled counts."""
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
    known = {str(key).strip().lower(): str(value).strip() for key, value in row.items() if key and value}
    source = next((known[name] for name in SOURCES if known.get(name)), "")
    if not source:
        return Row(where, trouble=f"{where} names no source", hint=f"a column is {', '.join(SOURCES)}")
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


def _csv_rows(text: str, delimiter: str, name: str) -> Iterator[Mapping[str, Any] | str]:
    """Rows by their heads; a spreadsheet's semicolons are known by the first line, or by its ``sep=;``."""
    lines = _lines(text)
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) == 5:
        delimiter = lines.pop(0)[4]
    between = delimiter or _delimiter(lines[0] if lines else "")
    heads = [each.strip().lower() for each in (_cells(lines[0], between) if lines else None) or ()]
    if not set(heads) & set(SOURCES):
        raise SourceError(f"{name} has no column for the source", f"its first line names one: {', '.join(SOURCES)}")
    place = next(number for number, head in enumerate(heads) if head in SOURCES)
    for record in _records(lines[1:], lambda line: _is_row(_cells(line, between), len(heads), place)):
        if record is None:
            yield "has a quotation mark that is never closed"
        elif (cells := _cells(record, between)) is None:
            yield "is no row of a table"
        elif any(cells):
            yield dict(zip(heads, cells, strict=False))


def _records(lines: Sequence[str], is_row: Callable[[str], bool]) -> Iterator[str | None]:
    """Lines, joined where a cell in quotation marks goes over several; None for one whose mark is never closed.

    A cell that holds whole rows is no cell: somebody forgot a mark, and the rows are rows.
    """
    place = 0
    while place < len(lines):
        if not lines[place].strip():
            place += 1
            continue
        end = _closed(lines, place)
        if end > len(lines) or any(map(is_row, lines[place + 1 : end])):
            yield None
            place += 1
            continue
        yield "\n".join(lines[place:end])
        place = end


def _is_row(cells: list[str] | None, columns: int, place: int) -> bool:
    """Whether a line inside a cell is a row of its own: as many cells, and a source among them."""
    return cells is not None and len(cells) >= max(columns, place + 1) and bool(SOURCE.fullmatch(cells[place].strip()))


def _closed(lines: Sequence[str], place: int) -> int:
    """The line behind the record that begins at ``place``; beyond all lines where its mark is never closed."""
    marks = 0
    for end in range(place, min(len(lines), place + LONGEST_CELL)):
        marks += lines[end].count('"')
        if marks % 2 == 0:
            return end + 1
    return len(lines) + 1


def _lines(text: str) -> list[str]:
    """The lines of a table from its head on, whatever ends them."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    return lines[first:]


def _delimiter(head: str) -> str:
    return max(DELIMITERS, key=head.count)


def _cells(record: str, delimiter: str) -> list[str] | None:
    """The cells of one record; None where it is none. The longest cell that Python's csv takes is 128 kB."""
    try:
        return next(csv.reader([record], delimiter=delimiter), [])
    except csv.Error:
        return None


def _json_rows(text: str, name: str) -> Iterator[Mapping[str, Any] | str]:
    """Objects and strings: a line each, or all in one list, by itself or in an object."""
    whole = _json(text)
    if isinstance(whole, dict) and not set(map(str.lower, whole)) & set(SOURCES):
        whole = next((each for each in whole.values() if isinstance(each, list)), None)
    if isinstance(whole, list):
        yield from map(_object, whole)
    elif text.lstrip().startswith("["):
        raise SourceError(f"{name} is no JSON, or is cut off", "a list of objects, or an object a line")
    else:
        lines = (line for line in text.split("\n") if line.strip())  # U+2028 ends no line of JSON
        yield from (_object(whole) for whole in ([whole] if isinstance(whole, dict) else map(_json, lines)))


def _json(text: str) -> Any:
    """What a JSON text says; ``NotImplemented`` for what is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return NotImplemented


def _object(row: Any) -> Mapping[str, Any] | str:
    if row is NotImplemented:
        return "is not JSON"
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
