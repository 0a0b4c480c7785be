"""Units, temperatures, lengths in feet and inches, durations of two units, sizes, coordinates."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from narrator.languages.en.grammar.numbers import NUMBER, cardinal, ordinal, short_number
from narrator.languages.en.grammar.reading import DASH, FREE, Reading, ahead, behind
from narrator.languages.rules import DIGITS, Rule, number_rule

TABLES: Mapping[str, Any] = tomllib.loads(
    files("narrator.languages.en.grammar").joinpath("units.toml").read_text(encoding="utf-8")
)
UNITS: Mapping[str, list[str]] = TABLES["units"]
PER_NAMES: Mapping[str, str] = TABLES["per"]
COMPOUNDS: Mapping[str, list[str]] = TABLES["compounds"]
WARY = frozenset(TABLES["wary"]["letters"])
"""Units that are also words or letters ("5 in all", "3 A")."""
SPACED = frozenset(TABLES["wary"]["spaced"])
GLUED = frozenset(TABLES["wary"]["glued"])
NOT_NOUNS = "|".join(TABLES["wary"]["not_nouns"])
UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
BARE = "|".join(sorted((re.escape(name) for name in UNITS if name.isalpha() and len(name) > 1), key=len, reverse=True))
VALUE = rf"(?P<value>[-−]?(?:{NUMBER})(?:\.\d+)?)"
LOW = rf"(?P<low>[-−]?(?:{NUMBER})(?:\.\d+)?)"
HIGH = rf"(?P<high>(?:{NUMBER})(?:\.\d+)?)"
SCALE = r"(?P<scale>[\s-](?:hundred|thousand|million|billion|trillion)|(?:[mkMB]|bn|mn|tn)(?=\s[A-Za-z]{2}))?"
SHORT_SCALES = {
    "m": "million",
    "M": "million",
    "mn": "million",
    "k": "thousand",
    "B": "billion",
    "bn": "billion",
    "tn": "trillion",
}
PER = rf"(?:/(?P<per>{'|'.join(sorted(map(re.escape, PER_NAMES), key=len, reverse=True))})(?!\w))?"
CONTAINER = re.compile(
    r"\s(?:bottles?|cans?|cartons?|bags?|packs?|packets?|jars?|jugs?|tins?|tubs?|cups?|glass(?:es)?|bars?|blocks?|box(?:es)?|sachets?|pouch(?:es)?|servings?|portions?|pots?|tubes?|vials?|syringes?|doses?|tablets?|pills?|capsules?|sizes?|models?|versions?|engines?|steaks?|burgers?|loaf|loaves|weights?|barrels?|drums?|tanks?|kegs?|rolls?|slabs?|guns?|rounds?|shells?|pistols?|screens?|displays?|drives?|cards?|lens(?:es)?)\b"
)
KITCHEN = frozenset({"ml", "mL", "cl", "l", "g", "kg", "oz", "fl oz", "tsp", "tbsp", "lb", "lbs"})
BYTES = frozenset({"KB", "kB", "MB", "GB", "TB", "PB"})
BITS = frozenset(name for name, forms in UNITS.items() if "bit" in forms[0] and "per second" in forms[0])
RATES = ("mph", "kph", "km/h", "kmh", "kmph", "mpg")
DESCRIBED = re.compile(rf"\s(?!(?:{NOT_NOUNS})\b)[a-z]{{3,}}")
SCALES = {"C": " Celsius", "F": " Fahrenheit", "K": " Kelvin", "℃": " Celsius", "℉": " Fahrenheit"}
SEATS = r"(?:[Rr]oom|[Ss]eats?|[Aa]pt\.?|[Ff]lat|[Uu]nit|[Rr]ow|[Gg]ate|[Gg]rade|[Cc]lass|[Gg]roup|[Pp]latform|iPhone|[Ss]ection|[Zz]one|[Ss]uite|[Ff]ormat|[Aa]rticle|[Hh]ighway|[Rr]oute|[Nn]o\.|[Bb]lock|[Rr]unway|[Ee]xit|[Bb]us|[Ll]ine|[Tt]able)\s$"
WARMTH = r"(?:minus|of|to|by|below|above|than|over|under|until|around|about|reach\w*|hit|highs?|lows?|bake\w*|oven|degrees?|exceed\w*|temperatures?|at|between|and|up)\s$"
WARM = r"\s(?:above|below|heat|warmer|cooler|colder|hotter|rise|warming|temperature|limit|target|mark|threshold|by|on|in|at|and|or|to|with|as|before|after|inside|indoors|outside|outdoors|when|while|for|until|this|today|tomorrow|during|overnight|of)\b|\s?\(|[,.;:)]|$"
COMPASS = {"N": "north", "S": "south", "E": "east", "W": "west"}


def unit(name: str, *, one: bool) -> str:
    """A unit's name, singular or plural."""
    return UNITS[name][0] if one else UNITS[name][-1]


