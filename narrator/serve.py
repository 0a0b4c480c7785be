"""The library over HTTP, for preview: read-only, on this machine, nothing outside the folder."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from narrator.errors import OutputError
from narrator.library import Library
from narrator.publish import feed, site

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".c2pa": "application/c2pa",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".opus": "audio/ogg",
    ".flac": "audio/flac",
    ".wav": "audio/wav",
}
"""What is served; a file of another kind is not."""
COMPRESSED = frozenset({".html", ".js", ".json", ".xml", ".vtt"})
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}
LOCAL = ("127.0.0.1", "localhost", "[::1]")


def application(out: str | Path, *, hosts: Sequence[str] = LOCAL) -> Starlette:
    """The server of one local library.

    Args:
        out: the folder that ``narrator read`` writes.
        hosts: names by which it may be asked: a foreign page cannot reach it by a name of its own.

    Raises:
        OutputError: the folder is not there.
    """
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware
    from starlette.routing import Route

    root = Path(out).resolve()
    if not root.is_dir():
        raise OutputError(f"{out} is not there", "narrator read ARTICLE --output DIR makes one")

    def answer(request: Request) -> Response:
        return _answer(root, request)

    guard = Middleware(TrustedHostMiddleware, allowed_hosts=[*hosts], www_redirect=False)
    return Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "HEAD"])], middleware=[guard])


def run(out: str | Path, *, host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve until interrupted; requests under way are finished.

    Raises:
        OutputError: the folder is not there.
    """
    import uvicorn

    served = application(out, hosts=(*LOCAL, f"[{host}]" if ":" in host else host))
    uvicorn.run(served, host=host, port=port, log_level="warning", timeout_graceful_shutdown=3, server_header=False)


def _answer(root: Path, request: Request) -> Response:
    """A file, a folder's page, or the list of what is there."""
    from starlette.responses import PlainTextResponse, RedirectResponse

    path = str(request.path_params["path"])
    found = _resolved(root, path)
    if found is not None and found.is_dir():
        if path and not path.endswith("/"):
            return RedirectResponse(f"{request.url.path}/", headers=HEADERS)
        page = _page_of(root, found)
        if page is None and found == root:
            return _text(request, _preview(root).encode(), ".html")
        found = page
    if found is None or not found.is_file() or found.suffix not in MEDIA_TYPES:
        return PlainTextResponse("There is no such page.\n", 404, headers=HEADERS)
    return _file(request, found)


def _resolved(root: Path, path: str) -> Path | None:
    """The place that a path names: inside the root, also through links, and nothing hidden."""
    names = [name for name in path.split("/") if name]
    if any(name.startswith(".") or "\\" in name or ":" in name or not name.isprintable() for name in names):
        return None
    try:
        place = root.joinpath(*names).resolve()
        return place if place.is_relative_to(root) and place.exists() else None
    except (OSError, ValueError, RuntimeError):
        return None


def _page_of(root: Path, folder: Path) -> Path | None:
    """The page of a folder: the published one, else the one that ``narrator read`` wrote."""
    for name in ("index.html", f"{folder.name}.html"):
        page = folder / name
        if page.is_file() and page.resolve().is_relative_to(root):
            return page
    return None


def _preview(root: Path) -> str:
    """The list of what is there, where no site was published."""
    entries = [feed.entry(each, "") for each in Library(root).all()]
    return site.index(site.ordered(entries), site.Site(""))


def _file(request: Request, path: Path) -> Response:
    """A file: text compressed where the client takes it, everything else in ranges as asked for."""
    from starlette.responses import FileResponse, PlainTextResponse, Response

    try:
        if path.suffix in COMPRESSED and "range" not in request.headers:
            return _text(request, path.read_bytes(), path.suffix)
        found = path.stat()
    except OSError:
        return PlainTextResponse("There is no such page.\n", 404, headers=HEADERS)
    tag = f'"{hashlib.sha256(f"{found.st_mtime_ns}-{found.st_size}".encode()).hexdigest()[:16]}"'
    headers = {**HEADERS, "ETag": tag}
    if _is_current(request, tag):
        return Response(status_code=304, headers=headers)
    return FileResponse(path, headers=headers, media_type=MEDIA_TYPES[path.suffix], stat_result=found)


def _text(request: Request, body: bytes, suffix: str) -> Response:
    """A text, compressed where that is asked for."""
    from starlette.responses import Response

    short = "gzip" in request.headers.get("accept-encoding", "").lower()
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}{"-gz" * short}"'
    headers = {**HEADERS, "ETag": tag, "Vary": "Accept-Encoding"}
    if _is_current(request, tag):
        return Response(status_code=304, headers=headers)
    if short:
        headers["Content-Encoding"] = "gzip"
        body = gzip.compress(body, 5, mtime=0)
    return Response(body, headers=headers, media_type=MEDIA_TYPES[suffix])


def _is_current(request: Request, tag: str) -> bool:
    """Whether the client has this version already (RFC 9110, 13.1.2: a weak comparison)."""
    asked = request.headers.get("if-none-match", "")
    return asked.strip() == "*" or tag in {each.strip().removeprefix("W/") for each in asked.split(",")}
