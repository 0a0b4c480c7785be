"""Dates in every order, ranges of days and months, timestamps."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from narrator.languages.en.grammar.numbers import cardinal, ordinal, year
from narrator.languages.en.grammar.reading import DASH, Reading, behind
from narrator.languages.en.grammar.times import time_in_words
from narrator.languages.en.grammar.years import COUNTED
from narrator.languages.rules import DIGITS, Rule, number_rule
from narrator.languages.tables import own_or_english

TABLE = own_or_english("en", "months")
ORDER: Sequence[str] = TABLE["names"]
SHORT_NAMES = [name for names in TABLE["short"] for name in names]
MONTHS = {**{name[:3].lower(): name for name in ORDER}, "sept": "September"}
MONTH_WORDS = frozenset(name.lower() for name in (*ORDER, *SHORT_NAMES))
WEEKDAYS: Mapping[str, str] = {name[:3].title(): name.title() for name in TABLE["weekdays"][:7]}
SHORT = rf"(?:{'|'.join(sorted(SHORT_NAMES, key=len, reverse=True))})"
ANY_MONTH = rf"(?:{'|'.join(ORDER)}|{SHORT}\b\.?)"
MONTH = rf"(?P<month>{ANY_MONTH})"
MONTH_FIRST = rf"(?=[ADFJMNOSadfjmnos])\b{MONTH}"
"""A month where a match begins; a look at its first letter before all else is half the time."""
DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
NUMBERED = r"(?:0?[1-9]|[12]\d|3[01])"
LAST = r"(?P<last>[12]\d|3[01]|0?[1-9])"
NTH = r"(?:st|nd|rd|th)?"
YEAR = r"(?P<year>1\d{3}|20\d{2}|21\d{2})"
TAIL = rf"(?:(?P<comma>\s?,)?\s?{YEAR}(?![\d,]*\d|[-–]\d|%))?"
NO_DATE = r"(?![\d:%]|,\d{3}|\.\d|\s?(?:percent|million|billion|km|kg))"


def full_month(written: str) -> str:
    """The whole name of a month that may be written short."""
    short = written.lower().rstrip(".")
    return MONTHS.get(short[:4]) or MONTHS[short[:3]]


def _month(match: re.Match[str]) -> str:
    return full_month(match.group("month"))


def _nth(match: re.Match[str], name: str = "day") -> str:
    return ordinal(int(match.group(name)))


def _year(match: re.Match[str], *, comma: bool = False) -> str:
    written = match.groupdict().get("year")
    return f"{',' if comma else ''} {year(int(written))}" if written else ""


def _the(match: re.Match[str]) -> str:
    """The article as it is written, or the one that is left out in writing."""
    return (match.groupdict().get("the") or "the").strip()


def _last_month(match: re.Match[str]) -> str | None:
    """They meet in Oct.: at a sentence's end only behind a word for a time, since Jan. may be a name."""
    timed = re.search(
        r"\b(?:in|of|by|since|until|till|through|or|and|to|from|this|last|next|early|late|mid)[\s-]$", behind(match)
    )
    return f"{full_month(match.group())}." if timed else None


def _said(month: int, day: int, value: int, reading: Reading) -> str:
    name = ORDER[month - 1]
    return f"the {ordinal(day)} of {name} {year(value)}" if reading.british else f"{name} {ordinal(day)}, {year(value)}"


def _day_first(match: re.Match[str], reading: Reading) -> str | None:
    if _is_verb(match) and (match.group("the") or re.search(r"\b(?:an?|all|only|about|some)\s$", behind(match))):
        return None
    return f"{_the(match)} {_nth(match)} of {_month(match)}{_year(match)}"


def _month_first(match: re.Match[str], reading: Reading) -> str | None:
    if _is_verb(match):
        return None
    article = "the " if reading.british else ""
    return f"{_month(match)} {article}{_nth(match)}{_year(match, comma=True)}"


def _is_verb(match: re.Match[str]) -> bool:
    """``may 5 times``: in lower case, and a word right behind, it is no month."""
    follows = match.string[match.end() : match.end() + 3]
    return match.group("month") in ("may", "march") and not match.group("year") and bool(re.match(r"\s[a-z]", follows))


def _days(match: re.Match[str], reading: Reading) -> str:
    return f"{_month(match)} {_nth(match)} to {_nth(match, 'last')}{_year(match, comma=True)}"


