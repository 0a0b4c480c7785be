"""What the user wants is read, notes are never cut, and a page without an article is an error."""

from __future__ import annotations

import pytest

from narrator.errors import ArticleError
from narrator.extract import article
from narrator.model import BlockKind, Page
from narrator.settings import Settings, Site, Tables
from tests.extract.test_article import BODY, PROSE, read

MORE = BODY.replace("Paragraph", "Part")
FIGURE = "<figure><img src=a><figcaption>The bridge in the fog of a March morning. (City archive)</figcaption></figure>"
KEPT = [
    '<div class="newsletter"><p>Sign up for our letter from the bridge.</p></div>',
    '<form><p>Sign up for our letter from the bridge.</p><input type="email"></form>',
    "<aside><p>Sign up for our letter from the bridge.</p></aside>",
    "<p>Sign up for our letter from the bridge.</p>",
]


@pytest.mark.parametrize("html", KEPT)
def test_keep_reads_a_line_wherever_it_stands(html: str) -> None:
    page = f"<article><h1>The bridge stays open</h1>{BODY}{html}{MORE}</article>"
    line = "Sign up for our letter from the bridge."
    assert line not in read(page).text
    assert line in read(page, settings=Settings(keep=("letter from the bridge",))).text


def test_keep_reads_a_line_below_the_article() -> None:
    page = f"<article><h1>T</h1>{BODY}</article><footer><p>Read more: the bridge in numbers</p></footer>"
    assert "in numbers" in read(page, settings=Settings(keep=("in numbers",))).text


@pytest.mark.parametrize(
    "html", [FIGURE, FIGURE.replace("figcaption", "p", 1).replace("<p>", '<p class="img-caption">')]
)
def test_captions_are_read_as_captions_when_asked_for(html: str) -> None:
    page = f"<article><h1>T</h1>{BODY}{html}{MORE}</article>"
    assert all(block.kind is not BlockKind.CAPTION for block in read(page).blocks)
    found = [block for block in read(page, settings=Settings(captions=True)).blocks if block.kind is BlockKind.CAPTION]
    assert [block.text[:24] for block in found] == ["The bridge in the fog of"]


NOTES = [
    "<p><em>Correction: An earlier version of this article gave a wrong year for the bridge.</em></p>",
    '<div class="correction-box"><p>Correction: the bridge was built in 1931, not in 1913 as we wrote.</p></div>',
    "<aside><p>Editor’s note: This article was first published before the vote on the bridge.</p></aside>",
]


@pytest.mark.parametrize("note", NOTES)
def test_a_note_below_the_article_is_read_as_one(note: str) -> None:
    found = read(f"<article><h1>The bridge stays open</h1><div>{BODY}</div>{note}</article>")
    assert found.blocks[-1].kind is BlockKind.NOTE


def test_what_a_site_skips_and_reads_is_not_judged_by_class_names() -> None:
    page = f'<div class="paywall"><h1>T</h1>{BODY}</div>'
    head = '<link rel="canonical" href="https://www.example.org/a">'
    take = Settings(site=Tables({"example.org": Site(read=("div.paywall",))}))
    assert read(page, head, take).blocks[-1].text.endswith("Paragraph 5 ends here.")


EMPTY = {
    "shell": '<div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript>',
    "login": "<h1>Log in</h1><form><label>Email</label><input type=email><label>Password</label><button>Log in</button></form>",
    "consent": "<div class='wall'><h2>We value your privacy</h2>"
    + "<p>We and our 214 partners store and access cookies on your device to show you advertising that is made for you.</p>"
    * 6
    + "<button>Accept all</button></div>",
    "links": "<ul>"
    + "".join(f"<li><a href='/{i}'>A headline about the bridge number {i}</a></li>" for i in range(60))
    + "</ul>",
}


@pytest.mark.parametrize("name", EMPTY)
def test_a_page_without_an_article_is_an_error(name: str) -> None:
    with pytest.raises(ArticleError, match="no article"):
        read(EMPTY[name])


def test_an_error_page_is_no_article() -> None:
    page = b"<html><head><title>Page not found - The Post</title></head><body><h1>404</h1><p>The page that you are looking for may have been moved or taken down, or it never was.</p></body></html>"
    with pytest.raises(ArticleError, match="no article"):
        article(Page("a.html", page, content_type="text/html"), Settings())


def test_a_teaser_beside_a_wall_is_read_only_as_far_as_the_page_shows() -> None:
    page = f"<article><h1>T</h1><p>{PROSE}</p><p>{PROSE.replace('council', 'mayor')}</p><div class='paywall'><p>Subscribe to read on.</p></div></article>"
    assert "Subscribe" not in read(page).text
