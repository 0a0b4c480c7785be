"""What is said of a block before its text, or instead of it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from narrator import languages
from narrator.model import Block, BlockKind

HANDLE = re.compile(r"\s*[(@].*$")
"""What stands behind a name: its handle and the date."""


def announcement(block: Block, language: str) -> str:
    """What is said before the block's text; empty for most."""
    said = _phrases(language)
    if block.kind is BlockKind.CODE:
        return said["code"]
    if block.kind is BlockKind.TABLE and skipped(block):
        return said["table"].format(rows=len(block.rows), columns=max(map(len, block.rows), default=0))
    if block.kind is BlockKind.ITEM and block.number is not None:
        return said["item"].format(number=block.number)
    if block.kind is BlockKind.QUOTE and block.source:
        return said["quote"].format(source=block.source)
    if block.kind is BlockKind.EMBED:
        name = HANDLE.sub("", block.source).strip(" ,–—-")
        return said["embed"].format(source=name) if name else said["embed_unknown"]
    return ""


def skipped(block: Block, *, rows: int = 12, columns: int = 4) -> bool:
    """Whether a block is announced and not read: code, and a table that nobody follows by ear."""
    if block.kind is BlockKind.TABLE:
        return len(block.rows) > rows or max(map(len, block.rows), default=0) > columns
    return block.kind is BlockKind.CODE


@lru_cache(maxsize=8)
def _phrases(language: str) -> Mapping[str, str]:
    tables = tomllib.loads(files("narrator.segment").joinpath("announcements.toml").read_text(encoding="utf-8"))
    found: Mapping[str, str] = tables.get(languages.primary(language), tables["en"])
    return found
