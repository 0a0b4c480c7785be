"""A real Dask cluster: the same records as here, workers lost and added, a scheduler that is not there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import LocalCluster

from narrator.batch import cluster as module
from narrator.batch import record
from narrator.batch.cluster import Cluster
from narrator.batch.record import Step
from narrator.batch.runner import Here, Run
from narrator.batch.sources import Item, entries
from narrator.batch.worker import made
from narrator.cli import run
from narrator.errors import ClusterError
from narrator.library import Library
from narrator.settings import Settings
from tests.batch.conftest import arguments, articles, records
from tests.batch.test_runner import crashing
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def dask() -> Iterator[LocalCluster]:
    """For tests that leave it as it was."""
    with _cluster() as found:
        yield found


@pytest.fixture
def frail() -> Iterator[LocalCluster]:
    """For a test that kills some of it."""
    with _cluster() as found:
        yield found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return articles(tmp_path / "articles", 4)


def _cluster() -> LocalCluster:
    return LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None)


def pids(dask: LocalCluster) -> list[int]:
    """Of the Dask workers that run now."""
    with module._client(dask.scheduler_address) as client:
        return list(client.run(os.getpid).values())


def test_a_cluster_makes_what_this_machine_makes_and_tells_the_same(
    dask: LocalCluster, folder: Path, tmp_path: Path, settings: Settings
) -> None:
    told: list[Step] = []
    with Cluster(dask.scheduler_address, made, settings, tell=told.append) as place:
        ended = list(Run(entries([str(folder)], Settings()), place).records())
    assert [each.state for each in ended] == ["done"] * 4
    there = {each.source_id: each.pcm_sha256 for each in Library(settings.output).all()}
    here = Settings(output=str(tmp_path / "here"), cache_dir=tmp_path / "c", voice="tone", sign=False, page=False)
    with Here(made, here) as place_here:
        list(Run(entries([str(folder)], Settings()), place_here).records())
    assert {each.source_id: each.pcm_sha256 for each in Library(here.output).all()} == there
    assert {"speaking", "done"} <= {step.stage for step in told}
    assert len({step.worker for step in told}) == 2


def test_relative_paths_mean_the_folder_of_the_command(
    dask: LocalCluster, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    more = ["-o", "out", "--cache-dir", "cache", "--voice", "tone", "--no-sign", "--no-page"]
    assert run(["batch", "articles/a1.txt", *more, "--cluster", dask.scheduler_address]) == 0
    assert len(list(Library(tmp_path / "out").all())) == 1


def test_the_command_is_the_same(dask: LocalCluster, folder: Path, tmp_path: Path) -> None:
    (folder / "bad.html").write_text("<p>")
    assert run(["batch", str(folder), *arguments(tmp_path), "--cluster", dask.scheduler_address]) == 3
    assert sorted(str(each["state"]) for each in records(tmp_path)) == ["done"] * 4 + ["failed"]
    assert run(["batch", str(folder), *arguments(tmp_path), "--cluster", dask.scheduler_address, "--dry-run"]) == 3


def test_a_worker_is_killed_and_one_is_added_in_mid_run(
    frail: LocalCluster, tmp_path: Path, settings: Settings
) -> None:
    folder = articles(tmp_path / "articles", 12)
    before = pids(frail)
    with Cluster(frail.scheduler_address, made, settings) as place:
        found = Run(entries([str(folder)], Settings()), place).records()
        ended = [next(found) for _ in range(2)]
        os.kill(before[0], signal.SIGKILL)
        frail.scale(3)
        ended += list(found)
    assert sorted(each.state for each in ended if each.state != record.UNCHANGED) == ["done"] * sum(
        each.state == "done" for each in ended
    )
    assert len(ended) == 12
    assert len(list(Library(settings.output).all())) == 12
    assert all(Library(settings.output).intact(each) for each in Library(settings.output).all())


def test_a_poison_article_takes_no_worker_with_it(dask: LocalCluster, settings: Settings) -> None:
    before = pids(dask)
    with Cluster(dask.scheduler_address, crashing, settings) as place:
        ended = list(Run([Item("poison"), Item("other")], place).records())
    (failed,) = [each for each in ended if each.state == record.FAILED]
    assert failed.reason == "its worker died over it 2 times (SIGSEGV)"
    assert sorted(pids(dask)) == sorted(before)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "127.0.0.1:9", "tcp://127.0.0.1", "nonsense", "tcp://[x"])
def test_no_scheduler_is_said_with_its_own_code(
    address: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CONNECT_S", 0.5)
    assert run(["batch", str(folder), *arguments(tmp_path), "--cluster", address]) == 12


def test_a_cluster_without_workers_is_waited_for_and_then_said(folder: Path, settings: Settings) -> None:
    with (
        LocalCluster(n_workers=0, dashboard_address=None) as empty,
        Cluster(empty.scheduler_address, made, settings, nobody_s=1.0) as place,
        pytest.raises(ClusterError, match="has no workers"),
    ):
        list(Run(entries([str(folder)], Settings()), place).records())


def test_a_scheduler_that_goes_ends_the_run_and_a_rerun_goes_on(folder: Path, settings: Settings) -> None:
    dask = LocalCluster(n_workers=1, threads_per_worker=1, processes=True, dashboard_address=None)
    articles(folder, 40, first=4)
    closer = threading.Thread(target=dask.close)
    try:
        with Cluster(dask.scheduler_address, made, settings) as place:
            found = Run(entries([str(folder)], Settings()), place).records()
            next(found)
            closer.start()
            with pytest.raises(ClusterError):
                list(found)
    finally:
        closer.join()
    before = len(list(Library(settings.output).all()))
    assert 0 < before < 44


def test_another_version_on_a_worker_is_said(
    dask: LocalCluster, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "VERSION", "99.0")
    with pytest.raises(ClusterError, match=r"has narrator .*, not 99\.0"):
        Cluster(dask.scheduler_address, made, settings)


def test_a_task_that_dask_gives_up_is_explained(dask: LocalCluster, settings: Settings) -> None:
    from distributed import KilledWorker

    with Cluster(dask.scheduler_address, made, settings) as place:
        told = place.lost(KilledWorker("task", None, 3))
    assert "several workers were lost" in str(told)


def test_a_run_leaves_nothing_on_the_workers(dask: LocalCluster, folder: Path, settings: Settings) -> None:
    with Cluster(dask.scheduler_address, made, settings) as place:
        list(Run(entries([str(folder)], Settings()), place).records())
    deadline = time.monotonic() + 60
    with module._client(dask.scheduler_address) as client:
        while any(client.run(_children).values()) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not any(client.run(_children).values())


def _children() -> list[str]:
    """Processes of a worker that are narrator's."""
    found = []
    for each in os.listdir("/proc"):
        if each.isdigit():
            try:
                status, line = Path(f"/proc/{each}/stat").read_text(), Path(f"/proc/{each}/cmdline").read_text()
            except OSError:
                continue
            if int(status.rpartition(")")[2].split()[1]) == os.getpid() and "narrator" in line:
                found.append(line)
    return found


