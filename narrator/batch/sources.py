"""What is to be narrated: folders, globs, lists, tables, feeds, sitemaps -> Items, each once."""

from __future__ import annotations

import csv
import glob
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from narrator.errors import NarratorError, SourceError
from narrator.fetch import web
from narrator.library import canonical
from narrator.model import Details
from narrator.settings import Settings

ARTICLES = (".html", ".htm", ".xhtml", ".md", ".markdown", ".txt")
TABLES = (".csv", ".tsv", ".jsonl", ".ndjson")
SOURCE_COLUMNS = ("source", "url", "path", "address", "link", "file")
LIMIT_ENTRIES = 1_000_000
DEPTH = 3
"""Of sitemaps that name sitemaps."""


@dataclass(frozen=True, slots=True)
class Item:
    """One article to narrate."""

    source: str
    details: Details = field(default_factory=Details)
    voice: str | None = None
    language: str | None = None
    day: date | None = None
    """When it was published or changed, where the input tells."""

    @property
    def canonical(self) -> str:
        """What is the same for the same article: its address without tracking, or its path."""
        return canonical(self.details.url or self.source)


def items(inputs: Iterable[str], settings: Settings, *, stdin: BinaryIO | None = None) -> Iterator[Item]:
    """All articles of all inputs, each once, in order.

    Raises:
        SourceError: an input is not there or cannot be read.
    """
    seen: set[str] = set()
    for each in inputs:
        for item in _of(each, settings, stdin):
            if item.canonical not in seen:
                seen.add(item.canonical)
                yield item


def since(found: Iterable[Item], day: date) -> Iterator[Item]:
    """Those that are not older than ``day``; those of unknown age are kept."""
    return (item for item in found if item.day is None or item.day >= day)


def _of(name: str, settings: Settings, stdin: BinaryIO | None) -> Iterator[Item]:
    if name == "-":
        body = (stdin or _stdin()).read().decode("utf-8", "replace")
        yield from _lines(body, Path())
    elif name.lower().startswith(("http://", "https://")):
        yield from _address(name, settings)
    elif Path(name).is_dir():
        yield from _folder(Path(name))
    elif Path(name).is_file():
        yield from _file(Path(name), settings)
    elif glob.has_magic(name):
        yield from (item for path in sorted(glob.glob(name, recursive=True)) for item in _of(path, settings, stdin))
    else:
        raise SourceError(f"there is no file, folder or address {name}", "is the path right?")


def _stdin() -> BinaryIO:
    import sys

    return sys.stdin.buffer


def _folder(folder: Path) -> Iterator[Item]:
    """The articles below a folder; hidden files and what narrator made are none."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        made = (path.parent / "narration.json").exists()
        if path.suffix.lower() in ARTICLES and path.is_file() and not hidden and not made:
            yield Item(str(path), day=date.fromtimestamp(path.stat().st_mtime))


def _file(path: Path, settings: Settings) -> Iterator[Item]:
    """A table, a list, a feed or sitemap on disk, else the file itself."""
    suffix = path.suffix.lower()
    if suffix in TABLES:
        yield from _table(path)
    elif suffix in (".xml", ".rss", ".atom"):
        yield from _feed(path.read_bytes(), str(path), settings, DEPTH)
    elif suffix in (".list", ".urls", ".txt") and _is_list(path):
        yield from _lines(path.read_text(encoding="utf-8", errors="replace"), path.parent)
    else:
        yield Item(str(path), day=date.fromtimestamp(path.stat().st_mtime))


def _is_list(path: Path) -> bool:
    """Whether every line is an address or the path of a file that is there."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8", errors="replace").splitlines()]
    named = [line for line in lines if line and not line.startswith("#")]
    return bool(named) and all(
        line.startswith(("http://", "https://")) or (len(line) < 1000 and (path.parent / line).is_file())
        for line in named
    )


