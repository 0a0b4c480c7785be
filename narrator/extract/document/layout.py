"""Printed pages -> HTML: lines with their places become paragraphs in reading order.

A printed page knows no paragraphs: lines are broken where the column ends, words are parted, each page repeats its head and
its number. What a line is, is told by where it stands, how large it is, and what stands around it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby, pairwise
from statistics import median

EDGE_LINES = 3
"""Lines at the top and at the bottom of a page that may be its running head or foot."""
EDGE_SHARE = 0.14
"""Of a page's height: where those stand."""
SAME_PLACE = 0.02
"""Of a page's height: how far a running head moves from page to page."""
NUMBER = re.compile(
    r"\W*(?:(?:page|seite|página|pagina|strona|p|s)\b\.?\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/|von|de|di|sur|z|van|\|)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)
STAMP = re.compile(
    r"(?:https?|file)://\S|\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{2,4},? +(?:at |um |à )?\d{1,2}[:.h]\d\d(?!\d)",
    re.IGNORECASE,
)
"""What browsers print above and below a page: when it was printed, and its address."""
GUTTER_SIZES = 0.7
"""Width of the space between columns, in sizes of the letters."""
GUTTER_LINES = 0.2
"""Share of the lines that may cross it, as headlines do."""
COLUMN_LINES = 3
LARGER, TITLE_LARGER = 1.12, 1.25
"""Of the size of the running text: from which a line is a heading, and the title."""
SMALLER = 0.9
"""Of the size of the running text: up to which a line at the foot of a page is a note."""
NOTE = re.compile(r"(?:\d{1,3}|[*†‡§¶]{1,2}|[a-z](?=[.)\s]))[.)]?\s*\S")
NOTES_FROM = 0.55
"""Of a page's height: where notes begin at the highest."""
APART = 1.35
"""Of the usual distance between lines: from which a paragraph begins."""
INDENT_SIZES = 0.7
COLUMN = 20.0
"""Points between the left edges of lines that are of one column, indented or not."""
SHORT_SHARE = 0.85
"""Of a column's width: a line that ends before it, with a sentence, ends a paragraph."""
HEADING_WORDS, HEADING_LINES = 16, 4
BULLET = re.compile(r"^[•▪◦‣●○■□–—*·-]\s+(?=\S)")
ENDED = re.compile(r"[.!?…:;。！？][\"'”’»)\]]*$")
PARTED = re.compile(r"(?P<word>[^\W\d_]+(?:-[^\W\d_]+)*)-$")
HYPHENED = frozenset(["self", "ex", "half", "well", "cross", "all", "vice", "by", "non"])
"""Beginnings of words that keep their hyphen, where the document does not say otherwise."""
SAME_ROW = 0.6
"""Share of its height with which a line stands in the row of another."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A line of a printed page; lengths are in points, from the top left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    is_bold: bool = False
    page: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A printed page."""

    width: float
    height: float
    lines: tuple[Printed, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together."""

    lines: tuple[Printed, ...]
    text: str

    @property
    def size(self) -> float:
        """Of its letters."""
        return self.lines[0].size


def html(sheets: Sequence[Sheet]) -> str:
    """The pages as HTML: a headline, headings, paragraphs and lists; empty where they have no text."""
    bare = _without_running(sheets)
    size = _usual_size(bare)
    lines = [line for sheet in bare for line in _rows(_ordered(_without_notes(sheet, size)))]
    words = Counter(word for line in lines for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text.lower()))
    paragraphs = [_paragraph(group, words) for group in _grouped(_capped(lines, size))]
    title = _title(paragraphs, size)
    out = []
    for is_item, group in groupby(paragraphs, key=lambda each: BULLET.match(each.text) is not None):
        if is_item:
            items = "".join(f"<li>{escape(BULLET.sub('', each.text), quote=False)}</li>" for each in group)
            out.append(f"<ul>{items}</ul>")
        else:
            out.extend(_element(each, title, size) for each in group)
    return "".join(out)


def _element(paragraph: Paragraph, title: Paragraph | None, size: float) -> str:
    tag = "h1" if paragraph is title else "h2" if _is_heading(paragraph, size) else "p"
    return f"<{tag}>{escape(paragraph.text, quote=False)}</{tag}>"


def _is_heading(paragraph: Paragraph, size: float) -> bool:
    if len(paragraph.lines) > HEADING_LINES or len(paragraph.text.split()) > HEADING_WORDS:
        return False
    is_bold = all(line.is_bold for line in paragraph.lines) and not ENDED.search(paragraph.text)
    return paragraph.size >= LARGER * size or is_bold


def _title(paragraphs: Sequence[Paragraph], size: float) -> Paragraph | None:
    """The headline: the largest paragraph of the first page, where it is clearly larger than the text."""
    first = [each for each in paragraphs if each.lines[0].page == 0 and any(map(str.isalpha, each.text))]
    largest = max(first, key=lambda each: each.size, default=None)
    return largest if largest is not None and largest.size >= TITLE_LARGER * size else None


def _usual_size(sheets: Iterable[Sheet]) -> float:
    """The size in which most of the text is set."""
    counts: Counter[float] = Counter()
    for sheet in sheets:
        for line in sheet.lines:
            counts[round(line.size * 2) / 2] += len(line.text)
    return counts.most_common(1)[0][0] if counts else 1.0


def _without_running(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The pages without what each of them repeats: running heads and feet, and page numbers."""
    places: dict[tuple[str, int], set[int]] = {}
    size = _usual_size(sheets)
    edges = [list(_edge_lines(sheet)) for sheet in sheets]
    for number, (sheet, lines) in enumerate(zip(sheets, edges, strict=True)):
        for line in lines:
            for place in _places(line, sheet):
                places.setdefault((_kind(line.text), place), set()).add(number)
    out = []
    for sheet, lines in zip(sheets, edges, strict=True):
        running = {
            id(line)
            for line in lines
            if NUMBER.fullmatch(line.text.strip())
            or STAMP.match(line.text.strip())
            or any(len(places[_kind(line.text), place]) > 1 for place in _places(line, sheet))
            or (len(sheets) == 1 and _is_head(line, sheet, size))
        }
        out.append(replace(sheet, lines=tuple(line for line in sheet.lines if id(line) not in running)))
    return out


def _edge_lines(sheet: Sheet) -> Iterator[Printed]:
    """The lines that may be a running head or foot."""
    inside = sorted(sheet.lines, key=lambda line: line.top)
    for line in inside[:EDGE_LINES]:
        if line.bottom < EDGE_SHARE * sheet.height:
            yield line
    for line in inside[EDGE_LINES:][-EDGE_LINES:]:
        if line.top > (1 - EDGE_SHARE) * sheet.height:
            yield line


def _is_head(line: Printed, sheet: Sheet, size: float) -> bool:
    """Whether a line of a document of one page stands above its text, and is smaller than it or at the outer edge."""
    others = [each for each in sheet.lines if each is not line]
    if not others or line.bottom > min(each.top for each in others):
        return False
    left, right = min(each.left for each in others), max(each.right for each in others)
    is_outside = line.left > left + 0.5 * (right - left) and line.size < max(each.size for each in others)
    return (is_outside or line.size <= SMALLER * size) and not ENDED.search(line.text)


def _places(line: Printed, sheet: Sheet) -> tuple[int, int]:
    """Where a line stands on its page, as two numbers of which one is the same for a line that stands nearly there."""
    at = line.top / sheet.height / SAME_PLACE
    return round(at) * 2, int(at) * 2 + 1


def _kind(text: str) -> str:
    """What is the same in the running heads of several pages: all but the numbers."""
    return re.sub(r"\d+|\b[ivxlc]+\b", "#", " ".join(text.casefold().split()))


def _without_notes(sheet: Sheet, size: float) -> tuple[Printed, ...]:
    """The lines of a page without the notes at its foot, which would be read in the middle of a sentence."""
    lines = sorted(sheet.lines, key=lambda line: line.top)
    for index, line in enumerate(lines):
        if line.top < NOTES_FROM * sheet.height or line.size > SMALLER * size or not NOTE.match(line.text):
            continue
        if all(each.size <= SMALLER * size for each in lines[index:]):
            return tuple(lines[:index])
    return sheet.lines


def _ordered(lines: Sequence[Printed]) -> list[Printed]:
    """Lines in reading order: column by column where there are columns, between the lines that cross them."""
    gutter = _gutter(lines)
    if gutter is None:
        return sorted(lines, key=lambda line: (line.top, line.left))
    out: list[Printed] = []
    band: list[Printed] = []
    for line in [*sorted(lines, key=lambda line: line.top), None]:
        if line is not None and not line.left < gutter < line.right:
            band.append(line)
            continue
        out.extend(_ordered([each for each in band if each.right <= gutter]))
        out.extend(_ordered([each for each in band if each.left >= gutter]))
        band = []
        if line is not None:
            out.append(line)
    return out


def _gutter(lines: Sequence[Printed]) -> float | None:
    """Where the space between two columns is; None where there are none."""
    if len(lines) < 2 * COLUMN_LINES:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    size = median(line.size for line in lines)
    edges = sorted({line.right for line in lines})
    best: tuple[float, float] | None = None
    for edge in edges:
        begin, end = edge, edge + GUTTER_SIZES * size
        if not left + 0.15 * (right - left) < end < right - 0.15 * (right - left):
            continue
        middle = (begin + end) / 2
        crossing = sum(line.left < end and line.right > begin for line in lines)
        before = [line for line in lines if line.right <= begin + 0.01]
        after = [line for line in lines if line.left >= end - 0.01]
        if (
            min(len(before), len(after)) < COLUMN_LINES
            or crossing > GUTTER_LINES * len(lines)
            or not _beside(before, after)
        ):
            continue
        if best is None or crossing < best[0]:
            best = crossing, middle
    return best[1] if best is not None else None


def _beside(before: Sequence[Printed], after: Sequence[Printed]) -> bool:
    """Whether two sets of lines stand side by side, and are no rows of a table."""
    top = max(min(line.top for line in before), min(line.top for line in after))
    bottom = min(max(line.bottom for line in before), max(line.bottom for line in after))
    if bottom <= top:
        return False
    prose = [median(len(line.text) for line in side) for side in (before, after)]
    return min(prose) >= 15


def _rows(lines: Sequence[Printed]) -> list[Printed]:
    """Lines that stand in one row, one behind the other, as one line."""
    out: list[Printed] = []
    for line in lines:
        last = out[-1] if out else None
        if last is not None and _in_row(last, line) and line.left >= last.right - 0.5 * line.size:
            joined = f"{last.text} {line.text}"
            size, right = max(last.size, line.size), line.right
            out[-1] = replace(last, text=joined, right=right, size=size, is_bold=last.is_bold and line.is_bold)
        else:
            out.append(line)
    return out


def _in_row(last: Printed, line: Printed) -> bool:
    shared = min(last.bottom, line.bottom) - max(last.top, line.top)
    near = line.left - last.right < 3 * line.size
    return near and shared > SAME_ROW * min(last.bottom - last.top, line.bottom - line.top)


def _capped(lines: Sequence[Printed], size: float) -> list[Printed]:
    """The lines with a large first letter joined to the line that it begins."""
    out: list[Printed] = []
    cap: Printed | None = None
    for line in lines:
        if len(line.text) == 1 and line.text.isalpha() and line.size >= 2 * size:
            cap = line
            continue
        if cap is not None:
            line, cap = replace(line, text=cap.text + line.text, left=cap.left), None
        out.append(line)
    return out


def _grouped(lines: Sequence[Printed]) -> Iterator[tuple[Printed, ...]]:
    """The lines of each paragraph."""
    if not lines:
        return
    sets = _Setting.of(lines)
    group = [lines[0]]
    for before, line in pairwise(lines):
        if sets.begins(group, before, line):
            yield tuple(group)
            group = []
        group.append(line)
    yield tuple(group)


@dataclass(frozen=True, slots=True)
class _Setting:
    """How a document sets its paragraphs."""

    leading: float
    """The usual distance from line to line, in sizes of the letters."""
    columns: dict[tuple[int, int], float]
    """Where the lines of each column end at the furthest, by page and left edge."""
    is_indented: bool = False
    """Whether the first line of a paragraph is."""
    is_plain: bool = True
    """Whether paragraphs are neither indented nor set apart by space, so that a short line alone ends one."""

    @classmethod
    def of(cls, lines: Sequence[Printed]) -> _Setting:
        """The setting of lines in reading order."""
        columns: dict[tuple[int, int], float] = {}
        for line in lines:
            for step in (-1, 0, 1):
                key = (line.page, round(line.left / COLUMN) + step)
                columns[key] = max(columns.get(key, 0.0), line.right)
        pairs = [each for each in pairwise(lines) if _alike(*each) and each[0].page == each[1].page]
        pairs = [(before, line) for before, line in pairs if before.top < line.top]
        leading = median((line.top - before.top) / line.size for before, line in pairs) if pairs else 1.2
        self = cls(leading, columns)
        close = [each for each in pairs if not self._is_apart(*each)]
        apart = len(pairs) - len(close)
        indented = sum(_is_indented(*each) and ENDED.search(each[0].text) is not None for each in close)
        short = sum(self._is_short(before) and not _is_indented(before, line) for before, line in close)
        is_indented = indented > 0 and 2 * indented >= short
        return replace(self, is_indented=is_indented, is_plain=not is_indented and (apart == 0 or apart < short))

    def begins(self, group: Sequence[Printed], before: Printed, line: Printed) -> bool:
        """Whether a line begins a paragraph, behind the lines of the one before."""
        if not _alike(before, line) or BULLET.match(line.text):
            return True
        has_ended = ENDED.search(before.text) is not None
        if line.page != before.page or line.top < before.top:
            return has_ended and not line.text[:1].islower()
        if self._is_apart(before, line):
            return True
        if BULLET.match(group[0].text) is None:
            column = [each.left for each in group if abs(each.left - line.left) < 3 * COLUMN]
            if len(column) > 1 and line.left > min(column) + INDENT_SIZES * line.size:
                return True
            if _is_indented(before, line):
                return has_ended or (self.is_indented and not line.text[:1].islower())
        return self.is_plain and self._is_short(before) and not line.text[:1].islower()

    def _is_apart(self, before: Printed, line: Printed) -> bool:
        return line.page == before.page and line.top - before.top > APART * self.leading * line.size

    def _is_short(self, line: Printed) -> bool:
        """Whether a line ends a sentence well before its column does."""
        width = self.columns.get((line.page, round(line.left / COLUMN)), line.right) - line.left
        return ENDED.search(line.text) is not None and line.right - line.left < SHORT_SHARE * width


def _is_indented(before: Printed, line: Printed) -> bool:
    return line.left > before.left + INDENT_SIZES * line.size


def _alike(before: Printed, line: Printed) -> bool:
    """Whether two lines are set in the same letters."""
    return abs(line.size - before.size) <= 0.1 * before.size and line.is_bold == before.is_bold


def _paragraph(lines: tuple[Printed, ...], words: Counter[str]) -> Paragraph:
    """A paragraph with its lines joined, and words that were parted at their ends whole again."""
    text = lines[0].text.strip()
    for line in lines[1:]:
        text = _joined(text, line.text.strip(), words)
    return Paragraph(lines, " ".join(text.split()))


def _joined(text: str, line: str, words: Counter[str]) -> str:
    parted = PARTED.search(text)
    following = re.match(r"[^\W\d_]+", line)
    if parted is None or following is None:
        return (
            text + line
            if text.endswith(("-", "–", "/")) and parted is None and line[:1].isalnum()
            else f"{text} {line}"
        )
    whole, hyphened = parted["word"] + following[0], f"{parted['word']}-{following[0]}"
    keeps = words[hyphened.lower()] > words[whole.lower()] or parted["word"].lower() in HYPHENED
    keeps = keeps or not following[0][:1].islower() or "-" in parted["word"]
    return text + line if keeps else text[:-1] + line
