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
