"""``make bench`` writes docs/benchmarks.md; ``make profile`` says where the time of one article goes."""

from __future__ import annotations

import argparse
import cProfile
import os
import platform
import pstats
import tempfile
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import numpy as np

from narrator.narrator import narrate
from narrator.settings import Settings
from tests.bench import costs, sound
from tests.bench.articles import words
from tests.conftest import ROOT

START, END = "<!-- measured -->", "<!-- /measured -->"


def profile(folder: Path) -> None:
    """Where the time of one article goes, in this process."""
    path = folder / "a.txt"
    path.write_text(words(3_000), encoding="utf-8")
    with cProfile.Profile() as profiler:
        narrate(path, Settings(output=str(folder / "out"), cache_dir=folder / "cache"))
    pstats.Stats(profiler).sort_stats("tottime").print_stats(25)


def bench(folder: Path) -> str:
    """The table, printed row by row as it comes."""
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    tools = f"Python {platform.python_version()}, numpy {np.__version__}"
    lines = [
        f"`make bench`, {datetime.now(UTC):%Y-%m-%d}, on {machine}, {tools}. Each row is a ratio inside one run.",
        "",
        "| measure | to reach | seen |",
        "|---|--:|--:|",
    ]
    print("\n".join(lines))
    for row in chain(costs.rows(folder), sound.rows(folder)):
        lines.append(f"| {' | '.join(row)} |")
        print(lines[-1], flush=True)
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--profile", action="store_true")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        if wanted.profile:
            profile(Path(name))
            return
        table = bench(Path(name))
    place = ROOT / "docs" / "benchmarks.md"
    before, _, rest = place.read_text(encoding="utf-8").partition(START)
    place.write_text(f"{before}{START}\n\n{table}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
