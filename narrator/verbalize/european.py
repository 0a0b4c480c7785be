"""German, French, Spanish, Ukrainian: numbers by num2words; dates, money, percentages and short forms by tables."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from narrator.verbalize import plain
from narrator.verbalize.rules import Rule

DIGITS = "0123456789"
NUMBER = r"\d{1,3}(?:[.\u00a0\u202f ’']\d{3})+(?!\d)(?:,\d+)?|\d+(?:,\d+)?"
"""Thousands parted by stops or spaces, decimals by a comma."""
LONGEST = 15
GERMAN_OBLIQUE = ("am", "vom", "dem", "zum", "den", "seit", "ab", "bis")


@lru_cache(maxsize=8)
def rules(language: str) -> tuple[Rule, ...]:
    """All rules of one of the four languages."""
    return _Language(language.lower().replace("_", "-").split("-")[0]).rules()


@lru_cache(maxsize=8)
def bare(language: str) -> tuple[Rule, ...]:
    """For what is too long to be a sentence: numbers and signs one by one."""
    return tuple(rule for rule in rules(language) if rule.name in ("url", "number", "digits", "emoji", "silent"))


class _Language:
    """One language's table, and the rules made of it."""

    def __init__(self, name: str) -> None:
        tables = tomllib.loads(files("narrator.verbalize").joinpath("european.toml").read_text(encoding="utf-8"))
        self.name = name
        self.table: Mapping[str, Any] = tables[name]

    def rules(self) -> tuple[Rule, ...]:
        t = self.table
        number = rf"(?<![\w.,])(?P<number>[-−]?(?:{NUMBER}))"
        months = "|".join([*t["months"], *map(re.escape, t["short_months"])])
        day = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:\.|er|º|-?(?:го|е))?"
        year = r"(?:\s+(?:de\s+)?(?P<year>1\d{3}|20\d{2})(?!\d))?"
        money, scale, units = (_any(t[name]) for name in ("currencies", "scales", "units"))
        return (
            *plain.rules(self.name)[:1],
            Rule(
                "numeric-date",
                re.compile(r"(?<![\d.])(\d{1,2})[./](\d{1,2})[./]((?:19|20)\d\d)(?!\d)"),
                self._numeric_date,
                DIGITS,
            ),
            Rule(
                "date", re.compile(rf"(?<![\w.,]){day}\s+(?:de\s+)?(?P<month>{months})(?!\w){year}"), self._date, DIGITS
            ),
            Rule(
                "time",
                re.compile(
                    r"(?<![\d.,:])([01]?\d|2[0-4])(?:[:.]|\s?h\s?)([0-5]\d)(?![\d.,]*\d)(?:\s?(Uhr|Uhr|h|heures))?"
                ),
                self._time,
                DIGITS,
            ),
            Rule(
                "money", re.compile(rf"{number}\s?(?P<scale>{scale})?\s?(?P<money>{money})(?!\w)"), self._money, DIGITS
            ),
            Rule(
                "money-before",
                re.compile(rf"(?P<money>[€$£₴])\s?(?P<number>{NUMBER})\s?(?P<scale>{scale})?(?!\w)"),
                self._money,
                "€$£₴",
            ),
            Rule("percent", re.compile(rf"{number}\s?%"), self._with(t["percent"]), "%"),
            Rule("degrees", re.compile(rf"{number}\s?°(?:\s?(?P<scale>[CF])(?!\w))?"), self._degrees, "°"),
            Rule("unit", re.compile(rf"{number}\s?(?P<unit>{units})(?!\w)"), self._unit, DIGITS),
            Rule("scaled", re.compile(rf"{number}\s?(?P<scale>{scale})(?!\w)"), self._scaled, DIGITS),
            Rule(
                "range",
                re.compile(rf"(?<![\w.,-])(?P<low>{NUMBER})\s?[-–]\s?(?P<high>{NUMBER})(?![\w-])"),
                self._range,
                DIGITS,
            ),
            Rule("abbreviation", re.compile(rf"(?<![\w.])(?:{_any(t['abbreviations'])})(?!\w)"), self._abbreviation),
            Rule(
                "year",
                re.compile(r"(?<![\d.,])(1[1-9]\d\d|20\d\d)(?![\d]|[.,]\d)(?P<genitive>\s(?:року|році|р\.))?"),
                self._year,
                DIGITS,
            ),
            Rule(
                "ordinal",
                re.compile(
                    r"(?<![\w.,])(\d{1,3})(?:\.(?=\s(?:[a-zäöüß]|Jahrhundert|Jahrestag|Geburtstag|Mal|Platz|Etage|Stock|Tag|Minute|Runde|Januar|Woche|Klasse|Saison|Spieltag))|(?:er|re|e|ème)\b|[ºª]|-?(?:й|го|му|а|та)\b)"
                ),
                self._ordinal,
                DIGITS,
            ),
            Rule("minus", re.compile(rf"(?<![\w.,])[-−](?={NUMBER})"), lambda m: t["minus"], "-−"),
            Rule("number", re.compile(rf"(?<![\w.,])(?:{NUMBER})"), lambda m: f" {self.said(m.group())} ", DIGITS),
            Rule("digits", re.compile(r"\d+"), lambda m: f" {self.said(m.group())} ", DIGITS),
            *plain.rules(self.name)[1:],
        )

    def said(self, written: str) -> str:
        """A written number in words."""
        negative = written[:1] in "-−"
        whole, _, fraction = written.lstrip("-−").partition(",")
        digits = re.sub(r"\D", "", whole)
        if len(digits) > LONGEST or (len(digits) > 1 and digits.startswith("0")):
            words = " ".join(self._number(int(digit)) for digit in digits)
        else:
            words = self._number(int(digits or 0))
        if fraction:
            tail = " ".join(self._number(int(digit)) for digit in fraction)
            words = f"{words} {self.table['point']} {tail}"
        return f"{self.table['minus']} {words}" if negative else words

    def _number(self, value: int, to: str = "cardinal") -> str:
        from num2words import num2words

        return str(num2words(value, lang=self.name, to=to))

    def _day(self, day: int, before: str) -> str:
        """A day of the month as the language says it."""
        if self.name == "de":
            ordinal = self._number(day, "ordinal")
            return ordinal + "n" if before in GERMAN_OBLIQUE else ordinal + "r" if not before.isalpha() else ordinal
        if self.name == "uk":
            return _genitive(self._number(day, "ordinal"))
        if day == 1:
            return {"fr": "premier", "es": "uno"}[self.name]
        return self._number(day)

    def _date(self, match: re.Match[str]) -> str:
        before = re.findall(r"\w+", match.string[max(0, match.start() - 12) : match.start()])
        month = self.table["short_months"].get(match.group("month"), match.group("month"))
        de = "de " if self.name == "es" else ""
        day = self._day(int(match.group("day")), before[-1].lower() if before else "")
        year = f" {de}{self._year_words(int(match.group('year')), match)}" if match.group("year") else ""
        return f"{day} {de}{month}{year}"

    def _numeric_date(self, match: re.Match[str]) -> str | None:
        day, month, year = (int(match.group(i)) for i in (1, 2, 3))
        if not (1 <= day <= 31 and 1 <= month <= 12):
            return None
        before = re.findall(r"\w+", match.string[max(0, match.start() - 12) : match.start()])
        de = "de " if self.name == "es" else ""
        said = self._day(day, before[-1].lower() if before else "")
        return f"{said} {de}{self.table['months'][month - 1]} {de}{self._year_words(year, match)}"

    def _year_words(self, year: int, match: re.Match[str]) -> str:
        if self.name == "de":
            return self._number(year, "year")
        if self.name == "uk":
            following = match.string[match.end() : match.end() + 6].strip()
            return _genitive(self._number(year, "ordinal")) + ("" if following.startswith(("року", "р.")) else " року")
        return self._number(year)

    def _year(self, match: re.Match[str]) -> str:
        year = int(match.group(1))
        if self.name == "uk" and match.group("genitive"):
            ending = "році" if match.group("genitive").strip() == "році" else "року"
            words = self._number(year, "ordinal")
            return f"{_locative(words) if ending == 'році' else _genitive(words)} {ending}"
        return self._number(year, "year") if self.name == "de" else self._number(year)

    def _time(self, match: re.Match[str]) -> str | None:
        hour, minute, word = int(match.group(1)), int(match.group(2)), match.group(3)
        dotted = "." in match.group()
        if dotted and not word:
            return None
        said = self._number(hour)
        clock = self.table["clock"]
        if self.name == "fr":
            said = "une" if hour == 1 else said
            clock = "heure" if hour == 1 else clock
        middle = f" {clock}" if clock else (" y" if self.name == "es" and minute else "")
        return said + middle + (f" {self._number(minute)}" if minute else "")

    def _money(self, match: re.Match[str]) -> str:
        large, small = self.table["currencies"][match.group("money")]
        written, scale = match.group("number"), match.group("scale")
        if scale:
            return f"{self._scaled(match)} {large}".replace("' ", "'")
        whole, _, fraction = written.partition(",")
        if len(fraction) != 2:
            return f"{self.said(written)} {large}"
        tail = f" {self._number(int(fraction))}" if int(fraction) else ""
        named = f" {self.table['and']}{tail} {small}" if tail and self.name in ("es", "uk") else tail
        return f"{self.said(whole)} {large}{named}"

    def _scaled(self, match: re.Match[str]) -> str:
        one, few, many = self.table["scales"][match.group("scale")]
        written = match.group("number")
        value = int(re.sub(r"\D", "", written)) if "," not in written else -1
        if self.name == "uk" and value < 0:
            return f"{self.said(written)} {few.removesuffix('и') + 'а' if few.endswith('и') else few}"
        if value % 10 == 1 and value % 100 != 11 and (self.name == "uk" or value == 1):
            return f"{self.said(written)} {one}"
        return f"{self.said(written)} {few if 2 <= value % 10 <= 4 and not 12 <= value % 100 <= 14 else many}"

    def _with(self, word: str) -> Callable[[re.Match[str]], str]:
        return lambda match: f"{self.said(match.group('number'))} {word}"

    def _unit(self, match: re.Match[str]) -> str:
        return f"{self.said(match.group('number'))} {self.table['units'][match.group('unit')]}"

    def _degrees(self, match: re.Match[str]) -> str:
        scale = {"C": " Celsius", "F": " Fahrenheit"}.get(match.group("scale") or "", "")
        return f"{self.said(match.group('number'))} {self.table['degrees']}{scale}"

    def _range(self, match: re.Match[str]) -> str:
        return f"{self.said(match.group('low'))} {self.table['to']} {self.said(match.group('high'))}"

    def _abbreviation(self, match: re.Match[str]) -> str | None:
        if match.group() in ("р.", "ст.", "D.", "M.", "St", "Fr.", "St.", "Dr") and not self._fits(match):
            return None
        said: str = self.table["abbreviations"][match.group()]
        return said + ("." if match.group().endswith(".") and not match.string[match.end() :].strip(' "”»)') else "")

    def _fits(self, match: re.Match[str]) -> bool:
        """Short forms that are also other things count only before a name, or behind a number."""
        if self.name == "uk":
            return bool(re.search(r"\d\s?$", match.string[max(0, match.start() - 4) : match.start()]))
        return bool(re.match(r"\s[A-ZÀ-Þ]", match.string[match.end() : match.end() + 3]))

    def _ordinal(self, match: re.Match[str]) -> str:
        words = self._number(int(match.group(1)), "ordinal")
        if self.name == "de":
            return (
                words + "n"
                if re.search(
                    r"\b(?:am|im|vom|zum|dem|den|der|des)\s$",
                    match.string[max(0, match.start() - 8) : match.start()],
                    re.IGNORECASE,
                )
                else words
            )
        if self.name == "uk" and match.group().endswith("го"):
            return _genitive(words)
        return words


def _any(table: Mapping[str, object]) -> str:
    return "|".join(sorted(map(re.escape, table), key=len, reverse=True))


def _genitive(words: str) -> str:
    """The genitive of a Ukrainian ordinal: другий -> другого, третій -> третього."""
    if words.endswith("ій"):
        return words[:-2] + "ього"
    return words[:-2] + "ого" if words.endswith("ий") else words


def _locative(words: str) -> str:
    """The locative of a Ukrainian ordinal: другий -> другому, третій -> третьому."""
    if words.endswith("ій"):
        return words[:-2] + "ьому"
    return words[:-2] + "ому" if words.endswith("ий") else words
