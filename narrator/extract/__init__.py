"""Page -> Article: what is read, what was cut and why, and what the page says about itself."""

from __future__ import annotations

import re
from dataclasses import replace

from narrator import mediatypes
from narrator.errors import ArticleError, SourceError
from narrator.extract import charsets, limits
from narrator.extract.language import detected
from narrator.extract.notes import is_notice
from narrator.extract.table import Reading
from narrator.extract.wishes import site
from narrator.extract.wording import phrases
from narrator.languages.scripts import words as word_count
from narrator.model import Article, Page
from narrator.settings import Settings

__all__ = ["Reading", "article", "detected", "reading", "site"]

HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|article|div|p|h1)\b", re.IGNORECASE)
MARKDOWN = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"\A(?:---|\+\+\+)[ \t]*\n(?:.*\n)*?(?:---|\+\+\+)[ \t]*$",
        r"^#{1,6} \S",
        r"^(?:```|~~~)",
        r"^(?:[*-] \S.*\n){2}",
        r"^> \S",
        r"\]\((?:https?:|/|\.|#)[^)\s]*\)",
        r"\*\*\S[^*\n]*\*\*",
        r"^\|? ?:?-{3,}:? ?\|",
    )
)
"""Marks of Markdown: front matter alone tells it, of the others two kinds. "* required" on a page is one."""
TITLED = re.compile(r"\s*# \S[^\n]{0,200}\n\s*\n")
"""A headline of Markdown at the very beginning, alone on its line."""
LEAST_WORDS = 12
"""Of a page; what somebody wrote and nothing was cut from may be shorter."""
NOTICE_WORDS = 80
"""Words below which a page that is headed as an error, a log-in or a check is no article."""
CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
"""Controls, soft hyphens, zero-width characters and bidirectional overrides: they change what is seen and not what is said."""


def article(page: Page, settings: Settings) -> Article:
    """The article of a page.

    Args:
        page: HTML, Markdown or plain text; what it is, is looked for where nobody declared it.
        settings: language, keep, captions, and the site's own table.

    Raises:
        SourceError: it is no text.
        ArticleError: there is no article in it.
    """
    kind, read = _read(page, settings)
    found = read.article
    words = sum(word_count(block.text) for block in found.blocks if block.is_read)
    written = kind == "text/markdown" or (kind == "text/plain" and not found.removed)
    is_notice_page = words < NOTICE_WORDS and is_notice(found.title, phrases(found.language))
    if words < (1 if written else LEAST_WORDS) or is_notice_page or read.page_kind:
        kind = read.page_kind or ("an error, a log-in or a check" if is_notice_page else "")
        raise ArticleError(
            f"there is no article in {page.source if page.source != '-' else 'standard input'}"
            + (f": it is {kind}" if kind else ""),
            "`narrator extract --removed` shows what is there",
        )
    return found


def reading(page: Page, settings: Settings) -> Reading:
    """What would be read of a page, and the verdict on each of its lines, also where there is no article in it.

    Raises:
        SourceError: it is no text.
    """
    return _read(page, settings)[1]


def _read(page: Page, settings: Settings) -> tuple[str, Reading]:
    """The media type of a page, and what is read of it."""
    kind = mediatypes.of(page.source if page.url is None else "", page.content_type, page.body)
    if kind is not None and not kind.is_read:
        raise SourceError(f"{page.source} is {kind.name}, which narrator does not read", kind.hint)
    if kind is not None and kind.media_type not in mediatypes.TEXTS:
        return _of_document(replace(page, content_type=kind.media_type), settings)
    decoded = charsets.decoded(page)
    text = _plain(decoded.text)
    media_type = kind.media_type if kind is not None else sniffed(text)
    if media_type == "text/plain" and TITLED.match(text):
        media_type = mediatypes.MARKDOWN  # Notes are kept as .txt, and written as Markdown.
    printed = _printed(text, page, settings) if media_type == mediatypes.HTML else None
    if printed is not None:
        media_type = mediatypes.MARKDOWN
    read = printed or _of_kind(media_type, text, page, settings)
    found = read.article
    doubts = (*decoded.doubts_of(f"{found.title}\n{found.byline}\n{found.text}"), *found.doubts)
    return media_type, replace(read, article=replace(found, doubts=doubts))


def _printed(text: str, page: Page, settings: Settings) -> Reading | None:
    """What is read of a page that was made of a PDF; None for any other page."""
    from narrator.extract.document import printed_pages
    from narrator.extract.html import written

    if not printed_pages.is_printed(text):
        return None
    return written.reading(printed_pages.written(text, page.source), page.source, settings)


def _plain(text: str) -> str:
    return CONTROLS.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def _of_document(page: Page, settings: Settings) -> tuple[str, Reading]:
    """The media type of what a document was made into, and what is read of it."""
    from narrator.extract import document
    from narrator.extract.html import written

    made = document.written(page)
    text, facts = _plain(made.text), made.facts
    if made.media_type == mediatypes.HTML and not made.is_page:
        limits.page(text, page.source)
        title = facts.title if facts.is_sure else ""
        read = written.reading(text, page.source, settings, title=title, language=facts.language)
        return mediatypes.MARKDOWN, document.overlaid(read, facts)
    of = replace(page, url=facts.url or page.url)
    return made.media_type, document.overlaid(_of_kind(made.media_type, text, of, settings), facts)


def _of_kind(kind: str, text: str, page: Page, settings: Settings) -> Reading:
    if kind in ("text/html", "application/xhtml+xml"):
        from narrator.extract import html

        return html.reading(limits.page(text, page.source), page, settings)
    if kind == "text/markdown":
        from narrator.extract import markdown

        return markdown.reading(limits.lines(text, page.source, characters=limits.MARKED_CHARACTERS), settings)
    from narrator.extract import pasted  # what reads HTML takes 0.1 s of CPU to load, and a text has none

    return pasted.reading(limits.lines(text, page.source), settings)


def sniffed(text: str) -> str:
    """What a text is that nobody declared: ``text/html``, ``text/markdown`` or ``text/plain``."""
    head = text[:4096]
    found = [mark.search(head) is not None for mark in MARKDOWN]
    if HTML.search(head) and not found[0]:
        return "text/html"
    titled = TITLED.match(head) is not None
    return "text/markdown" if found[0] or titled or sum(found) >= 2 else "text/plain"
