"""Politeness: one pause a host for all workers, and rests for as long as a site asks, in whatever form."""

from __future__ import annotations

import multiprocessing
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import formatdate
from pathlib import Path

import httpx
import pytest

from narrator import fetch
from narrator.errors import SourceError
from narrator.fetch.deadline import Deadline
from narrator.fetch.hosts import Hosts
from narrator.fetch.retry_after import retry_after_s
from narrator.settings import Settings
from tests.fetch.conftest import PAGE, Site

NOW = 1_764_072_000.0
LATER = datetime.fromtimestamp(NOW + 90, UTC)


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        ("90", 90),
        (" 90 ", 90),
        ("1.5", 1.5),
        ("90 seconds", 90),
        ("90s", 90),
        ('"90"', 90),
        ("30, 90", 90),
        ("0", 0),
        (formatdate(NOW + 90, usegmt=True), 90),
        (LATER.strftime("%A, %d-%b-%y %H:%M:%S GMT"), 90),
        (LATER.strftime("%a %b %e %H:%M:%S %Y"), 90),
        (LATER.isoformat(), 90),
        (LATER.strftime("%Y-%m-%dT%H:%M:%SZ"), 90),
        (str(int(NOW + 90)), 90),
        (formatdate(NOW - 90, usegmt=True), 0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("99999999999999999999999999", pytest.approx(1e26)),
    ],
)
def test_a_site_may_ask_to_wait_in_any_form(text: str, wait: float | None) -> None:
    assert retry_after_s(httpx.Headers({"Retry-After": text}), now=NOW) == wait


def test_a_date_is_meant_by_the_clock_of_the_site() -> None:
    wrong = NOW - 7 * 86_400
    headers = httpx.Headers(
        {"Retry-After": formatdate(wrong + 30, usegmt=True), "Date": formatdate(wrong, usegmt=True)}
    )
    assert retry_after_s(headers, now=NOW) == 30


def test_two_pages_of_a_host_are_a_pause_apart(site: Site, local: Settings, waits: list[float]) -> None:
    import dataclasses

    polite = dataclasses.replace(local, host_pause=2.0)
    fetch.page(site.put("/a"), polite)
    assert waits == []
    fetch.page(site.put("/b"), polite)
    fetch.page(site.put("/c"), polite)
    assert waits == [pytest.approx(2.0, abs=0.5)] * 2


def test_a_page_and_where_it_leads_on_one_host_are_one_visit(site: Site, local: Settings, waits: list[float]) -> None:
    import dataclasses

    site.put("/b")
    fetch.page(site.put("/a", b"", 302, Location="/b"), dataclasses.replace(local, host_pause=2.0))
    assert waits == []


def test_the_pause_that_robots_txt_asks_for_counts_within_reason(
    site: Site, local: Settings, waits: list[float]
) -> None:
    site.put("/robots.txt", b"User-agent: *\nCrawl-delay: 300")
    fetch.page(site.put("/a"), local)
    fetch.page(site.put("/b"), local)
    assert waits == [pytest.approx(10, abs=0.5)]


def test_all_workers_share_the_pause(tmp_path: Path) -> None:
    """Six processes and threads that want one host at the same moment go one after another."""
    times: list[float] = []
    begun = time.time()

    def go() -> None:
        Hosts(tmp_path).take_turn("example.org", 0.2, Deadline(30))
        times.append(time.time())

    threads = [threading.Thread(target=go) for _ in range(3)]
    children = [multiprocessing.get_context("spawn").Process(target=_turn, args=(tmp_path,)) for _ in range(2)]
    for each in (*children, *threads):
        each.start()  # type: ignore[attr-defined]
    for each in (*children, *threads):
        each.join(30)  # type: ignore[attr-defined]
    times += [float(note.read_text()) for note in tmp_path.glob("time-*")]
    assert len(times) == 5
    assert max(times) - begun > 0.75  # four pauses; a busy machine makes it more, never less


def _turn(folder: Path) -> None:
    import os

    Hosts(folder).take_turn("example.org", 0.2, Deadline(30))
    (folder / f"time-{os.getpid()}").write_text(str(time.time()))


def test_when_a_site_wants_a_rest_all_workers_rest(site: Site, local: Settings, waits: list[float]) -> None:
    site.put("/a", b"", 429, Retry_After="40")
    first = site.put("/a")
    assert fetch.page(first, local).body == PAGE
    assert waits == [pytest.approx(40, abs=0.1)]
    site.put("/b", b"", 503, Retry_After="200")
    with pytest.raises(SourceError, match="asks to come back in 3 minutes"):
        fetch.page(site.put("/b"), local)
    asked = len(site.asked)
    with pytest.raises(SourceError, match="asks to come back in 3 minutes"):
        fetch.page(site.put("/c"), local)
    assert len(site.asked) == asked, "a site that rests is not asked"
    waits.append(201.0)
    assert fetch.page(site.put("/c"), local).body == PAGE


def test_who_waits_for_a_turn_hears_of_a_rest(tmp_path: Path, waits: list[float]) -> None:
    hosts, deadline = Hosts(tmp_path), Deadline(30)
    hosts.take_turn("example.org", 5.0, deadline)
    hosts.rest("example.org", 20.0)
    hosts.take_turn("example.org", 5.0, deadline)
    assert waits == [pytest.approx(20, abs=0.1)]


def test_a_page_that_fails_does_not_close_its_site(site: Site, local: Settings, waits: list[float]) -> None:
    with pytest.raises(SourceError, match="500"):
        fetch.page(site.put("/a", b"", 500), local)
    count = len(waits)
    assert fetch.page(site.put("/b"), local).body == PAGE
    assert len(waits) == count


def test_a_clock_that_was_wrong_closes_no_host(tmp_path: Path, waits: list[float]) -> None:
    hosts = Hosts(tmp_path)
    hosts.rest("example.org", timedelta(days=300).total_seconds())
    hosts.take_turn("example.org", 1.0, Deadline(30))
    assert waits == []


def test_a_cache_that_cannot_be_written_costs_no_page(site: Site, local: Settings, tmp_path: Path) -> None:
    import dataclasses

    (tmp_path / "file").write_text("x")
    assert fetch.page(site.put("/a"), dataclasses.replace(local, cache_dir=tmp_path / "file")).body == PAGE
