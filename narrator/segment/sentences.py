"""Text -> sentences: sentencex on a view without quotation marks, then joins and splits of our own. Linear."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

WINDOW = 20_000
"""Characters that are looked at together: a longer text is cut at a space, so that no input is slow."""
VIEW = str.maketrans(dict.fromkeys('"“”„«»‘()[]{}', " "))
"""Quotation marks and brackets hide sentence ends from the splitter."""
CLOSERS = "\"”’»)]}'"
OPENERS = "\"“„«‘([{'"
INITIAL = re.compile(r"(?:^|[\s(\"“„«‘'.-])[A-ZÀ-ÖØ-ÞЀ-Я]\.$")
DOTTED = re.compile(r"(?:\b[^\W\d_]\.){2,}$")
LAST_WORD = re.compile(r"([^\s\"“„«‘(\[]+?(?:\.\s?[^\W\d_]{1,3})*)\.$")
LIST_NUMBER = re.compile(r"^\s*(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.)]$")
TERMINAL = re.compile(r"[.!?…。！？।؟۔]")
ZONES = re.compile(
    r"^(?:[ECMP][SD]?T|GMT|UTC|CET|CEST|BST|local|Eastern|Central|Pacific|Mountain|Kyiv|Moscow|London)\b"
)
GLUED = re.compile(r"(?<=[a-zà-ÿ\d)”’\"])([.!?])(?=[\"“‘]?[A-ZÀ-ÖØ-Þ][a-zà-ÿ]{2,} )")
SENTENCE_STARTERS = frozenset(
    [
        "The",
        "A",
        "An",
        "He",
        "She",
        "It",
        "They",
        "We",
        "I",
        "You",
        "This",
        "That",
        "These",
        "Those",
        "There",
        "But",
        "And",
        "In",
        "On",
        "At",
        "As",
        "If",
        "When",
        "While",
        "For",
        "His",
        "Her",
        "Its",
        "Their",
        "Our",
        "My",
        "Not",
        "No",
        "So",
        "Yet",
        "After",
        "Before",
        "Since",
        "Some",
        "Many",
        "Most",
        "More",
        "One",
        "What",
        "Who",
        "Why",
        "How",
        "However",
        "Although",
        "Because",
        "Last",
    ]
)


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """Of one language and of English; lower case, without the last stop."""

    titles: frozenset[str]
    months: frozenset[str]
    before_number: frozenset[str]
    inside: frozenset[str]
    before_capital: frozenset[str]


@lru_cache(maxsize=16)
def abbreviations(language: str) -> Abbreviations:
    """The table for a primary language subtag."""
    tables = tomllib.loads(files("narrator.segment").joinpath("abbreviations.toml").read_text(encoding="utf-8"))
    own = tables.get(language, {})
    english = tables["en"] if language == "en" or not own else {}
    return Abbreviations(
        *(
            frozenset([*own.get(name, ()), *english.get(name, ())])
            for name in ("titles", "months", "before_number", "inside", "before_capital")
        )
    )


def sentences(text: str, language: str) -> list[str]:
    """The sentences of one paragraph, with all their spaces: joined they are ``text`` again.

    Args:
        text: one block; line breaks end a sentence.
        language: BCP 47.
    """
    primary = language.lower().replace("_", "-").split("-")[0] or "en"
    known = abbreviations(primary)
    out: list[str] = []
    for line in text.splitlines(keepends=True):
        for window in _windows(line):
            cuts = _cuts(window, primary, known)
            out.extend(window[start:end] for start, end in zip([0, *cuts], [*cuts, len(window)], strict=True))
    return _spaces_joined([each for each in out if each])


def _windows(line: str) -> list[str]:
    """A line in pieces of at most ``WINDOW`` characters, cut behind a space."""
    pieces = []
    while len(line) > WINDOW:
        space = line.rfind(" ", WINDOW // 2, WINDOW) + 1 or WINDOW
        pieces.append(line[:space])
        line = line[space:]
    return [*pieces, line]


def _cuts(text: str, language: str, known: Abbreviations) -> list[int]:
    """Where the second and later sentences begin."""
    found = sorted(set(_raw_cuts(text, language)) | {match.end() for match in GLUED.finditer(text)})
    moved = sorted({_after_closers(text, cut) for cut in found})
    out: list[int] = []
    start = 0
    for cut in moved:
        if 0 < cut < len(text) and not _joins(text, start, cut, known):
            out.append(cut)
            start = cut
    return out


def _raw_cuts(text: str, language: str) -> list[int]:
    """The splitter's own: sentencex, or our fall-back where it has no wheel."""
    view = text.translate(VIEW)
    try:
        from sentencex import segment
    except ImportError:
        return [match.end() for match in re.finditer(r"[.!?…。！？।؟۔]+\s+", view)]
    cuts, at = [], 0
    for sentence in segment(language, view):
        begin = view.find(sentence.strip(), at) if sentence.strip() else -1
        at = (begin if begin >= 0 else at) + len(sentence.strip())
        cuts.append(at)
    return [len(text[:cut]) for cut in cuts if cut < len(text)]


