"""What a line of a pasted page is by the lines around it: comment threads, tables, captions, lists of other stories."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby

from narrator.extract.by_wording import (
    CLOCK,
    NUMBER_ONLY,
    YEAR,
    at_edge,
    ends_article,
    heads_tail,
    is_credit,
    is_credited,
)
from narrator.extract.cuts import Cut
from narrator.extract.lead import name
from narrator.extract.line import Line
from narrator.extract.notes import is_bio, is_teaser
from narrator.extract.pasted.runs import is_headline
from narrator.extract.table import Table, Verdicts
from narrator.extract.wording import Phrases, plain

POSTED_BY = re.compile(r"^[—–―-]{1,2}\s?(?P<name>.{2,60}?)\s\(@\w{1,30}\)")
FIGURE = re.compile(
    r"^(?:figure|fig\.?|table|abbildung|abb\.|tabelle|tableau|figura|tabla|рисунок|рис\.|таблиця)\s\d{1,3}\s?[.:]\s?\S",
    re.IGNORECASE,
)
PICTURE_COUNT = re.compile(
    r"(?:(?:image|photo|picture|slide|bild|foto|imagen|фото)\s+)?\d{1,3}\s*(?:/|of|von|de|sur|із|з)\s*/?\s*\d{1,3}|back to gallery",
    re.IGNORECASE,
)
TIME_CODE = re.compile(r"\d{1,2}:\d\d(?::\d\d)?")
CELL = re.compile(r"[\s\d.,:;%()±<>=≤≥+*/–—-]*\d[\s\d.,:;%()±<>=≤≥+*/–—-]*(?:[%a-zA-Z]{1,3})?")
LINK_BAR = re.compile(r"\s{2,}|\s*[|•·›»]\s*|\s>\s")
NOTE = re.compile(r"^(?:\^|\[\d{1,3}\]|\d{1,3}\.?\s\^)\s")
SAYS = re.compile(r"^.{2,70}\s(?:says|said|sagt|schreibt|dice|dit|a dit|пише|каже)\s?:$", re.IGNORECASE)
COMMENT_COUNT = re.compile(
    r"(?:\d+|one|no)\s(?:thoughts?|responses?|replies|comments?)\s(?:on|to)\b|.{0,20}\bcomments are closed|kommentare sind geschlossen|les commentaires sont fermés|comentarios cerrados",
    re.IGNORECASE,
)
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
PARAGRAPHS = 5
"""Paragraphs one after another that are an article without a headline."""
CAPTION_WORDS = (6, 30)
SEEN = re.compile(
    r",\s(?:seen|pictured|shown|photographed|hier|gesehen|vu|visto|vista)\b|\b(?:seen|pictured|shown|photographed) (?:from|at|in|on|here|with)\b",
    re.IGNORECASE,
)
OF_PERSON = re.compile(
    r"(?P<name>[A-ZÀ-ÞЀ-Я][\w'’-]+(?:\s[A-ZÀ-ÞЀ-Я][\w'’.-]+){1,3}),?\s(?:with|at|in|on|during|outside|inside|near|beside|after|before|mit|bei|vor|im|am|"
    r"avec|devant|dans|lors|con|en|durante|під|біля|з|у)\s"
)
SENTENCE_WORDS = 8
SMALL_PRINT_WORDS = 90
"""Words of the longest line of small print."""
PROSE_ABOVE = 60
"""Words of prose above which a thread of comments, or what looks like one, follows an article."""
MUCH_PROSE = 150
SOME_PROSE = 15
CELLS = 6
CELL_SHARE = 0.35
STORY_PAIRS = 3
STORY_WORDS = 6.5
"""Words of a headline, on the mean of a list of stories; a step of a guide has fewer."""
TEASER_WORDS = 32
SHOUT_WORDS = 8


class PastedTable(Table):
    """The lines of a pasted page and the verdict on each."""

    def by_wording(self, index: int) -> Cut | None:
        """The cut that a line's words suggest; a sentence is a caption where it names who took the picture."""
        return self._unless_text(index, super().by_wording(index))

    def at_edge(self, index: int) -> Cut | None:
        """The cut that a line's words suggest at the article's beginning or end."""
        return self._unless_text(index, super().at_edge(index))

    def _unless_text(self, index: int, cut: Cut | None) -> Cut | None:
        # "(R)" ends a sentence about a party too.
        line = self.lines[index]
        is_text = cut is Cut.CREDIT and line.is_sentence and line.words >= SENTENCE_WORDS
        return None if is_text and not is_credited(line) else cut


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
        prose += _prose(line, cuts[index])
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
        prose += _prose(line, cuts[index])


def asides(table: PastedTable) -> Verdicts:
    """Lists of other stories inside an article: the line that heads one, and the headlines right under it."""
    lines, cuts, known = table.lines, table.cuts, table.phrases
    prose = 0
    for index, line in enumerate(lines[:-1]):
        prose += _prose(line, cuts[index])
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
        prose += _prose(line, cuts[index])


def embeds(table: PastedTable) -> Verdicts:
    """Who posted an embedded post, and when."""
    lines = table.lines
    for index, line in enumerate(lines):
        if POSTED_BY.search(line.text.strip()):
            yield index, Cut.EMBED


