"""What a page marks is heard: powers, indices, words of another language."""

from __future__ import annotations

import pytest

from narrator.lexicon import Entry, Lexicon
from narrator.model import Mark, MarkKind
from narrator.verbalize import words


def said(text: str, *marks: Mark, language: str = "en", lexicon: Lexicon | None = None) -> str:
    return " ".join(word.text for word in words(text, language, lexicon, marks))


def test_a_letter_set_high_is_a_power() -> None:
    assert said("It grows as xn here.", Mark(13, 14, MarkKind.SUP)) == "It grows as x to the power of n here."


def test_a_number_set_high_behind_a_number_is_a_power() -> None:
    assert said("about 10-7 grams", Mark(8, 10, MarkKind.SUP)) == "about ten to the power of minus seven grams"


@pytest.mark.parametrize(
    ("language", "spoken"), [("de", "10 hoch sechs"), ("fr", "10 puissance six"), ("es", "10 elevado a seis")]
)
def test_powers_are_heard_in_other_languages(language: str, spoken: str) -> None:
    ten = said("10", language=language)
    assert said("(10⁶)", language=language) == f"({spoken.replace('10', ten)})"
    assert said("(106)", Mark(3, 4, MarkKind.SUP), language=language) == f"({spoken.replace('10', ten)})"


def test_letters_of_an_ordinal_stay_with_their_number() -> None:
    assert said("the 21st of May", Mark(6, 8, MarkKind.SUP)) == "the twenty-first of May"


def test_an_index_of_letters_is_a_word_of_its_own() -> None:
    assert said("the speed vmax rose", Mark(11, 14, MarkKind.SUB)) == "the speed v max rose"


def test_a_mark_behind_a_word_is_no_power() -> None:
    assert said("the vote3 passed", Mark(8, 9, MarkKind.SUP)) == said("the vote3 passed")


def test_words_that_are_marked_as_of_a_language_have_its_tag() -> None:
    found = words("He said Guten Tag, twice.", "en", None, [Mark(8, 17, MarkKind.LANGUAGE, "de_DE")])
    assert [word.text for word in found if word.language] == ["Guten", "Tag,"]
    assert not any(
        word.language for word in words("He said hello.", "en", None, [Mark(8, 13, MarkKind.LANGUAGE, "en-GB")])
    )


def test_the_lexicon_is_stronger_than_the_page_language() -> None:
    lexicon = Lexicon([Entry("Tag", ipa="tˈɑɡ")])
    found = words("Guten Tag", "en", lexicon, [Mark(0, 9, MarkKind.LANGUAGE, "de")])
    assert [(word.language, word.ipa) for word in found] == [("de", None), (None, "tˈɑɡ")]


@pytest.mark.parametrize(
    ("value", "spoken"),
    [("しょうじ", "市長のしょうじ氏"), ("ㄉㄨㄥ", "市長の東海林氏"), ("Tōkairin", "市長の東海林氏")],
)
def test_characters_are_said_as_the_kana_above_them(value: str, spoken: str) -> None:
    assert said("市長の東海林氏", Mark(3, 6, MarkKind.RUBY, value), language="ja") == spoken
