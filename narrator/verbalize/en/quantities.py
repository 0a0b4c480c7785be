"""Percentages, units, temperatures, fractions, ranges, scores and votes, coordinates, ratios, phone numbers."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

from narrator.verbalize.en.numbers import NUMBER, cardinal, digits, integer, ordinal, plural, spoken, year
from narrator.verbalize.rules import Rule

UNITS: dict[str, list[str]] = tomllib.loads(
    files("narrator.verbalize.en").joinpath("units.toml").read_text(encoding="utf-8")
)["units"]
DIGITS = "0123456789"
VALUE = rf"(?P<value>[-−]?(?:{NUMBER})(?:\.\d+)?)"
VULGAR = {
    "½": "one half",
    "⅓": "one third",
    "⅔": "two thirds",
    "¼": "one quarter",
    "¾": "three quarters",
    "⅕": "one fifth",
    "⅖": "two fifths",
    "⅗": "three fifths",
    "⅘": "four fifths",
    "⅙": "one sixth",
    "⅚": "five sixths",
    "⅛": "one eighth",
    "⅜": "three eighths",
    "⅝": "five eighths",
    "⅞": "seven eighths",
}
UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
SCALE = r"(?P<scale>\s(?:hundred|thousand|million|billion|trillion))?"
PER = r"(?:/(?P<per>h|hr|s|sec|min|day|d|week|month|year|yr|km|m|l|L|kg|g|ha|sq m|person|night|hour|minute|second|gal|lb|mile|dl|dL|m2|m²|m3|m³)\b)?"
VOTES = r"(?:vot\w+|ruling|ruled|score\w*|win|wins|won|beat\w*|defeat\w*|lost|loss|lead\w*|led|victory|record|tie\w*|drew|draw|decision|margin|passed|approved|advanc\w+|ahead|trail\w*|final|halftime|series|down|up|majority|split|vote|against|over|went|improved|fell|starts?|started)"


def fraction(top: int, bottom: int) -> str:
    """A fraction in words: 2/3 is "two thirds"."""
    if bottom == 2:
        part = "half" if top == 1 else "halves"
    elif bottom == 4:
        part = "quarter" if top == 1 else "quarters"
    else:
        part = ordinal(bottom) if top == 1 else plural(ordinal(bottom))
    return f"{cardinal(top)} {part}"


def unit(name: str, *, one: bool) -> str:
    """A unit's name, singular or plural."""
    found = UNITS[name]
    return found[0] if one else found[-1]


