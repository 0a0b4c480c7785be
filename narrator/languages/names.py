"""Names of languages, as their own readers write them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from narrator.languages import of


def own_name(tag: str) -> str:
    """The name of a language in itself: ``Deutsch`` of ``de``, ``English (GB)`` of ``en-GB``; the tag where none is there.

    Source: Unicode CLDR, names of languages in their own locale.
    """
    language = of(tag)
    nearest = next((each for each in language.nearest if each in _names()), "")
    if not nearest:
        return tag
    name = _names()[nearest]
    return f"{name} ({language.region})" if language.region and not of(nearest).script else name


@cache
def _names() -> Mapping[str, str]:
    """Own names by tags."""
    return tomllib.loads(files(__package__).joinpath("names.toml").read_text(encoding="utf-8"))
