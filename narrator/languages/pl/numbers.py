"""Polish numbers: their gender and case, ordinals in their cases, collective numbers of children."""

from __future__ import annotations

import re

from narrator.languages.common.slavic import Slavic
from narrator.languages.pl.cases import (
    DATIVE,
    FEW_WOMEN,
    GENITIVES,
    INSTRUMENTAL,
    MEN,
    THINGS,
    TOGETHER,
    collective,
    inflected,
    is_ordinal,
)


class PolishNumbers(Slavic):
    """How Polish says a number before a noun."""

    name = "pl"

    def is_one(self, value: int) -> bool:
        """Only 1: dwadzieścia jeden osób."""
        return value == 1

    def nth(self, value: int) -> str:
        """As num2words has it; it has none for zero."""
        return super().nth(value) if value else "zerowy"

    def ordinal(self, value: int, case: str = "") -> str:
        """An ordinal in a case of ``ENDINGS``; the masculine nominative without one. The tens change too."""
        words = self.nth(value).split()
        return " ".join(inflected(word, case) if case and is_ordinal(word) else word for word in words)

    def in_genitive(self, value: int, *, person: bool = False) -> str:
        """Pięciu, dwudziestu dwóch; before a person thousands stay as they are, one behind tens too."""
        head, tail = divmod(value, 1000)
        if person and head:
            return (
                f"{self.cardinal(head * 1000)} {self.in_genitive(tail, person=True)}" if tail else self.cardinal(value)
            )
        words = self.cardinal(value).split()
        return " ".join(word if word == "jeden" and len(words) > 1 else GENITIVES.get(word, word) for word in words)

    def number(self, value: int, noun: str = "") -> str:
        """Jedna osoba, dwie kobiety, dwóch mężczyzn, dwudziestu dwóch uczniów."""
        word = noun.lower()
        if not word or word in self.table["no_nouns"]:
            return self.cardinal(value)
        oblique = self._oblique(value, word)
        if oblique:
            return oblique
        if word in ("dzieci", "niemowląt") and value % 10 != 1 and 1 < value < 100:
            return self._together(value)
        if self._is_person(word) and value % 1000 and value != 1:
            return self.in_genitive(value, person=True)
        last, two = value % 10, value % 100
        if last == 2 and two != 12 and self._is_feminine(word):
            return re.sub(r"dwa$", "dwie", self.cardinal(value))
        if value == 1:
            return (
                "jedną"
                if word.endswith(("ę", "ą"))
                else "jedna"
                if self._is_one_woman(word)
                else "jedno"
                if word.endswith(("o", "e", "ię"))
                else "jeden"
            )
        return self.cardinal(value)

    def _together(self, value: int) -> str:
        """Collective numbers, of children: dwoje, pięcioro, dwadzieścioro dwoje."""
        tens, ones = divmod(value, 10)
        if value < 20 or not ones:
            return TOGETHER.get(value) or re.sub(r"(?:ście|ści|siąt)$", collective, self.cardinal(value))
        return f"{self._together(tens * 10)} {TOGETHER[ones]}"

    def _oblique(self, value: int, word: str) -> str:
        """W pięciu miastach, z dwoma psami, dwóm osobom."""
        if len(word) < 5 or value == 1:
            return ""
        if word.endswith("ach"):
            return self.in_genitive(value)
        if word.endswith(("ami", "ćmi", "dźmi", "ńmi")):
            return " ".join(INSTRUMENTAL.get(each, each) for each in self.in_genitive(value).split())
        if word.endswith("om"):
            return " ".join(DATIVE.get(each, each) for each in self.in_genitive(value).split())
        return ""

    def _is_person(self, word: str) -> bool:
        return word in self.table["masculine"] or (MEN.search(word) is not None and not THINGS.search(word))

    def _is_feminine(self, word: str) -> bool:
        return word in self.table["feminine"] or (
            FEW_WOMEN.search(word) is not None and word not in self.table["neuter"]
        )

    def _is_one_woman(self, word: str) -> bool:
        return word.endswith(("a", "ość", "cja")) or word in self.table["feminine"]
