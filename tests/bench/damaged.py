"""Whether pages that are read badly carry a doubt: ``python -m tests.bench.damaged FOLDER``.

FOLDER has index.json (a list of id, html and gold, paths in the folder), pages, and their articles as text. Every page is read
as it is, and sixty of them once more, each damaged in one of ten ways. Read badly is an F1 of groups of four words below 0.7;
a page that is refused is no audio and not counted.
"""

from __future__ import annotations

import collections
import json
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from narrator.errors import ArticleError
from narrator.extract import article
from narrator.extract.html.tree import text_of
from narrator.extract.line import letters
from narrator.model import DoubtKind, Page
from narrator.settings import Settings

DAMAGED = 60
BAD = 0.7
OF_THE_WHOLE = (DoubtKind.EXTRACTORS_DISAGREE, DoubtKind.MORE_SHOWN, DoubtKind.WORD_COUNT, DoubtKind.PAYWALL)
"""Doubts that say that the article may be another or not all of it."""


def main() -> None:
    """Print of how many bad pages each set has, how many are doubted, and how many doubted ones are bad."""
    folder = Path(sys.argv[1])
    rows = [row for row in json.loads((folder / "index.json").read_text(encoding="utf-8")) if "html" in row]
    pages = [((folder / row["html"]).read_bytes(), (folder / row["gold"]).read_text(encoding="utf-8")) for row in rows]
    step = max(1, len(pages) // DAMAGED)
    whole = [read(page, gold) for page, gold in pages]
    damaged = [
        read(damage(page, letters(gold), WAYS[number % len(WAYS)]), gold)
        for number, (page, gold) in enumerate(pages[::step][:DAMAGED])
    ]
    for name, found in (("as they are", whole), ("damaged", damaged), ("together", whole + damaged)):
        scored = [each for each in found if each is not None]
        bad = [is_doubted for f1, is_doubted in scored if f1 < BAD]
        doubted = [f1 < BAD for f1, is_doubted in scored if is_doubted]
        print(
            f"{name}: {len(scored)} read; of {len(bad)} bad {sum(bad)} are doubted; of {len(doubted)} doubted {sum(doubted)} are bad"
        )


def read(page: bytes, gold: str) -> tuple[float, bool] | None:
    """The F1 of what is read of a page and whether it is doubted; None for a page that is refused."""
    try:
        found = article(Page("page.html", page, content_type="text/html"), Settings(standfirst=False))
    except ArticleError:
        return None
    wanted, got = groups(gold), groups(found.text)
    hits = sum((wanted & got).values())
    f1 = 2 * hits / max(1, sum(wanted.values()) + sum(got.values()))
    return f1, any(doubt.kind in OF_THE_WHOLE for doubt in found.doubts)


def groups(text: str) -> collections.Counter[tuple[str, ...]]:
    """Every four words that follow each other."""
    words = re.findall(r"\w+", text)
    return collections.Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)))


def damage(page: bytes, gold: str, way: Callable[[Sequence[Any], Any], None]) -> bytes:
    """A page whose article's paragraphs are damaged.

    Args:
        page: its bytes.
        gold: the letters of its article.
        way: what is done to its paragraphs.
    """
    tree = lxml_html.fromstring(page, parser=lxml_html.HTMLParser(encoding="utf-8"))
    texts = ((each, letters(text_of(each))) for each in tree.iter("p"))
    way([each for each, text in texts if len(text) > 60 and text[:60] in gold], tree)
    return bytes(etree.tostring(tree, encoding="utf-8", method="html"))


def _renamed(tag: str) -> Callable[[Sequence[Any], Any], None]:
    def way(paragraphs: Sequence[Any], tree: Any) -> None:
        for each in paragraphs:
            each.tag = tag

    return way


def _boxed(tag: str, name: str) -> Callable[[Sequence[Any], Any], None]:
    def way(paragraphs: Sequence[Any], tree: Any) -> None:
        for number, each in enumerate(paragraphs[len(paragraphs) // 4 :]):
            box = etree.Element(tag)
            box.set("class", name.format(number))
            each.getparent().replace(each, box)
            box.append(each)

    return way


def _dropped(share: float) -> Callable[[Sequence[Any], Any], None]:
    def way(paragraphs: Sequence[Any], tree: Any) -> None:
        for each in paragraphs[int(share * len(paragraphs)) :]:
            each.drop_tree()

    return way


def _cut_off(paragraphs: Sequence[Any], tree: Any) -> None:
    """The page ends in the middle of its elements."""
    every = list(tree.iter())
    for each in every[len(every) // 2 :]:
        if each.getparent() is not None:
            each.getparent().remove(each)


def _hidden(paragraphs: Sequence[Any], tree: Any) -> None:
    for each in paragraphs[::2]:
        each.set("style", "display:none")


def _linked(paragraphs: Sequence[Any], tree: Any) -> None:
    for each in paragraphs[len(paragraphs) // 3 :]:
        text, tail = text_of(each), each.tail
        each.clear()
        each.tail = tail
        etree.SubElement(each, "a", href="/x").text = text


def _moved(paragraphs: Sequence[Any], tree: Any) -> None:
    """The paragraphs stand at the end of the page, each in a box of its own."""
    for each in paragraphs[1:]:
        etree.SubElement(tree.find("body"), "div").append(each)


WAYS = (
    _dropped(1 / 3),
    _renamed("span"),
    _dropped(0),
    _cut_off,
    _hidden,
    _boxed("div", "promo-{}"),
    _boxed("aside", "related sidebar"),
    _linked,
    _moved,
    _renamed("li"),
)

if __name__ == "__main__":
    main()