def _days_first(match: re.Match[str], reading: Reading) -> str:
    return f"{_the(match)} {_nth(match)} to the {_nth(match, 'last')} of {_month(match)}{_year(match)}"


def _dates(match: re.Match[str], reading: Reading) -> str:
    first = f"{_month(match)} {_nth(match)}{_year(match, comma=True)}"
    return f"{first} to {full_month(match.group('until'))} {_nth(match, 'last')}"


def _dates_first(match: re.Match[str], reading: Reading) -> str:
    first = f"{_the(match)} {_nth(match)} of {_month(match)}{_year(match)}"
    return f"{first} to the {_nth(match, 'last')} of {full_month(match.group('until'))}"


def _months(match: re.Match[str], reading: Reading) -> str:
    return f"{_month(match)} to {full_month(match.group('until'))}"


def _months_years(match: re.Match[str], reading: Reading) -> str:
    return f"{_month(match)}{_year(match)} to {full_month(match.group('until'))} {year(int(match.group('last')))}"


def _months_slash(match: re.Match[str], reading: Reading) -> str:
    """Sept/Oct 2024."""
    return f"{_month(match)}, {full_month(match.group('until'))}{_year(match)}"


DATED = re.compile(
    r"(?:\b(?:[Oo]n|[Dd]ue|[Dd]ated|[Oo]pen(?:s|ed|ing)?|[Rr]e-?open(?:s|ed|ing)?|[Bb]egin(?:s|ning)?|[Ss]tart(?:s|ing)?|[Ee]nd(?:s|ing)?|[Ee]xpir(?:es|ing)|[Cc]los(?:es|ing)|[Dd]eadline|[Rr]eleased|[Uu]pdated|[Pp]osted|[Pp]ublished|[Ss]cheduled for|[Ss]et for|[Ee]ffective|[Dd]ate:?|[Dd]ates:?|Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\.?,?:?|\b[AaPp]\.?[Mm]\.?,?|\((?:[A-Z][\w.]*\s?){1,3},)\s$"
)
"""Behind these two numbers with a slash are a day: due 12/12, on 5/6."""
DATED_WEAKLY = re.compile(
    r"\b(?:[Ss]ince|[Uu]ntil|[Tt]hrough|[Bb]efore|[Aa]fter|[Bb]y|[Ff]rom|[Tt]o|[Bb]etween|and)\s$"
)
"""Behind these only where they are no fraction."""


def _slash_date(match: re.Match[str], reading: Reading) -> str | None:
    first, second = int(match.group(1)), int(match.group(2))
    day_first = reading.british or first > 12
    day, number = (first, second) if day_first else (second, first)
    if (first, second) == (24, 7) or not (1 <= number <= 12 and 1 <= day <= 31):
        return None
    before = behind(match)
    is_fraction = first < second <= 10 or re.match(
        r"\s(?:of|the|cups?|miles?|inch\w*|majority|share|vote|owned|full)\b",
        match.string[match.end() : match.end() + 12],
    )
    weakly = DATED_WEAKLY.search(before) and not is_fraction and (first, second) != (9, 11)
    if (
        not (DATED.search(before) and not re.match(r"\s(?:of|cups?)\b", match.string[match.end() : match.end() + 6]))
        and not weakly
    ):
        return None
    return f"the {ordinal(day)} of {ORDER[number - 1]}" if reading.british else f"{ORDER[number - 1]} {ordinal(day)}"


def _month_year(match: re.Match[str], reading: Reading) -> str:
    return f"{_month(match)} {year(int(match.group('year')))}"


def _numeric(match: re.Match[str], reading: Reading) -> str | None:
    first, second, last = int(match.group(1)), int(match.group(3)), match.group(4)
    if match.group(2) == "-" and len(last) == 2:
        return None
    value = int(last) if len(last) == 4 else 2000 + int(last) if int(last) < 50 else 1900 + int(last)
    day_first = (reading.british and match.group(2) != ".") or first > 12
    day, number = (first, second) if day_first else (second, first)
    if not (1 <= number <= 12 and 1 <= day <= 31):
        return None
    return _said(number, day, value, Reading(british=reading.british or first > 12))


def _iso(match: re.Match[str], reading: Reading) -> str | None:
    number, day = int(match.group(2)), int(match.group(3))
    if not (1 <= number <= 12 and 1 <= day <= 31):
        return None
    return _said(number, day, int(match.group(1)), reading)


