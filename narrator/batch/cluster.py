"""A Dask cluster: the same tasks, each made by a child of a Dask worker and written by it; small records come back.

The workers have the same narrator, and reach the input and the output by the same names.
"""

from __future__ import annotations

import dataclasses
import os
import socket
import threading
import time
import uuid
from concurrent.futures import CancelledError, Executor, Future
from contextlib import suppress
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from distributed import Client, KilledWorker, Worker, WorkerPlugin, get_worker

from narrator.about import VERSION
from narrator.batch.record import Record, Step
from narrator.batch.sources import Item
from narrator.batch.staff import Staff, portable
from narrator.batch.worker import Tell, Work
from narrator.errors import ClusterError
from narrator.purse import RUN, begin_run
from narrator.settings import Settings

CONNECT_S = 10.0
NOBODY_S = 60.0
"""So long a run waits for workers, at its start and when all were lost."""
COUNT_S = 2.0
"""Between two counts of the workers."""
AHEAD = 2
"""Articles a thread: one in hand, one waiting, so that none waits for the coordinator."""


class StaffPlugin(WorkerPlugin):
    """Gives each Dask worker, also one that joins later, children that make articles."""

    def __init__(self, topic: str, *, tries: int) -> None:
        self.topic, self.version, self._tries = topic, VERSION, tries
        begin_run()
        self._account = os.environ[RUN]

    async def setup(self, worker: Worker) -> None:
        """Begin with no child; they start with the articles. A worker of another version gets no article: tasks want a
        resource of the run's name, which only those of the coordinator's version have.
        """
        if self.version != VERSION:
            return
        begin_run(self._account)  # each machine keeps the run's account in a folder of its own
        name = str(worker.name).rpartition("/")[2]
        self.staff = Staff(tries=self._tries, tell=lambda step: worker.log_event(self.topic, _plain(step)), name=name)

        await worker.set_resources(**{self.topic: worker.state.nthreads})

    def teardown(self, worker: Worker) -> None:
        """End what is in hand."""
        if self.version == VERSION:
            self.staff.close()


def narrated(topic: str, work: Work, item: Item, settings: Settings, wait_s: float) -> Record:
    """One task: an article, made by a child of the worker that this runs on."""
    plugin = get_worker().plugins[topic]
    record: Record = plugin.staff.record(work, item, settings, wait_s)
    return record


