"""Counts with a scale letter, spaced or plural thousands, odds, and numbers in names with a point."""

from __future__ import annotations

import re

from narrator.languages.en.grammar.measures import UNIT
from narrator.languages.en.grammar.numbers import NUMBER, cardinal, integer, plural, short_number, spoken
from narrator.languages.rules import DIGITS, Rule, number_rule

VALUE = rf"(?<![\w.,$€£-])((?:{NUMBER})(?:\.\d{{1,6}})?)"
SCALES = {"k": "thousand", "K": "thousand", "M": "million", "m": "million", "mn": "million", "B": "billion", "bn": "billion", "tn": "trillion"}  # fmt: skip
COUNTED = r"(?=\s(?!sprints|hurdles|steps|races|finals|swims|freestyles)(?!(?:was|is|has|as|its|this|does|his|less|across|always|plus|versus|towards|us|thus)\b)(?:[a-z]+s|people|children|men|women)\b)"


def _scaled(match: re.Match[str]) -> str:
    return f"{spoken(match.group(1))} {SCALES[match.group(2)]}"


def _spaced(match: re.Match[str]) -> str:
    return cardinal(integer(match.group()))


def _plural(match: re.Match[str]) -> str:
    value = integer(match.group(1))
    said = {100: "hundred", 1000: "thousand"}.get(value) or cardinal(value)
    return plural(said)


def _odds(match: re.Match[str]) -> str:
    return f"{spoken(match.group(1))} {match.group(2).replace('-', ' ')} {spoken(match.group(3))}"


def _out_of(match: re.Match[str]) -> str:
    return f"{spoken(match.group(1))} out of {spoken(match.group(2))}"


def _pointed(match: re.Match[str]) -> str:
    return f"{match.group(1)} {spoken(match.group(2))}"


RULES = (
    number_rule("karat", re.compile(r"(?<![\w.,$-])(\d{1,2})[kK]t?(?=\s(?:gold|white|rose|yellow)\b)"), lambda m: f"{cardinal(int(m.group(1)))} karat", "kK"),
    number_rule("count-letter", re.compile(rf"{VALUE}(bn|mn|tn)(?!\w|\s(?:{UNIT})\b)"), _scaled),
    number_rule("count-million", re.compile(rf"{VALUE}(m)(?:{COUNTED}|(?=\+)|(?=-(?:pound|euro|dollar|tonne|ton|barrel|strong|person|euros|pounds|dollars)\b))"), _scaled, "m"),
    number_rule(
        "count-capital",
        re.compile(r"(?<![\w.,$€£-])(\d{1,4}\.\d{1,3}|\d{2,4}(?=[Mk]|K\s[a-z]+s\b))([kKMB])(?!\w)"),
        _scaled,
    ),
    number_rule("spaced-thousands", re.compile(r"(?<![\w.,$€£+-])[1-9]\d{0,2}(?:(?:\s\d{3}){2,4}|(?:\u00a0\d{3}){1,4}|(?<=\d\d)\s000)(?![\w.,-]\w|\w|\s\d)"), _spaced),
    number_rule("plural-thousands", re.compile(r"(?<![\w.,$€£])(\d{1,3}(?:,\d{3})+|1000?)s(?!\w)"), _plural),
    number_rule("odds", re.compile(r"(?<![\w.,/-])(\d{1,3})-(to|for|in|on|by|of|out-of)-(\d{1,4})(?![\w/])"), _odds, "-"),
    number_rule("by-plural", re.compile(r"(?<![\w.,/-])(\d{1,2})-by-(\d{1,2})s(?!\w)"), lambda m: f"{cardinal(int(m.group(1)))} by {plural(cardinal(int(m.group(2))))}", "-"),
    number_rule("out-of", re.compile(r"(?<![\w.,/-])(\d{1,2}\.\d)/(10|5|100)(?![\w/]|\.\d)"), _out_of, "/"),
    Rule("name-with-point", re.compile(r"(?=[A-Zvi])(?<![\w.,/-])([A-Z]{1,5}|v|iOS)-?(\d{1,3}\.\d{1,3})(?![\w.]\d|\w|%)"), _pointed, f"{DIGITS} ."),
    Rule("calibre", re.compile(r"(?=\.)(?<![\w.])\.(\d{2,3})(?=[- ]cal(?:iber|ibre)?\b|\s(?:Magnum|Winchester|ACP)\b)"), lambda m: short_number(m.group(1)), f"{DIGITS} ."),
)  # fmt: skip
