"""Proxies: those of the environment and the setting's, with the guard of private addresses in the way."""

from __future__ import annotations

import dataclasses
import select
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from narrator import fetch
from narrator.errors import NetworkError, SettingsError, SourceError
from narrator.fetch.proxies import Proxy, proxy_for
from narrator.settings import Settings
from tests.fetch.conftest import PAGE, Site


@dataclass
class Relay:
    """A proxy that answers for all the web, joins tunnels to one server, and may refuse."""

    address: str
    asked: list[str] = field(default_factory=list)
    logins: list[str | None] = field(default_factory=list)
    joins: int = 0
    refuses: int = 0
    redirects: str = ""


@pytest.fixture
def relay() -> Iterator[Relay]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            found.logins.append(self.headers.get("Proxy-Authorization"))
            if self.path.endswith("/robots.txt") or found.refuses:
                self.send_error(found.refuses or 404)
                return
            self.send_response(302 if found.redirects else 200)
            self.send_header("Location", found.redirects)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(PAGE)))
            self.end_headers()
            self.wfile.write(PAGE)

        def do_CONNECT(self) -> None:
            found.asked.append(f"CONNECT {self.path}")
            if found.refuses:
                self.send_error(found.refuses)
                return
            with socket.create_connection(("127.0.0.1", found.joins)) as there:
                self.send_response(200)
                self.end_headers()
                ends = [self.connection, there]
                while ready := select.select(ends, [], [], 5)[0]:
                    for end in ready:
                        if not (piece := end.recv(65_536)):
                            return
                        ends[1 - ends.index(end)].sendall(piece)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Relay(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def guarded(local: Settings) -> Settings:
    return dataclasses.replace(local, allow_private=False)


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
def test_a_page_is_asked_for_through_the_proxy_of_the_environment(
    name: str, relay: Relay, guarded: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, relay.address)
    assert fetch.page("http://narrator-test.example/x", guarded).body == PAGE
    assert relay.asked == ["http://narrator-test.example/robots.txt", "http://narrator-test.example/x"]


def test_the_setting_goes_before_the_environment(
    relay: Relay, guarded: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    through = dataclasses.replace(guarded, proxy=relay.address)
    assert fetch.page("http://narrator-test.example/x", through).body == PAGE


def test_the_setting_may_switch_the_environment_off(
    site: Site, local: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert fetch.page(site.put("/a"), dataclasses.replace(local, proxy="none")).body == PAGE


def test_a_login_is_sent_to_the_proxy_and_told_to_nobody(relay: Relay, guarded: Settings) -> None:
    address = relay.address.replace("http://", "http://anna:s%40cret@")
    through = dataclasses.replace(guarded, proxy=address)
    fetch.page("http://narrator-test.example/x", through)
    assert relay.logins == ["Basic YW5uYTpzQGNyZXQ="] * 2
    assert "cret" not in repr(through)
    gone = dataclasses.replace(guarded, proxy="http://anna:s%40cret@127.0.0.1:9")
    with pytest.raises(NetworkError) as told:
        fetch.page("http://narrator-test.example/x", gone)
    assert "cret" not in str(told.value)


def test_an_encrypted_page_goes_through_a_tunnel(relay: Relay, site: Site, guarded: Settings) -> None:
    """The server at the other end speaks no TLS: that this is found out shows that the tunnel stood."""
    relay.joins = site.server.server_port
    with pytest.raises(SourceError, match="no encrypted connection"):
        fetch.page("https://narrator-test.example/x", dataclasses.replace(guarded, proxy=relay.address))
    assert relay.asked[0] == "CONNECT narrator-test.example:443"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8080/x",
        "http://localhost/x",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/",
        "http://2130706433/",
        "https://10.0.0.1/",
        "http://intranet/",
        "http://printer.local/",
        "http://wiki.corp/",
        "http://db.internal./",
    ],
)
def test_a_proxy_is_not_asked_for_what_is_private(url: str, relay: Relay, guarded: Settings) -> None:
    with pytest.raises(SourceError, match=r"not a public address|private host"):
        fetch.page(url, dataclasses.replace(guarded, proxy=relay.address))
    assert relay.asked == []


def test_a_redirect_through_a_proxy_is_guarded_too(relay: Relay, guarded: Settings) -> None:
    relay.redirects = "http://127.0.0.1/secret"
    with pytest.raises(SourceError, match="not a public address"):
        fetch.page("http://narrator-test.example/x", dataclasses.replace(guarded, proxy=relay.address))
    assert relay.asked[-1] == "http://narrator-test.example/x"


def test_private_addresses_may_be_asked_for_where_they_are_allowed(relay: Relay, local: Settings) -> None:
    assert fetch.page("http://intranet/x", dataclasses.replace(local, proxy=relay.address)).body == PAGE


def test_a_proxy_that_does_not_answer_is_named(guarded: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with pytest.raises(NetworkError) as told:
        fetch.page("http://narrator-test.example/x", guarded)
    assert told.value.message == "the proxy http://127.0.0.1:9 cannot be reached: Connection refused"
    assert told.value.hint == "it is named by HTTP_PROXY"


def test_a_proxy_without_an_address_is_named(guarded: Settings) -> None:
    with pytest.raises(NetworkError, match=r"the proxy http://proxy\.invalid:80 cannot be reached: there is no host"):
        fetch.page("http://narrator-test.example/x", dataclasses.replace(guarded, proxy="proxy.invalid"))


def test_a_proxy_that_wants_a_login_is_quoted(relay: Relay, guarded: Settings) -> None:
    relay.refuses = 407
    through = dataclasses.replace(guarded, proxy=relay.address, ignore_robots=True)
    with pytest.raises(SourceError, match="the proxy wants a login"):
        fetch.page("http://narrator-test.example/x", through)
    with pytest.raises(NetworkError, match="the proxy refuses: 407"):
        fetch.page("https://narrator-test.example/x", through)


@pytest.mark.parametrize(
    "address", ["ftp://proxy:21", "http://", "socks4://proxy:1080", "http://[::1", "http://p:99999"]
)
def test_what_is_no_proxy_is_said(address: str, guarded: Settings) -> None:
    with pytest.raises(SettingsError, match="no address of one"):
        fetch.page("http://narrator-test.example/x", dataclasses.replace(guarded, proxy=address))


@pytest.mark.parametrize(
    ("no_proxy", "url", "direct"),
    [
        ("example.org", "http://example.org/", True),
        ("example.org", "http://www.example.org/", True),
        (".example.org", "http://www.example.org/", True),
        ("*.example.org", "http://www.example.org/", True),
        ("example.org", "http://myexample.org/", False),
        ("EXAMPLE.org, other.org", "https://example.ORG/", True),
        ("example.org:8080", "http://example.org:8080/", True),
        ("example.org:8080", "http://example.org/", False),
        ("10.0.0.0/8", "http://10.1.2.3/", True),
        ("10.0.0.0/8", "http://11.1.2.3/", False),
        ("192.168.0.1", "http://192.168.0.1/", True),
        ("::1", "http://[::1]/", True),
        ("*", "http://example.org/", True),
        ("", "http://example.org/", False),
        ("localhost,,", "http://example.org/", False),
    ],
)
def test_hosts_may_be_excepted(no_proxy: str, url: str, direct: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://proxy:3128")
    monkeypatch.setenv("NO_PROXY", no_proxy)
    assert (proxy_for(url, Settings()) is None) is direct


@pytest.mark.parametrize(
    ("given", "url", "login"),
    [
        ("proxy:3128", "http://proxy:3128", None),
        ("http://proxy", "http://proxy:80", None),
        ("https://u:p@proxy:8443/", "https://proxy:8443", ("u", "p")),
        ("socks5h://proxy", "socks5://proxy:1080", None),
        ("http://[::1]:3128", "http://[::1]:3128", None),
    ],
)
def test_the_address_of_a_proxy_is_understood(given: str, url: str, login: object) -> None:
    found = Proxy(given, "x")
    assert (str(found), found.login) == (url, login)


def test_a_socks_proxy_is_asked(guarded: Settings) -> None:
    pytest.importorskip("socksio")
    with socket.create_server(("127.0.0.1", 0)) as server:
        heard: list[bytes] = []

        def listen() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(100)
                connection.sendall(b"\x05\x00")
                heard.append(connection.recv(100))

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        through = dataclasses.replace(guarded, proxy=f"socks5://127.0.0.1:{server.getsockname()[1]}")
        with pytest.raises(SourceError):
            fetch.page("http://narrator-test.example/x", through)
        thread.join(5)
    assert b"narrator-test.example" in heard[0]
