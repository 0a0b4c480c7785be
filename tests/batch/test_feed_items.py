"""Feeds and sitemaps as sites write them: every item ends as an address, or as a failure in its place."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.batch import feed_items
from narrator.batch.feed_items import Below, is_feed, items
from narrator.batch.tables import Row
from narrator.errors import SourceError
from tests.cpu import within

ATOM = 'xmlns="http://www.w3.org/2005/Atom"'
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
MAPS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
HERE = "https://here.example.org/feeds/all.xml"
DISK = "feed.xml"


def rss(inside: str, channel: str = "", root: str = "") -> str:
    return f'<?xml version="1.0"?><rss version="2.0"{root}><channel>{channel}{inside}</channel></rss>'


def atom(inside: str, root: str = "") -> str:
    return f'<?xml version="1.0" encoding="utf-8"?><feed {ATOM}{root}>{inside}</feed>'


def link(path: str) -> str:
    return f"<item><link>https://x.example.org/{path}</link></item>"


X = "https://x.example.org/"
CASES: list[tuple[str, str, str, list[str]]] = [
    # name, document, where it is from, addresses or what is said of a failure
    ("a permanent guid", rss('<item><title>A</title><guid isPermaLink="true">https://x.example.org/a</guid></item>'), HERE, [X + "a"]),
    ("a guid is permanent by default", rss(f"{link('1')}<item><guid>{X}2</guid></item><item><title>T</title><guid isPermaLink='false'>tag:3</guid></item>"), HERE, [X + "1", X + "2", "! item 3 ('T') has no link"]),
    ("a guid that is a number", rss("<item><guid>4711</guid></item>"), HERE, ["! item 1 ('4711') has no link"]),
    ("a guid that is a path", rss("<item><guid>/a/b</guid></item>", f"<link>{X}</link>"), HERE, [X + "a/b"]),
    ("an id of Atom", atom(f"<entry><id>{X}1</id><title>A</title></entry>"), HERE, [X + "1"]),
    ("an id of Atom that is none", atom("<entry><id>urn:uuid:1</id><title>A</title></entry>"), HERE, ["! item 1 ('A') has no link"]),
    ("rdf:about", f'<rdf:RDF {RDF}><channel/><item rdf:about="{X}1"><title>A</title></item></rdf:RDF>', HERE, [X + "1"]),
    ("RSS 1.0", f'<rdf:RDF {RDF}><channel rdf:about="{X}"/><item rdf:about="{X}1"><link>{X}one</link></item></rdf:RDF>', HERE, [X + "one"]),
    ("an item with nothing", rss("<item/>"), HERE, ["! item 1 has no link"]),
    ("an empty feed", rss(""), HERE, []),
    ("xml:base of the feed", atom('<entry><link href="publish/a"/></entry>', ' xml:base="https://blog.example.org/en/"'), HERE, ["https://blog.example.org/en/publish/a"]),
    ("xml:base of the entry", atom('<entry xml:base="https://blog.example.org/y/"><link rel="alternate" href="a.html"/></entry>'), HERE, ["https://blog.example.org/y/a.html"]),
    ("xml:base of the link", atom('<entry><link xml:base="https://blog.example.org/z/" href="a.html"/></entry>'), HERE, ["https://blog.example.org/z/a.html"]),
    ("xml:base within xml:base", atom('<entry xml:base="y/"><link href="a"/></entry>', ' xml:base="https://blog.example.org/x/"'), HERE, ["https://blog.example.org/x/y/a"]),
    ("xml:base that is relative itself", atom('<entry xml:base="/y/"><link href="a"/></entry>'), HERE, ["https://here.example.org/y/a"]),
    ("xml:base of RSS", rss("<item><link>post/1</link></item>", "", ' xml:base="https://news.example.org/"'), HERE, ["https://news.example.org/post/1"]),
    ("a bare & in a link", rss("<item><link>https://x.example.org/s.php?id=7&cat=3</link></item>"), HERE, [X + "s.php?id=7&cat=3"]),
    ("bare &s in a title and a link", rss("<item><title>Q & A</title><link>https://x.example.org/qa?p=1&q=2&r=3</link></item>"), HERE, [X + "qa?p=1&q=2&r=3"]),
    ("a bare & costs the others nothing", rss(f"<item><link>{X}a?b=1&c=2</link></item><item><link>{X}d?e=1&amp;f=2</link></item>"), HERE, [X + "a?b=1&c=2", X + "d?e=1&f=2"]),
    ("a bare & that looks like an entity", rss(f"<item><link>{X}a?b=1&copy=2&lt=3</link></item>"), HERE, [X + "a?b=1&copy=2&lt=3"]),
    ("a bare & in an attribute", atom(f'<entry><link href="{X}a?b=1&c=2"/></entry>'), HERE, [X + "a?b=1&c=2"]),
    ("a & in CDATA", rss(f"<item><title>a & b</title><link><![CDATA[{X}a?b=1&c=2]]></link></item>"), HERE, [X + "a?b=1&c=2"]),
    ("an entity of HTML", rss(f"<item><title>caf&eacute;&nbsp;x</title><link>{X}a</link></item>"), HERE, [X + "a"]),
    ("an escaped & as a number", rss(f"<item><link>{X}a?b=1&#38;c=2</link></item>"), HERE, [X + "a?b=1&c=2"]),
    ("relative links of RSS on disk", rss("<item><link>/v/16.html</link></item>", "<link>https://m.example.org/</link>"), DISK, ["https://m.example.org/v/16.html"]),
    ("relative links of RSS", rss("<item><link>/v/16.html</link></item>"), HERE, ["https://here.example.org/v/16.html"]),
    ("relative links of RSS from elsewhere", rss("<item><link>/v/16.html</link></item>", "<link>https://m.example.org/</link>"), HERE, ["https://m.example.org/v/16.html"]),
    ("relative links of Atom", atom('<entry><link href="../a"/></entry>'), HERE, ["https://here.example.org/a"]),
    ("relative links of Atom on disk", atom('<link rel="self" href="https://m.example.org/f/x.xml"/><entry><link href="a"/></entry>'), DISK, ["https://m.example.org/f/a"]),
    ("relative links that nothing helps", rss("<item><link>/v/16.html</link></item>"), DISK, ["! no web address"]),
    ("a link without a scheme", rss("<item><link>//m.example.org/a</link></item>"), HERE, ["https://m.example.org/a"]),
    ("line breaks in a link", rss(f"<item><link>\n  {X}a\n </link></item>"), HERE, [X + "a"]),
    ("a link of Atom in RSS", rss(f'<item><atom:link xmlns:atom="http://www.w3.org/2005/Atom" href="{X}a"/></item>'), HERE, [X + "a"]),
    ("both links in RSS", rss(f'<item><atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="{X}s"/><link>{X}a</link></item>'), HERE, [X + "a"]),
    ("links of other roles", atom(f'<entry><link rel="self" href="{X}s"/><link rel="enclosure" href="{X}e.mp3"/><link rel="replies" href="{X}r"/><link href="{X}a"/></entry>'), HERE, [X + "a"]),
    ("a self link alone is no article", atom(f'<entry><title>A</title><link rel="self" href="{X}s.atom"/></entry>'), HERE, ["! item 1 ('A') has no link"]),
    ("alternates of other kinds", atom(f'<entry><link type="application/pdf" href="{X}a.pdf"/><link type="text/html" href="{X}a"/></entry>'), HERE, [X + "a"]),
    ("the link of a source", atom(f'<entry><source><link href="{X}other"/></source><link href="{X}a"/></entry>'), HERE, [X + "a"]),
    ("the picture of a channel is no item", rss(link("1"), f"<image><url>{X}logo.png</url><link>{X}</link></image>"), HERE, [X + "1"]),
    ("items beside the channel", f'<rss><channel><link>{X}</link></channel>{link("1")}</rss>', HERE, [X + "1"]),
    ("names in capitals", f"<RSS><CHANNEL><ITEM><LINK>{X}a</LINK></ITEM></CHANNEL></RSS>", HERE, [X + "a"]),
    ("an undeclared prefix", rss(f'<item><media:content url="{X}p.jpg"/><dc:date>2026-01-01</dc:date><link>{X}a</link></item>'), HERE, [X + "a"]),
    ("space before the declaration", "\n  " + rss(link("1")), HERE, [X + "1"]),
    ("a warning before the declaration", "<br />\n<b>Warning</b>: x in y\n" + rss(link("1")), HERE, [X + "1"]),
    ("something behind the end", rss(link("1")) + "<!-- served in 0.2 s --><script>x</script>", HERE, [X + "1"]),
    ("a control character", rss(f"<item><title>a\x0bb</title><link>{X}a</link></item>"), HERE, [X + "a"]),
    ("a comment in a link", rss(f"<item><link><!-- x -->{X}<!-- y -->a</link></item>"), HERE, [X + "a"]),
    ("a link behind its element", rss(f"<item><title>A</title><link/>{X}a</item>"), HERE, [X + "a"]),
    ("addresses alone", f"{X}1\n{X}2\n", HERE, [X + "1", X + "2"]),
    ("a declaration that cannot be", rss(link("1")).replace('"1.0"', '"1.0" encoding="utf-16"'), HERE, [X + "1"]),
    ("CDATA that is never closed", rss(f"{link('1')}<item><title><![CDATA[a\nb</title><link>{X}2</link></item>"), HERE, [X + "1", "! item 2 has no link", "! is broken (CData section not finished, line"]),
    ("a script instead of a link", rss("<item><link>javascript:alert(1)</link></item>"), HERE, ["! no web address"]),
    ("a file instead of a link", rss("<item><link>file:///etc/passwd</link></item>"), HERE, ["! no web address"]),
    ("a sitemap", f"<urlset {MAPS}><url><loc>{X}1</loc><lastmod>2026-03-01</lastmod></url><url><loc> {X}2 </loc></url></urlset>", HERE, [X + "1", X + "2"]),
    ("a sitemap with pictures", f'<urlset {MAPS} xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url><loc>{X}1</loc><image:image><image:loc>{X}p.jpg</image:loc></image:image></url></urlset>', HERE, [X + "1"]),
    ("a sitemap of news", f'<urlset {MAPS} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><news:news><news:title>A</news:title></news:news><loc>{X}1</loc></url></urlset>', HERE, [X + "1"]),
    ("a place without an address", f"<urlset {MAPS}><url><lastmod>2026-03-01</lastmod></url><url><loc>{X}2</loc></url></urlset>", HERE, ["! item 1 has no link", X + "2"]),
    ("an index", f"<sitemapindex {MAPS}><sitemap><loc>{X}a.xml</loc></sitemap></sitemapindex>", HERE, ["> " + X + "a.xml"]),
    ("cut off in an item", rss(link("1") + link("2") + "<item><link>https://x.example.org/hal").removesuffix("</channel></rss>"), HERE, [X + "1", X + "2", "! is cut off: 2 items were read"]),
    ("cut off between items", rss(link("1")).removesuffix("</channel></rss>"), HERE, [X + "1", "! is cut off: 1 items were read"]),
    ("cut off before the first item", "<rss><channel><title>A</ti", HERE, ["! is cut off: 0 items were read"]),
    ("a sitemap that is cut off", f"<urlset {MAPS}><url><loc>{X}1</loc></url><url><loc>{X}2", HERE, [X + "1", "! is cut off: 1 items were read"]),
    ("cut off, with bare &s", f"<rss><channel><item><link>{X}a?b=1&c=2</link></item><item><link>{X}a?", HERE, [X + "a?b=1&c=2", "! is cut off: 1 items were read"]),
    ("a tag that is never closed", rss(f"<item><title>A<link>{X}a</link></item>{link('2')}"), HERE, ["! has no link", X + "2", "! is broken"]),
]  # fmt: skip


def said(document: str | bytes, name: str = HERE) -> list[str]:
    body = document.encode() if isinstance(document, str) else document
    return [_word(each) for each in items(body, name)]


def _word(each: Row | Below) -> str:
    if isinstance(each, Below):
        return f"> {each.url}"
    return f"! {each.trouble}" if each.trouble else each.source


@pytest.mark.parametrize(("name", "document", "place", "expected"), CASES, ids=[case[0] for case in CASES])
def test_every_item_is_accounted_for(name: str, document: str, place: str, expected: list[str]) -> None:
    found = said(document, place)
    assert len(found) == len(expected), found
    for each, wanted in zip(found, expected, strict=True):
        assert (wanted[2:] in each and each.startswith("! ")) if wanted.startswith("! ") else each == wanted


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1251"])
def test_a_feed_is_read_in_the_letters_that_it_declares(encoding: str) -> None:
    title = "Пирс" if encoding == "windows-1251" else "Über & so"
    body = f'<?xml version="1.0" encoding="{encoding}"?><rss><channel><item><title>{title}</title>{link("1")[6:]}'
    document = f"{body}</channel></rss>"
    assert said(document.encode(encoding)) == [X + "1"]


def test_a_feed_with_a_byte_that_is_no_letter_is_read() -> None:
    document = rss(f"<item><title>Caf\xe9</title><link>{X}a</link></item>").encode("latin-1")
    assert said(document) == [X + "a"]


def test_a_feed_with_a_byte_order_mark_is_read() -> None:
    assert said(b"\xef\xbb\xbf" + rss(link("1")).encode()) == [X + "1"]


FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "News",
    "home_page_url": X,
    "items": [
        {"id": "1", "url": f"{X}1", "date_published": "2026-03-01T10:00:00Z"},
        {"id": f"{X}2", "title": "Two"},
        {"id": "3", "external_url": f"{X}3"},
        {"id": "4", "url": "/4"},
        {"id": "5", "title": "Five"},
        "nonsense",
    ],
}


def test_json_feed_is_read() -> None:
    *found, five, six = said(json.dumps(FEED, indent=1))
    assert found == [X + "1", X + "2", X + "3", X + "4"]
    assert "item 5 ('Five') has no url" in five
    assert "item 6 has no url" in six


def test_json_feed_that_is_cut_off_is_read_as_far_as_it_goes() -> None:
    text = json.dumps(FEED)
    found = said(text[: text.index('"4"') + 12])
    assert found[:3] == [X + "1", X + "2", X + "3"]
    assert found[3].startswith("! ")
    assert "is cut off or broken: 3 items were read" in found[3]


@pytest.mark.parametrize("text", ["{}", '{"items": []}', '{"version": 1}', "<html><p>x", "plain", "", "<rssx/>"])
def test_what_is_no_feed_is_said(text: str) -> None:
    with pytest.raises(SourceError, match="no feed or sitemap"):
        said(text)


def test_a_packed_sitemap_that_is_cut_off_is_read_as_far_as_it_goes() -> None:
    whole = f"<urlset {MAPS}>" + "".join(f"<url><loc>{X}{i}-{i * 7919}</loc></url>" for i in range(5000)) + "</urlset>"
    packed = gzip.compress(whole.encode())
    found = said(packed[: len(packed) // 2])
    assert found[0] == X + "0-0"
    assert 1000 < len(found) < 4000
    assert f"is cut off or broken in its packing: {len(found) - 1} items were read" in found[-1]


def test_more_items_than_are_read_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_items, "LIMIT_ITEMS", 2)
    found = said(rss(link("1") + link("2") + link("3")))
    assert found[:2] == [X + "1", X + "2"]
    assert "names more than 2 articles" in found[2]


@pytest.mark.parametrize(
    ("body", "is_one"),
    [
        (rss("").encode(), True),
        (atom("").encode(), True),
        (f"<!-- made by x -->\n<urlset {MAPS}/>".encode(), True),
        (f'<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?>\n<rdf:RDF {RDF}/>'.encode(), True),
        (b"<!DOCTYPE rss PUBLIC '-//N//DTD RSS 0.91//EN' 'http://x/rss.dtd'>\n<rss version='0.91'/>", True),
        (b"\xef\xbb\xbf \n" + rss("").encode(), True),
        (rss("").encode("utf-16"), True),
        (json.dumps(FEED).encode(), True),
        (gzip.compress(b"x", mtime=0), True),
        (b"<!doctype html><html><rss></rss></html>", False),
        (b"<html><body>rss</body></html>", False),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', False),
        (b"An article about <rss> feeds.", False),
        (b'{"a": 1}', False),
        (b"", False),
        (b"<!--" * 3000, False),
    ],
)
def test_a_feed_is_known_by_its_content(body: bytes, is_one: bool) -> None:
    assert is_feed(body) is is_one


@given(st.text(alphabet="<>&;/![]-item linkrs\"'=", max_size=200))
def test_whatever_a_feed_holds_there_is_an_answer(inside: str) -> None:
    for each in items(f"<rss><channel>{inside}".encode(), HERE):
        assert isinstance(each, Row)


@pytest.mark.parametrize("piece", ["&", "<!--", "<![CDATA[", "<item>", "<item><link>", "&a;", "\x0b", "</item>", "<a "])
def test_a_broken_feed_takes_no_long_time(piece: str) -> None:
    assert within(3, lambda: list(items(f"<rss><channel>{piece * 12_000}".encode(), HERE)))