def _per(match: re.Match[str], reading: Reading) -> str:
    per = match.groupdict().get("per")
    return f" per {reading.metric(PER_NAMES[per])}" if per else ""


def _measure(match: re.Match[str], reading: Reading) -> str | None:
    name, value = match.group("unit"), match.group("value")
    if name in WARY and not _is_unit(match, name):
        return None
    scale = (match.group("scale") or "").lstrip(" -\u00a0")
    if scale in SHORT_SCALES:
        if name in WARY:
            return None
        scale = SHORT_SCALES[scale]
    plain = match.groupdict().get("per") or name in BITS or _is_ingredient(match, name)
    one = (value.lstrip("-−") == "1" and not scale) or (_describes(match, name) and not plain)
    words = " ".join(filter(None, (reading.number(value), scale, reading.metric(unit(name, one=one)))))
    return words + _per(match, reading) + _stop(match)


def _is_ingredient(match: re.Match[str], name: str) -> bool:
    """500ml stock, 200g butter: how much of it there is, not what it is like; "a 500ml bottle" is described."""
    if name not in KITCHEN or re.search(
        r"\b(?:an?|the|this|that|each|per|every|one|two|three|\w+['’]s)(?:\s[a-z]+)?\s$", behind(match), re.IGNORECASE
    ):
        return False
    return not CONTAINER.match(ahead(match)) and re.match(r"\s[a-z]+(?<!s)\b", ahead(match)) is not None


def _is_unit(match: re.Match[str], name: str, number: str = "value") -> bool:
    """Short units count only where they cannot be words or letters."""
    gap = match.string[match.end(number) : match.end(number) + 1]
    glued = not gap.isspace()
    if len(name) == 1 and name.isupper() and re.search(SEATS, behind(match)):
        return False
    if name == "in" and ahead(match, 1) == "-":
        return False
    if name == "s":
        return glued and "." in match.group(number)
    if match.group().endswith(".") and name in ("in", "min") and not glued:
        return True
    if glued and name == "m" and "." in match.group(number):
        return bool(
            (FIELD.match(ahead(match)) and ATHLETICS.search(match.string))
            or re.match(
                r"\s(?:tall|high|long|wide|deep|away|above|below|square|by|thick|apart)\b|-(?:tall|high|long|wide|deep)",
                ahead(match),
            )
        ) or (name in GLUED and not MONEYED.search(match.string))
    if glued:
        return name in GLUED
    return name in SPACED and (name not in ("t", "h") or re.match(r"[\s,.;:!?)]|$", ahead(match, 1)) is not None)


