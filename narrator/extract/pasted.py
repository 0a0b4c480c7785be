"""The article out of a copied page: each line gets a label, then the best contiguous run is taken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from narrator.extract.lines import (
    Line,
    Phrases,
    edge_rule,
    ends_article,
    heads_tail,
    is_bio,
    is_credit,
    is_teaser,
    rule,
)
from narrator.model import Block, BlockKind, Removed

BULLET = re.compile(r"^\s*(?:[•▪◦‣*·]|[-–—]\s)\s*")
NUMBERED = re.compile(r"^\s*(\d{1,2})[.)]\s+(?=\S)")
HEADLINE_REACH = 14
SHORT = 5


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line with its rule (empty for what may be the article) and what it is worth to a run."""

    line: Line
    rule: str
    worth: float


def article(
    text: str, known: Phrases, keep: re.Pattern[str] | None = None
) -> tuple[str, str, tuple[Block, ...], tuple[Removed, ...]]:
    """Headline, byline, blocks and removed lines of a pasted page; no blocks where there is no article."""
    labelled = _labelled(_paragraphs(text), known, keep)
    start, end = _trimmed(labelled, *_best_run(labelled), known)
    kept: list[Block] = []
    removed: list[Removed] = []
    for index, each in enumerate(labelled):
        inside = start <= index < end
        if inside and not each.rule:
            kept.append(_block(each.line))
        else:
            removed.append(Removed(each.line.text, each.rule or "outside-article", len(kept) if index < end else -1))
    title, byline = _headline(labelled, start, known)
    placed = tuple(Removed(r.text, r.rule, len(kept) if r.before < 0 else r.before) for r in removed)
    return title, byline, tuple(kept), placed


def _paragraphs(text: str) -> list[str]:
    """Lines; where the text is hard-wrapped, the lines of a paragraph joined."""
    lines = [line.strip() for line in text.splitlines()]
    filled = [line for line in lines if line]
    wrapped = sum(50 <= len(line) <= 100 and not re.search(r"[.!?:\"”]$", line) for line in filled)
    if len(filled) < 8 or max(map(len, filled)) > 140 or wrapped < 0.5 * len(filled):
        return filled
    out: list[str] = []
    fresh = True
    for line in lines:
        if not line:
            fresh = True
        elif fresh:
            out.append(line)
            fresh = False
        else:
            out[-1] += " " + line
    return out


def _labelled(lines: Sequence[str], known: Phrases, keep: re.Pattern[str] | None) -> list[Labelled]:
    out = []
    for text in lines:
        line = Line(text)
        found = (
            ""
            if keep and keep.search(text)
            else rule(line, known)
            or ("teaser" if is_teaser(line) else "")
            or ("credit" if is_credit(line, known) else "")
        )
        if ends_article(line):
            found = "comments"
        elif heads_tail(line, known):
            found = "tail-heading"
        out.append(Labelled(line, found, _worth(line, found)))
    return _without_comments(out)


def _without_comments(labelled: list[Labelled]) -> list[Labelled]:
    """What follows the head of the readers' comments, unless that stands above most of the text."""
    total = sum(max(0.0, each.worth) for each in labelled) or 1.0
    behind = 0.0
    for index in range(len(labelled) - 1, -1, -1):
        if labelled[index].rule == "comments" and behind < 0.6 * total:
            tail = [Labelled(each.line, each.rule or "comments", -5.0) for each in labelled[index:]]
            return [*labelled[:index], *tail]
        behind += max(0.0, labelled[index].worth)
    return labelled


def _worth(line: Line, found: str) -> float:
    """Words of sentences count for a run, furniture against it; headings and list items cost little."""
    costs = {
        "tail-heading": -25.0,
        "ask": -30.0,
        "teaser": -25.0,
        "footer": -60.0,
        "read-more": -6.0,
        "credit": -4.0,
        "interface": -5.0,
    }
    if found:
        return costs.get(found, -3.0)
    if line.is_sentence and line.words >= SHORT:
        return float(min(60, line.words))
    if line.words >= 25:
        return 12.0
    return 2.0 if line.is_sentence else -3.5 if line.words >= 4 else -6.0


def _best_run(labelled: Sequence[Labelled]) -> tuple[int, int]:
    """The half-open range of lines with the greatest sum."""
    best = (0.0, 0, 0)
    total, start = 0.0, 0
    for index, each in enumerate(labelled):
        if total <= 0:
            total, start = 0.0, index
        total += each.worth
        if total > best[0]:
            best = (total, start, index + 1)
    return best[1], best[2]


def _trimmed(labelled: Sequence[Labelled], start: int, end: int, known: Phrases) -> tuple[int, int]:
    """The run without what is furniture at its edges."""
    while start < end and (labelled[start].rule or edge_rule(labelled[start].line, known)):
        start += 1
    while end > start and (labelled[end - 1].rule or edge_rule(labelled[end - 1].line, known)):
        end -= 1
    while end > start and (
        labelled[end - 1].rule
        or is_bio(labelled[end - 1].line, "")
        or (not labelled[end - 1].line.is_sentence and labelled[end - 1].line.words < 12)
    ):
        end -= 1
    return start, end


def _headline(labelled: Sequence[Labelled], start: int, known: Phrases) -> tuple[str, str]:
    """The headline above the run, known by the byline or date under it; nothing where neither is there."""
    above = labelled[max(0, start - HEADLINE_REACH) : start]
    marks = [i for i, each in enumerate(above) if edge_rule(each.line, known) in ("byline", "date", "counter")]
    if not marks:
        return "", ""
    byline = next((above[i].line.text for i in marks if edge_rule(above[i].line, known) == "byline"), "")
    for each in reversed(above[: marks[0]]):
        furniture = each.rule or edge_rule(each.line, known)
        if not furniture and 4 <= each.line.words <= 25 and not each.line.text.rstrip().endswith("."):
            return each.line.text, _name(byline, known)
    return "", _name(byline, known)


def _name(byline: str, known: Phrases) -> str:
    lower = byline.casefold()
    first = next((word for word in known.byline if lower.startswith(word + " ")), "")
    return byline[len(first) :].strip(" :") if first else byline


def _block(line: Line) -> Block:
    if numbered := NUMBERED.match(line.text):
        return Block(BlockKind.ITEM, line.text[numbered.end() :], level=1, number=int(numbered.group(1)))
    if bullet := BULLET.match(line.text):
        return Block(BlockKind.ITEM, line.text[bullet.end() :], level=1)
    if not line.is_sentence and line.words <= 14 and line.text[:1].isupper():
        return Block(BlockKind.HEADING, line.text, level=2)
    return Block(BlockKind.PARAGRAPH, line.text)
