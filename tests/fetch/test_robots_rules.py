"""The rules of robots.txt: RFC 9309, case by case, and what sites write instead of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.fetch.rules import LIMIT_BYTES, rules
from tests.cpu import within

SITE = "https://example.org"
CASES = [
    # name, robots.txt, path, may it be fetched
    ("nothing", b"", "/a", True),
    ("everything", b"User-agent: *\nDisallow: /", "/a", False),
    ("an empty rule allows", b"User-agent: *\nDisallow:", "/a", True),
    ("a prefix", b"User-agent: *\nDisallow: /private", "/private/a", False),
    ("a prefix of a name", b"User-agent: *\nDisallow: /fish", "/fishheads/yummy.html", False),
    ("a folder", b"User-agent: *\nDisallow: /fish/", "/fish", True),
    ("upper case differs", b"User-agent: *\nDisallow: /Fish", "/fish", True),
    ("the longest decides, whatever the order", b"User-agent: *\nAllow: /p/page\nDisallow: /p", "/p/page", True),
    ("the longest decides, also to forbid", b"User-agent: *\nAllow: /p\nDisallow: /p/page", "/p/page", False),
    ("among equals allow wins", b"User-agent: *\nDisallow: /folder\nAllow: /folder", "/folder/page", True),
    ("a star is any sequence", b"User-agent: *\nDisallow: /*/draft", "/2026/03/draft", False),
    ("a star in the middle of a name", b"User-agent: *\nDisallow: /a*e", "/apple", False),
    ("a star may be nothing", b"User-agent: *\nDisallow: /a*pple", "/apple", False),
    ("a star at the end changes nothing", b"User-agent: *\nDisallow: /fish*", "/fish.html", False),
    ("a dollar ends", b"User-agent: *\nDisallow: /*.php$", "/file.php", False),
    ("a dollar ends before a query", b"User-agent: *\nDisallow: /*.php$", "/file.php?a=1", True),
    ("a dollar in the middle is a dollar", b"User-agent: *\nDisallow: /a$b", "/a$b/c", False),
    ("a dollar alone", b"User-agent: *\nDisallow: /$", "/", False),
    ("a dollar alone, another page", b"User-agent: *\nDisallow: /$", "/page", True),
    ("the last part after a star", b"User-agent: *\nDisallow: /*aa$", "/aaa", False),
    ("parts do not overlap", b"User-agent: *\nDisallow: /ab*ba$", "/aba", True),
    ("a query", b"User-agent: *\nDisallow: /*?", "/page?id=7", False),
    ("a query's parameter", b"User-agent: *\nDisallow: /*sort=", "/list?page=1&sort=asc", False),
    ("our group, not everyone's", b"User-agent: *\nDisallow: /\n\nUser-agent: narrator\nDisallow: /b", "/a", True),
    ("our group first", b"User-agent: narrator\nDisallow: /b\n\nUser-agent: *\nDisallow: /", "/b", False),
    ("our group without a rule", b"User-agent: narrator\n\nUser-agent: *\nDisallow: /", "/a", False),
    ("our group with an empty rule", b"User-agent: *\nDisallow: /\n\nUser-agent: narrator\nDisallow:", "/a", True),
    ("in capitals", b"USER-AGENT: NARRATOR\nDISALLOW: /a", "/a", False),
    ("with a version", b"User-agent: narrator/1.0\nDisallow: /a", "/a", False),
    ("with words", b"User-agent: narrator (article to audio)\nDisallow: /a", "/a", False),
    ("an agent that is a letter of ours", b"User-agent: n\nDisallow: /", "/a", True),
    ("an agent that is a part of ours", b"User-agent: narr\nDisallow: /", "/a", True),
    ("an agent of which ours is a part", b"User-agent: narrator-news\nDisallow: /", "/a", True),
    ("an agent of which ours is the end", b"User-agent: BigNarrator\nDisallow: /", "/a", True),
    ("a star that is no agent", b"User-agent: *bot\nDisallow: /", "/a", True),
    ("several agents of one group", b"User-agent: other\nUser-agent: narrator\nDisallow: /a", "/a", False),
    ("ours before another", b"User-agent: narrator\nUser-agent: other\nDisallow: /a", "/a", False),
    ("two groups of ours are one", b"User-agent: narrator\nDisallow: /a\n\nUser-agent: x\nDisallow: /\n\nUser-agent: narrator\nDisallow: /b", "/b", False),
    ("two groups of everyone are one", b"User-agent: *\nDisallow: /a\n\nUser-agent: *\nDisallow: /b", "/a", False),
    ("an empty line ends no group", b"User-agent: narrator\n\nDisallow: /a", "/a", False),
    ("a sitemap ends no group", b"User-agent: narrator\nSitemap: https://example.org/s.xml\nDisallow: /a", "/a", False),
    ("an unknown line between agents", b"User-agent: x\nFoo: bar\nUser-agent: narrator\nDisallow: /a", "/a", False),
    ("a delay between agents", b"User-agent: x\nCrawl-delay: 1\nUser-agent: narrator\nDisallow: /a", "/a", False),
    ("a rule before any agent", b"Disallow: /\nUser-agent: *\nDisallow: /b", "/a", True),
    ("a byte order mark", b"\xef\xbb\xbfUser-agent: narrator\nDisallow: /a", "/a", False),
    ("UTF-16", "\ufeffUser-agent: *\r\nDisallow: /a".encode("utf-16-le"), "/a", False),
    ("CRLF", b"User-agent: *\r\nDisallow: /a\r\n", "/a", False),
    ("CR alone", b"User-agent: *\rDisallow: /a\r", "/a", False),
    ("other line ends of Unicode are none", "User-agent: *\nDisallow: /a\u2028Disallow: /b".encode(), "/b", True),
    ("a comment", b"User-agent: * # all\nDisallow: /a # not this", "/a", False),
    ("a comment alone", b"# User-agent: *\n# Disallow: /", "/a", True),
    ("spaces", b"  User-agent :  *  \n\tDisallow\t:\t/a\t", "/a", False),
    ("no space", b"User-agent:*\nDisallow:/a", "/a", False),
    ("no colon", b"User-agent *\nDisallow /a", "/a", False),
    ("a usual slip", b"Useragent: *\nDissallow: /a", "/a", False),
    ("an escape that need not be", b"User-agent: *\nDisallow: /foo/bar/%62%61%7A", "/foo/bar/baz", False),
    ("an escape in the address", b"User-agent: *\nDisallow: /foo/bar/baz", "/foo/bar/%62%61%7A", False),
    ("letters beyond ASCII", "User-agent: *\nDisallow: /foo/bar/ツ".encode(), "/foo/bar/%E3%83%84", False),
    ("letters beyond ASCII in the address", b"User-agent: *\nDisallow: /foo/bar/%E3%83%84", "/foo/bar/ツ", False),
    ("escapes in small letters", b"User-agent: *\nDisallow: /%e3%83%84", "/ツ", False),
    ("a Latin-1 octet", b"User-agent: *\nDisallow: /\xfcber", "/%FCber", False),
    ("an address in a query", b"User-agent: *\nDisallow: /a?u=https://foo.bar", "/a?u=https%3A%2F%2Ffoo.bar", False),
    ("an escaped slash is none", b"User-agent: *\nDisallow: /a%2Fb", "/a/b", True),
    ("a star that is meant", b"User-agent: *\nDisallow: /a%2Ab", "/a*b", False),
    ("a star that is meant is no pattern", b"User-agent: *\nDisallow: /a%2Ab", "/axb", True),
    ("robots.txt itself", b"User-agent: *\nDisallow: /", "/robots.txt", True),
    ("a rule that is no path", b"User-agent: *\nDisallow: a", "/a", True),
    ("an allowed page of a forbidden site", b"User-agent: *\nDisallow: /\nAllow: /$", "/", True),
    ("a NUL", b"User-agent: *\0\nDisallow: /a", "/a", True),
    ("a page instead", b"<!doctype html><html><body>Not found: /a</body></html>", "/a", True),
    ("parameters of a path", b"User-agent: *\nDisallow: /a;s=1", "/a;s=1", False),
    ("an empty query", b"User-agent: *\nDisallow: /a?", "/a?", False),
    ("a fragment is not sent", b"User-agent: *\nDisallow: /*part", "/a#part", True),
]  # fmt: skip


@pytest.mark.parametrize(("name", "body", "path", "may"), CASES, ids=[case[0] for case in CASES])
def test_a_rule_is_obeyed(name: str, body: bytes, path: str, may: bool) -> None:
    assert rules(body, "narrator").permit(SITE + path) is may


def test_an_address_without_a_path_is_the_front_page() -> None:
    assert not rules(b"User-agent: *\nDisallow: /", "narrator").permit(SITE)
    assert not rules(b"User-agent: *\nDisallow: /?a", "narrator").permit(f"{SITE}?a=1")


def test_a_long_line_costs_the_others_nothing() -> None:
    body = b"User-agent: *\nDisallow: /" + b"x" * 100_000 + b"\n# " + b"y" * 100_000 + b"\nDisallow: /a\n"
    assert not rules(body, "narrator").permit(f"{SITE}/a")


def test_half_a_line_at_the_end_of_what_is_read_is_no_rule() -> None:
    body = b"User-agent: *\n" + b"#" * (LIMIT_BYTES - 30) + b"\nDisallow: /a/long/rule/that/is/cut"
    assert len(body) > LIMIT_BYTES
    assert rules(body, "narrator").permit(f"{SITE}/a/other")


def test_500_kib_are_read() -> None:
    body = b"User-agent: *\n" + b"# filling it up\n" * 31_990 + b"Disallow: /a\n"
    assert 511_000 < len(body) <= LIMIT_BYTES
    assert not rules(body, "narrator").permit(f"{SITE}/a")


@pytest.mark.parametrize(("line", "delay"), [("2", 2.0), ("1.5", 1.5), ("-1", 0.0), ("soon", 0.0), ("inf", 86_400.0)])
def test_the_pause_that_a_site_asks_for_is_read(line: str, delay: float) -> None:
    assert rules(f"User-agent: *\nCrawl-delay: {line}\nDisallow: /a".encode(), "narrator").delay_s == delay


def test_many_stars_take_no_long_time() -> None:
    body = b"User-agent: *\nDisallow: /" + b"*a" * 5_000 + b"b$\n"
    assert within(2, lambda: rules(body, "narrator").permit(f"{SITE}/{'a' * 10_000}"))


@given(st.binary(max_size=300), st.text(max_size=50))
def test_whatever_a_site_says_there_is_an_answer(body: bytes, path: str) -> None:
    assert rules(b"User-agent: *\n" + body, "narrator").permit(f"{SITE}/{path}") in (True, False)


@given(st.text(alphabet="/ab*$?=%2F", max_size=12).map(lambda tail: "/" + tail))
def test_a_path_is_matched_by_itself_with_stars_and_dollars_escaped(path: str) -> None:
    rule = path.replace("*", "%2A").replace("$", "%24")
    assert not rules(f"User-agent: *\nDisallow: {rule}".encode(), "narrator").permit(SITE + path)
