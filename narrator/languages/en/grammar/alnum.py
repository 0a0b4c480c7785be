"""Letters with digits: F-16s, COVID-19, G7, 5G, iPhone 16, M4, A380, B-52, H5N1, Room 4B, 401(k)."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

from narrator.languages.en.grammar.numbers import cardinal, digits, plural, short_number, spoken, year
from narrator.languages.en.grammar.reading import after, behind
from narrator.languages.rules import DIGITS, Rule, number_rule

NAMED = tomllib.loads(files("narrator.languages.en.grammar").joinpath("alnum.toml").read_text(encoding="utf-8"))[
    "before"
]
BEHIND_NAMES = "|".join(map(re.escape, NAMED))
INSIDE = r"(?<!\w)(?<!\d[.,])"
"""Not within a word, not behind the point of a number."""


def _designation(match: re.Match[str]) -> str:
    letters, number, tail = match.group(1).replace("/", " "), match.group(2), match.group(3) or ""
    said = (
        digits(number)
        if len(number) > 3 and letters[-1].islower() and "-" not in match.group()
        else short_number(number)
    )
    if tail == "s":
        said = plural(said)
    elif tail:
        said += "'s" if tail in ("'s", "’s") else f" {tail}"
    return f"{letters} {said}"


def _twice(match: re.Match[str]) -> str:
    """A350-1000, CR-2032-3: letters and two numbers."""
    tail = f" {match.group(4)}" if match.group(4) else ""
    return f"{match.group(1)} {short_number(match.group(2))} {short_number(match.group(3))}{tail}"


def _mixed(match: re.Match[str]) -> str:
    """Letters and numbers by turns; the engines spell capitals themselves."""
    parts = re.findall(r"\d+|[^\W\d_]+", match.group())
    return " ".join(short_number(part) if part.isdecimal() else part for part in parts)


def _leading(match: re.Match[str]) -> str:
    number, letters = match.group(1), match.group(2)
    if letters in ("s", "'s", "’s"):
        said = spoken(number)
        return plural(said) if letters == "s" else f"{said}'s"
    if letters == "K" and len(number) == 3 and number != "401":
        return f"{cardinal(int(number))} thousand"
    return f"{short_number(number)} {letters}"


def _players(match: re.Match[str]) -> str:
    """49ers, 76ers."""
    words = cardinal(int(match.group(1)))
    return f"{words}{'rs' if words.endswith('e') else 'ers'}{match.group(2) or ''}"


def _named(match: re.Match[str]) -> str:
    head, _, tail = match.group().partition("-")
    said = short_number(head.rstrip("s"))
    said = plural(said) if head.endswith("s") else said
    return f"{said} {short_number(tail)}" if tail else said


def _subsection(match: re.Match[str]) -> str:
    """401(k), 501(c)(3), 12(b)(6)."""
    parts = re.findall(r"\w+", match.group())
    return " ".join(short_number(part) if part.isdecimal() else part for part in parts)


EARLY = (
    number_rule("named-number", re.compile(r"(?<=\s)\d{3,4}(?:-\d{1,3})?s?(?![\w%]|[.,:/]\d|-\d)"), after(BEHIND_NAMES, _named)),
    number_rule("airliner", re.compile(r"(?<![\w.,$-])7[0-8]7(?:(?:-(?:[1-9]00|[89]|10))s?(?![\w-])|s\b|(?=['’]s\b)|(?=[\s-](?:MAX|Max|Dreamliner|jet|airliner|aircraft|plane|freighter)))"), _named, "7"),
    number_rule("retirement-plan", re.compile(r"(?<![\w.,$€£-])(40[13]|457)\(?([kKbB])\)?(s|['’]s)?(?!\w)"), lambda m: f"{short_number(m.group(1))} {m.group(2).lower()}{m.group(3) or ''}", "4"),
    number_rule("us-highway", re.compile(r"(?<=\bU\.S\.\s)\d{2,3}(?![\w%-]|[.,]\d|\s(?:[a-z]+s|troops|people|million|billion|percent|to)\b)"), lambda m: short_number(m.group()) if not re.search(r"\d\sU\.S\.\s$", behind(m, 12)) else None, "U"),
    number_rule("school-number", re.compile(r"(?<=\b[PIJM]\.S\.\s)\d{1,3}(?![\w%]|[.,]\d)"), lambda m: short_number(m.group()), "S"),
    Rule("vulnerability", re.compile(r"\bCVE-(\d{4})-(\d{4,7})\b"), lambda m: f"CVE {year(int(m[1]))} {short_number(m[2]) if len(m[2]) == 4 else digits(m[2])}", f"{DIGITS} E"),
    number_rule("subsection", re.compile(r"(?<![\w.,$€£-])\d{1,4}(?:\((?:[a-z]{1,3}|\d{1,2})\)){1,4}(?!\w)"), _subsection, "("),
)  # fmt: skip
"""Before the brackets and the ranges."""

RULES = (
    number_rule("players", re.compile(r"(?<![\w.,$-])([1-9]\d)ers(['’]s)?\b"), _players, "e"),
    Rule("designation-two", re.compile(r"(?=[A-Z])(?<![\w.,$€£/-])([A-Z][A-Za-z]{0,5})-?(\d{1,4})-(\d{1,4})([A-Z])?(?![\w/-]|[.,]\d)"), _twice, DIGITS),
    Rule(
        "designation",
        re.compile(r"(?=[A-Za-z])(?<![\w.,$€£/-])([A-Za-z]{1,6}|[A-Z]/[A-Z])-?(\d{1,4})(s|['’]s|[A-Za-z]{1,2})?(?![\w]|-\d|,\d{3}|\.\d|/\d)"),
        _designation,
        DIGITS,
    ),
    Rule(
        "name-with-number",
        re.compile(r"(?=[A-Za-z])(?<![\w.,$€£/])([A-Za-z][A-Za-z]+)-(\d{1,4})(s|['’]s)?(?![\w]|,\d{3}|\.\d)"),
        _designation,
        DIGITS,
    ),
    number_rule("number-letters", re.compile(r"(?<![\w.,$€£-])(\d{1,4})(s|['’]s|[A-Z]{1,3}|[a-z])(?![\w])"), _leading),
    Rule("letters-mixed", re.compile(rf"(?=[A-Za-z0-9]){INSIDE}(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z\d]{{2,20}}(?![\w])"), _mixed, DIGITS),
)  # fmt: skip
