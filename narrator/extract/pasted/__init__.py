"""The article out of a copied page: each line gets a label, then the best contiguous run is taken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from narrator.extract import lead
from narrator.extract.by_wording import NUMBER_ONLY
from narrator.extract.cuts import Cut
from narrator.extract.language import detected
from narrator.extract.lead import Lead
from narrator.extract.line import NOTE_MARK, Line
from narrator.extract.notes import is_bio
from narrator.extract.pasted import captions, choice, features
from narrator.extract.pasted.context import PASSES, same_title
from narrator.extract.pasted.runs import Labelled, Run, best_run, is_headline
from narrator.extract.pasted.table import PastedTable
from narrator.extract.table import Reading, fill
from narrator.extract.wishes import kept
from narrator.extract.wording import phrases
from narrator.model import Article, Block, BlockKind
from narrator.settings import Settings

BULLET = re.compile(r"^\s*(?:[•▪◦‣*·]|[-–—]\s)\s*")
NUMBERED = re.compile(r"^\s*(\d{1,2})[.)]\s+(?=\S)")
POST_LINK = re.compile(r"\s?(?:https?://t\.co/\w+|pic\.twitter\.com/\w+)")
DATELINE = re.compile(
    r"^(?:[A-ZÀ-ÞЀ-Я][A-ZÀ-ÞЀ-Я .'-]{2,30}(?:,\s[\w. ]{2,20})?|[A-ZÀ-ÞЀ-Я][\w.' -]{2,25}(?:,\s[\w. ]{2,20})?\s\([\w /.-]{2,20}\))(?:\s\([\w /.-]{2,20}\))?\s[—–-]{1,2}\s"
)
HEADLINE_REACH = 14
FEW_WORDS = 150
FEW_SHARE = 0.15
LEAD_WORDS = 80
"""Words of standfirst and captions that may stand above the byline."""
AMOUNT = re.compile(r"^(?:\d{1,4}(?:[.,/]\d{1,3})?|\d{0,3}\s?[½¼¾⅓⅔⅛])\s?(?:[^\W\d_]+\.?)(?:\s[^|]{1,60})?$")
AMOUNTS = 3
AMOUNT_STEP = 2
LIST_REACH = 15
LEADING_WORDS = 8
ALONE_SHARE = 0.6
TITLES = 5
TITLE_WORDS = 32
TITLE_MEAN = 7
QUESTION_WORDS = 22
ASKS = re.compile(r"[?!？！؟][\s\"'”’“‘»«)\]」』]*$")
GOES_ON = re.compile(r"[:;,：；，、،؛][\s\"'”’“‘»«)\]」』]*$")
"""How lines end that are no headlines."""
FEW_LINES = 4
"""So short a text is somebody's own, whatever it looks like."""
VERSE_LINES = 4
LINE_WORDS = 14
"""Words of the longest line of verse."""
STANZA = 2
"""Lines of a stanza, on the mean."""
ENDED = re.compile(r"[.,;:!?…—–-][\s\"'”’“‘»«)\]]*$")
ENDED_SHARE = 0.4
"""Share of the lines of verse that end with a mark: those of a menu do not."""
PROSE_SHARE = 0.7


def reading(text: str, settings: Settings) -> Reading:
    """The article of a pasted page, without blocks where there is none, and the verdict on each line."""
    language = settings.language or detected(text)
    table, gaps = _table(text, language, settings)
    title, around, blocks, block_of = _read(table, gaps)
    article = Article(
        blocks,
        title=title,
        byline=around.byline,
        language=language,
        published=around.published,
        modified=around.modified,
        removed=tuple(table.removed(block_of, len(blocks))),
    )
    return Reading(article, table.judged)


def _table(text: str, language: str, settings: Settings) -> tuple[PastedTable, list[bool]]:
    """The lines of a text with what the passes say of each, and whether an empty line stands above it."""
    paragraphs = _paragraphs(text)
    table = PastedTable([Line(line) for line, _ in paragraphs], phrases(language), keep=kept(settings))
    fill(table, PASSES)
    return table, [gap for _, gap in paragraphs]


