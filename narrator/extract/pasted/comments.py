"""Readers' comments below a pasted article, found by the stamps between them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from narrator.extract.by_wording import CLOCK, NUMBER_ONLY, YEAR, at_edge, ends_article
from narrator.extract.cuts import Cut
from narrator.extract.line import Line
from narrator.extract.pasted.runs import is_headline
from narrator.extract.pasted.table import MUCH_PROSE, PROSE_ABOVE, PastedTable, prose_of
from narrator.extract.table import Verdicts
from narrator.extract.wording import Phrases

SAYS = re.compile(r"^.{2,70}\s(?:says|said|sagt|schreibt|dice|dit|a dit|пише|каже)\s?:$", re.IGNORECASE)
COMMENT_COUNT = re.compile(
    r"(?:\d+|one|no)\s(?:thoughts?|responses?|replies|comments?)\s(?:on|to)\b|.{0,20}\bcomments are closed|kommentare sind geschlossen|les commentaires sont fermés|comentarios cerrados",
    re.IGNORECASE,
)


def thread(table: PastedTable) -> Verdicts:
    """The readers' comments, to the end of the page."""
    begin = _first_comment(table)
    if begin is not None:
        yield from ((index, Cut.COMMENTS) for index in range(begin, len(table.lines)))


def _first_comment(table: PastedTable) -> int | None:
    """Where the readers' comments begin: under their head, or at the first of several who said when they wrote."""
    lines, known = table.lines, table.phrases
    prose = [prose_of(line, cut) for line, cut in zip(lines, table.cuts, strict=True)]
    whole = sum(prose) or 1
    stamps = [index for index, line in enumerate(lines) if is_stamp(line, known)]
    heads = {index for index, line in enumerate(lines) if ends_article(line) or COMMENT_COUNT.match(line.plain)}
    above = 0
    last = {lines[index].plain: index for index in sorted(heads)}
    for index, line in enumerate(lines):
        at = bisect_right(stamps, index)
        later = len(stamps) - at
        if index in heads:
            sure = later >= 2 or index == last[line.plain] or NUMBER_ONLY.match(line.plain) is not None
            if above >= (PROSE_ABOVE if later >= 2 else min(0.4 * whole, MUCH_PROSE)) and sure:
                return index
        elif at and stamps[at - 1] == index and above >= MUCH_PROSE and _talks(stamps[at - 1 : at + 1], prose):
            named = index > 0 and is_headline(lines[index - 1]) and lines[index - 1].words <= 4
            return index - 1 if named else index
        above += prose[index]
    return None


def _talks(stamps: Sequence[int], prose: Sequence[int]) -> bool:
    """Whether at least two stamps have something said under them."""
    return len(stamps) >= 2 and all(sum(prose[at + 1 : at + 6]) for at in stamps[:2]) and stamps[1] - stamps[0] <= 15


def is_stamp(line: Line, known: Phrases) -> bool:
    """Whether a line says who commented, or when: "August 8, 2025 at 3:17 pm", "Jane | August 8, 2025", "Jane says:"."""
    text = line.text.strip()
    if line.words > 14 or SAYS.match(text):
        return line.words <= 14 and SAYS.match(text) is not None
    last = re.split(r"\s+[|·•]\s+", text)[-1]
    dated = NUMBER_ONLY.fullmatch(last) is None and at_edge(Line(last), known) is Cut.DATE
    return dated and (CLOCK.search(text) is not None or (last != text and YEAR.search(last) is not None))
