"""The score without sound: what will be said, how an editor changes it, and the words that no voice knows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from narrator import export, fetch, lexicon, pipeline, verbalize
from narrator.engines import base as engines
from narrator.engines.worker import Worker
from narrator.errors import SourceError
from narrator.model import Page, Prosody, Utterance
from narrator.pipeline import Script
from narrator.settings import Settings

SAID = re.compile(r"^\s*>\s?(.*)$")
WRITTEN = re.compile(r"^\s*(\d+)\s*\|\s?(.*)$")


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word that is in no engine's dictionary."""

    word: str
    count: int
    sentence: str
    """The first in which it stands."""


def script(source: str | Path | Page, settings: Settings) -> Script:
    """What will be said of a source."""
    page = source if isinstance(source, Page) else fetch.page(str(source), settings)
    return pipeline.scripted(page, settings)


def lines(found: Script) -> Iterator[str]:
    """The script as text to edit: ``12 | written``, and under it ``> said`` where that differs.

    To change what is said, write or edit the line that begins with ``>``.
    """
    for utterance in found.utterances:
        yield f"{utterance.index} | {utterance.written}"
        if changed(utterance):
            yield f"  > {utterance.spoken}"


def changed(utterance: Utterance) -> bool:
    """Whether something else is said than is written."""
    return utterance.spoken != " ".join(utterance.written.split())


def overrides(path: Path) -> Mapping[str, str]:
    """What an edited script says for each written sentence.

    Raises:
        SourceError: it cannot be read, or is no script.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"the script {path} cannot be read: {error}") from error
    out: dict[str, str] = {}
    written = None
    for number, line in enumerate(text.splitlines(), 1):
        if match := WRITTEN.match(line):
            written = match.group(2).strip()
        elif (said := SAID.match(line)) and written is not None:
            out[written] = said.group(1).strip()
        elif line.strip():
            raise SourceError(
                f"{path}, line {number} is neither a sentence nor what is said for it", "`narrator script` shows how"
            )
    return out


def unknown(found: Script, known: lexicon.Lexicon) -> tuple[Unknown, ...]:
    """The words of a script that the voice's engine has to guess, the most frequent first."""
    engine = engines.engine(found.voice.engine)
    counts: Counter[str] = Counter()
    first: dict[str, str] = {}
    for utterance in found.utterances:
        for match in re.finditer(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", utterance.written):
            word = match.group()
            if len(word) < 3 or known.find(word):
                continue
            counts[word] += 1
            first.setdefault(word, utterance.written)
    tongue = found.article.language
    guessed = [word for word in counts if not all(engine.knows(part, tongue) for part in word.split("-") if part)]
    ranked = sorted(guessed, key=lambda word: (-counts[word], word))
    return tuple(Unknown(word, counts[word], first[word]) for word in ranked)


def spoken_to(path: Path, text: str, *, language: str, voice: str | None, lexicon: lexicon.Lexicon) -> str:
    """Speak a text into a WAV file, as a narration would; the words as the engine gets them."""
    chosen, _ = engines.choose(language, voice)
    engine = engines.engine(chosen.engine)
    words = verbalize.words(text, language, lexicon)
    given = engine.text(words, language)
    with Worker(chosen.engine) as worker:
        clip = worker.speak(given, chosen, Prosody(), language, limit_s=60)
    export.files([clip.samples], [export.Target(path, "wav")], clip.sample_rate_hz)
    return given
