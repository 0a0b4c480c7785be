"""What is under way, on standard error: a line an article, and nothing when that is not a terminal."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from narrator.model import Progress

WORDS = {
    "reading": "Reading the article",
    "speaking": "Speaking",
    "writing": "Writing the audio",
    "labelling": "Labelling and signing",
}
WIDTH = 32

Listener = Callable[[Progress], None]


class Board:
    """Makes a listener for each article; once stopped, every listener ends its narration."""

    def __init__(self, bar: Any = None) -> None:
        self._bar = bar
        self._stopped = threading.Event()

    def __call__(self, name: str) -> Listener:
        """The listener for one article."""
        draw = _line(self._bar, name) if self._bar is not None else lambda progress: None

        def listener(progress: Progress) -> None:
            if self._stopped.is_set():
                raise KeyboardInterrupt
            draw(progress)

        return listener

    def stop(self) -> None:
        """End all narrations with their next step."""
        self._stopped.set()


@contextmanager
def board(*, quiet: bool) -> Iterator[Board]:
    """A board while the block runs."""
    if quiet or not sys.stderr.isatty():
        yield Board()
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
        yield Board(bar)


def _line(bar: Any, name: str) -> Listener:
    """Draws one article's progress; the line goes when the article is done."""
    begun = time.monotonic()
    short = name if len(name) <= WIDTH else "…" + name[-(WIDTH - 1) :]
    task = bar.add_task("", article=short, count="", pace="", total=None)

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
