"""The library over HTTP, for preview: read-only, on this machine, nothing outside the folder."""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
import time
import weakref
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from narrator import slug, temporary
from narrator.library import Library, existing
from narrator.manifest import NAME
from narrator.publish import site
from narrator.settings.publishing import Publishing
from narrator.store import atomic_write, is_address
from narrator.store.served import MEDIA_TYPES

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

COMPRESSED = frozenset({".html", ".js", ".json", ".xml", ".vtt", ".srt", ".txt"})
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
    "Cross-Origin-Resource-Policy": "same-site",
    "Referrer-Policy": "no-referrer",
}
LOCAL = ("127.0.0.1", "localhost", "[::1]")
LOOK_S = 1.0
"""Seconds between two looks at the library: what is narrated meanwhile is shown."""


class Site:
    """The site of a library that was not published in its own folder, in memory, made again when it has changed."""

    remote = True

    def __init__(self, out: str | Path, base: str) -> None:
        self._library = Library(out)
        kept = ExitStack()
        self._copies = kept.enter_context(temporary.own_folder()) if is_address(str(out)) else None
        weakref.finalize(self, kept.close)
        self.root = (self._copies or Path(out)).resolve()
        """The folder that files are served from: the library, or copies of what was asked for of an object store."""
        self.address = self._library.store.address  # sounds are served from there
        self._publishing = Publishing(base_url=base)
        self._files: dict[str, bytes] = {}
        self._made_of: object = None
        self._looked = float("-inf")
        self._lock = threading.Lock()

    def page(self, path: str) -> bytes | None:
        """A file of the site as it is now, or None."""
        with self._lock:
            if time.monotonic() - self._looked > LOOK_S:
                self._look()
        return self._files.get(path)

    def copy(self, path: str) -> None:
        """Bring a narration's file out of the object store, where the library is in one."""
        folder, _, name = path.partition("/")
        place = self.root / folder / name
        if self._copies is None or not (slug.is_safe(folder) and slug.is_safe(name)) or place.exists():
            return
        content = self._library.store.get(path) if place.suffix in MEDIA_TYPES and name != NAME else None
        if content is not None:
            atomic_write(place, content)

    def _look(self) -> None:
        store = self._library.store
        names = sorted(each for each in store.folders() if not each.startswith("."))
        stamps = [(name, store.stamp(f"{name}/{NAME}")) for name in names]
        if stamps != self._made_of:
            site.written(self._library, self, self._publishing)
            self._made_of = stamps
        self._looked = time.monotonic()

    def get(self, name: str) -> bytes | None:
        """The content of a file, or None where there is none."""
        return self._files.get(name)

    def put(self, name: str, content: bytes) -> None:
        """Keep a file."""
        self._files[name] = content

    def files(self) -> Iterable[str]:
        """The names of all files."""
        return tuple(self._files)

    def remove(self, name: str) -> None:
        """Forget a file."""
        self._files.pop(name, None)

    def remove_folder(self, name: str) -> None:
        """There are no folders in memory."""


def application(out: str | Path, *, hosts: Sequence[str] = LOCAL, base: str = "http://localhost") -> Starlette:
    """The server of one library.

    Args:
        out: the folder that ``narrator read`` writes, or the address of an object store.
        hosts: names by which it may be asked: a foreign page cannot reach it by a name of its own.
        base: its own address.

    Raises:
        OutputError: the folder is not there.
    """
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.middleware.cors import CORSMiddleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware
    from starlette.routing import Route

    existing(out)
    live = Site(out, base)

    def answer(request: Request) -> Response:
        return _answer(live.root, live, request)

    guard = Middleware(TrustedHostMiddleware, allowed_hosts=[*hosts], www_redirect=False)
    pages = "|".join(map(re.escape, hosts))
    shared = Middleware(CORSMiddleware, allow_origin_regex=rf"https?://(?:{pages})(?::\d+)?", allow_methods=["GET"])
    return Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "HEAD"])], middleware=[guard, shared])


def run(out: str | Path, *, host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve until interrupted; requests under way are finished.

    Raises:
        OutputError: the folder is not there.
    """
    import uvicorn

    name = f"[{host}]" if ":" in host else host
    served = application(out, hosts=(*LOCAL, name), base=f"http://{name}:{port}")
    uvicorn.run(served, host=host, port=port, log_level="warning", timeout_graceful_shutdown=3, server_header=False)


def _answer(root: Path, live: Site, request: Request) -> Response:
    """A file, a folder's page, or what the site of the library would have there."""
    from starlette.responses import PlainTextResponse, RedirectResponse

    path = str(request.path_params["path"])
    live.copy(path)
    found = _resolved(root, path)
    if found is None and path and not path.endswith("/") and live.page(f"{path}/index.html") is not None:
        return RedirectResponse(f"{request.url.path}/", headers=HEADERS)
    if found is not None and found.is_dir():
        if path and not path.endswith("/"):
            return RedirectResponse(f"{request.url.path}/", headers=HEADERS)
        found = _page_of(root, found)
    if found is None or found.name == f"{found.parent.name}.html":
        made = _made(root, live, path)
        if made is not None:
            return _text(request, made[1], made[0])
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


def _made(root: Path, live: Site, path: str) -> tuple[str, bytes] | None:
    """The ending and the content of a file of the live site; None where it has none, or where one was published."""
    if (root / "index.html").is_file():
        return None
    name = f"{path}index.html" if not path or path.endswith("/") else path
    content = live.page(name)
    suffix = Path(name).suffix
    return (suffix, content) if content is not None and suffix in MEDIA_TYPES else None


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
