"""The player: our own web component, its style put into its script, so that one file is all a page needs."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files

NAME = "narrator-player.js"


@lru_cache(maxsize=1)
def script() -> str:
    """The whole component as one script, with its style inside."""
    folder = files("narrator.publish.player")
    code = folder.joinpath("narrator-player.js").read_text(encoding="utf-8")
    style = folder.joinpath("narrator-player.css").read_text(encoding="utf-8")
    return code.replace('"/*css*/"', json.dumps(style))
