"""Loudness: a streaming meter (ITU-R BS.1770-5, EBU Tech 3341 and 3342), a gain plan, a true-peak limiter.

PCM in, PCM out; floats live inside this file only.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from narrator.model import Loudness
from narrator.units import amplitude, samples

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
MONO_OFFSET_LU = -3.0
"""A mono file that measures −19 plays as loud as a stereo one of −16: it comes out of two loudspeakers."""
CEILING_DBTP = -2.0
"""Of the PCM: what lossy encoders add to peaks stays below −1 dBTP."""
SILENCE_LUFS = -120.0

TAPS = 12
"""Coefficients a phase of the interpolation filter (BS.1770-5, annex 2: 4 × oversampling)."""
PHASES = 4
FRAME = 128
BLOCK = 1 << 15
KERNEL = 4096

AHEAD = 2
"""Frames of look-ahead: the gain begins to fall about 10 ms before a peak."""
RELEASE_DB_S = 40.0


class Meter:
    """Loudness of a mono stream, a piece at a time; memory grows by 80 bytes a second.

    Args:
        sample_rate_hz: 8,000 or more.
    """

    def __init__(self, sample_rate_hz: int) -> None:
        self.sample_rate_hz = sample_rate_hz
        self._step = samples(STEP_S, sample_rate_hz)
        self._filter = np.fft.rfft(_k_weighting(sample_rate_hz, KERNEL), BLOCK)
        self._past = np.zeros(KERNEL - 1)
        self._held: list[Pcm] = []
        self._count = 0
        self._rest = np.zeros(0)
        self._energies: list[float] = []
        self._peaks = PeakMeter()

    def add(self, pcm: Pcm) -> None:
        """Take the next samples: int16, shape (n,)."""
        self._held.append(pcm)
        self._count += len(pcm)
        while self._count >= BLOCK - KERNEL + 1:
            joined = np.concatenate(self._held)
            take = BLOCK - KERNEL + 1
            self._measure(joined[:take])
            self._held = [joined[take:]]
            self._count -= take

    def loudness(self) -> Loudness:
        """What was measured so far, all samples included."""
        if self._count:
            self._measure(np.concatenate(self._held))
            self._held, self._count = [], 0
        energies = np.array(self._energies)
        return Loudness(_integrated(energies), _range(energies), _decibels(self._peaks.peak()))

    def _measure(self, pcm: Pcm) -> None:
        wave = pcm / FULL_SCALE
        self._peaks.add(wave)
        weighted = self._weighted(wave)
        whole = np.concatenate((self._rest, weighted))
        steps = len(whole) // self._step
        body = whole[: steps * self._step].reshape(steps, self._step)
        self._energies.extend(np.einsum("ij,ij->i", body, body) / self._step)
        self._rest = whole[steps * self._step :]

    def _weighted(self, wave: Floats) -> Floats:
        """K-weighted, by overlap-save: the filters' impulse response is over after 170 ms."""
        window = np.zeros(BLOCK)
        window[: KERNEL - 1] = self._past
        window[KERNEL - 1 : KERNEL - 1 + len(wave)] = wave
        self._past = window[len(wave) : len(wave) + KERNEL - 1].copy()
        out: Floats = np.fft.irfft(np.fft.rfft(window) * self._filter, BLOCK)
        return out[KERNEL - 1 : KERNEL - 1 + len(wave)]


