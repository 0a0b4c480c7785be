"""RSS, Atom and sitemaps: the web addresses that they name. What they name is a stranger's: files are not read."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from narrator.batch.tables import Row, day, first
from narrator.errors import SourceError
from narrator.fetch import web
from narrator.model import Page
from narrator.settings import Settings

WEB = ("http", "https")
ENDINGS = (".xml", ".xml.gz", ".rss", ".atom", "/feed", "/rss", "/feed/", "/rss/", "/atom", "/atom/")
KINDS = (*web.READ, *web.FEEDS, "application/gzip", "application/x-gzip", "application/octet-stream")
GZIP = b"\x1f\x8b"
LIMIT_BYTES = 100_000_000
"""Of an unpacked sitemap; the protocol allows half of it."""
LIMIT_LINKS = 1_000_000
DEPTH = 3
"""Of sitemaps that name sitemaps."""
DATES = ("lastmod", "pubdate", "published", "updated", "date")


def at(url: str, settings: Settings) -> Iterator[Row]:
    """The articles at an address: those of a feed or sitemap, by what it is; anything else is an article itself."""
    if not urlsplit(url).path.lower().endswith(ENDINGS):
        yield Row(url)
        return
    page = web.page(url, settings, kinds=KINDS)
    if page.body.lstrip()[:200].lower().startswith((b"<!doctype html", b"<html")):
        yield Row(url)
    else:
        yield from links(page.body, page.url or url, settings)


def links(body: bytes, name: str, settings: Settings, depth: int = DEPTH) -> Iterator[Row]:
    """Entries of RSS, Atom or a sitemap, by their local names.

    Args:
        body: as it was read, packed by gzip or not.
        name: of the feed, an address or a path; relative links are meant from it.
        settings: for sitemaps that it names.
        depth: how many times a sitemap may name sitemaps.

    Raises:
        SourceError: it is neither a feed nor a sitemap.
    """
    root = _root(_unpacked(body, name), name)
    if _local(root) == "sitemapindex":
        for entry in root if depth else ():
            if place := _child(entry, "loc"):
                yield from _below(_joined(name, place), settings, depth - 1)
        return
    for count, entry in enumerate(root.iter("{*}url", "{*}item", "{*}entry")):
        if (link := _child(entry, "loc") or _child(entry, "link") or _href(entry)) and count < LIMIT_LINKS:
            yield _row(_joined(name, link), first(_child(entry, key) for key in DATES))


def _below(url: str, settings: Settings, depth: int) -> Iterator[Row]:
    """The links of a sitemap that a sitemap names; one that cannot be had does not end the others."""
    try:
        page: Page = web.page(url, settings, kinds=KINDS)
        yield from links(page.body, page.url or url, settings, depth)
    except SourceError as error:
        yield Row(url, trouble=error.message, hint=error.hint)


def _joined(name: str, link: str) -> str:
    """A link as the feed means it."""
    try:
        return urljoin(name, link)
    except ValueError:
        return link


def _row(link: str, when: str) -> Row:
    try:
        scheme = urlsplit(link).scheme.lower()
    except ValueError:
        scheme = ""
    if scheme not in WEB:
        return Row(link[:200], trouble=f"a feed names {link[:200]!r}, which is no web address")
    return Row(link, day=day(when))


def _unpacked(body: bytes, name: str) -> bytes:
    if not body.startswith(GZIP):
        return body
    try:
        with gzip.open(io.BytesIO(body)) as file:
            whole = file.read(LIMIT_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(f"{name} cannot be unpacked: {error}") from error
    if len(whole) > LIMIT_BYTES:
        raise SourceError(f"{name} unpacks to more than {LIMIT_BYTES // 1_000_000} MB", "is it a sitemap?")
    return whole


def _root(body: bytes, name: str) -> Any:
    """The document's root; entities and external files are not followed."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"{name} is no feed or sitemap: {error}") from error
    if root is None or _local(root) not in ("rss", "rdf", "feed", "urlset", "sitemapindex"):
        raise SourceError(f"{name} is no feed or sitemap", "RSS, Atom and sitemaps are read")
    return root


def _local(element: Any) -> str:
    from lxml import etree

    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _child(entry: Any, name: str) -> str:
    return next((str(each.text).strip() for each in entry if _local(each) == name and each.text), "")


def _href(entry: Any) -> str:
    """Atom's link: the alternate one, else the first."""
    found = [child for child in entry.iter("{*}link") if child.get("href")]
    best = [link for link in found if link.get("rel", "alternate") == "alternate"] or found
    return str(best[0].get("href")) if best else ""
