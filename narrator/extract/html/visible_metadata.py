"""What a page shows of itself where its head is silent: headline, byline, dates, the credit of the lead image."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from narrator.extract.dates import iso, written
from narrator.extract.html.shown_author import shown_author
from narrator.extract.lead import EVENT, lead
from narrator.extract.metadata import Meta
from narrator.extract.metadata.titles import SEPARATORS
from narrator.extract.wording import Phrases, plain
from narrator.model import Image

PUBLISHED = re.compile(r"datepublished|pubdate|publish|posted|entry-date", re.IGNORECASE)
CHANGED = re.compile(
    r"datemodified|modified|updated|reviewed|aktualisiert|actualizado|mis à jour|оновлено", re.IGNORECASE
)
CREDITED = re.compile(
    r"(?:^|\b)(?:photo(?:graph)?|image|picture|credit|foto|bild|quelle|crédit|fuente|фото|джерело)s?(?:\s(?:by|credit|courtesy of))?\s?:\s*(?P<a>[^()\[\]]{2,80})$|\((?:photo|image|foto|credit|via|courtesy of)?\s*:?\s*(?P<b>[^()]{2,80}?)\)\W*$|©\s?(?P<c>[^©()]{2,80})$",
    re.IGNORECASE,
)
CREDIT_CLASS = re.compile(r"credit|copyright|source|photographer", re.IGNORECASE)
SITE_WORDS = 5
TEXTS_AFTER = 24
"""Pieces of text after a headline among which a date stands that is the article's."""
TEXTS_RIGHT_AFTER = 8
"""Pieces of text after a headline among which an earlier date is believed against the page's head."""
DATE_WORDS = 7
"""Words of a line that is little more than a date."""
STRINGS = 40
"""Pieces of text from which an element is more than a line."""
DAY = len("2026-11-26")
ONE_DAY = timedelta(days=1)
MARKS = 2000
"""Elements that are looked at for a date or an author."""
HEADLINE_WORDS = 4


def completed(meta: Meta, tree: HtmlElement, lines: Sequence[str], known: Phrases) -> Meta:
    """The metadata with what only the page itself shows. What the head said is not overruled.

    Args:
        meta: what the head says.
        tree: the page before anything was taken out.
        lines: its visible lines.
        known: the phrases of its language.
    """
    title, site = _headline(meta, tree, lines)
    around = lead(lines, title, known)
    published, modified = _times(tree)
    near = _dated_near(tree, title, known)
    byline = meta.byline
    if not byline or not meta.is_signed:
        byline = shown_author(tree, title) or around.byline or byline
    return replace(
        meta,
        title=title,
        site=site,
        byline="" if plain(byline) == plain(site) else byline,
        published=_published(meta.published or published or around.published, near, around.modified),
        modified=meta.modified or modified or around.modified,
        image=_credited(meta.image, tree),
    )


def _headline(meta: Meta, tree: HtmlElement, lines: Sequence[str]) -> tuple[str, str]:
    """The headline and the site: of "Headline - Site", the part that the page shows as its headline."""
    parts = [part.strip() for part in SEPARATORS.split(meta.title) if part.strip()]
    if len(parts) < 2:
        return meta.title, meta.site
    heads = {plain(_text(head)) for head in tree.iter("h1")}
    shown = {plain(line) for line in lines}
    own = next((part for part in parts if plain(part) in heads), "")
    if not own:
        longest = max(parts, key=lambda part: len(part.split()))
        own = longest if len(longest.split()) >= HEADLINE_WORDS and plain(longest) in shown else ""
    if not own:
        return meta.title, meta.site
    rest = [part for part in parts if part != own]
    site = rest[0] if len(rest) == 1 and len(rest[0].split()) <= SITE_WORDS else ""
    return own, meta.site or site


def _times(tree: HtmlElement) -> tuple[str | None, str | None]:
    """When it was published and changed, by elements that say so; a lone ``time`` under the headline counts as well."""
    published = modified = None
    dated: list[str] = []
    told = (each for each in tree.iter("time", "meta", "span", "abbr") if each.tag == "time" or each.get("itemprop"))
    for each in islice(told, MARKS):
        value = each.get("datetime") or each.get("content") or each.get("title") or ""
        names = (
            f"{each.get('itemprop') or ''} {each.get('class') or ''} {'pubdate' if 'pubdate' in each.attrib else ''}"
        )
        day = iso(value) if value and (each.tag == "time" or each.get("itemprop")) else None
        if day is None:
            continue
        around = f"{names} {_said_before(each)}"
        if CHANGED.search(around) and not PUBLISHED.search(names):
            modified = modified or day
        elif PUBLISHED.search(around):
            published = published or day
        elif each.tag == "time":
            dated.append(day)
    lone = dated[0] if len({day[:10] for day in dated}) == 1 else None
    return published or lone, modified


