"""What the player reads of a narration: its names, chapters and cues, as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from narrator import disclosure
from narrator.languages import of, tables
from narrator.model import Cue, Narration, Notice, Timeline, Voice
from narrator.publish.words import clean, headline, said_date, web_address
from narrator.units import clock

Facts = dict[str, Any]


def of_narration(narration: Narration) -> Facts:
    """What is the same wherever it is played. Times are in seconds."""
    timeline, article = narration.timeline, narration.article
    rate = timeline.sample_rate_hz
    image = web_address(article.image.url) if article.image else ""
    told: Facts = {
        "id": narration.source_id,
        "title": " ".join(clean(headline(narration)).split()),
        "artist": clean(disclosure.artist(article, narration.voice)),
        "author": clean(article.byline),
        "site": clean(article.site),
        "image": image,
        "duration": round(timeline.duration_s, 3),
        "chapters": [{"title": clean(each.title), "start": round(each.start / rate, 3)} for each in timeline.chapters],
    }
    return {name: value for name, value in told.items() if value != ""}


def cues(narration: Narration, selectors: Iterable[Mapping[str, str]]) -> list[dict[str, Any]]:
    """The cues after W3C Sync Media: what selects the text, and a fragment of the sound.

    A reminder of the label stands nowhere in the text: its cue has its words, ``{"notice": "…"}``, and selects nothing.

    Args:
        narration: whose cues they are.
        selectors: one for each cue, as ``{"text": "#s-12"}`` or ``{"quote": "A sentence."}``.
    """
    timeline = narration.timeline
    rate = timeline.sample_rate_hz
    sentences = [
        (cue.start, {**selector, "audio": _fragment(cue, rate), "block": cue.block})
        for cue, selector in zip(timeline.cues, selectors, strict=True)
    ]
    reminders = [
        (
            each.start,
            {"notice": clean(each.text), "audio": _fragment(each, rate), "block": _block_before(each, timeline)},
        )
        for each in timeline.notices
    ]
    return [table for _, table in sorted((*sentences, *reminders), key=lambda each: each[0])]


def _block_before(notice: Notice, timeline: Timeline) -> int:
    return max((cue.block for cue in timeline.cues if cue.start < notice.start), default=0)


def about(narration: Narration, words: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The rows of the panel behind the label, in a reader's words."""
    label = narration.label
    signature = words["unsigned"]
    if label.signed and label.signer:
        signature = words["trusted" if label.trusted else "local"].format(name=clean(label.signer))
    return [
        (words["means"], disclosure.meaning(label.language)),
        (words["voice"], _voiced(narration.voice, narration.article.language, words)),
        (words["made"], said_date(narration.created, narration.article.language)),
        (words["length"], clock(narration.timeline.duration_s)),
        (words["signature"], signature),
    ]


def speaker(voice: Voice, language: str, words: Mapping[str, Any]) -> str:
    """The voice as a reader may know it: "Heart, a synthetic English voice"; without a name what is left of that."""
    own = of(tables.folder_of(language, "page") or tables.FALLBACK).primary
    speaks = {of(each).primary for each in voice.languages}
    said = str(words["speaker" if own in speaks else "other_speaker"])
    return said.format(name=clean(voice.name[:1].upper() + voice.name[1:]))


def _voiced(voice: Voice, language: str, words: Mapping[str, Any]) -> str:
    """The voice, and the service that spoke where it was not this machine."""
    said = speaker(voice, language, words)
    return f"{said} ({clean(voice.provider)})" if voice.provider else said


def _fragment(cue: Cue | Notice, rate: int) -> str:
    """A media fragment (W3C Media Fragments 1.0, 4.2.1), to the millisecond."""
    return f"#t={cue.start / rate:.3f},{cue.end / rate:.3f}"
