"""What is known of each line of a pasted page, as numbers: what it looks like, and where it stands to prose and to the run.

The numbers have names, and ``weights.tsv`` has a weight for each; see ``choice.py``. None of them is a word of a
language: those are in the phrases that the cuts come from.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

from narrator.extract.cuts import Cut
from narrator.extract.line import WORD, Line
from narrator.extract.notes import is_bio
from narrator.extract.pasted.runs import Labelled
from narrator.extract.pasted.table import PastedTable, prose_of

Numbers = dict[str, float]
"""What is known of a line, 0 to 1 by name; what is not named is 0."""

SIZES = (2, 4, 7, 12, 20, 35, 60)
"""Words from which a line is of the next size."""
GLUED_NOTE = re.compile(r"[^\W\d_]{3}[.!?]\d{1,2}\s*$")
"""A sentence with the number of a footnote at its end: "the vote.3"."""
NEAR_SIZES = (4, 12, 25)
GROUPS = (2, 4, 10)
"""Lines that stand together from which a group is of the next size."""
CONTENT = re.compile(r"[^\W\d_]{4,}")
INNER_END = re.compile(r"[.!?…]['\"”’»)]?\s+[\"“„«(]?[A-ZÀ-ÞЀ-Я]")
SIGNS = {
    "at": re.compile("@"),
    "address": re.compile(r"://|www\."),
    "rights": re.compile("©"),
    "bar": re.compile(r"[|·•›»/]"),
    "dash": re.compile(r"\s[–—-]\s"),
    "quote": re.compile('["“”„«»]'),
    "colon": re.compile(":$"),
    "question": re.compile(r"\?$"),
    "exclaims": re.compile("!$"),
    "breaks-off": re.compile(r"(?:…|\.\.\.)$"),
}
REACHES = (1, 2, 3, 6, 12)
"""Lines above and below in which the share of what the run reads is asked for."""
DENSE_REACH = 6
SIGNED_REACH = 4
MOST_WORDS = 60
"""Words of a line that count as read: a longer one is a paragraph like others."""
ASKED_WORDS = 200
EDGE_SHARES = (0.02, 0.05, 0.1, 0.2)
EDGE_WORDS = (15, 40)
FEW_PROSE = 20


def of_lines(table: PastedTable, labelled: Sequence[Labelled], read: Sequence[bool]) -> Iterator[Numbers]:
    """What is known of each line, one line at a time.

    Args:
        table: the lines.
        labelled: the same, with what the passes say of them.
        read: whether the best run reads the line.
    """
    lines = table.lines
    kinds = [f"{_end(line)}-{bisect_right(NEAR_SIZES, line.words)}" for line in lines]
    parts = (_signed(table), _repeats(lines), _prose(labelled), _beside_run(lines, read), _said_elsewhere(table, read))
    for index, (each, *more) in enumerate(zip(labelled, *parts, strict=True)):
        numbers = _own(table, index, each)
        for part in more:
            numbers.update(part)
        if index:
            numbers[f"previous-{kinds[index - 1]}"] = 1
        if index + 1 < len(lines):
            numbers[f"next-{kinds[index + 1]}"] = 1
        yield numbers


def _end(line: Line) -> str:
    return "sentence" if line.is_sentence or GLUED_NOTE.search(line.text) else "other"


def _own(table: PastedTable, index: int, each: Labelled) -> Numbers:
    """What a line looks like by itself."""
    line, text, known = each.line, each.line.text.strip(), table.phrases
    end = _end(line)
    cut = each.cut or table.at_edge(index)
    initials = [word[0] for word in text.split()[1:] if word[0].isalpha()]
    said = {word.casefold() for word in WORD.findall(text.replace("’", "'"))}
    asks = {word.group().casefold() for word in known.ask_words.finditer(text)} if line.words < ASKED_WORDS else ()
    we, you = not said.isdisjoint(known.we), not said.isdisjoint(known.asker - known.we)
    return {
        f"{end}-{bisect_right(SIZES, line.words)}": 1,
        f"{end}-group-{bisect_right(GROUPS, each.group)}": 1,
        f"{end}-capitals": sum(map(str.isupper, initials)) / len(initials) if initials else 0.5,
        f"cut-{cut}" if each.cut else f"edge-{cut}": 1,
        "upper": text.isupper(),
        "small-start": text[:1].islower(),
        "digits": min(1, 4 * sum(map(str.isdigit, text)) / max(1, len(text))),
        "commas": min(4, text.count(",")) / 4,
        "inner-ends": min(3, len(INNER_END.findall(text))) / 3,
        "we": we,
        "you": you,
        "we-and-you": we and you,
        "asks": min(3, len(asks)) / 3,
        "imperative": line.plain.startswith(known.imperatives),
        "bio": is_bio(line, ""),
        "listed": each.listed,
        "among-titles": each.titles,
        "gap": each.gap,
        **{name: 1 for name, sign in SIGNS.items() if sign.search(text)},
    }


def _signed(table: PastedTable) -> Iterator[Numbers]:
    """Whether a byline or a date stands right above a line, as above an article, or right below, as below its standfirst."""
    signs = _sums([table.at_edge(index) in (Cut.BYLINE, Cut.DATE) for index in range(len(table.lines))])
    last = len(table.lines)
    for index, line in enumerate(table.lines):
        yield {
            f"{_end(line)}-under-byline": signs[index] > signs[max(0, index - SIGNED_REACH)],
            f"{_end(line)}-above-byline": signs[min(last, index + 1 + SIGNED_REACH)] > signs[index + 1],
        }


def _repeats(lines: Sequence[Line]) -> Iterator[Numbers]:
    """Whether the same line stands on the page more than once."""
    times = Counter(line.plain for line in lines)
    for line in lines:
        yield {"twice": times[line.plain] > 1, "thrice": times[line.plain] > 2}


def _prose(labelled: Sequence[Labelled]) -> Iterator[Numbers]:
    """How much of the page's prose stands above a line, below it and around it."""
    lines = [each.line for each in labelled]
    sums = _sums([prose_of(each.line, each.cut) for each in labelled])
    whole = sums[-1] or 1
    around = [
        sums[min(len(lines), index + DENSE_REACH + 1)] - sums[max(0, index - DENSE_REACH)]
        for index in range(len(lines))
    ]
    densest = max(around, default=0) or 1
    for index, line in enumerate(lines):
        end = _end(line)
        above, below = sums[index], sums[-1] - sums[index + 1]
        yield {
            f"{end}-prose-above": above / whole,
            f"{end}-prose-below": below / whole,
            f"{end}-prose-around": around[index] / densest,
            f"{end}-little-above": above < FEW_PROSE,
            f"{end}-little-below": below < FEW_PROSE,
            f"{end}-first-twentieth": above < 0.05 * whole,
            f"{end}-last-twentieth": below < 0.05 * whole,
        }


