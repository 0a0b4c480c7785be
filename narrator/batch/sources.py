"""What is to be narrated: folders, globs, lists, tables, feeds, sitemaps, object stores -> Entries, each once."""

from __future__ import annotations

import glob
import hashlib
import os
import pickle
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import BinaryIO, TypeAlias

from narrator import manifest
from narrator.batch import feeds, record, tables
from narrator.batch.record import Record
from narrator.errors import NarratorError, SourceError
from narrator.library import INNER, canonical
from narrator.model import Details
from narrator.settings import Settings
from narrator.store import is_address, store

ARTICLES = (".html", ".htm", ".xhtml", ".md", ".markdown", ".txt")
FEEDS = (".xml", ".rss", ".atom", ".gz")
LISTS = (".list", ".urls")
NAMING = (*FEEDS, *LISTS, *tables.SUFFIXES)
"""Endings of files that name articles and are none."""
WEB = ("http://", "https://")
REPORTS = ("report.html", "index.html")
"""Pages that narrator itself writes into an output folder."""
LONGEST_LINE = 1000


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


Entry: TypeAlias = Item | Record
"""An article to make or, where an input names none that can be read, the record of that failure."""


def entries(inputs: Iterable[str], settings: Settings, *, stdin: BinaryIO | None = None) -> Iterator[Entry]:
    """All articles of all inputs, each once, in order; an article asked for under two slugs is two.

    Raises:
        SourceError: an input is not there, and nothing was begun.
    """
    names = list(inputs)
    for name in names:
        _checked(name)
    seen: set[bytes] = set()
    for name in names:
        for entry in _safely(name, settings, stdin):
            if isinstance(entry, Item):
                if (key := _key(entry)) in seen:
                    continue
                seen.add(key)
            yield entry


def since(found: Iterable[Entry], day: date) -> Iterator[Entry]:
    """Those that are not older than ``day``; those of unknown age are kept."""
    return (each for each in found if isinstance(each, Record) or each.day is None or each.day >= day)


class Listing:
    """Entries written down on disk first, so that their number is known and a million cost no memory."""

    def __init__(self, found: Iterable[Entry]) -> None:
        self.count = 0
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the listing
        for entry in found:
            pickle.dump(entry, self._file)
            self.count += 1

    def __iter__(self) -> Iterator[Entry]:
        self._file.seek(0)
        for _ in range(self.count):
            yield pickle.load(self._file)  # noqa: S301 - our own file, which has no name


def _key(item: Item) -> bytes:
    """16 bytes that stand for an article: a million addresses themselves would take half a gigabyte."""
    return hashlib.blake2b(
        f"{item.canonical}\0{item.details.slug or ''}".encode(errors="surrogatepass"), digest_size=16
    ).digest()


def _checked(name: str) -> None:
    known = name == "-" or name.lower().startswith(WEB) or is_address(name) or glob.has_magic(name)
    if not known and not Path(name).exists():
        raise SourceError(f"there is no file, folder or address {name}", "is the path right?")


def _safely(name: str, settings: Settings, stdin: BinaryIO | None) -> Iterator[Entry]:
    """The entries of one input; where it breaks off, that is a failure in its place, and the other inputs go on."""
    try:
        yield from _of(name, settings, stdin)
    except (NarratorError, OSError) as error:
        yield record.failure(name, error, stage="reading")


def _of(name: str, settings: Settings, stdin: BinaryIO | None) -> Iterator[Entry]:
    if name == "-":
        yield from _piped((stdin or _stdin()).read().decode("utf-8", "replace"))
    elif name.lower().startswith(WEB):
        yield from _rows(feeds.at(name, settings), "")
    elif is_address(name):
        yield from _stored(name, settings)
    elif Path(name).is_dir():
        yield from _folder(Path(name), Path(settings.output))
    elif Path(name).is_file():
        yield from _file(Path(name), settings)
    elif glob.has_magic(name):
        found = [path for path in sorted(glob.glob(name, recursive=True)) if Path(path).is_file()]
        if not found:
            raise SourceError(f"no file matches {name}", "is the pattern right?")
        yield from (entry for path in found for entry in _file(Path(path), settings))


def _stdin() -> BinaryIO:
    import sys

    return sys.stdin.buffer


