"""The server: ranges, validators, compression, and nothing but the library."""

from __future__ import annotations

import dataclasses
import random
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from narrator import manifest, serve
from narrator.errors import OutputError
from narrator.library import Library
from narrator.narrator import narrate
from narrator.settings import Settings
from narrator.store import store
from tests.conftest import SAMPLES


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    settings = Settings(output=str(folder / "out"), cache_dir=folder / "cache", voice="tone", sign=False)
    narrate(SAMPLES / "kurz.html", settings)
    (folder / "secret.html").write_text("SECRET")
    (folder / "out" / "link.html").symlink_to(folder / "secret.html")
    (folder / "out" / ".hidden.html").write_text("SECRET")
    (folder / "out" / "notes.py").write_text("SECRET")
    return folder / "out"


@pytest.fixture
def client(out: Path) -> TestClient:
    return TestClient(serve.application(out), base_url="http://localhost", raise_server_exceptions=True)


@pytest.fixture
def sound(out: Path) -> Path:
    return next(out.glob("*/*.mp3"))


def address(out: Path, path: Path) -> str:
    return "/" + path.relative_to(out).as_posix()


def test_the_list_and_a_page_are_there_before_anything_is_published(client: TestClient, out: Path, sound: Path) -> None:
    index = client.get("/")
    assert index.status_code == 200
    assert sound.parent.name in index.text
    page = client.get(f"/{sound.parent.name}")
    assert page.url.path.endswith("/")
    assert "narrator-player" in page.text


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-", 0, None), ("bytes=0-1", 0, 1), ("bytes=1000-1999", 1000, 1999), ("bytes=-500", -500, None)],
)
def test_a_range_is_exactly_the_bytes(
    client: TestClient, out: Path, sound: Path, asked: str, first: int, last: int | None
) -> None:
    body = sound.read_bytes()
    got = client.get(address(out, sound), headers={"Range": asked, "Accept-Encoding": "gzip"})
    assert got.status_code == 206
    assert got.content == body[first : None if last is None else last + 1]
    assert got.headers["content-range"].endswith(f"/{len(body)}")
    assert "content-encoding" not in got.headers


def test_a_whole_sound_says_that_it_takes_ranges(client: TestClient, out: Path, sound: Path) -> None:
    got = client.get(address(out, sound))
    assert (got.status_code, got.headers["accept-ranges"]) == (200, "bytes")
    assert got.headers["content-type"] == "audio/mpeg"
    assert got.content == sound.read_bytes()
    head = client.head(address(out, sound))
    assert head.headers["content-length"] == str(sound.stat().st_size)
    assert not head.content


def test_a_range_beyond_the_end_is_416(client: TestClient, out: Path, sound: Path) -> None:
    assert client.get(address(out, sound), headers={"Range": "bytes=999999999-"}).status_code == 416


def test_a_range_of_another_version_gives_the_whole(client: TestClient, out: Path, sound: Path) -> None:
    got = client.get(address(out, sound), headers={"Range": "bytes=0-9", "If-Range": '"other"'})
    assert got.status_code == 200


@pytest.mark.parametrize("suffix", ["mp3", "html", "vtt"])
def test_what_is_known_is_not_sent_again(client: TestClient, out: Path, suffix: str) -> None:
    where = address(out, next(out.glob(f"*/*.{suffix}")))
    tag = client.get(where).headers["etag"]
    again = client.get(where, headers={"If-None-Match": f'"x", {tag}'})
    assert (again.status_code, again.content) == (304, b"")


