"""A run of text between two block boundaries: it gathers text and marks, and becomes lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from narrator import languages
from narrator.extract.html.formulas import SOURCE
from narrator.extract.line import NOTE_MARK, SENTENCE_END, Line
from narrator.marks import ordered, sliced, trimmed, without
from narrator.model import Mark, MarkKind

BREAK = "\n"
PRESSED = re.compile(r"\s*(?<![a-z])(?:click to tweet|tweet this)\W*$", re.IGNORECASE)
"""What is pressed behind a sentence and no part of it."""
LONG_LINE = 60
"""Characters from which a sentence before a single line break is a paragraph."""
SHORTCODE = re.compile(
    r"\[/?[a-z][\w-]*(?:\s+[\w-]+\s*=\s*[\"'“”″][^\]\n]{0,500})\]|\[/[a-z][\w-]{2,30}\]|\[#\w+:[^\]\n]{0,300}\]"
    r"|^\s*\[[A-Z0-9]+(?:_[A-Z0-9]+)+\]\s*$|^\s*\{\{[^{}\n]{0,300}\}\}\s*$|^\s*\{%[^{}\n]{0,300}%\}\s*$|^\s*\{:[^{}\n]{0,300}\}\s*$"
)
"""What a content system puts something else for and now and then forgets to."""
WRAPPED = 45
"""Characters of a line from which the next one, in small letters, goes on with its sentence."""
ONE_LINE = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "figcaption", "caption", "button", "label"])
"""Elements whose breaks are a matter of their width."""
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
READING = "data-narrator-reading"
"""The attribute with how the characters of an element are read."""
MARKED = {
    "sub": MarkKind.SUB,
    "sup": MarkKind.SUP,
    "em": MarkKind.EMPHASIS,
    "i": MarkKind.EMPHASIS,
    "cite": MarkKind.EMPHASIS,
    "strong": MarkKind.STRONG,
    "b": MarkKind.STRONG,
    "code": MarkKind.CODE,
    "kbd": MarkKind.CODE,
    "samp": MarkKind.CODE,
    "tt": MarkKind.CODE,
}
"""Elements that are a mark by their name alone."""
IN_LINES = frozenset(
    [*MARKED, "a", "abbr", "bdi", "bdo", "big", "dfn", "font", "ins", "mark", "q", "ruby", "small", "span", "u"]
)
"""Elements whose language is that of a few words; the language of a larger one is its block's."""


Opened = tuple[MarkKind, str]
"""What an element puts on its text: the mark's kind, and its value."""


def marks_of(element: Any) -> tuple[Opened, ...]:
    """The marks that an element puts on its text: what it is, and the language that it declares (``<q lang="fr">``)."""
    own = _own(element)
    declared = (element.get("lang") or "").strip() if element.tag in IN_LINES else ""
    language = languages.of(declared).tag if LANGUAGE.fullmatch(declared) else ""
    return (*([own] if own else ()), *([(MarkKind.LANGUAGE, language)] if language else ()))


def _own(element: Any) -> Opened | None:
    """The mark of what an element is; None where it is none."""
    tag = element.tag
    if kind := MARKED.get(tag):
        return kind, ""
    if tag == "a":
        address = (element.get("href") or "").strip()
        return (MarkKind.LINK, address) if address and not address.startswith("#") else None
    if tag == "span" and (source := element.get(SOURCE)):
        return MarkKind.FORMULA, source
    if tag == "q":
        return MarkKind.QUOTE, ""
    if tag == "ruby":
        return (MarkKind.RUBY, said) if (said := element.get(READING)) else None
    if tag == "abbr":
        full = " ".join((element.get("title") or "").split())
        return (MarkKind.ABBR, full) if full else None
    return None


