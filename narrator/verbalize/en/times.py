"""Times of day, zones, hours between, durations with seconds, 24/7."""

from __future__ import annotations

import re

from narrator.verbalize.en.numbers import cardinal
from narrator.verbalize.rules import Rule

HALF = r"(?P<half>[AaPp])\.?\s?[Mm]\b\.?"
ZONE = r"(?P<zone>\s?(?:[ECMP][SD]?T|GMT|UTC|BST|CES?T|EES?T|MSK|IST|JST|AES?T|[ecmp]\.?[sd]\.?t)\b)?"
DIGITS = "0123456789"


def clock(hour: int, minute: int) -> str:
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


def _with_half(match: re.Match[str]) -> str | None:
    hour, minute = int(match.group("hour")), int(match.group("minute") or 0)
    if hour > 24 or minute > 59:
        return None
    return clock(hour, minute) + _half(match) + _zone(match) + _end(match)


def _end(match: re.Match[str]) -> str:
    """The stop of "p.m." ends the sentence too where nothing, or a new sentence, follows."""
    return ""


def _between(match: re.Match[str]) -> str | None:
    first = clock(int(match.group("h1")), int(match.group("m1") or 0)) + _half(match, "half1")
    last = clock(int(match.group("hour")), int(match.group("minute") or 0)) + _half(match)
    return f"{first} to {last}{_zone(match)}"


def _plain(match: re.Match[str]) -> str | None:
    hour, minute = int(match.group("hour")), int(match.group("minute"))
    if hour > 24 or minute > 59:
        return None
    said = clock(hour, minute)
    if minute == 0:
        said = f"{cardinal(hour)} o'clock" if 1 <= hour <= 12 else f"{cardinal(hour)} hundred"
    return said + _zone(match)


def _military(match: re.Match[str]) -> str:
    """0600 is "oh six hundred", 1430 "fourteen thirty"."""
    hour, minute = int(match.group(1)), int(match.group(2))
    head = "zero" if hour == 0 else f"{'oh ' if hour < 10 else ''}{cardinal(hour)}"
    return f"{head} {'hundred' if not minute else f'oh {cardinal(minute)}' if minute < 10 else cardinal(minute)}"


def _long(match: re.Match[str]) -> str:
    hour, minute, second = (int(match.group(i)) for i in (1, 2, 3))
    parts = [f"{cardinal(n)} {name}{'' if n == 1 else 's'}" for n, name in ((hour, "hour"), (minute, "minute"))]
    half = f" {match.group('half').upper()}M" if match.group("half") else ""
    return f"{parts[0]} {parts[1]} and {cardinal(second)} second{'' if second == 1 else 's'}{half}{_zone(match)}"


RULES = (
    Rule("always", re.compile(r"(?<![\d/])24/7(?![\d/])"), lambda m: "twenty-four seven", DIGITS),
    Rule(
        "always-all-year",
        re.compile(r"(?<![\d/])24/7/365(?![\d/])"),
        lambda m: "twenty-four seven three sixty-five",
        DIGITS,
    ),
    Rule(
        "time-with-seconds",
        re.compile(rf"(?<![\d:])(\d{{1,2}}):([0-5]\d):([0-5]\d)(?!\d)(?:\s?{HALF})?{ZONE}"),
        _long,
        DIGITS,
    ),
    Rule(
        "time-military",
        re.compile(
            r"(?<![\w.,:])([01]\d|2[0-3])([0-5]\d)(?=\s(?:GMT|UTC|hours|hrs|BST|CES?T|EES?T|[EP][SD]T|local time)\b)"
        ),
        _military,
        DIGITS,
    ),
    Rule(
        "times",
        re.compile(
            rf"(?<![\d:.])(?P<h1>\d{{1,2}})(?:[:.](?P<m1>[0-5]\d))?(?:\s?(?P<half1>[AaPp])\.?[Mm]\b\.?)?\s?(?:-|–|—)\s?(?P<hour>\d{{1,2}})(?:[:.](?P<minute>[0-5]\d))?\s?{HALF}{ZONE}"
        ),
        _between,
        DIGITS,
    ),
    Rule(
        "times-24",
        re.compile(
            rf"(?<![\d:.])(?P<h1>[01]?\d|2[0-4]):(?P<m1>[0-5]\d)(?P<half1>)\s?(?:-|–|—)\s?(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?P<half>)(?![\d:]){ZONE}"
        ),
        _between,
        DIGITS,
    ),
    Rule(
        "time-of-day",
        re.compile(rf"(?<![\d:.,])(?P<hour>\d{{1,2}})(?:[:.](?P<minute>[0-5]\d))?\s?{HALF}{ZONE}"),
        _with_half,
        DIGITS,
    ),
    Rule("time", re.compile(rf"(?<![\d:.,])(?P<hour>\d{{1,2}}):(?P<minute>[0-5]\d)(?![\d:]){ZONE}"), _plain, DIGITS),
)
