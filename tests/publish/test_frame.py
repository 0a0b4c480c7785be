"""The player in a frame on another site's page."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.browsers import Reader
from tests.publish.hosts.publisher import Publisher

pytestmark = pytest.mark.browser


def test_the_frame_that_oembed_gives_plays_and_is_named(each_browser: Any, publisher: Publisher) -> None:
    told = json.loads((publisher.folder / "en" / "oembed.json").read_text())
    frame = told["html"].replace("https://paper.example/listen", f"{publisher.origin}/listen")
    url = publisher.put("/framed", f"<!DOCTYPE html><html lang=en><title>x</title><h1>x</h1>{frame}")
    context = each_browser.new_context(viewport={"width": 800, "height": 600})
    reader = Reader(context, url, wait=False)
    inner = reader.page.frame_locator("iframe")
    inner.get_by_role("button", name="Listen").click()
    inner.get_by_role("button", name="Pause").wait_for()
    frame_of = reader.page.frames[-1]
    assert frame_of.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert frame_of.evaluate("document.querySelector('narrator-player').getBoundingClientRect().bottom <= innerHeight")
    assert inner.get_by_text("AI").first.is_visible()
    assert reader.complaints == []
    context.close()


def test_axe_finds_nothing_in_the_frame(browser: Any, publisher: Publisher) -> None:
    from tests.publish.test_browser import violations

    context = browser.new_context()
    reader = Reader(context, f"{publisher.origin}/listen/ar/player.html")
    assert violations(reader, "main") == []
    context.close()
