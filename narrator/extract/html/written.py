"""HTML that is an article and nothing else, as documents are made into: every line is read."""

from __future__ import annotations

from typing import Any

from lxml.html import HtmlElement

from narrator.extract.cuts import Cut
from narrator.extract.html.blocks import Composer
from narrator.extract.html.groups import groups
from narrator.extract.html.measures import Measures
from narrator.extract.html.page import PageTable
from narrator.extract.html.rewritten import rewrite
from narrator.extract.html.structure import Structure
from narrator.extract.html.tree import drop, parsed, text_of, without_note_marks
from narrator.extract.html.walk import lines
from narrator.extract.language import settled
from narrator.extract.table import Reading, Table
from narrator.extract.wishes import kept
from narrator.extract.wording import phrases
from narrator.model import Article, Block
from narrator.settings import Settings


def reading(text: str, source: str, settings: Settings, *, title: str = "", language: str = "") -> Reading:
    """All of a text in HTML, without its footnotes.

    Args:
        text: HTML.
        source: what the user named, for messages.
        settings: language, keep.
        title: the headline, where it is known; else the first ``h1`` is.
        language: what the document declares (BCP 47).
    """
    tree = parsed(text, source)
    elements = list(tree.iter())  # Held: lxml makes an element's object anew whenever nobody holds it.
    targets = without_note_marks(tree)
    declared = settings.language or language
    rewrite(tree, declared, phrases(declared))
    heading, title = _headline(tree, title)
    everything = _noted(tree, targets, settings)
    shown = [line for index, line in enumerate(everything.lines) if everything.is_read(index)]
    words = " ".join(line.text for line in shown)
    tongue, doubt = (settings.language, None) if settings.language else settled(language, words)
    page = PageTable(shown, phrases(tongue), title=title, keep=kept(settings), captions=True)
    composer = Composer(page.lines, tongue)
    blocks: list[Block] = []
    block_of: dict[int, int] = {}
    for group in groups(page):
        if heading is not None and heading in group.line.around:
            continue
        if (block := composer.block(group)) is not None:
            block_of.update((id(line), len(blocks)) for line in group.lines)
            blocks.append(block)
    _echoed(everything, heading)
    places = [block_of.get(id(line)) for line in everything.lines]
    removed = tuple(everything.removed(places, len(blocks)))
    del elements
    article = Article(tuple(blocks), title=title, language=tongue, removed=removed, doubts=(doubt,) if doubt else ())
    return Reading(article, everything.judged)


def _headline(tree: HtmlElement, title: str) -> tuple[Any, str]:
    """The first ``h1`` where it is the headline, and the headline."""
    heading = next(iter(tree.iter("h1")), None)
    text = text_of(heading) if heading is not None else ""
    if heading is None or (title and title != text):
        return None, title
    return heading, text


def _noted(tree: HtmlElement, targets: set[str], settings: Settings) -> Table:
    """The table of all lines; footnotes that a mark leads to are cut, and gone from the tree."""
    keep = kept(settings)
    shown = [line for line, _ in lines(tree, {})]
    structure = Structure(tree, Measures(shown), keep=keep.search if keep else lambda text: None, captions=True)
    structure.footnotes(targets)
    walked = list(lines(tree, structure.cuts))
    table = Table([line for line, _ in walked], phrases(""))
    for index, (_, cut) in enumerate(walked):
        if cut:
            table.decide(index, cut, "elements")
    for element in structure.cuts:
        drop(element)
    return table


def _echoed(table: Table, heading: Any) -> None:
    """Say of the headline's lines that they are not read once more."""
    for index, line in enumerate(table.lines):
        if heading is not None and heading in line.around:
            table.decide(index, Cut.HEADLINE_ECHO, "written")
