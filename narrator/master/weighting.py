"""The K-weighting of ITU-R BS.1770-5, annex 1, for any sample rate, a block at a time.

Its two filters in series are one linear system of four states. Over a block of samples x that begins in the state s,
the output is T·x + O·s and the state after it P·s + K·x: matrix products, where the filters themselves would be a loop
over samples. The states at the beginnings of all blocks are a sum over the blocks before, taken by doubling.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Wave = npt.NDArray[np.float32]

BLOCK = 48
"""Samples: larger blocks cost more products, smaller ones more states."""
FORGOTTEN = 1e-9
"""What is left of a state when the blocks before are as good as silence."""


class KWeighting:
    """The filters over a stream.

    Args:
        sample_rate_hz: 8,000 or more.
    """

    def __init__(self, sample_rate_hz: int) -> None:
        system = _system(sample_rate_hz)
        powers = [np.linalg.matrix_power(system.a, i) for i in range(BLOCK + 1)]
        response = np.array([system.d, *(system.c @ power @ system.b for power in powers[: BLOCK - 1])])
        late = np.arange(BLOCK)[None, :] - np.arange(BLOCK)[:, None]
        self._direct = np.where(late >= 0, response[late], 0.0).astype(np.float32)
        self._taken = np.array([power @ system.b for power in powers[BLOCK - 1 :: -1]], np.float32)
        self._given = np.array([system.c @ power for power in powers[:BLOCK]], np.float32).T
        self._decays: list[Floats] = []
        """Of the state, transposed, over 1, 2, 4, … blocks, until nothing is left of it."""
        decay = powers[BLOCK]
        while np.abs(decay).max() > FORGOTTEN:
            self._decays.append(decay.T)
            decay = decay @ decay
        self._state = np.zeros(len(system.b))

    def add(self, wave: Wave) -> Wave:
        """Filter the next samples: float32, shape (n,), n a multiple of ``BLOCK``."""
        blocks = wave.reshape(-1, BLOCK)
        states = np.concatenate((self._state[None, :], blocks @ self._taken))
        step = 1
        for decay in self._decays:
            states[step:] += states[:-step] @ decay
            step *= 2
        self._state = states[-1]
        out = blocks @ self._direct
        out += states[:-1].astype(np.float32) @ self._given
        return np.asarray(out.reshape(-1))


class _System(NamedTuple):
    """A linear system: next state a·s + b·x, output c·s + d·x."""

    a: Floats
    b: Floats
    c: Floats
    d: float


def _system(sample_rate_hz: int) -> _System:
    """Shelf and high pass in series."""
    first, second = _shelf(sample_rate_hz), _high_pass(sample_rate_hz)
    return _System(
        np.block([[first.a, np.zeros((2, 2))], [np.outer(second.b, first.c), second.a]]),
        np.concatenate((first.b, second.b * first.d)),
        np.concatenate((second.d * first.c, second.c)),
        first.d * second.d,
    )


def _shelf(rate: int) -> _System:
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
    return _biquad(b, (2 * (k * k - 1) / a0, (1 - k / quality + k * k) / a0))


def _high_pass(rate: int) -> _System:
    frequency, quality = 38.13547087602444, 0.5003270373238773
    k = math.tan(math.pi * frequency / rate)
    a0 = 1 + k / quality + k * k
    return _biquad((1.0, -2.0, 1.0), (2 * (k * k - 1) / a0, (1 - k / quality + k * k) / a0))


def _biquad(b: tuple[float, float, float], a: tuple[float, float]) -> _System:
    """A biquad of those coefficients (a₀ is 1) in transposed direct form II."""
    return _System(
        np.array([[-a[0], 1.0], [-a[1], 0.0]]),
        np.array([b[1] - a[0] * b[0], b[2] - a[1] * b[0]]),
        np.array([1.0, 0.0]),
        b[0],
    )
