"""Pronunciations: typed entries per publisher, site and article, longest match first."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from narrator import languages
from narrator.errors import SettingsError
from narrator.languages import tables

KINDS: Mapping[str, type] = MappingProxyType(
    {
        "say": str,
        "ipa": str,
        "spell": bool,
        "word": bool,
        "language": str,
        "languages": list,
        "case": bool,
        "inflections": bool,
    }
)
WANTED: Mapping[type, str] = MappingProxyType(
    {str: "a text in quotation marks", bool: "true or false", list: 'a list, as ["en", "de"]'}
)
SHAPE = 'an entry is ["Word"] and a line say = "…"; a name with a space or a stop stands in quotation marks'
SOUND = re.compile(r"^[^\[\]()/]{1,200}$")
WORD = re.compile(r"(?<![\w@])[^\W_]\w*")
HISSING = ("s", "x", "z", "ch", "sh", "š", "ž", "č", "ć")
HEADLINE = 4
"""A name of that many letters is known in a line of capitals too; XI may be a numeral."""


@dataclass(frozen=True, slots=True)
class Entry:
    """How one word or phrase is said."""

    written: str
    say: str | None = None
    """Another spelling, for any voice."""
    ipa: str | None = None
    """Phonemes, for voices that take them, the words of a phrase apart; ``say`` stands in for the others."""
    spell: bool = False
    """Letter by letter."""
    word: bool = False
    """As a word, though it looks like letters."""
    language: str | None = None
    """Of the word, where it is not the text's (BCP 47)."""
    languages: tuple[str, ...] = ()
    """Of the texts that it is for; empty for all."""
    case: bool = True
    """Whether it must be written in just that case."""
    inflections: bool = True
    """Whether 's and a plural s are allowed behind it."""

    @property
    def spoken(self) -> str:
        """What is said, without an inflection."""
        if self.say is not None:
            return self.say
        if self.spell:
            return " ".join(character for character in self.written if character.isalnum())
        if self.word and self.written.isupper():
            return self.written.capitalize()
        return self.written


@dataclass(frozen=True, slots=True)
class Match:
    """Where an entry stands in a text, and what is said there."""

    start: int
    end: int
    spoken: str
    ipa: str | None
    language: str | None
    entry: Entry


class Lexicon:
    """Entries, found in a text in one pass; of two with the same spelling the later counts."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.entries: Mapping[str, Entry] = {_plain(entry.written): entry for entry in entries}
        self._by_head: dict[str, list[Entry]] = {}
        self._patterns: dict[str, re.Pattern[str]] = {}
        for entry in self.entries.values():
            head = WORD.search(_plain(entry.written))
            if head:
                self._by_head.setdefault(head.group().casefold(), []).append(entry)

    def find(self, text: str) -> tuple[Match, ...]:
        """All matches, in order; of several that begin at one place the longest, then the one of that very case."""
        out: list[Match] = []
        end = 0
        for head in WORD.finditer(text):
            if head.start() >= end and (match := self._longest(text, head)):
                out.append(match)
                end = match.end
        return tuple(out)

    def _longest(self, text: str, head: re.Match[str]) -> Match | None:
        word = head.group().casefold()
        keys = {word, word.removesuffix("s"), word.removesuffix("es")}
        entries = [entry for key in keys for entry in self._by_head.get(key, ())]
        if not entries:
            return None
        found = [match for entry in entries if (match := self._match(text, head, entry))]
        return max(found, key=lambda match: (match.end, match.entry.case, len(match.entry.written)), default=None)

    def _match(self, text: str, head: re.Match[str], entry: Entry) -> Match | None:
        pattern = self._patterns.get(entry.written)
        if pattern is None:
            pattern = self._patterns[entry.written] = _pattern(entry)
        lead = WORD.search(_plain(entry.written))
        start = head.start() - (lead.start() if lead else 0)
        found = pattern.match(text, start) if start >= 0 else None
        if found is None:
            return None
        ending = (found.group("ending") or "").replace("’", "'").lower()
        ipa = entry.ipa + _ipa_ending(entry.ipa) if entry.ipa and ending else entry.ipa
        return Match(start, found.end(), entry.spoken + ending, ipa, entry.language, entry)


def load(paths: Sequence[Path], language: str, more: Sequence[Entry] = ()) -> Lexicon:
    """The built-in entries and those of the files, the later the stronger.

    Args:
        paths: TOML files, a table an entry.
        language: of the text (BCP 47).
        more: entries that are in no file, the strongest.

    Raises:
        SettingsError: a file cannot be read, or an entry is not one; the message names it.
    """
    primary = languages.primary(language)
    entries = built_in(language or tables.FALLBACK)
    own = [entry for path in paths for entry in parsed(read(path), str(path))]
    wanted = [
        entry
        for entry in (*entries, *own, *more)
        if not entry.languages or primary in {languages.primary(each) for each in entry.languages}
    ]
    return Lexicon(wanted)


@lru_cache(maxsize=8)
def built_in(language: str) -> tuple[Entry, ...]:
    """Names in the news, for texts of a language (BCP 47); empty where it has no lexicon."""
    return parsed(tables.text(tables.folder_of(language, "lexicon"), "lexicon"), "the built-in lexicon")


def parsed(text: str, name: str) -> tuple[Entry, ...]:
    """The entries of a lexicon's text.

    Raises:
        SettingsError: it is not TOML, or an entry is none.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, _, at = str(error).partition(" (at ")
        line = re.search(r"line (\d+)", at)
        number = line.group(1) if line else len(text.splitlines())
        raise SettingsError(f"{name}, line {number} is not TOML: {what}", SHAPE) from error
    return tuple(_entry(written, value, text, name) for written, value in table.items())


