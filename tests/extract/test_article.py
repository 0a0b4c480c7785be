"""What is read of a page, what is not and why, and pages that mean harm."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from narrator.errors import ArticleError, NarratorError
from narrator.extract import article
from narrator.model import Article, BlockKind, Page
from narrator.settings import Settings, Site, Tables

PROSE = "The council met on Monday and spoke about the bridge for three hours before it voted to keep it open. "
BODY = "".join(f"<p>{PROSE}Paragraph {i} ends here.</p>" for i in range(6))


def read(body: str, head: str = "", settings: Settings | None = None) -> Article:
    page = (
        f'<html lang="en"><head><title>The bridge stays open - The Post</title>{head}</head><body>{body}</body></html>'
    )
    return article(Page("a.html", page.encode(), content_type="text/html"), settings or Settings())


def rules(found: Article) -> dict[str, str]:
    return {each.text: each.rule for each in found.removed}


FURNITURE = [
    ("<p>Share</p>", "Share"),
    ("<p>Read more: Why bridges fall</p>", "Read more: Why bridges fall"),
    (
        "<p>Subscribe to our newsletter and never miss a story.</p>",
        "Subscribe to our newsletter and never miss a story.",
    ),
    ("<p>This audio is created with AI assistance</p>", "This audio is created with AI assistance"),
    ("<p>The bridge at dawn. (Photo by the city archive)</p>", "The bridge at dawn. (Photo by the city archive)"),
    ("<figure><img src=a.jpg><figcaption>A bridge</figcaption></figure>", "A bridge"),
    (
        '<div class="newsletter"><p>Get the Post every day in your mail.</p></div>',
        "Get the Post every day in your mail.",
    ),
    ("<p hidden>Not for eyes.</p>", "Not for eyes."),
    (
        '<div class="comments"><p>First comment of all, and I was there.</p></div>',
        "First comment of all, and I was there.",
    ),
    ("<button>Listen</button>", "Listen"),
]


@pytest.mark.parametrize(("html", "line"), FURNITURE)
def test_furniture_inside_the_article_is_removed_with_its_rule(html: str, line: str) -> None:
    found = read(f"<article><h1>The bridge stays open</h1>{BODY}{html}{BODY.replace('Paragraph', 'Part')}</article>")
    assert line not in found.text
    assert rules(found).get(line)


@pytest.mark.parametrize(
    "line",
    [
        "NATO members support Ukraine's membership, and its members will vote on it in the summer session.",
        '"You should subscribe to our newsletter," the mayor told us with a smile, and nobody laughed at it.',
        "We asked 40 residents for their view of the plan, and most of them had none.",
        "He said: \u201cBecome a member today and you will never be alone again.\u201d It was his last word.",
        "The newspaper lost a tenth of its subscribers last year, the report said on Tuesday afternoon.",
    ],
)
def test_a_sentence_of_the_article_is_kept_though_it_speaks_of_members_and_newsletters(line: str) -> None:
    assert (
        line
        in read(f"<article><h1>The bridge stays open</h1>{BODY}<p>{line}</p>{BODY.replace('P', 'Q')}</article>").text
    )


def test_headings_lists_quotes_and_tables_keep_their_kind() -> None:
    parts = "<h2>Part two</h2><ol><li>First thing done.</li><li>Second thing done.</li></ol><blockquote><p>A bridge is a promise kept.</p></blockquote>"
    table = "<table><tr><th>Year</th><th>Boats</th></tr><tr><td>2024</td><td>17</td></tr></table>"
    found = read(f"<article><h1>The bridge stays open</h1>{BODY}{parts}{table}{BODY.replace('P', 'Q')}</article>")
    kinds = {block.kind for block in found.blocks}
    assert {BlockKind.HEADING, BlockKind.ITEM, BlockKind.QUOTE, BlockKind.TABLE, BlockKind.PARAGRAPH} <= kinds
    assert [block.number for block in found.blocks if block.kind is BlockKind.ITEM] == [1, 2]
    assert next(block.rows for block in found.blocks if block.kind is BlockKind.TABLE)[1] == ("2024", "17")


def test_footnote_marks_are_gone() -> None:
    found = read(f"<article><h1>T</h1><p>It was so.[1] {PROSE}<sup><a href='#n2'>2</a></sup></p>{BODY}</article>")
    assert "[1]" not in found.text
    assert "It was so. The council" in found.text


def test_metadata_comes_from_json_ld_first_and_nothing_is_invented() -> None:
    head = """<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "The bridge stays open",
    "author": [{"name": "The city desk"}], "datePublished": "2026-03-02T10:00:00Z", "inLanguage": "en-GB",
    "audio": {"contentUrl": "https://example.org/a.mp3"}}]}</script><meta property="og:site_name" content="The Post">
    <link rel="canonical" href="https://example.org/bridge">"""
    found = read(f"<article><h1>The bridge stays open</h1>{BODY}</article>", head)
    assert (found.title, found.byline, found.site) == ("The bridge stays open", "The city desk", "The Post")
    assert (found.published, found.url) == ("2026-03-02T10:00:00Z", "https://example.org/bridge")
    assert found.audio_url == "https://example.org/a.mp3"
    bare = read(f"<article><h1>The bridge stays open</h1>{BODY}</article>")
    assert (bare.byline, bare.published, bare.image) == ("", None, None)


def test_a_page_with_its_text_in_json_ld_alone_is_read_from_there() -> None:
    body = (PROSE * 8).strip()
    head = (
        f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"T","articleBody":"{body}"}}</script>'
    )
    found = read('<div id="app"></div><p>We use cookies and similar technologies to make this site better.</p>', head)
    assert found.text == body


def test_a_cookie_notice_is_no_article() -> None:
    with pytest.raises(ArticleError, match="no article"):
        read("<p>We use cookies.</p><button>Accept</button>")


def test_keep_overrules_a_rule() -> None:
    html = f"<article><h1>T</h1>{BODY}<p>Read more: it matters here</p>{BODY.replace('P', 'Q')}</article>"
    assert "it matters" not in read(html).text
    assert "it matters" in read(html, settings=Settings(keep=("it matters",))).text


def test_a_sites_own_table_says_what_to_skip_and_to_read() -> None:
    html = f'<article><h1>T</h1>{BODY}<div class="box"><p>{PROSE}Only in the box.</p></div></article>'
    head = '<link rel="canonical" href="https://www.example.org/a">'
    skip = Settings(site=Tables({"example.org": Site(skip=(".box",))}))
    take = Settings(site=Tables({"example.org": Site(read=(".box",))}))
    assert "Only in the box" not in read(html, head, skip).text
    assert read(html, head, take).text == f"{PROSE}Only in the box."


def test_captions_are_read_when_asked_for() -> None:
    html = f"<article><h1>T</h1>{BODY}<figure><img src=a><figcaption>A long bridge in the fog of a morning.</figcaption></figure>{BODY.replace('P', 'Q')}</article>"
    assert "fog" not in read(html).text


def test_every_line_of_the_page_is_read_or_removed() -> None:
    from tests.conftest import SAMPLES

    source = SAMPLES / "news.html"
    found = article(Page(str(source), source.read_bytes(), content_type="text/html"), Settings())
    told = found.text + "\n".join(each.text for each in found.removed)
    for line in (
        "214 partners",
        "Four years of harbor reporting",
        "Most read",
        "pier_17",
        "All rights reserved",
        "grow by eleven meters",
    ):
        assert line in told


@given(st.binary(max_size=600))
@profile(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
def test_any_bytes_are_an_article_or_an_error_of_ours(body: bytes) -> None:
    for kind in ("text/html", "text/plain", "text/markdown"):
        try:
            article(Page("x", body, content_type=kind), dataclasses.replace(Settings(), language="en"))
        except NarratorError:
            continue
