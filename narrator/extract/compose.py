"""Pieces of a page -> blocks: what each piece is, from the elements around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, groupby, islice
from typing import Any

from narrator import languages
from narrator.extract.pieces import Piece
from narrator.model import Block, BlockKind

HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")
NOTE_MARK = re.compile(
    r"\s?\[(?:\d{1,3}|note \d+|citation needed|edit|update)\](?!\()|\s\[[a-z]\](?!\()", re.IGNORECASE
)
POST = re.compile(
    r"^(?:twitter-tweet|twitter-video|instagram-media|bluesky-embed|mastodon-embed|tiktok-embed|fb-post|reddit-embed-bq|reddit-card|text-post-media)$"
)
SIGNED = re.compile(r"^[—–―]\s?\S.{1,100}$")
SOURCE = 80
"""Characters of the longest name of a source."""
CAPTION = re.compile(r"^(?!has|no|with|without).*caption(?:[-_]?text)?$", re.IGNORECASE)
CAPTION_WORDS = 30
LONGEST_LIST = 1000
LEAST_CELLS = 2
CELL = 200
"""Characters of a cell from which a table is there for the layout."""


def blocks(pieces: Sequence[Piece], language: str) -> Iterator[Block]:
    """The blocks that the pieces make; those of one table, code, post or list item are one block.

    Args:
        pieces: the chosen ones, in order.
        language: of the page (BCP 47): a part in another says so.
    """
    grids: dict[Any, bool] = {}
    numbers: dict[Any, int] = {}
    for unit, group in groupby(pieces, lambda piece: _unit(piece, grids)):
        yield from _block(unit, list(group), language, numbers)


def _unit(piece: Piece, grids: dict[Any, bool]) -> Any:
    """The element whose pieces make one block; ``grids`` keeps what was found out of each table."""
    for each in (piece.element, *piece.element.iterancestors()):
        if each.tag in ("body", "article", "main"):
            break
        if each.tag == "table" and each not in grids:
            grids[each] = is_grid(each)
        if each.tag == "pre" or grids.get(each):
            return each
        if _is_post(each):
            return each
    return piece


def _block(unit: Any, group: Sequence[Piece], language: str, numbers: dict[Any, int]) -> Iterator[Block]:
    if isinstance(unit, Piece):
        yield from _simple(unit, language, numbers)
    elif unit.tag == "table":
        rows = _rows(unit)
        yield Block(BlockKind.TABLE, "\n".join("\t".join(row) for row in rows), rows=rows, is_headed=_is_headed(unit))
    elif unit.tag == "pre":
        yield Block(BlockKind.CODE, "".join(unit.itertext()).strip("\n"))
    else:
        yield from _post(group, _tongue(unit, language))


def _simple(piece: Piece, language: str, numbers: dict[Any, int]) -> Iterator[Block]:
    text = clean(piece.text)
    if not text:
        return
    tongue = _tongue(piece.element, language)
    for each in (piece.element, *piece.element.iterancestors()):
        if each.tag in HEADINGS:
            yield Block(BlockKind.HEADING, text, level=int(each.tag[1]), language=tongue)
            return
        if each.tag == "li":
            yield Block(BlockKind.ITEM, text, level=_depth(each), language=tongue, number=_number(each, piece, numbers))
            return
        if each.tag == "blockquote":
            yield from _quote(each, text, tongue)
            return
        if _is_caption(each) or (each.tag == "figure" and is_in_caption(piece)):
            yield Block(BlockKind.CAPTION, text, language=tongue)
            return
        if each.tag in ("article", "section", "main", "body"):
            break
    yield Block(BlockKind.PARAGRAPH, text, language=tongue)


def clean(text: str) -> str:
    """One line, single spaces, no footnote marks."""
    return " ".join(NOTE_MARK.sub("", text).split())


def _tongue(element: Any, language: str) -> str | None:
    """The language of a part, where an element around it declares another than the page's."""
    for each in (element, *element.iterancestors()):
        declared = str(each.get("lang") or "").strip()
        if declared and LANGUAGE.match(declared):
            same = each.tag == "html" or languages.primary(declared) == languages.primary(language)
            return None if same else languages.of(declared).tag or None
    return None


def _depth(item: Any) -> int:
    return 1 + len([each for each in item.iterancestors() if each.tag == "li"])


