"""Words that are written alike and said otherwise, as the voice gets them: rows of ``heteronyms.tsv``, the word between stars."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from narrator import lexicon
from narrator.engines.neural import Neural
from narrator.verbalize import words

ROWS = [
    line.split("\t") for line in Path(__file__).with_name("heteronyms.tsv").read_text(encoding="utf-8").splitlines()
]
ALIKE = str.maketrans({"ᵻ": "ɪ", "ə": "ɪ", "ᵊ": "ɪ", "T": "t", "ɾ": "t", "ˌ": ""})
"""Weak vowels and a flapped t are heard alike."""


@pytest.fixture(scope="module")
def voice() -> Neural:
    return Neural()


def test_each_word_is_said_as_its_neighbours_ask(voice: Neural) -> None:
    known = lexicon.load((), "en-US")
    wrong = [
        (sentence, wanted, got) for sentence, wanted in ROWS if (got := heard(voice, sentence, known)) != plain(wanted)
    ]
    assert wrong == []


def test_a_word_whose_context_says_nothing_is_left_to_the_voice() -> None:
    assert all(word.ipa is None for word in words("The read-only flag, close-up.", "en") if word.text == "flag,")
    (only,) = words("Lead", "en")
    assert only.ipa is None


@pytest.mark.parametrize("text", ["He had read it.", "READ THIS NOW", "read", "record record record", "lead" * 50])
def test_the_words_themselves_stay_as_they_are_written(text: str) -> None:
    assert " ".join(word.text for word in words(text, "en")).lower() == text.lower()


def heard(voice: Neural, sentence: str, known: lexicon.Lexicon) -> str:
    """The phonemes of the word between stars."""
    spoken = words(sentence.replace("*", ""), "en-US", known)
    at = next(index for index, word in enumerate(spoken) if word.start == sentence.index("*"))
    tokens = voice.phonemes(voice.text(spoken, "en-US"), voice.voices()[0]).split(" ")
    return plain(tokens[at])


def plain(phonemes: str) -> str:
    return re.sub(r"[^\wˈ]", "", phonemes.translate(ALIKE))
