"""Where articles come from: each once, what cannot be read said in its place, and no stranger's word for a path."""

from __future__ import annotations

import gzip
import io
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from narrator.batch import sources
from narrator.batch.record import Record
from narrator.batch.sources import Item, Listing, entries
from narrator.errors import SourceError
from narrator.identity import canonical
from narrator.settings import Settings
from tests.extract.document import made

Site = Callable[[dict[str, tuple[str, bytes]]], str]
OPEN = Settings(allow_private=True, ignore_robots=True)
SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{}</loc></url></urlset>'


def found(*inputs: object, **more: object) -> list[str]:
    """The sources of all items; of what cannot be read, the reason."""
    listed = entries([str(each) for each in inputs], OPEN, **more)  # type: ignore[arg-type]
    return [_word(entry) for entry in listed if not (isinstance(entry, Record) and entry.state == "merged")]


def _word(entry: sources.Entry) -> str:
    return entry.source if isinstance(entry, Item) else f"! {entry.reason}"


def names(*inputs: object) -> list[str]:
    return [Path(each).name for each in found(*inputs)]


def test_a_folder_a_glob_and_a_list_name_articles_once(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("articles/a1.txt\n# a comment\narticles/a2.txt\n")
    assert names(folder) == [f"a{i}.txt" for i in range(8)]
    assert names(folder / "a[12].txt", tmp_path / "list.txt") == ["a1.txt", "a2.txt"]


def test_a_list_with_a_path_that_is_not_there_is_still_a_list(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("articles/a1.txt\narticles/gone.txt\n")
    assert names(tmp_path / "list.txt") == ["a1.txt", "gone.txt"]


@pytest.mark.parametrize("name", ["Links.XLSX", "old.xls", "table.ods", "rows.jsonl", "sitemap.xml.gz"])
def test_a_table_below_a_folder_is_named_as_skipped(name: str, folder: Path) -> None:
    (folder / name).write_bytes(b"PK")
    last = [each for each in entries([str(folder)], OPEN) if isinstance(each, Record)]
    assert [(Path(each.source).name, each.state) for each in last] == [(name, "skipped")]
    assert ("save it as CSV" in last[0].reason) == (not name.endswith(("jsonl", "gz")))


def test_a_folder_without_articles_is_named_as_skipped(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "photo.png").write_bytes(b"x")
    assert found(tmp_path) == ["! no article is in it"]


@pytest.mark.parametrize("name", ["none.list", "comments.list", "heads.csv"])
def test_a_list_that_names_nothing_is_named_as_skipped(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text({"comments.list": "# later\n\n", "heads.csv": "source,title\n"}.get(name, ""))
    assert found(tmp_path / name) == ["! no article is in it"]


def test_standard_input_that_names_nothing_is_named_as_skipped() -> None:
    assert found("-", stdin=io.BytesIO(b"\n")) == ["! no article is in it"]


def test_an_article_in_a_text_file_is_no_list(folder: Path) -> None:
    assert names(folder / "a1.txt") == ["a1.txt"]


def test_standard_input_is_a_list_or_json_lines() -> None:
    assert found("-", stdin=io.BytesIO(b"https://example.org/1\nhttps://example.org/2\n")) == [
        "https://example.org/1",
        "https://example.org/2",
    ]
    rows = io.BytesIO(b'{"url": "https://example.org/1", "voice": "tone"}\n')
    (item,) = entries(["-"], OPEN, stdin=rows)
    assert isinstance(item, Item)
    assert (item.source, item.voice) == ("https://example.org/1", "tone")


def test_what_narrator_made_is_no_input(folder: Path) -> None:
    made = folder / "out" / "a-story"
    made.mkdir(parents=True)
    (folder / "out" / ".narrator").mkdir()
    (made / "narration.json").write_text("{}")
    (made / "a-story.html").write_text("<p>x")
    (folder / "out" / "report.html").write_text("<p>x")
    (folder / ".hidden.txt").write_text("x")
    assert names(folder) == [f"a{i}.txt" for i in range(8)]


@pytest.mark.parametrize("name", ["more.list", "more.csv", "sitemap.xml", "blogs.opml", "FEED.RSS"])
def test_a_file_below_a_folder_that_may_name_articles_is_passed_over_and_said(name: str, folder: Path) -> None:
    (folder / name).write_text("https://example.org/a\n")
    listed = [each for each in entries([str(folder)], OPEN) if isinstance(each, Record)]
    assert [(Path(each.source).name, each.state) for each in listed] == [(name, "skipped")]
    assert "input of its own" in listed[0].reason


def test_a_list_that_is_an_input_besides_its_folder_is_not_passed_over(folder: Path) -> None:
    (folder / "more.list").write_text("a1.txt\n")
    assert names(folder, folder / "more.list") == [f"a{i}.txt" for i in range(8)]


def test_reports_in_an_output_folder_that_is_an_input_are_nothing_to_say(folder: Path) -> None:
    (folder / ".narrator").mkdir()
    for name in ("report.csv", "feed.xml", "report.html"):
        (folder / name).write_text("source\n")
    assert names(folder) == [f"a{i}.txt" for i in range(8)]


def test_a_folder_may_be_input_and_output(folder: Path) -> None:
    (folder / ".narrator").mkdir()
    (folder / "report.html").write_text("<p>x")
    assert names(folder) == [f"a{i}.txt" for i in range(8)]


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_tables_carry_details(between: str, tmp_path: Path) -> None:
    heads, row = (
        ("source", "title", "voice", "slug", "language", "date"),
        ("a.txt", "One", "tone", "first", "de", "2026-03-01"),
    )
    (tmp_path / "t.csv").write_text(f"\ufeff{between.join(heads)}\n{between.join(row)}\n", encoding="utf-8")
    (tmp_path / "t.jsonl").write_text('{"url": "https://example.org/a", "title": "Two"}\n"https://example.org/b"\n')
    one, two, three = (each for each in entries([str(tmp_path / "t.csv"), str(tmp_path / "t.jsonl")], OPEN))
    assert isinstance(one, Item)
    assert isinstance(two, Item)
    assert (one.details.title, one.details.slug, one.voice, one.language) == ("One", "first", "tone", "de")
    assert (one.source, one.day) == (str(tmp_path / "a.txt"), date(2026, 3, 1))
    assert (two.source, two.details.title) == ("https://example.org/a", "Two")
    assert three.source == "https://example.org/b"


def test_a_row_that_cannot_be_used_does_not_end_the_others(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("source,title\na.txt,One\n,Two\nb.txt,Three\n")
    (tmp_path / "t.jsonl").write_text('{"title": "x"}\nnonsense\n{"url": "https://example.org/a"}\n')
    first = found(tmp_path / "t.csv")
    assert [each[:1] == "!" for each in first] == [False, True, False]
    assert "row 2 names no source" in first[1]
    assert [each[:1] == "!" for each in found(tmp_path / "t.jsonl")] == [True, True, False]


@pytest.mark.parametrize("text", ["name,title\nx,y\n", "", "source\n" + '"' + "x" * 200_000 + '"\n'])
def test_what_is_no_table_is_said(text: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(text)
    (said,) = found(tmp_path / "t.csv")
    assert said.startswith("! ")


def test_feeds_and_sitemaps_on_disk_are_read(tmp_path: Path) -> None:
    (tmp_path / "f.xml").write_text(
        "<rss><channel><item><link>https://example.org/1</link><pubDate>Tue, 03 Mar 2026 10:00:00 GMT</pubDate></item>"
        "<item><link>https://example.org/2?utm_source=x</link></item></channel></rss>"
    )
    (tmp_path / "s.xml").write_text(SITEMAP.format("https://example.org/2"))
    both = list(entries([str(tmp_path / "f.xml"), str(tmp_path / "s.xml")], OPEN))
    one, two, again = both
    assert (one.source, two.source) == ("https://example.org/1", "https://example.org/2?utm_source=x")
    assert again == Record("https://example.org/2", "merged", merged_into="https://example.org/2?utm_source=x")
    old, young, _ = sources.since(both, date(2026, 4, 1))
    assert old == Record("https://example.org/1", "skipped", reason="it is older than 2026-04-01")
    assert young == two


def test_an_atom_feed_gives_its_alternate_links(tmp_path: Path) -> None:
    (tmp_path / "f.atom").write_text(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="self" href="https://example.org/x.atom"/>'
        '<link rel="alternate" href="https://example.org/1"/><updated>2026-03-03T10:00:00Z</updated></entry></feed>'
    )
    (item,) = entries([str(tmp_path / "f.atom")], OPEN)
    assert isinstance(item, Item)
    assert (item.source, item.day) == ("https://example.org/1", date(2026, 3, 3))


def test_a_sitemap_index_on_the_web_is_followed_packed_or_not(site: Site) -> None:
    pages: dict[str, tuple[str, bytes]] = {}
    base = site(pages)
    pages["/sitemap.xml"] = (
        "application/xml",
        f"<sitemapindex><sitemap><loc>{base}/a.xml</loc></sitemap><sitemap><loc>/b.xml.gz</loc></sitemap>"
        f"<sitemap><loc>{base}/gone.xml</loc></sitemap></sitemapindex>".encode(),
    )
    pages["/a.xml"] = ("text/xml", SITEMAP.format(f"{base}/1").encode())
    pages["/b.xml.gz"] = ("application/gzip", gzip.compress(SITEMAP.format(f"{base}/2").encode()))
    one, two, gone = found(f"{base}/sitemap.xml")
    assert (one, two) == (f"{base}/1", f"{base}/2")
    assert "there is no such page" in gone


def test_an_address_that_ends_like_a_feed_and_is_a_page_is_an_article(site: Site) -> None:
    base = site({"/feed": ("text/html", b"<!doctype html><p>x"), "/story": ("text/html", b"<p>x")})
    assert found(f"{base}/feed", f"{base}/story") == [f"{base}/feed", f"{base}/story"]


@pytest.mark.parametrize(
    "link", ["/etc/passwd", "file:///etc/passwd", "s3://bucket/key", "javascript:alert(1)", "http://[x"]
)
def test_a_feed_cannot_name_a_file(link: str, tmp_path: Path) -> None:
    (tmp_path / "f.xml").write_text(f"<rss><item><link>{link}</link></item></rss>")
    (said,) = found(tmp_path / "f.xml")
    assert "no web address" in said


def test_an_xml_bomb_is_not_opened(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a "xxxxxxxxxx">' + "".join(
        f'<!ENTITY {c} "&{p};&{p};&{p};&{p};">' for p, c in zip("abcdefghij", "bcdefghijk", strict=True)
    )
    (tmp_path / "f.xml").write_text(bomb + "]><rss><item><link>&k;</link></item></rss>")
    begun = time.monotonic()
    (said,) = found(tmp_path / "f.xml")
    assert "no web address" in said or "has no link" in said
    assert time.monotonic() - begun < 30


def test_a_gzip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    (tmp_path / "s.xml.gz").write_bytes(gzip.compress(b" " * 120_000_000, compresslevel=9))
    (said,) = found(tmp_path / "s.xml.gz")
    assert "unpacks to more than" in said


def test_an_input_that_breaks_off_does_not_end_the_others(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "f.xml").write_text("<html><p>no feed")
    said = found(tmp_path / "f.xml", folder / "a1.txt")
    assert "is no feed or sitemap" in said[0]
    assert said[1].endswith("a1.txt")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("https://Example.org/a/", "http://example.org/a"),
        ("https://example.org/a?utm_medium=x&b=1", "https://example.org/a?b=1"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("HTTPS://example.org", "https://example.org/"),
    ],
)
def test_these_addresses_are_one_article(first: str, second: str) -> None:
    assert canonical(first) == canonical(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("https://example.org/a?id=1", "https://example.org/a?id=2"),
        ("https://example.org/a#part", "https://example.org/a"),
        ("https://example.org/a?ref=1", "https://example.org/a"),
        ("https://example.org:8443/a", "https://example.org/a"),
        ("s3://bucket/a.html", "s3://bucket/b.html"),
    ],
)
def test_these_addresses_are_two(first: str, second: str) -> None:
    assert canonical(first) != canonical(second)


def test_one_article_under_two_slugs_is_made_twice(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("source,slug,voice\na.txt,one,tone\na.txt,two,system\na.txt,two,system\n")
    assert names(tmp_path / "t.csv") == ["a.txt", "a.txt"]


@pytest.mark.parametrize("name", ["nowhere", "nowhere/*.html"])
def test_a_missing_input_is_said(name: str) -> None:
    if "*" in name:
        assert found(name) == ["! no file matches nowhere/*.html"]
    else:
        with pytest.raises(SourceError, match="there is no file"):
            list(entries([name], OPEN))


def test_a_listing_knows_its_number_and_can_be_read_again() -> None:
    listing = Listing(Item(f"a{i}") for i in range(5))
    assert listing.count == 5
    assert [entry.source for entry in listing] == [entry.source for entry in listing] == [f"a{i}" for i in range(5)]


def test_a_failure_is_never_too_old(tmp_path: Path) -> None:
    kept = sources.since([Record("x", "failed"), Item("old", day=date(2020, 1, 1))], date(2026, 1, 1))
    assert [(each.source, each.state) for each in kept] == [("x", "failed"), ("old", "skipped")]


def test_an_e_book_is_an_article_for_each_chapter_and_other_documents_one(tmp_path: Path) -> None:
    book = made.epub({f"{i}.xhtml": made.chapter(f"Part {i}", ["Some words of it."]) for i in (1, 2)})
    (tmp_path / "book.epub").write_bytes(book)
    (tmp_path / "broken.epub").write_bytes(b"PK\x03\x04")
    for name in ("a.docx", "a.odt", "a.pdf", "a.eml", "a.mhtml", "a.ipynb", "a.rst", "a.rtf", "a.json"):
        (tmp_path / name).write_bytes(b"x")
    found = [Path(each.source).name for each in entries([str(tmp_path)], Settings())]
    assert found == [
        *("a.docx", "a.eml", "a.ipynb", "a.mhtml", "a.odt", "a.pdf", "a.rst"),
        *("book.epub#1", "book.epub#2", "broken.epub"),
    ]
    assert [each.source for each in entries([str(tmp_path / "book.epub")], Settings())] == [
        f"{tmp_path}/book.epub#{number}" for number in (1, 2)
    ]
