"""Percentages and their ranges, percentage points, basis points, per mille."""

from __future__ import annotations

import re

from narrator.languages.en.grammar.numbers import NUMBER
from narrator.languages.en.grammar.reading import DASH, FREE, Reading, ahead, behind
from narrator.languages.rules import DIGITS, Rule, number_rule

VALUE = rf"(?<![\w.])(?<!\d/)(?P<value>[-−+]?(?:{NUMBER})(?:\.\d+)?)"
LOW = rf"(?P<low>(?:{NUMBER})(?:\.\d+)?)"
HIGH = rf"(?P<high>(?:{NUMBER})(?:\.\d+)?)"
SIGNS = {"+": "plus ", "-": "minus ", "−": "minus "}


def _percent(match: re.Match[str], reading: Reading) -> str:
    value = match.group("value")
    return f"{SIGNS.get(value[0], '')}{reading.number(value.lstrip('+-−'))} {reading.percent}"


def _between(match: re.Match[str], reading: Reading) -> str:
    return f"{reading.number(match.group('low'))} to {reading.number(match.group('high'))} {reading.percent}"


def _points(match: re.Match[str], reading: Reading) -> str:
    return f"{reading.number(match.group('value'))} percentage points"


def _basis(match: re.Match[str], reading: Reading) -> str:
    """Before a noun, and behind "a", they describe it: a 25 basis point cut."""
    describes = re.search(r"\b[Aa]n?(?:\s[a-z]+)?\s$", behind(match)) and re.match(r"\s[a-z]{3}", ahead(match))
    value = match.group("value")
    said = SIGNS.get(value[0], "") + reading.number(value.lstrip("+-−"))
    return f"{said} basis point{'' if describes or value == '1' else 's'}"


def _mille(match: re.Match[str], reading: Reading) -> str:
    return f"{reading.number(match.group('value'))} per mille"


def rules(reading: Reading) -> tuple[Rule, ...]:
    """All written forms of a share."""
    share = r"(?:%|per\s?cent\b|pct\b\.?)"
    return (
        number_rule("percent-range", re.compile(rf"(?<![\w.,]){LOW}\s?%?{DASH}{HIGH}\s?{share}"), reading.says(_between)),
        Rule("percentage-points", re.compile(rf"(?=[-+−0-9]){VALUE}\s?(?:pp\b|p\.p\.)"), reading.says(_points), f"{DIGITS} p", words=frozenset({"pp", "p"})),
        Rule("percentage-points-short", re.compile(r"(?=p)(?<=\bpercentage\s)pts?\b\.?"), lambda m: "points", "p", words=frozenset({"percentage"})),
        Rule("percent-short", re.compile(rf"(?=[-+−0-9]){VALUE}\s?(?:pct\b\.?|pc\b)"), reading.says(_percent), f"{DIGITS} p", words=frozenset({"pct", "pc"})),
        Rule("percent", re.compile(rf"(?=[-+−0-9]){VALUE}\s?%"), reading.says(_percent), f"{DIGITS} %"),
        Rule("per-mille", re.compile(rf"(?=[-−+0-9]){VALUE}\s?‰"), reading.says(_mille), f"{DIGITS} ‰"),
        Rule("basis-points", re.compile(rf"(?=[-+−0-9]){FREE}(?P<value>[-−+]?(?:{NUMBER})(?:\.\d+)?)[\s-]?bps?(?!\w)"), reading.says(_basis), f"{DIGITS} b", words=frozenset({"bp", "bps"})),
    )  # fmt: skip
