"""Telephone numbers, emergency numbers, Internet addresses of numbers, versions, codes read digit by digit."""

from __future__ import annotations

import re

from narrator.languages.en.grammar.numbers import cardinal, digits
from narrator.languages.en.grammar.reading import after, behind
from narrator.languages.rules import DIGITS, Rule, number_rule

SERVICES = "calls?|callers?|dispatch|dispatchers?|operators?|emergency|center|centre|line|tape|recording|system|service|services|hotline|handler|number|lifeline"
CALLED = r"[Cc]all|called|calling|[Dd]ial|diall?ed|diall?ing|[Tt]ext|[Rr]ing|rang|[Pp]hone|phoned"
DIALLED = rf"{CALLED}|to"


def _phone(match: re.Match[str]) -> str:
    return ", ".join(_group(group) for group in re.split(r"[\s().\-–/]+", match.group()) if group)


def _group(group: str) -> str:
    if group == "800":
        return "eight hundred"
    if group.startswith("+"):
        return "plus " + digits(group)
    return " ".join(digits(part) if part.isdecimal() else part for part in re.findall(r"\d|[A-Za-z]+", group))


def _seven(match: re.Match[str]) -> str | None:
    """555-1212; two years or a span of round numbers are none."""
    return None if match.group().endswith("00") else _phone(match)


def _version(match: re.Match[str]) -> str:
    """2.0.1, but 1.000.000 is a million written the continental way."""
    parts = match.group().split(".")
    if all(len(part) == 3 for part in parts[1:]):
        return cardinal(int("".join(parts)))
    return " point ".join(map(_part, parts))


def _part(written: str) -> str:
    """A part of a version or a clause: 01 keeps its zero."""
    return digits(written) if written.startswith("0") else cardinal(int(written))


def _lettered_version(match: re.Match[str]) -> str:
    numbers = " point ".join(map(_part, match.group(2).strip(".").split(".")))
    return f"{match.group(1)} {'point ' if match.group(2)[0] == '.' else ''}{numbers}"


def _address(match: re.Match[str]) -> str:
    return " dot ".join(digits(part) for part in match.group().split("."))


def _one_by_one(match: re.Match[str]) -> str:
    return digits(match.group())


def _short_code(match: re.Match[str]) -> str | None:
    """Text HOME to 741741, or a second one."""
    return digits(match.group()) if TEXTED.search(behind(match, 60)) else None


def _called(match: re.Match[str]) -> str | None:
    """Call 1300 555 019, 0800 1111, 13 11 14: the groups that a country parts them in."""
    found = re.search(
        rf"(?:{CALLED}|[Tt]el(?:ephone)?\.?:?|[Hh]elpline|[Hh]otline|[Ll]ifeline|[Ll]ine|[Ss]amaritans)(?:\s(?:on|at|is|toll-free|free|us|us on|us at|now|the \w+ on|\w+ on))?:?\s$",
        behind(match, 40),
    )
    return _phone(match) if found else None


