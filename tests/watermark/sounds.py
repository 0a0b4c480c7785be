"""A sound that changes as speech does, at any rate: a buzz whose pitch moves, noise, syllables, pauses."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import soxr

RATE_HZ = 24_000


def speechlike(length_s: float, rate_hz: int = RATE_HZ, *, seed: int = 1) -> npt.NDArray[np.int16]:
    """Int16 mono of about −20 dBFS."""
    rng = np.random.default_rng(seed)
    count = round(length_s * RATE_HZ)
    pitch_hz = 120 + 30 * _slow(rng, count, 3)
    buzz = sum(np.sin(each * 2 * np.pi * np.cumsum(pitch_hz) / RATE_HZ) / each for each in range(1, 40))
    syllables = np.clip(_slow(rng, count, 8) + 0.4, 0, None)
    voiced = np.clip(_slow(rng, count, 5) + 0.5, 0, 1)
    wave = syllables * (voiced * buzz + (1 - voiced) * rng.standard_normal(count))
    wave = wave * 0.1 / np.sqrt(np.mean(wave**2))
    out = soxr.resample(wave, RATE_HZ, rate_hz) if rate_hz != RATE_HZ else wave
    return np.asarray(np.rint(np.clip(out, -1, 1) * 32767), np.int16)


def _slow(rng: np.random.Generator, count: int, rate_hz: float) -> npt.NDArray[np.float64]:
    """Noise of so many changes a second, of about ±1."""
    points = rng.standard_normal(int(count / RATE_HZ * rate_hz) + 2)
    return np.interp(np.arange(count) * rate_hz / RATE_HZ, np.arange(len(points)), points)


def cut(pcm: npt.NDArray[np.int16], sizes: list[int]) -> list[npt.NDArray[np.int16]]:
    """The samples in pieces of these sizes in turn."""
    out, at = [], 0  # type: ignore[var-annotated]
    while at < len(pcm):
        size = sizes[len(out) % len(sizes)]
        out.append(pcm[at : at + size])
        at += size
    return out
