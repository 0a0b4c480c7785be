"""A real S3 server (moto's) with what networks do put in between: all done, nothing half-visible, nothing made twice."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from narrator import fetch
from narrator.batch.sources import entries
from narrator.cli import run
from narrator.errors import NarratorError, OutputError, SourceError
from narrator.library import Library
from narrator.settings import Settings
from narrator.store import store
from tests.batch.conftest import TEXT, articles
from tests.batch.faults import Faults

OUT = "s3://library/out"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    moto = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    moto.start()
    host, port = moto.get_host_and_port()
    yield f"http://{host}:{port}"
    moto.stop()


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An empty bucket, straight at the server; narrator and its children find the server too."""
    for name, value in (("ACCESS_KEY_ID", "test"), ("SECRET_ACCESS_KEY", "test"), ("DEFAULT_REGION", "us-east-1")):
        monkeypatch.setenv(f"AWS_{name}", value)
    found = boto3.resource("s3", endpoint_url=server).Bucket("library")
    found.create()
    with reached(monkeypatch, server):
        yield found
    found.objects.all().delete()
    found.delete()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return articles(tmp_path / "articles", 4)


@contextmanager
def reached(monkeypatch: pytest.MonkeyPatch, address: str) -> Iterator[None]:
    """Let S3 be at an address."""
    from s3fs import S3FileSystem

    monkeypatch.setenv("AWS_ENDPOINT_URL", address)
    S3FileSystem.clear_instance_cache()
    yield
    S3FileSystem.clear_instance_cache()


def options(tmp_path: Path) -> list[str]:
    return ["-o", OUT, "--cache-dir", str(tmp_path / "cache"), "--voice", "tone", "--no-sign", "--no-page"]


def torn(bucket: Any) -> list[str]:
    """Files that a manifest names and that are not there as it says."""
    bad = []
    bodies = {each.key: each for each in bucket.objects.filter(Prefix="out/")}
    for key, each in bodies.items():
        if key.endswith("/narration.json"):
            from narrator import manifest

            narration = manifest.decoded(each.get()["Body"].read())
            for file in narration.files:
                place = f"out/{narration.slug}/{file.name}"
                body = bucket.Object(place).get()["Body"].read() if place in bodies else b""
                if hashlib.sha256(body).hexdigest() != file.sha256:
                    bad.append(place)
    return bad


@contextmanager
def watched(bucket: Any) -> Iterator[list[str]]:
    """Look at the bucket all the while: what is torn at any moment, and manifests that were put twice."""
    bad: list[str] = []
    stop = Event()

    def watch() -> None:
        while not stop.wait(0.2):
            bad.extend(torn(bucket))

    watcher = Thread(target=watch)
    watcher.start()
    try:
        yield bad
    finally:
        stop.set()
        watcher.join()


def states(bucket: Any) -> Counter[str]:
    import json

    lines = bucket.Object("out/report.jsonl").get()["Body"].read().decode().splitlines()
    return Counter(json.loads(line)["state"] for line in lines)


def test_a_folder_is_narrated_into_a_bucket_and_a_rerun_changes_nothing(
    bucket: Any, folder: Path, tmp_path: Path
) -> None:
    assert run(["batch", str(folder), *options(tmp_path)]) == 0
    assert states(bucket) == {"done": 4}
    assert len(list(Library(OUT).all())) == 4
    assert all(Library(OUT).intact(each) for each in Library(OUT).all())
    assert torn(bucket) == []
    assert run(["batch", str(folder), *options(tmp_path)]) == 0
    assert states(bucket) == {"unchanged": 4}
    assert bucket.Object("out/report.html").content_type == "text/html; charset=utf-8"


def test_a_published_bucket_tells_browsers_what_its_files_are(bucket: Any, folder: Path, tmp_path: Path) -> None:
    """A page of no kind was a download."""
    assert run(["batch", str(folder), "--limit", "1", *options(tmp_path)]) == 0
    assert run(["publish", OUT, "--to", "s3://library/public", "--base-url", "https://example.org/listen"]) == 0
    kinds = {each.key.rpartition("/")[2]: bucket.Object(each.key).content_type for each in bucket.objects.all()}
    assert kinds["index.html"] == "text/html; charset=utf-8"
    assert kinds["embed.js"] == "text/javascript; charset=utf-8"
    assert kinds["feed.xml"] == "application/xml; charset=utf-8"
    assert {kind for name, kind in kinds.items() if name.endswith((".mp3", ".vtt", ".json", ".png"))} == {
        "audio/mpeg",
        "text/vtt; charset=utf-8",
        "application/json",
        "image/png",
    }


def test_with_faults_in_a_fifth_of_the_requests_all_is_done_and_nothing_half_visible(
    bucket: Any, server: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        Faults(server, share=0.2) as faults,
        reached(monkeypatch, faults.address),
        watched(bucket) as bad,
    ):
        assert run(["batch", str(folder), *options(tmp_path)]) == 0
    assert states(bucket) == {"done": 4}
    assert torn(bucket) == bad == []
    assert set(faults.counts) >= {"slow", "busy", "cut", "lost"}


