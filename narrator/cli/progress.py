"""What is under way, on standard error: lines and bars on a terminal; of a batch elsewhere a line an article."""

from __future__ import annotations

import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from narrator.cli import one_line
from narrator.model import Listener, Progress
from narrator.units import in_minutes

if TYPE_CHECKING:
    from narrator.batch.record import Record, Step
    from narrator.batch.report import Totals

WORDS = {
    "reading": "Reading the article",
    "speaking": "Speaking",
    "writing": "Writing the audio",
    "labelling": "Labelling and signing",
}
WIDTH = 32
READING_S = 3.0
"""Between two lines on feeds and sitemaps that are read."""
LAST = 200
"""Articles by which the time that is left is reckoned."""
FAILED = "failed"
OTHERS = 4
"""Lines of a terminal that are not for workers; a cluster has more of these than a terminal lines."""


@contextmanager
def article_board(name: str, *, quiet: bool) -> Iterator[Listener]:
    """What hears of one article's progress while the block runs, and draws it on a terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda progress: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    with Bar(
        TextColumn("{task.fields[article]}  {task.description}"),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[count]}"),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[pace]}"),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        yield _line(bar, name)


def _line(bar: Any, name: str) -> Listener:
    """Draws one article's progress; the line goes when the article is done."""
    begun = time.monotonic()
    task = bar.add_task("", article=_short(name), count="", pace="", total=None)

    def draw(progress: Progress) -> None:
        pace = progress.audio_s / max(0.001, time.monotonic() - begun)
        bar.update(
            task,
            description=WORDS.get(progress.stage, progress.stage),
            completed=progress.done,
            total=progress.total or None,
            count=f"sentence {progress.done} of {progress.total}" if progress.stage == "speaking" else "",
            pace=f"{pace:.0f} × real time" if progress.audio_s else "",
            visible=progress.stage != "done",
        )

    return draw


def reading() -> Callable[[str], None]:
    """A listener for feeds and sitemaps as they are read: it prints the first at once, then one every few seconds."""
    begun_s = told_s = time.monotonic()
    count = 0

    def on_read(name: str) -> None:
        nonlocal told_s, count
        count += 1
        now = time.monotonic()
        if count > 1 and now - told_s < READING_S:
            return
        told_s = now
        number = f"  ({count} so far, {in_minutes(now - begun_s)})" if count > 1 else ""
        print(f"reading   {name}{number}", file=sys.stderr, flush=True)

    return on_read


class BatchBoard(Protocol):
    """What is shown of many articles."""

    def step(self, step: Step) -> None:
        """A worker is so far with its article; called from several threads."""
        ...

    def ended(self, found: Record, totals: Totals) -> None:
        """An article ended."""
        ...


@contextmanager
def batch_board(count: int) -> Iterator[BatchBoard]:
    """Bars on a terminal: one of all articles, a line a worker; elsewhere a line an article."""
    if not sys.stderr.isatty():
        yield Lines(count)
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    with Bar(
        TextColumn("{task.fields[name]}", markup=False),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[said]}", markup=False),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        yield Bars(bar, count)


class Lines:
    """A line an article on standard error, as it ends."""

    def __init__(self, count: int) -> None:
        self._pace = Pace(count)

    def step(self, step: Step) -> None:
        """Nothing: a log is no place for what passes."""

    def ended(self, found: Record, totals: Totals) -> None:
        """What became of it, and how far the whole is."""
        print(f"{record_line(found)}  [{self._pace.line(totals)}]", file=sys.stderr, flush=True)
        if found.hint:
            print(f"  hint: {one_line(found.hint)}", file=sys.stderr, flush=True)


class Bars:
    """A bar of the whole run, a line for each worker, and what failed above them."""

    def __init__(self, bar: Any, count: int) -> None:
        self._bar, self._pace, self._count = bar, Pace(count), count
        self._whole = bar.add_task("", name="all articles", said="", total=count)
        self._lines: dict[str, Any] = {}
        self._lock = threading.Lock()

    def step(self, step: Step) -> None:
        """Draw one worker's line."""
        with self._lock:
            if step.worker not in self._lines:
                if len(self._lines) + OTHERS > self._bar.console.height:
                    return
                self._lines[step.worker] = self._bar.add_task("", name="", said="", total=None)
        words = WORDS.get(step.stage, step.stage)
        said = f"{words} {step.done}/{step.total}" if step.stage == "speaking" else words
        self._bar.update(
            self._lines[step.worker],
            name=f"{step.worker}  {_short(step.source)}",
            said=said,
            completed=step.done,
            total=step.total or None,
        )

    def ended(self, found: Record, totals: Totals) -> None:
        """Count it; name it where it failed."""
        self._bar.update(self._whole, completed=totals.ended, said=self._pace.line(totals))
        if found.state == FAILED:
            self._bar.console.print(record_line(found), markup=False, highlight=False, style="red")
            if found.hint:
                self._bar.console.print(f"  hint: {one_line(found.hint)}", markup=False, highlight=False)


class Pace:
    """How far a run is, how fast, and how long it will take: by what ended in the last minutes."""

    def __init__(self, count: int, *, now: Callable[[], float] = time.monotonic) -> None:
        self._count, self._now = count, now
        self._begun_s = now()
        self._seen: deque[tuple[float, int]] = deque([(self._begun_s, 0)], maxlen=LAST)

    def line(self, totals: Totals) -> str:
        """As ``12 of 500, 1 failed, 0:31:20 of audio, 150 × real time, 2:10 left``."""
        now = self._now()
        self._seen.append((now, totals.ended))
        failed = totals.states[FAILED]
        parts = [f"{totals.ended} of {self._count}", f"{failed} failed" if failed else ""]
        if totals.audio_s:
            real_time = totals.audio_s / max(0.001, now - self._begun_s)
            parts += [f"{in_minutes(totals.audio_s)} of audio", f"{real_time:.0f} × real time"]
        left_s = self.left_s(totals)
        return ", ".join(each for each in (*parts, "" if left_s is None else f"{in_minutes(left_s)} left") if each)

    def left_s(self, totals: Totals) -> float | None:
        """Seconds until all have ended; None before the first has, and at the end."""
        (since_s, before), left = self._seen[0], self._count - totals.ended
        ended = totals.ended - before
        return (self._now() - since_s) / ended * left if ended > 0 and left > 0 else None


def record_line(found: Record) -> str:
    """One line on one article."""
    if found.state == FAILED:
        return one_line(f"{found.state:<9} {found.source}  {found.stage}: {found.reason}")
    if found.state in ("merged", "skipped"):
        return one_line(f"{found.state:<9} {found.source}  {found.merged_into or found.reason}")
    what = found.file or f"{found.words} words  {found.voice}"
    return one_line(f"{found.state:<9} {found.source}  {in_minutes(found.duration_s)}  {what}")


def _short(name: str) -> str:
    name = one_line(name)
    return name if len(name) <= WIDTH else "…" + name[-(WIDTH - 1) :]
