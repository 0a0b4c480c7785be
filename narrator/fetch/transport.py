"""The way of a request: httpx over httpcore's own pools, each of which connects through the guard of ``addresses``."""

from __future__ import annotations

import ssl
import sys
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import httpcore
import httpx

from narrator import about
from narrator.about import VERSION
from narrator.errors import NetworkError, SourceError, system_cause
from narrator.fetch.addresses import PublicBackend, require_public_name
from narrator.fetch.deadline import Deadline
from narrator.fetch.proxies import Proxy, proxy_for
from narrator.settings import Settings

AGENT = f"narrator/{VERSION} (article to audio)"
UNPACKED = ("gzip", "deflate")
"""Encodings whose worst piece of 64 kB stays under 70 MB; others are not asked for, and several in a row refused."""
SILENCE_S = 10.0
"""A host that says nothing for so long is given up."""


def client(settings: Settings, deadline: Deadline) -> httpx.Client:
    """A client that connects to public addresses only, unless the settings allow others, and ends at the deadline."""
    headers = {
        "User-Agent": AGENT,
        "Accept": "text/html, text/markdown, text/plain;q=0.9, */*;q=0.1",
        "Accept-Encoding": ", ".join(UNPACKED),
    }
    transport = Transport(settings, deadline)
    return httpx.Client(
        transport=transport, headers=headers, timeout=SILENCE_S, follow_redirects=False, trust_env=False
    )


def trusted() -> ssl.SSLContext:
    """Trust in the authorities of the system (SSL_CERT_FILE and SSL_CERT_DIR too), else in those of certifi."""
    import certifi
    import truststore

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    probe = ssl.create_default_context()
    if not _has_authorities(probe):
        context.load_verify_locations(certifi.where())
    return context


def _has_authorities(context: ssl.SSLContext) -> bool:
    """Whether the system has any. Windows and macOS do; slim images of containers have none."""
    folder = ssl.get_default_verify_paths().capath  # read when a certificate is checked, so the context counts none
    return (
        sys.platform in ("win32", "darwin")
        or bool(context.cert_store_stats()["x509_ca"])
        or (folder is not None and any(Path(folder).iterdir()))
    )


class Transport(httpx.BaseTransport):
    """Requests of one errand, direct or through a proxy.

    Errors of httpcore come through as they are: ``causes`` tells them.
    """

    def __init__(self, settings: Settings, deadline: Deadline) -> None:
        self._settings, self._deadline = settings, deadline
        self._pools: dict[str, httpcore.ConnectionPool] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request.

        Raises:
            SourceError: the address is not public, or the proxy cannot be used.
            httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError: as named.
        """
        url = request.url
        proxy = proxy_for(str(url), self._settings)
        if proxy and not self._settings.allow_private:
            require_public_name(url.host, url.port or (443 if url.scheme == "https" else 80))
        sent = httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            extensions=request.extensions,
        )
        answer = self._pool(proxy).handle_request(sent)
        body = _Body(answer)
        return httpx.Response(answer.status, headers=answer.headers, stream=body, extensions=answer.extensions)

    def close(self) -> None:
        """Close all connections."""
        for pool in self._pools.values():
            pool.close()

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        return trusted()

    def _pool(self, proxy: Proxy | None) -> httpcore.ConnectionPool:
        key = proxy.url if proxy else ""
        if key not in self._pools:
            self._pools[key] = self._proxied(proxy) if proxy else self._direct()
        return self._pools[key]

    def _direct(self) -> httpcore.ConnectionPool:
        guard = PublicBackend(self._deadline, allow_private=self._settings.allow_private)
        return httpcore.ConnectionPool(ssl_context=self._trust, network_backend=guard)

    def _proxied(self, proxy: Proxy) -> httpcore.ConnectionPool:
        """The pool behind a proxy, to which alone it connects; proxies stand at private addresses."""
        there = _ToProxy(self._deadline, proxy)
        if proxy.is_socks:
            return _Socks(proxy.url, proxy_auth=proxy.login, ssl_context=self._trust, network_backend=there)
        return httpcore.HTTPProxy(
            proxy.url,
            proxy_auth=proxy.login,
            ssl_context=self._trust,
            proxy_ssl_context=self._trust if proxy.is_encrypted else None,
            network_backend=there,
        )


class _Body(httpx.SyncByteStream):
    """A body as it comes."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from cast(Any, self._answer.stream)

    def close(self) -> None:
        """Let go of the connection."""
        self._answer.close()


class _ToProxy(PublicBackend):
    """Connects to a proxy, wherever it is; that it cannot be reached is said of it, and not of the page."""

    def __init__(self, deadline: Deadline, proxy: Proxy) -> None:
        super().__init__(deadline, allow_private=True)
        self._proxy = proxy

    def connect_tcp(self, *where: Any, **more: Any) -> httpcore.NetworkStream:
        """Connect to the proxy."""
        try:
            return super().connect_tcp(*where, **more)
        except (SourceError, httpcore.NetworkError, httpcore.TimeoutException) as error:
            why = error.message if isinstance(error, SourceError) else _why(error)
            raise NetworkError(
                f"the proxy {self._proxy} cannot be reached: {why}", f"it is named by {self._proxy.named_by}"
            ) from error


def _why(error: Exception) -> str:
    """What an error of the network says, without its number."""
    cause = error.__cause__ or error.__context__
    return system_cause(cause)[0] if isinstance(cause, OSError) else str(error) or "no answer"


class _Socks(httpcore.SOCKSProxy):
    """A SOCKS proxy, whose library is not always there and has errors of its own."""

    def handle_request(self, request: httpcore.Request) -> httpcore.Response:
        """Send a request through the proxy."""
        try:
            from socksio.exceptions import SOCKSError
        except ImportError as error:
            raise NetworkError("proxies of the kind SOCKS need another library", about.install("socks")) from error
        try:
            return super().handle_request(request)
        except SOCKSError as error:
            raise httpcore.ProxyError(str(error)) from error