class Cluster:
    """The workplace at a scheduler's address.

    Args:
        address: ``tcp://host:8786``, or ``tls://…`` with the certificates that Dask's own configuration names.
        work: what is done with an article.
        settings: of all.
        tries: of an article over which a child of a worker died.
        tell: hears how far each worker is.
        nobody_s: how long to wait for workers where there are none.

    Raises:
        ClusterError: no scheduler answers there, or its workers have no narrator of this version.
    """

    def __init__(
        self,
        address: str,
        work: Work,
        settings: Settings,
        *,
        tries: int = 2,
        tell: Tell = lambda step: None,
        nobody_s: float = NOBODY_S,
    ) -> None:
        self.address = address
        self._work, self._settings, self._nobody_s = work, portable(settings), nobody_s
        self._topic = f"narrator-{uuid.uuid4().hex[:12]}"
        self._counted_s, self._threads = -COUNT_S, 0
        self._versions: dict[str, Any] = {}
        self._seen_s = time.monotonic()
        self._closed = threading.Event()
        self.client = _client(address)
        try:
            self._same_everywhere()
            self.client.register_plugin(StaffPlugin(self._topic, tries=tries), name=self._topic)
            self.client.subscribe_topic(self._topic, lambda event: tell(Step(**event[1])))
        except BaseException:
            self.client.close()
            raise
        self.executor: Executor = self.client.get_executor(pure=False, retries=2, resources={self._topic: 1})

    def __enter__(self) -> Cluster:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def jobs(self) -> int:
        """One a thread of each worker that was there when they were last counted."""
        return max(1, self._threads)

    def submit(self, item: Item, wait_s: float) -> Future[Record]:
        """Begin one article on whichever worker has room."""
        return self.executor.submit(narrated, self._topic, self._work, _anywhere(item), self._settings, wait_s)

    def record(self, work: Work, item: Item, settings: Settings, wait_s: float) -> Record:
        """What became of one article, by a work and settings of its own; for callers that wait in a thread each.

        Raises:
            ClusterError: the scheduler is gone, or there was no worker for a minute, or several were lost over it.
        """
        task = self.executor.submit(narrated, self._topic, work, _anywhere(item), portable(settings), wait_s)
        while True:
            try:
                found: Record = task.result(timeout=COUNT_S)
                return found
            except TimeoutError:
                self.room()
            except CancelledError as error:
                raise ClusterError(f"{self.address} does not answer any more", "it is tried again") from error
            except Exception as error:
                raise self.lost(error) from error

    def room(self) -> int:
        """Twice the threads of all workers, counted again every two seconds: workers come and go.

        Raises:
            ClusterError: the scheduler is gone, or there was no worker for a minute.
        """
        now = time.monotonic()
        if now - self._counted_s >= COUNT_S:
            self._threads, self._counted_s = self._count(), now
        if self._threads:
            self._seen_s = now
        elif now - self._seen_s > self._nobody_s:
            raise ClusterError(
                f"{self.address} has no workers with narrator {VERSION}",
                "start some (`dask worker`); a rerun goes on from here",
            )
        return max(1, AHEAD * self._threads)

    def stop(self) -> None:
        """Let go of all tasks; children end what they make."""
        if self._closed.is_set():
            return
        self._closed.set()
        self.executor.shutdown(wait=False)
        with suppress(Exception):  # whatever a lost connection raises: then there is nothing left to end
            self.client.unregister_worker_plugin(self._topic)
        self.client.close(timeout=CONNECT_S)

    def lost(self, error: Exception) -> Exception:
        """Dask gives an article up when several workers were lost while they had it."""
        if isinstance(error, KilledWorker):
            return ClusterError(
                "several workers were lost while they had it in hand",
                "is there memory enough for a worker? the next run tries it again",
            )
        return error

    def _count(self) -> int:
        try:
            threads = self.client.nthreads()
            if unknown := [worker for worker in threads if worker not in self._versions]:
                self._versions |= self.client.run(_version, workers=unknown, on_error="return")
            return sum(count for worker, count in threads.items() if self._versions.get(worker) == VERSION)
        except Exception as error:  # Dask raises many kinds for a connection that is gone
            raise ClusterError(f"{self.address} does not answer any more", "a rerun goes on from here") from error

    def _same_everywhere(self) -> None:
        """Ask every worker that is there for its narrator.

        Raises:
            ClusterError: one has none, or another version.
        """
        for worker, found in self.client.run(_version, on_error="return").items():
            if found != VERSION:
                said = f"narrator {found}" if isinstance(found, str) else "no narrator"
                raise ClusterError(f"the worker {worker} has {said}, not {VERSION}", "install the same everywhere")


def _anywhere(item: Item) -> Item:
    """The article with a path that means the same in a worker's own folder."""
    known = "://" in item.source or item.source == "-"
    return item if known else dataclasses.replace(item, source=os.path.abspath(item.source))


def _client(address: str) -> Any:
    try:
        parts = urlsplit(address if "://" in address else f"tcp://{address}")
        if parts.hostname and parts.port:  # a client that finds nobody is heard of again when it is taken away
            socket.create_connection((parts.hostname, parts.port), CONNECT_S).close()
        return Client(address, timeout=CONNECT_S, set_as_default=False, name="narrator")
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        raise ClusterError(
            f"no scheduler answers at {address}", "is `dask scheduler` up, and the address right?"
        ) from error


def _version() -> str:
    from narrator.about import VERSION

    return VERSION


def _plain(step: Step) -> dict[str, Any]:
    """A step as the scheduler carries it; half a character in a file's name it would refuse."""
    fields = {field.name: getattr(step, field.name) for field in dataclasses.fields(step)}
    return {**fields, "source": step.source.encode(errors="replace").decode()}