def _number(item: Any, piece: Piece, numbers: dict[Any, int]) -> int | None:
    """The number of an item of an ordered list; None for its later pieces and where the list is not ordered.

    Args:
        item: the element.
        piece: of its text.
        numbers: of the items before it, as far as they are known; this one is added.
    """
    ordered = item.getparent()
    if ordered is None or ordered.tag != "ol" or not _begins(item, piece):
        return None
    ahead = 0
    for each in chain((item,), islice(item.itersiblings("li", preceding=True), LONGEST_LIST)):
        if each in numbers or each.get("value"):
            numbers[item] = numbers.get(each, _integer(each.get("value"), 1)) + ahead
            return numbers[item]
        ahead += 1
    numbers[item] = _integer(ordered.get("start"), 1) + ahead - 1
    return numbers[item]


def _begins(item: Any, piece: Piece) -> bool:
    """Whether a piece is the first text of an item."""
    first = next((text for part in item.itertext() if (text := " ".join(part.split()))), "")
    return piece.text.startswith(first)


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else otherwise


def _quote(quote: Any, text: str, language: str | None) -> Iterator[Block]:
    """A line of a quote; its source is no line but said with it."""
    source = _cited(quote)
    if text.strip("—–- ") != source:
        yield Block(BlockKind.QUOTE, text, language=language, source=source)


def _cited(quote: Any) -> str:
    """Who is quoted, where the quote ends with an element that says so."""
    last = next((each for each in reversed(quote) if isinstance(each.tag, str)), None)
    if last is None or last.tag not in ("cite", "footer") or (last.tail or "").strip():
        return ""
    name = clean("".join(last.itertext())).strip("—–- ")
    return name if len(name) <= SOURCE else ""


def is_grid(table: Any) -> bool:
    """Whether a table holds values rather than the layout of the page: two columns or more, of short cells."""
    if table.get("role") == "presentation" or table.find(".//table") is not None:
        return False
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    if not rows or max(map(len, rows)) < LEAST_CELLS or len(rows) < LEAST_CELLS:
        return False
    return not any(len("".join(cell.itertext())) > CELL for row in rows for cell in row)


def _is_headed(table: Any) -> bool:
    """Whether the first row is of head cells alone."""
    first = next((row for row in table.iter("tr") if len(row)), None)
    return first is not None and all(cell.tag == "th" for cell in first)


def _rows(table: Any) -> tuple[tuple[str, ...], ...]:
    rows = (
        tuple(clean("".join(cell.itertext())) for cell in row if cell.tag in ("td", "th")) for row in table.iter("tr")
    )
    return tuple(row for row in rows if any(row))


def _is_caption(element: Any) -> bool:
    if element.tag in ("figcaption", "caption"):
        return True
    named = element.get("class")
    return named is not None and any(CAPTION.search(name) for name in named.split())


def is_in_caption(piece: Piece) -> bool:
    """Whether a piece is of a picture's caption."""
    for each in (piece.element, *piece.element.iterancestors()):
        if each.tag in ("blockquote", "pre", "table"):
            return False
        if _is_caption(each):
            return True
        if each.tag == "figure":
            return next(each.iter("img", "picture", "video", "iframe"), None) is not None
    return False


def is_quoted(piece: Piece) -> bool:
    """Whether a piece is of a quote or stands aside."""
    return any(each.tag in ("blockquote", "q", "aside") for each in (piece.element, *piece.element.iterancestors()))


def is_beside_picture(piece: Piece) -> bool:
    """Whether a short line that is no sentence shares its element with a picture, or is a slanted line right below one."""
    element = piece.element
    if len(piece.text.split()) > CAPTION_WORDS or element.tag not in ("p", "div") or not _is_alone(piece):
        return False
    if element.find(".//img") is not None:
        return not piece.is_sentence
    above = element.getprevious()
    pictured = above is not None and above.find(".//img") is not None and not "".join(above.itertext()).strip()
    slanted = "".join(text for each in element.iter("em", "i", "small") for text in each.itertext())
    return pictured and bool(slanted) and slanted.split() == piece.text.split()


def _is_alone(piece: Piece) -> bool:
    """Whether a piece is all that its element says."""
    size = 0
    for part in piece.element.itertext():
        size += len(part.strip())
        if size > len(piece.text):
            return False
    return True


def _is_post(element: Any) -> bool:
    named = element.get("class")
    return named is not None and any(POST.match(name) for name in named.split())


def is_in_post(piece: Piece) -> bool:
    """Whether a piece is of an embedded post."""
    return any(_is_post(each) for each in (piece.element, *piece.element.iterancestors()))


def _post(group: Sequence[Piece], language: str | None) -> Iterator[Block]:
    """An embedded post: what it says and who said it."""
    texts = [clean(each.text) for each in group]
    signature = next((text for text in reversed(texts) if SIGNED.match(text)), "")
    said = " ".join(text for text in texts if text != signature)
    if said:
        yield Block(BlockKind.EMBED, said, language=language, source=signature.lstrip("—–―- "))
