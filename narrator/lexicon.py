"""Pronunciations: typed entries per publisher, site and article, longest match first."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from narrator.errors import SettingsError

KINDS = ("say", "ipa", "spell", "word", "language", "languages", "case", "inflections")
IPA = re.compile(r"^[^\s\[\]()/]{1,100}$")
INFLECTIONS = ("'s", "’s", "s", "s'", "s’")


@dataclass(frozen=True, slots=True)
class Entry:
    """How one word or phrase is said."""

    written: str
    say: str | None = None
    """Another spelling, for any voice."""
    ipa: str | None = None
    """Phonemes, for voices that take them; ``say`` stands in for the others."""
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
        self.entries: Mapping[str, Entry] = {entry.written: entry for entry in entries}
        self._loose = {entry.written.casefold(): entry for entry in self.entries.values() if not entry.case}
        names = sorted(map(re.escape, self.entries), key=len, reverse=True)
        endings = "|".join(map(re.escape, sorted(INFLECTIONS, key=len, reverse=True)))
        both = rf"(?<![\w@])(?P<name>{'|'.join(names)})(?P<ending>{endings})?(?!\w)"
        self._exact = re.compile(both) if names else None
        loose = sorted((re.escape(entry.written) for entry in self._loose.values()), key=len, reverse=True)
        pattern = rf"(?<![\w@])(?P<name>{'|'.join(loose)})(?P<ending>{endings})?(?!\w)"
        self._any_case = re.compile(pattern, re.IGNORECASE) if loose else None

    def find(self, text: str) -> tuple[Match, ...]:
        """All matches, in order, the longest first where several begin at one place."""
        found = [self._match(each) for each in self._exact.finditer(text)] if self._exact else []
        if self._any_case:
            found += [self._match(each) for each in self._any_case.finditer(text)]
        out: list[Match] = []
        for match in sorted((each for each in found if each), key=lambda each: (each.start, -each.end)):
            if not out or match.start >= out[-1].end:
                out.append(match)
        return tuple(out)

    def _match(self, found: re.Match[str]) -> Match | None:
        name, ending = found.group("name"), found.group("ending") or ""
        entry = self.entries.get(name) or self._loose.get(name.casefold())
        if entry is None or (ending and not entry.inflections):
            return None
        spoken = entry.spoken + ending.replace("’", "'")
        ipa = entry.ipa + _ipa_ending(entry.ipa) if entry.ipa and ending else entry.ipa
        return Match(found.start(), found.end(), spoken, ipa, entry.language, entry)


def load(paths: Sequence[Path], language: str) -> Lexicon:
    """The built-in entries and those of the files, the later the stronger.

    Args:
        paths: TOML files, a table an entry.
        language: of the text (BCP 47).

    Raises:
        SettingsError: a file cannot be read, or an entry is not one; the message names it.
    """
    built_in = files("narrator").joinpath("lexicon.toml").read_text(encoding="utf-8")
    primary = language.lower().split("-")[0]
    entries = parsed(built_in, "the built-in lexicon") if primary in ("en", "") else ()
    own = [entry for path in paths for entry in parsed(_read(path), str(path))]
    wanted = [
        entry
        for entry in (*entries, *own)
        if not entry.languages or primary in {each.lower().split("-")[0] for each in entry.languages}
    ]
    return Lexicon(wanted)


def parsed(text: str, name: str) -> tuple[Entry, ...]:
    """The entries of a lexicon's text.

    Raises:
        SettingsError: it is not TOML, or an entry is none.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{name} is not TOML: {error}", 'an entry is [Word] and a line say = "…"') from error
    return tuple(_entry(written, value, name) for written, value in table.items())


def without(text: str, written: str, name: str) -> str:
    """A lexicon's text without the table of one word; everything else as it is, comments too."""
    parsed(text, name)
    kept: list[str] = []
    skipping = False
    for line in text.splitlines(keepends=True):
        if line.lstrip().startswith("["):
            skipping = list(tomllib.loads(line))[:1] == [written]
        if not skipping:
            kept.append(line)
    return "".join(kept)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"the lexicon {path} cannot be read: {error}") from error


def _entry(written: str, value: Any, name: str) -> Entry:
    where = f"{name}: [{written}]"
    if isinstance(value, str):
        value = {"say": value}
    if not isinstance(value, dict) or not written.strip():
        raise SettingsError(f"{where} is no entry", 'write [Word] and a line say = "…"')
    if unknown := set(value) - set(KINDS):
        raise SettingsError(f"{where} has {sorted(unknown)[0]!r}", f"it can have {', '.join(KINDS)}")
    if not any(value.get(kind) for kind in ("say", "ipa", "spell", "word", "language")):
        raise SettingsError(f"{where} does not say how", "give say, ipa, spell, word or language")
    ipa = value.get("ipa")
    if ipa is not None and not (isinstance(ipa, str) and IPA.match(ipa)):
        raise SettingsError(f"{where} has an ipa with spaces, brackets or slashes", "give the phonemes alone")
    languages = value.pop("languages", [])
    try:
        return Entry(written, languages=tuple(languages), **value)
    except TypeError as error:
        raise SettingsError(f"{where}: {error}") from error


def _ipa_ending(ipa: str) -> str:
    """The sound of a plural or possessive s, by what it follows."""
    if ipa[-1] in "szʃʒʤʧ":
        return "ᵻz"
    return "s" if ipa[-1] in "ptkfθ" else "z"
