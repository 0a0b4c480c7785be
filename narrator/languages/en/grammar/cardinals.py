"""Ordinals, and what is left of numbers when all other categories have claimed theirs."""

from __future__ import annotations

import re

from narrator.languages.en.grammar.numbers import NUMBER, integer
from narrator.languages.en.grammar.reading import Reading
from narrator.languages.rules import DIGITS, Rule, number_rule


def _nth(match: re.Match[str], reading: Reading) -> str | None:
    value = integer(match.group(1))
    return reading.ordinal(value) if match.group(2).lower() == _ending(value) else None


def _ending(value: int) -> str:
    if value % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")


def _signed(match: re.Match[str], reading: Reading) -> str:
    return f"{'plus' if match.group(1) == '+' else 'minus'} {reading.number(match.group(2))}"


def _number(match: re.Match[str], reading: Reading) -> str:
    return f" {reading.number(match.group())} "


def ordinals(reading: Reading) -> tuple[Rule, ...]:
    """1st, 22nd, 1,000th."""
    pattern = re.compile(r"(?=[0-9])(?<![\w.,/])(\d{1,3}(?:,\d{3})+|\d{1,15})(st|nd|rd|th|ST|ND|RD|TH)\b")
    court = re.compile(
        r"(?=[0-9])(?<![\w.,/])(\d{0,2}[23])(d)(?=\s(?:Cir\b|Circuit|Dist\b|Dep['’]?t\b|Sess\b|Cong\b|ed\b|Division|Infantry|Regiment|Battalion|Brigade|Cavalry|Marine|Armored|U\.S))"
    )
    return (
        number_rule("ordinal-court", court, lambda m: reading.ordinal(integer(m.group(1))), "d"),
        number_rule("ordinal", pattern, reading.says(_nth)),
    )


def rules(reading: Reading) -> tuple[Rule, ...]:
    """Signed, decimal and whole numbers, and single digits."""
    number = reading.says(_number)
    return (
        Rule(
            "signed",
            re.compile(rf"(?=[-+−])(?<![\w.,)])([-−+])((?:{NUMBER})(?:\.\d+)?)(?![\w])"),
            reading.says(_signed),
            DIGITS,
        ),
        Rule("decimal", re.compile(rf"(?=[.0-9])(?:(?<![\d.,])(?:{NUMBER}))?(?<!\d\.)\.\d+(?!\.?\d)"), number, DIGITS),
        number_rule("number", re.compile(NUMBER), number),
        # What a longer match lost because a part of it was claimed already.
        number_rule("digits", re.compile(r"\d+"), number),
    )