def test_a_worker_of_another_version_that_joins_gets_no_article(
    folder: Path, settings: Settings, tmp_path: Path
) -> None:
    articles(folder, 8, first=4)
    (tmp_path / "older.py").write_text("import narrator.about\nnarrator.about.VERSION = '0.0.1'\n")
    heard: set[str] = set()
    with (
        LocalCluster(n_workers=1, threads_per_worker=1, processes=True, dashboard_address=None) as dask,
        Cluster(dask.scheduler_address, made, settings, tell=lambda step: heard.add(step.worker)) as place,
    ):
        run = Run(entries([str(folder)], Settings()), place).records()
        ended = [next(run)]
        command = [sys.executable, "-m", "distributed.cli.dask_worker", dask.scheduler_address, "--name", "older"]
        options = ["--nthreads", "8", "--no-nanny", "--no-dashboard", "--preload", str(tmp_path / "older.py")]
        older = subprocess.Popen(
            [*command, *options], env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.DEVNULL
        )
        try:
            deadline = time.monotonic() + 60
            while len(place.client.nthreads()) < 2 and time.monotonic() < deadline:
                time.sleep(0.1)
            assert len(place.client.nthreads()) == 2
            ended += run
        finally:
            older.kill()
            older.wait()
    assert [each.state for each in ended] == [record.DONE] * 12
    assert not [name for name in heard if name.startswith("older")]
