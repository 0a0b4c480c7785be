"""Marks a stream of sound: what is added is worked out at 24 kHz and brought back to the rate of the stream."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from narrator.watermark.grid import (
    BINS,
    CELLS,
    FIRST_BIN,
    HOP,
    RATE_HZ,
    SIZE,
    SLOT,
    SLOTS,
    frames,
    strengths_db,
    window,
)
from narrator.watermark.keys import PUBLIC, Key
from narrator.watermark.pattern import block

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]
    Pcm = npt.NDArray[np.int16]

BATCH = 64 * HOP
"""Samples that are worked on together. Whatever pieces a stream comes in, they are cut anew to this length, so that
the same stream gives the same samples."""


def marked(stream: Iterable[Pcm], sample_rate_hz: int, number: int, keys: Sequence[Key] = (PUBLIC,)) -> Iterator[Pcm]:
    """The stream with a mark of each key, all with one number: int16 mono, as many samples as come in."""
    marker = Marker(sample_rate_hz, number, keys)
    for pcm in stream:
        yield from marker.add(pcm)
    yield marker.rest()


class Marker:
    """Takes a stream a piece at a time; gives samples out when their mark is certain, two batches later at most.

    Args:
        sample_rate_hz: of the stream.
        number: of the mark, 0 to 2³² − 1.
        keys: of the marks, one over the other.
    """

    def __init__(self, sample_rate_hz: int, number: int, keys: Sequence[Key] = (PUBLIC,)) -> None:
        self._difference = Difference(number, keys)
        self._down, self._up = _resampler(sample_rate_hz, RATE_HZ), _resampler(RATE_HZ, sample_rate_hz)
        self._came: list[Pcm] = []
        self._count = 0
        self._plain: Floats = np.zeros(0, np.float32)
        """Samples that came and did not go yet."""
        self._added: Floats = np.zeros(0, np.float32)
        """What is added to the first of them."""

    def add(self, pcm: Pcm) -> Iterator[Pcm]:
        """Take the next samples, int16 mono; what is certain by now."""
        self._came.append(pcm)
        self._count += len(pcm)
        if self._count < BATCH:
            return
        joined = np.concatenate(self._came)
        end = len(joined) // BATCH * BATCH
        for start in range(0, end, BATCH):
            yield self._worked(joined[start : start + BATCH], is_last=False)
        self._came, self._count = [joined[end:].copy()], len(joined) - end

    def rest(self) -> Pcm:
        """What is held back."""
        left = np.concatenate([*self._came, np.zeros(0, np.int16)])
        return self._worked(left, is_last=True)

    def _worked(self, pcm: Pcm, *, is_last: bool) -> Pcm:
        wave = pcm.astype(np.float32)
        added = self._difference.add(_resampled(self._down, wave, is_last), is_last=is_last)
        self._plain = np.concatenate((self._plain, wave))
        self._added = np.concatenate((self._added, _resampled(self._up, added, is_last)))
        if is_last:  # resampling to and fro may end a sample early
            self._added = np.pad(self._added, (0, max(0, len(self._plain) - len(self._added))))
        ready = min(len(self._plain), len(self._added))
        out = self._plain[:ready] + self._added[:ready]
        self._plain, self._added = self._plain[ready:], self._added[ready:]
        return np.clip(np.rint(out, out=out), -32768, 32767, out=out).astype(np.int16)


class Difference:
    """Takes sound at 24 kHz; gives what a mark adds to it: frames whose bins are scaled, overlapped and added."""

    def __init__(self, number: int, keys: Sequence[Key]) -> None:
        self._factors = factors(number, keys)
        self._frame = 0
        self._rest: Floats = np.zeros(0, np.float32)
        self._last: Floats = np.zeros(HOP, np.float32)
        """First half of the next frame."""
        self._half: Floats = np.zeros(HOP, np.float32)
        """What the last frame adds to the next samples."""
        self._early = HOP
        """Samples to be left out: the first frame's first half lies before the sound."""
        self._owed = 0
        """Samples that came and whose difference did not go yet."""

    def add(self, wave: Floats, *, is_last: bool) -> Floats:
        """What is added to the next samples, as far as it is certain; to all that came where these are the last."""
        self._owed += len(wave)
        wave = np.concatenate((self._rest, wave))
        if is_last:
            wave = np.pad(wave, (0, -len(wave) % HOP + HOP))
        count = len(wave) // HOP
        self._rest = wave[count * HOP :].copy()
        if not count:
            return np.zeros(0, np.float32)
        out = self._framed(np.concatenate((self._last, wave[: count * HOP])), count)[self._early :][: self._owed]
        self._last = wave[(count - 1) * HOP : count * HOP].copy()
        self._early, self._owed = 0, self._owed - len(out)
        return out

    def _framed(self, wave: Floats, count: int) -> Floats:
        bins = frames(wave, np.arange(count) * HOP)
        slots = np.arange(self._frame, self._frame + count) // SLOT % SLOTS
        self._frame += count
        whole = np.zeros((count, SIZE // 2 + 1), np.complex64)
        whole[:, FIRST_BIN : FIRST_BIN + CELLS * BINS] = bins * self._factors[slots]
        parts = np.fft.irfft(whole, SIZE, axis=1).astype(np.float32, copy=False) * window()
        before = np.concatenate((self._half[None], parts[:-1, HOP:]))
        self._half = parts[-1, HOP:].copy()
        return np.asarray(parts[:, :HOP] + before).reshape(-1)


def factors(number: int, keys: Sequence[Key]) -> Floats:
    """What each bin is multiplied by for what is added to it, slot by slot of a block: (SLOTS, CELLS · BINS).

    Marks of several keys share the strength, so that two are heard no more than one. The energy of a cell stays the
    same on average over both signs, so that neither loudness nor timbre change.
    """
    steps = strengths_db() / math.sqrt(len(keys))
    levels_db = np.zeros((SLOTS, CELLS))
    for key in keys:
        signs = block(key, number)
        levels_db[0::2] += signs * steps
        levels_db[1::2] -= signs * steps
        levels_db -= 10 * np.log10(np.cosh(steps * math.log(10) / 10))
    return np.repeat(10 ** (levels_db / 20) - 1, BINS, axis=1).astype(np.float32)


def _resampler(from_hz: int, to_hz: int) -> object | None:
    import soxr

    return None if from_hz == to_hz else soxr.ResampleStream(from_hz, to_hz, 1, dtype="float32")


def _resampled(resampler: object | None, wave: Floats, is_last: bool) -> Floats:
    if resampler is None:
        return wave
    return np.asarray(resampler.resample_chunk(wave, last=is_last), np.float32)  # type: ignore[attr-defined]
