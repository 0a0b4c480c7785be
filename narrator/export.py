"""PCM stream -> the files asked for, all from one pass."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Semaphore
from typing import TYPE_CHECKING

from narrator.containers import base

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Pcm = npt.NDArray[np.int16]

BATCH = 1 << 16
"""Samples that go to the encoders at a time: a call costs more than a few samples do."""


AHEAD = 4
"""Batches that an encoder may be behind."""


@dataclass(frozen=True, slots=True)
class Target:
    """A file to write."""

    path: Path
    format: str
    bitrate: int | None = None
    """kbit/s; None takes the format's own for speech."""
    vbr: bool = False


def files(pcm: Iterable[Pcm], targets: Sequence[Target], sample_rate_hz: int) -> str:
    """Encode a stream into every target at once.

    Args:
        pcm: int16 mono, a piece at a time.
        targets: at least one.
        sample_rate_hz: of the stream.

    Returns:
        The SHA-256 of the samples (int16, little endian), hex.

    Raises:
        EncodeError: an encoder failed. OutputError: the folder cannot be written or is full.
    """
    digest = hashlib.sha256()
    with ThreadPoolExecutor(len(targets)) as threads:
        lanes = [_Lane(threads, target, sample_rate_hz) for target in targets]
        try:
            for batch in _batches(pcm):
                digest.update(batch.astype("<i2", copy=False).tobytes())
                for lane in lanes:
                    lane.put(batch)
        finally:
            for lane in lanes:
                lane.end()
        for lane in lanes:
            lane.result()
    return digest.hexdigest()


class _Lane:
    """One encoder in a thread of its own: encoders work outside Python's lock, beside the mastering."""

    def __init__(self, threads: ThreadPoolExecutor, target: Target, sample_rate_hz: int) -> None:
        self._queue: SimpleQueue[Pcm | None] = SimpleQueue()
        self._room = Semaphore(AHEAD)
        self._future = threads.submit(self._encode, target, sample_rate_hz)
        self._future.add_done_callback(lambda _: self._room.release(1_000_000))

    def put(self, batch: Pcm) -> None:
        """Hand over the next samples; waits while the encoder is behind, raises what it raised."""
        self._room.acquire()
        if self._future.done():
            self._future.result()
        self._queue.put(batch)

    def end(self) -> None:
        """Nothing more comes."""
        self._queue.put(None)

    def result(self) -> None:
        """Wait for the finished file; raises what the encoder raised."""
        self._future.result()

    def _encode(self, target: Target, sample_rate_hz: int) -> None:
        container = base.of(target.format)
        with container.encoder(target.path, sample_rate_hz, bitrate=target.bitrate, vbr=target.vbr) as encoder:
            while (batch := self._queue.get()) is not None:
                encoder.write(batch)
                self._room.release()


def _batches(pcm: Iterable[Pcm]) -> Iterator[Pcm]:
    import numpy as np

    held: list[Pcm] = []
    count = 0
    for piece in pcm:
        held.append(piece)
        count += len(piece)
        if count >= BATCH:
            yield np.concatenate(held)
            held, count = [], 0
    if count:
        yield np.concatenate(held)
