"""Sentences that should be heard, words that were, and which of them belong together."""

from __future__ import annotations

import itertools
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

SURE = 4
"""Letters in a row that are equal: fewer meet by chance."""


def letters(text: str) -> str:
    """The letters and digits of a text, small, without accents: what two writings of the same words share."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in apart if unicodedata.category(each)[0] in "LN")


@dataclass(frozen=True, slots=True)
class Expected:
    """A sentence that should be heard."""

    text: str
    """As it is written."""
    letters: str
    """Of its spoken words."""
    language: str
    """BCP 47."""
    start_s: float
    end_s: float
    sentence: int = -1
    """As ``Cue.sentence``; −1 for what is no sentence of the article."""
    block: int | None = None
    block_start: int = 0
    block_end: int = 0
    passages: tuple[str, ...] = ()
    """Languages of passages inside it, other than its own (BCP 47)."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A word that was heard."""

    letters: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Match:
    """What was heard of a sentence, where all was heard at once."""

    expected: Expected
    share: float
    """Of its letters, 0 to 1: those that were heard in their place."""
    count: int
    """Letters that were heard where it should be, right or wrong."""
    heard_start_s: float | None
    heard_end_s: float | None
    """Of what is surely of it; None where nothing is."""
    lead: int = 0
    tail: int = 0
    """Letters before and behind that which were not heard."""


def matches(expected: Sequence[Expected], heard: Sequence[Heard]) -> list[Match]:
    """Each sentence with what was heard of it: the fewest letters changed, left out and put in between both wholes."""
    from rapidfuzz.distance import Levenshtein

    said, written = "".join(each.letters for each in expected), "".join(each.letters for each in heard)
    blocks = [each for each in Levenshtein.opcodes(said, written) if each.src_end > each.src_start]
    ends = [each.src_end for each in blocks]
    words = list(itertools.accumulate(len(each.letters) for each in heard))
    starts = [0, *itertools.accumulate(len(each.letters) for each in expected)]
    out = []
    for each, start, end in zip(expected, starts, starts[1:], strict=False):
        equal, right, first, last, lead, tail = 0, list[tuple[int, int]](), None, None, 0, 0
        for block in itertools.takewhile(lambda b, e=end: b.src_start < e, blocks[bisect_left(ends, start + 1) :]):  # type: ignore[misc]
            a, b = max(start, block.src_start), min(end, block.src_end)
            if block.tag == "equal":
                equal += b - a
                shift = block.dest_start - block.src_start
                right.append((a + shift, b + shift))
                if b - a >= min(SURE, end - start):
                    is_first = first is None
                    first, lead = (bisect_left(words, a + shift + 1), a - start) if is_first else (first, lead)
                    last, tail = bisect_left(words, b + shift), end - b
        count = right[-1][1] - right[0][0] if right else 0
        out.append(
            Match(
                each,
                equal / max(1, end - start),
                count,
                heard[first].start_s if first is not None else None,
                heard[last].end_s if last is not None else None,
                lead,
                tail,
            )
        )
    return out
