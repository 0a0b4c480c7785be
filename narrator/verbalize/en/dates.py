"""Dates in every order, years, decades, quarters, centuries."""

from __future__ import annotations

import re

from narrator.verbalize.en.numbers import cardinal, ordinal, year
from narrator.verbalize.rules import Rule

MONTHS = {
    **{
        name[:3]: name.capitalize()
        for name in [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ]
    },
    "sept": "September",
}
ORDER = list(dict.fromkeys(MONTHS.values()))
MONTH = r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
SHORT = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)"
DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
NTH = r"(?:st|nd|rd|th)?"
YEAR = r"(?P<year>1\d{3}|20\d{2}|21\d{2})"
DIGITS = "0123456789"
DECADES = {
    20: "twenties",
    30: "thirties",
    40: "forties",
    50: "fifties",
    60: "sixties",
    70: "seventies",
    80: "eighties",
    90: "nineties",
    10: "tens",
    0: "two thousands",
}
YEAR_WORDS = r"(?:[Ii]n|[Ss]ince|[Bb]y|[Ff]rom|[Uu]ntil|[Tt]ill|[Dd]uring|[Bb]efore|[Aa]fter|[Ee]arly|[Ll]ate|[Mm]id|[Cc]irca|ca\.|c\.|[Yy]ear|[Tt]hrough|[Ss]pring|[Ss]ummer|[Ff]all|[Aa]utumn|[Ww]inter|of|and|to|or|the|[Tt]hroughout|FY|[Ff]iscal)"


def rules(*, british: bool) -> tuple[Rule, ...]:  # noqa: C901 - a table of small functions
    """Dates with a day; the numeric ones day first where the language is British."""

    def day_first(match: re.Match[str]) -> str:
        return f"the {_day(match)} of {month(match)}{_year(match)}"

    def month_first(match: re.Match[str]) -> str | None:
        if _is_verb(match):
            return None
        if british:
            return f"{month(match)} the {_day(match)}{_year(match, comma=True)}"
        return f"{month(match)} {_day(match)}{_year(match, comma=True)}"

    def days(match: re.Match[str]) -> str:
        first, last = int(match.group("day")), int(match.group("last"))
        return f"{month(match)} {ordinal(first)} to {ordinal(last)}{_year(match, comma=True)}"

    def days_first(match: re.Match[str]) -> str:
        first, last = int(match.group("day")), int(match.group("last"))
        return f"the {ordinal(first)} to the {ordinal(last)} of {month(match)}{_year(match)}"

    def numeric(match: re.Match[str]) -> str | None:
        first, second, last = int(match.group(1)), int(match.group(3)), match.group(4)
        value = int(last) if len(last) == 4 else 2000 + int(last) if int(last) < 50 else 1900 + int(last)
        dotted = match.group(2) == "."
        day, number = (first, second) if (british and not dotted) or first > 12 else (second, first)
        if not (1 <= number <= 12 and 1 <= day <= 31):
            return None
        if british or first > 12:
            return f"the {ordinal(day)} of {ORDER[number - 1]} {year(value)}"
        return f"{ORDER[number - 1]} {ordinal(day)}, {year(value)}"

    def iso(match: re.Match[str]) -> str | None:
        number, day = int(match.group(2)), int(match.group(3))
        if not (1 <= number <= 12 and 1 <= day <= 31):
            return None
        said = year(int(match.group(1)))
        name = ORDER[number - 1]
        return f"the {ordinal(day)} of {name} {said}" if british else f"{name} {ordinal(day)}, {said}"

    def month_year(match: re.Match[str]) -> str:
        return f"{month(match)} {year(int(match.group('year')))}"

    flags = re.IGNORECASE
    tail = rf"(?:(?P<comma>\s?,)?\s?{YEAR}(?![\d,]*\d|[-–]\d|%))?"
    return (
        Rule("iso-date", re.compile(r"(?<![\d/-])(\d{4})-(\d{2})-(\d{2})(?![\d-])"), iso, DIGITS),
        Rule("iso-date-slash", re.compile(r"(?<![\d/-])(\d{4})/(\d{1,2})/(\d{1,2})(?![\d/])"), iso, DIGITS),
        Rule(
            "numeric-date",
            re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/.-]*\d)"),
            lambda m: numeric(m) if not (m.group(2) == "-" and len(m.group(4)) == 2) else None,
            DIGITS,
        ),
        Rule(
            "month-days",
            re.compile(
                rf"\b{MONTH}\s+{DAY}{NTH}\s?(?:-|–|—| to )\s?(?P<last>[12]\d|3[01]|[1-9]){NTH}(?!\d|,\d{{3}}){tail}",
                flags,
            ),
            days,
            DIGITS,
        ),
        Rule(
            "days-month",
            re.compile(
                rf"\b{DAY}{NTH}\s?(?:-|–|—)\s?(?P<last>[12]\d|3[01]|[1-9]){NTH}\s+{MONTH}(?![a-z]){tail}", flags
            ),
            days_first,
            DIGITS,
        ),
        Rule(
            "day-month",
            re.compile(
                rf"(?<![\d.,$€£/-])(?:the\s+)?{DAY}{NTH}(?:\s+(?:of\s+)?|-){MONTH}(?![a-z])(?:(?P<comma>,?)[\s-]*{YEAR}(?!\d))?",
                flags,
            ),
            day_first,
            DIGITS,
        ),
        Rule(
            "month-day",
            re.compile(
                rf"\b{MONTH}[\s-]+(?:the\s+)?{DAY}{NTH}(?![\d:%]|,\d{{3}}|\.\d|\s?(?:percent|million|billion|km|kg))(?:(?P<comma>\s?,)?[\s-]*{YEAR}(?![\d%]|,\d))?",
                flags,
            ),
            month_first,
            DIGITS,
        ),
        Rule("month-year", re.compile(rf"\b{MONTH},?\s+(?:of\s+)?{YEAR}(?![\d,]*\d)", flags), month_year, DIGITS),
        Rule("short-month", re.compile(rf"\b{SHORT}\.(?=\s)"), _short_month, "."),
    )


