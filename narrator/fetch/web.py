"""Addresses -> Pages: bounded in size, time and redirects; robots.txt honoured; conditional requests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from narrator import mediatypes
from narrator.cache import default_folder
from narrator.errors import SourceError
from narrator.fetch import transport
from narrator.fetch.causes import is_final, source_error
from narrator.fetch.deadline import Deadline
from narrator.fetch.hosts import LONGEST_WAIT_S, Hosts
from narrator.fetch.kept import Kept
from narrator.fetch.retry_after import retry_after_s
from narrator.fetch.robots import Robots
from narrator.model import Page
from narrator.settings import Settings

T = TypeVar("T")
LIMIT_BYTES = 20_000_000
LIMIT_S = 30.0
"""Of one page, without the time that is waited out of politeness."""
REDIRECTS = 5
TRIES = 3
BACK_OFF_S = 0.5
LONGEST_DELAY_S = 10.0
"""Of the pauses that a robots.txt asks for (``Crawl-delay``, which is no part of the standard)."""
AGAIN = (429, *(status for status in range(500, 600) if status not in (501, 505, 511)))
RESTING = (429, 503)
"""Answers that are about the whole site, not about one page."""
PASSING = (httpcore.NetworkError, httpcore.ProtocolError, OSError)
"""What another try may mend."""
READ = mediatypes.types()
FEEDS = ("application/rss+xml", "application/atom+xml", "application/xml", "text/xml", "application/feed+json")
SPOKEN = {
    403: "the site refuses",
    404: "there is no such page",
    407: "the proxy wants a login",
    410: "the page is gone",
    401: "the page wants a login",
    451: "the page is withheld for legal reasons",
    429: "the site is asked too often",
}


def page(url: str, settings: Settings, *, kinds: tuple[str, ...] = READ, limit_bytes: int = LIMIT_BYTES) -> Page:
    """Fetch an article's page.

    Args:
        url: http or https.
        settings: allow_private, ignore_robots, host_pause, proxy, cache_dir.
        kinds: content types that are taken.
        limit_bytes: of the unpacked body.

    Raises:
        SourceError: refused, too large, too slow, of another kind, or the site says no; the message says which.
    """
    with Errand(settings, kinds, limit_bytes) as errand:
        place = url
        for _ in range(REDIRECTS + 1):
            found = errand.answer(place)
            if isinstance(found, Page):
                return replace(found, source=url)
            place = found
    raise SourceError(f"{url}: more than {REDIRECTS} redirects", "is it a loop?")


class Errand:
    """The way to one page, over its redirects. Use as a context manager."""

    def __init__(
        self, settings: Settings, kinds: tuple[str, ...], limit_bytes: int, deadline: Deadline | None = None
    ) -> None:
        cache = settings.cache_dir or default_folder()
        self._settings, self._kinds, self._limit_bytes = settings, kinds, limit_bytes
        self._deadline = deadline or Deadline(LIMIT_S)
        self._client = transport.client(settings, self._deadline)
        self._robots = Robots(self._client, cache / "robots")
        self._hosts = Hosts(cache / "hosts")
        self._kept = Kept(settings.cache_dir)
        self._last_host = ""

    def __enter__(self) -> Errand:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def answer(self, url: str) -> Page | str:
        """The page at an address, or where it redirects to.

        Raises:
            SourceError: it cannot be had.
        """
        sent = _sent(url)
        host = urlsplit(sent).netloc
        pause_s = self._settings.host_pause
        if not self._settings.ignore_robots:
            rules = self._tried(partial(self._robots.check, sent), url)
            pause_s = max(pause_s, min(rules.delay_s, LONGEST_DELAY_S))
        if host != self._last_host:  # a page and its redirects on one host are one visit
            self._hosts.take_turn(host, pause_s, self._deadline)
            self._last_host = host
        return self._tried(partial(self._asked, url), url)

    def _tried(self, act: Callable[[], T], url: str) -> T:
        """What an act gives, tried again where the site is busy or the connection breaks."""
        for attempt in range(TRIES):
            is_last = attempt + 1 == TRIES
            try:
                return act()
            except _BusyError as busy:
                wait_s = self._busy_s(busy.answer, url, attempt, is_last=is_last)
            except (httpcore.TimeoutException, httpcore.ProxyError) as error:
                raise source_error(error, url, self._deadline) from error
            except PASSING as error:
                if is_last or is_final(error):
                    raise source_error(error, url, self._deadline) from error
                wait_s = BACK_OFF_S * float(2**attempt)
            except httpx.DecodingError as error:
                raise SourceError(f"{url} cannot be unpacked: {error}", "save the page, give the file") from error
            self._deadline.wait(wait_s)
        raise AssertionError("the last try returns or raises")

    def _busy_s(self, answer: httpx.Response, url: str, attempt: int, *, is_last: bool) -> float:
        """Seconds until a busy site may be asked again, by all workers where the whole site is busy.

        Raises:
            SourceError: it was asked often enough, or asks for a longer wait than a worker has.
        """
        asked_s = retry_after_s(answer.headers)
        wait_s = BACK_OFF_S * float(2**attempt) if asked_s is None else asked_s
        if answer.status_code in RESTING or asked_s is not None:
            self._hosts.rest(urlsplit(_sent(url)).netloc, wait_s)
        if wait_s > LONGEST_WAIT_S:
            raise SourceError(
                f"{_refused(answer, url).message}, and asks to come back in {wait_s / 60:.0f} minutes",
                "run it again then",
            )
        if is_last:
            raise _refused(answer, url)
        return wait_s

    def _asked(self, url: str) -> Page | str:
        """The page, or where it redirects to."""
        with self._client.stream("GET", url, headers=self._kept.conditions(url)) as answer:
            if answer.status_code in AGAIN:
                raise _BusyError(answer)
            return self._taken(answer, url)

    def _taken(self, answer: httpx.Response, url: str) -> Page | str:
        if answer.status_code == 304 and (old := self._kept.page(url)) is not None:
            return old
        if answer.is_redirect and "location" in answer.headers:
            return urljoin(url, answer.headers["location"])
        if answer.status_code != 200:
            raise _refused(answer, url)
        kind = answer.headers.get("content-type", "").split(";")[0].strip().lower()
        if kind not in (*self._kinds, *mediatypes.NOTHING_SAID):
            hint = "give it to `narrator batch`" if kind in FEEDS else "give the address of the page itself"
            raise SourceError(f"{url} is {_what(kind)}, not an article's page", hint)
        packed = [each.strip().lower() for each in answer.headers.get("content-encoding", "identity").split(",")]
        if packed != ["identity"] and (len(packed) > 1 or packed[0] not in transport.UNPACKED):
            raise SourceError(
                f"{url} is packed as {', '.join(packed)}, which was not asked for", "save the page, give the file"
            )
        body = b"".join(_bounded(answer, self._limit_bytes))
        found = Page(url, body, url, kind if kind in self._kinds else "", answer.charset_encoding)
        self._kept.keep(found, answer.headers)
        return found


class _BusyError(Exception):
    """The site asks to come back."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__(answer.status_code)
        self.answer = answer


