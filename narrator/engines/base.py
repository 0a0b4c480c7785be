"""What an engine is, and the registry of those that are installed."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from narrator import languages
from narrator.errors import VoiceError
from narrator.languages import primary

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from narrator.model import Clip, Prosody, Voice, Word

log = logging.getLogger(__name__)
GROUP = "narrator.engines"
"""The entry-point group of other packages: name -> a class that is constructed without arguments."""
OURS: Mapping[str, str] = MappingProxyType(
    {
        "hibari": "narrator.engines.neural:Neural",
        "kokoro": "narrator.engines.kokoro:Kokoro",
        "piper": "narrator.engines.piper:Piper",
        "system": "narrator.engines.system:System",
        "tone": "narrator.engines.tone:Tone",
        "openai": "narrator.engines.openai:OpenAI",
        "elevenlabs": "narrator.engines.elevenlabs:ElevenLabs",
    }
)
"""Name -> class of the engines that come with narrator."""
FIRST, LAST = ("hibari", "kokoro", "piper"), ("system", "tone", "openai", "elevenlabs")
"""Order of the engines: ours with natural voices, then those of others, then what speaks where nothing else does."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call may carry."""

    words: int
    characters: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A voice that an engine does not have yet and can fetch."""

    voice: Voice
    size: int
    """Of what is fetched, in bytes."""
    note: str = ""
    """What to know before it is fetched, as its quality."""
    is_free: bool | None = True
    """Whether anybody may publish what it speaks; None where its licence does not say so plainly."""


class Engine(Protocol):
    """One way to turn words into sound. Constructing one is cheap; it loads its model with the first call.

    An engine lives in a child process (``narrator.engines.worker``) and is called by one thread.
    """

    name: str
    """The part of a voice id before the colon."""
    version: str
    """Of the engine and of what it runs on; part of the key of every clip."""
    digital_source_type: str
    """The last part of the IPTC term."""
    limits: Limits
    deterministic: bool
    """Whether equal input gives equal samples, in every process."""
    forks: bool
    """Whether a process that has spoken may be forked, and both speak on."""

    def available(self) -> str:
        """Empty where the engine can speak here, else what is missing."""
        ...

    def voices(self) -> Sequence[Voice]:
        """The voices that can speak now, without a download."""
        ...

    def fingerprint(self, voice: Voice) -> str:
        """A hash of the voice's data: a part of the key of every clip."""
        ...

    def text(self, words: Sequence[Word], language: str) -> str:
        """The string that the engine gets: escaped, with pronunciations in its own notation."""
        ...

    def speak(self, text: str, voice: Voice, prosody: Prosody, language: str) -> Clip:
        """The sound of ``text``, edges untrimmed.

        Raises:
            EngineError: nothing or nonsense came out.
        """
        ...

    def knows(self, word: str, language: str) -> bool:
        """Whether ``word`` is in the engine's own dictionary."""
        ...


@runtime_checkable
class Phonetic(Protocol):
    """What an engine has besides that speaks phonemes and can say which."""

    def phonemes(self, text: str, voice: Voice) -> str:
        """What the voice is given for a text that ``text`` made, in its own letters."""
        ...


@runtime_checkable
class Adding(Protocol):
    """What an engine has besides whose voices can be added by ``narrator voices add``."""

    name: str

    def missing(self, language: str = "") -> str:
        """Empty where a voice that is added can speak, else what is to be installed first.

        Args:
            language: BCP 47, of the voice; empty for the engine alone.
        """
        ...

    def offers(self, language: str, place: str | None = None) -> Sequence[Offer]:
        """The voices that can be added, the first choice of a language first.

        Args:
            language: BCP 47; empty for all.
            place: an address, a folder or an archive with a catalogue; None for where the engine's voices are kept.

        Raises:
            VoiceError: a catalogue cannot be read.
        """
        ...

    def add(self, name: str, place: str | None = None) -> Voice:
        """Fetch a voice, check it and keep it.

        Args:
            name: of a voice, without the engine's.
            place: a folder, an archive or an address that has it; None for where the engine's voices are kept.

        Raises:
            VoiceError: there is no such voice, or it could not be fetched.
            OutputError: it cannot be kept.
        """
        ...


def names() -> Iterator[str]:
    """The installed engines in the order in which one is chosen; others are looked for at their turn."""
    yield from FIRST
    yield from sorted(_others())
    yield from LAST


def registry() -> Mapping[str, type[Engine]]:
    """The engines that are installed, by name, in the order in which one is chosen; one that breaks is left out."""
    loaded = {}
    for name in names():
        try:
            loaded[name] = _maker(name)
        except Exception as error:  # another package's code may raise anything
            log.warning("the engine %s is left out: %s: %s", name, type(error).__name__, error)
    return loaded


@cache
def _others() -> Mapping[str, EntryPoint]:
    """Name -> entry point of other packages' engines. Asking every package takes 20 ms, and what is installed stays."""
    from importlib.metadata import entry_points

    return {entry.name: entry for entry in entry_points(group=GROUP) if entry.name not in OURS}


def _maker(name: str) -> type[Engine]:
    """The class of an engine.

    Raises:
        VoiceError: none is installed under that name.
    """
    if name in OURS:
        module, _, kind = OURS[name].partition(":")
        own: type[Engine] = getattr(importlib.import_module(module), kind)
        return own
    if name not in _others():
        raise VoiceError(f"there is no engine {name!r}", f"installed are {', '.join(sorted(names()))}")
    other: type[Engine] = _others()[name].load()
    return other


def engine(name: str) -> Engine:
    """A new engine of that name.

    Raises:
        VoiceError: none is installed under it.
    """
    return _maker(name)()


def dictionary_words(name: str, words: Sequence[str], language: str) -> Sequence[str]:
    """Those of the words that an engine has in its dictionary, which is loaded into this process."""
    return in_dictionary(engine(name), words, language)


def in_dictionary(made: Engine, words: Sequence[str], language: str) -> Sequence[str]:
    """The same, of an engine that is there."""
    return [word for word in words if made.knows(word, language)]


def voices() -> tuple[Voice, ...]:
    """All voices that can speak here now, the first choice first; an engine that breaks is reported and left out."""
    return tuple(voice for name in names() for voice in voices_of(name)[0])


def voices_of(name: str) -> tuple[Sequence[Voice], str]:
    """The voices of an engine, and why it has none here; empty where it has some."""
    try:
        made = engine(name)
        if missing := made.available():
            return (), missing
        return tuple(made.voices()), ""
    except Exception as error:  # another package's code may raise anything
        log.warning("the engine %s is left out: %s: %s", name, type(error).__name__, error)
        return (), f"it broke: {type(error).__name__}: {error}"


def is_remote(name: str) -> bool:
    """Whether an engine asks a service: it is then called in this process, by several threads at a time."""
    return bool(getattr(engine(name), "remote", False))


def speaking(candidates: Sequence[Voice], language: str) -> list[Voice]:
    """The voices that speak ``language``, the best first: the very tag, then one whose first language it is."""
    tag = languages.of(language).tag.lower()

    def rank(voice: Voice) -> int | None:
        tags = [each.lower() for each in voice.languages]
        if tag in tags:
            return tags.index(tag)
        mains = [primary(each) for each in tags]
        return 10 + mains.index(primary(tag)) if primary(tag) in mains else None

    ranked = [(score, index) for index, voice in enumerate(candidates) if (score := rank(voice)) is not None]
    return [candidates[index] for _, index in sorted(ranked)]
