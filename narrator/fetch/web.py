"""Addresses -> Pages: bounded in size, time and redirects; robots.txt honoured; conditional requests."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from email.utils import parsedate_to_datetime
from functools import partial
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

import httpx

from narrator.about import VERSION
from narrator.cache import default_folder
from narrator.errors import SourceError
from narrator.fetch.addresses import PublicBackend
from narrator.fetch.kept import Kept
from narrator.fetch.robots import Robots
from narrator.model import Page
from narrator.settings import Settings

T = TypeVar("T")
AGENT = f"narrator/{VERSION} (article to audio)"
LIMIT_BYTES = 20_000_000
LIMIT_S = 30.0
REDIRECTS = 5
TRIES = 3
BACK_OFF_S = 0.5
LONGEST_WAIT_S = 10.0
AGAIN = (429, *(status for status in range(500, 600) if status not in (501, 505, 511)))
UNPACKED = ("gzip", "deflate")
"""Encodings whose worst piece of 64 kB stays under 70 MB; others are not asked for, and several in a row refused."""
READ = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown", "text/x-markdown")
FEEDS = ("application/rss+xml", "application/atom+xml", "application/xml", "text/xml", "application/feed+json")
KINDS = {
    "application/pdf": "a PDF",
    "application/zip": "an archive",
    "application/json": "data",
    "image": "a picture",
    "audio": "a sound file",
    "video": "a video",
    "application/rss+xml": "a feed",
    "application/atom+xml": "a feed",
    "application/msword": "an office document",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "an office document",
}
SPOKEN = {
    403: "the site refuses",
    404: "there is no such page",
    410: "the page is gone",
    401: "the page wants a login",
    451: "the page is withheld for legal reasons",
    429: "the site is asked too often",
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
    kept = Kept(settings.cache_dir)
    with _client(settings, deadline) as client:
        robots = Robots(client, (settings.cache_dir or default_folder()) / "robots")
        for _ in range(REDIRECTS + 1):
            _check(url)
            if not settings.ignore_robots:
                _tried(partial(robots.check, url), url, deadline, sleep)
            found = _tried(partial(_asked, client, url, kept, kinds, deadline), url, deadline, sleep)
            if isinstance(found, Page):
                return found
            url = found
    raise SourceError(f"{url}: more than {REDIRECTS} redirects", "is it a loop?")


def _client(settings: Settings, deadline: float) -> httpx.Client:
    import ssl

    import httpcore

    trust = ssl.create_default_context()
    transport = httpx.HTTPTransport(retries=0, verify=trust)
    transport._pool = httpcore.ConnectionPool(
        ssl_context=trust,
        network_backend=PublicBackend(allow_private=settings.allow_private, deadline=deadline),
    )
    headers = {
        "User-Agent": AGENT,
        "Accept": "text/html, text/markdown, text/plain;q=0.9, */*;q=0.1",
        "Accept-Encoding": ", ".join(UNPACKED),
    }
    return httpx.Client(transport=transport, headers=headers, timeout=10.0, follow_redirects=False, trust_env=False)


def _check(url: str) -> None:
    """Refuse other schemes, and addresses with a password."""
    parts = urlsplit(url)
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise SourceError(f"{url[:200]} is no http or https address", "files are given by their path")
    if parts.username or parts.password:
        raise SourceError(
            f"{parts.hostname}: addresses with a password in them are not read", "save the page, give the file"
        )


class _BusyError(Exception):
    """The site asks to come back."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__(answer.status_code)
        self.answer = answer


def _tried(act: Callable[[], T], url: str, deadline: float, sleep: Callable[[float], None]) -> T:
    """What an act gives, tried again where the site is busy or the connection breaks."""
    for attempt in range(TRIES):
        try:
            return act()
        except _BusyError as busy:
            if attempt + 1 == TRIES:
                raise _refused(busy.answer, url) from busy
            wait = _wait(busy.answer, attempt)
        except httpx.TimeoutException as error:
            raise _slow(url) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            if attempt + 1 == TRIES:
                raise SourceError(f"{url} cannot be reached: {error}", "is the network up?") from error
            wait = BACK_OFF_S * float(2**attempt)
        if time.monotonic() + wait > deadline:
            raise _slow(url)
        sleep(wait)
    raise AssertionError("the last try returns or raises")


def _asked(client: httpx.Client, url: str, kept: Kept, kinds: tuple[str, ...], deadline: float) -> Page | str:
    """The page, or where it redirects to."""
    with client.stream("GET", url, headers=kept.conditions(url)) as answer:
        if answer.status_code in AGAIN:
            raise _BusyError(answer)
        return _taken(answer, url, kept, deadline, kinds)


def _wait(answer: httpx.Response, attempt: int) -> float:
    """As long as the site asks for, in seconds or until a date, within reason."""
    asked = answer.headers.get("retry-after", "").strip()
    if asked.isdigit():
        return min(LONGEST_WAIT_S, float(asked))
    with suppress(TypeError, ValueError):
        left = parsedate_to_datetime(asked).timestamp() - time.time()
        return float(min(LONGEST_WAIT_S, max(0.0, left)))
    return BACK_OFF_S * float(2**attempt)


def _refused(answer: httpx.Response, url: str) -> SourceError:
    said = SPOKEN.get(answer.status_code, "the site answers")
    hint = "try again later" if answer.status_code in AGAIN else "is the address right?"
    return SourceError(f"{url}: {said} ({answer.status_code})", hint)


def _slow(url: str) -> SourceError:
    return SourceError(f"{url} did not answer within {LIMIT_S:.0f} s", "try again later")


def _taken(answer: httpx.Response, url: str, kept: Kept, deadline: float, kinds: tuple[str, ...]) -> Page | str:
    if answer.status_code == 304 and (old := kept.page(url)) is not None:
        return old
    if answer.is_redirect and "location" in answer.headers:
        return urljoin(url, answer.headers["location"])
    if answer.status_code != 200:
        raise _refused(answer, url)
    kind = answer.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind and kind not in kinds:
        raise SourceError(f"{url} is {_what(kind)}, not an article's page", "give the address of the page itself")
    packed = [each.strip().lower() for each in answer.headers.get("content-encoding", "identity").split(",")]
    if packed != ["identity"] and (len(packed) > 1 or packed[0] not in UNPACKED):
        raise SourceError(
            f"{url} is packed as {', '.join(packed)}, which was not asked for", "save the page, give the file"
        )
    body = b"".join(bounded(answer, LIMIT_BYTES, deadline))
    found = Page(url, body, url, kind if kind in READ else "", answer.charset_encoding)
    kept.keep(found, answer.headers)
    return found


def _what(kind: str) -> str:
    """A content type in words, with its name."""
    main = kind.partition("/")[0]
    words = KINDS.get(kind) or KINDS.get(main)
    return f"{words} ({kind})" if words else kind


def bounded(answer: httpx.Response, limit: int, deadline: float) -> Iterator[bytes]:
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
