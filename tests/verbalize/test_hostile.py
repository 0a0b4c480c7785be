"""Text that is no prose: linear time, no exception, spans in order."""

from __future__ import annotations

import itertools
import random
from functools import partial

import pytest

from narrator.languages import tables
from narrator.verbalize import words
from tests.cpu import within

FRAGMENTS = (
    *("Jan. ", "Sept ", "1", "0", "99", "2024", "1,000", "1.5", "½", "²", "$", "€", "£", "%", "°", "°C", " ", "\u00a0"),
    *("-", "–", "/", ":", ".", ",", "+", "*", "<", ">", "#", "@", "&", "'", '"', "(", ")", "[", "]", "~", "^"),
    *("king ", "I", "IV", "X", "the ", "a ", "million ", "km", "mph ", "No. ", "St. ", "st", "nd", "p.m. ", "to "),
    *("http://", "www.", "A", "b", "s", "é", "😀", "um ", "Uhr", "млн ", "р.", "janv. ", "Mrd. "),
)
LANGUAGE_TAGS = ("en-US", "en-GB", *(tag for tag in tables.having("spoken")), "ja")
ROWS = ("1", "A.", "1-", "1/", "1:", "1, ", "$1 ", "a $1 to ", "Sept. 1-", "1x", "(1)", "[", "I ", "King I ", "½", "²", "é", "@a", "www.", "R-", "1 000 ")  # fmt: skip


def fragments(length: int, seed: int) -> str:
    """Pieces that rules look for, at random, ``length`` characters of them."""
    chance = random.Random(seed)
    return "".join(chance.choice(FRAGMENTS) for _ in range(length))[:length]


@pytest.mark.parametrize("language", LANGUAGE_TAGS)
def test_random_fragments_keep_their_order(language: str) -> None:
    text = fragments(3_000, 1)
    found = words(text, language)
    assert all(0 <= word.start <= word.end <= len(text) for word in found)
    assert all(a.start <= b.start for a, b in itertools.pairwise(found))


@pytest.mark.parametrize("language", LANGUAGE_TAGS)
def test_a_tenth_of_a_megabyte_of_fragments_takes_a_second_at_most(language: str) -> None:
    words("1", language)
    assert within(1.0, lambda: words(fragments(100_000, 2), language))


@pytest.mark.parametrize("row", ROWS)
def test_a_row_of_the_same_below_the_longest_sentence_is_quick(row: str) -> None:
    words("1", "en-US")
    assert within(1.5, lambda: words((row * 20_000)[:19_900], "en-US"))


@pytest.mark.stress
@pytest.mark.parametrize("language", LANGUAGE_TAGS)
def test_a_megabyte_of_anything_takes_five_seconds_at_most(language: str) -> None:
    words("1", language)
    for text in (
        fragments(1_000_000, 3),
        "word " * 200_000,
        "x" * 1_000_000,
        *(row * (1_000_000 // len(row)) for row in ROWS),
    ):
        assert within(5.0, partial(words, text, language))
