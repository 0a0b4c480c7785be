"""Captions of pictures and what embeds leave in a pasted page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrator.extract.by_wording import AGENCY_TAIL
from narrator.extract.cuts import Cut
from narrator.extract.line import Line
from narrator.extract.pasted.runs import is_headline
from narrator.extract.pasted.table import TIME_CODE, PastedTable, prose_of
from narrator.extract.table import Verdicts

POSTED_BY = re.compile(r"^[—–―-]{1,2}\s?(?P<name>.{2,60}?)\s\(@\w{1,30}\)")
CAPTION_WORDS = (6, 30)
CREDITED_WORDS = 60
"""Words of the longest caption: those of works of art name the work, its matter, its size and its owner."""
SEEN = re.compile(
    r",\s(?:seen|pictured|shown|photographed|hier|gesehen|vu|visto|vista)\b|\b(?:seen|pictured|shown|photographed) (?:from|at|in|on|here|with)\b",
    re.IGNORECASE,
)
OF_PERSON = re.compile(
    r"(?P<name>[A-ZÀ-ÞЀ-Я][\w'’-]+(?:\s[A-ZÀ-ÞЀ-Я][\w'’.-]+){1,3}),?\s(?:with|at|in|on|during|outside|inside|near|beside|after|before|mit|bei|vor|im|am|"
    r"avec|devant|dans|lors|con|en|durante|під|біля|з|у)\s"
)


def embeds(table: PastedTable) -> Verdicts:
    """Who posted an embedded post, and when."""
    lines = table.lines
    for index, line in enumerate(lines):
        if POSTED_BY.search(line.text.strip()):
            yield index, Cut.EMBED


def credited(table: PastedTable) -> Verdicts:
    """Captions that end with who gave the picture, behind their sentence."""
    for index, line in enumerate(table.lines):
        if line.words <= CREDITED_WORDS and AGENCY_TAIL.search(line.text.strip()):
            yield index, Cut.CAPTION


def captions(table: PastedTable) -> Verdicts:
    """Captions by what stands beside them: the same line again, a credit, a time code."""
    lines, cuts = table.lines, table.cuts
    for index, line in enumerate(lines):
        after = cuts[index + 1] if index + 1 < len(lines) else None
        if index and TIME_CODE.fullmatch(lines[index - 1].text.strip()) and not line.is_sentence:
            yield index, Cut.CAPTION
        if after is Cut.CREDIT and is_headline(line) and line.words >= 6 and ":" not in line.text:
            yield index, Cut.CAPTION
        if line.words < 8:
            continue
        for other in range(index + 1, min(index + 4, len(lines))):
            if _same_start(line, lines[other]):
                credited = Cut.CREDIT in cuts[max(0, index - 2) : other + 4]
                yield other, Cut.CAPTION if credited else Cut.TWICE
                if credited or is_headline(line):
                    yield index, Cut.CAPTION if credited else Cut.RELATED


def _same_start(line: Line, other: Line) -> bool:
    """Whether two lines are one, or one breaks off where the other goes on."""
    short, long = sorted((len(line.plain), len(other.plain)))
    return short >= 0.7 * long and line.plain[: int(0.7 * long)] == other.plain[: int(0.7 * long)]


def bare_captions(table: PastedTable) -> Verdicts:
    """Captions without a credit: a line between two paragraphs that is no sentence and tells what is to be seen."""
    lines, cuts = table.lines, table.cuts
    for index in range(1, len(lines) - 1):
        line = lines[index]
        if cuts[index] or line.is_sentence or not CAPTION_WORDS[0] <= line.words <= CAPTION_WORDS[1]:
            continue
        is_between = all(prose_of(lines[near], cuts[near]) for near in (index - 1, index + 1))
        if is_between and (SEEN.search(line.text) or _is_of_person(line, lines, index)):
            yield index, Cut.CAPTION


def _is_of_person(line: Line, lines: Sequence[Line], index: int) -> bool:
    """Whether a line begins with a name that a paragraph of the text says too, and goes on with where or with what."""
    match = OF_PERSON.match(line.text)
    return match is not None and any(match["name"] in each.text for at, each in enumerate(lines) if at != index)
