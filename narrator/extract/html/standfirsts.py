"""The summary below a headline, the key points, and the first paragraph where it stands in an element of its own."""

from __future__ import annotations

import re

from narrator.extract.cuts import Cut
from narrator.extract.html.article_boxes import Boxes
from narrator.extract.html.measures import HEADINGS, LINKS, PROSE
from narrator.extract.html.page import PageTable, Span
from narrator.extract.line import Line
from narrator.extract.table import Verdicts
from narrator.extract.wording import plain
from narrator.languages import scripts

TITLE_PARTS = re.compile(r"\s+[|–—·•»-]\s+")
TITLE_WORDS = 4
"""Words from which a part of a page's title is its headline rather than its site."""
STANDFIRST_WORDS = 6
"""Words from which a line below the headline is a standfirst rather than the name of a section."""
OPENING = re.compile(r"summary|(?:^|[-_])(?:intro|lead|lede|introduction|opening)(?:$|[-_])", re.I)
STANDFIRST = re.compile(
    r"stand-?first|sub-?title|sub-?head(?:line)?$|strap-?line|excerpt|(?:^|[-_])(?:dek|deck|kicker)(?:$|[-_])", re.I
)
PULLED = 20
"""Letters from which a repeated summary is one."""


def standfirsts(page: PageTable) -> Verdicts:
    """The summary below the headline, and the key points: read as blocks of their own kind, or left out.

    A short line there that no class names is a label, and is left out; so is what the body says again.
    """
    span = page.span
    if span is None:
        return
    headline = _headline(page, span)
    body = [line.letters for index, line in enumerate(page.lines) if index >= span.first and page.is_read(index)]
    for index in range(span.first):
        line = page.lines[index]
        if index == headline:
            yield index, Cut.HEADLINE_ECHO
        if index == headline or not stands_first(index, line, page.boxes, span):
            continue
        is_named = _is_named(line, STANDFIRST) and index > headline
        is_below = index == headline + 1 and headline >= 0 and line.is_sentence and line.element.tag in ("p", "div")
        is_point = index > headline and (_is_point(line, page.boxes) or _leads_points(page, index))
        is_missed = page.cuts[index] is Cut.OUTSIDE and line.link_share < LINKS and (is_named or is_below or is_point)
        if not page.is_read(index) and not is_missed:
            continue
        is_summary = is_named or (index > headline and scripts.words(line.text) >= STANDFIRST_WORDS)
        if not page.with_standfirst or not (is_summary or line.element.tag == "li" or _leads_list(page, index)):
            yield index, Cut.STANDFIRST
        elif len(line.letters) >= PULLED and any(line.letters in text for text in body):
            yield index, Cut.TWICE
        elif page.at_edge(index) is None:
            if line.element.tag != "li" and (is_named or not _leads_list(page, index)):
                page.standfirsts.add(index)
            yield index, None


def _is_point(line: Line, boxes: Boxes) -> bool:
    """Whether a line above the article is one of its key points: a sentence that is an item, in no furniture."""
    return line.element.tag == "li" and line.is_sentence and boxes.inside_frame(line) and not boxes.is_furniture(line)


def _leads_points(page: PageTable, index: int) -> bool:
    """Whether a heading heads key points."""
    return _leads_list(page, index) and _is_point(page.lines[index + 1], page.boxes)


def _headline(page: PageTable, span: Span) -> int:
    """The line with the headline above the article; -1 where there is none."""
    parts = [plain(part) for part in TITLE_PARTS.split(page.title)]
    names = tuple(part for part in (plain(page.title), *parts) if len(part.split()) >= TITLE_WORDS)
    for index in range(span.first):
        line = page.lines[index]
        if line.element.tag == "h1" or (line.element.tag in HEADINGS and names and line.plain.endswith(names)):
            return index
    return -1


def _leads_list(page: PageTable, index: int) -> bool:
    """Whether a heading heads a list."""
    following = page.lines[index + 1] if index + 1 < len(page.lines) else None
    return page.lines[index].element.tag in HEADINGS and following is not None and following.element.tag == "li"


def stands_first(index: int, line: Line, boxes: Boxes, span: Span) -> bool:
    """Whether a line before the article's first paragraph is a standfirst or a summary of it."""
    if line.element.tag == "h1":
        return False
    if line.element.tag == "li" and index < span.start:
        return True
    is_named, is_above = _is_named(line, STANDFIRST), index <= span.head
    if boxes.holds(line) or boxes.like(line):
        return is_named and (is_above or is_opening(line, boxes))
    if line.element.tag in HEADINGS:
        return is_above or is_named or line.is_sentence or index != span.first - 1
    if index > span.start and boxes.surround(line):
        return is_named
    return is_above or is_named or not line.is_sentence


def is_opening(line: Line, boxes: Boxes) -> bool:
    """Whether a line below the headline and the date is the first paragraph in an element of its own."""
    return (
        line.size >= PROSE
        and line.is_sentence
        and line.link_share < LINKS
        and line.element.tag in ("p", "div")
        and _is_named(line, OPENING)
        and boxes.homes[line.element] in boxes.around
    )


def _is_named(line: Line, name: re.Pattern[str]) -> bool:
    """Whether a class of the line's element, or of the one around it, is such a name."""
    around = line.element.getparent()
    classes = f"{line.element.get('class') or ''} {around.get('class') or '' if around is not None else ''}"
    return any(name.search(each) for each in classes.split())
