"""The player: our own web component; its parts and its style in one script, so that one file is all a page needs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from narrator import languages
from narrator.languages import tables

NAME = "narrator-player.js"
PARTS = (
    "keys.js",
    "elements.js",
    "kept.js",
    "controls.js",
    "pagetext.js",
    "sentences.js",
    "light.js",
    "follower.js",
    "dock.js",
    "sound.js",
    "sleep.js",
    "lockscreen.js",
    "later.js",
    "shown.js",
    "listening.js",
    NAME,
)
"""In the order in which they need each other."""
STYLE = "narrator-player.css"
COMMENT = re.compile(r"^\s*(?://.*|/\*\*(?:.|\n)*?\*/\s*)$", re.MULTILINE)
"""Of a script, a comment that has its lines for itself."""


@lru_cache(maxsize=1)
def script() -> str:
    """The whole component as one script, with its style inside."""
    constants = {"STYLE": _dense(_part(STYLE)), "WORDS": wording(tables.FALLBACK)}
    told = "".join(f"const {name} = {json.dumps(value, ensure_ascii=False)};\n" for name, value in constants.items())
    return _enclosed("".join(map(_part, PARTS)), told)


def wording(language: str) -> Mapping[str, str]:
    """What the player says in a language: that of the nearest tag that has words, else English."""
    folder = tables.folder_of(language, "page") or tables.FALLBACK
    way = languages.of(folder).direction
    words: Mapping[str, str] = tables.own_or_english(folder, "page")["player"]
    return {**words, "direction": way} if way == "rtl" else words


def _enclosed(code: str, before: str = "") -> str:
    """Code in a scope of its own, without comments and the white space at the beginning of lines."""
    bare = "\n".join(line.strip() for line in COMMENT.sub("", code).splitlines() if line.strip())
    return f'(() => {{\n"use strict";\n{before}{bare}\n}})();\n'


def _dense(style: str) -> str:
    """A style sheet without comments and line breaks."""
    return re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)).strip()


def _part(name: str) -> str:
    return files("narrator.publish.player").joinpath(name).read_text(encoding="utf-8")
