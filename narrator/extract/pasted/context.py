"""What a line of a pasted page is by the lines around it: comment threads, tables, captions, lists of other stories."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby

from narrator.extract.by_wording import ends_article, heads_tail, is_credit, is_credited
from narrator.extract.cuts import Cut
from narrator.extract.lead import name
from narrator.extract.line import Line
from narrator.extract.notes import is_bio, is_teaser
from narrator.extract.pasted.captions import bare_captions, captions, credited, embeds
from narrator.extract.pasted.comments import thread
from narrator.extract.pasted.runs import is_headline
from narrator.extract.pasted.table import MUCH_PROSE, PROSE_ABOVE, TIME_CODE, PastedTable, prose_of
from narrator.extract.table import Verdicts
from narrator.extract.wording import Phrases, plain

FIGURE = re.compile(
    r"^(?:figure|fig\.?|table|abbildung|abb\.|tabelle|tableau|figura|tabla|рисунок|рис\.|таблиця)\s\d{1,3}\s?[.:]\s?\S",
    re.IGNORECASE,
)
PICTURE_COUNT = re.compile(
    r"(?:(?:image|photo|picture|slide|bild|foto|imagen|фото)\s+)?\d{1,3}\s*(?:/|of|von|de|sur|із|з)\s*/?\s*\d{1,3}|back to gallery",
    re.IGNORECASE,
)
CELL = re.compile(r"[\s\d.,:;%()±<>=≤≥+*/–—-]*\d[\s\d.,:;%()±<>=≤≥+*/–—-]*(?:[%a-zA-Z]{1,3})?")
LINK_BAR = re.compile(r"\s{2,}|\s*[|•·›»]\s*|\s>\s")
NOTE = re.compile(r"^(?:\^|\[\d{1,3}\]|\d{1,3}\.?\s\^)\s")
FILE_SIZE = re.compile(
    r"\.[a-z]\w{2,4}\b.{0,20}[\[(].{0,12}\d\s?[KMG]i?B\s?[\])]|\((?:PDF|ZIP|DOCX?|XLSX?),?\s[\d.,]+\s?[KMG]i?B\)",
    re.IGNORECASE,
)
PREFIX = re.compile(r"^[^|:]{6,50}\s?\|\s(?=\S)|^[^a-zа-яß-ÿ|:]{8,50}:\s(?=\S)")
NAME = re.compile(r"(?:[A-ZÀ-ÞЀ-Я][\w.'’-]*\s){1,3}[A-ZÀ-ÞЀ-Я][\w'’-]+")
CITATION = re.compile(
    r"^(?:\W?\d{1,3}\W{0,2}\s+)?[A-ZÀ-ÞЀ-Я][\w'’-]+(?:\s[A-ZÀ-ÞЀ-Я][\w'’-]+)?,?\s(?:[A-ZÀ-ÞЀ-Я]\.?[ -]?){1,3}[,.;&(\s].*\b(?:19|20)\d\d\b",
)
CITATIONS = 4
BELOW_SHARE = 0.5
"""Share of the prose above a first signed headline that has to stand below it for that to head the article."""
ABOVE_FOOTER = 0.8
"""Share of the prose of a page that has to stand above its footer: a notice of cookies has all of it below."""
BAR_WORDS = 20
"""Words of the longest bar of a footer's links: "Cookie Policy Disclaimer Privacy Policy"."""
PARAGRAPHS = 5
"""Paragraphs one after another that are an article without a headline."""
SMALL_PRINT_WORDS = 90
"""Words of the longest line of small print."""
SOME_PROSE = 15
CELLS = 6
CELL_SHARE = 0.35
STORY_PAIRS = 3
STORY_WORDS = 6.5
"""Words of a headline, on the mean of a list of stories; a step of a guide has fewer."""
TEASER_WORDS = 32
SHOUT_WORDS = 8


def by_itself(table: PastedTable) -> Verdicts:
    """Lines that are not the article, or that head what is not, whatever stands around them."""
    for index, line in enumerate(table.lines):
        if found := _by_itself(table, index, line):
            yield index, found


