"""Vorbis comments from Tags and back: for FLAC and Opus."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from narrator.containers.base import Tags
from narrator.model import Chapter
from narrator.units import timestamp

FIELDS = {
    "TITLE": "title",
    "ARTIST": "artist",
    "AUTHOR": "author",
    "ALBUM": "album",
    "DATE": "date",
    "LANGUAGE": "language",
    "URL": "url",
    "ENCODED-BY": "encoder",
    "AI_DISCLOSURE": "disclosure",
    "COMMENT": "disclosure",
    "DIGITALSOURCETYPE": "digital_source_type",
    "CONTENT_ID": "content_id",
    "AIGC": "aigc",
}


def comments(tags: Tags) -> dict[str, str]:
    """The comments; chapters as CHAPTERxxx and CHAPTERxxxNAME."""
    out = {name: str(getattr(tags, field)) for name, field in FIELDS.items() if getattr(tags, field)}
    for index, chapter in enumerate(tags.chapters[:1000]):
        out[f"CHAPTER{index:03}"] = timestamp(chapter.start, tags.sample_rate_hz)
        out[f"CHAPTER{index:03}NAME"] = chapter.title
    return out


def tags_of(
    found: Mapping[str, Any], sample_rate_hz: int, *, length: int, cover: bytes = b"", cover_type: str = ""
) -> Tags:
    """The Tags of comments (a mapping of name to a list of values)."""

    def text(name: str) -> str:
        values = found.get(name) or found.get(name.lower()) or [""]
        return str(values[0])

    fields = {field: text(name) for name, field in FIELDS.items() if name != "COMMENT"}
    chapters = tuple(_chapters(text, sample_rate_hz, length))
    return Tags(**fields, chapters=chapters, sample_rate_hz=sample_rate_hz, cover=cover, cover_type=cover_type)


def picture(tags: Tags) -> Any:
    """The cover as FLAC's picture block."""
    from mutagen.flac import Picture

    block = Picture()
    block.type, block.mime, block.data = 3, tags.cover_type, tags.cover
    return block


def picture_text(tags: Tags) -> str:
    """The same as METADATA_BLOCK_PICTURE."""
    return base64.b64encode(picture(tags).write()).decode()


def picture_of(text: str) -> tuple[bytes, str]:
    """Cover and media type of a METADATA_BLOCK_PICTURE; nothing where it is none."""
    from mutagen.flac import Picture

    try:
        block = Picture(base64.b64decode(text))
    except Exception:  # mutagen raises several kinds for what is no picture
        return b"", ""
    return block.data, block.mime


def _chapters(text: Any, sample_rate_hz: int, length: int) -> list[Chapter]:
    starts: list[tuple[str, int]] = []
    for index in range(1000):
        clock = text(f"CHAPTER{index:03}")
        if not clock:
            break
        hours, minutes, seconds = clock.split(":")
        starts.append(
            (
                text(f"CHAPTER{index:03}NAME"),
                round((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * sample_rate_hz),
            )
        )
    ends = [*(start for _, start in starts[1:]), length][: len(starts)]
    return [Chapter(name, start, end) for (name, start), end in zip(starts, ends, strict=True)]
