"""How much text each element of a page holds, counted once from the page's lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from narrator.extract.html.names import names
from narrator.extract.html.tree import text_of
from narrator.extract.line import Line

PROSE = 80
"""Characters from which a line says where the article is."""
LINKS = 0.4
"""Share of links from which a line is no prose."""
HEADINGS = frozenset(["h2", "h3", "h4", "h5", "h6"])


def is_prose(line: Line) -> bool:
    """Whether a line is long enough to say where the article is, and no heading and not made of links."""
    return (
        line.size >= PROSE and line.link_share < LINKS and line.element.tag != "h1" and line.element.tag not in HEADINGS
    )


class Measures:
    """Sizes of the elements of a page."""

    def __init__(self, lines: Sequence[Line]) -> None:
        """The sizes by the lines of the whole page."""
        self.size: Counter[Any] = Counter()
        """Characters of text by block element."""
        self.prose: Counter[Any] = Counter()
        """Characters of prose by block element."""
        self.headed: set[Any] = set()
        """Elements with the headline in them."""
        for line in lines:
            size, prose = line.size + 1, line.size if is_prose(line) else 0
            for each in line.around:
                self.size[each] += size
                if prose:
                    self.prose[each] += prose
            if line.element.tag == "h1":
                self.headed.update(line.around)

    def length(self, element: Any) -> int:
        """Characters of text in an element."""
        return self.size[element] if element.tag in names()["blocks"] else len(text_of(element))
