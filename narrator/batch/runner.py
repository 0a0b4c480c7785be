"""Items -> Records: as many at a time as there are cores, each ending as done, unchanged or failed."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from queue import SimpleQueue

from narrator.batch.sources import Item
from narrator.batch.worker import Child, Record
from narrator.settings import Settings

Listener = Callable[[Record], None]


class Run:
    """One batch. Iterate over ``records``; ``stop`` ends it after what is in hand.

    Args:
        items: taken as they are needed, so that a million cost no memory.
        settings: of all; an item's own voice and language come before them.
        jobs: articles at a time.
        retries: more tries for an article over which a worker died.
        fail_fast: stop with the first failure.
    """

    def __init__(
        self,
        items: Iterable[Item],
        settings: Settings,
        *,
        jobs: int | None = None,
        retries: int = 1,
        fail_fast: bool = False,
    ) -> None:
        self._items = iter(items)
        self._settings = settings
        self._jobs = jobs or os.cpu_count() or 1
        self._retries = retries
        self._fail_fast = fail_fast
        self._lock = threading.Lock()
        self._later: deque[Item] = deque()
        self._stopped = threading.Event()
        self.children = [Child() for _ in range(self._jobs)]
        self._out: SimpleQueue[Record | BaseException | None] = SimpleQueue()

    def records(self) -> Iterator[Record]:
        """A record an article, as they end."""
        threads = [threading.Thread(target=self._work, args=(child,), daemon=True) for child in self.children]
        for thread in threads:
            thread.start()
        running = len(threads)
        try:
            while running:
                record = self._out.get()
                if record is None:
                    running -= 1
                elif isinstance(record, BaseException):
                    raise record
                else:
                    if record.state == "failed" and self._fail_fast:
                        self.stop()
                    yield record
        finally:
            self.stop()
            for child in self.children:
                child.close()
            for thread in threads:
                thread.join(timeout=10)

    def stop(self) -> None:
        """Begin no other article."""
        self._stopped.set()

    def _work(self, child: Child) -> None:
        try:
            while not self._stopped.is_set() and (task := self._next()) is not None:
                item, wait = task
                record = self._ended(child, item, wait=wait)
                if record is not None and record.state == "busy":
                    with self._lock:
                        self._later.append(item)
                elif record is not None:
                    self._out.put(record)
        except BaseException as error:  # an input that cannot be read ends the run, and says so
            self._out.put(error)
        finally:
            self._out.put(None)

    def _next(self) -> tuple[Item, bool] | None:
        """The next article; those that another run had in hand come last, and are then waited for."""
        with self._lock:
            item = next(self._items, None)
            if item is not None:
                return item, False
            return (self._later.popleft(), True) if self._later else None

    def _ended(self, child: Child, item: Item, *, wait: bool) -> Record | None:
        """The article's record; one over which workers keep dying is put aside."""
        for _ in range(self._retries + 1):
            record = child.narrate(item, self._settings, wait=wait)
            if record is not None or self._stopped.is_set():
                return record
        return Record(
            item.source,
            "failed",
            reason=f"the worker died over it {self._retries + 1} times",
            hint="it was put aside; the others went on",
            code=1,
        )
