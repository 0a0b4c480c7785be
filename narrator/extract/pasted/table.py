"""The lines of a pasted page as a table, with the phrases of its language."""

from __future__ import annotations

import re

from narrator.extract.by_wording import is_credited
from narrator.extract.cuts import Cut
from narrator.extract.line import Line
from narrator.extract.table import Table

TIME_CODE = re.compile(r"\d{1,2}:\d\d(?::\d\d)?")
SENTENCE_WORDS = 8
PROSE_ABOVE = 60
"""Words of prose above which a thread of comments, or what looks like one, follows an article."""
MUCH_PROSE = 150


class PastedTable(Table):
    """The lines of a pasted page and the verdict on each."""

    def by_wording(self, index: int) -> Cut | None:
        """The cut that a line's words suggest; a sentence is a caption where it names who took the picture."""
        return self._unless_text(index, super().by_wording(index))

    def at_edge(self, index: int) -> Cut | None:
        """The cut that a line's words suggest at the article's beginning or end."""
        return self._unless_text(index, super().at_edge(index))

    def _unless_text(self, index: int, cut: Cut | None) -> Cut | None:
        # "(R)" ends a sentence about a party too.
        line = self.lines[index]
        is_text = cut is Cut.CREDIT and line.is_sentence and line.words >= SENTENCE_WORDS
        return None if is_text and not is_credited(line) else cut


def prose_of(line: Line, cut: Cut | None) -> int:
    """How many words of prose a line has."""
    return line.words if line.is_sentence and line.words >= 8 and not cut else 0
