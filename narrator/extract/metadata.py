"""What a page says about itself: JSON-LD, OpenGraph and meta first, then the libraries; absent rather than invented."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from bs4.filter import SoupStrainer

from narrator import languages
from narrator.extract.dates import iso
from narrator.model import Image

ARTICLES = (
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
)
SEPARATORS = re.compile(r"\s+[|–—·•»:-]\s+")
LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")
LIMIT_JSON = 2_000_000


@dataclass(frozen=True, slots=True)
class Meta:
    """The page on itself; empty where it does not say."""

    title: str = ""
    byline: str = ""
    site: str = ""
    url: str | None = None
    language: str = ""
    published: str | None = None
    modified: str | None = None
    image: Image | None = None
    audio_url: str | None = None
    section: str = ""
    body: str = ""
    """JSON-LD's ``articleBody``: for pages that have their text nowhere else."""


def meta(html: str, url: str | None) -> Meta:
    """The metadata of a page; ``url`` resolves what is relative."""
    wanted = SoupStrainer(["html", "title", "meta", "link", "script", "h1"])
    soup = BeautifulSoup(html, "lxml", parse_only=wanted)
    properties = _properties(soup)
    linked = _linked(soup)
    canonical = _address(_link(soup, "canonical") or properties.get("og:url", ""), url) or url
    site = properties.get("og:site_name", "") or _name(linked.get("publisher"))
    return Meta(
        title=_title(soup, properties, linked, site),
        byline=_byline(_signed(soup), linked, site),
        site=site,
        url=canonical,
        language=_language(soup, properties, linked),
        published=_date(
            linked.get("datePublished"),
            *_each(
                properties,
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
            ),
        ),
        modified=_date(
            linked.get("dateModified"), *_each(properties, "article:modified_time", "og:updated_time", "last-modified")
        ),
        image=_image(properties, linked, canonical),
        audio_url=_address(_sound(linked) or properties.get("og:audio", ""), canonical),
        section=_section(linked.get("articleSection"), properties.get("article:section", "")),
        body=str(linked.get("articleBody") or "") if isinstance(linked.get("articleBody"), str) else "",
    )


def _section(linked: object, named: str) -> str:
    """The part of the publication: the first that is named."""
    first = linked[0] if isinstance(linked, list) and linked else linked
    return " ".join(unescape(first if isinstance(first, str) and first.strip() else named).split())[:80]


def _properties(soup: BeautifulSoup) -> dict[str, str]:
    """The first content of each meta element, by its property, name or itemprop, lower case."""
    out: dict[str, str] = {}
    for each in soup.find_all("meta"):
        key = each.get("property") or each.get("name") or each.get("itemprop") or each.get("http-equiv")
        content = each.get("content")
        if isinstance(key, str) and isinstance(content, str) and content.strip():
            out.setdefault(key.lower(), " ".join(content.split()))
    return out


def _linked(soup: BeautifulSoup) -> Mapping[str, Any]:
    """The JSON-LD object that is the article; empty where there is none."""
    for script in soup.find_all("script", type=re.compile(r"^application/ld\+json", re.IGNORECASE)):
        text = script.get_text()
        if len(text) > LIMIT_JSON:
            continue
        try:
            parsed = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for each in _objects(parsed, 6):
            kinds = each.get("@type")
            names = [kinds] if isinstance(kinds, str) else kinds if isinstance(kinds, list) else []
            if any(str(name).lower() in ARTICLES for name in names):
                return each
    return {}


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


