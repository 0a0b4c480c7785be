"""Floors of extraction: they only go up. Our samples everywhere; the shared pages where they are there."""

from __future__ import annotations

import collections
import hashlib
import json
import re
from functools import lru_cache
from pathlib import Path

import pytest

from narrator import fetch
from narrator.errors import ArticleError
from narrator.extract import article
from narrator.model import Page
from narrator.settings import Settings
from tests.conftest import SAMPLES

SETTINGS = Settings(standfirst=False)
"""As the texts are that people marked: without the summary below the headline."""

FLOORS = {
    ("html", ""): (0.968, 0.53),
    ("html", "zyte"): (0.988, 0.60),
    ("html", "synth"): (0.994, 0.75),
    ("html", "fundus"): (0.985, 0.70),
    ("nameless", "zyte"): (0.975, 0.45),
    ("nameless", "synth"): (0.990, 0.65),
    ("text", ""): (0.965, 0.30),
    ("text", "zyte"): (0.970, 0.20),
    ("text", "synth"): (0.990, 0.60),
}
"""4-gram F1 and the share of exact texts, by what the page is given as and how its name begins.

Of nameless pages every class and id is another word: what is left is what unknown publishers have too.
"""


def expected() -> list[Path]:
    return sorted(SAMPLES.glob("*.expected.txt"))


@pytest.mark.parametrize("path", expected(), ids=lambda path: path.name)
def test_a_sample_is_extracted_exactly(path: Path) -> None:
    stem = path.name.removesuffix(".expected.txt")
    source = next(each for each in SAMPLES.glob(f"{stem}.*") if not each.name.endswith(".expected.txt"))
    found = article(fetch.page(str(source), SETTINGS), SETTINGS)
    text = "\n\n".join(block.text for block in found.blocks if block.is_read and block.kind != "code")
    assert text == path.read_text(encoding="utf-8").strip()


def test_the_seed_is_extracted_exactly(shared: Path) -> None:
    source = next((shared / "seed").glob("000_*.txt"))
    found = article(fetch.page(str(source), SETTINGS), SETTINGS)
    assert found.text.strip() == (shared / "seed" / "expected.txt").read_text(encoding="utf-8").strip()


@pytest.mark.parametrize(("kind", "group"), FLOORS)
def test_the_shared_pages_stay_above_the_floor(kind: str, group: str, shared: Path) -> None:
    folder = shared / "articles"
    given = "text" if kind == "text" else "html"
    rows = [row for row in json.loads((folder / "index.json").read_text()) if given in row]
    scores = [_score(folder, row[given], row["gold"], kind) for row in rows if row["id"].startswith(group)]
    precision = sum(p for p, _, _ in scores) / len(scores)
    recall = sum(r for _, r, _ in scores) / len(scores)
    exact = sum(is_exact for _, _, is_exact in scores) / len(scores)
    least, least_exact = FLOORS[kind, group]
    assert 2 * precision * recall / (precision + recall) >= least
    assert exact >= least_exact


@lru_cache(maxsize=200)
def _score(folder: Path, name: str, gold_name: str, kind: str) -> tuple[float, float, bool]:
    body = (folder / name).read_bytes()
    body = NAMES.sub(_renamed, body) if kind == "nameless" else body
    page = Page(name, body, content_type="text/plain" if kind == "text" else "text/html")
    try:
        got = article(page, SETTINGS).text
    except ArticleError:
        got = ""
    gold = (folder / gold_name).read_text(encoding="utf-8")
    a, b = _windows(gold), _windows(got)
    hits = sum((a & b).values())
    is_exact = re.findall(r"\w+", gold) == re.findall(r"\w+", got)
    return hits / max(1, sum(b.values())), hits / max(1, sum(a.values())), is_exact


NAMES = re.compile(rb"""(\b(?:class|id)\s*=\s*)("[^"<>]*"|'[^'<>]*')""")


def _renamed(match: re.Match[bytes]) -> bytes:
    words = (hashlib.sha256(word).hexdigest()[:8].encode() for word in match.group(2)[1:-1].split())
    return match.group(1) + b'"' + b" ".join(words) + b'"'


def _windows(text: str) -> collections.Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return (
        collections.Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)))
        if words
        else collections.Counter()
    )


LEAKS = 0.035


def test_what_must_not_be_read_of_pasted_pages_is_not(shared: Path) -> None:
    folder = shared / "articles"
    told = leaked = 0
    for row in json.loads((folder / "index.json").read_text()):
        if "text" not in row:
            continue
        page = Page(row["text"], (folder / row["text"]).read_bytes(), content_type="text/plain")
        read = _flat(article(page, SETTINGS).text)
        wanted = [each["text"] for each in row.get("must_not", []) if len(re.findall(r"\w+", each["text"])) >= 3]
        told += len(wanted)
        leaked += sum(_flat(each) in read for each in wanted)
    assert leaked / told <= LEAKS


def _flat(text: str) -> str:
    return " ".join(["", *re.findall(r"\w+", text), ""]).lower()


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
        found = article(Page(row["html"], (folder / row["html"]).read_bytes(), content_type="text/html"), SETTINGS)
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