def _by_itself(table: PastedTable, index: int, line: Line) -> Cut | None:
    known = table.phrases
    if ends_article(line):
        return Cut.COMMENTS_HEADING
    if heads_tail(line, known):
        return Cut.TAIL_HEADING
    if found := table.by_wording(index):
        return found
    if line.words <= SMALL_PRINT_WORDS:
        if any(phrase in line.plain for phrase in known.legal):
            return Cut.FOOTER
        if any(phrase in line.plain for phrase in known.disclaimers):
            return Cut.DISCLAIMER
    return Cut.CREDIT if is_credit(line, known) and not (line.is_sentence and not is_credited(line)) else None


def lone(table: PastedTable) -> Verdicts:
    """Lines that a page has and prose has not: bars of links, picture counts, figure captions, notes."""
    lines = table.lines
    for index, line in enumerate(lines):
        text = line.text.strip()
        parts = [part for part in LINK_BAR.split(text) if part.strip()]
        if len(parts) >= 3 and not line.is_sentence and all(len(part.split()) <= 4 for part in parts):
            yield index, Cut.LINKS
        elif PICTURE_COUNT.fullmatch(text) or TIME_CODE.fullmatch(text):
            yield index, Cut.COUNTER
        elif FIGURE.search(text) and line.words <= 60:
            yield index, Cut.CAPTION
        elif NOTE.search(text):
            yield index, Cut.FOOTNOTE
        elif FILE_SIZE.search(text) and line.words <= 12:
            yield index, Cut.DOWNLOAD


def citations(table: PastedTable) -> Verdicts:
    """Lists of sources as papers have them: an author with initials, and a year."""
    lines = table.lines
    for yes, run in groupby(range(len(lines)), lambda at: CITATION.match(lines[at].text) is not None):
        found = list(run)
        if yes and len(found) >= CITATIONS:
            yield from ((index, Cut.REFERENCES) for index in found)


def prefixed(table: PastedTable) -> Verdicts:
    """Links that all begin with the same words in front of a bar, whatever language they are in."""
    lines = table.lines
    starts = [each.group() if (each := PREFIX.match(line.text)) and is_headline(line) else "" for line in lines]
    many = Counter(starts)
    for index, start in enumerate(starts):
        if start and many[start] >= 3:
            yield index, Cut.READ_MORE


def shouts(table: PastedTable) -> Verdicts:
    """Links to other stories in capitals between the paragraphs: longer than headings are, and several of them."""
    lines, cuts = table.lines, table.cuts
    prose = 0
    found: list[int] = []
    for index, line in enumerate(lines):
        if prose >= PROSE_ABOVE and line.words >= 5 and line.text.isupper() and not line.text.rstrip().endswith("."):
            found.append(index)
        prose += prose_of(line, cuts[index])
    if len(found) >= 2 and sum(lines[index].words for index in found) >= SHOUT_WORDS * len(found):
        yield from ((index, Cut.RELATED) for index in found)


def teasers(table: PastedTable) -> Verdicts:
    """Text that breaks off under a headline."""
    lines, cuts = table.lines, table.cuts
    for index, line in enumerate(lines[1:], 1):
        if is_teaser(line) and (_is_title(lines[index - 1], None) or cuts[index - 1]):
            yield index, Cut.TEASER


def authors(table: PastedTable) -> Verdicts:
    """Who wrote it, under the article: a line about a name that stood above the article and stands here again."""
    lines, cuts = table.lines, table.cuts
    prose = 0
    above: set[str] = set()
    for index, line in enumerate(lines):
        if prose < MUCH_PROSE and line.words <= 12:
            above.update(part for part in LINK_BAR.split(line.text.strip()) if NAME.fullmatch(part))
        near = (
            {each.text.strip() for each in lines[max(0, index - 3) : index]} & above if prose >= MUCH_PROSE else set()
        )
        again = any(line.text.startswith(each + " ") for each in near)
        if (again and line.words <= 90) or (prose >= MUCH_PROSE and is_bio(line, "")):
            yield index, Cut.AUTHOR_NOTE
        prose += prose_of(line, cuts[index])


