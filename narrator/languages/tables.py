"""The files of a language's folder: ``narrator/languages/<tag>/<name>.toml``, found by the nearest tag."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from narrator.languages import of

FALLBACK = "en"
"""The language of narrator's own words where an article's has none."""


def table(tag: str, name: str) -> Mapping[str, Any] | None:
    """A table of a language, as ``table("de_AT", "label")``; None where the language has none.

    Args:
        tag: of the language, in any form that ``languages.of`` reads.
        name: of the file, without its ending.
    """
    found = folder_of(tag, name)
    return _table(found, name) if found else None


def own_or_english(tag: str, name: str) -> Mapping[str, Any]:
    """A table of a language, or the English one where the language has none."""
    return _table(folder_of(tag, name) or FALLBACK, name)


@lru_cache(maxsize=1024)
def folder_of(tag: str, name: str) -> str:
    """The folder whose file counts for a tag: of ``zh-Hant-TW``, ``zh-Hant`` and ``zh`` the first that has it.

    Empty where none has it.
    """
    return next((folder for folder in of(tag).nearest if folder in having(name)), "")


@lru_cache(maxsize=32)
def having(name: str) -> tuple[str, ...]:
    """The tags of all languages with such a file, English first."""
    tags = [folder.name for folder in _folders() if folder.joinpath(f"{name}.toml").is_file()]
    return tuple(sorted(tags, key=lambda tag: (tag != FALLBACK, tag)))


def all_of(name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The tags and tables of all languages with such a file, English first."""
    return ((tag, _table(tag, name)) for tag in having(name))


def text(folder: str, name: str) -> str:
    """A file of a language's folder as it is written; empty where it is not there.

    Args:
        folder: a tag as ``folder_of`` gives it.
        name: of the file, without its ending.
    """
    path = files("narrator.languages").joinpath(folder, f"{name}.toml")
    return path.read_text(encoding="utf-8") if folder and path.is_file() else ""


@lru_cache(maxsize=256)
def _table(folder: str, name: str) -> Mapping[str, Any]:
    return tomllib.loads(text(folder, name))


def _folders() -> Iterator[Traversable]:
    return (each for each in files("narrator.languages").iterdir() if each.is_dir() and of(each.name).tag == each.name)
