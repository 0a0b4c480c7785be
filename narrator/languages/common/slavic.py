"""What the Slavic languages share: a number's noun has three forms, and prepositions ask for the genitive."""

from __future__ import annotations

import re

from narrator.languages.common.tongue import Tongue, last_word


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
        """Whether the word before a number asks for the genitive: до, от; do, od."""
        return last_word(re.sub(r"[-−–]\s?$", "", front)) in self.genitive
