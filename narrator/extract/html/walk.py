"""The lines of a page: its text between block boundaries, each line with the element that it stands in and its marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from narrator.extract.cuts import Cut
from narrator.extract.html.inline import BREAK, Inline
from narrator.extract.html.names import names
from narrator.extract.html.pictures import is_picture
from narrator.extract.line import Line

UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Soft hyphens, zero-width characters and bidirectional controls, as entities write them."""


def spaced(text: str) -> str:
    """A text with single spaces and without what nobody sees."""
    text = text if text.isascii() else UNSEEN.sub("", text)
    core = " ".join(text.split())
    if not core:
        return " " if text else ""
    return (" " if text[0].isspace() else "") + core + (" " if text[-1].isspace() else "")


def lines(root: Any, cuts: Mapping[Any, Cut]) -> Iterator[tuple[Line, Cut | None]]:
    """Every line that an element shows, in order, and the cut of the nearest element around it that is cut.

    A line goes on behind an element that is cut: its own lines come before the line that it stood in. A picture is a line
    without text, and its element is the picture.
    """
    walk = etree.iterwalk(root, events=("start", "end"))
    walker = _Walker(root, cuts)
    unread = names()["unread"]
    for event, each in walk:
        if event == "start":
            yield from walker.begin(each)
            if each.tag in unread or not isinstance(each.tag, str):
                walk.skip_subtree()
        else:
            yield from walker.end(each)
    yield from walker.flush()


class _Walker:
    """Where a walk over a page stands: the open blocks, the line so far, and those that wait for its end."""

    def __init__(self, root: Any, cuts: Mapping[Any, Cut]) -> None:
        self._root = root
        self._cuts = cuts
        self._names = names()
        self._blocks = [root]
        self._inline = Inline()
        self._cut: Cut | None = None
        self._held: list[tuple[Inline, Cut | None]] = []

    def flush(self) -> Iterator[tuple[Line, Cut | None]]:
        """The lines since the last block boundary."""
        if self._inline.has_text:
            for line in self._inline.lines(self._blocks[-1]):
                yield line, self._cut
        self._inline = self._inline.next()

    def begin(self, each: Any) -> Iterator[tuple[Line, Cut | None]]:
        """Take in the beginning of an element."""
        is_block = each.tag in self._names["blocks"]
        if each in self._cuts:
            self._held.append((self._inline, self._cut))
            self._inline, self._cut = Inline(), self._cuts[each]
        elif is_block or (each.tag == "br" and self._inline.is_broken):
            yield from self.flush()
        if is_block and each is not self._root:
            self._blocks.append(each)
        if each.tag == "img" and is_picture(each):
            yield Line("", element=each), self._cut
        if each.tag not in self._names["unread"]:
            self._inline.open(each)
            if each.text:
                self._inline.add(spaced(each.text))

    def end(self, each: Any) -> Iterator[tuple[Line, Cut | None]]:
        """Take in the end of an element, and the text behind it."""
        is_block = each.tag in self._names["blocks"]
        if is_block and each not in self._cuts:
            yield from self.flush()
        if each.tag not in self._names["unread"]:
            self._inline.close(each)
        if each in self._cuts:
            yield from self.flush()
            self._inline, self._cut = self._held.pop()
        if is_block and len(self._blocks) > 1:
            self._blocks.pop()
        if each.tag == "br":
            self._inline.add(BREAK)
        if each.tail and each is not self._root:
            if each.tag == "img" and each.tail[0].isalnum() and is_picture(each):
                self._inline.add(" ")
            self._inline.add(spaced(each.tail))
