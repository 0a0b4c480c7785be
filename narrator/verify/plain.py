"""Text from unknown files as it may be shown: one line, no controls, no colours, nothing that turns its direction."""

from __future__ import annotations

import unicodedata
from typing import Any

from narrator.units import shortened

LONGEST = 200
"""Characters of one text that are shown."""
HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Unicode's categories of controls, formats (among them those that turn the direction), halves of pairs, private and
unassigned characters, and separators of lines and paragraphs."""


def line(text: str) -> str:
    """A text as one line that can be shown anywhere: what is hidden becomes a space, what is long is cut."""
    shown = "".join(" " if unicodedata.category(each) in HIDDEN else each for each in text[: LONGEST * 4])
    return shortened(" ".join(shown.split()), LONGEST)


def quoted(text: str) -> str:
    """A text from a file between quotation marks, which it cannot end itself."""
    return f'"{line(text).translate(MARKS)}"'


MARKS = dict.fromkeys(map(ord, '"“”„‟«»″＂'), "'")
"""Quotation marks: inside of ours they would end the quotation."""


def everywhere(value: Any) -> Any:
    """Plain values from a file with every text in them as one line."""
    if isinstance(value, str):
        return line(value)
    if isinstance(value, list | tuple):
        return [everywhere(each) for each in value]
    if isinstance(value, dict):
        return {line(str(key)): everywhere(each) for key, each in value.items()}
    return value
