"""Feeds as directories and apps ask for them: their requirement lists, item by item, and parsers that others wrote."""

from __future__ import annotations

import dataclasses
import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import podcastparser
import pytest

from narrator import manifest
from narrator.cli import run
from narrator.errors import SettingsError
from narrator.library import Library
from narrator.publish import artwork, site
from narrator.publish.categories import categories, category
from narrator.settings.publishing import Feed, Publishing

BASE = "https://example.org/listen"
NAMES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "fh": "http://purl.org/syndication/history/1.0",
    "at": "http://purl.org/atompub/tombstones/1.0",
}
FULL = Publishing(
    base_url=BASE,
    title="Heard",
    description="Articles & more",
    author="The desk",
    owner="Desk of sound",
    email="desk@example.org",
    language="en-GB",
    category=("News > Politics", "technology"),
    copyright="© The desk",
    funding="https://example.org/support",
    funding_text="Support us",
    verify="code-1",
    new_feed_url="https://example.com/feed.xml",
    hub="https://hub.example.org/",
    podping=True,
)


def channel(library: Path, publishing: Publishing = FULL, name: str = "feed.xml") -> ET.Element:
    site.build(library, publishing=publishing)
    found = ET.parse(library / name).getroot().find("channel")
    assert found is not None
    return found


def text(element: ET.Element | None, path: str) -> str:
    assert element is not None
    found = element.find(path, NAMES)
    return "" if found is None else found.text or ""


def attribute(element: ET.Element, path: str, name: str) -> str:
    found = element.find(path, NAMES)
    return "" if found is None else found.get(name, "")


Told = Callable[[ET.Element], bool]
APPLE_CHANNEL: dict[str, Told] = {
    "title": lambda c: text(c, "title") == "Heard",
    "description": lambda c: text(c, "description") == "Articles & more",
    "itunes:image": lambda c: attribute(c, "itunes:image", "href") == f"{BASE}/cover.png",
    "language": lambda c: text(c, "language") == "en-GB",
    "itunes:category": lambda c: [e.get("text") for e in c.findall("itunes:category", NAMES)] == ["News", "Technology"],
    "subcategory": lambda c: attribute(c, "itunes:category/itunes:category", "text") == "Politics",
    "itunes:explicit": lambda c: text(c, "itunes:explicit") == "false",
    "itunes:author": lambda c: text(c, "itunes:author") == "The desk",
    "link": lambda c: text(c, "link") == f"{BASE}/",
    "itunes:title": lambda c: text(c, "itunes:title") == "Heard",
    "itunes:type": lambda c: text(c, "itunes:type") == "episodic",
    "copyright": lambda c: text(c, "copyright") == "© The desk",
    "itunes:new-feed-url": lambda c: text(c, "itunes:new-feed-url") == "https://example.com/feed.xml",
    "itunes:owner name": lambda c: text(c, "itunes:owner/itunes:name") == "Desk of sound",
    "podcast:txt verify": lambda c: (
        [e.text for e in c.findall("podcast:txt", NAMES) if e.get("purpose") == "verify"] == ["code-1"]
    ),
}
APPLE_ITEM: dict[str, Told] = {
    "title": lambda i: bool(text(i, "title")),
    "enclosure url": lambda i: attribute(i, "enclosure", "url").startswith(BASE),
    "enclosure length": lambda i: int(attribute(i, "enclosure", "length")) > 0,
    "enclosure type": lambda i: attribute(i, "enclosure", "type") == "audio/mpeg",
    "guid": lambda i: text(i, "guid").startswith("urn:narrator:") and attribute(i, "guid", "isPermaLink") == "false",
    "pubDate": lambda i: text(i, "pubDate").endswith(("+0000", "-0400", "+0200", "+0100")),
    "description": lambda i: 0 < len(text(i, "description")) <= 4000,
    "itunes:duration": lambda i: text(i, "itunes:duration").isdigit(),
    "link": lambda i: text(i, "link").startswith(BASE),
    "itunes:explicit": lambda i: text(i, "itunes:explicit") == "false",
    "itunes:title": lambda i: bool(text(i, "itunes:title")),
    "itunes:episodeType": lambda i: text(i, "itunes:episodeType") == "full",
    "podcast:transcript": lambda i: attribute(i, "podcast:transcript", "type") == "text/vtt",
}
SPOTIFY: dict[str, Told] = {
    "owner's e-mail": lambda c: text(c, "itunes:owner/itunes:email") == "desk@example.org",
    "cover": lambda c: attribute(c, "itunes:image", "href").startswith("https://"),
    "title": lambda c: bool(text(c, "title")),
    "language": lambda c: bool(text(c, "language")),
    "enclosures are MP3 or M4A": lambda c: all(
        attribute(i, "enclosure", "type") in ("audio/mpeg", "audio/x-m4a") for i in c.findall("item")
    ),
    "one guid an item": lambda c: len({text(i, "guid") for i in c.findall("item")}) == len(c.findall("item")),
}
PODCASTING_2: dict[str, Told] = {
    "guid": lambda c: len(text(c, "podcast:guid")) == 36,
    "medium": lambda c: text(c, "podcast:medium") == "podcast",
    "locked": lambda c: attribute(c, "podcast:locked", "owner") == "desk@example.org",
    "funding": lambda c: (
        attribute(c, "podcast:funding", "url") == "https://example.org/support"
        and text(c, "podcast:funding") == "Support us"
    ),
    "podping": lambda c: attribute(c, "podcast:podping", "usesPodping") == "true",
    "hub": lambda c: "hub" in {e.get("rel") for e in c.findall("atom:link", NAMES)},
    "ai-content": lambda c: "ai-content" in {e.get("purpose") for e in c.findall("podcast:txt", NAMES)},
    "transcripts in three kinds": lambda c: all(
        [e.get("type") for e in i.findall("podcast:transcript", NAMES)] == ["text/vtt", "application/json", "text/html"]
        for i in c.findall("item")
    ),
    "chapters": lambda c: attribute(c, "item/podcast:chapters", "type") == "application/json+chapters",
    "persons": lambda c: bool(c.findall("item/podcast:person", NAMES)),
    "contentLink": lambda c: attribute(c, "item/podcast:contentLink", "href").startswith("https://"),
    "alternateEnclosure": lambda c: bool(c.findall("item/podcast:alternateEnclosure/podcast:source", NAMES)),
    "integrity": lambda c: attribute(c, "item/podcast:alternateEnclosure/podcast:integrity", "type") == "sri",
}