def _timestamp(match: re.Match[str], reading: Reading) -> str | None:
    date, hour, minute = _iso(match, reading), int(match.group(4)), int(match.group(5))
    if date is None or hour > 24 or minute > 59:
        return None
    return f"{date}, {time_in_words(hour, minute) if minute else cardinal(hour) + ' hundred'}{' UTC' if match.group(6) else ''}"


def _year_month(match: re.Match[str]) -> str | None:
    """2021-03 is March; 2003-04 and 2008-12 may be spans of years, and stay ones."""
    value, number = int(match.group(1)), int(match.group(2))
    return f"{ORDER[number - 1]} {year(value)}" if number <= value % 100 else None


def _weekday(match: re.Match[str]) -> str:
    return WEEKDAYS[match.group(1)]


def _weekdays(match: re.Match[str]) -> str:
    """Mon.-Fri., Mondays-Fridays."""
    many = "s" if match.group(2) == "days" else ""
    return f"{WEEKDAYS[match.group(1)]}{many} to {WEEKDAYS[match.group(3)]}{many}"


def _day_list(match: re.Match[str], reading: Reading) -> str | None:
    """June 5, 6 and 7: all of them days, unless the last one counts something."""
    if re.match(rf"\s(?:{COUNTED}\b|[a-z]+s\b)", match.string[match.end() : match.end() + 24]):
        return None
    article = "the " if reading.british else ""
    days = [ordinal(int(day)) for day in re.findall(r"\d+", match.group("days"))]
    return f"{_month(match)} {article}{', '.join(days[:-1])} and {days[-1]}{_year(match, comma=True)}"


def rules(reading: Reading) -> tuple[Rule, ...]:
    """Dates with a day; the numeric ones day first where the language is British."""
    return (*_written_in_numbers(reading), *_ranges(reading), *_with_a_month(reading))


def _written_in_numbers(reading: Reading) -> tuple[Rule, ...]:
    return (
        number_rule("timestamp", re.compile(r"(?<![\d/-])(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::\d{2}(?:\.\d{1,9})?)?(Z|\+00:?00)?(?:[+-]\d\d:?\d\d)?(?!\w)"), reading.says(_timestamp), "T"),
        number_rule("iso-date", re.compile(r"(?<![\d/-])(\d{4})-(\d{2})-(\d{2})(?![\d-])"), reading.says(_iso), "-"),
        number_rule("iso-date-slash", re.compile(r"(?<![\d/-])([12]\d{3})/(\d{1,2})/(\d{1,2})(?![\d/])"), reading.says(_iso), "/"),
        number_rule("iso-date-dot", re.compile(r"(?<![\d.])([12]\d{3})\.(\d{2})\.(\d{2})(?![\d.]*\d)"), reading.says(_iso), "."),
        number_rule("slash-date", re.compile(r"(?<![\w.,/$€£-])(\d{1,2})/(\d{1,2})(?![\w/%]|[.,]\d|-\d)"), reading.says(_slash_date), "/"),
        number_rule("year-month", re.compile(r"(?<![\d/.-])((?:19|20)\d\d)-(0[1-9]|1[0-2])(?![\d/-]|\.\d)"), _year_month, "-"),
        number_rule("numeric-date", re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/.-]*\d)"), reading.says(_numeric)),
    )  # fmt: skip


