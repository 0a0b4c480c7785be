"""Key and number to signs: which cells of a block say that there is a mark, and which say its number."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from narrator.watermark.grid import CELLS, PAIRS
from narrator.watermark.keys import Key

if TYPE_CHECKING:
    import numpy.typing as npt

    Signs = npt.NDArray[np.float32]
    Places = npt.NDArray[np.int64]

NUMBERS = 1 << 32
"""A mark's number has 32 bits: four symbols of one byte."""
SYMBOLS = 4
CHIPS = 128
"""Of the code of a symbol: seven bits choose one of 128 orthogonal rows, one bit its sign."""
SYNC = PAIRS * CELLS * 3 // 8
"""Cells that say that there is a mark, and where a block begins. A number needs more than its presence does, so that
more cells carry it."""
RUN = (PAIRS * CELLS - SYNC) // SYMBOLS
"""Cells that carry one symbol."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a key makes of a block; cells are counted pair by pair, PAIRS · CELLS of them."""

    signs: Signs
    """+1 or −1 for each cell, shape (PAIRS · CELLS,)."""
    sync: Places
    """The cells that are marked with their sign as it is, shape (SYNC,)."""
    runs: tuple[Places, ...]
    """For each symbol the cells whose sign is multiplied by its chips in turn, shape (RUN,) each."""


@lru_cache(maxsize=4)
def layout(key: Key) -> Layout:
    """What a key makes of a block: signs from its first bytes, a permutation from those that follow."""
    count = PAIRS * CELLS
    stream = key.stream(5 * count)
    signs = np.where(np.frombuffer(stream[:count], np.uint8) & 1, 1.0, -1.0).astype(np.float32)
    order = np.argsort(np.frombuffer(stream[count:], ">u4"), kind="stable")
    runs = tuple(order[SYNC + RUN * each : SYNC + RUN * (each + 1)] for each in range(SYMBOLS))
    return Layout(signs, order[:SYNC], runs)


@cache
def rows() -> Signs:
    """The Walsh functions of 128 chips in Sylvester's order, shape (CHIPS, CHIPS)."""
    out = np.ones((1, 1), np.float32)
    while len(out) < CHIPS:
        out = np.block([[out, out], [out, -out]])
    return out


def block(key: Key, number: int) -> Signs:
    """The signs of a block: +1 where a cell is louder in the first slot of its pair. Shape (PAIRS, CELLS).

    Raises:
        OverflowError: the number has more than 32 bits, or is negative.
    """
    where = layout(key)
    out = where.signs.copy()
    for symbol, run in zip(number.to_bytes(SYMBOLS, "big", signed=False), where.runs, strict=True):
        chips = rows()[symbol & 127] * (1 if symbol & 128 else -1)
        out[run] *= np.resize(chips, RUN)
    return out.reshape(PAIRS, CELLS)
