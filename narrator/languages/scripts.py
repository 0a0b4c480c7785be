"""Scripts: which letters a text has, which a language is written in, and how many words a text without spaces has."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from narrator.languages import of

LATIN = "Latn"
KANA_SHARE = 0.1
"""Share of kana from which a text is Japanese, whatever Chinese characters it has."""
USUAL_SHARE = 0.6
WRITTEN_TOGETHER = {"Hans": "Hani", "Hant": "Hani", "Jpan": "Hani", "Hrkt": "Kana", "Kore": "Hang"}
"""Codes of ISO 15924 for what is one script, or several together, to those of single letters."""


def shares(text: str) -> Mapping[str, float]:
    """The share of each script in the letters of a text, the largest first; empty where it has no letters."""
    counts = letters(text)
    whole = sum(counts.values())
    return {name: counts[name] / whole for name in sorted(counts, key=lambda name: -counts[name])}


def letters(text: str) -> dict[str, int]:
    """How many letters of each script a text has; those that no known script has are not counted."""
    counts = {}
    for name, pattern in _patterns().items():
        if count := sum(len(run) for run in pattern.findall(text)):
            counts[name] = count
        if name == LATIN and text.isascii():
            break
    return counts


def runs(text: str, names: Collection[str]) -> Iterator[tuple[int, int, str]]:
    """Where letters of some scripts stand in a text: start, end and script of each word, in order."""
    if text.isascii() and LATIN not in names:
        return
    where = [(found.start(), found.end(), name) for name in names for found in _patterns()[name].finditer(text)]
    yield from sorted(where)


def codes() -> tuple[str, ...]:
    """The codes of all scripts whose letters are known."""
    return tuple(_patterns())


def name(code: str) -> str:
    """The English name of a script."""
    return str(_table()["names"].get(code, code))


def of_language(tag: str) -> tuple[str, ...]:
    """The scripts that a language is written in, the usual one first; of a tag that names its script, that one."""
    language = of(tag)
    usual: tuple[str, ...] = tuple(_table()["languages"].get(language.primary, (LATIN,)))
    own = WRITTEN_TOGETHER.get(language.script, language.script)
    return (own,) if own and own not in usual else usual


def usual_language(text: str) -> str:
    """The language of a text whose letters tell it alone, as Thai or Greek; empty where several are written in them."""
    found = shares(text)
    if found.get("Hira", 0) + found.get("Kana", 0) > KANA_SHARE:
        return "ja"
    name, share = next(iter(found.items()), ("", 0.0))
    return str(_table()["usual_language"].get(name, "")) if share > USUAL_SHARE else ""


def words(text: str) -> int:
    """How many words a text has: its parts between spaces, and of scripts without spaces what its letters come to."""
    if text.isascii() or not (unspaced := _unspaced()).search(text):
        return len(text.split())
    together: float = sum(
        sum(len(run) for run in _patterns()[name].findall(text)) / per_word
        for name, per_word in _table()["letters_per_word"].items()
    )
    return len(unspaced.sub(" ", text).split()) + max(1, round(together))


def has_unspaced(text: str) -> bool:
    """Whether a text has letters of a script without spaces between words."""
    return not text.isascii() and _unspaced().search(text) is not None


def size(text: str) -> int:
    """The length of a text in characters, as if it were English: a Chinese character says as much as three letters."""
    if text.isascii() or not _dense().search(text):
        return len(text)
    more: float = sum(
        sum(len(run) for run in _patterns()[name].findall(text)) * (worth - 1)
        for name, worth in _table()["letters_of_english"].items()
    )
    return len(text) + round(more)


@lru_cache(maxsize=1)
def _unspaced() -> re.Pattern[str]:
    """Runs of scripts without spaces, with the marks between them."""
    inside = "".join(_table()["letters"][name] for name in _table()["letters_per_word"])
    return re.compile(rf"[{inside}][{inside}\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\u30fb]*")


@lru_cache(maxsize=1)
def _dense() -> re.Pattern[str]:
    return re.compile("[" + "".join(_table()["letters"][name] for name in _table()["letters_of_english"]) + "]")


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(f"[{ranges}]+") for name, ranges in _table()["letters"].items()}


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return tomllib.loads(files("narrator.languages").joinpath("scripts.toml").read_text(encoding="utf-8"))
