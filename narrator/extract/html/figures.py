"""Pictures that belong to the article, each with its caption, its credit and its alternative text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from narrator.extract.cuts import Cut
from narrator.extract.html.names import is_part
from narrator.extract.html.page import PageTable
from narrator.extract.html.pictures import ICON
from narrator.extract.html.visible_metadata import credit_of, stem
from narrator.extract.line import Line
from narrator.extract.table import Table
from narrator.marks import moved, trimmed
from narrator.model import Block, BlockKind, Image, Mark

SOURCES = ("src", "data-src", "data-lazy-src", "data-original", "data-url", "data-hi-res-src")
SETS = ("srcset", "data-srcset", "data-lazy-srcset")
PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg)(?:$|[?#])", re.IGNORECASE)
FIGURED = re.compile(
    r"(?:^|[-_])(?:figure|image|photo|picture|media|thumb|gallery|wp-caption|img)(?:$|[-_\d])", re.IGNORECASE
)
FRAMES = frozenset(["article", "main", "body", "html"])
FURNITURE = frozenset(["aside", "nav", "footer", "form", "button"])
MOST = 200
"""Figures of an article."""
CAPTIONS = frozenset([Cut.CAPTION, Cut.CREDIT, Cut.OUTSIDE, Cut.FURNITURE])
LONGEST_CAPTION = 1000
LONGEST_CREDIT = 100
LEVELS = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture and where it stands."""

    place: int
    """Index among all lines of the page."""
    block: Block


def figures(page: PageTable, everything: Table, base: str | None) -> Iterator[Figure]:
    """The pictures of the article in the order of the page.

    Args:
        page: its judged lines.
        everything: all lines of the page, those of pictures among them.
        base: the page's address, for addresses that are relative to it; None where it has none.
    """
    if page.span is None:
        return
    inside = [place for place, line in enumerate(everything.lines) if line.text and everything.is_read(place)]
    heads = [place for place, line in enumerate(everything.lines) if line.text and line.element.tag == "h1"]
    if not inside:
        return
    first = max((place for place in heads if place < inside[0]), default=inside[0])
    known: set[str] = set()
    for place in range(first, len(everything.lines)):
        line = everything.lines[place]
        if line.text or everything.cuts[place] not in (None, Cut.CAPTION) or len(known) >= MOST:
            continue
        if place > inside[-1] + LEVELS or not _belongs(line, page):
            continue
        address = _address(line.element, base)
        if address and (name := stem(address) or address) not in known:
            known.add(name)
            yield Figure(place, _block(place, line.element, address, everything))


def all_figures(everything: Table) -> Iterator[Figure]:
    """All pictures of a source that is nothing but an article."""
    for place, line in enumerate(everything.lines):
        is_image = not line.text and line.element is not None and line.element.tag == "img"
        if is_image and (address := _address(line.element, None)):
            yield Figure(place, _block(place, line.element, address, everything))


def _belongs(line: Line, page: PageTable) -> bool:
    """Whether a picture stands in the article's boxes or beside them, in no furniture and in no link to another page."""
    boxes = page.boxes
    around = line.around[1:]
    for each in around:
        if each in boxes.elements or each in boxes.around:
            return each.tag not in ("body", "html") or each in boxes.elements
        if each.tag in FURNITURE or is_part(each.get("class") or ""):
            return False
        address = each.get("href") if each.tag == "a" else None
        if address and not PICTURE_FILE.search(address) and not any(above.tag == "figure" for above in around):
            return False
    return False


def _address(image: Any, base: str | None) -> str:
    """The address of a picture, the largest of a set where only that is real; empty where there is none."""
    candidates = [image.get(name) or "" for name in SOURCES]
    sets = [image.get(name) or "" for name in SETS]
    # libxml2 knows no ``source`` without an end: the picture stands inside of it.
    picture = next((each for each in image.iterancestors("picture")), None)
    if picture is not None:
        sets += [source.get(name) or "" for source in picture.iter("source") for name in SETS]
    candidates += [part.split()[0] for each in sets for part in reversed(each.split(", ")) if part.strip()]
    for each in candidates:
        address = each.strip()
        if not address or ICON.search(address.rsplit("/", 1)[-1]):
            continue
        try:
            whole = urljoin(base or "", address)
            if urlsplit(whole).scheme in ("", "http", "https"):
                return str(whole)
        except ValueError:
            continue
    return ""


def _block(place: int, image: Any, address: str, everything: Table) -> Block:
    figure = _figure(image)
    found = list(_caption_lines(place, figure, everything))
    lines = [line for line, cut in found if cut is not Cut.FURNITURE]
    text, marks = "", list[Mark]()
    for line in lines:
        text += " " if text else ""
        marks.extend(moved(line.marks, len(text)))
        text += line.text
    named = " ".join(line.text for line, cut in found if cut is Cut.FURNITURE)
    credit = next((credit for line in lines if (credit := credit_of(line.element))), "")
    credit = credit or (named if len(named) <= LONGEST_CREDIT else "")
    if credit and credit in text:
        at = text.index(credit)
        rest = text[:at].rstrip(" (–—-|/:") if not text[at + len(credit) :].strip(" )").strip() else text
        text, marks = rest, [mark for mark in marks if mark.end <= len(rest)]
    text, kept = trimmed(text, marks)
    alternative = " ".join((image.get("alt") or "").split())
    return Block(
        BlockKind.FIGURE, text, marks=kept, image=Image(address, credit=credit, alt=alternative), is_read=False
    )


def _figure(image: Any) -> Any:
    """The element that holds a picture and its caption; None where there is none."""
    named = None
    for level, each in enumerate(image.iterancestors()):
        if each.tag == "figure":
            return each
        if each.tag in FRAMES or level > LEVELS:
            break
        if any(FIGURED.search(name) for name in (each.get("class") or "").split()):
            named = each
    return named


def _caption_lines(place: int, figure: Any, everything: Table) -> Iterator[tuple[Line, Cut]]:
    """The lines of a picture's caption that are not read as text, each with its cut."""
    lines: Sequence[Line] = everything.lines
    size = 0
    for index in range(max(0, place - LEVELS), min(len(lines), place + 2 * LEVELS)):
        line, cut = lines[index], everything.cuts[index]
        if not line.text or cut is None or cut not in CAPTIONS:
            continue
        is_inside = figure is not None and figure in line.around
        is_next = figure is None and index == place + 1 and cut in (Cut.CAPTION, Cut.CREDIT)
        size += len(line.text)
        if (is_inside or is_next) and size <= LONGEST_CAPTION:
            yield line, cut


def placed(blocks: Sequence[tuple[int, Block]], pictures: Sequence[Figure]) -> tuple[list[Block], Mapping[int, int]]:
    """Blocks and figures in the order of the page, and the new index of each of the blocks.

    Args:
        blocks: each with the index of its first line among all lines.
        pictures: in order.
    """
    out: list[Block] = []
    moved_to: dict[int, int] = {}
    waiting = list(pictures)
    for index, (place, block) in enumerate(blocks):
        while waiting and waiting[0].place < place:
            out.append(waiting.pop(0).block)
        moved_to[index] = len(out)
        out.append(block)
    out.extend(each.block for each in waiting)
    return out, moved_to
