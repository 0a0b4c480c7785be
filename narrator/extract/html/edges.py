"""Lines among the article's that are not the article: by what they say, at its edges, and said twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from narrator.extract.by_wording import begins_ask, begins_interface, ends_article, names_source
from narrator.extract.cuts import Cut
from narrator.extract.html.evidence import agrees
from narrator.extract.html.groups import Group, groups
from narrator.extract.html.measures import HEADINGS
from narrator.extract.html.page import PageTable
from narrator.extract.line import Line
from narrator.extract.notes import is_bio, is_offer, is_teaser
from narrator.extract.table import Verdicts
from narrator.extract.wording import Phrases
from narrator.model import BlockKind

ABOUT = re.compile(
    r"(?:About|À propos d[eu’'](?: la)?|Acerca de|Sobre) ?"
    r"(?:[A-ZÀ-Þ][\w&.’'-]*)(?:,? (?:[A-ZÀ-Þ][\w&.’'-]*|of|the|and|for|de|la|du|&))*:?"
)
"""The heading of what a company says of itself below its announcements."""
BOILERPLATE = re.compile(
    r"\bwww\.|https?://|\b(?:Inc|Ltd|LLC|Corp|GmbH|S\.A|PLC|Co)\b\.?|\b(?:company|provider|leader|leading|headquartered|founded|nonprofit|"
    r"non-profit|organi[sz]ation|foundation|members|customers|clients|mission|entreprise|société|fondée|siège|empresa|fundada|líder)\b",
    re.IGNORECASE,
)
"""What a company says of itself; "Ostrel has 9,400 inhabitants" is a section of an article about the place."""
TAIL_SHARE = 0.35
PROSE_SHARE = 0.5
PROSE_WORDS = 12
COPIED = 3
PROSE = 80
"""Characters of a block with which an article has begun."""
TWICE = 40
"""Characters from which a block that is said again nearby is an echo."""
NEAR = 3
SECTIONS = frozenset(
    [
        *(Cut.ASK, Cut.SIGN_UP, Cut.FORM, Cut.SECTION_OF_LINKS, Cut.RELATED, Cut.READ_MORE, Cut.COMMENTS, Cut.CONSENT),
        *(Cut.FURNITURE, Cut.AFTER),
    ]
)
"""Cuts of what has a heading of its own; a picture's caption has none."""


def wording(page: PageTable) -> Verdicts:
    """Lines that are furniture by their words wherever they stand; before the first paragraph also by their place."""
    read = groups(page)
    first = next((i for i, each in enumerate(read) if each.size >= PROSE and not _cut(page, each)), 0)
    for position, group in enumerate(read):
        cut = _at_edge(page, group) if position < first else _cut(page, group)
        yield from ((index, cut) for index in group.indices if cut)


def edges(page: PageTable) -> Verdicts:
    """Lines at the article's beginning and end that only stand there, from the edge inward to the first that is text."""
    read = groups(page)
    start, end = 0, len(read)
    while start < end and not read[start].is_sure and _at_edge(page, read[start]):
        start += 1
    while (
        end > start and not read[end - 1].is_sure and (_at_edge(page, read[end - 1]) or _is_tail(page, read[end - 1]))
    ):
        end -= 1
    end = _before_tail_section(page, read, start, end)
    for group in (*read[:start], *read[end:]):
        if not group.is_sure:
            cut = _at_edge(page, group) or Cut.AFTER
            yield from ((index, cut) for index in group.indices)


def copies(page: PageTable) -> Verdicts:
    """The blocks of a second copy, as for small screens: a run that repeats three long paragraphs or more in order."""
    read = groups(page)
    first: dict[str, int] = {}
    repeated = [first.setdefault(group.line.plain, position) for position, group in enumerate(read)]
    run: list[int] = []
    copied: set[int] = set()
    for position, origin in enumerate(repeated):
        if origin != position and run and repeated[run[-1]] == origin - 1:
            run.append(position)
        else:
            run = [position] if origin != position else []
        if sum(read[each].size >= PROSE for each in run) >= COPIED:
            copied.update(run)
    for position in sorted(copied):
        if not read[position].is_sure:
            yield from ((index, Cut.TWICE) for index in read[position].indices)