@dataclass(frozen=True, slots=True)
class Near:
    """The days that stand alone in an element near the headline."""

    day: str | None = None
    """The first that is not said to be of a change."""
    is_right_after: bool = False
    """Whether it stands so near that it is the article's for certain."""
    changed: str | None = None
    """The first that is said to be of a change."""


def _published(named: str | None, near: Near, changed: str | None) -> str | None:
    """The day of publication.

    An article is not published after the day that stands under its headline: sites that moved give the day of the move in
    their head. Where a page shows only when it was changed ("Updated 9 July 2025"), that is the day by which readers know it.
    """
    if near.day and (not named or (near.is_right_after and _is_earlier(near.day, named))):
        return near.day
    return named or near.changed or changed


def _is_earlier(day: str, other: str) -> bool:
    """Whether a day is earlier than another by more than the hours that time zones differ."""
    return len(other) >= DAY and date.fromisoformat(day[:DAY]) + ONE_DAY < date.fromisoformat(other[:DAY])


def _dated_near(tree: HtmlElement, title: str, known: Phrases) -> Near:
    """The first dates that stand alone in an element near the headline."""
    heads = [each for each in tree.iter("h1", "h2") if title and plain(_text(each)) == plain(title)]
    changed = None
    for head in heads[:2]:
        said = ""
        for index, (text, stamp) in enumerate(islice(_texts_after(head), TEXTS_AFTER)):
            is_short = len(text.split()) <= DATE_WORDS
            day = (written(text) or iso(stamp)) if is_short and plain(said) not in EVENT else None
            if day and not known.changed & set(plain(f"{said} {text}").split()):
                return Near(day, index < TEXTS_RIGHT_AFTER, changed)
            changed = changed or day
            said = text if is_short else ""
    return Near(changed=changed)


def _texts_after(element: Any) -> Iterator[tuple[str, str]]:
    """The texts behind an element, in order, with the ``datetime`` of those that are a ``time`` element's."""
    for behind in (element, *element.iterancestors()):
        yield from _of_text(behind.tail)
        for each in behind.itersiblings():
            for event, inner in etree.iterwalk(each, events=("start", "end")):
                if event == "start" and isinstance(inner.tag, str):
                    yield from _of_text(inner.text, (inner.get("datetime") or "") if inner.tag == "time" else "")
                elif event == "end" and inner is not each:
                    yield from _of_text(inner.tail)
            yield from _of_text(each.tail)


def _of_text(text: str | None, stamp: str = "") -> Iterator[tuple[str, str]]:
    if text and not text.isspace():
        yield " ".join(text.split()), stamp


def _said_before(each: Any) -> str:
    """What stands before a date in the elements around it, two of them."""
    out = ""
    for parent in islice(each.iterancestors(), 2):
        text = " ".join("".join(islice(parent.itertext(), STRINGS)).split())
        out = text[:60] if len(text) < 200 and sum(1 for _ in islice(parent.itertext(), STRINGS)) < STRINGS else out
    return out


def _credited(image: Image | None, tree: HtmlElement) -> Image | None:
    """The lead image with the credit that stands under it on the page."""
    if image is None or image.credit or not (name := stem(image.url)):
        return image
    for each in tree.iter("img"):
        if stem(each.get("src") or each.get("data-src") or "") != name:
            continue
        figure = next((parent for parent in each.iterancestors("figure")), None)
        if figure is not None and (credit := credit_of(figure)):
            return replace(image, credit=credit)
    return image


def credit_of(figure: Any) -> str:
    """Who took or made the picture of a figure; empty where nobody is named."""
    for each in figure.iter("span", "small", "cite", "p", "div", "em"):
        text = _text(each)
        if CREDIT_CLASS.search(each.get("class") or "") and text and len(text) <= 100:
            found = CREDITED.search(text)
            return next((part for part in found.groups() if part), text).strip() if found else text
    caption = figure if figure.tag == "figcaption" else figure.find(".//figcaption")
    found = CREDITED.search(_text(caption)) if caption is not None else None
    return next((part for part in found.groups() if part), "").strip() if found else ""


def stem(address: str) -> str:
    """The name of a picture without its size, so that two sizes of one are one."""
    name = urlsplit(address.split(",")[0].split(" ")[0]).path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return re.sub(r"[-_](?:\d{2,4}x\d{2,4}|scaled|large|medium|small|thumb\w*|\d{3,4}w?)$", "", name).casefold()


def _text(each: Any) -> str:
    return " ".join("".join(each.itertext()).split())
