"""What a page says about itself: JSON-LD, OpenGraph and meta first, then the libraries; absent rather than invented."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from bs4.filter import SoupStrainer

from narrator import languages
from narrator.addresses import is_web_address
from narrator.extract.dates import iso
from narrator.extract.metadata import authors, titles
from narrator.extract.metadata.linked import linked, name
from narrator.model import Image

LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")
MOST_WORDS = 1_000_000


@dataclass(frozen=True, slots=True)
class Meta:
    """The page on itself; empty where it does not say."""

    title: str = ""
    byline: str = ""
    is_signed: bool = False
    """Whether the byline names who wrote it, and not only the organization that stands behind the page."""
    site: str = ""
    url: str | None = None
    language: str = ""
    published: str | None = None
    modified: str | None = None
    image: Image | None = None
    audio_url: str | None = None
    section: str = ""
    word_count: int | None = None
    """What JSON-LD counts."""
    is_free: bool = True
    """False where JSON-LD says that the article is not accessible for free."""
    body: str = ""
    """JSON-LD's ``articleBody``: for pages that have their text nowhere else."""


PUBLISHED = (
    "article:published_time",
    "datepublished",
    "parsely-pub-date",
    "dc.date",
    "dc.date.issued",
    "date",
    "pubdate",
    "publish-date",
    "sailthru.date",
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "dcterms.created",
    "dcterms.date",
    "dcterms.issued",
    "dc.date.created",
    "og:published_time",
    "og:article:published_time",
    "article.published",
    "bt:pubdate",
    "rnews:datepublished",
    "publication_date",
    "publishdate",
    "published-date",
    "article:published:time",
    "datecreated",
)
"""Names under which pages give the day of publication, the surest first."""


def meta(html: str, url: str | None) -> Meta:
    """The metadata of a page; ``url`` resolves what is relative."""
    wanted = SoupStrainer(["html", "title", "meta", "link", "script", "h1"])
    soup = BeautifulSoup(html, "lxml", parse_only=wanted)
    properties = _properties(soup)
    data = linked(soup)
    canonical = _address(_link(soup, "canonical") or properties.get("og:url", ""), url) or url
    site = properties.get("og:site_name", "") or name(data.resolved(data.first("publisher")))
    heads, own = _heads(soup), " ".join(soup.title.get_text(" ", strip=True).split()) if soup.title else ""
    site = site or titles.site_of(own, heads)
    host = (urlsplit(canonical or "").hostname or "").removeprefix("www.")
    named = [*_each(properties, "og:title", "twitter:title"), name(data.article)]
    byline, is_signed = authors.byline(soup, data, properties)
    return Meta(
        title=titles.title(heads, _text(data.article.get("headline")), named, own, site or host, canonical or ""),
        byline=byline,
        is_signed=is_signed and not titles.is_site(byline, site),
        site=site,
        url=canonical,
        language=_language(soup, properties, data.article),
        published=_date(
            data.article.get("datePublished"),
            *_each(properties, *PUBLISHED),
            data.page.get("datePublished"),
        ),
        modified=_date(
            data.first("dateModified"), *_each(properties, "article:modified_time", "og:updated_time", "last-modified")
        ),
        image=_image(properties, data.article, canonical),
        audio_url=_address(_sound(data.article) or properties.get("og:audio", ""), canonical),
        section=_section(data.article.get("articleSection"), properties.get("article:section", "")),
        word_count=_count(data.article.get("wordCount")),
        is_free=str(data.article.get("isAccessibleForFree", "true")).strip().lower()
        not in ("false", "http://schema.org/false"),
        body=_text(data.article.get("articleBody")),
    )


def _heads(soup: BeautifulSoup) -> list[str]:
    for each in soup.find_all("br"):
        each.replace_with(" ")
    return [" ".join(head.get_text().split()) for head in soup.find_all("h1")]


def _section(linked: object, named: str) -> str:
    """The part of the publication: the first that is named."""
    first = linked[0] if isinstance(linked, list) and linked else linked
    return " ".join(unescape(first if isinstance(first, str) and first.strip() else named).split())[:80]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _count(value: object) -> int | None:
    """A number of words; None where it is none."""
    text = str(value).strip().replace(",", "") if isinstance(value, (int, str)) else ""
    return int(text) if text.isdigit() and 0 < int(text) < MOST_WORDS else None


def _properties(soup: BeautifulSoup) -> dict[str, str]:
    """The first content of each meta element, by its property, name or itemprop, lower case."""
    out: dict[str, str] = {}
    for each in soup.find_all("meta"):
        key = each.get("property") or each.get("name") or each.get("itemprop") or each.get("http-equiv")
        content = each.get("content")
        if isinstance(key, str) and isinstance(content, str) and content.strip():
            out.setdefault(key.lower(), " ".join(content.split()))
    return out


def _language(soup: BeautifulSoup, properties: Mapping[str, str], linked: Mapping[str, Any]) -> str:
    root = soup.find("html")
    declared = root.get("lang") or root.get("xml:lang") if root is not None else None
    candidates = [
        declared,
        linked.get("inLanguage"),
        *_each(properties, "og:locale", "content-language", "language", "dc.language"),
    ]
    for each in candidates:
        if isinstance(each, str) and LANGUAGE.match(each.strip()) and (tag := languages.of(each).tag):
            return tag
    return ""


def _date(*candidates: object) -> str | None:
    """The first that is a date: ISO 8601 as precise as it is given, others by their day; none is guessed at."""
    return next((day for each in candidates if (day := iso(str(each or "")))), None)


def _image(properties: Mapping[str, str], linked: Mapping[str, Any], base: str | None) -> Image | None:
    found = linked.get("image")
    first = found[0] if isinstance(found, list) and found else found
    address = _address(properties.get("og:image", "") or _url(first) or (first if isinstance(first, str) else ""), base)
    if not address:
        return None
    credit = first.get("creditText") or name(first.get("creator")) if isinstance(first, dict) else ""
    return Image(address, credit=str(credit or ""), alt=properties.get("og:image:alt", ""))


def _each(properties: Mapping[str, str], *names: str) -> list[str]:
    return [properties[name] for name in names if properties.get(name)]


def _link(soup: BeautifulSoup, relation: str) -> str:
    for each in soup.find_all("link", href=True):
        relations: Any = each.get("rel") or []
        if relation in ([relations] if isinstance(relations, str) else relations):
            return str(each["href"])
    return ""


def _url(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("contentUrl") or value.get("url")
    return value if isinstance(value, str) else ""


def _sound(linked: Mapping[str, Any]) -> str:
    """The publisher's own audio: ``audio``, or an ``AudioObject`` among the article's media."""
    if own := _url(linked.get("audio")):
        return own
    media = [linked.get(key) for key in ("associatedMedia", "encoding", "hasPart")]
    each = [one for some in media for one in (some if isinstance(some, list) else [some])]
    return next((_url(one) for one in each if isinstance(one, dict) and one.get("@type") == "AudioObject"), "")


def _address(value: str, base: str | None) -> str | None:
    """An absolute http address, or None."""
    try:
        whole = urljoin(base or "", value.strip()) if value else ""
        return whole if is_web_address(whole) else None
    except ValueError:
        return None
