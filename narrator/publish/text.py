"""An article's blocks as HTML, each sentence in an element that the player can find."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from markupsafe import Markup, escape

from narrator.model import Block, BlockKind, Cue, Timeline
from narrator.publish.words import clean, direction


def identities(cues: Sequence[Cue]) -> dict[int, str]:
    """Sentence -> id in the page: by its text, so that a link outlives a new rendering of the article."""
    seen: dict[str, int] = defaultdict(int)
    names: dict[int, str] = {}
    for cue in cues:
        key = hashlib.sha256(cue.text.encode(errors="replace")).hexdigest()[:8]
        seen[key] += 1
        names[cue.sentence] = f"s-{key}" if seen[key] == 1 else f"s-{key}-{seen[key]}"
    return names


class Rendering:
    """The blocks of one narration as HTML."""

    def __init__(self, blocks: Sequence[Block], timeline: Timeline, language: str) -> None:
        self._blocks, self._language = blocks, language
        self._names = identities(timeline.cues)
        self._cues: dict[int, list[Cue]] = defaultdict(list)
        self._placed: set[int] = set()
        for cue in timeline.cues:
            self._cues[cue.block].append(cue)

    @property
    def names(self) -> Mapping[int, str]:
        """Sentence -> id."""
        return self._names

    def opening(self, kind: BlockKind, otherwise: str) -> Markup:
        """The label, the headline or the byline; ``otherwise`` where it was not spoken."""
        for index, block in enumerate(self._blocks):
            if block.kind is kind:
                return self._slice(index, block.text, 0, _shown(block, otherwise))
        return escape(clean(otherwise))

    def body(self) -> Markup:
        """All blocks of the article."""
        spoken = [(i, b) for i, b in enumerate(self._blocks) if b.kind not in _OPENINGS]
        lists = groupby(spoken, key=lambda each: _list(each[1]))
        return Markup("\n").join(part for tag, run in lists for part in self._run(tag, list(run)))

    def _run(self, tag: str, run: Sequence[tuple[int, Block]]) -> Iterator[Markup]:
        items = [self._block(index, block) for index, block in run]
        if tag:
            yield Markup("<{0}>{1}</{0}>").format(tag, Markup("").join(items))
        else:
            yield from items

    def _block(self, index: int, block: Block) -> Markup:
        inside = self._table(index, block) if block.rows else self._text(index, block)
        tag, attributes = _element(block)
        if block.language and block.language != self._language:
            attributes += Markup(' lang="{}" dir="{}"').format(block.language, direction(block.language))
        source = Markup(' <cite class="note">— {}</cite>').format(clean(block.source)) if block.source else Markup("")
        return Markup('<{0}{1} data-block="{2}">{3}{4}</{0}>').format(tag, attributes, index, inside, source)

    def _table(self, index: int, block: Block) -> Markup:
        """Rows and cells; ``Block.text`` has them joined by newlines and tabs, which the cues count in."""
        at, rows = 0, []
        for number, row in enumerate(block.rows):
            cells = []
            for cell in row:
                there = block.text.find(cell, at)
                start = there if there >= 0 else at
                cells.append(
                    Markup("<{0}>{1}</{0}>").format(
                        "td" if number else "th", self._slice(index, block.text, start, start + len(cell))
                    )
                )
                at = start + len(cell)
            rows.append(Markup("<tr>{}</tr>").format(Markup("").join(cells)))
        return Markup("<table>{}</table>").format(Markup("").join(rows))

    def _text(self, index: int, block: Block) -> Markup:
        return self._slice(index, block.text, 0, len(block.text))

    def _slice(self, index: int, text: str, start: int, end: int) -> Markup:
        """A range of a block's text, each sentence in an element of its own."""
        parts, at = [], start
        for cue in self._cues[index]:
            first, last = max(cue.block_start, at), min(cue.block_end, end)
            if first < last:
                parts += [escape(clean(text[at:first])), self._sentence(cue, text[first:last])]
                at = last
        return Markup("").join([*parts, escape(clean(text[at:end]))])

    def _sentence(self, cue: Cue, text: str) -> Markup:
        name = self._names[cue.sentence]
        known = "data-of" if cue.sentence in self._placed else "id"
        self._placed.add(cue.sentence)
        return Markup('<span {}="{}" data-s>{}</span>').format(known, name, clean(text))


_OPENINGS = frozenset({BlockKind.LABEL, BlockKind.TITLE, BlockKind.BYLINE})


def _shown(block: Block, written: str) -> int:
    """How much of an opening is shown: a byline is spoken with a stop that nobody wrote."""
    is_spoken = block.kind is BlockKind.BYLINE and block.text.endswith(".") and not written.endswith(".")
    return len(block.text) - is_spoken


def _list(block: Block) -> str:
    """The element that holds a run of items, or nothing."""
    if block.kind is not BlockKind.ITEM:
        return ""
    return "ul" if block.number is None else "ol"


def _element(block: Block) -> tuple[str, Markup]:
    """Name and attributes of a block's element. The headline is the page's only h1."""
    kind = block.kind
    if kind is BlockKind.HEADING:
        return f"h{min(max(block.level, 2), 6)}", Markup("")
    if kind is BlockKind.ITEM:
        value = Markup("") if block.number is None else Markup(' value="{}"').format(int(block.number))
        depth = Markup(' class="depth-{}"').format(min(block.level, 3)) if block.level > 1 else Markup("")
        return "li", value + depth
    if kind is BlockKind.TABLE:
        return "div", Markup(' class="wide" tabindex="0" role="region" aria-label="Table"')
    names = {BlockKind.QUOTE: "blockquote", BlockKind.EMBED: "blockquote", BlockKind.CODE: "pre"}
    noted = {BlockKind.NOTE, BlockKind.CAPTION}
    return names.get(kind, "p"), Markup(' class="note"') if kind in noted else Markup("")
