"""robots.txt (RFC 9309): what a site asks robots not to fetch."""

from __future__ import annotations

import hashlib
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpx

from narrator.errors import OutputError, SourceError
from narrator.store import atomic_write

AGENT = "narrator"
LIMIT_BYTES = 500_000
REDIRECTS = 5
KEPT_S = 3600.0


class Robots:
    """What sites say; each is asked once an errand, and once an hour by all that share a cache (2.4)."""

    def __init__(self, client: httpx.Client, folder: Path) -> None:
        self._client = client
        self._folder = folder
        self._known: dict[str, RobotFileParser | None] = {}

    def check(self, url: str) -> None:
        """Refuse what a site asks not to fetch.

        A robots.txt that is not there allows everything (2.3.1.3); one that the site fails to give allows nothing
        (2.3.1.4).

        Raises:
            SourceError: the site says no, or its robots.txt is at an address that is not public.
            httpx.HTTPError: the site cannot be reached.
        """
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._known:
            self._known[origin] = _parsed(self._said(origin))
        parser = self._known[origin]
        if parser is None:
            raise SourceError(f"{parts.hostname} cannot say whether it may be fetched", "--ignore-robots overrules it")
        if not parser.can_fetch(AGENT, url):
            raise SourceError(
                f"{parts.hostname} asks in robots.txt not to fetch this page", "--ignore-robots overrules it"
            )

    def _said(self, origin: str) -> str | None:
        """The file, kept or asked for; None where the site fails, which is not kept."""
        place = self._folder / hashlib.sha256(origin.encode()).hexdigest()[:32]
        with suppress(OSError, UnicodeError):
            if 0 <= time.time() - place.stat().st_mtime < KEPT_S:
                return place.read_text(encoding="utf-8")
        text = _text(self._client, f"{origin}/robots.txt")
        if text is not None:
            with suppress(OSError, OutputError):  # a cache that fails is no cache, and nothing else
                atomic_write(place, text)
        return text


def _parsed(text: str | None) -> RobotFileParser | None:
    if text is None:
        return None
    parser = RobotFileParser()
    parser.parse(text.splitlines())
    return parser


def _text(client: httpx.Client, url: str) -> str | None:
    """The file, at most its first 500 kB; empty where there is none, None where the site fails."""
    for _ in range(REDIRECTS + 1):
        with client.stream("GET", url) as answer:
            if answer.is_redirect and "location" in answer.headers:
                url = urljoin(url, answer.headers["location"])
                if urlsplit(url).scheme not in ("http", "https"):
                    return ""
                continue
            if answer.status_code != 200:
                return None if answer.status_code >= 500 else ""
            return _beginning(answer).decode("utf-8", "replace")
    return ""


def _beginning(answer: httpx.Response) -> bytes:
    body = b""
    with suppress(httpx.DecodingError):
        for piece in answer.iter_bytes(65_536):
            body += piece
            if len(body) > LIMIT_BYTES:
                break
    return body[:LIMIT_BYTES]
