"""What the choice of a page's pieces is told of single lines, and what the user wants."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of single lines, and what the user wants."""

    judge: Callable[[str], str]
    """The rule by which a line at an article's edge is not the article's, empty where it is."""
    is_note: Callable[[str], bool]
    """Whether a line is a correction or an editor's note."""
    ends: Callable[[str], bool]
    """Whether a heading is that of the readers' comments."""
    is_reply: Callable[[str], bool]
    """Whether a line lets a reader reply to another, or says who spoke."""
    keep: Callable[[str], object]
    """Whether a line is read whatever the rules say."""
    captions: bool
    """Whether captions are read."""
    host: str = ""
    """Of the page's address, where it is known."""
