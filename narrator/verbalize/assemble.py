"""Claims and what lies between them -> words with their spans."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from narrator.model import Word
from narrator.verbalize.grammar import Claim
from narrator.verbalize.view import View

_TOKEN = re.compile(r"\S+")
_OPENING = frozenset("\"'“‘„«‹([{¿¡`")
_LEADING = re.compile(r"[^\w]+")


@dataclass(slots=True)
class _Open:
    """A word in the making."""

    text: str
    start: int
    end: int
    ipa: str | None = None
    language: str | None = None


@dataclass(slots=True)
class _Line:
    """The words so far; punctuation joins the word that it touches."""

    words: list[_Open] = field(default_factory=list)
    opening: str = ""
    opened: int = 0
    touching: bool = False
    """Whether nothing stands between the last word and what comes next."""

    def add_word(self, text: str, start: int, end: int, claim: Claim | None = None) -> None:
        if self.opening:
            text, start = self.opening + text, (self.opened if start < end else start)
            self.opening = ""
        self.words.append(_Open(text, start, end, claim.ipa if claim else None, claim.language if claim else None))
        self.touching = True

    def add_marks(self, text: str, start: int, end: int) -> None:
        """Punctuation alone: to the word before it, or to the one that follows."""
        if (not self.touching and all(c in _OPENING for c in text)) or not self.words:
            self.opened = start if not self.opening else self.opened
            self.opening += text
            return
        word = self.words[-1]
        word.text += text if self.touching else f" {text}"
        word.end = max(word.end, end)


def words_of(view: View, claims: Iterable[Claim]) -> Iterator[Word]:
    """The spoken words of a text, in its order."""
    line, last = _Line(), 0
    for claim in claims:
        _add_plain(line, view.kept, last, claim.start)
        _add_claim(line, claim)
        last = claim.end
    _add_plain(line, view.kept, last, len(view.kept))
    for word in line.words:
        start, end = view.span(word.start, word.end)
        yield Word(word.text, start, end, word.ipa, word.language)


def _add_claim(line: _Line, claim: Claim) -> None:
    for text, start, end in claim.pieces:
        for word in text.split():
            if word[0].isalnum() or any(map(str.isalnum, word)):
                line.add_word(word, start, end, claim)
            else:
                line.add_marks(word, start, end)


def _add_plain(line: _Line, kept: str, start: int, end: int) -> None:
    """What no rule has taken."""
    if start < end and kept[start] == " ":
        line.touching = False
    for match in _TOKEN.finditer(kept, start, end):
        if match.start() > start:
            line.touching = False
        _add_token(line, match[0], match.start())
        line.touching = match.end() == end


def _add_token(line: _Line, token: str, start: int) -> None:
    if not any(map(str.isalnum, token)):
        line.add_marks(token, start, start + len(token))
        return
    lead = _LEADING.match(token)
    if line.touching and lead and line.words:
        if lead[0] in "'’":
            line.words[-1].text += token
            line.words[-1].end = max(line.words[-1].end, start + len(token))
            return
        closing = lead[0].rstrip('-"“‘([{')
        if closing:
            line.add_marks(closing, start, start + len(closing))
        token, start = token[len(lead[0]) :], start + len(lead[0])
        if lead[0][len(closing) :].strip("-"):
            line.opening, line.opened = lead[0][len(closing) :].strip("-"), start - 1
    line.add_word(token, start, start + len(token))
