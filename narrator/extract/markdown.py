"""Markdown: front matter, headings, lists, quotes, tables, code; links by their text, pictures and footnotes left out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from narrator.model import Block, BlockKind, Removed

if TYPE_CHECKING:
    from markdown_it.token import Token

FRONT_KEYS = {
    "title": ("title", "headline"),
    "byline": ("author", "authors", "byline"),
    "published": ("date", "published", "pubdate"),
    "language": ("lang", "language"),
    "url": ("url", "canonical", "canonical_url", "link"),
    "site": ("site", "publisher"),
}
FENCES = ("fence", "code_block")


def article(text: str) -> tuple[dict[str, str], tuple[Block, ...], tuple[Removed, ...]]:
    """Metadata (title, byline, published, language, url, site), blocks, and what is not read."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(front_matter_plugin).use(footnote_plugin)
    reader = _Reader()
    reader.read(parser.parse(text))
    meta = _meta(reader.front)
    blocks = reader.blocks
    if blocks and blocks[0].kind is BlockKind.HEADING and blocks[0].level == 1:
        title = blocks[0].text
        if not meta.get("title") or meta["title"] == title:
            meta["title"] = title
            reader.removed.insert(0, Removed(title, "headline-echo", 0))
            blocks = blocks[1:]
            reader.removed = [Removed(r.text, r.rule, max(0, r.before - 1)) for r in reader.removed]
    return meta, tuple(blocks), tuple(reader.removed)


class _Reader:
    """Walks the tokens and keeps what it is inside of."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.removed: list[Removed] = []
        self.front = ""
        self._lists: list[int | None] = []
        self._quotes = 0
        self._level = 0
        self._item_open = False
        self._rows: list[tuple[str, ...]] = []
        self._cells: list[str] = []
        self._in_table = False
        self._footnote = False

    def read(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            kind = token.type.removesuffix("_open").removesuffix("_close")
            method = getattr(self, f"_{kind}", None)
            if method is not None:
                method(token)

    def _front_matter(self, token: Token) -> None:
        self.front = token.content

    def _heading(self, token: Token) -> None:
        self._level = int(token.tag[1:]) if token.nesting == 1 else 0

    def _bullet_list(self, token: Token) -> None:
        if token.nesting == 1:
            self._lists.append(None)
        else:
            self._lists.pop()

    def _ordered_list(self, token: Token) -> None:
        if token.nesting == 1:
            self._lists.append(int(token.attrGet("start") or 1) - 1)
        else:
            self._lists.pop()

    def _list_item(self, token: Token) -> None:
        self._item_open = token.nesting == 1
        if token.nesting == 1 and self._lists and self._lists[-1] is not None:
            self._lists[-1] += 1

    def _blockquote(self, token: Token) -> None:
        self._quotes += token.nesting

    def _footnote_block(self, token: Token) -> None:
        self._footnote = token.nesting == 1

    def _table(self, token: Token) -> None:
        self._in_table = token.nesting == 1
        if token.nesting == -1:
            rows, self._rows = tuple(self._rows), []
            self.blocks.append(Block(BlockKind.TABLE, "\n".join("\t".join(row) for row in rows), rows=rows))

    def _tr(self, token: Token) -> None:
        if token.nesting == 1:
            self._cells = []
        else:
            self._rows.append(tuple(self._cells))

    def _fence(self, token: Token) -> None:
        self.blocks.append(Block(BlockKind.CODE, token.content.rstrip("\n")))

    _code_block = _fence

    def _inline(self, token: Token) -> None:
        text, pictures = _text(token.children or [])
        for picture in pictures:
            self.removed.append(Removed(picture, "caption", len(self.blocks)))
        if self._in_table:
            self._cells.append(text)
        elif self._footnote:
            self.removed.append(Removed(text, "footnote", len(self.blocks)))
        elif text:
            self.blocks.append(self._block(text))

    def _block(self, text: str) -> Block:
        if self._level:
            return Block(BlockKind.HEADING, text, level=self._level)
        if self._lists and self._item_open:
            self._item_open = False
            return Block(BlockKind.ITEM, text, level=len(self._lists), number=self._lists[-1])
        if self._quotes:
            return Block(BlockKind.QUOTE, text)
        return Block(BlockKind.PARAGRAPH, text)


def _text(tokens: Sequence[Token]) -> tuple[str, tuple[str, ...]]:
    """The text of inline tokens without markup, and the descriptions of its pictures."""
    parts: list[str] = []
    pictures: list[str] = []
    for token in tokens:
        if token.type in ("text", "code_inline"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.type == "image" and token.content:
            pictures.append(token.content)
    return " ".join("".join(parts).split()), tuple(pictures)


def _meta(front: str) -> dict[str, str]:
    """What the front matter says: YAML's and TOML's plain ``key: value`` and ``key = value`` lines."""
    found: dict[str, str] = {}
    for line in front.splitlines():
        if match := re.match(r"^([A-Za-z_]+)\s*[:=]\s*(.+)$", line):
            found[match.group(1).lower()] = match.group(2).strip().strip("[]").strip("\"'")
    return {name: value for name, keys in FRONT_KEYS.items() if (value := _first(found, keys))}


def _first(found: Mapping[str, str], keys: Sequence[str]) -> str:
    return next((found[key] for key in keys if found.get(key)), "")