class PeakMeter:
    """The true peak of a stream, a piece at a time.

    Only frames whose samples come near the peak so far are interpolated: between samples a wave rises by a few
    decibels at the most.
    """

    NEAR = 0.5

    def __init__(self) -> None:
        self._peak = 0.0
        self._past = np.zeros(TAPS)

    def add(self, wave: Floats) -> None:
        """Take the next samples, full scale 1.0."""
        whole = np.concatenate((self._past, wave))
        count = max(0, (len(whole) - 2 * TAPS) // FRAME)
        self._look(whole, whole[TAPS : TAPS + count * FRAME].reshape(count, FRAME))
        self._past = whole[count * FRAME :].copy()

    def peak(self) -> float:
        """The largest absolute value so far, full scale 1.0; the stream ends here."""
        self.add(np.zeros(FRAME + 2 * TAPS))
        return self._peak

    def _look(self, whole: Floats, frames: Floats) -> None:
        levels = np.abs(frames).max(axis=1, initial=0.0)
        self._peak = max(self._peak, float(levels.max(initial=0.0)))
        near = (levels > self.NEAR * self._peak).nonzero()[0]
        if len(near):
            self._peak = max(self._peak, float(_between(whole, near).max()))


@dataclass(frozen=True, slots=True)
class Gain:
    """What is done to the stream: a constant gain, then a limiter."""

    gain_db: float
    ceiling_dbtp: float


def loudness(stream: Iterable[Pcm], sample_rate_hz: int) -> Loudness:
    """Measure a whole stream of int16 mono."""
    meter = Meter(sample_rate_hz)
    for pcm in stream:
        meter.add(pcm)
    return meter.loudness()


def gain(measured: Loudness, target_lufs: float) -> Gain:
    """The plan that brings a mono stream to ``target_lufs`` as played; silence is left alone."""
    if measured.integrated_lufs <= ABSOLUTE_GATE_LUFS:
        return Gain(0.0, CEILING_DBTP)
    return Gain(target_lufs + MONO_OFFSET_LU - measured.integrated_lufs, CEILING_DBTP)


def mastered(stream: Iterable[Pcm], plan: Gain, sample_rate_hz: int) -> Iterator[Pcm]:
    """The stream with the gain and the limiter: as many samples as went in, int16.

    The limiter's gain is a line between the edges of frames of 128 samples. Each edge is as low as the two frames on
    either side demand, so that the line is nowhere above a demand; upwards it moves by 40 dB a second.
    """
    limiter = _Limiter(plan, sample_rate_hz)
    for pcm in stream:
        yield from limiter.add(pcm)
    yield limiter.rest()


class _Limiter:
    """A look-ahead limiter: gives a frame out when the two after it are known."""

    BATCH = 256
    """Frames that are worked on together."""

    def __init__(self, plan: Gain, sample_rate_hz: int) -> None:
        self._factor = amplitude(plan.gain_db) / FULL_SCALE
        self._ceiling = amplitude(plan.ceiling_dbtp)
        self._rise = amplitude(RELEASE_DB_S * FRAME / sample_rate_hz)
        self._pieces: list[Pcm] = []
        self._count = 0
        self._past: Floats = np.zeros(TAPS)
        self._demands: Floats = np.ones(AHEAD - 1)
        """Of the frames from ``AHEAD - 1`` before the first waiting one."""
        self._waiting: Floats = np.zeros((0, FRAME))
        self._edge: float | None = None

    def add(self, pcm: Pcm) -> Iterator[Pcm]:
        self._pieces.append(pcm)
        self._count += len(pcm)
        size = self.BATCH * FRAME
        while self._count >= size + TAPS:
            joined = np.concatenate(self._pieces)
            yield self._worked(joined[: size + TAPS], self.BATCH)
            self._pieces = [joined[size:]]
            self._count -= size

    def rest(self) -> Pcm:
        """What is held back, exactly."""
        left = np.concatenate([*self._pieces, np.zeros(0, np.int16)])
        wanted = len(self._waiting) * FRAME + len(left)
        frames = -(-len(left) // FRAME) + AHEAD
        padded = np.zeros(frames * FRAME + TAPS, np.int16)
        padded[: len(left)] = left
        return self._worked(padded, frames)[:wanted]

    def _worked(self, pcm: Pcm, frames: int) -> Pcm:
        """Take so many frames (and a look at the next samples); give out those whose gain is certain."""
        wave = pcm * self._factor
        demands = self._demanded(np.concatenate((self._past, wave)), frames)
        self._past = np.array(wave[frames * FRAME - TAPS : frames * FRAME], np.float64)
        body = np.concatenate((self._waiting, wave[: frames * FRAME].reshape(frames, FRAME)))
        known = np.concatenate((self._demands, demands))
        ready = len(body) - AHEAD
        self._waiting, self._demands = body[ready:], known[ready:]
        if not ready:
            return np.zeros(0, np.int16)
        return _quantised(body[:ready] * self._gains(known, ready))

    def _gains(self, known: Floats, ready: int) -> Floats:
        """The gain of each sample of the first ``ready`` waiting frames; one 1.0 where nothing is limited."""
        bounds = np.lib.stride_tricks.sliding_window_view(known, 2 * AHEAD).min(axis=1)[:ready]
        before = float(known[: 2 * AHEAD - 1].min()) if self._edge is None else self._edge
        if before == 1.0 and bounds.min(initial=1.0) == 1.0:
            self._edge = 1.0
            return np.ones((1, 1))
        edges = [before]
        for bound in bounds.tolist():
            edges.append(min(bound, edges[-1] * self._rise))
        self._edge = edges[-1]
        line = np.array(edges)
        ramp = np.arange(FRAME) / FRAME
        return np.asarray(line[:-1, None] + np.diff(line)[:, None] * ramp)

    def _demanded(self, whole: Floats, frames: int) -> Floats:
        """The gain that each frame asks for, 1.0 where it is below the ceiling."""
        body = whole[TAPS : TAPS + frames * FRAME].reshape(frames, FRAME)
        peaks = np.abs(body).max(axis=1, initial=0.0)
        near = (peaks > PeakMeter.NEAR * self._ceiling).nonzero()[0]
        if len(near):
            peaks[near] = np.maximum(peaks[near], _between(whole, near))
        return np.asarray(np.minimum(1.0, self._ceiling / np.maximum(peaks, 1e-9)))


def _quantised(wave: Floats) -> Pcm:
    return np.rint(wave * FULL_SCALE).clip(-FULL_SCALE, FULL_SCALE - 1).astype(np.int16).reshape(-1)


def _between(whole: Floats, frames: npt.NDArray[np.intp]) -> Floats:
    """The largest absolute value between the samples of each of ``frames``; the first begins at ``TAPS``."""
    offsets = np.arange(FRAME + TAPS) - TAPS // 2 + 1 + TAPS
    windows = whole[frames[:, None] * FRAME + offsets]
    runs = np.lib.stride_tricks.sliding_window_view(windows, TAPS, axis=1)
    return np.asarray(np.abs(runs @ _interpolation()).max(axis=(1, 2)))


def _interpolation() -> Floats:
    """Coefficients for the three places between two samples, shape (12, 3): a sinc under a Hann window."""
    taps = np.arange(TAPS)[:, None] - (TAPS // 2 - 1)
    at = taps - np.arange(1, PHASES)[None, :] / PHASES
    window = 0.5 * (1 + np.cos(2 * np.pi * at / TAPS))
    kernel = np.sinc(at) * window
    return np.asarray(kernel / kernel.sum(axis=0))


def _k_weighting(sample_rate_hz: int, length: int) -> Floats:
    """Impulse response of the two filters of BS.1770-5, annex 1, for any rate."""
    shelf = _biquad_shelf(sample_rate_hz)
    high_pass = _biquad_high_pass(sample_rate_hz)
    impulse = np.zeros(length)
    impulse[0] = 1.0
    return _filtered(_filtered(impulse, *shelf), *high_pass)


def _biquad_shelf(rate: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    frequency, gain_db, quality = 1681.974450955533, 3.999843853973347, 0.7071752369554196
    k = math.tan(math.pi * frequency / rate)
    high = 10.0 ** (gain_db / 20)
    middle = high**0.4996667741545416
    a0 = 1 + k / quality + k * k
    b = (
        (high + middle * k / quality + k * k) / a0,
        2 * (k * k - high) / a0,
        (high - middle * k / quality + k * k) / a0,
    )
    return b, (2 * (k * k - 1) / a0, (1 - k / quality + k * k) / a0)


def _biquad_high_pass(rate: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    frequency, quality = 38.13547087602444, 0.5003270373238773
    k = math.tan(math.pi * frequency / rate)
    a0 = 1 + k / quality + k * k
    return (1.0, -2.0, 1.0), (2 * (k * k - 1) / a0, (1 - k / quality + k * k) / a0)


def _filtered(wave: Floats, b: tuple[float, ...], a: tuple[float, ...]) -> Floats:
    out = np.zeros_like(wave)
    x1 = x2 = y1 = y2 = 0.0
    for i, x in enumerate(wave.tolist()):
        y = b[0] * x + b[1] * x1 + b[2] * x2 - a[0] * y1 - a[1] * y2
        x1, x2, y1, y2 = x, x1, y, y1
        out[i] = y
    return out


def _integrated(energies: Floats) -> float:
    """Gated loudness in LUFS of energies a tenth of a second each (BS.1770-5: blocks of 400 ms, 75 % overlap)."""
    blocks = _moving(energies, 4)
    loud = blocks[_lufs(blocks) > ABSOLUTE_GATE_LUFS]
    if not len(loud):
        return SILENCE_LUFS
    gate = _lufs(loud.mean()) + RELATIVE_GATE_LU
    return float(_lufs(loud[_lufs(loud) > gate].mean()))


def _range(energies: Floats) -> float:
    """Loudness range in LU (EBU Tech 3342: short-term loudness over 3 s, 10th to 95th percentile)."""
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


def _decibels(level: float) -> float:
    return 20.0 * math.log10(max(level, 1e-6))
