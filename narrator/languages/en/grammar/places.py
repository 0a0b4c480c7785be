"""Streets, house numbers, states, postal codes, parties with their state, books of the Bible."""

from __future__ import annotations

import re
from importlib.resources import files

from narrator.languages.en.grammar.names import TABLE, any_of, first_words, with_stop
from narrator.languages.en.grammar.numbers import cardinal, digits, ordinal
from narrator.languages.en.grammar.reading import after, ahead, behind
from narrator.languages.rules import DIGITS, Rule, number_rule

STREET = TABLE["streets"]
CODES = TABLE["codes"]
STATES = TABLE["states"]
STREETS = "|".join((*STREET, "hwy"))
FULL_STREETS = "|".join(sorted(set(STREET.values()) - {"Drive", "Court"}))
POINTS = {"N": "North", "S": "South", "E": "East", "W": "West"}
CORNERS = {"NW": "Northwest", "NE": "Northeast", "SW": "Southwest", "SE": "Southeast"}
POINT_WORDS = frozenset(
    ["n", "s", "e", "w", "nw", "ne", "sw", "se", "nnw", "nne", "ssw", "sse", "wnw", "wsw", "ene", "ese"]
)
POINT = r"(?:[NS](?:[NS]?[EW])?|[EW](?:[NS][EW])?)"
PARTIES = {"R": "Republican", "D": "Democrat", "I": "Independent"}
FULL_STATES = "|".join(sorted(set(CODES.values()) - {"D.C."}, key=len, reverse=True))
WORDS = frozenset({"ID", "OK", "OR", "IN", "ME", "HI", "OH", "MA", "PA", "LA", "AL", "DE", "CO", "MS"})
"""Codes that are also words or other short forms: they need a place that a preposition or another place leads to."""
TOWN = re.compile(
    r"(?:\b(?:in|of|from|at|near|to|outside|around|for|and|through|via|between|over|leaves?|left|visit\w*|toward|towards|is|the)\s|^|[,;(]\s)"
    r"(?:(?:St\.|Saint|Fort|Ft\.|Mount|New|San|Los|Las|El|La|Santa|Port|Lake|East|West|North|South)\s|[A-Z][a-z'’.-]+\s){0,2}[A-Z][a-z'’-]+,\s$"
)
DEGREE = r",\s(?:[A-Z]{2,5}|P[Hh]\.?D\.?|EdD|PsyD|PharmD)\b(?!\s\d)"
"""Another degree behind a comma: Jane Hill, MS, RDN."""
NAMED = re.compile(r"(?:^|[^\w'’])[A-Z][\w'’.-]*,\s$")
"""The word before the comma has a capital."""
MARYLAND = r"(?:Baltimore|Annapolis|Bethesda|Rockville|Spring|Frederick|Columbia|Towson|Gaithersburg|Hagerstown|Salisbury|Bowie|Park|Laurel|Germantown|Potomac|Cumberland|County),\s$"
BIBLE = "|".join(files("narrator.languages.en.grammar").joinpath("bible.txt").read_text(encoding="utf-8").split())


def point(letters: str) -> str:
    """A point of the compass: NW is northwest, NNE north-northeast."""
    names = {"N": "north", "S": "south", "E": "east", "W": "west"}
    if len(letters) == 3:
        return f"{names[letters[0]]}-{names[letters[1]]}{names[letters[2]]}"
    return "".join(names[letter] for letter in letters)


def house_number(written: str) -> str:
    """A house number as people say it: 1428 is "fourteen twenty-eight", 1600 "sixteen hundred", 123 "one twenty-three"."""
    value = int(written)
    head, low = divmod(value, 100)
    if len(written) not in (3, 4) or (len(written) == 4 and value % 1000 == 0):
        return cardinal(value) if len(written) < 5 else digits(written)
    if not low:
        return f"{cardinal(head)} hundred"
    return f"{cardinal(head)} " + (f"oh {cardinal(low)}" if low < 10 else cardinal(low))


def _street(match: re.Match[str]) -> str:
    house = match.group("house")
    number = f"{house_number(house)} " if house else ""
    name = re.sub(r"^[NSEW](?=\.?\s)\.?", lambda m: POINTS[m.group()[0]], match.group("name"))
    name = re.sub(r"(\d{1,3})(?:st|nd|rd|th)", lambda m: ordinal(int(m.group(1))), name)
    return number + name.strip() + " " + STREET[match.group("kind").capitalize()]


