"""robots.txt as it is asked for: what a site's answer, or none, means (RFC 9309, 2.3 and 2.4)."""

from __future__ import annotations

import os

import pytest

from narrator import fetch
from narrator.errors import SourceError
from narrator.settings import Settings
from tests.fetch.conftest import PAGE, Site

FORBIDS = b"User-agent: *\nDisallow: /"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418])
def test_a_robots_txt_that_is_not_to_be_had_allows_everything(status: int, site: Site, local: Settings) -> None:
    site.put("/robots.txt", FORBIDS, status)
    assert fetch.page(site.put("/a"), local).body == PAGE


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_site_that_fails_to_give_it_is_not_fetched(status: int, site: Site, local: Settings) -> None:
    site.put("/robots.txt", FORBIDS, status)
    with pytest.raises(SourceError, match="cannot say whether"):
        fetch.page(site.put("/a"), local)
    assert "/a" not in [path for path, _ in site.asked]


def test_where_a_site_fails_to_give_it_the_one_of_today_counts(site: Site, local: Settings) -> None:
    site.put("/robots.txt", b"User-agent: *\nDisallow: /b")
    site.put("/robots.txt", b"", 500)
    fetch.page(site.put("/a"), local)
    assert local.cache_dir is not None
    for kept in (local.cache_dir / "robots").iterdir():
        os.utime(kept, (kept.stat().st_atime, kept.stat().st_mtime - 7200))
    assert fetch.page(site.put("/c"), local).body == PAGE
    with pytest.raises(SourceError, match="asks in robots"):
        fetch.page(site.put("/b"), local)


def test_five_redirects_of_it_are_followed(site: Site, local: Settings) -> None:
    site.put("/robots.txt", b"", 301, Location="/r1")
    for number in range(1, 5):
        site.put(f"/r{number}", b"", 302, Location=f"/r{number + 1}")
    site.put("/r5", FORBIDS, Content_Type="text/plain")
    with pytest.raises(SourceError, match="asks in robots"):
        fetch.page(site.put("/a"), local)


def test_a_loop_of_redirects_is_no_robots_txt(site: Site, local: Settings) -> None:
    site.put("/robots.txt", b"", 301, Location="/robots.txt")
    assert fetch.page(site.put("/a"), local).body == PAGE


def test_a_page_that_is_given_instead_forbids_nothing(site: Site, local: Settings) -> None:
    site.put("/robots.txt", PAGE)
    assert fetch.page(site.put("/a"), local).body == PAGE


def test_dots_in_an_address_do_not_lead_around_a_rule(site: Site, local: Settings) -> None:
    site.put("/robots.txt", b"User-agent: *\nDisallow: /private")
    site.put("/private/a")
    with pytest.raises(SourceError, match="asks in robots"):
        fetch.page(f"{site.address}/x/../private/a", local)


def test_an_address_and_its_port_have_a_robots_txt_of_their_own(site: Site, local: Settings) -> None:
    site.put("/robots.txt", b"User-agent: *\nDisallow: /b")
    fetch.page(site.put("/a"), local)
    fetch.page(site.put("/a").replace("127.0.0.1", "localhost"), local)
    assert [path for path, _ in site.asked] == ["/robots.txt", "/a"] * 2
