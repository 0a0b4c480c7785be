"""Captions: WebVTT (W3C) of the written sentences, times counted in samples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from narrator.model import Block, Cue, Notice, Timeline
from narrator.units import timestamp


def vtt(timeline: Timeline, *, language: str = "", note: str = "", blocks: Sequence[Block] = ()) -> str:
    """The WebVTT file of a timeline.

    Args:
        timeline: of the narration.
        language: BCP 47.
        note: stands at the head, as the label does.
        blocks: of the narration: with them the words of a cue carry their times, where the voice told them.
    """
    return "\n\n".join([_head(language, note), *_cues(timeline, blocks)]) + "\n"


def srt(timeline: Timeline) -> str:
    """The same sentences as SubRip, for players and editors that read no WebVTT."""
    rate = timeline.sample_rate_hz
    cues = [cue for _, cue in _ordered(timeline) if cue.text]
    rows = (
        f"{number}\n{timestamp(cue.start, rate)} --> {timestamp(cue.end, rate)}".replace(".", ",")
        + f"\n{_line(cue.text)}\n"
        for number, cue in enumerate(cues, 1)
    )
    return "\n".join(rows)


def _head(language: str, note: str) -> str:
    lines = ["WEBVTT"]
    if language:
        lines.append(f"Language: {language}")
    head = "\n".join(lines)
    return f"{head}\n\nNOTE {_escaped(note)}" if note else head


def _ordered(timeline: Timeline) -> list[tuple[str, Cue | Notice]]:
    """The sentences and the reminders of the label with their names, in the order in which they are heard."""
    sentences: list[tuple[str, Cue | Notice]] = [(str(cue.sentence), cue) for cue in timeline.cues]
    reminders: list[tuple[str, Cue | Notice]] = [
        (f"label-{index}", each) for index, each in enumerate(timeline.notices, 1)
    ]
    return sorted((*sentences, *reminders), key=lambda each: each[1].start)


def _cues(timeline: Timeline, blocks: Sequence[Block]) -> Iterator[str]:
    for name, cue in _ordered(timeline):
        if cue.text:
            timed = isinstance(cue, Cue) and cue.words and cue.block < len(blocks)
            text = _timed(cue, blocks[cue.block].text, timeline.sample_rate_hz) if timed else _escaped(cue.text)  # type: ignore[arg-type, union-attr]
            yield f"{name}\n{_times(cue, timeline.sample_rate_hz)}\n{text}"


def _timed(cue: Cue, block: str, sample_rate_hz: int) -> str:
    """A sentence with a time stamp before each word but the first (WebVTT, 4.2.2: each later than the one before)."""
    out, at, last = list[str](), 0, cue.start
    for word in cue.words:
        written = block[word.block_start : word.block_end]
        found = cue.text.find(written, at) if written else -1
        if (
            found < 0
            or timestamp(word.start, sample_rate_hz) <= timestamp(last, sample_rate_hz)
            or word.start >= cue.end
        ):
            continue
        out += [_escaped_part(cue.text[at:found]), f"<{timestamp(word.start, sample_rate_hz)}>"]
        at, last = found, word.start
    return " ".join("".join([*out, _escaped_part(cue.text[at:])]).split())


def _times(cue: Cue | Notice, sample_rate_hz: int) -> str:
    return f"{timestamp(cue.start, sample_rate_hz)} --> {timestamp(cue.end, sample_rate_hz)}"


def _escaped(text: str) -> str:
    """Cue text: no markup, no arrow, one line (WebVTT, 6.3)."""
    return _line(_escaped_part(text))


def _escaped_part(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _line(text: str) -> str:
    return " ".join(text.split())
