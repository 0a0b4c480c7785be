"""Rows of CSV, TSV and JSON Lines: a source each, and what is known better than it tells."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from narrator.errors import SourceError

JSON_LINES = (".jsonl", ".ndjson")
SUFFIXES = (".csv", ".tsv", *JSON_LINES)
SOURCES = ("source", "url", "path", "address", "link", "file")
"""Columns that may name the article; the first that is filled counts."""


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
    trouble: str = ""
    """Why no article can be made of it; empty where one can."""
    hint: str = ""


def rows(text: str, suffix: str, name: str) -> Iterator[Row]:
    """The rows of a table; one that cannot be used says so and does not end the others.

    Raises:
        SourceError: it is no table at all.
    """
    found = _json_rows(text) if suffix in JSON_LINES else _csv_rows(text, "\t" if suffix == ".tsv" else "", name)
    for number, row in enumerate(found, 1):
        yield _row(row, f"{name}, row {number}")


def _row(row: Mapping[str, Any] | str, where: str) -> Row:
    if isinstance(row, str):
        return Row(where, trouble=f"{where} {row}")
    known = {str(key).strip().lower(): str(value).strip() for key, value in row.items() if key and value}
    source = next((known[name] for name in SOURCES if known.get(name)), "")
    if not source:
        return Row(where, trouble=f"{where} names no source", hint=f"a column is {', '.join(SOURCES)}")
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


def _csv_rows(text: str, delimiter: str, name: str) -> Iterator[Mapping[str, Any]]:
    """Rows by their heads; a spreadsheet's semicolons are known by the first line."""
    head = text.partition("\n")[0]
    between = delimiter or max(",;\t", key=head.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=between)
    heads = [(each or "").strip().lower() for each in reader.fieldnames or ()]
    if not set(heads) & set(SOURCES):
        raise SourceError(f"{name} has no column for the source", f"its first line names one: {', '.join(SOURCES)}")
    try:
        yield from reader
    except csv.Error as error:
        raise SourceError(f"{name}, line {reader.line_num}: {error}", "is it a table?") from error


def _json_rows(text: str) -> Iterator[Mapping[str, Any] | str]:
    for line in text.splitlines():
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            yield "is not JSON"
            continue
        yield row if isinstance(row, dict) else {"source": row} if isinstance(row, str) else "names no source"


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