FIELD = re.compile(
    r"\s(?:in|to|for|on|at|from|with|off|behind|ahead|over|short|and|clear|ahead of|into|across|apart)\b|[,.;:)]|$"
)
MONEYED = re.compile(
    r"[$€£¥]|\b(?:deficit|profit|revenue|turnover|sales|loss(?:es)?|users|population|viewers|votes|jobs|cases|deaths|shares|tonnes|barrels|bpd)\b"
)
ATHLETICS = re.compile(
    r"\b(?:jump\w*|leap\w*|leapt|clear(?:ed|s|ing)|vault\w*|throw\w*|threw|javelin|discus|shot put|hammer|bar|height|tall|deep|wave|waves|depth|water|level|rose|swell|wall|tower|snow|rain|flood\w*|above sea|below|putt|swam|swim|sprint|metres?|meters?|long|wide|distance|row(?:ed)?)\b"
)


def _describes(match: re.Match[str], name: str) -> bool:
    """Whether the amount says what a thing is like: a 9 mm pistol, 155mm shells, a 2-kg bag."""
    follows = DESCRIBED.match(ahead(match)) is not None and not (
        name in RATES and re.match(r"\s[a-z]+ing\b", ahead(match))
    )
    gap = match.group()[len(match.group("value")) :][:1]
    if CONTAINER.match(ahead(match)) or (
        not gap.isspace() and name in BYTES and re.match(r"\s(?!RAM|DRAM|VRAM)[A-Z]", ahead(match, 6))
    ):
        return True
    if re.match(r"-(?:tall|long|wide|high|deep|thick|old|strong|heavy)\b", ahead(match)):
        return True
    if gap == "-":
        return re.match(r"\s[A-Za-z(]|\)\s[a-z]", ahead(match, 3)) is not None
    if re.search(r"\b[Aa]n?(?:\s[a-z]+)?\s$", behind(match)):
        return follows or re.match(r"\s[A-Z]\w", ahead(match, 3)) is not None
    return follows and (not gap.isspace() or name in RATES) and name not in ("g", "t", "h")


def _stop(match: re.Match[str]) -> str:
    """A short form's stop that ends the sentence too."""
    rest = ahead(match)
    if re.match(r"\s[NSEW]{1,3}\sof\b", rest):
        return ""
    return "." if match.group().endswith(".") and (not rest.strip(" \"”’')") or re.match(r"\s[A-Z]", rest)) else ""


def _between(match: re.Match[str], reading: Reading) -> str | None:
    name = match.group("unit")
    if name in WARY and not _is_unit(match, name, "high"):
        return None
    one = _range_describes(match)
    return f"{reading.number(match.group('low'))} to {reading.number(match.group('high'))} {reading.metric(unit(name, one=one))}{_per(match, reading)}"


def _range_describes(match: re.Match[str]) -> bool:
    glued = match.string[match.end("high")] != " "
    return bool((glued or re.search(r"\b[Aa]n?\s$", behind(match))) and DESCRIBED.match(ahead(match)))


def _temperature(match: re.Match[str], reading: Reading) -> str:
    value = match.group("value")
    plural = "" if value.lstrip("-−") == "1" else "s"
    return f"{reading.number(value)} degree{plural}{SCALES.get((match.group('scale') or '').upper(), '')}"


def _temperatures(match: re.Match[str], reading: Reading) -> str:
    scale = SCALES.get((match.group("scale") or "").upper(), "")
    return f"{reading.number(match.group('low'))} to {reading.number(match.group('high'))} degrees{scale}"


def _lettered(match: re.Match[str], reading: Reading) -> str | None:
    """30C, -5C, 100F: a temperature, but no seat, room or telephone."""
    value = match.group("value")
    if re.search(SEATS, behind(match)) or not re.match(WARM, ahead(match)):
        return None
    if re.match(r"\s\([-−]?\d{1,3}[CF]\)", ahead(match)):
        return _temperature(match, reading)
    if (
        behind(match).endswith("(")
        and ahead(match, 1) == ")"
        and re.search(r"\d\s?°?[CF]\s\($|(?:Celsius|Fahrenheit|degrees)\s\($", behind(match))
    ):
        return _temperature(match, reading)
    if match.group("gap") and not re.search(r"[-−.]", value) and not re.search(WARMTH, behind(match)):
        return None
    if match.group("scale") == "F" and value.isdecimal() and int(value) < 32:
        return None
    if len(value) == 1 and not re.search(WARMTH, behind(match)):
        return None
    return _temperature(match, reading)


