"""Entries -> Records: any executor, a few articles in hand, each ending as done, unchanged or failed."""

from __future__ import annotations

import dataclasses
import itertools
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol

from narrator.batch import record
from narrator.batch.record import Record
from narrator.batch.sources import Entry, Item
from narrator.batch.staff import Staff
from narrator.batch.worker import Tell, Work
from narrator.errors import ClusterError
from narrator.settings import Settings

TICK_S = 0.5
IN_A_ROW = 5
"""Articles that fail in a row, none done between, by causes that have nothing to do with them: then the run stops."""
WAIT_S = 2.0
"""For an article that another run has in hand, before it is put at the end again."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may make; None is no limit. When one is reached, what is in hand is finished and nothing begun."""

    articles: int | None = None
    """Made or failed; those that were there already do not count."""
    size_bytes: int | None = None
    """Of all files that were made."""
    run_s: float | None = None
    """Since the run began."""
    audio_s: float | None = None
    """Of sound that was made."""


NO_LIMITS = Limits()


class Workplace(Protocol):
    """Where articles are made: on this machine, or on a cluster."""

    executor: Executor

    @property
    def jobs(self) -> int:
        """Articles at a time."""
        ...

    def submit(self, item: Item, wait_s: float) -> Future[Record]:
        """Begin one article as soon as there is a worker for it."""
        ...

    def room(self) -> int:
        """How many articles may be in hand or waiting for a worker.

        Raises:
            ClusterError: nobody is there to make them, and nobody came.
        """
        ...

    def stop(self) -> None:
        """End what is in hand, at once."""
        ...

    def lost(self, error: Exception) -> Exception:
        """What an error of the executor itself means."""
        ...


class Here:
    """On one machine: a thread an article, each with a child process.

    Args:
        work: what is done with an article.
        settings: of all.
        jobs: articles at a time; None takes as many as there are cores.
        tries: of an article over which a child died.
        tell: hears how far each child is.
    """

    def __init__(
        self, work: Work, settings: Settings, *, jobs: int | None = None, tries: int = 2, tell: Tell = lambda step: None
    ) -> None:
        self._work, self._settings = work, settings
        self.jobs = jobs or os.cpu_count() or 1
        self.staff = Staff(tries=tries, tell=tell)
        self.executor: Executor = ThreadPoolExecutor(self.jobs, "narrator")

    def __enter__(self) -> Here:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def submit(self, item: Item, wait_s: float) -> Future[Record]:
        """Begin one article as soon as a thread is free."""
        return self.executor.submit(self.staff.record, self._work, item, self._settings, wait_s)

    def room(self) -> int:
        """One more than there are threads, so that none waits."""
        return self.jobs + 1

    def stop(self) -> None:
        """End all children; their articles are begun again by the next run."""
        self.executor.shutdown(wait=False, cancel_futures=True)
        self.staff.close()
        self.executor.shutdown(wait=True)

    def lost(self, error: Exception) -> Exception:
        """Threads have no errors of their own."""
        return error