def _street_kind(match: re.Match[str]) -> str | None:
    """Sunset Blvd, Lake Dr.: behind a name that is no beginning of a sentence; Dr. Hill and "the Dr." are none."""
    before = re.search(r"(?:^|\s)((?:[A-Z][\w'’.-]*|\d{1,3}(?:st|nd|rd|th)))\s$", behind(match, 30))
    kind = match.group().rstrip(".")
    if not before or before.group(1) in NO_STREET or (kind == "Dr" and before.group(1).endswith(".")):
        return None
    return with_stop(match, STREET[kind]) if not re.match(r"\s[A-Z]", ahead(match, 3)) else STREET[kind] + "."


NO_STREET = frozenset(
    {
        "The",
        "A",
        "An",
        "My",
        "Our",
        "Your",
        "His",
        "Her",
        "And",
        "Or",
        "But",
        "Ask",
        "Call",
        "See",
        "If",
        "When",
        "As",
        "By",
        "For",
        "In",
        "Of",
        "On",
        "To",
        "With",
        "From",
        "Dear",
    }
)


def _house(match: re.Match[str]) -> str:
    letter = match.group(2)
    return house_number(match.group(1)) + (f" {letter}" if letter else "")


def _postal(match: re.Match[str]) -> str | None:
    state = CODES.get(match.group(2))
    return f"{match.group(1)}{state}{match.group(3)} {digits(match.group(4))}" if state else None


def _state_code(match: re.Match[str]) -> str | None:
    """MD behind a person's name is a degree: it is Maryland only behind one of its towns."""
    if not NAMED.search(behind(match, 30)):
        return None
    if match.group(1) in WORDS and not TOWN.search(behind(match, 60)):
        return None
    if match.group(1) == "MD" and not re.search(MARYLAND, behind(match)):
        return None
    if match.group(1) in ("MS", "MA", "PA", "DC") and re.match(DEGREE, ahead(match)):
        return None
    return CODES[match.group(1)]


def _party(match: re.Match[str]) -> str:
    """R-Ohio is a Republican of Ohio."""
    place = match.group(2)
    return f"{PARTIES[match.group(1)]} of {CODES.get(place) or STATES.get(place, place)}"


def _verse(match: re.Match[str]) -> str:
    """John 3:16 is "John three sixteen"."""
    last = f" to {cardinal(int(match.group(3)))}" if match.group(3) else ""
    return f"{cardinal(int(match.group(1)))} {cardinal(int(match.group(2)))}{last}"


def _scripture(match: re.Match[str]) -> str:
    chapter, first, last = (cardinal(int(n)) if n else "" for n in match.groups()[1:])
    return f"{TABLE['scripture'][match.group(1)]} {chapter} {first}" + (f" to {last}" if last else "")


ADDRESSES = (
    number_rule(
        "street",
        re.compile(
            rf"(?<![\w.])(?:(?P<house>\d{{1,5}})\s)(?P<name>(?:[NSEW]\.?\s)?(?:\d{{1,3}}(?:st|nd|rd|th)\s|(?:[A-Z][a-z]+\s?){{1,3}}?))\s?\b(?P<kind>{STREETS})\b\.?(?=[\s,.]|$)"
        ),
        _street,
    ),
    number_rule("house", re.compile(rf"(?<![\w.,$-])(\d{{2,5}})([A-F])?(?=\s(?:[NSEW]\.?\s)?(?:[A-Z][a-z]+\s|\d{{1,3}}(?:st|nd|rd|th)\s){{1,3}}(?:{FULL_STREETS})\b)"), _house),
    Rule("scripture", re.compile(rf"(?=[A-Z])\b({any_of(TABLE['scripture'])})\.?\s(\d{{1,3}}):(\d{{1,3}})(?:[-–](\d{{1,3}}))?(?![\d:])"), _scripture, f"{DIGITS} :"),
    number_rule("verse", re.compile(r"(?<=\s)(\d{1,3}):(\d{1,3})(?:[-–](\d{1,3}))?(?![\d:])"), after(BIBLE, _verse), ":"),
)  # fmt: skip
"""Before the ordinals and the times: a street may have an ordinal for a name."""

