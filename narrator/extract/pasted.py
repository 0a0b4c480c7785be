"""The article out of a copied page: each line gets a label, then the best contiguous run is taken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from narrator.extract import context, lead
from narrator.extract.compose import clean
from narrator.extract.lead import Lead
from narrator.extract.lines import NUMBER_ONLY, Line, edge_rule, ends_article, heads_tail, is_credit, rule
from narrator.extract.notes import is_bio
from narrator.extract.runs import Labelled, Run, best_run, is_headline
from narrator.extract.wording import Phrases
from narrator.model import Block, BlockKind, Removed

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
FEW_LINES = 4
"""So short a text is somebody's own, whatever it looks like."""
PROSE_SHARE = 0.7


def article(
    text: str, known: Phrases, keep: re.Pattern[str] | None = None
) -> tuple[str, Lead, tuple[Block, ...], tuple[Removed, ...]]:
    """Headline, what stands under it, blocks and removed lines of a pasted page; no blocks where is no article."""
    labelled = _labelled(_paragraphs(text), known, keep)
    if _is_typed(labelled, known):
        return _typed(labelled)
    run = _run(labelled)
    start, end = _trimmed(labelled, run, known)
    kept: list[Block] = []
    removed: list[Removed] = []
    for index, each in enumerate(labelled):
        inside = start <= index < end
        if inside and not each.rule and index not in run.aside:
            kept.append(_block(each, labelled[index + 1] if index + 1 < len(labelled) else None))
        else:
            why = each.rule or ("after-article" if inside else "outside-article")
            removed.append(Removed(each.line.text, why, len(kept) if index < end else -1))
    title, found = _headline(labelled, start, known)
    kept = [replace(block, text=text) for block, text in zip(kept, _unmarked([b.text for b in kept]), strict=True)]
    placed = tuple(Removed(r.text, r.rule, len(kept) if r.before < 0 else r.before) for r in removed)
    return title, found, tuple(kept), placed


def _is_typed(labelled: Sequence[Labelled], known: Phrases) -> bool:
    """Whether a text is nothing but an article: no line of it is a page's, and what it says is said in sentences."""
    if not labelled or any(each.rule or each.titles or edge_rule(each.line, known) for each in labelled):
        return False
    said = [each.line for each in labelled if each.line.is_sentence or each.listed or each.line.text.endswith(":")]
    prose = sum(line.words for line in said)
    return len(labelled) <= FEW_LINES or prose >= PROSE_SHARE * sum(each.line.words for each in labelled)


def _typed(labelled: Sequence[Labelled]) -> tuple[str, Lead, tuple[Block, ...], tuple[Removed, ...]]:
    """All of a text; its first line is the headline where it stands alone above sentences."""
    headed = len(labelled) > 1 and _heads(labelled[0], labelled[1])
    title = labelled[0].line.text if headed else ""
    rest = labelled[headed:]
    blocks = tuple(
        replace(block, kind=BlockKind.PARAGRAPH, level=0)
        if block.kind is BlockKind.HEADING and not (after and _heads(each, after))
        else block
        for each, after in zip(rest, [*rest[1:], None], strict=True)
        if (block := _block(each, after))
    )
    return title, Lead(), blocks, ()


def _heads(line: Labelled, after: Labelled) -> bool:
    """Whether a line stands as a heading above another."""
    text = line.line.text.rstrip()
    short = not line.line.is_sentence and line.line.words <= TITLE_WORDS and not text.endswith((":", ","))
    return short and not line.listed and (after.gap or after.line.is_sentence)


def _run(labelled: Sequence[Labelled]) -> Run:
    """The best run; where that is next to nothing of the page, once more with lists taken for content."""
    run = best_run(labelled)
    whole = sum(each.line.words for each in labelled if not each.rule)
    found = sum(each.line.words for each in labelled[run.start : run.end] if not each.rule)
    return best_run(labelled, lenient=True) if found < FEW_WORDS and found < FEW_SHARE * whole else run


def _paragraphs(text: str) -> list[tuple[str, bool]]:
    """Lines, and whether an empty one is above; where the text is hard-wrapped, the lines of a paragraph joined."""
    lines = [line.strip() for line in text.splitlines()]
    filled = [(line, index > 0 and not lines[index - 1]) for index, line in enumerate(lines) if line]
    wrapped = sum(50 <= len(line) <= 100 and not re.search(r"[.!?:\"”]$", line) for line, _ in filled)
    if len(filled) < 8 or max(len(line) for line, _ in filled) > 140 or wrapped < 0.5 * len(filled):
        return filled
    out: list[tuple[str, bool]] = []
    for line, gap in filled:
        if gap or not out:
            out.append((line, True))
        else:
            out[-1] = (f"{out[-1][0]} {line}", True)
    return out


def _labelled(paragraphs: Sequence[tuple[str, bool]], known: Phrases, keep: re.Pattern[str] | None) -> list[Labelled]:
    lines = [Line(text) for text, _ in paragraphs]
    wanted = [bool(keep and keep.search(line.text)) for line in lines]
    rules = context.rules(lines, [_own_rule(line, known) for line in lines], known)
    rules = ["" if want else each for want, each in zip(wanted, rules, strict=True)]
    gaps = [gap for _, gap in paragraphs]
    groups = _groups(lines, gaps)
    listed = _listed(lines, rules)
    return [Labelled(*each) for each in zip(lines, rules, gaps, groups, listed, _titles(lines), strict=True)]


