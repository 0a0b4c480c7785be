"""Inputs as people have them: lists, tables, patterns and addresses, as Windows, Excel and sites write them."""

from __future__ import annotations

import gzip
import http.server
import io
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from narrator.batch import record
from narrator.batch.record import Record
from narrator.batch.sources import Item, entries
from narrator.errors import SourceError
from narrator.settings import Settings

LINE = "The harbor is open again, and boats left at noon. " * 6
LONG = LINE[:300] + "\nMore of it.\n"


@pytest.fixture
def open_to_all(tmp_path: Path) -> Settings:
    return Settings(
        allow_private=True, ignore_robots=True, cache_dir=tmp_path / "cache", output=str(tmp_path / "out"), host_pause=0
    )


def named(settings: Settings, *inputs: object, stdin: bytes = b"") -> list[str]:
    """Names of the articles; ``! why`` for failures, ``= other`` for merged ones, ``~ why`` for skipped ones."""
    found = entries([str(each) for each in inputs], settings, stdin=io.BytesIO(stdin))
    return [_word(each) for each in found]


def _word(each: Item | Record) -> str:
    if isinstance(each, Item):
        return each.source if "://" in each.source else Path(each.source).name
    if each.state == record.MERGED:
        return f"= {Path(each.merged_into).name}"
    return f"{'!' if each.state == record.FAILED else '~'} {each.reason}"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Three articles, one with a letter beyond ASCII and a space in its name."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("Ä b.html", "ü.html", "c.txt"):
        (folder / name).write_text(f"<p>{LINE}", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Ä b.html\r\n".encode("utf-16"), ["Ä b.html"]),
        (b"\xff\xfe" + "Ä b.html\r\nü.html\r\n".encode("utf-16-le"), ["Ä b.html", "ü.html"]),
        (b"\xfe\xff" + "Ä b.html\n".encode("utf-16-be"), ["Ä b.html"]),
        ("Ä b.html\r\nc.txt\r\n".encode("utf-16-le"), ["Ä b.html", "c.txt"]),
        ("Ä b.html\n".encode("utf-32"), ["Ä b.html"]),
        ("Ä b.html\n".encode("cp1252"), ["Ä b.html"]),
        ("Ä b.html\n".encode("cp850"), ["Ä b.html"]),
        ("Ä b.html\nü.html\n".encode("mac_roman"), ["Ä b.html", "ü.html"]),
        ("\ufeffÄ b.html\r\n".encode(), ["Ä b.html"]),
        ("A\u0308 b.html\n".encode(), ["Ä b.html"]),
        ("Ä b.html\rü.html\r".encode(), ["Ä b.html", "ü.html"]),
        ("ü.html\n".encode() + "Ä b.html\n".encode("cp1252"), ["ü.html", "Ä b.html"]),
        ('"Ä b.html"\n"c.txt"\n'.encode(), ["Ä b.html", "c.txt"]),
        (b"\n\n# a comment\n  c.txt  \n\n", ["c.txt"]),
        (b"c.txt\nc.txt\n./c.txt\n", ["c.txt", "= c.txt", "= c.txt"]),
        (b"c.txt", ["c.txt"]),
        (b"", ["~ no article is in it"]),
        (b"\xef\xbb\xbfc.txt\n\xef\xbb\xbfd.txt\n", ["c.txt", "d.txt"]),
        (b"a\0b.html\nc.txt\n", ["a\0b.html", "c.txt"]),
        (b"-\nc.txt\n", ["-", "c.txt"]),
        (b"*.txt\n", ["c.txt"]),
        (b".\n", ["c.txt", "Ä b.html", "ü.html"]),
        ("ü.html\nÄ b.html".encode("utf-16-le") + b"\n", ["ü.html", "Ä b.html"]),
        (b"c.txt\n" + b"x" * 5000 + b".html\nc.txt\n", ["c.txt", "x" * 5000 + ".html", "= c.txt"]),
    ],
)
def test_a_list_in_any_letters_names_its_articles(
    body: bytes, expected: list[str], place: Path, open_to_all: Settings
) -> None:
    (place / "a.list").write_bytes(body)
    assert named(open_to_all, place / "a.list") == expected


