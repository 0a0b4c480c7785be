"""What names of elements and of classes say (``markup.toml``)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files

WORD = re.compile(r"[a-z]+")
HASHED = re.compile(r"\d|[a-z][A-Z]{2}|[A-Z]{2}[a-z]")
SEAM = re.compile(r"(?<=[a-z])(?=[A-Z])")


@lru_cache(maxsize=1)
def names() -> Mapping[str, frozenset[str]]:
    """Element names and exact class names by what they are (``markup.toml``)."""
    text = files("narrator.extract.html").joinpath("markup.toml").read_text(encoding="utf-8")
    return {key: frozenset(listed) for key, listed in tomllib.loads(text).items()}


def _words(classes: str) -> Iterator[str]:
    """The words of class names; the letters of a hash say nothing."""
    parts = (part for name in classes.split() for part in re.split(r"[-_]+", name) if not HASHED.search(part))
    return (word for part in parts for word in WORD.findall(SEAM.sub(" ", part).lower()))


@lru_cache(maxsize=4096)
def is_part(classes: str) -> bool:
    """Whether a word of these class names says furniture."""
    return any(word in names()["parts"] for word in _words(classes))


@lru_cache(maxsize=1024)
def is_pulled(classes: str) -> bool:
    """Whether these class names say that a line is a pull quote."""
    return any(word in names()["pulled"] for word in _words(classes))


@lru_cache(maxsize=1024)
def is_apart(classes: str) -> bool:
    """Whether these class names say that a box is a part of the article that stands apart: a callout, a pull quote."""
    return any(word in names()["apart"] for word in _words(classes))
