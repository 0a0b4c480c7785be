"""Markdown: rendered to HTML, whose lines, marks, tables and figures are then read as those of a page, and all of them."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from lxml.html import HtmlElement

from narrator.extract.cuts import Cut
from narrator.extract.formulas import is_tex
from narrator.extract.html.blocks import Composer
from narrator.extract.html.figures import all_figures, placed
from narrator.extract.html.groups import KIND, groups
from narrator.extract.html.page import PageTable
from narrator.extract.html.rewritten import rewrite
from narrator.extract.html.tree import drop, parsed
from narrator.extract.html.walk import lines
from narrator.extract.language import settled
from narrator.extract.markdown import front
from narrator.extract.table import Judged, Reading
from narrator.extract.wording import phrases
from narrator.model import Article, Block, BlockKind, Image, Removed
from narrator.settings import Settings

if TYPE_CHECKING:
    from markdown_it.token import Token

SHORTCODE = re.compile(r"\{\{[<%][^\n{}]{0,500}[>%]\}\}|\{%[^\n{}]{0,500}%\}|\{\{\s[^{}\n]{0,200}\}\}")
"""What a site generator puts something else for: Hugo's and Jekyll's, Liquid's."""
ATTRIBUTES = re.compile(r"\s*\{[:#.][^{}]*\}\s*$")
ALERT = re.compile(r"^\s*\[!(\w+)\]\s*")
TASK = re.compile(r"^\s*\[[ xX]\]\s+")
EMBEDDED = re.compile(r"!\[\[([^\[\]\n]{1,200})\]\]")
WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|\n]{1,200}\|)?([^\[\]|\n]{1,200})\]\]")
COMMENT = re.compile(r"^\s*<!--.*?-->\s*$", re.DOTALL)
UNREAD = re.compile(r"\s*<(?:script|style|iframe|video|audio|object|embed)\b", re.IGNORECASE)
"""HTML between paragraphs that is not text."""
CODE = ("code", "pre", "kbd")


def reading(text: str, settings: Settings) -> Reading:
    """The article of a file in Markdown, and the verdict on each line."""
    meta, body = front.split(text)
    left: list[tuple[str, Cut]] = [(match.group(), Cut.SHORTCODE) for match in SHORTCODE.finditer(body)]
    html, unread = _rendered(SHORTCODE.sub("", body))
    left += [(each, Cut.HTML) for each in unread]
    tree = parsed(f"<html><body>{html}</body></html>", "Markdown")
    declared = settings.language or meta.get("language", "")
    rewrite(tree, declared, phrases(declared))
    _finish(tree)
    page = _table(tree, settings, declared)
    blocks, block_of = _blocks(page, declared, meta)
    words = " ".join(block.text for block in blocks if block.is_read)
    language, doubt = (settings.language, None) if settings.language else settled(meta.get("language", ""), words)
    removed = (*(Removed(each, cut.value, 0) for each, cut in left), *page.removed(block_of, len(blocks)))
    article = Article(
        tuple(blocks),
        title=meta.get("title", ""),
        byline=meta.get("byline", ""),
        site=meta.get("site", ""),
        url=meta.get("url"),
        language=language,
        published=meta.get("published"),
        modified=meta.get("modified"),
        image=Image(meta["image"], credit=meta.get("credit", "")) if "image" in meta else None,
        audio_url=meta.get("audio"),
        removed=removed,
        doubts=(doubt,) if doubt else (),
    )
    return Reading(article, (*(Judged(each, cut, "markdown") for each, cut in left), *page.judged))


