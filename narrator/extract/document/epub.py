"""E-books (EPUB 2 and 3) -> HTML: the chapters in reading order, each below a heading of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from narrator.errors import SourceError
from narrator.extract.document.archive import Archive
from narrator.extract.document.written import Facts, Written
from narrator.extract.html.tree import drop, text_of
from narrator.model import Page

CONTAINER = "META-INF/container.xml"
NAMES = {
    "container": "urn:oasis:names:tc:opendocument:xmlns:container",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
}
TYPE = "{http://www.idpf.org/2007/ops}type"
LEFT = frozenset(
    [
        "cover",
        "titlepage",
        "title-page",
        "halftitlepage",
        "copyright-page",
        "copyright",
        "imprint",
        "colophon",
        "toc",
        "landmarks",
        "loi",
        "lot",
        "index",
        "page-list",
    ]
)
"""Parts of a book that are no chapters (EPUB structural vocabulary; guide of EPUB 2)."""
UNREAD = frozenset(["pagebreak", "noteref", "footnote", "footnotes", "endnote", "endnotes", "rearnote", "rearnotes"])
CHAPTERS = 2_000
LEAST = 200
"""Characters of text from which a part without a heading is a chapter by itself."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A file of the book in reading order."""

    title: str
    html: str


def written(page: Page) -> Written:
    """The book, or the one chapter of it that is asked for.

    Raises:
        SourceError: it is broken, locked or too large, or has no such chapter.
    """
    with Archive(page.body, page.source) as archive:
        if "META-INF/encryption.xml" in archive.names and b"EncryptedData" in archive.read("META-INF/encryption.xml"):
            _check_encryption(archive, page.source)
        package, place = _package(archive, page.source)
        book = list(_chapters(archive, package, place))
    if not book:
        raise SourceError(f"{page.source} has no chapters in it", "is it whole?")
    facts = Facts(
        title=_dc(package, "title"),
        byline=_creators(package),
        site=_dc(package, "publisher"),
        language=_dc(package, "language"),
        published=None,
        is_sure=True,
    )
    if page.chapter is None:
        text = "".join(f"<section>{chapter.html}</section>" for chapter in book)
        return Written(f"<html><body>{text}</body></html>", "text/html", facts=facts)
    if not 1 <= page.chapter <= len(book):
        raise SourceError(f"{page.source} has {len(book)} chapters, and no chapter {page.chapter}", "which one?")
    chapter = book[page.chapter - 1]
    own = Facts(chapter.title or facts.title, facts.byline, facts.title, language=facts.language, is_sure=True)
    return Written(f"<html><body>{chapter.html}</body></html>", "text/html", facts=own)


def titles(page: Page) -> tuple[str, ...]:
    """The titles of the chapters, in reading order; empty strings for those that have none.

    Raises:
        SourceError: it is broken, locked or too large.
    """
    with Archive(page.body, page.source) as archive:
        package, place = _package(archive, page.source)
        return tuple(chapter.title for chapter in _chapters(archive, package, place))


def _check_encryption(archive: Archive, name: str) -> None:
    """Refuse a book whose text is locked; fonts alone may be (EPUB 3.3, 4.4)."""
    root = archive.xml("META-INF/encryption.xml")
    locked = [each.get("URI") or "" for each in root.iter("{http://www.w3.org/2001/04/xmlenc#}CipherReference")]
    if any(each.lower().endswith((".xhtml", ".html", ".htm", ".xml", ".opf")) for each in locked):
        raise SourceError(f"{name} is locked by its seller (DRM)", "give a book without a lock")


def _package(archive: Archive, name: str) -> tuple[etree._Element, str]:
    """The root of the package document, and its name in the archive."""
    root = archive.xml(CONTAINER).find(".//container:rootfile", NAMES)
    place = (root.get("full-path") or "") if root is not None else ""
    if place not in archive.names:
        raise SourceError(f"{name} does not say where its chapters are", "is it whole?")
    return archive.xml(place), place