@pytest.fixture(scope="module")
def full(made: Path, tmp_path_factory: pytest.TempPathFactory) -> ET.Element:
    return channel(Path(shutil.copytree(made, tmp_path_factory.mktemp("full") / "library")))


@pytest.mark.parametrize("asked", APPLE_CHANNEL)
def test_apple_finds_what_it_asks_of_a_show(full: ET.Element, asked: str) -> None:
    assert APPLE_CHANNEL[asked](full)


@pytest.mark.parametrize("asked", APPLE_ITEM)
def test_apple_finds_what_it_asks_of_an_episode(full: ET.Element, asked: str) -> None:
    assert all(APPLE_ITEM[asked](item) for item in full.findall("item"))


@pytest.mark.parametrize("asked", SPOTIFY)
def test_spotify_finds_what_it_asks(full: ET.Element, asked: str) -> None:
    assert SPOTIFY[asked](full)


@pytest.mark.parametrize("asked", PODCASTING_2)
def test_podcasting_2_0_finds_its_tags(full: ET.Element, asked: str) -> None:
    assert PODCASTING_2[asked](full)


def test_what_was_not_said_is_not_in_the_feed(library: Path) -> None:
    plain = channel(library, Publishing(base_url=BASE))
    for name in (
        "itunes:owner",
        "itunes:new-feed-url",
        "podcast:funding",
        "copyright",
        "itunes:block",
        "itunes:complete",
    ):
        assert plain.find(name, NAMES) is None


def test_an_item_has_the_picture_of_its_article(full: ET.Element) -> None:
    images = [attribute(item, "itunes:image", "href") for item in full.findall("item")]
    assert any(each.endswith(".jpg") for each in images)


def test_the_description_is_safe_html_with_paragraphs(library: Path) -> None:
    narration = next(Library(library).all())
    (block, *rest) = narration.article.blocks
    bad = dataclasses.replace(block, text='<script>alert(1)</script> & ]]> "quoted"', marks=())
    article = dataclasses.replace(narration.article, blocks=(bad, *rest))
    put(library, narration.slug, dataclasses.replace(narration, article=article))
    channel(library)
    items = feedparser.parse((library / "feed.xml").read_bytes()).entries
    (found,) = (each.summary for each in items if "alert(1)" in each.summary)
    assert "<script" not in found
    assert found.count("<p>") >= 3


