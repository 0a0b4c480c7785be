"""Which pieces of a page are the article: trafilatura's choice, found again on the page and set right by what stands beside it.

Trafilatura loses paragraphs beside those that it keeps, joins words across elements and forgets where a line stood.
So its text only says which pieces are wanted; they are read from the page, and the boxes (elements) that hold most of
them say which of their neighbours were lost and which lines stand outside of the article.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from narrator.extract.compose import is_in_post
from narrator.extract.pieces import Piece, names

LETTERS = re.compile(r"[\W_]+")
SURE = 30
"""Letters and digits from which a piece is found by itself; a shorter one only between its neighbours."""
SHINGLE = 24
TEASER = 600
"""Characters of prose below which a box with a linked headline is a teaser."""
PROSE = 80
"""Characters from which a piece says where the article is."""
BOX_SHARE = 0.12
"""A box, or boxes of the same kind together, with that share of the prose are the article's."""
LINKS = 0.4
LINKED_LINE = 0.55
LINKED_WORDS = 40
LEAST_LINKED = 6
"""Words from which a linked line is a headline rather than a name."""
NAME_WORDS = 3
ALL_LINK = 0.95
LINKED_REGION = 0.25
WORDS = re.compile(r"[a-z]+")
SEAM = re.compile(r"(?<=[a-z])(?=[A-Z])")
OPENING = re.compile(r"summary|(?:^|[-_])(?:intro|lead|lede|introduction|opening)(?:$|[-_])", re.I)
HEADINGS = frozenset(["h2", "h3", "h4", "h5", "h6"])
STANDFIRST = re.compile(
    r"stand-?first|sub-?title|sub-?head(?:line|ing)?$|strap-?line|excerpt|(?:^|[-_])(?:dek|deck|kicker)(?:$|[-_])", re.I
)
TRANSPARENT = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "tr",
        "td",
        "th",
        "table",
        "tbody",
        "thead",
        "figure",
        "figcaption",
    ]
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is read of a page's pieces, and the rule by which some are not that an extractor wanted."""

    wanted: tuple[bool, ...]
    rules: tuple[str, ...]
    """Empty for a piece that is read or that nobody wanted."""


def choice(pieces: Sequence[Piece], whole: str, is_above: Callable[[str], bool]) -> Choice:
    """Which pieces are the article's.

    Args:
        pieces: of the page, in order.
        whole: the text that an extractor found, in any white space.
        is_above: whether a line is one of those that stand above an article (date, byline).
    """
    wanted = located(pieces, whole)
    rules = [""] * len(pieces)
    boxes = article_boxes(pieces, wanted)
    places = [i for i, each in enumerate(pieces) if wanted[i] and _is_prose(each) and boxes.holds(each)]
    if not places:
        return Choice(tuple(wanted), tuple(rules))
    first, last = places[0], places[-1]
    for index, each in enumerate(pieces):
        if not wanted[index]:
            wanted[index] = _lost(each, boxes, inside=first < index < last)
    head = max((i for i in range(first) if pieces[i].element.tag == "h1" or is_above(pieces[i].text)), default=-1)
    for index in range(head + 1, first):
        wanted[index] = wanted[index] or _is_opening(pieces[index], boxes)
    for index, each in enumerate(pieces):
        if wanted[index]:
            where = Where(index < first, index <= head, index == first - 1, index > last)
            rules[index] = _outside(each, boxes, where)
    _orphans(pieces, wanted, rules, boxes)
    return Choice(tuple(ok and not rule for ok, rule in zip(wanted, rules, strict=True)), tuple(rules))


@dataclass(frozen=True, slots=True)
class Where:
    """Where a piece stands."""

    is_before: bool
    """The article's first paragraph."""
    is_above: bool
    """The headline, the byline or the date."""
    is_next: bool
    """Right before the first paragraph."""
    is_after: bool
    """The article's last paragraph."""


def _outside(piece: Piece, boxes: Boxes, where: Where) -> str:
    """The rule by which a piece that an extractor wanted is not the article's; empty where it is."""
    if where.is_before and piece.element.tag == "h1":
        return "headline-echo"
    if _is_linked_line(piece):
        return "read-more"
    if not is_in_post(piece) and _is_furniture(piece, boxes):
        return "furniture"
    is_named = _is_named(piece, STANDFIRST)
    if boxes.holds(piece) or boxes.like(piece):
        return "standfirst" if where.is_before and is_named and (where.is_above or _is_opening(piece, boxes)) else ""
    if piece.link_share >= LINKED_LINE and not piece.is_sentence and len(piece.text.split()) > NAME_WORDS:
        return "section-of-links"
    heads = piece.element.tag in HEADINGS
    belongs = where.is_next and not piece.is_sentence if heads else piece.is_sentence and piece.element.tag != "li"
    if where.is_before and (where.is_above or is_named or not belongs):
        return "standfirst"
    return "after-article" if where.is_after and not boxes.surround(piece) else ""