def place(text: str, written: str, name: str) -> str:
    """Where the entry of a word stands, for a message."""
    begun = (number for number, line in enumerate(text.splitlines(), 1) if _names(line) == written)
    return f"{name}, line {next(begun, 1)}: [{written}]"


def without(text: str, written: str, name: str) -> str:
    """A lexicon's text without the entry of one word; everything else as it is, comments too."""
    parsed(text, name)
    kept: list[str] = []
    skipping = table = False
    for line in text.splitlines(keepends=True):
        if line.lstrip().startswith("["):
            table, skipping = True, _names(line) == written
        elif not table:
            skipping = _names(line) == written
        if not skipping:
            kept.append(line)
    return "".join(kept)


def _names(line: str) -> str | None:
    """The word whose entry a line begins; None where it begins none."""
    try:
        return next(iter(tomllib.loads(line)), None)
    except tomllib.TOMLDecodeError:
        return None


def read(path: Path) -> str:
    """The text of a lexicon file.

    Raises:
        SettingsError: it cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"the lexicon {path} cannot be read: {error}") from error


def _entry(written: str, value: Any, text: str, name: str) -> Entry:
    given = {"say": value} if isinstance(value, str) else value
    if wrong := _wrong(written, given):
        what, hint = wrong
        raise SettingsError(f"{place(text, written, name)} {what}", hint)
    return Entry(written, **{**given, "languages": tuple(given.get("languages", ()))})


def _wrong(written: str, given: Any) -> tuple[str, str] | None:
    """What is wrong with an entry, and what to do; None where nothing is."""
    if not isinstance(given, dict) or not WORD.search(written):
        return "is no entry", SHAPE
    if unknown := sorted(set(given) - set(KINDS)):
        near = difflib.get_close_matches(unknown[0], KINDS, 1)
        return f"has {unknown[0]!r}", f"it can have {', '.join(near or KINDS)}"
    for kind, value in given.items():
        if not isinstance(value, KINDS[kind]) or value == "":
            return f"has {kind} = {value!r}", f"{kind} is {WANTED[KINDS[kind]]}"
    if not any(given.get(kind) for kind in ("say", "ipa", "spell", "word", "language")):
        return "does not say how", "give say, ipa, spell, word or language"
    if not SOUND.match(given.get("ipa", "a").strip()):
        return "has an ipa with brackets or slashes", "give the phonemes alone"
    if not all(isinstance(each, str) for each in given.get("languages", ())):
        return f"has languages = {given['languages']!r}", f"languages is {WANTED[list]}"
    return None


def _plain(written: str) -> str:
    return " ".join(written.split()).replace("’", "'")


def _pattern(entry: Entry) -> re.Pattern[str]:
    """The entry in a text: any spaces, either apostrophe, its endings; capitals too where the name is long enough."""
    name = _plain(entry.written)
    forms = {name} | ({name.upper()} if len(name) >= HEADLINE and not name.isupper() else set())
    names = "|".join(re.escape(form).replace(r"\ ", r"\s+").replace("'", "['’]") for form in sorted(forms))
    plural = "e?s" if name.lower().endswith(HISSING) else "s"
    ending = rf"(?P<ending>(?i:['’]s|{plural}['’]?))?" if entry.inflections else "(?P<ending>)"
    return re.compile(rf"(?<![\w@])(?{'' if entry.case else 'i'}:{names}){ending}(?!\w)")


def _ipa_ending(ipa: str) -> str:
    """The sound of a plural or possessive s, by what it follows."""
    if ipa[-1] in "szʃʒʤʧ":
        return "ᵻz"
    return "s" if ipa[-1] in "ptkfθ" else "z"
