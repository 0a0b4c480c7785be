"""The words of a page as one string of letters and digits: ``player/pagetext.js`` in Python, without a browser.

Tests run both over the same pages and ask for the same sentences.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

NOT_TEXT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "textarea",
        "select",
        "iframe",
        "object",
        "svg",
        "rt",
        "rp",
        "annotation",
        "annotation-xml",
        "mjx-assistive-mml",
        "narrator-player",
        "head",
        "title",
    ]
)
TWICE = frozenset(("katex-mathml", "MathJax_Preview", "mwe-math-mathml-a11y"))
"""Classes of what repeats a formula."""
INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "rb",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
ENDS_SENTENCE = frozenset(".!?…:;。！？：；．؟۔؛।॥။។")
IGNORED = frozenset("\"'*\u00ad\u2060\ufeff") | {chr(code) for code in range(0x200B, 0x2010)}
IGNORED_CATEGORIES = frozenset(("Pi", "Pf", "Ps", "Pe"))
NOTE_MARK = re.compile(r"^[\s[(]*(?:\d{1,3}|[a-z*†‡§]|note \d{1,3})[\s\])]*$", re.IGNORECASE)
NOT_SEEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
POINT = frozenset(".,")


@lru_cache(maxsize=65536)
def plain(character: str) -> str:
    """Letters, their marks and digits alone, without case and width: what typography and themes do not change."""
    made = unicodedata.normalize("NFKD", "x" if character == "×" else character).lower()
    return "".join(c for c in made if is_word_sign(c) and c != "\u0640" and not "\ufe00" <= c <= "\ufe0f")


def is_word_sign(character: str) -> bool:
    """Whether it is a letter, a digit or a mark on one."""
    return bool(character) and unicodedata.category(character)[0] in "LNM"


def plain_text(text: str) -> str:
    """The same of a whole text. A stop or comma between two digits counts: 1.5 is not 15."""
    made, before = [], ""
    for at, character in enumerate(text):
        made.append(character if _is_point(character, before, text[at + 1 : at + 2]) else plain(character))
        before = character
    return "".join(made)


class PageText:
    """The text of a document, a letter at a time.

    Args:
        body: an element of lxml.
    """

    def __init__(self, body: Any) -> None:
        self.letters: list[str] = []
        self.opens: list[bool] = []
        self.begins: list[bool] = []
        self.spare: list[bool] = []
        self._has_ended, self._before, self._notes = True, "", 0
        self._walk(body)
        self.text = "".join(self.letters)

    def can_open(self, at: int) -> bool:
        """Whether a sentence may begin at that letter, or the text ends there."""
        while at < len(self.spare) and self.spare[at]:
            at += 1
        return at >= len(self.text) or self.opens[at]

    def is_word(self, start: int, end: int) -> bool:
        """Whether these letters are whole words, of which no part stands outside."""
        return self.begins[start] and (end >= len(self.begins) or self.begins[end])

    def _walk(self, element: Any) -> None:
        if not isinstance(element.tag, str):
            return
        name = element.tag.rpartition("}")[2].lower()
        if name in NOT_TEXT or TWICE & set(element.get("class", "").split()) or not _is_seen(element):
            return
        is_block, is_note = name not in INLINE, _is_note_mark(element, name)
        if is_block:
            self._break()
        self._notes += is_note
        self._read(element.text or "")
        for child in element:
            self._walk(child)
            self._read(child.tail or "")
        self._notes -= is_note
        if is_block:
            self._break()

    def _break(self) -> None:
        self._has_ended, self._before = True, ""

    def _read(self, text: str) -> None:
        if not text.strip():
            self._before = " " if text else self._before
            return
        for at, character in enumerate(text):
            is_point = _is_point(character, self._before, text[at + 1 : at + 2])
            letters = character if is_point else plain(character)
            for letter in letters:
                self._add(letter)
            if not letters and not self._notes and not _is_ignored(character):
                is_same = self._has_ended and not is_word_sign(character)
                self._has_ended = character in ENDS_SENTENCE or is_same
            self._before = character

    def _add(self, letter: str) -> None:
        self.letters.append(letter)
        self.opens.append(self._has_ended and not self._notes)
        self.begins.append(not is_word_sign(self._before))
        self.spare.append(self._notes > 0)
        if not self._notes:
            self._has_ended = False


def without_spare(text: str, spare: Sequence[bool]) -> tuple[str, list[int]]:
    """The text without marks of footnotes, and where each of its letters stood."""
    kept = [at for at, is_spare in enumerate(spare) if not is_spare]
    return "".join(text[at] for at in kept), kept


def _is_point(character: str, before: str, after: str) -> bool:
    return character in POINT and before.isdecimal() and after.isdecimal() and before.isascii() and after.isascii()


def _is_ignored(character: str) -> bool:
    return character.isspace() or character in IGNORED or unicodedata.category(character) in IGNORED_CATEGORIES


def _is_note_mark(element: Any, name: str) -> bool:
    """Whether an element is a mark of a footnote, which narrations leave out."""
    if name not in ("sup", "a"):
        return False
    link = element if name == "a" else next(element.iter("a"), None)
    is_mark = "#" in (link.get("href") or "#") if link is not None else name == "sup"
    return is_mark and bool(NOTE_MARK.match("".join(element.itertext())))


def _is_seen(element: Any) -> bool:
    """Whether it is not hidden by its own attributes; style sheets are not read."""
    return element.get("hidden") is None and not NOT_SEEN.search(element.get("style") or "")
