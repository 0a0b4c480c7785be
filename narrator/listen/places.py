"""Where sentences are in a file that is not as it was made: pieces of sound between pauses, shared out among them.

Costs are in sentences: one that is heard right and as long as it should be costs nothing, one that is not there 1.4.
"""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

MISSING = 1.4
"""More than a sentence that is garbled (1.0): where there is sound, a sentence is looked for in it."""
TWICE = 0.4
"""Of a sentence that is there twice: less than sound that is nobody's."""
LENGTH = 0.5
"""Of a sentence that is twice or half as long as it should be."""
SILENCE = 0.3
"""Less for a sentence that is not there, where a second or more is silent: it is missing there and not elsewhere."""
STRANGE = 1.0
"""More for a sentence that is given the sound of a neighbour as long as itself."""
SAME, SURE = 0.8, 8
"""Share and least number of the letters of a piece that stand in a sentence: it is a part of it."""
LONGEST = 3.0
"""Times the usual length; no sentence is given more."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Sound between two pauses."""

    start_s: float
    end_s: float
    sounded_s: float
    letters: str
    """That are heard of it alone."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A sentence as it should be heard."""

    letters: str
    sounded_s: float


def shared(pieces: Sequence[Piece], wanted: Sequence[Wanted]) -> list[tuple[int, int]]:
    """The pieces of each sentence as a range, empty for none: the order is kept, and all together costs least.

    A piece may be nobody's, as an advertisement that a host put in.
    """
    typical = statistics.median(each.sounded_s for each in wanted)
    nobodys = [each.sounded_s / typical for each in pieces]
    gaps = [0.5, *(min(1.0, b.start_s - a.end_s) for a, b in itertools.pairwise(pieces)), 0.5][: len(pieces) + 1]
    least = [math.inf] * (len(pieces) + 1)
    least[0] = 0.0
    starts: list[list[tuple[int, int]]] = []
    for j, cost in enumerate(nobodys, 1):
        least[j] = least[j - 1] + cost
    for i in range(len(wanted)):
        before, least = least, [each + MISSING - SILENCE * gap for each, gap in zip(least, gaps, strict=True)]
        chosen = [(j, j) for j in range(len(least))]
        for j in range(1, len(least)):
            if least[j - 1] + nobodys[j - 1] < least[j]:
                least[j], chosen[j] = least[j - 1] + nobodys[j - 1], chosen[j - 1]
            for a in _starts(pieces, j, wanted[i]):
                cost = before[a] + _cost(pieces[a:j], i, wanted)
                if cost < least[j]:
                    least[j], chosen[j] = cost, (a, j)
        starts.append(chosen)
    out, end = [], len(pieces)
    for chosen in reversed(starts):
        out.append(chosen[end])
        end = chosen[end][0]
    return out[::-1]


def _starts(pieces: Sequence[Piece], end: int, wanted: Wanted) -> list[int]:
    """The pieces with which a sentence may begin that ends before ``end``."""
    out, sounded_s = [], 0.0
    for a in range(end - 1, -1, -1):
        sounded_s += pieces[a].sounded_s
        if sounded_s > LONGEST * wanted.sounded_s:
            break
        out.append(a)
    return out


def _cost(pieces: Sequence[Piece], i: int, wanted: Sequence[Wanted]) -> float:
    """What it costs that these pieces are a sentence, said once or twice."""
    heard, sounded_s = "".join(each.letters for each in pieces), sum(each.sounded_s for each in pieces)
    mine = wanted[i]
    once = _apart(mine.letters, heard) + LENGTH * _octaves(sounded_s / mine.sounded_s)
    twice = TWICE + _apart(2 * mine.letters, heard) + LENGTH * _octaves(sounded_s / mine.sounded_s / 2)
    others = (*wanted[max(0, i - 1) : i], *wanted[i + 1 : i + 2])
    strange_s = sum(each.sounded_s for each in pieces if _is_anothers(each, mine, others))
    return min(once, twice) + STRANGE * strange_s / mine.sounded_s


def _is_anothers(piece: Piece, mine: Wanted, others: Sequence[Wanted]) -> bool:
    """Whether a piece is surely a part of a neighbour."""
    if len(piece.letters) < SURE or stands(piece.letters, mine.letters):
        return False
    return any(stands(piece.letters, each.letters) for each in others)


def stands(part: str, whole: str) -> bool:
    """Whether a part's letters stand somewhere in a whole."""
    from rapidfuzz import fuzz

    return len(part) <= len(whole) / SAME and fuzz.partial_ratio(part, whole) >= 100 * SAME


def _apart(said: str, heard: str) -> float:
    """How far apart two texts are: letters to change, of those that are said; 1 at the most."""
    from rapidfuzz.distance import Levenshtein

    return min(1.0, Levenshtein.distance(said, heard) / max(1, len(said)))


def _octaves(ratio: float) -> float:
    return min(1.0, abs(math.log2(max(ratio, 0.01))))
