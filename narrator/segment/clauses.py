"""Where a sentence over the engine's limits is cut: at clause ends, never inside a number, a date or a name."""

from __future__ import annotations

import re

from narrator.engines.base import Limits
from narrator.languages import scripts

WIDE = "，、；：。！？…—」』）】》"
CLAUSE_END = re.compile(
    rf"(?:[,;:–—)…]|[.!?][\"”’)])[\"”’)]?\s+|\s[-–—]+\s+|[{WIDE}]*[，、；：。！？」』）】》][{WIDE}]*(?![{WIDE}])"
)
STRONG = re.compile(r"(?:[;:–—]\s+|\s[-–—]+\s+)$")
GOES_ON = re.compile(
    r"(?:and|but|or|so|yet|which|who|whose|where|when|while|because|although|though|if|after|before|since|as|that|"
    r"und|aber|oder|dass|weil|die|der|das|et|mais|ou|qui|que|y|pero|o|і|але|або|що|який|яка|які)\b"
)
"""A comma before one of these ends a clause rather than parts a list."""
GAP = re.compile(r"\s|(?<=[はがをにでとへも])(?=[\u4e00-\u9fff\u30a1-\u30fa])")
"""Between words; Japanese, without spaces, can be parted behind a particle and before a noun."""
NUMBERS = re.compile(r"\d[\d.,:/%\s]*$")
DATE = re.compile(r"\d{1,2}(?:st|nd|rd|th)?,\s+$")
NAME_GOES_ON = re.compile(r"(?:Jr|Sr|Inc|Ltd|LLC|Esq|Ph\.D|M\.D|[A-Z]\.[A-Z])\b|[IVX]+\b(?!\s+[A-Z])|\d{4}\b")


def stop(text: str, limits: Limits) -> int:
    """How many characters one utterance takes: up to the clause end nearest to an even share.

    Args:
        text: the sentence, or so much of it that more is left than two utterances take (``ahead``).
        limits: of the engine.
    """
    if fits(text, limits):
        return len(text)
    words = [match.end() for match in re.finditer(r"\S+", text)]
    most = max(1, limits.characters * len(text) // scripts.size(text))
    reach = min(most, words[min(len(words), limits.words) - 1] if words else most)
    head = text[:reach]
    shares = max(-(-len(text) // most), -(-len(words) // limits.words))
    even = min(reach, len(text) // shares)
    clauses = [each.end() for each in CLAUSE_END.finditer(head) if reach // 3 < each.end() < len(text)]
    if clauses := [end for end in clauses if not _inside(text, end)]:
        return min(clauses, key=lambda end: abs(end - even) - _strength(text, end, reach))
    gaps = [match.start() for match in GAP.finditer(head) if match.start() > reach // 3]
    calm = [gap for gap in gaps if not NUMBERS.search(head[max(0, gap - 40) : gap]) and not _in_name(text, gap)]
    return (calm or gaps or [_inside_word(head)])[-1]


def fits(text: str, limits: Limits) -> bool:
    """Whether an engine takes a text at once; a Chinese character counts as some letters (``scripts.size``)."""
    return scripts.size(text) <= limits.characters and len(text.split()) <= limits.words


def ahead(limits: Limits) -> int:
    """How many characters ``stop`` looks at: with more the even share would hardly change."""
    return 4 * limits.characters


def _strength(text: str, end: int, reach: int) -> int:
    """How many characters further from an even share a stronger clause end may lie."""
    if STRONG.search(text[max(0, end - 4) : end]):
        return reach // 5
    return reach // 8 if GOES_ON.match(text, end) else 0


def _inside(text: str, end: int) -> bool:
    """Whether a comma stands inside a date or a name: "Jan. 6, 2021", "Holt, Jr.", "Washington, D.C."."""
    after = text[end : end + 12]
    return bool(NAME_GOES_ON.match(after)) and (
        not after[:1].isdigit() or bool(DATE.search(text[max(0, end - 8) : end]))
    )


def _inside_word(head: str) -> int:
    """Where a text without spaces is cut: not between two figures or letters, where that can be helped."""
    marks = [match.end() for match in re.finditer(r"[^\w\s](?!\d)", head) if match.end() > len(head) // 3]
    return marks[-1] if marks else len(head)


def _in_name(text: str, gap: int) -> bool:
    """Whether a gap lies between two capitalised words."""
    before = re.search(r"(\w+)\W?$", text[max(0, gap - 30) : gap])
    return bool(before and before.group(1)[:1].isupper() and text[gap + 1 : gap + 2].isupper())
