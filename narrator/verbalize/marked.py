"""What the marks of a page say of how its characters are said: powers, indices, words of another language."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Sequence

from narrator.languages import primary, tables
from narrator.languages.rules import Claim
from narrator.model import Mark, MarkKind, Word

ORDINAL = re.compile(r"(?:st|nd|rd|th|er|re|ère|e|ème|os?|as?|[ºª])\Z")
"""Letters that are set high behind a number and belong to it: 1st, 1er, 2a."""
INDEXED = re.compile(r"[\d)\]]\Z|(?<![^\W\d_])[^\W\d_]\Z")
"""What has a power: a number, a bracket, a single letter; behind a word it is the mark of a note."""

KANA = re.compile("[\u3041-\u309f\u30a1-\u30ff]+")
"""What stands above Japanese characters; other languages set translations and notes there."""


def claims(text: str, marks: Sequence[Mark], language: str, say: Callable[[str], str]) -> Iterator[Claim]:
    """What is set high or low and is no character of its own, and characters whose reading stands above them.

    x with a high n is "x to the power of n"; 東海林 with しょうじ above it is said so.

    Args:
        text: what is written.
        marks: of it.
        language: BCP 47.
        say: a text in its spoken form.
    """
    for mark in marks:
        inner = text[mark.start : mark.end].strip()
        before = text[: mark.start]
        if mark.kind is MarkKind.RUBY and KANA.fullmatch(mark.value):
            yield Claim(mark.start, mark.end, mark.value, rule="ruby")
        if (
            mark.kind not in (MarkKind.SUP, MarkKind.SUB)
            or not inner
            or not inner.isascii()
            or not INDEXED.search(before)
        ):
            continue
        if mark.kind is MarkKind.SUB:
            if inner.isalpha():
                yield Claim(mark.start, mark.end, f" {inner} ", rule="index")
        elif not ORDINAL.match(inner):
            power = tables.own_or_english(language, "announcements")["power"]
            yield Claim(mark.start, mark.end, f" {power.format(value=say(inner))} ", rule="power")


def in_their_language(words: Sequence[Word], marks: Sequence[Mark], language: str) -> tuple[Word, ...]:
    """The words; those that the page marks as of another language have its tag, where they are said as written."""
    spans = [
        mark for mark in marks if mark.kind is MarkKind.LANGUAGE and primary(mark.value) not in ("", primary(language))
    ]
    return tuple(_tagged(word, spans) for word in words) if spans else tuple(words)


def _tagged(word: Word, spans: Sequence[Mark]) -> Word:
    if word.ipa or word.language or word.start == word.end:
        return word
    found = next((mark for mark in spans if mark.start <= word.start and word.end <= mark.end + 1), None)
    return dataclasses.replace(word, language=found.value) if found else word
