"""Many articles: where they come from, that each ends, that nothing is lost or made twice."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import pytest

from narrator.batch import report, sources
from narrator.batch.runner import Run
from narrator.batch.sources import Item, items
from narrator.batch.worker import Record
from narrator.cli import run
from narrator.errors import SourceError
from narrator.library import Library, canonical
from narrator.settings import Settings
from tests.conftest import ROOT, SAMPLES

TEXT = "The harbor is open again, number {i}. Boats left at noon, and the first came back at dusk with a full hold."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "articles"
    place.mkdir()
    for i in range(8):
        (place / f"a{i}.txt").write_text(TEXT.format(i=i))
    return place


def arguments(tmp_path: Path) -> list[str]:
    return [
        "-o",
        str(tmp_path / "out"),
        "--cache-dir",
        str(tmp_path / "cache"),
        "--voice",
        "tone",
        "--no-sign",
        "--no-page",
    ]


def names(*inputs: str, **more: object) -> list[str]:
    return [Path(item.source).name for item in items(inputs, Settings(allow_private=True, ignore_robots=True), **more)]  # type: ignore[arg-type]


def test_a_folder_a_glob_and_a_list_name_articles_once(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("articles/a1.txt\n# a comment\narticles/a2.txt\n")
    assert names(str(folder)) == [f"a{i}.txt" for i in range(8)]
    assert names(str(folder / "a[12].txt"), str(tmp_path / "list.txt")) == ["a1.txt", "a2.txt"]


def test_tables_carry_details(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("source,title,voice,slug,language\narticles/a1.txt,One,tone,first,de\n")
    (tmp_path / "t.jsonl").write_text('{"url": "https://example.org/a", "title": "Two"}\n')
    one, two = items([str(tmp_path / "t.csv"), str(tmp_path / "t.jsonl")], Settings())
    assert (one.details.title, one.details.slug, one.voice, one.language) == ("One", "first", "tone", "de")
    assert (two.source, two.details.title) == ("https://example.org/a", "Two")


def test_feeds_and_sitemaps_on_disk_are_read(tmp_path: Path) -> None:
    (tmp_path / "f.xml").write_text(
        "<rss><channel><item><link>https://example.org/1</link><pubDate>Tue, 03 Mar 2026 10:00:00 GMT</pubDate></item>"
        "<item><link>https://example.org/2?utm_source=x</link></item></channel></rss>"
    )
    (tmp_path / "s.xml").write_text(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://example.org/2</loc></url></urlset>'
    )
    found = list(items([str(tmp_path / "f.xml"), str(tmp_path / "s.xml")], Settings()))
    assert [item.source for item in found] == ["https://example.org/1", "https://example.org/2?utm_source=x"]
    assert [item.source for item in sources.since(found, date(2026, 4, 1))] == ["https://example.org/2?utm_source=x"]


def test_an_xml_bomb_is_not_opened(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a "xxxxxxxxxx">' + "".join(
        f'<!ENTITY {c} "&{p};&{p};&{p};&{p};">' for p, c in zip("abcdefghij", "bcdefghijk", strict=True)
    )
    (tmp_path / "f.xml").write_text(bomb + "]><rss><item><link>&k;</link></item></rss>")
    begun = time.monotonic()
    list(items([str(tmp_path / "f.xml")], Settings()))
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("https://Example.org/a/", "http://example.org/a"),
        ("https://example.org/a?utm_medium=x&b=1", "https://example.org/a?b=1"),
        ("https://example.org/a#part", "https://example.org/a"),
    ],
)
def test_these_addresses_are_one_article(first: str, second: str) -> None:
    assert canonical(first) == canonical(second)


def test_a_missing_input_is_said() -> None:
    with pytest.raises(SourceError, match="there is no file"):
        list(items(["nowhere"], Settings()))


def test_all_end_one_fails_and_the_report_says_why(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.html").write_text("<p><script>alert(1)</script>no article</p>")
    assert run(["batch", str(folder), *arguments(tmp_path)]) == 3
    records = [json.loads(line) for line in (tmp_path / "out" / "report.jsonl").read_text().splitlines()]
    assert sorted(record["state"] for record in records) == ["done"] * 8 + ["failed"]
    page = (tmp_path / "out" / "report.html").read_text()
    assert "there is no article in" in page
    assert page.index("failed:") < page.index("<audio")
    assert "8 done, 1 failed" in capsys.readouterr().out


def test_a_second_run_changes_nothing(folder: Path, tmp_path: Path) -> None:
    assert run(["batch", str(folder), *arguments(tmp_path)]) == 0
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("*/*") if path.parent.name[0] != "."}
    assert run(["batch", str(folder), *arguments(tmp_path)]) == 0
    records = [json.loads(line) for line in (tmp_path / "out" / "report.jsonl").read_text().splitlines()]
    assert {record["state"] for record in records} == {"unchanged"}
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_workers_killed_in_mid_run_lose_nothing(folder: Path, tmp_path: Path) -> None:
    settings = Settings(
        output=str(tmp_path / "out"), cache_dir=tmp_path / "cache", voice="tone", sign=False, page=False
    )
    whole = Run(items([str(folder)], Settings()), settings, jobs=2, retries=20)
    stop = threading.Event()
    kills: list[int] = []

    def kill() -> None:
        while not stop.wait(0.4) and len(kills) < 8:
            child = whole.children[len(kills) % 2]
            if child.pid:
                kills.append(child.pid)
                os.kill(child.pid, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        records = list(whole.records())
    finally:
        stop.set()
        killer.join()
    assert sorted(record.state for record in records) == ["done"] * 8
    assert len(list(Library(tmp_path / "out").all())) == 8
    assert not list((tmp_path / "out").glob("*/.*.part"))


def test_a_poison_article_is_put_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from narrator.batch import worker

    monkeypatch.setattr(worker.Child, "narrate", lambda self, item, settings, wait: None)
    (record,) = Run([Item("poison.txt")], Settings(), jobs=1, retries=1).records()
    assert (record.state, record.reason) == ("failed", "the worker died over it 2 times")


def test_two_runs_on_one_folder_make_each_article_once(folder: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "narrator", "batch", str(folder), *arguments(tmp_path), "--jobs", "2"]
    both = [
        subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [child.communicate(timeout=120)[1] for child in both]
    lines = [line for text in said for line in text.splitlines()]
    assert sum(line.startswith("done ") for line in lines) == 8
    assert sum(line.startswith("unchanged ") for line in lines) == 8
    assert len(list(Library(tmp_path / "out").all())) == 8


def test_ctrl_c_exits_130_and_what_was_finished_is_kept(folder: Path, tmp_path: Path) -> None:
    for i in range(200):
        (folder / f"more{i}.txt").write_text(TEXT.format(i=f"more {i}"))
    command = [sys.executable, "-m", "narrator", "batch", str(folder), *arguments(tmp_path)]
    child = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while not list((tmp_path / "out").glob("[!.]*/narration.json")) and time.monotonic() < deadline:
        time.sleep(0.05)
    child.send_signal(signal.SIGINT)
    _, error = child.communicate(timeout=60)
    assert child.returncode == 130, error
    assert b"Traceback" not in error
    done = list(Library(tmp_path / "out").all())
    assert 0 < len(done) < 208
    assert all(Library(tmp_path / "out").intact(each) for each in done)


def test_remove_takes_one_back(folder: Path, tmp_path: Path) -> None:
    assert run(["batch", str(folder / "a1.txt"), *arguments(tmp_path)]) == 0
    (narration,) = Library(tmp_path / "out").all()
    assert run(["remove", narration.slug, "-o", str(tmp_path / "out")]) == 0
    assert not (tmp_path / "out" / narration.slug).exists()
    assert run(["remove", narration.slug, "-o", str(tmp_path / "out")]) == 1


def test_a_dry_run_makes_nothing(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["batch", str(folder), *arguments(tmp_path), "--dry-run", "--limit", "3"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3
    assert not (tmp_path / "out").exists()


def test_what_articles_contain_cannot_run_in_the_report() -> None:
    evil = '"><script>alert(1)</script>'
    record = Record("x" + evil, "done", slug="a", title=evil, file=f"a/{evil}.mp3", warnings=(evil,))
    page = report.html([record, dataclasses.replace(record, state="failed", reason=evil, hint=evil)], took_s=1)
    assert "<script>" not in page


def test_the_samples_are_a_batch(tmp_path: Path) -> None:
    assert run(["batch", str(SAMPLES / "*.html"), *arguments(tmp_path)]) == 0
    assert len(list(Library(tmp_path / "out").all())) == 4