def test_what_is_denied_is_said_at_once_and_nothing_is_visible(
    bucket: Any,
    server: str,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with (
        Faults(server, share=1.0, kinds=("denied",), writes_only=True) as faults,
        reached(monkeypatch, faults.address),
    ):
        assert run(["batch", str(folder), *options(tmp_path), "--limit", "2"]) == 9
    said = capsys.readouterr().err
    assert "access is denied" in said
    assert "rights to list, read, write and delete" in said
    assert faults.counts["denied"] < 10
    assert list(bucket.objects.all()) == []


def test_an_upload_that_is_cut_leaves_the_old_file(
    bucket: Any, server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket.put_object(Key="out/a.mp3", Body=b"old")
    (tmp_path / "a.mp3").write_bytes(b"new" * 100_000)
    monkeypatch.setattr("narrator.store.remote.TRIES", 2)
    with (
        Faults(server, share=1.0, kinds=("cut",), writes_only=True) as faults,
        reached(monkeypatch, faults.address),
        pytest.raises(OutputError, match=r"out/a\.mp3"),
    ):
        store(OUT).put_file(tmp_path / "a.mp3", "a.mp3")
    assert bucket.Object("out/a.mp3").get()["Body"].read() == b"old"


def test_two_articles_of_one_title_get_two_folders(bucket: Any, tmp_path: Path) -> None:
    place = articles(tmp_path / "articles", 6)
    (tmp_path / "t.csv").write_text("source,title\n" + "".join(f"articles/a{i}.txt,The same\n" for i in range(6)))
    assert place.is_dir()
    assert run(["batch", str(tmp_path / "t.csv"), *options(tmp_path), "--jobs", "4"]) == 0
    assert {each.slug for each in Library(OUT).all()} == {"the-same", *(f"the-same-{i}" for i in range(2, 7))}


def test_a_claim_whose_answer_was_lost_is_still_ours(bucket: Any, server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Faults(server, share=0.5, kinds=("lost",), writes_only=True) as faults, reached(monkeypatch, faults.address):
        for i in range(6):
            assert store(OUT).create(f"slugs/{i}", b"ours")
            assert not store(OUT).create(f"slugs/{i}", b"theirs")
    assert faults.counts["lost"]


def test_articles_come_from_a_bucket_too(bucket: Any, tmp_path: Path) -> None:
    for i in range(3):
        bucket.put_object(Key=f"in/deep/a{i}.txt", Body=TEXT.format(i=i).encode())
    bucket.put_object(Key="in/.hidden/b.txt", Body=b"x")
    bucket.put_object(Key="in/t.csv", Body=b"source,title\ndeep/a1.txt,Told by a table\n")
    bucket.put_object(Key="in/picture.png", Body=b"x")

    def sources(name: str) -> list[str]:
        return [each.source for each in entries([name], Settings())]

    assert sources("s3://library/in") == [f"s3://library/in/deep/a{i}.txt" for i in range(3)]
    assert sources("s3://library/in/*/a[12].txt") == [f"s3://library/in/deep/a{i}.txt" for i in (1, 2)]
    assert sources("s3://library/in/t.csv") == ["s3://library/in/deep/a1.txt"]
    assert run(["batch", "s3://library/in/", "s3://library/in/t.csv", *options(tmp_path)]) == 0
    assert len(list(Library(OUT).all())) == 3
    assert not next(Library(OUT).all()).article.url


def test_a_source_that_is_not_in_the_bucket_is_said(bucket: Any) -> None:
    with pytest.raises(SourceError, match=r"there is no s3://library/gone\.html"):
        fetch.page("s3://library/gone.html", Settings())
    (said,) = entries(["s3://library/nowhere/"], Settings())
    assert "there is no article at" in said.reason


def test_a_narration_is_taken_back_from_a_bucket(bucket: Any, folder: Path, tmp_path: Path) -> None:
    assert run(["batch", str(folder / "a1.txt"), *options(tmp_path)]) == 0
    (narration,) = Library(OUT).all()
    assert run(["remove", narration.slug, "-o", OUT]) == 0
    assert not [each.key for each in bucket.objects.filter(Prefix=f"out/{narration.slug}/")]


def _bucket() -> NarratorError:
    with pytest.raises(OutputError) as caught:
        store("s3://no-such-bucket/out").put("a", b"x")
    return caught.value


def test_a_bucket_that_is_not_there_is_said(bucket: Any) -> None:
    assert _bucket().hint == "make the bucket first"


def test_a_store_that_is_down_is_said_in_seconds(monkeypatch: pytest.MonkeyPatch, bucket: Any) -> None:
    monkeypatch.setattr("narrator.store.remote.TRIES", 2)
    begun = time.monotonic()
    with reached(monkeypatch, "http://127.0.0.1:9"), pytest.raises(OutputError, match="s3://library/out/a"):
        store(OUT).put("a", b"x")
    assert time.monotonic() - begun < 60


@pytest.mark.parametrize(
    ("address", "hint"),
    [("nothing://x", "is the address right?"), ("gs://bucket/x", "fsspec says"), ("ftp2://x", "right")],
)
def test_a_store_that_nobody_knows_is_said(address: str, hint: str) -> None:
    with pytest.raises(OutputError) as caught:
        store(address).put("a", b"x")
    assert hint in caught.value.hint


@pytest.mark.stress
def test_sixty_articles_through_faults(
    bucket: Any, server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = articles(tmp_path / "many", 60)
    with Faults(server, share=0.2) as faults, reached(monkeypatch, faults.address), watched(bucket) as bad:
        assert run(["batch", str(folder), *options(tmp_path)]) == 0
    assert states(bucket) == {"done": 60}
    assert torn(bucket) == bad == []
    assert sum(faults.counts.values()) - faults.counts["fine"] > 50
