"""Times of day, zones, hours between, a runner's times, durations with seconds, 24/7."""

from __future__ import annotations

import re

from narrator.languages.en.grammar.numbers import cardinal, digits
from narrator.languages.en.grammar.reading import DASH, Reading, after, ahead
from narrator.languages.rules import DIGITS, Rule, number_rule

HALF = r"(?P<half>[AaPp])\.?\s?[Mm]\b\.?"
ZONE = r"(?P<zone>\s?(?:[ECMP][SD]?T|GMT|UTC|BST|CES?T|EES?T|MSK|IST|JST|AES?T|[ecmp]\.?[sd]\.?t)\b)?"


def time_in_words(hour: int, minute: int) -> str:
    """The time in words: 10:05 is "ten oh five", 8:00 is "eight"."""
    if minute == 0:
        return cardinal(hour)
    return f"{cardinal(hour)} " + (f"oh {cardinal(minute)}" if minute < 10 else cardinal(minute))


def _half(match: re.Match[str], name: str = "half") -> str:
    written = match.group(name)
    return f" {written.lower()}.m." if written else ""


def _zone(match: re.Match[str]) -> str:
    written = (match.groupdict().get("zone") or "").strip().upper().replace(".", "")
    return f" {written}" if written else ""


def _time(match: re.Match[str], hour: str = "hour", minute: str = "minute") -> str | None:
    """The clock of two groups of a match, or None where it is none."""
    hours, minutes = int(match.group(hour)), int(match.group(minute) or 0)
    return time_in_words(hours, minutes) if hours <= 24 and minutes <= 59 else None


def _with_half(match: re.Match[str]) -> str | None:
    said = _time(match)
    return said and said + _half(match) + _zone(match)


def _between(match: re.Match[str]) -> str | None:
    first, last = _time(match, "h1", "m1"), _time(match)
    if first is None or last is None:
        return None
    return f"{first}{_half(match, 'half1')} to {last}{_half(match)}{_zone(match)}"


def _to_named(match: re.Match[str]) -> str | None:
    """9 a.m.-noon."""
    said = _time(match)
    return said and f"{said}{_half(match)} to {match.group('until')}"


def _from_named(match: re.Match[str]) -> str | None:
    """Noon-3 p.m."""
    said = _time(match)
    return said and f"{match.group('from')} to {said}{_half(match)}{_zone(match)}"


def _plain(match: re.Match[str]) -> str | None:
    said, hour = _time(match), int(match.group("hour"))
    if match.group().strip() in ("00:00", "24:00"):
        return "midnight"
    if said and int(match.group("minute")) == 0:
        if re.match(r"\s(?:noon|midnight|o['’]clock)", ahead(match, 12)):
            return cardinal(hour)
        said = f"{cardinal(hour)} o'clock" if 1 <= hour <= 12 else f"{cardinal(hour)} hundred"
    return said and said + _zone(match)


def _dotted(match: re.Match[str], reading: Reading) -> str | None:
    """At 18.30, the British way."""
    return _time(match) if reading.british else None


def _military(match: re.Match[str]) -> str:
    """0600 is "oh six hundred", 1430 "fourteen thirty"."""
    hour, minute = int(match.group(1)), int(match.group(2))
    head = "zero" if hour == 0 else f"{'oh ' if hour < 10 else ''}{cardinal(hour)}"
    hours = " hours" if match.lastindex == 3 else ""
    return f"{head} {'hundred' if not minute else f'oh {cardinal(minute)}' if minute < 10 else cardinal(minute)}{hours}"


def _long(match: re.Match[str]) -> str:
    hour, minute, second = (int(match.group(i)) for i in (1, 2, 3))
    parts = [f"{cardinal(n)} {name}{'' if n == 1 else 's'}" for n, name in ((hour, "hour"), (minute, "minute"))]
    half = f" {match.group('half').upper()}M" if match.group("half") else ""
    part = f" point {digits(match.group('part'))}" if match.group("part") else ""
    return f"{parts[0]} {parts[1]} and {cardinal(second)}{part} second{'' if second == 1 and not part else 's'}{half}{_zone(match)}"


def _raced(match: re.Match[str]) -> str:
    """A runner's 3:43.13 is "three forty-three point one three"."""
    return f"{time_in_words(int(match.group(1)), int(match.group(2)))} point {digits(match.group(3))}"


def _offset(match: re.Match[str]) -> str:
    hours = match.group(3)
    half = f" {cardinal(int(match.group(4)))}" if match.group(4) else ""
    return f"{match.group(1)} {'plus' if match.group(2) == '+' else 'minus'} {cardinal(int(hours))}{half}"


def _zones(match: re.Match[str]) -> str:
    """Eight Eastern, seven Central: the time of a programme in two zones."""
    return f"{cardinal(int(match.group(1)))}, {cardinal(int(match.group(2)))} Central"


