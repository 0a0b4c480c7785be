"""Blocks -> Utterances, sentence by sentence inside the block."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from narrator.engines.base import Limits
from narrator.marks import sliced
from narrator.model import Block, BlockKind, Sentence, Utterance
from narrator.segment.announcements import announcement, skipped
from narrator.segment.clauses import ahead, stop
from narrator.segment.sentences import sentences

__all__ = ["sentences", "utterances"]

CLAUSE_S = 0.12
SENTENCE_S = 0.35
ITEM_S = 0.5
PARAGRAPH_S = 0.70
HEADLINE_S = 1.0
BEFORE_HEADING_S = 1.0
AFTER_HEADING_S = 0.6
SHORT = 12
"""A sentence of at most that many characters is spoken with its neighbour: alone it sounds clipped."""
TOGETHER = 4
FITS = 300
"""Characters of an utterance of several sentences."""
ROWS = 12
COLUMNS = 4
"""A larger table is announced and skipped: nobody follows it by ear."""
LINKS_BEHIND = re.compile(r"(?:\s+(?:https?://\S+|pic\.(?:twitter|x)\.com/\S+))+\s*$")
"""The addresses behind a post: shown, and nothing to hear."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a block that is one utterance, with where its sentences begin."""

    start: int
    end: int
    sentences: tuple[tuple[int, int, int], ...]
    """Start and end in the block, and the number of the sentence."""
    is_end: bool
    """Whether it ends a sentence."""
    announce: str = ""
    """Said before it: the head of a table's column."""


def utterances(blocks: Sequence[Block], *, language: str, limits: Limits) -> Iterator[Utterance]:
    """What is spoken, in order, not yet verbalized.

    Args:
        blocks: narrator's openings, then the article's.
        language: of the blocks that have none of their own (BCP 47).
        limits: of the engine: a longer sentence becomes several utterances.
    """
    index = number = 0
    for place, block in enumerate(blocks):
        tongue = block.language or language
        if not block.is_read:
            continue
        following = next((each for each in blocks[place + 1 :] if each.is_read), None)
        parts = list(_parts(block, tongue, limits, number))
        for at, part in enumerate(parts):
            last = at == len(parts) - 1
            written = block.text[part.start : part.end].rstrip()
            yield Utterance(
                index=index,
                block=place,
                kind=block.kind,
                written=written,
                language=tongue,
                sentences=tuple(
                    Sentence(max(0, start - part.start), min(len(written), end - part.start), start, end, count)
                    for start, end, count in part.sentences
                ),
                pause_s=_pause(block, following) if last else SENTENCE_S if part.is_end else CLAUSE_S,
                announce=(announcement(block, tongue) if at == 0 else "") or part.announce,
                marks=sliced(block.marks, part.start, part.start + len(written)),
            )
            index += 1
        number = max([number, *(count + 1 for part in parts for _, _, count in part.sentences)])


def _pause(block: Block, following: Block | None) -> float:
    if following is not None and following.kind is BlockKind.HEADING:
        return BEFORE_HEADING_S
    if block.kind in (BlockKind.TITLE, BlockKind.LABEL):
        return HEADLINE_S if block.kind is BlockKind.TITLE else PARAGRAPH_S
    if block.kind is BlockKind.HEADING:
        return AFTER_HEADING_S
    both_items = following is not None and block.kind is following.kind is BlockKind.ITEM
    return ITEM_S if both_items else PARAGRAPH_S


def _parts(block: Block, language: str, limits: Limits, number: int) -> Iterator[_Part]:
    """The block's text in utterances; a block that is only announced is one."""
    if skipped(block, rows=ROWS, columns=COLUMNS):
        yield _Part(0, 0, ((0, 0, number),), is_end=True)
        return
    if block.kind is BlockKind.TABLE and block.rows:
        yield from _cells(block, limits, number)
        return
    held: list[tuple[int, int, int]] = []
    at = 0
    text = LINKS_BEHIND.sub("", block.text) if block.kind is BlockKind.EMBED else block.text
    for piece in sentences(text, language):
        start, at = at, at + len(piece)
        span = (start, start + len(piece.rstrip()), number)
        number += 1
        if held and not _together(block.text, held, span, limits):
            yield _joined(held)
            held = []
        if span[1] - start > limits.characters or len(piece.split()) > limits.words:
            yield from _cut(block.text, span, limits)
        else:
            held.append(span)
    if held:
        yield _joined(held)


def _cells(block: Block, limits: Limits, number: int) -> Iterator[_Part]:
    """A table's cells row by row, each after the head of its column."""
    heads = block.rows[0] if block.is_headed else ()
    at = 0
    for index, row in enumerate(block.rows):
        for column, cell in enumerate(row):
            start, at = at, at + len(cell) + 1
            if not cell.strip() or (index == 0 and heads and len(block.rows) > 1):
                continue
            span = (start, start + len(cell), number)
            number += 1
            if len(cell) > limits.characters or len(cell.split()) > limits.words:
                yield from _cut(block.text, span, limits)
                continue
            head = heads[column].strip(": ") if column < len(heads) else ""
            is_last = not any(other.strip() for other in row[column + 1 :])
            yield _Part(span[0], span[1], (span,), is_end=is_last, announce=f"{head}:" if head else "")


def _together(text: str, held: list[tuple[int, int, int]], span: tuple[int, int, int], limits: Limits) -> bool:
    """Whether a sentence shares the utterance of those before it: it or the one before is very short, and all fit."""
    if len(held) >= TOGETHER or min(span[1] - span[0], held[-1][1] - held[-1][0]) > SHORT:
        return False
    size = span[1] - held[0][0]
    return size <= min(limits.characters, FITS) and len(text[held[0][0] : span[1]].split()) <= limits.words


def _joined(held: list[tuple[int, int, int]]) -> _Part:
    return _Part(held[0][0], held[-1][1], tuple(held), is_end=True)


def _cut(text: str, span: tuple[int, int, int], limits: Limits) -> Iterator[_Part]:
    """A sentence over the limits, cut at clause ends, else between words, never inside a number or a name."""
    start, end, number = span
    while end - start > 0:
        taken = stop(text[start : min(end, start + ahead(limits))], limits)
        yield _Part(start, start + taken, ((start, start + taken, number),), is_end=start + taken >= end)
        start += taken
        while start < end and text[start].isspace():
            start += 1
