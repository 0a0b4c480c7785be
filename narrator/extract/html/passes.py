"""Which lines of a page are the article: an extractor's choice, set right by what stands beside it.

Trafilatura loses paragraphs beside those that it keeps, joins words across elements and forgets where a line stood.
So its text is one vote; the boxes (elements) that hold most of the lines that it wants say which of their neighbours
were lost and which lines stand outside of the article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from narrator.extract.by_wording import ends_article
from narrator.extract.cuts import Cut
from narrator.extract.html.article_boxes import ALL_LINK, Boxes, kind, link_share
from narrator.extract.html.captions import is_beside_picture, is_in_caption, is_in_post, is_quoted
from narrator.extract.html.measures import HEADINGS, LINKS, PROSE, is_prose
from narrator.extract.html.names import is_pulled
from narrator.extract.html.other_articles import heads_another, threads
from narrator.extract.html.page import PageTable, Span
from narrator.extract.html.standfirsts import is_opening, stands_first
from narrator.extract.line import Line
from narrator.extract.notes import is_note
from narrator.extract.table import Verdicts
from narrator.languages import scripts

LINKED_LINE = 0.55
LINKED_WORDS = 40
LINKED_BOX = 0.1
"""Share of links from which a box inside the article's is not taken for a part of it."""
LEAST_LINKED = 6
"""Words from which a linked line is a headline rather than a name."""
NAME_WORDS = 3
REACH = 4
"""Lines below a heading among which the first of its section is looked for."""
CONTINUED = 2
"""Paragraphs from which a container is the article's next part."""
LEVELS = 4
"""Elements around a container in which the article's own must be."""
FRAMES = ("nav", "footer", "header")
OWN = ("img", "figure", "h1", "h2")
"""What a box has that is a picture or a story of its own."""
SIGN_OFF_WORDS = 20
MUCH_PROSE = 400
"""Characters of prose below which a heading of comments ends an article."""
PULLED = 20
"""Letters from which a repeated quote is a pull quote."""
SERIES = 2
"""Headings of one kind over text of the article from which they are its own; a single one is of a film beside the text."""
QUOTES = 1000
"""Lines of an article among which a quote is looked for again."""


def comments(page: PageTable) -> Verdicts:
    """The readers' comments: from a heading that says so below prose, and list items that somebody can reply to."""
    prose = 0
    for index, line in enumerate(page.lines):
        if prose >= MUCH_PROSE and line.element.tag in HEADINGS and ends_article(line):
            yield from ((later, Cut.COMMENTS) for later in range(index, len(page.lines)))
            break
        prose += line.size if page.is_read(index) and is_prose(line) else 0
    yield from ((index, Cut.COMMENTS) for index in threads(page))


def neighbours(page: PageTable) -> Verdicts:
    """Lines that nobody wanted and that stand as the article's own lines do."""
    boxes, span = page.boxes, page.span
    if span is None:
        return
    wanted = {line.letters for index, line in enumerate(page.lines) if page.is_read(index) and boxes.holds(line)}
    is_led, last = False, span.last
    for index, line in enumerate(page.lines):
        if page.is_read(index):
            last = max(last, index) if index == last + 1 else last
            is_led = (is_led and line.element.tag == "li") or (index >= span.last and line.text.endswith(":"))
        if page.cuts[index] is not Cut.OUTSIDE or (len(line.text) >= PULLED and line.letters in wanted):
            continue
        is_below_head = span.head < index < span.first and is_opening(line, boxes)
        is_inside = span.first < index < span.last
        is_led = is_led if line.element.tag == "li" else False
        if is_led and boxes.holds(line) and line.link_share < LINKS:
            yield index, None
            continue
        is_lost = _is_lost(line, boxes, is_inside=is_inside) or (is_inside and _is_in_box(line, page))
        goes_on = index == last + 1 and (_goes_on(line, boxes) or _stands_apart(line, boxes))
        if is_below_head or is_lost or goes_on or _heads_next(index, page, span):
            last = max(last, index) if goes_on else last
            yield index, None


