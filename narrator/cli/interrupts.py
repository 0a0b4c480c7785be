"""Signals that end a run (Ctrl-C, a service manager, a closed terminal): once, with a report, however many come."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class Interrupts:
    """The first signal ends the run with KeyboardInterrupt; further ones do not end what is tidied up after it."""

    def __init__(self) -> None:
        self._is_calm = False
        self.came = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """A signal came."""
        if self.came or self._is_calm:
            self.came = True
            return
        self.came = True
        raise KeyboardInterrupt

    @contextmanager
    def calm(self) -> Iterator[None]:
        """No signal ends the block; one that comes meanwhile ends the run after it."""
        before, self._is_calm = (self._is_calm, self.came), True
        try:
            yield
        finally:
            self._is_calm = before[0]
        if self.came and not before[1]:
            raise KeyboardInterrupt


@contextmanager
def interruptible() -> Iterator[Interrupts]:
    """Answer signals while the block runs; where this is not the main thread, somebody else answers them.

    After one came the command ends, and what comes until its process has ended is not answered: a third SIGTERM while
    the last line was written took the exit code 130 away.
    """
    interrupts = Interrupts()
    before: dict[int, Callable[..., Any] | int | None] = {}
    try:
        for number in SIGNALS:
            before[number] = signal.signal(number, interrupts)
    except ValueError:  # not in the main thread
        pass
    try:
        yield interrupts
    finally:
        for number, handler in before.items():
            if not interrupts.came:
                signal.signal(number, handler)
