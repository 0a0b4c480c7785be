"""The child processes that make articles, one article each at a time; one that dies is replaced.

Used by threads: of a ThreadPoolExecutor here, or of a Dask worker there.
"""

from __future__ import annotations

import dataclasses
import os
import pickle
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
from narrator.children import Child, ChildLost
from narrator.errors import NarratorError
from narrator.purse import begin_run
from narrator.settings import Settings, Site

SILENT_S = 600.0
"""A child that tells nothing for so long hangs: no single step of an article takes a tenth of it."""

ENDING_S = 5.0
"""For a child that has nothing in hand to end its voices and itself."""


class Death(Exception):  # noqa: N818 - it becomes a record when it happens again
    """A child died over an article; the message says how, and in which step."""

    def __init__(self, how: str, stage: str, last_lines: str = "") -> None:
        super().__init__(how)
        self.stage, self.last_lines = stage, last_lines


class Maker:
    """The parent's end of one child that makes articles; it starts with the first."""

    def __init__(self, name: str, *, silent_s: float = SILENT_S) -> None:
        self.name = name
        self._silent_s = silent_s
        self._child = Child("narrator.batch.worker", ending_s=ENDING_S)

    @property
    def pid(self) -> int | None:
        """Number of the process that runs now; None where none does."""
        return self._child.pid

    def record(self, work: Work, item: Item, settings: Settings, *, wait_s: float, tell: Tell) -> Record:
        """What became of one article.

        Raises:
            Death: of the child, over this article.
        """
        stage = "start"
        try:
            with self._child.answering(self._silent_s):
                self._child.send(pickle.dumps((work, item, portable(settings), wait_s)))
                while not isinstance(answer := pickle.loads(self._child.receive()), Record):  # noqa: S301 - our own child
                    self._child.renew(self._silent_s)
                    stage = answer.stage
                    tell(dataclasses.replace(answer, worker=self.name))
                return answer
        except ChildLost as lost:
            raise Death(lost.how, stage, lost.last_lines) from lost

    def close(self) -> None:
        """End the child: by itself where it has nothing in hand, so that it ends its voices, else at once."""
        self._child.close()


class Staff:
    """As many children as there are articles at a time.

    Args:
        tries: of an article over which a child died; then it is put aside.
        tell: hears the steps of all children, from several threads.
    """

    def __init__(self, *, tries: int, tell: Tell, silent_s: float = SILENT_S, name: str = "worker") -> None:
        begin_run()  # before the first child: all of them pay from one budget
        self.children: list[Maker] = []
        self._tries, self._tell, self._silent_s, self._name = tries, tell, silent_s, name
        self._idle: deque[Maker] = deque()
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
            details=death.last_lines if death else "",
            took_s=time.monotonic() - begun,
        )

    def close(self) -> None:
        """End all children, at once, and whatever they make."""
        self._closed = True
        for child in self.children:
            child.close()

    @contextmanager
    def _lent(self) -> Iterator[Maker]:
        with self._lock:
            if self._idle:
                child = self._idle.pop()
            else:
                child = Maker(f"{self._name} {len(self.children) + 1}", silent_s=self._silent_s)
                self.children.append(child)
        try:
            yield child
        finally:
            self._idle.append(child)


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