def put(library: Path, slug: str, narration: Any) -> None:
    (library / slug).mkdir(exist_ok=True)
    own = dataclasses.replace(narration, slug=slug)
    for file in own.files:
        if not (library / slug / file.name).exists():
            with (library / slug / file.name).open("wb") as empty:
                empty.truncate(file.size)
    (library / slug / manifest.NAME).write_text(manifest.encoded(own), encoding="utf-8")


@pytest.mark.parametrize("parser", ["feedparser", "podcastparser"])
def test_parsers_that_others_wrote_read_everything(library: Path, parser: str) -> None:
    channel(library)
    content = (library / "feed.xml").read_bytes()
    if parser == "feedparser":
        feed = feedparser.parse(content)
        assert not feed.bozo
        assert feed.feed.publisher_detail.email == "desk@example.org"
        assert len(feed.entries) == 2
    else:
        told = podcastparser.parse(f"{BASE}/feed.xml", io.BytesIO(content))
        assert (told["title"], told["itunes_owner"]["email"]) == ("Heard", "desk@example.org")
        assert all(each["description_html"].startswith("<p>") for each in told["episodes"])


@pytest.mark.parametrize(
    ("named", "pair"),
    [
        ("News", ("News", "")),
        ("news > tech news", ("News", "Tech News")),
        ("Tech News", ("News", "Tech News")),
        ("Society and Culture", ("Society & Culture", "")),
        ("TV & Film>Film Reviews", ("TV & Film", "Film Reviews")),
        ("Religion", ("Religion & Spirituality", "Religion")),
    ],
)
def test_categories_are_found_as_people_write_them(named: str, pair: tuple[str, str]) -> None:
    assert category(named) == pair


def test_apples_list_is_whole() -> None:
    assert (len(categories()), sum(map(len, categories().values()))) == (19, 91)


@pytest.mark.parametrize("wrong", ["Newz", "News > Baseball", "Politics > News"])
def test_a_category_that_apple_does_not_have_is_an_error(
    library: Path, wrong: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["publish", str(library), "--base-url", BASE, "--category", wrong]) == SettingsError.exit_code
    assert "none of Apple's podcast categories" in capsys.readouterr().err
    assert not (library / "feed.xml").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        ["--lang", "!!"],
        ["--email", "nobody"],
        ["--funding", "example.org"],
        ["--new-feed-url", "javascript:alert(1)"],
    ],
)
def test_what_cannot_be_said_in_a_feed_is_an_error(library: Path, wrong: list[str]) -> None:
    assert run(["publish", str(library), "--base-url", BASE, *wrong]) == SettingsError.exit_code
    assert not (library / "feed.xml").exists()


def many(library: Path, count: int) -> None:
    """A library of so many narrations, one an hour."""
    narration = next(Library(library).all())
    for number in range(count):
        moment = f"{2024 + number // 150}-01-{1 + number % 28:02d}T{number % 24:02d}:00:00+00:00"
        article = dataclasses.replace(narration.article, published=moment, byline=f"Author {number % 3}", section="Sea")
        put(library, f"n-{number}", dataclasses.replace(narration, source_id=f"{number:016x}", article=article))


def test_a_feed_is_read_to_its_end_by_rfc_5005(library: Path, tmp_path: Path) -> None:
    many(library, 205)
    public = tmp_path / "public"
    site.build(library, publishing=dataclasses.replace(FULL, to=str(public)))
    for relation in ("prev-archive", "next"):
        found, path = list[str](), "feed.xml"
        while path:
            page = ET.parse(public / path).getroot().find("channel")
            items = [text(item, "guid") for item in page.findall("item")]
            assert len(items) >= (150 if path == "feed.xml" else 25)
            assert (page.find("fh:archive", NAMES) is None) == (path == "feed.xml")
            links = {each.get("rel"): each.get("href") for each in page.findall("atom:link", NAMES)}
            assert links["self"] == f"{BASE}/{path}"
            found += items
            path = links.get(relation, "").removeprefix(BASE + "/")
        assert len(found) == len(set(found)) == 207


