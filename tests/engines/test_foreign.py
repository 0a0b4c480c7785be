"""A word of another language is said by an English voice as nearly as its letters can."""

from __future__ import annotations

import pytest

from narrator.engines import espeak
from narrator.engines.foreign import nearest, sound
from narrator.engines.neural import Neural
from narrator.engines.phonemes import ALPHABET
from narrator.lexicon import Entry, Lexicon
from narrator.verbalize import words


@pytest.mark.parametrize(
    ("word", "language", "said"),
    [("bonjour", "fr", "bOnʒˈuɹ"), ("Zeitgeist", "de", "tsˈItɡˌIst"), ("jalapeño", "es", "hˌɑlɑpˈɛnjO")],
)
def test_a_foreign_word_gets_the_nearest_sounds(word: str, language: str, said: str) -> None:
    assert sound(word, language) == said


@pytest.mark.parametrize("ipa", ["bɔ̃ʒˈuʁ", "mˈʏnçən", "ʃˈɐ̃w̃(en)x(fr)", "ʲɨɣβʎ", "ꜛ☃"])
def test_whatever_comes_is_in_the_voices_letters(ipa: str) -> None:
    assert set(nearest(ipa)) <= ALPHABET


def test_a_language_that_nobody_knows_leaves_the_word() -> None:
    assert sound("bonjour", "qq") == ""


def test_without_espeak_the_word_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(espeak, "available", lambda: False)
    assert sound("au revoir", "fr") == ""


def test_the_lexicon_names_the_language_and_the_voice_says_it_so() -> None:
    known = Lexicon([Entry("Zeitgeist", language="de")])
    assert Neural().text(words("The Zeitgeist's end.", "en-US", known), "en-US") == (
        "The [Zeitgeist's](/tsˈItɡˌIsts/) end."
    )
