"""``narrator batch`` and ``narrator remove`` as a user has them."""

from __future__ import annotations

import io
import os
import pty
import re
import signal
import time
from collections import Counter
from pathlib import Path

import pytest

from narrator.batch.record import Record, Step
from narrator.batch.report import Totals
from narrator.cli import run
from narrator.cli.batch import batch
from narrator.cli.progress import Bars, Lines, Pace
from narrator.library import Library
from tests.batch.conftest import arguments, articles, begun, records
from tests.conftest import ROOT, SAMPLES


def test_all_end_one_fails_and_the_report_says_why(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.html").write_text("<p><script>alert(1)</script>no article</p>")
    assert run(["batch", str(folder), *arguments(tmp_path)]) == 3
    said = capsys.readouterr()
    assert "8 done, 0 unchanged, 1 failed" in said.out
    lines = said.err.splitlines()
    assert sum(line.startswith("done ") for line in lines) == 8
    assert any(re.match(r"failed .*bad\.html  extract: there is no article in", line) for line in lines)
    assert "9 of 9, 1 failed" in next(line for line in reversed(lines) if " of 9" in line)
    assert sorted(str(each["state"]) for each in records(tmp_path)) == ["done"] * 8 + ["failed"]
    (failed,) = [each for each in records(tmp_path) if each["state"] == "failed"]
    assert failed["stage"] == "extract"
    assert failed["reason"]
    assert failed["hint"]


def test_a_second_run_changes_nothing(folder: Path, tmp_path: Path) -> None:
    assert run(["batch", str(folder), *arguments(tmp_path)]) == 0
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("*/*") if path.parent.name[0] != "."}
    assert run(["batch", str(folder), *arguments(tmp_path)]) == 0
    assert Counter(each["state"] for each in records(tmp_path)) == {"unchanged": 8}
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_two_runs_on_one_folder_make_each_article_once(folder: Path, tmp_path: Path) -> None:
    both = [begun("batch", folder, *arguments(tmp_path), "--jobs", "2") for _ in range(2)]
    said = [child.communicate(timeout=120)[1] for child in both]
    lines = [line for text in said for line in text.splitlines()]
    assert sum(line.startswith("done ") for line in lines) == 8
    assert sum(line.startswith("unchanged ") for line in lines) == 8
    assert len(list(Library(tmp_path / "out").all())) == 8


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_exits_130_keeps_what_was_finished_and_reports(
    folder: Path, tmp_path: Path, kind: signal.Signals
) -> None:
    articles(folder, 200, first=8)
    child = begun("batch", folder, *arguments(tmp_path))
    deadline = time.monotonic() + 60
    while not list((tmp_path / "out").glob("[!.]*/narration.json")) and time.monotonic() < deadline:
        time.sleep(0.05)
    child.send_signal(kind)
    _, error = child.communicate(timeout=60)
    assert child.returncode == 130, error
    assert "Traceback" not in error
    done = list(Library(tmp_path / "out").all())
    assert 0 < len(done) < 208
    assert all(Library(tmp_path / "out").intact(each) for each in done)
    assert "the run was interrupted" in (tmp_path / "out" / "report.html").read_text()
    states = Counter(each["state"] for each in records(tmp_path))
    assert states.total() == 208
    assert states["skipped"] >= 208 - len(done) - 4


def test_a_limit_is_said_and_the_next_run_goes_on(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["batch", str(folder), *arguments(tmp_path), "--limit", "3"]) == 0
    assert "the limit of 3 articles is reached; the same command goes on" in capsys.readouterr().err
    assert run(["batch", str(folder), *arguments(tmp_path), "--limit", "5"]) == 0
    assert Counter(each["state"] for each in records(tmp_path)) == {"unchanged": 3, "done": 5}
    assert run(["batch", str(folder), *arguments(tmp_path), "--limit", "1"]) == 0
    assert "the limit of" not in capsys.readouterr().err.splitlines()[-1]


def test_fail_fast_stops_with_the_first_failure(folder: Path, tmp_path: Path) -> None:
    (folder / "a00.txt").write_text("")
    assert run(["batch", str(folder), *arguments(tmp_path), "--fail-fast", "--jobs", "1"]) == 3
    states = Counter(each["state"] for each in records(tmp_path))
    assert states.total() == 9, "every article that was named is in the report"
    assert states["failed"] == 1
    assert states["skipped"] >= 5