def _is_opening(piece: Piece, boxes: Boxes) -> bool:
    """Whether a piece below the headline and the date is the first paragraph in an element of its own."""
    return (
        len(piece.text) >= PROSE
        and piece.is_sentence
        and piece.link_share < LINKS
        and piece.element.tag in ("p", "div")
        and _is_named(piece, OPENING)
        and box(piece, boxes.crowded) in boxes.around
    )


def _is_named(piece: Piece, name: re.Pattern[str]) -> bool:
    """Whether a class of the piece's element, or of the one around it, is such a name."""
    around = piece.element.getparent()
    classes = f"{piece.element.get('class') or ''} {around.get('class') or '' if around is not None else ''}"
    return any(name.search(each) for each in classes.split())


def _is_furniture(piece: Piece, boxes: Boxes) -> bool:
    """Whether an element around a piece, and around no paragraph of the article, has furniture's name in its class."""
    for each in (piece.element, *piece.element.iterancestors()):
        if each in boxes.around or each in boxes.elements:
            return False
        if each.tag in ("aside", "nav", "footer", "form") or is_part(
            f"{each.get('class') or ''} {each.get('id') or ''}"
        ):
            return True
    return False


@lru_cache(maxsize=4096)
def is_part(classes: str) -> bool:
    """Whether a word of these class names says furniture."""
    return any(word in names()["parts"] for word in WORDS.findall(SEAM.sub(" ", classes).lower()))


def _is_linked_line(piece: Piece) -> bool:
    """Whether a paragraph is little but a link to another page: it ends in the link and is no sentence."""
    words = len(piece.text.split())
    if piece.element.tag not in ("p", "div", "td") or piece.link_share < LINKED_LINE or words > LINKED_WORDS:
        return False
    if piece.link_share >= ALL_LINK and (piece.text.isupper() or (piece.text.endswith("?") and words >= LEAST_LINKED)):
        return True
    return words >= LEAST_LINKED and not piece.is_sentence and _leads_away(piece)


def _leads_away(piece: Piece) -> bool:
    """Whether a line ends in a link or is made of several."""
    links = [" ".join("".join(each.itertext()).split()) for each in piece.element.iter("a")]
    ends = piece.text, piece.text.rstrip(" ])»›>→")
    return len(links) > 1 or any(len(link) > 1 and text.endswith(link) for link in links for text in ends)


def _orphans(pieces: Sequence[Piece], wanted: Sequence[bool], rules: list[str], boxes: Boxes) -> None:
    """A heading outside of the article's boxes whose next line is not read heads something else."""
    for index, each in enumerate(pieces[:-1]):
        if not wanted[index] or rules[index] or boxes.holds(each):
            continue
        heads = each.element.tag in HEADINGS or (not each.is_sentence and len(each.text.split()) <= LEAST_LINKED)
        if heads and (not wanted[index + 1] or rules[index + 1]):
            rules[index] = "section-of-links"


def located(pieces: Sequence[Piece], whole: str) -> list[bool]:
    """Which pieces stand in a text: the long ones each by itself, the short ones between their neighbours."""
    text = _letters(whole)
    names = [_letters(each.text) for each in pieces]
    used = bytearray(len(text))
    starts = [-1] * len(pieces)
    at = 0
    for index, name in enumerate(names):
        if len(name) >= SURE:
            starts[index] = start = _found(name, text, at, used)
            if start >= 0:
                at = start + len(name)
                used[start:at] = b"\1" * (at - start)
    at = 0
    for index, name in enumerate(names):
        if starts[index] >= 0:
            at = starts[index] + len(name)
        elif 0 < len(name) < SURE:
            end = next((start for start in starts[index + 1 :] if start >= 0), len(text))
            starts[index] = start = text.find(name, at, end) if end > at else -1
            if start >= 0 and any(used[start : start + len(name)]):
                starts[index] = -1
            elif start >= 0:
                used[start : start + len(name)] = b"\1" * len(name)
                at = start + len(name)
    return [start >= 0 for start in starts]


def _found(name: str, text: str, at: int, used: bytearray) -> int:
    """Where a long piece stands that was not found before; as a whole or in more than half of its parts."""
    for begin in (at, 0):
        start = text.find(name, begin)
        if start >= 0 and not used[start]:
            return start
    if len(name) < 2 * SHINGLE or text.find(name) >= 0:
        return -1
    parts = [name[i : i + SHINGLE] for i in range(0, len(name) - SHINGLE + 1, SHINGLE)]
    starts = [start for part in parts if (start := text.find(part, at)) >= 0]
    return starts[0] if len(starts) > len(parts) / 2 and not used[starts[0]] else -1


