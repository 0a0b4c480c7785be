"""Nothing that is written in digits and signs is lost: in every language with a grammar it comes out in words."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from narrator.languages import tables
from narrator.verbalize import words

OTHERS = tables.having("spoken")
ENGLISH = {
    "minus": ("minus",),
    "plus": ("plus",),
    "percent": ("percent",),
    "€": ("euro", "euros"),
    "$": ("dollar", "dollars"),
    "£": ("pound", "pounds"),
}
OTHER_GENDER = {"doi": "du"}
"""Numbers that begin otherwise before another noun: dois euros, duas libras."""
VALUES = st.one_of(st.integers(0, 999), st.integers(3_000, 999_999))
"""Not 1000 to 2999, which may be years."""
SIGNS = st.sampled_from(["", "-", "–", "−", "+"])
CARRIERS = st.sampled_from(["({})", "Omega {}.", "{}", "Omega {}, beta.", "„{}“"])


def spoken(text: str, language: str) -> list[str]:
    return " ".join(word.text for word in words(text, language)).casefold().replace("-", " ").split()


def names(language: str, what: str) -> set[str]:
    """The words for a sign in a language, in all forms, in small letters."""
    if language == "en":
        return set(ENGLISH[what])
    table = tables.own_or_english(language, "spoken")
    forms = {"minus": [table["minus"]], "plus": [table["plus"]], "percent": table["percent"]}
    forms |= {sign: table["currencies"][sign][0] for sign in ("€", "$", "£")}
    return {word for form in forms[what] for word in form.casefold().replace("-", " ").split()}


def number(value: int, language: str) -> list[str]:
    """The beginnings of a number's words: its endings change with the noun."""
    said = [word.strip(".,()„“") for word in spoken(f"Omega {value}, beta", language)[1:-1]]
    return [word[:3] for word in said if len(word) > 2]


@pytest.mark.parametrize("language", ["en", *OTHERS])
@settings(max_examples=60, deadline=None)
@given(
    value=VALUES, sign=SIGNS, carrier=CARRIERS, what=st.sampled_from(["percent", "€", "$", "£"]), front=st.booleans()
)
@example(value=50, sign="-", carrier="Omega {}.", what="€", front=False)
@example(value=3, sign="–", carrier="({})", what="percent", front=False)
def test_a_sign_a_number_and_its_unit_are_all_said(
    language: str, value: int, sign: str, carrier: str, what: str, front: bool
) -> None:
    amount = f"{value} %" if what == "percent" else f"{what}{value}" if front else f"{value} {what}"
    said = [word.strip(".,()„“") for word in spoken(carrier.format(sign + amount), language)]
    assert set(said) & names(language, what), said
    if sign in ("-", "–", "−"):
        assert set(said) & names(language, "minus"), said
    if sign == "+" and what == "percent":
        assert set(said) & names(language, "plus"), said
    for start in number(value, language):
        assert any(word.startswith((start[:2], OTHER_GENDER.get(start, start[:2]))) for word in said), (said, start)


@pytest.mark.parametrize("language", ["en", *OTHERS])
@settings(max_examples=80, deadline=None)
@given(st.text("0123456789 .,:/-–−+€$£%°", min_size=1, max_size=24).filter(lambda text: any(map(str.isdecimal, text))))
@example("-0,3 %")
@example("5-3/2:10")
@example("€-5")
def test_no_digit_and_no_money_is_left_and_something_is_said(language: str, text: str) -> None:
    said = " ".join(word.text for word in words(f"Omega {text} beta", language))
    assert not any(map(str.isdecimal, said))
    assert not set(said) & set("€$£%°")
    assert len(said.split()) > 2


@pytest.mark.parametrize("language", ["en", *OTHERS])
@given(st.lists(st.integers(1, 99), min_size=2, max_size=4))
def test_each_number_of_a_row_is_said(language: str, values: list[int]) -> None:
    said = spoken(" omega ".join(map(str, values)), language)
    assert said.count("omega") == len(values) - 1
    assert len(said) >= 2 * len(values) - 1


GOVERNED = [
    (tag, word)
    for tag in ("ru", "uk")
    for row in tables.own_or_english(tag, "cases")["governs"].values()
    for word in row
]


@settings(max_examples=120, deadline=None)
@given(
    governed=st.sampled_from(GOVERNED),
    number=st.sampled_from(
        ["1", "2", "5", "21", "40", "200", "1001", "21 000", "2,5", "0,25", "2–3", "−5", "−0,3", "+7"]
    ),
    what=st.sampled_from(["%", "€", "$", "км", "кг", "т", "°C", "млн", "тис.", ""]),
)
def test_a_case_that_is_asked_for_loses_no_number_and_no_sign(
    governed: tuple[str, str], number: str, what: str
) -> None:
    language, word = governed
    said = " ".join(spoken(f"Омега {word} {number} {what}, бета", language))
    assert not any(map(str.isdecimal, said))
    assert word.replace("-", " ").casefold() in said
    for sign, name in (("−", "minus"), ("+", "plus")):
        assert (sign in number) == bool(set(said.split()) & names(language, name)), said
