"""Fetching, from a real server on this machine: what is taken, and what is refused."""

from __future__ import annotations

import gzip
import os
import re
import socket
import ssl
import threading
import time
from contextlib import suppress
from email.utils import formatdate
from pathlib import Path

import pytest

from narrator import fetch
from narrator.errors import SourceError
from narrator.extract import sniffed
from narrator.fetch import addresses, pictures, web
from narrator.settings import Settings
from tests.extract.document import made
from tests.fetch.conftest import PAGE, Site, certificate


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
    original = addresses.httpcore.SyncBackend.connect_tcp  # type: ignore[attr-defined]

    def connect(self: object, host: str, *rest: object, **named: object) -> object:
        seen.append(host)
        raise addresses.httpcore.ConnectError("not really")  # type: ignore[attr-defined]

    monkeypatch.setattr(addresses.httpcore.SyncBackend, "connect_tcp", connect)  # type: ignore[attr-defined]
    with pytest.raises(SourceError):
        web.page("http://rebound.example/", Settings(cache_dir=tmp_path, ignore_robots=True))
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
        "168.63.129.16",
        "100.100.100.200",
        "fd00:ec2::254",
        "64:ff9b:1::1",
        "::127.0.0.1",
        "2001:0:7f00:1::80ff:fffe",
    ],
)
def test_these_addresses_are_not_public(address: str) -> None:
    assert not addresses.is_public(address)


def test_public_addresses_are_public() -> None:
    assert addresses.is_public("93.184.215.14")
    assert addresses.is_public("2606:2800:21f:cb07:6820:80da:af6b:8b2c")


@pytest.mark.parametrize(
    "source",
    [
        "file:///etc/passwd",
        "file:/etc/passwd",
        "FILE:///etc/passwd",
        "ftp://example.org/a",
        "gopher://example.org",
        "data:text/html,<p>a</p>",
        "javascript:alert(1)",
        "view-source:http://example.org",
        "unix+http://x",
    ],
)
def test_other_schemes_are_refused(source: str, local: Settings) -> None:
    with pytest.raises(SourceError, match="not read"):
        fetch.page(source, local)


def test_a_redirect_to_another_scheme_is_refused(site: Site, local: Settings) -> None:
    with pytest.raises(SourceError, match="no http or https"):
        fetch.page(site.put("/a", b"", 302, Location="file:///etc/passwd"), local)


def test_a_redirect_to_an_address_that_is_not_public_is_refused(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """This machine's first address stands for the internet, its second for what must not be reached."""
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.1")
    inside = site.address.replace("127.0.0.1", "127.0.0.2") + "/secret"
    site.put("/secret")
    with pytest.raises(SourceError, match=r"127\.0\.0\.2, which is not a public address"):
        fetch.page(site.put("/a", b"", 302, Location=inside), Settings(cache_dir=tmp_path))
    assert "/secret" not in [path for path, _ in site.asked]


def test_a_robots_txt_that_leads_inside_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.1")
    site.put("/robots.txt", b"", 301, Location=site.address.replace("127.0.0.1", "127.0.0.2") + "/secret")
    with pytest.raises(SourceError, match="not a public address"):
        fetch.page(site.put("/a"), Settings(cache_dir=tmp_path))


@pytest.mark.parametrize(
    "name", ["http://2130706433/", "http://0x7f000001/", "http://127.1/", "http://[::ffff:127.0.0.1]/"]
)
def test_an_address_in_disguise_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"not a public address|no host"):
        fetch.page(name, Settings(cache_dir=tmp_path))


def test_an_address_with_a_password_is_refused(local: Settings) -> None:
    with pytest.raises(SourceError, match="password"):
        fetch.page("http://user:secret@example.org/", local)


def test_a_loop_of_redirects_ends(site: Site, local: Settings) -> None:
    with pytest.raises(SourceError, match="redirects"):
        fetch.page(site.put("/a", b"", 302, Location="/a"), local)


