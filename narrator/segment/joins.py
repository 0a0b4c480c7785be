"""Whether two stretches of text are one sentence: short forms, quotations, addresses, and what begins behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import lru_cache

from narrator.languages import tables

CLOCK_PHRASE = re.compile(
    r"^\W*(?:(?:Just|Shortly|Only)\s)?(?:At|By|Around|About|Before|After|Until|From|Since|On|before|after)\s(?:\w+\s){0,3}"
    r"\d{1,2}(?::\d\d)?\s?[apAP]\.?\s?[mM]\.\s*$"
)
"""A time of day alone is no sentence: "At 5 p.m. Holt left"."""
LAST_MARK = re.compile(r"(?:\[\d{1,3}\]|\d{1,3})(?:[,\s]{1,2}(?:\[\d{1,3}\]|\d{1,3})){0,5}\s{0,99}\Z")
"""The mark of a footnote with a space before it, at the very end."""
RULE_END = re.compile(r"\s([*#_=~+-])\1{1,40}$")
REFERENCES = re.compile(r"(?:\[\w{1,8}\]){1,9}$")
INITIAL = re.compile(r"(?:^|[\s(\"“„«‘'.-])([A-ZÀ-ÖØ-ÞЀ-Я])\.$")
DOTTED = re.compile(r"(?:\b[^\W\d_]\.){2,}$")
LAST_WORD = re.compile(r"([^\s\"“„«‘(\[]+?(?:\.\s?[^\W\d_]{1,3})*)\.$")
LIST_NUMBER = re.compile(r"^\s*(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})(?:[.)]|\.\))$")
WORD = re.compile(r"[\w'’]+")
TERMINAL = ".!?…。！？।؟۔．።፧"
NO_CASE = re.compile(r"[。！？।؟۔．።፧]")
"""Marks behind which no space is needed."""
ADDRESS = re.compile(r"://|www\.|@|\.(?:html?|php|aspx?)\?", re.IGNORECASE)
GLUED = re.compile(
    r"(?<=[a-zà-ÿ\d)”’\"])[.!?](?!(?:Com|Org|Net|Edu|Gov|Co|Io|Md|Js)\b)"
    r"(?=[\"“‘]?[A-ZÀ-ÖØ-Þ][a-zà-ÿ]{1,40}(?:[’'][a-z]{1,2})?[ .,])"
)
"""A stop with no space behind it, before a word with a capital that is no end of an address."""
SPEAKER = re.compile(
    r"(?:[A-ZÀ-ÖØ-ÞЀ-Я][\w.'’-]{0,24}\s){1,4}?(?P<verb>[^\W\d_A-ZÀ-ÖØ-ÞЀ-Я][^\W\d_]{2,14})\b(?!\s(?:nothing|no one)\b)"
)
WIDE_SAID = re.compile(
    r"[とってはがをにのもや、，などで]|[他她它我你您们們]{0,2}\S{0,6}?(?:说|道|问|喊|答|称|写|表示|說|問|稱)"
)
"""What goes on behind a quotation in Japanese and Chinese: the particle that quotes, who said it."""
NO_BEGINNING = re.compile(r"(?!\.{3}[^\W\d_])[,;:.!?»]")
"""Marks that begin no sentence; three dots before a letter do: "Het was raak. ...en toen barste de hel los."."""
VERSE = re.compile(r"[^\"”»]{1,200}?\s/\s[^\"”»]{1,200}?\s/\s")
VERSE_OPEN = re.compile(r"[\"“«„][^\"”»]*$")
HEAD_INITIAL = re.compile(r"[А-ЯЁІЇЄҐ]\.\s?[А-ЯЁІЇЄҐ]")
"""The second initial of a Cyrillic name, where И, А and В are words too: А. И. Семенов."""
CLOSERS = "\"'”’»«)]}`“‘"
OPENERS = "\"'“„«‘([{`”»‚"


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """Of one language; lower case, without the last stop (see the file)."""

    titles: frozenset[str]
    places: frozenset[str]
    months: frozenset[str]
    before_number: frozenset[str]
    inside: frozenset[str]
    nowhere: frozenset[str]
    before_capital: frozenset[str]
    after_clock: frozenset[str]
    units: frozenset[str]
    ends: frozenset[str]
    lettered: frozenset[str]
    marked: frozenset[str]
    words: frozenset[str]
    small: frozenset[str]
    ordinals: frozenset[str]
    ordered: frozenset[str]
    starters: frozenset[str]
    speech: frozenset[str]


@lru_cache(maxsize=16)
def abbreviations(language: str) -> Abbreviations | None:
    """The table for a language (BCP 47); None where it has none."""
    if (own := tables.table(language, "abbreviations")) is None:
        return None
    return Abbreviations(*(frozenset(own.get(field.name, ())) for field in fields(Abbreviations)))


def _in_verse(text: str, start: int, cut: int) -> bool:
    """Whether a cut lies inside a quoted verse: "Ei fu. Siccome immobile / dato il mortal sospiro / …"."""
    return " / " in text and VERSE.match(text, cut) is not None and VERSE_OPEN.search(text[start:cut]) is not None


def _is_part(text: str, start: int, cut: int) -> bool:
    """Whether what lies before a cut is no sentence, whatever follows: no word, the number of a list, half a verse."""
    if not any(map(str.isalnum, text[start:cut])) or goes_on(text, cut) or _in_verse(text, start, cut):
        return True
    return cut - start < 9 and LIST_NUMBER.match(text[start:cut].strip()) is not None


def joins(text: str, start: int, cut: int, known: Abbreviations, *, calm: bool) -> bool:
    """Whether what lies before and after a cut is one sentence.

    Args:
        text: a window.
        start: where the sentence before the cut begins.
        cut: where the next one would begin.
        known: the language's words.
        calm: whether the text is written without capitals.
    """
    if _is_part(text, start, cut):
        return True
    after = text[cut : cut + 60]
    head = after.lstrip(OPENERS + " -–—")
    bare, closed = _end(text[max(start, cut - 80) : cut])
    if bare[-1:] not in {*TERMINAL, ":"}:
        return True
    if text[cut - 1] in ".!?" and not GLUED.match(text, cut - 1):
        return True
    if NO_BEGINNING.match(head) or _in_address(text, cut) or _cites(after, closed=closed):
        return True
    if CLOCK_PHRASE.match(text[start:cut]) or (bare[-1] == "." and LAST_MARK.match(text, cut)):
        return True
    if head[:1].islower() and not head[:6].startswith(("iPhone", "iPad", "eBay", "iOS")):
        return not (calm and _plain_end(bare, known)) and not (bare[-1] in "!?" and after.startswith("["))
    if bare[-1] in "!?" and closed:
        return _is_said(head, known)
    if bare[-1] in "!?":
        return bare.split()[-1].lower() in known.marked and first(head) not in known.starters
    return bare.endswith(".") and _abbreviated(bare, head, known, closed=closed)


def goes_on(text: str, cut: int) -> bool:
    """Whether no sentence ends at a cut, in any language: inside a number, before who said what was quoted."""
    if text[cut - 1] in ".．" and text[cut - 2 : cut - 1].isdigit() and text[cut : cut + 1].isdigit():
        return True
    return text[cut - 1 : cut] in tuple("」』”’") and WIDE_SAID.match(text, cut) is not None


def _is_said(head: str, known: Abbreviations) -> bool:
    """Whether behind a quotation stands who said it: "Petra asked", "Mayor Quist asked", "Dr. Holm called"."""
    match = SPEAKER.match(head)
    if not match or not known.speech or first(head) in known.starters:
        return False
    return match.group("verb").lower() in known.speech


def _end(before: str) -> tuple[str, bool]:
    """What stands before a cut up to its stop, and whether marks that close or references came behind it."""
    whole = before.rstrip()
    bare = RULE_END.sub("", whole).rstrip(CLOSERS + " ")
    if bare[-1:] not in TERMINAL:
        bare = REFERENCES.sub("", whole).rstrip(CLOSERS)
    return bare, len(bare) < len(whole)


def _in_address(text: str, cut: int) -> bool:
    """Whether a cut without a space lies inside an address of the web."""
    if text[cut - 1].isspace() or NO_CASE.match(text[cut - 1]):
        return False
    left = max(text.rfind(" ", max(0, cut - 200), cut), max(0, cut - 200) - 1) + 1
    right = text.find(" ", cut, cut + 200)
    return ADDRESS.search(text[left : right if right >= 0 else cut + 200]) is not None


def _cites(after: str, *, closed: bool) -> bool:
    """Whether a bracket follows a closing quotation mark, and the stop comes behind it: who is quoted."""
    return closed and re.match(r"\([^().!?]{1,50}\)[.!?]", after) is not None


def _plain_end(bare: str, known: Abbreviations) -> bool:
    """Whether a sentence without capitals may end there: no short form."""
    match = LAST_WORD.search(bare)
    word = match.group(1).lower() if match else ""
    listed = known.titles | known.places | known.months | known.inside | known.nowhere | known.before_number
    return not bare.endswith(("…", "...")) and (
        bare[-1] in "!?" or (len(word) > 2 and word not in listed and "." not in word)
    )


def first(head: str) -> str:
    """The first word, with a plain apostrophe."""
    found = WORD.match(head)
    return found.group().replace("’", "'") if found else ""


def _names(word: str, last: str) -> set[str]:
    """The forms under which a short form may stand in the table: l'art is art, Kerkstr is str."""
    street = {"str"} if last.endswith("str") else set()
    return {word, last, word.rsplit("-", 1)[-1], last.replace("’", "'").rsplit("'", 1)[-1], *street}


