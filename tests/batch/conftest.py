"""Articles by the number, and the ways to run a batch over them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from narrator.settings import Settings
from tests.conftest import ROOT

TEXT = """Harbor number {i}

The harbor is open again, number {i}. Boats left at noon, and the first came back at dusk with a full hold.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return articles(tmp_path / "articles", 8)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return quick(tmp_path)


@pytest.fixture
def site() -> Iterator[Callable[[dict[str, tuple[str, bytes]]], str]]:
    """A web server of this machine: path -> (content type, body); gives its address."""
    servers: list[ThreadingHTTPServer] = []

    def serve(pages: dict[str, tuple[str, bytes]]) -> str:
        class Pages(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                kind, body = pages.get(self.path, ("text/plain", b""))
                self.send_response(200 if self.path in pages else 404)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                pass

        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), Pages))
        Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def articles(place: Path, count: int, *, first: int = 0) -> Path:
    """A folder of short articles, no two alike."""
    place.mkdir(exist_ok=True)
    for i in range(first, first + count):
        (place / f"a{i}.txt").write_text(TEXT.format(i=i))
    return place


def quick(tmp_path: Path) -> Settings:
    """The tone engine, nothing signed, no page."""
    return Settings(output=str(tmp_path / "out"), cache_dir=tmp_path / "cache", voice="tone", sign=False, page=False)


def arguments(tmp_path: Path) -> list[str]:
    places = ["-o", str(tmp_path / "out"), "--cache-dir", str(tmp_path / "cache")]
    return [*places, "--voice", "tone", "--no-sign", "--no-page"]


def command(*given: object) -> list[str]:
    return [sys.executable, "-m", "narrator", *map(str, given)]


def begun(*given: object, **more: object) -> subprocess.Popen[str]:
    """The command in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
    return subprocess.Popen(command(*given), env=environment, text=True, **pipes)  # type: ignore[call-overload, no-any-return, unused-ignore]


def records(tmp_path: Path) -> list[dict[str, object]]:
    """What the last run's report says."""
    return [json.loads(line) for line in (tmp_path / "out" / "report.jsonl").read_text().splitlines()]
