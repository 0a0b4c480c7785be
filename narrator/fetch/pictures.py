"""Pictures of an article, from the web or from beside its file: known by their first bytes, within limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from narrator.addresses import is_web
from narrator.errors import SourceError
from narrator.model import Page
from narrator.settings import Settings

KINDS = ("image/jpeg", "image/png", "image/gif", "image/webp", "image/avif")
"""What browsers show and what cannot run: no SVG."""
ENDINGS = {kind: "." + kind.removeprefix("image/").replace("jpeg", "jpg") for kind in KINDS}
LARGEST_BYTES = 5_000_000
MOST = 60
COVERS = ("image/jpeg", "image/png")
"""What sound files can carry."""
LARGEST_COVER_BYTES = 2_000_000


def cover(url: str, settings: Settings) -> Page | None:
    """A JPEG or PNG from the web, for a cover; None where it cannot be had or is too large for one."""
    found = _from_web(url, settings, LARGEST_COVER_BYTES)
    return found if found and found.content_type in COVERS else None


def copies(urls: Iterable[str], source: Page, settings: Settings) -> Iterator[Page]:
    """The pictures of an article that can be had, each once; ``Page.source`` is the address that was asked for.

    Args:
        urls: addresses on the web, or paths as seen from the article's own file, and not outside of its folder.
        source: the article's page.
        settings: how to fetch.
    """
    for url in list(dict.fromkeys(urls))[:MOST]:
        found = _from_web(url, settings, LARGEST_BYTES) if is_web(url) else _from_disk(url, source)
        if found is not None:
            yield found


def kind_of(body: bytes) -> str:
    """The media type of a picture by its first bytes; empty for what is none of ``KINDS``."""
    if body.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if body.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "image/webp"
    return "image/avif" if body[4:12] in (b"ftypavif", b"ftypavis") else ""


def _from_web(url: str, settings: Settings, limit: int) -> Page | None:
    from narrator.fetch import web

    try:
        found = web.page(url, settings, kinds=KINDS)
    except SourceError:
        return None
    kind = kind_of(found.body)
    return Page(url, found.body, url, kind) if kind and len(found.body) <= limit else None


def _from_disk(url: str, source: Page) -> Page | None:
    """A picture beside the article's file; None for what is not there, is outside of its folder, or is no picture."""
    if source.source == "-" or source.url is not None or urlsplit(url).scheme or not url:
        return None
    folder = Path(source.source).resolve().parent
    path = (folder / unquote(urlsplit(url).path)).resolve()
    if not path.is_relative_to(folder) or not path.is_file() or path.stat().st_size > LARGEST_BYTES:
        return None
    body = path.read_bytes()
    return Page(url, body, None, kind_of(body)) if kind_of(body) else None
