"""Voices that can be added, of all engines that are installed, and the one that a user asks for."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from narrator.engines.base import Adding, Offer, engine, registry, speaking
from narrator.errors import VoiceError
from narrator.languages import of
from narrator.model import Voice

LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Z][a-z]{3})?([-_][A-Za-z]{2}|[-_]\d{3})?")
"""What is asked for as a language; ``em_alex`` is the name of a voice, although ``em`` could be a language."""


def adding() -> Sequence[Adding]:
    """The engines whose voices can be added, ours first."""
    return [made for made in (each() for each in registry().values()) if isinstance(made, Adding)]


def offers(language: str = "", place: str | None = None) -> tuple[Sequence[Offer], Sequence[str]]:
    """What can be added, and what stands in the way of more.

    Args:
        language: BCP 47; empty for all.
        place: where voices are, instead of where each engine's are kept.
    """
    every, obstacles = list[Offer](), list[str]()
    for each in adding():
        if missing := each.missing():
            obstacles.append(f"{each.name}: {missing}")
            continue
        try:
            every += each.offers(language, place)
        except VoiceError as error:
            obstacles.append(f"{each.name}: {error.message}")
    if language:
        voices = [offer.voice for offer in every]
        every = [every[voices.index(voice)] for voice in speaking(voices, language)]
    return every, obstacles


def added(wanted: str, place: str | None = None) -> Voice:
    """The voice that was asked for, fetched and kept.

    Args:
        wanted: ``engine:name``, a voice's name, or a language: its first offer whose sound anybody may publish.
        place: a folder, an archive or an address that has it; None for where the engine's voices are kept.

    Raises:
        VoiceError: nothing of the kind is offered, or it could not be fetched.
        OutputError: it cannot be kept.
    """
    name, _, rest = wanted.partition(":")
    if rest:
        return _engine(name).add(rest, place)
    language = of(wanted).tag if LANGUAGE.fullmatch(wanted) else ""
    found, obstacles = offers(language, place)
    if not language:
        found = [offer for offer in found if offer.voice.name == wanted]
    free = [offer for offer in found if offer.is_free or not language]
    if free:
        return _engine(free[0].voice.engine).add(free[0].voice.name, place)
    hint = "; ".join(obstacles) if language else _near(wanted, place)
    if found:
        hint = f"name one, its licence is yours to read: {', '.join(each.voice.id for each in found)}"
    raise VoiceError(f"no voice can be added for {wanted!r}", hint)


def _engine(name: str) -> Adding:
    made = engine(name)
    if not isinstance(made, Adding):
        raise VoiceError(f"{name} has no voices that are added", "see `narrator voices`")
    if missing := made.missing():
        raise VoiceError(f"{name} cannot speak here: {missing}")
    return made


def _near(wanted: str, place: str | None) -> str:
    names = [offer.voice.name for offer in offers("", place)[0]]
    near = difflib.get_close_matches(wanted, names, 3, 0.5)
    return f"the nearest are {', '.join(near)}" if near else "`narrator voices add --list` shows all"
