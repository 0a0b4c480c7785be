"""Voices that can be added, of all engines that are installed, and the one that a user asks for."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from narrator.engines.base import Adding, Offer, engine, registry, speaking
from narrator.errors import VoiceError
from narrator.languages import of
from narrator.model import Voice


def adding() -> Sequence[Adding]:
    """The engines whose voices can be added, ours first."""
    return [made for made in (each() for each in registry().values()) if isinstance(made, Adding)]


def offers(language: str = "") -> Sequence[Offer]:
    """What can be added, those of engines that could speak now first.

    Args:
        language: BCP 47; empty for all.
    """
    engines = sorted(adding(), key=lambda each: bool(each.missing()))
    every = [offer for each in engines for offer in each.offers(language)]
    if not language:
        return every
    voices = [offer.voice for offer in every]
    return [every[voices.index(voice)] for voice in speaking(voices, language)]


def added(wanted: str, place: str | None = None) -> Voice:
    """The voice that was asked for, fetched and kept.

    Args:
        wanted: ``engine:name``, a voice's name, or a language, whose first offer is taken.
        place: a folder, an archive or an address that has it; None for where the engine's voices are kept.

    Raises:
        VoiceError: nothing of the kind is offered, or it could not be fetched.
        OutputError: it cannot be kept.
    """
    name, _, rest = wanted.partition(":")
    if rest:
        made = engine(name)
        if not isinstance(made, Adding):
            raise VoiceError(f"{name} has no voices that are added", "see `narrator voices`")
        return made.add(rest, place)
    for each in adding():
        if any(offer.voice.name == wanted for offer in each.offers("")):
            return each.add(wanted, place)
    language = of(wanted).tag
    fitting = offers(language) if language else ()
    if not fitting:
        names = [offer.voice.name for each in adding() for offer in each.offers("")]
        near = difflib.get_close_matches(wanted, names, 3, 0.5)
        raise VoiceError(
            f"no voice can be added for {wanted!r}",
            f"the nearest are {', '.join(near)}" if near else "see `narrator voices add --list`",
        )
    first = fitting[0].voice
    missing = next(each for each in adding() if each.name == first.engine).missing()
    if missing:
        raise VoiceError(f"{first.id} speaks {wanted}, but {missing}")
    return engine_of(first).add(first.name, place)


def engine_of(voice: Voice) -> Adding:
    """The engine that a voice can be added to."""
    made = engine(voice.engine)
    assert isinstance(made, Adding)
    return made
