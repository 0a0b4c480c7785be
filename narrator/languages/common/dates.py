"""Dates, ranges of days, months cut short, times of day, spans of years."""

from __future__ import annotations

import re
from collections.abc import Callable

from narrator.languages.common.tongue import NUMBER, Tongue, any_of, before, follows
from narrator.languages.rules import DIGITS, Rule

Speak = Callable[[re.Match[str]], str | None]
YEAR = r"(1\d{3}|20\d{2})"


def rules(tongue: Tongue) -> tuple[Rule, ...]:
    """The more specific first."""
    t = tongue.table
    months = any_of([*dict.fromkeys([*tongue.months, *map(str.capitalize, tongue.months), *tongue.short_months])])
    nth = r"(?:\.|er|\.?[º°ª]|-?(?:го|е))?"
    day = r"(0?[1-9]|[12]\d|3[01])"
    year = rf"(?:,?\s+(?:de\s+|del\s+)?(?P<year>{YEAR})(?!\d|-?х|-?ті))?"
    return (
        Rule("ratio", re.compile(rf"(?<=\s)(\d{{1,4}}):((?:{NUMBER}))(?![\d:])"), _ratio(tongue), ":"),
        Rule("year-month", re.compile(r"(?<![\d/.-])((?:19|20)\d\d)-(0[1-9]|1[0-2])(?![\d/-]|[.,]\d)"), _year_month(tongue), "-"),
        Rule("iso-date", re.compile(r"(?<![\d/-])(\d{4})-(\d{2})-(\d{2})(?![\d-])"), _numeric(tongue, (3, 2, 1)), "-"),
        Rule("numeric-date", re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2((?:1[5-9]|20)\d\d)(?!\d)"), _numeric(tongue, (1, 3, 4)), DIGITS),
        Rule("numeric-date-short", re.compile(r"(?<![\d./-])(\d{1,2})([./])(\d{1,2})\2(\d\d)(?![\d/]|\.\d)"), _numeric(tongue, (1, 3, 4)), DIGITS),
        Rule("days", re.compile(rf"(?<![\w.,])(?P<first>{day}){nth}\s?(?P<to>[-–]|\s(?:{t['to_day']})\s)\s?(?P<day>{day}){nth}\s+(?:de\s+)?(?P<month>{months})(?!\w){year}"), _days(tongue), DIGITS),
        Rule("date", re.compile(rf"(?<![\w.,])(?P<day>{day}){nth}\s+(?:de\s+)?(?P<month>{months})(?!\w){year}"), _date(tongue), DIGITS),
        Rule("month", re.compile(rf"(?<!\w)({any_of(tongue.short_months)})(?=\s(?:de\s|del\s)?{YEAR}|,)"), lambda m: tongue.short_months[m.group(1)], "."),
        Rule("time", re.compile(rf"(?<![\d.,:])(?P<hour>[01]?\d|2[0-4])(?P<mark>[:.]|\s?h\s?)(?P<minute>[0-5]\d)(?![\d.,:]*\d|\s?%)(?P<word>\s?(?:{t['hour_words']})(?!\w))?"), _time(tongue), DIGITS),
        Rule("hour", re.compile(rf"(?<![\w.,:/-])(?P<hour>[01]?\d|2[0-4])(?P<minute>)\s?(?P<word>{t['hour_words']})(?!\w)(?P<mark>)"), _time(tongue), DIGITS),
        Rule("years", re.compile(rf"(?<![\d.,/-]){YEAR}\s?[-–/]\s?(\d{{2}}|{YEAR})(?![\d.,/-]*\d|-?х|-?ті)(?:\s?рр\.)?"), _years(tongue), DIGITS),
    )  # fmt: skip


def _ratio(tongue: Tongue) -> Speak:
    """Behind a word for a scale or a ratio two numbers with a colon are no time of day: Maßstab 1:25.000."""
    named = re.compile(rf"(?:{tongue.table['ratio_words']})\W{{0,2}}(?:\w+\s){{0,2}}$", re.IGNORECASE)

    def speak(match: re.Match[str]) -> str | None:
        if not named.search(before(match, 40)):
            return None
        return tongue.ratio(match.group(1), match.group(2))

    return speak


def _year_month(tongue: Tongue) -> Speak:
    """2023-11 is a month; 2003-04 and 2008-12 may be spans of years, and stay ones."""

    def speak(match: re.Match[str]) -> str | None:
        value, month = int(match.group(1)), int(match.group(2))
        return tongue.month_of(month, value) if month <= value % 100 else None

    return speak


def _numeric(tongue: Tongue, order: tuple[int, int, int]) -> Speak:
    def speak(match: re.Match[str]) -> str | None:
        day, month, year = (int(match.group(i)) for i in order)
        year += 0 if year > 99 else 2000 if year < 50 else 1900
        if not (1 <= day <= 31 and 1 <= month <= 12):
            return None
        return _dated(tongue, match, day, tongue.months[month - 1], year)

    return speak


def _dated(tongue: Tongue, match: re.Match[str], day: int, month: str, year: int | None) -> str:
    of = tongue.table["of_month"]
    said = f"{tongue.day(day, before(match))} {of}{month}"
    return f"{said} {of}{tongue.year(year, dated=True, follows=follows(match))}" if year else said


def _month(tongue: Tongue, match: re.Match[str]) -> str:
    written = match.group("month")
    return tongue.short_months.get(written, written)


def _date(tongue: Tongue) -> Speak:
    def speak(match: re.Match[str]) -> str:
        year = match.group("year")
        return _dated(tongue, match, int(match.group("day")), _month(tongue, match), int(year) if year else None)

    return speak


def _days(tongue: Tongue) -> Speak:
    def speak(match: re.Match[str]) -> str:
        front = before(match)
        to = match.group("to").strip(" -–") or tongue.table["to_days"]
        to = tongue.table["abbreviations"].get(to, to)
        last = f"{to} " if to == "по" else front
        year = match.group("year")
        head = f"{tongue.day(int(match.group('first')), front)} {to} {tongue.day(int(match.group('day')), last)}"
        of = tongue.table["of_month"]
        tail = f" {of}{tongue.year(int(year), dated=True, follows=follows(match))}" if year else ""
        return f"{head} {of}{_month(tongue, match)}{tail}"

    return speak


def _time(tongue: Tongue) -> Speak:
    """A stop between hour and minute is a time only before the word for hours, or behind a word that asks for one."""
    asked = tongue.before_clock

    def speak(match: re.Match[str]) -> str | None:
        stop = match.group("mark") == "." and not match.group("word")
        if stop and not (asked and asked.search(before(match))):
            return None
        return tongue.time_in_words(
            int(match.group("hour")),
            int(match.group("minute") or 0),
            before(match),
            (match.group("word") or "").strip(),
        )

    return speak


def _years(tongue: Tongue) -> Speak:
    """2015–2020, 2024/25; the second number of a law is far from its first: 1007/2023."""

    def speak(match: re.Match[str]) -> str | None:
        first, last = int(match.group(1)), match.group(2)
        if "/" in match.group() and len(last) == 4 and not 0 < int(last) - first < 21:
            return None
        said = tongue.year(int(last)) if len(last) == 4 else tongue.cardinal(int(last))
        return f"{tongue.year(first)} {'' if '/' in match.group() else tongue.table['to']} {said}"

    return speak