def _own_rule(line: Line, known: Phrases) -> str:
    """The rule by which a line is not the article, or heads what is not, whatever stands around it."""
    if ends_article(line):
        return "comments"
    if heads_tail(line, known):
        return "tail-heading"
    small_print = next((name for name, said in _small_print(known) if any(each in line.plain for each in said)), "")
    found = rule(line, known) or (small_print if line.words <= 90 else "")
    return found or ("credit" if is_credit(line, known) else "")


def _small_print(known: Phrases) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return ("footer", known.legal), ("disclaimer", known.disclaimers)


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
        and not re.search(r"[.…:;,][\s\"'”’“‘»«)\]]*$", line.text.strip())
        for line in lines
    ]
    out: list[bool] = []
    for yes, run in groupby(enumerate(lines), lambda each: reads[each[0]]):
        found = [line for _, line in run]
        many = yes and len(found) >= TITLES and sum(line.words for line in found) >= TITLE_MEAN * len(found)
        out.extend([many] * len(found))
    return out


def _measured(lines: Sequence[Line], rules: Sequence[str]) -> set[int]:
    """Lists of amounts, as recipes have them: three lines and more that begin with one, at most one other between."""
    amounts = [i for i, line in enumerate(lines) if not rules[i] and is_headline(line) and AMOUNT.match(line.text)]
    out: set[int] = set()
    begin = 0
    for at in range(1, len(amounts) + 1):
        if at < len(amounts) and amounts[at] - amounts[at - 1] <= AMOUNT_STEP:
            continue
        if at - begin >= AMOUNTS:
            out.update(i for i in range(amounts[begin], amounts[at - 1] + 1) if not rules[i])
        begin = at
    return out


def _listed(lines: Sequence[Line], rules: Sequence[str]) -> list[bool]:
    """Which lines are items of a list: by their mark, by amounts, or under a line that ends with a colon."""
    out = []
    left = 0
    measured = _measured(lines, rules)
    for index, (line, found) in enumerate(zip(lines, rules, strict=True)):
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


def _trimmed(labelled: Sequence[Labelled], run: Run, known: Phrases) -> tuple[int, int]:
    """The run without what is furniture at its edges."""
    start, end = _begin(labelled, run, known), run.end
    while start < end and (labelled[start].rule or edge_rule(labelled[start].line, known)):
        start += 1
    while end > start and (labelled[end - 1].rule or edge_rule(labelled[end - 1].line, known)):
        end -= 1
    while end > start and (
        labelled[end - 1].rule
        or is_bio(labelled[end - 1].line, "")
        or (
            not labelled[end - 1].line.is_sentence
            and labelled[end - 1].line.words < 12
            and not labelled[end - 1].listed
        )
    ):
        end -= 1
    return start, end


def _begin(labelled: Sequence[Labelled], run: Run, known: Phrases) -> int:
    """Where the text begins in a run that took in the headline, the standfirst or a caption above the byline."""
    start, words = run.start, 0
    for index in range(run.start, run.end):
        line, rule_ = labelled[index].line, labelled[index].rule
        if words and DATELINE.match(line.text):
            return index
        signed = edge_rule(line, known) in ("byline", "date") and not NUMBER_ONLY.fullmatch(line.text)
        titled = line.words >= 3 and context.same_title(labelled[0].line.text, line.text)
        if signed or (titled and not line.is_sentence):
            start = index + 1
        words += 0 if rule_ else line.words
        if words > LEAD_WORDS:
            break
    return start


def _headline(labelled: Sequence[Labelled], start: int, known: Phrases) -> tuple[str, Lead]:
    """The headline above the run, and who and when stand between the two.

    It is known by the page's title, which browsers copy as the first line, or by the byline or date under it; nothing
    where neither is there.
    """
    first = max(0, start - HEADLINE_REACH)
    above = labelled[first:start]
    own = next(
        (i for i, each in reversed(list(enumerate(above))) if _is_title(each.line, labelled[0].line, first + i)), None
    )
    marks = [i for i, each in enumerate(above) if edge_rule(each.line, known) in ("byline", "date", "counter")]
    if own is None and marks:
        own = next((i for i in range(marks[0] - 1, -1, -1) if _may_head(above[i], known)), None)
    if own is not None:
        texts = [each.line.text for each in above]
        return texts[own], lead.around(texts, own, known)
    return "", lead.under([each.line.text for each in above[marks[0] :]] if marks else [], known)


def _is_title(line: Line, page: Line, index: int) -> bool:
    """Whether a line is the page's own title, without the site's name."""
    return index > 0 and line.words >= 3 and page.plain != line.plain and context.same_title(page.text, line.text)


def _may_head(each: Labelled, known: Phrases) -> bool:
    furniture = each.rule or edge_rule(each.line, known)
    return not furniture and 4 <= each.line.words <= 25 and not each.line.text.rstrip().endswith(".")


GLUED = re.compile(r"(?<=[a-zà-ÿа-яґєії]{3}[.!?,”\"»])(\d{1,2})(?=\s+[A-ZÀ-ÞЀ-ЯҐЄІЇ“\"«]|\s*$)")
"""A footnote's number that a copy glued to the word before it: "the vote.3 The council"."""


def _unmarked(texts: Sequence[str]) -> list[str]:
    """Without the marks of footnotes; glued numbers go where they count up from one through the text."""
    out = [clean(text) for text in texts]
    numbers = [int(number) for text in out for number in GLUED.findall(text)]
    if len(numbers) >= 2 and numbers == list(range(1, len(numbers) + 1)):
        return [GLUED.sub("", text) for text in out]
    return out


def _block(each: Labelled, after: Labelled | None) -> Block:
    line = each.line
    if after is not None and after.rule == "embed" and (posted := context.POSTED_BY.search(after.line.text.strip())):
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