def _beside_run(lines: Sequence[Line], read: Sequence[bool]) -> Iterator[Numbers]:
    """How much of what stands near a line the run reads, and how much of the run is above and below it."""
    words = [min(MOST_WORDS, line.words) for line in lines]
    all_words = _sums(words)
    run = _sums([count if is_read else 0 for count, is_read in zip(words, read, strict=True)])
    whole = run[-1] or 1
    for index in range(len(lines)):
        numbers: Numbers = {"read": read[index]}
        for reach in REACHES:
            for side, begin, end in (
                ("above", max(0, index - reach), index),
                ("below", index + 1, min(len(lines), index + 1 + reach)),
            ):
                beside = all_words[end] - all_words[begin] if end > begin else 0
                numbers[f"read-{side}-{reach}"] = (run[end] - run[begin]) / beside if beside else 0
        for side, share in (("above", run[index]), ("below", run[-1] - run[index + 1])):
            numbers[f"run-{side}"] = share / whole
            numbers.update({f"run-{side}-under-{most}": share < most * whole for most in EDGE_SHARES})
            numbers.update({f"run-{side}-under-{most}-words": share < most for most in EDGE_WORDS})
        yield numbers


def _said_elsewhere(table: PastedTable, read: Sequence[bool]) -> Iterator[Numbers]:
    """Which share of a line's longer words the other lines of the run say too."""
    words = [{word.casefold() for word in CONTENT.findall(line.text)} for line in table.lines]
    times = Counter(word for said, is_read in zip(words, read, strict=True) if is_read for word in said)
    for said, is_read in zip(words, read, strict=True):
        elsewhere = [times[word] - is_read for word in said]
        yield {
            "said-elsewhere": sum(count > 0 for count in elsewhere) / len(said) if said else 0.5,
            "said-often": sum(count > 2 for count in elsewhere) / len(said) if said else 0.3,
        }


def _sums(values: Sequence[int]) -> list[int]:
    return list(accumulate(values, initial=0))
