"""How an English voice says a name that no dictionary has: the spelling of the language it comes from guides it.

A name from elsewhere is spelt by other rules than English ones: "Uribe" is no "you-ribe". The letters and endings of the
name tell its language of origin; that language's rules of spelling and its stress give phonemes in the voices' letters
(misaki's). What looks English gets none: the voice's own guess is better there. English names look foreign too ("Ryan", "Denise"):
those that are met every day stand in ``familiar.tsv``, and are asked for before.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

VOWELS = "ɑæəɛɜɪiɔʊuʌAIOWY"
ENGLISH = "english"
"""The spelling that says that no other counts."""
LONGEST = 24
"""A longer word is no name."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """How one language of origin is spelt, as ``origins.toml`` has it."""

    name: str
    signs: re.Pattern[str]
    """Letters or endings by which a name of it is known."""
    sounds: tuple[tuple[re.Pattern[str], str], ...]
    """Letters, the longer groups first, and their phonemes."""
    stress: str
    """``first``, ``last`` or ``penult``: the syllable that is stressed."""
    stressed: re.Pattern[str] | None
    """Endings that take the stress to their own syllable; the place is marked with a group."""


def familiar(word: str) -> str | None:
    """The phonemes of a name that is met every day; empty where the voice's own guess is right, None for other names.

    Args:
        word: as it is written, with its capital.
    """
    return familiar_names().get(word)


@lru_cache(maxsize=4096)
def guess(word: str) -> str:
    """The phonemes of a name that is not English; empty where it looks English.

    Args:
        word: as it is written, with its capital.
    """
    spelling = _spelling(word)
    return _sound(_plain(word), spelling) if spelling and spelling.name != ENGLISH else ""


def origin(word: str) -> str:
    """The language that a name is spelt like; empty where it looks English."""
    spelling = _spelling(word)
    return spelling.name if spelling and spelling.name != ENGLISH else ""


@lru_cache(maxsize=1)
def familiar_names() -> Mapping[str, str]:
    """The names that are met every day, as ``familiar.tsv`` has them, each with its phonemes or an empty text."""
    text = files("narrator.languages.en").joinpath("familiar.tsv").read_text(encoding="utf-8")
    rows = (line.partition("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return MappingProxyType({name: phonemes for name, _, phonemes in rows})


def _spelling(word: str) -> Spelling | None:
    if not 3 <= len(word) <= LONGEST or not word[0].isupper() or not word[1:].islower() or not word.isalpha():
        return None
    plain = _plain(word)
    return next((each for each in _spellings() if each.signs.search(plain)), None)


def _plain(word: str) -> str:
    """Small letters, with the accents that the rules know; composed."""
    return unicodedata.normalize("NFC", word.lower())


@lru_cache(maxsize=1)
def _spellings() -> tuple[Spelling, ...]:
    text = files("narrator.languages.en").joinpath("origins.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    shared = dict(_alternatives(tables.pop("continental")["sounds"]))
    return tuple(_made(name, table, shared) for name, table in tables.items())


def _made(name: str, table: Mapping[str, str | Mapping[str, str]], shared: Mapping[str, str]) -> Spelling:
    own = dict(_alternatives(table.get("sounds", {})))
    sounds = {**shared, **own}
    order = sorted(sounds, key=lambda letters: _rank(letters, own))
    ending = table.get("stressed")
    return Spelling(
        name=name,
        signs=re.compile(str(table["signs"]), re.VERBOSE),
        sounds=tuple((re.compile(letters), sounds[letters]) for letters in order),
        stress=str(table.get("stress", "penult")),
        stressed=re.compile(str(ending)) if ending else None,
    )


def _alternatives(sounds: Mapping[str, str] | str) -> Iterator[tuple[str, str]]:
    """Each group of letters by itself: "sz|ś" is two."""
    for groups, sound in sounds.items() if isinstance(sounds, Mapping) else ():
        depth = start = 0
        for place, sign in enumerate(groups + "|"):
            depth += {"(": 1, ")": -1}.get(sign, 0)
            if sign == "|" and not depth:
                yield groups[start:place], sound
                start = place + 1


def _rank(letters: str, own: Mapping[str, str]) -> tuple[int, bool, bool]:
    """Longer groups first; of two of a length those with a context, then the language's own."""
    bare = re.sub(r"\(\?[^)]*\)|\[[^\]]*\]", lambda group: "" if group.group().startswith("(") else "x", letters)
    length = len(
        re.sub(r".\?|[\^$+]", lambda sign: "" if len(sign.group()) > 1 or sign.group() in "^$+" else sign.group(), bare)
    )
    has_context = any(sign in letters for sign in "(^$")
    return -length, not has_context, letters not in own


def _sound(word: str, spelling: Spelling) -> str:
    """The phonemes, letter group by letter group, with the stress on one syllable."""
    at = 0
    pieces: list[tuple[str, int]] = []
    while at < len(word):
        for pattern, sound in spelling.sounds:
            if match := pattern.match(word, at):
                pieces.append((sound, at))
                at = match.end() if match.end() > at else at + 1
                break
        else:
            at += 1
    return _stressed(pieces, word, spelling)


def _stressed(pieces: Sequence[tuple[str, int]], word: str, spelling: Spelling) -> str:
    syllables = [index for index, (sound, _) in enumerate(pieces) if any(letter in VOWELS for letter in sound)]
    if not syllables:
        return ""
    chosen = _place(pieces, syllables, word, spelling)
    out = []
    for index, (sound, _) in enumerate(pieces):
        if index == chosen:
            first = next(place for place, letter in enumerate(sound) if letter in VOWELS)
            sound = f"{sound[:first]}ˈ{sound[first:]}"
        elif index in syllables:
            sound = _weak(sound, index == syllables[-1] and index == len(pieces) - 1, index < chosen)
        out.append(sound)
    return re.sub(r"([^ˈ])\1+", r"\1", "".join(out))


def _place(pieces: Sequence[tuple[str, int]], syllables: Sequence[int], word: str, spelling: Spelling) -> int:
    """Which piece has the stress: the one that the ending or an accent says, else the language's usual one."""
    if spelling.stressed and (match := spelling.stressed.search(word)):
        start = next(match.start(group) for group in range(1, len(match.groups()) + 1) if match.group(group))
        return next((index for index in syllables if pieces[index][1] >= start), syllables[-1])
    accents = [index for index in syllables if word[pieces[index][1]] in "áéíóúâêôîàèìòù"]
    if accents and spelling.name in ("spanish", "portuguese", "italian"):
        return accents[-1]
    if spelling.stress == "first" or len(syllables) == 1:
        return syllables[0]
    return syllables[-1] if spelling.stress == "last" else syllables[-2]


def _weak(sound: str, is_end: bool, is_before: bool) -> str:
    """A vowel without stress: a is weak, e and o keep their colour at the end."""
    if sound == "ɑ":
        return "ə"
    if sound == "ɛ" and is_end:
        return "A"
    return sound
