"""Feeds and sitemaps at addresses and on disk: known by what they are; the sitemaps of an index followed, each once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator

from narrator import fetch
from narrator.addresses import is_web
from narrator.batch import feed_items, letters, lists, tables
from narrator.batch.feed_items import HEAD_BYTES, has_root, is_feed, items
from narrator.batch.tables import Row
from narrator.errors import NarratorError, SourceError
from narrator.fetch import web
from narrator.identity import canonical
from narrator.settings import Settings

KINDS = (
    *web.READ,
    *web.FEEDS,
    *("application/rdf+xml", "application/x-rss+xml", "text/rss+xml", "text/rss", "application/json", "text/json"),
    *("application/gzip", "application/x-gzip", "application/octet-stream", "binary/octet-stream"),
)
"""Content types under which feeds and sitemaps are sent."""
XML = (*web.FEEDS, "application/rdf+xml", "application/x-rss+xml", "text/rss+xml", "text/rss")
"""Content types under which a feed is one also with a warning before its first line."""
LIMIT_BYTES = 52_428_800
"""Of a feed or sitemap as it is sent: 50 MiB, as the sitemap protocol allows."""
SITEMAPS = 10_000
"""Of one input: more are not asked for."""
DEPTH = 3
"""Of sitemaps that name sitemaps; the protocol allows one level."""
TABLES = {"text/csv": ".csv", "application/csv": ".csv", "text/tab-separated-values": ".tsv"}
"""Content types of tables, as spreadsheets publish them."""

Listener = Callable[[str], None]

__all__ = ["HEAD_BYTES", "Listener", "at", "is_feed", "links"]


def at(url: str, settings: Settings, on_read: Listener = lambda name: None) -> Iterator[Row]:
    """The articles at an address: those of a feed or sitemap, by what it is; anything else is an article itself.

    Args:
        url: of a feed, a sitemap or an article.
        settings: for fetching.
        on_read: hears of each document that is read.

    Raises:
        SourceError: it cannot be had.
    """
    page = web.page(url, settings, kinds=(*KINDS, *TABLES), limit_bytes=LIMIT_BYTES)
    kind = page.content_type
    if is_feed(page.body) or (kind in XML and has_root(page.body)):
        yield from links(page.body, page.url or url, settings, on_read)
    elif kind in TABLES:
        yield from map(_of_the_web, tables.rows(letters.decoded(page.body), TABLES[kind], url))
    elif kind == "text/plain" and _is_list(page.body):
        yield from (Row(name) for name in lists.names(letters.decoded(page.body), _is_there))
    elif kind in web.READ and len(page.body) <= web.LIMIT_BYTES:
        yield Row(url, page=fetch.checked(page))
    else:  # whoever makes it says what it is
        yield Row(url)


def unpacked(body: bytes, name: str) -> bytes:
    """A list or a table that is packed by gzip.

    Raises:
        SourceError: it cannot be unpacked whole.
    """
    whole, trouble = feed_items.unpacked(body, name)
    if trouble:
        raise SourceError(f"{name} {trouble}", "pack it again")
    return whole


def _is_list(body: bytes) -> bool:
    """Whether every line of a text is an address, or a comment."""
    text = letters.decoded(body)
    names = list(lists.names(text, _is_there))
    return lists.is_list(text, _is_there) and all(map(is_web, names))


def _is_there(path: str) -> bool:
    """Whether a path that a site names is there: none is asked for."""
    return False


def _of_the_web(row: Row) -> Row:
    """A row of somebody's table: it may name addresses, never a file of this machine."""
    if row.trouble or is_web(row.source):
        return row
    return Row(row.source, trouble=f"{row.source[:200]!r} is no web address", hint="a table on the web names addresses")


def links(body: bytes, name: str, settings: Settings, on_read: Listener = lambda name: None) -> Iterator[Row]:
    """The articles of a feed or sitemap, and of all sitemaps below it.

    Args:
        body: as it was read, packed by gzip or not.
        name: of the document, an address or a path.
        settings: for sitemaps that it names.
        on_read: hears of each document that is read.

    Raises:
        SourceError: it is neither a feed nor a sitemap.
    """
    on_read(name)
    return _Walk(settings, on_read).rows(body, name)


class _Walk:
    """The way through the sitemaps of one input: each is read once, those of the first index before those below it."""

    def __init__(self, settings: Settings, on_read: Listener) -> None:
        self._settings, self._on_read = settings, on_read
        self._seen: set[str] = set()
        self._waiting: deque[tuple[str, int]] = deque()
        self._beyond = self._too_deep = 0

    def rows(self, body: bytes, name: str) -> Iterator[Row]:
        """The articles of a document and of those below it; what is not read of them is said at the end."""
        self._seen.add(canonical(name))
        yield from self._read(body, name, 0)
        while self._waiting:
            url, depth = self._waiting.popleft()
            self._on_read(url)
            try:
                page = web.page(url, self._settings, kinds=KINDS, limit_bytes=LIMIT_BYTES)
                yield from self._read(page.body, page.url or url, depth)
            except NarratorError as error:
                yield Row(url, trouble=error.message, hint=error.hint)
        if self._beyond:
            yield Row(name, trouble=f"{name} names more than {SITEMAPS:,} sitemaps: {self._beyond} are not read")
        if self._too_deep:
            yield Row(name, trouble=f"{self._too_deep} sitemaps are not read: they are {DEPTH} indexes below {name}")

    def _read(self, body: bytes, name: str, depth: int) -> Iterator[Row]:
        """The articles of one document; the sitemaps that it names wait for their turn."""
        self._seen.add(canonical(name))
        for each in items(body, name):
            if isinstance(each, Row):
                yield each
            elif (key := canonical(each.url)) in self._seen:
                continue
            elif depth == DEPTH:
                self._too_deep += 1
            elif len(self._seen) >= SITEMAPS:
                self._beyond += 1
            else:
                self._seen.add(key)
                self._waiting.append((each.url, depth + 1))