def _goes_on(line: Line, boxes: Boxes) -> bool:
    """Whether a line right below the article's last is one of its paragraphs, as an item or in an element of no meaning."""
    is_paragraph = line.is_sentence and line.size >= PROSE and line.link_share < LINKS
    return is_paragraph and line.element.tag in ("div", "li") and boxes.holds(line)


def _is_in_box(line: Line, page: PageTable) -> bool:
    """Whether a line stands inside one of the article's boxes, however deep, and in no box of its own that is furniture.

    Guides have their prices, pros and cons and products in tables and cards of their own. A card with a picture or with
    links is one of another article as often as not.
    """
    if not any(each in page.boxes.elements for each in line.around) or line.element.tag in ("label", "legend"):
        return False
    if line.element.tag in HEADINGS and page.boxes.holds(line):
        return not heads_another(line, page.host)
    if line.link_share >= LINKS or page.boxes.is_furniture(line):
        return False
    own = page.boxes.outermost(line)
    if own is None:
        return is_prose(line) or line.element.tag not in ("div", "article", "section", "main")
    if _stands_apart(line, page.boxes):
        return True
    is_alone = len("".join(own.itertext()).split()) <= len(line.text.split())
    is_content = (is_prose(line) and not is_alone) or next(own.iter("li", "td"), None) is not None
    return is_content and _is_plain(own) and link_share(own) < LINKED_BOX


def _stands_apart(line: Line, boxes: Boxes) -> bool:
    """Whether a line is a sentence of a callout or of a pull quote in one of the article's boxes."""
    if not line.is_sentence or not boxes.is_apart(line):
        return False
    own = boxes.outermost(line)
    return own.getparent() in boxes.elements and _is_plain(own)


def _is_in_plain_box(line: Line, boxes: Boxes) -> bool:
    own = boxes.outermost(line)
    return own is None or _is_plain(own)


def _is_plain(box: Any) -> bool:
    """Whether a box has no picture and no headline of its own."""
    return next(box.iter(*OWN), None) is None


def _heads_next(index: int, page: PageTable, span: Span) -> bool:
    """Whether a heading that nobody wanted stands right above a line of the article, in an element around both.

    The posts of a live blog have their headings in ``header`` elements of their own.
    """
    line = page.lines[index]
    if line.element.tag not in HEADINGS or line.link_share >= LINKS or not span.head < index < span.last:
        return False
    for later in range(index + 1, min(index + 1 + REACH, len(page.lines))):
        if page.is_read(later):
            following = page.lines[later]
            shared = next((each for each in line.around if each in following.around), None)
            return shared is not None and following.element.tag not in HEADINGS and page.boxes.inside(shared)
        if page.lines[later].element.tag in HEADINGS:
            return False
    return False


def continued(page: PageTable) -> Verdicts:
    """A second container of the same kind as the article's, below its last paragraph and under the same elements."""
    boxes, span = page.boxes, page.span
    if span is None:
        return
    held: dict[Any, list[int]] = {}
    for index in range(span.last + 1, len(page.lines)):
        line = page.lines[index]
        if line.element.tag == "h1" or heads_another(line, page.host):
            break
        home = boxes.homes[line.element]
        if boxes.like(line) and home not in boxes.elements and (_is_near(home, boxes) or _is_on_same_path(home, boxes)):
            held.setdefault(home, []).append(index)
    for indices in held.values():
        if sum(is_prose(page.lines[index]) for index in indices) >= CONTINUED:
            yield from ((index, None) for index in indices if page.cuts[index] is Cut.OUTSIDE)


def _is_near(home: Any, boxes: Boxes) -> bool:
    """Whether an element stands under one of the next elements around the article's boxes, outside of a list."""
    above = list(home.iterancestors())[:LEVELS]
    return any(each in boxes.around for each in above if each.tag not in ("body", "html")) and not any(
        each.tag in ("li", "ol", "ul") for each in above
    )


