"""Captions: WebVTT (W3C) of the written sentences, times counted in samples."""

from __future__ import annotations

from collections.abc import Iterator

from narrator.model import Cue, Notice, Timeline


def vtt(timeline: Timeline, *, language: str = "", note: str = "") -> str:
    """The WebVTT file of a timeline; ``note`` stands at the head, as the label does."""
    return "\n\n".join([_head(language, note), *_cues(timeline)]) + "\n"


def _head(language: str, note: str) -> str:
    lines = ["WEBVTT"]
    if language:
        lines.append(f"Language: {language}")
    head = "\n".join(lines)
    return f"{head}\n\nNOTE {_escaped(note)}" if note else head


def _cues(timeline: Timeline) -> Iterator[str]:
    """The sentences and the reminders of the label, in the order in which they are heard."""
    sentences: list[tuple[str, Cue | Notice]] = [(str(cue.sentence), cue) for cue in timeline.cues]
    reminders: list[tuple[str, Cue | Notice]] = [
        (f"label-{index}", each) for index, each in enumerate(timeline.notices, 1)
    ]
    for name, cue in sorted((*sentences, *reminders), key=lambda each: each[1].start):
        if cue.text:
            yield f"{name}\n{_times(cue, timeline.sample_rate_hz)}\n{_escaped(cue.text)}"


def _times(cue: Cue | Notice, sample_rate_hz: int) -> str:
    return f"{clock(cue.start, sample_rate_hz)} --> {clock(cue.end, sample_rate_hz)}"


def clock(sample: int, sample_rate_hz: int) -> str:
    """``hh:mm:ss.mmm``, rounded to the millisecond."""
    second, millisecond = divmod(round(sample * 1000 / sample_rate_hz), 1000)
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.{millisecond:03}"


def _escaped(text: str) -> str:
    """Cue text: no markup, no arrow, one line (WebVTT, 6.3)."""
    return " ".join(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").split())
