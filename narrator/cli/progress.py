"""What is under way, on standard error: one line that moves, and nothing when that is not a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from narrator.model import Progress

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = {
    "reading": "Reading the article",
    "speaking": "Speaking",
    "writing": "Writing the audio",
    "labelling": "Labelling and signing",
}


@contextmanager
def shown(name: str, *, quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """A listener that draws one article's progress while the block runs."""
    if quiet or not sys.stderr.isatty():
        yield lambda progress: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    begun = time.monotonic()
    with Bar(
        TextColumn("{task.fields[article]}  {task.description}"),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[count]}"),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[pace]}"),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task("", article=_short(name), count="", pace="", total=None)

        def listener(progress: Progress) -> None:
            pace = progress.audio_s / max(0.001, time.monotonic() - begun)
            bar.update(
                task,
                description=WORDS.get(progress.stage, progress.stage),
                completed=progress.done,
                total=progress.total or None,
                count=f"sentence {progress.done} of {progress.total}" if progress.stage == "speaking" else "",
                pace=f"{pace:.0f} × real time" if progress.audio_s else "",
            )

        yield listener


def _short(name: str, width: int = 32) -> str:
    return name if len(name) <= width else "…" + name[-(width - 1) :]
