"""German: ein and eine, ordinals by their article, years in hundreds, rulers, decades."""

from __future__ import annotations

import re
from functools import lru_cache

from narrator.languages.common import european
from narrator.languages.common.romans import roman
from narrator.languages.common.tongue import DIGITS, Tongue, before, last_word
from narrator.languages.rules import Rule, Step

OBLIQUE = frozenset(["am", "vom", "dem", "zum", "den", "seit", "ab", "bis", "im", "zur", "beim", "des", "ans", "ins", "einem", "einen", "diesem", "jedem", "nach", "vor", "unter", "aus", "einer", "dieser", "jeder"])  # fmt: skip
WEAK = frozenset(["die", "das", "dieses", "diese", "jedes"])
PREPOSITIONS = re.compile(
    r"\b(?:in|an|auf|aus|von|mit|bei|nach|zu|seit|während|trotz|vor|hinter|unter|über|zwischen)\s+der\s+$",
    re.IGNORECASE,
)
ARTICLES = r"(?:(?<=\bder\s)|(?<=\bdie\s)|(?<=\bdas\s)|(?<=\bden\s)|(?<=\bdem\s)|(?<=\bdes\s)|(?<=\bDer\s)|(?<=\bDie\s)|(?<=\bDas\s)|(?<=\bam\s)|(?<=\bim\s)|(?<=\bvom\s)|(?<=\bzum\s)|(?<=\bzur\s)|(?<=\bbeim\s)|(?<=\bIm\s)|(?<=\bAm\s)|(?<=\bZum\s)|(?<=\bihr\s)|(?<=\bsein\s))"
FEMININE = ("e", "ung", "heit", "keit", "ion", "tät", "schaft", "Person", "Frau", "Stadt", "Nacht", "Uhrzeit")
MASCULINE_E = frozenset(
    ["Euro", "Name", "Kollege", "Junge", "Deutsche", "Tote", "Abgeordnete", "Verletzte", "Franke", "Ende"]
)
WOMEN = frozenset(
    ["Elisabeth", "Katharina", "Margrethe", "Maria", "Beatrix", "Christina", "Isabella", "Isabel", "Viktoria", "Anna"]
)


class German(Tongue):
    """German."""

    name = "de"

    def number(self, value: int, noun: str = "") -> str:
        """Ein Euro, eine Million; alone it is eins."""
        if value == 1 and noun[:1].isupper() and noun[1:].islower():
            return "eine" if noun.endswith(FEMININE) and noun not in MASCULINE_E else "ein"
        return self.cardinal(value)

    def day(self, day: int, before: str) -> str:
        """By what stands before it: am dritten, der dritte, dritter."""
        return self.ordinal(day, before)

    def ordinal(self, value: int, front: str) -> str:
        """An ordinal with its ending."""
        stem, word = self.nth(value), last_word(front)
        if word in OBLIQUE or PREPOSITIONS.search(front) or re.search(r"\bbis\s*$|n\s+(?:bis|und|–)\s*$", front):
            return stem + "n"
        if word == "der" or word in WEAK:
            return stem
        return stem + "r"

    def year(self, value: int, *, dated: bool = False, follows: str = "") -> str:
        """1998 is neunzehnhundert…, 2005 zweitausend…."""
        return self.cardinal(value, to="year")

    def clock(self, hour: int, minute: int, before: str, word: str) -> str:
        """14.30 Uhr: vierzehn Uhr dreißig."""
        said = f"{'ein' if hour == 1 else self.cardinal(hour)} Uhr"
        return f"{said} {self.cardinal(minute)}" if minute else said

    def fraction(self, top: int, bottom: int) -> str:
        """Zwei Drittel, ein halb."""
        if bottom == 2:
            return "ein halb" if top == 1 else f"{self.cardinal(top)} halbe"
        return f"{'ein' if top == 1 else self.cardinal(top)} {self.nth(bottom).capitalize()}l"

    def roman(self, value: int, name: str, follows: str) -> str | None:
        """Ludwig der Vierzehnte, Elisabeth die Zweite; a chapter is counted."""
        if name in self.table["rulers"]:
            return f"{'die' if name in WOMEN else 'der'} {self.nth(value).capitalize()}"
        return self.cardinal(value) if name in self.table["numbered"] else None

    def early(self) -> tuple[Rule, ...]:
        """Days without a year, decades, streets."""

        def short_date(match: re.Match[str]) -> str | None:
            day, month = int(match.group(1)), int(match.group(2))
            if not (1 <= day <= 31 and 1 <= month <= 12):
                return None
            return f"{self.day(day, before(match))} {self.months[month - 1]}" + (
                "." if not match.string[match.end() :].strip() else ""
            )

        def decade(match: re.Match[str]) -> str:
            value = int(match.group(1))
            return (self.cardinal(value) if value < 100 else self.year(value)) + "er"

        return (
            Rule("short-date", re.compile(r"(?<![\d.,])(\d{1,2})\.(\d{1,2})\.(?!\d)"), short_date, "."),
            Rule("decade", re.compile(r"(?<!\w)(\d\d|1\d\d0|20\d0)er(?=\b|-)"), decade, DIGITS),
            Rule(
                "street",
                re.compile(r"\b([A-ZÄÖÜ][a-zäöüß-]+)str\.(?=\s\d|\s?,|\s[A-Z]|$)"),
                lambda m: f"{m.group(1)}straße",
                ".",
            ),
        )

    def late(self) -> tuple[Rule, ...]:
        """Ordinals before a noun, behind an article."""

        def nth(match: re.Match[str]) -> str:
            return self.ordinal(int(match.group(1)), before(match))

        def numeral(match: re.Match[str]) -> str:
            return self.ordinal(roman(match.group(1)), before(match))

        def both(match: re.Match[str]) -> str:
            first, last = (self.ordinal(int(match.group(i)), before(match)) for i in (1, 2))
            return f"{first} {'und' if 'und' in match.group() else 'bis'} {last}"

        nouns = "|".join(self.table["ranked"])
        return (
            Rule("ordinal", re.compile(rf"{ARTICLES}(\d{{1,3}})\.(?=\s[A-ZÄÖÜa-zäöü])"), nth, "."),
            Rule(
                "ordinals",
                re.compile(rf"(?<![\w.,])(\d{{1,3}})\.\s?(?:-|–|bis|und)\s?(\d{{1,3}})\.(?=\s(?:{nouns}))"),
                both,
                ".",
            ),
            Rule("ordinal-roman", re.compile(rf"\b([IVX]{{1,4}})\.(?=\s(?:{nouns}))"), numeral, "IVX"),
            Rule("ordinal-noun", re.compile(rf"(?<![\w.,])(\d{{1,3}})\.(?=\s(?:{nouns}))"), nth, "."),
            Rule(
                "year",
                re.compile(r"(?<![\d.,])(1[1-9]\d\d|20\d\d)(?!\d|[.,]\d|\s[A-ZÄÖÜ][a-zäöü]+(?:en|er|e)\b)"),
                lambda m: self.year(int(m.group())),
                "12",
            ),
        )


@lru_cache(maxsize=1)
def order(language: str) -> tuple[Step, ...]:
    """All rules, for any region, in their order."""
    return european.order(German())


@lru_cache(maxsize=1)
def bare(language: str) -> tuple[Rule, ...]:
    """The rules for what is too long to be a sentence."""
    return european.bare(German())