def test_paths_of_a_list_are_as_short_as_they_can_be(
    place: Path, open_to_all: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    Path("a.list").write_text("c.txt\n")
    (item,) = entries(["a.list"], open_to_all)
    assert item.source == "c.txt"


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        ("t.csv", "source,title\r\nÄ b.html,Über\r\n".encode("cp1252"), [("Ä b.html", "Über")]),
        ("t.csv", "source;title\r\nÄ b.html;Über, und so\r\n".encode("cp1252"), [("Ä b.html", "Über, und so")]),
        ("t.csv", "\ufeffsource;title\nÄ b.html;Über\n".encode(), [("Ä b.html", "Über")]),
        ("t.csv", "source\ttitle\r\nÄ b.html\tÜber\r\n".encode("utf-16"), [("Ä b.html", "Über")]),
        ("t.tsv", "source\ttitle\nÄ b.html\tÜber\n".encode("utf-16-le"), [("Ä b.html", "Über")]),
        ("t.txt", "source\ttitle\r\nÄ b.html\tÜber\r\n".encode("utf-16"), [("Ä b.html", "Über")]),
        ("t.csv", b"sep=;\r\nsource;title\r\nc.txt;One\r\n", [("c.txt", "One")]),
        ("t.csv", b"\n\nSource ; Title\nc.txt;One\n", [("c.txt", "One")]),
        ("t.csv", b"source,title\rc.txt,One\rd.txt,Two\r", [("c.txt", "One"), ("d.txt", "Two")]),
        ("t.csv", b'source,title\nc.txt,"One, ""two"",\nthree"\nd.txt,Two\n', [("c.txt", 'One, "two",\nthree'), ("d.txt", "Two")]),
        ("t.csv", b'source,title\nc.txt,"One\nd.txt,Two\n', ["! row 1 has a quotation mark that is never closed", ("d.txt", "Two")]),
        ("t.csv", b'source,title\nc.txt,"One\nd.txt,Two\ne.txt,"Three\nf.txt,Four\n', ["! row 1 has a quotation mark", ("d.txt", "Two"), "! row 3 has a quotation mark", ("f.txt", "Four")]),
        ("t.csv", b'source,title\nc.txt,' + b"x" * 140_000 + b"\nd.txt,Two\n", ["! row 1 is no row of a table", ("d.txt", "Two")]),
        ("t.csv", b"title,source\nOne,c.txt\nTwo,\n,,\nThree,d.txt\n", [("c.txt", "One"), "! row 2 names no source", ("d.txt", "Three")]),
        ("t.csv", b"url|title\nhttps://example.org/a|One\n", [("https://example.org/a", "One")]),
        ("t.json", b'[{"source": "c.txt", "title": "One"}, "d.txt", 7]', [("c.txt", "One"), ("d.txt", None), "! row 3 names no source"]),
        ("t.json", b'{"articles": [{"url": "https://example.org/a"}]}', [("https://example.org/a", None)]),
        ("t.json", b'{"url": "https://example.org/a",\n "title": "One"}', [("https://example.org/a", "One")]),
        ("t.jsonl", '{"source": "c.txt", "title": "a\u2028b"}\r\n{"source": "d.txt"}\r\n'.encode(), [("c.txt", "a\u2028b"), ("d.txt", None)]),
        ("t.jsonl", '{"source": "Ä b.html"}\n'.encode("utf-16"), [("Ä b.html", None)]),
        ("t.jsonl", b'{"source": "c.txt"}\n{"source": "d.t', [("c.txt", None), "! row 2 is not JSON"]),
        ("t.csv", b"https://example.org/x,One\nhttps://example.org/y,Two\n", [("https://example.org/x", None), ("https://example.org/y", None)]),
        ("t.csv", b"One,c.txt\nTwo,d.txt\n", [("c.txt", None), ("d.txt", None)]),
        ("t.csv", b'source,title\nc.txt,6" nails\nd.txt,Two\n', [("c.txt", '6" nails'), ("d.txt", "Two")]),
        ("t.tsv", b'source\ttitle\nc.txt\t6" nails\nd.txt\t"Two"\n', [("c.txt", '6" nails'), ("d.txt", "Two")]),
        ("t.csv", b'source,title\nc.txt,"One ""and"" more"\n', [("c.txt", 'One "and" more')]),
        ("t.csv", b'"source";"a, b, c, d"\nc.txt;x\n', [("c.txt", None)]),
        ("t.csv", b"Title,Article URL\nOne,https://example.org/x\n", [("https://example.org/x", "One")]),
        ("t.csv", b"Permalink,image_url\nhttps://example.org/x,https://example.org/x.jpg\n", [("https://example.org/x", None)]),
        ("t.csv", b"# exported today\nsource,title\nc.txt,One\n", [("c.txt", "One")]),
        ("t.csv", b"\xef\xbb\xbf\xef\xbb\xbfsource,title\nc.txt,One\n", [("c.txt", "One")]),
        ("t.csv", b"thumbnail url,title\nhttps://example.org/x.jpg,One\n", ["! has no column for the source"]),
        ("t.json", b'{"errors": [], "tags": ["x"], "articles": [{"url": "https://example.org/a"}]}', [("https://example.org/a", None)]),
        ("t.json", b'{"data": {"articles": [{"url": "https://example.org/a"}]}}', [("https://example.org/a", None)]),
        ("t.json", b'{"one": {"url": "https://example.org/a"}, "two": {"url": "https://example.org/b"}}', [("https://example.org/a", None), ("https://example.org/b", None)]),
        ("t.json", b'[{"source": "c.txt"}, {"source": "d.txt"}, {"sou', [("c.txt", None), ("d.txt", None), "! row 3 is not JSON, or is cut off"]),
        ("t.json", b'[{"source": "c.txt"},\n]', [("c.txt", None)]),
        ("t.json", b'[{"source": 5}, {"source": ["a"]}, {"source": true}, null]', ["! row 1 names no source", "! row 2 names no source", "! row 3 names no source", "! row 4 names no source"]),
        ("t.json", b'{\n"source": "c.txt"\n}\n{\n"source": "d.txt"\n}\n', [("c.txt", None), ("d.txt", None)]),
        ("t.json", b"", ["! is empty"]),
        ("t.txt", b'{"source": "c.txt"}\n{"source": "d.txt"}\n', [("c.txt", None), ("d.txt", None)]),
        ("t.csv.gz", gzip.compress(b"source,title\nc.txt,One\n", mtime=0), [("c.txt", "One")]),
    ],
)  # fmt: skip
def test_a_table_in_any_letters_names_its_articles(
    name: str, body: bytes, expected: list[object], place: Path, open_to_all: Settings
) -> None:
    (place / name).write_bytes(body)
    found = list(entries([str(place / name)], open_to_all))
    assert len(found) == len(expected), found
    for each, wanted in zip(found, expected, strict=True):
        if isinstance(each, Record):
            assert isinstance(wanted, str)
            assert wanted[2:] in each.reason
        else:
            assert (_word(each), each.details.title) == wanted


