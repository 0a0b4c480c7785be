"""Which voice reads an article: the one place that decides, by an order that ``narrator voices --lang de`` shows.

1. The voice that the user names. A service speaks in no other way.
2. Of the engines in their order (``base.registry``: natural voices first, espeak-ng's last) the first that speaks the
   language, and of its voices the one that has the very tag, as pt-BR.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from narrator import about
from narrator.engines import base
from narrator.errors import VoiceError
from narrator.languages import primary
from narrator.model import Doubt, DoubtKind, Voice

ROBOTIC = "system"
"""The engine whose voices are understood, and sound like a machine."""
MAIN = "hibari"
"""The engine that comes with narrator for English: another one that speaks English in its place is a doubt."""
SILENT = ("tone",)
"""Engines that speak nothing: for tests, and only where they are named."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A voice that could read a language, and why it stands where it stands."""

    voice: Voice
    reason: str


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
    maker = base.engine(name)
    if missing := maker.available():
        raise VoiceError(f"{name} cannot speak here: {missing}", "`narrator doctor` says more")
    all_voices = maker.voices()
    exact = [voice for voice in all_voices if voice.name == rest]
    found = exact[:1] or base.speaking(all_voices, rest or language)[:1] or ([] if rest else list(all_voices[:1]))
    if not found:
        near = difflib.get_close_matches(rest, [voice.name for voice in all_voices], 3, 0.3)
        raise VoiceError(
            f"{name} has no voice {rest!r}",
            "the nearest are " + ", ".join(f"{name}:{each}" for each in near) if near else "see `narrator voices`",
        )
    voice = found[0]
    if base.speaking((voice,), language) or not language:
        return voice, None
    return voice, Doubt(
        DoubtKind.UNKNOWN_VOICE_LANGUAGE, f"{voice.id} does not speak {language}; it reads it all the same"
    )


def _full_name(wanted: str) -> str:
    """``hibari:heart`` of ``heart``: a voice's name alone names it where only voices, and no engine, are called so.

    Raises:
        VoiceError: nothing is called so; the hint names near ones.
    """
    if ":" in wanted or wanted in base.names():
        return wanted
    names = {voice.name.lower(): voice.id for voice in reversed(base.voices())}
    if wanted.lower() in names:
        return names[wanted.lower()]
    near = difflib.get_close_matches(wanted.lower(), [*names, *base.names()], 3, 0.5)
    hint = "the nearest are " + ", ".join(names.get(each, each) for each in near) if near else "see `narrator voices`"
    raise VoiceError(f"there is no voice or engine {wanted!r}", hint)


def _by_language(language: str) -> tuple[Voice, Doubt | None]:
    voice = next((each.voice for each in candidates(language)), None)
    if voice is not None:
        return voice, _doubt(voice, language)
    known = sorted({primary(tag) for voice in base.voices() for tag in voice.languages if voice.engine not in SILENT})
    near = difflib.get_close_matches(primary(language), known, 3, 0.3)
    raise VoiceError(
        f"no voice here speaks {language!r}",
        (f"the nearest languages are {', '.join(near)}; " if near else "")
        + (natural(language) or "see `narrator voices`, or name one with --voice"),
    )


def candidates(language: str) -> Iterator[Candidate]:
    """The voices that could read a language, the one that is taken first; engines are asked as far as is needed."""
    for name in base.names():
        if name not in SILENT:
            for voice in base.speaking(base.voices_of(name)[0], language):
                yield Candidate(voice, _reason(voice, language))


def natural(language: str) -> str:
    """The command that brings a natural voice for a language; empty where none is known."""
    spoken = primary(language)
    for extra, (name, tags) in _catalogues().items():
        if spoken in tags:
            made = base.engine(name)
            steps = [about.install(extra)] if isinstance(made, base.Adding) and made.missing(spoken) else []
            return " && ".join([*steps, f"narrator voices add {spoken}"])
    return ""


@cache
def _catalogues() -> Mapping[str, tuple[str, frozenset[str]]]:
    """Extra -> its engine and the languages that its voices speak, in the order in which extras are told."""
    table = tomllib.loads(Path(__file__).with_name("natural.toml").read_text(encoding="utf-8"))
    engines = table["engines"]
    return MappingProxyType(
        {extra: (engines.get(extra, extra), frozenset(tags.split())) for extra, tags in table["extras"].items()}
    )


def _doubt(voice: Voice, language: str) -> Doubt | None:
    if voice.engine != ROBOTIC:
        return None
    why = base.voices_of(MAIN)[1]
    if primary(language) == "en" and why:
        return Doubt(DoubtKind.OTHER_VOICE, f"{MAIN} cannot speak here ({why}); {voice.id} speaks instead")
    command = natural(language)
    return (
        Doubt(DoubtKind.ROBOTIC_VOICE, f"{voice.id} sounds like a machine; a natural voice: {command}")
        if command
        else None
    )


def _reason(voice: Voice, language: str) -> str:
    how = "espeak-ng speaks it; it sounds like a machine" if voice.engine == ROBOTIC else "natural"
    tags = [tag.lower() for tag in voice.languages]
    exact = language.lower().replace("_", "-") in tags
    return how if exact else f"{how}; its own is {voice.languages[0]}"
