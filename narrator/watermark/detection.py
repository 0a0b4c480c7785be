"""Looks for a mark in a piece of sound, without the sound as it was before."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from narrator.watermark.grid import BINS, CELLS, HOP, PAIRS, RATE_HZ, SIZE, SLOT, frames, strengths_db
from narrator.watermark.keys import PUBLIC, Key
from narrator.watermark.pattern import CHIPS, RUN, SYMBOLS, SYNC, layout, rows

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]
    Values = npt.NDArray[np.float64]

STEPS = 4
"""Frames that are looked at in the time of one hop: a mark may begin anywhere."""
PHASES = 2 * SLOT * STEPS
"""Places in a pair of slots at which its first slot may begin."""
PRESENT = 6.2
"""Above it a mark is there. Without a mark z is normal with variance one: the highest of the 3,072 places of one piece
is above it once in a million pieces."""
AGREES = 4.9
"""Above it one known number is the mark's: by chance it is once in two million."""
BEHIND = 2.5
"""Standard deviations by which a code that is none of a symbol's best can still be its right one."""
CERTAIN = 0.9999
"""Probability above which a number is told."""
CLIPPED = 1.6
"""Nepers: a larger difference is the voice's own, whatever its sign."""
PEAK, LOUD = 0.3, 0.06
"""Powers by which a cell counts more that is louder than those beside it, or loud: encoders keep these, and
reverberation and noise lie in the others."""
FLOOR = 1e-9
"""Of the mean energy of a cell: below it there is silence."""
STRIDE = 4096
"""Frames that are transformed at a time."""


@dataclass(frozen=True, slots=True)
class Found:
    """A mark that is in the sound."""

    key: str
    """The key's name."""
    z: float
    """How many standard deviations above chance; at least 6.2."""
    speed: float
    """By which the sound is faster than it was made."""
    number: int | None
    """The mark's 32 bits; None where they are not certain."""
    scores: tuple[tuple[float, ...], ...]
    """How well the cells of each of the four symbols agree with each of 128 codes, in standard deviations; below zero
    for a code's negative."""

    def agrees(self, numbers: Iterable[int]) -> tuple[int, ...]:
        """Those of some known numbers that the mark has: told from less sound than a number that nobody knows."""
        known = tuple(dict.fromkeys(numbers))
        if self.number is not None:
            return tuple(each for each in known if each == self.number)
        least = _threshold(AGREES, len(known))
        return tuple(each for each in known if _agreement(self.scores, each) > least)


def detect(
    wave: Floats,
    sample_rate_hz: int,
    keys: Sequence[Key] = (PUBLIC,),
    speeds: Sequence[float] = (1.0,),
    *,
    pieces: int = 1,
) -> tuple[Found, ...]:
    """The marks in a piece of sound, for each key the clearest.

    Args:
        wave: mono, shape (n,), of any level; eight seconds or more, thirty are enough for all that is practical.
        sample_rate_hz: of the wave.
        keys: of the marks to look for.
        speeds: by which the sound may be faster than it was made, with the pitch kept or not; each must be right to
            about one in a thousand.
        pieces: of a longer sound, that are looked at one by one; the more, the clearer a mark has to be.
    """
    best: dict[str, Found] = {}
    least = _threshold(PRESENT, len(speeds) * len(keys) * pieces)
    for speed, differences in _played(wave, sample_rate_hz, speeds):
        for key in keys:
            place = place_of(differences, key)
            if place.z > max(least, best[key.name].z if key.name in best else 0.0):
                best[key.name] = _detected(key, speed, place)
    return tuple(best.values())


def _played(wave: Floats, sample_rate_hz: int, speeds: Sequence[float]) -> Iterator[tuple[float, Floats]]:
    """The differences of a sound as if it were made at each speed: as with its pitch kept, and as with its pitch."""
    import soxr

    for speed in speeds:
        plain = np.asarray(soxr.resample(wave, sample_rate_hz, RATE_HZ), np.float32)
        yield speed, differences(plain, speed)
        if speed != 1.0:
            yield speed, differences(np.asarray(soxr.resample(plain, RATE_HZ, RATE_HZ * speed), np.float32))


def _threshold(of_one: float, hypotheses: int) -> float:
    """What the largest of so many z has to exceed, to be as seldom above it by chance as one is above ``of_one``."""
    return math.sqrt(of_one**2 + 2 * math.log(max(1, hypotheses)))


def differences(wave: Floats, speed: float = 1.0) -> Floats:
    """How much louder each cell is in one slot than in the next, less what the voice does by itself, in weights.

    Args:
        wave: mono at 24 kHz.
        speed: by which it is faster than it was made, its pitch kept.

    Returns:
        One row for each quarter of a hop as it was made: (rows, CELLS), without dimension.
    """
    levels, mean = _levels(wave, speed)
    first, second = levels[: -SLOT * STEPS], levels[SLOT * STEPS :]
    own = first - second
    own -= _beside(own)
    np.clip(own, -CLIPPED, CLIPPED, out=own)
    loud = np.logaddexp(first, second)
    loud += PEAK / LOUD * (loud - _beside(loud))
    return np.asarray(own * np.exp(LOUD * (loud - mean)) * strengths_db(), np.float32)


