"""Documents -> Article: saved pages, e-mails, e-books, office files, PDF, notebooks; each is made text first.

A file a kind, named by its media type in ``READERS``. What a library could blow up on is read in a child process with a
deadline and a memory limit (``child``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from narrator.extract.document import child
from narrator.extract.document.written import Facts, Written
from narrator.extract.table import Reading
from narrator.model import Article, Page

__all__ = ["IN_A_CHILD", "READERS", "Facts", "Written", "overlaid", "written"]


def _saved_page(page: Page) -> Written:
    from narrator.extract.document import mail

    return mail.saved_page(page)


def _letter(page: Page) -> Written:
    from narrator.extract.document import mail

    return mail.letter(page)


def _notebook(page: Page) -> Written:
    from narrator.extract.document import notebook

    return notebook.written(page)


def _book(page: Page) -> Written:
    from narrator.extract.document import epub

    return epub.written(page)


def _word(page: Page) -> Written:
    from narrator.extract.document import word

    return word.written(page)


def _open_document(page: Page) -> Written:
    from narrator.extract.document import opendocument

    return opendocument.written(page)


def _pdf(page: Page) -> Written:
    from narrator.extract.document import pdf

    return pdf.written(page)


def _restructured(page: Page) -> Written:
    from narrator.extract.document import restructured

    return restructured.written(page)


READERS: Mapping[str, Callable[[Page], Written]] = MappingProxyType(
    {
        "multipart/related": _saved_page,
        "message/rfc822": _letter,
        "application/x-ipynb+json": _notebook,
        "application/epub+zip": _book,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": _word,
        "application/vnd.oasis.opendocument.text": _open_document,
        "application/pdf": _pdf,
        "text/x-rst": _restructured,
    }
)
"""What makes text of a document, by media type; each imports its library itself."""
IN_A_CHILD = frozenset(
    {
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.oasis.opendocument.text",
        "application/epub+zip",
        "text/x-rst",
    }
)
"""Documents that are read by a library that hostile ones could keep busy, or fill the memory of."""


def written(page: Page) -> Written:
    """What a document says, as text.

    Args:
        page: its content type is one of ``READERS``.

    Raises:
        SourceError: it is broken, locked, too large, or has no text in it.
    """
    return child.written(page) if page.content_type in IN_A_CHILD else READERS[page.content_type](page)


def overlaid(reading: Reading, facts: Facts) -> Reading:
    """A reading with what the document says of itself: over what its text says where that is surer."""
    found = reading.article
    article: Article = replace(
        found,
        title=(facts.title or found.title) if facts.is_sure else (found.title or facts.title),
        byline=(facts.byline or found.byline) if facts.is_sure else (found.byline or facts.byline),
        site=found.site or facts.site,
        url=found.url or facts.url,
        published=(facts.published or found.published) if facts.is_sure else (found.published or facts.published),
        doubts=(*found.doubts, *facts.doubts),
    )
    return replace(reading, article=article)