def _oven(match: re.Match[str], reading: Reading) -> str:
    """180C/160C fan/gas 4: each scale of the oven."""
    parts = []
    for part in re.split(r"\s?/\s?(?=\d{2}|[Ff]an|[Gg]as)", match.group()):
        number = re.findall(r"\d{1,3}", part)[0]
        if part[0] in "Gg":
            parts.append(f"gas{' mark' if 'ark' in part else ''} {cardinal(int(number))}")
            continue
        scale = re.search(r"[CF](?!an)", part)
        degrees = f"{reading.number(number)} degrees{SCALES[scale.group()] if scale else ''}"
        parts.append(degrees + (" fan" if "an" in part else ""))
    return ", ".join(parts)


def _feet(match: re.Match[str], reading: Reading) -> str:
    inches = match.group("inches")
    tail = f" {cardinal(int(inches))}" if inches else ""
    if inches and match.groupdict().get("named"):
        tail += " inch" if inches == "1" else " inches"
    return f"{cardinal(int(match.group('feet')))} {'foot' if match.group('feet') == '1' else 'feet'}{tail}"


def _inches(match: re.Match[str], reading: Reading) -> str | None:
    """A quotation mark behind a number is an inch where no quotation is open that it could close."""
    if match.group()[-1] in '"”' and _is_quoting(match.string[: match.start()]):
        return None
    top, bottom = match.groupdict().get("top"), match.groupdict().get("bottom")
    said = fraction_of(int(top), int(bottom)) if top and bottom else reading.number(match.group("value"))
    described = DESCRIBED.match(ahead(match)) or re.match(r"\s[A-Z]", ahead(match))
    return f"{said} inch{'' if described or match.group('value') == '1' else 'es'}"


def _is_quoting(before: str) -> bool:
    """Whether a quotation is open: a mark behind a space opens one, any other closes it."""
    is_open = False
    for mark in re.finditer(r"[\"“”]", before):
        is_open = not before[: mark.start()].rstrip("([–—-")[-1:].strip() or mark.group() == "“"
    return is_open


def fraction_of(top: int, bottom: int) -> str:
    """A fraction before a noun: three quarter, one half."""
    part = {2: "half", 4: "quarter"}.get(bottom) or ordinal(bottom)
    return f"{cardinal(top)} {part}"


def _compound(match: re.Match[str], reading: Reading) -> str | None:
    """Two units in a row: 5ft 10in, 7lb 8oz, 11st 4lb, 2h 30m, 1m 30s."""
    found = COMPOUNDS.get(f"{match.group('large')} {match.group('small')}")
    if not found:
        return None
    parts = ((match.group("first"), found[0]), (match.group("second"), found[1]))
    return " ".join(
        f"{reading.number(n.lstrip('0') or '0')} {name if n.lstrip('0') == '1' else _many(name)}" for n, name in parts
    )


def _many(name: str) -> str:
    return {"foot": "feet", "inch": "inches", "stone": "stone"}.get(name, f"{name}s")


def _size(match: re.Match[str], reading: Reading) -> str:
    parts = re.split(r"\s?[x×]\s?", match.group("size"))
    screen = all(part.isdecimal() and len(part) in (3, 4) for part in parts) and not match.group("unit")
    said = " by ".join(short_number(part) if screen else reading.number(part) for part in parts)
    name = match.group("unit")
    if not name:
        return said
    return f"{said} {reading.metric(unit(name, one=DESCRIBED.match(ahead(match)) is not None))}"