@pytest.mark.parametrize("first", [LONG, "x" * 300 + ".html\n", "a/" * 200 + "b.md\n", "\0" * 3 + "x\n", "~" * 5000])
def test_a_text_file_with_a_long_first_line_loses_nothing(first: str, place: Path, open_to_all: Settings) -> None:
    """300 bytes are longer than a file's name may be; the article is an article, and the pattern goes on."""
    (place / "b.txt").write_text(first)
    assert named(open_to_all, f"{place}/*.txt", place / "ü.html") in (
        ["b.txt", "c.txt", "ü.html"],
        [Path(first.strip()).name, "c.txt", "ü.html"],  # a line that looks like a path makes a list of it
    )


def test_a_list_whose_first_line_is_long_is_a_list(place: Path, open_to_all: Settings) -> None:
    (place / "l.txt").write_text("https://example.org/" + "a" * 3000 + "\nc.txt\n")
    assert named(open_to_all, place / "l.txt")[1] == "c.txt"


def test_one_file_of_a_pattern_that_cannot_be_read_costs_no_other(place: Path, open_to_all: Settings) -> None:
    (place / "b.csv").write_text("nonsense\n1\n")
    (place / "d.xml").write_text("<html/>")
    assert [each[:2] for each in named(open_to_all, f"{place}/[bcd].*")] == ["! ", "c.", "! "]


