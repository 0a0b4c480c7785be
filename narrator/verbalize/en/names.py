"""Titles and ranks, places, company endings, abbreviations, states, Roman numerals, initialisms."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files

from narrator.verbalize.en.numbers import cardinal, ordinal, spoken
from narrator.verbalize.rules import Rule

TABLE: Mapping[str, Mapping[str, str]] = tomllib.loads(
    files("narrator.verbalize.en").joinpath("names.toml").read_text(encoding="utf-8")
)
ROMAN = r"(?=[IVXLCDM])M{0,3}(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})"
ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
STREET = {
    "St": "Street",
    "Ave": "Avenue",
    "Rd": "Road",
    "Blvd": "Boulevard",
    "Dr": "Drive",
    "Ln": "Lane",
    "Ct": "Court",
    "Hwy": "Highway",
    "Pkwy": "Parkway",
    "Expy": "Expressway",
    "Pl": "Place",
    "Sq": "Square",
    "Ter": "Terrace",
}
STREETS = "|".join((*STREET, "hwy"))
POINTS = {"N": "North", "S": "South", "E": "East", "W": "West"}
PARTIES = {"R": "Republican", "D": "Democrat", "I": "Independent"}
STATES = {
    "AL": "Alabama",
    "AK": "Alaska",
    "AZ": "Arizona",
    "AR": "Arkansas",
    "CA": "California",
    "CO": "Colorado",
    "CT": "Connecticut",
    "DE": "Delaware",
    "FL": "Florida",
    "GA": "Georgia",
    "HI": "Hawaii",
    "ID": "Idaho",
    "IL": "Illinois",
    "IN": "Indiana",
    "IA": "Iowa",
    "KS": "Kansas",
    "KY": "Kentucky",
    "LA": "Louisiana",
    "ME": "Maine",
    "MD": "Maryland",
    "MA": "Massachusetts",
    "MI": "Michigan",
    "MN": "Minnesota",
    "MS": "Mississippi",
    "MO": "Missouri",
    "MT": "Montana",
    "NE": "Nebraska",
    "NV": "Nevada",
    "NH": "New Hampshire",
    "NJ": "New Jersey",
    "NM": "New Mexico",
    "NY": "New York",
    "NC": "North Carolina",
    "ND": "North Dakota",
    "OH": "Ohio",
    "OK": "Oklahoma",
    "OR": "Oregon",
    "PA": "Pennsylvania",
    "RI": "Rhode Island",
    "SC": "South Carolina",
    "SD": "South Dakota",
    "TN": "Tennessee",
    "TX": "Texas",
    "UT": "Utah",
    "VT": "Vermont",
    "VA": "Virginia",
    "WA": "Washington",
    "WV": "West Virginia",
    "WI": "Wisconsin",
    "WY": "Wyoming",
    "DC": "D.C.",
}


def _any(table: Mapping[str, str]) -> str:
    return "|".join(sorted(map(re.escape, table), key=len, reverse=True))


def roman(text: str) -> int:
    """The value of a Roman numeral."""
    values = [ROMAN_VALUES[letter] for letter in text]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def _ending(match: re.Match[str], said: str) -> str:
    """A short form's stop also ends the sentence where a new one, or nothing, follows it."""
    rest = match.string[match.end() : match.end() + 3]
    ends = match.group().endswith(".") and (
        not rest.strip() or re.match(r"[\"”’')]*\s*$|\s[\"“]?[A-Z]\w", match.string[match.end() :][:12]) is not None
    )
    last = not match.string[match.end() :].strip(" \"”’')")
    return said + ("." if ends and last else "")


def _table(name: str) -> Mapping[str, str]:
    return TABLE[name]


def _said(name: str) -> object:
    table = TABLE[name]
    return lambda match: _ending(match, table[match.group()])


def _title(match: re.Match[str]) -> str:
    return TABLE["titles"][match.group(1)]


def _behind(match: re.Match[str]) -> str:
    return _ending(match, TABLE["behind"][match.group()])


def _anywhere(match: re.Match[str]) -> str:
    return _ending(match, TABLE["anywhere"][match.group()])


def _state(match: re.Match[str]) -> str:
    return _ending(match, TABLE["states"][match.group()])


def _number(match: re.Match[str]) -> str:
    word = {"no": "number", "nos": "numbers"}[match.group(1).lower()]
    last = match.group(3)
    return f"{word} {spoken(match.group(2))}" + (f" to {spoken(last)}" if last else "")


