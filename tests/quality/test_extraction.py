"""Floors of extraction: they only go up. Our samples everywhere; the shared pages where they are there."""

from __future__ import annotations

import collections
import json
import re
from pathlib import Path

import pytest

from narrator import fetch
from narrator.errors import ArticleError
from narrator.extract import article
from narrator.model import Page
from narrator.settings import Settings
from tests.conftest import SAMPLES

FLOORS = {"html": 0.945, "text": 0.96}


def expected() -> list[Path]:
    return sorted(SAMPLES.glob("*.expected.txt"))


@pytest.mark.parametrize("path", expected(), ids=lambda path: path.name)
def test_a_sample_is_extracted_exactly(path: Path) -> None:
    stem = path.name.removesuffix(".expected.txt")
    source = next(each for each in SAMPLES.glob(f"{stem}.*") if not each.name.endswith(".expected.txt"))
    found = article(fetch.page(str(source), Settings()), Settings())
    text = "\n\n".join(block.text for block in found.blocks if block.kind != "code")
    assert text == path.read_text(encoding="utf-8").strip()


def test_the_seed_is_extracted_exactly(shared: Path) -> None:
    source = next((shared / "seed").glob("000_*.txt"))
    found = article(fetch.page(str(source), Settings()), Settings())
    assert found.text.strip() == (shared / "seed" / "expected.txt").read_text(encoding="utf-8").strip()


@pytest.mark.parametrize("kind", ["html", "text"])
def test_the_shared_pages_stay_above_the_floor(kind: str, shared: Path) -> None:
    folder = shared / "articles"
    rows = [row for row in json.loads((folder / "index.json").read_text()) if kind in row]
    scores = [_score(folder, row, kind) for row in rows]
    precision = sum(p for p, _ in scores) / len(scores)
    recall = sum(r for _, r in scores) / len(scores)
    assert 2 * precision * recall / (precision + recall) >= FLOORS[kind]


def _score(folder: Path, row: dict[str, str], kind: str) -> tuple[float, float]:
    page = Page(
        row[kind], (folder / row[kind]).read_bytes(), content_type="text/html" if kind == "html" else "text/plain"
    )
    try:
        got = article(page, Settings()).text
    except ArticleError:
        got = ""
    gold = (folder / row["gold"]).read_text(encoding="utf-8")
    a, b = _windows(gold), _windows(got)
    hits = sum((a & b).values())
    return hits / max(1, sum(b.values())), hits / max(1, sum(a.values()))


def _windows(text: str) -> collections.Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return (
        collections.Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)))
        if words
        else collections.Counter()
    )


METADATA = {"title": 0.86, "author": 0.89, "publish_date": 0.87}
INVENTED = 0.15
"""Share of the pages without a date or an author in the index for which one was found, at most."""


def test_what_the_shared_pages_say_of_themselves_is_read(shared: Path) -> None:
    folder = shared / "articles"
    rows = [row for row in json.loads((folder / "index.json").read_text()) if row.get("meta")]
    right: collections.Counter[str] = collections.Counter()
    told: collections.Counter[str] = collections.Counter()
    invented = absent = 0
    for row in rows:
        found = article(Page(row["html"], (folder / row["html"]).read_bytes(), content_type="text/html"), Settings())
        got = {"title": found.title, "author": found.byline, "publish_date": (found.published or "")[:10]}
        for key, value in got.items():
            wanted = row["meta"].get(key)
            told[key] += bool(wanted)
            right[key] += bool(wanted) and _same(wanted, value)
            absent += wanted is None and key != "title"
            invented += wanted is None and key != "title" and bool(value)
    assert {key: right[key] / told[key] >= floor for key, floor in METADATA.items()} == dict.fromkeys(METADATA, True)
    assert invented / absent <= INVENTED


def _same(wanted: str, got: str) -> bool:
    left, right = (re.sub(r"\W+|\band\b", " ", each.casefold()).split() for each in (wanted, got))
    return left == right