def test_an_article_that_two_inputs_name_is_made_once(
    place: Path, open_to_all: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Equal short paths are one object in Python, which an earlier version took for one entry."""
    monkeypatch.chdir(place)
    assert named(open_to_all, "c.txt", "c.txt", "*.txt") == ["c.txt", "= c.txt", "= c.txt"]


def test_a_folder_is_looked_into_behind_links_and_says_what_it_cannot_read(place: Path, open_to_all: Settings) -> None:
    below = place / "below"
    below.mkdir()
    (below / "e.html").symlink_to("../c.txt")
    (below / "gone.html").symlink_to("nothing.html")
    (below / "up").symlink_to("..")
    (place / "again").symlink_to("below")
    (place / "round").symlink_to("round")
    assert named(open_to_all, place) == [
        *("c.txt", "Ä b.html", "ü.html", "= c.txt"),
        f"! {place}/again/gone.html is a link to a file that is not there",
    ]
    assert named(open_to_all, below)[0] == "e.html"


def test_a_folder_that_may_not_be_read_is_a_failure_in_its_place(
    place: Path, open_to_all: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may read all folders, so the refusal is the system call's here."""
    (place / "shut").mkdir()
    real = os.scandir

    def refusing(folder: str) -> object:
        if str(folder).endswith("shut"):
            raise PermissionError(13, "Permission denied", str(folder))
        return real(folder)

    monkeypatch.setattr("os.scandir", refusing)
    *_, last = named(open_to_all, place)
    assert last == f"! {place}/shut cannot be read: Permission denied"


def test_a_list_in_a_folder_is_not_read_aloud(place: Path, open_to_all: Settings) -> None:
    (place / "urls.txt").write_text("https://example.org/1\nhttps://example.org/2\n")
    assert named(open_to_all, place)[1:3] == ["https://example.org/1", "https://example.org/2"]


def test_a_pattern_matches_folders_as_the_shell_does(place: Path, open_to_all: Settings) -> None:
    (place / "[2026] a").mkdir()
    (place / "[2026] a" / "x.html").write_text(LINE)
    assert named(open_to_all, f"{place}/*")[:1] == ["x.html"]
    assert named(open_to_all, f"{place}/[[]2026*/*.html") == ["x.html"]
    assert named(open_to_all, f"{place}/[2026] a/*.html") == ["x.html"]


def test_a_feed_on_disk_is_known_whatever_its_name(place: Path, open_to_all: Settings) -> None:
    feed = "<rss><channel><item><link>https://example.org/1</link></item></channel></rss>"
    for name in ("feed", "feed.php", "feed.txt", "feed.html"):
        (place / name).write_text(feed)
        assert named(open_to_all, place / name) == ["https://example.org/1"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"\xef\xbb\xbfhttps://example.org/1\r\nHTTPS://example.org/2\r\n", ["https://example.org/1", "HTTPS://example.org/2"]),
        ("https://example.org/1\r\n".encode("utf-16"), ["https://example.org/1"]),
        (b'[{"url": "https://example.org/1"}]', ["https://example.org/1"]),
        (b"url,title\nhttps://example.org/1,One\n", ["https://example.org/1"]),
        (b"<?xml version='1.0'?><rss><channel><item><link>https://example.org/1</link></item></channel></rss>", ["https://example.org/1"]),
        (b"https://example.org/1\nhttps://www.example.org/1\n#x\nhttps://example.org/1?utm_source=y\n", ["https://example.org/1", "https://www.example.org/1", "= 1"]),
    ],
)  # fmt: skip
def test_standard_input_may_be_any_of_them(body: bytes, expected: list[str], open_to_all: Settings) -> None:
    assert named(open_to_all, "-", stdin=body) == expected


