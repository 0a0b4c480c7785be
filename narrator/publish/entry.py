"""A narration as lists and feeds need it: plain JSON, so that it can be kept from one publishing to the next."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from narrator import disclosure
from narrator.model import AudioFile, BlockKind, Narration
from narrator.publish import embed, page, transcripts
from narrator.publish.pictures import Pictures
from narrator.publish.words import clean, description, direction, headline, said_date, web_address
from narrator.units import in_minutes

APPLE = ("audio/mpeg", "audio/mp4", "audio/x-m4a")
"""What Apple takes as an enclosure; the first of these that is there is the item's own."""
LONGEST_NOTES = 400
"""Characters of an item's text: Apple shows 4,000, and the 174 items of a first page have to stay below 500 kB."""
CARD = "card.jpg"
"""The picture for social networks, beside the page."""
ITEM_IMAGES = (".jpg", ".jpeg", ".png")
"""What Apple takes as an item's picture."""

Entry = dict[str, Any]


def entry(narration: Narration, base: str) -> Entry:
    """What the lists say of a narration; ``base`` is the site's address."""
    article, path = narration.article, quote(narration.slug, safe="")
    url = f"{base}/{path}/"
    files = [_file(each, url) for each in page.sounds(narration)]
    moment = _moment(article.published) or _moment(narration.created) or datetime.fromtimestamp(0, UTC)
    day = said_date(moment.isoformat(), article.language)
    captions = next((each for each in narration.files if each.media_type == "text/vtt"), None)
    return {
        "id": f"urn:narrator:{narration.source_id}",
        "path": path,
        "url": url,
        "title": " ".join(clean(headline(narration)).split()),
        "author": " ".join(clean(article.byline).split()),
        "section": " ".join(clean(article.section).split()),
        "language": article.language or "en",
        "direction": direction(article.language),
        "description": description(narration),
        "notes": str(_notes(narration)),
        "length": in_minutes(narration.timeline.duration_s),
        "line": [each for each in (day, clean(article.byline), clean(article.site)) if each],
        "date": format_datetime(moment),
        "year": moment.year,
        "sort": moment.isoformat(),
        "created": (_moment(narration.created) or moment).isoformat(),
        "seconds": max(1, round(narration.timeline.duration_s)),
        "enclosure": min(files, key=_preference) if files else None,
        "files": files,
        "transcript": url + quote(captions.name, safe="") if captions else "",
        "voice": _voices(narration),
        "article": web_address(article.url),
        "picture": _picture(narration, url),
        "card": next((url + CARD for each in narration.files if each.name == CARD), ""),
        "embed": embed.name(narration),
    }


def _voices(narration: Narration) -> str:
    """Who is heard, each marked as AI, with the service that spoke: "heart (AI), nova (AI, api.example.org)"."""
    return ", ".join(f"{each.name} (AI{', ' + each.provider if each.provider else ''})" for each in narration.voices)


def _notes(narration: Narration) -> Markup:
    """The item's text as HTML that is safe: the article's beginning, where it stands, what AI did."""
    said = "".join(f"<p>{each}</p>" for each in _beginning(narration))
    source = web_address(narration.article.url)
    linked = Markup('<p><a href="{0}">{0}</a></p>').format(source) if source else ""
    label = Markup("<p>{} {}</p>").format(clean(narration.label.text), disclosure.meaning(narration.label.language))
    return Markup(said) + linked + label  # noqa: S704 -- escaped in _beginning


def _beginning(narration: Narration) -> Iterator[Markup]:
    """The first paragraphs, whole, or the first words of the first."""
    left = LONGEST_NOTES
    for block in narration.article.blocks:
        text = " ".join(clean(block.text).split())
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.QUOTE) or not text:
            continue
        if len(text) > left:
            if left == LONGEST_NOTES:
                yield escape(text[:left].rsplit(" ", 1)[0] + " …")
            return
        left -= len(text)
        yield escape(text)


def _picture(narration: Narration, url: str) -> str:
    """The address of the article's picture: the copy beside its page, else the publisher's own."""
    pictures = Pictures(narration)
    first = narration.article.image or next((each.image for each in narration.article.blocks if each.image), None)
    place = pictures.place(first.url) if first else ""
    return url + place.removeprefix("./") if place.startswith("./") else place


def item_image(told: Entry) -> str:
    """The picture of a feed's item; empty where apps could not show it."""
    picture = str(told["picture"])
    return picture if picture.lower().partition("?")[0].endswith(ITEM_IMAGES) else ""


def transcripts_of(told: Entry) -> list[tuple[str, str]]:
    """The transcripts of a narration, each with its media type, captions first."""
    captions = [(str(told["transcript"]), "text/vtt")] if told["transcript"] else []
    own = [(f"{told['url']}{name}", kind) for name, kind in transcripts.KINDS]
    return [*captions, *own]


def linked_data(narration: Narration, told: Entry, cover: str) -> dict[str, Any]:
    """The article as schema.org's NewsArticle, with its sound."""
    article, sound = narration.article, told["enclosure"]
    table: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": told["title"],
        "inLanguage": told["language"],
        "url": told["url"],
        "mainEntityOfPage": told["article"] or told["url"],
        "datePublished": article.published,
        "dateModified": article.modified,
        "articleSection": told["section"] or None,
        "author": {"@type": "Person", "name": told["author"]} if told["author"] else None,
        "publisher": {"@type": "Organization", "name": clean(article.site)} if article.site else None,
        "image": told["picture"] or cover,
        "description": told["description"],
        "audio": sound
        and {
            "@type": "AudioObject",
            "contentUrl": sound["url"],
            "encodingFormat": sound["type"],
            "contentSize": str(sound["size"]),
            "duration": f"PT{told['seconds']}S",
            "name": told["title"],
            "inLanguage": told["language"],
            "creditText": narration.label.text,
            "digitalSourceType": disclosure.schema_address(narration.label.digital_source_type),
        },
    }
    return {name: value for name, value in table.items() if value is not None}


def _file(file: AudioFile, url: str) -> dict[str, Any]:
    sri = base64.b64encode(bytes.fromhex(file.sha256)).decode()
    kind = "audio/x-m4a" if file.name.endswith(".m4a") else file.media_type
    return {
        "name": clean(file.name),
        "url": url + quote(file.name, safe=""),
        "type": kind,
        "size": file.size,
        "sri": sri,
    }


def _preference(file: dict[str, Any]) -> int:
    return APPLE.index(file["type"]) if file["type"] in APPLE else len(APPLE)


def _moment(text: str | None) -> datetime | None:
    """An ISO 8601 date or time as a moment; without a zone it is taken as UTC."""
    try:
        found = datetime.fromisoformat(text or "")
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    except ValueError:
        return None
