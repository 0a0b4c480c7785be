"""Years, eras, decades, seasons, spans of years, quarters and halves of them."""

from __future__ import annotations

import re

from narrator.languages.en.grammar.numbers import cardinal, ordinal, year
from narrator.languages.en.grammar.reading import Reading, after, behind
from narrator.languages.rules import DIGITS, Rule, number_rule

DECADES = {
    0: "two thousands", 10: "tens", 20: "twenties", 30: "thirties", 40: "forties",
    50: "fifties", 60: "sixties", 70: "seventies", 80: "eighties", 90: "nineties",
}  # fmt: skip
COUNTED = r"(?:percent|per cent|pc|people|men|women|children|dollars|euros|pounds|miles|km|kilometers|kilometres|meters|metres|feet|square|tons|tonnes|kg|votes|troops|soldiers|homes|houses|jobs|workers|points|times|cases|deaths|hours|days|acres|species|words|members|pages|years|mm|cc|MW|hectares|employees|students|barrels|units|fans|seats|flights|migrants|refugees|prisoners|hostages|civilians|officers|protesters|demonstrators|delegates|companies|firms|schools|hospitals|patients|beds|residents|households|families|tickets|copies|cars|vehicles|drones|missiles|tanks|rounds|yards|calories|patients|islands|villages|buildings|participants|passengers|fighters|Palestinians|Israelis|Ukrainians|Russians|Americans)"
BEFORE_YEAR = "[Ii]n|[Ss]ince|[Bb]y|[Ff]rom|[Uu]ntil|[Yy]ear|[Cc]irca|of"


def _short(digits: str) -> str:
    """The last two digits of a year: oh eight, twenty-four."""
    return f"oh {cardinal(int(digits))}" if digits[0] == "0" else cardinal(int(digits))


def said_decade(century: str, decade: str) -> str | None:
    """A decade in words: nineteen nineties, eighties, two thousands."""
    value = int(decade)
    if century == "20" and value == 0:
        return DECADES[0]
    if value == 0:
        return f"{cardinal(int(century))} hundreds" if century else DECADES[0]
    if not century and value == 10:
        return None
    return f"{cardinal(int(century))} {DECADES[value]}" if century else DECADES[value]


def _decade(match: re.Match[str]) -> str | None:
    return said_decade(match.group("century") or "", match.group("decade"))


def _decades(match: re.Match[str]) -> str:
    first = said_decade(match.group("c1"), match.group("d1"))
    return f"{first} to {said_decade(match.group('c2') or '', match.group('d2'))}"


def _era(match: re.Match[str]) -> str:
    letters = " ".join(match.group(3).replace(".", "").upper())
    first = f"{_old_year(match['first'])} to " if match["first"] else ""
    return f"{first}{_old_year(match.group(2))} {letters}"


def _era_first(match: re.Match[str]) -> str:
    return f"AD {_old_year(match.group(1))}"


def _old_year(written: str) -> str:
    """476 is "four seventy-six", 3,000 "three thousand"."""
    value = int(written.replace(",", ""))
    if 300 < value < 1000 and value % 100 > 9:
        return f"{cardinal(value // 100)} {cardinal(value % 100)}"
    return year(value)


DETERMINED = r"(?i:(?:\b(?:an?|its|their|our|his|her|my|your|this|that|each|every|no|last|next|first|second)|[a-z]s?['’]s|[a-z]s['’])\s(?:(?:fiscal|financial|full|calendar|strong|weak|record|latest|most recent|final|own)\s)?)$"
"""Behind which a quarter has no article of its own."""


def _span(match: re.Match[str]) -> str:
    first, last = int(match.group(1)), match.group(2)
    return f"{year(first)} to {year(int(last)) if len(last) == 4 else _short(last)}"


def _part(match: re.Match[str]) -> str | None:
    """Q3 2025, 2Q22, H1 2024: the third quarter of twenty twenty-five."""
    number, kind, written = match.group(1) or match.group(4), match.group(2) or match.group(3), match.group(5)
    if kind == "H" and int(number) > 2:
        return None
    said = year(int(written)) if len(written) == 4 else _short(written)
    if re.search(r"FY\s?['’]?\d+$", match.group()):
        said = f"fiscal {year(2000 + int(written) if len(written) == 2 else int(written))}"
    own = re.match(r"(?i:the\s)", match.group())
    article = own.group() if own else "" if re.search(DETERMINED, behind(match)) else "the "
    return f"{article}{ordinal(int(number))} {'quarter' if kind == 'Q' else 'half'} of {said}"


