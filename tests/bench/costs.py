"""Rows on time and memory, measured on whole commands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.bench.articles import LONG, MIDDLE, SHORT, words
from tests.bench.runs import Run, bare, command, naive, peak_mb

Row = tuple[str, str, str]
"""Measure, to reach, seen."""


def rows(folder: Path) -> Iterator[Row]:
    """One after another, nothing beside them."""
    sources = {count: folder / f"{count}.txt" for count in (SHORT, MIDDLE, LONG)}
    for count, path in sources.items():
        path.write_text(words(count), encoding="utf-8")
    read(folder, "short", sources[SHORT], "--workers", "1")
    one = read(folder, "one", sources[LONG], "--workers", "1")
    ratio = one.cpu_s / bare(sources[LONG])
    yield f"CPU ÷ CPU of bare voice and bare lameenc, {LONG:,} words, one worker", "≤ 1.15", f"{ratio:.2f}"
    eight = read(folder, "eight", *_eight(folder))
    yield "wall ÷ CPU, eight articles in one run, two cores", "≤ 0.55", f"{eight.wall_s / eight.cpu_s:.2f}"
    both = read(folder, "both", sources[LONG])
    yield f"wall ÷ CPU, one article of {LONG:,} words, two cores", "≤ 0.70", f"{both.wall_s / both.cpu_s:.2f}"
    few, many = (memory(folder, f"memory-{count}", sources[count]) for count in (SHORT, LONG))
    yield f"peak memory of all processes, {LONG:,} ÷ {SHORT} words", "≤ 1.15", f"{many / few:.2f} ({many:.0f} MB)"
    again = read(folder, "short", sources[SHORT], "--workers", "1")
    yield "same article again, with start-up", "≤ 0.8 s", f"{again.wall_s:.2f} s"
    for count in (SHORT, MIDDLE):
        theirs = min(naive(sources[count], folder) for _ in range(3))
        ours = min(read(folder, f"naive-{count}-{turn}", sources[count]).wall_s for turn in range(3))
        yield f"wall of the obvious script ÷ ours, {count:,} words, best of three", "> 1", f"{theirs / ours:.2f}"


def read(folder: Path, name: str, *arguments: Path | str) -> Run:
    """One ``narrator read`` with an output and a cache of its own."""
    return command("read", *map(str, arguments), *_places(folder, name))


def memory(folder: Path, name: str, source: Path) -> float:
    """The peak of one with one worker, in MB."""
    return peak_mb("read", str(source), "--workers", "1", *_places(folder, name))


def _places(folder: Path, name: str) -> tuple[str, ...]:
    return "--output", str(folder / f"out-{name}"), "--cache-dir", str(folder / f"cache-{name}"), "--quiet"


def _eight(folder: Path) -> list[Path]:
    paths = [folder / f"eight-{i}.txt" for i in range(8)]
    for i, path in enumerate(paths):
        path.write_text(words(SHORT, turn=i + 1), encoding="utf-8")
    return paths
