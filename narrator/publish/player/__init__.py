"""The player: our own web component; its parts and its style in one script, so that one file is all a page needs."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files

NAME = "narrator-player.js"
PARTS = ("wording.js", "markup.js", "sentences.js", "follower.js", NAME)
"""In the order in which they need each other."""
STYLE = "narrator-player.css"


@lru_cache(maxsize=1)
def script() -> str:
    """The whole component as one script, with its style inside."""
    folder = files("narrator.publish.player")
    code = "".join(folder.joinpath(part).read_text(encoding="utf-8") for part in PARTS)
    style = folder.joinpath(STYLE).read_text(encoding="utf-8")
    return '(() => {\n"use strict";\n' + code.replace('"/*css*/"', json.dumps(style)) + "})();\n"
