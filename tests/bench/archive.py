"""``python -m tests.bench.archive``: what an archive costs. Ratios inside one run; docs/batch.md has the table."""

from __future__ import annotations

import argparse
import json
import os
import signal
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from narrator.cache import Cache
from tests.bench.runs import command, peak_mb

PARAGRAPHS = (
    "The harbor of {place} is open again after {n} days. Boats left {place} at noon on Monday, and the first of the {n} came "
    "back at dusk with a full hold.",
    "The council had closed it in the spring, when an inspection found {n} loose piles below the old pier. Repairs in {place} "
    "cost more than was planned, said the harbor master, and took {n} days longer.",
    "For the {n} families that live from the water it was a long wait. Some in {place} had sold their boats; {n} others had "
    "worked on farms inland and drove home at the weekend.",
    "The next inspection is due in {n} months. Until then the ferry to {place} keeps its summer timetable.",
)
PLACES = ("Northmouth", "Easterby", "Saltholm", "Wickport", "Marrow Bay", "Little Sound", "Cape Tern", "Dunmouth")


def articles(place: Path, count: int) -> Path:
    """A folder of short articles (about 110 words), no two sentences alike."""
    place.mkdir(parents=True)
    for i in range(count):
        town = f"{PLACES[i % len(PLACES)]} {i}"
        body = "\n\n".join(each.format(place=town, n=i + 2) for each in PARAGRAPHS)
        (place / f"a{i:04}.md").write_text(f"# The harbor of {town} is open again\n\n{body}\n")
    return place


def places(folder: Path, name: str) -> tuple[str, ...]:
    return ("-o", str(folder / f"out-{name}"), "--cache-dir", str(folder / f"cache-{name}"))


def clips(folder: Path, name: str) -> int:
    """How many clips there are: each synthesis is one more."""
    return Cache(folder / f"cache-{name}").info().clips


def states(folder: Path, name: str) -> Counter[str]:
    lines = (folder / f"out-{name}" / "report.jsonl").read_text().splitlines()
    return Counter(json.loads(line)["state"] for line in lines)


def efficiency(folder: Path, count: int) -> list[str]:
    """Warm workers on all cores, hibari, signed, with a page; and the same folder again."""
    inputs = articles(folder / "in", count)
    one = command("batch", str(inputs / "a0000.md"), *places(folder, "one"), "--jobs", "1")
    cost = command("batch", str(inputs), *places(folder, "all"))
    assert states(folder, "all") == {"done": count}
    kept = clips(folder, "all")
    cores, each_s, hour = os.cpu_count() or 1, cost.cpu_s / count, count / cost.wall_s * 3600
    again = command("batch", str(inputs), *places(folder, "all"))
    assert states(folder, "all") == {"unchanged": count}
    return [
        f"{count} articles, CPU seconds of one in the run: {each_s:.3f}; of one by itself, from a cold start: {one.cpu_s:.2f}",
        f"articles an hour {hour:.0f}; ÷ (cores × 3600 ÷ CPU of one in the run) {hour / (cores * 3600 / each_s):.2f}; by itself {hour / (cores * 3600 / one.cpu_s):.2f}",
        f"again, all unchanged: {1000 * again.wall_s / count:.1f} ms each, {1000 * again.cpu_s / count:.1f} ms CPU, {again.wall_s:.1f} s in all, {clips(folder, 'all') - kept} syntheses",
    ]


def memory(folder: Path, count: int) -> list[str]:
    """The tone engine: the voice is not the point."""
    more = ("--voice", "tone", "--no-page", "--no-sign")
    few = peak_mb("batch", str(articles(folder / "few", 20)), *places(folder, "few"), *more)
    many = peak_mb("batch", str(articles(folder / "many", count)), *places(folder, "many"), *more)
    return [f"peak memory of all processes, {count} ÷ 20 articles: {many / few:.2f} ({few:.0f} MB)"]


def cluster(folder: Path, count: int) -> list[str]:
    """Two Dask workers, one of them killed and one added in mid-run, against two processes here; hibari, no signature."""
    from distributed import Client, LocalCluster

    inputs = articles(folder / "in", count)
    more = ("--no-page", "--no-sign")
    here = command("batch", str(inputs), *places(folder, "here"), *more, "--jobs", "2")
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as dask:
        for nanny in dask.workers.values():
            nanny.auto_restart = False  # what is killed stays away: another one is added
        with Client(dask.scheduler_address) as client:
            pids = list(client.run(os.getpid).values())

        def disturb() -> None:
            while len(list((folder / "out-there").glob("[!.]*/narration.json"))) < count // 3:
                time.sleep(0.1)
            os.kill(pids[0], signal.SIGKILL)
            dask.scale(3)

        threading.Thread(target=disturb, daemon=True).start()
        there = command("batch", str(inputs), *places(folder, "there"), *more, "--cluster", dask.scheduler_address)
    found = states(folder, "there")
    assert found["failed"] == 0
    assert found.total() == count
    return [
        f"{count} articles, Dask with a worker killed and one added ÷ here, wall: {there.wall_s / here.wall_s:.2f} ({here.wall_s:.0f} s here)"
    ]


ROWS: dict[str, Callable[[Path, int], list[str]]] = {"efficiency": efficiency, "memory": memory, "cluster": cluster}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", nargs="*", choices=[[], *ROWS], default=list(ROWS))
    parser.add_argument("--count", type=int, default=500)
    given = parser.parse_args()
    for row in given.rows or ROWS:
        with tempfile.TemporaryDirectory() as name:
            for line in ROWS[row](Path(name), given.count):
                print(line, flush=True)


if __name__ == "__main__":
    main()
