"""Pages as different publishing systems make them, of one story of our own: the story is read, and nothing else.

A page of ``cms/`` is the system's markup with the story's parts as ``$p1``; what is expected follows from their order.
"""

from __future__ import annotations

import re
from pathlib import Path
from string import Template

import pytest

from narrator.extract import article
from narrator.model import Article, BlockKind, Page
from narrator.settings import Settings

FOLDER = Path(__file__).with_name("cms")
STORY = dict(
    line.split(" = ", 1) for line in (FOLDER / "story.txt").read_text(encoding="utf-8").splitlines() if " = " in line
)
ABOVE = ("headline", "standfirst")
PAGES = sorted(FOLDER.glob("*.html"))


def found(path: Path, *, standfirst: bool = False) -> Article:
    page = Template(path.read_text(encoding="utf-8")).substitute(STORY)
    return article(Page(path.name, page.encode(), content_type="text/html"), Settings(standfirst=standfirst))


def expected(path: Path) -> list[str]:
    body = path.read_text(encoding="utf-8").partition("<body")[2]
    return [STORY[name] for name in re.findall(r"\$(\w+)", body) if name in STORY and name not in ABOVE]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_story_is_read_and_nothing_else(path: Path) -> None:
    read = [block.text for block in found(path).blocks if block.is_read and block.kind is not BlockKind.TABLE]
    assert read == expected(path)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_standfirst_is_read_once_and_first(path: Path) -> None:
    if "$standfirst" not in path.read_text(encoding="utf-8").partition("<body")[2]:
        pytest.skip("this page has none")
    blocks = [block for block in found(path, standfirst=True).blocks if block.is_read]
    assert [block.kind for block in blocks if block.text == STORY["standfirst"]] == [BlockKind.STANDFIRST]
    assert blocks[0].text == STORY["standfirst"]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_line_that_is_not_read_has_a_rule(path: Path) -> None:
    removed = found(path).removed
    assert removed
    assert all(each.rule for each in removed)
