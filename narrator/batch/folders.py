"""Folders and patterns -> the files below them that are articles; what cannot be looked into is said, not left out."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from pathlib import Path

from narrator import manifest, mediatypes
from narrator.errors import SourceError
from narrator.library import INNER

ARTICLES = mediatypes.endings()
NAMING = (".list", ".urls", ".csv", ".tsv", ".jsonl", ".ndjson", ".xml", ".rss", ".atom", ".rdf", ".opml", ".xml.gz")
"""Endings of files that name articles: below a folder they are passed over, and that is said. A table or feed there may
be of anything, as the sitemap beside the pages it names."""
SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".ods", ".numbers")
"""Endings of tables that are not read, and are passed over likewise."""
REPORTS = ("report.html", "index.html")
"""Pages that narrator itself writes into an output folder."""


def files(folder: Path, output: Path) -> Iterator[Path | tuple[str, SourceError]]:
    """The articles below a folder, those behind links too, and the files that may name some (``NAMING``,
    ``SPREADSHEETS``); a path with an error for what cannot be read.

    Hidden files and what narrator made are none.

    Args:
        folder: to look into.
        output: the output folder, which is no input unless it is ``folder`` itself.
    """
    errors: list[OSError] = []
    own_place = os.path.realpath(output)
    top = os.path.realpath(folder)
    seen = {top, *map(str, Path(top).parents)}
    for place, below, names in os.walk(folder, onerror=errors.append, followlinks=True):
        here = Path(place)
        own = INNER in below
        is_output = os.path.realpath(here) == own_place and here != folder
        if (own and here != folder) or is_output or manifest.NAME in names:
            below.clear()
            continue
        below[:] = [each for each in sorted(below) if not each.startswith(".") and _is_new(here / each, seen)]
        for name in sorted(names):
            path = here / name
            if name.startswith(".") or (own and (name in REPORTS or ends(path, NAMING))):
                continue
            if ends(path, (*ARTICLES, *NAMING, *SPREADSHEETS)):
                yield from _file(path)
    for error in errors:
        yield str(error.filename or folder), SourceError(f"{error.filename} cannot be read: {error.strerror}")


def ends(path: Path, endings: tuple[str, ...]) -> bool:
    """Whether a file's name ends in one of ``endings``, in letters of either case."""
    return path.name.lower().endswith(endings)


def _is_new(folder: Path, seen: set[str]) -> bool:
    """Whether a folder was not looked into yet, and does not hold the first one: a link may lead back."""
    place = os.path.realpath(folder)
    is_new = place not in seen
    seen.add(place)
    return is_new


def _file(path: Path) -> Iterator[Path | tuple[str, SourceError]]:
    if path.is_file():
        yield path
    elif path.is_symlink() and not path.exists():
        yield str(path), SourceError(f"{path} is a link to a file that is not there", "was it moved?")


def matching(pattern: str) -> list[str]:
    """The files that a pattern matches, and the folders, where it does not go into them by itself.

    Raises:
        SourceError: it matches nothing.
    """
    folder, name = os.path.split(pattern)
    found = glob.glob(pattern, recursive=True)
    if not found and glob.has_magic(folder) and os.path.isdir(folder):  # a folder whose name has brackets
        found = glob.glob(os.path.join(glob.escape(folder), name), recursive=True)
    kept = [path for path in sorted(found) if os.path.isfile(path) or ("**" not in pattern and os.path.isdir(path))]
    if not kept:
        raise SourceError(f"no file matches {pattern}", "is the pattern right?")
    return kept
