"""Fetching, from a real server on this machine: what is taken, and what is refused."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from narrator import fetch
from narrator.errors import SourceError
from narrator.fetch import addresses, web
from narrator.settings import Settings

PAGE = b"<html><body><article><h1>Title</h1><p>" + b"Words of an article. " * 30 + b"</p></article></body></html>"


@dataclass
class Site:
    """A server, what it answers, and what it was asked."""

    address: str
    answers: dict[str, list[tuple[int, dict[str, str], bytes]]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def put(self, path: str, body: bytes = PAGE, status: int = 200, **headers: str) -> str:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers.setdefault(path, []).append((status, {"Content-Type": "text/html", **names}, body))
        return self.address + path


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append((self.path, dict(self.headers)))
            queue = found.answers.get(self.path)
            if not queue:
                self.send_error(404)
                return
            status, headers, body = queue[0] if len(queue) == 1 else queue.pop(0)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                return

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Site(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()


@pytest.fixture
def local(tmp_path: Path) -> Settings:
    return Settings(allow_private=True, cache_dir=tmp_path / "cache")


def test_a_page_is_fetched_with_its_type_and_final_address(site: Site, local: Settings) -> None:
    site.put("/new", Content_Type="text/html; charset=iso-8859-1")
    page = fetch.page(site.put("/old", b"", 301, Location="/new"), local)
    assert (page.body, page.url, page.content_type) == (PAGE, site.address + "/new", "text/html")
    assert page.encoding == "iso-8859-1"


def test_we_say_who_we_are(site: Site, local: Settings) -> None:
    fetch.page(site.put("/a"), local)
    assert all(headers["User-Agent"].startswith("narrator/") for _, headers in site.asked)


def test_an_address_that_is_not_public_is_refused(site: Site, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not a public address"):
        fetch.page(site.put("/a"), Settings(cache_dir=tmp_path))
    assert site.asked == []


def test_a_name_that_resolves_to_this_machine_is_refused(site: Site, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not a public address"):
        fetch.page(site.put("/a").replace("127.0.0.1", "localhost"), Settings(cache_dir=tmp_path))


def test_the_connection_goes_to_the_address_that_was_checked(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A name that answers differently the second time: what was looked up first is what is judged."""
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    seen: list[str] = []
    monkeypatch.setattr(addresses, "resolved", lambda host, port: next(answers))
    original = addresses.httpcore.SyncBackend.connect_tcp

    def connect(self: object, host: str, *rest: object, **named: object) -> object:
        seen.append(host)
        raise addresses.httpcore.ConnectError("not really")

    monkeypatch.setattr(addresses.httpcore.SyncBackend, "connect_tcp", connect)
    with pytest.raises(SourceError):
        web.page("http://rebound.example/", Settings(cache_dir=tmp_path, ignore_robots=True), sleep=lambda s: None)
    assert seen == ["93.184.215.14"]
    assert original is not connect


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.8",
        "172.16.3.3",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "::1",
        "fe80::1",
        "fc00::1",
        "::ffff:127.0.0.1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "224.0.0.1",
        "255.255.255.255",
    ],
)
def test_these_addresses_are_not_public(address: str) -> None:
    assert not addresses.is_public(address)


def test_public_addresses_are_public() -> None:
    assert addresses.is_public("93.184.215.14")
    assert addresses.is_public("2606:2800:21f:cb07:6820:80da:af6b:8b2c")


@pytest.mark.parametrize("source", ["file:///etc/passwd", "ftp://example.org/a", "gopher://example.org", "data://text"])
def test_other_schemes_are_refused(source: str, local: Settings) -> None:
    with pytest.raises(SourceError, match="not read"):
        fetch.page(source, local)


def test_a_redirect_to_another_scheme_is_refused(site: Site, local: Settings) -> None:
    with pytest.raises(SourceError, match="no http or https"):
        fetch.page(site.put("/a", b"", 302, Location="file:///etc/passwd"), local)


