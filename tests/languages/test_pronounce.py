"""Names that no dictionary has are said by the spelling of where they come from; English ones are left to the voice."""

from __future__ import annotations

import pytest

from narrator.languages.en.pronounce import guess, origin


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
