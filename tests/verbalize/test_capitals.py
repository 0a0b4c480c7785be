"""Capital words: spelt, said as words, or told apart by where they stand. Spelt ones keep their capitals for the voice."""

from __future__ import annotations

import pytest

from narrator.verbalize import words


def said(text: str) -> str:
    return " ".join(word.text for word in words(text, "en"))


def sounds(text: str) -> dict[str, str]:
    return {word.text.strip(".,"): word.ipa for word in words(text, "en") if word.ipa}


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("HONG KONG (AP) — The council met.", "Hong Kong (AP) — The council met."),
        ("UNITED NATIONS — The council met.", "United Nations — The council met."),
        ("EL PASO, Texas (AP) — Rain fell.", "El Paso, Texas (AP) — Rain fell."),
        ("ST. LOUIS (AP) - Rain fell.", "Saint Louis (AP) - Rain fell."),
        ("PORT-AU-PRINCE, Haiti — Rain fell.", "Port-au-Prince, Haiti — Rain fell."),
        ("DEIR AL-BALAH, Gaza Strip (AP) — Rain.", "Deir al-Balah, Gaza Strip (AP) — Rain."),
        ("NEW DELHI, Sept 3 (Reuters) - Rain fell.", "New Delhi, Sept three (Reuters) - Rain fell."),
        ("RIO DE JANEIRO: Rain fell.", "Rio de Janeiro: Rain fell."),
    ],
)
def test_the_place_of_a_dateline_is_said_as_a_name(written: str, spoken: str) -> None:
    assert said(written).replace("third", "three").replace("September", "Sept") == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("STORM HITS COAST", "Storm Hits Coast"),
        ("PM RESIGNS", "PM Resigns"),
        ("NATO CHIEF SAYS UK MUST ACT", "NATO Chief Says UK Must act"),
        ("FBI RAIDS HQ OF ACME", "FBI Raids HQ of Acme"),
        ("MCDONALD'S CUTS JOBS", "McDonald's Cuts Jobs"),
        ("OUR TOWN AND ITS PIER", "our Town and its Pier"),
        ("MR HILL QUITS", "Mister Hill Quits"),
    ],
)
def test_a_headline_in_capitals_is_said_in_words(written: str, spoken: str) -> None:
    assert said(written) == spoken


@pytest.mark.parametrize(
    "text", ["The FBI and NASA met UNESCO.", "An RTX card, 8GB RAM", "BBC", "NASA", "HIV", "The HQ of the UAW"]
)
def test_initialisms_keep_their_capitals(text: str) -> None:
    assert said(text).replace("eight gigabytes", "8GB") == text


def test_us_and_it_are_told_from_the_pronouns() -> None:
    assert sounds("The US sent it to us in the IT room.") == {"US": "jˌuˈɛs", "IT": "ˌItˈi"}
    assert sounds("GIVE IT TO US") == {}
    assert sounds("US TROOPS LEAVE BASE") == {"US": "jˌuˈɛs"}
    assert sounds("IT WORKERS STRIKE OVER PAY") == {"IT": "ˌItˈi"}
    assert sounds("WHO SAYS MPOX IS SPREADING") == {"WHO": "dˌʌbᵊljuˌAʧˈO"}
    assert sounds("WHO WILL PAY FOR THIS") == {}


def test_a_shout_inside_a_sentence_is_said_in_words() -> None:
    assert said("He yelled STOP RIGHT THERE and ran.") == "He yelled Stop Right There and ran."
    assert said("BREAKING NEWS: The pier is open.") == "Breaking News: The pier is open."
