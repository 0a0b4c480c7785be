"""The text of a page as pieces, each with the element that it stands in: what trafilatura's tree no longer tells."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from lxml import etree

from narrator.extract.lines import SENTENCE_END

SPACES = re.compile(r"\s+")
LINE_BREAK = "\n"
PRESSED = re.compile(r"\s*(?<![a-z])(?:click to tweet|tweet this)\W*$", re.IGNORECASE)
"""What is pressed behind a sentence and no part of it."""
LONG_LINE = 60
"""Characters from which a sentence before a single line break is a paragraph."""


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A run of text between two block boundaries."""

    element: Any
    """The nearest block element around it (lxml)."""
    text: str
    """One line, single spaces."""
    link_share: float
    """The share of its characters that are in links, 0 to 1."""

    @property
    def is_sentence(self) -> bool:
        """Whether it ends as a sentence does."""
        return SENTENCE_END.search(self.text) is not None


@lru_cache(maxsize=1)
def names() -> Mapping[str, frozenset[str]]:
    """Element names and exact class names by what they are (``markup.toml``)."""
    text = files("narrator.extract").joinpath("markup.toml").read_text(encoding="utf-8")
    return {key: frozenset(listed) for key, listed in tomllib.loads(text).items()}


def pieces(root: Any) -> Iterator[Piece]:
    """Every piece that an element shows, in order."""
    blocks, skipped = names()["blocks"], names()["unread"]
    open_blocks = [root]
    run: list[str] = []
    linked = in_link = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, each in walk:
        tag = each.tag
        if tag in blocks or _second_break(event, tag, run):
            yield from _flushed(open_blocks[-1], run, linked)
            run, linked = [], 0
        text = None
        if event == "start":
            if tag in blocks and each is not root:
                open_blocks.append(each)
            in_link += tag == "a"
            if tag in skipped or not isinstance(tag, str):
                walk.skip_subtree()
            else:
                text = each.text
        else:
            in_link -= tag == "a"
            if tag in blocks and len(open_blocks) > 1:
                open_blocks.pop()
            if tag == "br":
                run.append(LINE_BREAK)
            text = each.tail if each is not root else None
        if text:
            run.append(SPACES.sub(" ", text))
            linked += len(" ".join(text.split())) if in_link else 0
    yield from _flushed(open_blocks[-1], run, linked)


def _second_break(event: str, tag: Any, run: list[str]) -> bool:
    """Whether a line break follows another with nothing between: a paragraph's end."""
    if event != "start" or tag != "br":
        return False
    for part in reversed(run):
        if part == LINE_BREAK:
            return True
        if part.strip():
            return False
    return False


def _flushed(element: Any, run: list[str], linked: int) -> Iterator[Piece]:
    """The run as pieces: a line break after a long sentence ends one, any other is a space."""
    whole = PRESSED.sub("", "".join(run).strip(" "))
    if not whole.strip():
        return
    share = min(1.0, linked / len(whole))
    held = ""
    for line in whole.split(LINE_BREAK):
        held = " ".join(f"{held} {line}".split())
        if len(held) >= LONG_LINE and SENTENCE_END.search(held):
            yield Piece(element, held, share)
            held = ""
    if held:
        yield Piece(element, held, share)
