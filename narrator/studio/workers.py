"""Those who do the jobs: a thread a job, each with a child process; feeds that are watched; messages that are sent."""

from __future__ import annotations

import dataclasses
import logging
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from narrator.batch import record
from narrator.batch.record import Record, Step
from narrator.batch.sources import Item
from narrator.batch.staff import Staff
from narrator.batch.worker import Tell, Work, made
from narrator.errors import ClusterError
from narrator.library import Library
from narrator.settings import Settings
from narrator.studio import work
from narrator.studio.queue import Job, Kind, Queue, State

if TYPE_CHECKING:
    from narrator.batch.cluster import Cluster

WAIT_S = 2.0
"""For an article that another run has in hand, before its job is put at the end."""
TICK_S = 0.5
"""Between two looks for a job that another process queued."""
GONE_S = 5.0
"""Before a cluster that does not answer is looked for again."""
TRIES = 2
log = logging.getLogger(__name__)

Done = Callable[[Job, Record], None]


class Makers(Protocol):
    """Those who make articles: children of this process, or a cluster."""

    def record(self, work: Work, item: Item, settings: Settings, wait_s: float) -> Record:
        """What became of one article."""
        ...

    def close(self) -> None:
        """End what is in hand, at once."""
        ...


class Remote:
    """A Dask cluster, which is looked for when it is needed first, and again after it was gone.

    Args:
        address: of its scheduler.
        settings: gives those of all articles.
        tell: hears how far each worker is.
    """

    def __init__(self, address: str, settings: Callable[[], Settings], tell: Tell) -> None:
        self._address, self._settings, self._tell = address, settings, tell
        self._lock = threading.Lock()
        self._cluster: Cluster | None = None

    def record(self, work: Work, item: Item, settings: Settings, wait_s: float) -> Record:
        """What became of one article.

        Raises:
            ClusterError: no scheduler answers, or there are no workers.
        """
        with self._lock:
            if self._cluster is None:
                from narrator.batch.cluster import Cluster

                self._cluster = Cluster(self._address, made, self._settings(), tries=TRIES, tell=self._tell)
            cluster = self._cluster
        try:
            return cluster.record(work, item, settings, wait_s)
        except ClusterError:
            with self._lock:
                if self._cluster is cluster:
                    self._cluster = None
            cluster.stop()
            raise

    def close(self) -> None:
        """Let go of all tasks."""
        with self._lock:
            if self._cluster is not None:
                self._cluster.stop()


class Workers:
    """Threads that take jobs until they are stopped.

    Args:
        queue: what is to be done.
        settings: gives the settings that count when a job begins.
        jobs: narrations at a time.
        cluster: address of the Dask scheduler whose workers make them; empty for children of this process.
        done: hears of each narration that was made or failed.
    """

    def __init__(
        self, queue: Queue, settings: Callable[[], Settings], *, jobs: int, done: Done, cluster: str = ""
    ) -> None:
        self._queue, self._settings, self._done = queue, settings, done
        self._stopped, self._wakes = threading.Event(), threading.Event()
        self._told: dict[str, str] = {}
        self._staff: Makers = Remote(cluster, settings, self._tell) if cluster else Staff(tries=TRIES, tell=self._tell)
        self._desk = Staff(tries=TRIES, tell=lambda step: None, name="desk")
        self._threads = [threading.Thread(target=self._run, name=f"job-{i}", daemon=True) for i in range(jobs)]

    def start(self) -> None:
        """Queue again what was left in hand, and begin."""
        self._queue.resume()
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """There is a new job."""
        self._wakes.set()

    def stop(self) -> None:
        """Take no other job and end the children; what they had in hand is queued again by the next start."""
        self._stopped.set()
        self._wakes.set()
        self._staff.close()
        self._desk.close()
        for thread in self._threads:
            thread.join(5)

    def draft(self, narration: str, source: str) -> Record:
        """The script of a narration made again now, by a child that is kept for editors."""
        return self.done(partial(work.draft, narration), Item(source))

    def done(self, wanted: Work, item: Item) -> Record:
        """Something short, done now by a child that is kept for editors."""
        return self._desk.record(wanted, item, self._settings(), 0.0)

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                job = self._queue.take()
                if job is None:
                    self._wakes.wait(TICK_S)
                    self._wakes.clear()
                else:
                    self._do(job)
            except Exception:  # a thread that ended would take no job any more, and nobody would know
                if not self._stopped.is_set():
                    log.exception("a job of the studio failed by itself")
                    time.sleep(TICK_S)

    def _do(self, job: Job) -> None:
        row = self._queue.get(job.narration)
        done = {Kind.READ: work.read, Kind.SPEAK: work.speak}[job.kind]
        page = work.kept(Library(self._settings().output).store, job.narration) if _is_sent(row["source"]) else None
        item = Item(str(row["source"]), page=page)
        self._told[item.source] = job.narration
        try:
            found = self._staff.record(
                partial(done, job.narration), item, self._wanted(job, bool(row["publish"])), WAIT_S
            )
        except ClusterError as error:  # it may come back: the job waits for it, and says so
            self._queue.put_back(job)
            self._queue.change(job.narration, reason=error.message, hint=error.hint)
            self._stopped.wait(GONE_S)
            return
        finally:
            self._told.pop(item.source, None)
        if self._stopped.is_set() and found.state == record.FAILED:
            return  # its child was ended with the studio: it is begun again by the next start
        if found.state == record.BUSY:
            self._queue.put_back(job)
            time.sleep(TICK_S)
            return
        self._end(job, found, bool(row["publish"]))

    def _wanted(self, job: Job, publish: bool) -> Settings:
        """The settings of a job: an editor looks at every narration, but those that are to be published at once."""
        settings = self._settings()
        hold = "severe" if publish else "always"
        return dataclasses.replace(settings, hold=hold) if job.kind is Kind.SPEAK else settings

    def _end(self, job: Job, found: Record, publish: bool) -> None:
        """Write down what became of a job."""
        if found.state == record.FAILED:
            trouble = {"hint": found.hint, "code": found.code, "stage": found.stage}
            self._queue.end(job, reason=found.reason, state=State.FAILED.value, **trouble)
        else:
            is_made = job.kind is Kind.SPEAK
            self._queue.end(
                job,
                state=(State.READY if is_made else State.TO_REVIEW).value,
                title=found.title,
                article=found.id,
                voice=found.voice,
                words=found.words,
                length_s=found.duration_s,
                doubts=len(found.doubts),
                weight=found.weight,
                done=0,
                total=0,
                **({"slug": found.slug, "approved_by": ""} if is_made else {}),
            )
            if publish and not is_made:
                self._queue.again(job.narration, Kind.SPEAK, by=job.by)
        self._done(job, found)

    def _tell(self, step: Step) -> None:
        narration = self._told.get(step.source)
        if narration and step.total:
            self._queue.change(narration, done=step.done, total=step.total, stage=step.stage)


def _is_sent(source: str) -> bool:
    """Whether a source was sent rather than named by an address: its page is all there is."""
    return source.startswith("studio://")
