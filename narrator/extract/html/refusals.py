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
PARTNERS = re.compile(
    r"\b(?:our|unsere|nos|nuestros|nostri|onze|nasi|nossos|våra|vore|наши|наші)\b[\s\w.]{0,20}?\s?"
    r"(?:partners?|partner\w*|partenaires|socios|parceiros|партн[её]р\w*)\b",
    re.IGNORECASE,
)
"""The partners of a site, to whom it gives what it learns: "Wir und unsere 214 Partner"."""
TRACKING = re.compile(
    r"\bcookies?\b|tracking|\bpersonal(?:i[sz]ed)? (?:data|ads?|advertising|content)|\bconsent|legitimate interest|on (?:a|your) device|"
    r"personenbezogen|datenschutz|einwilligung|\bwerbung\b|données (?:personnelles|à caractère)|informations personnelles|consentement|"
    r"confidentialité|datos personales|consentimiento|dati personali|consenso|persoonsgegevens|toestemming|dane osobowe|"
    r"danych osobowych|zgod[aęy]\b|dados pessoais|personuppgifter|samtycke|персональн\w+ дан\w+|cookie",
    re.IGNORECASE,
)
"""What walls of consent speak of. Articles do so, too; they have no partners of their own and no button below."""
CARDS = 5
"""Headings that are links to other pages, from which a page without prose of its own is a list of them."""
RESULTS = 2
CARD_LINES = 2
"""Lines of a teaser."""
INTRODUCTION = 25
"""Words of what introduces a list of articles: "All stories on salt"."""
CARD_SHARE = 0.7
"""Share of the sentences that stand in teasers, from which a page is a list of them."""
WALL_LINES = 5
BUTTON_WORDS = 6
WALL = 120
"""Words below which a page that asks to log in or to pay is nothing else."""
PRICE = re.compile(
    r"\d\D{0,12}?[ /](?:(?:a|per|each|im|pro|par|al|por|alla|per|na|на|за|om)[ /])?"
    r"(?:month|week|year|monat|woche|jahr|mois|semaine|an|mes|mês|semana|año|ano|mese|settimana|anno|maand|jaar|miesiąc|rok|місяць|рік|месяц|год)\b",
    re.IGNORECASE,
)
"""What something costs for a time: "9 crowns a month", "4,99 € im Monat"."""
TAG = re.compile(
    r"(?:\w+ )?[^\W\d_]{0,4}\s?[$€£¥₴₽]?\s?\d[\d.,  ]*\s?(?:[$€£¥₴₽]|kr|zł|kč|ft|lei|uah|eur|usd|gbp|chf|грн|руб)\.?|[$€£¥]\s?\d[\d.,]*",
    re.I,
)
"""A price by itself."""
OFFER = re.compile(
    r"subscri|\bplans?\b|\bcancel|\bdevices?\b|log(?:ged)? in|sign(?:ed)? (?:in|up)|abonn|\babo\b|suscri|assina|prenumer|kündbar|sans engagement|"
    r"підпис|передплат|подпис",
    re.IGNORECASE,
)
"""What an offer to read on speaks of."""
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
    if _is_shop(read):
        return "a list of products"
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
    said = max(said, _said_of_tracking(prose))
    if not size or said < CONSENT_SHARE * size:
        return False
    pressed = (line for line, cut in zip(everything.lines, everything.cuts, strict=True) if cut is Cut.FORM)
    return any(PRESSED.search(f"{line.text} ") for line in (*pressed, *read) if line.words <= BUTTON_WORDS)


def _said_of_tracking(prose: Sequence[Line]) -> int:
    """Characters of the lines that speak of tracking, on a page where a site speaks of its own partners in it."""
    if not any(PARTNERS.search(line.text) for line in prose):
        return 0
    return sum(line.size for line in prose if TRACKING.search(line.text) or PARTNERS.search(line.text))


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
    """Whether most of what is read stands right below a heading that is a link, and at most what introduces them above.

    A writer introduces her own recipes, too: only cards that stand each in a box of their own may be introduced.
    """
    read = [index for index, line in enumerate(page.lines) if page.is_read(index) and line.is_sentence]
    above = [page.lines[index] for index in read if index < cards[0]]
    boxes = {next(each for each in page.lines[index].around[1:] if each.tag != "a") for index in cards}
    most = INTRODUCTION if len(boxes) == len(cards) else 0
    if not read or len(above) > 1 or sum(line.words for line in above) > most:
        return False
    below = {index + step for index in cards for step in range(1, CARD_LINES + 1)}
    return sum(index in below for index in read) >= CARD_SHARE * len(read)


def _is_shop(read: Sequence[Line]) -> bool:
    """Whether a page says prices, each on a line of its own, and not a single sentence."""
    prices = sum(TAG.fullmatch(line.text.strip()) is not None for line in read)
    return prices >= CARDS and not any(line.is_sentence for line in read)


def _is_wall(page: PageTable, read: Sequence[Line]) -> bool:
    """Whether all that a page says, in a few lines, is that one has to log in or to pay."""
    if not read or sum(line.words for line in read) > WALL:
        return False
    asks = [page.by_wording(i) in (Cut.ASK, Cut.INTERFACE) for i in range(len(page.lines)) if page.is_read(i)]
    return (len(read) <= WALL_LINES and all(asks)) or _sells(read, asks)


def _sells(read: Sequence[Line], asks: Sequence[bool]) -> bool:
    """Whether lines say what it costs to read on, and none of them says anything else at length."""
    prices = [PRICE.search(line.text) is not None for line in read]
    offers = [a or b or OFFER.search(line.text) is not None for line, a, b in zip(read, asks, prices, strict=True)]
    if not any(prices) or 2 * sum(offers) < len(read):
        return False
    return all(is_offer for line, is_offer in zip(read, offers, strict=True) if is_prose(line))
