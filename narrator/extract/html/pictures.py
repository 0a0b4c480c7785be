"""Pictures rather than signs: icons, logos and formulas are none."""

from __future__ import annotations

import re
from typing import Any

from narrator.extract.html.formulas import is_formula_picture

SMALL = 80
"""Pixels of the largest icon."""
ICON = re.compile(
    r"\b(?:icon|logo|avatar|gravatar|sprite|spacer|pixel|placeholder|blank|transparent|emoji|smiley|loading|tracking|1x1|badge|button)\b",
    re.IGNORECASE,
)


def is_picture(element: Any) -> bool:
    """Whether an element is a picture that may belong to an article rather than a sign in a line."""
    if element.tag != "img" or is_formula_picture(element):
        return False
    sizes = [int(value) for name in ("width", "height") if (value := (element.get(name) or "")).isdigit()]
    names = f"{element.get('class') or ''} {element.get('src') or ''}"
    return not (sizes and min(sizes) <= SMALL) and ICON.search(names) is None
