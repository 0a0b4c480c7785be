"""Whole numbers, decimals, percent and money of a language that num2words counts in and that has no grammar of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from narrator.languages.common.tongue import LONGEST, in_words
from narrator.languages.rules import DIGITS, Rule


def rules(language: str, table: Mapping[str, Any]) -> tuple[Rule, ...]:
    """Args: language: as num2words has it; table: the language's ``numbers``."""
    thousands, decimal = re.escape(table["thousands"]), re.escape(table["decimal"])
    number = rf"\d{{1,3}}(?:[{thousands}]\d{{3}})+(?!\d)(?:{decimal}\d+)?|\d+(?:{decimal}\d+)?"
    say = _Numbers(language, table)
    head = r"(?<![0-9A-Za-z.,:/-])(?P<sign>[-−+](?=\d))?"
    left = table["left"]
    return (
        Rule("digit-groups", re.compile(r"(?<![0-9A-Za-z.,/])\+?\d+(?:-\d+){2,}(?![0-9A-Za-z%])|(?<![0-9A-Za-z.,/-])0\d{5,}(?!\d)"), say.groups, DIGITS),
        Rule("clock", re.compile(rf"(?<![0-9A-Za-z.,:/-])([01]?\d|2[0-3])[{table['clock']}]([0-5]\d)(?![.,:/%-]*\d|\s?%)"), say.time_in_words, DIGITS),
        Rule("percent", re.compile(rf"{head}(?P<number>{number})\s?[%٪]"), say.percent, "%٪"),
        Rule("percent-before", re.compile(rf"(?<![0-9])[%٪]\s?(?P<sign>[-−])?(?P<number>{number})(?![0-9A-Za-z])"), say.percent, "%٪"),
        Rule("money-before", re.compile(rf"(?P<money>[€$£])\s?(?P<sign>[-−])?(?P<number>{number})(?![0-9A-Za-z])"), say.money, "€$£"),
        Rule("money", re.compile(rf"{head}(?P<number>{number})\s?(?P<money>[€$£])"), say.money, "€$£"),
        Rule("number", re.compile(rf"{head}(?P<number>{number})(?!-?\d{left})"), say.number, DIGITS),
    )  # fmt: skip


class _Numbers:
    """The ways of saying a number in one language."""

    def __init__(self, language: str, table: Mapping[str, Any]) -> None:
        self.language = language
        self.table = table

    def cardinal(self, value: int) -> str:
        """As num2words has it, with the table's corrections."""
        said = in_words(value, self.language)
        for wrong, right in self.table["mended"]:
            said = said.replace(wrong, right)
        return " ".join(said.split())

    def digits(self, written: str) -> str:
        return " ".join(self.cardinal(int(digit)) for digit in written if digit.isdecimal())

    def number_in_words(self, match: re.Match[str]) -> str:
        """The number of a match, with its sign."""
        whole, _, fraction = match.group("number").partition(self.table["decimal"])
        plain = re.sub(r"\D", "", whole)
        sign = {"-": self.table["minus"], "−": self.table["minus"], "+": self.table["plus"]}.get(
            match.group("sign") or "", ""
        )
        if len(plain) > LONGEST or (len(plain) > 1 and plain.startswith("0")):
            words = self.digits(plain)
        else:
            words = self.year(int(plain)) if plain == match.group("number") else self.cardinal(int(plain))
        tail = (self.table["point"], self.digits(fraction)) if fraction else ()
        return " ".join(part for part in (sign, words, *tail) if part)

    def year(self, value: int) -> str:
        """1989 is nittonhundraåttionio where the language counts years in hundreds; others as they are."""
        head, rest = divmod(value, 100)
        if not self.table["hundreds"] or not 11 <= head <= 19:
            return self.cardinal(value)
        return f"{self.cardinal(head)}{self.table['hundreds']}{self.cardinal(rest) if rest else ''}"

    def groups(self, match: re.Match[str]) -> str:
        return ", ".join(map(self.digits, re.findall(r"\d+", match.group())))

    def time_in_words(self, match: re.Match[str]) -> str:
        minute = match.group(2)
        said = self.digits(minute) if minute[0] == "0" else self.cardinal(int(minute))
        return f"{self.cardinal(int(match.group(1)))} {said}"

    def number(self, match: re.Match[str]) -> str:
        return f" {self.number_in_words(match)} "

    def percent(self, match: re.Match[str]) -> str:
        return str(self.table["percent"]).format(self.number_in_words(match))

    def money(self, match: re.Match[str]) -> str:
        return f"{self.number_in_words(match)} {self.table['money'][match.group('money')]}"
