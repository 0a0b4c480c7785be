"""The grid of time and frequency that a mark is written on: cells, slots, blocks, and how strong a cell is marked.

The scheme is a patchwork in the spectrogram. A cell is two bins of a short Fourier transform, a slot two of its
frames. A mark makes a cell louder in one slot and quieter in the next, or the other way round, as a key says; a pair
of slots carries one sign a cell, and 192 pairs are a block of 8.192 s, which is repeated to the end.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

RATE_HZ = 24_000
"""Of the sound that is marked and looked at; other rates are resampled."""
SIZE = 512
"""Samples of a frame: 21.3 ms, bins of 46.9 Hz."""
HOP = 256
FIRST_BIN = 11
"""516 Hz: below it a voice has most of its energy, and a change is heard first (PESQ falls from 4.59 to 4.44)."""
BINS = 2
"""Of a cell: 94 Hz, narrower than the distance of a voice's harmonics."""
CELLS = 74
"""Up to 7,406 Hz: what speech codecs at 16 kHz still carry."""
SLOT = 2
"""Frames of a slot: 21.3 ms. Half of it is lost in reverberation, the double has fewer cells a second."""
PAIRS = 192
SLOTS = 2 * PAIRS
BLOCK_S = SLOTS * SLOT * HOP / RATE_HZ
LOWEST_DB = 0.85
"""By which the lowest cell is made louder and quieter."""
HIGHEST_DB = 1.7
"""By which a cell is made louder or quieter at most, from 2.9 kHz on."""


@cache
def window() -> Floats:
    """Sine window of analysis and synthesis: its squares, half a frame apart, add up to one. Shape (SIZE,)."""
    return np.sin(np.pi * (np.arange(SIZE) + 0.5) / SIZE).astype(np.float32)


@cache
def strengths_db() -> npt.NDArray[np.float64]:
    """By how much each cell is made louder and quieter, shape (CELLS,).

    The ear hears levels in bands that grow with frequency (equivalent rectangular bandwidth, Glasberg and Moore 1990).
    Where such a band holds several cells, their signs differ and their changes add up as noise does, so that a
    cell may be changed more by the root of the band's width for the same change of the band.
    """
    middle_hz = (FIRST_BIN + BINS * np.arange(CELLS) + (BINS - 1) / 2) * RATE_HZ / SIZE
    widths_hz = 24.7 * (4.37 * middle_hz / 1000 + 1)
    return np.asarray(np.minimum(HIGHEST_DB, LOWEST_DB * np.sqrt(widths_hz / widths_hz[0])))


def frames(wave: Floats, starts: npt.NDArray[np.int64]) -> npt.NDArray[np.complex64]:
    """Bins of the cells in the frames that begin at ``starts``, shape (frames, CELLS · BINS)."""
    cut = np.lib.stride_tricks.sliding_window_view(wave, SIZE)[starts]
    bins: npt.NDArray[np.complex64] = np.fft.rfft(cut * window(), axis=1).astype(np.complex64, copy=False)
    return bins[:, FIRST_BIN : FIRST_BIN + CELLS * BINS]
