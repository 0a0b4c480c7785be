"""A studio with the tone voice, in a folder of its own."""

from __future__ import annotations

import dataclasses
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.testclient import TestClient

from narrator.settings import Settings
from narrator.studio.access import Scope
from narrator.studio.application import Place, application

WAIT_S = 60.0
TEXT = """# The ferry runs again

The harbour council said on Friday that the ferry will run again from Monday.

Nobody in town thought that it would ever come back after the great storm.

A return ticket costs $4.50, and children below six go free of charge.
"""


class Studio:
    """A client that is a program with a token, and what lies beneath."""

    def __init__(self, client: Any, app: Any) -> None:
        self.client, self.app = client, app
        self.desk = app.state.desk
        self.tokens = {scope: app.state.access.add(scope.value, scope)[1] for scope in Scope}

    def ask(self, method: str, path: str, *, scope: Scope = Scope.ADMIN, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.tokens[scope]}", **more.pop("headers", {})}
        return self.client.request(method, f"/api/v1{path}", headers=headers, **more)

    def added(self, text: str = TEXT, **more: Any) -> str:
        """The id of a narration that was dropped and read."""
        answer = self.ask("POST", "/narrations", json={"text": text, **more})
        assert answer.status_code == 202, answer.text
        return str(self.waited(answer.json()["id"], "to-review", "failed", "published")["id"])

    def made(self, text: str = TEXT) -> str:
        """The id of a narration that was spoken."""
        number = self.added(text)
        assert self.ask("POST", f"/narrations/{number}/speak").status_code == 202
        assert self.waited(number, "ready", "failed")["state"] == "ready"
        return number

    def waited(self, number: str, *states: str) -> dict[str, Any]:
        """The narration when it stands in one of these states."""
        until_s = time.monotonic() + WAIT_S
        while (row := self.ask("GET", f"/narrations/{number}").json())["state"] not in states:
            assert time.monotonic() < until_s, row
            time.sleep(0.05)
        return dict(row)

    def script(self, number: str) -> dict[str, Any]:
        return dict(self.ask("GET", f"/narrations/{number}/script").json())

    def change(self, number: str, **what: Any) -> Any:
        given = {"revision": self.script(number)["revision"], **what}
        return self.ask("PATCH", f"/narrations/{number}/script", json=given)


@contextmanager
def served(place: Place) -> Iterator[tuple[str, Any]]:
    """The address of a studio that answers on a port of its own, and the application."""
    gate, app = application(place)
    server = uvicorn.Server(uvicorn.Config(gate, port=0, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    app.state.desk.base_url = f"http://127.0.0.1:{port}/listen"
    yield f"http://127.0.0.1:{port}", app
    app.state.is_closing = True
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def place(settings: Settings, tmp_path: Path) -> Place:
    return Place(dataclasses.replace(settings, page=True, voice="tone:sine"), config=tmp_path / "narrator.toml", jobs=1)


@pytest.fixture
def opened(place: Place) -> Iterator[Callable[..., Studio]]:
    """Opens studios in the folder; they are closed with the test."""
    clients: list[TestClient] = []

    def open_(**more: Any) -> Studio:
        gate, app = application(dataclasses.replace(place, **more))
        client = TestClient(gate, base_url="http://127.0.0.1", raise_server_exceptions=False)
        client.__enter__()
        clients.append(client)
        return Studio(client, app)

    yield open_
    for client in clients:
        client.__exit__(None, None, None)


@pytest.fixture
def studio(opened: Callable[..., Studio]) -> Studio:
    return opened()
