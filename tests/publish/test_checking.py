"""``publish --check``: a page is looked through without a browser, and the answer is the browser's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import lxml.html
import pytest

from narrator import embedding
from narrator.cli import run
from narrator.errors import ArticleError
from narrator.publish import embed, finder
from narrator.publish.pagetext import PageText
from narrator.settings import Settings
from tests.browsers import Reader
from tests.publish.hosts import themes
from tests.publish.hosts.publisher import Publisher

LOCAL = Settings(allow_private=True, ignore_robots=True, host_pause=0.0)


@pytest.mark.parametrize("theme", themes.THEMES)
def test_every_sentence_is_found_and_no_edited_one(publisher: Publisher, theme: str) -> None:
    for number, (language, host) in enumerate(themes.articles().items()):
        now = themes.edited(host, 3, number % 3)
        changed = {before for before, after in zip(host.sentences, now.sentences, strict=True) if before != after}
        narrated = {each.get("quote", "") for each in embed.quotes(publisher.narrations[language])}
        assert not missing(publisher, language, themes.page(host, theme)) - {host.byline}
        assert missing(publisher, language, themes.page(now, theme)) - {host.byline} == changed & narrated


def missing(publisher: Publisher, language: str, html: str) -> set[str]:
    quotes = list(embed.quotes(publisher.narrations[language]))
    found = finder.places(PageText(lxml.html.document_fromstring(html).find("body")), quotes)
    texts = [each.get("quote") or each.get("name") or "" for each in quotes]
    return {text for text, place in zip(texts, found, strict=True) if text and place is None}


@pytest.mark.browser
def test_a_browser_finds_the_same(browser: Any, publisher: Publisher) -> None:
    context = browser.new_context()
    for theme, language in zip(themes.THEMES, themes.articles(), strict=False):
        now = themes.edited(themes.articles()[language], 4, 1)
        reader = Reader(context, publisher.story(language, theme, now))
        reader.wait("document.querySelector('narrator-player').sentences")
        dark = reader.page.evaluate(
            """document.querySelector('narrator-player').sentences.cues
            .filter(({quote, name, ranges}) => (quote || name) && !ranges.length).map(({quote, name}) => quote || name)"""
        )
        assert missing(publisher, language, themes.page(now, theme)) == set(dark), (theme, language)
    context.close()


def test_the_command_says_how_many_and_which(
    publisher: Publisher, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    now = themes.edited(themes.articles()["en"], 5, 1)
    config = tmp_path / "narrator.toml"
    config.write_text("allow_private = true\nignore_robots = true\nhost_pause = 0.0\n")
    url = publisher.story("en", "ghost", now)
    assert run(["publish", str(publisher.folder), "--config", str(config), "--check", url]) == 0
    told = capsys.readouterr().out
    assert "sentences are on the page" in told
    assert told.count("not there: ") == 5


def test_a_page_without_a_narration_is_an_error(publisher: Publisher) -> None:
    url = publisher.put("/none", "<title>x</title><p>Nothing.</p>")
    with pytest.raises(ArticleError, match="no narration"):
        embedding.check(url, str(publisher.folder), LOCAL)