@pytest.mark.parametrize(
    "kind",
    [
        "rich text (RTF) (text/rtf)",
        "a picture (image/png)",
        "a sound file (audio/mpeg)",
        "JSON (application/json)",
        "x/y",
    ],
)
def test_another_content_type_is_refused_by_its_name(kind: str, site: Site, local: Settings) -> None:
    declared = kind.rpartition("(")[2].rstrip(")")
    with pytest.raises(SourceError, match=re.escape(f"is {kind}, not an article's page")):
        fetch.page(site.put("/a", Content_Type=declared), local)


@pytest.mark.parametrize("declared", ["application/pdf", "application/octet-stream", "text/plain", ""])
def test_a_document_is_fetched_and_known_by_its_content(declared: str, site: Site, local: Settings) -> None:
    body = made.pdf([made.wrapped(made.PARAGRAPHS[0], 60, 100)])
    found = fetch.page(site.put("/a", body, Content_Type=declared), local)
    assert (found.content_type, found.body) == ("application/pdf", body)


def test_a_page_that_its_server_calls_a_pdf_is_read_as_a_page(site: Site, local: Settings) -> None:
    found = fetch.page(site.put("/a.pdf", b"<!DOCTYPE html><p>Hello", Content_Type="application/pdf"), local)
    assert found.content_type == ""
    assert sniffed(found.body.decode()) == "text/html"


def test_a_chapter_of_a_book_from_the_web_has_an_address_of_its_own(site: Site, local: Settings) -> None:
    book = made.epub({"one.xhtml": made.chapter("One", made.PARAGRAPHS)})
    address = site.put("/book.epub", book, Content_Type="application/epub+zip")
    found = fetch.page(f"{address}#1", local)
    assert (found.chapter, found.url) == (1, f"{address}#1")


def test_a_body_that_is_too_large_is_refused(site: Site, local: Settings) -> None:
    with pytest.raises(SourceError, match="larger than 20 MB"):
        fetch.page(site.put("/a", b"x" * (web.LIMIT_BYTES + 1)), local)


def test_a_compressed_bomb_is_refused(site: Site, local: Settings) -> None:
    bomb = gzip.compress(bytes(200_000_000), 9)
    assert len(bomb) < 300_000
    with pytest.raises(SourceError, match="larger than 20 MB"):
        fetch.page(site.put("/a", bomb, Content_Encoding="gzip"), local)


@pytest.mark.parametrize("packed", ["gzip, gzip", "br", "zstd", "gzip, identity, gzip"])
def test_what_is_packed_twice_or_in_another_way_is_refused_unopened(packed: str, site: Site, local: Settings) -> None:
    twice = gzip.compress(gzip.compress(bytes(10_000_000), 9), 9)
    with pytest.raises(SourceError, match="packed as"):
        fetch.page(site.put("/a", twice, Content_Encoding=packed), local)


def test_a_packed_page_is_read(site: Site, local: Settings) -> None:
    assert fetch.page(site.put("/a", gzip.compress(PAGE), Content_Encoding="gzip"), local).body == PAGE


def test_a_body_that_is_not_packed_as_it_says_is_refused(site: Site, local: Settings) -> None:
    with pytest.raises(SourceError, match="cannot be unpacked"):
        web.page(site.put("/a", PAGE, Content_Encoding="gzip"), local)


def test_a_site_that_sends_a_byte_now_and_then_is_given_up(local: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "LIMIT_S", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_drip, args=(server,), daemon=True).start()
        begun = time.monotonic()
        with pytest.raises(SourceError, match="did not answer within"):
            fetch.page(f"http://127.0.0.1:{server.getsockname()[1]}/", local)
        assert time.monotonic() - begun < 30


def _drip(server: socket.socket) -> None:
    connection, _ = server.accept()
    with connection, suppress(OSError):
        connection.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while True:
            connection.sendall(b"a")
            time.sleep(0.1)


@pytest.mark.parametrize(("status", "words"), [(404, "no such page"), (403, "refuses"), (410, "gone"), (401, "login")])
def test_a_site_that_says_no_is_quoted(status: int, words: str, site: Site, local: Settings) -> None:
    with pytest.raises(SourceError, match=words):
        fetch.page(site.put("/a", b"", status), local)


def test_a_busy_site_is_asked_again_after_a_while(site: Site, local: Settings, waits: list[float]) -> None:
    site.put("/a", b"", 503)
    site.put("/a", b"", 429, Retry_After="3")
    address = site.put("/a")
    assert web.page(address, local).body == PAGE
    assert waits == pytest.approx([0.5, 3.0], abs=0.2)


