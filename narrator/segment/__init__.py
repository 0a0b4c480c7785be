"""Blocks -> Utterances, sentence by sentence inside the block."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from narrator.engines.base import Limits
from narrator.languages import scripts
from narrator.marks import sliced
from narrator.model import Block, BlockKind, Sentence, Utterance
from narrator.segment.announcements import announcement, skipped
from narrator.segment.clauses import ahead, fits, stop
from narrator.segment.passages import QUOTING, Passage, Speaker, Who, passages
from narrator.segment.sentences import sentences

__all__ = ["Passage", "Speaker", "Who", "passages", "sentences", "utterances"]

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


Numbered = tuple[int, int, int]
"""Start and end of a sentence, or of a part of one, in its block, and the number of the sentence."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a block that is one utterance, with where its sentences begin."""

    start: int
    end: int
    sentences: tuple[Numbered, ...]
    is_end: bool
    """Whether it ends a sentence."""
    speaker: Speaker
    announce: str = ""
    """Said before it: the head of a table's column, who is quoted."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """A stretch of a block that one voice says."""

    start: int
    end: int
    speaker: Speaker


def utterances(
    blocks: Sequence[Block], *, language: str, limits: Limits, who: Who | None = None
) -> Iterator[Utterance]:
    """What is spoken, in order, not yet verbalized.

    Args:
        blocks: narrator's openings, then the article's.
        language: of the blocks that have none of their own (BCP 47).
        limits: of the engine: a longer sentence becomes several utterances.
        who: says each passage; None for one voice that says all.
    """
    says = who or (lambda kind, own, passage: Speaker("", own, limits))
    index = number = 0
    for place, (block, inside) in enumerate(zip(blocks, passages(blocks, language), strict=True)):
        if not block.is_read:
            continue
        tongue = block.language or language
        narrator = says(BlockKind.PARAGRAPH, tongue, Passage(0, 0, tongue))
        following = next((each for each in blocks[place + 1 :] if each.is_read), None)
        turns = _turns(block.kind, tongue, inside, says)
        parts = list(_announced(block, tongue, narrator, list(_parts(block, tongue, turns, number))))
        for at, part in enumerate(parts):
            last = at == len(parts) - 1
            written = block.text[part.start : part.end].rstrip()
            yield Utterance(
                index=index,
                block=place,
                kind=block.kind,
                written=written,
                language=part.speaker.language,
                sentences=tuple(
                    Sentence(max(0, start - part.start), min(len(written), end - part.start), start, end, count)
                    for start, end, count in part.sentences
                ),
                pause_s=_pause(block, following) if last else SENTENCE_S if part.is_end else CLAUSE_S,
                announce=part.announce,
                marks=sliced(block.marks, part.start, part.start + len(written)),
                voice=part.speaker.voice,
            )
            index += 1
        number = max([number, *(count + 1 for part in parts for _, _, count in part.sentences)])


def _turns(kind: BlockKind, language: str, inside: Sequence[Passage], who: Who) -> list[_Turn]:
    """The stretches of a block that one voice says: passages of the same speaker are one."""
    turns = list[_Turn]()
    for passage in inside:
        speaker = who(kind, language, passage)
        if turns and turns[-1].speaker == speaker:
            turns[-1] = _Turn(turns[-1].start, passage.end, speaker)
        else:
            turns.append(_Turn(passage.start, passage.end, speaker))
    return turns


def _announced(block: Block, language: str, narrator: Speaker, parts: list[_Part]) -> Iterator[_Part]:
    """The parts of a block, first what is said before them; of a quote in another voice by the article's own."""
    said = announcement(block, language)
    if not said or not parts:
        yield from parts
        return
    first, *rest = parts
    if block.kind in QUOTING and first.speaker != narrator:
        start, number = first.start, first.sentences[0][2]
        yield _Part(start, start, ((start, start, number),), is_end=False, speaker=narrator, announce=said)
        yield first
    else:
        yield dataclasses.replace(first, announce=said)
    yield from rest


