"""Names that no dictionary has are said by the spelling of where they come from; English ones are left to the voice."""

from __future__ import annotations

import pytest

from narrator.engines import english
from narrator.engines.phonemes import foreign
from narrator.languages.en.pronounce import familiar_names, guess, origin


@pytest.mark.parametrize(
    ("name", "language", "phonemes"),
    [
        ("Orsi", "vowels", "ˈɔɹsi"),
        ("Kowalczyk", "polish", "kOvˈɑlʧɪk"),
        ("Domínguez", "spanish", "dɔmˈiŋɡɛs"),
        ("Kobayashi", "japanese", "kObIˈɑʃi"),
        ("Zhang", "pinyin", "ʤˈɑŋ"),
        ("Ferretti", "italian", "fɛɹˈɛti"),
        ("Bondarenko", "slavic", "bɔndəɹˈɛŋkO"),
        ("Petrović", "yugoslav", "pˈɛtɹəvɪʧ"),
        ("Beaudoin", "french", "bOdwˈæn"),
        ("Popescu", "romanian", "pOpˈɛsku"),
        ("Quiñones", "spanish", "kinjˈOnɛs"),
        ("Oliveira", "portuguese", "OlivˈAɹə"),
        ("Mwangi", "african", "mwˈɑŋɡi"),
    ],
)
def test_a_name_is_said_as_its_language_spells(name: str, language: str, phonemes: str) -> None:
    assert (origin(name), guess(name)) == (language, phonemes)


@pytest.mark.parametrize("name", ["Starmer", "Whitmore", "Luckey", "Halligan", "Warnock", "Crockett", "Hegseth"])
def test_a_name_that_looks_english_is_left_to_the_voice(name: str) -> None:
    assert guess(name) == ""


@pytest.mark.parametrize("word", ["kobayashi", "NATO", "McAllister", "X", "R2D2", "", "Ab"])
def test_what_is_no_name_is_left_alone(word: str) -> None:
    assert guess(word) == ""


@pytest.mark.parametrize(
    "name", ["Ng", "Brr", "Krk", "Vlk", "Wójcik", "Šćepanović", "Ödön", "Ñandú", "Ão", "Yıldırım", "A" * 40]
)
def test_any_name_gets_phonemes_that_the_voice_speaks_or_none(name: str) -> None:
    from narrator.engines.phonemes import ALPHABET

    assert set(guess(name)) <= ALPHABET


@pytest.mark.parametrize(
    ("name", "phonemes"),
    [
        ("Ryan", "ɹˈIən"),
        ("Matthew", "mˈæθju"),
        ("Denise", "dənˈis"),
        ("Robinson", "ɹˈɑbɪnsən"),
        ("Paige", "pˈAʤ"),
        ("Tottenham", "tˈɑtnəm"),
        ("Ryan's", "ɹˈIənz"),
        ("Robinsons", "ɹˈɑbɪnsənz"),
        ("Kruger-Smith", "kɹˈuɡəɹ smˈɪθ"),
    ],
)
def test_a_name_that_is_met_every_day_is_said_as_it_is_known(name: str, phonemes: str) -> None:
    assert english.phonemes(name) == phonemes


def test_the_phonemes_of_familiar_names_are_those_that_the_voice_speaks() -> None:
    assert {name: foreign(said) for name, said in familiar_names().items() if foreign(said)} == {}


@pytest.mark.parametrize("name", ["Debbie", "Farnham", "Westerfield", "Hutcheson", "McSorley", "Lizette", "Halvorsen"])
def test_english_endings_are_read_by_no_other_spelling(name: str) -> None:
    assert guess(name) == ""