class Inline:
    """Text and marks since the last block boundary."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.has_text = False
        """Whether anything is in it but marks, white space and line breaks."""
        self._parts: list[str | Opened | None] = []
        """Text, the begin of a mark, and None for the end of the innermost mark."""
        self._open: list[tuple[Opened, ...]] = []
        """What each open element put on the text."""
        self._linked = 0
        self._links = 0

    @property
    def is_broken(self) -> bool:
        """Whether its last text is a line break."""
        for part in reversed(self._parts):
            if part == BREAK:
                return True
            if isinstance(part, str) and part.strip():
                return False
        return False

    def add(self, text: str) -> None:
        """Take in text whose white space is single spaces, or a line break."""
        self._parts.append(text)
        self.has_text = self.has_text or not text.isspace()
        if self._links and text is not BREAK:
            self._linked += len(text.strip())

    def open(self, element: Any) -> None:
        """Take in the beginning of an element."""
        marks = marks_of(element)
        self._open.append(marks)
        self._links += element.tag == "a"
        self._parts.extend(marks)

    def close(self, element: Any) -> None:
        """Take in the end of an element."""
        self._links -= element.tag == "a"
        if self._open:
            self._parts.extend(None for _ in self._open.pop())

    def next(self) -> Inline:
        """The run behind a block boundary: what is open stays open."""
        run = Inline()
        run._open, run._links = self._open, self._links
        run._parts = [mark for marks in self._open for mark in marks]
        return run

    def lines(self, element: Any) -> Iterator[Line]:
        """The run as lines of an element: a line break after a long sentence ends one, any other is a space."""
        text, marks = self._joined()
        if not text.strip():
            return
        whole = PRESSED.sub("", text) if "tweet" in text.lower() else text
        share = min(1.0, self._linked / max(1, len(whole)))
        begin = at = 0
        for at in [match.start() for match in re.finditer(BREAK, whole)]:
            if at - begin >= LONG_LINE and SENTENCE_END.search(whole[begin:at]):
                yield from _line(whole, marks, begin, at, element, share)
                begin = at + 1
        yield from _line(whole, marks, begin, len(whole), element, share)

    def _joined(self) -> tuple[str, list[Mark]]:
        """Text with single spaces, and its marks."""
        out: list[str] = []
        marks: list[Mark] = []
        starts: list[tuple[MarkKind, str, list[int]]] = []
        size, is_spaced, last = 0, False, BREAK
        for part in self._parts:
            if isinstance(part, tuple):
                starts.append((*part, []))
            elif part is None:
                kind, value, began = starts.pop()
                if began and began[0] < size:
                    marks.append(Mark(began[0], size, kind, value))
            elif part == BREAK:
                out.append(BREAK)
                size, is_spaced, last = size + 1, False, BREAK
            elif core := part.strip(" "):
                if (is_spaced or part[0] == " ") and last != BREAK:
                    out.append(" ")
                    size += 1
                for *_, began in starts:
                    if not began:
                        began.append(size)
                out.append(core)
                size, is_spaced, last = size + len(core), part[-1] == " ", core
            else:
                is_spaced = is_spaced or bool(part)
        marks.extend(Mark(began[0], size, kind, value) for kind, value, began in starts if began and began[0] < size)
        return "".join(out), marks


def _line(text: str, marks: list[Mark], start: int, end: int, element: Any, share: float) -> Iterator[Line]:
    """A part of a run as a line, without the marks of footnotes; none where nothing is left."""
    part, inside = trimmed(text[start:end], sliced(marks, start, end))
    part, inside = without(NOTE_MARK, _breaks(part, element), inside)
    if "[" in part or "{" in part:
        part, inside = without(SHORTCODE, part, inside)
    part, inside = trimmed(part, inside)
    if part:
        yield Line(part, ordered(inside), element, share)


def _breaks(text: str, element: Any) -> str:
    """A text with the breaks that the page sets: a space where a sentence was wrapped, and in headings and cells."""
    if BREAK not in text:
        return text
    if element.tag in ONE_LINE:
        return text.replace(BREAK, " ")
    out, *rest = text.split(BREAK)
    for part in rest:
        is_wrapped = len(out) - out.rfind(BREAK) > WRAPPED and part[:1].islower()
        out += (" " if is_wrapped else BREAK) + part
    return out
