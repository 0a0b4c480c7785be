"""What the reading of a page is not sure of, as doubts of the article."""

from __future__ import annotations

import json

import pytest

from narrator.extract import article
from narrator.model import Article, DoubtKind, Page
from narrator.settings import Settings

PROSE = "The council met on Monday and spoke about the bridge for three hours before it voted to keep it open for another year. "
BODY = "".join(f"<p>{PROSE}Paragraph {number} ends here, where the river turns.</p>" for number in range(5))


def read(body: str = BODY, **facts: object) -> Article:
    linked = json.dumps({"@type": "NewsArticle", "headline": "The bridge stays open", **facts})
    html = (
        f'<html lang="en"><head><title>The bridge stays open</title><script type="application/ld+json">{linked}</script>'
        f"</head><body><article><h1>The bridge stays open</h1>{body}</article></body></html>"
    )
    return article(Page("a.html", html.encode(), content_type="text/html"), Settings())


def kinds(found: Article) -> set[DoubtKind]:
    return {doubt.kind for doubt in found.doubts}


def test_a_plain_article_is_not_doubted() -> None:
    assert kinds(read()) == set()


@pytest.mark.parametrize("count", [400, "1,200", 100])
def test_a_word_count_that_is_far_from_what_is_read_is_a_doubt(count: object) -> None:
    assert (DoubtKind.WORD_COUNT in kinds(read(wordCount=count))) is (count != 100)


@pytest.mark.parametrize("count", [150, 0, -3, "many", None, [150], "99999999999999"])
def test_a_word_count_that_fits_or_is_none_is_no_doubt(count: object) -> None:
    assert kinds(read(wordCount=count)) == set()


@pytest.mark.parametrize("said", [False, "False", "false", "http://schema.org/False"])
def test_the_beginning_of_a_paid_article_is_a_doubt(said: object) -> None:
    found = read(isAccessibleForFree=said)
    assert kinds(found) == {DoubtKind.PAYWALL}
    assert "beginning" in found.doubts[0].text


def test_a_paid_article_that_stands_there_whole_is_no_doubt() -> None:
    more = "".join(
        f"<p>In ward {number} the council {PROSE[12:]}It was said {number} times.</p>" for number in range(10, 22)
    )
    assert kinds(read(BODY + more, isAccessibleForFree=False)) == set()


def beside(count: int, name: str) -> str:
    lines = "".join(f"<p>The school of ward {number} {PROSE[12:]}</p>" for number in range(count))
    return f'<div class="{name}"><h3>More from the wards</h3>{lines}</div>'


@pytest.mark.parametrize("name", ["related", "sidebar", "promo"])
def test_a_page_that_shows_far_more_prose_than_is_read_is_doubted(name: str) -> None:
    assert DoubtKind.MORE_SHOWN in kinds(read(BODY + beside(9, name)))
    assert DoubtKind.MORE_SHOWN not in kinds(read(BODY + beside(2, name)))


def test_what_is_known_to_be_comments_or_is_shown_twice_is_not_missed() -> None:
    assert kinds(read(BODY + beside(9, "comments"))) == set()
    assert DoubtKind.MORE_SHOWN not in kinds(read(BODY + f'<div class="print-only">{BODY}</div>'))


def test_a_story_of_pictures_is_a_doubt_and_an_article_with_some_is_not() -> None:
    pictures = "".join(f'<figure><img src="/{number}.jpg" alt="Boat {number}"></figure>' for number in range(6))
    assert DoubtKind.FIGURES_LEFT_OUT in kinds(read(BODY + pictures))
    assert DoubtKind.FIGURES_LEFT_OUT not in kinds(read(BODY + pictures[: len(pictures) // 2]))
