"""Before the first article: what would hit every one is found at once, with its own exit code."""

from __future__ import annotations

import dataclasses
from concurrent.futures import Executor, Future
from pathlib import Path

import pytest

from narrator.batch import record
from narrator.batch.record import Record
from narrator.batch.runner import IN_A_ROW, Run
from narrator.batch.sources import Item
from narrator.batch.trial import trial
from narrator.cli import run
from narrator.errors import LabelError, NetworkError, OutputError, SourceError
from narrator.settings import Settings
from tests.batch.conftest import arguments, records


def test_a_trial_leaves_nothing(settings: Settings, tmp_path: Path) -> None:
    trial(dataclasses.replace(settings, format=("mp3", "wav", "flac", "opus", "m4a")))
    left = [path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert left == [".narrator/locks/trial"]


def test_a_place_that_cannot_be_written_is_said_before_anything(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out").write_text("a file")
    assert run(["batch", str(folder), *arguments(tmp_path)]) == OutputError.exit_code
    assert "cannot be written" in capsys.readouterr().err


def test_a_key_that_is_not_there_is_said_before_anything(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NARRATOR_MAKE_KEYS", "false")
    given = [each for each in arguments(tmp_path) if each != "--no-sign"]
    assert run(["batch", str(folder), *given]) == LabelError.exit_code
    assert not list((tmp_path / "out").glob("harbor*"))


@pytest.mark.parametrize(
    ("error", "stops"),
    [
        (OutputError("s3://x: access is denied", "rights"), True),
        (NetworkError("the proxy cannot be reached"), True),
        (LabelError("no key"), True),
        (OSError(28, "No space left on device"), True),
        (SourceError("there is no such page (404)"), False),
        (ValueError("a surprise"), False),
    ],
)
def test_a_cause_that_hits_every_article_stops_the_run_after_a_few(error: Exception, stops: bool) -> None:
    place = _Failing(lambda source: record.failure(source, error))
    running = Run([Item(f"a{number}") for number in range(50)], place)
    ended = list(running.records())
    assert len(ended) == (IN_A_ROW if stops else 50)
    assert len([*ended, *running.left()]) == 50, "all are accounted for"
    assert (running.cause is not None) is stops
    assert ("by a cause that hits every one" in running.ended) is stops


def test_one_that_is_done_between_shows_that_the_cause_does_not_hit_every_article() -> None:
    error = OutputError("the name is too long")
    place = _Failing(lambda source: Record(source, record.DONE) if source == "a4" else record.failure(source, error))
    running = Run([Item(f"a{number}") for number in range(8)], place)
    assert len(list(running.records())) == 8


def test_a_full_disk_is_no_general_hint() -> None:
    assert record.failure("x", OSError(24, "Too many open files")).hint.startswith("raise the limit")
    assert "quota" in record.failure("x", OSError(122, "Disk quota exceeded")).reason


def test_a_run_that_was_stopped_so_exits_with_the_code_of_the_cause(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No network: a proxy that nobody runs."""
    (tmp_path / "a.list").write_text("".join(f"http://narrator-test.example/{number}\n" for number in range(20)))
    given = [*arguments(tmp_path), "--proxy", "http://127.0.0.1:9", "--jobs", "1"]
    assert run(["batch", str(tmp_path / "a.list"), *given]) == NetworkError.exit_code
    states = [each["state"] for each in records(tmp_path)]
    assert len(states) == 20
    assert states.count("failed") <= IN_A_ROW + 2
    assert "the proxy http://127.0.0.1:9 cannot be reached" in capsys.readouterr().err


class _Failing:
    """A place in which every article ends at once."""

    executor: Executor
    jobs = 1

    def __init__(self, work: object) -> None:
        self._work = work

    def submit(self, item: Item, wait_s: float) -> Future[Record]:
        future: Future[Record] = Future()
        future.set_result(self._work(item.source))  # type: ignore[operator]
        return future

    def room(self) -> int:
        return 1

    def stop(self) -> None:
        return

    def lost(self, error: Exception) -> Exception:
        return error