def _roman_cardinal(match: re.Match[str]) -> str:
    return cardinal(roman(match.group())).capitalize() if roman(match.group()) < 4 else cardinal(roman(match.group()))


def _roman_ordinal(match: re.Match[str]) -> str | None:
    value = roman(match.group())
    return f"the {ordinal(value).title()}" if value < 40 else None


def _street(match: re.Match[str]) -> str:
    house = match.group("house")
    number = f"{house_number(house)} " if house else ""
    name = re.sub(r"^[NSEW](?=\.?\s)\.?", lambda m: POINTS[m.group()[0]], match.group("name"))
    name = re.sub(r"(\d{1,3})(?:st|nd|rd|th)", lambda m: ordinal(int(m.group(1))), name)
    return number + name.strip() + " " + STREET[match.group("kind").capitalize()]


def house_number(digits: str) -> str:
    """A house number as people say it: 1428 is "fourteen twenty-eight", 123 "one twenty-three"."""
    value = int(digits)
    if len(digits) == 3 and value % 100 >= 10:
        return f"{cardinal(value // 100)} {cardinal(value % 100)}"
    if len(digits) == 4 and value % 100 >= 10:
        return f"{cardinal(value // 100)} {cardinal(value % 100)}"
    if len(digits) == 3 and value % 100:
        return f"{cardinal(value // 100)} oh {cardinal(value % 100)}"
    return cardinal(value)


def _postal(match: re.Match[str]) -> str:
    from narrator.verbalize.en.numbers import digits

    return f"{match.group(1)}{STATES[match.group(2)]}{match.group(3)} {digits(match.group(4))}"


def _state_code(match: re.Match[str]) -> str:
    return STATES[match.group(1)]


def _party(match: re.Match[str]) -> str:
    """R-Ohio is a Republican of Ohio."""
    place = match.group(2)
    return f"{PARTIES[match.group(1)]} of {STATES.get(place) or TABLE['states'].get(place, place)}"


def _weekday(match: re.Match[str]) -> str:
    return _ending(match, TABLE["weekdays"][match.group(1)])


def _pages(match: re.Match[str]) -> str:
    many = match.group(1).lower() == "pp"
    return "pages" if many else "page"


CARDINAL = "|".join(map(re.escape, TABLE["roman"]["cardinal"]))
ORDINAL = "|".join(map(re.escape, TABLE["roman"]["ordinal"]))

ADDRESSES = (
    Rule(
        "street",
        re.compile(
            rf"(?<![\w.])(?:(?P<house>\d{{1,5}})\s)(?P<name>(?:[NSEW]\.?\s)?(?:\d{{1,3}}(?:st|nd|rd|th)\s|(?:[A-Z][a-z]+\s?){{1,3}}?))\s?\b(?P<kind>{STREETS})\b\.?(?=[\s,.]|$)"
        ),
        _street,
        "0123456789",
    ),
)
"""Before the ordinals: a street may have one for a name."""

