"""The boxes of an article: the elements of a page that hold its paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from narrator.extract.html.measures import HEADINGS, is_prose
from narrator.extract.html.names import is_apart, is_part, names
from narrator.extract.line import Line, inherited

BOX_SHARE = 0.12
"""A box, or boxes of the same kind together, with that share of the prose are the article's."""
TEASER = 600
"""Characters of prose below which a box with a linked headline is a teaser."""
ALL_LINK = 0.95
LINKED_REGION = 0.25
"""Share of links in a part of the page from which nothing in it is the article's."""
CELLS = ("td", "th", "dd")
FURNITURE = ("aside", "nav", "footer", "form")


@dataclass(frozen=True, slots=True)
class Boxes:
    """The elements that hold the article's paragraphs."""

    elements: frozenset[Any]
    kinds: frozenset[tuple[str, str]]
    """Tag and class of those that have a class."""
    paragraphs: frozenset[tuple[str, str]]
    """Tag and class of the elements that are the article's paragraphs, where they have a class."""
    homes: Mapping[Any, Any]
    """Of each element with text, the box that it is a line of."""
    around: frozenset[Any]
    """Every element around one of them."""
    root: Any
    """The nearest element around them all; None where there are none."""
    _furniture: dict[Any, bool | None] = field(default_factory=dict)
    """Answers of ``is_furniture`` by element; so are the next two of theirs."""
    _apart: dict[Any, bool | None] = field(default_factory=dict)
    _outermost: dict[Any, Any] = field(default_factory=dict)

    def holds(self, line: Line) -> bool:
        """Whether a line stands in one of them."""
        return self.homes[line.element] in self.elements

    def like(self, line: Line) -> bool:
        """Whether a line stands in a box of the same element and class as one of them."""
        return kind(self.homes[line.element]) in self.kinds

    def surround(self, line: Line) -> bool:
        """Whether a line stands in the element that is around them all."""
        return any(each is self.root for each in line.around)

    def inside(self, element: Any) -> bool:
        """Whether an element is the one around them all, or stands in it."""
        return element is self.root or any(each is self.root for each in element.iterancestors())

    def inside_frame(self, line: Line) -> bool:
        """Whether a line stands in the ``article`` or ``main`` around the boxes, or in the element around them all."""
        frames = (each for each in (self.root, *self.root.iterancestors()) if each is not None)
        frame = next((each for each in frames if each.tag in ("article", "main")), self.root)
        return any(each is frame for each in line.around)

    def foreign(self, line: Line) -> Iterator[Any]:
        """The elements around a line, from the nearest, that are around no paragraph of the article."""
        if kind(line.element) in self.paragraphs:
            return
        for each in line.around:
            if self._is_own(each):
                return
            yield each

    def outermost(self, line: Line) -> Any:
        """The last of the elements around a line that are around no paragraph of the article; None where there is none."""
        if self._is_foreign(line):
            return inherited(line.element, self._last_before_own, self._outermost)
        return None

    def is_furniture(self, line: Line) -> bool:
        """Whether an element around a line, and around no paragraph of the article, has furniture's name in its class."""
        return self._is_foreign(line) and inherited(line.element, self._names_furniture, self._furniture) is True

    def is_apart(self, line: Line) -> bool:
        """Whether an element around a line, and around no paragraph of the article, is a callout or a pull quote."""
        return self._is_foreign(line) and inherited(line.element, self._names_apart, self._apart) is True

    def _is_foreign(self, line: Line) -> bool:
        """Whether there is an element around a line that is around no paragraph of the article."""
        return line.element is not None and kind(line.element) not in self.paragraphs and not self._is_own(line.element)

    def _is_own(self, element: Any) -> bool:
        """Whether an element is a box of the article, like one, or around one."""
        return element in self.around or element in self.elements or kind(element) in self.kinds

    def _last_before_own(self, element: Any) -> Any:
        above = element.getparent()
        return element if above is None or self._is_own(above) else None

    def _names_apart(self, element: Any) -> bool | None:
        if self._is_own(element):
            return False
        return True if is_apart(element.get("class") or "") else None

    def _names_furniture(self, element: Any) -> bool | None:
        if self._is_own(element) or is_apart(element.get("class") or ""):
            return False
        # The id of a heading is its text.
        own = "" if element.tag in ("h1", *HEADINGS) else element.get("id") or ""
        named = element.tag in FURNITURE or is_part(f"{element.get('class') or ''} {own}")
        return True if named else None


