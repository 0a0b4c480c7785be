"""The headline of a page, as a reader sees it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from narrator.extract.metadata.linked import plain

SEPARATORS = re.compile(r"\s+[|–—·•»:-]\s+")
TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]|\w+")
"""A word; a character of scripts that have no spaces."""
LINKED_FROM = re.compile(r"\s\((?:[\w-]+\.)+[a-z]{2,}\)(?:\s\d+)?$")
"""The site that a headline links to, and the number of comments: "The Bridge Is Open (post.example) 87"."""
SITE_WORDS = 5
LEAST_CUT = 20
"""Characters of a headline that was cut for a network."""
ALIKE = 0.6
"""Share of the shorter headline's words from which two headlines are one, reworded for a network."""
RELATED = 0.15
"""The same for the only headline that a page shows: the head may say it in other words."""
MOST_WORDS = 30
"""Words of a headline; an introduction that is marked as one has more."""
SAME = 0.25
"""Share of the words of both: a short headline that happens to stand in a longer text is not it."""


def title(heads: Sequence[str], headline: str, named: Sequence[str], own: str, site: str, address: str = "") -> str:
    """The headline of a page.

    The page's first ``h1`` that says the same as its metadata is what a reader sees: JSON-LD and OpenGraph are cut or reworded for
    networks. A headline of JSON-LD that nothing else on the page agrees with is a description ("a structure that lets
    boats land") and counts only where nothing else is given.

    Args:
        heads: texts of the ``h1`` elements.
        headline: of JSON-LD.
        named: OpenGraph's title and its like, the surest first.
        own: the ``title`` element.
        site: name of the site.
        address: of the page. Its last part often repeats the headline, and says which of two it is.
    """
    told = [without_site(plain(each), site) for each in (headline, *named, own) if each and not is_site(each, site)]
    named_so = {each.casefold() for each in told}
    heads = [head for head in heads if 0 < len(head.split()) <= MOST_WORDS and not is_site(head, site)]
    heads = [LINKED_FROM.sub("", without_site(head, site)) for head in heads]
    heads = [head for head in heads if not any(f"{head.casefold()}: {each}" in named_so for each in named_so)]
    if not told:
        return heads[0] if len(heads) == 1 else plain(own)
    others = [*told[1:], *heads]
    is_alone = bool(headline) and bool(others) and not any(_says_same(told[0], each) for each in others)
    if is_alone and told[0][:1].islower():
        told = told[1:] or heads[:1]
    same = [head for head in heads if any(_says_same(each, head) for each in told)]
    if not same and not headline and len(set(heads)) == 1 and _is_related(heads[0], told[0], address):
        same = heads
    seen = max(same, key=lambda head: max(_overlap(each, head) for each in told), default="")
    if seen.casefold() in named_so:
        return seen
    return next((each for each in told if _has_more(each, seen)), seen) or _whole(told)


def site_of(own: str, heads: Sequence[str]) -> str:
    """The other half of a ``title`` element of which one half is a headline of the page; empty where there is none."""
    parts = [part for part in SEPARATORS.split(own) if part]
    rest = [part for part in parts if part.casefold() not in {head.casefold() for head in heads}]
    return rest[0] if len(parts) == 2 and len(rest) == 1 and len(rest[0].split()) <= SITE_WORDS else ""


def without_site(text: str, site: str) -> str:
    """``Headline | Site`` without the site's name."""
    parts = SEPARATORS.split(text)
    if len(parts) < 2:
        return text
    if site and any(is_site(part, site) for part in (parts[0], parts[-1])):
        return (
            text[: text.rfind(parts[-1])].rstrip(" |–—·•»:-")
            if is_site(parts[-1], site)
            else text[len(parts[0]) :].lstrip(" |–—·•»:-")
        )
    strong = re.split(r"\s+[|»]\s+", text)
    return strong[0] if len(strong) > 1 and len(strong[0].split()) >= 3 else text


def is_site(part: str, site: str) -> bool:
    """Whether a text is the name of the site, or the two hold one another."""
    left, right = (re.sub(r"\W+|^the ", "", each.casefold()) for each in (part, site))
    return (
        bool(left)
        and bool(right)
        and (left == right or left in right or (right in left and len(left) < 2 * len(right)))
    )


def _says_same(text: str, head: str) -> bool:
    """Whether a text of the metadata and a headline are one: reworded, or the text is the beginning of the headline, cut."""
    left, right = _tokens(text), _tokens(head)
    if len(left & right) >= ALIKE * max(1, min(len(left), len(right))) and _overlap(text, head) >= SAME:
        return True
    cut = text.rstrip("….").rstrip().casefold()
    return len(cut) >= LEAST_CUT and head.casefold().startswith(cut)


def _is_related(head: str, named: str, address: str) -> bool:
    """Whether the only headline that a page shows is what the page's head says in other words.

    "Making Google Sans Flex" over an article whose head says "Google Sans: Evolving Google's Typeface" is; an offer, which
    shares words with the headline as well, is not what the page's address repeats.
    """
    slug = set(TOKEN.findall(urlsplit(address).path.rstrip("/").rsplit("/", 1)[-1].casefold().replace("_", "-")))
    in_head, in_named = (sum(_begins(part, text) for part in slug) for text in (head, named))
    return _overlap(head, named) >= RELATED and in_head >= in_named


def _begins(part: str, text: str) -> bool:
    """Whether a word of the text begins with a part of an address: "maker" for "Makers"."""
    return any(word.startswith(part) for word in _tokens(text))


def _whole(told: Sequence[str]) -> str:
    """The first headline, or one that goes on where it was cut: "We Help 4 Readers (Including" for "(Including One Trick)"."""
    first = told[0]
    goes_on = (each for each in told if len(first) >= LEAST_CUT and each.casefold().startswith(first.casefold()))
    return max((each for each in goes_on if not re.match(r"\W*\s\W+\s", each[len(first) :])), key=len, default=first)


def _overlap(text: str, other: str) -> float:
    """The share of the words of both texts that both have, 0 to 1."""
    left, right = _tokens(text), _tokens(other)
    return len(left & right) / max(1, len(left | right))


def _tokens(text: str) -> set[str]:
    return set(TOKEN.findall(text.casefold()))


def _has_more(text: str, head: str) -> bool:
    """Whether a text is a headline with the kicker over it or the line under it: "Ports: The pier closes", "Pier: how it closed"."""
    text, head = text.casefold(), head.casefold()
    return bool(head) and (text.endswith(f": {head}") or text.startswith(f"{head}: "))
