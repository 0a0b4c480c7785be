"""The player: our own web component; its parts and its style in one script, so that one file is all a page needs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

from narrator import addresses, languages
from narrator.languages import tables

NAME = "narrator-player.js"
LOADER = "embed.js"
HASH = "hash.js"
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
ELSEWHERE = ("finder.js", "placement.js")
"""What it needs besides on pages that are not ours."""
STYLE = "narrator-player.css"


@lru_cache(maxsize=1)
def script() -> str:
    """The component as our own pages have it: one script, with its style inside."""
    return _component(PARTS)


@lru_cache(maxsize=1)
def embedded() -> str:
    """The component for a publisher's own pages, where it has to find its sentences."""
    return _component((*PARTS, *ELSEWHERE))


@lru_cache(maxsize=1)
def loader() -> str:
    """The script that a publisher's pages name: it brings the component where there is a narration."""
    return _enclosed(_part("address.js") + _part(HASH) + _part(LOADER), f"const TRACKING = /{addresses.TRACKING}/;\n")


@lru_cache(maxsize=1)
def search() -> str:
    """The script of the lists: a search in the files that are written beside them."""
    return _enclosed(
        _part(HASH) + files("narrator.publish").joinpath("templates", "index.js").read_text(encoding="utf-8")
    )


def wording(language: str) -> Mapping[str, str]:
    """What the player says in a language: that of the nearest tag that has words, else English."""
    way = languages.of(worded(language)).direction
    words = {name: said for name, said in tables.own_or_english(language, "player").items() if name != "panel"}
    return {**words, "direction": way} if way == "rtl" else words


def worded(language: str) -> str:
    """The tag of the words that the player has for a language; English where it has none."""
    return tables.folder_of(language, "player") or tables.FALLBACK


def _component(parts: Sequence[str]) -> str:
    """The parts as one script, with the style and the English words."""
    constants = {"STYLE": _dense(_part(STYLE)), "WORDS": wording(tables.FALLBACK)}
    told = "".join(f"const {name} = {json.dumps(value, ensure_ascii=False)};\n" for name, value in constants.items())
    return _enclosed("".join(map(_part, parts)), told)


def _enclosed(code: str, before: str = "") -> str:
    """Code in a scope of its own, without comments and white space that nobody needs, in ASCII.

    A script without a charset is read in that of the page that names it, and servers of files name none: on a page in
    windows-1252 "…" was "â€¦", and no sentence in guillemets was found.
    """
    import rjsmin

    dense = str(rjsmin.jsmin(f'(() => {{\n"use strict";\n{before}{code}\n}})();\n'))
    return re.sub(r"[^\x00-\x7f]", lambda each: json.dumps(each[0])[1:-1], dense)


def _dense(style: str) -> str:
    """A style sheet without comments and the white space that nobody needs; it has no strings that hold any."""
    bare = re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)).strip()
    return re.sub(r" ?([{};,]) ?| (?=!important)|(?<=:) ", r"\1", bare).replace(";}", "}")


def _part(name: str) -> str:
    return files("narrator.publish.player").joinpath(name).read_text(encoding="utf-8")