def _read(table: PastedTable, gaps: Sequence[bool]) -> tuple[str, Lead, tuple[Block, ...], list[int | None]]:
    """Headline, what stands under it, the blocks, and the index of the block of each line; the table is finished."""
    labelled = _labelled(table, gaps)
    if _is_typed(table, labelled):
        return _typed(labelled)
    if _is_verse(table, labelled):
        return _verse(labelled)
    is_read = _chosen(table, labelled)
    start, end = _span(is_read)
    for index, yes in enumerate(is_read):
        if not yes:
            table.decide(index, Cut.AFTER if start < end <= index else Cut.OUTSIDE, "choice")
    read = [index for index in range(start, end) if table.is_read(index)]
    kept = [_block(labelled[index], labelled[index + 1] if index + 1 < len(labelled) else None) for index in read]
    title, found = _headline(table, labelled, start)
    blocks = _without_marks(kept)
    places = {index: number for number, index in enumerate(read)}
    return title, found, blocks, [places.get(index) for index in range(len(labelled))]


def _by_run(table: PastedTable, labelled: Sequence[Labelled], run: Run) -> list[bool]:
    """Whether each line is in a run and nothing is said against it."""
    start, end = _trimmed(table, labelled, run)
    return [start <= index < end and not each.cut and index not in run.aside for index, each in enumerate(labelled)]


def _chosen(table: PastedTable, labelled: Sequence[Labelled]) -> list[bool]:
    """Whether each line is read: by what is known of it; of a recipe, and of a page that is lists, what the run reads."""
    run, is_lists = _run(labelled)
    by_run = _by_run(table, labelled, run)
    if is_lists or any(by_run[index] for index in _measured(table.lines, table.cuts)):
        return by_run
    chosen = choice.chosen(labelled, features.of_lines(table, labelled, by_run), choice.weights())
    return chosen if any(chosen) else by_run


def _span(is_read: Sequence[bool]) -> tuple[int, int]:
    """From the first line that is read to behind the last; empty where there is none."""
    read = [index for index, yes in enumerate(is_read) if yes]
    return (read[0], read[-1] + 1) if read else (0, 0)


def known_of(text: str, settings: Settings) -> tuple[list[Labelled], list[features.Numbers]]:
    """The lines of a copied page, and what is known of each, as its choice is made from."""
    table, gaps = _table(text, settings.language or detected(text), settings)
    labelled = _labelled(table, gaps)
    return labelled, list(features.of_lines(table, labelled, _by_run(table, labelled, _run(labelled)[0])))


def _is_typed(table: PastedTable, labelled: Sequence[Labelled]) -> bool:
    """Whether a text is nothing but an article: no line of it is a page's, and what it says is said in sentences."""
    if not labelled or any(each.cut or each.titles or table.at_edge(index) for index, each in enumerate(labelled)):
        return False
    said = [each.line for each in labelled if each.line.is_sentence or each.listed or each.line.text.endswith(":")]
    prose = sum(line.words for line in said)
    return len(labelled) <= FEW_LINES or prose >= PROSE_SHARE * sum(each.line.words for each in labelled)


def _is_verse(table: PastedTable, labelled: Sequence[Labelled]) -> bool:
    """Whether a text is nothing but verse: stanzas of short lines, none of them a page's."""
    body = labelled[1:] if labelled and labelled[0].group == 1 else labelled
    if (
        len(body) < VERSE_LINES
        or any(each.cut for each in labelled)
        or any(each.line.words > LINE_WORDS for each in body)
    ):
        return False
    starts = sum(each.gap for each in body) or 1
    ended = sum(ENDED.search(each.line.text) is not None for each in body)
    return len(body) >= STANZA * starts and ended >= ENDED_SHARE * len(body)