def _after_closers(text: str, cut: int) -> int:
    """A cut moved to the first character of the next sentence: behind closing marks and spaces."""
    while cut > 0 and text[cut - 1].isspace():
        cut -= 1
    # An opening mark before the cut belongs to the next sentence.
    while cut > 1 and text[cut - 1] in OPENERS and text[cut - 2].isspace():
        cut -= 1
        while cut > 0 and text[cut - 1].isspace():
            cut -= 1
    while cut < len(text) and text[cut] in CLOSERS + ".!?…":
        cut += 1
    while cut < len(text) and text[cut].isspace():
        cut += 1
    return cut


def _joins(text: str, start: int, cut: int, known: Abbreviations) -> bool:
    """Whether what lies before and after the cut is one sentence."""
    before = text[max(start, cut - 80) : cut].rstrip()
    after = text[cut : cut + 60]
    if LIST_NUMBER.match(text[start:cut].strip()) if cut - start < 8 else False:
        return True
    bare = before.rstrip(CLOSERS)
    head = after.lstrip(OPENERS + " ")
    closed = len(bare) < len(before)
    if not TERMINAL.search(bare[-1:]) and not bare.endswith(":"):
        return not text[start:cut].endswith(("\n", "\r"))
    if head[:1].islower() and not head[:6].startswith(("iPhone", "iPad", "eBay", "iOS")):
        return not bare.endswith(("…", "...")) or closed
    return bare.endswith(".") and _abbreviated(bare, head, known, closed=closed)


def _abbreviated(bare: str, head: str, known: Abbreviations, *, closed: bool) -> bool:
    """Whether the stop at the end of ``bare`` belongs to a short form that the next words go on from."""
    match = LAST_WORD.search(bare)
    word = match.group(1).lower() if match else ""
    last = word.split()[-1] if word else ""
    names = {word, last, word.rsplit("-", 1)[-1]}
    first = re.match(r"[\w'’]+", head)
    next_word = first.group() if first else ""
    if closed and last not in known.titles:
        return False
    if names & known.titles and next_word[:1].isupper() and last not in ("sr", "jr"):
        return True
    if head[:1].isdigit() and (names & known.months or names & known.before_number):
        return True
    if names & known.inside:
        return next_word not in SENTENCE_STARTERS or last in ("vs", "e.g", "i.e", "z.b", "cf", "v")
    if last in ("a.m", "p.m"):
        return bool(ZONES.match(head))
    if names & known.before_capital or DOTTED.search(bare):
        return next_word[:1].isupper() and next_word not in SENTENCE_STARTERS
    return bool(INITIAL.search(bare)) and next_word[:1].isupper() and next_word not in SENTENCE_STARTERS


def _spaces_joined(pieces: list[str]) -> list[str]:
    """White space alone is no sentence: it goes to the one before."""
    out: list[str] = []
    for piece in pieces:
        if out and (not piece.strip() or not out[-1].strip()):
            out[-1] += piece
        else:
            out.append(piece)
    return out