def echoes(page: PageTable) -> Verdicts:
    """A repeated block that is a pull quote or stands near; lists and recipes repeat themselves on purpose."""
    kept: list[Group] = []
    seen: set[str] = set()
    for group in groups(page):
        is_again = not group.is_sure and group.size > TWICE and group.line.plain in seen
        near = {each.line.plain for each in kept[-NEAR:]}
        if is_again and (group.kind is BlockKind.QUOTE or group.line.plain in near):
            yield from ((index, Cut.TWICE) for index in group.indices)
        else:
            kept.append(group)
            seen.add(group.line.plain)


def empty_sections(page: PageTable) -> Verdicts:
    """A heading whose section was cut goes with it: what stood below it were asks, links or forms, and nothing is left."""
    read = groups(page)
    for group, following in pairwise(read):
        if group.kind is not BlockKind.HEADING or following.kind is not BlockKind.HEADING:
            continue
        first, last = group.indices[-1] + 1, following.indices[0]
        between = {cut for index in range(first, last) if (cut := page.cuts[index]) is not None}
        between |= set().union(*(page.gone.get(index, set()) for index in range(first, last + 1)))
        is_deeper = int(following.element.tag[1]) > int(group.element.tag[1])
        if between & SECTIONS and not is_deeper:
            yield from ((index, Cut.AFTER) for index in group.indices)


def last_heading(page: PageTable) -> Verdicts:
    """A heading whose section was cut away goes with it."""
    read = groups(page)
    if read and read[-1].kind is BlockKind.HEADING:
        yield from ((index, Cut.AFTER) for index in read[-1].indices)


def _cut(page: PageTable, group: Group) -> Cut | None:
    """The cut of a group by its words, where what the page shows agrees."""
    index = group.indices[0]
    cut = None if group.is_sure else page.by_wording(index)
    return cut if cut is not None and agrees(page, index, cut) else None


def _at_edge(page: PageTable, group: Group) -> Cut | None:
    """The cut of a group at the edge: an ask that begins as one needs nothing else there."""
    index = group.indices[0]
    cut = None if group.is_sure else page.at_edge(index)
    if cut is Cut.ASK and group.element is not None and group.element.tag not in ("li", *HEADINGS):
        return cut if begins_ask(group.line, page.phrases) or agrees(page, index, cut) else None
    if cut is Cut.CREDIT and names_source(group.line):
        return cut
    if cut is Cut.INTERFACE and begins_interface(group.line, page.phrases):
        return cut
    return cut if cut is not None and agrees(page, index, cut) else None


def _is_tail(page: PageTable, group: Group) -> bool:
    """A heading at the very end, the beginning of a related article that breaks off, or who wrote it."""
    line = group.line
    is_heading = group.kind is BlockKind.HEADING
    return is_heading or is_teaser(line) or is_bio(line, page.byline) or is_offer(line, page.phrases)


def _before_tail_section(page: PageTable, read: Sequence[Group], start: int, end: int) -> int:
    """Where a closing section begins that is headed as one (related, comments, references) and holds little prose, or by
    the line of who has the rights.
    """
    known = page.phrases
    total = sum(group.size for group in read[start:end]) or 1
    size = prose = 0
    for position in range(end - 1, start, -1):
        group, line = read[position], read[position].line
        size += group.size
        prose += group.size if line.is_sentence and line.words >= PROSE_WORDS else 0
        if size > TAIL_SHARE * total:
            return end
        if (
            ends_article(line)
            or page.by_wording(group.indices[0]) is Cut.FOOTER
            or (_heads(group, known) and prose < PROSE_SHARE * size)
        ):
            return position
        if ABOUT.fullmatch(line.text) and any(BOILERPLATE.search(each.line.text) for each in read[position + 1 : end]):
            return position
    return end


def _heads(group: Group, known: Phrases) -> bool:
    """Whether a block is the heading of a closing section."""
    line: Line = group.line
    if line.words > 8 or line.text.endswith("."):
        return False
    begins = group.kind is BlockKind.HEADING and any(line.plain.startswith(head + " ") for head in known.tail_headings)
    return begins or line.plain in known.tail_headings