def rules(*, british: bool) -> tuple[Rule, ...]:  # noqa: C901 - a table of small functions
    """All quantities; metric names the British way where asked for."""

    def spelled(text: str) -> str:
        return re.sub(r"meter", "metre", re.sub(r"liter", "litre", text)) if british else text

    def said(written: str) -> str:
        return spoken(written, british=british)

    def percent(match: re.Match[str]) -> str:
        sign = match.group("value")
        per = "per cent" if british else "percent"
        return f"{said(sign)} {per}"

    def measure(match: re.Match[str]) -> str | None:
        name = match.group("unit")
        value = match.group("value")
        scale = (match.group("scale") or "").strip()
        one = value in ("1", "-1") and not scale
        words = (
            f"{said(value)} {scale} {spelled(unit(name, one=one))}"
            if scale
            else f"{said(value)} {spelled(unit(name, one=one))}"
        )
        return words + _per(match, spelled)

    def adjective(match: re.Match[str]) -> str:
        return f"{said(match.group('value'))} {spelled(unit(match.group('unit'), one=True))}"

    def between(match: re.Match[str]) -> str:
        name = match.groupdict().get("unit")
        tail = ""
        if match.groupdict().get("percent"):
            tail = " per cent" if british else " percent"
        elif name:
            tail = f" {spelled(unit(name, one=False))}{_per(match, spelled)}"
        return f"{said(match.group('low'))} to {said(match.group('high'))}{tail}"

    def mixed(match: re.Match[str]) -> str | None:
        whole, top, bottom = match.group("whole"), int(match.group("top")), int(match.group("bottom"))
        if not bottom or not top or bottom > 1000:
            return None
        part = fraction(top, bottom)
        if whole:
            part = f"{cardinal(integer(whole))} and {'a half' if (top, bottom) == (1, 2) else part}"
        name = match.groupdict().get("unit")
        return f"{part} {spelled(unit(name, one=False))}" if name else part

    def vulgar(match: re.Match[str]) -> str:
        part = VULGAR[match.group("part")]
        whole = match.group("whole")
        said_whole = f"{cardinal(integer(whole))} and {'a half' if part == 'one half' else part}" if whole else part
        name = match.groupdict().get("unit")
        return f"{said_whole} {spelled(unit(name, one=not whole and False))}" if name else said_whole

    def temperature(match: re.Match[str]) -> str:
        scale = {"C": " Celsius", "F": " Fahrenheit", "K": " Kelvin"}.get((match.group("scale") or "").upper(), "")
        value = match.group("value")
        return f"{said(value)} degree{'' if value.lstrip('-−') == '1' else 's'}{scale}"

    def temperatures(match: re.Match[str]) -> str:
        scale = {"C": " Celsius", "F": " Fahrenheit"}.get((match.group("scale") or "").upper(), "")
        return f"{said(match.group('low'))} to {said(match.group('high'))} degrees{scale}"

    def feet(match: re.Match[str]) -> str:
        inches = match.group(2)
        tail = f" {cardinal(int(inches))}" if inches else ""
        return f"{cardinal(int(match.group(1)))} {'feet' if match.group(1) != '1' else 'foot'}{tail}"

    def score(match: re.Match[str]) -> str | None:
        parts = [cardinal(int(part)) for part in re.split(r"[-–—−]", match.group())]
        return " to ".join(parts) if len(parts) == 2 else " ".join(parts)

    def aged(match: re.Match[str]) -> str:
        return f"{said(match.group(1))}{'s' if False else ''} {match.group(2).replace('-', ' ')}"

    def size(match: re.Match[str]) -> str:
        return " by ".join(said(part) for part in re.split(r"\s?[x×]\s?", match.group()))

    def times(match: re.Match[str]) -> str:
        return f"{said(match.group(1))} times"

    def per_unit(match: re.Match[str]) -> str:
        return f"{said(match.group(1))} per {spelled(unit(match.group(2), one=True))}"

    low = rf"(?P<low>(?:{NUMBER})(?:\.\d+)?)"
    high = rf"(?P<high>(?:{NUMBER})(?:\.\d+)?)"
    dash = r"\s?(?:-|–|—|−)\s?"
    any_unit = rf"(?P<unit>{UNIT})"
    ends = r"(?![\w°])"
    before = r"(?<![\w.,$€£¥/-])"
    return (
        Rule(
            "percent-range",
            re.compile(rf"(?<![\w.,]){low}\s?%?{dash}{high}\s?(?P<percent>%|per\s?cent\b)"),
            between,
            DIGITS,
        ),
        Rule(
            "percentage-points",
            re.compile(rf"(?<![\w.]){VALUE}\s?pp\b"),
            lambda m: f"{said(m.group('value'))} percentage points",
            DIGITS,
        ),
        Rule("percent-short", re.compile(rf"(?<![\w.]){VALUE}\s?pct\b\.?"), percent, "p"),
        Rule(
            "inches-sign",
            re.compile(rf"(?<![\w.,$\"“'’′-])((?:{NUMBER})(?:\.\d+)?)[\"″](?=\s[a-z])"),
            lambda m: f"{said(m.group(1))} inch" if m.string.count('"', 0, m.start()) % 2 == 0 else None,
            '"″',
        ),
        Rule("percent", re.compile(rf"(?<![\w.]){VALUE}\s?%"), percent, "%"),
        Rule("per-mille", re.compile(rf"(?<![\w.]){VALUE}\s?‰"), lambda m: f"{said(m.group('value'))} per mille", "‰"),
        Rule(
            "temperature-range",
            re.compile(rf"(?<![\w.]){low}\s?[°º]?{dash}{high}\s?[°º]\s?(?P<scale>[CFcf])?(?![A-Za-z])"),
            temperatures,
            "°º",
        ),
        Rule(
            "temperature",
            re.compile(rf"(?<![\w.]){VALUE}\s?[°º]\s?(?P<scale>[CFKcfk])?(?![A-Za-z])"),
            temperature,
            "°º",
        ),
        Rule(
            "celsius",
            re.compile(rf"(?<![\w.]){VALUE}\s?(?P<scale>[℃℉])"),
            lambda m: f"{said(m.group('value'))} degrees {'Celsius' if m.group('scale') == '℃' else 'Fahrenheit'}",
            "℃℉",
        ),
        Rule(
            "feet-inches", re.compile(r"(?<![\w.'’])(\d{1,2})['’′]\s?-?(\d{1,2})(?:[\"”″]|(?=[\s,.)]|$))"), feet, DIGITS
        ),
        Rule(
            "pairs",
            re.compile(r"(?<![\w/.])(50/50|60/40|70/30|80/20|20/20|7/11|7/7)(?![\w/])"),
            lambda m: " ".join(cardinal(int(n)) for n in m.group().split("/")),
            "/",
        ),
        Rule(
            "mixed-unit",
            re.compile(
                rf"{before}(?:(?P<whole>\d{{1,4}})[\s-])?(?P<top>\d{{1,3}})[/⁄](?P<bottom>\d{{1,3}})[\s-]{any_unit}{ends}"
            ),
            mixed,
            "/⁄",
        ),
        Rule(
            "mixed",
            re.compile(
                rf"{before}(?:(?P<whole>\d{{1,4}})[\s-])?(?P<top>\d{{1,4}})\s?[/⁄]\s?(?P<bottom>[1-9]\d{{0,3}})(?:st|nd|rds?|ths?|s|RD|TH)?(?![\w/])(?!-[a-z]+\s\d)"
            ),
            mixed,
            "/⁄",
        ),
        Rule(
            "vulgar-unit",
            re.compile(rf"(?<![\w.])(?P<whole>\d{{1,5}})?\s?(?P<part>[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])[\s-]?(?:{any_unit}{ends})"),
            vulgar,
            "".join(VULGAR),
        ),
        Rule("vulgar", re.compile(r"(?P<whole>\d{1,5})?\s?(?P<part>[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])"), vulgar, "".join(VULGAR)),
        Rule("measure-range", re.compile(rf"{before}{low}{dash}{high}[\s-]?{any_unit}{PER}{ends}"), between, DIGITS),
        Rule(
            "measure-adjective",
            re.compile(
                rf"{before}{VALUE}(?:-|(?<=\d))(?P<unit>mm|cm|km|kg|mg|ml|kW|MW|GW|lb|ft|in|oz|mph|kph|km/h|GB|TB|MB|MP|Hz|kHz|MHz|GHz|yd|mi|mile|meter|metre|foot|inch)(?=\s[a-z]{{4,}})(?!\s(?:away|from|north|south|east|west|into|above|below|deep|long|wide|tall|high|with|over|under|each|apart|about|after|before|than|across|along|ahead|back|down|inside|outside|offshore|inland|thick|more|less|faster|behind|beyond|between|during|every|left|right|later|maximum|minimum|that|they|this|when|where|which|while))"
            ),
            adjective,
            DIGITS,
        ),
        Rule(
            "measure",
            re.compile(rf"(?<![\w.,$€£¥/]){VALUE}{SCALE}[\s-]?{any_unit}\.?{PER}{ends}(?<!\.\.)"),
            lambda m: _checked_measure(m, measure),
            DIGITS,
        ),
        Rule("dimensions", re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?:\s?[x×]\s?\d+(?:\.\d+)?){1,2}(?!\w)"), size, "x×"),
        Rule(
            "multiple-decimal",
            re.compile(r"(?<![\w.])(\d{1,6}\.\d{1,6})x(?!\w)"),
            lambda m: f"{said(m.group(1))} x",
            "x",
        ),
        Rule("multiple", re.compile(rf"(?<![\w.])((?:{NUMBER})(?:\.\d+)?)[x×](?!\w)"), times, "x×"),
        Rule(
            "per-unit",
            re.compile(rf"{before}({NUMBER})/(kg|lb|km|mi|hr|min|sec|ml|oz|mg|yr|wk)(?![\w/])"),
            per_unit,
            "/",
        ),
        Rule(
            "basis-points",
            re.compile(rf"{before}({NUMBER})\s?bps?(?!\w)"),
            lambda m: f"{said(m.group(1))} basis points",
            "b",
        ),
        Rule("code", re.compile(r"\A(\d{3})-(\d)\Z"), lambda m: f"{said(m.group(1))} - {said(m.group(2))}", "-"),
        Rule(
            "ratio",
            re.compile(rf"{before}(\d{{1,4}}):(\d{{1,4}})(?![\d:])"),
            lambda m: f"{said(m.group(1))} to {said(m.group(2))}",
            ":",
        ),
        Rule("year-old", re.compile(rf"{before}({NUMBER})-((?:year|month|week|day)s?-olds?)\b"), aged, "-"),
        Rule(
            "fraction-range",
            re.compile(
                rf"{before}(?:{NUMBER})(?:\.\d+)?\s?(?:-|–|—)\s?(?:{NUMBER})(?:\.\d+)?(?=\s(?:million|billion|trillion|thousand|hundred|years?|months?|weeks?|days?|hours?|minutes?|percent|people))"
            ),
            lambda m: " to ".join(said(part) for part in re.split(r"\s?[-–—]\s?", m.group())),
            DIGITS,
        ),
        Rule("triple-score", re.compile(r"(?<![\w./-])\d{1,3}(?:[-–—]\d{1,3}){2}(?![\w/-])"), score, DIGITS),
        Rule("range", re.compile(rf"{before}{low}{dash}{high}(?![\w%/-]|\.\d|,\d)"), between, DIGITS),
    )


