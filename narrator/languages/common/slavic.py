"""What the Slavic languages share: a number's noun has three forms, and prepositions ask for the genitive."""

from __future__ import annotations

import re

from narrator.languages import tables
from narrator.languages.common.tongue import Tongue, last_word

JOINT = re.compile(r"([^\W\d_]+)\s[\d/,]+\s?[^\W\d_]+\.?(?:\s[^\W\d_]+)?\s(?:i|oraz|lub|albo|и|или)\s$")
"""The first of two counted things, and the word before it."""
SHORT_ABOUT = re.compile(r"\b[Oo]k\.\s$")


class Slavic(Tongue):
    """Russian and Ukrainian, and Polish but for its ones."""

    genitive: frozenset[str] = frozenset()
    """Words before a number that ask for the genitive, in small letters."""

    def form(self, forms: list[str], written: str) -> str:
        """One, a few, many, a part of one."""
        value = self.value(written)
        if value != int(value) or self.parts(written)[2]:
            return forms[3] if len(forms) > 3 else forms[1]
        last, two = int(value) % 10, int(value) % 100
        if self.is_one(int(value)):
            return forms[0]
        return forms[1] if 2 <= last <= 4 and not 12 <= two <= 14 else forms[2]

    def is_one(self, value: int) -> bool:
        """Whether the noun stands in the singular: 1, 21, 31."""
        return value % 10 == 1 and value % 100 != 11

    def asks_genitive(self, front: str) -> bool:
        """Whether the word before a number asks for the genitive: до, от; do, od; also over an and: do 3 kg i 2 l."""
        first = JOINT.sub(r"\1 ", SHORT_ABOUT.sub("około ", re.sub(r"[-−–]\s?$", "", front)))
        return last_word(first) in self.genitive

    def month_alone(self, month: int) -> str:
        """The nominative of a month, which its table has among the other forms: styczeń, январь."""
        calendar = tables.own_or_english(self.name, "months")
        return str(calendar["variants"][month - 1][0])