def _chapters(archive: Archive, package: etree._Element, place: str) -> Iterator[Chapter]:
    """The chapters in reading order, without covers, indexes and what is not a part of the text's order."""
    items = {each.get("id"): each for each in package.iterfind(".//opf:manifest/opf:item", NAMES)}
    left = {
        archive.place(place, each.get("href") or "")
        for each in package.iterfind(".//opf:guide/opf:reference", NAMES)
        if (each.get("type") or "").lower() in LEFT
    }
    named = _contents(archive, package, place)
    for each in package.findall(".//opf:spine/opf:itemref", NAMES)[:CHAPTERS]:
        item = items.get(each.get("idref"))
        if item is None or each.get("linear") == "no" or "nav" in (item.get("properties") or "").split():
            continue
        file = archive.place(place, item.get("href") or "")
        if not file or file in left or "html" not in (item.get("media-type") or "html"):
            continue
        if (chapter := _chapter(archive.read(file), named.get(file, ""))) is not None:
            yield chapter


def _chapter(body: bytes, title: str) -> Chapter | None:
    """A file as a chapter; None for a cover, an index, and for what has no text."""
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=False, remove_comments=True, remove_pis=True)
    text = re.sub(rb"^\s*<\?xml[^>]*\?>", b"", body.removeprefix(b"\xef\xbb\xbf"))
    try:
        tree = lxml_html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    root = tree.find("body")
    if root is None or _types(root) & LEFT or (len(root) == 1 and _types(root[0]) & LEFT):
        return None
    for each in list(root.iter(etree.Element)):
        if each.getparent() is not None and (each.tag in ("nav", "script", "style") or _types(each) & UNREAD):
            drop(each)
    words = text_of(root)
    heading = next(iter(root.iter("h1", "h2", "h3")), None)
    own = text_of(heading) if heading is not None else ""
    if not words or (heading is None and not title and len(words) < LEAST):
        return None
    name = own or title
    told = f"<h1>{escape(name)}</h1>" if heading is None and name else ""
    parts = [str(etree.tostring(each, encoding="unicode", method="html")) for each in root]
    inside = escape(root.text or "", quote=False) + "".join(parts)
    return Chapter(name, told + inside)


def _types(element: Any) -> set[str]:
    """What a part of a book says that it is."""
    told = f"{element.get('epub:type') or element.get(TYPE) or ''} {element.get('role') or ''}"
    return {each.removeprefix("doc-") for each in told.split()}


def _contents(archive: Archive, package: etree._Element, place: str) -> dict[str, str]:
    """The titles of files by the book's table of contents (EPUB 2 and 3 for those that have both)."""
    for item in package.iterfind(".//opf:manifest/opf:item", NAMES):
        file = archive.place(place, item.get("href") or "")
        if file and item.get("media-type") == "application/x-dtbncx+xml":
            points = archive.xml(file).iterfind(".//ncx:navPoint", NAMES)
            return _first(archive, file, ((_ncx(each, "ncx:content", "src"), _label(each)) for each in points))
        if file and "nav" in (item.get("properties") or "").split():
            links = lxml_html.document_fromstring(re.sub(rb"^\s*<\?xml[^>]*\?>", b"", archive.read(file))).iter("a")
            return _first(archive, file, ((each.get("href") or "", text_of(each)) for each in links))
    return {}


def _first(archive: Archive, base: str, links: Iterator[tuple[str, str]]) -> dict[str, str]:
    """The first title that leads to each file."""
    out: dict[str, str] = {}
    for address, title in links:
        out.setdefault(archive.place(base, address), " ".join(title.split()))
    return out


def _ncx(point: etree._Element, path: str, attribute: str) -> str:
    found = point.find(path, NAMES)
    return (found.get(attribute) or "") if found is not None else ""


def _label(point: etree._Element) -> str:
    return point.findtext("ncx:navLabel/ncx:text", "", NAMES) or ""


def _dc(package: etree._Element, name: str) -> str:
    return " ".join((package.findtext(f".//dc:{name}", "", NAMES) or "").split())


def _creators(package: etree._Element) -> str:
    """The authors, as a byline names them."""
    names: Sequence[str] = [
        " ".join((each.text or "").split())
        for each in package.iterfind(".//dc:creator", NAMES)
        if each.get(f"{{{NAMES['opf']}}}role") in (None, "aut")
    ]
    names = [_forward(name) for name in dict.fromkeys(names) if name]
    return ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1] if names else ""


def _forward(name: str) -> str:
    """A name as it is said: ``Lindqvist, Zoë`` is the order of a library."""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma and "," not in first and len(first.split()) <= 3 else name
