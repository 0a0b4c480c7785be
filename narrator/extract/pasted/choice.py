"""Which lines of a pasted page are read: each has a weight, and reading begins and ends where that pays.

A line's weight is a linear function of what is known of it (``features.py``), fitted to pages on which people marked the
article (``weights.tsv``, made by ``python -m tests.bench.pasted_weights``). Two states, read and not read, and a price for a
change between them: the sequence with the greatest sum is taken (Viterbi), so that a line is left out between paragraphs
or read far from them only if much speaks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

from narrator.extract.pasted.features import Numbers
from narrator.extract.pasted.runs import Labelled

CHANGE = 2.0
"""What it costs to begin to read, or to end."""
LEAST_OF_CUT = -2.0
"""What a line that is cut takes from the lines around it at most: a caption does not part the paragraphs beside it."""
SUREST = 8.0
"""Weight beyond which a line is no surer."""


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """The weight of each number that is known of a line, by name."""
    rows = files("narrator.extract.pasted").joinpath("weights.tsv").read_text(encoding="utf-8").splitlines()
    return {name: float(weight) for name, weight in (row.split("\t") for row in rows if row[:1] not in ("", "#"))}


def chosen(lines: Sequence[Labelled], numbers: Iterable[Numbers], known: Mapping[str, float]) -> list[bool]:
    """Whether each line is read; one that is cut is not, and says little of those beside it.

    Args:
        lines: of the page; a longer one counts for more.
        numbers: what is known of each.
        known: the weights.
    """
    worths = [_worth(line, each, known) for line, each in zip(lines, numbers, strict=True)]
    states = best_states(worths, CHANGE)
    return [state and not line.cut for line, state in zip(lines, states, strict=True)]


def _worth(line: Labelled, numbers: Numbers, known: Mapping[str, float]) -> float:
    weight = known["always"] + sum(known.get(name, 0.0) * value for name, value in numbers.items() if value)
    worth: float = max(-SUREST, min(SUREST, weight)) * max(1, line.line.words) ** 0.5
    return max(LEAST_OF_CUT, worth) if line.cut else worth


def best_states(worths: Sequence[float], change: float) -> list[bool]:
    """The sequence of read and not read lines with the greatest sum: a read line is worth ``worths``, another nothing.

    Args:
        worths: of each line, positive where it is rather read.
        change: what each change between the two costs.
    """
    reading, skipping = float("-inf"), 0.0
    came: list[tuple[bool, bool]] = []
    for worth in worths:
        came.append((reading >= skipping - change, reading - change > skipping))
        reading, skipping = max(reading, skipping - change) + worth, max(skipping, reading - change)
    state, states = reading > skipping, []
    for from_reading, left in reversed(came):
        states.append(state)
        state = from_reading if state else left
    return states[::-1]