def test_every_article_that_was_named_is_in_the_report_and_the_sum_is_told(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "empty.txt").write_text("")
    (tmp_path / "twice.list").write_text("articles/a1.txt\narticles/./a2.txt\narticles/gone.txt\n")
    inputs = [str(folder), str(tmp_path / "twice.list")]
    assert run(["batch", *inputs, *arguments(tmp_path), "--limit", "4"]) == 0
    first = Counter(each["state"] for each in records(tmp_path))
    assert first["merged"] == 2
    assert first["done"] + first["failed"] == 4
    assert first.total() == 12
    capsys.readouterr()
    assert run(["batch", *inputs, *arguments(tmp_path)]) == 3
    second = Counter(each["state"] for each in records(tmp_path))
    assert second == {"done": 8 - first["done"], "unchanged": first["done"], "failed": 2, "merged": 2}
    said = capsys.readouterr().out
    assert f"12 named: {second['done']} done, {second['unchanged']} unchanged, 2 failed, 2 merged; " in said
    merged = [each for each in records(tmp_path) if each["state"] == "merged"]
    assert [Path(str(each["merged_into"])).name for each in merged] == ["a1.txt", "a2.txt"]
    assert "The same article as" in (tmp_path / "out" / "report.html").read_text()


def test_a_dry_run_says_what_would_be_made_and_makes_nothing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["batch", str(folder / "a1.txt"), *arguments(tmp_path)]) == 0
    before = sorted((tmp_path / "out").rglob("*"))
    capsys.readouterr()
    assert run(["batch", str(folder), *arguments(tmp_path), "--dry-run"]) == 0
    said = capsys.readouterr()
    assert sum(line.startswith("to make") for line in said.out.splitlines()) == 7
    assert sum(line.startswith("unchanged") for line in said.out.splitlines()) == 1
    assert re.search(r"7 to make, 1 unchanged, 0 would fail: about 1:\d\d of audio, in about \d:\d\d", said.err)
    there = {path for path in (tmp_path / "out").rglob("*") if ".narrator" not in path.parts}
    assert there == {path for path in before if ".narrator" not in path.parts}


def test_a_dry_run_on_a_new_folder_leaves_none(folder: Path, tmp_path: Path) -> None:
    assert run(["batch", str(folder), *arguments(tmp_path), "--dry-run", "--limit", "3"]) == 0
    assert not (tmp_path / "out").exists()


