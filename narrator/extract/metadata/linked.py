"""JSON-LD of a page: the object that is the article, and what else says something about the page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from bs4 import BeautifulSoup

ARTICLES = frozenset(
    [
        "article",
        "newsarticle",
        "blogposting",
        "report",
        "reportagenewsarticle",
        "opinionnewsarticle",
        "analysisnewsarticle",
        "liveblogposting",
        "scholarlyarticle",
        "technicalarticle",
        "techarticle",
        "backgroundnewsarticle",
        "reviewnewsarticle",
        "socialmediaposting",
    ]
)
PAGES = frozenset(["webpage", "itempage", "howto", "recipe", "review", "faqpage", "qapage", "discussionforumposting"])
"""Kinds that date and sign a page that has no article object, as WordPress's plugins write it for pages."""
LIMIT_JSON = 2_000_000
DEPTH = 6
COMMENT = re.compile(r"^\s*(?://|/\*.*?\*/|<!\[CDATA\[|<!--).*?$|^\s*(?:\]\]>|-->)\s*$", re.MULTILINE)
"""What templates leave in linked data, a line each; JSON has no comments."""
COMMA = re.compile(r",(?=\s*[}\]])")


@dataclass(frozen=True, slots=True)
class Linked:
    """The linked data of a page."""

    article: Mapping[str, Any] = field(default_factory=dict)
    """The article's object; empty where there is none."""
    page: Mapping[str, Any] = field(default_factory=dict)
    """The object of the page as a whole; empty where there is none."""
    by_id: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The objects by their ``@id``."""

    def resolved(self, value: Any) -> Any:
        """A value, or what it refers to: ``{"@id": "#author"}`` stands for the object of that name."""
        if isinstance(value, list):
            return [self.resolved(each) for each in value]
        if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
            return self.by_id.get(value["@id"], value)
        return value

    def first(self, key: str) -> Any:
        """What the article's object says, else what the page's says."""
        return self.article.get(key) or self.page.get(key)


def linked(soup: BeautifulSoup) -> Linked:
    """The linked data of a page; objects that are no JSON are left out."""
    objects = [each for parsed in _parsed(soup) for each in _objects(parsed, DEPTH)]
    by_id: dict[str, Mapping[str, Any]] = {}
    for each in objects:
        name = each.get("@id")
        if isinstance(name, str) and len(each) > len(by_id.get(name, ())):
            by_id[name] = each
    article = next((each for each in objects if kinds(each) & ARTICLES), {})
    page = next((each for each in objects if kinds(each) & PAGES), {})
    return Linked(article, page, by_id)


def kinds(value: Mapping[str, Any]) -> set[str]:
    """The types of an object, in small letters."""
    found = value.get("@type")
    names = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    return {str(name).rsplit("/", 1)[-1].lower() for name in names}


def name(value: Any) -> str:
    """The name of an object, of the first of a list, or the text itself; empty where there is none."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        value = value[0] if value else None
    return plain(value) if isinstance(value, str) else ""


def plain(text: str) -> str:
    """A text of metadata without markup and entities, which it often has twice: "O&#8217;Dell" is spoken with its number."""
    text = unescape(unescape(text))
    return " ".join((BeautifulSoup(text, "lxml").get_text(" ") if "<" in text else text).split())


def _parsed(soup: BeautifulSoup) -> Iterator[Any]:
    for script in soup.find_all("script", type=re.compile(r"^\s*application/ld\+json", re.IGNORECASE)):
        text = script.get_text()
        if len(text) > LIMIT_JSON:
            continue
        for form in (text, COMMA.sub("", COMMENT.sub("", text))):
            try:
                yield json.loads(form, strict=False)
            except (ValueError, RecursionError):
                continue
            break


def _objects(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth == 0:
        return
    if isinstance(value, list):
        for each in value:
            yield from _objects(each, depth - 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"):
            yield from _objects(value.get(key), depth - 1)
