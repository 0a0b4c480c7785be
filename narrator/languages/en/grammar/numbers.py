"""Numbers in words: cardinals, ordinals, decimals, digits one by one, years. No rules: those are in ``cardinals``."""

from __future__ import annotations

import re
from functools import lru_cache

UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SCALES = ("", "thousand", "million", "billion", "trillion", "quadrillion")
IRREGULAR = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
LONGEST = 15
"""A number of more digits is read digit by digit."""
NUMBER = r"\d{1,3}(?:[,'’]\d{3})+(?!\d)|\d{1,2}(?:,\d\d){1,5},\d{3}(?!\d)|\d+"
"""With thousands separators, Swiss ones (1'250'000) too, with the Indian ones (1,50,000), or plain."""


def cardinal(value: int, *, british: bool = False) -> str:
    """``value`` in words: 1,234 is "one thousand two hundred thirty-four"."""
    if value < 0:
        return f"minus {cardinal(-value, british=british)}"
    if value < 1000:
        return _below_thousand(value, british=british)
    if len(str(value)) > 18:
        return digits(str(value))
    parts: list[str] = []
    for power in range(len(SCALES) - 1, -1, -1):
        group = value // 1000**power % 1000
        if not group:
            continue
        joint = "and " if british and power == 0 and group < 100 and parts else ""
        parts.append(f"{joint}{_below_thousand(group, british=british)} {SCALES[power]}".strip())
    return " ".join(parts)


def _below_thousand(value: int, *, british: bool) -> str:
    if value < 20:
        return UNITS[value]
    if value < 100:
        return TENS[value // 10] + (f"-{UNITS[value % 10]}" if value % 10 else "")
    rest = value % 100
    joint = " and " if british else " "
    return f"{UNITS[value // 100]} hundred" + (joint + _below_thousand(rest, british=british) if rest else "")


def ordinal(value: int, *, british: bool = False) -> str:
    """``value`` as an ordinal: 21 is "twenty-first"."""
    head, separator, last = _split_last(cardinal(value, british=british))
    if last in IRREGULAR:
        return head + separator + IRREGULAR[last]
    return head + separator + (last[:-1] + "ieth" if last.endswith("y") else last + "th")


def _split_last(text: str) -> tuple[str, str, str]:
    cut = max(text.rfind(" "), text.rfind("-"))
    return (text[:cut], text[cut], text[cut + 1 :]) if cut >= 0 else ("", "", text)


def digits(text: str, *, zero: str = "zero") -> str:
    """Digit by digit; anything that is no digit is left out."""
    return " ".join(
        zero if digit == "0" else UNITS[int(digit)] for digit in text if digit.isascii() and digit.isdigit()
    )


def short_number(text: str) -> str:
    """The number in a name: up to two digits whole, three as "three eighty", a zero inside digit by digit."""
    if text.startswith("0") or len(text) > 4:
        return digits(text)
    if len(text) < 3 or text.endswith("000"):
        return cardinal(int(text))
    head, low = int(text[:-2]), int(text[-2:])
    if not low:
        return f"{cardinal(head)} hundred"
    return f"{cardinal(head)} " + (f"oh {cardinal(low)}" if low < 10 else cardinal(low))


def integer(text: str) -> int:
    """The value of written digits with or without thousands separators."""
    return int(re.sub(r"\D", "", text) or 0)


@lru_cache(maxsize=4096)
def spoken(text: str, *, british: bool = False) -> str:
    """A written number, whole or decimal, with separators: "1,234.5" is "one thousand two hundred thirty-four point five"."""
    negative = text[:1] in "-−–"
    whole, _, fraction = text.lstrip("-−–+").partition(".")
    plain = re.sub(r"\D", "", whole)
    if len(plain) > LONGEST or (len(plain) > 1 and plain.startswith("0")):
        said = digits(plain)
    else:
        said = cardinal(int(plain or 0), british=british) if plain else ""
    if fraction:
        said = f"{said} point {digits(fraction)}".strip()
    return f"minus {said}" if negative else said


def plural(words: str) -> str:
    """The plural of a number's words: "nineteen nineties", "F sixteens"."""
    if words.endswith("y"):
        return words[:-1] + "ies"
    return words + ("es" if words.endswith("x") else "s")


def year(value: int, *, british: bool = False) -> str:
    """A year as people say it: 1998, 1905, 1900, 2005, 2024."""
    high, low = divmod(value, 100)
    if not 1000 <= value <= 2999 or (high % 10 == 0 and low < 10):
        return cardinal(value, british=british)
    if low == 0:
        return f"{cardinal(high)} hundred"
    return f"{cardinal(high)} " + (f"oh {UNITS[low]}" if low < 10 else cardinal(low))
