"""Source -> Page: bytes and what was declared about them, within limits of size."""

from __future__ import annotations

import re
import sys
from pathlib import Path, PurePosixPath
from typing import BinaryIO

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
PICTURES = ("image/jpeg", "image/png")
LARGEST_COVER = 2_000_000
SCHEME = re.compile(
    r"([A-Za-z][A-Za-z0-9+.-]+)(?=://)|(file|data|javascript|mailto|about|blob|view-source|tel|urn)(?=:)", re.IGNORECASE
)
TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".txt": "text/plain",
    ".text": "text/plain",
}
MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"ID3", "a sound file (MP3)"),
    (b"RIFF", "a sound or picture file"),
    (b"\x1f\x8b", "compressed (gzip)"),
    (b"{\\rtf", "a rich text document"),
)


def page(source: str, settings: Settings, *, stdin: BinaryIO | None = None) -> Page:
    """Read a path, an address, or ``-`` for standard input.

    Raises:
        SourceError: it is not there, empty, too large, or no text.
    """
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


def picture(url: str, settings: Settings) -> Page | None:
    """A JPEG or PNG from the web, for a cover; None where it cannot be had or is too large for one."""
    from narrator.fetch import web

    try:
        found = web.page(url, settings, kinds=PICTURES)
    except SourceError:
        return None
    kind = (
        "image/jpeg"
        if found.body.startswith(b"\xff\xd8\xff")
        else "image/png"
        if found.body.startswith(b"\x89PNG")
        else ""
    )
    return Page(url, found.body, url, kind) if kind and len(found.body) <= LARGEST_COVER else None


def checked(found: Page) -> Page:
    """The page, if it can be text.

    Raises:
        SourceError: it is empty or something else; the message says what.
    """
    body = found.body
    if not body.strip():
        raise SourceError(f"{_name(found.source)} is empty")
    kind = next((what for start, what in MAGIC if body.startswith(start)), None)
    wide = body.startswith((b"\xff\xfe", b"\xfe\xff"))
    head = body[:4096]
    if kind is None and not wide and len(head) - len(head.translate(None, CONTROLS)) > len(head) // 20:
        kind = "binary"
    if kind is not None:
        raise SourceError(f"{_name(found.source)} is {kind}, not text", "give HTML, Markdown or plain text")
    return found


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
    return Page(str(path), body, content_type=TYPES.get(path.suffix.lower(), ""))


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
    return Page(address, body, content_type=TYPES.get(PurePosixPath(name).suffix.lower(), ""))


def _limited(file: BinaryIO, name: str) -> bytes:
    body = file.read(LIMIT_BYTES + 1)
    if len(body) > LIMIT_BYTES:
        raise SourceError(f"{name} is larger than {LIMIT_BYTES // 1_000_000} MB", LARGE)
    return body


def _name(source: str) -> str:
    return "standard input" if source == "-" else source