def _title(soup: BeautifulSoup, properties: Mapping[str, str], linked: Mapping[str, Any], site: str) -> str:
    own = soup.title.get_text(" ", strip=True) if soup.title else ""
    heads = [head.get_text(" ", strip=True) for head in soup.find_all("h1")]
    found = linked.get("headline")
    named = found if isinstance(found, str) else ""
    best = named or properties.get("og:title", "") or properties.get("twitter:title", "") or own
    best = without_site(
        " ".join(BeautifulSoup(best, "lxml").get_text(" ").split())
        if "<" in best or "&" in best
        else " ".join(best.split()),
        site,
    )
    # JSON-LD and OpenGraph are cut or reworded for networks: the page's own headline is what a reader sees.
    single = heads[0] if len(heads) == 1 else ""
    if not best:
        return single
    cut = best.rstrip("….").rstrip()
    return single if single and cut and len(single) > len(best) and single.startswith(cut) else best


def without_site(title: str, site: str) -> str:
    """``Headline | Site`` without the site's name."""
    parts = SEPARATORS.split(title)
    if len(parts) < 2:
        return title
    if site and any(_same(part, site) for part in (parts[0], parts[-1])):
        return (
            title[: title.rfind(parts[-1])].rstrip(" |–—·•»:-")
            if _same(parts[-1], site)
            else title[len(parts[0]) :].lstrip(" |–—·•»:-")
        )
    strong = re.split(r"\s+[|»]\s+", title)
    return strong[0] if len(strong) > 1 and len(strong[0].split()) >= 3 else title


def _same(part: str, site: str) -> bool:
    left, right = (re.sub(r"\W+|^the ", "", each.casefold()) for each in (part, site))
    return bool(left) and (left == right or left in right or right in left)


AUTHORS = (
    "author",
    "article:author",
    "parsely-author",
    "citation_author",
    "citation_authors",
    "dc.creator",
    "byl",
    "sailthru.author",
)
"""The names of meta elements that tell who wrote a page, the surest first."""


def _signed(soup: BeautifulSoup) -> list[str]:
    """The authors by the first kind of meta element that names any; papers have one element an author."""
    found: dict[str, list[str]] = {}
    for each in soup.find_all("meta"):
        key = str(each.get("property") or each.get("name") or "").lower()
        content = " ".join(str(each.get("content") or "").split())
        if key in AUTHORS and content and not re.match(r"https?:|@|www\.", content):
            found.setdefault(key, []).append(content)
    longest = max((len(names) for names in found.values()), default=0)
    keys = [key for key in AUTHORS if key in found]
    return next((found[key] for key in keys if len(found[key]) == longest or longest == 1), [])


def _byline(signed: Sequence[str], linked: Mapping[str, Any], site: str) -> str:
    authors = linked.get("author")
    names = [_name(each) for each in (authors if isinstance(authors, list) else [authors])]
    names = [name for name in dict.fromkeys(names) if name and not name.startswith(("http", "@"))]
    if not names or len(dict.fromkeys(signed)) > len(names) == 1:
        names = list(dict.fromkeys(signed)) or names
    joined = ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1] if names else ""
    joined = re.sub(r"^(?:by|von|par|por)\s+", "", joined, flags=re.IGNORECASE)
    return "" if len(joined) > 200 or (site and joined.casefold() == site.casefold()) else joined


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
    credit = first.get("creditText") or _name(first.get("creator")) if isinstance(first, dict) else ""
    return Image(address, credit=str(credit or ""), alt=properties.get("og:image:alt", ""))


def _each(properties: Mapping[str, str], *names: str) -> list[str]:
    return [properties[name] for name in names if properties.get(name)]


def _link(soup: BeautifulSoup, relation: str) -> str:
    for each in soup.find_all("link", href=True):
        relations: Any = each.get("rel") or []
        if relation in ([relations] if isinstance(relations, str) else relations):
            return str(each["href"])
    return ""


def _name(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        value = value[0] if value else None
    if not isinstance(value, str):
        return ""
    # Names in linked data are often escaped as in HTML: "O&#8217;Dell" is spoken with its number.
    value = unescape(value)
    return " ".join((BeautifulSoup(value, "lxml").get_text(" ") if "<" in value else value).split())


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
        return whole if urlsplit(whole).scheme in ("http", "https") and urlsplit(whole).netloc else None
    except ValueError:
        return None
