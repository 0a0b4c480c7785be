"""What the rules ask of a language: its table, its numbers in words, and the grammar around them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from narrator.languages import tables
from narrator.languages.rules import Rule

NUMBER = r"\d{1,3}(?:[.\u00a0 ’']\d{3})+(?!\d)(?:,\d+)?|\d+,\d+|\d+\.\d{1,2}(?!\d|\.\d)|\d+"
"""Thousands parted by stops or spaces, decimals by a comma; one or two digits behind a stop are decimals too."""
LONGEST = 15
"""A number of more digits is read digit by digit."""


def any_of(names: Mapping[str, object] | list[str]) -> str:
    """A pattern of all names, the longest first."""
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


@lru_cache(maxsize=4096)
def in_words(value: int, language: str, how: tuple[tuple[str, Any], ...] = ()) -> str:
    """A number as num2words has it; ``how`` are its options, by their names."""
    from num2words import num2words

    return str(num2words(value, lang=language, **dict(how)))


class Tongue:
    """A language of the package: the base says numbers, the languages add their grammar."""

    name = ""
    hundredths = True
    """Whether decimals before the written word for money are its hundredths: 12,50 Euro is "zwölf Euro fünfzig"."""

    decimals_as_number = False
    """Whether two decimals are one number: 3,14 is "trois virgule quatorze"."""

    before_clock: re.Pattern[str] | None = None
    """Ends with a word behind which a stop parts hours and minutes, with no word behind them: alle 20.45."""

    def __init__(self) -> None:
        self.table: Mapping[str, Any] = tables.own_or_english(self.name, "spoken")
        calendar = tables.own_or_english(self.name, "months")
        self.months: Sequence[str] = calendar["names"]
        """As a date has them, January first."""
        self.short_months: Mapping[str, str] = {
            f"{short}.": name for name, forms in zip(self.months, calendar["short"], strict=True) for short in forms
        }
        """The months by their short forms, with the stop."""

    def early(self) -> tuple[Rule, ...]:
        """Rules of the language that come before the dates."""
        return ()

    def late(self) -> tuple[Rule, ...]:
        """Rules of the language that come before the plain numbers."""
        return ()

    def number(self, value: int, noun: str = "") -> str:
        """A whole number in words, before a noun if there is one."""
        return self.cardinal(value)

    def cardinal(self, value: int, **how: Any) -> str:
        """A whole number in words."""
        return in_words(value, self.name, tuple(sorted(how.items())))

    def nth(self, value: int) -> str:
        """An ordinal in words, as num2words has it."""
        return self.cardinal(value, to="ordinal")

    def digits(self, written: str) -> str:
        """Digit by digit."""
        return " ".join(self.cardinal(int(digit)) for digit in written if digit.isdecimal())

    def number_in_words(self, written: str, noun: str = "") -> str:
        """A written number in words, before a noun if there is one."""
        sign = {"-": f"{self.table['minus']} ", "−": f"{self.table['minus']} ", "+": f"{self.table['plus']} "}.get(
            written[:1], ""
        )
        whole, mark, fraction = self.parts(written)
        plain = re.sub(r"\D", "", whole)
        if len(plain) > LONGEST or (len(plain) > 1 and plain.startswith("0")):
            return (
                f"{sign}{self.digits(plain)} {mark} {self.digits(fraction)}" if fraction else sign + self.digits(plain)
            )
        words = self.number(int(plain or 0), "" if fraction else noun)
        return f"{sign}{words} {mark} {self.decimals(fraction)}" if fraction else sign + words

    def decimals(self, fraction: str) -> str:
        """What stands behind the mark of the decimals."""
        if self.decimals_as_number and len(fraction) == 2 and fraction[0] != "0":
            return self.cardinal(int(fraction))
        return self.digits(fraction)

    def parts(self, written: str) -> tuple[str, str, str]:
        """The whole part, the word for the mark of the decimals, and these."""
        bare = written.lstrip("+-−")
        if re.fullmatch(r"\d+\.\d{1,2}", bare):
            whole, _, fraction = bare.partition(".")
            return whole, self.table["stop"], fraction
        whole, _, fraction = bare.partition(",")
        return whole, self.table["point"], fraction

    def value(self, written: str) -> float:
        """What a written number is worth, for its grammar."""
        whole, _, fraction = self.parts(written)
        return float(f"{re.sub(r'[^0-9]', '', whole) or 0}.{fraction or 0}")

    def form(self, forms: list[str], written: str) -> str:
        """Of a noun's forms, the one behind a number: one, many."""
        return forms[0] if self.value(written) == 1 else forms[-1]

    def amount(self, written: str, forms: list[str], front: str) -> str:
        """A number with the noun that it counts; ``front`` is the text before it, which may ask for a case."""
        return f"{self.number_in_words(written, forms[0])} {self.form(forms, written)}"

    def counted(self, written: str, noun: str, front: str) -> str:
        """A number before a noun that is written out; ``front`` is the text before it."""
        return self.number_in_words(written, noun)

    def front(self, match: re.Match[str]) -> str:
        """The text before an amount, which may ask for a case."""
        return before(match, 40)

    def behind_range(self, front: str) -> str:
        """What asks for the case of a range's last number; ``front`` is the text before its first one."""
        return f"{self.table['to']} "

    def ranged(self, low: str, high: str, forms: list[str], front: str) -> str:
        """Two numbers with the noun that they count."""
        said = self.amount(high, forms, self.behind_range(front))
        return f"{self.number_in_words(low, forms[0])} {self.table['to']} {said}".replace("  ", " ")

    def short_form(self, word: str, match: re.Match[str]) -> str:
        """What a short form stands for, in the case that its place asks for."""
        return word

    def score(self, first: int, last: int) -> str:
        """Three to one, of a match."""
        return " ".join(f"{self.cardinal(first)} {self.table['score']} {self.cardinal(last)}".split())

    def is_numbered(self, name: str) -> bool:
        """Whether a Roman numeral of one letter behind this word is a number: a ruler's name, a chapter."""
        return name in self.table["rulers"] or name in self.table["numbered"]

    def day(self, day: int, before: str) -> str:
        """A day of the month; ``before`` is the text in front of it."""
        return self.cardinal(day)

    def year(self, value: int, *, dated: bool = False, follows: str = "") -> str:
        """A year, alone or behind a date."""
        return self.cardinal(value)

    def month_of(self, month: int, value: int) -> str:
        """A month and its year, without a day."""
        return f"{self.months[month - 1]} {self.table['of_month']}{self.year(value)}"

    def time_in_words(self, hour: int, minute: int, before: str, word: str) -> str | None:
        """A time of day; ``word`` is the one for hours that is written behind it, if any."""
        raise NotImplementedError

    def opening(self, first: tuple[int, int], last: tuple[int, int], front: str, word: str) -> str:
        """Hours and minutes from and to; ``word`` is the one for hours behind them, if any."""
        start = self.time_in_words(*first, "", "") or self.cardinal(first[0])
        return f"{start} {self.table['to']} {self.time_in_words(*last, '', word)}"

    def weekdays(self, first: str, word: str, last: str, front: str) -> str:
        """Two days of the week and the word between them; ``front`` is the text before."""
        return f"{first} {word} {last}"

    def minute(self, value: int, front: str) -> str:
        """A minute of a match that is written with a stop."""
        return self.cardinal(value)

    def taken(self, noun: str) -> str:
        """A unit behind the word for "per"."""
        return noun

    def half(self, forms: list[str]) -> str | None:
        """½ kg; None where the number's own rules say it."""
        return None

    def is_counted(self, noun: str) -> bool:
        """Whether Roman numerals behind a noun count it: a chapter, volumes."""
        return noun in self.table["numbered"] or noun in self.table["counted"]

    def fraction(self, top: int, bottom: int) -> str:
        """Two thirds."""
        raise NotImplementedError

    def part(self, top: int, bottom: int, front: str) -> str:
        """A fraction behind a text that may ask for a case."""
        return self.fraction(top, bottom)

    def ratio(self, first: str, last: str) -> str:
        """One to ten, as in a scale or a mixture."""
        return f"{self.number_in_words(first)} {self.table['ratio_to']} {self.number_in_words(last)}"

    def mixed(self, whole: str, top: int, bottom: int, noun: str = "") -> str:
        """A whole number and a fraction, before a noun if there is one."""
        return f"{self.number_in_words(whole)} {self.table['and']}{self.fraction(top, bottom)}"

    def roman(self, value: int, name: str, front: str) -> str | None:
        """A Roman numeral behind a word, which may be a ruler or a century; ``front`` is the text before the word."""
        return self.cardinal(value)


def before(match: re.Match[str], longest: int = 24) -> str:
    """What stands in front of a match."""
    return match.string[max(0, match.start() - longest) : match.start()]


def follows(match: re.Match[str], longest: int = 24) -> str:
    """What stands behind a match."""
    return match.string[match.end() : match.end() + longest]


def last_word(text: str) -> str:
    """The last word of a text, in small letters; nothing behind a stop."""
    found = re.search(r"([^\W\d_]+)\s*$", text)
    return found.group(1).lower() if found else ""


def noun_behind(match: re.Match[str]) -> str:
    """The word right behind a match."""
    found = re.match(r"\s([^\W\d_]+(?:-[^\W\d_]+)?)", follows(match))
    return found.group(1) if found else ""
