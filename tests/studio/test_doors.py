"""Every operation of the API at every door: who is unknown, who may less, a foreign page, a foreign name."""

from __future__ import annotations

import http.server
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from narrator.errors import SettingsError
from narrator.studio.access import Scope
from narrator.studio.messages import Messages
from tests.studio.conftest import Studio
from tests.studio.test_safety import TOKEN

READING = {("post", "/api/v1/verify")}
"""Changes nothing, though it is sent by POST."""
RULING = re.compile(r"/api/v1/(webhooks|deliveries|tokens|signing|budget)|^/api/v1/voices$")
"""What administrators alone may; of the voices, adding one."""


def _operations(studio: Studio) -> list[tuple[str, str]]:
    document = studio.client.get("/api/v1/openapi.json").json()
    found = [(method, path) for path, each in document["paths"].items() for method in each]
    assert len(found) > 40
    return found


def _asked(studio: Studio, method: str, path: str, **headers: str) -> int:
    place = re.sub(r"\{\w+\}", "none", path)
    more: dict[str, Any] = {} if method in ("get", "delete") else {"json": {}}
    return int(studio.client.request(method, place, headers=headers, params={"once": "true"}, **more).status_code)


def test_no_operation_answers_who_is_unknown(studio: Studio) -> None:
    for method, path in _operations(studio):
        assert _asked(studio, method, path) == 401, path
        for token in ("Bearer nrt_guessed", "Bearer ", "Basic YTpi", "bearer", "Bearer \x7f"):
            assert _asked(studio, method, path, Authorization=token) == 401, (path, token)


def test_no_operation_answers_under_a_foreign_name(studio: Studio) -> None:
    token = studio.tokens[Scope.ADMIN]
    for method, path in _operations(studio):
        for host in ("evil.example", "127.0.0.1.evil.example", "localhost:80@evil.example"):
            assert _asked(studio, method, path, Authorization=f"Bearer {token}", Host=host) == 421, (path, host)


def test_no_change_is_made_for_a_page_that_is_not_ours(studio: Studio) -> None:
    """The cookie goes with a foreign page's request; the token of our page does not."""
    ours = TOKEN.search(studio.client.get("/").text)
    assert ours
    for method, path in _operations(studio):
        if method == "get":
            continue
        for told in (
            {},
            {"X-Narrator-Token": ours.group(1)[::-1]},
        ):
            assert _asked(studio, method, path, **told) == 401, (method, path, told)
        assert _asked(studio, method, path, **{"X-Narrator-Token": ours.group(1)}) != 401, (method, path)


def test_every_operation_wants_the_scope_that_it_needs(studio: Studio) -> None:
    for method, path in _operations(studio):
        least = Scope.READ if method == "get" or (method, path) in READING else Scope.WRITE
        if RULING.search(path) and (method != "get" or "voices" not in path):
            least = Scope.ADMIN
        for scope in Scope:
            code = _asked(studio, method, path, Authorization=f"Bearer {studio.tokens[scope]}")
            assert (code == 403) == (scope.rank < least.rank), (method, path, scope, code)


class Receiver(http.server.BaseHTTPRequestHandler):
    """Counts who asks; what is posted to it is sent on to ``target``."""

    asked: list[str]
    target = ""

    def do_POST(self) -> None:
        type(self).asked.append(self.path)
        self.send_response(302 if self.path == "/on" else 204)
        if self.path == "/on":
            self.send_header("Location", type(self).target)
        self.end_headers()

    do_GET = do_POST  # noqa: N815 - the name that http.server asks for

    def log_message(self, *each: Any) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[int]:
    Receiver.asked = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Receiver.target = f"http://127.0.0.1:{server.server_port}/reached"
    yield server.server_port
    server.shutdown()


PRIVATE = (
    "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "[::]",
    "localhost", "LOCALHOST.", "rebound.example.org", "169.254.169.254", "[fd00::1]", "10.0.0.1", "１２７.0.0.1",
)  # fmt: skip


@pytest.fixture
def told(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> Messages:
    """A studio's webhooks, on a network whose names lead where an attacker wants them."""
    resolve = socket.getaddrinfo

    def led(host: Any, *more: Any, **how: Any) -> Any:
        return resolve("127.0.0.1" if host in ("rebound.example.org", b"rebound.example.org") else host, *more, **how)

    monkeypatch.setattr(socket, "getaddrinfo", led)
    studio.desk.messages.stop()
    return Messages(studio.desk.messages._engine, lambda: False, first_s=0.0)


def test_a_webhook_reaches_no_private_address_whatever_it_is_called(told: Messages, receiver: int) -> None:
    for each in PRIVATE:
        with suppress(SettingsError):
            told.add(f"http://{each}:{receiver}/reached")
    told.tell("narration.ready", {"id": "1"})
    told.send_due()
    assert not Receiver.asked


def test_one_receiver_that_cannot_be_asked_keeps_nothing_from_the_others(told: Messages, receiver: int) -> None:
    open_ = Messages(told._engine, lambda: True, first_s=0.0)
    for each in (
        "http://müller.example.invalid/ü?ß",
        "http://[::1",
        "http://a\u2028b/",
        f"http://127.0.0.1:{receiver}/ok/ü",
    ):
        with suppress(SettingsError):
            open_.add(each)
    open_.tell("narration.ready", {"id": "1"})
    open_.send_due()
    assert Receiver.asked == ["/ok/%C3%BC"]


def test_a_webhook_follows_nobody_to_another_place(studio: Studio, told: Messages, receiver: int) -> None:
    open_ = Messages(told._engine, lambda: True, first_s=0.0)
    open_.add(f"http://127.0.0.1:{receiver}/on")
    open_.tell("narration.ready", {"id": "1"})
    open_.send_due()
    assert Receiver.asked == ["/on"]


@pytest.mark.stress
@pytest.mark.parametrize("host", PRIVATE)
def test_nothing_private_is_watched_or_read(studio: Studio, told: Messages, receiver: int, host: str) -> None:
    url = f"http://{host}:{receiver}/reached"
    added = studio.ask("POST", "/narrations", json={"url": url})
    if added.status_code == 202:
        assert studio.waited(added.json()["id"], "failed", "to-review")["state"] == "failed"
    studio.ask("POST", "/feeds", json={"url": url})
    studio.app.state.feeds.look()
    assert not Receiver.asked
