"""pyttsx3 over espeak-ng, which comes in a wheel: every language that hibari does not speak.

pyttsx3 fails quietly in many ways (docs/engines.md lists them). What makes it reliable here: the library is
preloaded from its wheel, one utterance a call, a dummy ``runAndWait`` first, ``Synchronize`` after every step,
its own temporary folder, the event and the file both checked, and a forked child an utterance where the system
can fork, which also makes equal input give equal samples.
"""

from __future__ import annotations

import os
import re
import sys
import wave
from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any

from narrator import languages, temporary
from narrator.engines.base import Limits
from narrator.errors import EngineError
from narrator.languages import scripts
from narrator.model import Clip, Prosody, Voice, Word

SAMPLE_RATE_HZ = 22_050
WORDS_PER_MINUTE = 170
PITCH = 50
"""espeak-ng's middle, on its scale of 0 to 99."""
SPELT = MappingProxyType(
    {"ja": ("Hani",), "ko": ("Hani",), "he": ("Hebr",), "th": ("Thai",), "my": ("Mymr",), "shn": ("Mymr",)}
)
"""Scripts of a language that espeak-ng 1.52 has no words for: it says "Chinese letter" for each of Japanese, and spells
Hebrew, Thai and Burmese by their consonants (heard in its phonemes, ``espeak_TextToPhonemes``)."""
GUESSED = MappingProxyType({"ar": ("Arab",)})
"""Scripts that it reads without the vowels that readers know: ``wqʕt`` for "she signed"."""
TRIES = 5
"""Sounds that are made of a text whose last word was not told of, until two are equal."""
UNTOLD = 3
"""Exit code of a child whose sound may not be whole."""
UNSPEAKABLE = re.compile(r"[\x00-\x1f\x7f]+")
"""A NUL ends the text; other controls are markup to some drivers."""


class System:
    """What pyttsx3 can speak on this machine, through espeak-ng."""

    name = "system"
    digital_source_type = "algorithmicMedia"
    limits = Limits(words=120, characters=1500)
    deterministic = hasattr(os, "fork")
    forks = False

    @cached_property
    def version(self) -> str:
        """Of pyttsx3 and of the library with espeak-ng."""
        from importlib.metadata import version

        return "-".join(version(each) for each in ("pyttsx3", "espeakng-loader"))

    def available(self) -> str:
        """Empty, or the package that is missing."""
        missing = [name for name in ("pyttsx3", "espeakng_loader") if find_spec(name) is None]
        return f"{missing[0]} is not installed" if missing else ""

    def voices(self) -> Sequence[Voice]:
        """One for each language file of espeak-ng, read without starting it."""
        return tuple(sorted(self._listed(), key=lambda voice: voice.name))

    def fingerprint(self, voice: Voice) -> str:
        """The voice's data comes with the library, whose version is in the key already."""
        return voice.name

    def text(self, words: Sequence[Word], language: str) -> str:
        """The words; the driver passes no phonemes, so that a pronunciation is a respelling."""
        return UNSPEAKABLE.sub(" ", " ".join(word.text for word in words)).strip()

    def speak(self, text: str, voice: Voice, prosody: Prosody, language: str) -> Clip:
        """22,050 Hz mono.

        Sound whose last word was not told of is made again, until two are equal: on a busy machine 1 of 650 was empty,
        though pyttsx3 said that it had finished.

        Raises:
            EngineError: nothing came out, pyttsx3 reported an error, or no two sounds were equal.
        """
        if not text.strip():
            raise EngineError("there is nothing to say", "pyttsx3 would wait for ever")
        before: Clip | None = None
        for _ in range(TRIES):
            clip, is_whole = self._once(text, voice, prosody)
            if is_whole or (before is not None and clip.body == before.body):
                return clip
            before = clip
        raise EngineError(f"espeak-ng made another sound each time of {text[:60]!r}")

    def _once(self, text: str, voice: Voice, prosody: Prosody) -> tuple[Clip, bool]:
        """The sound, and whether its last word was told of, so that it is surely whole."""
        with temporary.own_folder() as folder:
            path = folder / "utterance.wav"
            is_whole = (_spoken_in_child if self.deterministic else _spoken)(text, voice.name, prosody, path)
            return _clip(path, text), is_whole

    def knows(self, word: str, language: str) -> bool:
        """espeak-ng speaks by rules: it has an answer for any word of the language's letters."""
        return word.isalpha()

    def _listed(self) -> Iterator[Voice]:
        import espeakng_loader

        folder = Path(espeakng_loader.get_data_path()) / "lang"
        for path in folder.rglob("*"):
            if path.is_file() and (tags := _tags(path)):
                name = path.relative_to(folder).as_posix().lower()
                yield _voice(name, tags)


