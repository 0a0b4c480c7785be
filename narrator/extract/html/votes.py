"""The vote of an extractor: which lines of a page it wants, from the text that it hands back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from lxml.html import HtmlElement

from narrator.extract.line import NOTE_MARK, Line, letters
from narrator.languages.scripts import size

SURE = 30
"""Letters and digits from which a line is found by itself; a shorter one only between its neighbours."""
SHINGLE = 24
READ = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "div", "td"])
CONTAINERS = ("article", "main", "section", "div", "td", "body")
LEAST = 250
"""Characters of text below which another way is tried."""
PARAGRAPH = 40
"""Characters of a paragraph that says where the article is, for the other way."""


def votes(tree: HtmlElement, lines: Sequence[Line]) -> list[bool]:
    """Which lines an extractor wants.

    Args:
        tree: of the page, without what is cut by its elements.
        lines: those that are not cut, in order.
    """
    return located(lines, _wanted(tree, lines))


def _wanted(tree: HtmlElement, lines: Sequence[Line]) -> str:
    """The article's text by trafilatura, or by the paragraphs where that finds far less than the page shows."""
    import trafilatura

    found = trafilatura.bare_extraction(
        deepcopy(tree), with_metadata=False, include_comments=False, include_tables=True, include_images=False
    )
    own = " ".join(found.body.itertext()) if found is not None and found.body is not None else ""
    other = _by_paragraphs(lines)
    if size(own) < LEAST or (len(other) > 1.6 * len(own) and len(own) < 0.6 * len(other)):
        return other if size(other) > max(size(own), LEAST) else own
    return own


def _by_paragraphs(lines: Sequence[Line]) -> str:
    """The text of the container whose direct paragraphs hold the most, and of what stands between them."""
    sizes: Counter[Any] = Counter()
    paragraphs: Counter[Any] = Counter()
    for line in lines:
        if line.element.tag == "p" and (parent := line.element.getparent()) is not None:
            paragraphs[parent] += line.size
            if parent.tag in CONTAINERS and line.size > PARAGRAPH:
                sizes[parent] += line.size
    if not sizes:
        return ""
    best, most = max(sizes.items(), key=lambda item: item[1])
    parent = best.getparent()
    if parent is not None and parent.tag not in ("html", "body"):
        siblings = sum(paragraphs[other] for other in parent if other.tag == best.tag)
        if siblings > 1.3 * most:
            best = parent
    return " ".join(line.text for line in lines if line.element.tag in READ and best in line.around)


def located(lines: Sequence[Line], whole: str) -> list[bool]:
    """Which lines stand in a text: the long ones each by itself, the short ones between their neighbours."""
    text = letters(NOTE_MARK.sub("", whole))
    names = [line.letters for line in lines]
    used = bytearray(len(text))
    starts = [-1] * len(lines)
    at = 0
    for index, name in enumerate(names):
        if len(name) >= SURE:
            starts[index] = start = _found(name, text, at, used)
            if start >= 0:
                at = start + len(name)
                used[start:at] = b"\1" * (at - start)
    ends = _next_starts(starts, len(text))
    at = 0
    for index, name in enumerate(names):
        if starts[index] >= 0:
            at = starts[index] + len(name)
        elif 0 < len(name) < SURE:
            end = ends[index]
            starts[index] = start = text.find(name, at, end) if end > at else -1
            if start >= 0 and any(used[start : start + len(name)]):
                starts[index] = -1
            elif start >= 0:
                used[start : start + len(name)] = b"\1" * len(name)
                at = start + len(name)
    return [start >= 0 for start in starts]


def _next_starts(starts: Sequence[int], end: int) -> list[int]:
    """For each line, where the next one stands that was found; ``end`` where there is none."""
    out = [end] * len(starts)
    for index in range(len(starts) - 2, -1, -1):
        out[index] = starts[index + 1] if starts[index + 1] >= 0 else out[index + 1]
    return out


def _found(name: str, text: str, at: int, used: bytearray) -> int:
    """Where a long line stands that was not found before; as a whole or in more than half of its parts."""
    for begin in (at, 0):
        start = text.find(name, begin)
        if start >= 0 and not used[start]:
            return start
    if len(name) < 2 * SHINGLE or text.find(name) >= 0:
        return -1
    parts = [name[i : i + SHINGLE] for i in range(0, len(name) - SHINGLE + 1, SHINGLE)]
    starts = [start for part in parts if (start := text.find(part, at)) >= 0]
    return starts[0] if len(starts) > len(parts) / 2 and not used[starts[0]] else -1