def _checked_measure(match: re.Match[str], speak: object) -> str | None:
    """Short units that are also words or letters ("5 in all", "3 A") count only where they cannot be those."""
    name = match.group("unit")
    glued = not match.group()[len(match.group("value")) :][:1].isspace()
    if name in (
        "in",
        "at",
        "h",
        "s",
        "m",
        "g",
        "t",
        "l",
        "d",
        "K",
        "A",
        "V",
        "C",
        "F",
        "B",
        "k",
        "b",
        "W",
        "L",
        "N",
        "M",
        "T",
        "G",
        "x",
        "min",
    ):
        dotted = match.group().endswith(".") and name in ("in", "min")
        spaced = name in ("m", "g", "h", "s", "V", "W", "l", "L", "min", "t", "A", "N") and not glued
        if not (spaced or dotted) and not (glued and name in ("m", "g", "h", "V", "W", "l", "L", "min", "t")):
            return None
        if (
            name in ("A", "N", "t", "s", "h")
            and spaced
            and not re.match(r"[\s,.;)]|$", match.string[match.end() :][:1] or " ")
        ):
            return None
    said = speak(match)  # type: ignore[operator]
    full = match.group().endswith(".") and not match.string[match.end() :].strip(" \"”’')")
    sentence = match.group().endswith(".") and re.match(r"\s[A-Z]", match.string[match.end() :][:2])
    return f"{said}." if said and (full or sentence) else said