def _sent(url: str) -> str:
    """An address as it is sent: escaped, without ``..``. Refuses other schemes, and addresses with a password.

    Raises:
        SourceError: it is refused.
    """
    try:
        parts, port = httpx.URL(url), urlsplit(url).port
    except (httpx.InvalidURL, ValueError) as error:
        raise SourceError(f"{url[:200]} is no http or https address", "is it written right?") from error
    if parts.scheme not in ("http", "https") or not parts.host or port == 0:
        raise SourceError(f"{url[:200]} is no http or https address", "files are given by their path")
    if parts.username or parts.password:
        raise SourceError(
            f"{parts.host}: addresses with a password in them are not read", "save the page, give the file"
        )
    return str(parts)


def _refused(answer: httpx.Response, url: str) -> SourceError:
    said = SPOKEN.get(answer.status_code, "the site answers")
    hint = "try again later" if answer.status_code in AGAIN else "is the address right?"
    return SourceError(f"{url}: {said} ({answer.status_code})", hint)


def _what(kind: str) -> str:
    """A content type in words, with its name."""
    known = mediatypes.of_type(kind)
    return f"{known.name} ({kind})" if known is not None else kind


def _bounded(answer: httpx.Response, limit_bytes: int) -> Iterator[bytes]:
    """The body, decompressed, within limits: a bomb is cut when it has grown too large."""
    size = 0
    for piece in answer.iter_bytes(65_536):
        size += len(piece)
        if size > limit_bytes:
            raise SourceError(
                f"{answer.url} is larger than {limit_bytes // 1_000_000} MB", "an article is a thousandth of that"
            )
        yield piece
