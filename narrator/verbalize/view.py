"""The written text as the rules see it: no soft hyphens, plain spaces, straight quotation marks, decimal digits.

Every character of the view knows the written character it came from.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t\n\r\v\f\u0085\u2028\u2029"
_INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff\ufffc\ufffd"
)
_ODD = re.compile(
    rf"[^\W\d_][\u0300-\u036f]+|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f{_INVISIBLE}\u0300-\u036f\ufb00-\ufb06\ue000-\uf8ff]"
    rf"|[{_SPACES}]|[^\W0-9_a-zA-Z]|[\U000e0000-\U000e007f]|[\ud800-\udfff]"
)
_STRAIGHT = str.maketrans("’‘‛ʼ´`“”„‟«»‐‑‒−﹣－―⁄∕％＄", "''''''\"\"\"\"\"\"--–---—//%$")


@dataclass(frozen=True, slots=True)
class View:
    """One text in two guises of equal length, and where each character was written."""

    kept: str
    """What is passed on where no rule applies: cleaned, its quotation marks as they were written."""
    plain: str
    """What the rules match: quotation marks, hyphens and minus signs straightened."""
    offsets: tuple[int, ...] | None
    """Of each character the index in the written text, and its length last; None where nothing moved."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Half-open range in the view -> half-open range in the written text."""
        if self.offsets is None:
            return start, end
        if start == end:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], max(self.offsets[start], self.offsets[end - 1]) + 1


def view(text: str) -> View:
    """The view of a written text."""
    pieces: list[str] = []
    offsets: list[int] = []
    moved, last = False, 0
    for match in _ODD.finditer(text):
        clean = _cleaned(match[0])
        if clean == match[0]:
            continue
        pieces += (text[last : match.start()], clean)
        offsets.extend(range(last, match.start()))
        offsets.extend(min(match.start() + i, match.end() - 1) for i in range(len(clean)))
        moved = moved or len(clean) != len(match[0])
        last = match.end()
    kept = "".join(pieces) + text[last:]
    offsets.extend(range(last, len(text) + 1))
    return View(kept, kept.translate(_STRAIGHT), tuple(offsets) if moved else None)


def _cleaned(odd: str) -> str:
    if odd.isspace():
        return " "
    if len(odd) > 1:
        composed = unicodedata.normalize("NFC", odd)
        return composed if len(composed) == 1 else composed[0] if composed[0].isalpha() else odd[0]
    if odd.isdecimal():
        return str(unicodedata.decimal(odd))
    if odd.isalpha():
        return _letter(odd)
    return odd if odd.isprintable() and odd.isnumeric() else ""


def _letter(letter: str) -> str:
    """Ligatures and full-width or mathematical letters as plain ones; every other letter as it is."""
    decomposition = unicodedata.decomposition(letter)
    if decomposition.startswith(("<compat>", "<wide>", "<font>")):
        wide = unicodedata.normalize("NFKC", letter)
        return wide if wide.isalpha() else letter
    return letter
