"""Fits the weights that choose the lines of pasted pages: ``python -m tests.bench.pasted_weights FOLDER... > weights.tsv``.

FOLDER has index.json (a list of id, text and gold, paths in the folder), copied pages, and their articles as text. A line is of
the article if most of its groups of four words are; the weights are those of a logistic regression in which each page
counts the same and a line by its length. Each half of the pages is first read with the weights of the other half, and the
F1 of both goes to standard error: that is what to expect of pages nobody has seen.
"""

from __future__ import annotations

import collections
import difflib
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from narrator.extract.pasted import choice, known_of
from narrator.extract.pasted.features import Numbers
from narrator.extract.pasted.runs import Labelled
from narrator.settings import Settings

RIDGE = 20.0
"""How much a weight has to earn: the larger, the smaller the weights."""
STEPS = 12
SHORT = 5
"""Words below which a line is found by its place among the article's lines, since its words stand anywhere."""
OF_ARTICLE = 0.6
LEAST_PAGES = 12
"""Pages in which a number has to be there to have a weight."""
LINE_POWER = 0.6
LONGEST = 60


@dataclass(frozen=True)
class Copied:
    """A copied page, what is known of its lines, and which of them are the article."""

    lines: list[Labelled]
    numbers: list[Numbers]
    is_article: list[bool]
    gold: str


def main() -> None:
    """Print the weights; what halves of the pages say of each other goes to standard error."""
    pages = [page for folder in sys.argv[1:] for page in read(Path(folder))]
    halves = (pages[::2], pages[1::2])
    for learnt, seen in (halves, halves[::-1]):
        print(f"F1 {f1_of(seen, fitted(learnt)):.4f} of {len(seen)} pages not fitted to", file=sys.stderr)
    found = fitted(pages)
    print(f"F1 {f1_of(pages, found):.4f} of the {len(pages)} pages fitted to", file=sys.stderr)
    print(
        "# Of each number that is known of a line (features.py) its weight; made by python -m tests.bench.pasted_weights."
    )
    for name, weight in sorted(found.items()):
        print(f"{name}\t{weight:.3f}")


def read(folder: Path) -> list[Copied]:
    """The copied pages of a folder."""
    rows = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    out = []
    for row in rows:
        if "text" in row and not row.get("suspect_gold"):
            gold = (folder / row["gold"]).read_text(encoding="utf-8")
            text = (folder / row["text"]).read_text(encoding="utf-8", errors="replace")
            lines, numbers = known_of(text, Settings())
            out.append(Copied(lines, numbers, of_article([each.line.text for each in lines], gold), gold))
    return out


def groups(text: str) -> collections.Counter[tuple[str, ...]]:
    """Groups of four words, with how often each is there."""
    words = re.findall(r"\w+", text)
    return collections.Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))


def plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def of_article(lines: Sequence[str], gold: str) -> list[bool]:
    """Which lines of a copied page are the article's."""
    named, wanted, all_groups = (
        [plain(line) for line in lines],
        [plain(line) for line in gold.splitlines()],
        groups(gold),
    )
    blocks = difflib.SequenceMatcher(None, named, wanted, autojunk=False).get_matching_blocks()
    in_place = {at for block in blocks for at in range(block.a, block.a + block.size)}
    times = collections.Counter(named)
    out = []
    for at, line in enumerate(lines):
        own = groups(line)
        if at in in_place or len(named[at].split()) < SHORT or times[named[at]] > 1:
            out.append(at in in_place)
        else:
            out.append(sum((own & all_groups).values()) >= OF_ARTICLE * sum(own.values()))
    return out


def fitted(pages: Sequence[Copied]) -> dict[str, float]:
    """Weights by name: logistic regression with a ridge, by Newton's method."""
    many = collections.Counter(name for page in pages for name in {name for each in page.numbers for name in each})
    names = ["always", *sorted(name for name, count in many.items() if count >= LEAST_PAGES)]
    place = {name: at for at, name in enumerate(names)}
    known = np.zeros((sum(len(page.lines) for page in pages), len(names)), np.float64)
    known[:, 0] = 1
    rows = (each for page in pages for each in page.numbers)
    for at, numbers in enumerate(rows):
        for name, value in numbers.items():
            if name in place:
                known[at, place[name]] = value
    wanted = np.array([yes for page in pages for yes in page.is_article], float)
    counts = np.concatenate([line_counts(page) for page in pages])
    counts *= len(counts) / counts.sum()
    ridge = np.full(len(names), RIDGE)
    ridge[0] = 1e-3
    weights = np.zeros(len(names))
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-(known @ weights)))
        slope = known.T @ (counts * (wanted - likely)) - ridge * weights
        curve = (known * (counts * likely * (1 - likely))[:, None]).T @ known + np.diag(ridge)
        weights += np.linalg.solve(curve, slope)
    return dict(zip(names, weights.tolist(), strict=True))


def line_counts(page: Copied) -> np.ndarray:
    """How much each line of a page counts; all of a page together 1."""
    counts = np.array([max(0.5, min(LONGEST, each.line.words)) ** LINE_POWER for each in page.lines])
    return counts / counts.sum()


def f1_of(pages: Sequence[Copied], weights: dict[str, float]) -> float:
    """F1 of groups of four words, of the means of precision and recall."""
    precision, recall = [], []
    for page in pages:
        picks = choice.chosen(page.lines, page.numbers, weights)
        text = "\n".join(each.line.text for each, is_read in zip(page.lines, picks, strict=True) if is_read)
        got, wanted = groups(text), groups(page.gold)
        hits = sum((got & wanted).values())
        precision.append(hits / sum(got.values()))
        recall.append(hits / sum(wanted.values()))
    means = float(np.mean(precision)), float(np.mean(recall))
    return 2 * means[0] * means[1] / sum(means)


if __name__ == "__main__":
    main()