def _verse(labelled: Sequence[Labelled]) -> tuple[str, Lead, tuple[Block, ...], list[int | None]]:
    """All of a poem, a block a stanza; a line alone above it is its title."""
    titled = len(labelled) > 1 and labelled[1].gap and not labelled[0].line.text.rstrip().endswith((",", ";", "."))
    stanzas: list[list[str]] = []
    block_of: list[int | None] = [None] * titled
    for each in labelled[titled:]:
        if each.gap or not stanzas:
            stanzas.append([])
        stanzas[-1].append(each.line.text)
        block_of.append(len(stanzas) - 1)
    blocks = tuple(Block(BlockKind.PARAGRAPH, "\n".join(lines)) for lines in stanzas)
    return labelled[0].line.text if titled else "", Lead(), blocks, block_of


def _typed(labelled: Sequence[Labelled]) -> tuple[str, Lead, tuple[Block, ...], list[int | None]]:
    """All of a text; its first line is the headline where it stands alone above sentences."""
    headed = len(labelled) > 1 and _heads(labelled[0], labelled[1])
    title = labelled[0].line.text if headed else ""
    rest = labelled[headed:]
    kept = [
        replace(block, kind=BlockKind.PARAGRAPH, level=0)
        if block.kind is BlockKind.HEADING and not (after and _heads(each, after))
        else block
        for each, after in zip(rest, [*rest[1:], None], strict=True)
        if (block := _block(each, after))
    ]
    blocks = _without_marks(kept)
    return title, Lead(), blocks, [None] * headed + list(range(len(rest)))


def _heads(line: Labelled, after: Labelled) -> bool:
    """Whether a line stands as a heading above another."""
    text = line.line.text.rstrip()
    short = not line.line.is_sentence and line.line.words <= TITLE_WORDS and not text.endswith((":", ","))
    return short and not line.listed and (after.gap or after.line.is_sentence)


def _run(labelled: Sequence[Labelled]) -> tuple[Run, bool]:
    """The best run, and whether lists are taken for content in it, since one of prose is next to nothing of the page."""
    run = best_run(labelled)
    whole = sum(each.line.words for each in labelled if not each.cut)
    found = sum(each.line.words for each in labelled[run.start : run.end] if not each.cut)
    is_lists = found < FEW_WORDS and found < FEW_SHARE * whole
    return (best_run(labelled, lenient=True), True) if is_lists else (run, False)


def _paragraphs(text: str) -> list[tuple[str, bool]]:
    """Lines, and whether an empty one is above; where the text is hard-wrapped, the lines of a paragraph joined."""
    lines = [line.strip() for line in text.splitlines()]
    filled = [(line, index > 0 and not lines[index - 1]) for index, line in enumerate(lines) if line]
    if indented := _indented(text):
        filled = [(line, gap or index in indented) for index, (line, gap) in enumerate(filled)]
    wrapped = sum(50 <= len(line) <= 100 and not re.search(r"[.!?:\"”]$", line) for line, _ in filled)
    is_wrapped = bool(indented) or wrapped >= 0.5 * len(filled)
    if len(filled) < 8 or max(len(line) for line, _ in filled) > 140 or not is_wrapped:
        return filled
    out: list[tuple[str, bool]] = []
    for line, gap in filled:
        if gap or not out:
            out.append((line, True))
        else:
            out[-1] = (f"{out[-1][0]} {line}", True)
    return out