TEXTED = re.compile(r"\b[Tt]ext(?:s|ing|ed)?\b[^.;!?]{0,40}\b(?:to|or|and|at)\s$")
RULES = (
    number_rule("short-code", re.compile(r"(?<=\s)\d{3,7}(?![\w%]|[.,]\d|-\d)"), _short_code),
    number_rule("phone-called", re.compile(r"(?<=\s)(?:\d{2,4}(?:\s\d{2,4}){1,4}|\d{3,5}-\d{3,6})(?![\w%-]|[.,:]\d|\s(?:people|men|women|children|miles|km|times|of)\b)"), _called),
    number_rule("zip-plus-four", re.compile(r"(?<![\w.,$-])\d{5}-\d{4}(?![\w-]|[.,]\d)"), _phone, "-"),
    number_rule("ip-address", re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\d)"), _address, "."),
    number_rule("version", re.compile(r"(?<![\w.$€£])\d{1,3}(?:\.\d{1,3}){2,}(?![\w.]*\d)"), _version, "."),
    Rule(
        "lettered-version",
        re.compile(r"(?=[A-Za-z])(?<![\w.])([A-Za-z]{1,4})[- ]?((?<=[A-Za-z])\.?\d{1,3}(?:\.\d{1,3}){1,3})(?![\w.]*\d|,\d|[A-Za-z%])"),
        _lettered_version,
        f"{DIGITS} .",
    ),
    Rule(
        "phone",
        re.compile(
            r"(?=[(+0-9])(?<![\w.,$-])(?:\+\d{1,3}[\s.-]?)?(?:1[\s.-])?(?:\(\d{3}\)\s?|\d{3}[\s.-])\d{3}[.-]\d{4}(?:-\d{1,4})?(?!\d)"
        ),
        _phone,
        DIGITS,
    ),
    number_rule("phone-seven", re.compile(r"(?<![\w.,$€£/-])[2-9]\d{2}-\d{4}(?![\w/-]|[.,]\d)"), _seven, "-"),
    Rule("phone-international", re.compile(r"(?=\+)(?<!\w)\+(?=(?:[\s().-]{0,2}\d){8,15}(?!\d))\d{1,3}(?:[\s.-]?\(?\d{2,4}\)?){2,5}(?!\d|\s?[%€$£])"), _phone, f"{DIGITS} +"),
    Rule(
        "phone-national",
        re.compile(r"(?=[(0])(?<![\w.,$-])\(?0\d{2,4}\)?[\s-]\d{3,4}[\s-]?\d{3,4}(?![\w-]|[.,]\d)"),
        _phone,
        "0",
    ),
    number_rule("phone-letters", re.compile(r"(?<!\w)1-[89]\d\d(?:-[A-Z\d]+)+(?![\w-])"), _phone),
    number_rule("social-security", re.compile(r"(?<![\w.-])\d{3}-\d{2}-\d{4}(?![\w-])"), _phone),
    number_rule("emergency-service", re.compile(rf"(?<![\w.,$€£#-])(?:[1-9]11|999|112|988|000)(?=\s(?:{SERVICES})\b)"), _one_by_one),
    number_rule("emergency", re.compile(r"(?<=\s)(?:[1-9]11|999|112|988)(?![\w%]|[.,:-]\d|\s(?:[a-z]+s|people|men|women|children|more|other|of|million)\b)"), after(DIALLED, _one_by_one), "19"),
    number_rule("police", re.compile(r"(?<=\s)(?:10[1-5]|119)(?![\w%]|[.,:-]\d|\s(?:[a-z]+s|people|men|women|children|more|other|of|million)\b)"), after(CALLED, _one_by_one), "1"),
    number_rule("postal-number", re.compile(r"(?<=\s)\d{5}(?![\w,.]\d|\w)"), after("ZIP|[Zz]ip|[Cc]ode", _one_by_one)),
    number_rule("postal-number-before", re.compile(r"(?<![\w.,$-])\d{5}(?=\s(?:ZIP|zip)\b)"), _one_by_one, "Zz"),
    number_rule("nine-one-one", re.compile(r"(?<![\w.,$€£#/-])911(?![\w%/-]|[.,:]\d|\s(?!was\b|is\b|has\b)(?:[a-z]+s|people|men|women|children|million|billion|km|kg)\b)"), lambda m: None if re.search(r"(?:Porsche|Carrera|[Pp]ages?|of|about|than|nearly|some)\s$", behind(m)) else digits(m.group()), "9"),
    number_rule("code", re.compile(r"(?<=\s)\d[\d-]{2,16}[\dX](?![\w-])"), after(r"(?:ISBN|ISSN|PIN|OTP|[Pp]asscode|[Pp]assword|[Cc]ode|[Pp]in code|[Pp]in number|PIN number)(?:\s(?:is|was|of|to|number|code)|:)?", _phone)),
    number_rule("nine-eleven", re.compile(r"(?<![\w/.])(?<!\d-)9/11(?![\w/])"), lambda m: "nine eleven", "9"),
    number_rule("nine-eleven-dash", re.compile(r"(?<=\s)9-11(?![\w/-])"), after("[Oo]n|[Ss]ince|[Aa]fter|[Bb]efore", lambda m: "nine eleven"), "9"),
)  # fmt: skip
"""Before all dates and numbers."""
