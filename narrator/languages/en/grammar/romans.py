"""Roman numerals where they are numerals: rulers, wars, chapters; and words that are none."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files

from narrator.languages.common.romans import roman
from narrator.languages.en.grammar.numbers import cardinal, ordinal
from narrator.languages.en.grammar.reading import ahead, behind
from narrator.languages.rules import Rule

TABLE: Mapping[str, list[str]] = tomllib.loads(
    files("narrator.languages.en.grammar").joinpath("romans.toml").read_text(encoding="utf-8")
)["before"]
NUMERAL = r"(?=[IVXLCDM])M{0,3}(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})"
LOWER = r"(?:i{1,3}|iv|vi{0,3}|ix|xi{0,3})"
ENDS = r"(?=[\s,.;:!?)\]'’\"”–—-]|$)"
COUNTED = re.compile(rf"(?:^|[\s(\"“'‘-])(?:{'|'.join(map(re.escape, TABLE['counted']))})\s$", re.IGNORECASE)
COUNTED_HIGH = re.compile(rf"(?:^|[\s(\"“'‘-])(?:{'|'.join(map(re.escape, TABLE['counted_high']))})\s$", re.IGNORECASE)
SEVERAL = (
    "Vols.",
    "Volumes",
    "volumes",
    "Parts",
    "parts",
    "Part",
    "Books",
    "books",
    "Chapters",
    "chapters",
    "Chs.",
    "Titles",
    "Sections",
    "sections",
    "Secs.",
    "Acts",
    "acts",
    "Articles",
    "articles",
    "Arts.",
    "Phases",
    "phases",
    "Phase",
    "Types",
    "types",
    "Figures",
    "Figs.",
    "Tables",
    "Levels",
    "Tiers",
    "Stages",
    "stages",
    "Classes",
    "Categories",
    "Divisions",
    "Wars",
    "Bowls",
    "Appendices",
    "Symphonies",
    "Schedules",
)
"""Nouns before two Roman numerals."""
PRONOUN = re.compile(
    r"\b(?i:the|an?|this|that|each|every|which|what|my|first|last|next|only|same|one|new|whole|best|any)\s(?:[a-z]+\s)?[a-z]+\s\0I\s"
    r"(?!(?:and|or|of|is|was|has|will|in|to|at|by|on|for|with|through|trials?|stud(?:y|ies)|drugs?|clinical|errors?|diabetes|cancers?|survey|facility|vehicle|collagen)\b)[a-z]"
)
"""The article I want to read, the first part I liked: a noun that could be counted, and somebody who speaks."""
GIVEN = frozenset(TABLE["given"])
SENTENCE = re.compile(
    r"\.\s(?:The|A|An|He|She|It|They|We|His|Her|Its|Their|This|That|These|Those|But|And|In|On|At|By|For|From|After|Before|When|While|As|Then|There|Later|Now|Many|Some|Most|Both|One|Two|Next|Not|If|What|Who|How|Since|Until|During|With|Under|Among|No)\b"
)
"""Behind a stop a word that begins a sentence: the letter before it is a numeral, not an initial."""
PERSON = re.compile(r"((?:[A-ZÀ-Þ][\w.’'-]*\s){1,4})$")


def _spoken(match: re.Match[str]) -> str | None:
    """By the word before: a war and a chapter are counted, a ruler and a grandson are the second."""
    numeral = match.group()
    before = behind(match)
    if numeral == "I" and PRONOUN.search(f"{before[-40:]}\0I{ahead(match)}"):
        return None
    is_counted = (COUNTED_HIGH if numeral == "X" else COUNTED).search(before)
    is_initial = len(numeral) == 1 and re.match(r"\.\s[A-Z]", ahead(match, 3)) and not SENTENCE.match(ahead(match))
    if numeral in "LCDM" or (is_initial and not is_counted):
        return None
    if is_counted:
        value = roman(numeral)
        return cardinal(value).capitalize() if value < 4 else cardinal(value)
    person = PERSON.search(before)
    if person and _is_name(person.group(1).split(), numeral) and _is_alone(match):
        return f"the {ordinal(roman(numeral)).title()}"
    if person and len(person.group(1).split()) > 1 and numeral in ("II", "III", "IV") and _is_alone(match):
        return f"the {ordinal(roman(numeral)).title()}"
    if person and numeral in ("II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII", "XIII", "XIV", "XV", "XVI"):
        value = roman(numeral)
        return cardinal(value).capitalize() if value < 4 else cardinal(value)
    return None


def _is_name(words: list[str], numeral: str) -> bool:
    """A given name stands in it, for a lone letter as the last word; nobody is the fortieth."""
    named = words[-1:] if len(numeral) == 1 else words
    return (
        roman(numeral) < 40
        and numeral != "X"
        and not words[-1].endswith(".")
        and any(word.strip(".,") in GIVEN for word in named)
    )


def _is_alone(match: re.Match[str]) -> bool:
    """Elizabeth I was queen: a numeral; "When Charles I am told": none."""
    return match.group() != "I" or not re.match(
        r"\s(?:am|have|had|think|know|saw|met|love|said)\b|['’](?!s\b)", ahead(match, 8)
    )


def _lower(match: re.Match[str]) -> str:
    return cardinal(roman(match.group()))


def _range(match: re.Match[str]) -> str:
    """Volumes II–IV, Parts I and II: both are counted, not only the one behind the noun."""
    joint = match.group("joint").strip()
    first, last = (cardinal(roman(match.group(which))) for which in ("first", "last"))
    return f"{first} {joint if joint.isalpha() else 'to'} {last}"


def _world_war(match: re.Match[str]) -> str:
    number = match.group(1)
    return "World War " + cardinal(roman(number) if number[0] == "I" else int(number)).capitalize()


RULES = (
    Rule("roman-range", re.compile(rf"(?=[IVXLC])(?:{'|'.join(rf'(?<={re.escape(noun)} )' for noun in SEVERAL)})(?P<first>{NUMERAL})(?P<joint>\s?[-–—]\s?|\s(?:and|to|through|or)\s)(?P<last>{NUMERAL})(?!\w)"), _range, "IVXLC", words=frozenset(noun.lower().rstrip(".") for noun in SEVERAL)),
    Rule("roman", re.compile(rf"(?<=\s)(?<!\w\.){NUMERAL}{ENDS}"), _spoken, "IVXLCDM"),
    Rule("roman-before", re.compile(rf"(?<=\s)(?!I\s){NUMERAL}(?=\s(?:Olympiad|Olympic|Winter|Summer|Congress|Corps|Army|Dynasty|dynasty|century|Century|Legion)\b)"), lambda m: ordinal(roman(m.group())), "IVXLC"),
    Rule("roman-lower", re.compile(rf"(?=[ivx])(?:(?<=[Cc]hapter\s)|(?<=[Ss]cene\s)|(?<=[Pp]art\s)|(?<=[Ss]ection\s)|(?<=[Aa]ct\s)|(?<=[Pp]age\s)|(?<=[Bb]ook\s)){LOWER}{ENDS}"), _lower, words=frozenset({"chapter", "scene", "part", "section", "act", "page", "book"})),
    Rule("roman-lower-range", re.compile(rf"(?=[ivx])(?:(?<=[Pp]ages\s)|(?<=pp\.\s))(?P<first>{LOWER})(?P<joint>\s?[-–]\s?)(?P<last>{LOWER})(?!\w)"), _range, "ivx", words=frozenset({"pages", "pp"})),
    Rule("roman-letter", re.compile(r"(?=I)(?:(?<=[Pp]hase\s)|(?<=[Tt]ype\s)|(?<=[Ss]tage\s)|(?<=[Cc]lade\s)|(?<=[Cc]lass\s)|(?<=[Gg]rade\s))(I{1,3}|IV)([abc]|[A-C])(?!\w)"), lambda m: f"{cardinal(roman(m.group(1)))} {m.group(2)}", "I"),
    Rule("roman-list", re.compile(r"(?<=\()(?:i{2,3}|iv|vi{1,3}|ix|xi{0,3})(?=\))"), _lower, "ivx"),
    Rule("world-war", re.compile(r"\bWW(I{1,3}|[123])\b"), _world_war, "W"),
)  # fmt: skip
