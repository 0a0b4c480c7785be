"""The K-weighting of ITU-R BS.1770-5, annex 1, as a finite impulse response for any sample rate."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]


def k_weighting(sample_rate_hz: int, length: int) -> Floats:
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
