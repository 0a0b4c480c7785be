"""What the player reads of a narration: its names, chapters and cues, as JSON."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from itertools import accumulate
from typing import Any

from narrator import disclosure
from narrator.languages import of, tables
from narrator.model import Block, BlockKind, Cue, MarkKind, Narration, Notice, ReviewState, Timeline, Voice
from narrator.publish.words import clean, headline, said_date, web_address
from narrator.units import in_minutes

Facts = dict[str, Any]


def of_narration(narration: Narration) -> Facts:
    """What is the same wherever it is played. Times are in seconds."""
    timeline, article = narration.timeline, narration.article
    rate = timeline.sample_rate_hz
    image = web_address(article.image.url) if article.image else ""
    told: Facts = {
        "id": narration.source_id,
        "title": " ".join(clean(headline(narration)).split()),
        "artist": clean(disclosure.artist(article, narration.voices)),
        "author": clean(article.byline),
        "site": clean(article.site),
        "image": image,
        "mark": disclosure.mark(narration.label.language),
        "duration": round(timeline.duration_s, 3),
        "chapters": [{"title": clean(each.title), "start": round(each.start / rate, 3)} for each in timeline.chapters],
    }
    return {name: value for name, value in told.items() if value != ""}


def cues(narration: Narration, selectors: Iterable[Mapping[str, str]]) -> list[dict[str, Any]]:
    """The cues after W3C Sync Media: what selects the text, and a fragment of the sound.

    A reminder of the label stands nowhere in the text: its cue has its words, ``{"notice": "…"}``, and selects nothing.

    A sentence whose voice tells when its words are heard has ``words``: see ``_words``.

    Args:
        narration: whose cues they are.
        selectors: one for each cue, as ``{"text": "#s-12"}`` or ``{"quote": "A sentence."}``.
    """
    timeline = narration.timeline
    rate = timeline.sample_rate_hz
    sentences: list[tuple[int, dict[str, Any]]] = []
    for cue, selector in zip(timeline.cues, selectors, strict=True):
        told = {**selector, "audio": _fragment(cue, rate), "block": cue.block}
        if words := _words(cue, narration.blocks[cue.block], rate):
            told["words"] = words
        sentences.append((cue.start, told))
    reminders = [
        (
            each.start,
            {"notice": clean(each.text), "audio": _fragment(each, rate), "block": _block_before(each, timeline)},
        )
        for each in timeline.notices
    ]
    return [table for _, table in sorted((*sentences, *reminders), key=lambda each: each[0])]


def _words(cue: Cue, block: Block, rate: int) -> list[int]:
    """When the words of a sentence are heard: of each how many letters, and how long after the one before (1/100 s).

    Letters and digits alone are counted, from the beginning of the sentence: spaces, quotation marks and dashes are
    written otherwise on each page. A number below zero is letters that are not said. A sentence with a formula has no
    words, since pages write its letters in their own ways; nor have the openings, of which pages show a part.
    """
    formulas = (mark for mark in block.marks if mark.kind is MarkKind.FORMULA)
    is_drawn = any(mark.start < cue.block_end and cue.block_start < mark.end for mark in formulas)
    if not cue.words or is_drawn or block.kind in (BlockKind.LABEL, BlockKind.BYLINE):
        return []
    written = block.text[cue.block_start : cue.block_end]
    before = [0, *accumulate(unicodedata.category(each)[0] in "LN" for each in written)]
    out, letter, moment = list[int](), 0, round(cue.start * 100 / rate)
    for word in cue.words:
        first, end = (
            before[min(max(at - cue.block_start, 0), len(written))] for at in (word.block_start, word.block_end)
        )
        if end <= max(first, letter):
            continue
        start = max(moment, round(word.start * 100 / rate))
        out += [letter - first] if first > letter else []
        out += [end - max(first, letter), start - moment]
        letter, moment = end, start
    return out


def _block_before(notice: Notice, timeline: Timeline) -> int:
    return max((cue.block for cue in timeline.cues if cue.start < notice.start), default=0)


def about(narration: Narration) -> list[tuple[str, str]]:
    """The rows of the panel behind the label, in a reader's words."""
    label, words = narration.label, tables.own_or_english(narration.article.language, "player")["panel"]
    signature = words["unsigned"]
    if label.signed and label.signer:
        signature = words["trusted" if label.trusted else "local"].format(name=clean(label.signer))
    return [
        (words["means"], disclosure.meaning(label.language)),
        *_reviewed(narration, words),
        (words["voice"], "; ".join(speaker(each, narration.article.language) for each in narration.voices)),
        (words["made"], said_date(narration.created, narration.article.language)),
        (words["length"], in_minutes(narration.timeline.duration_s)),
        (words["signature"], signature),
    ]


def _reviewed(narration: Narration, words: Mapping[str, str]) -> list[tuple[str, str]]:
    """The row that names the editor; none where nobody approved it, or a program did: a program is no editor."""
    review = narration.review
    if review.state is not ReviewState.APPROVED or review.is_account or not review.by:
        return []
    return [(words["reviewed"], disclosure.reviewed(clean(review.by), narration.label.language))]


def speaker(voice: Voice, language: str) -> str:
    """The voice as a reader may know it: "Heart, a synthetic English voice", and the service that spoke, if one did."""
    words = tables.own_or_english(language, "player")["panel"]
    own = of(tables.folder_of(language, "player") or tables.FALLBACK).primary
    speaks = {of(each).primary for each in voice.languages}
    said = str(words["speaker" if own in speaks else "other_speaker"])
    named = said.format(name=clean(voice.name[:1].upper() + voice.name[1:]))
    return f"{named} ({clean(voice.provider)})" if voice.provider else named


def _fragment(cue: Cue | Notice, rate: int) -> str:
    """A media fragment (W3C Media Fragments 1.0, 4.2.1), to the millisecond."""
    return f"#t={cue.start / rate:.3f},{cue.end / rate:.3f}"
