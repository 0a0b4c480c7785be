"""Addresses -> Pages: bounded in size, time and redirects; robots.txt honoured; conditional requests."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpx

from narrator.about import VERSION
from narrator.errors import OutputError, SourceError
from narrator.fetch.addresses import PublicBackend
from narrator.model import Page
from narrator.settings import Settings

AGENT = f"narrator/{VERSION} (article to audio)"
LIMIT_BYTES = 20_000_000
LIMIT_S = 30.0
REDIRECTS = 5
TRIES = 3
BACK_OFF_S = 0.5
LONGEST_WAIT_S = 10.0
AGAIN = (429, 500, 502, 503, 504)
READ = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown", "text/x-markdown")
FEEDS = ("application/rss+xml", "application/atom+xml", "application/xml", "text/xml", "application/feed+json")
PASSED_OVER = (OSError, ValueError, KeyError, OutputError)
"""A cache that fails is no cache, and nothing else."""
KEPT = 500
"""Pages in the cache of conditional requests."""
SPOKEN = {
    403: "the site refuses",
    404: "there is no such page",
    410: "the page is gone",
    401: "the page wants a login",
    451: "the page is withheld for legal reasons",
}


def page(
    url: str, settings: Settings, *, kinds: tuple[str, ...] = READ, sleep: Callable[[float], None] = time.sleep
) -> Page:
    """Fetch an article's page.

    Args:
        url: http or https.
        settings: allow_private, ignore_robots, cache_dir.
        kinds: content types that are taken.
        sleep: waits between tries.

    Raises:
        SourceError: refused, too large, too slow, of another kind, or the site says no; the message says which.
    """
    deadline = time.monotonic() + LIMIT_S
    kept = _Kept(settings.cache_dir)
    with _client(settings) as client:
        for _ in range(REDIRECTS + 1):
            _allowed(client, url, settings)
            found = _tried(client, url, kept, deadline, kinds, sleep)
            if isinstance(found, Page):
                return found
            url = found
    raise SourceError(f"{url}: more than {REDIRECTS} redirects", "is it a loop?")


def _client(settings: Settings) -> httpx.Client:
    import ssl

    import httpcore

    transport = httpx.HTTPTransport(retries=0)
    transport._pool = httpcore.ConnectionPool(
        ssl_context=ssl.create_default_context(),
        network_backend=PublicBackend(allow_private=settings.allow_private),
    )
    headers = {"User-Agent": AGENT, "Accept": "text/html, text/markdown, text/plain;q=0.9, */*;q=0.1"}
    return httpx.Client(transport=transport, headers=headers, timeout=10.0, follow_redirects=False, trust_env=False)


def _allowed(client: httpx.Client, url: str, settings: Settings) -> None:
    """Refuse other schemes, addresses with a password, and what robots.txt forbids."""
    parts = urlsplit(url)
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise SourceError(f"{url[:200]} is no http or https address", "files are given by their path")
    if settings.ignore_robots:
        return
    robots = _robots(client, f"{parts.scheme}://{parts.netloc}/robots.txt")
    if not robots.can_fetch("narrator", url):
        raise SourceError(f"{parts.hostname} asks in robots.txt not to fetch this page", "--ignore-robots overrules it")


def _robots(client: httpx.Client, url: str) -> RobotFileParser:
    """What robots.txt says; nothing where there is none (RFC 9309, 2.3.1)."""
    parser = RobotFileParser()
    try:
        with client.stream("GET", url) as answer:
            body = b"".join(_bounded(answer, 500_000, time.monotonic() + 10)) if answer.status_code == 200 else b""
    except (httpx.HTTPError, SourceError) as error:
        if isinstance(error, SourceError) and "not a public address" in error.message:
            raise
        body = b""
    parser.parse(body.decode("utf-8", "replace").splitlines())
    return parser


def _tried(
    client: httpx.Client,
    url: str,
    kept: _Kept,
    deadline: float,
    kinds: tuple[str, ...],
    sleep: Callable[[float], None],
) -> Page | str:
    """The page, or where it redirects to; tried again where the site is busy."""
    for attempt in range(TRIES):
        try:
            with client.stream("GET", url, headers=kept.conditions(url)) as answer:
                if answer.status_code in AGAIN and attempt + 1 < TRIES:
                    wait = _wait(answer, attempt)
                else:
                    return _taken(answer, url, kept, deadline, kinds)
        except httpx.TimeoutException as error:
            raise SourceError(f"{url} did not answer in time", "try again later") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            if attempt + 1 == TRIES:
                raise SourceError(f"{url} cannot be reached: {error}", "is the network up?") from error
            wait = BACK_OFF_S * 2**attempt
        sleep(wait)
    raise AssertionError("the last try returns or raises")


def _wait(answer: httpx.Response, attempt: int) -> float:
    """As long as the site asks for, within reason."""
    asked = answer.headers.get("retry-after", "")
    return min(LONGEST_WAIT_S, float(asked) if asked.isdigit() else BACK_OFF_S * 2**attempt)


def _taken(answer: httpx.Response, url: str, kept: _Kept, deadline: float, kinds: tuple[str, ...]) -> Page | str:
    if answer.status_code == 304 and (old := kept.page(url)) is not None:
        return old
    if answer.is_redirect and "location" in answer.headers:
        return urljoin(url, answer.headers["location"])
    if answer.status_code != 200:
        said = SPOKEN.get(answer.status_code, "the site answers")
        raise SourceError(f"{url}: {said} ({answer.status_code})", "is the address right?")
    kind = answer.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind and kind not in kinds:
        raise SourceError(f"{url} is {kind}, not an article's page", "give the address of the page itself")
    body = b"".join(_bounded(answer, LIMIT_BYTES, deadline))
    found = Page(url, body, url, kind if kind in READ else "", answer.charset_encoding)
    kept.keep(found, answer.headers)
    return found


def _bounded(answer: httpx.Response, limit: int, deadline: float) -> Iterator[bytes]:
    """The body, decompressed, within limits: a bomb is cut when it has grown too large."""
    size = 0
    for piece in answer.iter_bytes(65_536):
        size += len(piece)
        if size > limit:
            raise SourceError(
                f"{answer.url} is larger than {limit // 1_000_000} MB", "an article is a thousandth of that"
            )
        if time.monotonic() > deadline:
            raise SourceError(f"{answer.url} took longer than {LIMIT_S:.0f} s", "try again later")
        yield piece


class _Kept:
    """Pages with an ETag or a date, so that an unchanged one is not sent again. Never fatal."""

    def __init__(self, folder: Path | None) -> None:
        from narrator.cache import default_folder

        self._folder = (folder or default_folder()) / "pages"

    def conditions(self, url: str) -> dict[str, str]:
        """Headers that ask for the page only if it changed."""
        with suppress(*PASSED_OVER):
            note = json.loads((self._place(url) / "note.json").read_text())
            return {name: str(note[key]) for name, key in _CONDITIONS if note.get(key)}
        return {}

    def page(self, url: str) -> Page | None:
        """The page as it was kept."""
        with suppress(*PASSED_OVER):
            note: dict[str, Any] = json.loads((self._place(url) / "note.json").read_text())
            body = (self._place(url) / "body").read_bytes()
            if hashlib.sha256(body).hexdigest() == note["sha256"]:
                return Page(url, body, url, note["content_type"], note["encoding"])
        return None

    def keep(self, found: Page, headers: httpx.Headers) -> None:
        """Keep a page that says how to ask for it again."""
        if not (headers.get("etag") or headers.get("last-modified")):
            return
        with suppress(*PASSED_OVER):
            from narrator.store import atomic_write

            place = self._place(found.source)
            atomic_write(place / "body", found.body)
            note = {
                "etag": headers.get("etag"),
                "modified": headers.get("last-modified"),
                "sha256": hashlib.sha256(found.body).hexdigest(),
                "content_type": found.content_type,
                "encoding": found.encoding,
            }
            atomic_write(place / "note.json", json.dumps(note))
            self._trim()

    def _trim(self) -> None:
        import shutil

        places = sorted(self._folder.iterdir(), key=lambda place: place.stat().st_mtime)
        for place in places[:-KEPT]:
            shutil.rmtree(place, ignore_errors=True)

    def _place(self, url: str) -> Path:
        return self._folder / hashlib.sha256(url.encode()).hexdigest()[:32]


_CONDITIONS = (("If-None-Match", "etag"), ("If-Modified-Since", "modified"))
