"""The sound that is heard: at 16 kHz, in windows that are cut in pauses, and where something is sounded in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from narrator.containers import coded

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

RATE_HZ = 16_000
"""Of what the recognizer hears."""
STRETCH_S = 60.0
WINDOW_S = 27.0
"""The recognizer hears 30 s at a time."""
SHARE = 0.6
"""Of a window, behind which it is cut at the longest pause."""
FRAME = 320
"""Samples: 20 ms."""
QUIET = 0.03
"""Of the loudest frame: what is below it is silence. Speech is 30 dB above the pauses of every voice here."""
NEAR_S = 0.35
PAUSE_S = 0.18
"""The shortest between two sentences: 0.16 s, less where they belong together, and the edges of both clips (0.05 s)."""


def at_16_khz(path: Path) -> npt.NDArray[np.int16]:
    """All of a sound file, mono at 16 kHz: 115 MB an hour.

    Raises:
        SourceError: it cannot be decoded.
    """
    import numpy as np
    import soxr

    resampler, rate, pieces = None, RATE_HZ, [np.zeros(0, np.int16)]
    for rate, piece in coded.stretches(path, STRETCH_S, None):
        if rate != RATE_HZ and resampler is None:
            resampler = soxr.ResampleStream(rate, RATE_HZ, 1, dtype="int16")
        pieces.append(resampler.resample_chunk(piece) if resampler else piece)
    if resampler:
        pieces.append(resampler.resample_chunk(np.zeros(0, np.int16), last=True))
    return np.concatenate(pieces)


def cut(whole: npt.NDArray[np.int16], start_s: float, end_s: float, least_s: float) -> npt.NDArray[np.int16]:
    """A part, with silence behind it where it is shorter than ``least_s``."""
    import numpy as np

    part = whole[max(0, round(start_s * RATE_HZ)) : max(0, round(end_s * RATE_HZ))]
    return np.concatenate((part, np.zeros(max(0, round(least_s * RATE_HZ) - len(part)), np.int16)))


def levels(whole: npt.NDArray[np.int16]) -> npt.NDArray[np.float32]:
    """The root mean square of each 20 ms."""
    import numpy as np

    frames = whole[: len(whole) // FRAME * FRAME].reshape(-1, FRAME)
    steps = range(0, len(frames), 10_000)  # of a long narration in pieces, for the memory
    found = [np.sqrt(np.square(frames[i : i + 10_000].astype(np.float32)).mean(axis=1)) for i in steps]
    return np.concatenate(found) if found else np.zeros(0, np.float32)


class Voiced:
    """Where something is sounded.

    Args:
        whole: int16 at 16 kHz.
    """

    def __init__(self, whole: npt.NDArray[np.int16]) -> None:
        import numpy as np

        level = levels(whole)
        self._loud = level > QUIET * max(1.0, float(np.percentile(level, 99)) if len(level) else 1.0)
        self._sum = np.concatenate(([0], np.cumsum(self._loud)))

    def pieces(self, start_s: float, end_s: float) -> list[tuple[float, float]]:
        """Where it is sounded between two times, cut at each pause of 0.18 s and more, in seconds."""
        import numpy as np

        step = FRAME / RATE_HZ
        loud = np.flatnonzero(self._loud)
        loud = loud[(loud * step >= start_s) & (loud * step < end_s)]
        if not len(loud):
            return []
        cuts = np.flatnonzero(np.diff(loud) * step > PAUSE_S)
        firsts, lasts = np.concatenate(([0], cuts + 1)), np.concatenate((cuts, [len(loud) - 1]))
        return [(float(loud[a] * step), float((loud[b] + 1) * step)) for a, b in zip(firsts, lasts, strict=True)]

    def seconds(self, start_s: float, end_s: float) -> float:
        """Of sound between two times."""
        last = len(self._sum) - 1
        first, end = (min(last, max(0, round(each * RATE_HZ / FRAME))) for each in (start_s, end_s))
        return float(self._sum[max(first, end)] - self._sum[first]) * FRAME / RATE_HZ


def windows(whole: npt.NDArray[np.int16]) -> Iterator[tuple[int, int]]:
    """Ranges of samples of at most 27 s, that follow each other and are cut in the middle of the longest pause."""
    import numpy as np

    quiet = levels(whole) <= QUIET * 32768 * 0.1
    start, limit = 0, round(WINDOW_S * RATE_HZ)
    while len(whole) - start > limit:
        first, last = (start + round(SHARE * limit)) // FRAME, (start + limit) // FRAME
        edges = np.flatnonzero(np.diff(np.concatenate(([0], quiet[first:last].astype(np.int8), [0]))))
        pauses = [(int(b - a), int(a + b) // 2) for a, b in zip(edges[::2], edges[1::2], strict=True)]
        end = (first + max(pauses)[1]) * FRAME if pauses else start + limit
        yield start, end
        start = end
    yield start, len(whole)


def pause_near(whole: npt.NDArray[np.int16], at_s: float, near_s: float = NEAR_S) -> float:
    """The quietest 60 ms near a time, in seconds."""
    import numpy as np

    first = max(0, round((at_s - near_s) * RATE_HZ) // FRAME)
    level = levels(whole[first * FRAME : round((at_s + near_s) * RATE_HZ)])
    if len(level) < 3:
        return at_s
    smooth = np.convolve(level, np.ones(3) / 3, "same")
    quiet = np.flatnonzero(smooth <= smooth.min() + 1.0)
    middle = quiet[len(quiet) // 2]
    return float((first + middle + 0.5) * FRAME / RATE_HZ)
