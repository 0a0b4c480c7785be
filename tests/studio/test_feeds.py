"""A watched feed drops what is new, once; what it named at the first look is left alone."""

from __future__ import annotations

import dataclasses
import http.server
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from narrator.studio.application import Place
from tests.studio.conftest import Studio


class Feed(http.server.BaseHTTPRequestHandler):
    """A feed whose items a test sets."""

    items: list[str]
    fails = False

    def do_GET(self) -> None:
        entries = "".join(
            f"<item><title>T</title><link>https://news.example/{each}</link></item>" for each in Feed.items
        )
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>N</title>{entries}</channel></rss>'.encode()
        self.send_response(503 if Feed.fails else 200)
        self.send_header("Content-Type", "application/rss+xml")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *each: Any) -> None:
        pass


@pytest.fixture
def feed() -> Iterator[str]:
    Feed.items, Feed.fails = ["one", "two"], False
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Feed)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/feed.xml"
    server.shutdown()


def test_only_items_that_are_new_are_dropped_and_each_once(
    opened: Callable[..., Studio], place: Place, feed: str
) -> None:
    studio = opened(
        settings=dataclasses.replace(place.settings, allow_private=True, ignore_robots=True, host_pause=0.0)
    )
    feeds = studio.app.state.feeds
    feeds.stop()
    feeds._thread.join()
    studio.ask("POST", "/feeds", json={"url": feed, "minutes": 5})
    assert feeds.look() == 0
    Feed.items = ["three", "one", "two"]
    assert feeds.look() == 0  # not due yet
    assert feeds._looked(feeds.all()[0]) == 1
    assert feeds._looked(feeds.all()[0]) == 0
    rows = studio.ask("GET", "/narrations").json()["items"]
    assert [row["source"] for row in rows] == ["https://news.example/three"]
    assert studio.ask("POST", "/feeds", json={"url": feed}).status_code == 409
    assert studio.ask("DELETE", f"/feeds/{feeds.all()[0]['id']}").status_code == 204
