"""PDF -> HTML, by pdfminer.six: its lines with their places, and what they mean by ``layout``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from narrator.errors import SourceError
from narrator.extract.document.layout import Printed, Sheet, html
from narrator.extract.document.written import Facts, Written
from narrator.model import Page

PAGES = 200
"""Of a document; an article has 30, and 200 take 20 s."""
LEAST_SHARE = 0.2
"""Share of pages with text from which a document is not a scan."""
LEAST_LETTERS = 20
"""Of a page with text: a scan may have its number as text."""
UNKNOWN = re.compile(r"\(cid:\d+\)")
UNKNOWN_SHARE = 0.05
"""Share of letters that the document does not name from which it cannot be read."""
BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
RAISED = 0.8
"""Of its line's size: up to which a character is a mark or a power."""
POWERS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
JUNK_TITLE = re.compile(
    r"^(?:microsoft (?:word|powerpoint)|untitled|document\d*|slide \d|print|\W*)\b|\.\w{2,5}$", re.IGNORECASE
)
LIGATURES = str.maketrans(
    {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st", "\u00a0": " "}
)


def written(page: Page) -> Written:
    """The text of a PDF in reading order.

    Raises:
        SourceError: it is locked, a scan, broken, too long, or its letters have no names.
    """
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
    from pdfminer.pdfparser import PDFSyntaxError

    try:
        sheets, info = _sheets(page)
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise SourceError(f"{page.source} is locked by a password", "save it without one") from error
    except PDFSyntaxError as error:
        raise SourceError(f"{page.source} is a broken PDF: {error}", "is it whole?") from error
    _check(sheets, page.source)
    title = _info(info.get("Title"))
    facts = Facts(title="" if JUNK_TITLE.search(title) else title, byline=_info(info.get("Author")))
    return Written(f"<html><body>{html(sheets)}</body></html>", "text/html", facts=facts)


def _sheets(page: Page) -> tuple[list[Sheet], dict[str, Any]]:
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.layout import LAParams
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    document = PDFDocument(PDFParser(BytesIO(page.body)))
    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=LAParams(boxes_flow=None))
    interpreter = PDFPageInterpreter(resources, device)
    sheets = []
    for number, each in enumerate(PDFPage.create_pages(document)):
        if number >= PAGES:
            raise SourceError(
                f"{page.source} has more than {PAGES} pages, too many for an article", "give the article alone"
            )
        interpreter.process_page(each)
        layout = device.get_result()
        lines = tuple(line for box in layout for line in _lines(box, layout.height, number))
        sheets.append(Sheet(layout.width, layout.height, lines))
    return sheets, document.info[0] if document.info else {}


def _lines(box: Any, height: float, page: int) -> Iterator[Printed]:
    """The lines of a box of text; none of those that are turned."""
    from pdfminer.layout import LTTextBox, LTTextLine

    for line in box if isinstance(box, LTTextBox) else ():
        if isinstance(line, LTTextLine) and (printed := _printed(line, height, page)) is not None:
            yield printed


def _printed(line: Any, height: float, page: int) -> Printed | None:
    from pdfminer.layout import LTChar

    characters = [each for each in line if isinstance(each, LTChar)]
    if not characters or sum(each.upright for each in characters) < len(characters) / 2:
        return None
    size = Counter(round(each.size, 1) for each in characters).most_common(1)[0][0]
    base = Counter(round(each.y0, 1) for each in characters).most_common(1)[0][0]
    text = _text(line, size, base)
    if not text.strip():
        return None
    bold = sum(BOLD.search(each.fontname) is not None for each in characters) > len(characters) / 2
    return Printed(text.strip(), line.x0, height - line.y1, line.x1, height - line.y0, size, bold, page)


def _text(line: Any, size: float, base: float) -> str:
    """The characters of a line: powers as such, marks of notes left out."""
    from pdfminer.layout import LTChar

    out = ""
    for raised, text in _runs(line, size, base, LTChar):
        if not raised or not text.strip().isdigit():
            out += text
        elif re.search(r"(?:\d|[²³]|\b(?:m|km|cm|mm|dm|s))$", out):
            out += text.strip().translate(POWERS)
        elif text.endswith(" "):
            out += " "
    return out.translate(LIGATURES)


def _runs(line: Any, size: float, base: float, kind: type[Any]) -> Iterator[tuple[bool, str]]:
    """Characters that are raised together, and those that are not."""
    run, was_raised = "", False
    for each in line:
        is_raised = (
            isinstance(each, kind) and each.size < RAISED * size and each.y0 > base + 0.1 * size
            if isinstance(each, kind)
            else was_raised
        )
        if is_raised != was_raised and run:
            yield was_raised, run
            run = ""
        run, was_raised = run + each.get_text(), is_raised
    if run:
        yield was_raised, run


def _check(sheets: list[Sheet], name: str) -> None:
    """Refuse what has no text that can be read.

    Raises:
        SourceError: it is a scan, or its letters have no names.
    """
    texts = ["".join(line.text for line in sheet.lines) for sheet in sheets]
    whole = "".join(texts)
    if not sheets or sum(len(text) >= LEAST_LETTERS for text in texts) < LEAST_SHARE * len(sheets) or not whole.strip():
        raise SourceError(
            f"{name} is scanned: its pages are pictures without text",
            "let a text recognition such as OCRmyPDF put the text in",
        )
    if len(UNKNOWN.findall(whole)) > UNKNOWN_SHARE * len(whole):
        raise SourceError(f"{name} does not say which letters its signs are", "make it anew, or give its text")


def _info(value: Any) -> str:
    """A property of the document; PDF writes text in UTF-16 or in an alphabet of its own."""
    from pdfminer.pdftypes import resolve1
    from pdfminer.utils import decode_text

    value = resolve1(value)
    text = decode_text(value) if isinstance(value, bytes) else value if isinstance(value, str) else ""
    return " ".join(text.replace("\x00", "").split())
