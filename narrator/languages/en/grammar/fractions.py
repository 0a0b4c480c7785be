"""Fractions with a slash or of one character, alone, behind a whole number, before a unit; powers."""

from __future__ import annotations

import re

from narrator.languages.common.vulgar import PART, VULGAR
from narrator.languages.en.grammar.measures import UNIT, unit
from narrator.languages.en.grammar.numbers import cardinal, integer, ordinal, plural, short_number
from narrator.languages.en.grammar.reading import FREE, Reading, ahead, behind
from narrator.languages.rules import DIGITS, Rule, number_rule

NOT_COUNTED = r"\s(?:favou?rites?|odds|outsiders?|shots?|chances?|jollies)\b"
RATED = r"(?:[Ss]cor(?:e[sd]?|ing)|[Rr]at(?:e[sd]?|ing)|[Mm]arks?|[Gg]raded?|[Rr]eview|[Rr]anked|perfect)(?:\s(?:of|it|at|a|as))?:?\s$"


POWERS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", range(10), strict=True))


def fraction(top: int, bottom: int) -> str:
    """A fraction in words: 2/3 is "two thirds"."""
    if bottom == 1:
        return cardinal(top)
    if bottom == 2:
        part = "half" if top == 1 else "halves"
    elif bottom == 4:
        part = "quarter" if top == 1 else "quarters"
    else:
        part = ordinal(bottom) if top == 1 else plural(ordinal(bottom))
    return f"{cardinal(top)} {part}"


def _with_whole(whole: str | None, top: int, bottom: int) -> str:
    if not whole:
        return fraction(top, bottom)
    part = "a half" if (top, bottom) == (1, 2) else fraction(top, bottom)
    return f"{cardinal(integer(whole))} and {part}"


def _united(said: str, match: re.Match[str], reading: Reading, *, one: bool) -> str:
    """With its unit, if there is one: half a mile is "one half mile", a half-mile run too."""
    name = match.groupdict().get("unit")
    if not name:
        return said
    part = (
        not match.groupdict().get("whole")
        and not one
        and re.search(r"\b(?:third|quarter|fifth|sixth|eighth|tenth)s?$", said)
    )
    if part:
        return f"{said} of {'an' if unit(name, one=True)[0] in 'aeio' else 'a'} {reading.metric(unit(name, one=True))}"
    return f"{said} {reading.metric(unit(name, one=one or (said.endswith('half') and not match.groupdict().get('whole'))))}"


def _slashed(match: re.Match[str], reading: Reading) -> str | None:
    whole, top, bottom = match.group("whole"), int(match.group("top")), int(match.group("bottom"))
    if not bottom or not top or bottom > 1000:
        return None
    if not whole and (said := _odds_or_rating(match, top, bottom)):
        return _united(said, match, reading, one=False)
    hyphen = match.groupdict().get("unit") and "-" in match.group()[len(whole or "") + 1 :]
    share = f" {reading.percent}" if match.groupdict().get("percent") else ""
    described = hyphen or re.search(r"\b[Aa]n?\s$", behind(match, 4))
    return _united(_with_whole(whole, top, bottom), match, reading, one=bool(described)) + share


def _odds_or_rating(match: re.Match[str], top: int, bottom: int) -> str | None:
    """9/2 the favourite, 100/1; 8/10, behind a score; a blood pressure; 4/4 time."""
    if re.search(r"\b[Pp]hase\s$", behind(match)) or re.match(r"\stime\b", ahead(match)):
        return f"{cardinal(top)} {cardinal(bottom)}"
    if top >= 70 and 40 <= bottom <= 130 and top > bottom:
        return f"{short_number(str(top))} over {cardinal(bottom)}"
    if top < bottom and re.match(r"\s(?:chances?|probability)\b", ahead(match)):
        return f"{cardinal(top)} in {cardinal(bottom)}"
    if (
        bottom == 1
        or re.match(NOT_COUNTED, ahead(match))
        or re.search(r"\bodds\s(?:of|at|were|are|from)\s$", behind(match))
    ):
        return f"{cardinal(top)} to {cardinal(bottom)}"
    if (
        bottom in (5, 10, 100)
        and top <= bottom
        and (top == bottom or re.match(r"\s(?:stars?|rating|score)\b", ahead(match)) or re.search(RATED, behind(match)))
    ):
        return f"{cardinal(top)} out of {cardinal(bottom)}"
    return None


