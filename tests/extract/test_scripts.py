"""Articles in every script are read whole: from pages, pasted texts and Markdown."""

from __future__ import annotations

import pytest

from narrator.extract import article
from narrator.languages import primary
from narrator.model import Article, Page
from narrator.settings import Settings
from tests.extract import articles

LANGUAGES = list(articles.ARTICLES)
OF_ONE_SCRIPT = ["ja", "zh", "zh-Hant", "ko", "th", "km", "lo", "bo", "he", "el"]


def read(text: str, kind: str) -> Article:
    return article(Page("a", text.encode(), content_type=f"text/{kind}"), Settings())


def texts(found: Article) -> list[str]:
    return [block.text for block in found.blocks]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_in_any_script_is_read(language: str) -> None:
    found = read(articles.page(language), "html")
    assert (found.title, texts(found)) == (articles.title(language), articles.paragraphs(language))
    assert found.language == language


@pytest.mark.parametrize("language", OF_ONE_SCRIPT)
def test_a_page_that_declares_no_language_is_read(language: str) -> None:
    found = read(articles.page(language, declared=""), "html")
    assert texts(found) == articles.paragraphs(language)
    assert found.language == primary(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_of_boxes_without_names_is_read(language: str) -> None:
    text = "".join(f"<div class=p>{each}</div>" for each in articles.paragraphs(language))
    menu = "".join(f'<li><a href="/{i}">{articles.title(each)}</a></li>' for i, each in enumerate(LANGUAGES[:9]))
    page = (
        f'<html lang="{language}"><head><title>{articles.title(language)}</title></head><body><ul>{menu}</ul>'
        f"<div class=t>{articles.title(language)}</div>{text}<div><ul>{menu}</ul></div></body></html>"
    )
    assert texts(read(page, "html")) == articles.paragraphs(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_whose_lines_end_with_breaks_is_read(language: str) -> None:
    text = "<br><br>".join(articles.paragraphs(language))
    page = (
        f'<html lang="{language}"><head><title>{articles.title(language)}</title></head><body><table><tr><td>'
        f'<a href="/">{articles.title("en")}</a></td></tr><tr><td>{text}</td></tr></table></body></html>'
    )
    found = read(page, "html").text
    assert all(each in found for each in articles.paragraphs(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_markdown_in_any_script_is_read(language: str) -> None:
    found = read(f"# {articles.title(language)}\n\n" + "\n\n".join(articles.paragraphs(language)), "markdown")
    assert (found.title, texts(found)) == (articles.title(language), articles.paragraphs(language))


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "bo"])
def test_a_typed_text_in_any_script_is_read(language: str) -> None:
    found = read("\n\n".join((articles.title(language), *articles.paragraphs(language))), "plain")
    assert (found.title, texts(found)) == (articles.title(language), articles.paragraphs(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_article_is_found_in_a_pasted_page_in_any_script(language: str) -> None:
    page = (
        f"Home\nNews\nSport\n{articles.title(language)}\n12 May 2026\nShare\n\n"
        + "\n\n".join(articles.paragraphs(language))
        + "\n\nRelated articles\nMore\nContact\n© 2026 The Post\n"
    )
    assert texts(read(page, "plain")) == articles.paragraphs(language)
