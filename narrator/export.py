"""PCM stream -> the files asked for, all from one pass."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from narrator.containers import base

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Pcm = npt.NDArray[np.int16]

BATCH = 1 << 16
"""Samples that go to the encoders at a time: a call costs more than a few samples do."""


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
    with ExitStack() as stack:
        encoders = [
            stack.enter_context(
                base.of(each.format).encoder(each.path, sample_rate_hz, bitrate=each.bitrate, vbr=each.vbr)
            )
            for each in targets
        ]
        for batch in _batches(pcm):
            digest.update(batch.astype("<i2", copy=False).tobytes())
            for encoder in encoders:
                encoder.write(batch)
    return digest.hexdigest()


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
