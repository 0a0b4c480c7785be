"""Boxes inside and beside an article that are no part of it: pictures, teasers, asks, readers' comments."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from narrator.extract.by_wording import is_ask
from narrator.extract.cuts import Cut
from narrator.extract.html.article_boxes import ALL_LINK
from narrator.extract.html.captions import is_in_post, is_quoted
from narrator.extract.html.measures import HEADINGS, is_prose
from narrator.extract.html.names import names
from narrator.extract.html.page import PageTable
from narrator.extract.html.tree import size_of
from narrator.extract.line import Line
from narrator.extract.notes import is_reply
from narrator.extract.table import Verdicts
from narrator.languages import scripts

LISTED = 2
"""Items of the shortest list of other articles."""
HEADLINE_WORDS = 5
"""Words of their headlines, on the mean; names of things and of people are shorter."""
HEADING_WORDS = 12
CARDS = 4
"""How many cards make an overview, and how many paragraphs beside each card make an article."""
PICTURED = 3
PICTURED_WORDS = 80
INSET = 1500
"""Characters of the longest box with an ask in it that goes as a whole."""
INNER = 400
"""Characters of the longest box that asks for something and whose paragraph is one of the article's longer ones."""
BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+")


def threads(page: PageTable) -> Iterator[int]:
    """List items that somebody can reply to: they are the readers' comments, whatever the page calls them."""
    items: defaultdict[Any, list[int]] = defaultdict(list)
    for index, line in enumerate(page.lines):
        if (item := next((around for around in line.around[1:] if around.tag == "li"), None)) is not None:
            items[item].append(index)
    for members in items.values():
        if len(members) > 1 and any(is_reply(page.lines[index], page.phrases) for index in members):
            yield from members


def insets(page: PageTable) -> Verdicts:
    """A box inside the article that asks for something or heads another article anywhere in it goes as a whole."""
    if page.span is None:
        return
    boxed: defaultdict[Any, list[int]] = defaultdict(list)
    for index, line in enumerate(page.lines):
        outermost = page.boxes.outermost(line)
        if outermost is not None and outermost.tag not in names()["lines"]:
            boxed[outermost].append(index)
    inner = {home for home in page.boxes.elements if _is_inner(home, page)}
    for index, line in enumerate(page.lines):
        if inner and (home := next((each for each in line.around if each in inner), None)) is not None:
            boxed[home].append(index)
    for outermost, members in boxed.items():
        read = [index for index in members if page.is_read(index)]
        lines = [page.lines[index] for index in members]
        if not read:
            continue
        if is_pictured(outermost, lines):
            yield from ((index, Cut.CAPTION) for index in read)
        if sum(len(line.text) for line in lines) <= INSET and (cut := _cut_of_inset(lines, page)):
            yield from ((index, cut) for index in read)


def _is_inner(box: Any, page: PageTable) -> bool:
    """Whether a short box with something to press is one of the article's only by its words, inside of another of them."""
    boxes = page.boxes
    if box.tag not in ("div", "aside", "section"):
        return False
    if not any(each in boxes.elements for each in box.iterancestors()) or size_of(box, INNER) > INNER:
        return False
    return next(box.iter("a", "button"), None) is not None


def related_lists(page: PageTable) -> Verdicts:
    """Lists in the article whose items are each a link to another page and read as headlines, with what heads them."""
    if page.span is None:
        return
    lists: defaultdict[Any, list[int]] = defaultdict(list)
    for index, line in enumerate(page.lines):
        item = next((each for each in line.around if each.tag == "li"), None)
        if item is not None and item.getparent() is not None:
            lists[item.getparent()].append(index)
    for members in lists.values():
        if _are_headlines([page.lines[index] for index in members], page.host):
            yield from ((index, Cut.RELATED) for index in members if page.is_read(index))
            above = members[0] - 1
            if above > page.span.head and page.is_read(above) and _may_head_list(page.lines[above]):
                yield above, Cut.RELATED


def _are_headlines(lines: Sequence[Line], host: str) -> bool:
    if len(lines) < LISTED or any(line.link_share < ALL_LINK for line in lines):
        return False
    if sum(line.words for line in lines) < HEADLINE_WORDS * len(lines):
        return False
    return all(any(_is_home(link.get("href") or "", host) for link in line.element.iter("a")) for line in lines)


def _may_head_list(line: Line) -> bool:
    """Whether a line above a list of other articles heads it: a heading, or a short line that is no sentence."""
    return line.element.tag in HEADINGS or (not line.is_sentence and line.words <= HEADING_WORDS)


def is_pictured(element: Any, members: Sequence[Line]) -> bool:
    """Whether an element is a picture and few words about it."""
    words = sum(scripts.words(each.text) for each in members)
    if len(members) > PICTURED or words > PICTURED_WORDS or element.find(".//img") is None:
        return False
    return not any(each.element.tag in HEADINGS or is_in_post(each) or is_quoted(each) for each in members)


def _cut_of_inset(members: Sequence[Line], page: PageTable) -> Cut | None:
    if any(heads_another(each, page.host) for each in members):
        return Cut.SECTION_OF_LINKS
    sentences = (sentence for each in members for sentence in BETWEEN_SENTENCES.split(each.text))
    return Cut.ASK if any(is_ask(Line(sentence), page.phrases) for sentence in sentences) else None


def heads_another(line: Line, host: str) -> bool:
    """Whether a heading is a link to another page of the same site."""
    if line.element.tag not in HEADINGS or line.link_share < ALL_LINK:
        return False
    links = [*line.element.iter("a"), *line.element.iterancestors("a")]
    return any(_is_home(link.get("href") or "", host) for link in links)


def _is_home(address: str, host: str) -> bool:
    """Whether an address is of another page of the host."""
    try:
        there = urlsplit(address.strip())
    except ValueError:
        return False
    same = not there.netloc or (bool(host) and there.netloc.removeprefix("www.") == host.removeprefix("www."))
    return same and there.path not in ("", "/") and there.scheme in ("", "http", "https")


def overviews(page: PageTable) -> Verdicts:
    """Many cards and little prose beside them: the page is an overview, and its cards are read."""
    if page.span is None:
        return
    first, cuts = page.span.first, page.cuts
    cards = [i for i in range(first + 1, len(cuts)) if Cut.SECTION_OF_LINKS in cuts[i : i + 2]]
    cards = [index for index in cards if heads_another(page.lines[index], page.host)]
    prose = [i for i, line in enumerate(page.lines) if is_prose(line) and page.boxes.holds(line) and page.is_read(i)]
    if len(cards) >= CARDS and CARDS * len(cards) >= len(prose):
        for index in range(first, len(cuts)):
            if cuts[index] is Cut.SECTION_OF_LINKS:
                yield index, None
