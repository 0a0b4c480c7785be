"""The studio on a real Dask cluster: made there, and waiting for one that is not there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from distributed import LocalCluster

from narrator.batch import cluster as module
from narrator.studio import workers
from tests.studio.conftest import TEXT, Studio


@pytest.fixture
def dask() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=1, threads_per_worker=2, processes=True, dashboard_address=None) as started:
        yield started


@pytest.mark.stress
def test_a_cluster_reads_and_speaks(dask: LocalCluster, opened: Callable[..., Studio]) -> None:
    studio = opened(cluster=dask.scheduler_address, jobs=4)
    number = studio.made()
    assert studio.ask("POST", f"/narrations/{number}/approve").status_code == 200
    assert studio.ask("POST", f"/narrations/{number}/publish").json()["state"] == "published"


def test_an_article_waits_for_a_cluster_that_does_not_answer_and_says_so(
    opened: Callable[..., Studio], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CONNECT_S", 0.2)
    monkeypatch.setattr(workers, "GONE_S", 0.1)
    studio = opened(cluster="tcp://127.0.0.1:9")
    number = studio.ask("POST", "/narrations", json={"text": TEXT}).json()["id"]
    while not (row := studio.ask("GET", f"/narrations/{number}").json())["reason"]:
        time.sleep(0.05)
    assert row["state"] == "reading"
    assert "no scheduler answers" in row["reason"]
    assert studio.ask("GET", f"/narrations/{number}/jobs").json()[0]["state"] in ("queued", "running")
