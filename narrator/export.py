"""PCM stream -> the files asked for, all from one pass."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
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

AHEAD = 4
"""Pieces that an encoder may be behind."""


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
    first, *others = targets
    digest = hashlib.sha256()
    with ThreadPoolExecutor(max(1, len(others))) as threads, _encoder(first, sample_rate_hz) as encoder:
        lanes = [_Lane(threads, target, sample_rate_hz) for target in others]
        try:
            for piece in pcm:
                digest.update(piece.astype("<i2", copy=False).tobytes())
                for lane in lanes:
                    lane.put(piece)
                encoder.write(piece)
        finally:
            for lane in lanes:
                lane.end()
        for lane in lanes:
            lane.result()
    return digest.hexdigest()


def _encoder(target: Target, sample_rate_hz: int) -> AbstractContextManager[base.Encoder]:
    container = base.of(target.format)
    return container.encoder(target.path, sample_rate_hz, bitrate=target.bitrate, vbr=target.vbr)


class _Lane:
    """An encoder beside the first, in a thread of its own: encoders work outside Python's lock.

    The first needs none: mastering takes a tenth of its time, and more than that where two threads take turns with it.
    """

    def __init__(self, threads: ThreadPoolExecutor, target: Target, sample_rate_hz: int) -> None:
        self._queue: SimpleQueue[Pcm | None] = SimpleQueue()
        self._room = Semaphore(AHEAD)
        self._future = threads.submit(self._encode, target, sample_rate_hz)
        self._future.add_done_callback(lambda _: self._room.release(1_000_000))

    def put(self, piece: Pcm) -> None:
        """Hand over the next samples; waits while the encoder is behind, raises what it raised."""
        self._room.acquire()
        if self._future.done():
            self._future.result()
        self._queue.put(piece)

    def end(self) -> None:
        """Nothing more comes."""
        self._queue.put(None)

    def result(self) -> None:
        """Wait for the finished file; raises what the encoder raised."""
        self._future.result()

    def _encode(self, target: Target, sample_rate_hz: int) -> None:
        with _encoder(target, sample_rate_hz) as encoder:
            while (piece := self._queue.get()) is not None:
                encoder.write(piece)
                self._room.release()
