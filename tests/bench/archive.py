"""``python -m tests.bench.archive``: what an archive costs. Ratios inside one run; docs/batch.md has the table."""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.bench.runs import _private_mb, family
from tests.conftest import ROOT

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


@dataclass(frozen=True, slots=True)
class Cost:
    """What one command cost."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    """Of the coordinator alone: its workers are as many, and as large, for any number of articles."""
    whole_mb: float
    """Of all processes together, sampled."""
    waiting_s: float
    """Seconds in which fewer threads than cores wanted to run, times the cores that nobody wanted."""


def articles(place: Path, count: int) -> Path:
    """A folder of short articles (about 110 words), no two sentences alike."""
    place.mkdir(parents=True)
    for i in range(count):
        town = f"{PLACES[i % len(PLACES)]} {i}"
        body = "\n\n".join(each.format(place=town, n=i + 2) for each in PARAGRAPHS)
        (place / f"a{i:04}.md").write_text(f"# The harbor of {town} is open again\n\n{body}\n")
    return place


def command(*arguments: object) -> Cost:
    """Run narrator, and watch what it and its children use."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.monotonic()
    line = [sys.executable, "-m", "narrator", *map(str, arguments)]
    child = subprocess.Popen(
        line, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    watch = Watch(child.pid)
    code = child.wait()
    watch.done.set()
    watch.join()
    if code:
        raise SystemExit(f"narrator {' '.join(map(str, arguments))} ended with {code}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(time.monotonic() - begun, cpu, watch.peak_mb, watch.whole_mb, watch.waiting_s)


class Watch(threading.Thread):
    """Samples a family of processes: memory, and how many of its threads want a core."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.done = threading.Event()
        self.peak_mb = self.whole_mb = self.waiting_s = 0.0
        self._pid = pid
        self.start()

    def run(self) -> None:
        cores, last, count = os.cpu_count() or 1, time.monotonic(), 0
        while not self.done.wait(0.05):
            members, now = family(self._pid), time.monotonic()
            wanting = sum(running(each) for each in members)
            self.waiting_s += max(0, cores - wanting) * (now - last)
            last, count = now, count + 1
            if count % 10 == 1:
                sizes = [_private_mb(each) for each in members]
                self.peak_mb, self.whole_mb = max(self.peak_mb, *sizes[:1], 0), max(self.whole_mb, sum(sizes))


def running(pid: int) -> int:
    """How many of a process's threads run or want to."""
    try:
        tasks = [Path(f"/proc/{pid}/task/{task}/stat").read_text() for task in os.listdir(f"/proc/{pid}/task")]
    except OSError:
        return 0
    return sum(task.rpartition(")")[2].split()[0] == "R" for task in tasks)


def places(folder: Path, name: str) -> tuple[str, ...]:
    return ("-o", str(folder / f"out-{name}"), "--cache-dir", str(folder / f"cache-{name}"))


def states(folder: Path, name: str) -> Counter[str]:
    lines = (folder / f"out-{name}" / "report.jsonl").read_text().splitlines()
    return Counter(json.loads(line)["state"] for line in lines)


def efficiency(folder: Path, count: int) -> list[str]:
    """Warm workers on all cores, hibari, signed, with a page; and the same folder again."""
    inputs = articles(folder / "in", count)
    one = command("batch", inputs / "a0000.md", *places(folder, "one"), "--jobs", "1")
    cost = command("batch", inputs, *places(folder, "all"))
    assert states(folder, "all") == {"done": count}
    cores = os.cpu_count() or 1
    each_s = cost.cpu_s / count
    hour = count / cost.wall_s * 3600
    used = cost.cpu_s / (cost.cpu_s + cost.waiting_s)
    again = command("batch", inputs, *places(folder, "all"))
    assert states(folder, "all") == {"unchanged": count}
    return [
        f"{count} articles, CPU seconds of one (warm): {each_s:.3f}; of one by itself, cold: {one.cpu_s:.2f}",
        f"articles an hour {hour:.0f}; ÷ (cores × 3600 ÷ CPU of one, warm) {hour / (cores * 3600 / each_s):.2f}; cold {hour / (cores * 3600 / one.cpu_s):.2f}",
        f"cores that the run wanted (nothing else on the machine would slow it): {used:.2f}",
        f"again, all unchanged: {1000 * again.wall_s / count:.1f} ms each, {1000 * again.cpu_s / count:.1f} ms CPU, {again.wall_s:.1f} s in all",
    ]


def memory(folder: Path, count: int) -> list[str]:
    """The tone engine: the voice is not the point."""
    more = ("--voice", "tone", "--no-page", "--no-sign")
    few = command("batch", articles(folder / "few", 20), *places(folder, "few"), *more)
    many = command("batch", articles(folder / "many", count), *places(folder, "many"), *more)
    return [
        f"peak memory, {count} ÷ 20 articles: coordinator {many.peak_mb / few.peak_mb:.2f} ({few.peak_mb:.0f} MB), all processes {many.whole_mb / few.whole_mb:.2f} ({few.whole_mb:.0f} MB)"
    ]


def cluster(folder: Path, count: int) -> list[str]:
    """Two Dask workers, one of them killed and one added in mid-run, against two processes here; tone engine."""
    from distributed import Client, LocalCluster

    inputs = articles(folder / "in", count)
    more = ("--voice", "tone", "--no-page", "--no-sign")
    here = command("batch", inputs, *places(folder, "here"), *more, "--jobs", "2")
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as dask:
        with Client(dask.scheduler_address) as client:
            pids = list(client.run(os.getpid).values())

        def disturb() -> None:
            while len(list((folder / "out-there").glob("[!.]*/narration.json"))) < count // 3:
                time.sleep(0.1)
            os.kill(pids[0], signal.SIGKILL)
            dask.scale(3)

        threading.Thread(target=disturb, daemon=True).start()
        there = command("batch", inputs, *places(folder, "there"), *more, "--cluster", dask.scheduler_address)
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