def test_a_busy_site_may_name_the_hour(site: Site, local: Settings, waits: list[float]) -> None:
    site.put("/a", b"", 429, Retry_After=formatdate(time.time() + 4, usegmt=True))
    address = site.put("/a")
    assert web.page(address, local).body == PAGE
    assert 2 <= waits[0] <= 4


def test_a_site_that_stays_busy_is_given_up_with_its_answer(site: Site, local: Settings, waits: list[float]) -> None:
    with pytest.raises(SourceError, match="asked too often"):
        web.page(site.put("/a", b"", 429), local)
    assert waits == pytest.approx([0.5, 1.0], abs=0.2)


def test_a_site_that_cannot_give_its_robots_txt_is_not_fetched(site: Site, local: Settings, waits: list[float]) -> None:
    site.put("/robots.txt", b"", 503)
    with pytest.raises(SourceError, match="cannot say whether"):
        fetch.page(site.put("/a"), local)
    assert "/a" not in [path for path, _ in site.asked]


def test_robots_txt_is_asked_for_once_and_followed_where_it_went(site: Site, local: Settings) -> None:
    site.put("/robots.txt", b"", 301, Location="/rules.txt")
    site.put("/rules.txt", b"User-agent: narrator\nDisallow: /b", Content_Type="text/plain")
    site.put("/b")
    with pytest.raises(SourceError, match=r"robots\.txt"):
        fetch.page(site.put("/a", b"", 302, Location="/b"), local)
    assert [path for path, _ in site.asked] == ["/robots.txt", "/rules.txt", "/a"]


def test_robots_txt_is_asked_for_once_an_hour_however_many_pages_a_site_has(site: Site, local: Settings) -> None:
    site.put("/robots.txt", b"User-agent: *\nDisallow: /b", Content_Type="text/plain")
    fetch.page(site.put("/a"), local)
    fetch.page(site.put("/c"), local)
    with pytest.raises(SourceError, match=r"robots\.txt"):
        fetch.page(site.put("/b"), local)
    assert local.cache_dir is not None
    for kept in (local.cache_dir / "robots").iterdir():
        os.utime(kept, (0, 0))
    fetch.page(site.put("/d"), local)
    assert [path for path, _ in site.asked] == ["/robots.txt", "/a", "/c", "/robots.txt", "/d"]


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


def test_nobody_there_is_said(local: Settings, waits: list[float]) -> None:
    with pytest.raises(SourceError, match="cannot be reached"):
        web.page("http://127.0.0.1:9/", local)


def test_a_page_is_read_over_tls_and_a_certificate_of_nobody_is_refused(
    site: Site, local: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    chain, key = certificate(tmp_path)
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(chain, key)
    site.server.socket = served.wrap_socket(site.server.socket, server_side=True)
    address = site.put("/a").replace("http:", "https:")
    with pytest.raises(SourceError, match="certificate is signed by itself"):
        web.page(address, local)
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    assert web.page(address, local).body == PAGE


def test_a_lead_image_becomes_the_cover(site: Site, local: Settings, tmp_path: Path) -> None:
    import dataclasses

    from mutagen.id3 import ID3

    from narrator.narrator import narrate

    picture = b"\xff\xd8\xff\xe0" + bytes(500)
    address = site.put("/lead.jpg", picture, Content_Type="image/jpeg")
    head = f'<html lang="en"><head><meta property="og:image" content="{address}"></head>'.encode()
    page = site.put("/story", PAGE.replace(b"<html>", head))
    wanted = dataclasses.replace(local, output=str(tmp_path / "out"), voice="tone", sign=False)
    narration = narrate(page, wanted)
    (cover,) = ID3(tmp_path / "out" / narration.slug / narration.files[0].name).getall("APIC")
    assert cover.data == picture


def test_a_lead_image_that_cannot_be_had_costs_nothing_but_the_cover(site: Site, local: Settings) -> None:
    assert pictures.cover(site.address + "/none.jpg", local) is None
    assert pictures.cover(site.put("/html.jpg", b"<html>", Content_Type="image/jpeg"), local) is None
