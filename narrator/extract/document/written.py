"""What a document is made into before it is read: text of a kind, and what the document says of itself."""

from __future__ import annotations

from dataclasses import dataclass

from narrator.model import Doubt


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document says of itself; empty where it does not say."""

    title: str = ""
    byline: str = ""
    site: str = ""
    url: str | None = None
    language: str = ""
    """BCP 47, as declared."""
    published: str | None = None
    """ISO 8601."""
    is_sure: bool = False
    """Whether it counts more than what the text says: the subject of an e-mail, not the title of a Word template."""
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """What a document says."""

    text: str
    media_type: str
    """Of the text: ``text/html``, ``text/markdown`` or ``text/plain``."""
    is_page: bool = False
    """Whether it is a page with menus and advertisements, rather than an article and nothing else. Of HTML alone."""
    facts: Facts = Facts()
