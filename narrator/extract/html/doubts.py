"""What the reading of a page is not sure of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from narrator.extract.cuts import Cut
from narrator.extract.html.evidence import agrees
from narrator.extract.html.formulas import UNREAD
from narrator.extract.html.measures import PROSE, is_prose
from narrator.extract.html.page import PageTable
from narrator.extract.metadata import Meta
from narrator.extract.table import Table
from narrator.languages.scripts import words
from narrator.model import Block, BlockKind, Doubt, DoubtKind

AGREEMENT = 0.5
"""Share of the text that either wants, that both want, below which another extractor disagrees. Of 427 real pages
5 are below it, 3 of them read badly; below 0.7 are 9, with the same 3."""
UNREAD_PROSE = 0.8
"""Prose that is not read, as a share of what is read, from which too little may be read (figures: docs/extraction.md,
``python -m tests.bench.damaged``). At 0.5 twice as many sound pages are doubted, at 1.5 half of the bad ones are missed."""
BESIDE = frozenset(
    [Cut.HIDDEN, Cut.OUTSIDE, Cut.FURNITURE, Cut.AFTER, Cut.SECTION_OF_LINKS, Cut.SPONSOR, Cut.READ_MORE, Cut.RELATED]
)
"""Cuts that take prose away by where it stands; comments, captions, sign-ups and consents are known for what they are."""
COUNTED = (0.6, 1.6)
"""What is read, as a share of the words that the page counts, outside of which the count is doubted."""
LEAST_COUNTED = 100
BEGINNING = 250
"""Words of what a page shows of an article that it sells."""
PICTURES = 5
"""Pictures from which a story without as many paragraphs is one of pictures. Three of four articles have some."""
MOST = 20
"""Lines and formulas that are named one by one."""


def doubts(
    page: PageTable, everything: Table, meta: Meta, blocks: Sequence[Block], block_of: Sequence[int | None]
) -> Iterator[Doubt]:
    """What is not sure about an article.

    Args:
        page: its table, judged.
        everything: the table of all lines of the page, judged.
        meta: what the page says of itself.
        blocks: of the article.
        block_of: of each line of the table, the index of its block.
    """
    count = sum(words(block.text) for block in blocks if block.is_read)
    yield from _disagreement(page)
    yield from _more_shown(page, everything)
    yield from _counts(meta, count)
    yield from _suspected(page, block_of)
    yield from _unsaid(page, block_of)
    yield from _pictured(blocks)


def agreement(page: PageTable) -> float:
    """The share of the text that we read or another extractor wants that both take, 0 to 1."""
    both = either = 0
    for index, line in enumerate(page.lines):
        is_read, is_wanted = page.is_read(index), index < len(page.votes) and page.votes[index]
        either += line.size if is_read or is_wanted else 0
        both += line.size if is_read and is_wanted else 0
    return both / either if either else 1.0


def _disagreement(page: PageTable) -> Iterator[Doubt]:
    share = agreement(page)
    if page.votes and share < AGREEMENT:
        text = (
            f"another extractor agrees with {share:.0%} of what is read: look whether it is the article and all of it"
        )
        yield Doubt(DoubtKind.EXTRACTORS_DISAGREE, text)


def _more_shown(page: PageTable, everything: Table) -> Iterator[Doubt]:
    if not page.votes:
        return  # The user's settings or the page's data say what is read.
    read = {line.letters: line.size for index, line in enumerate(page.lines) if page.is_read(index)}
    size = sum(read.values())
    rest = sum(
        line.size
        for line, cut in zip(everything.lines, everything.cuts, strict=True)
        if cut in BESIDE and line.size >= PROSE and (is_prose(line) or line.is_sentence) and line.letters not in read
    )
    if rest > UNREAD_PROSE * size:
        text = f"the page shows {rest:,} characters of prose beside the {size:,} that are read: look whether they are the article's"
        yield Doubt(DoubtKind.MORE_SHOWN, text)


def _counts(meta: Meta, count: int) -> Iterator[Doubt]:
    told = meta.word_count
    is_counted = told is not None and told >= LEAST_COUNTED
    if told is not None and is_counted and not COUNTED[0] * told <= count <= COUNTED[1] * told:
        yield Doubt(DoubtKind.WORD_COUNT, f"the page counts {told} words, {count} are read")
    if not meta.is_free and (count < BEGINNING or (told is not None and is_counted and count < COUNTED[0] * told)):
        text = f"the page says that the article is not free; it shows only the beginning, {count} words"
        yield Doubt(DoubtKind.PAYWALL, text)


def _pictured(blocks: Sequence[Block]) -> Iterator[Doubt]:
    figures = sum(block.kind is BlockKind.FIGURE for block in blocks)
    if figures >= PICTURES and figures >= sum(block.kind is BlockKind.PARAGRAPH for block in blocks):
        yield Doubt(DoubtKind.FIGURES_LEFT_OUT, f"{figures} pictures tell much of it; they are shown and not read")


def _suspected(page: PageTable, block_of: Sequence[int | None]) -> Iterator[Doubt]:
    count = 0
    for index, line in enumerate(page.lines):
        if block_of[index] is None or line.element is None:
            continue
        cut = page.by_wording(index)
        if cut in (Cut.ASK, Cut.CREDIT, Cut.CONSENT, Cut.READ_MORE) and not agrees(page, index, cut) and count < MOST:
            count += 1
            text = f"a line is read that may be no text ({cut}): {line.text[:80]}"
            yield Doubt(DoubtKind.SUSPECTED_LINE, text, block=block_of[index])


def _unsaid(page: PageTable, block_of: Sequence[int | None]) -> Iterator[Doubt]:
    count = 0
    for index, line in enumerate(page.lines):
        if block_of[index] is None or line.element is None or not line.marks or count >= MOST:
            continue
        unread = [each for each in line.element.iter("span") if each.get(UNREAD)]
        if unread:
            count += 1
            text = f"a formula in a sentence cannot be read: {line.text[:80]}"
            yield Doubt(DoubtKind.UNSAID, text, block=block_of[index])
