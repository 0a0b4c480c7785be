"""Ranges, scores, votes, ratios, multiples, ages."""

from __future__ import annotations

import re

from narrator.verbalize.en.numbers import NUMBER, cardinal
from narrator.verbalize.en.reading import DASH, DIGITS, FREE, Reading
from narrator.verbalize.rules import Rule

LOW = rf"(?P<low>(?:{NUMBER})(?:\.\d+)?)"
HIGH = rf"(?P<high>(?:{NUMBER})(?:\.\d+)?)"
COUNTED = (
    r"(?=\s(?:million|billion|trillion|thousand|hundred|years?|months?|weeks?|days?|hours?|minutes?|percent|people))"
)


def _range(match: re.Match[str], reading: Reading) -> str:
    return f"{reading.number(match.group('low'))} to {reading.number(match.group('high'))}"


def _score(match: re.Match[str], reading: Reading) -> str:
    """A record of three numbers: ten three one."""
    return " ".join(cardinal(int(part)) for part in re.split(r"[-–—−]", match.group()))


def _tiebreak(match: re.Match[str], reading: Reading) -> str:
    """7-6(10-8): the set, then in brackets the points."""
    points = " to ".join(cardinal(int(part)) for part in re.split(r"[-–]", match.group(3)))
    return f"{cardinal(int(match.group(1)))} to {cardinal(int(match.group(2)))} ({points})"


def _pair(match: re.Match[str], reading: Reading) -> str:
    return " ".join(cardinal(int(part)) for part in match.group().split("/"))


def _ratio(match: re.Match[str], reading: Reading) -> str:
    return f"{reading.number(match.group(1))} to {reading.number(match.group(2))}"


def _times(match: re.Match[str], reading: Reading) -> str:
    return f"{reading.number(match.group(1))} times"


def _factor(match: re.Match[str], reading: Reading) -> str:
    return f"{reading.number(match.group(1))} x"


def _aged(match: re.Match[str], reading: Reading) -> str:
    return f"{reading.number(match.group(1))} {match.group(2).replace('-', ' ')}"


def _ages(match: re.Match[str], reading: Reading) -> str:
    return f"{reading.number(match.group(1))} to {_aged_tail(match, reading)}"


def _aged_tail(match: re.Match[str], reading: Reading) -> str:
    return f"{reading.number(match.group(2))} {match.group(3).replace('-', ' ')}"


def _minus(match: re.Match[str], reading: Reading) -> str:
    return f"{reading.number(match.group(1))} minus {reading.number(match.group(2))}"


def early(reading: Reading) -> tuple[Rule, ...]:
    """Before all fractions and brackets: pairs that are names, tie-breaks."""
    return (
        Rule("pairs", re.compile(r"(?<![\w/.])(?:(?:[1-9]0)/(?:[1-9]0)|7/11|7/7|20/20)(?![\w/])"), reading.says(_pair), "/"),
        Rule("tie-break", re.compile(r"(?<![\w.-])(\d{1,2})[-–](\d{1,2})\s?[(\[](\d{1,2}(?:[-–]\d{1,2})?)[)\]]"), reading.says(_tiebreak), "(["),
    )  # fmt: skip


def rules(reading: Reading) -> tuple[Rule, ...]:
    """What stands between two numbers, and how many times."""
    old = r"((?:year|month|week|day)s?-olds?)\b"
    return (
        Rule("multiple-decimal", re.compile(r"(?<![\w.])(\d{1,6}\.\d{1,6})x(?!\w)"), reading.says(_factor), "x"),
        Rule("multiple", re.compile(rf"(?<![\w.])((?:{NUMBER})(?:\.\d+)?)[x×](?!\w)"), reading.says(_times), "x×"),
        Rule("ratio", re.compile(rf"{FREE}(\d{{1,4}}):({NUMBER})(?![\d:])"), reading.says(_ratio), ":"),
        Rule("ages", re.compile(rf"{FREE}(\d{{1,3}})(?:{DASH}|-to-)(\d{{1,3}})-{old}"), reading.says(_ages), "-"),
        Rule("year-old", re.compile(rf"{FREE}({NUMBER})-{old}"), reading.says(_aged), "-"),
        Rule("difference", re.compile(rf"{FREE}({NUMBER})\s?[-−–]\s?({NUMBER})(?=\s?=)"), reading.says(_minus), "="),
        Rule("range-counted", re.compile(rf"{FREE}{LOW}\s?(?:-|–|—)\s?{HIGH}{COUNTED}"), reading.says(_range), DIGITS),
        Rule("triple-score", re.compile(r"(?<![\w./-])\d{1,3}(?:[-–—]\d{1,3}){2}(?![\w/-])"), reading.says(_score), DIGITS),
        Rule("range", re.compile(rf"{FREE}{LOW}{DASH}{HIGH}(?![\w%/-]|\.\d|,\d)"), reading.says(_range), DIGITS),
    )  # fmt: skip
