"""HTML -> Article: the cuts of a page's elements, an extractor's vote, and the passes that set it right."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from narrator.extract.by_wording import heads_tail, is_consent, is_embed_consent
from narrator.extract.charsets import unescaped
from narrator.extract.cuts import Cut
from narrator.extract.html import edges, other_articles, passes, standfirsts, visible_metadata, which
from narrator.extract.html.blocks import Composer
from narrator.extract.html.doubts import doubts
from narrator.extract.html.figures import figures, placed
from narrator.extract.html.groups import groups
from narrator.extract.html.measures import Measures, is_prose
from narrator.extract.html.page import PageTable
from narrator.extract.html.refusals import kind_of_page
from narrator.extract.html.revealed import reveal, streamed
from narrator.extract.html.rewritten import rewrite
from narrator.extract.html.states import restored
from narrator.extract.html.structure import Structure
from narrator.extract.html.tree import drop, head, parsed, selected, without_note_marks
from narrator.extract.html.votes import votes
from narrator.extract.html.walk import lines
from narrator.extract.language import settled
from narrator.extract.line import Line
from narrator.extract.metadata import Meta, meta
from narrator.extract.table import Reading, Table, Verdicts, fill
from narrator.extract.wishes import kept, site
from narrator.extract.wording import Phrases, phrases, plain
from narrator.model import Article, Block, Page, Removed
from narrator.settings import Settings, Site

LEAST = 250
"""Characters below which a page's text is looked for in its linked data."""
BODY_SHARE = 0.4
"""Where a page shows less than that of the text in its linked data, it is read from there."""
LINKED_PAGE = 0.8
"""Share of links in what is wanted of a page from which it is a list of other pages."""

PASSES: tuple[Callable[[PageTable], Verdicts], ...] = (
    passes.neighbours,
    passes.continued,
    passes.linked_lists,
    passes.misplaced,
    standfirsts.standfirsts,
    other_articles.insets,
    other_articles.related_lists,
    other_articles.overviews,
    passes.pull_quotes,
    passes.orphans,
    passes.welcome,
)
"""Where the lines stand, in their order: a pass sees what those before it decided."""
EDGES: tuple[Callable[[PageTable], Verdicts], ...] = (
    edges.wording,
    edges.edges,
    edges.copies,
    edges.echoes,
    edges.empty_sections,
    edges.last_heading,
)
"""What is left at the edges and twice, once the article's lines are known."""


def reading(text: str, page: Page, settings: Settings) -> Reading:
    """The article of a page, without blocks where there is none, and the verdict on each line."""
    tree = parsed(unescaped(streamed(text)), page.source)
    reveal(tree)
    elements = list(tree.iter())  # Held: lxml makes an element's object anew whenever nobody holds it.
    told = meta(head(tree), page.url)
    own = site(settings, told.url or page.url)
    targets = without_note_marks(tree)
    wanted = settings.language or own.language
    declared = wanted or told.language
    rewrite(tree, declared, phrases(declared))
    shown = _shown(tree)
    language, doubt = (wanted, None) if wanted else settled(told.language, _prose(shown))
    known = phrases(language)
    # The page's own words about itself are in the language that it declares, even where its text is in another.
    own_words = phrases(declared or language)
    told = visible_metadata.completed(told, tree, [line.text for line in shown], own_words)
    source = Source(tree, told, own, known, kept(settings), captions=settings.captions, standfirst=settings.standfirst)
    everything = _cut_by_elements(source, targets, shown)
    read = _cut_by_passes(source, everything)
    blocks, removed, block_of = _composed(read, everything, language, told.url or page.url)
    unsure = (*((doubt,) if doubt else ()), *doubts(read, everything, told, blocks, block_of))
    del elements
    article = Article(
        blocks,
        title=told.title,
        byline=told.byline,
        site=told.site,
        url=told.url,
        language=language,
        published=told.published,
        modified=told.modified,
        image=told.image,
        audio_url=told.audio_url,
        section=told.section,
        removed=removed,
        doubts=unsure,
    )
    linked = () if read.lines and read.lines[0].element is not None else read.judged
    return Reading(article, everything.judged + linked, kind_of_page(read, everything, told.url))


def _shown(tree: HtmlElement) -> list[Line]:
    """All lines that a page shows; where it shows no article, those of the one that it carries as data."""
    shown = _with_text(tree)
    body = tree.find("body")
    if body is None or sum(line.size for line in shown if is_prose(line)) >= LEAST:
        return shown
    carried = restored(tree)
    if carried is None:
        return shown
    if carried.getroottree().getroot() is not tree:
        body.append(carried)
    return _with_text(tree)


def _with_text(tree: HtmlElement) -> list[Line]:
    return [line for line, _ in lines(tree, {}) if line.text]


def _prose(shown: Sequence[Line]) -> str:
    """The running text of a page, whatever it belongs to; all of its text where nothing runs."""
    return " ".join(line.text for line in shown if is_prose(line)) or " ".join(line.text for line in shown)


