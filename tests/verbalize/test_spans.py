"""Spans: each spoken word knows the written characters it came from."""

import pytest

from narrator.verbalize import words


@pytest.mark.parametrize("language", ["en", "ja", "sv-SE"])
def test_plain_words_keep_their_spans_and_their_punctuation(language):
    found = words("“Well,” she said – quietly.", language)
    assert [(w.text, w.start, w.end) for w in found] == [
        ("“Well,”", 0, 7), ("she", 8, 11), ("said –", 12, 18), ("quietly.", 19, 27)
    ]  # fmt: skip


def test_a_soft_hyphen_is_written_and_not_said():
    (word,) = words("Sep\u00adtember", "en")
    assert (word.text, word.start, word.end) == ("September", 0, 10)


def test_a_ligature_is_two_letters_from_one_character():
    first, second = words("ﬁne day", "xx")
    assert (first.text, first.start, first.end, second.start) == ("fine", 0, 3, 4)
