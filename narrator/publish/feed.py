"""A narration as an item of a podcast feed (RSS 2.0, Apple's tags, Podcasting 2.0) and of a list."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote

from narrator import disclosure
from narrator.about import GENERATOR
from narrator.model import AudioFile, Narration
from narrator.publish import embed, page
from narrator.publish.words import clean, description, direction, headline, said_date, web_address
from narrator.units import clock

PODCAST_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""Of ``podcast:guid`` (Podcasting 2.0): a UUID version 5 of the feed's address without its scheme."""
APPLE = ("audio/mpeg", "audio/mp4", "audio/x-m4a")
"""What Apple takes as an enclosure; the first of these that is there is the item's own."""
CHAPTERS = "chapters.json"

Entry = dict[str, Any]
"""One narration as the index, the feed and the sitemap need it: plain JSON, so that it can be kept."""


def entry(narration: Narration, base: str) -> Entry:
    """What the lists say of a narration; ``base`` is the site's address, or nothing for a preview."""
    article, path = narration.article, quote(narration.slug, safe="")
    url = f"{base}/{path}/"
    files = [_file(each, url) for each in page.sounds(narration)]
    moment = _moment(article.published) or _moment(narration.created) or datetime.fromtimestamp(0, UTC)
    day = said_date(moment.isoformat(), article.language)
    facts = (day, clean(article.byline), clean(article.site))
    source = web_address(article.url)
    notes = (description(narration), source, narration.label.text, disclosure.meaning(narration.label.language))
    return {
        "id": f"urn:narrator:{narration.source_id}",
        "path": path,
        "url": url,
        "title": " ".join(clean(headline(narration)).split()),
        "author": " ".join(clean(article.byline).split()),
        "language": article.language or "en",
        "direction": direction(article.language),
        "description": description(narration),
        "notes": clean("\n\n".join(each for each in notes if each)),
        "length": clock(narration.timeline.duration_s),
        "line": [each for each in facts if each],
        "date": format_datetime(moment),
        "sort": moment.isoformat(),
        "created": (_moment(narration.created) or moment).isoformat(),
        "seconds": max(1, round(narration.timeline.duration_s)),
        "enclosure": min(files, key=_preference) if files else None,
        "files": files,
        "transcript": next((url + quote(f.name, safe="") for f in narration.files if f.media_type == "text/vtt"), ""),
        "chapters": url + CHAPTERS,
        "voice": f"{narration.voice.name} (AI{', ' + narration.voice.provider if narration.voice.provider else ''})",
        "article": source,
        "embed": embed.name(narration),
    }


def xml(
    entries: Sequence[Entry],
    base: str,
    *,
    title: str,
    description: str,
    author: str,
    language: str,
    category: str,
    cover: str,
) -> str:
    """The feed: newest first, every item that has a sound."""
    address = f"{base}/feed.xml".split("://", 1)[-1]
    built = max((each["created"] for each in entries), default="")
    return (
        page.environment()
        .get_template("feed.xml")
        .render(
            entries=[each for each in entries if each["enclosure"]],
            base=base,
            title=clean(title),
            description=clean(description),
            author=clean(author),
            language=language,
            category=clean(category),
            cover=cover,
            generator=GENERATOR,
            built=format_datetime(datetime.fromisoformat(built)) if built else "",
            guid=uuid.uuid5(PODCAST_NAMESPACE, address),
        )
    )


def chapters(narration: Narration) -> str:
    """JSON Chapters 1.2 (Podcasting 2.0) of a narration; the whole is one where it has none."""
    rate = narration.timeline.sample_rate_hz
    told = [
        {"startTime": round(each.start / rate, 3), "endTime": round(each.end / rate, 3), "title": clean(each.title)}
        for each in narration.timeline.chapters
    ]
    return json.dumps(
        {"version": "1.2.0", "chapters": told or [{"startTime": 0, "title": clean(headline(narration))}]},
        ensure_ascii=False,
    )


def linked_data(narration: Narration, told: Entry, cover: str) -> dict[str, Any]:
    """The article as schema.org's NewsArticle, with its sound."""
    article, sound = narration.article, told["enclosure"]
    table: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": told["title"],
        "inLanguage": told["language"],
        "url": told["url"],
        "mainEntityOfPage": web_address(article.url) or told["url"],
        "datePublished": article.published,
        "dateModified": article.modified,
        "author": {"@type": "Person", "name": told["author"]} if told["author"] else None,
        "publisher": {"@type": "Organization", "name": clean(article.site)} if article.site else None,
        "image": cover,
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
