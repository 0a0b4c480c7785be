"""Source -> Page: bytes and what was declared about them, within limits of size."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from narrator import mediatypes
from narrator.errors import OutputError, SourceError
from narrator.model import Page
from narrator.settings import Settings
from narrator.store import store

CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1b"))
"""What text has none of; one in twenty is no accident."""
LIMIT_BYTES = 20_000_000
LARGE = "an article is a thousandth of that"
STORES = ("s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "oss", "memory")
"""Object stores that articles are read from, by the schemes of fsspec."""
CHAPTER = re.compile(r"(?P<book>.+\.epub)#(?P<number>\d{1,4})", re.IGNORECASE | re.DOTALL)
"""How a chapter of an e-book is named."""
SCHEME = re.compile(
    r"([A-Za-z][A-Za-z0-9+.-]+)(?=://)|(file|data|javascript|mailto|about|blob|view-source|tel|urn)(?=:)", re.IGNORECASE
)
READ = "give HTML, Markdown, plain text, an e-mail, an EPUB, a PDF, .docx or .odt"


def page(source: str, settings: Settings, *, stdin: BinaryIO | None = None) -> Page:
    """Read a path, an address, or ``-`` for standard input; ``book.epub#3`` is the third chapter of an e-book.

    Raises:
        SourceError: it is not there, empty, too large, or no text.
    """
    if (chaptered := CHAPTER.fullmatch(source)) and not Path(source).exists():
        return _chapter(page(chaptered["book"], settings, stdin=stdin), int(chaptered["number"]))
    if source == "-":
        return checked(Page(source, _limited(stdin or sys.stdin.buffer, "standard input")))
    scheme = match.group().lower() if (match := SCHEME.match(source)) else ""
    if scheme in ("http", "https"):
        from narrator.fetch import web

        return checked(web.page(source, settings))
    if scheme and "://" in source:
        return checked(_stored(source, scheme))
    if scheme and not Path(source).exists():
        raise SourceError(f"{scheme}: addresses are not read", "give an http or https address, or a path")
    return checked(_file(Path(source)))


def _chapter(book: Page, number: int) -> Page:
    """One chapter of an e-book: a source of its own."""
    url = f"{book.url}#{number}" if book.url else None
    return replace(book, source=f"{book.source}#{number}", url=url, chapter=number)


def checked(found: Page) -> Page:
    """The page with its content type, if it is of a kind that is read.

    Raises:
        SourceError: it is empty or something else; the message says what.
    """
    body, name = found.body, _name(found.source)
    if not body.strip():
        raise SourceError(f"{name} is empty")
    kind = mediatypes.of(urlsplit(found.url).path if found.url else found.source, found.content_type, body)
    if kind is not None and not kind.is_read:
        raise SourceError(f"{name} is {kind.name}, which narrator does not read", kind.hint or READ)
    if kind is not None and kind.media_type not in mediatypes.TEXTS:
        return replace(found, content_type=kind.media_type)
    wide = body.startswith((b"\xff\xfe", b"\xfe\xff"))
    head = body[:4096]
    if not wide and len(head) - len(head.translate(None, CONTROLS)) > len(head) // 20:
        raise SourceError(f"{name} is binary, not text", READ)
    declared = found.content_type or (kind.media_type if kind is not None else "")
    if kind is None:
        declared = ""  # a page that its server calls a PDF
    elif declared == mediatypes.PLAIN:
        declared = kind.media_type  # a whole page that its server, or its name, calls plain text
    return replace(found, content_type=declared)


def _file(path: Path) -> Page:
    try:
        if path.is_dir():
            raise SourceError(f"{path} is a folder", "`narrator batch` reads folders")
        with path.open("rb") as file:
            body = _limited(file, str(path))
    except FileNotFoundError as error:
        raise SourceError(f"there is no file {path}", "is the path right?") from error
    except (OSError, ValueError) as error:
        raise SourceError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    return Page(str(path), body)


def _stored(address: str, scheme: str) -> Page:
    """A page in an object store. It has no address of its own: what is said of it is not where it is kept."""
    if scheme not in STORES:
        raise SourceError(f"{scheme}: addresses are not read", "give an http or https address, a path, or a store's")
    folder, _, name = address.rpartition("/")
    try:
        place = store(folder)
        if (place.size(name) or 0) > LIMIT_BYTES:
            raise SourceError(f"{address} is larger than {LIMIT_BYTES // 1_000_000} MB", LARGE)
        body = place.get(name)
    except OutputError as error:
        raise SourceError(error.message, error.hint) from error
    if body is None:
        raise SourceError(f"there is no {address}", "is the address right?")
    return Page(address, body)


def _limited(file: BinaryIO, name: str) -> bytes:
    body = file.read(LIMIT_BYTES + 1)
    if len(body) > LIMIT_BYTES:
        raise SourceError(f"{name} is larger than {LIMIT_BYTES // 1_000_000} MB", LARGE)
    return body


def _name(source: str) -> str:
    return "standard input" if source == "-" else source
