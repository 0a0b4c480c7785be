"""Titles and ranks, endings of companies, abbreviations, short forms before numbers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources import files

from narrator.languages.en.grammar.numbers import short_number, spoken
from narrator.languages.en.grammar.reading import after, ahead, behind
from narrator.languages.rules import DIGITS, WORDS, Rule

TABLE: Mapping[str, Mapping[str, str]] = tomllib.loads(
    files("narrator.languages.en.grammar").joinpath("names.toml").read_text(encoding="utf-8")
)
COMPASS = {"N": "North", "S": "South", "E": "East", "W": "West"}
TITLES: Mapping[str, str] = TABLE["titles"]
COUNTIES = "|".join(files("narrator.languages.en.grammar").joinpath("counties.txt").read_text(encoding="utf-8").split())
FOLLOWED = r"(?!\s(?:The|A|He|She|It|They|We|I|But|And|In|On|At)\s)"


def any_of(names: Iterable[str]) -> str:
    """A pattern of all names, the longest first."""
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


def first_words(names: Iterable[str]) -> frozenset[str]:
    """The first word of each, in small letters: a text without any of them has none of the names."""
    return frozenset(word.group().lower() for name in names if (word := WORDS.search(name)))


def with_stop(match: re.Match[str], said: str) -> str:
    """A short form's stop also ends the sentence where nothing follows it."""
    ends = match.group().endswith(".") and not match.string[match.end() :].strip(" \"”’')")
    return said + ("." if ends else "")


def _title(match: re.Match[str]) -> str:
    return TITLES[match.group(1)]


def _bare_title(match: re.Match[str]) -> str:
    return TABLE["bare_titles"][match.group(1)]


def _sister(match: re.Match[str]) -> str | None:
    """Sr. behind a name is Senior; elsewhere, before one, Sister."""
    return None if re.search(r"[A-Z][\w.’'-]*,?\s$", behind(match)) else "Sister"


def _behind(match: re.Match[str]) -> str:
    return with_stop(match, TABLE["behind"][match.group()])


def _anywhere(match: re.Match[str]) -> str:
    return with_stop(match, TABLE["anywhere"][match.group()])


def _weekday(match: re.Match[str]) -> str:
    return with_stop(match, TABLE["weekdays"][match.group(1)])


def _numbered(match: re.Match[str]) -> str:
    return TABLE["numbered"][match.group().rstrip(".").lower()]


def _number(match: re.Match[str]) -> str:
    """Nos. 3-5 are a range; No. 23-719 is one number of a file."""
    last = match.group(3)
    if match.group(1).lower() == "no":
        return f"number {spoken(match.group(2))}" + (f" {short_number(last)}" if last else "")
    return f"numbers {spoken(match.group(2))}" + (f" to {spoken(last)}" if last else "")


def _bare_number(match: re.Match[str]) -> str | None:
    """World No 1, the No 10 shirt: the British way without a stop, but no sentence that begins "No 5 ..."."""
    inside = re.search(r"[\w,]\s$", behind(match, 3))
    return "number" if inside or re.match(r"\s1[01]\b(?!\s(?:people|other|more))", ahead(match)) else None


def _hash(match: re.Match[str]) -> str:
    return f"number {spoken(match.group(1))}"


MATCH = re.compile(
    r"\b\d{1,3}-\d{1,3}\b|\b(?:beats?|lost|loses?|wins?|won|upsets?|upset|vs|coach|quarterback|tops?|topped|defeats?|defeated|edged|routed|No\. \d{1,2}|ranked|Bulldogs|Buckeyes|NCAA|season|game)\b"
)


def _team(match: re.Match[str]) -> str | None:
    """Ohio St. 13-10: a team; on Ohio St. it is a street."""
    before = behind(match)
    if re.search(
        r"\b(?:[Oo]n|[Aa]long|[Oo]ff|[Dd]own|\d+)\s(?:[NSEW]\.?\s)?(?:[A-Z][\w.]*\s)+$", before
    ) or not MATCH.search(before + ahead(match, 60)):
        return None
    return with_stop(match, "State")


