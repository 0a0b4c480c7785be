"""A publisher's server: published narrations below ``/listen/``, and host pages with the headers that they ask for."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from narrator import Narrator
from narrator.model import Details, Narration, Page
from narrator.publish import site
from narrator.settings import Settings
from tests.publish.hosts import themes

PAPER = "https://paper.example"


@dataclass
class Publisher:
    """Where the server listens, what it has narrated, and the pages that tests put on it."""

    origin: str
    folder: Path
    narrations: dict[str, Narration]
    pages: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def tag(self) -> str:
        """What a publisher writes into the template."""
        return '<script async src="/listen/embed.js"></script>'

    def put(self, path: str, html: str, **headers: str) -> str:
        """Serve a page; gives its address."""
        self.pages[path] = (html, {name.replace("_", "-"): value for name, value in headers.items()})
        return f"{self.origin}{path}"

    def story(self, language: str, theme: str, host: themes.Host | None = None, head: str = "", **headers: str) -> str:
        """The article of a language in a theme, with the loader's tag; gives its address."""
        told = themes.articles()[language] if host is None else host
        head = f'<link rel="canonical" href="{address(language)}">{head}{self.tag}'
        return self.put(f"/{language}/{theme}", themes.page(told, theme, head), **headers)


def address(language: str) -> str:
    """Of the article on the publisher's site."""
    return f"{PAPER}/{language}/story"


def narrated(folder: Path, cache: Path) -> dict[str, Narration]:
    """All articles narrated by the tone voice and published into ``folder``."""
    settings = Settings(output=str(folder), cache_dir=cache, voice="tone", sign=False, page=False)
    made = {}
    with Narrator(settings) as narrator:
        for tag, host in themes.articles().items():
            source = Page(f"{tag}.html", themes.plain_page(host).encode(), content_type="text/html")
            made[tag] = narrator.narrate(source, details=Details(url=address(tag), slug=tag)).narration
    site.build(folder, "https://paper.example/listen")
    return made


@contextmanager
def serving(folder: Path, narrations: dict[str, Narration]) -> Iterator[Publisher]:
    """A running server."""
    import uvicorn
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Mount, Route
    from starlette.staticfiles import StaticFiles

    publisher = Publisher("", folder, narrations)

    async def shown(request: Request) -> Response:
        publisher.asked.append(request.url.path)
        html, headers = publisher.pages.get(request.url.path, ("", {}))
        return Response(html, 200 if html or request.url.path == "/favicon.ico" else 404, headers, "text/html")

    class Told(StaticFiles):
        async def get_response(self, path: str, scope: Any) -> Response:
            publisher.asked.append(f"/listen/{path}")
            return await super().get_response(path, scope)

    routes = [Mount("/listen", Told(directory=folder)), Route("/{path:path}", shown)]
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), port=0, log_level="error"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.02)
    publisher.origin = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    yield publisher
    server.should_exit = True
