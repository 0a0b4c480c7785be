"""The sentences of narrations in publishers' own pages: 48 pages, eight languages in seven scripts, six themes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browsers import Reader
from tests.publish.hosts import themes
from tests.publish.hosts.publisher import Publisher

pytestmark = pytest.mark.browser

FOUND = """document.querySelector('narrator-player').sentences.cues.filter(({quote, name}) => quote || name)
.map(({quote, name, ranges: [range]}) => [quote || name, range ? range.toString() : '', !!range && !!range.startContainer.parentElement.closest('aside, nav, #comments, .print')])"""
LANGUAGES = tuple(themes.articles())


def letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum() and c != "\xad")


def found(browser: Any, address: str) -> list[tuple[str, str, bool]]:
    context = browser.new_context()
    reader = Reader(context, address)
    reader.wait("document.querySelector('narrator-player').sentences")
    cues: list[tuple[str, str, bool]] = reader.page.evaluate(FOUND)
    assert reader.complaints == []
    context.close()
    return cues


IN_CI = ("wordpress", "framework")
"""Themes on which edited texts are tried each time; the others take six seconds each."""


@pytest.mark.parametrize("theme", themes.THEMES)
def test_every_sentence_is_found_in_every_theme(browser: Any, publisher: Publisher, theme: str) -> None:
    for language in LANGUAGES:
        host = themes.articles()[language]
        for quote, text, is_elsewhere in found(browser, publisher.story(language, theme)):
            if quote == host.byline and theme == "mkdocs":  # it shows none
                continue
            assert not is_elsewhere, (language, quote)
            assert letters(text).startswith(letters(quote)[:4]), (language, quote, text)


@pytest.mark.parametrize(
    "theme", [pytest.param(each, marks=() if each in IN_CI else pytest.mark.stress) for each in themes.THEMES]
)
def test_what_was_edited_stays_dark_and_the_rest_is_found(browser: Any, publisher: Publisher, theme: str) -> None:
    """A third of the sentences: a letter left out or put in, a word at the beginning or the end, all of it."""
    for number, language in enumerate(LANGUAGES):
        host = themes.articles()[language]
        now = themes.edited(host, 3, number % 3)
        changed = {before for before, after in zip(host.sentences, now.sentences, strict=True) if before != after}
        for quote, text, _ in found(browser, publisher.story(language, theme, now)):
            if quote in (host.title, host.byline):
                continue
            assert bool(text) != (quote in changed), (language, quote, text)


def test_a_page_that_is_another_article_lights_nothing_of_it(browser: Any, publisher: Publisher) -> None:
    """The address of one article, the text of another."""
    cues = found(browser, publisher.story("en", "wordpress", themes.articles()["de"]))
    assert [text for _, text, _ in cues if text] == []


def test_firefox_finds_the_same(each_browser: Any, publisher: Publisher) -> None:
    for language in ("en", "ja", "ar"):
        cues = found(each_browser, publisher.story(language, "wordpress"))
        assert [quote for quote, text, _ in cues if not text] == []
