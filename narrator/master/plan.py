"""The gain plan: how much louder the stream must be before the limiter, so that it is as loud as asked after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from narrator.master.limiter import AHEAD, FULL_SCALE, Gain, edges, lowest, rise
from narrator.master.meter import ABSOLUTE_GATE_LUFS, STEP_S, integrated_lufs
from narrator.master.peaks import FRAME, highest
from narrator.units import amplitude, samples

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Pcm = npt.NDArray[np.int16]

MONO_OFFSET_LU = -3.0
"""A mono file that measures −19 plays as loud as a stereo one of −16: it comes out of two loudspeakers."""
CEILING_DBTP = -2.5
"""Of the PCM: what lossy encoders add to peaks stays below −1 dBTP. At 64 kbit/s LAME added 1.16 dB to the first sound
of a word, once in two minutes."""
CLOSE_LU = 0.01
TURNS = 6
DECIMALS = 4
"""Of the gain: the last digits, in which two machines' arithmetic may differ, hardly ever change a sample then."""
FRAMES = 1 << 14
"""That are foreseen at a time."""
MOST_DB = 3.0
"""That is given in addition for what the limiter takes: beyond it the sound would be squeezed."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What the first pass found of a stream."""

    sample_rate_hz: int
    plain: Floats
    """Mean squares of a tenth of a second each, full scale 1.0."""
    energies: Floats
    """The same, K-weighted."""
    levels: Pcm
    """The largest sample of each frame of 128."""


class Levels:
    """The largest absolute sample of each frame of a stream: memory grows by 380 bytes a second."""

    def __init__(self) -> None:
        self._rest = np.zeros(0, np.int16)
        self._found: list[Pcm] = []

    def add(self, pcm: Pcm) -> None:
        """Take the next samples: int16, shape (n,)."""
        whole = np.concatenate((self._rest, pcm))
        count = len(whole) // FRAME
        self._found.append(highest(whole[: count * FRAME].reshape(count, FRAME)))
        self._rest = whole[count * FRAME :].copy()

    def whole(self) -> Pcm:
        """Of all full frames so far, shape (frames,)."""
        return np.concatenate([*self._found, np.zeros(0, np.int16)])


def gain(found: Survey, target_lufs: float) -> Gain:
    """The plan that brings a mono stream to ``target_lufs`` as played; silence is left alone."""
    measured = integrated_lufs(found.energies)
    if measured <= ABSOLUTE_GATE_LUFS:
        return Gain(0.0, CEILING_DBTP)
    wanted = target_lufs + MONO_OFFSET_LU
    gain_db = least_db = wanted - measured
    for _ in range(TURNS):
        short = wanted - integrated_lufs(_limited(found, gain_db))
        if short < CLOSE_LU:
            break
        gain_db = min(gain_db + short, least_db + MOST_DB)
    return Gain(round(gain_db, DECIMALS), CEILING_DBTP)


def _limited(found: Survey, gain_db: float) -> Floats:
    """The energies after the limiter, foreseen from the frames' levels: each step loses what they lose, squared."""
    factor = amplitude(gain_db)
    energies = found.energies * factor**2
    if np.max(found.levels, initial=0) * factor / FULL_SCALE <= amplitude(CEILING_DBTP):
        return energies
    before, after = np.zeros_like(energies), np.zeros_like(energies)
    step = samples(STEP_S, found.sample_rate_hz)
    for start, levels, line in _lines(found, factor):
        places = np.arange(start, start + len(levels)) * FRAME // step
        squares = np.square(levels)
        before += np.bincount(places, squares, minlength=len(energies))[: len(energies)]
        after += np.bincount(places, squares * np.square(line), minlength=len(energies))[: len(energies)]
    return energies * np.divide(after, before, out=np.ones_like(before), where=before > 0)


def _lines(found: Survey, factor: float) -> Iterator[tuple[int, Floats, Floats]]:
    """Some frames at a time: the first one's number, their levels, and the limiter's gain where each begins."""
    edge, ceiling, most = 1.0, amplitude(CEILING_DBTP), rise(found.sample_rate_hz)
    for start in range(0, len(found.levels), FRAMES):
        first, end = max(0, start - AHEAD + 1), min(start + FRAMES, len(found.levels))
        levels = np.multiply(found.levels[first : end + AHEAD], factor / FULL_SCALE, dtype=np.float64)
        demands = np.minimum(1.0, ceiling / np.maximum(levels, 1e-9))
        missing = AHEAD - 1 - (start - first), AHEAD - (min(end + AHEAD, len(found.levels)) - end)
        line = edges(edge, lowest(np.pad(demands, missing, constant_values=1.0)), most)
        edge = float(line[-1])
        yield start, levels[start - first : end - first], line[:-1]