def box(element: Any, crowded: frozenset[Any]) -> Any:
    """The element that another is a line of: the nearest that is no line itself."""
    each = element
    parts = names()["lines"]
    if each.tag not in parts and each not in crowded:
        each = each.getparent() if each.getparent() is not None else each
    while each.tag in parts and not (each in crowded and each.tag in CELLS) and each.getparent() is not None:
        each = each.getparent()
    return each


def kind(element: Any) -> tuple[str, str]:
    """What an element is: its tag and its class."""
    return (element.tag, element.get("class") or "")


def article_boxes(lines: Sequence[Line], wanted: Sequence[bool]) -> Boxes:
    """The boxes that hold the most of the wanted prose, alone or with others of their kind."""
    crowded = frozenset(element for element, count in Counter(each.element for each in lines).items() if count > 1)
    homes = {each: box(each, crowded) for each in {each.element for each in lines}}
    teasers = {homes[each.element] for each in lines if each.element.tag in HEADINGS and each.link_share >= ALL_LINK}
    prose = [each for each, is_wanted in zip(lines, wanted, strict=True) if is_wanted and is_prose(each)]
    alone = _sizes((homes[each.element], each.size) for each in prose)
    for each in teasers:
        if alone[each] < TEASER:
            del alone[each]
    together = _sizes((kind(home), size) for home, size in alone.items())
    paragraphs = _sizes((kind(each.element), each.size) for each in prose)
    least = BOX_SHARE * sum(alone.values())
    elements = {home for home in alone if alone[home] >= least or together[kind(home)] >= least}
    elements -= _regions_of_links(elements, alone)
    elements -= _furniture(elements, alone)
    kinds = frozenset(kind(home) for home in elements if kind(home)[1])
    around = frozenset(each for home in elements for each in home.iterancestors())
    own = frozenset(name for name, size in paragraphs.items() if name[1] and size >= least)
    return Boxes(frozenset(elements), kinds, own, homes, around, _around(elements))


def _sizes(sized: Iterable[tuple[Any, int]]) -> Counter[Any]:
    out: Counter[Any] = Counter()
    for each, size in sized:
        out[each] += size
    return out


def _regions_of_links(elements: set[Any], sizes: Mapping[Any, int]) -> set[Any]:
    """Boxes beside the largest one in a part of the page that is full of links."""
    if not elements:
        return set()
    best = max(elements, key=lambda each: sizes[each])
    path = {best, *best.iterancestors()}
    rejected: set[Any] = set()
    shares: dict[Any, float] = {}
    for each in elements:
        if each is best or kind(each) == kind(best) or best in (line := [each, *each.iterancestors()]):
            continue
        region = next((below for below, above in pairwise(line) if above in path), None)
        if region is None or region in path:
            continue
        if region not in shares:
            shares[region] = link_share(region)
        if shares[region] > LINKED_REGION:
            rejected.add(each)
    return rejected


def _furniture(elements: set[Any], sizes: Mapping[Any, int]) -> set[Any]:
    """Boxes with furniture's name, as those of the consent to each embed, where other boxes hold most of the prose."""
    named = {each for each in elements if is_part(each.get("class") or "")}
    named_size = sum(sizes[each] for each in named)
    return named if 3 * named_size <= 2 * sum(sizes[each] for each in elements) else set()


def link_share(element: Any) -> float:
    """The share of an element's characters that are in links, 0 to 1."""
    linked = sum(len("".join(each.itertext()).strip()) for each in element.iter("a"))
    return linked / max(1, len(" ".join("".join(element.itertext()).split())))


def _around(elements: Iterable[Any]) -> Any:
    """The nearest element around all."""
    paths = [[each, *each.iterancestors()][::-1] for each in elements]
    shared = None
    for level in zip(*paths, strict=False):
        if any(each is not level[0] for each in level):
            break
        shared = level[0]
    return shared