def _per_unit(match: re.Match[str], reading: Reading) -> str:
    return f"{reading.number(match.group(1))} per {reading.metric(unit(match.group(2), one=True))}"


def _coordinate(match: re.Match[str], reading: Reading) -> str:
    names = (("degrees", "degree"), ("minutes", "minute"), ("seconds", "second"))
    parts = [
        f"{reading.number(n.lstrip('0') or '0')} {one if n == '1' else many}"
        for n, (many, one) in zip(match.groups()[:3], names, strict=True)
        if n
    ]
    return " ".join((*parts, COMPASS[match.group(4)]))


def _two_coordinates(match: re.Match[str], reading: Reading) -> str:
    """24.5N, 81.8W: both are degrees though no sign says so."""
    north, point, east, last = match.groups()
    return f"{reading.number(north)} degrees {COMPASS[point]}, {reading.number(east)} degrees {COMPASS[last]}"


def temperatures(reading: Reading) -> tuple[Rule, ...]:
    """Coordinates and degrees, signed or with a letter."""
    signed = r"(?P<value>[-−]?\d{1,3}(?:\.\d)?)"
    return (
        number_rule("oven", re.compile(r"(?<![\w.])\d{2,3}\s?[°º]?[CF](?:\s?(?P<fan>[Ff]an))?(?:\s?/\s?(?:\d{2,3}\s?[°º]?[CF](?:\s?[Ff]an)?|[Ff]an\s?\d{2,3}[CF]?|[Gg]as(?:\s[Mm]ark)?\s\d(?:/\d)?))+(?!\w)"), reading.says(_oven), "CF"),
        number_rule("coordinate", re.compile(r"(?<![\w.])(\d{1,3}(?:\.\d{1,6})?)\s?[°º]\s?(?:(\d{1,2}(?:\.\d{1,4})?)\s?['’′]\s?)?(?:(\d{1,2}(?:\.\d{1,4})?)\s?[\"”″]\s?)?([NSEW])\b"), reading.says(_coordinate), "°º"),
        number_rule("coordinates-two", re.compile(r"(?<![\w.])(\d{1,2}(?:\.\d{1,5})?)\s?([NS]),?\s?(\d{1,3}(?:\.\d{1,5})?)\s?([EW])\b(?!\.)"), reading.says(_two_coordinates), "NS"),
        Rule("temperature-range", re.compile(rf"(?=[-−0-9])(?<![\w.]){LOW}\s?[°º]?\s?[CFcf]?{DASH}{HIGH}\s?[°º]\s?(?P<scale>[CFcf])?(?![A-Za-z])"), reading.says(_temperatures), f"{DIGITS} °º"),
        Rule("temperature", re.compile(rf"(?=[-−0-9])(?<![\w.]){VALUE}\s?[°º]\s?(?P<scale>[CFKcfk])?(?![A-Za-z])"), reading.says(_temperature), f"{DIGITS} °º"),
        Rule("celsius", re.compile(rf"(?=[-−0-9])(?<![\w.]){VALUE}\s?(?P<scale>[℃℉])"), reading.says(_temperature), f"{DIGITS} ℃℉"),
        Rule("lettered-range", re.compile(rf"(?=[-−0-9]){FREE}{LOW}(?P<scale>[CF])?{DASH}{HIGH}(?P=scale)(?!\w)"), reading.says(_temperatures), f"{DIGITS} CF"),
        number_rule("lettered-range-once", re.compile(rf"{FREE}(?P<low>\d{{2,3}}){DASH}(?P<high>\d{{2,3}})(?P<scale>[CF])(?!\w)"), reading.says(_temperatures), "CF"),
        Rule("lettered-temperature", re.compile(rf"(?=[-−0-9])(?<![\w.,$€£¥/]){signed}(?P<gap>\s?)(?P<scale>[CF])(?!\w|['’-]\w)"), reading.says(_lettered), f"{DIGITS} CF"),
        Rule("degrees-letter", re.compile(r"(?=[CF])(?<=\bdegrees\s)[CF]\b"), lambda m: SCALES[m.group()].strip(), "CF"),
    )  # fmt: skip


