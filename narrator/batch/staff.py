"""The child processes that make articles, one article each at a time; one that dies is replaced.

Used by threads: of a ThreadPoolExecutor here, or of a Dask worker there.
"""

from __future__ import annotations

import dataclasses
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from narrator.batch import record
from narrator.batch.record import Record
from narrator.batch.sources import Item
from narrator.batch.worker import Tell, Work
from narrator.engines.worker import end
from narrator.errors import NarratorError
from narrator.settings import Settings, Site

SILENT_S = 600.0
"""A child that tells nothing for so long hangs: no single step of an article takes a tenth of it."""

TRIMMED = "MALLOC_TRIM_THRESHOLD_"
"""Dask lets its workers hand each freed piece of memory back to the system: a sixth more time, for page faults."""
ENDING_S = 5.0
"""For a child that has nothing in hand to end its voices and itself."""


class Death(Exception):  # noqa: N818 - it becomes a record when it happens again
    """A child died over an article; the message says how, and in which step."""

    def __init__(self, how: str, stage: str) -> None:
        super().__init__(how)
        self.stage = stage


class Child:
    """The parent's end of one child; it starts with the first article."""

    def __init__(self, name: str, *, silent_s: float = SILENT_S) -> None:
        self.name = name
        self._silent_s = silent_s
        self._child: subprocess.Popen[bytes] | None = None
        self._heard_s = 0.0
        self._idle = False

    @property
    def pid(self) -> int | None:
        """Of the process that runs now."""
        return self._child.pid if self._child else None

    def record(self, work: Work, item: Item, settings: Settings, *, wait_s: float, tell: Tell) -> Record:
        """What became of one article.

        Raises:
            Death: of the child, over this article.
        """
        child = self._started()
        stage = "start"
        self._idle = False
        done = threading.Event()
        threading.Thread(target=self._watch, args=(child, done), daemon=True).start()
        try:
            pickle.dump((work, item, portable(settings), wait_s), child.stdin)  # type: ignore[arg-type]
            child.stdin.flush()  # type: ignore[union-attr]
            while not isinstance(answer := pickle.load(child.stdout), Record):  # type: ignore[arg-type]  # noqa: S301 - our own child
                self._heard_s, stage = time.monotonic(), answer.stage
                tell(dataclasses.replace(answer, worker=self.name))
            self._idle = True
            return answer
        except (OSError, EOFError, ValueError, AttributeError, pickle.UnpicklingError) as error:
            hung = time.monotonic() - self._heard_s > self._silent_s
            self.close()
            raise Death("hung" if hung else _how(child.returncode), stage) from error
        finally:
            done.set()

    def close(self) -> None:
        """End the child, at once: by itself where it has nothing in hand, so that it ends its voices."""
        child, self._child = self._child, None
        if child is not None:
            end(child, within_s=ENDING_S if self._idle else 0.0)

    def _started(self) -> subprocess.Popen[bytes]:
        self._heard_s = time.monotonic()
        if self._child is None:
            environment = {**os.environ, "PYTHONPATH": os.pathsep.join(each for each in sys.path if each)}
            environment.pop(TRIMMED, None)
            self._child = subprocess.Popen(
                [sys.executable, "-m", "narrator.batch.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
            )
        return self._child

    def _watch(self, child: subprocess.Popen[bytes], done: threading.Event) -> None:
        """End a child that hangs; who waits for its answer then hears of it."""
        while not done.wait(min(self._silent_s / 4, 5.0)):
            if time.monotonic() - self._heard_s > self._silent_s:
                child.kill()
                return


class Staff:
    """As many children as there are articles at a time.

    Args:
        tries: of an article over which a child died; then it is put aside.
        tell: hears the steps of all children, from several threads.
    """

    def __init__(self, *, tries: int, tell: Tell, silent_s: float = SILENT_S, name: str = "worker") -> None:
        self.children: list[Child] = []
        self._tries, self._tell, self._silent_s, self._name = tries, tell, silent_s, name
        self._idle: deque[Child] = deque()
        self._lock = threading.Lock()
        self._closed = False

    def __enter__(self) -> Staff:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def record(self, work: Work, item: Item, settings: Settings, wait_s: float) -> Record:
        """What became of one article, made by whichever child is idle; one that kills its children is put aside."""
        begun = time.monotonic()
        death = None
        with self._lent() as child:
            for _ in range(self._tries):
                try:
                    return child.record(work, item, settings, wait_s=wait_s, tell=self._tell)
                except Death as each:
                    if self._closed:
                        raise CancelledError from each
                    death = each
        return Record(
            item.source,
            record.FAILED,
            stage=death.stage if death else "",
            reason=f"its worker died over it {self._tries} times ({death})",
            hint="it was put aside and the others went on; the next run tries it again",
            code=NarratorError.exit_code,
            took_s=time.monotonic() - begun,
        )

    def close(self) -> None:
        """End all children, at once, and whatever they make."""
        self._closed = True
        for child in self.children:
            child.close()

    @contextmanager
    def _lent(self) -> Iterator[Child]:
        with self._lock:
            if self._idle:
                child = self._idle.pop()
            else:
                child = Child(f"{self._name} {len(self.children) + 1}", silent_s=self._silent_s)
                self.children.append(child)
        try:
            yield child
        finally:
            self._idle.append(child)


def _how(code: int | None) -> str:
    """How a process ended, in a word or two."""
    if code is None or code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


def portable(settings: Settings) -> Settings:
    """The settings in a form that travels to other processes: paths are whole, and mean the same from any folder."""
    given = {field.name: _whole(getattr(settings, field.name)) for field in dataclasses.fields(settings)}
    output = settings.output if "://" in settings.output else os.path.abspath(settings.output)
    return dataclasses.replace(settings, **{**given, "output": output})


def _whole(value: object) -> Any:
    if isinstance(value, Path):
        return value.absolute()
    if isinstance(value, tuple):
        return tuple(_whole(each) for each in value)
    if isinstance(value, Mapping):
        return {name: _whole(each) for name, each in value.items()}
    return dataclasses.replace(value, lexicon=_whole(value.lexicon)) if isinstance(value, Site) else value
