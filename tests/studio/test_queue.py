"""No job is lost and none is done twice, whatever ends the process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from narrator.errors import ConflictError
from narrator.studio.database import opened
from narrator.studio.queue import Job, Kind, Queue, State

KILLED = """
import sys
from pathlib import Path
from narrator.studio.database import opened
from narrator.studio.queue import Queue
queue = Queue(opened(Path(sys.argv[1])))
queue.resume()
log = open(sys.argv[2], "a", buffering=1)
while (job := queue.take()) is not None:
    queue.change(job.narration, done=1)
    queue.end(job, state="to-review")
    print("ready", flush=True)
"""


@pytest.fixture
def queue(tmp_path: Path) -> Queue:
    return Queue(opened(tmp_path))


def test_each_job_is_taken_by_one_of_many(queue: Queue) -> None:
    for number in range(60):
        queue.add(f"https://example.org/{number}", by="Ada")
    taken: list[Job] = []

    def work() -> None:
        while (job := queue.take()) is not None:
            taken.append(job)
            queue.end(job, state=State.TO_REVIEW.value)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({job.id for job in taken}) == len(taken) == 60
    assert queue.counts() == {"to-review": 60}


def test_a_narration_has_one_job_in_hand_at_a_time(queue: Queue) -> None:
    row, _ = queue.add("https://example.org/", by="Ada")
    first = queue.take()
    queue.again(row["id"], Kind.SPEAK, by="Ada")
    assert queue.take() is None
    assert first is not None
    queue.end(first, state=State.TO_REVIEW.value)
    second = queue.take()
    assert second is not None
    assert second.kind is Kind.SPEAK


def test_a_job_that_waits_already_is_not_queued_twice(queue: Queue) -> None:
    row, _ = queue.add("https://example.org/", by="Ada")
    job = queue.take()
    assert job is not None
    queue.end(job, state=State.TO_REVIEW.value)
    assert queue.again(row["id"], Kind.SPEAK, by="Ada") == queue.again(row["id"], Kind.SPEAK, by="Bert")


def test_what_a_dead_process_had_in_hand_is_queued_again(queue: Queue, tmp_path: Path) -> None:
    queue.add("https://example.org/", by="Ada")
    first = queue.take()
    assert first is not None
    again = Queue(opened(tmp_path))
    assert again.resume() == 1
    found = again.take()
    assert found == first


def test_one_key_makes_one_narration(queue: Queue) -> None:
    first, is_new = queue.add("https://example.org/", by="Ada", key="k", request="r")
    again, is_newer = queue.add("https://example.org/", by="Ada", key="k", request="r")
    assert (is_new, is_newer) == (True, False)
    assert first["id"] == again["id"]
    with pytest.raises(ConflictError):
        queue.add("https://example.org/other", by="Ada", key="k", request="s")


def _killed_rounds(tmp_path: Path, rounds: int, jobs: int) -> None:
    queue = Queue(opened(tmp_path))
    for number in range(jobs):
        queue.add(f"https://example.org/{number}", by="Ada")
    for turn in range(rounds):
        command = [sys.executable, "-c", KILLED, str(tmp_path), os.devnull]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        for _ in range(1 + turn % 2):
            if not child.stdout.readline():
                break
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
    queue.resume()
    while (job := queue.take()) is not None:
        queue.end(job, state="to-review")
    assert queue.counts() == {"to-review": jobs}
    every = [queue.jobs(row["id"]) for row in queue.list(limit=jobs)[0]]
    assert [len(each) for each in every] == [1] * jobs
    assert {each[0]["state"] for each in every} == {"done"}


@pytest.mark.skipif(sys.platform == "win32", reason="has no SIGKILL")
def test_killed_processes_lose_no_job_and_do_none_twice(tmp_path: Path) -> None:
    _killed_rounds(tmp_path, rounds=3, jobs=20)


@pytest.mark.stress
@pytest.mark.skipif(sys.platform == "win32", reason="has no SIGKILL")
def test_fifty_kills_with_a_hundred_jobs_in_hand(tmp_path: Path) -> None:
    _killed_rounds(tmp_path, rounds=50, jobs=100)