def _per(match: re.Match[str], spelled: object) -> str:
    per = match.groupdict().get("per")
    if not per:
        return ""
    names = {
        "h": "hour",
        "hr": "hour",
        "s": "second",
        "sec": "second",
        "min": "minute",
        "d": "day",
        "yr": "year",
        "l": "liter",
        "L": "liter",
        "m2": "square meter",
        "m²": "square meter",
        "m3": "cubic meter",
        "m³": "cubic meter",
        "sq m": "square meter",
        "dl": "deciliter",
        "dL": "deciliter",
        "gal": "gallon",
        "lb": "pound",
    }
    name = names.get(per) or (UNITS[per][0] if per in UNITS else per)
    return f" per {spelled(name)}"  # type: ignore[operator]


def _phone(match: re.Match[str]) -> str:
    groups = [group for group in re.split(r"[\s().\-–/]+", match.group()) if group]
    said = []
    for group in groups:
        if group.startswith("+"):
            said.append("plus " + digits(group))
        elif group == "800":
            said.append("eight hundred")
        elif group.isdecimal():
            said.append(digits(group))
        else:
            said.append(
                " ".join(digits(part) if part.isdecimal() else part for part in re.findall(r"\d|[A-Za-z]+", group))
            )
    return ", ".join(said)


def _seven(match: re.Match[str]) -> str | None:
    """555-1212; two years or a span of round numbers are none."""
    last = match.group()[4:]
    return None if last.endswith("00") else _phone(match)


