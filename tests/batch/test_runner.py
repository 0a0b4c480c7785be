"""One loop over any executor: each article ends, deaths are survived, limits end a run."""

from __future__ import annotations

import ctypes
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from narrator.batch import record
from narrator.batch.record import Record, Step
from narrator.batch.runner import Here, Limits, Run
from narrator.batch.sources import Entry, Item, entries
from narrator.batch.staff import Death, Maker, Staff
from narrator.batch.worker import Tell, made
from narrator.cli.interrupts import interruptible
from narrator.engines.worker import Pool
from narrator.errors import ClusterError, OutputError, SourceError
from narrator.identity import source_id
from narrator.library import Library
from narrator.settings import Settings
from narrator.store import store
from tests.batch.conftest import articles


def crashing(item: Item, settings: Settings, wait_s: float, pool: Pool, tell: Tell) -> Record:
    """Stands for a library that takes the process with it."""
    tell(Step("", item.source, "speaking"))
    if Path(item.source).name == "poison":
        ctypes.string_at(0)
    return Record(item.source, record.DONE, duration_s=60, size=1_000_000)


def hanging(item: Item, settings: Settings, wait_s: float, pool: Pool, tell: Tell) -> Record:
    time.sleep(60)
    raise AssertionError


def process(item: Item, settings: Settings, wait_s: float, pool: Pool, tell: Tell) -> Record:
    return Record(item.source, record.DONE, slug=str(os.getpid()))


class Threads:
    """A workplace of threads alone, for the loop by itself."""

    def __init__(self, answer: object, jobs: int = 1) -> None:
        self.executor: Executor = ThreadPoolExecutor(jobs)
        self.begun: list[str] = []
        self._answer, self.jobs = answer, jobs

    def submit(self, item: Item, wait_s: float) -> Future[Record]:
        self.begun.append(item.source)
        return self.executor.submit(self._answer, item, wait_s)  # type: ignore[arg-type]

    def room(self) -> int:
        return self.jobs

    def stop(self) -> None:
        self.executor.shutdown()

    def lost(self, error: Exception) -> Exception:
        return OutputError(f"told: {error}")


def done(item: Item, wait_s: float = 0.0) -> Record:
    return Record(item.source, record.DONE, duration_s=60, size=1_000_000)


def some(count: int) -> list[Entry]:
    return [Item(f"a{i}") for i in range(count)]


def test_every_entry_ends_also_one_that_was_none() -> None:
    lost = record.failure("x", SourceError("no feed"))
    run = Run([lost, *some(3)], Threads(done))
    assert [each.state for each in run.records()] == ["failed", "done", "done", "done"]
    assert run.ended == ""


def test_a_poison_article_is_tried_twice_then_put_aside(settings: Settings) -> None:
    told: list[Step] = []
    with Here(crashing, settings, jobs=1, tell=told.append) as place:
        ended = list(Run([Item("poison"), Item("other")], place).records())
    (poison,) = [each for each in ended if each.state == record.FAILED]
    assert (poison.stage, poison.reason) == ("speaking", "its worker died over it 2 times (SIGSEGV)")
    assert [each.source for each in ended if each.state == record.DONE] == ["other"]
    assert [step.source for step in told] == ["poison", "poison", "other"]


def test_a_worker_that_hangs_is_ended() -> None:
    child = Maker("worker 1", silent_s=0.5)
    begun = time.monotonic()
    with pytest.raises(Death, match="hung"):
        child.record(hanging, Item("a"), Settings(), wait_s=0, tell=lambda step: None)
    assert time.monotonic() - begun < 60


def test_a_worker_stays_warm_from_one_article_to_the_next(settings: Settings) -> None:
    with Here(process, settings, jobs=1) as place:
        assert len({each.slug for each in Run(some(3), place).records()}) == 1


def test_no_worker_outlives_its_parent(settings: Settings) -> None:
    with Here(process, settings, jobs=1) as place:
        (made_by,) = Run(some(1), place).records()
    deadline = time.monotonic() + 60
    while Path(f"/proc/{made_by.slug}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{made_by.slug}").exists()


def test_workers_killed_in_mid_run_lose_nothing(folder: Path, settings: Settings) -> None:
    stop = threading.Event()
    kills: list[int] = []

    def kill(staff: Staff) -> None:
        while not stop.wait(0.4) and len(kills) < 8:
            for child in staff.children[len(kills) % 2 :][:1]:
                if child.pid:
                    kills.append(child.pid)
                    os.kill(child.pid, signal.SIGKILL)

    with Here(made, settings, jobs=2, tries=20) as place:
        killer = threading.Thread(target=kill, args=(place.staff,))
        killer.start()
        try:
            ended = list(Run(entries([str(folder)], Settings()), place).records())
        finally:
            stop.set()
            killer.join()
    assert sorted(each.state for each in ended) == ["done"] * 8
    assert len(list(Library(settings.output).all())) == 8
    assert not list(Path(settings.output).glob("*/.*.part"))


