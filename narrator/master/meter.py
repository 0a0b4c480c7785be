"""Loudness of a stream (ITU-R BS.1770-5, EBU Tech 3341 and 3342): energies of a tenth of a second, then the gates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from narrator.master.weighting import BLOCK, KWeighting
from narrator.units import samples

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Pcm = npt.NDArray[np.int16]

FULL_SCALE = 32768.0
ABSOLUTE_GATE_LUFS = -70.0
RELATIVE_GATE_LU = -10.0
RANGE_GATE_LU = -20.0
OFFSET_LU = -0.691
"""BS.1770-5, annex 1: so that a 997 Hz sine at 0 dBFS reads −3.01 LUFS."""
STEP_S = 0.1
SILENCE_LUFS = -120.0
BLOCKS = 500
"""That are filtered together: a second at 24 kHz, 96 kB of floats."""


class Energies:
    """Mean squares of a stream, a tenth of a second each: memory grows by 80 bytes a second."""

    def __init__(self, sample_rate_hz: int) -> None:
        self._step = samples(STEP_S, sample_rate_hz)
        self._rest = np.zeros(0, np.float32)
        self._found: list[Floats] = []

    def add(self, wave: npt.NDArray[np.float32]) -> None:
        """Take the next samples."""
        whole = np.concatenate((self._rest, wave)) if len(self._rest) else wave
        steps = len(whole) // self._step
        body = whole[: steps * self._step].reshape(steps, self._step)
        self._found.append(np.einsum("ij,ij->i", body, body).astype(np.float64) / self._step)
        self._rest = whole[steps * self._step :].copy()

    def whole(self) -> Floats:
        """Of all full steps so far, in the square of the samples' unit, shape (steps,)."""
        return np.concatenate([*self._found, np.zeros(0)])


class Meter:
    """Energies of a mono stream, plain and K-weighted, a piece at a time.

    Args:
        sample_rate_hz: 8,000 or more.
    """

    def __init__(self, sample_rate_hz: int) -> None:
        self._weighting = KWeighting(sample_rate_hz)
        self._wave = np.zeros(BLOCKS * BLOCK, np.float32)
        self._filled = 0
        self._plain, self._weighted = Energies(sample_rate_hz), Energies(sample_rate_hz)

    def add(self, pcm: Pcm) -> None:
        """Take the next samples: int16, shape (n,)."""
        while len(pcm):
            room = len(self._wave) - self._filled
            taken, pcm = pcm[:room], pcm[room:]
            place = self._wave[self._filled : self._filled + len(taken)]
            np.multiply(taken, np.float32(1 / FULL_SCALE), out=place)
            self._filled += len(taken)
            if self._filled == len(self._wave):
                self._measure()

    def energies(self) -> tuple[Floats, Floats]:
        """Plain and K-weighted, of the whole stream, which ends here: mean squares of its full tenths of a second."""
        self._wave[self._filled :] = 0.0
        self._measure()
        return self._plain.whole(), self._weighted.whole()

    def _measure(self) -> None:
        self._plain.add(self._wave[: self._filled])
        self._weighted.add(self._weighting.add(self._wave)[: self._filled])
        self._filled = 0


def integrated_lufs(energies: Floats) -> float:
    """Gated loudness of K-weighted energies (BS.1770-5: blocks of 400 ms, 75 % overlap)."""
    blocks = _moving(energies, 4)
    loud = blocks[_lufs(blocks) > ABSOLUTE_GATE_LUFS]
    if not len(loud):
        return SILENCE_LUFS
    gate = _lufs(loud.mean()) + RELATIVE_GATE_LU
    return float(_lufs(loud[_lufs(loud) > gate].mean()))


def range_lu(energies: Floats) -> float:
    """Loudness range of K-weighted energies (EBU Tech 3342: 3 s at a time, 10th to 95th percentile)."""
    blocks = _moving(energies, 30)
    loud = blocks[_lufs(blocks) > ABSOLUTE_GATE_LUFS]
    if not len(loud):
        return 0.0
    levels = _lufs(loud)
    kept = np.sort(levels[levels > _lufs(loud.mean()) + RANGE_GATE_LU])
    low, high = (kept[round((len(kept) - 1) * share)] for share in (0.10, 0.95))
    return float(high - low)


def _moving(energies: Floats, count: int) -> Floats:
    if len(energies) < count:
        return np.zeros(0)
    sums = np.concatenate(([0.0], np.cumsum(energies)))
    return np.asarray((sums[count:] - sums[:-count]) / count)


def _lufs(energy: Floats | float) -> Floats:
    return np.asarray(OFFSET_LU + 10.0 * np.log10(np.maximum(energy, 1e-12)))
