"""``python -m narrator.batch.worker``: one article after another in a child process, its voices kept warm.

Frames hold pickles, between a parent and its own child; nobody else can write to their pipes. A request is (work, item,
settings, wait_s); the answer is any number of Steps and then the Record. The child ends at once when its parent does:
nothing it makes is visible before it is whole.
"""

from __future__ import annotations

import dataclasses
import os
import pickle
import threading
import time
from collections.abc import Callable
from queue import SimpleQueue
from typing import IO, Any

from narrator import children
from narrator.batch import record
from narrator.batch.record import Record, Step
from narrator.batch.sources import Item
from narrator.engines.worker import Pool
from narrator.errors import BusyError
from narrator.model import Progress, Weight, voice_ids
from narrator.settings import Settings

EVERY_S = 0.2
"""Between two steps that are told, but where the stage changes."""
CHARACTERS_A_SECOND = 15.0
"""Of English speech at pace 1; a dry run reckons with it."""

Tell = Callable[[Step], None]
Work = Callable[[Item, Settings, float, Pool, Tell], Record]


def made(item: Item, settings: Settings, wait_s: float, pool: Pool, tell: Tell) -> Record:
    """Narrate one article; every error becomes a record."""
    from narrator.narrator import Narrator

    begun = time.monotonic()
    heard = _Heard(item.source, tell)
    try:
        narrator = Narrator(_of(item, settings), pool=pool)
        outcome = narrator.narrate(
            item.page or item.source, details=item.details, on_progress=heard, wait_s=wait_s, replaces=item.replaces
        )
    except BusyError:
        return Record(item.source, record.BUSY)
    except Exception as error:  # one article's surprise must not end the others
        return record.failure(item.source, error, stage=heard.stage, took_s=time.monotonic() - begun)
    state = record.DONE if outcome.made else record.UNCHANGED if outcome.same else record.KNOWN
    return record.of(outcome.narration, item.source, state=state, took_s=time.monotonic() - begun)


def foreseen(item: Item, settings: Settings, wait_s: float, pool: Pool, tell: Tell) -> Record:
    """What ``made`` would do, without a sound: whether it is there already, and about how long it would be."""
    from narrator import fetch, identity, pipeline
    from narrator.library import Library
    from narrator.making import Making, decided, is_finished

    begun = time.monotonic()
    wanted = _of(item, settings)
    try:
        library = Library(settings.output)
        making = Making(item.page or fetch.page(item.source, wanted), wanted, item.details, ())
        there = library.find(*making.keys.known)
        making = decided(library, making, there)
        script = None
        if there is None or not is_finished(library, there, making):
            script = pipeline.scripted(making.page, making.settings, making.details, decided=making.edits)
            keys = identity.keys_of_article(making.keys, making.page, item.details, script.article)
            there = library.recognize(script.article, keys)
        if there is not None and is_finished(library, there, making):
            return record.of(there, item.source, state=record.UNCHANGED, took_s=time.monotonic() - begun)
        assert script is not None
        costs = pipeline.cost(script, wanted)
    except Exception as error:  # as above
        return record.failure(item.source, error, stage="reading", took_s=time.monotonic() - begun)
    spoken_s = sum(len(each.spoken) for each in script.utterances) / CHARACTERS_A_SECOND / wanted.rate
    pauses_s = sum(each.pause_s for each in script.utterances)
    return Record(
        item.source,
        record.FORESEEN,
        id=there.source_id if there else keys.minted,
        title=script.article.title,
        voice=voice_ids(script.voices),
        words=sum(len(each.written.split()) for each in script.utterances),
        duration_s=spoken_s + pauses_s,
        doubts=script.doubts,
        weight=record.gravest(script.doubts),
        to_review=any(each.kind.weight > Weight.NOTE for each in script.doubts),
        removed=len(script.article.removed),
        cost=costs.amount if costs else 0.0,
        took_s=time.monotonic() - begun,
    )


class _Heard:
    """Passes a narration's progress on, not too often, and remembers the stage."""

    def __init__(self, source: str, tell: Tell) -> None:
        self.stage = "reading"
        self._source, self._tell, self._told_s = source, tell, 0.0

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if progress.stage != self.stage or now - self._told_s >= EVERY_S:
            self._told_s = now
            self._tell(Step("", self._source, progress.stage, progress.done, progress.total, progress.audio_s))
        self.stage = progress.stage


def _of(item: Item, settings: Settings) -> Settings:
    """The settings of one article: its own voice and language first, and one voice at a time."""
    return dataclasses.replace(
        settings,
        voice=item.voice or settings.voice,
        language=item.language or settings.language,
        workers=settings.workers or 1,
    )


def _serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    inbox: SimpleQueue[tuple[Work, Item, Settings, float] | None] = SimpleQueue()
    idle = threading.Event()
    threading.Thread(target=_receive, args=(requests, inbox, idle), daemon=True).start()

    def send(answer: Step | Record) -> None:
        children.write(answers, pickle.dumps(answer))

    with Pool() as pool:
        idle.set()
        while (request := inbox.get()) is not None:
            work, item, settings, wait_s = request
            found = work(item, settings, wait_s, pool, send)
            idle.set()
            send(found)


def _receive(requests: IO[bytes], inbox: SimpleQueue[Any], idle: threading.Event) -> None:
    """Pass requests on; when the parent is gone, end: at once where an article is in hand."""
    try:
        while (request := children.read(requests)) is not None:
            idle.clear()
            inbox.put(pickle.loads(request))  # noqa: S301 - from our own parent
    except (EOFError, OSError, pickle.UnpicklingError):
        os._exit(0)
    if not idle.is_set():
        os._exit(0)
    inbox.put(None)


def main() -> None:
    """Answer requests until standard input ends."""
    pipes = children.served()
    # Run as a script this module is __main__: what is pickled must be of the module that the parent knows.
    from narrator.batch import worker

    worker._serve(*pipes)


if __name__ == "__main__":
    main()
