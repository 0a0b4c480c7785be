"""Markdown: headings, lists, quotes, tables, code; links by their text, pictures and footnotes left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import count
from typing import TYPE_CHECKING

from narrator.extract.cuts import Cut
from narrator.extract.language import settled
from narrator.extract.line import Line
from narrator.extract.markdown import front
from narrator.extract.table import Reading, Table
from narrator.extract.wording import Phrases, phrases
from narrator.model import Article, Block, BlockKind, Image
from narrator.settings import Settings

if TYPE_CHECKING:
    from markdown_it.token import Token

SHORTCODE = re.compile(r"\{\{[<%][^\n{}]{0,500}[>%]\}\}|\{%[^\n{}]{0,500}%\}|\{\{\s[^{}\n]{0,200}\}\}")
"""What a site generator puts something else for: Hugo's and Jekyll's, Liquid's."""
ATTRIBUTES = re.compile(r"\s*\{[:#.][^{}]*\}\s*$")
ALERT = re.compile(r"^\[!(\w+)\]\s*")
TASK = re.compile(r"^\[[ xX]\]\s+")
EMBEDDED = re.compile(r"!\[\[([^\[\]\n]{1,200})\]\]")
WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|\n]{1,200}\|)?([^\[\]|\n]{1,200})\]\]")
TAG = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)
BREAKS = re.compile(
    r"</?(?:p|div|br|hr|li|[uo]l|d[ltd]|h[1-6]|t[rdh]|table|section|article|aside|blockquote|details|summary|center)\b[^>]*>",
    re.IGNORECASE,
)
COMMENT = re.compile(r"^\s*<!--.*?-->\s*$", re.DOTALL)


Row = Block | tuple[str, Cut]
"""A block, or a line that is not read and why."""


