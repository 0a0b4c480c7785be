"""Source -> Page: bytes and what was declared about them, within limits of size."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from narrator.errors import SourceError
from narrator.model import Page
from narrator.settings import Settings

CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1b"))
"""What text has none of; one in twenty is no accident."""
LIMIT_BYTES = 20_000_000
PICTURES = ("image/jpeg", "image/png")
LARGEST_COVER = 2_000_000
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
    scheme, separator, _ = source.partition("://")
    if separator and scheme.lower() in ("http", "https"):
        from narrator.fetch import web

        return checked(web.page(source, settings))
    if separator and len(scheme) > 1 and scheme.isalnum():
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


def _limited(file: BinaryIO, name: str) -> bytes:
    body = file.read(LIMIT_BYTES + 1)
    if len(body) > LIMIT_BYTES:
        raise SourceError(f"{name} is larger than {LIMIT_BYTES // 1_000_000} MB", "an article is a thousandth of that")
    return body


def _name(source: str) -> str:
    return "standard input" if source == "-" else source