def lengths(reading: Reading) -> tuple[Rule, ...]:
    """Feet and inches, and other amounts of two units."""
    first = r"(?<![\w.,$€£])(?P<first>\d{1,4})"
    return (
        number_rule("feet-inches", re.compile(r"(?<![\w.'’])(?P<feet>\d{1,2})['’′]\s?-?(?P<inches>\d{1,2})(?:[\"”″]|(?=[\s,.)]|$))"), reading.says(_feet), "'’′"),
        number_rule("feet-by-feet", re.compile(rf"(?<![\w.'’])({NUMBER})['’′]\s?[x×]\s?({NUMBER})['’′](?!\w)"), lambda m: f"{reading.number(m[1])} feet by {reading.number(m[2])} feet", "x×"),
        number_rule("inches-fraction", re.compile(r"(?<![\w.,$/])(?P<value>(?P<top>\d{1,2})/(?P<bottom>[2-9]|16|32|64))[\"″”](?!\w)"), reading.says(_inches), '"″”'),
        number_rule("inches-sign", re.compile(rf"(?<![\w.,$\"“'’′-])(?P<value>(?:{NUMBER})(?:\.\d+)?)[\"″”](?!\w)"), reading.says(_inches), '"″”'),
        number_rule("compound", re.compile(rf"{first}[\s-]?(?P<large>ft|lbs?|st|h|hrs?|min|m)\.?[\s-]?(?P<second>\d{{1,2}}(?:\.\d{{1,3}})?)\s?(?P<small>ins?|oz|lbs?|mins?|m|secs?|s)(?![\w])"), reading.says(_compound)),
        number_rule("feet-short", re.compile(r"(?<![\w.,])(?P<feet>\d)ft\.?\s?(?P<inches>\d{1,2})(?![\w%]|[.,]\d|\s[a-z]*(?:in|metre|meter|feet))"), reading.says(_feet), "f"),
    )  # fmt: skip


def rules(reading: Reading) -> tuple[Rule, ...]:
    """Amounts with a unit, sizes."""
    number = r"\d+(?:\.\d+)?"
    any_unit = rf"(?P<unit>{UNIT})"
    ends = r"(?![\w°]|['’]\w)"
    return (
        number_rule("size", re.compile(rf"(?<![\w.])(?P<size>{number}(?:\s?[x×]\s?{number}){{1,2}})(?:[\s-]?(?P<unit>{BARE}|m|g|in)(?![\w-])|(?![\w^⁰¹²³⁴⁵⁶⁷⁸⁹⁻]))"), reading.says(_size), "x×"),
        Rule("measure-range", re.compile(rf"(?=[-−0-9]){FREE}{LOW}{DASH}{HIGH}[\s-]?{any_unit}{PER}{ends}"), reading.says(_between), DIGITS),
        Rule("measure", re.compile(rf"(?=[-−0-9])(?<![\w.,$€£¥-])(?<!\d/)(?<![\s]/){VALUE}{SCALE}[\s-]?{any_unit}\.?{PER}{ends}(?<!\.\.)"), reading.says(_measure), DIGITS),
        Rule("per-unit-word", re.compile(rf"(?<=\bper\s)(?:{BARE})(?!\w|\.\w|['’]\w)"), lambda m: reading.metric(unit(m.group(), one=True)) if (m.group() not in WARY or m.group() == "bu") else None, "p", words=frozenset({"per"})),
        number_rule("per-unit", re.compile(rf"{FREE}({NUMBER})/(kg|lb|km|mi|hr|min|sec|ml|oz|mg|yr|wk)(?![\w/])"), reading.says(_per_unit), "/"),
    )  # fmt: skip