RULES = (
    Rule(
        "street-name",
        re.compile(r"(?<=[A-Z][a-z]\s)St\.(?=\s[a-z]|[,;)]|$)|(?<=[a-z]{3}\s)St\.(?=\s[a-z]|[,;)]|$)"),
        lambda m: _ending(m, "Street"),
        ".",
    ),
    Rule(
        "postal-code",
        re.compile(r"(?<=[a-z])(,\s)([A-Z]{2})(,?)\s(\d{5})(?!\d)"),
        lambda m: _postal(m) if m.group(2) in STATES else None,
        "0123456789",
    ),
    Rule("number-sign", re.compile(r"\b([Nn]os?)\.\s?(\d+)(?![\d,]*\d{3})(?:\s?[-–]\s?(\d+))?"), _number, "0123456789"),
    Rule("number-sign-hash", re.compile(r"(?<!\w)#\s?(\d{1,6})\b"), lambda m: f"number {spoken(m.group(1))}", "#"),
    Rule("numero", re.compile(r"№\s?(\d+)"), lambda m: f"number {spoken(m.group(1))}", "№"),
    Rule(
        "party",
        re.compile(
            rf"(?<=[(\s])([RDI])-({_any(TABLE['states'])}|{_any(STATES)}|{'|'.join(sorted(set(STATES.values()) - {'D.C.'}, key=len, reverse=True))})(?![\w-])"
        ),
        _party,
        "-",
    ),
    Rule("versus", re.compile(r"(?<=[A-Za-z.]\s)v\.(?=\s[A-Z])"), lambda m: "versus", "v"),
    Rule("estimated", re.compile(r"(?<!\w)est\.(?=\s[\d$€£])(?!\s[12]\d{3}\b)"), lambda m: "estimated", "."),
    Rule(
        "weekday",
        re.compile(rf"(?<![\w.])({_any(TABLE['weekdays'])})\.(?=[\s,;)–-]|$)"),
        _weekday,
        ".",
    ),
    Rule("pages", re.compile(r"\b(pp|p)\.(?=\s?\d)"), _pages, "."),
    Rule("volume", re.compile(r"\b[Vv]ol\.(?=\s?(?:\d|[IVX]))"), lambda m: "volume", "."),
    Rule("figure", re.compile(r"\b[Ff]ig\.(?=\s?\d)"), lambda m: "figure", "."),
    Rule("article", re.compile(r"\b[Aa]rt\.(?=\s?\d)"), lambda m: "article", "."),
    Rule("section", re.compile(r"\b[Ss]ec\.(?=\s?\d)"), lambda m: "section", "."),
    Rule(
        "title",
        re.compile(
            rf"(?<![\w.])({_any(TABLE['titles'])})(?=\s[A-ZÀ-Þ\"“(])(?!\s(?:The|A|He|She|It|They|We|I|But|And|In|On|At)\s)"
        ),
        _title,
    ),
    Rule(
        "title-pair",
        re.compile(r"(?<![\w.])(Mr\.|Dr\.|Gov\.|Sen\.|Rep\.|Gen\.|Prof\.)(?=\s(?:and|or|&)\s[A-Z])"),
        _title,
        ".",
    ),
    Rule("number-abbreviated", re.compile(r"\b([Nn])o\.(?=\s?\d)"), lambda m: "number", "."),
    Rule("state", re.compile(rf"(?<=,\s)(?:{_any(TABLE['states'])})(?=[\s,;.)\"”]|$)"), _state, "."),
    Rule(
        "state-code",
        re.compile(
            r"(?<=[a-z],\s)(A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])(?=[,.;)]|$)"
        ),
        _state_code,
        ",",
    ),
    Rule("behind", re.compile(rf"(?<=[\w,]\s)(?:{_any(TABLE['behind'])})(?=[\s,;.)'’\"”]|$)"), _behind),
    Rule("abbreviation", re.compile(rf"(?<![\w.])(?:{_any(TABLE['anywhere'])})(?=[\s,;:.)'’\"”?!]|$)"), _anywhere),
    Rule(
        "roman-cardinal",
        re.compile(rf"(?<=\s)(?<!\w\.){ROMAN}(?=[\s,.;:!?)'’\"”]|$)"),
        lambda m: _roman_cardinal(m) if _follows(m, CARDINAL) else None,
        "IVXLCDM",
    ),
    Rule(
        "roman-ordinal",
        re.compile(rf"(?<=\s){ROMAN}(?=[\s,.;:!?)'’\"”]|$)"),
        lambda m: _roman_ordinal(m) if _follows(m, ORDINAL) and _numeral(m) else None,
        "IVXLCDM",
    ),
    Rule(
        "roman",
        re.compile(r"(?<=[a-z]\s)(?:II|III|IV|VI|VII|VIII|IX|XI{1,3}|XIV|XV|XVI{0,3}|XIX|XX)(?=[\s,.;:!?)'’\"”]|$)"),
        _roman_cardinal,
        "IVX",
    ),
    Rule(
        "world-war",
        re.compile(r"\bWW(I{1,3}|[123])\b"),
        lambda m: "World War " + cardinal(roman(m.group(1)) if m.group(1)[0] == "I" else int(m.group(1))),
        "W",
    ),
)


def _follows(match: re.Match[str], words: str) -> bool:
    """Whether the word before the match is one of ``words``."""
    before = match.string[max(0, match.start() - 24) : match.start()].rstrip()
    return re.search(rf"(?:^|[\s(\"“'‘-])(?:{words})$", before) is not None


def _numeral(match: re.Match[str]) -> bool:
    """A lone letter is a numeral only behind a ruler's name that is followed by no other name."""
    rest = match.string[match.end() : match.end() + 2]
    return (
        len(match.group()) > 1
        or match.group() == "V"
        or (match.group() == "I" and not re.match(r"\s[a-z]*(?:am|was|have)\b", rest))
    )
