"""What becomes of an article, and what is told while it is made."""

from __future__ import annotations

import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from narrator.errors import (
    ArticleError,
    DoubtError,
    EncodeError,
    EngineError,
    LabelError,
    NarratorError,
    NetworkError,
    OutputError,
    SettingsError,
    SourceError,
    VoiceError,
    system_cause,
    system_error,
)
from narrator.model import Doubt, Narration, voice_ids
from narrator.review import to_review

DONE, UNCHANGED, FAILED, FORESEEN, BUSY = "done", "unchanged", "failed", "to make", "busy"
MERGED, SKIPPED, KNOWN = "merged", "skipped", "known"
STAGES: Mapping[type[NarratorError], str] = MappingProxyType(
    {
        SourceError: "fetch",
        ArticleError: "extract",
        VoiceError: "voice",
        EngineError: "synthesize",
        EncodeError: "export",
        OutputError: "store",
        SettingsError: "settings",
        LabelError: "label",
        DoubtError: "doubt",
    }
)
"""Where each kind of error comes from; what has no kind is named by the last step that was heard of."""
GENERAL = (OutputError, LabelError, SettingsError, EncodeError, NetworkError, OSError)
"""Errors that have little to do with the article that ends in them."""
SHOWN = 12
"""Removed lines that a record carries; it has to stay small."""
SHOWN_CHARACTERS = 160
LONGEST_DETAILS = 6_000
"""Characters: enough for a traceback, small enough to travel from a cluster."""


@dataclass(frozen=True, slots=True)
class Record:
    """What became of one article."""

    source: str
    state: str
    """``done``, ``unchanged``, ``failed``, ``merged`` (with an article that stands for it), ``skipped`` (not begun); in
    a dry run ``to make``; ``busy`` while another run has it in hand, and ``known`` where another source's narration
    stands for it, which are in no report."""
    id: str = ""
    """Of the article."""
    slug: str = ""
    title: str = ""
    file: str = ""
    """The audio, from the output folder."""
    page: str = ""
    """The page that follows the voice, likewise; empty where there is none."""
    duration_s: float = 0.0
    words: int = 0
    voice: str = ""
    loudness_lufs: float = 0.0
    """As played."""
    size: int = 0
    """Of all its files, in bytes."""
    spoken_label: bool = False
    signer: str = ""
    """Who signed it; empty where nobody did."""
    trusted: bool = False
    """Whether the signer's key is the user's own."""
    doubts: tuple[Doubt, ...] = ()
    weight: str = ""
    """Of the gravest doubt: ``note``, ``warning`` or ``severe``; empty where there is none."""
    review: str = "none"
    """``held`` until an editor has looked, ``approved`` after, else ``none``."""
    to_review: bool = False
    """Whether an editor should look: held, or a doubt that is more than a note."""
    removed: int = 0
    """Lines of the page that are not read."""
    removed_lines: tuple[str, ...] = ()
    """The first of them, cut short."""
    stage: str = ""
    """Of a failure: fetch, extract, voice, synthesize, export, store, label, or the last step before a surprise."""
    reason: str = ""
    hint: str = ""
    code: int = 0
    """The exit code that the same failure has by itself."""
    took_s: float = 0.0
    details: str = ""
    """Of a failure that nobody foresaw, what a developer needs: the traceback, or the last words of a process."""
    cost: float = 0.0
    """Of a dry run: what a service would be paid, in the currency of its table."""
    is_general: bool = False
    """Of a failure: whether its cause may hit every article, as a full disk does."""
    merged_into: str = ""
    """The source that stands for this one, where both are one article."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far a worker is with its article."""

    worker: str
    source: str
    stage: str
    done: int = 0
    total: int = 0
    audio_s: float = 0.0
    """Seconds of sound made so far."""


def of(narration: Narration, source: str, *, state: str, took_s: float) -> Record:
    """The record of a narration that is there."""
    removed = narration.article.removed
    pages = [file.name for file in narration.files if file.media_type == "text/html"]
    return Record(
        source=source,
        state=state,
        id=narration.source_id,
        slug=narration.slug,
        title=narration.article.title,
        file=f"{narration.slug}/{narration.files[0].name}",
        page=f"{narration.slug}/{pages[0]}" if pages else "",
        duration_s=narration.timeline.duration_s,
        words=narration.words,
        voice=voice_ids(narration.voices),
        loudness_lufs=narration.loudness.played_lufs,
        size=sum(file.size for file in narration.files),
        spoken_label=narration.label.spoken,
        signer=narration.label.signer,
        trusted=narration.label.trusted,
        doubts=narration.doubts,
        weight=gravest(narration.doubts),
        review=narration.review.state.value,
        to_review=to_review(narration),
        removed=len(removed),
        removed_lines=tuple(line.text[:SHOWN_CHARACTERS] for line in removed[:SHOWN]),
        took_s=took_s,
    )


def gravest(doubts: Sequence[Doubt]) -> str:
    """The weight of the gravest doubt; empty where there is none."""
    return max(doubt.kind.weight for doubt in doubts).name.lower() if doubts else ""


def failure(source: str, error: Exception, *, stage: str = "", took_s: float = 0.0) -> Record:
    """The record of an article that ended in an error: of ours, of the system, or one that nobody foresaw."""
    if isinstance(error, NarratorError):
        reason, hint, code = error.message, error.hint, error.exit_code
        stage = STAGES.get(type(error), stage)
    elif (cause := system_error(error)) is not None:
        words, hint = system_cause(cause)
        reason, code = f"the system refused: {words}", OutputError.exit_code
    else:
        reason, hint, code = f"{type(error).__name__}: {error}"[:500], "please report this", NarratorError.exit_code
    is_foreseen = isinstance(error, NarratorError)
    details = "" if is_foreseen else "".join(traceback.format_exception(error))[-LONGEST_DETAILS:]
    return Record(
        source,
        FAILED,
        stage=stage,
        reason=reason,
        hint=hint,
        code=code,
        took_s=took_s,
        details=details,
        is_general=isinstance(system_error(error) or error, GENERAL),
    )