def _quarter_named(match: re.Match[str]) -> str | None:
    """Apple's Q3, its fiscal Q3: a quarter of that company or year; Q1 alone stays a name."""
    own = re.match(r"(?i:the\s)", match.group())
    if not own and not re.search(DETERMINED, behind(match)):
        return None
    return f"{own.group() if own else ''}{ordinal(int(match.group(1)))} quarter"


def _part_alone(match: re.Match[str]) -> str:
    return f"{ordinal(int(match.group(1)))} quarter"


def decades() -> tuple[Rule, ...]:
    """What would else pass for letters with digits or a range."""
    no_count = rf"(?![\d.,/-]*\d|\s?(?:{COUNTED})\b)"
    return (
        number_rule("era", re.compile(r"\b(?:(?P<first>\d{1,4})[-–])?(\d{1,4}|\d{1,2},\d{3})\s?(B\.?C\.?E?\.?|A\.?D\.?|C\.E\.|CE)(?![A-Za-z])"), _era),
        Rule("era-first", re.compile(r"(?=A)\bA\.?D\.?\s(\d{1,4})(?![\d,]*\d)"), _era_first, DIGITS),
        number_rule("decades", re.compile(r"\b(?P<c1>1\d|20)(?P<d1>\d0)s\s?[-–]\s?['’‘]?(?P<c2>1\d|20)?(?P<d2>\d0)s\b"), _decades),
        Rule("decade", re.compile(r"(?=['0-9‘’])(?<![\w$£€.,])(?P<century>1\d|20)?['’‘]?(?P<decade>\d0)['’]?s\b"), _decade, DIGITS),
        Rule("part-of-year", re.compile(r"\b(?:[Tt]he\s)?(?:([1-4])([QH])[\s-]?|([QH])([1-4])(?:(?:\sof)?[\s-](?:FY\s?)?|(?=['’])))['’]?(20\d{2}|\d{2})(?![\w%]|[.,]\d)"), _part, f"{DIGITS} QH"),
        Rule("quarters-named", re.compile(r"\bQ([1-4])\s?[-–]\s?Q([1-4])(?![\w'’])"), lambda m: f"Q {cardinal(int(m.group(1)))} to Q {cardinal(int(m.group(2)))}", f"{DIGITS} Q"),
        Rule("quarter-named", re.compile(r"\b(?:[Tt]he\s)?Q([1-4])(?![\w'’]|[.,]\d|\s?[-–/]\s?Q?\d)"), _quarter_named, f"{DIGITS} Q"),
        number_rule("quarter-alone", re.compile(r"(?<![\w.,$-])([1-4])Q(?!\w)"), _part_alone, "Q"),
        Rule("short-years", re.compile(r"(?<!\w)['‘’](\d{2})\s?[-–]\s?['‘’](\d{2})(?![\w'’])"), lambda m: f"{_short(m.group(1))} to {_short(m.group(2))}", f"{DIGITS} '‘’"),
        Rule("short-year", re.compile(r"(?=['‘’])(?<![\w])['’‘](\d{2})(?![\w'’])"), lambda m: _short(m.group(1)), f"{DIGITS} '’‘"),
        number_rule("years", re.compile(rf"(?<![\d.,$£€/-])(1[1-9]\d{{2}}|20\d{{2}})\s?[-–—/]\s?['’]?(\d{{2}}|1[1-9]\d{{2}}|20\d{{2}}){no_count}"), _span),
        Rule("circa", re.compile(r"(?<![\w.])c\.\s?(?=[1-9]\d{2,3}\b|[1-9]\d{0,2},\d{3}|[1-9]\d\b|AD\s)"), lambda m: "circa ", "c"),
        Rule("born", re.compile(r"(?<=[(,]|\s)b\.(?=\s?1[0-9]\d{2}\b|\s?20\d{2}\b)"), lambda m: "born", f"{DIGITS} b"),
        Rule("died", re.compile(r"(?<=[(,]|\s)d\.(?=\s?1[0-9]\d{2}\b|\s?20\d{2}\b|\s(?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)\b\.?\s\d)"), lambda m: "died", f"{DIGITS} d"),
    )  # fmt: skip


def years(reading: Reading) -> tuple[Rule, ...]:
    """A year alone: four digits that look like one and count nothing."""
    no_count = rf"(?![\d%‰°]|[,.:/]\d|\s?{COUNTED}\b)"

    def alone(match: re.Match[str]) -> str:
        return reading.year(int(match.group()))

    return (
        number_rule("old-year", re.compile(rf"(?<=\s)(?:10[1-9]\d|2[1-9]\d\d){no_count}(?!\s[a-z]+s\b)"), after(BEFORE_YEAR, alone), "12"),
        number_rule("year", re.compile(rf"(?<![\d.,$£€#-])(?:1[1-9]\d{{2}}|20\d{{2}}){no_count}"), alone),
    )  # fmt: skip
