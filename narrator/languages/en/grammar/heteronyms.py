"""Words that are written alike and said otherwise: read, lead, live, record. Their table is ``heteronyms.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from narrator.languages.en.grammar.parts import is_verb
from narrator.languages.rules import Rule, Said

SENTENCE_START = re.compile(r"(?:^|[.!?…:]['\"”’)]*\s|[\"“‘]\s?)$")
NEAR = 120
"""Characters before and behind the word that count as its sentence."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way of saying a word, and where it is meant."""

    ipa: str
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    near: re.Pattern[str] | None
    case: str
    """``upper``, ``lower``, ``initial``, or empty for any."""

    def fits(self, before: str, after: str, case: str) -> bool:
        """Whether all that it asks of its context is there."""
        return (
            (not self.case or self.case == case)
            and (self.before is None or self.before.search(before) is not None)
            and (self.after is None or self.after.match(after) is not None)
            and (self.near is None or self.near.search(f"{before} {after}") is not None)
        )


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its readings, or with its noun and its verb."""

    readings: tuple[Reading, ...] = ()
    noun: str = ""
    verb: str = ""
    thing: re.Pattern[str] | None = None
    """Before one of these it is the noun."""

    def phonemes(self, before: str, after: str, case: str, *, third: bool = False) -> str:
        """Its phonemes in this place; empty where the context does not say."""
        if not self.noun:
            return next((reading.ipa for reading in self.readings if reading.fits(before, after, case)), "")
        verb = is_verb(before, after, third=third)
        if self.thing and self.thing.match(after) and (verb is not True or not _is_commanded(before)):
            return self.noun
        return "" if verb is None else self.verb if verb else self.noun


def _is_commanded(before: str) -> bool:
    """Whether a word that only stands before verbs is right before it: "to record", "will project"."""
    return (
        re.search(r"\b(?:to|will|would|can|could|may|might|must|should|not|n't|they|we|I|you)\s$", before) is not None
    )


@lru_cache(maxsize=1)
def table() -> Mapping[str, Mapping[str, Any]]:
    """All words of the table, in small letters, with what it says of them."""
    text = files("narrator.languages.en.grammar").joinpath("heteronyms.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def word(written: str) -> Word | None:
    """A word of the table, by its small letters; None where it is not in it.

    Its patterns are compiled when it is met: those of all words take 40 ms, and an article has few of them.
    """
    entry = table().get(written)
    if entry is None:
        return None
    thing = entry.get("thing")
    return Word(
        readings=tuple(_readings(entry.get("readings", ()))),
        noun=entry.get("noun", ""),
        verb=entry.get("verb", ""),
        thing=re.compile(rf"[\s-](?:{thing})\b") if thing else None,
    )


def _readings(entries: Sequence[Mapping[str, str]]) -> list[Reading]:
    def pattern(text: str | None, end: str = "") -> re.Pattern[str] | None:
        return re.compile(text + end, re.IGNORECASE) if text else None

    return [
        Reading(
            ipa=entry["ipa"],
            before=pattern(entry.get("before"), r"[\s\"“‘(-]{1,2}$"),
            after=pattern(entry.get("after")),
            near=pattern(entry.get("near")),
            case=entry.get("case", ""),
        )
        for entry in entries
    ]


def _speak(match: re.Match[str]) -> Said | None:
    said = match.group()
    known = word(said.lower())
    if known is None:
        return None
    before = match.string[max(0, match.start() - NEAR) : match.start()]
    after = match.string[match.end() : match.end() + NEAR]
    ipa = known.phonemes(before, after, _case(match, before), third=said[-1] == "s")
    return Said(said, ipa) if ipa else None


def _case(match: re.Match[str], before: str) -> str:
    """A capital says something only inside a sentence that is no headline in title case."""
    if not match.group()[0].isupper():
        return "lower"
    if SENTENCE_START.search(before) or (match.group().isupper() and len(match.group()) > 1):
        return "initial"
    return "initial" if _is_title(match.string) else "upper"


@lru_cache(maxsize=8)
def _is_title(text: str) -> bool:
    """Whether most of the longer words have a capital: a headline in title case."""
    longer = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    return len(longer) > 2 and sum(word[0].isupper() for word in longer) > 0.7 * len(longer)


RULES = (Rule("heteronym", re.compile(r"(?<![\w@#'’])[A-Za-z]{3,}(?!\w)"), _speak, words=frozenset(table())),)
