"""Which pieces of a page are the article: trafilatura's choice, found again on the page and set right by what stands beside it.

Trafilatura loses paragraphs beside those that it keeps, joins words across elements and forgets where a line stood.
So its text only says which pieces are wanted; they are read from the page, and the boxes (elements) that hold most of
them say which of their neighbours were lost and which lines stand outside of the article.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from narrator.extract.boxes import ALL_LINK, HEADINGS, LINKS, PROSE, Boxes, article_boxes, is_prose, kind
from narrator.extract.compose import is_beside_picture, is_in_caption, is_in_post, is_quoted
from narrator.extract.insets import heads_another, insets, spared, threads
from narrator.extract.located import letters, located
from narrator.extract.pieces import Piece, names
from narrator.extract.reading import Reading

LINKED_LINE = 0.55
LINKED_WORDS = 40
LEAST_LINKED = 6
"""Words from which a linked line is a headline rather than a name."""
NAME_WORDS = 3
FRAMES = ("nav", "footer", "header")
SIGN_OFF_WORDS = 20
MUCH_PROSE = 400
"""Characters of prose below which a heading of comments ends an article."""
PULLED = 20
"""Letters from which a repeated quote is a pull quote."""
QUOTES = 1000
"""Pieces of an article among which a quote is looked for again."""
WORD = re.compile(r"[a-z]+")
HASHED = re.compile(r"\d|[a-z][A-Z]{2}|[A-Z]{2}[a-z]")
SEAM = re.compile(r"(?<=[a-z])(?=[A-Z])")
OPENING = re.compile(r"summary|(?:^|[-_])(?:intro|lead|lede|introduction|opening)(?:$|[-_])", re.I)
STANDFIRST = re.compile(
    r"stand-?first|sub-?title|sub-?head(?:line)?$|strap-?line|excerpt|(?:^|[-_])(?:dek|deck|kicker)(?:$|[-_])", re.I
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is read of a page's pieces, and the rule by which some are not that an extractor wanted."""

    wanted: tuple[bool, ...]
    rules: tuple[str, ...]
    """Empty for a piece that is read or that nobody wanted."""


@dataclass(frozen=True, slots=True)
class Span:
    """Where the article stands among the pieces of its page, as indices."""

    head: int
    """The last line of the headline, the byline and the date; -1 where there is none."""
    start: int
    """The first line of running text in the article's boxes, however short."""
    first: int
    """The first long paragraph."""
    last: int
    """The last long paragraph."""


def choice(pieces: Sequence[Piece], whole: str, reading: Reading) -> Choice:
    """Which pieces are the article's.

    Args:
        pieces: of the page, in order.
        whole: the text that an extractor found, in any white space.
        reading: what is known of single lines.
    """
    found = located(pieces, whole)
    comments = {*range(_comments(pieces, found, reading), len(pieces)), *threads(pieces, reading)}
    wanted = [ok and index not in comments for index, ok in enumerate(found)]
    boxes = article_boxes(pieces, wanted)
    span = _span(pieces, wanted, boxes, reading.judge)
    if span is None:
        return Choice(
            tuple(ok or bool(reading.keep(each.text)) for ok, each in zip(wanted, pieces, strict=True)),
            ("",) * len(pieces),
        )
    known = {letters(each.text) for each, ok in zip(pieces, wanted, strict=True) if ok and boxes.holds(each)}
    for index, each in enumerate(pieces):
        if (
            not wanted[index]
            and index not in comments
            and not (len(each.text) >= PULLED and letters(each.text) in known)
        ):
            below_head = span.head < index < span.first and _is_opening(each, boxes)
            wanted[index] = below_head or _lost(each, boxes, is_inside=span.first < index < span.last)
    _linked_lists(pieces, wanted, boxes, span, reading)
    rules = [
        _outside(index, pieces[index], boxes, span, host=reading.host) if ok else "" for index, ok in enumerate(wanted)
    ]
    for index in comments:
        rules[index] = "comments" if found[index] else ""
    insets(pieces, wanted, rules, boxes, reading)
    spared(pieces, rules, boxes, reading.host, first=span.first)
    _pull_quotes(pieces, wanted, rules, boxes)
    _orphans(pieces, wanted, rules, boxes)
    for index, each in enumerate(pieces):
        if reading.keep(each.text) or _is_welcome(each, boxes, reading):
            wanted[index], rules[index] = True, ""
    return Choice(tuple(ok and not rule for ok, rule in zip(wanted, rules, strict=True)), tuple(rules))


