"""Pictures of the article: which ones, where they stand, and with what caption, credit and address."""

from __future__ import annotations

import pytest

from narrator.extract import article
from narrator.model import Block, BlockKind, Page
from narrator.settings import Settings

FIRST = "The lamp keeper of Sund has lit the lamp at the end of the mole every night for thirty-one years."
SECOND = "From next month a switch in the harbor office will do it, and nobody will have to walk out in the wind."
THIRD = "The council says that the switch costs less than the oil did, and that the keeper may keep his house."


def blocks(inside: str, *, after: str = "", captions: bool = False) -> tuple[Block, ...]:
    body = f"<article><h1>The last lamp keeper</h1><p>{FIRST}</p>{inside}<p>{SECOND}</p><p>{THIRD}</p></article>{after}"
    page = Page(
        "-",
        f"<html lang=en><body>{body}</body></html>".encode(),
        url="https://example.org/a/b",
        content_type="text/html",
    )
    return article(page, Settings(captions=captions)).blocks


def figures(inside: str, *, after: str = "") -> list[Block]:
    return [block for block in blocks(inside, after=after) if block.kind is BlockKind.FIGURE]


FIGURE = (
    "<figure><img src='/img/lamp.jpg' alt='A lamp in fog'><figcaption>The lamp at the end of the <em>mole</em>. "
    "<span class='credit'>Ada Linn</span></figcaption></figure>"
)


def test_a_figure_has_picture_caption_credit_and_alternative_text() -> None:
    figure = figures(FIGURE)[0]
    assert figure.text == "The lamp at the end of the mole."
    assert figure.image
    assert (figure.image.url, figure.image.credit, figure.image.alt) == (
        "https://example.org/img/lamp.jpg",
        "Ada Linn",
        "A lamp in fog",
    )
    assert [figure.text[mark.start : mark.end] for mark in figure.marks] == ["mole"]


def test_a_figure_stands_where_the_page_has_it_and_is_not_read() -> None:
    found = blocks(FIGURE)
    assert [block.kind for block in found] == [
        BlockKind.PARAGRAPH,
        BlockKind.FIGURE,
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
    ]
    assert [block.is_read for block in found] == [True, False, True, True]


def test_a_caption_that_is_read_is_no_text_of_the_figure() -> None:
    found = blocks(FIGURE, captions=True)
    assert [block.text for block in found if block.kind is BlockKind.CAPTION] == ["The lamp at the end of the mole."]
    assert [block.text for block in found if block.kind is BlockKind.FIGURE] == [""]


ADDRESSES = [
    ("<img src='data:image/gif;base64,R0' data-src='/lazy.jpg'>", "https://example.org/lazy.jpg"),
    ("<img src='' srcset='/small.jpg 400w, /large.jpg 1200w'>", "https://example.org/large.jpg"),
    ("<picture><source srcset='/wide.webp 2x'><img></picture>", "https://example.org/wide.webp"),
    ("<a href='/full.jpg'><img src='/thumb.jpg'></a>", "https://example.org/thumb.jpg"),
]


@pytest.mark.parametrize(("inside", "address"), ADDRESSES)
def test_the_picture_itself_is_found(inside: str, address: str) -> None:
    assert [block.image and block.image.url for block in figures(f"<div>{inside}</div>")] == [address]


NONE = {
    "an icon": "<img src='/icon-share.svg'>",
    "a pixel": "<img src='/p.gif' width=1 height=1>",
    "a script": "<img src='javascript:alert(1)'>",
    "a teaser": "<a href='/other'><img src='/other.jpg'></a>",
    "furniture": "<div class='related'><img src='/other.jpg'></div>",
    "an aside": "<aside><img src='/other.jpg'></aside>",
    "a formula": "<p>It is <img class='tex' src='/f.png' alt='x'> now.</p>",
}


@pytest.mark.parametrize("inside", NONE.values(), ids=NONE.keys())
def test_signs_and_pictures_of_other_articles_are_no_figures(inside: str) -> None:
    assert figures(inside) == []


def test_a_picture_below_the_article_is_none_of_its_figures() -> None:
    assert figures("", after="<div><ul><li><a href='/x'><img src='/x.jpg'>Another</a></li></ul></div>") == []


def test_the_same_picture_in_two_sizes_is_one_figure() -> None:
    assert len(figures("<p><img src='/lamp-400x300.jpg'></p><p><img src='/lamp-800x600.jpg'></p>")) == 1
