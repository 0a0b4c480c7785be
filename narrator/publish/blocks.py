"""An article's blocks as HTML, each sentence in an element that the player can find."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from markupsafe import Markup, escape

from narrator.model import Block, BlockKind, Cue, Image, MarkKind, Timeline
from narrator.publish import formulas
from narrator.publish.inline import marked
from narrator.publish.words import clean, direction, wording

Place = Callable[[str], str]
"""From a picture's address to the one that the page names; empty for a picture that it does not show."""
OPENINGS = frozenset({BlockKind.LABEL, BlockKind.TITLE, BlockKind.BYLINE})
TAGS = {BlockKind.QUOTE: "blockquote", BlockKind.EMBED: "blockquote", BlockKind.CODE: "pre"}
PICTURE = Markup('<img src="{}" alt="{}" loading="lazy" decoding="async" referrerpolicy="no-referrer">')
CLASSES = {
    BlockKind.STANDFIRST: "standfirst",
    BlockKind.NOTE: "note",
    BlockKind.CAPTION: "note",
    BlockKind.EMBED: "embed",
}


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

    def __init__(
        self, blocks: Sequence[Block], timeline: Timeline, language: str, *, place: Place = lambda _: ""
    ) -> None:
        self._blocks, self._language, self._place = blocks, language, place
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
                return self._slice(index, 0, _shown(block, otherwise))
        return escape(clean(otherwise))

    def body(self) -> Markup:
        """All blocks of the article."""
        shown = [index for index, block in enumerate(self._blocks) if block.kind not in OPENINGS]
        captions = dict(self._captions(shown))
        parts: list[Markup] = []
        for is_list, run in groupby(shown, key=lambda index: self._blocks[index].kind is BlockKind.ITEM):
            alone = [index for index in run if index not in captions.values()]
            parts += [self._list(alone)] if is_list else [self._block(each, captions.get(each)) for each in alone]
        return Markup("\n").join(part for part in parts if part)

    def picture(self, image: Image, caption: Markup, *, name: str = "") -> Markup:
        """A picture with its caption and credit; nothing where the page does not show it."""
        address = self._place(image.url)
        if not address:
            return Markup("")
        credit = Markup('<span class="credit">{}</span>').format(clean(image.credit)) if image.credit else Markup("")
        told = Markup(" ").join(part for part in (caption, credit) if part)
        below = Markup("<figcaption>{}</figcaption>").format(told) if told else Markup("")
        named = Markup(' class="{}"').format(name) if name else ""
        return Markup("<figure{}>{}{}</figure>").format(named, PICTURE.format(address, clean(image.alt)), below)

    def _captions(self, shown: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Tables with the caption that stands right before or after them."""
        taken: set[int] = set()
        for one, other in pairwise(shown):
            kinds = self._blocks[one].kind, self._blocks[other].kind
            if BlockKind.CAPTION not in kinds or BlockKind.TABLE not in kinds or {one, other} & taken:
                continue
            table, caption = (one, other) if kinds[0] is BlockKind.TABLE else (other, one)
            taken |= {table, caption}
            yield table, caption

    def _list(self, items: Sequence[int]) -> Markup:
        """A run of items as lists, the deeper ones inside the item before them."""
        depth, is_numbered = max(self._blocks[items[0]].level, 1), self._blocks[items[0]].number is not None
        parts, at = [], 0
        while at < len(items):
            block, end = self._blocks[items[at]], at + 1
            if (block.number is not None) is not is_numbered and max(block.level, 1) <= depth:
                break
            while end < len(items) and max(self._blocks[items[end]].level, 1) > depth:
                end += 1
            inner = self._list(items[at + 1 : end]) if end > at + 1 else Markup("")
            value = Markup(' value="{}"').format(int(block.number)) if block.number is not None else Markup("")
            parts.append(_element("li", value + self._tongue(block), self._text(items[at]) + inner))
            at = end
        made = Markup("<{0}>{1}</{0}>").format("ol" if is_numbered else "ul", Markup("").join(parts))
        return made + self._list(items[at:]) if at < len(items) else made

    def _block(self, index: int, caption: int | None) -> Markup:
        block = self._blocks[index]
        if block.kind is BlockKind.FIGURE:
            return self._figure(index, block)
        if block.rows:
            return self._table(index, block, caption)
        if block.kind is BlockKind.FORMULA:
            return self._formula(index, block)
        kind = block.kind
        tag = f"h{min(max(block.level, 2), 6)}" if kind is BlockKind.HEADING else TAGS.get(kind, "p")
        named = Markup(' class="{}"').format(CLASSES[kind]) if kind in CLASSES else Markup("")
        note, back = _note(block)
        source = Markup(' <cite class="note">— {}</cite>').format(clean(block.source)) if block.source else Markup("")
        return _element(tag, named + note + self._tongue(block), self._text(index) + back + source)

    def _figure(self, index: int, block: Block) -> Markup:
        caption = self._text(index)
        shown = self.picture(block.image, caption) if block.image else Markup("")
        return shown or (Markup('<p class="note">{}</p>').format(caption) if caption else shown)

    def _formula(self, index: int, block: Block) -> Markup:
        source = next((mark.value for mark in block.marks if mark.kind is MarkKind.FORMULA), "")
        shown = formulas.drawn(clean(source), is_block=True)
        text = self._text(index)
        if shown is None:
            return Markup('<p class="formula">{}</p>').format(text)
        sentence = self._cues[index][0] if self._cues[index] else None
        inside = self._sentence(sentence, shown) if sentence else shown
        return Markup('<div class="formula">{}</div>').format(inside)

    def _table(self, index: int, block: Block, caption: int | None) -> Markup:
        """Rows and cells; ``Block.text`` has them joined by newlines and tabs, which the cues count in."""
        at, rows = 0, []
        for number, row in enumerate(block.rows):
            cells = []
            for cell in row:
                there = block.text.find(cell, at)
                start = there if there >= 0 else at
                tag = "th" if block.is_headed and number == 0 else "td"
                scope = Markup(' scope="col"') if tag == "th" else ""
                cells.append(
                    Markup("<{0}{1}>{2}</{0}>").format(tag, scope, self._slice(index, start, start + len(cell)))
                )
                at = start + len(cell)
            rows.append(Markup("<tr>{}</tr>").format(Markup("").join(cells)))
        told = Markup("") if caption is None else Markup("<caption>{}</caption>").format(self._text(caption))
        name = wording(self._language)["table"] if caption is None else clean(self._blocks[caption].text)
        return Markup(
            '<div class="wide" tabindex="0" role="region" aria-label="{}"{}><table>{}{}</table></div>'
        ).format(name, self._tongue(block), told, Markup("").join(rows))

    def _tongue(self, block: Block) -> Markup:
        """The language of a block, where it is not the article's."""
        if not block.language or block.language == self._language:
            return Markup("")
        return Markup(' lang="{}" dir="{}"').format(block.language, direction(block.language))

    def _text(self, index: int) -> Markup:
        return self._slice(index, 0, len(self._blocks[index].text))

    def _slice(self, index: int, start: int, end: int) -> Markup:
        """A range of a block's text, each sentence in an element of its own."""
        parts, at = [], start
        for cue in self._cues[index]:
            first, last = max(cue.block_start, at), min(cue.block_end, end)
            if first < last:
                parts += [self._marked(index, at, first), self._sentence(cue, self._marked(index, first, last))]
                at = last
        return Markup("").join([*parts, self._marked(index, at, end)])

    def _marked(self, index: int, start: int, end: int) -> Markup:
        block = self._blocks[index]
        is_row = bool(block.rows) or block.kind is BlockKind.CODE
        return marked(block.text, block.marks, start, end, breaks=not is_row)

    def _sentence(self, cue: Cue, inside: Markup) -> Markup:
        name = self._names[cue.sentence]
        known = "data-of" if cue.sentence in self._placed else "id"
        self._placed.add(cue.sentence)
        return _element("span", Markup(f' {known}="{escape(name)}" data-s'), inside)  # noqa: S704 -- as in _element


def _element(tag: str, attributes: Markup, inside: Markup) -> Markup:
    """An element of escaped parts. ``Markup.format`` took a quarter of a site's time, for five pieces each."""
    return Markup(f"<{tag}{escape(attributes)}>{escape(inside)}</{tag}>")  # noqa: S704 -- tags are ours, the rest escaped


def _shown(block: Block, written: str) -> int:
    """How much of an opening is shown: a byline is spoken with a stop that nobody wrote."""
    is_spoken = block.kind is BlockKind.BYLINE and block.text.endswith(".") and not written.endswith(".")
    return len(block.text) - is_spoken


def _note(block: Block) -> tuple[Markup, Markup]:
    """Of a note with a number, the id that its mark leads to, and the way back."""
    if block.kind is not BlockKind.NOTE or block.number is None:
        return Markup(""), Markup("")
    number = int(block.number)
    return (
        Markup(' id="note-{}" role="doc-footnote"').format(number),
        Markup(' <a href="#ref-{}" role="doc-backlink" aria-label="{}">↩</a>').format(number, number),
    )
