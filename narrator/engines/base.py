"""What an engine is, and the registry of those that are installed."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from narrator import languages
from narrator.errors import VoiceError
from narrator.languages import primary
from narrator.model import Doubt, DoubtKind

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from narrator.model import Clip, Prosody, Voice, Word

GROUP = "narrator.engines"
"""The entry-point group: name -> a class that is constructed without arguments."""

PREFERRED = ("hibari", "kokoro", "piper", "system")
"""Which engine speaks where the user names none: the first that has the language."""


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

    def missing(self) -> str:
        """Empty where a voice that is added can speak, else what is to be installed first."""
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


def registry() -> Mapping[str, type[Engine]]:
    """The engines that are installed, by name, ours first."""
    found = _installed()
    order = sorted(found, key=lambda name: (PREFERRED.index(name) if name in PREFERRED else len(PREFERRED), name))
    return {name: found[name].load() for name in order}


@cache
def _installed() -> Mapping[str, EntryPoint]:
    """Name -> entry point. Asking every installed package takes 25 ms, and what is installed stays."""
    from importlib.metadata import entry_points

    return {entry.name: entry for entry in entry_points(group=GROUP)}


def engine(name: str) -> Engine:
    """A new engine of that name.

    Raises:
        VoiceError: none is installed under it.
    """
    found = _installed()
    if name not in found:
        raise VoiceError(f"there is no engine {name!r}", f"installed are {', '.join(sorted(found))}")
    made: Engine = found[name].load()()
    return made


def voices() -> tuple[Voice, ...]:
    """All voices that can speak here now."""
    engines = [each() for each in registry().values()]
    return tuple(voice for each in engines if not each.available() for voice in each.voices())


def is_remote(name: str) -> bool:
    """Whether an engine asks a service: it is then called in this process, by several threads at a time."""
    return bool(getattr(engine(name), "remote", False))


def choose(language: str, wanted: str | None = None) -> tuple[Voice, Doubt | None]:
    """The voice for an article, and what is not sure about it.

    Args:
        language: BCP 47 of the article.
        wanted: ``engine:name``, ``engine`` or ``engine:language``; None picks by the language.

    Raises:
        VoiceError: no such voice, or no voice for that language; the hint names near ones.
    """
    return _named(wanted, language) if wanted else _by_language(language)


def _named(wanted: str, language: str) -> tuple[Voice, Doubt | None]:
    name, _, rest = _full_name(wanted).partition(":")
    maker = engine(name)
    if missing := maker.available():
        raise VoiceError(f"{name} cannot speak here: {missing}", "`narrator doctor` says more")
    all_voices = maker.voices()
    exact = [voice for voice in all_voices if voice.name == rest]
    found = exact[:1] or speaking(all_voices, rest or language)[:1] or ([] if rest else list(all_voices[:1]))
    if not found:
        near = difflib.get_close_matches(rest, [voice.name for voice in all_voices], 3, 0.3)
        raise VoiceError(
            f"{name} has no voice {rest!r}",
            "the nearest are " + ", ".join(f"{name}:{each}" for each in near) if near else "see `narrator voices`",
        )
    voice = found[0]
    if speaking((voice,), language) or not language:
        return voice, None
    return voice, Doubt(
        DoubtKind.UNKNOWN_VOICE_LANGUAGE, f"{voice.id} does not speak {language}; it reads it all the same"
    )


def _full_name(wanted: str) -> str:
    """``hibari:heart`` of ``heart``: a voice's name alone names it where only voices, and no engine, are called so.

    Raises:
        VoiceError: nothing is called so; the hint names near ones.
    """
    if ":" in wanted or wanted in _installed():
        return wanted
    names = {voice.name.lower(): voice.id for voice in reversed(voices())}
    if wanted.lower() in names:
        return names[wanted.lower()]
    near = difflib.get_close_matches(wanted.lower(), [*names, *_installed()], 3, 0.5)
    hint = "the nearest are " + ", ".join(names.get(each, each) for each in near) if near else "see `narrator voices`"
    raise VoiceError(f"there is no voice or engine {wanted!r}", hint)


def _by_language(language: str) -> tuple[Voice, Doubt | None]:
    missing = ""
    for name in PREFERRED:
        maker = engine(name)
        if why := maker.available():
            missing = missing or f"{name} cannot speak here ({why})"
            continue
        if found := speaking(maker.voices(), language):
            if missing and primary(language) == "en":
                return found[0], Doubt(DoubtKind.OTHER_VOICE, f"{missing}; {found[0].id} speaks instead")
            return found[0], None
    known = sorted({primary(tag) for voice in voices() for tag in voice.languages})
    near = difflib.get_close_matches(primary(language), known, 3, 0.3)
    raise VoiceError(
        f"no voice here speaks {language!r}",
        (f"the nearest languages are {', '.join(near)}; " if near else "")
        + "see `narrator voices`, or name one with --voice",
    )


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
