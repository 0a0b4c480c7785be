"""Which of the articles on a page is the one that was asked for; and where it stands in an element with furniture's name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from narrator.extract.html.measures import Measures, is_prose
from narrator.extract.line import Line
from narrator.extract.wording import plain

CORE_SHARE = 0.5
"""Share of the page's prose from which an element holds the article whatever it is called."""
FRAMES = frozenset(["aside", "footer", "header", "form", "nav"])
OWN_PROSE = 2
"""Paragraphs below a headline from which it heads an article rather than a card."""
SECTIONS = ("section", "chapter", "part", "slide", "tab", "accordion")
"""What is in the class of parts of one article."""
BEGINNING = 60
"""Letters of an article's body in the page's linked data by which it is found on the page."""


def unframed(tree: Any, measures: Measures) -> None:
    """Rename elements that are called aside or footer and hold the article: an extractor would pass them over."""
    whole = measures.prose[tree]
    for each in list(tree.iter(*FRAMES)):
        own = measures.prose[each]
        if own and own > CORE_SHARE * whole and (each in measures.headed or not measures.headed):
            each.tag = "div"


def others(lines: Sequence[Line], title: str, body: str) -> Iterator[Any]:
    """The elements that hold other articles than the one that was asked for.

    Args:
        lines: of the whole page.
        title: the headline, as the page's head tells it.
        body: the beginning of the article in the page's linked data; empty where it is not there.
    """
    heads = [index for index, line in enumerate(lines) if _may_head(line)]
    asked = _asked(lines, heads, title, body)
    if asked is None:
        return
    own = set(lines[asked].around)
    article = next((each for each in lines[asked].around if each.tag == "article" and _holds(each, lines)), None)
    boxes = []
    for index in heads:
        line = lines[index]
        if index == asked or line.plain == lines[asked].plain:
            continue
        box = _box(line, own, lines)
        if box is not None and _is_other(box, line, article, lines[asked]):
            boxes.append(box)
    left = (line for line in lines[asked:] if is_prose(line) and not any(box in line.around for box in boxes))
    if sum(1 for _ in left) >= OWN_PROSE:
        yield from boxes


def _may_head(line: Line) -> bool:
    """Whether a line may be the headline of an article: a first heading, or the heading of an ``article``."""
    if line.element.tag == "h1":
        return True
    return line.element.tag in ("h2", "h3") and any(each.tag == "article" for each in line.around)


def _asked(lines: Sequence[Line], heads: Sequence[int], title: str, body: str) -> int | None:
    """The headline of the article that was asked for, as an index; None where no headline says so."""
    name = plain(title)
    firsts = [index for index in heads if lines[index].element.tag == "h1"]
    for index in (*firsts, *heads):
        own = lines[index].plain
        if name and own and (own == name or (len(own.split()) > 2 and name.startswith(own))):
            return index
    beginning = "".join(character for character in body.casefold() if character.isalnum())[:BEGINNING]
    if len(beginning) == BEGINNING:
        at = next((index for index, line in enumerate(lines) if line.letters.startswith(beginning)), None)
        above = [index for index in firsts if at is not None and index < at]
        if above:
            return above[-1]
    return firsts[0] if firsts else None


def _holds(element: Any, lines: Sequence[Line]) -> bool:
    return sum(is_prose(line) and element in line.around for line in lines) >= OWN_PROSE


def _box(head: Line, own: set[Any], lines: Sequence[Line]) -> Any:
    """The largest element around a headline that is not around the asked one, where it holds paragraphs; else None."""
    box = None
    for each in head.around:
        if each in own:
            break
        box = each
    return box if box is not None and _holds(box, lines) else None


def _is_other(box: Any, head: Line, article: Any, asked: Line) -> bool:
    """Whether an element with a headline and paragraphs of its own is another article and no part of the asked one."""
    if article is not None and article in box.iterancestors():
        return False
    names = f"{box.get('class') or ''} {box.get('id') or ''}".casefold()
    if box.tag == "section" or any(name in names for name in SECTIONS):
        return False
    if article is not None:
        return any(each.tag == "article" for each in head.around) or bool(head.element.tag == asked.element.tag)
    return bool(head.element.tag == "h1" and asked.element.tag == "h1")
