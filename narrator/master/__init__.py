"""Mastering in two passes: the first measures (ITU-R BS.1770-5), the second brings to level and limits.

PCM in, PCM out; floats live inside this package only. The first pass alone runs the meter's filters: in the second
each tenth of a second is as much louder as its plain energy has grown, since a gain that moves as slowly as the
limiter's does not colour the sound.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from narrator.master.limiter import Gain, Limiter
from narrator.master.meter import FULL_SCALE, Energies, Meter, integrated_lufs, range_lu
from narrator.master.peaks import PeakMeter
from narrator.master.plan import Levels, Survey, gain
from narrator.model import Loudness

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]
    Pcm = npt.NDArray[np.int16]


def survey(stream: Iterable[Pcm], sample_rate_hz: int) -> Survey:
    """The first pass over a stream of int16 mono."""
    meter, levels = Meter(sample_rate_hz), Levels()
    for pcm in stream:
        meter.add(pcm)
        levels.add(pcm)
    return Survey(sample_rate_hz, *meter.energies(), levels.whole())


def loudness(stream: Iterable[Pcm], sample_rate_hz: int) -> Loudness:
    """Measure a whole stream of int16 mono."""
    meter, peaks = Meter(sample_rate_hz), PeakMeter()
    for pcm in stream:
        meter.add(pcm)
        peaks.add(pcm)
    _, weighted = meter.energies()
    return _loudness(weighted, peaks)


def mastered(stream: Iterable[Pcm], plan: Gain, sample_rate_hz: int) -> Iterator[Floats]:
    """The stream with the gain and the limiter: as many samples as went in, whole numbers in the range of int16."""
    limiter = Limiter(plan, sample_rate_hz)
    for pcm in stream:
        yield from limiter.add(pcm)
    yield limiter.rest()


class Mastering:
    """The second pass over the same stream.

    Args:
        found: what ``survey`` found of it.
        target_lufs: as played over two loudspeakers.
    """

    def __init__(self, found: Survey, target_lufs: float) -> None:
        self.plan = gain(found, target_lufs)
        self._found = found
        self._energies = Energies(found.sample_rate_hz)
        self._peaks = PeakMeter()

    def stream(self, pcm: Iterable[Pcm]) -> Iterator[Pcm]:
        """The mastered sound, int16: as many samples as go in."""
        for wave in mastered(pcm, self.plan, self._found.sample_rate_hz):
            self._energies.add(wave)
            piece = wave.astype(np.int16)
            self._peaks.add(piece)
            yield piece

    def loudness(self) -> Loudness:
        """Of what ``stream`` gave out, once it has ended."""
        before, after = self._found.plain, self._energies.whole() / FULL_SCALE**2
        grown = np.divide(after, before, out=np.zeros_like(after), where=before > 0)
        return _loudness(self._found.energies * grown, self._peaks)


def _loudness(measured: npt.NDArray[np.float64], peaks: PeakMeter) -> Loudness:
    return Loudness(
        integrated_lufs(measured), range_lu(measured), 20.0 * math.log10(max(peaks.peak() / FULL_SCALE, 1e-6))
    )
