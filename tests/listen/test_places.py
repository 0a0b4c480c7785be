"""Pieces of sound are shared out among the sentences that should be heard."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from narrator.listen.places import Piece, Wanted, shared
from narrator.listen.sentences import letters

FERRY = "The harbour ferry returns after two winters on the dry dock"
CROWD = "A crowd of two hundred people lined the old stone quay"
FARES = "Tickets cost three dollars and fifty cents for grown people"
NOISE = "let me tell you how to make a video of all that"


def pieces(*texts: str) -> list[Piece]:
    """Pieces of 0.06 s a letter, with pauses of 0.4 s between."""
    out, at_s = [], 0.0
    for text in texts:
        length_s = 0.06 * len(letters(text))
        out.append(Piece(at_s, at_s + length_s, length_s, letters(text)))
        at_s += length_s + 0.4
    return out


def ranges(texts: Sequence[str], *said: str) -> list[tuple[int, int]]:
    return shared(pieces(*texts), [Wanted(letters(each), 0.06 * len(letters(each))) for each in said])


@pytest.mark.parametrize(
    ("heard", "expected"),
    [
        ((FERRY, CROWD, FARES), [(0, 1), (1, 2), (2, 3)]),
        ((FERRY[:21], FERRY[21:], CROWD, FARES), [(0, 2), (2, 3), (3, 4)]),
        ((FERRY, FARES), [(0, 1), (1, 1), (1, 2)]),
        ((FERRY, FERRY, CROWD, FARES), [(0, 2), (2, 3), (3, 4)]),
        ((FERRY, CROWD, CROWD, FARES), [(0, 1), (1, 3), (3, 4)]),
        ((FERRY, NOISE, FARES), [(0, 1), (1, 2), (2, 3)]),
        ((FERRY, CROWD[:28], FARES), [(0, 1), (1, 2), (2, 3)]),
        ((CROWD, FARES), [(0, 0), (0, 1), (1, 2)]),
        ((FERRY, CROWD), [(0, 1), (1, 2), (2, 2)]),
        ((), [(0, 0), (0, 0), (0, 0)]),
    ],
)
def test_each_sentence_has_the_pieces_that_are_its_own(heard: tuple[str, ...], expected: list[tuple[int, int]]) -> None:
    assert ranges(heard, FERRY, CROWD, FARES) == expected


def test_a_copy_belongs_to_its_sentence_though_the_next_one_is_missing() -> None:
    assert ranges((FERRY[:21], FERRY[21:], FERRY[:21], FERRY[21:], FARES), FERRY, CROWD, FARES) == [
        (0, 4),
        (4, 4),
        (4, 5),
    ]


def test_sound_that_was_put_in_between_is_nobodys() -> None:
    advertisement = "go to our shop today and buy one of everything that you see there for half of the price " * 3
    assert ranges((FERRY, advertisement, CROWD), FERRY, CROWD) == [(0, 1), (2, 3)]
