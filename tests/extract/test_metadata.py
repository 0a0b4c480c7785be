"""What a page says of itself: headline, names, dates, credit; absent rather than invented."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.extract import article
from narrator.extract.dates import written
from narrator.model import Article, Page
from narrator.settings import Settings

PROSE = "The council met on Monday and spoke about the bridge for three hours before it voted to keep it open. "
BODY = "".join(f"<p>{PROSE}Paragraph {i} ends here.</p>" for i in range(4))


def read(head: str = "", top: str = "", title: str = "The bridge stays open - The Post", lang: str = "en") -> Article:
    html = f'<html lang="{lang}"><head><title>{title}</title>{head}</head><body><article>{top}{BODY}</article></body></html>'
    return article(Page("a.html", html.encode(), content_type="text/html"), Settings())


WRITTEN = [
    ("Nov. 20, 2019", "2019-11-20"),
    ("Updated 20 November 2019 at 10:48", "2019-11-20"),
    ("20. März 2026, 10:48 Uhr", "2026-03-20"),
    ("Publié le 3 mars 2026 à 10h48", "2026-03-03"),
    ("el 3 de marzo de 2026", "2026-03-03"),
    ("3 березня 2026 року", "2026-03-03"),
    ("12.03.2026", "2026-03-12"),
    ("Thu, 09/25/2025 - 11:38", "2025-09-25"),
    ("25/03/2026", "2026-03-25"),
]


@pytest.mark.parametrize(("text", "day"), WRITTEN)
def test_a_written_date_is_read(text: str, day: str) -> None:
    assert written(text) == day


@pytest.mark.parametrize("text", ["03/12/2026", "31 February 2020", "May 2020", "room 12 of 2019", "2026", ""])
def test_a_date_that_could_be_another_is_not_guessed_at(text: str) -> None:
    assert written(text) is None


@given(st.text(max_size=80))
def test_what_is_read_as_a_date_is_one(text: str) -> None:
    from datetime import date

    if day := written(text):
        date.fromisoformat(day)


@pytest.mark.parametrize(
    "title",
    [
        "The bridge stays open - The Post",
        "The Post | The bridge stays open",
        "The bridge stays open — Bridges — The Post",
    ],
)
def test_the_headline_of_the_page_is_the_title_without_the_site(title: str) -> None:
    assert read(top="<h1>The bridge stays open</h1>", title=title).title == "The bridge stays open"


def test_the_other_half_of_a_title_is_the_site() -> None:
    assert read(top="<h1>The bridge stays open</h1>").site == "The Post"


def test_a_title_that_the_page_does_not_show_is_left_whole() -> None:
    assert read(title="Bridges - open or not").title == "Bridges - open or not"


BYLINES = [
    ("en", "By Ines Tolliver", "Ines Tolliver", None),
    ("en", "Posted on 2026-03-03 by Ines Tolliver — 5 Comments", "Ines Tolliver", "2026-03-03"),
    ("en", "2026-03-03 - By Ines Tolliver, staff writer", "Ines Tolliver", "2026-03-03"),
    ("en", "By Ines Tolliver and Bo Marsh | March 3, 2026", "Ines Tolliver and Bo Marsh", "2026-03-03"),
    ("de", "Von Ines Tolliver", "Ines Tolliver", None),
    ("fr", "Par Ines Tolliver", "Ines Tolliver", None),
    ("es", "Por Ines Tolliver", "Ines Tolliver", None),
    ("uk", "Автор: Інеса Толочко", "Інеса Толочко", None),
]


@pytest.mark.parametrize(("lang", "line", "name", "day"), BYLINES)
def test_a_byline_under_the_headline_is_read(lang: str, line: str, name: str, day: str | None) -> None:
    found = read(top=f"<h1>The bridge stays open</h1><div>{line}</div>", lang=lang)
    assert (found.byline, found.published) == (name, day)


@pytest.mark.parametrize(
    "line",
    [
        "By the old harbor wall",
        "Told by Everyone Who Was There today",
        "Date</div><div>2006-02-23",
    ],
)
def test_neither_a_name_nor_a_first_day_is_made_of_another_line(line: str) -> None:
    found = read(top=f"<h1>The bridge stays open</h1><div>{line}</div>")
    assert (found.byline, found.published) == ("", None)


def test_a_day_in_the_text_is_not_the_day_of_the_article() -> None:
    assert (
        read(
            top="<h1>The bridge stays open</h1><p>It was opened on March 3, 1962, and nobody has closed it.</p>"
        ).published
        is None
    )


def test_a_time_element_that_says_published_is_the_date_and_one_that_says_updated_is_not() -> None:
    top = '<h1>T</h1><div>Published <time datetime="2018-11-15T12:00:00Z">15 November</time></div><div>Reviewed <time datetime="2020-10-08T12:00:00Z">8 October</time></div>'
    found = read(top=top)
    assert (found.published, found.modified) == ("2018-11-15T12:00:00Z", "2020-10-08T12:00:00Z")


def test_several_times_that_say_nothing_are_no_date() -> None:
    top = '<h1>T</h1><time datetime="2018-11-15">a</time><time datetime="2019-11-15">b</time>'
    assert read(top=top).published is None


def test_every_author_of_a_paper_is_named() -> None:
    head = "".join(
        f'<meta name="citation_author" content="{name}">' for name in ("Ines Tolliver", "Bo Marsh", "Ada Quill")
    )
    assert read(head).byline == "Ines Tolliver, Bo Marsh and Ada Quill"


def test_the_site_is_not_its_own_author() -> None:
    head = '<meta name="author" content="The Post"><meta property="og:site_name" content="The Post">'
    assert read(head).byline == ""


def test_the_credit_of_the_lead_image_stands_under_it() -> None:
    head = '<meta property="og:image" content="https://example.org/pictures/bridge-1200x675.jpg">'
    figure = '<h1>T</h1><figure><img src="/pictures/bridge-640x360.jpg"><figcaption>The bridge at dawn. Photo: Harbor Archive</figcaption></figure>'
    image = read(head, figure).image
    assert image is not None
    assert (image.url, image.credit) == ("https://example.org/pictures/bridge-1200x675.jpg", "Harbor Archive")


def test_the_publishers_own_audio_is_found_among_the_media_of_the_article() -> None:
    head = """<script type="application/ld+json">{"@type": "Article", "headline": "T", "associatedMedia":
    [{"@type": "ImageObject", "url": "a.jpg"}, {"@type": "AudioObject", "contentUrl": "https://example.org/a.mp3"}]}</script>"""
    assert read(head).audio_url == "https://example.org/a.mp3"


def linked_data(**facts: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **facts})}</script>'


HEADLINES = [
    # A description is no headline: nothing else on the page agrees with it.
    (linked_data(headline="structure that lets boats land", name="Pier"), "", "Pier - The Post", "Pier"),
    # The page's own headline is what readers see; networks get another.
    (
        linked_data(headline="Bridge stays open"),
        "<h1>The bridge stays open for now</h1>",
        "x",
        "The bridge stays open for now",
    ),
    (
        '<meta property="og:title" content="Why the bridge stays open">',
        "<h1>The bridge stays open</h1>",
        "x",
        "The bridge stays open",
    ),
    # It was cut.
    (
        linked_data(headline="The bridge over the old harb…"),
        "<h1>The bridge over the old harbor stays</h1>",
        "x",
        "The bridge over the old harbor stays",
    ),
    # The first headline is the site's.
    (
        "",
        "<h1>The Post</h1><h1>The bridge stays open</h1>",
        "The bridge stays open - The Post",
        "The bridge stays open",
    ),
    # A kicker belongs to it where the metadata has it.
    (
        linked_data(headline="Ports: The bridge stays open"),
        "<h1>The bridge stays open</h1>",
        "x",
        "Ports: The bridge stays open",
    ),
    # Escaped twice.
    (linked_data(headline="O&amp;#8217;Dell opens the bridge"), "", "x", "O’Dell opens the bridge"),
    # A headline of something else on the page.
    ('<meta property="og:title" content="The bridge stays open">', "<h1>Updates</h1>", "x", "The bridge stays open"),
    # The head says it in other words; the page's address repeats what readers see.
    (
        '<link rel="canonical" href="https://post.example/2026/how-the-old-bridge-was-saved">'
        '<meta property="og:title" content="A bridge and its friends: what the harbor learned">',
        "<h1>How the Old Bridge Was Saved</h1>",
        "x",
        "How the Old Bridge Was Saved",
    ),
    # An offer that shares words with it.
    (
        '<link rel="canonical" href="https://post.example/how-to-visit-the-old-bridge/">'
        '<meta property="og:title" content="How to visit the old bridge">',
        "<h1>Book your bridge ticket today</h1>",
        "x",
        "How to visit the old bridge",
    ),
    # An introduction that is marked as a headline.
    (
        '<meta property="og:title" content="Five bridges of the old harbor">',
        f"<h1>{'Learn how the old bridges of our harbor were built. ' * 5}</h1>",
        "x",
        "Five bridges of the old harbor",
    ),
    # A site that collects links says where the link leads, and how many comments there are.
    (
        "",
        "<h1>The bridge stays open (post.example) <a>87</a></h1>",
        "The bridge stays open - Links",
        "The bridge stays open",
    ),
    (
        "",
        "<h1>The bridge stays open (for now)</h1>",
        "The bridge stays open (for now)",
        "The bridge stays open (for now)",
    ),
    # It was cut in one place and is whole in another.
    (
        linked_data(headline="The bridge over the old harbor (and")
        + '<meta property="og:title" content="The bridge over the old harbor (and five more)">',
        "",
        "x",
        "The bridge over the old harbor (and five more)",
    ),
    (
        linked_data(headline="The bridge over the old harbor")
        + '<meta property="og:title" content="The bridge over the old harbor - Bridges of the north">',
        "",
        "x",
        "The bridge over the old harbor",
    ),
    # Words in an element of their own, a line break between words.
    ("", "<h1>The <b>br</b>idge<br>stays open</h1>", "The bridge stays open", "The bridge stays open"),
]


@pytest.mark.parametrize(("head", "top", "title", "wanted"), HEADLINES)
def test_the_headline_is_the_one_that_readers_see(head: str, top: str, title: str, wanted: str) -> None:
    assert read(head, top, title).title == wanted


NAMES = [
    (
        linked_data(author={"@id": "#ada"}) + linked_data(**{"@type": "Person", "@id": "#ada", "name": "Ada Moss"}),
        "",
        "Ada Moss",
    ),
    (linked_data(author=[{"@type": "Person", "name": "By Ada Moss"}]), "", "Ada Moss"),
    (linked_data(author="Author: Ada Moss"), "", "Ada Moss"),
    (linked_data(author="O&#8217;Dell, Ada"), "", "O’Dell, Ada"),
    (
        '<meta name="author" content="admin">',
        '<p class="byline">By <a href="/authors/ada-moss/">Ada Moss</a></p>',
        "Ada Moss",
    ),
    ('<meta name="author" content="amoss7">', '<span class="post-author-name">Ada Moss</span>', "Ada Moss"),
    ('<meta name="author" content="ada@post.example">', '<div class="author">Ada Moss</div>', "Ada Moss"),
    ('<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ada Moss">', "", "Ada Moss"),
    ("", '<div class="author-box"><a href="/author/ada">Ada Moss</a><p>Senior writer</p></div>', "Ada Moss"),
    ("", '<meta itemprop="author" content="Ada Moss">', "Ada Moss"),
    ('<meta name="author" content="undefined">', "", ""),
    ('<meta name="author" content="3d23d65e-ddc6">', "", ""),
    ('<meta name="author" content="page.head.author">', "", ""),
    ('<meta name="author" content="https://post.example/ada">', "", ""),
    ("", '<a href="/authors/">All authors</a><a href="/author/feed">More posts</a>', ""),
    (linked_data(author={"@type": "Organization", "name": "Harbor Desk"}), '<a rel="author">Ada Moss</a>', "Ada Moss"),
    (linked_data(author=[{"name": "Ada Moss"}, {"name": "Bo Marsh"}]), "", "Ada Moss and Bo Marsh"),
    ('<meta name="author" content="The Post https://post.example, Ada Moss">', "", "Ada Moss"),
]


@pytest.mark.parametrize(("head", "top", "wanted"), NAMES)
def test_authors_are_people_and_no_accounts(head: str, top: str, wanted: str) -> None:
    assert read(head, f"<h1>The bridge stays open</h1>{top}").byline == wanted


MOVED = '<meta property="article:published_time" content="2024-08-07T12:01:51Z">'
DAYS = [
    # A page that shows only when it was changed is known by that day.
    ("", "<div>Updated March 3, 2026</div>", "2026-03-03"),
    ("", "<div><span>Last updated on</span> <span>March 3, 2026</span></div>", "2026-03-03"),
    ("", "<div>March 3, 2020</div><div>Updated March 3, 2026</div>", "2020-03-03"),
    (MOVED, "<div>Updated March 3, 2026</div>", "2024-08-07T12:01:51Z"),
    (MOVED, "<div>Updated March 3, 2020</div>", "2024-08-07T12:01:51Z"),
    # An article that moved to another site has the day of the move in its head.
    (MOVED, "<div>Ines Tolliver</div><div>December 30, 2013</div>", "2013-12-30"),
    (MOVED, '<div><time datetime="2013-12-30T12:00:00Z">12/30/2013</time></div>', "2013-12-30"),
    # Evening here is morning there.
    (MOVED, "<div>August 6, 2024</div>", "2024-08-07T12:01:51Z"),
    (MOVED, "<div>August 9, 2024</div>", "2024-08-07T12:01:51Z"),
    # Far below stands the day of something else.
    (MOVED, "<ul>" + "<li>Bridges</li>" * 12 + "<li>December 30, 2013</li></ul>", "2024-08-07T12:01:51Z"),
    # A month is less than a day.
    ('<meta property="article:published_time" content="2024-08">', "<div>March 3, 2020</div>", "2024-08"),
    (linked_data(**{"@type": "WebPage", "datePublished": "2026-03-03"}), "", "2026-03-03"),
    ("", "<div>Published on March 3, 2026</div>", "2026-03-03"),
    ("", "<div><span>3 March 2026</span></div>", "2026-03-03"),
    ("", "<dl><dt>Date</dt><dd>March 3, 2006</dd></dl>", None),
    (
        '<script type="application/ld+json">// made\n{"@type": "Article", "datePublished": "2026-03-03",}</script>',
        "",
        "2026-03-03",
    ),
]


@pytest.mark.parametrize(("head", "top", "day"), DAYS)
def test_the_day_is_the_page_s_own(head: str, top: str, day: str | None) -> None:
    assert read(head, f"<h1>The bridge stays open</h1>{top}").published == day