def reading(text: str, settings: Settings) -> Reading:
    """The article of a file in Markdown, and the verdict on each line."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    meta, body = front.split(text)
    reader = _Reader(captions=settings.captions)
    body = SHORTCODE.sub(reader.shortcode, body)
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin)
    reader.read(parser.parse(body))
    rows = _without_headline(reader.rows, meta)
    blocks = tuple(row for row in rows if isinstance(row, Block))
    words = " ".join(block.text for block in blocks)
    language, doubt = (settings.language, None) if settings.language else settled(meta.get("language", ""), words)
    table = _table(rows, phrases(language))
    numbers = count()
    block_of = [next(numbers) if isinstance(row, Block) else None for row in rows]
    article = Article(
        blocks,
        title=meta.get("title", ""),
        byline=meta.get("byline", ""),
        site=meta.get("site", ""),
        url=meta.get("url"),
        language=language,
        published=meta.get("published"),
        modified=meta.get("modified"),
        image=Image(meta["image"], credit=meta.get("credit", "")) if "image" in meta else None,
        audio_url=meta.get("audio"),
        removed=tuple(table.removed(block_of, len(blocks))),
        doubts=(doubt,) if doubt else (),
    )
    return Reading(article, table.judged)


def _without_headline(rows: Sequence[Row], meta: dict[str, str]) -> list[Row]:
    """The rows without the first heading where that is the title; the title is added to the metadata."""
    first = next((index for index, row in enumerate(rows) if isinstance(row, Block)), None)
    block = rows[first] if first is not None else None
    if first is None or not isinstance(block, Block) or block.kind is not BlockKind.HEADING or block.level != 1:
        return list(rows)
    if meta.get("title") and meta["title"] != block.text:
        return list(rows)
    meta["title"] = block.text
    return [*rows[:first], (block.text, Cut.HEADLINE_ECHO), *rows[first + 1 :]]


def _table(rows: Sequence[Row], known: Phrases) -> Table:
    """The table that pages and pasted texts fill as well: what is no block is cut."""
    table = Table([Line(row.text if isinstance(row, Block) else row[0]) for row in rows], known)
    for index, row in enumerate(rows):
        if not isinstance(row, Block):
            table.decide(index, row[1], "markdown")
    return table


class _Reader:
    """Walks the tokens and keeps what it is inside of."""

    def __init__(self, *, captions: bool) -> None:
        self.rows: list[Row] = []
        self._captions = captions
        self._lists: list[int | None] = []
        self._quotes = 0
        self._level = 0
        self._item_open = False
        self._rows: list[tuple[str, ...]] = []
        self._cells: list[str] = []
        self._in_table = False
        self._in_footnotes = False
        self._readers: dict[str, Callable[[Token], None]] = {
            "heading": self._heading,
            "bullet_list": self._list,
            "ordered_list": self._list,
            "list_item": self._item,
            "blockquote": self._quote,
            "footnote_block": self._footnotes,
            "table": self._table,
            "tr": self._row,
            "fence": self._code,
            "code_block": self._code,
            "html_block": self._html,
            "inline": self._inline,
        }

    def read(self, tokens: Sequence[Token]) -> None:
        """Take in a file's tokens."""
        for token in tokens:
            act = self._readers.get(token.type.removesuffix("_open").removesuffix("_close"))
            if act is not None:
                act(token)

    def shortcode(self, match: re.Match[str]) -> str:
        """Keep what a site generator would have put something else for, and put nothing."""
        self.rows.append((match.group(), Cut.SHORTCODE))
        return ""

    def _heading(self, token: Token) -> None:
        self._level = int(token.tag[1:]) if token.nesting == 1 else 0

    def _list(self, token: Token) -> None:
        if token.nesting != 1:
            self._lists.pop()
        elif token.type.startswith("ordered"):
            start = token.attrGet("start")
            self._lists.append((1 if start is None else int(start)) - 1)
        else:
            self._lists.append(None)

    def _item(self, token: Token) -> None:
        self._item_open = token.nesting == 1
        if token.nesting == 1 and self._lists[-1] is not None:
            self._lists[-1] += 1

    def _quote(self, token: Token) -> None:
        self._quotes += token.nesting

    def _footnotes(self, token: Token) -> None:
        self._in_footnotes = token.nesting == 1

    def _table(self, token: Token) -> None:
        self._in_table = token.nesting == 1
        if token.nesting == -1:
            rows, self._rows = tuple(self._rows), []
            text = "\n".join("\t".join(row) for row in rows)
            self.rows.append(Block(BlockKind.TABLE, text, rows=rows, is_headed=True))

    def _row(self, token: Token) -> None:
        if token.nesting == 1:
            self._cells = []
        else:
            self._rows.append(tuple(self._cells))

    def _code(self, token: Token) -> None:
        if self._in_footnotes:
            self.rows.append((token.content.strip(), Cut.FOOTNOTE))
        elif token.content.strip():
            self.rows.append(Block(BlockKind.CODE, token.content.rstrip("\n")))

    def _html(self, token: Token) -> None:
        """HTML between the paragraphs: its text is read, its comments, scripts and frames are not."""
        if COMMENT.match(token.content) or re.match(
            r"\s*<(?:script|style|iframe|video|audio|figure|img)\b", token.content
        ):
            self.rows.append((" ".join(token.content.split()), Cut.HTML))
            return
        from html import unescape

        for line in BREAKS.sub("\0", token.content).split("\0"):
            if text := " ".join(unescape(TAG.sub("", line)).split()):
                self.rows.append(Block(BlockKind.PARAGRAPH, text))

    def _inline(self, token: Token) -> None:
        text, pictures = _text(token.children or [])
        for picture in pictures:
            if self._captions and not self._in_footnotes:
                self.rows.append(Block(BlockKind.CAPTION, picture))
            else:
                self.rows.append((picture, Cut.CAPTION))
        if self._in_table:
            self._cells.append(text)
        elif self._in_footnotes:
            self.rows.append((text, Cut.FOOTNOTE))
        elif text:
            self._take(text)

    def _take(self, text: str) -> None:
        alert = ALERT.match(text) if self._quotes else None
        text = ATTRIBUTES.sub("", text[alert.end() :] if alert else text)
        if text:
            self.rows.append(self._block(text, note=alert is not None))

    def _block(self, text: str, *, note: bool) -> Block:
        if self._level:
            return Block(BlockKind.HEADING, text, level=self._level)
        if self._lists and self._item_open:
            self._item_open = False
            return Block(BlockKind.ITEM, TASK.sub("", text), level=len(self._lists), number=self._lists[-1])
        if note:
            return Block(BlockKind.NOTE, text)
        return Block(BlockKind.QUOTE if self._quotes else BlockKind.PARAGRAPH, text)


def _text(tokens: Sequence[Token]) -> tuple[str, tuple[str, ...]]:
    """The text of inline tokens without markup, and the descriptions of its pictures."""
    parts: list[str] = []
    pictures: list[str] = []
    for token in tokens:
        if token.type in ("text", "code_inline"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak") or (
            token.type == "html_inline" and token.content.startswith("<br")
        ):
            parts.append(" ")
        elif token.type == "image" and token.content:
            pictures.append(token.content)
    text = "".join(parts)
    pictures.extend(EMBEDDED.findall(text))
    return " ".join(WIKI_LINK.sub(r"\1", EMBEDDED.sub("", text)).split()), tuple(pictures)
