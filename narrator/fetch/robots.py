"""robots.txt (RFC 9309): asked for, kept for an hour, and obeyed; its rules are read in ``rules``."""

from __future__ import annotations

import hashlib
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx

from narrator.errors import OutputError, SourceError
from narrator.fetch.rules import LIMIT_BYTES, Rules, rules
from narrator.store import atomic_write

AGENT = "narrator"
REDIRECTS = 5
KEPT_S = 3600.0
STALE_S = 86_400.0
"""So long a kept file counts where the site fails to give a newer one (2.4)."""
TOO_MANY = 429
"""Answered like a failure of the site: it says to come back, not that there is no file."""


class Robots:
    """What sites ask of robots; each is asked once an errand, and once an hour by all that share a cache (2.4)."""

    def __init__(self, client: httpx.Client, folder: Path) -> None:
        self._client = client
        self._folder = folder
        self._known: dict[str, Rules | None] = {}

    def check(self, url: str) -> Rules:
        """The rules of an address's site, which permit it.

        A robots.txt that is not there allows everything (2.3.1.3); one that the site fails to give allows nothing
        (2.3.1.4).

        Raises:
            SourceError: the site says no, or its robots.txt is at an address that is not public.
            httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError: the site cannot be reached.
        """
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._known:
            body = self._body(origin)
            self._known[origin] = None if body is None else rules(body, AGENT)
        found = self._known[origin]
        if found is None:
            raise SourceError(f"{parts.hostname} cannot say whether it may be fetched", "--ignore-robots overrules it")
        if not found.permit(url):
            raise SourceError(
                f"{parts.hostname} asks in robots.txt not to fetch this page", "--ignore-robots overrules it"
            )
        return found

    def _body(self, origin: str) -> bytes | None:
        """The file, kept or asked for; None where the site fails, which is not kept."""
        place = self._folder / hashlib.sha256(origin.encode()).hexdigest()[:32]
        kept, age_s = _kept(place)
        if kept is not None and age_s < KEPT_S:
            return kept
        body = _asked(self._client, f"{origin}/robots.txt")
        if body is None:
            return kept if age_s < STALE_S else None
        with suppress(OSError, OutputError):  # a cache that fails is no cache, and nothing else
            atomic_write(place, body)
        return body


def _kept(place: Path) -> tuple[bytes | None, float]:
    """A file that was kept, with its age in seconds."""
    with suppress(OSError):
        age_s = time.time() - place.stat().st_mtime
        return (place.read_bytes(), age_s) if age_s >= 0 else (None, 0.0)
    return None, 0.0


def _asked(client: httpx.Client, url: str) -> bytes | None:
    """The file, as much of it as is read; empty where there is none, None where the site fails."""
    for _ in range(REDIRECTS + 1):
        with client.stream("GET", url) as answer:
            if answer.is_redirect and "location" in answer.headers:
                url = urljoin(url, answer.headers["location"])
                if urlsplit(url).scheme not in ("http", "https"):
                    return b""
                continue
            if answer.status_code != 200:
                return None if answer.status_code >= 500 or answer.status_code == TOO_MANY else b""
            return _beginning(answer)
    return b""


def _beginning(answer: httpx.Response) -> bytes:
    body = b""
    with suppress(httpx.DecodingError):
        for piece in answer.iter_bytes(65_536):
            body += piece
            if len(body) > LIMIT_BYTES:
                break
    return body[: LIMIT_BYTES + 1]
