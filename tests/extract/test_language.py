"""Which language an article is in, where its page says so and where it says another."""

from __future__ import annotations

from pathlib import Path

import pytest

from narrator.extract import article
from narrator.extract.language import detected, settled
from narrator.languages import primary
from narrator.model import DoubtKind, Page
from narrator.settings import Settings
from tests.extract import articles

OF_A_KIND = {"bo", "km", "lo", "my"}
"""Languages of one script each; the model knows other languages of it too."""


@pytest.mark.parametrize("language", articles.ARTICLES)
def test_what_a_page_declares_rightly_is_believed(language: str) -> None:
    assert settled(language, " ".join(articles.paragraphs(language))) == (language, None)


@pytest.mark.parametrize("language", [each for each in articles.ARTICLES if each not in OF_A_KIND])
def test_the_language_of_a_text_is_seen(language: str) -> None:
    assert detected(" ".join(articles.paragraphs(language))) == primary(language)


@pytest.mark.parametrize("language", [each for each in articles.ARTICLES if each not in OF_A_KIND | {"en", "vi", "cs"}])
def test_a_text_in_another_language_than_declared_is_read_in_its_own(language: str) -> None:
    found, doubt = settled("en-US", " ".join(articles.paragraphs(language)))
    assert found == primary(language)
    assert doubt is not None
    assert doubt.kind is DoubtKind.OTHER_LANGUAGE


@pytest.mark.parametrize(
    ("declared", "language"), [("nn", "nb"), ("gl", "pt"), ("gsw", "de"), ("mk", "bg"), ("en-GB", "en"), ("yue", "zh")]
)
def test_a_page_is_believed_where_languages_are_close(declared: str, language: str) -> None:
    texts = {
        "nb": "Det var ikke noe som han ville si, og hun hadde heller ikke sett det som skulle komme etter at de kom hjem. "
        * 4
    }
    text = texts.get(language) or " ".join(articles.paragraphs(language))
    assert settled(declared, text) == (declared, None)


NEIGHBOURS = [
    line.split("\t") for line in Path(__file__).with_name("neighbours.tsv").read_text(encoding="utf-8").splitlines()
]
"""A language that shares letters and words with one that is read more often, and a text in it."""


@pytest.mark.parametrize(("language", "text"), NEIGHBOURS, ids=[language for language, _ in NEIGHBOURS])
@pytest.mark.parametrize("times", [1, 3])
def test_a_language_is_not_taken_for_its_larger_neighbour(language: str, text: str, times: int) -> None:
    assert detected(" ".join([text] * times)) == language
    assert settled(language, " ".join([text] * times)) == (language, None)


def test_what_is_too_short_is_believed() -> None:
    assert settled("en", "Der Hund schläft.") == ("en", None)


def test_what_the_user_says_is_not_questioned() -> None:
    page = Page("a.html", articles.page("de", declared="en").encode(), content_type="text/html")
    assert article(page, Settings(language="en")).language == "en"
    found = article(page, Settings())
    assert found.language == "de"
    assert [each.kind for each in found.doubts] == [DoubtKind.OTHER_LANGUAGE]


def test_front_matter_that_declares_another_language_is_doubted() -> None:
    text = "---\nlang: en\n---\n" + "\n\n".join(articles.paragraphs("fr"))
    found = article(Page("a.md", text.encode(), content_type="text/markdown"), Settings())
    assert (found.language, [each.kind for each in found.doubts]) == ("fr", [DoubtKind.OTHER_LANGUAGE])
