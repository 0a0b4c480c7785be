"""Ranges, scores, votes, ratios, multiples, ages."""

from __future__ import annotations

import re

from narrator.languages.en.grammar.numbers import NUMBER, cardinal, plural
from narrator.languages.en.grammar.reading import DASH, FREE, Reading, ahead, behind
from narrator.languages.rules import Rule, number_rule

LOW = rf"(?P<low>(?:{NUMBER})(?:\.\d+)?)"
HIGH = rf"(?P<high>(?:{NUMBER})(?:\.\d+)?)"
COUNTED = (
    r"(?=\s(?:million|billion|trillion|thousand|hundred|years?|months?|weeks?|days?|hours?|minutes?|percent|people))"
)


VOTED = r"\b(?:vot\w+|pass\w*|approv\w+|ruled|won|win|beat|lost|by|was|lead\w*|led)\b[^.;]{0,24}$"
"""Behind these, 410-0 is a count of votes; elsewhere 978-0 is the beginning of a code."""
SHARED = (
    r"\s(?:split|rule|mix|portfolio|chance|deal|share|custody|basis|partnership|ownership|joint|principle|call|blend)\b"
)


PAIRED = r"(?=(?:-\w+)?\s(?:defen[sc]e|punch|formation|zone defen[sc]e|scheme|alignment|fast break|count|pitch to)\b)"
"""What two numbers name: a 4-3 defense, a one-two punch."""


def _range(match: re.Match[str], reading: Reading) -> str:
    low, high = match.group("low"), match.group("high")
    if (
        reading.british
        and "0" in (low, high)
        and max(len(low), len(high)) == 1
        and not re.match(r"\s[a-z]+s\b", ahead(match))
    ):
        return " ".join("nil" if part == "0" else reading.number(part) for part in (low, high))
    if len(low) > 2 and high == "0" and low.isdecimal() and not re.search(VOTED, behind(match)):
        return f"{reading.number(low)} {reading.number(high)}"
    return f"{reading.number(low)} to {reading.number(high)}"


def _score(match: re.Match[str], reading: Reading) -> str:
    """A record of three numbers: ten three one."""
    return " ".join(cardinal(int(part)) for part in re.split(r"[-–—−]", match.group()))


def _tiebreak(match: re.Match[str], reading: Reading) -> str:
    """7-6(10-8): the set, then in brackets the points."""
    points = " to ".join(cardinal(int(part)) for part in re.split(r"[-–/]", match.group(3)))
    return f"{cardinal(int(match.group(1)))} to {cardinal(int(match.group(2)))} ({points})"


def _pair(match: re.Match[str], reading: Reading) -> str:
    return " ".join(cardinal(int(part)) for part in match.group().split("/"))


def _shares(match: re.Match[str], reading: Reading) -> str | None:
    """A 70-30 split; fifty-fifty anywhere."""
    first, last = int(match.group(1)), int(match.group(2))
    if first + last != 100 or (first != 50 and not re.match(SHARED, ahead(match))):
        return None
    return f"{cardinal(first)} {cardinal(last)}"


def _plural_range(match: re.Match[str], reading: Reading) -> str:
    """The 16-24s."""
    return f"{reading.number(match.group(1))} to {plural(reading.number(match.group(2)))}"


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
        number_rule("pairs", re.compile(r"(?<![\w/.])(?:(?!10/10)(?:[1-9]0)/(?:[1-9]0)|7/11|7/7|20/20)(?![\w/])|(?<![\w/.])\d{1,2}/\d{1,2}(?=\s(?:attacks?|massacre|bombings?|terror|insurrection)\b)"), reading.says(_pair), "/"),
        number_rule("shares", re.compile(r"(?<![\w./:-])([1-9][05])[-–:]([1-9][05])(?![\w/:%-]|[.,]\d)"), reading.says(_shares), "-–:"),
        number_rule("tie-break", re.compile(r"(?<![\w.-])(\d{1,2})[-–](\d{1,2})\s?[(\[](\d{1,2}(?:[-–/]\d{1,2})?)[)\]]"), reading.says(_tiebreak), "(["),
    )  # fmt: skip


def rules(reading: Reading) -> tuple[Rule, ...]:
    """What stands between two numbers, and how many times."""
    old = r"((?:year|month|week|day)s?-olds?)\b"
    return (
        number_rule("multiple-decimal", re.compile(r"(?<![\w.])(\d{1,6}\.\d{1,6})x(?!\w)"), reading.says(_factor), "x"),
        number_rule("multiple-range", re.compile(rf"{FREE}{LOW}{DASH}{HIGH}[x×](?!\w)"), lambda m: f"{_range(m, reading)} times", "x×"),
        number_rule("multiple", re.compile(rf"(?<![\w.])((?:{NUMBER})(?:\.\d+)?)[x×](?!\w)"), reading.says(_times), "x×"),
        number_rule("ratio", re.compile(rf"{FREE}(\d{{1,4}}):({NUMBER})(?![\d:])"), reading.says(_ratio), ":"),
        number_rule("ages", re.compile(rf"{FREE}(\d{{1,3}})(?:{DASH}|-to-)(\d{{1,3}})-{old}"), reading.says(_ages), "-"),
        number_rule("year-old", re.compile(rf"{FREE}({NUMBER})-{old}"), reading.says(_aged), "-"),
        number_rule("range-plural", re.compile(r"(?<![\w.,$€£/-])(\d{1,2})[-–](\d{1,2})s(?!\w)"), reading.says(_plural_range), "s"),
        number_rule("difference", re.compile(rf"{FREE}({NUMBER})\s?[-−–]\s?({NUMBER})(?=\s?=)"), reading.says(_minus), "="),
        number_rule("range-counted", re.compile(rf"{FREE}{LOW}\s?(?:-|–|—)\s?{HIGH}{COUNTED}"), reading.says(_range)),
        number_rule("triple-score", re.compile(r"(?<![\w./-])\d{1,3}(?:[-–—]\d{1,3}){2,4}(?![\w/-])"), reading.says(_score)),
        number_rule("pair-named", re.compile(rf"(?<![\w./:$€£-])(\d{{1,2}})[-–](\d{{1,2}}){PAIRED}"), reading.says(_score)),
        number_rule("range", re.compile(rf"{FREE}{LOW}{DASH}{HIGH}(?![\w%/-]|\.\d|,\d)"), reading.says(_range)),
    )  # fmt: skip
