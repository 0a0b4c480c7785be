"""What a recognizer heard against what was said, both written by one simple rule that knows nothing of narrator's own.

The rule, for both sides: small letters, no punctuation, no hyphens; figures in words by num2words (a whole number of
four figures from 1100 to 2099 without a comma as a year, by pairs; a day behind its month as an ordinal); "$5 million" as
five million dollars, "$2.50" as two dollars and fifty cents, "5%" as five percent, "9:32" and "9.32 a.m." as nine thirty
two; mr, mrs, dr, jr and st in full; letters that belong together are one word ("u.s." and "U S" are "us").
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import NamedTuple

from num2words import num2words

SCALES = "hundred|thousand|million|billion|trillion"
SIGNS = {"%": " percent", "&": " and ", "°": " degrees ", "+": " plus ", "=": " equals ", "@": " at "}
TITLES = {"mr": "mister", "mrs": "missus", "dr": "doctor", "jr": "junior", "st": "saint"}
MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
MONEY = {"$": "dollars", "£": "pounds", "€": "euros"}
FIGURES = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


class Heard(NamedTuple):
    """How much was heard right."""

    said: int
    """Words."""
    right: int
    more: int
    """Words that were heard and not said."""
    wrong: tuple[tuple[str, str], ...]
    """What was said, and what was heard instead."""


def compared(said: str, heard: str) -> Heard:
    """Words of ``said`` that are in ``heard``, in order."""
    wanted, found = list(words(said)), list(words(heard))
    matcher = difflib.SequenceMatcher(None, wanted, found, autojunk=False)
    right = sum(block.size for block in matcher.get_matching_blocks())
    wrong = tuple(
        (" ".join(wanted[a:b]), " ".join(found[c:d])) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"
    )
    return Heard(len(wanted), right, max(0, len(found) - len(wanted)), wrong)


def words(text: str) -> Iterator[str]:
    """The words of a text by the simple rule."""
    text = text.lower().replace("’", "'")
    text = re.sub(r"\b(mrs?|dr|jr|st)\b\.?", lambda match: TITLES[match.group(1)], text)
    text = re.sub(rf"\b({MONTHS}) (\d\d?)\b", lambda match: f"{match[1]} {_spelled(match[2], 'ordinal')}", text)
    text = re.sub(r"(\d)\.(\d\d)(?=\s?[ap]\.?m\b)", r"\1:\2", text)
    for sign, name in MONEY.items():
        text = re.sub(rf"{re.escape(sign)}\s?(\d+)\.(\d\d)\b(?!\s(?:{SCALES}))", rf"\1 {name} and \2 cents", text)
        text = re.sub(rf"{re.escape(sign)}\s?([\d.,]*\d)((?:\s(?:{SCALES}))*)", rf"\1\2 {name}", text)
    for sign, name in SIGNS.items():
        text = text.replace(sign, name)
    text = re.sub(r"(\d):00\b", r"\1", text)
    text = re.sub(r"(\d+):(\d\d)", r"\1 \2", text)
    text = re.sub(r"(\d+)(st|nd|rd|th)\b", lambda match: _spelled(match.group(1), "ordinal"), text)
    text = re.sub(r"(\d+)(?:'?)s\b", lambda match: _plural(_figures(match.group(1))), text)
    text = FIGURES.sub(lambda match: f" {_figures(match.group())} ", text)
    text = re.sub(r"\b([a-z])[. ](?=[a-z]\b)", r"\1", text)
    yield from re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text.replace("-", " "))


def _figures(figures: str) -> str:
    if re.fullmatch(r"1[1-9]\d\d|20\d\d", figures):
        return _spelled(figures, "year")
    if re.fullmatch(r"0\d+", figures):
        return " ".join(num2words(int(each)) for each in figures)
    return num2words(figures.replace(",", "")).replace(",", "").replace(" and ", " ")


def _spelled(figures: str, kind: str) -> str:
    return num2words(int(figures), to=kind).replace(",", "").replace("-", " ").replace(" and ", " ")


def _plural(number: str) -> str:
    return number[:-1] + "ies" if number.endswith("y") else number + "s"