def _letters(text: str) -> str:
    return LETTERS.sub("", text.casefold())


@dataclass(frozen=True, slots=True)
class Boxes:
    """The elements that hold the article's paragraphs."""

    elements: frozenset[Any]
    kinds: frozenset[tuple[str, str]]
    """Tag and class of those that have a class."""
    crowded: frozenset[Any]
    """Elements with more than one run of text of their own."""
    around: frozenset[Any]
    """Every element around one of them."""
    root: Any
    """The nearest element around them all; None where there are none."""

    def holds(self, piece: Piece) -> bool:
        """Whether a piece stands in one of them."""
        return box(piece, self.crowded) in self.elements

    def like(self, piece: Piece) -> bool:
        """Whether a piece stands in a box of the same element and class as one of them."""
        return kind(box(piece, self.crowded)) in self.kinds

    def surround(self, piece: Piece) -> bool:
        """Whether a piece stands in the element that is around them all."""
        return any(each is self.root for each in (piece.element, *piece.element.iterancestors()))


def box(piece: Piece, crowded: frozenset[Any]) -> Any:
    """The element that a piece is a line of: the nearest that is no line itself."""
    each = piece.element
    if each.tag not in TRANSPARENT and each not in crowded:
        each = each.getparent() if each.getparent() is not None else each
    while each.tag in TRANSPARENT and each.getparent() is not None:
        each = each.getparent()
    return each


def kind(element: Any) -> tuple[str, str]:
    """What an element is: its tag and its class."""
    return (element.tag, element.get("class") or "")


def article_boxes(pieces: Sequence[Piece], wanted: Sequence[bool]) -> Boxes:
    """The boxes that hold the most of the wanted prose, alone or with others of their kind."""
    crowded = frozenset(element for element, count in Counter(each.element for each in pieces).items() if count > 1)
    teasers = {box(each, crowded) for each in pieces if each.element.tag in HEADINGS and each.link_share >= ALL_LINK}
    alone: Counter[Any] = Counter()
    for each, is_wanted in zip(pieces, wanted, strict=True):
        if is_wanted and _is_prose(each):
            alone[box(each, crowded)] += len(each.text)
    for each in teasers:
        if alone[each] < TEASER:
            del alone[each]
    together: Counter[tuple[str, str]] = Counter()
    for home, size in alone.items():
        together[kind(home)] += size
    least = BOX_SHARE * sum(alone.values())
    elements = {home for home in alone if alone[home] >= least or together[kind(home)] >= least}
    elements -= _regions_of_links(elements, alone)
    kinds = frozenset(kind(home) for home in elements if kind(home)[1])
    around = frozenset(each for home in elements for each in home.iterancestors())
    return Boxes(frozenset(elements), kinds, crowded, around, _around(elements))


def _regions_of_links(elements: set[Any], sizes: Mapping[Any, int]) -> set[Any]:
    """Boxes beside the largest one in a part of the page that is full of links."""
    if not elements:
        return set()
    best = max(elements, key=lambda each: sizes[each])
    path = {best, *best.iterancestors()}
    rejected = set()
    for each in elements:
        if each is best or kind(each) == kind(best) or best in (line := [each, *each.iterancestors()]):
            continue
        region = next((below for below, above in pairwise(line) if above in path), None)
        if region is not None and region not in path and link_share(region) > LINKED_REGION:
            rejected.add(each)
    return rejected


def link_share(element: Any) -> float:
    """The share of an element's characters that are in links, 0 to 1."""
    linked = sum(len("".join(each.itertext()).strip()) for each in element.iter("a"))
    return linked / max(1, len(" ".join("".join(element.itertext()).split())))


def _around(elements: Iterable[Any]) -> Any:
    """The nearest element around all."""
    lines = [[each, *each.iterancestors()][::-1] for each in elements]
    shared = None
    for level in zip(*lines, strict=False):
        if any(each is not level[0] for each in level):
            break
        shared = level[0]
    return shared


def _is_prose(piece: Piece) -> bool:
    return len(piece.text) >= PROSE and piece.link_share < LINKS and piece.element.tag not in ("h1", *HEADINGS)


def _lost(piece: Piece, boxes: Boxes, *, inside: bool) -> bool:
    """Whether a piece that was not found is a neighbour of those that were."""
    if is_in_post(piece):
        return inside and boxes.surround(piece)
    if not piece.text.strip("_"):
        return inside and boxes.holds(piece)
    if piece.link_share >= LINKS or not (boxes.holds(piece) or (inside and boxes.like(piece))):
        return False
    if piece.element.tag in ("p", "blockquote", "pre"):
        return piece.is_sentence or (inside and len(piece.text) >= PROSE)
    return inside and piece.element.tag in ("h2", "h3", "h4", "h5", "h6", "li", "div", "dd", "dt")
