"""Time that grows with the length of the input and no faster: patterns that trap careless rules, stage by stage.

CPU seconds at n and at 2n: a linear stage takes twice as long, a quadratic one four times. Short times are no measure, so
that only what takes over half a second at 2n is compared. No input under 100 kB takes over five CPU seconds on a quiet
machine (``pytest -m stress tests/test_linear_time.py`` holds that, too).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from types import MappingProxyType

import pytest

from narrator import extract, identity, segment, verbalize
from narrator.batch import feed_items, letters, tables
from narrator.engines.base import Limits
from narrator.errors import NarratorError
from narrator.fetch import rules
from narrator.model import Article, Block, BlockKind, Page
from narrator.pipeline import pronunciations
from narrator.settings import Settings
from tests.cpu import cpu_s, grows_with_its_input

SETTINGS = Settings()
SIZE = 90_000
WORTH_S = 0.5
MOST_S = 5.0
START = "Some words of a story that is long enough to be read by anybody."


def page(kind: str, text: str) -> None:
    extract.article(Page("x", text.encode(), content_type=kind), SETTINGS)


def html(text: str) -> None:
    page("text/html", f"<html><body><article><h1>Title</h1><p>{START}</p>{text}")


def markdown(text: str) -> None:
    page("text/markdown", f"# Title\n\n{START}\n\n{text}")


def pasted(text: str) -> None:
    page("text/plain", f"Title\n\n{START}\n\n{text}")


def spoken(text: str) -> None:
    blocks = (Block(BlockKind.PARAGRAPH, text),)
    words = pronunciations(Article(blocks, language="en"), SETTINGS)
    for utterance in segment.utterances(blocks, language="en", limits=Limits(60, 400)):
        verbalize.spoken(utterance, words)


def feed(text: str) -> None:
    list(feed_items.items(f"<rss><channel>{text}".encode(), "https://example.org/feed"))


def table(text: str) -> None:
    list(tables.rows(f"source,title\n{text}", ".csv", "t.csv"))


def listed(text: str) -> None:
    letters.decoded(text.encode("utf-16-le") + b"\xe4")


def robots(text: str) -> None:
    rules.rules(f"User-agent: *\nDisallow: /{text}".encode(), "narrator").permit(f"https://example.org/{text[:8000]}")


def same(text: str) -> None:
    articles = [Article((Block(BlockKind.PARAGRAPH, each),)) for each in (text, text[::-1])]
    identity.is_same_article(*articles)


STAGES = MappingProxyType(
    {
        html: ("<br>a", "<p>a", "<p>a</p><br>", "<a href=x>a</a> ", "<!--", "<b><i>", "<li>a", "&amp;", "<td>a", "a. "),
        markdown: ("<!--", "a <!--", "<!-- -->", "**a", "[", "![a](", "`", "_a_", "- a\n", "> ", "<a", "[^1]", "|a"),
        pasted: ("a\n", "- a\n", "a. ", "Mr. ", "12:30 ", "http://a ", '"a" ', "By A B\n"),
        spoken: (
            "a. ",
            "1,000 ",
            "$1 ",
            "A.",
            "12/11/2026 ",
            "(",
            '"',
            "-",
            "1",
            "Mr. ",
            "http://a.b/ ",
            "1-2 ",
            "@a ",
        ),
        feed: ("&", "<!--", "<item>", "<item><link>", "&a;", "</item>", "<![CDATA["),
        table: ('"', '"\n', "a,b\n", '"a\n', ",", 'a,"b\nc.html,d\n'),
        listed: ("a\n", "ä,b\n"),
        robots: ("*a", "*", "%41", "$"),
        same: ("a", "ab c "),
    }
)
TABLE = [(stage, pattern) for stage, patterns in STAGES.items() for pattern in patterns]
NAMES = [f"{stage.__name__} {pattern!r}" for stage, pattern in TABLE]


def stage_s(stage: Callable[[str], None], pattern: str, size: int) -> float:
    """CPU seconds that a stage takes for a pattern that fills ``size`` characters."""
    text = pattern * (size // len(pattern))

    def answer() -> None:
        with suppress(NarratorError):  # refused in one line, which is an answer too
            stage(text)

    return cpu_s(answer)


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """What is loaded once is no part of the time."""
    for stage in STAGES:
        stage_s(stage, "A story. ", 1000)


@pytest.mark.parametrize(("stage", "pattern"), TABLE, ids=NAMES)
def test_twice_the_input_takes_twice_the_time(stage: Callable[[str], None], pattern: str) -> None:
    whole = stage_s(stage, pattern, SIZE // 3)
    if whole > WORTH_S:
        assert grows_with_its_input(lambda size: stage_s(stage, pattern, size), SIZE // 6)


@pytest.mark.stress
@pytest.mark.parametrize(("stage", "pattern"), TABLE, ids=NAMES)
def test_no_input_under_100_kb_takes_five_seconds(stage: Callable[[str], None], pattern: str) -> None:
    whole = stage_s(stage, pattern, SIZE)
    print(f"{stage.__name__:9} {pattern!r:22} {whole:5.2f} s")  # noqa: T201 - the figures of the documents
    assert whole < MOST_S
