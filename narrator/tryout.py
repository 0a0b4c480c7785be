"""One sentence by every voice that could say it, side by side in a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from narrator import verbalize
from narrator.children import ChildLost
from narrator.containers import base as containers
from narrator.engines import base, choice
from narrator.engines.worker import Worker
from narrator.errors import NarratorError, OutputError, VoiceError
from narrator.model import Clip, Prosody, Voice
from narrator.synthesize import checked, limit_s, trimmed

FORMAT = "mp3"
PAGE = "index.html"
LONGEST = 400
"""Characters: a sample, and no article."""
STYLE = (
    "body{font:1rem/1.5 system-ui;max-width:44rem;margin:2rem auto;padding:0 1rem}td,th{padding:.4rem;text-align:left}"
    "audio{width:100%}tr{border-top:1px solid #8884}:root{color-scheme:light dark}"
)


@dataclass(frozen=True, slots=True)
class Sample:
    """What one voice made of the text."""

    voice: Voice
    reason: str
    file: str


def samples(text: str, language: str, folder: Path) -> tuple[Path, Sequence[str]]:
    """The page of samples, and which voices failed and why.

    Args:
        text: one or two sentences.
        language: BCP 47.
        folder: where the page and the samples are written.

    Raises:
        VoiceError: no voice speaks the language, none of them could say it, or the text is long.
        OutputError: the folder cannot be written.
    """
    if not text.strip() or len(text) > LONGEST:
        raise VoiceError(f"the text has {len(text.strip())} characters", f"give one or two sentences, up to {LONGEST}")
    found = list(choice.candidates(language))
    if not found:
        choice.choose(language)  # says why, and what is near
    made, failed = list[Sample](), list[str]()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for each in found:
            try:
                file = _written(_spoken(text, each.voice, language), each.voice, folder)
            except (NarratorError, ChildLost) as error:
                failed.append(f"{each.voice.id}: {error}")
            else:
                made.append(Sample(each.voice, each.reason, file))
        if not made:
            raise VoiceError(f"no voice could say it: {failed[0]}")
        page = folder / PAGE
        page.write_text(_page(text, language, made), encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror or error}") from error
    return page, failed


def _spoken(text: str, voice: Voice, language: str) -> Clip:
    engine = base.engine(voice.engine)
    given = engine.text(verbalize.words(text, language), language)
    with Worker(voice.engine) as worker:
        return trimmed(checked(worker.speak(given, voice, Prosody(), language, limit_s=limit_s(given)), given, 1.0))


def _written(clip: Clip, voice: Voice, folder: Path) -> str:
    name = "".join(each if each.isalnum() else "-" for each in voice.id) + f".{FORMAT}"
    with containers.of(FORMAT).encoder(folder / name, clip.sample_rate_hz, bitrate=None, vbr=False) as encoder:
        encoder.write(clip.samples)
    return name


def _page(text: str, language: str, made: Sequence[Sample]) -> str:
    return "\n".join(_lines(text, language, made)) + "\n"


def _lines(text: str, language: str, made: Sequence[Sample]) -> Iterator[str]:
    from markupsafe import escape

    yield f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Voices</title><style>{STYLE}</style>'
    yield '<meta name="viewport" content="width=device-width">'
    yield f'<h1>Voices</h1>\n<p lang="{escape(language)}">{escape(text)}</p>\n<table>'
    yield "<tr><th>Voice<th>Sample<th>Licence"
    for each in made:
        voice = f"<b>{escape(each.voice.id)}</b><br><small>{escape(each.reason)}</small>"
        sample = (
            f'<audio controls preload="none" src="{escape(each.file)}" aria-label="{escape(each.voice.id)}"></audio>'
        )
        yield f"<tr><td>{voice}<td>{sample}<td>{escape(each.voice.licence)}"
    yield "</table>\n<p><small>Made by synthetic voices (AI).</small></p>"
