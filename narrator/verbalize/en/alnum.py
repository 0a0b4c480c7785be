"""Letters with digits: F-16s, COVID-19, G7, 5G, iPhone 16, M4, A380, B-52, H5N1, Room 4B."""

from __future__ import annotations

import re

from narrator.verbalize.en.numbers import cardinal, digits, plural, spoken
from narrator.verbalize.rules import Rule

DIGITS = "0123456789"


def _number(text: str) -> str:
    """The number in a name: up to two digits whole, three as "three eighty", a zero inside digit by digit."""
    if text.startswith("0") or len(text) > 4:
        return digits(text)
    if len(text) == 3:
        if text.endswith("00"):
            return cardinal(int(text))
        middle = f"oh {cardinal(int(text[2]))}" if text[1] == "0" else cardinal(int(text[1:]))
        return f"{cardinal(int(text[0]))} {middle}"
    if len(text) == 4 and not text.endswith("00"):
        low = int(text[2:])
        return f"{cardinal(int(text[:2]))} " + (f"oh {cardinal(low)}" if low < 10 else cardinal(low))
    return cardinal(int(text))


def _letters(text: str) -> str:
    """Letters as the engines read them: capitals stay together, since both spell unknown ones."""
    return text


def _designation(match: re.Match[str]) -> str:
    letters, number, tail = match.group(1), match.group(2), match.group(3) or ""
    said = _number(number)
    if tail in ("s", "'s", "’s"):
        said = plural(said) if tail == "s" else said + "'s"
    elif tail:
        said = f"{said} {tail}"
    return f"{_letters(letters)} {said}"


def _mixed(match: re.Match[str]) -> str:
    parts = re.findall(r"\d+|[^\W\d_]+", match.group())
    return " ".join(_number(part) if part.isdecimal() else _letters(part) for part in parts)


def _leading(match: re.Match[str]) -> str:
    number, letters = match.group(1), match.group(2)
    if letters in ("s", "'s", "’s"):
        said = spoken(number)
        return plural(said) if letters == "s" else f"{said}'s"
    return f"{spoken(number) if len(number) < 4 else _number(number)} {letters}"


def _named(match: re.Match[str]) -> str:
    return _number(match.group())


RULES = (
    Rule(
        "named-number",
        re.compile(
            r"(?:(?<=\bBoeing\s)|(?<=\bAirbus\s)|(?<=\bFlight\s)|(?<=\bflight\s)|(?<=\bHighway\s)|(?<=\bRoute\s)|"
            r"(?<=\bInterstate\s)|(?<=\bRoom\s)|(?<=\broom\s)|(?<=\bGate\s)|(?<=\bPorsche\s)|(?<=\barea\scode\s))"
            r"\d{3,4}(?![\w%]|[.,:/-]\d)|(?<![\w.,$-])7[0-8]7(?=\s(?:MAX|Max|Dreamliner|jet|airliner|aircraft))"
        ),
        _named,
        DIGITS,
    ),
    Rule(
        "designation",
        re.compile(r"(?<![\w.,$€£/-])([A-Za-z]{1,6})-?(\d{1,4})(s|['’]s|[A-Za-z]{1,2})?(?![\w]|-\d|,\d{3}|\.\d|/\d)"),
        _designation,
        DIGITS,
    ),
    Rule(
        "name-with-number",
        re.compile(r"(?<![\w.,$€£/])([A-Za-z][A-Za-z]+)-(\d{1,4})(s|['’]s)?(?![\w]|,\d{3}|\.\d|/\d)"),
        _designation,
        DIGITS,
    ),
    Rule("number-letters", re.compile(r"(?<![\w.,$€£-])(\d{1,4})(s|['’]s|[A-Z]{1,3}|[a-z])(?![\w])"), _leading, DIGITS),
    Rule("mixed", re.compile(r"(?<![\w])(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z\d]{2,20}(?![\w])"), _mixed, DIGITS),
)