def _indented(text: str) -> frozenset[int]:
    """The lines, of those that are not empty, with which paragraphs begin that are told by their indent, as in a book; none
    where the lines that go on are not of a book's width.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    starts = [index for index, line in enumerate(lines) if line.startswith(("  ", "\t", "\u3000"))]
    begun = frozenset(starts)
    go_on = [len(line) for index, line in enumerate(lines[:-1]) if index + 1 not in begun]
    is_book = 3 <= len(starts) <= len(lines) // 2 and sum(45 <= size <= 100 for size in go_on) >= 0.8 * len(go_on)
    return begun if is_book else frozenset()


def _labelled(table: PastedTable, gaps: Sequence[bool]) -> list[Labelled]:
    lines, cuts = table.lines, table.cuts
    groups = _groups(lines, gaps)
    listed = _listed(lines, cuts)
    return [Labelled(*each) for each in zip(lines, cuts, gaps, groups, listed, _titles(lines), strict=True)]


def _groups(lines: Sequence[Line], gaps: Sequence[bool]) -> list[int]:
    """How many lines stand together with each; 1 where the page's empty lines tell nothing of it."""
    starts = [index for index, gap in enumerate(gaps) if gap or index == 0]
    if not gaps or len(starts) < 0.05 * len(gaps) or len(starts) > 0.95 * len(gaps):
        return [1] * len(gaps)
    ends = [*starts[1:], len(gaps)]
    out: list[int] = []
    for start, end in zip(starts, ends, strict=True):
        steps = all(line.is_sentence for line in lines[start:end])
        out.extend([1 if steps else end - start] * (end - start))
    prose = [(line.words, size) for line, size in zip(lines, out, strict=True) if line.is_sentence and line.words >= 12]
    alone = sum(words for words, size in prose if size < 3)
    if alone < ALONE_SHARE * sum(words for words, _ in prose):
        return [1 if line.is_sentence else size for line, size in zip(lines, out, strict=True)]
    return out


def _titles(lines: Sequence[Line]) -> list[bool]:
    """Which lines stand among five and more that all read as headlines."""
    reads = [
        line.words <= (QUESTION_WORDS if line.is_sentence else TITLE_WORDS)
        and (not line.is_sentence or ASKS.search(line.text.strip()) is not None)
        and not GOES_ON.search(line.text.strip())
        for line in lines
    ]
    out: list[bool] = []
    for yes, run in groupby(enumerate(lines), lambda each: reads[each[0]]):
        found = [line for _, line in run]
        many = yes and len(found) >= TITLES and sum(line.words for line in found) >= TITLE_MEAN * len(found)
        out.extend([many] * len(found))
    return out


def _measured(lines: Sequence[Line], cuts: Sequence[Cut | None]) -> set[int]:
    """Lists of amounts, as recipes have them: three lines and more that begin with one, at most one other between."""
    amounts = [i for i, line in enumerate(lines) if not cuts[i] and is_headline(line) and AMOUNT.match(line.text)]
    out: set[int] = set()
    begin = 0
    for at in range(1, len(amounts) + 1):
        if at < len(amounts) and amounts[at] - amounts[at - 1] <= AMOUNT_STEP:
            continue
        if at - begin >= AMOUNTS:
            out.update(i for i in range(amounts[begin], amounts[at - 1] + 1) if not cuts[i])
        begin = at
    return out


def _listed(lines: Sequence[Line], cuts: Sequence[Cut | None]) -> list[bool]:
    """Which lines are items of a list: by their mark, by amounts, or under a line that ends with a colon."""
    out = []
    left = 0
    measured = _measured(lines, cuts)
    for index, (line, found) in enumerate(zip(lines, cuts, strict=True)):
        marked = index in measured or BULLET.match(line.text) is not None or NUMBERED.match(line.text) is not None
        out.append(marked or (left > 0 and is_headline(line) and not found))
        after_prose = index > 0 and lines[index - 1].is_sentence and lines[index - 1].words >= LEADING_WORDS
        if line.text.rstrip().endswith(":") and not found and (line.words >= 5 or after_prose):
            left = LIST_REACH
        elif line.is_sentence or found:
            left = 0
        else:
            left -= 1
    return out


def _trimmed(table: PastedTable, labelled: Sequence[Labelled], run: Run) -> tuple[int, int]:
    """The run without what is furniture at its edges."""
    start, end = _begin(table, labelled, run), run.end
    while start < end and (labelled[start].cut or table.at_edge(start)):
        start += 1
    while end > start and (labelled[end - 1].cut or table.at_edge(end - 1)):
        end -= 1
    while end > start and (labelled[end - 1].cut or _is_tail(labelled[end - 1])):
        end -= 1
    return start, end


def _is_tail(each: Labelled) -> bool:
    """Whether a line at the end tells who wrote it, or is no sentence and no item."""
    return is_bio(each.line, "") or (not each.line.is_sentence and each.line.words < 12 and not each.listed)


