"""Pages that are no article whatever their words: consent walls, log-ins, lists of articles, results of a search."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

from narrator.extract.by_wording import CONSENT, PRESSED, is_consent
from narrator.extract.cuts import Cut
from narrator.extract.html.measures import HEADINGS, is_prose
from narrator.extract.html.other_articles import heads_another
from narrator.extract.html.page import PageTable
from narrator.extract.line import Line
from narrator.extract.table import Table

CONSENT_SHARE = 0.6
"""Share of what would be read that speaks of consent, from which the page is a wall of it."""
CARDS = 5
"""Headings that are links to other pages, from which a page without prose of its own is a list of them."""
RESULTS = 2
CARD_LINES = 2
"""Lines of a teaser."""
CARD_SHARE = 0.7
"""Share of the sentences that stand in teasers, from which a page is a list of them."""
WALL_LINES = 5
BUTTON_WORDS = 6
WALL = 120
"""Words below which a page that asks to log in or to pay is nothing else."""
SEARCHED = re.compile(
    r"\b(?:search results|results for|suchergebnisse|ergebnisse für|résultats (?:de recherche|pour)|resultados (?:de búsqueda|para)|"
    r"результати пошуку|risultati (?:della ricerca|per)|zoekresultaten)\b",
    re.IGNORECASE,
)
QUERIES = ("q", "query", "s", "search", "suche")


def kind_of_page(page: PageTable, everything: Table, url: str | None) -> str:
    """What a page is that is no article, as words behind "it is"; empty where it may be one.

    Args:
        page: its table, judged.
        everything: the table of all lines of the page.
        url: its address, where it is known.
    """
    read = [line for index, line in enumerate(page.lines) if page.is_read(index)]
    if not page.is_placed:
        return ""
    if _is_consent(read, everything):
        return "a consent page"
    cards = _cards(page)
    if len(cards) >= RESULTS and _is_search(page.title, read, url):
        return "a page of search results"
    if len(cards) >= CARDS and _is_list(page, cards):
        return "a list of articles"
    if _is_wall(page, read):
        return "a page that asks to log in or to subscribe"
    return ""


def _is_consent(read: Sequence[Line], everything: Table) -> bool:
    """Whether most of what would be read speaks of consent, and there is something to be pressed for it."""
    prose = [line for line in read if is_prose(line)]
    size = sum(line.size for line in prose)
    said = sum(
        line.size for line in prose if is_consent(line) or PRESSED.search(line.text) or CONSENT.search(line.text)
    )
    if not size or said < CONSENT_SHARE * size:
        return False
    pressed = (line for line, cut in zip(everything.lines, everything.cuts, strict=True) if cut is Cut.FORM)
    return any(PRESSED.search(f"{line.text} ") for line in (*pressed, *read) if line.words <= BUTTON_WORDS)


def _is_search(title: str, read: Sequence[Line], url: str | None) -> bool:
    heads = [title, *(line.text for line in read if line.element is not None and line.element.tag in ("h1", *HEADINGS))]
    if any(SEARCHED.search(head) for head in heads):
        return True
    asked = urlsplit(url) if url else None
    return asked is not None and "search" in asked.path and any(name in parse_qs(asked.query) for name in QUERIES)


def _cards(page: PageTable) -> list[int]:
    """The headings that are links to other pages, as indices."""
    return [index for index, line in enumerate(page.lines) if heads_another(line, page.host)]


def _is_list(page: PageTable, cards: Sequence[int]) -> bool:
    """Whether most of what is read stands right below a heading that is a link, and nothing above the first of them."""
    read = [index for index, line in enumerate(page.lines) if page.is_read(index) and line.is_sentence]
    if not read or read[0] < cards[0]:
        return False
    below = {index + step for index in cards for step in range(1, CARD_LINES + 1)}
    return sum(index in below for index in read) >= CARD_SHARE * len(read)


def _is_wall(page: PageTable, read: Sequence[Line]) -> bool:
    """Whether all that a page says, in a few lines, is that one has to log in or to pay."""
    if not read or len(read) > WALL_LINES or sum(line.words for line in read) > WALL:
        return False
    return all(page.by_wording(i) in (Cut.ASK, Cut.INTERFACE) for i in range(len(page.lines)) if page.is_read(i))
