"""Blocks without the lines that are not the article: by what they say, and by where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrator.extract.lines import Line, edge_rule, ends_article, rule
from narrator.extract.notes import is_bio, is_teaser
from narrator.extract.wording import Phrases, plain
from narrator.model import Block, BlockKind

ABOUT = re.compile(
    r"(?:About|À propos d[eu’'](?: la)?|Acerca de|Sobre) ?"
    r"(?:[A-ZÀ-Þ][\w&.’'-]*)(?:,? (?:[A-ZÀ-Þ][\w&.’'-]*|of|the|and|for|de|la|du|&))*:?"
)
"""The heading of what a company says of itself below its announcements."""
TAIL_SHARE = 0.35
PROSE_SHARE = 0.5
PROSE_WORDS = 12
COPIED = 3
PROSE = 80
"""Characters of a block with which an article has begun."""


def cleaned(
    blocks: Sequence[Block], known: Phrases, *, title: str, byline: str, keep: re.Pattern[str] | None
) -> tuple[tuple[Block, ...], list[tuple[str, str]]]:
    """Blocks without the lines that are not the article, and the (text, rule) of what was cut."""
    sure = [_is_sure(block, keep) for block in blocks]
    rules = ["" if is_sure else rule(Line(block.text), known) for block, is_sure in zip(blocks, sure, strict=True)]
    start, end = 0, len(blocks)

    def at_edge(index: int) -> str:
        return rules[index] or edge_rule(Line(blocks[index].text), known, title=title, byline=byline)

    first = next((i for i, block in enumerate(blocks) if len(block.text) >= PROSE and not rules[i]), 0)
    for index in range(first):
        rules[index] = "" if sure[index] else at_edge(index)
    while start < end and not sure[start] and at_edge(start):
        start += 1
    while end > start and not sure[end - 1] and (at_edge(end - 1) or _tail(blocks[end - 1], byline)):
        end -= 1
    end = _before_tail_section(blocks, start, end, known)
    copied = _copied(blocks)
    cut = []
    kept: list[Block] = []
    seen: set[str] = set()
    for index, (block, found) in enumerate(zip(blocks, rules, strict=True)):
        if sure[index]:
            found = ""
        elif not start <= index < end:
            found = at_edge(index) or "after-article"
        elif index in copied or (len(block.text) > 40 and plain(block.text) in seen and _again(block, kept)):
            found = "twice"
        if found:
            cut.append((block.text, found))
        else:
            kept.append(block)
            seen.add(plain(block.text))
    return tuple(_without_empty_headings(kept)), cut


def _copied(blocks: Sequence[Block]) -> set[int]:
    """The blocks of a second copy, as for small screens: a run that repeats three long paragraphs or more in order."""
    first: dict[str, int] = {}
    repeated = [first.setdefault(plain(block.text), index) for index, block in enumerate(blocks)]
    out: set[int] = set()
    run: list[int] = []
    for index, origin in enumerate(repeated):
        if origin != index and run and repeated[run[-1]] == origin - 1:
            run.append(index)
        else:
            run = [index] if origin != index else []
        if sum(len(blocks[each].text) >= PROSE for each in run) >= COPIED:
            out.update(run)
    return out


def _again(block: Block, kept: Sequence[Block]) -> bool:
    """Whether a repeated block is a pull quote or an echo; lists and recipes repeat themselves on purpose."""
    near = {plain(each.text) for each in kept[-3:]}
    return block.kind is BlockKind.QUOTE or plain(block.text) in near


def _is_sure(block: Block, keep: re.Pattern[str] | None) -> bool:
    """Whether a block is read whatever its lines look like."""
    known = block.kind in (BlockKind.TABLE, BlockKind.CODE, BlockKind.NOTE, BlockKind.CAPTION, BlockKind.EMBED)
    return known or bool(keep and keep.search(block.text))


def _tail(block: Block, byline: str) -> bool:
    """A heading at the very end, the beginning of a related article that breaks off, or who wrote it."""
    line = Line(block.text)
    return block.kind is BlockKind.HEADING or is_teaser(line) or is_bio(line, byline)


def _before_tail_section(blocks: Sequence[Block], start: int, end: int, known: Phrases) -> int:
    """Where a closing section begins that is headed as one (related, comments, references) and holds little prose."""
    total = sum(len(block.text) for block in blocks[start:end]) or 1
    size = prose = 0
    for index in range(end - 1, start, -1):
        line = Line(blocks[index].text)
        size += len(line.text)
        prose += len(line.text) if line.is_sentence and line.words >= PROSE_WORDS else 0
        if size > TAIL_SHARE * total:
            return end
        if (
            ends_article(line)
            or ABOUT.fullmatch(line.text.strip())
            or (_heads(blocks[index], line, known) and prose < PROSE_SHARE * size)
        ):
            return index
    return end


def _heads(block: Block, line: Line, known: Phrases) -> bool:
    """Whether a block is the heading of a closing section."""
    if line.words > 8 or line.text.rstrip().endswith("."):
        return False
    begins = block.kind is BlockKind.HEADING and any(line.plain.startswith(head + " ") for head in known.tail_headings)
    return begins or line.plain in known.tail_headings


def _without_empty_headings(blocks: Sequence[Block]) -> list[Block]:
    """A heading whose section was cut away goes with it."""
    out: list[Block] = []
    for index, block in enumerate(blocks):
        after = blocks[index + 1] if index + 1 < len(blocks) else None
        if block.kind is BlockKind.HEADING and after is None:
            continue
        out.append(block)
    return out
