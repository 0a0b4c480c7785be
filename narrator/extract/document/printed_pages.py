"""Pages that ``pdftohtml`` made of a PDF -> HTML: lines at their places, or one behind the other, become paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from narrator.errors import SourceError
from narrator.extract.document.layout import Printed, Sheet, html

PLACED = re.compile(
    r"<(?:p|div)\s+style=\"position:\s*absolute;\s*top:\s*\d+px;\s*left:\s*\d+px;?[^\"]*\"\s+class=\"ft\d+\"",
    re.IGNORECASE,
)
IN_A_ROW = re.compile(r"<a name=\"?1\"?>\s*</a>", re.IGNORECASE)
MADE = re.compile(r"pdftohtml|<title>[^<]*\.pdf</title>|name=\"?generator\"?[^>]*pdf", re.IGNORECASE)
FONT = re.compile(r"\.(?P<name>ft\d+)\s*\{[^}]*?font-size:\s*(?P<size>\d+(?:\.\d+)?)px", re.IGNORECASE)
PLACE = re.compile(r"(?P<name>top|left|width|height):\s*(?P<value>\d+(?:\.\d+)?)px", re.IGNORECASE)
USUAL_SIZE = 12.0
LETTER = 0.5
"""Mean width of a letter, in sizes."""
A4 = (892.0, 1262.0)
"""Width and height of a page of pdftohtml that does not tell its own."""


def is_printed(text: str) -> bool:
    """Whether a page is one that ``pdftohtml`` made."""
    head = text[:20_000]
    return PLACED.search(head) is not None or (
        IN_A_ROW.search(head) is not None and "<br" in head and MADE.search(head) is not None
    )


def written(text: str, source: str) -> str:
    """The page as HTML with paragraphs.

    Raises:
        SourceError: there is no text in it.
    """
    try:
        tree = lxml_html.document_fromstring(
            text.encode(), parser=lxml_html.HTMLParser(encoding="utf-8", huge_tree=False)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"{source} cannot be read: {error}") from error
    sizes = {found["name"]: float(found["size"]) for found in FONT.finditer(text)}
    sheets = list(_placed(tree, sizes) if PLACED.search(text) else _in_a_row(tree))
    return f"<html><body>{html(sheets)}</body></html>"


def _placed(tree: Any, sizes: dict[str, float]) -> Iterator[Sheet]:
    pages = [each for each in tree.iter("div") if re.fullmatch(r"page\d+-div", each.get("id") or "")]
    for number, page in enumerate(pages or [tree]):
        box = _place(page)
        lines = tuple(
            line for each in page.iter("p", "div") if each is not page and (line := _line(each, sizes, number))
        )
        yield Sheet(box.get("width", A4[0]), box.get("height", A4[1]), lines)


def _line(element: Any, sizes: dict[str, float], page: int) -> Printed | None:
    place = _place(element)
    text = " ".join("".join(element.itertext()).split())
    if "top" not in place or "left" not in place or not text:
        return None
    size = sizes.get(element.get("class") or "", USUAL_SIZE)
    bold = "".join("".join(each.itertext()) for each in element.iter("b"))
    right = place["left"] + len(text) * LETTER * size
    return Printed(text, place["left"], place["top"], right, place["top"] + size, size, len(bold) > len(text) / 2, page)


def _place(element: Any) -> dict[str, float]:
    return {found["name"].lower(): float(found["value"]) for found in PLACE.finditer(element.get("style") or "")}


def _in_a_row(tree: Any) -> Iterator[Sheet]:
    """The lines between breaks; a rule is the end of a page."""
    body = tree.find("body")
    lines: list[Printed] = []
    text, bold, page = body.text or "", False, 0
    for _, element in etree.iterwalk(body, events=("start",), tag=("a", "b", "i", "br", "hr", "p")):
        if element.tag in ("br", "hr", "p"):
            lines, text, bold = [*lines, *_behind(text, lines, bold, page)], "", False
        if element.tag == "hr":
            yield _sheet(lines)
            lines, page = [], page + 1
        bold = bold or element.tag == "b"
        text += (element.text or "") + (element.tail or "" if len(element) == 0 else "")
    yield _sheet([*lines, *_behind(text, lines, bold, page)])


def _behind(text: str, lines: list[Printed], bold: bool, page: int) -> list[Printed]:
    """A line below those that are there already; none where it is empty."""
    text = " ".join(text.split())
    top = (lines[-1].top + 1.2 * USUAL_SIZE) if lines else A4[1] * 0.2
    return (
        [Printed(text, 0.0, top, len(text) * LETTER * USUAL_SIZE, top + USUAL_SIZE, USUAL_SIZE, bold, page)]
        if text
        else []
    )


def _sheet(lines: list[Printed]) -> Sheet:
    """A page; its head and its foot stand at the edges, wherever the lines between them end."""
    bottom = lines[-1].bottom if lines else 0.0
    return Sheet(A4[0], bottom or A4[1], tuple(lines))
