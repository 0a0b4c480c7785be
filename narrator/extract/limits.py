"""What is out of all proportion for an article is refused before anything is made of it, in one line."""

from __future__ import annotations

import re

from narrator.errors import ArticleError

ELEMENTS = 30_000
"""Of an HTML page; the largest of the pages that were measured has 2,200, long encyclopedia lists about 20,000."""
LINES = 60_000
"""Of a text; a long novel has 20,000."""
CHARACTERS = 3_000_000
"""Of a text, or of a page without its scripts and styles; the longest novels come to it."""
MARKED_CHARACTERS = 1_000_000
"""Of Markdown, whose marks cost more than letters: a novel of 170,000 words."""
SILENT = ("script", "style", "svg")
TAG = re.compile(r"<(/?[A-Za-z][A-Za-z0-9]*)\s[^<>]{16384,}>")
"""A tag with so many attributes, or so long ones, that they cannot matter: a parser takes them two by two."""
OPENING = re.compile(r"<[A-Za-z]")


def page(text: str, source: str) -> str:
    """The page, without the attributes of monstrous tags.

    Raises:
        ArticleError: it has more elements or more text than any article.
    """
    text = TAG.sub(r"<\1>", text)
    count = sum(1 for _ in OPENING.finditer(text))
    if count > ELEMENTS:
        raise ArticleError(f"{source} has {count:,} elements, too many for an article", "give the article's own page")
    if len(text) > CHARACTERS:
        _length(len(text) - _silent(text), source, CHARACTERS)
    return text


def _silent(text: str) -> int:
    """How many characters of a page are scripts, styles and drawings."""
    lower = text.lower()
    out = 0
    for tag in SILENT:
        begin = lower.find(f"<{tag}")
        while begin >= 0 and (end := lower.find(f"</{tag}", begin)) >= 0:
            out += end - begin
            begin = lower.find(f"<{tag}", end)
    return out


def lines(text: str, source: str, *, characters: int = CHARACTERS) -> str:
    """The text, of at most so many characters.

    Raises:
        ArticleError: it has more lines or more text than any article.
    """
    _length(len(text), source, characters)
    count = text.count("\n") + 1
    if count > LINES:
        raise ArticleError(f"{source} has {count:,} lines, too many for an article", "give the article alone")
    return text


def _length(count: int, source: str, most: int) -> None:
    if count > most:
        raise ArticleError(f"{source} has {count:,} characters, too many for an article", "give the article alone")