def _comments(pieces: Sequence[Piece], wanted: Sequence[bool], reading: Reading) -> int:
    """Where the readers' comments begin: at a heading that says so below prose; else the end."""
    prose = 0
    for index, each in enumerate(pieces):
        if prose >= MUCH_PROSE and each.element.tag in HEADINGS and reading.ends(each.text):
            return index
        prose += len(each.text) if wanted[index] and is_prose(each) else 0
    return len(pieces)


def _span(pieces: Sequence[Piece], wanted: Sequence[bool], boxes: Boxes, judge: Callable[[str], str]) -> Span | None:
    held = [index for index, each in enumerate(pieces) if wanted[index] and boxes.holds(each)]
    prose = [index for index in held if is_prose(pieces[index])]
    if not prose:
        return None
    running = (index for index in held if pieces[index].element.tag not in ("h1", "li", *HEADINGS))
    start = next((index for index in running if not judge(pieces[index].text)), prose[0])
    above = ("date", "byline")
    heads = (i for i in range(prose[0]) if pieces[i].element.tag == "h1" or judge(pieces[i].text) in above)
    return Span(max(heads, default=-1), start, prose[0], prose[-1])


def _lost(piece: Piece, boxes: Boxes, *, is_inside: bool) -> bool:
    """Whether a piece that was not found is a neighbour of those that were."""
    if is_in_post(piece):
        return is_inside and boxes.surround(piece)
    if not piece.text.strip("_"):
        return is_inside and boxes.holds(piece)
    if piece.link_share >= LINKS or not (boxes.holds(piece) or (is_inside and boxes.like(piece))):
        return False
    if piece.element.tag in ("p", "blockquote", "pre"):
        return piece.is_sentence or (is_inside and len(piece.text) >= PROSE)
    if piece.element.tag == "div":
        return is_inside and (piece.is_sentence or kind(piece.element) in boxes.lines)
    return is_inside and piece.element.tag in (*HEADINGS, "li", "dd", "dt")


def _linked_lists(pieces: Sequence[Piece], wanted: list[bool], boxes: Boxes, span: Span, reading: Reading) -> None:
    """Lists of links between the article's paragraphs are read, unless their lead says that they lead elsewhere."""
    lead = ""
    for index in range(span.first, span.last):
        each = pieces[index]
        if each.element.tag != "li":
            lead = each.text
        elif not wanted[index] and boxes.holds(each) and not _leads_within(each) and not reading.judge(lead):
            wanted[index] = not reading.judge(each.text)


def _leads_within(piece: Piece) -> bool:
    """Whether a line links to a place on its own page, as a table of contents does."""
    return any((link.get("href") or "").startswith("#") for link in piece.element.iter("a"))


def _outside(index: int, piece: Piece, boxes: Boxes, span: Span, *, host: str) -> str:
    """The rule by which a piece that an extractor wanted is not the article's; empty where it is."""
    if index < span.first and piece.element.tag == "h1":
        return "headline-echo"
    if heads_another(piece, host) and len(piece.text.split()) > NAME_WORDS:
        return "section-of-links"
    if not is_in_post(piece) and (_is_linked_line(piece) or (index > span.last and _is_sign_off(piece))):
        return "read-more"
    if not is_in_post(piece) and _is_furniture(piece, boxes):
        return "furniture"
    if is_beside_picture(piece) or is_in_caption(piece):
        return "caption"
    if index < span.first and _stands_first(index, piece, boxes, span):
        return "standfirst"
    if boxes.holds(piece) or boxes.like(piece):
        return ""
    if piece.link_share >= LINKED_LINE and not piece.is_sentence and len(piece.text.split()) > NAME_WORDS:
        return "section-of-links"
    return "after-article" if index > span.last and not boxes.surround(piece) else ""


def _stands_first(index: int, piece: Piece, boxes: Boxes, span: Span) -> bool:
    """Whether a piece before the article's first paragraph is a standfirst or a summary of it."""
    if piece.element.tag == "li" and index < span.start:
        return True
    is_named, is_above = _is_named(piece, STANDFIRST), index <= span.head
    if boxes.holds(piece) or boxes.like(piece):
        return is_named and (is_above or _is_opening(piece, boxes))
    if piece.element.tag in HEADINGS:
        return is_above or is_named or piece.is_sentence or index != span.first - 1
    return is_above or is_named or not piece.is_sentence


