"""What is to be narrated: folders, globs, lists, tables, feeds, sitemaps, object stores -> Entries, each once."""

from __future__ import annotations

import glob
import hashlib
import os
import pickle
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import BinaryIO, TypeAlias

from narrator.addresses import is_web
from narrator.batch import feeds, folders, letters, lists, record, tables
from narrator.batch.record import Record
from narrator.errors import NarratorError, SourceError
from narrator.identity import canonical
from narrator.model import Details, Page
from narrator.settings import Settings
from narrator.store import is_address, store

FEEDS = (".xml", ".rss", ".atom", ".rdf", ".gz")
BOOK = ".epub"
LISTS = (".list", ".urls")
PLAIN = (".txt", ".text", "")
"""Endings of text files that may be lists: every line decides."""
NAMING = (*FEEDS, *LISTS, *tables.SUFFIXES)
"""Endings of files that name articles and are none."""


@dataclass(frozen=True, slots=True)
class Item:
    """One article to narrate."""

    source: str
    details: Details = field(default_factory=Details)
    voice: str | None = None
    language: str | None = None
    day: date | None = None
    """When it was published or changed, where the input tells."""
    replaces: bool = False
    """Whether the narration of another source of the same article is made again from this one."""
    page: Page | None = None
    """The page, where it was read already to know what the input is."""

    @property
    def canonical(self) -> str:
        """What is the same for the same article: its address without tracking, or its path."""
        return canonical(self.details.url or self.source)


Entry: TypeAlias = Item | Record
"""An article to make or, where an input names none that can be read, the record of that failure."""


def entries(
    inputs: Iterable[str],
    settings: Settings,
    *,
    stdin: BinaryIO | None = None,
    on_read: feeds.Listener = lambda name: None,
) -> Iterator[Entry]:
    """All that the inputs name, in order; an article that was named before is a record of that, and made once. An input
    that names none is a record of that, too.

    An article asked for under two slugs is two.

    Args:
        inputs: paths, patterns, addresses, ``-``.
        settings: for fetching, and the output folder, which is no input.
        stdin: what ``-`` reads.
        on_read: hears of each feed and sitemap that is read.

    Raises:
        SourceError: an input is not there, and nothing was begun.
    """
    names = list(inputs)
    for name in names:
        _checked(name)
    seen: dict[bytes, str] = {}
    given = {os.path.realpath(name) for name in names if os.path.isfile(name)}
    for name in names:
        is_empty = True
        for entry in _safely(name, lambda name=name: _of(name, settings, stdin, on_read)):  # type: ignore[misc]
            is_empty = False
            if isinstance(entry, Record) and entry.state == record.SKIPPED and os.path.realpath(entry.source) in given:
                continue  # a list in a folder that is an input of its own too
            key = _key(entry) if isinstance(entry, Item) else b""
            if key in seen:
                yield Record(entry.source, record.MERGED, merged_into=seen[key])
                continue
            if key:
                seen[key] = entry.source
            yield entry
        if is_empty:
            yield Record(name, record.SKIPPED, reason="no article is in it")


def since(found: Iterable[Entry], day: date) -> Iterator[Entry]:
    """Those that are not older than ``day``, and those of unknown age; the older ones as records of that."""
    for each in found:
        is_old = isinstance(each, Item) and each.day is not None and each.day < day
        yield Record(each.source, record.SKIPPED, reason=f"it is older than {day}") if is_old else each


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
    known = name == "-" or is_web(name) or is_address(name) or glob.has_magic(name)
    if not known and not os.path.exists(name):  # which, unlike Path.exists, takes names of any length
        raise SourceError(f"there is no file, folder or address {name[:200]}", "is the path right?")


def _safely(name: str, named: Callable[[], Iterator[Entry]]) -> Iterator[Entry]:
    """The entries of one input; where it breaks off, that is a failure in its place, and the other inputs go on."""
    try:
        yield from named()
    except (NarratorError, OSError) as error:
        yield record.failure(name, error, stage="reading")


def _of(name: str, settings: Settings, stdin: BinaryIO | None, on_read: feeds.Listener) -> Iterator[Entry]:
    """What one input names."""
    if name == "-":
        yield from _named((stdin or _stdin()).read(), "standard input", "", settings, on_read)
    elif is_web(name):
        yield from _rows(feeds.at(name, settings, on_read), "")
    elif is_address(name):
        yield from _stored(name, settings, on_read)
    elif os.path.isdir(name):
        yield from _folder(Path(name), settings, on_read)
    elif os.path.isfile(name):
        yield from _file(Path(name), settings, on_read)
    elif glob.has_magic(name):
        for path in folders.matching(name):
            yield from _safely(path, lambda path=path: _of(path, settings, stdin, on_read))  # type: ignore[misc]
    else:
        raise SourceError(f"{name[:200]} is neither a file nor a folder", "is the path right?")


def _stdin() -> BinaryIO:
    import sys

    return sys.stdin.buffer


def _folder(folder: Path, settings: Settings, on_read: feeds.Listener) -> Iterator[Entry]:
    """The articles below a folder, and what the lists among its text files name."""
    for each in folders.files(folder, Path(settings.output)):
        if isinstance(each, Path) and folders.ends(each, folders.NAMING):
            yield Record(str(each), record.SKIPPED, reason="it may name articles: give it as an input of its own")
        elif isinstance(each, Path) and folders.ends(each, folders.SPREADSHEETS):
            yield Record(str(each), record.SKIPPED, reason="it may name articles: save it as CSV, and give that")
        elif isinstance(each, Path):
            yield from _safely(str(each), lambda path=each: _file(path, settings, on_read))  # type: ignore[misc]
        else:
            yield record.failure(*each, stage="reading")


