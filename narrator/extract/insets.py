"""Boxes inside and beside an article that are no part of it: pictures, teasers, asks, readers' comments."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from narrator.extract.boxes import ALL_LINK, HEADINGS, Boxes, is_prose
from narrator.extract.compose import is_in_post, is_quoted
from narrator.extract.pieces import Piece, names
from narrator.extract.reading import Reading

CARDS = 4
"""How many cards make an overview, and how many paragraphs beside each card make an article."""
PICTURED = 3
PICTURED_WORDS = 80
INSET = 1500
"""Characters of the longest box with an ask in it that goes as a whole."""
BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+")


def threads(pieces: Sequence[Piece], reading: Reading) -> Iterator[int]:
    """List items that somebody can reply to: they are the readers' comments, whatever the page calls them."""
    said: defaultdict[Any, list[int]] = defaultdict(list)
    for index, each in enumerate(pieces):
        if (item := next((around for around in each.element.iterancestors("li")), None)) is not None:
            said[item].append(index)
    for members in said.values():
        if len(members) > 1 and any(reading.is_reply(pieces[index].text) for index in members):
            yield from members


def insets(pieces: Sequence[Piece], wanted: Sequence[bool], rules: list[str], boxes: Boxes, reading: Reading) -> None:
    """A box inside the article that asks for something or heads another article anywhere in it goes as a whole."""
    insets: defaultdict[Any, list[int]] = defaultdict(list)
    for index, each in enumerate(pieces):
        outermost = next(reversed(list(boxes.foreign(each))), None)
        if outermost is not None and outermost.tag not in names()["lines"]:
            insets[outermost].append(index)
    for outermost, members in insets.items():
        if not any(wanted[index] and not rules[index] for index in members):
            continue
        if is_pictured(outermost, [pieces[index] for index in members]):
            for index in members:
                rules[index] = rules[index] or ("caption" if wanted[index] else "")
        if sum(len(pieces[index].text) for index in members) > INSET:
            continue
        rule = _rule_of_inset([pieces[index] for index in members], reading)
        for index in members:
            rules[index] = rules[index] or (rule if wanted[index] else "")


def is_pictured(element: Any, members: Sequence[Piece]) -> bool:
    """Whether an element is a picture and few words about it."""
    words = sum(len(each.text.split()) for each in members)
    if len(members) > PICTURED or words > PICTURED_WORDS or element.find(".//img") is None:
        return False
    return not any(each.element.tag in HEADINGS or is_in_post(each) or is_quoted(each) for each in members)


def _rule_of_inset(members: Sequence[Piece], reading: Reading) -> str:
    if any(heads_another(each, reading.host) for each in members):
        return "section-of-links"
    sentences = (sentence for each in members for sentence in BETWEEN_SENTENCES.split(each.text))
    return "ask" if any(reading.judge(sentence) == "ask" for sentence in sentences) else ""


def heads_another(piece: Piece, host: str) -> bool:
    """Whether a heading is a link to another page of the same site."""
    if piece.element.tag not in HEADINGS or piece.link_share < ALL_LINK:
        return False
    links = [*piece.element.iter("a"), *piece.element.iterancestors("a")]
    return any(_is_home(link.get("href") or "", host) for link in links)


def _is_home(address: str, host: str) -> bool:
    """Whether an address is of another page of the host."""
    try:
        there = urlsplit(address.strip())
    except ValueError:
        return False
    same = not there.netloc or (bool(host) and there.netloc.removeprefix("www.") == host.removeprefix("www."))
    return same and there.path not in ("", "/") and there.scheme in ("", "http", "https")


def spared(pieces: Sequence[Piece], rules: list[str], boxes: Boxes, host: str, *, first: int) -> None:
    """Many cards and little prose beside them: the page is an overview, and its cards are read."""
    cards = [i for i, rule in enumerate(rules) if i > first and "section-of-links" in (rule, *rules[i + 1 : i + 2])]
    cards = [index for index in cards if heads_another(pieces[index], host)]
    prose = [i for i, each in enumerate(pieces) if is_prose(each) and boxes.holds(each) and not rules[i]]
    if len(cards) >= CARDS and CARDS * len(cards) >= len(prose):
        for index, rule in enumerate(rules):
            rules[index] = "" if rule == "section-of-links" and index >= first else rule