def _one_character(match: re.Match[str], reading: Reading) -> str:
    top, bottom = VULGAR[match.group("part")]
    one = bool("-" in match.group() or (not match.group("whole") and re.search(r"\b[Aa]n?\s$", behind(match, 4))))
    name = match.groupdict().get("unit")
    said = _united(_with_whole(match.group("whole"), top, bottom), match, reading, one=one)
    if match.groupdict().get("percent"):
        said += f" {reading.percent}"
    return f" {said}{'' if name or not ahead(match, 1).isalnum() else ' '}"


def _mixed_range(match: re.Match[str], reading: Reading) -> str:
    """1 1/2-2 hrs."""
    first = _with_whole(match["w1"], int(match["t1"]), int(match["b1"]))
    last = (
        _with_whole(match["whole"], int(match["top"]), int(match["bottom"]))
        if match["top"]
        else reading.number(match["whole"])
    )
    return f"{first} to {last} {reading.metric(unit(match['unit'], one=False))}"


def _vulgar_range(match: re.Match[str], reading: Reading) -> str | None:
    """5¼%–5½%."""
    low, part = match.group("low"), match.group("lowpart")
    if not low and not part:
        return None
    first = _with_whole(low, *VULGAR[part]) if part else reading.number(low)
    return f"{first} to {_with_whole(match.group('whole'), *VULGAR[match.group('part')])} {reading.percent}"


def _power(match: re.Match[str]) -> str:
    """Behind a number or a lone letter a power; behind a word the mark of a footnote, which nobody says."""
    written = match.group()
    before = behind(match, 3)
    if not re.search(r"(?:\d|(?<![^\W\d_])[^\W\d_]{1,2})$", before):
        return " "
    if written in "²³":
        return " squared" if written == "²" else " cubed"
    value = int("".join(str(POWERS[digit]) for digit in written.lstrip("⁻⁺")))
    return f" to the power of {'minus ' if written[0] == '⁻' else ''}{cardinal(value)}"


def _caret(match: re.Match[str]) -> str:
    value = int(match.group(1).replace("−", "-"))
    return {2: " squared", 3: " cubed"}.get(value, f" to the power of {cardinal(value)}")


def rules(reading: Reading) -> tuple[Rule, ...]:
    """Fractions, the ones with a unit first."""
    whole = r"(?:(?P<whole>\d{1,4})[\s-])?"
    ends = r"(?![\w°])"
    return (
        number_rule("mixed-range", re.compile(rf"{FREE}(?P<w1>\d{{1,4}})\s(?P<t1>\d{{1,2}})[/⁄](?P<b1>[2-9]|16)\s?[-–]\s?(?P<whole>\d{{1,4}})(?:\s(?P<top>\d{{1,2}})[/⁄](?P<bottom>[2-9]|16))?[\s-](?P<unit>{UNIT}){ends}"), reading.says(_mixed_range), "/⁄"),
        number_rule("mixed-unit", re.compile(rf"{FREE}{whole}(?P<top>\d{{1,3}})[/⁄](?P<bottom>\d{{1,3}})[\s-](?P<unit>{UNIT}){ends}"), reading.says(_slashed), "/⁄"),
        number_rule(
            "mixed",
            re.compile(rf"{FREE}{whole}(?P<top>\d{{1,4}})\s?[/⁄]\s?(?P<bottom>[1-9]\d{{0,3}})(?:st|nd|rds?|ths?|s|RD|TH)?(?P<percent>\s?%)?(?![\w/])(?!-[a-z]+\s\d)"),
            reading.says(_slashed),
            "/⁄",
        ),
        Rule("vulgar-percent-range", re.compile(rf"(?<![\w.])(?P<low>\d{{1,3}})?(?P<lowpart>[{''.join(VULGAR)}])?\s?%?\s?[-–—]\s?(?P<whole>\d{{1,3}})?{PART}\s?%"), reading.says(_vulgar_range), f"{''.join(VULGAR)} % -–—"),
        Rule("vulgar-unit", re.compile(rf"(?<![\w.])(?P<whole>\d{{1,5}})?[\s-]?{PART}[\s-]?(?:(?P<unit>{UNIT}){ends})"), reading.says(_one_character), "".join(VULGAR)),
        Rule("vulgar", re.compile(rf"(?=[0-9¼-¾⅐-↉])(?:(?<!\d)(?P<whole>\d{{1,5}})[\s-]?)?{PART}(?P<percent>\s?%)?"), reading.says(_one_character), "".join(VULGAR)),
    )  # fmt: skip


POWER_RULES = (
    Rule("power", re.compile(r"[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,12}"), _power, "⁰¹²³⁴⁵⁶⁷⁸⁹"),
    Rule("caret", re.compile(r"(?<=[\w)])\^([-−]?\d{1,3})(?!\d)"), _caret, f"{DIGITS} ^"),
)
"""Behind the units, which have powers of their own."""
