"""What every request passes: its Host, how much it sends, how often it comes; and the headers of every answer."""

from __future__ import annotations

import json
import re
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:[0-9]{1,5})?")
LIMIT_BYTES = 25_000_000
"""Of one request: a document of 20 MB, and what a form adds."""
EACH_S = 30.0
"""Requests a second that one caller may make for long."""
AT_ONCE = 300.0
"""Requests that one caller may make at once."""
CALLERS = 10_000
"""Callers that are remembered; the longest silent is forgotten first."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
        "Cache-Control": "no-store",
    }
)
LISTEN = "/listen/"
"""Below it stands the library as listeners see it, whose pages bring a policy of their own."""


class TooLargeError(Exception):
    """A request sends more than is taken."""


class Gate:
    """An ASGI middleware.

    Args:
        app: what is behind it.
        hosts: names by which the studio may be asked, without a port: a foreign page cannot reach it by a name of its
            own (DNS rebinding).
        origins: other sites whose pages may use the API with a token (CORS).
    """

    def __init__(self, app: ASGIApp, *, hosts: Sequence[str], origins: Sequence[str] = ()) -> None:
        self._app, self._hosts, self._origins = app, frozenset(hosts), frozenset(origins)
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin", "")
        allowed = origin if origin in self._origins and scope["path"].startswith("/api/") else ""
        if _name(headers.get("host", "")) not in self._hosts:
            await refused(send, 421, "this is not a name of the studio", "--public-host lets it be asked by that name")
        elif int(headers.get("content-length", "0") or 0) > LIMIT_BYTES if _is_number(headers) else True:
            await refused(send, 413, "the request is too large", f"{LIMIT_BYTES // 1_000_000} MB are taken")
        elif (wait_s := self._wait(_who(scope, headers))) > 0:
            more = [(b"retry-after", str(int(wait_s) + 1).encode())]
            await refused(send, 429, "too many requests", "wait as long as Retry-After says", more)
        elif scope["method"] == "OPTIONS" and allowed:
            await _preflight(send, allowed)
        else:
            await self._passed(scope, receive, send, allowed)

    async def _passed(self, scope: Scope, receive: Receive, send: Send, allowed: str) -> None:
        taken, begun = 0, False

        async def limited() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > LIMIT_BYTES:
                raise TooLargeError
            return message

        async def headed(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                _head(MutableHeaders(scope=message), scope["path"], allowed)
            await send(message)

        try:
            await self._app(scope, limited, headed)
        except TooLargeError:
            if not begun:
                await refused(send, 413, "the request is too large", f"{LIMIT_BYTES // 1_000_000} MB are taken")

    def _wait(self, who: str) -> float:
        """How many seconds a caller has to wait; 0 where it may go on (a token bucket)."""
        now = time.monotonic()
        left, last = self._left.pop(who, (AT_ONCE, now))
        left = min(AT_ONCE, left + (now - last) * EACH_S)
        self._left[who] = (max(0.0, left - 1), now)
        if len(self._left) > CALLERS:
            self._left.popitem(last=False)
        return 0.0 if left >= 1 else (1 - left) / EACH_S


async def refused(send: Send, status: int, title: str, hint: str, more: Sequence[tuple[bytes, bytes]] = ()) -> None:
    """Send a problem (RFC 9457) without asking what is behind."""
    body = json.dumps({"type": "about:blank", "title": title, "status": status, "hint": hint, "code": 1}).encode()
    head = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode()), *more]
    head += [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": body})


def _head(headers: MutableHeaders, path: str, allowed: str) -> None:
    for name, value in HEADERS.items():
        if not (path.startswith(LISTEN) and name in ("Content-Security-Policy", "Cache-Control")):
            headers.setdefault(name, value)
    if path.startswith(LISTEN):
        headers["Content-Security-Policy"] = "frame-ancestors 'self'"
    if path.startswith("/static/"):
        headers["Cache-Control"] = "no-cache"  # asked for again: scripts of two versions of narrator do not meet
    if allowed:
        headers["Access-Control-Allow-Origin"] = allowed
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        headers.add_vary_header("Origin")


async def _preflight(send: Send, allowed: str) -> None:
    head = {
        "access-control-allow-origin": allowed,
        "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE",
        "access-control-allow-headers": "authorization, content-type, idempotency-key",
        "access-control-max-age": "600",
        "vary": "Origin",
    }
    raw = [(name.encode(), value.encode()) for name, value in head.items()]
    await send({"type": "http.response.start", "status": 204, "headers": raw})
    await send({"type": "http.response.body", "body": b""})


def _is_number(headers: Headers) -> bool:
    return headers.get("content-length", "0").isascii() and headers.get("content-length", "0").isdigit()


def _who(scope: Scope, headers: Headers) -> str:
    client = scope.get("client") or ("", 0)
    return headers.get("authorization") or str(client[0])


def _name(host: str) -> str:
    """The name of a Host header without its port; empty where it is no host (RFC 9110, 7.2), as ``a:80@b``."""
    found = HOST.fullmatch(host.lower())
    return found["name"] if found else ""
