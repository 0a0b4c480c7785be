"""Fractions, scores, ranges, letters with digits, numbers before a noun, and all that is left of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from narrator.languages import tables
from narrator.languages.common.tongue import NUMBER, Tongue, before, noun_behind
from narrator.languages.common.vulgar import PART, VULGAR
from narrator.languages.rules import DIGITS, Rule

RAISED_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def rules(tongue: Tongue) -> tuple[Rule, ...]:
    """The more specific first."""
    t = tongue.table
    plain = rf"(?<![\w.,])(?:{NUMBER})"

    def score(match: re.Match[str]) -> str:
        return tongue.score(int(match.group(1)), int(match.group(2)))

    def slashed(match: re.Match[str]) -> str | None:
        whole, top, bottom = match.group(1), int(match.group(2)), int(match.group(3))
        if (top >= bottom and not whole and top > 9) or (top, bottom) == (9, 11):
            return f"{tongue.cardinal(top)} {tongue.cardinal(bottom)}"
        return _mixed(tongue, whole, top, bottom, match)

    def vulgar(match: re.Match[str]) -> str:
        return f" {_mixed(tongue, match.group('whole'), *VULGAR[match.group('part')], match)} "

    def between(match: re.Match[str]) -> str:
        noun, front = noun_behind(match), before(match, 40)
        last = tongue.counted(match.group(2), noun, tongue.behind_range(front))
        return f"{tongue.counted(match.group(1), noun, front)} {t['to']} {last}".replace("  ", " ")

    def designation(match: re.Match[str]) -> str | None:
        if not match.group(1).isalpha():
            return None
        return f"{match.group(1)} {tongue.number_in_words(match.group(2))}"

    def times(match: re.Match[str]) -> str:
        return f"{tongue.number_in_words(match.group(1))} {t['times']}"

    def counted(match: re.Match[str]) -> str:
        return f" {tongue.counted(match.group(), noun_behind(match), before(match, 40))} "

    return (
        Rule("score", re.compile(r"(?<![\w.,:])(\d{1,3}):(\d{1,3})(?![\d:])"), score, ":"),
        Rule("always", re.compile(r"(?<![\w/])24/7(?![\w/])"), lambda m: f"{tongue.cardinal(24)} {tongue.cardinal(7)}", "/"),
        Rule("fraction", re.compile(r"(?<![\w.,/])(?:(\d{1,3})\s)?(\d{1,2})[/⁄]([1-9]\d{0,2})(?![\w/]|,\d)"), slashed, "/⁄"),
        Rule("vulgar", re.compile(rf"(?:(?<![\d.,])(?P<whole>\d{{1,4}})\s?)?{PART}"), vulgar, "".join(VULGAR)),
        Rule("range", re.compile(rf"(?<![\w.,-])({NUMBER})\s?[-–]\s?({NUMBER})(?![\w-]|[.,]\d)"), between, "-–"),
        Rule("designation", re.compile(r"(?<![\w-])([^\W\d_]{1,12})[-‑](\d{1,4})(?!\d|,\d)"), designation, "-"),
        Rule("number-letter", re.compile(r"(?<![\w.,-])(\d{1,3})-([A-ZА-Я])(?![\w-])"), lambda m: f"{tongue.number_in_words(m.group(1))} {m.group(2)}", "-"),
        Rule("power", re.compile(r"(?<=[\d)])[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,6}|(?<=(?<![^\W\d_])[^\W\d_])[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,6}"), _power(tongue), "⁰¹²³⁴⁵⁶⁷⁸⁹"),
        Rule("times", re.compile(rf"({plain})\s?[x×](?!\w)"), times, "x×"),
        Rule("signed", re.compile(rf"(?<![\w.,)])[-−+](?:{NUMBER})(?!\w)"), counted, "-−+"),
        Rule("number", re.compile(plain), counted, DIGITS),
        *bare(tongue)[1:],
    )  # fmt: skip


def _power(tongue: Tongue) -> Callable[[re.Match[str]], str]:
    """10⁶, x²: behind a number or a single letter; behind a word it is the mark of a note."""
    wording = str(tables.own_or_english(tongue.name, "announcements")["power"])

    def speak(match: re.Match[str]) -> str:
        digits = match.group().translate(RAISED_DIGITS).replace("⁻", "−").lstrip("⁺")
        return f" {wording.format(value=tongue.number_in_words(digits))} "

    return speak


def bare(tongue: Tongue) -> tuple[Rule, ...]:
    """Numbers as they come; lone digits and other characters that are numbers."""
    number_in_words = lru_cache(maxsize=4096)(tongue.number_in_words)

    def say(match: re.Match[str]) -> str:
        return f" {number_in_words(match.group())} "

    return (
        Rule("number", re.compile(NUMBER), say, DIGITS),
        Rule("digits", re.compile(r"\d+"), say, DIGITS),
    )


def _mixed(tongue: Tongue, whole: str | None, top: int, bottom: int, match: re.Match[str]) -> str:
    if whole:
        return tongue.mixed(whole, top, bottom, noun_behind(match))
    return tongue.part(top, bottom, before(match, 40))
