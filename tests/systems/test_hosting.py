"""A published folder as docs/hosting.md says to serve it: by the real nginx, and out of a bucket of an S3 server.

Debian: ``apt install nginx-light``. The S3 server is moto's.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from narrator import Narrator
from narrator.model import Details, Page
from narrator.publish import site
from narrator.settings import Settings
from tests.browsers import LIT, Reader
from tests.conftest import ROOT
from tests.publish.hosts import themes
from tests.systems import servers
from tests.systems.test_hugo import Quiet

pytestmark = pytest.mark.stress
PAPER = "https://paper.example/en/story"
SLUG = "story"
PUBLIC = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::heard/listen/*"}
KINDS = {
    "index.html": "text/html",
    "card.jpg": "image/jpeg",
    "story.mp3": "audio/mpeg",
    "story.m4a": "audio/mp4",
    "story.vtt": "text/vtt",
    "transcript.json": "application/json",
    "../feed.xml": "application/xml",
    "../embed.js": "text/javascript",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One narration of an article of the paper."""
    folder = tmp_path_factory.mktemp("library")
    settings = Settings(
        output=str(folder / "out"), cache_dir=folder / "cache", voice="tone", sign=False, format=("mp3", "m4a")
    )
    source = Page("en.html", themes.plain_page(themes.articles()["en"]).encode(), content_type="text/html")
    with Narrator(settings) as narrator:
        narrator.narrate(source, details=Details(url=PAPER, slug=SLUG))
    return folder / "out"


@pytest.fixture
def nginx(library: Path, tmp_path: Path) -> Iterator[str]:
    """The address of an nginx that is set up by the lines of docs/hosting.md, and of what it serves."""
    program = servers.program("nginx")
    if program is None:
        pytest.skip("needs Debian's nginx-light")
    tmp_path.chmod(0o755)
    port = servers.free_port()
    base = f"http://127.0.0.1:{port}/listen"
    site.build(library, base, to=str(tmp_path / "public"))
    said = re.search(r"```nginx\n(.*?)```", (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8"), re.DOTALL)
    assert said
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log {tmp_path}/errors; worker_processes 1; daemon off;\n"
        f"{'user root;' if os.getuid() == 0 else ''}\nevents {{}}\n"
        f"http {{ access_log off; client_body_temp_path {tmp_path}; proxy_temp_path {tmp_path}; "
        f"fastcgi_temp_path {tmp_path}; uwsgi_temp_path {tmp_path}; scgi_temp_path {tmp_path};\n"
        f"server {{ listen 127.0.0.1:{port};\n{said[1].replace('/srv/public/', f'{tmp_path}/public/')}}} }}"
    )
    with subprocess.Popen([program, "-c", str(tmp_path / "nginx.conf"), "-p", str(tmp_path)]) as child:
        servers.wait_for(port)
        yield base
        child.terminate()


@pytest.fixture
def bucket(library: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a published bucket."""
    import boto3
    from moto.server import ThreadedMotoServer
    from s3fs import S3FileSystem

    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in (("ACCESS_KEY_ID", "test"), ("SECRET_ACCESS_KEY", "test"), ("DEFAULT_REGION", "us-east-1")):
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    S3FileSystem.clear_instance_cache()
    bucket = boto3.resource("s3", endpoint_url=f"http://{host}:{port}").Bucket("heard")
    bucket.create()
    bucket.Policy().put(Policy=json.dumps({"Version": "2012-10-17", "Statement": [PUBLIC]}))
    base = f"http://{host}:{port}/heard/listen"
    site.build(library, base, to="s3://heard/listen")
    yield base
    bucket.objects.all().delete()
    bucket.delete()
    S3FileSystem.clear_instance_cache()
    server.stop()


@pytest.fixture(params=["nginx", "bucket"])
def served(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(request.param))


@pytest.fixture
def paper(served: str, tmp_path: Path) -> Iterator[str]:
    """The article on the publisher's own host, with the loader's tag."""
    told = f'<link rel="icon" href="data:,"><link rel="canonical" href="{PAPER}"><script async src="{served}/embed.js"></script></head>'
    (tmp_path / "paper").mkdir()
    (tmp_path / "paper" / "story.html").write_text(
        themes.plain_page(themes.articles()["en"]).replace("</head>", told), encoding="utf-8"
    )
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path / "paper"))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/story.html"
        server.shutdown()


def asked(address: str, **headers: str) -> Any:
    return urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=10)


def test_files_have_the_kinds_that_browsers_and_apps_need(served: str) -> None:
    for name, kind in KINDS.items():
        with asked(f"{served}/{SLUG}/{name}" if "../" not in name else f"{served}/{name[3:]}") as answer:
            assert answer.headers.get_content_type() == kind, name


def test_a_part_of_a_sound_is_given_as_players_ask_for_it(served: str) -> None:
    with asked(f"{served}/{SLUG}/{SLUG}.mp3", Range="bytes=100-199") as answer:
        assert (answer.status, len(answer.read())) == (206, 100)


def test_what_is_not_public_is_not_there(served: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        asked(f"{served}/{SLUG}/narration.json")
    assert refused.value.code in (403, 404)


def test_nginx_keeps_what_the_next_publishing_needs_to_itself(nginx: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        asked(f"{nginx}/.narrator/site.json")
    assert refused.value.code == 403


def test_its_own_page_is_heard(served: str, browser: Any) -> None:
    reader = Reader(browser.new_context(), f"{served}/{SLUG}/index.html").ready()
    reader.start()
    reader.wait(f"({LIT}).length > 10")
    assert reader.complaints == []


def test_a_page_of_another_host_is_heard(paper: str, browser: Any) -> None:
    reader = Reader(browser.new_context(), paper).ready()
    reader.start()
    reader.wait(f"({LIT}).length > 10")
    assert reader.complaints == []