def decades() -> tuple[Rule, ...]:
    """Decades, seasons, spans of years, fiscal quarters: what would else pass for letters with digits or a range."""

    def decade(match: re.Match[str]) -> str | None:
        return said_decade(match.group("century") or "", match.group("decade"))

    def span(match: re.Match[str]) -> str | None:
        first, last = int(match.group(1)), match.group(2)
        said = (
            year(int(last))
            if len(last) == 4
            else f"oh {cardinal(int(last))}"
            if last.startswith("0")
            else cardinal(int(last))
        )
        return f"{year(first)} to {said}"

    def quarter(match: re.Match[str]) -> str:
        number = match.group(1) or match.group(2)
        said = year(int(match.group(3))) if len(match.group(3)) == 4 else cardinal(int(match.group(3)))
        return f"the {ordinal(int(number))} quarter of {said}"

    return (
        Rule("era", re.compile(r"\b(\d{1,4})\s?(B\.?C\.?E?\.?|A\.?D\.?|C\.E\.|CE)(?![A-Za-z])"), _era, DIGITS),
        Rule(
            "decades",
            re.compile(r"\b(?P<c1>1\d|20)(?P<d1>\d0)s\s?[-–]\s?(?P<c2>1\d|20)?(?P<d2>\d0)s\b"),
            _decades,
            DIGITS,
        ),
        Rule("decade", re.compile(r"(?<![\w$£€.,])(?P<century>1\d|20)?['’‘]?(?P<decade>\d0)['’]?s\b"), decade, DIGITS),
        Rule("fiscal-quarter", re.compile(r"\b(?:Q([1-4])\s?|([1-4])Q\s?)['’]?(\d{4}|\d{2})\b"), quarter, DIGITS),
        Rule(
            "short-year",
            re.compile(r"(?<![\w])['’‘](\d{2})(?![\w'’])"),
            lambda m: f"oh {cardinal(int(m.group(1)))}" if m.group(1)[0] == "0" else cardinal(int(m.group(1))),
            DIGITS,
        ),
        Rule(
            "years",
            re.compile(
                r"(?<![\d.,$£€/-])(1[1-9]\d{2}|20\d{2})\s?[-–—/]\s?(\d{2}|1[1-9]\d{2}|20\d{2})(?![\d.,/-]*\d|\s?(?:percent|%|km|kg|miles|people|feet|meters|metres))"
            ),
            span,
            DIGITS,
        ),
    )


def years(*, british: bool) -> tuple[Rule, ...]:
    """A year alone: four digits that look like one and count nothing."""

    def alone(match: re.Match[str]) -> str:
        return year(int(match.group()), british=british)

    return (
        Rule(
            "year",
            re.compile(
                r"(?<![\d.,$£€#-])(?:1[1-9]\d{2}|20\d{2})(?![\d%‰°]|[,.:/]\d|\s?(?:percent|per cent|people|men|women|children|dollars|euros|pounds|miles|km|kilometers|kilometres|meters|metres|feet|square|tons|tonnes|kg|votes|troops|soldiers|homes|houses|jobs|workers|points|times|cases|deaths|hours|days|acres|species|words|members|pages|years|mm|cc|MW|hectares|employees|students|barrels|units)\b)"
            ),
            alone,
            DIGITS,
        ),
    )


def _era(match: re.Match[str]) -> str:
    letters = " ".join(match.group(2).replace(".", "").upper())
    value = int(match.group(1))
    said = (
        f"{cardinal(value // 100)} {cardinal(value % 100)}" if 300 < value < 1000 and value % 100 > 9 else year(value)
    )
    return f"{said} {letters}"


def _is_verb(match: re.Match[str]) -> bool:
    """``may 5 times``: in lower case, and a word right behind, it is no month."""
    follows = match.string[match.end() : match.end() + 3]
    return match.group("month") in ("may", "march") and not match.group("year") and bool(re.match(r"\s[a-z]", follows))


def month(match: re.Match[str]) -> str:
    """The whole name of a match's month."""
    written = match.group("month").lower().rstrip(".")
    return MONTHS.get(written[:4]) or MONTHS[written[:3]]


def said_decade(century: str, decade: str) -> str | None:
    """A decade in words: nineteen nineties, eighties, two thousands."""
    value = int(decade)
    if century == "20" and value == 0:
        return "two thousands"
    if value == 0:
        return f"{cardinal(int(century))} hundreds" if century else None
    if not century and value == 10:
        return None
    said = DECADES[value]
    return f"{cardinal(int(century))} {said}" if century else said


def _decades(match: re.Match[str]) -> str:
    first = said_decade(match.group("c1"), match.group("d1"))
    last = said_decade(match.group("c2") or "", match.group("d2"))
    return f"{first} to {last}"


def _short_month(match: re.Match[str]) -> str:
    return MONTHS[match.group().lower().rstrip(".")[:3]]


def _day(match: re.Match[str]) -> str:
    return ordinal(int(match.group("day")))


def _year(match: re.Match[str], *, comma: bool = False) -> str:
    written = match.groupdict().get("year")
    if not written:
        return ""
    return f"{',' if comma else ''} {year(int(written))}"
