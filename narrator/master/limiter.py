"""A look-ahead limiter of the true peak.

Its gain is a line between the edges of frames of 128 samples. Each edge is as low as the two frames on either side
demand, so that the line is nowhere above a demand; upwards it moves by 40 dB a second.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from narrator.master.peaks import FRAME, NEAR, TAPS, Interpolator, highest
from narrator.units import amplitude

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]
    Pcm = npt.NDArray[np.int16]

FULL_SCALE = 32768.0
AHEAD = 2
"""Frames of look-ahead: the gain begins to fall about 10 ms before a peak."""
RELEASE_DB_S = 40.0
BATCH = 224
"""Frames that are worked on together; their samples, as floats, stay below what the allocator hands back at once."""


@dataclass(frozen=True, slots=True)
class Gain:
    """What is done to the stream: a constant gain, then a limiter."""

    gain_db: float
    ceiling_dbtp: float


class Limiter:
    """Takes a stream a piece at a time; gives a frame out when the two after it are known."""

    def __init__(self, plan: Gain, sample_rate_hz: int) -> None:
        self._factor = np.float32(amplitude(plan.gain_db))
        self._ceiling = amplitude(plan.ceiling_dbtp) * FULL_SCALE
        self._rise = rise(sample_rate_hz)
        self._between = Interpolator()
        self._pieces: list[Pcm] = []
        self._count = 0
        self._past: Pcm = np.zeros(TAPS, np.int16)
        self._demands: Floats = np.ones(AHEAD - 1, np.float32)
        """Of the frames from ``AHEAD - 1`` before the first waiting one."""
        self._waiting: Pcm = np.zeros((0, FRAME), np.int16)
        self._edge: float | None = None

    def add(self, pcm: Pcm) -> Iterator[Floats]:
        """Take the next samples; what is certain by now: whole numbers in the range of int16."""
        self._pieces.append(pcm)
        self._count += len(pcm)
        size = BATCH * FRAME
        if self._count < size + TAPS:
            return
        joined = np.concatenate(self._pieces)
        begun = range(0, self._count - size - TAPS + 1, size)
        for start in begun:
            yield self._worked(joined[start : start + size + TAPS], BATCH)
        self._pieces = [joined[begun[-1] + size :].copy()]
        self._count = len(self._pieces[0])

    def rest(self) -> Floats:
        """What is held back, exactly."""
        left = np.concatenate([*self._pieces, np.zeros(0, np.int16)])
        wanted = len(self._waiting) * FRAME + len(left)
        frames = -(-len(left) // FRAME) + AHEAD
        padded = np.zeros(frames * FRAME + TAPS, np.int16)
        padded[: len(left)] = left
        return self._worked(padded, frames)[:wanted]

    def _worked(self, pcm: Pcm, frames: int) -> Floats:
        """Take so many frames (and a look at the next samples); give out those whose gain is certain."""
        demands = self._demanded(np.concatenate((self._past, pcm)), frames)
        self._past = pcm[frames * FRAME - TAPS : frames * FRAME].copy()
        body = np.concatenate((self._waiting, pcm[: frames * FRAME].reshape(frames, FRAME)))
        known = np.concatenate((self._demands, demands))
        ready = len(body) - AHEAD
        self._waiting, self._demands = body[ready:].copy(), known[ready:]
        if not ready:
            return np.zeros(0, np.float32)
        wave = np.multiply(body[:ready], self._factor, dtype=np.float32)
        gains = self._gains(known, ready)
        return _whole(wave if gains is None else np.multiply(wave, gains, out=wave))

    def _gains(self, known: Floats, ready: int) -> Floats | None:
        """The gain of each sample of the first ``ready`` waiting frames; None where nothing is limited."""
        bounds = lowest(known)[:ready]
        before = float(np.min(known[: 2 * AHEAD - 1])) if self._edge is None else self._edge
        if before == 1.0 and np.min(bounds, initial=1.0) == 1.0:
            self._edge = 1.0
            return None
        line = edges(before, bounds, self._rise)
        self._edge = float(line[-1])
        ramp = np.arange(FRAME) / FRAME
        return np.asarray(line[:-1, None] + np.diff(line)[:, None] * ramp, np.float32)

    def _demanded(self, whole: Pcm, frames: int) -> Floats:
        """The gain that each frame asks for, 1.0 where it is below the ceiling."""
        peaks = highest(whole[TAPS : TAPS + frames * FRAME].reshape(frames, FRAME)) * self._factor
        near = (peaks > NEAR * self._ceiling).nonzero()[0]
        if len(near):
            peaks[near] = np.maximum(peaks[near], self._between.peaks(whole, near) * self._factor)
        return np.asarray(np.minimum(1.0, self._ceiling / np.maximum(peaks, 1e-3)), np.float32)


def rise(sample_rate_hz: int) -> float:
    """The factor by which the gain may rise from one edge to the next."""
    return amplitude(RELEASE_DB_S * FRAME / sample_rate_hz)


def lowest(demands: Floats) -> Floats:
    """For each frame but the outermost, the lowest demand of it and those that its edges look at."""
    return np.asarray(np.lib.stride_tricks.sliding_window_view(demands, 2 * AHEAD).min(axis=1))


def edges(before: float, bounds: Floats, rise: float) -> npt.NDArray[np.float64]:
    """The gain at the edges of frames: never above a bound, never rising faster than by ``rise`` a frame.

    Args:
        before: the gain at the first edge.
        bounds: of each later edge, shape (n,).
        rise: a factor a frame, above 1.

    Returns:
        Shape (n + 1,): e₀ is ``before``, eᵢ = min(boundᵢ, eᵢ₋₁ · rise), as one running minimum of logarithms.
    """
    free = np.arange(len(bounds) + 1) * np.log(rise)
    levels = np.log(np.concatenate(([before], bounds)))
    return np.asarray(np.exp(np.minimum.accumulate(levels - free) + free))


def _whole(wave: Floats) -> Floats:
    np.rint(wave, out=wave)
    return np.clip(wave, -FULL_SCALE, FULL_SCALE - 1, out=wave).reshape(-1)
