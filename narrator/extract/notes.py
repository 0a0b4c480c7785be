"""Lines about the article or the page itself: corrections, who wrote it, errors and log-ins."""

from __future__ import annotations

import re

from narrator.extract.by_wording import LONGEST, QUOTED
from narrator.extract.line import Line
from narrator.extract.wording import Phrases, plain

OFFER_WORDS = 45
"""Words of the longest offer below an article."""
AUTHOR_BIO = re.compile(
    r"^[A-ZÀ-Þ][\w'’.-]+(?:\s[A-ZÀ-Þ][\w'’.-]+){1,3}(?:,?\s(?:is|was|are)\san?\s[^.]{0,60}(?:reporter|journalist|correspondent|writer|editor|columnist|freelance|author|contributor|fellow|producer|photographer|blogger)|\s(?:covers|writes|reports on|lives in|lives with))"
)
REACHED = re.compile(
    r"\b(?:can|may) be (?:reached|contacted|followed)\b.*@"
    r"|^\W*(?:you can )?(?:follow|e-?mail|contact|reach)(?: out to)?"
    r" (?:him|her|them|me|(?:the )?(?:author|reporter|writer)s?|(?-i:[A-Z][\w’'-]+ [A-Z][\w’'-]+))\b.*@",
    re.IGNORECASE,
)
"""An address or a handle to reach who wrote it."""


def is_notice(title: str, known: Phrases) -> bool:
    """Whether a headline is that of a page without an article."""
    return any(re.search(rf"(?<!\w){re.escape(notice)}(?!\w)", plain(title)) for notice in known.notices)


def is_reply(line: Line, known: Phrases) -> bool:
    """Whether a line is what stands with a reader's comment: "Reply", "A reader says"."""
    name = line.plain
    return name in known.replies or (len(name.split()) <= 8 and name.split(" ")[-1] in known.replies)


def is_note(line: Line, known: Phrases) -> bool:
    """Whether a line is a correction or an editor's note."""
    return len(line.text.split()) >= 6 and plain(line.text[:60]).startswith(known.notes)


def is_bio(line: Line, byline: str) -> bool:
    """Whether a line tells who wrote the article, as one under it does."""
    if len(line.text) > LONGEST:
        return False
    named = bool(byline) and line.plain.startswith(plain(byline)) and line.words <= 60
    reached = line.words <= 30 and REACHED.search(line.text) is not None
    return named or reached or (line.words <= 45 and AUTHOR_BIO.search(line.text.strip()) is not None)


def is_teaser(line: Line) -> bool:
    """Whether a line breaks off with an ellipsis outside a quotation, as the text under a related headline does."""
    return bool(re.search(r"(?:…|\.\.\.)\s*$", line.text)) and line.words >= 12


def is_offer(line: Line, known: Phrases) -> bool:
    """Whether a line below an article offers something or asks for tips, outside of quotation marks."""
    outside = QUOTED.sub(" ", line.plain)
    return (
        line.words <= OFFER_WORDS and outside.strip() == line.plain and any(phrase in outside for phrase in known.tails)
    )
