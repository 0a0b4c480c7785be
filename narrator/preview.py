"""The score without sound: what will be said, how an editor changes it, and the words that no voice knows."""

from __future__ import annotations

import dataclasses
import itertools
import json
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from narrator import export, fetch, lexicon, manifest, pipeline, temporary, verbalize
from narrator.engines import base as engines
from narrator.engines import reading
from narrator.engines.phonemes import ALPHABET, english, foreign
from narrator.engines.worker import Worker
from narrator.errors import SettingsError, SourceError
from narrator.library import Library
from narrator.making import NOTHING_KNOWN, Making, decided
from narrator.model import BlockKind, Details, Edit, Page, Prosody, Utterance, Voice, Word
from narrator.pipeline import Script, Unknown
from narrator.settings import Settings

HOW = "`narrator script` shows how"
MARK = "*"
PLAYERS = (("ffplay", "-nodisp", "-autoexit", "-loglevel", "quiet"), ("aplay", "-q"), ("paplay",), ("afplay",))
"""Commands that play a sound file, on Linux and macOS."""
PLAYED_S = 20.0
SAID = re.compile(r"^\s*>\s?(.*)$")
WRITTEN = re.compile(r"^\s*(\d+)(?:\s+[^\s|]+)?\s*\|\s?(.*)$")
"""The number of an utterance, the voice where it is not the article's, and what is written."""


def script(source: str | Path | Page, settings: Settings, *, details: Details = NOTHING_KNOWN) -> Script:
    """What will be said of a source, with what an editor decided about it."""
    page = source if isinstance(source, Page) else fetch.page(str(source), settings)
    library = Library(settings.output)
    asked = Making(page, settings, details, ())
    wanted = decided(library, asked, library.find(*asked.keys.known))
    return pipeline.scripted(page, wanted.settings, wanted.details, decided=wanted.edits)


def lines(found: Script) -> Iterator[str]:
    """The script as text to edit: ``12 | written``, and under it ``> said`` where that differs.

    Words that are said otherwise than they are written stand between asterisks, which count for nothing when
    the script is read back. To change what is said, write or edit the line that begins with ``>``. Where another
    voice than the article's says it, its id stands behind the number, and counts for nothing either.
    """
    for utterance in found.utterances:
        voice = f" {utterance.voice}" if utterance.voice else ""
        yield f"{utterance.index}{voice} | {_line(utterance.written)}"
        if changed(utterance):
            yield f"  > {marked(utterance)}"


def table(found: Script) -> dict[str, Any]:
    """The script for programs: each utterance with its words and their spans; ``spoken`` is what may be edited."""
    plain = [
        {
            **manifest.plain(each),
            "spoken": each.spoken,
            "changed": changed(each),
            "phonemes": phonemes(each, found.voice_of(each)),
            "voice": found.voice_of(each).id,
        }
        for each in found.utterances
    ]
    return {"voice": found.voice.id, "language": found.article.language, "utterances": plain}


def phonemes(utterance: Utterance, voice: Voice) -> str:
    """What the voice is given for an utterance, in its own letters; empty where it takes no phonemes."""
    return _phonemes(utterance.words, utterance.language, voice)


def _phonemes(words: Sequence[Word], language: str, voice: Voice) -> str:
    engine = _engine(voice.engine)
    return engine.phonemes(engine.text(words, language), voice) if isinstance(engine, engines.Phonetic) else ""


@lru_cache(maxsize=4)
def _engine(name: str) -> engines.Engine:
    """An engine for many words: its dictionary is loaded once."""
    return engines.engine(name)


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
    return pipeline.unknown(found.utterances, found.voice_of, pipeline.pronunciations(found.article, settings))


def strangers(sources: Sequence[str], settings: Settings) -> Iterator[tuple[Unknown, Voice, str]]:
    """The names of all sources that no voice and no lexicon knows, the most frequent first, each with who speaks it."""
    counts: Counter[str] = Counter()
    first: dict[str, tuple[Unknown, Voice, str]] = {}
    for source in sources:
        found = script(source, settings)
        for each in pipeline.names(unknown(found, settings)):
            counts[each.word] += each.count
            first.setdefault(each.word, (each, found.voice, found.article.language))
    for word, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        each, voice, language = first[word]
        yield dataclasses.replace(each, count=count), voice, language


def proposal(word: str, voice: Voice, language: str) -> lexicon.Entry | None:
    """An entry with the phonemes that the voice would guess; None where the voice takes no phonemes."""
    said = re.sub(r"[^\w ˈˌ]", "", _phonemes((Word(word, 0, len(word)),), language, voice))
    return lexicon.Entry(word, ipa=said) if said else None


def corrected(entry: lexicon.Entry, answer: str) -> lexicon.Entry | None:
    """The entry as a user writes it: /phonemes/, or another spelling; None where no voice speaks the phonemes."""
    if answer.startswith("/"):
        ipa = english(answer.strip("/ "))
        return None if not ipa or foreign(ipa) else dataclasses.replace(entry, ipa=ipa, say=None)
    return dataclasses.replace(entry, say=answer, ipa=None)


def phonemes_of(entry: lexicon.Entry, voice: Voice, language: str) -> str:
    """What the voice is given for an entry's word."""
    known = lexicon.Lexicon([entry])
    return _phonemes(verbalize.words(entry.written, language, known), language, voice)


def played(entry: lexicon.Entry, voice: Voice, language: str) -> str:
    """Play an entry's word; empty, or where the sound of the last word is kept on a machine without a player."""
    path = (temporary.own_place() or Path(tempfile.mkdtemp(prefix="narrator-"))) / "word.wav"
    spoken_to(path, entry.written, language=language, voice=voice.id, lexicon=lexicon.Lexicon([entry]))
    player = next((command for command in PLAYERS if shutil.which(command[0])), None)
    if player is None:
        return f" in {path}"
    subprocess.run([*player, str(path)], check=False, capture_output=True, timeout=PLAYED_S)
    path.unlink(missing_ok=True)
    return ""


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


def tried(
    text: str, language: str, voice: str | None, settings: Settings, entry: lexicon.Entry | None = None
) -> tuple[Utterance, Voice]:
    """A short text as a sentence to be spoken, and who would speak it.

    Args:
        text: what is said.
        language: BCP 47.
        voice: who says it; None takes the usual one.
        settings: services, and the publisher's pronunciations.
        entry: one more pronunciation, the strongest.
    """
    chosen, _ = reading.chosen(language, voice, text, settings.service)
    known = lexicon.load(settings.lexicon, language, () if entry is None else (entry,))
    words = verbalize.words(text, language, known)
    return Utterance(0, 0, BlockKind.PARAGRAPH, text, language, (), 0.0, words=words), chosen


def said_as(text: str, *, language: str, voice: str | None, lexicon: lexicon.Lexicon) -> str:
    """The phonemes that a voice would be given for a text; empty where it takes none."""
    chosen, _ = reading.chosen(language, voice, text)
    return _phonemes(verbalize.words(text, language, lexicon), language, chosen)


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