def captions(table: PastedTable) -> Verdicts:
    """Captions by what stands beside them: the same line again, a credit, a time code."""
    lines, cuts = table.lines, table.cuts
    for index, line in enumerate(lines):
        after = cuts[index + 1] if index + 1 < len(lines) else None
        if index and TIME_CODE.fullmatch(lines[index - 1].text.strip()) and not line.is_sentence:
            yield index, Cut.CAPTION
        if after is Cut.CREDIT and is_headline(line) and line.words >= 6 and ":" not in line.text:
            yield index, Cut.CAPTION
        if line.words < 8:
            continue
        for other in range(index + 1, min(index + 4, len(lines))):
            if _same_start(line, lines[other]):
                credited = Cut.CREDIT in cuts[max(0, index - 2) : other + 4]
                yield other, Cut.CAPTION if credited else Cut.TWICE
                if credited or is_headline(line):
                    yield index, Cut.CAPTION if credited else Cut.RELATED


def _prose(line: Line, cut: Cut | None) -> int:
    """How many words of prose a line has."""
    return line.words if line.is_sentence and line.words >= 8 and not cut else 0


def _same_start(line: Line, other: Line) -> bool:
    """Whether two lines are one, or one breaks off where the other goes on."""
    short, long = sorted((len(line.plain), len(other.plain)))
    return short >= 0.7 * long and line.plain[: int(0.7 * long)] == other.plain[: int(0.7 * long)]


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


def thread(table: PastedTable) -> Verdicts:
    """The readers' comments, to the end of the page."""
    begin = _first_comment(table)
    if begin is not None:
        yield from ((index, Cut.COMMENTS) for index in range(begin, len(table.lines)))


def _first_comment(table: PastedTable) -> int | None:
    """Where the readers' comments begin: under their head, or at the first of several who said when they wrote."""
    lines, known = table.lines, table.phrases
    prose = [_prose(line, cut) for line, cut in zip(lines, table.cuts, strict=True)]
    whole = sum(prose) or 1
    stamps = [index for index, line in enumerate(lines) if is_stamp(line, known)]
    heads = {index for index, line in enumerate(lines) if ends_article(line) or COMMENT_COUNT.match(line.plain)}
    above = 0
    last = {lines[index].plain: index for index in sorted(heads)}
    for index, line in enumerate(lines):
        at = bisect_right(stamps, index)
        later = len(stamps) - at
        if index in heads:
            sure = later >= 2 or index == last[line.plain] or NUMBER_ONLY.match(line.plain) is not None
            if above >= (PROSE_ABOVE if later >= 2 else min(0.4 * whole, MUCH_PROSE)) and sure:
                return index
        elif at and stamps[at - 1] == index and above >= MUCH_PROSE and _talks(stamps[at - 1 : at + 1], prose):
            named = index > 0 and is_headline(lines[index - 1]) and lines[index - 1].words <= 4
            return index - 1 if named else index
        above += prose[index]
    return None


def _talks(stamps: Sequence[int], prose: Sequence[int]) -> bool:
    """Whether at least two stamps have something said under them."""
    return len(stamps) >= 2 and all(sum(prose[at + 1 : at + 6]) for at in stamps[:2]) and stamps[1] - stamps[0] <= 15


def is_stamp(line: Line, known: Phrases) -> bool:
    """Whether a line says who commented, or when: "August 8, 2025 at 3:17 pm", "Jane | August 8, 2025", "Jane says:"."""
    text = line.text.strip()
    if line.words > 14 or SAYS.match(text):
        return line.words <= 14 and SAYS.match(text) is not None
    last = re.split(r"\s+[|·•]\s+", text)[-1]
    dated = NUMBER_ONLY.fullmatch(last) is None and at_edge(Line(last), known) is Cut.DATE
    return dated and (CLOCK.search(text) is not None or (last != text and YEAR.search(last) is not None))


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
    prose = [_prose(line, cut) for line, cut in zip(lines, cuts, strict=True)]
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


def bare_captions(table: PastedTable) -> Verdicts:
    """Captions without a credit: a line between two paragraphs that is no sentence and tells what is to be seen."""
    lines, cuts = table.lines, table.cuts
    for index in range(1, len(lines) - 1):
        line = lines[index]
        if cuts[index] or line.is_sentence or not CAPTION_WORDS[0] <= line.words <= CAPTION_WORDS[1]:
            continue
        is_between = all(_prose(lines[near], cuts[near]) for near in (index - 1, index + 1))
        if is_between and (SEEN.search(line.text) or _is_of_person(line, lines, index)):
            yield index, Cut.CAPTION


def _is_of_person(line: Line, lines: Sequence[Line], index: int) -> bool:
    """Whether a line begins with a name that a paragraph of the text says too, and goes on with where or with what."""
    match = OF_PERSON.match(line.text)
    return match is not None and any(match["name"] in each.text for at, each in enumerate(lines) if at != index)


PASSES: tuple[Callable[[PastedTable], Verdicts], ...] = (
    by_itself,
    lone,
    citations,
    prefixed,
    shouts,
    asides,
    embeds,
    captions,
    bare_captions,
    teasers,
    repeats,
    cells,
    stories,
    authors,
    thread,
    next_article,
)
"""What judges the lines of a pasted page, in their order; see ``Table.decide`` for how verdicts meet."""