def _lines(text: str, folder: Path) -> Iterator[Item]:
    for line in text.splitlines():
        name = line.strip()
        if name and not name.startswith("#"):
            yield Item(name if name.startswith(("http://", "https://")) else str(folder / name))


def _table(path: Path) -> Iterator[Item]:
    """Rows of CSV, TSV or JSON Lines with a column for the source, and others for voice, slug, language, title."""
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    rows: Iterable[Mapping[str, Any]]
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        rows = _json_rows(text, path)
    else:
        rows = csv.DictReader(io.StringIO(text), delimiter="\t" if path.suffix.lower() == ".tsv" else ",")
    for number, row in enumerate(rows, 1):
        known = {str(key).strip().lower(): str(value).strip() for key, value in row.items() if key and value}
        source = next((known[name] for name in SOURCE_COLUMNS if known.get(name)), "")
        if not source:
            raise SourceError(f"{path}, row {number} names no source", f"a column is {', '.join(SOURCE_COLUMNS)}")
        if not source.startswith(("http://", "https://")):
            source = str(path.parent / source)
        details = Details(known.get("title"), known.get("byline"), known.get("date"), None, known.get("slug"))
        yield Item(
            source, details, known.get("voice"), known.get("language") or known.get("lang"), _day(known.get("date"))
        )


def _json_rows(text: str, path: Path) -> Iterator[Mapping[str, Any]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError as error:
                raise SourceError(f"{path}, line {number} is not JSON") from error
            yield row if isinstance(row, dict) else {"source": row}


def _address(url: str, settings: Settings) -> Iterator[Item]:
    """A feed or a sitemap by what it is; anything else is an article."""
    looks = urlsplit(url).path.lower()
    if not looks.endswith((".xml", ".rss", ".atom", "/feed", "/rss", "/feed/", "/rss/", "/atom")):
        yield Item(url)
        return
    page = web.page(url, settings, kinds=(*web.READ, *web.FEEDS))
    if page.body.lstrip()[:200].lower().startswith((b"<!doctype html", b"<html")):
        yield Item(url)
    else:
        yield from _feed(page.body, url, settings, DEPTH)


def _feed(body: bytes, name: str, settings: Settings, depth: int) -> Iterator[Item]:
    """Entries of RSS, Atom or a sitemap, by their local names; entities and external files are not followed."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise SourceError(f"{name} is no feed or sitemap: {error}") from error
    if root is None:
        raise SourceError(f"{name} is no feed or sitemap")
    kind = etree.QName(root).localname.lower()
    if kind == "sitemapindex" and depth:
        for place in (_child(entry, "loc") for entry in root):
            if place:
                page = web.page(place, settings, kinds=(*web.READ, *web.FEEDS))
                yield from _feed(page.body, place, settings, depth - 1)
        return
    for count, entry in enumerate(root.iter("{*}url", "{*}item", "{*}entry")):
        link = _child(entry, "loc") or _child(entry, "link") or _href(entry)
        if link and count < LIMIT_ENTRIES:
            when = next(
                (text for key in ("lastmod", "pubdate", "published", "updated") if (text := _child(entry, key))), ""
            )
            yield Item(link, day=_day(when))


def _child(entry: Any, name: str) -> str:
    from lxml import etree

    for child in entry:
        if isinstance(child.tag, str) and etree.QName(child).localname.lower() == name and child.text:
            return str(child.text).strip()
    return ""


def _href(entry: Any) -> str:
    """Atom's link: the alternate one, else the first."""
    links = [child for child in entry.iter("{*}link") if child.get("href")]
    best = [link for link in links if link.get("rel", "alternate") == "alternate"] or links
    return str(best[0].get("href")) if best else ""


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).date() if text[:4].isdigit() else parsedate_to_datetime(text).date()
    except (ValueError, TypeError):
        return None


__all__ = ["Item", "NarratorError", "canonical", "items", "since"]
