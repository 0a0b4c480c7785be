"""A text with its marks as HTML: links, emphasis, code, indices, formulas."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from narrator.model import Mark, MarkKind
from narrator.publish import formulas
from narrator.publish.words import clean, direction, web_address

PLAIN = {
    MarkKind.SUB: "sub",
    MarkKind.SUP: "sup",
    MarkKind.EMPHASIS: "em",
    MarkKind.STRONG: "strong",
    MarkKind.CODE: "code",
    MarkKind.QUOTE: "q",
    MarkKind.STRUCK: "s",
}
"""Kinds that are an element and nothing else."""
SMALL = re.compile(r"[⁰¹²³⁴-⁹⁺⁻⁼⁽⁾ⁿⁱ₀-₉₊₋₌₍₎]+")
"""Characters that are raised or lowered by themselves."""
NOTE = re.compile(r"#note-(\d{1,4})")
"""A link to the note with that number."""


def marked(text: str, marks: Sequence[Mark], start: int, end: int, *, breaks: bool = True) -> Markup:
    """A part of a text with the marks that touch it.

    Args:
        text: the whole.
        marks: of the whole, ordered by start, the longer first; one that crosses another ends with it.
        start: of the part.
        end: of the part, exclusive.
        breaks: whether a newline is a break of the line rather than white space.
    """
    if start == end:
        return Markup("")
    if not marks:
        return _plain(text[start:end], breaks=breaks)
    parts, at = list[Markup](), start
    for index, mark in enumerate(marks):
        first, last = max(mark.start, start), min(mark.end, end)
        is_point = mark.start == mark.end and (start <= mark.start < end or mark.start == end == len(text))
        if first < at or (first >= last and not is_point):
            continue
        parts.append(_plain(text[at:first], breaks=breaks))
        inside = Markup("") if is_point else marked(text, marks[index + 1 :], first, last, breaks=breaks)
        parts.append(_element(mark, inside, is_whole=(first, last) == (mark.start, mark.end)))
        at = last
    return Markup("").join([*parts, _plain(text[at:end], breaks=breaks)])


def _plain(text: str, *, breaks: bool) -> Markup:
    written = escape(clean(text))
    return Markup("<br>").join(written.split("\n")) if breaks and "\n" in written else written


def _element(mark: Mark, inside: Markup, *, is_whole: bool) -> Markup:
    """The element of a mark around what it marks."""
    kind, value = mark.kind, clean(mark.value)
    if kind is MarkKind.LINK:
        return _link(value, inside)
    if kind is MarkKind.FORMULA:
        return (formulas.drawn(value, is_block=False) if is_whole else None) or inside
    if kind is MarkKind.ABBR:
        return Markup('<abbr title="{}">{}</abbr>').format(value, inside)
    if kind is MarkKind.RUBY:
        return Markup("<ruby>{}<rt>{}</rt></ruby>").format(inside, value) if is_whole else inside
    if kind is MarkKind.LANGUAGE:
        return Markup('<span lang="{}" dir="{}">{}</span>').format(value, direction(value), inside)
    if kind in (MarkKind.SUB, MarkKind.SUP) and SMALL.fullmatch(inside):
        return inside
    return Markup("<{0}>{1}</{0}>").format(PLAIN[kind], inside)


def _link(value: str, inside: Markup) -> Markup:
    """A link to the web, or to a note of the article; what leads elsewhere is text."""
    if note := NOTE.fullmatch(value):
        number = note[1]
        return Markup('<sup><a href="#note-{0}" id="ref-{0}" role="doc-noteref">{1}</a></sup>').format(
            number, inside or number
        )
    address = web_address(value)
    if not address or "<a " in inside:
        return inside
    return Markup('<a href="{}" rel="noopener">{}</a>').format(address, inside)
