"""Capital words: which are spelt, which are words. One place decides, for headlines, datelines, shouts and single ones."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from narrator.languages.rules import Rule, Said


def _listed(name: str) -> frozenset[str]:
    lines = files("narrator.languages.en.grammar").joinpath(name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.upper().split())


INITIALISMS = _listed("initialisms.txt")
"""What keeps its capitals everywhere: the voices spell it, or know it as a word."""
SHORT_WORDS = _listed("short_words.txt")
"""Words of two and three letters: in a line of capitals they are words, all others of that length are spelt."""
PLACE_WORDS = frozenset(["EL", "LA", "LAS", "LOS", "SAN", "SAO", "SÃO", "RIO", "TEL", "ABU", "DES", "DAR", "DEN", "NEW", "PAZ", "ULM", "AL", "LE", "DA", "DI", "DE", "DU", "DEL", "VAN", "PORT", "CAP", "BAD", "BEN", "SRI", "PHU", "HUE", "LEH", "OSH", "FEZ", "GAO", "UFA", "QOM", "AIN", "UST", "BEL", "SIR", "BAR", "ADEN", "ES", "EAU", "PAU", "ANN"])  # fmt: skip
"""Short words of the names of places."""
SMALL_IN_NAMES = frozenset(
    ["OF", "AND", "THE", "DE", "DA", "DO", "DU", "DES", "EL-SHEIKH", "ON", "UPON", "SUR", "LE", "LA", "AL-"]
)
TITLES = {"MR": "Mister", "MRS": "Missus", "MS": "Miz", "DR": "Doctor", "ST": "Saint", "FT": "Fort", "MT": "Mount"}
VOWEL = re.compile(r"[AEIOUYÀ-ÖØ-Þ]")
WORD = re.compile(r"[^\W\d_a-zß-öø-ÿ](?:[^\W\d_a-zß-öø-ÿ]|['’-](?=[^\W\d_a-zß-öø-ÿ]))*(?![\w])")
DATELINE = re.compile(
    r"\s*(?P<place>[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]*(?:[ ,]{1,2}[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]*){0,5})"
    r"(?:,\s[A-Z][\w.]*(?:\s(?:of\s|and\s)?[A-Z][\w.]*){0,3})?(?:,?\s\d{1,2}\s[A-Z][a-z]+|,?\s[A-Z][a-z]+\.?\s\d{1,2})?\s*"
    r"(?:\((?:[A-Z][\w./&’' -]{1,30})\)\s*(?:[-–—:]+\s|(?=[A-Z\"“]))|[-–—]+\s|:\s(?=[A-Z][a-z]))"
)
"""Where and by whom a report was written: "HONG KONG (AP) —", "EL PASO, Texas (AP) —", "UNITED NATIONS, Sept 3 -"."""
PRONOUN_BEFORE = re.compile(
    r"\b(?:TELL|GIVE|GAVE|LET|FOR|TO|OF|WITH|SHOW|HELP|JOIN|FROM|ABOUT|AMONG|BETWEEN|ON|AGAINST|TAKES?|TEACH|BEHIND|BEFORE|MAKES?|KILL|SAVE|REMIND|ALL|SENT|TOLD|ASKED|LEFT|LIKE)\s$"
)
TECHNICAL = re.compile(
    r"\s(?:WORKERS?|FIRMS?|COMPAN(?:Y|IES)|SECTOR|SYSTEMS?|GIANTS?|OUTAGES?|STAFF|DEPARTMENT|JOBS?|SERVICES?|SUPPORT|GLITCH|FAILURES?|MELTDOWN|CHAOS|EXPERTS?|SPENDING|SECURITY|PROBLEMS?|INDUSTRY|BUDGET)\b"
)
SAYS = re.compile(
    r"\s(?:SAYS|WARNS|CHIEF|DECLARES|URGES|CALLS|REPORT|OFFICIALS?|EXPERTS?|HEAD|TEAM|DIRECTOR|FINDS|APPROVES|RECOMMENDS|LAUNCHES|STUDY)\b"
)
SPELT_IPA = {"US": "jˌuˈɛs", "IT": "ˌItˈi", "WHO": "dˌʌbᵊljuˌAʧˈO", "ERA": "ˌiˌɑɹˈA"}
"""Initialisms that are also common words."""


def _speak(match: re.Match[str]) -> str | Said | None:
    text, word = match.string, match.group()
    if word in SPELT_IPA and not _is_word(match):
        return Said(word, SPELT_IPA[word])
    if len(word) < 2 or not (_is_shouted(text) or match.start() < _dateline_end(text) or _is_in_a_run(match)):
        return None
    is_place = match.start() < _dateline_end(text)
    if is_place and _is_part_of_place(match):
        return word.capitalize()
    return _said(word, is_place=is_place, is_first=not text[: match.start()].strip())


def _is_part_of_place(match: re.Match[str]) -> bool:
    """Whether three letters are a word of a place of several: DIR YASSIN, BOR COUNTY; not of PORTLAND, ORE."""
    text, word = match.string, match.group()
    if len(word) != 3 or word in INITIALISMS or word in SPELT_IPA or not VOWEL.search(word):
        return False
    if word in SMALL_IN_NAMES or text[: match.start()].rstrip().endswith(","):
        return False
    others = [other for other in WORD.findall(text[: _dateline_end(text)]) if other != word]
    return any(len(other) > 3 and _is_plain(other) for other in others)


def _title(match: re.Match[str]) -> str | None:
    """MR HILL, ST. LOUIS."""
    text = match.string
    is_place = match.start() < _dateline_end(text)
    return TITLES[match.group(1)] if is_place or _is_shouted(text) or _is_in_a_run(match) else None


def _is_word(match: re.Match[str]) -> bool:
    """Whether us, it or who stands in capitals: in a line of capitals, or among capital words."""
    text, word = match.string, match.group()
    if not (_is_shouted(text) or _is_in_a_run(match)):
        return False
    before, after = text[: match.start()], text[match.end() :]
    if word == "ERA":
        return True
    if word == "US":
        return bool(PRONOUN_BEFORE.search(before)) or not after.strip(" .,!?:;\"'”’")
    return not (TECHNICAL if word == "IT" else SAYS).match(after)


def _said(word: str, *, is_place: bool, is_first: bool) -> str | None:
    """A capital word in the letters of a word; None where it is spelt or known as it is."""
    bare = word.removesuffix("'S").removesuffix("’S")
    if bare in INITIALISMS or not VOWEL.search(bare):
        return None
    if is_place and not is_first and bare in SMALL_IN_NAMES:
        return word.lower()
    if len(bare) < 4:
        if is_place and bare in PLACE_WORDS:
            return word.capitalize()
        return word.lower() if bare in SHORT_WORDS else None
    return "-".join(_capitalized(part) for part in word.split("-"))


def _capitalized(word: str) -> str:
    """N'DJAMENA, O'NEILL, MCDONALD, AL (of AL-BALAH), NATION'S."""
    if word in ("AL", "EL", "DE", "DU", "SUR", "AU", "EN", "LE", "LA"):
        return word.lower()
    head, mark, tail = word.replace("’", "'").partition("'")
    if mark and len(head) == 1:
        return f"{head}'{tail.capitalize()}"
    if word.startswith("MC") and len(word) > 5:
        return f"Mc{word[2:].capitalize()}"
    return word.capitalize()