def _levels(wave: Floats, speed: float) -> tuple[Floats, float]:
    """Level of each cell in the slot that begins at each quarter of a hop, in nepers, and the mean of all."""
    step = HOP / STEPS / speed
    padded = np.pad(wave, SIZE)
    starts = np.rint(np.arange(int((len(padded) - SIZE) / step)) * step).astype(np.int64)
    energies = np.concatenate([_energies(padded, starts[at : at + STRIDE]) for at in range(0, len(starts), STRIDE)])
    slots = energies[:-STEPS] + energies[STEPS:]
    mean = float(slots.mean())
    levels = np.log(slots + np.float32(FLOOR * mean + 1e-30))
    return np.asarray(levels), math.log(mean + 1e-30)


def _energies(wave: Floats, starts: npt.NDArray[np.int64]) -> Floats:
    bins = frames(wave, starts)
    energies: Floats = bins.real**2 + bins.imag**2
    return np.asarray(energies[:, 0::BINS] + energies[:, 1::BINS])


def _beside(rows: Floats) -> Floats:
    """Mean of the two cells below and the two above each cell."""
    wide = np.pad(rows, ((0, 0), (2, 2)), mode="edge")
    return np.asarray((wide[:, :-4] + wide[:, 1:-3] + wide[:, 3:-1] + wide[:, 4:]) / 4)


@dataclass(frozen=True, slots=True)
class Place:
    """The best place of a block in a sound."""

    z: float
    sums: Values
    """The differences of a cell, added up over all blocks, from the block's first pair on: (PAIRS · CELLS,)."""
    squares: Values
    """Their squares, added up."""


def place_of(rows: Floats, key: Key) -> Place:
    """The place at which the cells that say that there is a mark agree best with their signs."""
    best = Place(-math.inf, np.zeros(0), np.zeros(0))
    for z, folded in places(rows, key):
        turn = int(np.argmax(z))
        if z[turn] > best.z:
            best = Place(float(z[turn]), *(np.roll(each, -turn, axis=0).reshape(-1) for each in folded))
    return best


def places(rows: Floats, key: Key) -> Iterator[tuple[Values, tuple[Values, Values]]]:
    """For each phase z of every place at which a block may begin, shape (PAIRS,), and the rows added up."""
    where = layout(key)
    signs, marks = np.zeros(PAIRS * CELLS, np.float32), np.zeros(PAIRS * CELLS, np.float32)
    signs[where.sync], marks[where.sync] = where.signs[where.sync], 1.0
    spectra = [np.conj(np.fft.rfft(each.reshape(PAIRS, CELLS), axis=0)) for each in (signs, marks)]
    for phase in range(PHASES):
        folded = _folded(rows[phase::PHASES])
        sums, squares = (
            np.fft.irfft((np.fft.rfft(each, axis=0) * spectrum).sum(axis=1), PAIRS)
            for each, spectrum in zip(folded, spectra, strict=True)
        )
        yield sums / np.sqrt(np.maximum(squares, 1e-12)), folded


def _folded(pairs: Floats) -> tuple[Values, Values]:
    """Rows of pairs added up block over block, and their squares: (PAIRS, CELLS) each."""
    whole = np.pad(pairs, ((0, -len(pairs) % PAIRS), (0, 0))).reshape(-1, PAIRS, CELLS).astype(np.float64)
    return whole.sum(axis=0), np.square(whole).sum(axis=0)


def _detected(key: Key, speed: float, place: Place) -> Found:
    scores = tuple(_scores(key, place))
    return Found(key.name, place.z, speed, _number(scores, place.z), scores)


def _scores(key: Key, place: Place) -> Iterator[tuple[float, ...]]:
    where = layout(key)
    for run in where.runs:
        chips = np.bincount(np.arange(RUN) % CHIPS, where.signs[run] * place.sums[run], CHIPS)
        yield tuple((rows() @ chips / math.sqrt(place.squares[run].sum() + 1e-12)).tolist())


def _number(scores: tuple[tuple[float, ...], ...], z: float) -> int | None:
    """The number, where its probability is high enough.

    A symbol's right code has a score of about ``z · √(RUN / SYNC)``, each other one is normal around zero.
    """
    expected = z * math.sqrt(RUN / SYNC)
    number, certain = 0, 1.0
    for each in scores:
        codes = np.concatenate((each, np.negative(each)))
        best = int(np.argmax(codes))
        certain /= float(np.exp(expected * (codes - codes[best])).sum())
        number = number << 8 | (best % CHIPS | (128 if best < CHIPS else 0))
    return number if certain > CERTAIN else None


def _agreement(scores: tuple[tuple[float, ...], ...], number: int) -> float:
    """Standard deviations above chance of all symbols of a number together; −∞ where one is of another number."""
    of_each = [
        row[byte & 127] * (1 if byte & 128 else -1)
        for row, byte in zip(scores, number.to_bytes(SYMBOLS, "big"), strict=True)
    ]
    behind = max(max(map(abs, row)) - score for row, score in zip(scores, of_each, strict=True))
    return sum(of_each) / math.sqrt(SYMBOLS) if behind <= BEHIND else -math.inf
