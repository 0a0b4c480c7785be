"""What the page shows that agrees with what a line's words suggest.

Wording alone cuts no prose: "(R)" ends a sentence about a party as well as the credit of a picture, "Log in" begins a step
as well as an ask. A picture beside it, links, a box or a form of its own, or small slanted print have to say so too.
"""

from __future__ import annotations

from typing import Any

from narrator.extract.by_wording import is_plain_ask
from narrator.extract.cuts import Cut
from narrator.extract.html import captions
from narrator.extract.html.measures import HEADINGS
from narrator.extract.html.names import is_part, names
from narrator.extract.html.page import PageTable
from narrator.extract.line import Line

SHORT_CREDIT = 14
"""Words of the longest credit that is no sentence."""
LINKED = 0.5
SOME_LINKS = 0.12
"""Share of links in an ask that leads somewhere."""
PICTURES = ("img", "picture", "figure", "video", "iframe", "amp-img", "svg")
SMALL = ("em", "i", "small", "cite")
SELDOM_PROSE = frozenset([Cut.EMPTY, Cut.AI_LABEL, Cut.FOOTER, Cut.COUNTER, Cut.DATE, Cut.BYLINE, Cut.HEADLINE_ECHO])
"""Cuts of lines that are no prose: their words are enough."""


def agrees(page: PageTable, index: int, cut: Cut) -> bool:
    """Whether the page's structure agrees that a line is what its words suggest."""
    line = page.lines[index]
    if cut in SELDOM_PROSE or line.element is None or not _is_prose(line, page):
        return True
    if cut is Cut.CREDIT:
        return _is_at_picture(line)
    if cut is Cut.READ_MORE:
        return line.link_share >= LINKED or (line.link_share > 0 and not line.is_sentence)
    if cut is Cut.INTERFACE:
        return line.link_share >= LINKED or _is_alone_in_list(page, index)
    if cut is Cut.ASK:
        is_own = line.element.tag not in HEADINGS and line.element.tag != "li" and is_plain_ask(line, page.phrases)
        return is_own or line.link_share >= SOME_LINKS or _is_slanted(line)
    return line.link_share >= SOME_LINKS


def _is_prose(line: Line, page: PageTable) -> bool:
    """Whether a line stands as the article's own lines do: a paragraph, heading or item in its boxes, and in none of its own."""
    element = line.element
    if element.tag in HEADINGS or element.tag in ("li", "dt", "dd", "blockquote"):
        is_line = True
    else:
        is_line = line.is_sentence or (line.words > SHORT_CREDIT and element.tag not in ("td", "th"))
    return is_line and not is_part(element.get("class") or "") and not any(True for _ in _own_boxes(line, page))


def _own_boxes(line: Line, page: PageTable) -> Any:
    """Boxes around a line, and around no paragraph of the article."""
    if page.span is None:
        return ()
    return (each for each in page.boxes.foreign(line) if each is not line.element and each.tag not in names()["lines"])


def _is_at_picture(line: Line) -> bool:
    """Whether a picture stands in a line's element or right beside it, or its element is named a caption."""
    if captions.is_in_caption(line) or _is_slanted(line):
        return True
    element = line.element
    if any(True for _ in element.iter(*PICTURES)):
        return True
    for beside in (element.getprevious(), element.getnext()):
        if beside is not None and (beside.tag in PICTURES or _is_picture_alone(beside)):
            return True
    parent = element.getparent()
    only = parent is not None and parent.tag not in ("article", "main", "body", "section") and len(parent) <= 3
    return only and any(True for _ in parent.iter(*PICTURES))


def _is_picture_alone(element: Any) -> bool:
    has_picture = next(element.iter(*PICTURES), None) is not None
    return has_picture and not "".join(element.itertext()).strip()


def _is_slanted(line: Line) -> bool:
    """Whether all of a line is in small or slanted print."""
    if line.element.tag in SMALL:
        return True
    inside = "".join(text for each in line.element.iter(*SMALL) for text in each.itertext())
    return bool(inside.strip()) and inside.split() == line.text.split()


def _is_alone_in_list(page: PageTable, index: int) -> bool:
    """Whether an interface word is an item among others that are cut: a bar of buttons rather than a list of the article."""
    line = page.lines[index]
    if line.element.tag in HEADINGS:
        following = index + 1
        return following >= len(page.lines) or not page.is_read(following)
    return line.element.tag == "li" and not page.boxes.holds(line)
