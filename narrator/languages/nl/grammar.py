"""Dutch: numbers with their spaces, years in hundreds, ordinals, kings and centuries, hours, scores."""

from __future__ import annotations

import re

from narrator.languages.common import european
from narrator.languages.common.romans import roman
from narrator.languages.common.tongue import Tongue, before, follows
from narrator.languages.rules import DIGITS, Rule

HALVES = {2: "half", 3: "derde", 4: "kwart"}
SCORED = re.compile(
    r"\b(?:won|wonnen|wint|winnen|verloor|verloren|verliest|met|gelijk|gelijkspel|stand|uitslag|eindstand|ruststand|zege|winst|nederlaag|overwinning|werd het|bleef|voorsprong|achterstand|maakte|scoorde|minuut:|minuut|op|kwam|stond|stand is|stand was|eindigde in|eindigde op)\s(?:een\s|de\s)?$",
    re.IGNORECASE,
)
"""What stands before the two numbers of a match: won met 3-1."""

TIED = re.compile(r"\b(?:[Hh]et|[Dd]at|[Tt]och|[Dd]us)\s(?:was|is|werd|bleef|stond)\s(?:al\s|nog\s)?$")
"""Before the two numbers of a match too: het was 1-1."""
SCORED_BEHIND = re.compile(
    r"\s\(\d{1,2}[-–]\d|\s(?:gelijk|gewonnen|verloren|voor|achter|winst|zege|nederlaag|overwinning|gelijkspel)\b"
)


class Dutch(Tongue):
    """Dutch."""

    name = "nl"
    before_clock = re.compile(r"\b(?:[Oo]m|[Tt]ussen|[Vv]an|[Vv]anaf|[Tt]ot|[Rr]ond|[Vv]oor|[Nn]a|[Tt]egen)\s$")

    def cardinal(self, value: int, **how: object) -> str:
        """Space behind duizend, hundreds up to 9900: vijftienhonderd, tweeduizend zesentwintig (Taalunie, Leidraad 8)."""
        if how.get("to") != "ordinal" and 1100 <= value <= 9900 and value % 100 == 0 and value % 1000:
            return f"{self.cardinal(value // 100)}honderd"
        words = super().cardinal(value, **how)
        words = re.sub(r"(?<=\w)één|één(?=\w)", "een", words)
        return re.sub(r"duizend(?=[^\W\d_])(?!st)", "duizend ", words)

    def year(self, value: int, *, dated: bool = False, follows: str = "") -> str:
        """1989 is negentienhonderdnegenentachtig, 2019 tweeduizend negentien."""
        head, rest = divmod(value, 100)
        if not 11 <= head <= 19:
            return self.cardinal(value)
        return f"{self.cardinal(head)}honderd" + (self.cardinal(rest) if rest else "")

    def time_in_words(self, hour: int, minute: int, before: str, word: str) -> str:
        """Acht uur vijfenveertig."""
        said = f"{self.cardinal(hour)} uur"
        return f"{said} {self.cardinal(minute)}" if minute else said

    def mixed(self, whole: str, top: int, bottom: int, noun: str = "") -> str:
        """Anderhalf, tweeënhalf, drie driekwart."""
        if (top, bottom) != (1, 2):
            return f"{self.number_in_words(whole)} {self.fraction(top, bottom)}"
        number = self.number_in_words(whole)
        return "anderhalf" if number == "één" else f"{number}{'ën' if number.endswith('e') else 'en'}half"

    def fraction(self, top: int, bottom: int) -> str:
        """Een derde, twee vijfde, driekwart."""
        if (top, bottom) == (3, 4):
            return "driekwart"
        part = HALVES.get(bottom) or self.nth(bottom)
        return f"{'een' if top == 1 else self.cardinal(top)} {part}"

    def roman(self, value: int, name: str, front: str) -> str | None:
        """Willem de Tweede; a chapter is counted."""
        if name in self.table["rulers"]:
            return f"de {self.nth(value).capitalize()}"
        return self.cardinal(value) if name in self.table["numbered"] else None

    def early(self) -> tuple[Rule, ...]:
        """Scores with a hyphen, centuries, decades, streets cut short."""

        def score(match: re.Match[str]) -> str | None:
            if set(match.groups()) != {"0"} and not (
                SCORED.search(before(match, 40))
                or re.search(r"\d[-–]\d{1,2}\s\($", before(match))
                or TIED.search(before(match))
                or SCORED_BEHIND.match(follows(match))
            ):
                return None
            return f"{self.cardinal(int(match.group(1)))} {self.cardinal(int(match.group(2)))}"

        def century(match: re.Match[str]) -> str:
            return f"{self.nth(roman(match.group(1)))} {match.group(2)}"

        def half(match: re.Match[str]) -> str:
            noun = self.table["units"].get(match.group(1), [match.group(1)])[-1]
            return f"een {'half' if noun in ('uur', 'jaar', 'procent', 'miljoen', 'miljard', 'kilo', 'pond') else 'halve'} {noun}"

        return (
            Rule("up-to", re.compile(r"(?<!\w)t/m(?!\w)"), lambda m: "tot en met", "/"),
            Rule("half", re.compile(r"(?<![\w.,/-])(?<!\d\s)(?:½|1/2)\s([a-z]{1,14})\b(?<!van)(?<!de)"), half, "½/"),
            Rule("score-hyphen", re.compile(r"(?<![\w.,/-])(\d{1,3})\s?[-–]\s?(\d{1,3})(?![\w/-]|[.,]\d|\s(?:jaar|uur|procent|euro|dagen|weken|maanden|keer|km|m|kg|graden|miljoen|mensen))"), score, "-–"),
            Rule("century-roman", re.compile(r"(?<!\w)((?=[IVX])X{0,3}(?:IX|IV|V?I{0,3}))(?:de|ste|e)\s(eeuw|editie|dynastie)\b"), century, "IVX"),
            Rule("decade", re.compile(r"(?<!\w)['’‘](\d\d)(?!\w)"), lambda m: self.cardinal(int(m.group(1))), "'’‘"),
            Rule("street", re.compile(r"\b([A-Z][a-z-]{2,30})str\.(?=\s\d|\s?,|$)"), lambda m: f"{m.group(1)}straat", "."),
        )  # fmt: skip

    def late(self) -> tuple[Rule, ...]:
        """Ordinals with their letters, ages joined to a word, years."""

        def nth(match: re.Match[str]) -> str:
            return self.nth(int(re.sub(r"\D", "", match.group(1))))

        def joined(match: re.Match[str]) -> str:
            """81-jarige is tachtig-een-jarige in one word: eenentachtigjarige."""
            return self.cardinal(int(match.group(1))).replace("é", "e") + match.group(2)

        return (
            Rule("ordinal", re.compile(r"(?<![\w.,])(\d{1,4}|\d{1,3}(?:\.\d{3})+)(?:ste|de|e)(?!\w)"), nth, DIGITS),
            Rule("joined", re.compile(r"(?<![\w.,])(\d{1,4})-(jarig\w*|koppig\w*|daags\w*|delig\w*|voudig\w*|urig\w*|persoons\w*|procents\w*|baans\w*)"), joined, "-"),
            Rule("year", re.compile(r"(?<![\d.,])(1[1-9]\d\d|20\d\d)(?!\d|[.,]\d|\s(?:mensen|euro|keer|inwoners|meter|banen|woningen|leden|stuks|dollar|kilo))"), lambda m: self.year(int(m.group())), "12"),
        )  # fmt: skip


order, bare = european.grammar(lambda _language: Dutch())