def test_only_articles_of_a_day_or_later_are_made(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("source,date\na0.txt,2026-01-01\na1.txt,2026-03-01\n")
    articles(tmp_path, 2)
    assert run(["batch", str(tmp_path / "t.csv"), *arguments(tmp_path), "--since", "2026-02-01"]) == 0
    found = {Path(str(each["source"])).name: (each["state"], each["reason"]) for each in records(tmp_path)}
    assert found == {"a0.txt": ("skipped", "it is older than 2026-02-01"), "a1.txt": ("done", "")}


def test_a_table_names_voice_slug_title_and_language(tmp_path: Path) -> None:
    articles(tmp_path, 1)
    (tmp_path / "t.csv").write_text("source,title,slug,voice,language\na0.txt,A title,../of my own,tone,de\n")
    assert run(["batch", str(tmp_path / "t.csv"), *arguments(tmp_path)]) == 0
    (narration,) = Library(tmp_path / "out").all()
    assert (narration.slug, narration.article.title, narration.article.language) == ("of-my-own", "A title", "de")


def test_standard_input_names_articles(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("narrator.batch.sources._stdin", lambda: io.BytesIO(f"{folder / 'a1.txt'}\n".encode()))
    assert run(["batch", "-", *arguments(tmp_path)]) == 0
    assert len(records(tmp_path)) == 1


def test_a_file_name_that_is_no_text_is_narrated_too(tmp_path: Path) -> None:
    folder = articles(tmp_path / "articles", 1)
    os.rename(folder / "a0.txt", os.fsencode(folder) + b"/caf\xe9.txt")
    assert run(["batch", str(folder), *arguments(tmp_path)]) == 0
    assert len(list(Library(tmp_path / "out").all())) == 1


def test_a_missing_input_is_said_before_anything_is_made(folder: Path, tmp_path: Path) -> None:
    assert run(["batch", str(folder), "nowhere", *arguments(tmp_path)]) == 4
    assert not (tmp_path / "out").exists()


def test_jobs_and_cluster_exclude_each_other(folder: Path, tmp_path: Path) -> None:
    assert run(["batch", str(folder), "--jobs", "2", "--cluster", "tcp://127.0.0.1:1"]) == 2


def test_the_output_may_not_be_a_web_address(folder: Path) -> None:
    assert run(["batch", str(folder), "-o", "https://example.org/out"]) == 9


def test_remove_takes_one_back(folder: Path, tmp_path: Path) -> None:
    assert run(["batch", str(folder / "a1.txt"), *arguments(tmp_path)]) == 0
    (narration,) = Library(tmp_path / "out").all()
    assert run(["remove", narration.slug, "-o", str(tmp_path / "out")]) == 0
    assert not (tmp_path / "out" / narration.slug).exists()
    assert run(["remove", narration.slug, "-o", str(tmp_path / "out")]) == 1


def test_remove_reaches_nothing_outside_the_folder(folder: Path, tmp_path: Path) -> None:
    assert run(["batch", str(folder / "a1.txt"), *arguments(tmp_path)]) == 0
    (narration,) = Library(tmp_path / "out").all()
    assert run(["remove", f"../out/{narration.slug}", "-o", str(tmp_path / "out")]) == 1
    assert list(Library(tmp_path / "out").all())


def test_the_samples_are_a_batch(tmp_path: Path) -> None:
    assert run(["batch", str(SAMPLES / "*.html"), *arguments(tmp_path)]) == 0
    assert len(list(Library(tmp_path / "out").all())) == 4


def test_a_terminal_shows_a_bar_of_all_and_a_line_a_worker(folder: Path, tmp_path: Path) -> None:
    parent, terminal = pty.openpty()
    child = begun("batch", folder, *arguments(tmp_path), "--jobs", "1", stderr=terminal)
    os.close(terminal)
    shown = b""
    try:
        while piece := os.read(parent, 65536):
            shown += piece
    except OSError:  # the other end is closed
        pass
    assert child.wait(timeout=60) == 0
    text = shown.decode(errors="replace")
    assert "all articles" in text
    assert "8 of 8" in text
    assert "× real time" in text
    assert re.search(r"worker 1  \S*a\d\.txt", text)


class Recorder:
    """A bar that remembers."""

    def __init__(self) -> None:
        self.tasks: list[dict[str, object]] = []
        self.console = self
        self.printed: list[str] = []
        self.height = 10

    def add_task(self, description: str, **fields: object) -> int:
        self.tasks.append(fields)
        return len(self.tasks) - 1

    def update(self, task: int, **fields: object) -> None:
        self.tasks[task].update(fields)

    def print(self, text: str, **style: object) -> None:
        self.printed.append(text)


def test_bars_follow_workers_and_name_what_failed() -> None:
    bar = Recorder()
    board = Bars(bar, 3)
    board.step(Step("worker 1", "a.html", "speaking", 3, 9, 12.0))
    board.step(Step("worker 2", "b.html", "labelling"))
    totals = Totals()
    failed = Record("c.html", "failed", stage="fetch", reason="gone", hint="look")
    totals.add(failed)
    board.ended(failed, totals)
    whole, one, two = bar.tasks
    assert whole["completed"] == 1
    assert str(whole["said"]).startswith("1 of 3, 1 failed")
    assert (one["name"], one["said"]) == ("worker 1  a.html", "Speaking 3/9")
    assert two["said"] == "Labelling and signing"
    assert bar.printed == ["failed    c.html  fetch: gone", "  hint: look"]


def test_a_cluster_has_more_workers_than_a_terminal_has_lines() -> None:
    bar = Recorder()
    board = Bars(bar, 100)
    for i in range(50):
        board.step(Step(f"worker {i}", "a.html", "speaking"))
    assert len(bar.tasks) == 8


def test_the_time_left_follows_what_ended_lately() -> None:
    now = [0.0]
    pace, totals = Pace(500, now=lambda: now[0]), Totals()
    for _ in range(100):
        now[0] += 2.0
        totals.add(Record("a", "done", duration_s=60))
        said = pace.line(totals)
    assert said == "100 of 500, 1:40:00 of audio, 30 × real time, 13:20 left"


def test_a_log_has_no_line_for_a_step(capsys: pytest.CaptureFixture[str]) -> None:
    Lines(3).step(Step("worker 1", "a.html", "speaking"))
    assert capsys.readouterr().err == ""


def test_every_option_of_its_own_is_in_the_documents_and_none_that_is_not_there() -> None:
    text = "".join((ROOT / "docs" / name).read_text() for name in ("batch.md", "cluster.md"))
    known = {name for each in batch.params for name in each.opts}
    own = {"--jobs", "--cluster", "--since", "--dry-run", "--fail-fast", "--retries", "--limit"}
    assert own | {f"--limit-{each}" for each in ("mb", "minutes", "audio")} <= known & set(
        re.findall(r"--[a-z][a-z-]+", text)
    )
    of_dask_and_the_bench = {
        "--count",
        "--host",
        "--port",
        "--nworkers",
        "--nthreads",
        "--memory-limit",
        "--scheduler",
        "--remote-python",
    }
    assert set(re.findall(r"--[a-z][a-z-]+", text)) <= known | of_dask_and_the_bench
