"""What a line break means, and where the items of a list begin inside a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

WRAP = 100
"""Lines over that many characters were not wrapped by hand."""
HALF = 45
"""A wrapped line is at least that long."""
ENDED = re.compile(r"[.!?…:。！？।؟۔።፧．]['\"”’“»)\]]*$")
BULLET = "•⁃◦▪●■►‣∙"
MARKER = re.compile(
    rf"(?:(?<=\s)|^)(?P<bullet>[{BULLET}]\s?)?"
    r"(?:(?P<number>\d{1,3})|(?P<letter>[a-z]|[A-Z](?=\)))|(?P<roman>[ivx]{1,5}))(?P<close>\.\)|\.|\))(?=\s\S|[A-Z])"
)
BULLETED = re.compile(rf"(?:(?<=\s)|^)[{BULLET}](?=\s?\w)")
LINKED = re.compile(r"\b(?:and|or|to|und|oder|bis|et|ou|y|o|і|та|або)$")
ROMAN = {"i": 1, "v": 5, "x": 10}

Item = tuple[int, int, str, int]
"""A marker: where it begins, where its text begins, its kind, its number."""


def runs(text: str) -> Iterator[str]:
    """Stretches of a text in which a line break is a space, each with the empty lines behind it; joined the text."""
    lines = _lines(text)
    widest = _widths(lines)
    first = 0
    for last, line in enumerate(lines):
        if last + 1 < len(lines) and _goes_on(line, lines[last + 1], widest[last]):
            continue
        chain = lines[first : last + 1]
        if ENDED.search(line.rstrip()[-6:]) or all(_wrapped(a, b, widest[last]) for a, b in pairwise(chain)):
            yield "".join(chain)
        else:
            yield from chain
        first = last + 1


def _lines(text: str) -> list[str]:
    """The lines with their ends; empty ones belong to the line before."""
    out: list[list[str]] = []
    for line in text.splitlines(keepends=True):
        if line.isspace() and out:
            out[-1].append(line)
        else:
            out.append([line])
    return ["".join(parts) for parts in out]


def _widths(lines: Sequence[str]) -> list[int]:
    """Of each line the width of its paragraph: the lines up to one with an empty line behind it."""
    out: list[int] = []
    first = 0
    for last, line in enumerate(lines):
        if last + 1 == len(lines) or _is_last(line):
            out += [max(len(each.strip()) for each in lines[first : last + 1])] * (last + 1 - first)
            first = last + 1
    return out


def _is_last(line: str) -> bool:
    """Whether an empty line follows."""
    return len(line[len(line.rstrip()) :].splitlines()) > 1


def _goes_on(line: str, following: str, widest: int) -> bool:
    """Whether the break between two lines is inside a sentence, or inside a paragraph that was wrapped."""
    before, after = line.strip(), following.strip()
    if before and after and not any(character.isalnum() for character in after):
        return len(after) <= 3 and ENDED.search(after) is not None and not ENDED.search(before[-6:])
    if (
        not before
        or not after
        or _is_last(line)
        or "\t" in line
        or "\t" in following
        or MARKER.match(after)
        or BULLETED.match(after)
    ):
        return False
    if _wrapped(line, following, widest):
        return True
    first = after.lstrip("\"'“‘(")[:1]
    return not ENDED.search(before[-6:]) and first.isalpha() and not first.isupper()


def _wrapped(line: str, following: str, widest: int) -> bool:
    """Whether the next line's first word had no room at the end of this one, in lines as wide as a hand wraps them."""
    size, words = len(line.strip()), following.split(maxsplit=1)
    return HALF <= size <= widest <= WRAP and bool(words) and size + 1 + len(words[0]) > widest


def items(text: str) -> tuple[list[int], list[tuple[int, int]]]:
    """Where the items of lists inside a line begin, and the spans of their markers, in which no sentence ends."""
    found: dict[int, int] = {}
    for series in _series(list(_markers(text))):
        counted = series[0][3] == 1 or text[series[0][0]] in BULLET
        if counted and _begins(text, series[0][0]) and all(_apart(text, a, b) for a, b in pairwise(series)):
            found.update((item[0], item[1]) for item in series)
    starts = set(found)
    if _begins(text, next((m.start() for m in BULLETED.finditer(text)), len(text))):
        starts |= {match.start() for match in BULLETED.finditer(text)}
    return sorted(start for start in starts if start), sorted(found.items())


def _markers(text: str) -> Iterator[Item]:
    for match in MARKER.finditer(text):
        close = match.group("close")
        if match.group("number"):
            yield match.start(), match.end(), f"1{close}", int(match.group("number"))
            continue
        letters = match.group("letter") or match.group("roman")
        if len(letters) == 1:
            kind = "A" if letters.isupper() else "a"
            yield match.start(), match.end(), kind + close, ord(letters.lower()) - ord("a") + 1
        if set(letters) <= set(ROMAN):
            yield match.start(), match.end(), f"i{close}", _roman(letters)


def _series(markers: Sequence[Item]) -> Iterator[list[Item]]:
    """Runs of markers of one kind that count up by one, at least two of them."""
    open_series: dict[str, list[Item]] = {}
    for item in markers:
        series = open_series.get(item[2])
        if series and item[3] == series[-1][3] + 1:
            series.append(item)
            continue
        if series and len(series) > 1:
            yield series
        open_series[item[2]] = [item]
    yield from (series for series in open_series.values() if len(series) > 1)


def _begins(text: str, start: int) -> bool:
    """Whether a sentence may begin there."""
    before = text[max(0, start - 8) : start].rstrip()
    return not before or before[-1] in BULLET + "\n" or ENDED.search(before) is not None


def _apart(text: str, first: Item, second: Item) -> bool:
    """Whether two markers stand before items, not inside a sentence."""
    between = text[first[1] : second[0]].strip()
    after = text[second[1] : second[1] + 4].lstrip()
    if not re.search(r"\w{2}", between) or between[-1:] in ",;" or LINKED.search(between[-6:]):
        return False
    return ENDED.search(between[-6:]) is not None or not after[:1].islower()


def _roman(letters: str) -> int:
    values = [ROMAN[each] for each in letters]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