def _rendered(body: str) -> tuple[str, list[str]]:
    """A file as HTML, and the HTML in it that is not text."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin)
    parser.use(dollarmath_plugin, allow_digits=False, allow_space=False, double_inline=True, renderer=_formula)
    tokens = parser.parse(body)
    unread = [token.content.strip() for token in tokens if _is_unread(token)]
    kept = [token for token in tokens if not _is_unread(token)]
    return str(parser.renderer.render(kept, parser.options, {})), unread


def _is_unread(token: Token) -> bool:
    return token.type == "html_block" and bool(COMMENT.match(token.content) or UNREAD.match(token.content))


def _formula(source: str, options: dict[str, Any]) -> str:
    """A formula as a page writes it for a script; two prices in one line are none."""
    if options.get("display_mode"):
        return f'<script type="math/tex; mode=display">{source}</script>'
    return f'<script type="math/tex">{source}</script>' if is_tex(source) else f"${escape(source)}$"


def _finish(tree: HtmlElement) -> None:
    """Read what is no Markdown but is written in it: wiki links, attributes, tasks, alerts; pictures get their captions."""
    for each in list(tree.iter()):
        if not isinstance(each.tag, str) or each.tag in CODE or any(up.tag in CODE for up in each.iterancestors()):
            continue
        each.text = _plain(each.text)
        each.tail = _plain(each.tail)
        if each.tag == "li" and each.text:
            each.text = TASK.sub("", each.text)
        if each.tag == "p":
            _paragraph(each)
        elif each.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            _without_attributes(each)
    for image in list(tree.iter("img")):
        if alternative := " ".join((image.get("alt") or "").split()):
            caption = image.makeelement("figcaption")
            caption.text, caption.tail, image.tail = alternative, image.tail, None
            image.addnext(caption)


def _plain(text: str | None) -> str | None:
    return WIKI_LINK.sub(r"\1", EMBEDDED.sub("", text)) if text and "[[" in text else text


def _paragraph(each: Any) -> None:
    parent = each.getparent()
    if parent is not None and parent.tag == "li" and each.text:
        each.text = TASK.sub("", each.text)
    if parent is not None and parent.tag == "blockquote" and each.text and ALERT.match(each.text):
        each.text = ALERT.sub("", each.text)
        each.set(KIND, BlockKind.NOTE.value)
    _without_attributes(each)


def _without_attributes(each: Any) -> None:
    """Take away the attributes at the end of a block, as ``{#bridge}``."""
    last = each[-1] if len(each) else None
    if last is None and each.text:
        each.text = ATTRIBUTES.sub("", each.text)
    elif last is not None and last.tail:
        last.tail = ATTRIBUTES.sub("", last.tail)


def _table(tree: HtmlElement, settings: Settings, language: str) -> PageTable:
    """All lines of a file, those cut that are no text of it: footnotes, and captions unless they are asked for."""
    cuts: dict[Any, Cut] = {
        each: Cut.FOOTNOTE for each in tree.iter("section") if "footnotes" in (each.get("class") or "")
    }
    for each in list(tree.iter("sup", "a")):
        if each.get("class") in ("footnote-ref", "footnote-backref"):
            drop(each)
    if not settings.captions:
        cuts.update((each, Cut.CAPTION) for each in tree.iter("figcaption", "caption"))
    rows = list(lines(tree, cuts))
    page = PageTable([line for line, _ in rows], phrases(language), captions=settings.captions)
    page.grids.update((each, True) for each in tree.iter("table"))
    for index, (line, cut) in enumerate(rows):
        if cut:
            page.decide(index, cut, "markdown")
        elif not line.text:
            page.decide(index, Cut.EMPTY, "markdown")
    return page


def _blocks(page: PageTable, language: str, meta: dict[str, str]) -> tuple[list[Block], list[int | None]]:
    """The blocks, and of each line the index of its block; the first heading is taken for the title where none is told."""
    composer = Composer(page.lines, language)
    index_of = {id(line): index for index, line in enumerate(page.lines)}
    blocks: list[tuple[int, Block]] = []
    block_of: dict[int, int] = {}
    for group in groups(page):
        block = composer.block(group)
        if block is None:
            continue
        if not blocks and _is_headline(block, meta):
            meta["title"] = block.text
            page.decide(group.indices[0], Cut.HEADLINE_ECHO, "markdown")
            continue
        block_of.update((index, len(blocks)) for index in group.indices)
        blocks.append((index_of[id(group.lines[0])], block))
    together, moved = placed(blocks, list(all_figures(page)))
    return together, [moved.get(block_of[index]) if index in block_of else None for index in range(len(page.lines))]


def _is_headline(block: Block, meta: dict[str, str]) -> bool:
    is_first = block.kind is BlockKind.HEADING and block.level == 1
    return is_first and (not meta.get("title") or meta["title"] == block.text)