def test_text_is_compressed_for_those_who_take_it(client: TestClient, out: Path) -> None:
    where = next(out.glob("*/*.vtt"))
    packed = client.get(address(out, where), headers={"Accept-Encoding": "gzip"})
    plain = client.get(address(out, where), headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(plain.content)
    assert packed.content == plain.content == where.read_bytes()
    assert packed.headers["etag"] != plain.headers["etag"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_changed(client: TestClient, method: str) -> None:
    assert client.request(method, "/").status_code == 405


def test_a_foreign_name_is_refused(client: TestClient) -> None:
    assert client.get("/", headers={"Host": "attacker.example"}).status_code == 400


@pytest.mark.parametrize(
    "path", ["/link.html", "/.hidden.html", "/notes.py", "/.narrator/", "/none", "/%2e%2e/secret.html"]
)
def test_what_is_not_of_the_library_is_not_there(client: TestClient, path: str) -> None:
    got = client.get(path)
    assert got.status_code == 404
    assert "SECRET" not in got.text


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        serve.application(tmp_path / "none")


def _port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def server(out: Path) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    port = _port()
    command = [sys.executable, "-m", "narrator", "serve", str(out), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        for _ in range(100):
            try:
                httpx.get(f"http://127.0.0.1:{port}/", trust_env=False)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield port, process
        process.terminate()
        told, _ = process.communicate(timeout=10)
        assert "Traceback" not in told


def _malformed(random: random.Random) -> bytes:
    parts = [
        b"..",
        b"%2e%2e",
        b"..%2f",
        b"%00",
        b"\\..\\",
        b"%ff",
        b"//",
        b"etc/passwd",
        b"secret.html",
        b"%c0%ae",
        b"C:",
        b"~",
    ]
    path = b"/" + b"/".join(random.choices(parts, k=random.randint(1, 6)))
    method = random.choice([b"GET", b"HEAD", b"GET", b"G\x00T", b"OPTIONS", b"POST"])
    header = random.choice(
        [
            b"Range: bytes=" + random.choice([b"9-1", b"-", b"a-b", b"0-0,2-3," * 50, b"-0", b"1" * 400]),
            b"If-None-Match: " + random.randbytes(20).replace(b"\n", b"").replace(b"\r", b""),
            b"Accept-Encoding: gzip;q=x",
            b"Content-Length: -1",
            b'If-Range: W/"',
            b"Host: [::",
        ]
    )
    head = method + b" " + random.choice([path, b"/", b"*", b"http://x/" + path]) + b" HTTP/1.1\r\n"
    host = b"" if header.startswith(b"Host") else b"Host: localhost\r\n"
    return head + host + header + b"\r\nConnection: close\r\n\r\n"


def test_a_thousand_malformed_requests_meet_no_error_and_no_secret(server: tuple[int, subprocess.Popen[str]]) -> None:
    port, process = server
    chance = random.Random(8)
    for _ in range(1000):
        asked = _malformed(chance)
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.sendall(asked)
            answer = b""
            while piece := connection.recv(65536):
                answer += piece
        assert not answer.startswith(b"HTTP/1.1 5"), (asked, answer[:200])
        assert b"SECRET" not in answer
        assert b"Traceback" not in answer
        assert b"root:" not in answer
    assert process.poll() is None


def test_a_port_in_use_is_said_in_a_line(server: tuple[int, subprocess.Popen[str]], out: Path) -> None:
    command = [sys.executable, "-m", "narrator", "serve", str(out), "--port", str(server[0])]
    found = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert found.returncode == 9
    assert "cannot be opened" in found.stderr
    assert "Traceback" not in found.stderr


def test_a_library_that_was_published_is_served_as_published(out: Path, tmp_path: Path) -> None:
    from narrator.publish import site

    copy = Path(shutil.copytree(out, tmp_path / "copy", ignore=shutil.ignore_patterns("link.html")))
    site.build(copy, "https://example.org", title="As published")
    client = TestClient(serve.application(copy), base_url="http://localhost")
    assert "As published" in client.get("/").text
    assert client.get("/feed.xml").headers["content-type"].startswith("application/xml")


def test_what_is_narrated_meanwhile_is_shown_and_embedded(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "LOOK_S", 0.0)
    copy = Path(shutil.copytree(out, tmp_path / "copy", ignore=shutil.ignore_patterns("link.html")))
    client = TestClient(serve.application(copy), base_url="http://localhost")
    made = next(Library(copy).all())
    assert client.get("/").text.count("<li ") == 1
    own = dataclasses.replace(made, slug="second", source_id="2" * 16)
    (copy / "second").mkdir()
    (copy / "second" / "narration.json").write_text(manifest.encoded(own))
    assert client.get("/").text.count("<li ") == 2
    for path in ("embed.js", "narrator-player.js", "embed/index/00.json", "feed.xml", "second/player.html"):
        assert client.get(f"/{path}").status_code == 200
    assert not (copy / "index.html").exists()


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("http://localhost:3000", True),
        ("http://127.0.0.1:1313", True),
        ("https://evil.example", False),
        ("http://localhost.evil.example", False),
        ("null", False),
    ],
)
def test_only_pages_of_this_machine_may_embed(client: TestClient, origin: str, allowed: bool) -> None:
    answer = client.get("/embed.js", headers={"Origin": origin})
    assert ("access-control-allow-origin" in answer.headers) == allowed


def test_a_library_in_an_object_store_is_served_in_ranges_too(out: Path, tmp_path: Path) -> None:
    place = store(f"memory://serve-{tmp_path.name}")
    made = next(Library(out).all())
    for each in (out / made.slug).iterdir():
        place.put(f"{made.slug}/{each.name}", each.read_bytes())
    client = TestClient(serve.application(place.address), base_url="http://localhost")
    assert made.article.title in client.get("/").text
    assert client.get(f"/{made.slug}", follow_redirects=False).headers["location"] == f"/{made.slug}/"
    assert client.get(f"/{made.slug}/").status_code == 200
    sound = made.files[0]
    part = client.get(f"/{made.slug}/{sound.name}", headers={"Range": "bytes=0-9"})
    assert (part.status_code, len(part.content)) == (206, 10)
    assert client.get(f"/{made.slug}/narration.json").status_code == 404
    assert client.get("/../secret").status_code == 404
