"""When each word of a text ends, from when each phoneme does."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrator.engines import notation

FRAME = 600
"""Samples that hibari and Kokoro count in: 25 ms at 24 kHz."""


def word_ends(text: str, phonemes: str, ends: Sequence[int]) -> tuple[int, ...]:
    """Where the words of a text end, in samples; empty where they do not match the words of the phonemes one to one.

    The pause behind a word belongs to it: the next one begins where it ends.

    Args:
        text: as the engine got it, with its marked words; what has no letter and no figure in it is no word.
        phonemes: as the model got them, their words parted by spaces.
        ends: of each number that the model got, the one before the first phoneme and the one behind the last included,
            in units of ``FRAME``.
    """
    spoken = words(text)
    found = [
        (each.start(), each.end()) for each in re.finditer(r"\S+", phonemes) if any(map(str.isalpha, each.group()))
    ]
    if not found or len(found) != len(spoken) or len(ends) != len(phonemes) + 2:
        return ()
    starts = [start for start, _ in found[1:]]
    return (*(int(ends[start]) * FRAME for start in starts), int(ends[-1]) * FRAME)


def words(text: str) -> tuple[str, ...]:
    """The words of a text for an engine: a marked one is what it is written as."""
    bare = notation.NOTED.sub(lambda noted: noted[1] or "x", text)
    return tuple(each for each in bare.split() if is_word(each))


def is_word(text: str) -> bool:
    """Whether something of it is said."""
    return any(map(str.isalnum, text))