def test_an_article_that_another_run_has_in_hand_is_put_at_the_end(folder: Path, settings: Settings) -> None:
    first = str(folder / "a0.txt")
    claim = f".narrator/locks/{source_id(Item(first).canonical)[:3]}"
    with Here(made, settings, jobs=1) as place, store(settings.output).claim(claim, wait_s=0) as mine:
        assert mine
        run = Run(entries([str(folder)], Settings()), place).records()
        before = [next(run).source for _ in range(7)]
        assert first not in before
    with Here(made, settings, jobs=1) as place:
        assert sum(each.state == record.DONE for each in Run(entries([str(folder)], Settings()), place).records()) == 1


def test_a_busy_article_is_asked_for_again_and_then_waited_for() -> None:
    waits: list[float] = []

    def answer(item: Item, wait_s: float) -> Record:
        waits.append(wait_s)
        return done(item) if wait_s else Record(item.source, record.BUSY)

    assert [each.state for each in Run(some(1), Threads(answer)).records()] == ["done"]
    assert waits[0] == 0
    assert waits[1] > 0


@pytest.mark.parametrize(
    ("limits", "count", "why"),
    [
        (Limits(articles=3), 3, "3 articles"),
        (Limits(size_bytes=2_000_000), 2, "2 MB"),
        (Limits(audio_s=240), 4, "4 minutes of audio"),
        (Limits(run_s=0.0), 0, "0 minutes"),
        (Limits(articles=9), 5, ""),
    ],
)
def test_a_limit_ends_a_run(limits: Limits, count: int, why: str) -> None:
    run = Run(some(5), Threads(done), limits=limits)
    assert len(list(run.records())) == count
    assert (why in run.ended) if why else run.ended == ""


def test_what_is_there_already_does_not_count_towards_the_limit() -> None:
    def answer(item: Item, wait_s: float) -> Record:
        return Record(item.source, record.UNCHANGED if item.source < "a3" else record.DONE)

    ended = list(Run(some(9), Threads(answer), limits=Limits(articles=2)).records())
    assert [each.state for each in ended] == ["unchanged"] * 3 + ["done"] * 2


def test_fail_fast_begins_nothing_after_a_failure() -> None:
    place = Threads(lambda item, wait_s: record.failure(item.source, SourceError("gone")))
    run = Run(some(5), place, fail_fast=True)
    assert len(list(run.records())) == 1
    assert place.begun == ["a0"]
    assert run.ended == "a0 failed"


def test_an_error_of_the_executor_is_a_failure_of_its_article() -> None:
    def answer(item: Item, wait_s: float) -> Record:
        raise RuntimeError("lost")

    (ended,) = Run(some(1), Threads(answer)).records()
    assert (ended.state, ended.stage, ended.reason) == ("failed", "store", "told: lost")


def test_a_scheduler_that_lets_go_ends_the_run() -> None:
    def answer(item: Item, wait_s: float) -> Record:
        raise CancelledError

    with pytest.raises(ClusterError, match="let go"):
        list(Run(some(2), Threads(answer)).records())


def test_entries_are_taken_as_there_is_room_for_them() -> None:
    taken: list[int] = []

    def endless() -> object:
        for i in range(1_000):
            taken.append(i)
            yield Item(f"a{i}")

    run = Run(endless(), Threads(done)).records()  # type: ignore[arg-type]
    for _ in range(5):
        next(run)
    assert len(taken) < 10


@pytest.mark.parametrize(
    ("error", "stage", "code"),
    [(SourceError("x"), "fetch", 4), (OSError(28, "No space left"), "writing", 9), (KeyError("x"), "writing", 1)],
)
def test_a_failure_has_a_stage_a_reason_and_a_code(error: Exception, stage: str, code: int) -> None:
    ended = record.failure("a", error, stage="writing")
    assert (ended.stage, ended.code) == (stage, code)
    assert ended.reason


def test_an_edited_article_keeps_its_folder_and_its_id(tmp_path: Path, settings: Settings) -> None:
    folder = articles(tmp_path / "articles", 1)
    with Here(made, settings, jobs=1) as place:
        list(Run(entries([str(folder)], Settings()), place).records())
        (before,) = Library(settings.output).all()
        (folder / "a0.txt").write_text(
            "Harbor number 0\n\nQuite another text. Boats left at noon, and the first came back at dusk with a full hold."
        )
        (again,) = Run(entries([str(folder)], Settings()), place).records()
    (after,) = Library(settings.output).all()
    assert again.state == record.DONE
    assert (after.slug, after.source_id) == (before.slug, before.source_id)
    assert after.pcm_sha256 != before.pcm_sha256


@pytest.mark.parametrize("at", [0, 1, 5, 19])
def test_a_signal_while_the_next_entry_is_read_loses_none(at: int) -> None:
    """A generator that an error leaves gives nothing more: 204 of 208 articles were once in no report."""

    def listed() -> Iterator[Entry]:
        for number in range(20):
            if number == at:
                os.kill(os.getpid(), signal.SIGTERM)
            yield Item(f"a{number}")

    place = Threads(lambda item, wait_s: Record(item.source, record.DONE))
    ended: list[Record] = []
    with interruptible() as signals:
        run = Run(listed(), place, interrupted=lambda: signals.came)
        with pytest.raises(KeyboardInterrupt), signals.calm():
            ended.extend(run.records())
        ended.extend(run.left())
    assert sorted(each.source for each in ended) == sorted(f"a{number}" for number in range(20))