def _is_on_same_path(home: Any, boxes: Boxes) -> bool:
    """Whether the elements around one of the article's boxes, up to the one around both, are of the same kinds."""
    path = [each for each in (home, *home.iterancestors()) if each not in boxes.around]
    for other in boxes.elements:
        if [kind(each) for each in (other, *other.iterancestors())][: len(path)] == [kind(each) for each in path]:
            return path[-1].getparent() is not None and path[-1].getparent().tag != "body"
    return False


def _is_lost(line: Line, boxes: Boxes, *, is_inside: bool) -> bool:
    """Whether a line that nobody wanted is a neighbour of those that somebody did."""
    if is_in_post(line):
        return is_inside and boxes.surround(line)
    if not line.text.strip("_"):
        return is_inside and boxes.holds(line)
    if line.link_share >= LINKS or not (boxes.holds(line) or (is_inside and boxes.like(line))):
        return False
    if line.element.tag in ("p", "blockquote", "pre"):
        return line.is_sentence or (is_inside and line.size >= PROSE)
    if line.element.tag == "div":
        return is_inside and (line.is_sentence or kind(line.element) in boxes.paragraphs)
    return is_inside and line.element.tag in (*HEADINGS, "li", "dd", "dt")


def linked_lists(page: PageTable) -> Verdicts:
    """Lists of links between the article's paragraphs are read, unless their lead says that they lead elsewhere."""
    if page.span is None:
        return
    lead: int | None = None
    for index in range(page.span.first, page.span.last):
        line = page.lines[index]
        if line.element.tag != "li":
            lead = index
        elif page.cuts[index] is Cut.OUTSIDE and page.boxes.holds(line) and not _leads_within(line):
            is_elsewhere = lead is not None and page.at_edge(lead) is not None
            if not is_elsewhere and page.at_edge(index) is None:
                yield index, None


def _leads_within(line: Line) -> bool:
    """Whether a line links to a place on its own page, as a table of contents does."""
    return any((link.get("href") or "").startswith("#") for link in line.element.iter("a"))


def misplaced(page: PageTable) -> Verdicts:
    """Lines that an extractor wanted and that are not the article's by where they stand and what they link to."""
    if page.span is None:
        return
    for index, line in enumerate(page.lines):
        if page.is_read(index) and (cut := _misplaced(index, line, page, page.span)):
            yield index, cut


def _misplaced(index: int, line: Line, page: PageTable, span: Span) -> Cut | None:
    boxes = page.boxes
    if index < span.first and line.element.tag == "h1":
        return Cut.HEADLINE_ECHO
    if heads_another(line, page.host) and scripts.words(line.text) > NAME_WORDS:
        return Cut.SECTION_OF_LINKS
    if not is_in_post(line) and (_is_linked_line(line) or (index > span.last and _is_sign_off(line))):
        return Cut.READ_MORE
    if not is_in_post(line) and boxes.is_furniture(line):
        return Cut.FURNITURE
    if is_beside_picture(line) or is_in_caption(line):
        return Cut.CAPTION
    if index < span.first and stands_first(index, line, boxes, span):
        return None
    if boxes.holds(line) or boxes.like(line):
        return None
    if line.link_share >= LINKED_LINE and not line.is_sentence and scripts.words(line.text) > NAME_WORDS:
        return Cut.SECTION_OF_LINKS
    return Cut.AFTER if index > span.last and not boxes.surround(line) else None


def _is_linked_line(line: Line) -> bool:
    """Whether a paragraph is little but a link to another page: it ends in the link and is no sentence."""
    words = scripts.words(line.text)
    if line.element.tag not in ("p", "div", "td") or line.link_share < LINKED_LINE or words > LINKED_WORDS:
        return False
    label = line.text.partition(":")[0]
    if label != line.text and label.isupper() and len(label.split()) <= NAME_WORDS and _leads_away(line):
        return not line.is_sentence
    if line.link_share >= ALL_LINK and (line.text.isupper() or (line.text.endswith("?") and words >= LEAST_LINKED)):
        return True
    return words >= LEAST_LINKED and not line.is_sentence and _leads_away(line)