def asides(table: PastedTable) -> Verdicts:
    """Lists of other stories inside an article: the line that heads one, and the headlines right under it."""
    lines, cuts, known = table.lines, table.cuts, table.phrases
    prose = 0
    for index, line in enumerate(lines[:-1]):
        prose += prose_of(line, cuts[index])
        if prose < SOME_PROSE or not (cuts[index] is Cut.TAIL_HEADING or _heads_aside(lines, cuts, index, known)):
            continue
        if cuts[index] is not Cut.TAIL_HEADING:
            yield index, Cut.ASIDE_HEADING
        at = index + 1
        while at < len(lines) and _is_entry(lines, cuts, at):
            yield at, Cut.RELATED
            at += 1


def _heads_aside(lines: Sequence[Line], cuts: Sequence[Cut | None], index: int, known: Phrases) -> bool:
    line = lines[index]
    if line.words > 7 or line.text.rstrip().endswith((".", "!", "?")):
        return False
    head = cuts[index] is Cut.READ_MORE or any(
        " " in phrase and line.plain.startswith(phrase + " ") for phrase in known.tail_headings
    )
    follow = lines[index + 1 : index + 3]
    return head and is_headline(follow[0]) and any(each.words >= 4 for each in follow)


def _is_entry(lines: Sequence[Line], cuts: Sequence[Cut | None], at: int) -> bool:
    """Whether a line under the head of an aside is one of its entries: a headline, or what stands with one."""
    line = lines[at]
    if cuts[at] in (Cut.TAIL_HEADING, Cut.COMMENTS_HEADING):
        return False
    if cuts[at] or is_headline(line):
        return True
    asks = line.text.rstrip().endswith(("?", "!")) and 8 <= line.words <= 25
    return asks and (lines[at - 1].text.isupper() or (at + 1 < len(lines) and is_headline(lines[at + 1])))


def repeats(table: PastedTable) -> Verdicts:
    """Whole sentences that stand below the head of an aside more than once; lists repeat themselves on purpose."""
    lines, cuts = table.lines, table.cuts
    prose, headed = 0, False
    seen: set[str] = set()
    for index, line in enumerate(lines):
        headed = headed or (prose >= PROSE_ABOVE and (cut := cuts[index]) is not None and cut.is_aside)
        if headed and line.is_sentence and line.words >= 8:
            if line.plain in seen:
                yield index, Cut.TWICE
            seen.add(line.plain)
        prose += prose_of(line, cuts[index])


def cells(table: PastedTable) -> Verdicts:
    """Tables that were copied cell by cell: many short lines, numbers among them."""
    lines = table.lines
    begin = 0
    for index in range(len(lines) + 1):
        if index < len(lines) and lines[index].words <= 6 and not lines[index].is_sentence:
            continue
        cells = range(begin, index)
        numbers = sum(CELL.fullmatch(lines[i].text.strip()) is not None for i in cells)
        if len(cells) >= CELLS and numbers >= CELL_SHARE * len(cells):
            yield from ((i, Cut.TABLE) for i in cells)
        begin = index + 1


def stories(table: PastedTable) -> Verdicts:
    """Headline and teaser in turn, three times and more: a list of other stories."""
    lines, cuts = table.lines, table.cuts
    index = 0
    while index < len(lines):
        pairs = []
        at = index
        while at + 1 < len(lines) and _is_title(lines[at], cuts[at]) and _is_teaser(lines[at + 1], cuts[at + 1]):
            pairs.append(at)
            at += 2
            while at < len(lines) and cuts[at] in (Cut.DATE, Cut.COUNTER, Cut.INTERFACE, Cut.CREDIT):
                at += 1
        words = sum(lines[each].words for each in pairs)
        if len(pairs) >= STORY_PAIRS and words >= STORY_WORDS * len(pairs):
            yield from ((i, Cut.RELATED) for i in range(index, at))
        index = max(at, index + 1)


