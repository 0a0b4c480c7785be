"""An article: its source as read, its blocks with what the page said of them, what is known about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from narrator.model.doubts import Doubt

FIRST_WORDS = 8
"""Of an article without a headline, in its place."""


@dataclass(frozen=True, slots=True)
class Page:
    """A source as it was read: bytes, and what was declared about them."""

    source: str
    """What the user named: a path, an address, or ``-``."""
    body: bytes
    url: str | None = None
    """The address after redirects; None for what did not come from the web."""
    content_type: str = ""
    """``text/html``, ``text/markdown``, ``text/plain``; empty where nobody said."""
    encoding: str | None = None
    """The declared encoding; None where nobody said."""
    chapter: int | None = None
    """Of an e-book, the chapter that is asked for, from 1; None for the whole book."""


class MarkKind(StrEnum):
    """What a page says of some characters of a block; ``Mark.value`` is what stands in brackets."""

    SUB = "sub"
    SUP = "sup"
    EMPHASIS = "emphasis"
    STRONG = "strong"
    CODE = "code"
    LINK = "link"
    """(The address.)"""
    ABBR = "abbr"
    """(The full form.)"""
    QUOTE = "quote"
    STRUCK = "struck"
    FORMULA = "formula"
    """(Its source, as TeX or MathML.)"""
    LANGUAGE = "language"
    """(A BCP 47 tag.)"""
    RUBY = "ruby"
    """(How the characters are read, as the page has it in small ones above them.)"""


@dataclass(frozen=True, slots=True)
class Mark:
    """What the page knew of some characters of a block's text, beside the characters themselves."""

    start: int
    end: int
    """Half-open range in the text that the mark belongs to, in characters; marks of one text are properly nested."""
    kind: MarkKind
    value: str = ""
    """See ``MarkKind``; empty for kinds that need none."""


class BlockKind(StrEnum):
    """What a block is. The first three are narrator's own openings, never found in a page."""

    LABEL = "label"
    TITLE = "title"
    BYLINE = "byline"
    STANDFIRST = "standfirst"
    """The summary below the headline."""
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    ITEM = "item"
    TABLE = "table"
    CODE = "code"
    EMBED = "embed"
    NOTE = "note"
    CAPTION = "caption"
    FIGURE = "figure"
    """A picture with its caption; ``text`` is the caption."""
    FORMULA = "formula"
    """A formula that stands by itself; ``text`` is a linear form that can be read."""


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the article's structure, in reading order."""

    kind: BlockKind
    text: str
    """Written text without markup. A newline is a break that the page sets: between rows of a table, lines of code,
    of verse or of an address."""
    level: int = 0
    """Of a heading 1 to 6; of a list item its depth from 1; else 0."""
    language: str | None = None
    """BCP 47, where it differs from the article's."""
    number: int | None = None
    """Of an item of an ordered list, its number."""
    rows: tuple[tuple[str, ...], ...] = ()
    """Of a table, its cells row by row, the head first; ``text`` has cells joined by tabs."""
    is_headed: bool = False
    """Of a table, whether its first row is the head."""
    source: str = ""
    """Of an embedded post or a quote, who said it, where the page tells."""
    marks: tuple[Mark, ...] = ()
    """Ordered by start, the longer first; ranges are of ``text``."""
    image: Image | None = None
    """Of a figure, its picture."""
    is_read: bool = True
    """False for what the page shows and the voice leaves out, as a figure; such a block is no part of
    ``Article.text``."""


@dataclass(frozen=True, slots=True)
class Removed:
    """A line of the source that is not read, and why."""

    text: str
    rule: str
    """A short stable name, as ``consent-banner`` or ``related-teaser``."""
    before: int
    """The index of the block that it stood before; ``len(blocks)`` at the end."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that belongs to the article."""

    url: str
    credit: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """What will be read, what was cut, and what the page says about itself."""

    blocks: tuple[Block, ...]
    title: str = ""
    byline: str = ""
    site: str = ""
    url: str | None = None
    """The canonical address."""
    language: str = ""
    """BCP 47; empty where neither the page nor a detector could tell."""
    published: str | None = None
    """ISO 8601 date or date and time, as precise as the page tells; None rather than invented."""
    modified: str | None = None
    image: Image | None = None
    audio_url: str | None = None
    """The publisher's own audio, where the page names one."""
    section: str = ""
    """The part of the publication, as its page names it."""
    removed: tuple[Removed, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def text(self) -> str:
        """What is read as plain text, one block a paragraph, an empty line between; below a quote who said it."""
        read = (each for each in self.blocks if each.is_read)
        return "\n\n".join(f"{each.text}\n\n— {each.source}" if each.source else each.text for each in read)

    @property
    def heading(self) -> str:
        """The headline; without one the first words, which then name the file and stand in lists."""
        return self.title or " ".join(self.text.split()[:FIRST_WORDS])


@dataclass(frozen=True, slots=True)
class Details:
    """What the user says of one article, over what the source tells; None leaves it to the source."""

    title: str | None = None
    byline: str | None = None
    published: str | None = None
    """ISO 8601."""
    url: str | None = None
    slug: str | None = None
    """Names the folder and the files."""