def _folder(folder: Path, output: Path) -> Iterator[Item]:
    """The articles below a folder; hidden files and what narrator made are none."""
    for place, below, names in os.walk(folder):
        here = Path(place)
        own = INNER in below
        if (own and here != folder) or here == output.absolute() != folder.absolute() or manifest.NAME in names:
            below.clear()
            continue
        below[:] = sorted(each for each in below if not each.startswith("."))
        for name in sorted(names):
            path = here / name
            made = own and name in REPORTS
            if path.suffix.lower() in ARTICLES and not name.startswith(".") and not made and path.is_file():
                yield _dated(path)


def _dated(path: Path) -> Item:
    return Item(str(path), day=date.fromtimestamp(path.stat().st_mtime))


def _file(path: Path, settings: Settings) -> Iterator[Entry]:
    """A table, a list, a feed or sitemap on disk, else the file itself."""
    suffix = path.suffix.lower()
    if suffix in NAMING or (suffix == ".txt" and _is_list(path)):
        yield from _named(path.read_bytes(), str(path), str(path.parent), settings)
    else:
        yield _dated(path)


def _named(body: bytes, name: str, folder: str, settings: Settings) -> Iterator[Entry]:
    """What a table, a feed, a sitemap or a list names; paths are meant from its own folder."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in FEEDS:
        return _rows(feeds.links(body, name, settings), folder)
    text = body.decode("utf-8-sig", "replace")
    return _rows(tables.rows(text, suffix, name), folder) if suffix in tables.SUFFIXES else _lines(text, folder)


def _is_list(path: Path) -> bool:
    """Whether every line is an address, or looks like the path of an article."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8-sig", errors="replace").splitlines()]
    named = [line for line in lines if line and not line.startswith("#")]
    return bool(named) and all(
        line.startswith(WEB) or is_address(line) or (len(line) < LONGEST_LINE and _is_path(line, path.parent))
        for line in named
    )


def _is_path(line: str, folder: Path) -> bool:
    return (folder / line).is_file() or (" " not in line and Path(line).suffix.lower() in ARTICLES)


def _piped(text: str) -> Iterator[Entry]:
    """Standard input: JSON Lines where the first line is an object, else a list."""
    if text.lstrip()[:1] == "{":
        return _rows(tables.rows(text, ".jsonl", "standard input"), "")
    return _lines(text, "")


def _lines(text: str, folder: str) -> Iterator[Item]:
    for line in re.finditer(r"[^\r\n]+", text):
        name = line[0].strip()
        if name and not name.startswith("#"):
            yield Item(_placed(name, folder))


def _placed(name: str, folder: str) -> str:
    """A path as the list means it, from the list's own folder; an address as it is."""
    if name.startswith(WEB) or is_address(name):
        return name
    return f"{folder}/{name}" if is_address(folder) else str(Path(folder, name))


def _rows(rows: Iterable[tables.Row], folder: str) -> Iterator[Entry]:
    for row in rows:
        if row.trouble:
            yield record.failure(row.source, SourceError(row.trouble, row.hint), stage="reading")
        else:
            details = Details(row.title, row.byline, row.published, None, row.slug)
            yield Item(_placed(row.source, folder), details, row.voice, row.language, row.day)


def _stored(address: str, settings: Settings) -> Iterator[Entry]:
    """The articles of an object store: of a folder, of a pattern, of a list there, or the one that is named."""
    folder, _, name = address.rpartition("/")
    suffix = PurePosixPath(name).suffix.lower()
    if glob.has_magic(address) or suffix not in (*ARTICLES, *NAMING):
        yield from _below(address)
    elif suffix in ARTICLES:
        yield Item(address)
    elif (body := store(folder).get(name)) is not None:
        yield from _named(body, address, folder, settings)
    else:
        raise SourceError(f"there is no {address}", "is the address right?")


def _below(address: str) -> Iterator[Item]:
    """The articles below a folder of an object store, or those there that a pattern matches."""
    pattern = address if glob.has_magic(address) else f"{address.rstrip('/')}/*"
    fixed = re.split(r"[*?\[]", pattern)[0].rpartition("/")[0]
    found = False
    for name in store(fixed).files():
        hidden = any(part.startswith(".") for part in name.split("/"))
        if not hidden and PurePosixPath(name).suffix.lower() in ARTICLES and fnmatchcase(f"{fixed}/{name}", pattern):
            found = True
            yield Item(f"{fixed}/{name}")
    if not found:
        raise SourceError(f"there is no article at {address}", "is the address right?")