RULES = (
    Rule("street-name", re.compile(r"(?<=\s)St\.?(?=\s[a-z&]|[,;)]|\.?$)"), after(r"[A-Z][\w'’]*[a-z]|\d{1,3}(?:st|nd|rd|th)", lambda m: with_stop(m, "Street")), "S"),
    Rule("street-kind", re.compile(rf"(?<=\s)(?:{'|'.join(k for k in STREET if k not in ('St', 'Ave'))})\b\.?(?=\s(?:[a-z]|[NSEW]{{1,2}}\b|\()|[,;:)'’\"”?!]|\.?$|\.\s[A-Z])"), _street_kind, words=first_words(STREET)),
    Rule("corner", re.compile(r"(?<=\s)[NS][EW]\b"), after(r"Ave\.|St\.|Rd\.|Avenue|Street|Road|Drive", lambda m: CORNERS[m.group()]), "NS"),
    Rule("road-direction", re.compile(r"(?<=\d\s)[NSEW]B?\b(?:\.(?=\s[a-z]))?(?!\.)"), after(r"(?:I|US|SR)-\d{1,3}|(?:Highway|Route|Hwy\.?|Rte\.?|Interstate|U\.S\.)\s\d{1,3}", lambda m: POINTS[m.group()[0]] + ("bound" if m.group().endswith("B") else "")), f"{DIGITS} NSEW"),
    Rule("compass-wind", re.compile(rf"(?=[NSEW])(?:\b{POINT}(?=(?:\s(?:wind|gust|breeze|swell|gale|flow|airflow)s?\b|-facing\b))|(?:(?<=\b[Ww]ind\s)|(?<=\b[Ww]inds\s)|(?<=\b[Gg]usts\s)|(?<=from the\s)|(?<=to the\s)|(?<=moving\s)|(?<=heading\s)|(?<=tracking\s)|(?<=headed\s)|(?<=facing\s)|(?<=drifting\s)|(?<=[Ww]ind:\s)|(?<=[Ww]inds:\s)|(?<=winds from\s)){POINT}(?![\w.]))"), lambda m: point(m.group()), words=POINT_WORDS),
    Rule("compass-distance", re.compile(rf"(?<=\s){POINT}(?=\sof\b)"), after(r"(?:miles?|km|mi\.?|kms|kilomet(?:er|re)s?|yards?|met(?:er|re)s|nmi|feet|ft|blocks?|m)", lambda m: point(m.group())), words=POINT_WORDS),
    Rule("suite", re.compile(r"\b(?:Ste\.|Apt\.)(?=\s?[#\dA-Z])"), lambda m: "Suite" if m.group() == "Ste." else "Apartment", words=frozenset({"ste", "apt"})),
    number_rule("block", re.compile(r"(?<![\w.,$-])\d{3,5}(?=\sblock\b)"), lambda m: house_number(m.group()), "b"),
    Rule("point", re.compile(rf"\b([NSEW])\.(?=\s(?:\d{{1,3}}(?:st|nd|rd|th)\b|[A-Z][a-z]+\s(?:(?:{STREETS})\b|{FULL_STREETS})))"), lambda m: POINTS[m.group(1)], words=frozenset("nsew")),
    Rule("avenue", re.compile(r"\bAve(?=[\s,;)]|$)"), after(r"\d{1,3}(?:st|nd|rd|th)|[A-Z][a-z]+", lambda m: "Avenue"), words=frozenset({"ave"})),
    Rule("postal-code", re.compile(r"(?<=[a-z])(,\s)([A-Z]{2})(,?)\s(\d{5})(?!\d)"), _postal, DIGITS),
    number_rule("postal-code-alone", re.compile(r"(?<=\.\s)\d{5}(?!\d|-\d|,)"), after(any_of(STATES), lambda m: digits(m.group())), "."),
    Rule("party", re.compile(rf"(?<=[(\s])([RDI])-({any_of(STATES)}|{any_of(CODES)}|{FULL_STATES})(?![\w-])"), _party, "-"),
    Rule("state", re.compile(rf"(?<=,\s)(?:{any_of(STATES)})(?=[\s,;.)\"”’'-]|$)"), lambda m: with_stop(m, STATES[m.group()]), "."),
    Rule("state-based", re.compile(rf"(?=[A-Z])(?<![\w.])(?:{any_of(STATES)})(?=-(?:based|born|area|bound)\b)"), lambda m: STATES[m.group()], "-", words=frozenset({"based", "born", "area", "bound"})),
    Rule(
        "state-code",
        re.compile(
            r"(?<=[a-z],\s)(A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])(?=[,.;)]|$)"
        ),
        _state_code,
        ",",
    ),
)  # fmt: skip
