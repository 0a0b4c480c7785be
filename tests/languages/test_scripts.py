"""Scripts: of a text, of a language, and what a word is where there are no spaces."""

from __future__ import annotations

import pytest

from narrator.languages import scripts
from tests.extract import articles


@pytest.mark.parametrize("language", articles.ARTICLES)
def test_a_text_has_the_letters_of_its_language(language: str) -> None:
    own = scripts.of_language(language)
    found = scripts.shares(" ".join(articles.paragraphs(language)))
    assert sum(found.get(name, 0) for name in own) > 0.97


@pytest.mark.parametrize("language", articles.ARTICLES)
def test_the_same_article_has_about_as_many_words_in_every_language(language: str) -> None:
    assert 50 <= scripts.words(" ".join(articles.paragraphs(language))) <= 95


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("  ", 0),
        ("one two", 2),
        ("naïve café", 2),
        ("港", 1),
        ("2026年5月", 3),
        ("Ana が来た。", 2),
        ("¡“", 1),
    ],
)
def test_words_are_counted(text: str, count: int) -> None:
    assert scripts.words(text) == count


@pytest.mark.parametrize(
    ("tag", "own"),
    [
        ("en", ("Latn",)),
        ("sr", ("Cyrl", "Latn")),
        ("zh-Hant-TW", ("Hani", "Bopo")),
        ("ru-Latn", ("Latn",)),
        ("", ("Latn",)),
    ],
)
def test_a_language_has_its_scripts(tag: str, own: tuple[str, ...]) -> None:
    assert scripts.of_language(tag) == own
