"""Hubs are told of a feed that is new; one that is down stops nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from narrator.publish import notify
from narrator.settings.publishing import Publishing

BASE = "https://example.org/listen"


@pytest.fixture
def hub() -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    asked: list[tuple[str, str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            asked.append((self.path, body, self.headers.get("Authorization") or ""))
            self.send_response(500 if self.path == "/down" else 204)
            self.end_headers()

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()


def test_a_websub_hub_is_told_the_feeds_address(hub: tuple[str, list[tuple[str, str, str]]]) -> None:
    assert list(notify.notified(Publishing(base_url=BASE, hub=f"{hub[0]}/hub"))) == []
    body = "hub.mode=publish&hub.url=https%3A%2F%2Fexample.org%2Flisten%2Ffeed.xml"
    assert hub[1] == [("/hub", body, "")]


def test_podping_is_told_with_the_token(
    hub: tuple[str, list[tuple[str, str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    how = Publishing(base_url=BASE, podping=True)
    assert "PODPING_TOKEN is not set" in next(notify.notified(how, hub[0]))
    monkeypatch.setenv(notify.TOKEN, "token-1")
    assert list(notify.notified(how, f"{hub[0]}/")) == []
    assert hub[1] == [("/?url=https%3A%2F%2Fexample.org%2Flisten%2Ffeed.xml", "", "token-1")]


@pytest.mark.parametrize("path", ["/down", None])
def test_a_hub_that_fails_is_told_in_words(hub: tuple[str, list[tuple[str, str, str]]], path: str | None) -> None:
    address = f"{hub[0]}{path}" if path else "http://127.0.0.1:9/"
    (said,) = notify.notified(Publishing(base_url=BASE, hub=address))
    assert said.startswith(f"{address} was not told that the feed is new")


def test_nobody_is_told_where_nobody_was_named() -> None:
    assert list(notify.notified(Publishing(base_url=BASE))) == []
