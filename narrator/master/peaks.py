"""The true peak: what lies between the samples (ITU-R BS.1770-5, annex 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

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

    def peaks(self, whole: Floats, frames: npt.NDArray[np.intp]) -> Floats:
        """The largest absolute value between the samples of each of ``frames``.

        Args:
            whole: shape (n,); the first frame begins at ``TAPS``, so many samples follow the last.
            frames: their numbers, shape (m,).

        Returns:
            Shape (m,).
        """
        windows = whole[frames[:, None] * FRAME + self._offsets]
        runs = np.lib.stride_tricks.sliding_window_view(windows, TAPS, axis=1)
        return np.asarray(np.abs(runs @ self._kernel).max(axis=(1, 2)))


class PeakMeter:
    """The true peak of a stream, a piece at a time.

    Only frames whose samples come near the peak so far are interpolated: between samples a wave rises by a few
    decibels at the most.
    """

    def __init__(self) -> None:
        self._peak = 0.0
        self._past = np.zeros(TAPS, np.float32)
        self._between = Interpolator()

    def add(self, wave: Floats) -> None:
        """Take the next samples, full scale 1.0."""
        whole = np.concatenate((self._past, wave))
        count = max(0, (len(whole) - 2 * TAPS) // FRAME)
        self._look(whole, whole[TAPS : TAPS + count * FRAME].reshape(count, FRAME))
        self._past = whole[count * FRAME :].copy()

    def peak(self) -> float:
        """The largest absolute value so far, full scale 1.0; the stream ends here."""
        self.add(np.zeros(FRAME + 2 * TAPS, np.float32))
        return self._peak

    def _look(self, whole: Floats, frames: Floats) -> None:
        levels = np.abs(frames).max(axis=1, initial=0.0)
        self._peak = max(self._peak, float(levels.max(initial=0.0)))
        near = (levels > NEAR * self._peak).nonzero()[0]
        if len(near):
            self._peak = max(self._peak, float(self._between.peaks(whole, near).max()))


def _kernel() -> Floats:
    """Coefficients for the three places between two samples, shape (12, 3): a sinc under a Hann window."""
    taps = np.arange(TAPS)[:, None] - (TAPS // 2 - 1)
    at = taps - np.arange(1, PHASES)[None, :] / PHASES
    window = 0.5 * (1 + np.cos(2 * np.pi * at / TAPS))
    kernel = np.sinc(at) * window
    return np.asarray(kernel / kernel.sum(axis=0), np.float32)