def _is_title(line: Line, cut: Cut | None) -> bool:
    numbered = re.match(r"(?:\w+\s)?\d{1,2}\b", line.text)
    return not cut and 4 <= line.words <= 22 and not line.text.rstrip().endswith((".", ":")) and numbered is None


def _is_teaser(line: Line, cut: Cut | None) -> bool:
    inside = re.search(r"[.!?]\s+[A-ZÀ-ÞЀ-Я]", line.text)
    return cut in (None, Cut.TEASER) and line.is_sentence and 6 <= line.words <= TEASER_WORDS and inside is None


def same_title(text: str, other: str) -> bool:
    """Whether one line is the other, or the other with a site's name behind it."""
    left, right = plain(text), plain(other)
    return bool(right) and (left == right or re.match(re.escape(right) + r"\s[|–—·•»:-]{1,2}\s", left) is not None)


def next_article(table: PastedTable) -> Verdicts:
    """Where pages that never end go on with another article: a headline with a byline under it, below much prose.

    Where that is the first such headline, most of the prose stands below it and what stands above is no run of paragraphs,
    it heads the article, and what stands above is the prose of menus and offers.
    """
    lines, cuts = table.lines, table.cuts
    prose = [prose_of(line, cut) for line, cut in zip(lines, cuts, strict=True)]
    signed = _signed_headlines(table)
    above = 0
    for index, line_prose in enumerate(prose):
        if index in signed and above >= MUCH_PROSE:
            is_first = index == min(signed)
            if is_first and sum(prose[index:]) >= BELOW_SHARE * above and _longest_run(prose[:index]) < PARAGRAPHS:
                yield from ((earlier, Cut.OUTSIDE) for earlier in range(index))
            else:
                yield from ((later, Cut.NEXT_ARTICLE) for later in range(index, len(lines)))
            return
        above += line_prose


def below_footer(table: PastedTable) -> Verdicts:
    """What stands below a line of a site's footer, where most of the prose stands above it."""
    lines, cuts = table.lines, table.cuts
    prose = [prose_of(line, cut) for line, cut in zip(lines, cuts, strict=True)]
    enough, above = ABOVE_FOOTER * sum(prose), 0
    for index, line in enumerate(lines):
        if above >= max(enough, PROSE_ABOVE) and cuts[index] is not Cut.CREDIT and _is_of_footer(line, table.phrases):
            yield from ((later, Cut.FOOTER) for later in range(index, len(lines)))
            return
        above += prose[index]


def _is_of_footer(line: Line, known: Phrases) -> bool:
    """Whether a line begins as a footer does, or is a bar of its links; captions too end with who has the rights."""
    if line.words > BAR_WORDS:
        return False  # "Privacy policy: We read …" is an item of an article about them.
    begins = line.plain.startswith(known.footer)
    return begins or (not line.is_sentence and any(each in line.plain for each in known.footer))


def _longest_run(prose: Sequence[int]) -> int:
    """The most lines of prose that stand one after another."""
    return max((len(list(run)) for is_prose, run in itertools.groupby(prose, bool) if is_prose), default=0)


def _signed_headlines(table: PastedTable) -> set[int]:
    """The lines that read as headlines and have a byline right under them."""
    lines, cuts, known = table.lines, table.cuts, table.phrases
    return {
        index
        for index, line in enumerate(lines)
        if _is_title(line, cuts[index])
        and any(each.text[:1].isupper() and name(each.text, known) for each in lines[index + 1 : index + 3])
        and not name(line.text, known)
    }


PASSES: tuple[Callable[[PastedTable], Verdicts], ...] = (
    by_itself,
    lone,
    citations,
    prefixed,
    shouts,
    asides,
    embeds,
    credited,
    captions,
    bare_captions,
    teasers,
    repeats,
    cells,
    stories,
    authors,
    thread,
    next_article,
    below_footer,
)
"""What judges the lines of a pasted page, in their order; see ``Table.decide`` for how verdicts meet."""
