"""What is said where a page cannot be had: the true cause, and what to do about it."""

from __future__ import annotations

import dataclasses
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import certifi
import httpcore
import pytest

from narrator import fetch
from narrator.errors import NetworkError, SourceError
from narrator.fetch import addresses, pictures, transport, web
from narrator.settings import Settings
from tests.conftest import ROOT
from tests.fetch.conftest import PAGE, Site, certificate


def encrypted(site: Site, folder: Path, **how: object) -> Path:
    """Let the server speak TLS; gives the file of its certificate."""
    chain, key = certificate(folder, **how)  # type: ignore[arg-type]
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(chain, key)
    site.server.socket = served.wrap_socket(site.server.socket, server_side=True)
    return chain


def told(url: str, settings: Settings) -> SourceError:
    with pytest.raises(SourceError) as error:
        fetch.page(url, settings)
    return error.value


def test_a_certificate_that_signs_itself(site: Site, local: Settings, tmp_path: Path) -> None:
    encrypted(site, tmp_path)
    error = told(site.put("/a").replace("http:", "https:"), local)
    assert "its certificate is signed by itself" in error.message
    assert "SSL_CERT_FILE" in error.hint


def test_a_certificate_of_another_host(
    site: Site, local: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain = encrypted(site, tmp_path, address="127.0.0.9")
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    assert "its certificate is for another address" in told(site.put("/a").replace("http:", "https:"), local).message


@pytest.mark.parametrize(("days", "words"), [(-400, "has expired"), (300, "is not valid yet")])
def test_a_certificate_of_another_time_may_be_the_fault_of_the_clock(
    days: int, words: str, site: Site, local: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain = encrypted(site, tmp_path, begins=datetime.now(UTC) + timedelta(days=days))
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    error = told(site.put("/a").replace("http:", "https:"), local)
    assert words in error.message
    assert "is this machine's clock right? it says 20" in error.hint


def test_a_certificate_is_no_matter_of_another_try(
    site: Site, local: Settings, tmp_path: Path, waits: list[float]
) -> None:
    encrypted(site, tmp_path)
    told(site.put("/a").replace("http:", "https:"), local)
    assert waits == []


def test_a_server_without_tls(site: Site, local: Settings) -> None:
    error = told(site.put("/a").replace("http:", "https:"), local)
    assert "no encrypted connection" in error.message
    assert error.hint == "is it an http address?"


def test_without_authorities_of_the_system_those_of_certifi_are_trusted(
    site: Site, local: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a slim image of a container; the server's own authority stands for those of certifi."""
    chain = encrypted(site, tmp_path)
    (tmp_path / "none").mkdir()
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "missing.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    monkeypatch.setattr(certifi, "where", lambda: str(chain))
    assert fetch.page(site.put("/a").replace("http:", "https:"), local).body == PAGE


def test_a_port_where_nobody_listens(local: Settings, waits: list[float]) -> None:
    assert "127.0.0.1 refuses connections" in told("http://127.0.0.1:9/", local).message


@pytest.mark.parametrize("name", ["nobody.invalid", "no such host", "a..b", f"{'x' * 70}.example"])
def test_a_host_that_is_not_there(name: str, local: Settings) -> None:
    error = told(f"http://{name}/", local)
    assert not isinstance(error, NetworkError), "other hosts may be there"
    assert "host" in error.message or "address" in error.message


def test_a_name_server_that_does_not_answer_hits_every_page(local: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", fails)
    error = told("http://example.org/", local)
    assert isinstance(error, NetworkError)
    assert "cannot be looked up: Temporary failure" in error.message
    assert "name server" in error.hint


def test_no_network_hits_every_page(local: Settings, monkeypatch: pytest.MonkeyPatch, waits: list[float]) -> None:
    def fails(self: object, *_: object, **__: object) -> None:
        try:
            raise OSError(101, "Network is unreachable")
        except OSError as error:
            raise httpcore.ConnectError("no") from error

    monkeypatch.setattr(addresses.httpcore.SyncBackend, "connect_tcp", fails)  # type: ignore[attr-defined]
    error = told("http://127.0.0.1:9/", local)
    assert isinstance(error, NetworkError)
    assert "Network is unreachable" in error.message


def test_too_many_open_files_are_named(tmp_path: Path) -> None:
    """In a process of its own, which has no file left."""
    script = (
        "import resource, sys\n"
        "from narrator import fetch\n"
        "from narrator.settings import Settings\n"
        "from narrator.errors import NetworkError\n"
        "from pathlib import Path\n"
        "settings = Settings(allow_private=True, ignore_robots=True, cache_dir=Path(sys.argv[1]))\n"
        "try: fetch.page('http://127.0.0.1:9/', settings)\n"
        "except Exception as error: print(error)\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))\n"
        "held = []\n"
        "try:\n"
        "    while True: held.append(open('/dev/null'))\n"
        "except OSError: pass\n"
        "try: fetch.page('http://127.0.0.1:9/', settings)\n"
        "except NetworkError as error: said = str(error)\n"
        "held.clear()\n"
        "print(said)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, cwd=ROOT, timeout=60
    )
    assert "too many open files (raise the limit (`ulimit -n`)" in ran.stdout, ran.stderr


def serving(act: Callable[[socket.socket], None]) -> tuple[str, socket.socket]:
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            while True:
                connection, _ = server.accept()
                with connection:
                    connection.recv(1000)
                    act(connection)

    threading.Thread(target=serve, daemon=True).start()
    return f"http://127.0.0.1:{server.getsockname()[1]}/", server


@pytest.fixture
def open_to_all(local: Settings) -> Settings:
    return dataclasses.replace(local, ignore_robots=True)


def test_a_host_that_says_nothing_is_given_up_after_the_seconds_that_are_told(
    open_to_all: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    monkeypatch.setattr(transport, "SILENCE_S", 1.0)
    monkeypatch.setattr("narrator.fetch.causes.SILENCE_S", 1.0)
    url, server = serving(lambda connection: time.sleep(4))
    with server:
        begun = time.monotonic()
        assert "127.0.0.1 sent nothing for 1 s" in told(url, open_to_all).message
        assert time.monotonic() - begun > 0.9


def test_all_of_the_time_is_told_where_it_is_used_up(open_to_all: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n")
        for _ in range(40):
            connection.sendall(b"a")
            time.sleep(0.1)

    monkeypatch.setattr(web, "LIMIT_S", 1.0)
    url, server = serving(drip)
    with server:
        assert "did not answer within 1 s" in told(url, open_to_all).message


def test_an_answer_that_breaks_off(open_to_all: Settings, waits: list[float]) -> None:
    url, server = serving(lambda it: it.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<p>half"))
    with server:
        assert "the answer broke off" in told(url, open_to_all).message


def test_an_answer_that_is_no_http(open_to_all: Settings, waits: list[float]) -> None:
    url, server = serving(lambda it: it.sendall(b"SSH-2.0-OpenSSH_9.2\r\n"))
    with server:
        assert "is no HTTP" in told(url, open_to_all).message


def test_a_connection_that_is_cut(open_to_all: Settings, waits: list[float]) -> None:
    def cut(connection: socket.socket) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")

    url, server = serving(cut)
    with server:
        assert "broke" in told(url, open_to_all).message


@pytest.mark.parametrize(
    "url", ["http://[/", "http://", "http:///a", "https://[::1", "http://a:99999/", "http://a\x00b/"]
)
def test_what_is_no_address_is_said(url: str, local: Settings) -> None:
    assert "no http or https address" in told(url, local).message or "no name of a host" in told(url, local).message


def test_the_guard_is_in_the_way_of_every_request(site: Site, tmp_path: Path) -> None:
    """Pages, feeds, pictures: whatever is fetched, nothing of this machine is connected to."""
    from narrator.batch.feeds import KINDS

    guarded = Settings(cache_dir=tmp_path)
    connected: list[object] = []
    sys.addaudithook(lambda event, what: connected.append(what[1]) if event == "socket.connect" else None)
    for kinds in (web.READ, KINDS, pictures.KINDS):
        for robots in (False, True):
            with pytest.raises(SourceError, match="not a public address"):
                web.page(site.put("/a"), dataclasses.replace(guarded, ignore_robots=robots), kinds=kinds)
    assert pictures.cover(site.put("/a.png"), guarded) is None
    assert site.asked == []
    assert [each for each in connected if isinstance(each, tuple) and each[1] == site.server.server_port] == []
    assert fetch.page(site.address + "/a", dataclasses.replace(guarded, allow_private=True)).body == PAGE