RANKS = (
    Rule(
        "rank-numbered",
        re.compile(
            rf"(?=[12PS])(?<![\w.])({any_of(name for name in TITLES if re.search(r'[12](?:st|nd)', name))})(?=\s[A-Z])"
        ),
        _title,
        "12",
    ),
)
"""Before the ordinals: 1st Lt., Sgt. 1st Class."""

RULES = (
    Rule("number-sign", re.compile(r"(?=[Nn])(?<!\bsaid\s)(?<!\bsay\s)(?<!\bsays\s)(?<!\bsaying\s)(?<!\banswered\s)(?<!\breplied\s)\b([Nn]os?)\.\s?(\d+)(?![\d,]*\d{3})(?:\s?[-–]\s?(\d+))?"), _number, DIGITS),
    Rule("numbers-sign-bare", re.compile(r"(?=N)\bNos(?=\s\d)"), lambda m: "numbers", DIGITS),
    Rule("number-sign-bare", re.compile(r"(?=N)\bNo(?=\s\d{1,2}\b(?!\s[a-z]+s\b))"), _bare_number, DIGITS),
    Rule("number-sign-hash", re.compile(r"(?<!\w)#\s?(\d{1,6})\b"), _hash, f"{DIGITS} #"),
    Rule("numero", re.compile(r"№\s?(\d+)"), _hash, f"{DIGITS} №"),
    Rule("versus", re.compile(r"(?<=[A-Za-z.]\s)v\.(?=\s[A-Z])|(?<=[a-z]\s)v(?=\s[A-Z][a-z])"), lambda m: "versus" if m.group() == "v." or re.search(r"[A-Z][\w’'-]*\s$", behind(m)) else None, words=frozenset("v")),
    Rule("estimated", re.compile(r"(?<!\w)est\.(?=\s[\d$€£])(?!\s[12]\d{3}\b)|(?<=\d\s)est\.(?=[\s,;)]|$)"), lambda m: with_stop(m, "estimated"), ".", words=frozenset({"est"})),
    Rule("established", re.compile(r"\bEst\.(?=\s1[6-9]\d\d\b|\s20\d\d\b)"), lambda m: "Established", f"{DIGITS} E"),
    Rule("sunday-stop", re.compile(r"(?<![Tt]he\s)(?<![\w.])Sun\.(?=\s(?:at|from|to|through|until|morning|afternoon|evening|night|and|\d|(?:Jan|Feb|Mar|Apr|May|June|July|Aug|Sept|Oct|Nov|Dec)[a-z]*\.?\s\d)|[,;)–-])"), lambda m: "Sunday", ".", words=frozenset({"sun"})),
    Rule("sunday", re.compile(r"(?=S)(?:(?<=[Cc]losed\s)|(?<=[Oo]pen\s)|(?<=[Oo]n\s)|(?<=[Ee]very\s)|(?<=[Tt]his\s)|(?<=[Nn]ext\s)|(?<=[Ll]ast\s)|(?<=\d\s))Sun\.?(?=[\s,;)–-]|$)"), lambda m: with_stop(m, "Sunday"), words=frozenset({"sun"})),
    Rule("caliber", re.compile(r"(?<=\.\d\d-)cal\b\.?|(?<=\.\d\d\s)cal\b\.?"), lambda m: "caliber", f"{DIGITS} .", words=frozenset({"cal"})),
    Rule("numbered-capital", re.compile(r"(?<![\w.])(Cat|Lvl|Gr|Bk|Flt|Dist|Pgs?|[Cc]ol|Pt)\.(?=\s(?:\d|[A-Z]\d))"), lambda m: TABLE["numbered_capital"][m[1]], f"{DIGITS} .", words=frozenset(name.lower() for name in TABLE["numbered_capital"])),
    Rule("point-hyphen", re.compile(r"(?<=\d-)pt\b\.?(?=\s[a-z])(?!\.?\s(?:jars?|bottles?|cartons?|containers?|cans?)\b)"), lambda m: "point", f"{DIGITS} -", words=frozenset({"pt"})),
    Rule("degree-short", re.compile(r"(?<=\d(?:st|nd|rd|th)-)deg\b\.?"), lambda m: "degree", f"{DIGITS} -", words=frozenset({"deg"})),
    Rule("number-of", re.compile(r"\b[Nn]o\.(?=\sof\s)"), lambda m: "number", ".", words=frozenset({"no"})),
    Rule("square-after-scale", re.compile(r"(?:(?<=million\s)|(?<=mil\.\s)|(?<=billion\s))sq\.?\s(mi|ft|km|m|yd)\b\.?(?!\w)"), lambda m: with_stop(m, f"square {TABLE['square'][m[1]]}"), words=frozenset({"sq"})),
    Rule("numbered-letter", re.compile(r"(?<![\w.])(Prop|Bldg|Ex|App|Rm|Sect|Sec|Fig|Apt|Exh)\.(?=\s[A-Z](?![\w.'’]))"), lambda m: TABLE["lettered"][m.group(1)], ".", words=frozenset(name.lower() for name in TABLE["lettered"])),
    Rule("year-short", re.compile(r"(?<=[a-z]\s)(yr|mo|wk)\.(?=\s[a-z]|[,;)])"), lambda m: {"yr": "year", "mo": "month", "wk": "week"}[m[1]], ".", words=frozenset({"yr", "mo", "wk"})),
    Rule("short-of", re.compile(r"(?<![\w.])(Univ|Dept|Inst|Dep['’]t|Bd|Sch|Coll)\.?(?=\sof\s)"), lambda m: TABLE["of"][m[1].replace("’", "'")], words=frozenset(name.lower().partition("'")[0] for name in TABLE["of"])),
    Rule("state-team", re.compile(r"(?<=\s)St\.(?=\s|[,;)]|$)"), after(any_of(TABLE["colleges"]["states"]), _team), "S"),
    Rule("retired", re.compile(r"\([Rr]et\.?\)"), lambda m: "retired", "(", words=frozenset({"ret"})),
    Rule("million-years-ago", re.compile(r"(?<=\d\s)mya\b"), lambda m: "million years ago", f"{DIGITS} m", words=frozenset({"mya"})),
    Rule("bedrooms", re.compile(r"(?<![\w.])(\d{1,2})\s?[Bb][RrDd]\s?[/,]\s?(\d(?:\.5)?)\s?[Bb][Aa]\b"), lambda m: f"{spoken(m[1])} bedroom, {spoken(m[2])} bath", f"{DIGITS} Bb"),
    Rule("channel", re.compile(r"(?=C)(?<=\bon\s)Ch\.(?=\s\d)"), lambda m: "Channel", f"{DIGITS} C"),
    Rule("floor", re.compile(r"(?<=\d[tnr][hd]\s)(?:fl|flr)\.(?=[\s,;)]|$)"), lambda m: with_stop(m, "floor"), f"{DIGITS} f"),
    Rule("century", re.compile(r"(?<=\d[tnr][hd]\s)c\.(?=[\s,;)]|$)"), lambda m: with_stop(m, "century"), f"{DIGITS} c"),
    Rule("weekday", re.compile(rf"(?<![\w.])({any_of(TABLE['weekdays'])})\.(?=[\s,;)–-]|$)"), _weekday, ".", words=first_words(TABLE["weekdays"])),
    Rule("numbered", re.compile(rf"\b(?=[a-zA-Z])(?<!\d-)(?:(pp?)\.(?=\s?\d)|((?i:{'|'.join(name for name in TABLE['numbered'] if name not in ('p', 'pp'))}))\.(?=\s(?:\d|[IVX]+\b)))"), _numbered, ".", words=frozenset({*TABLE["numbered"]})),
    Rule("title-elect", re.compile(rf"(?=[12A-Z])(?<![\w.])({any_of(name for name in TITLES if name.endswith('.'))})(?=-(?:elect|designate)\b)"), _title, "-", words=first_words(TITLES)),
    Rule("title", re.compile(rf"(?=[12A-Z])(?<![\w.])({any_of(TITLES)})(?=\s[A-ZÀ-Þ\"“(])(?!\s[A-Z](?:ers?)?\b(?![.'’])){FOLLOWED}"), _title, words=first_words(TITLES)),
    Rule("title-bare", re.compile(rf"(?=[A-Z])(?<![\w.])({any_of(TABLE['bare_titles'])})(?=\s[A-ZÀ-Þ][a-zà-ÿ’'])(?!\s(?:Alpha|Zers?|Beta|Xers?)\b){FOLLOWED}"), _bare_title, words=first_words(TABLE["bare_titles"])),
    Rule("generation", re.compile(r"\bGen\.(?=\s(?:[XYZ]\b|Alpha\b|Beta\b|[XYZ]ers?\b|Zalpha))"), lambda m: "Gen", ".", words=frozenset({"gen"})),
    Rule("compass-place", re.compile(rf"\b([NSEW])\.\s?(?=(?:{any_of(TABLE['compass']['places'])})\b)"), lambda m: f"{COMPASS[m.group(1)]} ", ".", words=frozenset("nsew")),
    Rule("title-pair", re.compile(r"(?=[A-Z])(?<![\w.])(Mr\.|Dr\.|Gov\.|Sen\.|Rep\.|Gen\.|Prof\.)(?=\s(?:and|or|&)\s[A-Z])"), _title, ".", words=first_words(TITLES)),
    Rule("county", re.compile(rf"\bCo\.?(?=\s(?:{COUNTIES})\b)"), lambda m: "County", words=frozenset({"co"})),
    Rule("point", re.compile(r"(?=P)(?<![\w.])Pt\.(?=\s(?:Reyes|Pleasant|Barrow|Loma|Judith|Roberts|Arena|Sur|Dume|Lookout)\b)"), lambda m: "Point", ".", words=frozenset({"pt"})),
    Rule("mark", re.compile(r"(?=M)\bMk\.?(?=\s?\d)"), lambda m: "Mark", f"{DIGITS} k"),
    Rule("sister", re.compile(r"\bSr\.(?=\s[A-Z][a-z]+\s[A-Z])"), _sister, ".", words=frozenset({"sr"})),
    Rule("secretary", re.compile(r"\bSec\.(?=\s(?:of\s)?[A-Z])"), lambda m: "Secretary", ".", words=frozenset({"sec"})),
    Rule("number-abbreviated", re.compile(r"(?=[Nn])(?<!\bsaid\s)(?<!\bsay\s)(?<!\bsays\s)(?<!\bsaying\s)(?<!\banswered\s)(?<!\breplied\s)\b[Nn]o\.(?=\s?\d)"), lambda m: "number", f"{DIGITS} ."),
)  # fmt: skip
"""Titles come before the states: Gen. and Miss. are both."""

ANYWHERE = tuple(name for name in TABLE["anywhere"] if "/" not in name)

ENDINGS = (
    Rule("behind", re.compile(rf"(?:(?<=[\w,&.]\s)|(?<=[a-z]\)\s))(?:{any_of(TABLE['behind'])})(?=[\s,;.)'’\"”]|$)"), _behind, words=first_words(TABLE["behind"])),
    Rule("abbreviation-slashed", re.compile(rf"(?=[A-Za-z])(?<![\w.])(?:{any_of(name for name in TABLE['anywhere'] if '/' in name)})(?=[\s,;:.)'’\"”?!]|$)"), _anywhere, "/"),
    Rule("abbreviation", re.compile(rf"(?=[A-Za-z])(?<![\w.])(?:{any_of(ANYWHERE)})(?=[\s,;:.)'’\"”?!]|$)"), _anywhere, words=first_words(ANYWHERE)),
)  # fmt: skip
"""Behind names, and anywhere."""