def _voice(name: str, tags: tuple[str, ...]) -> Voice:
    """A voice with the scripts that it reads: its language's own, and Latin letters, as of English."""
    first = languages.primary(tags[0])
    own = [each for each in scripts.of_language(tags[0]) if each not in SPELT.get(first, ())]
    return Voice(
        f"{System.name}:{name}",
        System.name,
        name,
        tags,
        SAMPLE_RATE_HZ,
        "GPL-3.0 (espeak-ng)",
        System.digital_source_type,
        scripts=tuple(dict.fromkeys((*own, scripts.LATIN))),
        guessed=GUESSED.get(first, ()),
    )


def _tags(path: Path) -> tuple[str, ...]:
    """The languages that a voice file declares, the best first: ``language en-us 2`` has priority 2."""
    found = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        parts = line.split()
        if parts[:1] == ["language"] and len(parts) > 1:
            priority = int(parts[2]) if len(parts) > 2 and parts[2].isdigit() else 5
            found.append((priority, parts[1]))
    return tuple(tag for _, tag in sorted(found))


def _preload() -> Any:
    """pyttsx3 with espeak-ng from its wheel: the loader of the C library then finds it by its name."""
    import ctypes

    import espeakng_loader

    # Without the data path espeak-ng ends the whole process with exit code 0.
    os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
    ctypes.CDLL(espeakng_loader.get_library_path())
    import pyttsx3
    import pyttsx3.drivers._espeak

    return pyttsx3


def _spoken(text: str, voice: str, prosody: Prosody, path: Path) -> bool:
    """Let pyttsx3 write one utterance to ``path``, every quiet failure checked for; whether its last word was told of.

    A word that is said together with the one before it is not told of: "на братство" in Bulgarian.
    """
    pyttsx3 = _preload()
    settle = pyttsx3.drivers._espeak.Synchronize
    engine = pyttsx3.init("espeak")
    events: list[object] = []
    engine.connect("error", lambda name=None, exception=None: events.append(exception))
    engine.runAndWait()  # the first one returns before the sound is made
    settle()
    wanted = {
        "voice": voice,
        "rate": round(WORDS_PER_MINUTE * prosody.rate),
        "pitch": max(0, min(99, round(PITCH * 2.0 ** (prosody.pitch_semitones / 12)))),
        "volume": min(2.0, 10.0 ** (prosody.volume_db / 20)),
    }
    for name, value in wanted.items():
        engine.setProperty(name, value)
        settle()
    finished: list[bool] = []
    ends = [0]
    engine.connect("started-word", lambda name=None, location=0, length=0: ends.append(location + length - 1))
    engine.connect("finished-utterance", lambda name=None, completed=False: finished.append(completed))
    engine.save_to_file(text, str(path), "utterance")
    engine.runAndWait()
    settle()
    if events:
        raise EngineError(f"pyttsx3 reported {events[0]!r}", f"is {voice!r} a voice of espeak-ng?")
    if not finished:
        raise EngineError("pyttsx3 did not finish the utterance")
    return max(ends) >= _last_letter(text)


def _last_letter(text: str) -> int:
    """The place of the last letter or digit of a text, counted from 1; 0 where it has none."""
    return next((place for place in range(len(text), 0, -1) if text[place - 1].isalnum()), 0)


def _spoken_in_child(text: str, voice: str, prosody: Prosody, path: Path) -> bool:
    """The same in a forked child that starts from an untouched parent: pyttsx3 is imported, never initialised."""
    _preload()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = 0 if _spoken(text, voice, prosody, path) else UNTOLD
        except BaseException as error:  # the child must end here, whatever happened
            path.with_suffix(".error").write_text(str(error)[:500], encoding="utf-8")
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    ended = os.waitstatus_to_exitcode(status)
    if ended not in (0, UNTOLD):
        report = path.with_suffix(".error")
        said = report.read_text(encoding="utf-8") if report.exists() else f"its process ended with {ended}"
        raise EngineError(f"espeak-ng could not speak {text[:60]!r}: {said}")
    return ended == 0


def _clip(path: Path, text: str) -> Clip:
    import numpy as np

    try:
        with wave.open(str(path), "rb") as file:
            if (file.getnchannels(), file.getsampwidth()) != (1, 2):
                raise EngineError("espeak-ng wrote another kind of sound than 16 bit mono")
            body, rate = file.readframes(file.getnframes()), file.getframerate()
    except (OSError, EOFError, wave.Error) as error:
        raise EngineError(f"pyttsx3 wrote no sound for {text[:60]!r}") from error
    return Clip(np.frombuffer(body, dtype="<i2").astype(np.int16), rate)