def _is_in_a_run(match: re.Match[str]) -> bool:
    """Whether another capital word that is one stands next to it: BREAKING NEWS, LOS ANGELES."""
    text = match.string
    before = re.search(
        r"(?:^|[^\w'’-])([A-ZÀ-ÖØ-Þ]['’A-ZÀ-ÖØ-Þ-]+)[\s:,]{1,2}$", text[max(0, match.start() - 24) : match.start()]
    )
    after = re.match(r"[\s:,]{1,2}([A-ZÀ-ÖØ-Þ]['’A-ZÀ-ÖØ-Þ-]+)(?![\w'’-])", text[match.end() : match.end() + 24])
    return any(each and _is_plain(each.group(1)) for each in (before, after))


def _is_plain(word: str) -> bool:
    return (
        word not in INITIALISMS
        and word not in SPELT_IPA
        and bool(VOWEL.search(word))
        and (len(word) > 3 or word in SHORT_WORDS)
    )


@lru_cache(maxsize=16)
def _is_shouted(text: str) -> bool:
    """Whether a line of two words or more is in capitals; asked for each of its words, so the answer is kept."""
    if text.upper() != text:
        return False
    words = [word for word in WORD.findall(text) if len(word) > 1]
    known = [word for word in words if _is_plain(word) or word in INITIALISMS or word in SPELT_IPA]
    return len(known) > 1 and any(map(_is_plain, known))


@lru_cache(maxsize=16)
def _dateline_end(text: str) -> int:
    """Where the place of a dateline ends; 0 where there is none."""
    match = DATELINE.match(text)
    return match.end("place") if match else 0


RULES = (
    Rule(
        "capital-title", re.compile(rf"(?=[DFMS])(?<!\w)({'|'.join(TITLES)})\.?(?=\s[A-ZÀ-ÖØ-Þ]{{2}})"), _title, "MDSF"
    ),
    Rule("capitals", WORD, _speak, "ABCDEFGHIJKLMNOPQRSTUVWXYZÀÁÂÄÅÉÈÖØÜ"),
)