def rules(reading: Reading) -> tuple[Rule, ...]:
    """The more specific first; a full stop between hour and minute is the British way only."""
    return (
        *_FIXED,
        *_SPANS,
        *_NAMED,
        *_CLOCK,
        number_rule(
            "time-dotted",
            re.compile(
                r"(?<=\s)(?P<hour>[01]?\d|2[0-3])\.(?P<minute>[0-5]\d)(?=[,;)]|\.?$|\.\s|\s(?:on|and|when|in|to|GMT|BST|CET)\b)"
            ),
            after("[Aa]t|[Bb]y|[Uu]ntil", reading.says(_dotted)),
            ".",
        ),
    )


_FIXED = (
    number_rule("always", re.compile(r"(?<![\d/-])24[/-]7(?![\d/-])"), lambda m: "twenty-four seven", "/-"),
    number_rule("always-all-year", re.compile(r"(?<![\d/])24/7/365(?![\d/])"), lambda m: "twenty-four seven three sixty-five", "/"),
    number_rule("time-with-seconds", re.compile(rf"(?<![\d:])(\d{{1,2}}):([0-5]\d):([0-5]\d)(?!\d)(?:\.(?P<part>\d{{1,3}})(?!\d))?(?:\s?{HALF})?{ZONE}"), _long, ":"),
    number_rule("time-raced", re.compile(r"(?<![\d:.])(\d{1,2}):([0-5]\d)\.(\d{1,3})(?![\d:])"), _raced, ":"),
    Rule("offset", re.compile(r"(?=[GU])\b(UTC|GMT)\s?([+−-])\s?(\d{1,2})(?::?(\d\d))?(?![\d:])"), _offset, f"{DIGITS} +-−"),
    number_rule("two-zones", re.compile(r"(?<![\w/])(\d{1,2})/(\d{1,2})(?:c|\sCentral|\sCT)\b"), _zones, "/"),
    Rule("zone-slash", re.compile(r"(?<=[ECMP]T)/(?=\d|[CMP]T\b)"), lambda m: ", ", "/"),
)  # fmt: skip
_SPANS = (
    number_rule("time-military", re.compile(r"(?<![\w.,:])([01]\d|2[0-3])([0-5]\d)(?:(?=\s(?:GMT|UTC|hours|BST|CES?T|EES?T|[EP][SD]T|local|train|flight|service|ferry|bus)\b)|(\s?hrs?\b)|h\b)"), _military),
    number_rule("time-zulu", re.compile(r"(?<![\w.,:])([01]\d|2[0-3])([0-5]\d)Z\b"), lambda m: f"{_military(m)} Zulu", "Z"),
    number_rule(
        "times",
        re.compile(
            rf"(?<![\d:.])(?P<h1>\d{{1,2}})(?:[:.](?P<m1>[0-5]\d))?(?:\s?(?P<half1>[AaPp])\.?[Mm]\b\.?)?{DASH}(?P<hour>\d{{1,2}})(?:[:.](?P<minute>[0-5]\d))?\s?{HALF}{ZONE}"
        ),
        _between,
    ),
    number_rule(
        "times-24",
        re.compile(
            rf"(?<![\d:.])(?P<h1>[01]?\d|2[0-4]):(?P<m1>[0-5]\d)(?P<half1>){DASH}(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?P<half>)(?![\d:]){ZONE}"
        ),
        _between,
        ":",
    ),
)  # fmt: skip
_NAMED = (
    number_rule("times-to-noon", re.compile(rf"(?<![\d:.])(?P<hour>\d{{1,2}})(?:[:.](?P<minute>[0-5]\d))?(?:\s?{HALF})?(?P<dash>{DASH}|\sto\s)(?P<until>noon|midnight)\b"), _to_named, "no"),
    Rule("times-from-noon", re.compile(rf"(?=[MNmn])\b(?P<from>[Nn]oon|[Mm]idnight){DASH}(?P<hour>\d{{1,2}})(?:[:.](?P<minute>[0-5]\d))?\s?{HALF}{ZONE}"), _from_named, f"{DIGITS} no"),
)  # fmt: skip
_CLOCK = (
    number_rule("time-h", re.compile(r"(?<![\w.,:$€£-])(?P<hour>[01]?\d|2[0-4])h(?P<minute>[0-5]\d)(?P<zone>)(?![\w:])"), _plain, "h"),
    number_rule("time-zero", re.compile(r"(?<![\w.,:$€£-])(?P<hour>0\d)\.(?P<minute>[0-5]\d)(?![\w%]|\.\d)"), _time, "."),
    number_rule("time-of-day", re.compile(rf"(?<![\d:.,])(?P<hour>\d{{1,2}})(?:[:.](?P<minute>[0-5]\d))?\s?{HALF}{ZONE}"), _with_half),
    number_rule("time", re.compile(rf"(?<![\d:.,])(?P<hour>\d{{1,2}}):(?P<minute>[0-5]\d)(?![\d:]){ZONE}"), _plain, ":"),
)  # fmt: skip