def _ranges(reading: Reading) -> tuple[Rule, ...]:
    flags = re.IGNORECASE
    the = r"(?:(?P<the>the)\s+)?"
    until = rf"(?P<until>{ANY_MONTH})"
    return (
        Rule("dates", re.compile(rf"{MONTH_FIRST}\s+{DAY}{NTH}{TAIL}{DASH}{until}\s+{LAST}{NTH}{NO_DATE}", flags), reading.says(_dates), DIGITS, words=MONTH_WORDS),
        Rule("dates-day-first", re.compile(rf"(?=[Tt0-9])(?<![\w.,$€£/-]){the}{DAY}{NTH}\s+{MONTH}{TAIL}{DASH}{LAST}{NTH}\s+{until}(?![a-z])", flags), reading.says(_dates_first), DIGITS, words=MONTH_WORDS),
        Rule("month-days", re.compile(rf"{MONTH_FIRST}\s+{DAY}{NTH}\s?(?:-|–|—| to )\s?{LAST}{NTH}(?!\d|,\d{{3}}){TAIL}", flags), reading.says(_days), DIGITS, words=MONTH_WORDS),
        Rule("days-month", re.compile(rf"(?=[Tt0-9])(?<![\w.,$€£/-]){the}{DAY}{NTH}\s?(?:-|–|—)\s?{LAST}{NTH}\s+{MONTH}(?![a-z]){TAIL}", flags), reading.says(_days_first), DIGITS, words=MONTH_WORDS),
        Rule("weekdays", re.compile(rf"(?=[FMSTW])(?<![-–—])(?<!\.[-–—])\b({'|'.join(WEEKDAYS)})(days|s|r|rs|nesday|sday|day)?\b\.?{DASH}({'|'.join(WEEKDAYS)})(?:days|s|r|rs|nesday|rsday|sday|urday|day)?\b(?!\.?{DASH}(?:{'|'.join(WEEKDAYS)}))\.?"), lambda m: _weekdays(m), "-–—"),
        Rule("day-list", re.compile(rf"{MONTH_FIRST}\s+(?P<days>{NUMBERED}{NTH}(?:,\s{NUMBERED}{NTH}){{0,4}}\s(?:and|&)\s{NUMBERED}{NTH})(?![\d:%]|,\d{{3}}|\.\d){TAIL}"), reading.says(_day_list), DIGITS, words=MONTH_WORDS),
        Rule("months-years", re.compile(rf"{MONTH_FIRST}\s+{YEAR}{DASH}(?P<until>{ANY_MONTH})\s+(?P<last>1\d{{3}}|20\d{{2}})(?!\d)"), reading.says(_months_years), f"{DIGITS} -–—", words=MONTH_WORDS),
        Rule("months-slash", re.compile(rf"{MONTH_FIRST}/(?P<until>{ANY_MONTH})(?![\w-])(?:\s+{YEAR}(?!\d))?"), reading.says(_months_slash), "/", words=MONTH_WORDS),
        number_rule("ordinal-range", re.compile(r"(?<![\w.,/-])(\d{1,3})(?:st|nd|rd|th)\s?[-–—]\s?(\d{1,3})(?:st|nd|rd|th)\b"), lambda m: f"{ordinal(int(m.group(1)))} to {ordinal(int(m.group(2)))}"),
        Rule("months", re.compile(rf"{MONTH_FIRST}{DASH}{until}(?![\w-])"), reading.says(_months), "-–—", words=MONTH_WORDS),
    )  # fmt: skip


def _with_a_month(reading: Reading) -> tuple[Rule, ...]:
    flags = re.IGNORECASE
    near = rf"(?=\.?,?\s(?:\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{ANY_MONTH}|{ANY_MONTH}\s\d))\.?"
    return (
        Rule("weekday-before-date", re.compile(rf"(?=[FMSTW])\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:s|r|rs|nes)?\b{near}"), _weekday, DIGITS),
        Rule(
            "day-month",
            re.compile(rf"(?=[Tt0-9])(?<![\d.,$€£/-])(?:\b(?P<the>the)\s+)?(?<!\w){DAY}{NTH}(?:\s+(?:of\s+)?|-){MONTH}(?![a-z])(?:(?P<comma>,?)[\s-]*{YEAR}(?!\d))?", flags),
            reading.says(_day_first),
            DIGITS,
            words=MONTH_WORDS,
        ),
        Rule(
            "month-day",
            re.compile(rf"{MONTH_FIRST}[\s-]+(?:the\s+)?{DAY}{NTH}{NO_DATE}(?:(?P<comma>\s?,)?[\s-]*{YEAR}(?![\d%]|,\d))?", flags),
            reading.says(_month_first),
            DIGITS,
            words=MONTH_WORDS,
        ),
        Rule("month-year", re.compile(rf"{MONTH_FIRST},?\s+(?:of\s+)?{YEAR}(?![\d,]*\d)", flags), reading.says(_month_year), DIGITS, words=MONTH_WORDS),
        Rule("month-short-year", re.compile(rf"(?=[ADFJMNOS])\b{SHORT}\b\.?(?=\s['’]\d\d\b)"), lambda m: full_month(m.group()), f"{DIGITS} '’", words=MONTH_WORDS),
        Rule("short-month-last", re.compile(rf"(?=[ADFJMNOS])\b{SHORT}\.(?=[\"”’)]{{0,2}}$)"), _last_month, ".", words=MONTH_WORDS),
        Rule("short-month", re.compile(rf"(?=[ADFJMNOS])\b{SHORT}\.(?=[\s,;:)]|['’]s)"), lambda m: full_month(m.group()), ".", words=MONTH_WORDS),
    )  # fmt: skip
