"""Who wrote an article: people first, then organizations; no account, no address, no placeholder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bs4 import BeautifulSoup

from narrator.extract.metadata.linked import Linked, kinds, plain

AUTHORS = (
    "author",
    "article:author",
    "og:article:author",
    "parsely-author",
    "cxenseparse:author",
    "dcsext.author",
    "citation_author",
    "citation_authors",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "sailthru.author",
    "author_name",
    "twitter:misc:written by",
)
"""The names of meta elements that tell who wrote a page, the surest first."""
WRITTEN_BY = re.compile(
    r"^(?:written by|verfasst von|geschrieben von|author|autor|autore|auteur|écrit par|escrito por|scritto da|geschreven door|"
    r"napisane przez|skrevet av|skriven av|est\. |автор|作者|投稿者)\W*$",
    re.IGNORECASE,
)
"""Labels of the card by which WordPress's plugins tell who wrote a page (``twitter:label1``)."""
BEFORE = re.compile(
    r"^(?:(?:story|words|text|article|review(?:ed)?|post(?:ed)?|published|written|escrito|publicado|geschreven|verfasst|scritto)\s+)?"
    r"(?:by|von|par|por|door|di|av|af)\s*(?::\s*|\s)(?=\S)|^(?:author|autore?|autorin|auteur|text|texte|words|writer)s?\s*:\s*",
    re.IGNORECASE,
)
"""What stands before a name and is no part of it."""
NO_NAME = re.compile(
    r"@|https?:|www\.|[{}<>\\|=]|\b[0-9a-f]{8,}\b|\b[\w-]+(?:\.[\w-]+){2,}|"
    r"\b(?:admin(?:istrator)?|undefined|null|none|unknown|anonymous|webmaster|wp-?user|editor\d*|user\d*|staff_?\d+|guest author|n/a)\b|"
    r"\b(?:images?|photos?|pictures?|credits?|content|design|code)\s*:",
    re.IGNORECASE,
)
ACCOUNT = re.compile(r"^[a-zà-ÿ0-9._-]*[a-zà-ÿ0-9_-]$")
"""One word of small Latin letters and digits: the name of an account. Agencies are the exception."""
AGENCIES = frozenset(
    [
        "dpa",
        "afp",
        "ap",
        "apa",
        "ansa",
        "efe",
        "sda",
        "sid",
        "tt",
        "ntb",
        "epd",
        "kna",
        "reuters",
        "lusa",
        "anp",
        "belga",
    ]
)
AFTER = re.compile(
    r"\s*(?:[•·|]|\s[–—-]\s(?=.*\b(?:team|staff|editorial|writer|editor|reporter|correspondent)\b)|\bon (?=[A-Z][a-z]{2,8} \d)|more about ).*$",
    re.IGNORECASE,
)
"""What follows a name in a line that holds more."""
MOST_WORDS = 14
WORDS_OF_NAME = 3
"""Up to which a name in small letters throughout is written as names are."""
LONGEST = 200


def byline(soup: BeautifulSoup, data: Linked, properties: Mapping[str, str]) -> tuple[str, bool]:
    """The authors of a page as one text, and whether they are people or only the page's organization.

    Args:
        soup: head of the page.
        data: its linked data.
        properties: its meta elements by name.
    """
    people, others = _of_linked(data)
    signed = [text for each in _signed(soup) for text in names(each)]
    if people:
        more = list(dict.fromkeys(signed))
        return joined(more if len(more) > len(people) == 1 else people), True
    if signed:
        return joined(signed), not others or signed[0].casefold() not in {each.casefold() for each in others}
    carded = [text for each in _carded(properties) for text in names(each)]
    if carded:
        return joined(carded), True
    return joined(others), False


def person(text: str) -> str:
    """A name without what stands around it; empty where it is no name of people, as an account or an address."""
    text = AFTER.sub("", BEFORE.sub("", plain(text))).strip(" ,;:·•|-–—/")
    count = len(text.split())
    if not text or count > MOST_WORDS or not any(letter.isalpha() for letter in text) or NO_NAME.search(text):
        return ""
    if ACCOUNT.match(text) and text not in AGENCIES:
        return ""
    return text.title() if text.islower() and 1 < count <= WORDS_OF_NAME else text


def names(text: str) -> list[str]:
    """The names in one text: all of it, or its parts where one part is no name ("Title https://…, Tom Davies")."""
    whole = person(text)
    if whole or not re.search(r"[,;]", text):
        return [whole] if whole else []
    return [name for part in re.split(r"[,;]", text) if (name := person(part))]


def joined(people: Sequence[str]) -> str:
    """Several names as one text: "A, B and C"; empty where it is longer than a byline is."""
    people = list(dict.fromkeys(people))
    text = ", ".join(people[:-1]) + (" and " if len(people) > 1 else "") + people[-1] if people else ""
    return "" if len(text) > LONGEST else text


def _of_linked(data: Linked) -> tuple[list[str], list[str]]:
    """The people and the organizations that linked data names as authors."""
    people: list[str] = []
    others: list[str] = []
    for source in (data.article, data.page):
        found = data.resolved(source.get("author") or source.get("creator"))
        for each in found if isinstance(found, list) else [found]:
            named = each.get("name") if isinstance(each, dict) else each
            is_body = isinstance(each, dict) and bool(
                kinds(each) & {"organization", "newsmediaorganization", "corporation"}
            )
            for text in named if isinstance(named, list) else [named]:
                (others if is_body else people).extend(names(text) if isinstance(text, str) else [])
        if people or others:
            break
    return list(dict.fromkeys(people)), list(dict.fromkeys(others))


def _signed(soup: BeautifulSoup) -> list[str]:
    """The authors by the first kind of meta element that names any; papers have one element an author."""
    found: dict[str, list[str]] = {}
    for each in soup.find_all("meta"):
        key = str(each.get("property") or each.get("name") or each.get("itemprop") or "").lower()
        content = " ".join(str(each.get("content") or "").split())
        if key in AUTHORS and content and names(content):
            found.setdefault(key, []).append(content)
    longest = max((len(each) for each in found.values()), default=0)
    keys = [key for key in AUTHORS if key in found]
    return next((found[key] for key in keys if len(found[key]) == longest or longest == 1), [])


def _carded(properties: Mapping[str, str]) -> Iterator[str]:
    """Who the page's card for networks says it is written by."""
    for number in ("1", "2"):
        if WRITTEN_BY.match(properties.get(f"twitter:label{number}", "")) and (
            value := properties.get(f"twitter:data{number}")
        ):
            yield value