def test_a_name_of_any_length_is_answered(open_to_all: Settings) -> None:
    with pytest.raises(SourceError, match="there is no file"):
        named(open_to_all, "x" * 3000)
    with pytest.raises(SourceError, match="there is no file"):
        named(open_to_all, "a\0b")


@pytest.fixture
def web() -> Iterator[Callable[..., str]]:
    """A server that answers what it is given; ``web.asked`` has the paths."""
    answers: dict[str, tuple[str, bytes]] = {}
    asked: list[str] = []

    class Pages(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            kind, body = answers.get(self.path) or answers.get("*") or ("", b"")
            self.send_response(200 if kind else 404)
            self.send_header("content-type", kind or "text/plain")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"

    def put(path: str, body: str | bytes, kind: str = "application/rss+xml") -> str:
        content = body.replace("{base}", base).encode() if isinstance(body, str) else body
        answers[path] = (kind, content)
        return base + path

    put.asked = asked  # type: ignore[attr-defined]
    yield put
    server.shutdown()
    server.server_close()


RSS = "<rss><channel><item><link>https://example.org/1</link></item></channel></rss>"


@pytest.mark.parametrize(
    "path", ["/?feed=rss2", "/php/rss.php?typeid=5", "/feeds/posts/default", "/x.xml", "/story.html"]
)
@pytest.mark.parametrize(
    "kind", ["application/rss+xml", "text/xml; charset=utf-8", "text/html", "text/plain", "application/octet-stream"]
)
def test_a_feed_is_known_by_its_content_not_its_address(
    path: str, kind: str, web: Callable[..., str], open_to_all: Settings
) -> None:
    assert named(open_to_all, web(path, RSS, kind)) == ["https://example.org/1"]


def test_json_feed_at_an_address_is_read(web: Callable[..., str], open_to_all: Settings) -> None:
    text = '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "url": "/1"}]}'
    for kind in ("application/feed+json", "application/json"):
        url = web("/feed", text, kind)
        assert named(open_to_all, url) == [url.replace("/feed", "/1")]


def test_json_feed_whose_keys_are_sorted_is_one(web: Callable[..., str], open_to_all: Settings) -> None:
    """Its version stands behind 30 kB of items."""
    items = f'[{{"content_text": "{"x" * 30_000}", "url": "https://example.org/1"}}]'
    url = web("/feed", f'{{"items": {items}, "version": "https://jsonfeed.org/version/1"}}', "application/feed+json")
    assert named(open_to_all, url) == ["https://example.org/1"]


def test_a_warning_before_a_feed_hides_it_not(web: Callable[..., str], open_to_all: Settings) -> None:
    assert named(open_to_all, web("/feed", f"<br />\n<b>Warning</b>: x\n{RSS}")) == ["https://example.org/1"]


def test_a_table_at_an_address_names_addresses_and_no_file(web: Callable[..., str], open_to_all: Settings) -> None:
    url = web("/t", "url,title\nhttps://example.org/1,One\n/etc/hosts.txt,Two\n", "text/csv; charset=utf-8")
    assert named(open_to_all, url) == ["https://example.org/1", "! '/etc/hosts.txt' is no web address"]


def test_an_index_may_name_sitemaps_that_are_text(web: Callable[..., str], open_to_all: Settings) -> None:
    web("/a.txt", "https://example.org/1\n", "text/plain")
    web("/b.txt.gz", gzip.compress(gzip.compress(b"https://example.org/2\n", mtime=0)), "application/gzip")
    inner = "<sitemap><loc>/a.txt</loc></sitemap><sitemap><loc>/b.txt.gz</loc></sitemap>"
    url = web("/index.xml", f"<sitemapindex>{inner}</sitemapindex>")
    assert named(open_to_all, url) == ["https://example.org/1", "https://example.org/2"]


def test_a_sitemap_that_is_a_text_file_is_read(web: Callable[..., str], open_to_all: Settings) -> None:
    url = web("/sitemap.txt", "https://example.org/1\nhttps://example.org/2\n", "text/plain")
    assert named(open_to_all, url) == ["https://example.org/1", "https://example.org/2"]
    url = web("/list.txt", "# our stories\nhttps://example.org/1 # the first\n", "text/plain")
    assert named(open_to_all, url) == ["https://example.org/1"]


def test_an_article_at_an_address_is_fetched_once(web: Callable[..., str], open_to_all: Settings) -> None:
    url = web("/story", f"<html><body><p>{LINE}</p></body></html>", "text/html")
    (item,) = entries([url], open_to_all)
    assert isinstance(item, Item)
    assert item.page is not None
    assert item.page.url == url


def test_what_is_neither_is_left_to_be_told_by_its_kind(web: Callable[..., str], open_to_all: Settings) -> None:
    assert named(open_to_all, web("/data", '{"a": 1}', "application/json"))[0].endswith("/data")


def test_an_address_that_cannot_be_had_is_a_failure_in_its_place(
    web: Callable[..., str], open_to_all: Settings
) -> None:
    url = web("/feed", RSS)
    assert [each[:1] for each in named(open_to_all, url.replace("/feed", "/gone"), url)] == ["!", "h"]


@pytest.mark.parametrize("count", [30, pytest.param(300, marks=pytest.mark.stress)])
def test_an_index_that_names_itself_is_asked_for_each_sitemap_once(
    count: int, web: Callable[..., str], open_to_all: Settings
) -> None:
    """Every address answers with the same index, as a misdirected site does."""
    index = "".join(f"<sitemap><loc>{{base}}/s{number}.xml</loc></sitemap>" for number in range(count))
    url = web("*", f"<sitemapindex>{index}</sitemapindex>").replace("*", "/index.xml")
    found = named(open_to_all, url)
    assert len(web.asked) == count + 1  # type: ignore[attr-defined]
    assert found == ["~ no article is in it"]


def test_an_index_that_makes_up_addresses_ends(
    web: Callable[..., str], open_to_all: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("narrator.batch.feeds.SITEMAPS", 20)
    inner = "".join(f"<sitemap><loc>a{number}/s.xml</loc></sitemap>" for number in range(4))
    url = web("*", f"<sitemapindex>{inner}</sitemapindex>").replace("*", "/i/index.xml")
    found = named(open_to_all, url)
    assert len(web.asked) <= 20  # type: ignore[attr-defined]
    assert any("names more than 20 sitemaps" in each for each in found)


def test_indexes_below_indexes_are_followed_three_times(web: Callable[..., str], open_to_all: Settings) -> None:
    for number in range(6):
        web(f"/s{number}.xml", f"<sitemapindex><sitemap><loc>/s{number + 1}.xml</loc></sitemap></sitemapindex>")
    url = web("/s0.xml", "<sitemapindex><sitemap><loc>/s1.xml</loc></sitemap></sitemapindex>")
    (said,) = named(open_to_all, url)
    assert "1 sitemaps are not read: they are 3 indexes below" in said
    assert web.asked == [f"/s{number}.xml" for number in range(4)]  # type: ignore[attr-defined]


def test_each_feed_and_sitemap_that_is_read_is_told(web: Callable[..., str], open_to_all: Settings) -> None:
    heard: list[str] = []
    below = web("/a.xml", "<urlset><url><loc>https://example.org/1</loc></url></urlset>")
    url = web("/index.xml", "<sitemapindex><sitemap><loc>/a.xml</loc></sitemap></sitemapindex>")
    list(entries([url], open_to_all, on_read=heard.append))
    assert heard == [url, below]
