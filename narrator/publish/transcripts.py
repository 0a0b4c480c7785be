"""What is said and when, for podcast apps: chapters and transcripts as Podcasting 2.0 has them, beside the captions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from narrator import disclosure
from narrator.model import BlockKind, Chapter, Cue, Narration
from narrator.publish.pictures import Pictures
from narrator.publish.words import clean, direction, headline, web_address
from narrator.units import in_minutes

CHAPTERS = "chapters.json"
JSON = "transcript.json"
HTML = "transcript.html"
ABOUT = "about.json"
KINDS = ((JSON, "application/json"), (HTML, "text/html"))
"""Transcripts besides the captions, with their media types."""


def chapters(narration: Narration, url: str) -> str:
    """JSON Chapters 1.2 (Podcasting 2.0); the whole is one chapter where it has none.

    Args:
        narration: whose chapters they are.
        url: address of its page, with a slash at the end: a chapter with a figure shows it.
    """
    rate = narration.timeline.sample_rate_hz
    told: list[dict[str, Any]] = [
        {"startTime": round(each.start / rate, 3), "endTime": round(each.end / rate, 3), "title": clean(each.title)}
        for each in narration.timeline.chapters
    ]
    for table, chapter in zip(told, narration.timeline.chapters, strict=True):
        if picture := _picture(narration, chapter, url):
            table["img"] = picture
    whole = [{"startTime": 0, "title": clean(headline(narration))}]
    return json.dumps({"version": "1.2.0", "chapters": told or whole}, ensure_ascii=False)


def _picture(narration: Narration, chapter: Chapter, url: str) -> str:
    """The address of the first figure that stands between the sentences of a chapter; empty where none does."""
    cues = narration.timeline.cues
    first = min((cue.block for cue in cues if cue.start >= chapter.start), default=len(narration.blocks))
    end = min((cue.block for cue in cues if cue.start >= chapter.end), default=len(narration.blocks))
    pictures = Pictures(narration)
    for block in narration.blocks[first:end]:
        if block.kind is BlockKind.FIGURE and block.image and (place := pictures.place(block.image.url)):
            return url + place.removeprefix("./") if place.startswith("./") else place
    return ""


def segments(narration: Narration) -> str:
    """The transcript as JSON (Podcasting 2.0): a segment a sentence, times in seconds."""
    rate = narration.timeline.sample_rate_hz
    names = {each.id: each.name for each in narration.others}
    told = [
        {
            "speaker": names.get(cue.voice, narration.voice.name),
            "startTime": round(cue.start / rate, 3),
            "endTime": round(cue.end / rate, 3),
            "body": clean(cue.text),
        }
        for cue in _spoken_cues(narration)
    ]
    return json.dumps({"version": "1.0.0", "segments": told}, ensure_ascii=False)


def html(narration: Narration) -> str:
    """The transcript as HTML (Podcasting 2.0): who speaks, when each paragraph begins, its text."""
    language, rate = narration.article.language or "en", narration.timeline.sample_rate_hz
    lines: list[str] = [
        Markup('<!DOCTYPE html>\n<html lang="{}" dir="{}">\n<meta charset="utf-8">\n<title>{}</title>').format(
            language, direction(language), clean(headline(narration))
        ),
        Markup("<cite>{}</cite>").format(disclosure.names(narration.voices)),
    ]
    for _, cues in groupby(_spoken_cues(narration), key=lambda cue: cue.block):
        heard = list(cues)
        text = " ".join(clean(cue.text).strip() for cue in heard)
        lines.append(f"<time>{in_minutes(heard[0].start / rate)}</time>\n<p>{escape(text)}</p>")
    return "\n".join((*lines, "</html>\n"))


def about(narration: Narration) -> str:
    """What may be known of a narration, as JSON: no word of what was left out, and no path of the machine."""
    article, voice, label = narration.article, narration.voice, narration.label
    others = [{"name": each.name, "provider": each.provider or None} for each in narration.others]
    table = {
        "id": narration.source_id,
        "title": clean(headline(narration)),
        "author": clean(article.byline),
        "site": clean(article.site),
        "section": clean(article.section),
        "article": web_address(article.url) or None,
        "language": article.language,
        "published": article.published,
        "modified": article.modified,
        "created": narration.created,
        "duration": round(narration.timeline.duration_s, 3),
        "voice": {"name": voice.name, "provider": voice.provider or None},
        "otherVoices": others or None,
        "label": {"text": label.text, "language": label.language, "digitalSourceType": label.digital_source_type},
        "files": [
            {"name": each.name, "url": quote(each.name, safe=""), "type": each.media_type, "size": each.size}
            | {"sha256": each.sha256}
            for each in public_files(narration)
        ],
        "generator": narration.generator,
    }
    return json.dumps({name: value for name, value in table.items() if value not in (None, "")}, ensure_ascii=False)


def public_files(narration: Narration) -> list[Any]:
    """The files of a narration that are published: all but the page for this machine's disk."""
    return [each for each in narration.files if not each.media_type.startswith("text/html")]


def _spoken_cues(narration: Narration) -> Iterator[Cue]:
    return (cue for cue in narration.timeline.cues if cue.text.strip())