def _begin(table: PastedTable, labelled: Sequence[Labelled], run: Run) -> int:
    """Where the text begins in a run that took in the headline, the standfirst or a caption above the byline."""
    start, words = run.start, 0
    for index in range(run.start, run.end):
        line = labelled[index].line
        if words and DATELINE.match(line.text):
            return index
        signed = table.at_edge(index) in (Cut.BYLINE, Cut.DATE) and not NUMBER_ONLY.fullmatch(line.text)
        titled = line.words >= 3 and same_title(labelled[0].line.text, line.text)
        if signed or (titled and not line.is_sentence):
            start = index + 1
        words += 0 if labelled[index].cut else line.words
        if words > LEAD_WORDS:
            break
    return start


def _headline(table: PastedTable, labelled: Sequence[Labelled], start: int) -> tuple[str, Lead]:
    """The headline above the run, and who and when stand between the two.

    It is known by the page's title, which browsers copy as the first line, or by the byline or date under it; nothing
    where neither is there.
    """
    first = max(0, start - HEADLINE_REACH)
    above = range(first, start)
    own = next((i for i in reversed(above) if _is_title(labelled[i].line, labelled[0].line, i)), None)
    marks = [i for i in above if table.at_edge(i) in (Cut.BYLINE, Cut.DATE, Cut.COUNTER)]
    if own is None and marks:
        own = next((i for i in range(marks[0] - 1, first - 1, -1) if _may_head(table, labelled, i)), None)
    texts = [labelled[i].line.text for i in above]
    if own is not None:
        return texts[own - first], lead.around(texts, own - first, table.phrases)
    return "", lead.under(texts[marks[0] - first :] if marks else [], table.phrases)


def _is_title(line: Line, page: Line, index: int) -> bool:
    """Whether a line is the page's own title, without the site's name."""
    return index > 0 and line.words >= 3 and page.plain != line.plain and same_title(page.text, line.text)


def _may_head(table: PastedTable, labelled: Sequence[Labelled], index: int) -> bool:
    line = labelled[index].line
    is_furniture = labelled[index].cut or table.at_edge(index)
    return not is_furniture and 4 <= line.words <= 25 and not line.text.rstrip().endswith(".")


GLUED = re.compile(r"(?<=[a-zà-ÿа-яґєії]{3}[.!?,”\"»])(\d{1,2})(?=\s+[A-ZÀ-ÞЀ-ЯҐЄІЇ“\"«]|\s*$)")
"""A footnote's number that a copy glued to the word before it: "the vote.3 The council"."""


def _without_marks(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Blocks without the marks of footnotes; glued numbers go where they count up from one through the text."""
    texts = [" ".join(NOTE_MARK.sub("", block.text).split()) for block in blocks]
    numbers = [int(number) for text in texts for number in GLUED.findall(text)]
    if len(numbers) >= 2 and numbers == list(range(1, len(numbers) + 1)):
        texts = [GLUED.sub("", text) for text in texts]
    return tuple(replace(block, text=text) for block, text in zip(blocks, texts, strict=True))


def _block(each: Labelled, after: Labelled | None) -> Block:
    line = each.line
    if after is not None and after.cut is Cut.EMBED and (posted := captions.POSTED_BY.search(after.line.text.strip())):
        return Block(BlockKind.EMBED, POST_LINK.sub("", line.text).strip(), source=posted["name"])
    if numbered := NUMBERED.match(line.text):
        return Block(BlockKind.ITEM, line.text[numbered.end() :], level=1, number=int(numbered.group(1)))
    if bullet := BULLET.match(line.text):
        return Block(BlockKind.ITEM, line.text[bullet.end() :], level=1)
    if each.listed:
        return Block(BlockKind.ITEM, line.text, level=1)
    if not line.is_sentence and line.words <= 14 and line.text[:1].isupper():
        return Block(BlockKind.HEADING, line.text, level=2)
    return Block(BlockKind.PARAGRAPH, line.text)
