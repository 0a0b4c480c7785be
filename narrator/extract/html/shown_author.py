"""Who wrote a page, by the elements that a page shows its authors in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from narrator.extract.metadata.authors import joined, person
from narrator.extract.wording import plain

AUTHOR_CLASS = re.compile(
    r"(?:^|[\s_-])(?:by-?line|(?:post|article|entry|blog|story|meta|text|the|link|page|content)?[\s_-]*(?:author|writer|autor|auteur|autore)s?)"
    r"(?:[_-]+(?:by-?line|name|names|title|link|text|info|meta|details?|white|by|label|value|item|url|fn|content|wrap(?:per)?))*(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Classes of elements that hold the name of an author, by the names that content systems and designers give them."""
AUTHOR_CAMEL = re.compile(r"(?:^|[\s_-])(?:[a-z]+)?(?:Author|ByLine|Byline)(?:Name|Link|Text|Title)?(?:$|[\s_-])")
AUTHOR_PATH = re.compile(
    r"/(?:authors?|autor(?:es|en|in|innen)?|auteurs?|autori|contributors?|columnists?|reporters?|journalists?|writers?|staff|by)"
    r"/(?:name/|profile/)?[\w%.+-]+/?(?:\.html?)?$",
    re.IGNORECASE,
)
"""Addresses of authors' pages."""
AUTHOR_QUERY = re.compile(r"(?:^|&)_?author=", re.IGNORECASE)
NO_PERSON = re.compile(
    r"\b(?:posts?|articles?|authors?|view|read|see|follow|share|subscribe|about|contact|profile|bio|more|comments?|contributors?|updated|published|min|"
    r"minutes?|reviewed|edited|fact|checked|photo|photograph|image|home|news|login|privacy|policy|our|your|menu|search|website|others?|written|words|getty|images)\b",
    re.IGNORECASE,
)
"""Words of the labels around authors: a name is not made of them."""
NAME = re.compile(r"^(?:Dr\.?|Prof\.?|[^\W\d_])[\w.'’()-]*(?:[ ,]+(?:&\s|and\s)?[\w.'’()&-]+){0,7}$")
LONGEST = 70
PIECES = 12
"""Pieces of text from which an element is more than a name."""
MOST = 4000
"""Elements that are looked at."""
NEAR = 40
"""Elements after the headline among which a lone author stands; further down another article's may."""


def shown_author(tree: HtmlElement, title: str) -> str:
    """The authors that a page shows; empty where it shows none, or where several articles' could be meant.

    Elements that say it in a standard's words (``rel=author``, ``itemprop=author``) come first, then those that are classed
    so or lead to an author's page. One that stands at the headline counts; further away only a name that is the page's only one.
    """
    marked = list(dict.fromkeys(_marked(tree)))
    if 0 < len(marked) <= 3:
        return joined(marked)
    places = list(_places(tree, plain(title)))
    near = [text for distance, text in places if distance is not None and 0 <= distance <= NEAR]
    if near:
        return near[0]
    different = {plain(text): text for _, text in places}
    return next(iter(different.values())) if len(different) == 1 else ""


def _marked(tree: HtmlElement) -> Iterator[str]:
    told = (
        each
        for each in tree.iter("a", "span", "div", "p", "address", "meta", "strong")
        if each.get("rel") or each.get("itemprop")
    )
    for each in islice(told, MOST):
        if "author" not in (each.get("rel") or "").split() and each.get("itemprop") != "author":
            continue
        inside = each.find(".//*[@itemprop='name']")
        text = each.get("content") or _text(inside if inside is not None else each)
        if name := _name(text):
            yield name


def _places(tree: HtmlElement, title: str) -> Iterator[tuple[int | None, str]]:
    """The names in elements that say by class or address that they hold an author, each with the number of elements
    between it and the headline before it; None where the headline is not yet seen.
    """
    since: int | None = None
    for each in islice(tree.iter(), 60_000):
        if not isinstance(each.tag, str):
            continue
        if since is not None and (each.text or "").strip():
            since += 1
        if each.tag == "h1" and since is None and (not title or plain(_text(each)) == title):
            since = 0
        if _holds_author(each) and (name := _first_name(each)):
            yield since, name


def _holds_author(each: HtmlElement) -> bool:
    if each.tag == "a" and (address := each.get("href")):
        try:
            parts = urlsplit(address)
        except ValueError:
            return False
        if AUTHOR_PATH.search(unquote(parts.path)) or AUTHOR_QUERY.search(parts.query):
            return True
    if each.tag not in (
        "a",
        "span",
        "div",
        "p",
        "li",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "strong",
        "b",
        "em",
        "cite",
        "address",
        "td",
        "button",
    ):
        return False
    names = each.get("class") or ""
    return bool(names) and bool(AUTHOR_CLASS.search(names) or AUTHOR_CAMEL.search(names))


def _first_name(each: HtmlElement) -> str:
    """The name in an element: the first of its texts that is one ("Ada Moss", then "Senior writer"), else all of them."""
    pieces = [" ".join(piece.split()) for piece in islice(each.itertext(), PIECES)]
    whole = [name for piece in pieces if (name := _name(piece)) and len(name.split()) > 1]
    is_link = each.tag == "a"
    name = whole[0] if whole else _name(_text(each))
    return name if len(name.split()) > 1 or not is_link else ""


def _name(text: str) -> str:
    """The name of a person in the text of an element; empty where it is a label or more than a name."""
    if not text or len(text) > LONGEST:
        return ""
    name = person(text)
    if not name or NO_PERSON.search(name) or not NAME.match(name) or any(letter.isdigit() for letter in name):
        return ""
    words = name.split()
    begins = sum(word[:1].isupper() or not word[:1].islower() for word in words)
    return name if begins * 2 > len(words) and not words[0][:1].islower() else ""


def _text(each: HtmlElement) -> str:
    pieces = list(islice(each.itertext(), PIECES))
    return " ".join(" ".join(pieces).split()) if len(pieces) < PIECES else ""
