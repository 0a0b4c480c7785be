"""ID3v2.4 frames from Tags and back: for MP3, and for the ID3 part of WAV."""

from __future__ import annotations

from typing import Any

from narrator import languages
from narrator.containers.base import Tags, milliseconds
from narrator.model import Chapter

UTF8 = 3
DISCLOSURE = "AI_DISCLOSURE"
SOURCE_TYPE = "DigitalSourceType"
CONTENT_ID = "CONTENT_ID"
AIGC = "AIGC"
LANGUAGE = "LANGUAGE"
"""TLAN holds three letters (ISO 639-2): the whole tag stands beside it."""


def frames(tags: Tags) -> list[Any]:
    """The frames for ``tags``, in the order in which players want chapters: the table first, then each by time."""
    from mutagen import id3

    out: list[Any] = [
        id3.TXXX(encoding=UTF8, desc=DISCLOSURE, text=tags.disclosure),
        id3.TXXX(encoding=UTF8, desc=SOURCE_TYPE, text=tags.digital_source_type),
        id3.TXXX(encoding=UTF8, desc=LANGUAGE, text=tags.language),
        id3.TXXX(encoding=UTF8, desc=CONTENT_ID, text=tags.content_id),
        id3.TXXX(encoding=UTF8, desc=AIGC, text=tags.aigc),
        id3.COMM(encoding=UTF8, lang=three_letters(tags.language), desc="", text=tags.disclosure),
        id3.TIT2(encoding=UTF8, text=tags.title),
        id3.TPE1(encoding=UTF8, text=tags.artist),
        id3.TEXT(encoding=UTF8, text=tags.author),
        id3.TALB(encoding=UTF8, text=tags.album),
        id3.TDRL(encoding=UTF8, text=_timestamp(tags.date)),
        id3.TDRC(encoding=UTF8, text=_timestamp(tags.date)),
        id3.TLAN(encoding=UTF8, text=three_letters(tags.language) if tags.language else ""),
        id3.TSSE(encoding=UTF8, text=tags.encoder),
        id3.TENC(encoding=UTF8, text=tags.encoder),
        id3.WOAS(url=tags.url),
    ]
    out = [frame for frame in out if str(frame.url if frame.FrameID == "WOAS" else "".join(map(str, frame.text)))]
    if tags.cover:
        out.append(id3.APIC(encoding=UTF8, mime=tags.cover_type, type=3, desc="", data=tags.cover))
    return out + _chapters(tags)


def tags_of(found: Any, sample_rate_hz: int) -> Tags:
    """The Tags of ID3 frames; chapters in samples of ``sample_rate_hz``."""

    def text(key: str) -> str:
        frame = found.get(key)
        return "" if frame is None else "/".join(str(each) for each in frame.text)

    picture = next(iter(found.getall("APIC")), None)
    source = next(iter(found.getall("WOAS")), None)
    return Tags(
        title=text("TIT2"),
        artist=text("TPE1"),
        author=text("TEXT"),
        album=text("TALB"),
        date=text("TDRL").replace(" ", "T"),
        language=text(f"TXXX:{LANGUAGE}") or text("TLAN"),
        url=source.url if source is not None else "",
        encoder=text("TSSE"),
        disclosure=text(f"TXXX:{DISCLOSURE}"),
        digital_source_type=text(f"TXXX:{SOURCE_TYPE}"),
        content_id=text(f"TXXX:{CONTENT_ID}"),
        aigc=text(f"TXXX:{AIGC}"),
        chapters=tuple(_chapters_of(found, sample_rate_hz)),
        sample_rate_hz=sample_rate_hz,
        cover=picture.data if picture is not None else b"",
        cover_type=picture.mime if picture is not None else "",
    )


def in_order(frames_wanted: list[Any]) -> Any:
    """An ID3 tag that is written in the order of its frames: mutagen sorts by size, which shuffles chapters."""
    from mutagen.id3 import ID3
    from mutagen.id3._tags import save_frame

    class Ordered(ID3):
        def _write(self, config: Any) -> bytes:
            return b"".join(save_frame(frame, config=config) for frame in self.values())

    tag = Ordered()
    for frame in frames_wanted:
        tag.add(frame)
    return tag


def three_letters(language: str) -> str:
    """ISO 639-2 of a BCP 47 tag, for the languages whose two letters are known; ``und`` else."""
    table = {"en": "eng", "de": "deu", "fr": "fra", "es": "spa", "uk": "ukr", "it": "ita", "nl": "nld", "pl": "pol"}
    table |= {"pt": "por", "ru": "rus", "sv": "swe", "da": "dan", "fi": "fin", "no": "nor", "nb": "nob", "cs": "ces"}
    table |= {"tr": "tur", "ar": "ara", "he": "heb", "el": "ell", "hu": "hun", "ro": "ron", "zh": "zho", "ja": "jpn"}
    primary = languages.primary(language)
    return primary if len(primary) == 3 else table.get(primary, "und")


def _timestamp(date: str) -> str:
    """An ISO 8601 date as ID3 has it: no zone, no fraction."""
    return date.replace("T", " ")[:19].removesuffix("Z")


def _chapters(tags: Tags) -> list[Any]:
    from mutagen import id3

    if not tags.chapters:
        return []
    names = [f"chp{index:04}" for index in range(len(tags.chapters))]
    # A table of contents counts its entries in one byte.
    top = id3.CTOC(element_id="toc", flags=3, child_element_ids=names[:255], sub_frames=[])
    parts = [
        id3.CHAP(
            element_id=name,
            start_time=milliseconds(chapter.start, tags.sample_rate_hz),
            end_time=milliseconds(chapter.end, tags.sample_rate_hz),
            start_offset=0xFFFFFFFF,
            end_offset=0xFFFFFFFF,
            sub_frames=[id3.TIT2(encoding=UTF8, text=chapter.title)],
        )
        for name, chapter in zip(names[:255], tags.chapters, strict=False)
    ]
    return [top, *parts]


def _chapters_of(found: Any, sample_rate_hz: int) -> list[Chapter]:
    out = []
    for frame in sorted(found.getall("CHAP"), key=lambda each: each.start_time):
        title = next((str(sub.text[0]) for sub in frame.sub_frames.values() if sub.FrameID == "TIT2"), "")
        start, end = (round(t * sample_rate_hz / 1000) for t in (frame.start_time, frame.end_time))
        out.append(Chapter(title, start, end))
    return out
