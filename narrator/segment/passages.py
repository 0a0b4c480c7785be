"""Blocks in passages: what one voice says in one language, as far as the text and its marks tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from narrator.engines.base import Limits
from narrator.languages import primary, scripts
from narrator.model import Block, BlockKind, Mark, MarkKind
from narrator.segment.quotations import SCARE_WORDS, Span, quotations

SPEAKING = (BlockKind.STANDFIRST, BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.NOTE, BlockKind.CAPTION)
"""Blocks in which people are quoted."""
QUOTING = (BlockKind.QUOTE, BlockKind.EMBED)
"""Blocks that are somebody's words as a whole."""
WHOLE = (*QUOTING, BlockKind.TABLE, BlockKind.CODE, BlockKind.FORMULA, BlockKind.LABEL)
"""Blocks that are not taken apart."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a block in one language, somebody's words or the article's own."""

    start: int
    end: int
    """Half-open range in the block's text; the passages of a block cover it, in order."""
    language: str
    """BCP 47."""
    is_quote: bool = False


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says a passage."""

    voice: str
    """Id of the voice; empty for the narration's own."""
    language: str
    """In which it is said (BCP 47)."""
    limits: Limits
    """Of the voice's engine."""


Who = Callable[[BlockKind, str, Passage], Speaker]
"""Who says a passage: by the kind of its block, the block's language, and the passage."""


def passages(blocks: Sequence[Block], language: str) -> list[tuple[Passage, ...]]:
    """The passages of each block; blocks that are not read have one.

    Args:
        blocks: narrator's openings, then the article's.
        language: of the blocks that have none of their own (BCP 47).
    """
    speaking = [place for place, block in enumerate(blocks) if block.is_read and block.kind in SPEAKING]
    texts = [(blocks[place].text, blocks[place].language or language) for place in speaking]
    quoted = dict(zip(speaking, quotations(texts), strict=True))
    return [tuple(_passages(block, language, quoted.get(place, []))) for place, block in enumerate(blocks)]


def _passages(block: Block, language: str, quoted: Sequence[Span]) -> Iterator[Passage]:
    text, own = block.text, block.language or language
    if block.kind in WHOLE:
        yield Passage(0, len(text), own, is_quote=block.kind in QUOTING)
        return
    foreign = [mark for mark in block.marks if _is_foreign(mark, text, own)] if block.marks else []
    marked = [(mark.start, mark.end) for mark in block.marks if _is_quote(mark, text)] if block.marks else []
    spans = [*quoted, *(_with_marks(text, *span) for span in marked)]
    edges = sorted({0, len(text), *(edge for span in spans for edge in span), *_edges(text, foreign)})
    at = 0
    for end in edges[1:]:
        if not any(map(str.isalnum, text[at:end])) and end < len(text):
            continue  # punctuation alone is said with what follows
        middle = next((place for place in range(at, end) if text[place].isalnum()), at)
        tongue = next((mark.value for mark in foreign if mark.start <= middle < mark.end), own)
        yield Passage(at, end, tongue, is_quote=any(start <= middle < stop for start, stop in spans))
        at = end
    if not text:
        yield Passage(0, 0, own)


def _edges(text: str, marks: Sequence[Mark]) -> Iterator[int]:
    """Where passages in another language begin and end, with the punctuation behind them."""
    for mark in marks:
        yield from _with_marks(text, mark.start, mark.end)


def _with_marks(text: str, start: int, end: int) -> Span:
    """A span with the quotation marks and brackets before it and the punctuation behind it."""
    while start and not text[start - 1].isspace() and not text[start - 1].isalnum():
        start -= 1
    while end < len(text) and not text[end].isspace() and not text[end].isalnum():
        end += 1
    return start, end


def _is_foreign(mark: Mark, text: str, language: str) -> bool:
    """Whether a mark is of a passage in another language; a word or two of it are said by the voice around them."""
    return (
        mark.kind is MarkKind.LANGUAGE
        and primary(mark.value) not in ("", primary(language))
        and scripts.words(text[mark.start : mark.end]) > SCARE_WORDS
    )


def _is_quote(mark: Mark, text: str) -> bool:
    return mark.kind is MarkKind.QUOTE and scripts.words(text[mark.start : mark.end]) > SCARE_WORDS