def _articles(path: Path) -> Iterator[Item]:
    """A file as an article; an e-book as one for each of its chapters."""
    day = date.fromtimestamp(path.stat().st_mtime)
    chapters = [f"{path}#{number}" for number in range(1, _chapters(path) + 1)]
    yield from (Item(source, day=day) for source in chapters or [str(path)])


def _chapters(path: Path) -> int:
    """Number of the chapters of an e-book; 0 for one that cannot be read, and whoever makes it says why."""
    if path.suffix.lower() != BOOK:
        return 0
    from narrator.extract.document import epub

    with suppress(NarratorError, OSError):
        return len(epub.titles(Page(str(path), path.read_bytes())))
    return 0


def _file(path: Path, settings: Settings, on_read: feeds.Listener) -> Iterator[Entry]:
    """A table, a list, a feed or sitemap on disk, else the file itself."""
    suffix = path.suffix.lower()
    with path.open("rb") as file:
        head = file.read(feeds.HEAD_BYTES)
    names = suffix in NAMING or feeds.is_feed(head)
    if names or (suffix in PLAIN and _is_naming(path.read_bytes(), path.parent)):
        yield from _named(path.read_bytes(), str(path), str(path.parent), settings, on_read)
    else:
        yield from _articles(path)


def _named(body: bytes, name: str, folder: str, settings: Settings, on_read: feeds.Listener) -> Iterator[Entry]:
    """What a table, a feed, a sitemap or a list names; paths are meant from its own folder."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix == ".gz" and PurePosixPath(name).with_suffix("").suffix.lower() in (*LISTS, *tables.SUFFIXES):
        body, name = feeds.unpacked(body, name), str(PurePosixPath(name).with_suffix(""))
        suffix = PurePosixPath(name).suffix.lower()
    if suffix in FEEDS or feeds.is_feed(body):
        return _rows(feeds.links(body, name, settings, on_read), folder)
    text = _text(body, folder)
    if suffix in tables.SUFFIXES:
        return _rows(tables.rows(text, suffix, name), folder)
    if text.lstrip()[:1] in ("{", "["):
        return _rows(tables.rows(text, ".jsonl", name), folder)
    return (
        _rows(tables.rows(text, "", name), folder) if tables.is_table(text) else _lines(text, folder, settings, on_read)
    )


def _text(body: bytes, folder: str) -> str:
    """The letters of a list or table; where they are of a code page, those under which its files are there."""
    exists = _exists(folder)
    return letters.decoded(body, lambda name: bool(name) and bool(lists.path_of(name, exists)))


def _exists(folder: str) -> lists.Exists:
    """Whether a path of a list is there; in an object store that is not asked."""
    return (lambda name: False) if is_address(folder) else lists.exists_in(folder)


def _is_naming(body: bytes, folder: Path) -> bool:
    """Whether a text file is a list or a table: every line an address or a path, or the first one heads of columns."""
    text = _text(body, str(folder))
    return tables.is_table(text) or tables.is_json_lines(text) or lists.is_list(text, lists.is_file_in(str(folder)))


def _lines(text: str, folder: str, settings: Settings, on_read: feeds.Listener) -> Iterator[Entry]:
    """What a list names: articles, and those of a folder or a pattern."""
    for name in lists.names(text, _exists(folder)):
        path = _placed(name, folder)
        if is_web(path) or is_address(path) or os.path.isfile(path):
            yield Item(path)
        elif os.path.isdir(path):
            yield from _folder(Path(path), settings, on_read)
        elif glob.has_magic(path):
            yield from _safely(name, lambda path=path: map(Item, filter(os.path.isfile, folders.matching(path))))  # type: ignore[misc]
        else:
            yield Item(path)


def _placed(name: str, folder: str) -> str:
    """A path as the list means it, from the list's own folder; an address as it is."""
    if is_web(name) or is_address(name):
        return name
    if is_address(folder):
        return f"{folder}/{name}"
    return str(Path(folder, lists.path_of(name, lists.exists_in(folder)) or name)) if name != "-" else "./-"


def _rows(rows: Iterable[tables.Row], folder: str) -> Iterator[Entry]:
    for row in rows:
        if row.trouble:
            yield record.failure(row.source, SourceError(row.trouble, row.hint), stage="reading")
        else:
            details = Details(row.title, row.byline, row.published, None, row.slug)
            yield Item(_placed(row.source, folder), details, row.voice, row.language, row.day, page=row.page)


def _stored(address: str, settings: Settings, on_read: feeds.Listener) -> Iterator[Entry]:
    """The articles of an object store: of a folder, of a pattern, of a list there, or the one that is named."""
    folder, _, name = address.rpartition("/")
    suffix = PurePosixPath(name).suffix.lower()
    if glob.has_magic(address) or suffix not in (*folders.ARTICLES, *NAMING):
        yield from _below(address)
    elif suffix in folders.ARTICLES:
        yield Item(address)
    elif (body := store(folder).get(name)) is not None:
        yield from _named(body, address, folder, settings, on_read)
    else:
        raise SourceError(f"there is no {address}", "is the address right?")


def _below(address: str) -> Iterator[Item]:
    """The articles below a folder of an object store, or those there that a pattern matches."""
    pattern = address if glob.has_magic(address) else f"{address.rstrip('/')}/*"
    fixed = re.split(r"[*?\[]", pattern)[0].rpartition("/")[0]
    found = False
    for name in store(fixed).files():
        hidden = any(part.startswith(".") for part in name.split("/"))
        if (
            not hidden
            and PurePosixPath(name).suffix.lower() in folders.ARTICLES
            and fnmatchcase(f"{fixed}/{name}", pattern)
        ):
            found = True
            yield Item(f"{fixed}/{name}")
    if not found:
        raise SourceError(f"there is no article at {address}", "is the address right?")
