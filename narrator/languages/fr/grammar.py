"""French: un and une, ordinals of numbers and of Roman numerals, centuries, hours."""

from __future__ import annotations

import re

from narrator.languages.common import european
from narrator.languages.common.romans import roman
from narrator.languages.common.tongue import Tongue
from narrator.languages.rules import DIGITS, Rule

ENDINGS = r"(?P<ending>er|re|ère|e|ème|nd|nde|es|ers|èmes)"
ORDINALS = {1_000: "millième", 1_000_000: "millionième", 1_000_000_000: "milliardième"}
MASCULINE_UNITS = {"kg": "kilos", "km": "kilomètres", "m": "mètres", "l": "litres", "L": "litres", "cm": "centimètres"}
HALVES = {2: ("demi", "demis"), 3: ("tiers", "tiers"), 4: ("quart", "quarts")}


MARKED = re.compile(
    r"\b(?:notes?|noté\w*|moyennes?|maths?|bac|brevet|élèves?|examens?|étoiles?|score|évalu\w+|interro\w*|dictée|concours)\b"
)
"""Words beside a mark out of twenty."""


class French(Tongue):
    """French."""

    name = "fr"
    decimals_as_number = True

    def number(self, value: int, noun: str = "") -> str:
        """Une personne, vingt et une femmes."""
        words = self.cardinal(value)
        singular = noun.removesuffix("s")
        if words.endswith("un") and (noun in self.table["feminine"] or singular in self.table["feminine"]):
            return words + "e"
        return words

    def form(self, forms: list[str], written: str) -> str:
        """The plural begins at two."""
        return forms[0] if abs(self.value(written)) < 2 else forms[-1]

    def day(self, day: int, before: str) -> str:
        """Only the first is an ordinal."""
        return "premier" if day == 1 else self.cardinal(day)

    def time_in_words(self, hour: int, minute: int, before: str, word: str) -> str:
        """14h30: quatorze heures trente."""
        said = f"{'une' if hour == 1 else self.number(hour, 'heures')} heure{'s' if hour > 1 else ''}"
        return f"{said} {self.cardinal(minute)}" if minute else said

    def mixed(self, whole: str, top: int, bottom: int, noun: str = "") -> str:
        """Deux et demi, trois trois quarts."""
        if (top, bottom) == (1, 2):
            return f"{self.number_in_words(whole)} et demi"
        return f"{self.number_in_words(whole)} {self.fraction(top, bottom)}"

    def fraction(self, top: int, bottom: int) -> str:
        """Deux tiers, un dixième."""
        one, many = HALVES.get(bottom, (self.nth(bottom), self.nth(bottom) + "s"))
        return f"{self.cardinal(top)} {one if top == 1 else many}"

    def ordinal(self, value: int, ending: str) -> str:
        """1er, 1re, 2e, 2nde, 12es."""
        if value == 1:
            return "première" if ending in ("re", "ère") else "premiers" if ending == "ers" else "premier"
        if ending in ("nd", "nde"):
            return "second" + ending.removeprefix("nd")
        words = ORDINALS.get(value) or self.nth(value).replace("centsième", "centième").replace(
            "vingtsième", "vingtième"
        )
        return words + ("s" if ending.endswith("s") else "")

    def roman(self, value: int, name: str, front: str) -> str | None:
        """Louis quatorze; François premier is written with its ending."""
        if name in self.table["numbered"] or name[0].isupper():
            return "premier" if value == 1 and name in self.table["rulers"] else self.cardinal(value)
        return None

    def early(self) -> tuple[Rule, ...]:
        """Around the clock, every day; the centuries and republics."""

        def roman_nth(match: re.Match[str]) -> str:
            return self.ordinal(roman(match.group("roman")), match.group("ending"))

        def half(match: re.Match[str]) -> str:
            """1½ heure is "une heure et demie", 3 ½ kg "trois kilos et demi"."""
            whole, noun = int(match.group(1)), match.group(2)
            name = MASCULINE_UNITS.get(noun, noun)
            one = name.removesuffix("s") if whole == 1 else name
            tail = (
                "demie"
                if one.removesuffix("s") in self.table["feminine"]
                or one.startswith(("heure", "année", "journée", "page", "tonne"))
                else "demi"
            )
            return f"{self.number(whole, one)} {one} et {tail}"

        def lasting(match: re.Match[str]) -> str:
            """3 h 45 min."""
            minutes = int(match.group(2))
            return (
                f"{self.time_in_words(int(match.group(1)), 0, '', '')} {self.number(minutes, 'minutes')} minute{'s' if minutes > 1 else ''}"
                + ("." if match.group().endswith(".") and not match.string[match.end() :].strip() else "")
            )

        def marks(match: re.Match[str]) -> str | None:
            """15/20 en maths: quinze sur vingt, where marks are spoken of."""
            if not MARKED.search(match.string):
                return None
            return f"{self.number_in_words(match.group(1))} sur {self.cardinal(int(match.group(2)))}"

        def short_number(match: re.Match[str]) -> str:
            """Appelez le 3919: in pairs."""
            pairs = " ".join(self.cardinal(int(match.group(i))) for i in (3, 4))
            return f"{match.group(1)} {match.group(2) or ''}{pairs}"

        def article(match: re.Match[str]) -> str:
            """Article L. 123-4 of a code: no range."""
            numbers = " ".join(self.cardinal(int(number)) for number in re.findall(r"\d+", match.group()))
            return f"{match.group(1)} {numbers}"

        return (
            Rule("second", re.compile(r"(?<![\w.,])2(?:n?(de?)s?)(?!\w)"), lambda m: "seconde" if m.group(1) == "de" else "second", "2"),
            Rule("short-number", re.compile(r"(?i:\b(appel(?:ez|er)|compos(?:ez|er)|numéro)\s(le\s)?)([1-9]\d)(\d\d)(?![\w]|[.,\s]\d)"), short_number, DIGITS),
            Rule("article-of-code", re.compile(r"(?<!\w)([LRD])\.?\s?(\d{1,4})-(\d{1,3})(?:-(\d{1,3}))?(?![\w-])"), article, "LRD"),
            Rule("half", re.compile(r"(?<![\w.,])(\d{1,3})\s?(?:½|1/2)\s([a-zàâéèêîôû]{1,14})\b"), half, "½/"),
            Rule("lasting", re.compile(r"(?<![\w.,:])(\d{1,3})\s?h\s?(\d{1,2})\s?(?:min|mn)\b\.?"), lasting, "h"),
            Rule("half-hour", re.compile(r"(?<![\w.,/])(?:½|1/2)\s(heure|journée|finale|douzaine|bouteille)\b"), lambda m: f"une demi-{m.group(1)}", "½/"),
            Rule("marks", re.compile(r"(?<![\w.,/])(\d{1,3}(?:,\d{1,2})?)\s?/\s?(20|10|5|100)(?![\w/%]|[.,]\d)"), marks, "/"),
            Rule("century", re.compile(r"(?<=[IVX]e\s)s\.|(?<=[IVX]er\s)s\."), lambda m: "siècle" + ("." if m.end() == len(m.string) else ""), "IVX"),
            Rule("all-day", re.compile(r"(?<!\w)24\s?h(?:eures)?\s?/\s?24(?!\w)"), lambda m: "vingt-quatre heures sur vingt-quatre", "/"),
            Rule("all-week", re.compile(r"(?<!\w)7\s?j(?:ours)?\s?/\s?7(?!\w)"), lambda m: "sept jours sur sept", "/"),
            Rule("roman-ordinal", re.compile(r"(?<!\w)(?P<roman>(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3}))(?P<ending>ers?|re|ème|e)(?!\w)"), roman_nth, "IVX"),
        )  # fmt: skip

    def late(self) -> tuple[Rule, ...]:
        """Ordinals."""

        def nth(match: re.Match[str]) -> str:
            return self.ordinal(int(re.sub(r"\D", "", match.group(1))), match.group("ending"))

        return (
            Rule(
                "ordinal", re.compile(rf"(?<![\w.,])(\d{{1,3}}(?:[\s.]\d{{3}})+|\d{{1,4}}){ENDINGS}(?!\w)"), nth, DIGITS
            ),
        )


order, bare = european.grammar(lambda _language: French())