def _abbreviated(bare: str, head: str, known: Abbreviations, *, closed: bool) -> bool:
    """Whether the stop at the end of ``bare`` belongs to a short form that the next words go on from."""
    match = LAST_WORD.search(bare)
    written = match.group(1) if match else ""
    word = written.lower()
    last = word.split()[-1].lstrip("-–") if word else ""
    names = _names(word, last)
    following = first(head)
    begins = following in known.starters and not (len(word) == 1 and HEAD_INITIAL.match(head))
    capital = following[:1].isupper() and not begins
    shown = not known.after_clock or written[:1].isupper() or "." in word
    if names & known.nowhere or f"{last}. {following.lower()}" in known.before_capital | known.inside:
        return True
    if closed and last not in known.titles:
        return False
    if names & known.titles:
        return (following[:1].isupper() or following[:1].isdigit()) and shown
    numbered = re.search(r"\d[\s-]?$", bare[: -len(written) - 1]) is not None if written else False
    if head[:1].isdigit():
        counted = names & (known.months | known.before_number) or (numbered and names & known.units)
        return bool(counted) or (shown and bool(names & known.places))
    if last in ("a.m", "p.m", "a. m", "p. m"):
        return following in known.after_clock
    if last.isdigit():
        return _ordinal(bare, following, known)
    if (numbered and names & known.units) or names & known.ends:
        return False
    if names & known.inside:
        return not begins
    if (shown and names & (known.before_capital | known.places)) or DOTTED.search(bare):
        return capital
    return _initial(bare, known) and capital


def _initial(bare: str, known: Abbreviations) -> bool:
    """Whether a single letter before the stop is a name's initial, not a mark or the pronoun."""
    found = INITIAL.search(bare)
    if not found:
        return False
    before = bare[: found.start(1)].split()[-1:] or [""]
    return before[0].lower() not in known.lettered and not (found.group(1) == "I" and before[0][:1].islower())


def _ordinal(bare: str, following: str, known: Abbreviations) -> bool:
    """Whether a number with a stop is an ordinal, where a language writes them so."""
    if not known.ordinals:
        return False
    before = re.sub(r"[\d.\s–-]+$", "", bare).split()[-1:] or [""]
    number = re.search(r"(\d+)\.$", bare)
    small = number is not None and len(number.group(1)) <= 2
    return following.lower() in known.ordered or (small and before[0].lower() in known.ordinals)