def _version(match: re.Match[str]) -> str:
    return " point ".join(cardinal(int(part)) for part in match.group().split("."))


def _emergency(match: re.Match[str]) -> str:
    return digits(match.group(1))


def _spelled_ip(match: re.Match[str]) -> str:
    return " dot ".join(digits(part) for part in match.group().split("."))


PHONES = (
    Rule("ip-address", re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\d)"), _spelled_ip, "."),
    Rule("version", re.compile(r"(?<![\w.$€£])\d{1,3}(?:\.\d{1,3}){2,}(?![\w.]*\d)"), _version, "."),
    Rule(
        "phone",
        re.compile(
            r"(?<![\w.,$-])(?:\+\d{1,3}[\s.-]?)?(?:1[\s.-])?(?:\(\d{3}\)\s?|\d{3}[\s.-])\d{3}[.-]\d{4}(?:-\d{1,4})?(?!\d)"
        ),
        _phone,
        DIGITS,
    ),
    Rule("phone-seven", re.compile(r"(?<![\w.,$€£/-])[2-9]\d{2}-\d{4}(?![\w/-]|[.,]\d)"), _seven, "-"),
    Rule("phone-international", re.compile(r"(?<!\w)\+\d{1,3}(?:[\s.-]?\(?\d{2,4}\)?){2,5}(?!\d)"), _phone, "+"),
    Rule("phone-letters", re.compile(r"(?<!\w)1-[89]\d\d(?:-[A-Z\d]+)+(?![\w-])"), _phone, DIGITS),
    Rule("social-security", re.compile(r"(?<![\w.-])\d{3}-\d{2}-\d{4}(?![\w-])"), _phone, DIGITS),
    Rule(
        "phone-local",
        re.compile(r"(?<=call )\d{3}-\d{4}(?!\d)|(?<=Call )\d{3}-\d{4}(?!\d)|(?<=at )555-\d{4}(?!\d)"),
        _phone,
        DIGITS,
    ),
    Rule(
        "emergency",
        re.compile(
            r"(?<![\w.,$€£#-])(911|999|112|988|311)(?=\s(?:call|caller|dispatch|operator|emergency|center|line|tape|recording|system|services?)|(?<=[Cc]all \d{3})|(?<=[Dd]ial \d{3})|(?<=called \d{3})|(?<=dialed \d{3})|(?<=calling \d{3})|(?<=to \d{3})[.,])"
        ),
        _emergency,
        DIGITS,
    ),
    Rule("nine-eleven", re.compile(r"(?<![\w/.-])9/11(?![\w/])"), lambda m: "nine eleven", DIGITS),
)
__all__ = ["PHONES", "fraction", "rules", "unit", "year"]
