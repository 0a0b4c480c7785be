"""Whether a page of the publisher's would find a narration, and how many of its sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from narrator import fetch
from narrator.addresses import canonical
from narrator.errors import ArticleError
from narrator.extract import charsets
from narrator.extract.html import tree
from narrator.library import Library
from narrator.model import Narration, Page
from narrator.publish import embed, finder
from narrator.publish.pagetext import PageText
from narrator.publish.words import headline
from narrator.settings import Settings

ADDRESSES = ("//link[contains(concat(' ', @rel, ' '), ' canonical ')]/@href", "//meta[@property='og:url']/@content")
"""Where a page names its own address, the first that counts first: as the loader reads them."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a page shows of a narration."""

    slug: str
    title: str
    total: int
    """Sentences that could be on the page: all but the label's own."""
    missing: tuple[str, ...]
    """Those that are not."""

    @property
    def shown(self) -> int:
        """How many sentences would be lit."""
        return self.total - len(self.missing)


def check(address: str, out: str, settings: Settings) -> Found:
    """Fetch a page and look for the sentences of its narration, as the player does in a browser.

    Scripts are not run and style sheets are not read: a page that draws its text by script shows fewer here.

    Args:
        address: of the page.
        out: the library.
        settings: how to fetch.

    Raises:
        SourceError: the page cannot be had.
        ArticleError: no narration of the library has an address by which the page is known.
    """
    page = fetch.page(address, settings)
    document = tree.parsed(charsets.decoded(page).text, page.source)
    named = list(dict.fromkeys(map(canonical, _addresses(document, page, address))))
    narration = _narration(Library(out), named)
    if narration is None:
        raise ArticleError(f"no narration in {out} has the address {' or '.join(named)}", "narrate it from there")
    quotes = list(embed.quotes(narration))
    places = finder.places(PageText(document.find("body")), quotes)
    texts = [each.get("quote") or each.get("name") or "" for each in quotes]
    missing = tuple(text for text, place in zip(texts, places, strict=True) if text and place is None)
    return Found(narration.slug, headline(narration), sum(map(bool, texts)), missing)


def _addresses(document: Any, page: Page, address: str) -> Iterator[str]:
    own = page.url or address
    for path in ADDRESSES:
        for found in document.xpath(path)[:1]:
            if str(found).strip():
                yield urljoin(own, str(found).strip())
    yield own


def _narration(library: Library, named: list[str]) -> Narration | None:
    by_address = {canonical(each.article.url or ""): each for each in library.all()}
    return next((by_address[each] for each in named if each in by_address), None)