def _is_opening(piece: Piece, boxes: Boxes) -> bool:
    """Whether a piece below the headline and the date is the first paragraph in an element of its own."""
    return (
        len(piece.text) >= PROSE
        and piece.is_sentence
        and piece.link_share < LINKS
        and piece.element.tag in ("p", "div")
        and _is_named(piece, OPENING)
        and boxes.homes[piece.element] in boxes.around
    )


def _is_named(piece: Piece, name: re.Pattern[str]) -> bool:
    """Whether a class of the piece's element, or of the one around it, is such a name."""
    around = piece.element.getparent()
    classes = f"{piece.element.get('class') or ''} {around.get('class') or '' if around is not None else ''}"
    return any(name.search(each) for each in classes.split())


def _is_furniture(piece: Piece, boxes: Boxes) -> bool:
    """Whether an element around a piece, and around no paragraph of the article, has furniture's name in its class."""
    for each in boxes.foreign(piece):
        # The id of a heading is its text.
        own = "" if each.tag in ("h1", *HEADINGS) else each.get("id") or ""
        if each.tag in ("aside", "nav", "footer", "form") or is_part(f"{each.get('class') or ''} {own}"):
            return True
    return False


@lru_cache(maxsize=4096)
def is_part(classes: str) -> bool:
    """Whether a word of these class names says furniture; the letters of a hash say nothing."""
    parts = (part for name in classes.split() for part in re.split(r"[-_]+", name) if not HASHED.search(part))
    return any(word in names()["parts"] for part in parts for word in WORD.findall(SEAM.sub(" ", part).lower()))


def _is_linked_line(piece: Piece) -> bool:
    """Whether a paragraph is little but a link to another page: it ends in the link and is no sentence."""
    words = len(piece.text.split())
    if piece.element.tag not in ("p", "div", "td") or piece.link_share < LINKED_LINE or words > LINKED_WORDS:
        return False
    if piece.link_share >= ALL_LINK and (piece.text.isupper() or (piece.text.endswith("?") and words >= LEAST_LINKED)):
        return True
    return words >= LEAST_LINKED and not piece.is_sentence and _leads_away(piece)


def _is_sign_off(piece: Piece) -> bool:
    """Whether a short line below the article is for the most part a link."""
    share = LINKED_LINE if piece.is_sentence else LINKS
    return piece.link_share >= share and len(piece.text.split()) <= SIGN_OFF_WORDS


def _leads_away(piece: Piece) -> bool:
    """Whether a line ends in a link or is made of several."""
    links = [" ".join("".join(each.itertext()).split()) for each in piece.element.iter("a")]
    ends = piece.text, piece.text.rstrip(" ])»›>→")
    return len(links) > 1 or any(len(link) > 1 and text.endswith(link) for link in links for text in ends)


def _is_welcome(piece: Piece, boxes: Boxes, reading: Reading) -> bool:
    """Whether a piece in or beside the article's boxes is one of its notes, or a caption that is asked for."""
    if not (reading.is_note(piece.text) or (reading.captions and is_in_caption(piece))):
        return False
    outermost = next(reversed(list(boxes.foreign(piece))), None)
    return outermost is None or (outermost.tag not in FRAMES and outermost.getparent() in boxes.around | boxes.elements)


def _pull_quotes(pieces: Sequence[Piece], wanted: Sequence[bool], rules: list[str], boxes: Boxes) -> None:
    """A quote that a paragraph of the article says too is not read twice."""
    read = [index for index in range(len(pieces)) if wanted[index] and not rules[index]][:QUOTES]
    text = {index: letters(pieces[index].text) for index in read}
    for index in read:
        is_apart = is_quoted(pieces[index]) or not boxes.holds(pieces[index])
        if is_apart and len(text[index]) >= PULLED:
            others = (other for other in read if other != index and boxes.holds(pieces[other]))
            if any(text[index] in text[other] for other in others if text[other] != text[index] or other < index):
                rules[index] = "pull-quote"


def _orphans(pieces: Sequence[Piece], wanted: Sequence[bool], rules: list[str], boxes: Boxes) -> None:
    """A heading outside of the article's boxes whose next line is not read heads something else."""
    for index, each in enumerate(pieces[:-1]):
        if not wanted[index] or rules[index] or boxes.holds(each):
            continue
        heads = each.element.tag in HEADINGS or (not each.is_sentence and len(each.text.split()) <= LEAST_LINKED)
        if heads and (not wanted[index + 1] or rules[index + 1]):
            rules[index] = "section-of-links"