def _is_sign_off(line: Line) -> bool:
    """Whether a short line below the article is for the most part a link."""
    share = LINKED_LINE if line.is_sentence else LINKS
    return line.link_share >= share and scripts.words(line.text) <= SIGN_OFF_WORDS


def _leads_away(line: Line) -> bool:
    """Whether a line ends in a link or is made of several."""
    links = [" ".join("".join(each.itertext()).split()) for each in line.element.iter("a")]
    ends = line.text, line.text.rstrip(" ])»›>→")
    return len(links) > 1 or any(len(link) > 1 and text.endswith(link) for link in links for text in ends)


def pull_quotes(page: PageTable) -> Verdicts:
    """A quote that a paragraph of the article says too is not read twice."""
    if page.span is None:
        return
    read = [index for index in range(len(page.lines)) if page.is_read(index)][:QUOTES]
    text = {index: page.lines[index].letters for index in read}
    gone: set[int] = set()
    for index in read:
        is_apart = (
            is_quoted(page.lines[index]) or not page.boxes.holds(page.lines[index]) or _is_pulled(page.lines[index])
        ) and page.lines[index].element.tag not in HEADINGS
        if is_apart and len(text[index]) >= PULLED:
            others = (other for other in read if other != index and page.boxes.holds(page.lines[other]))
            if any(text[index] in text[other] for other in others if text[other] != text[index] or other < index):
                gone.add(index)
    yield from ((index, Cut.PULL_QUOTE) for index in sorted(gone))


def _is_pulled(line: Line) -> bool:
    return any(is_pulled(each.get("class") or "") for each in line.around[:3])


def orphans(page: PageTable) -> Verdicts:
    """A heading outside of the article's boxes whose next line is not read heads something else.

    Guides have series of them, with a price or a credit between each and its text: those are the article's.
    """
    if page.span is None:
        return
    headless: dict[int, bool] = {}
    for index, line in enumerate(page.lines[:-1]):
        if not page.is_read(index) or page.boxes.holds(line) or index in page.standfirsts:
            continue
        if (
            page.span.first < index < page.span.last
            and line.element.tag != "div"
            and _is_in_plain_box(line, page.boxes)
        ):
            continue
        heads = line.element.tag in HEADINGS or (not line.is_sentence and scripts.words(line.text) <= LEAST_LINKED)
        if heads and not page.is_read(index + 1):
            headless[index] = _heads_next(index, page, page.span)
    series = Counter(kind(page.lines[index].element) for index, heads_next in headless.items() if heads_next)
    for index, heads_next in headless.items():
        if not heads_next or series[kind(page.lines[index].element)] < SERIES:
            yield index, Cut.SECTION_OF_LINKS


def welcome(page: PageTable) -> Verdicts:
    """Lines that the user keeps, the article's notes in or beside its boxes, and captions that are asked for."""
    for index, line in enumerate(page.lines):
        if page.is_kept(index) or (page.span is not None and _is_welcome(line, page)):
            yield index, None


def _is_welcome(line: Line, page: PageTable) -> bool:
    if not (is_note(line, page.phrases) or (page.captions and is_in_caption(line))):
        return False
    boxes = page.boxes
    outermost = boxes.outermost(line)
    return outermost is None or (outermost.tag not in FRAMES and outermost.getparent() in boxes.around | boxes.elements)


def unwanted(wanted: Sequence[bool], page: PageTable) -> Verdicts:
    """Lines that no extractor wanted, or that stand outside of what the user's settings name."""
    del page
    return ((index, Cut.OUTSIDE) for index, is_wanted in enumerate(wanted) if not is_wanted)


def list_of_links(page: PageTable) -> Verdicts:
    """All lines of a page that is little but links to others."""
    return ((index, Cut.LIST_OF_LINKS) for index in range(len(page.lines)))
