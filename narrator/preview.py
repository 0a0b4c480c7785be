"""The score without sound: what will be said, how an editor changes it, and the words that no voice knows."""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narrator import export, fetch, lexicon, manifest, pipeline, verbalize
from narrator.engines import base as engines
from narrator.engines import reading
from narrator.engines.phonemes import ALPHABET, foreign
from narrator.engines.worker import Worker
from narrator.errors import SettingsError, SourceError
from narrator.making import NOTHING_KNOWN
from narrator.model import Details, Edit, Page, Prosody, Utterance, Word
from narrator.pipeline import Script
from narrator.settings import Settings

HOW = "`narrator script` shows how"
MARK = "*"
LETTERS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
SHORTEST = 3
SAID = re.compile(r"^\s*>\s?(.*)$")
WRITTEN = re.compile(r"^\s*(\d+)\s*\|\s?(.*)$")


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word that is in no engine's dictionary."""

    word: str
    count: int
    sentence: str
    """The first in which it stands."""


def script(source: str | Path | Page, settings: Settings, *, details: Details = NOTHING_KNOWN) -> Script:
    """What will be said of a source."""
    page = source if isinstance(source, Page) else fetch.page(str(source), settings)
    return pipeline.scripted(page, settings, details)


def lines(found: Script) -> Iterator[str]:
    """The script as text to edit: ``12 | written``, and under it ``> said`` where that differs.

    Words that are said otherwise than they are written stand between asterisks, which count for nothing when
    the script is read back. To change what is said, write or edit the line that begins with ``>``.
    """
    for utterance in found.utterances:
        yield f"{utterance.index} | {_line(utterance.written)}"
        if changed(utterance):
            yield f"  > {marked(utterance)}"


def table(found: Script) -> dict[str, Any]:
    """The script for programs: each utterance with its words and their spans; ``spoken`` is what may be edited."""
    plain = [{**manifest.plain(each), "spoken": each.spoken, "changed": changed(each)} for each in found.utterances]
    return {"voice": found.voice.id, "language": found.article.language, "utterances": plain}


def changed(utterance: Utterance) -> bool:
    """Whether other words are said than are written."""
    return utterance.spoken != _line(utterance.written)


def marked(utterance: Utterance) -> str:
    """What is said, the words that are not as written between asterisks."""
    runs = itertools.groupby(utterance.words, lambda word: _differs(word, utterance.written))
    said = [(differs, " ".join(word.text for word in run)) for differs, run in runs]
    return " ".join(f"*{text}*" if differs else text for differs, text in said)


def edits(path: Path) -> tuple[Edit, ...]:
    """What an edited script says, utterance by utterance: of the text, or of the JSON.

    Raises:
        SourceError: it cannot be read, or is no script; the message names the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"the script {path} cannot be read: {error}", "`narrator script` writes one") from error
    return tuple(_of_json(text, path) if text.lstrip().startswith("{") else _of_text(text, path))


def _of_text(text: str, path: Path) -> Iterator[Edit]:
    above: tuple[int, str] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if match := WRITTEN.match(line):
            if above:
                yield Edit(*above)
            above = int(match.group(1)), _line(match.group(2))
        elif (said := SAID.match(line)) and above:
            yield Edit(*above, _line(said.group(1).replace(MARK, "")))
            above = None
        elif line.strip():
            raise SourceError(f"{path}, line {number} is neither a sentence nor what is said for it", HOW)
    if above:
        yield Edit(*above)


def _of_json(text: str, path: Path) -> Iterator[Edit]:
    try:
        utterances = json.loads(text)["utterances"]
        found = [(each["index"], each["written"], each["spoken"]) for each in utterances]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise SourceError(f"{path} is no script: {error}", HOW) from error
    for index, written, spoken in found:
        if not (isinstance(index, int) and isinstance(written, str) and isinstance(spoken, str)):
            raise SourceError(f"{path} is no script: utterance {index!r} has no text", HOW)
        yield Edit(index, _line(written), _line(spoken))


def _line(text: str) -> str:
    return " ".join(text.split())


def _differs(word: Word, written: str) -> bool:
    return word.ipa is not None or word.text != written[word.start : word.end]


def unknown(found: Script, settings: Settings) -> tuple[Unknown, ...]:
    """The words of a script that the voice's engine has to guess and no lexicon has, the most frequent first."""
    known = pipeline.pronunciations(found.article, settings)
    engine = engines.engine(found.voice.engine)
    tongue = found.article.language
    counts: Counter[str] = Counter()
    first: dict[str, str] = {}
    for utterance in found.utterances:
        for word in _strange(utterance, known):
            counts[word] += 1
            first.setdefault(word, utterance.written)
    guessed = [word for word in counts if not all(engine.knows(part, tongue) for part in word.split("-") if part)]
    ranked = sorted(guessed, key=lambda word: (-counts[word], word))
    return tuple(Unknown(word, counts[word], first[word]) for word in ranked)


def _strange(utterance: Utterance, known: lexicon.Lexicon) -> Iterator[str]:
    """The words that are said as written, without possessive endings, and that the lexicon does not have."""
    text = utterance.written
    taken = [(match.start, match.end) for match in known.find(text)]
    for word in utterance.words:
        if word.text == text[word.start : word.end] and not any(a < word.end and word.start < b for a, b in taken):
            for match in LETTERS.finditer(word.text):
                if len(bare := re.sub(r"['’]s$", "", match.group())) >= SHORTEST:
                    yield bare


def checked(text: str, name: str) -> int:
    """How many entries a lexicon's text has.

    Raises:
        SettingsError: an entry is none, or has phonemes that no voice speaks; the message names the line.
    """
    entries = lexicon.parsed(text, name)
    for entry in entries:
        if strange := foreign(entry.ipa or ""):
            where = lexicon.place(text, entry.written, name)
            letters = "".join(sorted(ALPHABET - {" "}))
            raise SettingsError(f"{where} has {strange!r} in its ipa", f"hibari speaks {letters} and common IPA")
    return len(entries)


def spoken_to(path: Path, text: str, *, language: str, voice: str | None, lexicon: lexicon.Lexicon) -> str:
    """Speak a text into a WAV file, as a narration would; the words as the engine gets them."""
    chosen, _ = reading.chosen(language, voice, text)
    engine = engines.engine(chosen.engine)
    words = verbalize.words(text, language, lexicon)
    given = engine.text(words, language)
    with Worker(chosen.engine) as worker:
        clip = worker.speak(given, chosen, Prosody(), language, limit_s=60)
    export.files([clip.samples], [export.Target(path, "wav")], clip.sample_rate_hz)
    return given