def test_a_loop_of_redirects_ends(site: Site, local: Settings) -> None:
    with pytest.raises(SourceError, match="redirects"):
        fetch.page(site.put("/a", b"", 302, Location="/a"), local)


@pytest.mark.parametrize("kind", ["application/pdf", "image/png", "audio/mpeg", "application/json"])
def test_another_content_type_is_refused_by_its_name(kind: str, site: Site, local: Settings) -> None:
    with pytest.raises(SourceError, match=kind):
        fetch.page(site.put("/a", Content_Type=kind), local)


def test_a_body_that_is_too_large_is_refused(site: Site, local: Settings) -> None:
    with pytest.raises(SourceError, match="larger than 20 MB"):
        fetch.page(site.put("/a", b"x" * (web.LIMIT_BYTES + 1)), local)


def test_a_compressed_bomb_is_refused(site: Site, local: Settings) -> None:
    bomb = gzip.compress(bytes(200_000_000), 9)
    assert len(bomb) < 300_000
    with pytest.raises(SourceError, match="larger than 20 MB"):
        fetch.page(site.put("/a", bomb, Content_Encoding="gzip"), local)


@pytest.mark.parametrize(("status", "words"), [(404, "no such page"), (403, "refuses"), (410, "gone"), (401, "login")])
def test_a_site_that_says_no_is_quoted(status: int, words: str, site: Site, local: Settings) -> None:
    with pytest.raises(SourceError, match=words):
        fetch.page(site.put("/a", b"", status), local)


def test_a_busy_site_is_asked_again_after_a_while(site: Site, local: Settings) -> None:
    site.put("/a", b"", 503)
    site.put("/a", b"", 429, Retry_After="3")
    address = site.put("/a")
    waits: list[float] = []
    assert web.page(address, local, sleep=waits.append).body == PAGE
    assert waits == [0.5, 3.0]


def test_robots_txt_is_honoured_unless_told_otherwise(site: Site, local: Settings) -> None:
    import dataclasses

    site.put("/robots.txt", b"User-agent: *\nDisallow: /private", Content_Type="text/plain")
    address = site.put("/private/a")
    with pytest.raises(SourceError, match=r"robots\.txt"):
        fetch.page(address, local)
    assert fetch.page(address, dataclasses.replace(local, ignore_robots=True)).body == PAGE


def test_an_unchanged_page_is_not_sent_again(site: Site, local: Settings) -> None:
    site.put("/a", ETag='"one"')
    address = site.put("/a", b"", 304)
    first, second = fetch.page(address, local), fetch.page(address, local)
    assert second == first
    assert site.asked[-1][1]["If-None-Match"] == '"one"'


def test_nobody_there_is_said(local: Settings) -> None:
    with pytest.raises(SourceError, match="cannot be reached"):
        web.page("http://127.0.0.1:9/", local, sleep=lambda s: None)


def test_a_lead_image_becomes_the_cover(site: Site, local: Settings, tmp_path: Path) -> None:
    import dataclasses

    from mutagen.id3 import ID3

    from narrator.pipeline import narrate

    picture = b"\xff\xd8\xff\xe0" + bytes(500)
    address = site.put("/lead.jpg", picture, Content_Type="image/jpeg")
    head = f'<html lang="en"><head><meta property="og:image" content="{address}"></head>'.encode()
    page = site.put("/story", PAGE.replace(b"<html>", head))
    wanted = dataclasses.replace(local, output=str(tmp_path / "out"), voice="tone", sign=False)
    narration = narrate(page, wanted)
    (cover,) = ID3(tmp_path / "out" / narration.slug / narration.files[0].name).getall("APIC")
    assert cover.data == picture


def test_a_lead_image_that_cannot_be_had_costs_nothing_but_the_cover(site: Site, local: Settings) -> None:
    assert fetch.picture(site.address + "/none.jpg", local) is None
    assert fetch.picture(site.put("/html.jpg", b"<html>", Content_Type="image/jpeg"), local) is None
