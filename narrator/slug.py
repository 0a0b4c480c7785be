"""Names of folders and files from titles, safe on every file system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

LIMIT_BYTES = 80
"""Well below the 255 bytes of most file systems: the longest suffix and a temporary name still fit."""

RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
)
"""Device names of Windows, which no file may have whatever its ending."""


def slug(title: str, *, taken: Callable[[str], bool] = lambda name: False) -> str:
    """A name from ``title``: lower-case letters and digits of any script, joined by single hyphens.

    Args:
        title: anything, also empty or hostile.
        taken: whether a name is in use; then a number is put behind it.

    Returns:
        At most ``LIMIT_BYTES`` bytes of UTF-8 in NFC, never a reserved name, never a dot or a separator.
    """
    base = _cut(_words(title), LIMIT_BYTES) or "article"
    if base in RESERVED:
        base += "-article"
    return base if not taken(base) else _numbered(base, taken)


def _numbered(base: str, taken: Callable[[str], bool]) -> str:
    """``base`` with a number that is free and whose forerunner is not; ten thousand of one title are asked 30 times."""

    def name(number: int) -> str:
        suffix = f"-{number}"
        return _cut(base, LIMIT_BYTES - len(suffix)) + suffix

    low, high = 1, 2
    while taken(name(high)):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if taken(name(middle)) else (low, middle)
    return name(high)


def is_safe(name: str) -> bool:
    """Whether ``name`` names something directly inside a folder, and nothing hidden there."""
    return bool(name) and not name.startswith(".") and not set(name) & set("/\\:\0")


def _words(title: str) -> str:
    """Letters of the Latin script without their marks; of other scripts as they are; the rest a hyphen."""
    text = unicodedata.normalize("NFKD", title.replace("'", "").replace("\u2019", "")).casefold()
    text = "".join(c for i, c in enumerate(text) if not (unicodedata.combining(c) and _latin(text, i)))
    text = unicodedata.normalize("NFC", text)
    return "-".join(re.findall(r"(?:(?!_)[\w])+", text))


def _latin(text: str, index: int) -> bool:
    """Whether the letter that the mark at ``index`` sits on is a Latin one."""
    while index and unicodedata.combining(text[index]):
        index -= 1
    return "a" <= text[index] <= "z"


def _cut(text: str, limit: int) -> str:
    """``text`` cut to ``limit`` bytes at a hyphen where there is one in the second half."""
    if len(text.encode()) <= limit:
        return text
    short = text.encode()[:limit].decode(errors="ignore")
    head, hyphen, _ = short.rpartition("-")
    return (head if hyphen and len(head) > len(short) // 2 else short).strip("-")
