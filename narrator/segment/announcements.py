"""What is said of a block before its text, or instead of it."""

from __future__ import annotations

import re

from narrator.languages import tables
from narrator.model import Block, BlockKind

HANDLE = re.compile(r"\s*[(@].*$")
"""What stands behind a name: its handle and the date."""


def announcement(block: Block, language: str) -> str:
    """What is said before the block's text; empty for most."""
    said = tables.own_or_english(language, "announcements")
    if block.kind is BlockKind.CODE:
        return str(said["code"])
    if block.kind is BlockKind.TABLE and skipped(block):
        return str(said["table"]).format(rows=len(block.rows), columns=max(map(len, block.rows), default=0))
    if block.kind is BlockKind.ITEM and block.number is not None:
        return str(said["item"]).format(number=block.number)
    if block.kind is BlockKind.QUOTE and block.source:
        return str(said["quote"]).format(source=block.source)
    if block.kind is BlockKind.EMBED:
        name = HANDLE.sub("", block.source).strip(" ,–—-")
        return str(said["embed"]).format(source=name) if name else str(said["embed_unknown"])
    return ""


def skipped(block: Block, *, rows: int = 12, columns: int = 4) -> bool:
    """Whether a block is announced and not read: code, and a table that nobody follows by ear."""
    if block.kind is BlockKind.TABLE:
        return len(block.rows) > rows or max(map(len, block.rows), default=0) > columns
    return block.kind is BlockKind.CODE
