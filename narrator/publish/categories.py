"""Apple's categories of podcasts, which all directories share."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from narrator.errors import SettingsError

SEPARATOR = ">"
"""Between a category and its part: ``News > Politics``."""


@lru_cache(maxsize=1)
def categories() -> Mapping[str, list[str]]:
    """The categories, each with its parts."""
    return tomllib.loads(files("narrator.publish").joinpath("categories.toml").read_text(encoding="utf-8"))


def category(named: str) -> tuple[str, str]:
    """A category and its part, empty where only the category is named, as Apple writes them.

    Args:
        named: ``News``, ``Politics`` or ``News > Politics``, in any case.

    Raises:
        SettingsError: Apple has no such category; the nearest one is named.
    """
    pairs = [(name, part) for name, parts in categories().items() for part in ("", *parts)]
    names = {_plain(part or name): (name, part) for name, part in reversed(pairs)}
    names |= {_plain(f"{name}{SEPARATOR}{part}"): (name, part) for name, part in pairs if part}
    found = names.get(_plain(named))
    if found is None:
        near = difflib.get_close_matches(_plain(named), list(names), 1, 0.0)
        nearest = f"the nearest is {f' {SEPARATOR} '.join(filter(None, names[near[0]]))!r}" if near else ""
        raise SettingsError(f"{named!r} is none of Apple's podcast categories", nearest)
    return found


def _plain(name: str) -> str:
    return SEPARATOR.join(" ".join(part.split()).casefold() for part in name.replace(" and ", " & ").split(SEPARATOR))