@dataclass(frozen=True, slots=True)
class Source:
    """A page, what it says of itself, and what the user wants of it."""

    tree: HtmlElement
    meta: Meta
    own: Site
    """The settings for its host."""
    phrases: Phrases
    keep: re.Pattern[str] | None
    captions: bool
    standfirst: bool

    def selected(self) -> list[Any]:
        """The elements that alone are read, by the user's settings; empty leaves it to the rules."""
        return [each for selector in self.own.read for each in selected(self.tree, selector)]

    def table(self, lines: Sequence[Line]) -> PageTable:
        """A table of lines of the page."""
        return PageTable(
            lines,
            self.phrases,
            title=self.meta.title,
            byline=self.meta.byline,
            keep=self.keep,
            host=(urlsplit(self.meta.url).hostname or "") if self.meta.url else "",
            captions=self.captions,
            standfirst=self.standfirst,
        )


def _cut_by_elements(source: Source, targets: set[str], shown: Sequence[Line]) -> Table:
    """The table of all lines of a page, those cut that stand in an element that is cut; the tree loses those."""
    measures = Measures(shown)
    which.unframed(source.tree, measures)
    structure = Structure(
        source.tree,
        measures,
        keep=source.keep.search if source.keep else lambda text: None,
        captions=source.captions,
    )
    structure.footnotes(targets)
    structure.skipped(source.own.skip)
    structure.sign_ups()
    structure.furniture({around for each in source.selected() for around in (each, *each.iterancestors())})
    structure.sponsored(lambda text: plain(text) in source.phrases.sponsors)
    structure.other_articles(shown, source.meta.title, source.meta.body)
    structure.consent_boxes(shown, is_consent, is_embed_consent)
    structure.tail_sections(lambda text: heads_tail(Line(text), source.phrases))
    walked = list(lines(source.tree, structure.cuts))
    table = Table([line for line, _ in walked], source.phrases)
    for index, (_, cut) in enumerate(walked):
        if cut:
            table.decide(index, cut, "elements")
    for line, cut in walked:
        if cut is Cut.CAPTION:
            _ = line.around  # Known before the caption leaves the tree: its figure is looked for among these.
    for element in structure.cuts:
        drop(element)
    return table


def _cut_by_passes(source: Source, everything: Table) -> PageTable:
    """The table of what is read: of the page's lines, or of its linked data where the page shows too little."""
    places = [index for index, line in enumerate(everything.lines) if line.text and everything.is_read(index)]
    page = source.table([everything.lines[index] for index in places])
    page.gone = _gone(everything, places)
    if roots := source.selected():
        inside = [any(root in line.around for root in roots) for line in page.lines]
        fill(page, (partial(passes.unwanted, inside),))
    else:
        _chosen(page, source.tree)
    size = sum(group.size for group in groups(page))
    body = [Line(text) for text in _body_lines(source.meta.body)]
    if size < max(LEAST, BODY_SHARE * len(source.meta.body)) and body:
        fill(page, (partial(passes.unwanted, [False] * len(page.lines)),))
        _merge(page, places, everything)
        page = source.table(body)
        fill(page, EDGES)
        return page
    fill(page, EDGES)
    _merge(page, places, everything)
    return page


def _gone(everything: Table, places: Sequence[int]) -> dict[int, set[Cut]]:
    """The cuts of the lines that stand right before each line that the page's elements leave."""
    out: dict[int, set[Cut]] = {}
    for index, (before, place) in enumerate(zip([-1, *places], places, strict=False)):
        if cuts := {cut for cut in everything.cuts[before + 1 : place] if cut is not None}:
            out[index] = cuts
    return out


def _chosen(page: PageTable, tree: HtmlElement) -> None:
    """Judge the lines of a page by an extractor's vote and by where they stand."""
    page.votes = votes(tree, page.lines)
    fill(page, (partial(passes.unwanted, page.votes), passes.comments))
    page.place()
    fill(page, PASSES)
    read = [line for index, line in enumerate(page.lines) if page.is_read(index)]
    if sum(line.link_share * len(line.text) for line in read) > LINKED_PAGE * sum(len(line.text) for line in read):
        fill(page, (passes.list_of_links,))


def _merge(page: PageTable, places: Sequence[int], everything: Table) -> None:
    """Take the verdicts of a part of the lines into the table of all of them."""
    for index, place in enumerate(places):
        everything.decide(place, page.cuts[index], page.decided_by[index])


def _composed(
    read: PageTable, everything: Table, language: str, base: str | None
) -> tuple[tuple[Block, ...], tuple[Removed, ...], list[int | None]]:
    """The blocks of the lines that are read with the article's pictures between them, the lines that are not read, and of
    each line of the first table the index of its block.
    """
    composer = Composer(read.lines, language)
    order = {id(line): index for index, line in enumerate(everything.lines)}
    blocks: list[tuple[int, Block]] = []
    block_of: dict[int, int] = {}
    for group in groups(read):
        if (block := composer.block(group)) is not None:
            block_of.update((id(line), len(blocks)) for line in group.lines)
            blocks.append((order.get(id(group.lines[0]), len(everything.lines)), block))
    together, moved = placed(blocks, list(figures(read, everything, base)))
    places = [moved.get(block_of.get(id(line), -1)) for line in everything.lines]
    block_of_line = [moved.get(block_of.get(id(line), -1)) for line in read.lines]
    return tuple(together), tuple(everything.removed(places, len(together))), block_of_line


def _body_lines(body: str) -> list[str]:
    from bs4 import BeautifulSoup

    text = BeautifulSoup(body, "lxml").get_text("\n") if "<" in body else body
    return [" ".join(line.split()) for line in re.split(r"\n+", text) if line.strip()]