class Run:
    """One batch: iterate over ``records``.

    Args:
        entries: taken as there is room for them, so that a million cost no memory.
        place: where they are made.
        limits: after which nothing more is begun.
        fail_fast: begin nothing more after the first failure.
        interrupted: whether a signal came; asked where no entry is on its way. A signal that ended the reading of
            entries itself would lose all that follow: a generator that was left by an error gives nothing more.
    """

    def __init__(
        self,
        entries: Iterable[Entry],
        place: Workplace,
        *,
        limits: Limits = NO_LIMITS,
        fail_fast: bool = False,
        interrupted: Callable[[], bool] = lambda: False,
    ) -> None:
        self.ended = ""
        """Why the run began no more articles; empty where all were begun."""
        self._entries = iter(entries)
        self._place = place
        self._limits = limits
        self._fail_fast = fail_fast
        self._interrupted = interrupted
        self._stopped = threading.Event()
        self._begun_s = time.monotonic()
        self._hand: dict[Future[Record], Item] = {}
        self._later: deque[Item] = deque()
        self._sources: dict[str, str] = {}
        """The source that each article ended by first, by its id."""
        self._ids: dict[str, str] = {}
        """The article that another source stands for, by the source that was put at the end."""
        self._let_go: list[Item] = []
        self._ready: deque[Record] = deque()
        self.cause: Record | None = None
        """The failure whose cause hits every article, where that ended the run."""
        self._articles = self._size = self._in_a_row = 0
        self._audio_s = 0.0

    def records(self) -> Iterator[Record]:
        """A record an article, as they end.

        Raises:
            ClusterError: the cluster is gone.
            KeyboardInterrupt: a signal came; ``left`` has the rest.
        """
        try:
            while self._more():
                while self._ready:
                    yield self._counted(self._ready.popleft())
                for future in self._ended():
                    found = self._record(future)
                    if found is not None:
                        yield self._counted(found)
        finally:
            for future in self._hand:
                future.cancel()

    def left(self) -> Iterator[Record]:
        """A record of each entry that ``records`` gave none for: what ended meanwhile, and what was not begun."""
        why = self.ended or "the run was interrupted"
        yield from self._ready
        for future, item in self._hand.items():
            is_there = future.done() and not future.cancelled() and future.exception() is None
            found = future.result() if is_there else None
            ended = found is not None and found.state != record.BUSY
            yield found if found is not None and ended else Record(item.source, record.SKIPPED, reason=why)
        for entry in (*self._later, *self._let_go, *self._entries):
            yield entry if isinstance(entry, Record) else Record(entry.source, record.SKIPPED, reason=why)
        self._ready.clear()
        self._hand.clear()

    def stop(self, why: str = "stopped") -> None:
        """Begin no other article; those that no worker has begun are let go."""
        if not self._stopped.is_set():
            self.ended = why
            self._stopped.set()
            for future in list(self._hand):
                if future.cancel():
                    self._let_go.append(self._hand.pop(future))

    def _more(self) -> bool:
        """Fill the room there is; whether anything is in hand or ready."""
        room = self._place.room()
        self._heed()
        while not self._stopped.is_set() and len(self._hand) < room and self._begin():
            self._heed()
        return bool(self._hand or self._ready)

    def _heed(self) -> None:
        """End the run where a signal came."""
        if self._interrupted():
            raise KeyboardInterrupt

    def _begin(self) -> bool:
        """Begin the next article, those that another run had in hand last; whether there was one to begin now."""
        if why := self._reached():
            if not self._hand and not self._ready and (self._later or self._is_more()):
                self.stop(why)
            return False
        entry = next(self._entries, None)
        if isinstance(entry, Record):
            self._ready.append(entry)
            return True
        waits = entry is None
        if entry is None and not (entry := self._put_off()):
            return False
        if first := self._sources.get(self._ids.get(entry.source, "")):
            self._ready.append(Record(entry.source, record.MERGED, merged_into=first))
        else:
            self._hand[self._place.submit(entry, WAIT_S if waits else 0.0)] = entry
        return True

    def _put_off(self) -> Item | None:
        """The next of those put at the end that need not wait; None where there is none.

        One whose article is known by another source waits for what may be that article: two addresses of one page that
        is another each time it is sent would both be made again.
        """
        in_hand = {self._ids.get(each.source, "") for each in self._hand.values()}
        for _ in range(len(self._later)):
            item = self._later.popleft()
            if not (in_hand & {self._ids.get(item.source), ""} and item.source in self._ids):
                return item
            self._later.append(item)
        return None

    def _is_more(self) -> bool:
        """Whether there is another entry, which is not taken."""
        following = next(self._entries, None)
        if following is not None:
            self._entries = itertools.chain((following,), self._entries)
        return following is not None

    def _ended(self) -> Iterator[Future[Record]]:
        done, _ = wait(self._hand, timeout=TICK_S, return_when=FIRST_COMPLETED) if self._hand else ((), ())
        yield from done

    def _record(self, future: Future[Record]) -> Record | None:
        """The record of a future that ended; None where another run has the article, which is then put at the end."""
        item = self._hand.pop(future, None)
        if item is None:
            return None
        try:
            found = future.result()
        except CancelledError as error:
            if self._stopped.is_set():
                return None
            raise ClusterError(
                "the scheduler let go of what was in hand", "is it up? run it again; what was finished is kept"
            ) from error
        except Exception as error:  # of the executor: a task of ours returns its failures
            return record.failure(item.source, self._place.lost(error), stage="worker")
        return self._merged(item, found)

    def _merged(self, item: Item, found: Record) -> Record | None:
        """What became of an article, merged where it ended by another source; None where it is put at the end.

        One that another source stands for is put there once: that source may be in this run too.
        """
        if found.state == record.BUSY:
            self._later.append(item)
            return None
        first = self._sources.get(found.id, item.source) if found.id else item.source
        if first != item.source and found.state not in (record.FAILED, record.DONE):
            return dataclasses.replace(found, state=record.MERGED, merged_into=first)
        if found.state == record.KNOWN:
            self._ids[item.source] = found.id
            self._later.append(dataclasses.replace(item, replaces=True))
            return None
        if found.id:
            self._sources[found.id] = item.source
        return found

    def _counted(self, found: Record) -> Record:
        if found.state in (record.DONE, record.FAILED, record.FORESEEN):
            self._articles += 1
        if found.state == record.DONE:
            self._size, self._audio_s = self._size + found.size, self._audio_s + found.duration_s
        if found.state in (record.DONE, record.FAILED):
            self._in_a_row = self._in_a_row + 1 if found.is_general else 0
        if self._in_a_row == IN_A_ROW and not self._stopped.is_set():
            self.cause = found
            self.stop(f"{IN_A_ROW} articles in a row failed by a cause that hits every one: {found.reason}")
        if found.state == record.FAILED and self._fail_fast:
            self.stop(f"{found.source} failed")
        return found

    def _reached(self) -> str:
        """The limit that is reached, counting what is in hand as made; empty where there is none."""
        limits, run_s = self._limits, time.monotonic() - self._begun_s
        if limits.articles is not None and self._articles + len(self._hand) + len(self._ready) >= limits.articles:
            return f"the limit of {limits.articles} articles is reached"
        if limits.size_bytes is not None and self._size >= limits.size_bytes:
            return f"the limit of {limits.size_bytes / 1e6:g} MB is reached"
        if limits.run_s is not None and run_s >= limits.run_s:
            return f"the limit of {limits.run_s / 60:g} minutes is reached"
        if limits.audio_s is not None and self._audio_s >= limits.audio_s:
            return f"the limit of {limits.audio_s / 60:g} minutes of audio is reached"
        return ""
