"""What stands around the headline: who wrote it, and when. For pages that do not say so in their head."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from narrator.extract.by_wording import at_edge
from narrator.extract.cuts import Cut
from narrator.extract.dates import written
from narrator.extract.line import Line
from narrator.extract.wording import Phrases, plain

NAME = r"[A-ZÀ-ÞЀ-ЯҐЄІЇ][\w.'’-]*(?:\s(?:[A-ZÀ-ÞЀ-ЯҐЄІЇ][\w.'’-]*|de|van|von|der|den|la|el|bin|al|da|di)){1,3}"
NAMES = re.compile(rf"{NAME}(?:\s?(?:,|&|\band\b|\bund\b|\bet\b|\by\b|\bта\b|\bі\b)\s?{NAME})*(?!\s?[^\W\d_A-ZÀ-ÞЀ-Я])")
ABOVE = 3
REACH = 8
"""Lines under the headline that are looked at."""
PROSE_WORDS = 25
FURNITURE_WORDS = 18
EVENT = frozenset(["date", "datum", "fecha", "дата"])
"""What heads a row of a table of facts: the date of what happened, not of who wrote of it."""
LOOSE = frozenset(["from", "aus", "de"])
"""Words that stand before names of many kinds."""


@dataclass(frozen=True, slots=True)
class Lead:
    """What was found around a headline; empty where nothing says so."""

    byline: str = ""
    published: str | None = None
    modified: str | None = None


def lead(lines: Sequence[str], title: str, known: Phrases) -> Lead:
    """The byline and the dates around a headline, wherever that stands on the page first with them."""
    heads = [index for index, line in enumerate(lines) if title and plain(line) == plain(title)]
    found = [around(lines, index, known) for index in heads]
    return next((each for each in found if each != Lead()), Lead())


def around(lines: Sequence[str], index: int, known: Phrases) -> Lead:
    """What stands under the headline at ``index``, and, where nothing does, right above it."""
    title = lines[index]
    below = [line.removeprefix(title) if line != title else line for line in lines[index + 1 : index + 1 + REACH]]
    found = under(below, known)
    above = under(lines[max(0, index - ABOVE) : index], known)
    return Lead(found.byline or above.byline, found.published or above.published, found.modified or above.modified)


def under(lines: Sequence[str], known: Phrases) -> Lead:
    """The byline and the dates in lines between a headline and the text."""
    byline, published, modified = "", None, None
    row = ""
    for text in lines:
        line = Line(text)
        if line.is_sentence and line.words >= PROSE_WORDS:
            break
        of_event, row = row in EVENT, line.plain
        if of_event:
            continue
        if line.is_sentence or line.words > FURNITURE_WORDS:
            continue
        for part in re.split(r"\s+[|·•–—-]\s+|\s{2,}", text.strip()):
            each = Line(part)
            byline = byline or name(part, known)
            day = written(part) if _tells_when(each, known) else None
            if day and any(word in known.changed for word in each.plain.split()):
                modified = modified or day
            elif day:
                published = published or day
    return Lead(byline, published, modified)


def _tells_when(line: Line, known: Phrases) -> bool:
    """Whether a line is a date, a byline with one, or begins as such lines do."""
    if line.plain.split(" ")[0] in EVENT:
        return False
    return at_edge(line, known) is not None or bool(name(line.text, known))


def name(text: str, known: Phrases) -> str:
    """The names in a byline, after "by"; empty where what stands there is not surely names."""
    for word in known.byline:
        begin = re.search(rf"(?:^|\s){re.escape(word)}\s(?=\S)", text, re.IGNORECASE) if word not in LOOSE else None
        found = NAMES.match(text, begin.end()) if begin else None
        if not begin or not found or known.date_words & set(plain(found.group()).split()):
            continue
        before = text[: begin.start()].strip()
        if not before or at_edge(Line(before), known) is Cut.DATE or (written(before) and len(before.split()) <= 6):
            return found.group()
    return ""
