"""A line of a source: its text, its marks, where it stands, and what is known of it, each found out once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from narrator.extract.wording import plain
from narrator.languages import scripts
from narrator.model import Mark

WORD = re.compile(r"\w+(?:['’.-]\w+)*")
SENTENCE_END = re.compile(
    r"[.!?…。．！？｡؟۔।॥։።။።།༎។៕][\s\"'”’“‘»«›‹)\]」』）】》〉］]*(?:\[(?:\d{1,3}|[a-z]|note \d+|citation needed)\]\s*)*$"
)
"""„…“ and »…« close a sentence in German and in Ukrainian, and « … » in French, behind a space; other scripts have signs
of their own (Unicode, property Sentence_Terminal)."""
UNMARKED = re.compile("[\u0e01-\u0edf]{3}$")
UNMARKED_WORDS = 8
"""Words from which a line of Thai or Lao, which end their sentences with a space, is taken for one."""
NOTE_MARK = re.compile(
    r"\s?\[(?:\d{1,3}|note \d+|citation needed|edit|update)\](?!\()|\s\[[a-z]\](?!\()", re.IGNORECASE
)
"""A mark of a footnote or of a wiki in the text."""
NAMED = re.compile(r"[A-Za-z][a-z]+(?:[-_]{1,2}[A-Za-z]+)*")
"""A class or an id in words; one with figures in it is often another on the next page."""
NOT_LETTERS = re.compile(r"[\W_]+")
Fact = TypeVar("Fact")


@dataclass(frozen=True, eq=False)
class Line:
    """A run of text between two line boundaries of a source, and what is known of it."""

    text: str
    """Single spaces."""
    marks: tuple[Mark, ...] = ()
    """Ranges in ``text``."""
    element: Any = None
    """Of a page, the nearest block element around it (lxml); None elsewhere."""
    link_share: float = 0.0
    """The share of its characters that are in links, 0 to 1."""

    @cached_property
    def plain(self) -> str:
        """Lower case, no punctuation at the ends, single spaces."""
        return plain(self.text)

    @cached_property
    def words(self) -> int:
        """Number of its words; of scripts without spaces, what its letters come to."""
        return scripts.words(self.text) if scripts.has_unspaced(self.text) else len(WORD.findall(self.text))

    @cached_property
    def size(self) -> int:
        """Its length in characters, as if it were English: a Chinese character says as much as three letters."""
        return scripts.size(self.text)

    @cached_property
    def is_sentence(self) -> bool:
        """Whether it ends as a sentence does."""
        text = self.text.strip()
        unmarked = UNMARKED.search(text) is not None and self.words >= UNMARKED_WORDS
        return unmarked or SENTENCE_END.search(text) is not None

    @cached_property
    def letters(self) -> str:
        """Its letters and digits alone, in lower case."""
        return letters(self.text)

    @cached_property
    def around(self) -> tuple[Any, ...]:
        """Its element and those around that, the nearest first; empty where it has none."""
        return () if self.element is None else (self.element, *self.element.iterancestors())


def letters(text: str) -> str:
    """Letters and digits alone, in lower case."""
    return NOT_LETTERS.sub("", text.casefold())


def selector(element: Any, named: dict[Any, str | None]) -> str:
    """CSS of the nearest element around a line with an id or a class that people wrote; empty where there is none.

    Args:
        element: of the line; None where it has none.
        named: what was found for elements of the same page; it is added to, so that each element is looked at once.
    """
    return inherited(element, _own_selector, named) or ""


def inherited(element: Any, own: Callable[[Any], Fact | None], answers: dict[Any, Fact | None]) -> Fact | None:
    """What an element or the nearest one around it that has an answer says; None where none has.

    Lists of a hundred levels have thousands of lines: without the answers each line would ask all elements around it.

    Args:
        element: None for no element.
        own: what an element says by itself; None leaves it to the one around it.
        answers: of elements of the same page; it is added to, so that each element is asked once.
    """
    passed, answer = [], None
    while element is not None:
        if element in answers:
            answer = answers[element]
            break
        passed.append(element)
        if (answer := own(element)) is not None:
            break
        element = element.getparent()
    answers.update(dict.fromkeys(passed, answer))
    return answer


def _own_selector(element: Any) -> str | None:
    """CSS of an element by its own id or class; None where neither is in words."""
    if NAMED.fullmatch(name := (element.get("id") or "").strip()):
        return f"#{name}"
    names = [each for each in (element.get("class") or "").split() if NAMED.fullmatch(each)]
    return f"{element.tag}.{names[0]}" if names else None