def test_a_new_item_changes_no_archive(library: Path, tmp_path: Path) -> None:
    many(library, 205)
    how = dataclasses.replace(FULL, to=str(tmp_path / "public"))
    site.build(library, publishing=how)
    archives = {each: each.read_bytes() for each in (tmp_path / "public" / "feeds" / "archive").iterdir()}
    assert len(archives) == 2
    newest = next(Library(library).all())
    article = dataclasses.replace(newest.article, published="2030-01-01")
    put(library, "newest", dataclasses.replace(newest, source_id="f" * 16, article=article))
    site.build(library, publishing=how)
    assert {each: each.read_bytes() for each in archives} == archives


def test_there_are_feeds_by_year_language_section_and_author(library: Path) -> None:
    many(library, 12)
    channel(library)
    names = {each.name for each in (library / "feeds").iterdir()}
    assert {"year-2024.xml", "language-de.xml", "author-author-1.xml"} <= names
    german = ET.parse(library / "feeds" / "language-de.xml").getroot().find("channel")
    assert text(german, "language") == "de"


def test_feeds_of_ones_own_are_chosen_in_the_settings_file(library: Path, tmp_path: Path) -> None:
    many(library, 12)
    file = tmp_path / "narrator.toml"
    file.write_text(
        f'[publish]\nbase_url = "{BASE}"\nto = "{tmp_path}/public"\nemail = "a@example.org"\n'
        '[feed.first]\ntitle = "Of the first author"\nauthor = "author 1"\nsection = "sea"\nyear = 2024\n'
        '[feed.german]\nlanguage = "de"\n'
    )
    assert run(["publish", str(library), "--config", str(file)]) == 0
    first = ET.parse(tmp_path / "public" / "feeds" / "first.xml").getroot().find("channel")
    assert text(first, "title") == "Of the first author"
    assert {text(item, "itunes:author") for item in first.findall("item")} == {"Author 1"}
    german = ET.parse(tmp_path / "public" / "feeds" / "german.xml").getroot().find("channel")
    assert len(german.findall("item")) >= 1
    assert text(german, "itunes:owner/itunes:email") == "a@example.org"


@pytest.mark.parametrize("wrong", ['[publish]\nbaseurl = "x"\n', "[feed.a]\nwriter = 'x'\n", "publish = 3\n"])
def test_a_wrong_key_of_the_tables_is_an_error(library: Path, tmp_path: Path, wrong: str) -> None:
    (tmp_path / "narrator.toml").write_text(wrong)
    assert run(["publish", str(library), "--config", str(tmp_path / "narrator.toml")]) == SettingsError.exit_code


def test_a_feed_of_a_moved_show_keeps_its_guid(library: Path) -> None:
    own = "9b024349-ccf0-5f69-a609-6b82873eab3c"
    assert text(channel(library, dataclasses.replace(FULL, guid=own)), "podcast:guid") == own


def test_a_feed_named_in_python_is_like_one_of_the_file(library: Path) -> None:
    how = dataclasses.replace(FULL, feed={"all": Feed(title="All")})
    assert text(channel(library, how, "feeds/all.xml"), "title") == "All"


def cover(width: int, height: int, colour: int = 2) -> bytes:
    drawn = bytearray(artwork.png("x"))
    drawn[16:24] = width.to_bytes(4) + height.to_bytes(4)
    drawn[25] = colour
    return bytes(drawn)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (cover(300, 300), "300 × 300"),
        (cover(1400, 1399), "1400 × 1399"),
        (cover(3001, 3001), "3001 × 3001"),
        (cover(1400, 1400, 6), "not in RGB"),
        (b"GIF89a", "no JPEG or PNG"),
        (cover(1400, 1400), ""),
        (cover(3000, 3000, 3), ""),
        (b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08\x05\x78\x05\x78\x03" + bytes(9), ""),
        (b"\xff\xd8\xff\xe0\0\x04ab\xff\xc2\0\x11\x08\x05\x78\x05\x78\x04" + bytes(9), "not in RGB"),
        (b"\xff\xd8\xff", "no JPEG or PNG"),
    ],
)
def test_a_cover_is_looked_at(library: Path, capsys: pytest.CaptureFixture[str], content: bytes, said: str) -> None:
    (library / "cover.png").write_bytes(content)
    assert run(["publish", str(library), "--base-url", BASE]) == 0
    told = capsys.readouterr().err
    assert said in told
    assert ("podcast apps take squares" in told) == bool(said)
