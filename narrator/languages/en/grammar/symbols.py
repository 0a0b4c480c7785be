"""Symbols, emoji, brackets in quotations: what no engine should be left to guess."""

from __future__ import annotations

import re

from narrator.languages.common import entities
from narrator.languages.common.signs import SILENT, leftover
from narrator.languages.en.grammar.numbers import cardinal
from narrator.languages.rules import DIGITS, EMOJI, Rule

NAMES = {
    "&": "and",
    "@": "at",
    "%": "percent",
    "+": "plus",
    "=": "equals",
    "±": "plus or minus",
    "×": "times",
    "÷": "divided by",
    "<": "less than",
    ">": "greater than",
    "≤": "less than or equal to",
    "≥": "greater than or equal to",
    "≈": "approximately",
    "≠": "not equal to",
    "~": "about",
    "°": "degrees",
    "º": "degrees",
    "§": "section",
    "¶": "paragraph",
    "$": "dollar",
    "€": "euro",
    "£": "pound",
    "¥": "yen",
    "¢": "cent",
    "₴": "hryvnia",
    "₽": "ruble",
    "₹": "rupee",
    "#": "hash",
    "→": "to",
    "µ": "micro",
    "π": "pi",
    "∞": "infinity",
    "√": "square root of",
    "²": "squared",
    "³": "cubed",
    "‰": "per mille",
    "№": "number",
    "^": "",
    "∑": "sum",
    "Δ": "delta",
    "⁄": "slash",
    "∼": "about",
    "−": "minus",
}
SYMBOLS = "".join(NAMES)


def _named(match: re.Match[str]) -> str:
    return NAMES[match.group()]


def _joined(match: re.Match[str]) -> str:
    """Letters around an ampersand, as in R&D: each side spelt."""
    return f"{_apart(match.group(1))} and {_apart(match.group(2))}"


PRONOUNS = "[Hh]e|[Ss]he|[Tt]hey|[Hh]im|[Hh]er|[Hh]is|[Hh]ers|[Tt]heirs?|[Tt]hem|[Hh]imself|[Hh]erself|[Tt]hemselves|(?i:mr|mrs|ms)"


PRONOUN_WORDS = frozenset(["he", "she", "they", "him", "her", "his", "hers", "their", "theirs", "them", "himself", "herself", "themselves", "mr", "mrs", "ms"])  # fmt: skip


def _or(match: re.Match[str]) -> str:
    """he/she: one or the other; of three forms each is said."""
    forms = match.group().split("/")
    return " or ".join(forms) if len(forms) == 2 else ", ".join(forms)


def _apart(letters: str) -> str:
    return " ".join(letters) if len(letters) <= 2 else letters


ARROWS = "→⇒➔➜➡⟶"


def _tag(match: re.Match[str]) -> str:
    return " "


MARKUP = (
    entities.rule("and"),
    Rule("tag", re.compile(r"</?[a-zA-Z][a-zA-Z\d]{0,20}(?:\s[^<>]{0,200})?/?>"), _tag, "<"),
    Rule("footnote", re.compile(r"(?<=[a-z]{3})\.\d{1,2}(?=\s[A-Z]|$)"), lambda m: ".", f"{DIGITS} ."),
    Rule("plus-or-minus", re.compile(r"\+/?[-−]\s?(?=\d)"), lambda m: "plus or minus ", f"{DIGITS} +"),
    Rule("power-of-ten", re.compile(r"(?<=\d)\s?[x×]\s?(?=10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹^])"), lambda m: " times ", "x×"),
)
BRACKETS = (
    Rule(
        "reference",
        re.compile(
            r"\s?\[(?:\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,8}|(?:note|citation needed|clarification needed)[^\[\]]{0,20})\]"
        ),
        lambda m: "",
        "[",
    ),
    Rule("sic", re.compile(r"\s?\[\s?(?:sic|sic!|…|\.\.\.|\. \. \.)\s?\]", re.IGNORECASE), lambda m: "", "["),
    Rule(
        "inserted",
        re.compile(
            r"[\[(](and|or|the|a|an|to|in|of|that|is|was|are|were|it|he|she|they|we|i|for|on|with|his|her|their|our|has|have|had|will|be|not|which|who)[\])]",
            re.IGNORECASE,
        ),
        lambda m: m.group(1),
        "[(",
    ),
    Rule("sic-round", re.compile(r"\s?\(sic!?\)", re.IGNORECASE), lambda m: "", "("),
)

RULES = (
    Rule("letters-and-letters", re.compile(r"(?=[A-Z])\b([A-Z]{1,3})\s?&\s?([A-Z]{1,3})\b"), _joined, "&"),
    Rule("sections", re.compile(r"§§\s?"), lambda m: "sections ", "§"),
    Rule(
        "about",
        re.compile(r"(?=[Aa~∼≈])(?:(?P<article>\b[Aa])\s)?[~∼≈]\s?(?=[\d$€£])"),
        lambda m: "an about " if m["article"] == "a" else "An about " if m["article"] else "about ",
        "~∼≈",
    ),
    Rule("multiplied", re.compile(r"(?<=\d)\s?\*\s?(?=\d)"), lambda m: " times ", f"{DIGITS} *"),
    Rule("arrow", re.compile(rf"\s?(?:[-=]+>|[{ARROWS}])\s?"), lambda m: " to ", ">" + ARROWS),
    Rule("dash-between", re.compile(r"(?<=\s)[-–—]+(?=\s)"), lambda m: m.group(), "-–—"),
    Rule(
        "per",
        re.compile(r"(?<=[a-z]s)/(?=(?:day|week|month|year|hour|minute|second|person|mile)\b)"),
        lambda m: " per ",
        "/",
    ),
    Rule("breadcrumb", re.compile(r"(?<=[A-Za-z])\s>\s(?=[A-Z])"), lambda m: ", ", ">"),
    Rule("number-of", re.compile(r"#(?=\sof\b)"), lambda m: "number", "#"),
    Rule("slash-before-number", re.compile(r"(?<=[.)])/(?=\d)"), lambda m: ", ", f"{DIGITS} /"),
    Rule(
        "slash-or",
        re.compile(rf"(?=[HMSThmst])(?<![\w/])(?:{PRONOUNS})(?:/(?:{PRONOUNS}))+(?![\w/])"),
        _or,
        "/",
        words=PRONOUN_WORDS,
    ),
    Rule(
        "slash-between-letters",
        re.compile(r"(?=[A-Za-z])(?<![\w'’])[A-Za-z](?:/[A-Za-z])+(?![\w'’])"),
        lambda m: m.group().replace("/", " slash "),
        "/",
    ),
    Rule("slash-between-words", re.compile(r"(?<=[A-Za-zÀ-ÿ.)])\s?/\s?(?=[A-Za-zÀ-ÿ(])"), lambda m: " ", "/"),
    Rule("slash", re.compile(r"/+"), lambda m: " slash ", "/"),
    Rule("emoji", EMOJI, lambda m: " "),
    Rule("silent", re.compile(f"[{re.escape(SILENT)}]"), lambda m: " ", SILENT),
    Rule("ruled", re.compile(rf"([{re.escape(SYMBOLS)}])\1{{2,}}"), lambda m: " ", SYMBOLS),
    Rule("named", re.compile(f"[{re.escape(SYMBOLS)}]"), _named, SYMBOLS),
    *leftover(cardinal),
)