def _pause(block: Block, following: Block | None) -> float:
    if following is not None and following.kind is BlockKind.HEADING:
        return BEFORE_HEADING_S
    if block.kind in (BlockKind.TITLE, BlockKind.LABEL):
        return HEADLINE_S if block.kind is BlockKind.TITLE else PARAGRAPH_S
    if block.kind is BlockKind.HEADING:
        return AFTER_HEADING_S
    both_items = following is not None and block.kind is following.kind is BlockKind.ITEM
    return ITEM_S if both_items else PARAGRAPH_S


def _parts(block: Block, language: str, turns: Sequence[_Turn], number: int) -> Iterator[_Part]:
    """The block's text in utterances; a block that is only announced is one."""
    speaker = turns[0].speaker
    if skipped(block, rows=ROWS, columns=COLUMNS):
        yield _Part(0, 0, ((0, 0, number),), is_end=True, speaker=speaker)
        return
    if block.kind is BlockKind.TABLE and block.rows:
        yield from _cells(block, speaker, number)
        return
    held: list[Numbered] = []
    by = speaker
    at = 0
    text = LINKS_BEHIND.sub("", block.text) if block.kind is BlockKind.EMBED else block.text
    for piece in sentences(text, language):
        start, at = at, at + len(piece)
        for (first, last), speaker in _shares(text, start, at, turns):
            span = (first, last, number)
            if held and (speaker != by or not _together(block.text, held, span, speaker.limits)):
                yield _joined(held, by, is_end=held[-1][2] != number)
                held = []
            if not fits(text[first:last], speaker.limits):
                yield from _cut(block.text, span, speaker, is_end=last == start + len(piece.rstrip()))
            else:
                held.append(span)
                by = speaker
        number += 1
    if held:
        yield _joined(held, by, is_end=True)


def _shares(text: str, start: int, end: int, turns: Sequence[_Turn]) -> list[tuple[tuple[int, int], Speaker]]:
    """A sentence as its voices say it: the range of each, without the white space around it, and who says it."""
    shares = list[tuple[tuple[int, int], Speaker]]()
    for turn in turns:
        first, last = max(start, turn.start), min(end, turn.end)
        if first >= last:
            continue
        part = text[first:last]
        bare = len(part.rstrip())
        if bare or not shares:
            shares.append(((first + (len(part) - len(part.lstrip()) if shares else 0), first + bare), turn.speaker))
    return shares


def _cells(block: Block, speaker: Speaker, number: int) -> Iterator[_Part]:
    """A table's cells row by row, each after the head of its column."""
    heads = block.rows[0] if block.is_headed else ()
    limits = speaker.limits
    at = 0
    for index, row in enumerate(block.rows):
        for column, cell in enumerate(row):
            start, at = at, at + len(cell) + 1
            if not cell.strip() or (index == 0 and heads and len(block.rows) > 1):
                continue
            span = (start, start + len(cell), number)
            number += 1
            if not fits(cell, limits):
                yield from _cut(block.text, span, speaker, is_end=True)
                continue
            head = heads[column].strip(": ") if column < len(heads) else ""
            is_last = not any(other.strip() for other in row[column + 1 :])
            announce = f"{head}:" if head else ""
            yield _Part(span[0], span[1], (span,), is_end=is_last, speaker=speaker, announce=announce)


def _together(text: str, held: list[Numbered], span: Numbered, limits: Limits) -> bool:
    """Whether a sentence shares the utterance of those before it: it or the one before is very short, and all fit."""
    if len(held) >= TOGETHER or min(scripts.size(text[first:last]) for first, last, _ in (held[-1], span)) > SHORT:
        return False
    both = text[held[0][0] : span[1]]
    return fits(both, limits) and scripts.size(both) <= FITS


def _joined(held: list[Numbered], speaker: Speaker, *, is_end: bool) -> _Part:
    return _Part(held[0][0], held[-1][1], tuple(held), is_end=is_end, speaker=speaker)


def _cut(text: str, span: Numbered, speaker: Speaker, *, is_end: bool) -> Iterator[_Part]:
    """A sentence over the limits, cut at clause ends, else between words, never inside a number or a name."""
    start, end, number = span
    while end - start > 0:
        taken = stop(text[start : min(end, start + ahead(speaker.limits))], speaker.limits)
        ends = is_end and start + taken >= end
        yield _Part(start, start + taken, ((start, start + taken, number),), is_end=ends, speaker=speaker)
        start += taken
        while start < end and text[start].isspace():
            start += 1
