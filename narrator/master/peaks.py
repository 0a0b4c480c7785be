"""The true peak: what lies between the samples (ITU-R BS.1770-5, annex 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]
    Pcm = npt.NDArray[np.int16]

TAPS = 12
"""Coefficients a phase of the interpolation filter (BS.1770-5, annex 2: 4 × oversampling)."""
PHASES = 4
FRAME = 128
NEAR = 0.5
"""Of a level: a frame whose samples stay below that share of it does not reach it between them either."""


class Interpolator:
    """Looks between the samples of frames of 128."""

    def __init__(self) -> None:
        self._kernel = _kernel()
        self._offsets = np.arange(FRAME + TAPS) - TAPS // 2 + 1 + TAPS

    def peaks(self, whole: Pcm, frames: npt.NDArray[np.intp]) -> Floats:
        """The largest absolute value between the samples of each of ``frames``.

        Args:
            whole: int16, shape (n,); the first frame begins at ``TAPS``, so many samples follow the last.
            frames: their numbers, shape (m,).

        Returns:
            In the unit of the samples, shape (m,).
        """
        windows = whole[frames[:, None] * FRAME + self._offsets].astype(np.float32)
        runs = np.lib.stride_tricks.sliding_window_view(windows, TAPS, axis=1)
        return np.asarray(np.abs(runs @ self._kernel).max(axis=(1, 2)))


class PeakMeter:
    """The true peak of a stream, a piece at a time.

    Only frames whose samples come near the peak so far are interpolated: between samples a wave rises by a few
    decibels at the most.
    """

    def __init__(self) -> None:
        self._peak = 0.0
        self._past = np.zeros(TAPS, np.int16)
        self._between = Interpolator()

    def add(self, pcm: Pcm) -> None:
        """Take the next samples: int16, shape (n,)."""
        whole = np.concatenate((self._past, pcm))
        count = max(0, (len(whole) - 2 * TAPS) // FRAME)
        levels = highest(whole[TAPS : TAPS + count * FRAME].reshape(count, FRAME))
        self._peak = max(self._peak, float(np.max(levels, initial=0)))
        near = (levels > NEAR * self._peak).nonzero()[0]
        if len(near):
            self._peak = max(self._peak, float(np.max(self._between.peaks(whole, near))))
        self._past = whole[count * FRAME :].copy()

    def peak(self) -> float:
        """The largest absolute value so far, in the unit of the samples; the stream ends here."""
        self.add(np.zeros(FRAME + 2 * TAPS, np.int16))
        return self._peak


def highest(frames: Pcm) -> Pcm:
    """The largest absolute sample of each frame: int16, shape (m, n) to (m,); −32,768 counts as 32,767."""
    lowest = np.maximum(frames.min(axis=1, initial=0), np.int16(-32767))
    return np.asarray(np.maximum(frames.max(axis=1, initial=0), -lowest))


def _kernel() -> Floats:
    """Coefficients for the three places between two samples, shape (12, 3): a sinc under a Hann window."""
    taps = np.arange(TAPS)[:, None] - (TAPS // 2 - 1)
    at = taps - np.arange(1, PHASES)[None, :] / PHASES
    window = 0.5 * (1 + np.cos(2 * np.pi * at / TAPS))
    kernel = np.sinc(at) * window
    return np.asarray(kernel / kernel.sum(axis=0), np.float32)
