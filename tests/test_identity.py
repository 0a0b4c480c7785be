"""Identity: many keys lead to one id, which never changes; what a page only claims counts where the text agrees."""

from __future__ import annotations

import dataclasses
import http.server
import itertools
import shutil
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator import identity
from narrator.batch import record, sources
from narrator.batch.runner import Here, Run
from narrator.batch.worker import made
from narrator.identity import canonical, canonical_0_1
from narrator.library import INDEXED, Library
from narrator.model import Article, Block, BlockKind, Details, DoubtKind, Narration, Page
from narrator.narrator import Narrator
from narrator.settings import Settings
from tests.conftest import ROOT

ARCHIVE = ROOT / "tests" / "data" / "archive-0.1.0"
TEXT = """The harbor board of Tessin voted on {day} to close the old ferry pier after engineers found cracks in four of its
nine pillars. The pier has carried passengers to the islands every morning for three generations. Mayor Orla Quist said
that the repairs would take eleven months, and that buses would run along the coast road until then."""
OTHER = """Rain fell on the vineyards for nine days, and growers in the north now expect half of last year's harvest.
The cooperative said that it would buy grapes from its neighbors, and that prices would rise before the winter."""


def html(title: str, text: str, canonical: str = "") -> str:
    head = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    body = "".join(f"<p>{part}</p>" for part in (text, text.replace("said", "told reporters")))
    return f'<!doctype html><html lang="en"><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>'


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        output=str(tmp_path / "out"),
        cache_dir=tmp_path / "cache",
        voice="tone",
        sign=False,
        page=False,
        allow_private=True,
        ignore_robots=True,
        host_pause=0,
    )


@pytest.fixture
def narrated(settings: Settings) -> Callable[..., Narration]:
    def narrated(source: object, **details: str) -> Narration:
        with Narrator(settings) as narrator:
            return narrator.narrate(
                source if isinstance(source, Page) else str(source), details=Details(**details)
            ).narration

    return narrated


def written(place: Path, text: str) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    return place


def count(settings: Settings) -> int:
    return len(list(Library(settings.output).all()))


def test_an_edited_file_keeps_its_id(tmp_path: Path, settings: Settings, narrated: Callable[..., Narration]) -> None:
    first = narrated(written(tmp_path / "a.html", html("Pier to close", TEXT.format(day="Tuesday"))))
    second = narrated(written(tmp_path / "a.html", html("Something else", OTHER)))
    assert (second.source_id, second.slug) == (first.source_id, first.slug)
    assert second.article.title == "Something else"
    assert count(settings) == 1


@pytest.mark.parametrize("address", ["", "https://news.example.org/2026/pier"])
def test_an_article_read_from_another_folder_finds_its_id(
    address: str, tmp_path: Path, settings: Settings, narrated: Callable[..., Narration]
) -> None:
    text = html("Pier to close", TEXT.format(day="Tuesday"), address)
    first = narrated(written(tmp_path / "one" / "a.html", text))
    second = narrated(written(tmp_path / "two" / "b.html", text))
    assert second == first, "nothing is made again"
    edited = narrated(written(tmp_path / "two" / "b.html", text.replace("eleven months", "a year")))
    assert edited.source_id == first.source_id
    assert count(settings) == 1


def test_an_edited_article_from_another_folder_finds_its_id_by_its_canonical_address(
    tmp_path: Path, settings: Settings, narrated: Callable[..., Narration]
) -> None:
    text = html("Pier to close", TEXT.format(day="Tuesday"), "https://news.example.org/2026/pier")
    first = narrated(written(tmp_path / "one" / "a.html", text))
    second = narrated(written(tmp_path / "two" / "b.html", text.replace("eleven months", "a year")))
    assert second.source_id == first.source_id
    assert "a year" in second.article.text
    assert count(settings) == 1


def test_pages_that_give_the_front_page_as_their_address_are_articles_of_their_own(
    tmp_path: Path, settings: Settings, narrated: Callable[..., Narration]
) -> None:
    for number in range(20):
        text = html(
            f"Story {number}", f"{OTHER} It was number {number * 7919} of {number}.", "https://news.example.org/"
        )
        found = narrated(written(tmp_path / f"{number}.html", text))
        assert [doubt.kind for doubt in found.doubts].count(DoubtKind.CANONICAL_WRONG) == 1
        assert found.article.url != "https://news.example.org/"
    assert count(settings) == 20


def test_a_template_that_gives_one_address_for_all_its_pages_merges_none(
    tmp_path: Path, settings: Settings, narrated: Callable[..., Narration]
) -> None:
    where = "https://news.example.org/2026/template"
    first = narrated(written(tmp_path / "a.html", html("Pier to close", TEXT.format(day="Tuesday"), where)))
    second = narrated(written(tmp_path / "b.html", html("Half a harvest", OTHER, where)))
    assert first.source_id != second.source_id
    assert not first.doubts or DoubtKind.CANONICAL_WRONG not in [each.kind for each in first.doubts]
    (doubt,) = [each for each in second.doubts if each.kind is DoubtKind.CANONICAL_WRONG]
    assert "under which another article is stored" in doubt.text
    assert second.article.url != where
    again = narrated(tmp_path / "b.html")
    assert again == second


def test_an_article_that_took_the_place_of_another_in_a_file_is_another(
    tmp_path: Path, settings: Settings, narrated: Callable[..., Narration]
) -> None:
    """A job that writes each article to one path before it narrates it."""
    place = tmp_path / "current.html"
    first = narrated(written(place, html("Pier to close", TEXT.format(day="Tuesday"), "https://news.example.org/pier")))
    second = narrated(written(place, html("Half a harvest", OTHER, "https://news.example.org/harvest")))
    assert first.source_id != second.source_id
    assert count(settings) == 2
    assert narrated(place) == second
    back = narrated(written(place, html("Pier to close", TEXT.format(day="Tuesday"), "https://news.example.org/pier")))
    assert back == first


def test_an_address_that_the_user_gives_stands_for_the_file(
    tmp_path: Path, settings: Settings, narrated: Callable[..., Narration]
) -> None:
    place = tmp_path / "current.html"
    narrated(written(place, html("Pier to close", TEXT.format(day="Tuesday"))), url="https://example.org/1")
    narrated(written(place, html("Half a harvest", OTHER)), url="https://example.org/2")
    assert count(settings) == 2


def test_two_slugs_are_two_narrations_and_a_fragment_is_no_slug(
    narrated: Callable[..., Narration], settings: Settings
) -> None:
    def page(url: str) -> Page:
        return Page(url, html("Pier to close", TEXT.format(day="Tuesday")).encode(), url, "text/html")

    ids = {
        narrated(page("https://example.org/a"), slug="one").source_id,
        narrated(page("https://example.org/a"), slug="two").source_id,
        narrated(page("https://example.org/a#one")).source_id,
    }
    assert len(ids) == 3
    assert narrated(page("https://example.org/a#two")).source_id in ids, "its content is known"


def test_an_archive_whose_keys_are_lost_is_found_again(
    tmp_path: Path, settings: Settings, narrated: Callable[..., Narration]
) -> None:
    first = narrated(written(tmp_path / "a.html", html("Pier to close", TEXT.format(day="Tuesday"))))
    shutil.rmtree(tmp_path / "out" / ".narrator")
    second = narrated(written(tmp_path / "two" / "b.html", html("Pier to close", TEXT.format(day="Tuesday"))))
    assert second.source_id == first.source_id
    assert (tmp_path / "out" / INDEXED).is_file()
    assert count(settings) == 1


def test_what_was_removed_is_found_no_more(
    tmp_path: Path, settings: Settings, narrated: Callable[..., Narration]
) -> None:
    first = narrated(written(tmp_path / "a.html", html("Pier to close", TEXT.format(day="Tuesday"))))
    Library(settings.output).remove(first.slug)
    assert not [each for each in (tmp_path / "out" / ".narrator" / "sources").iterdir() if each.is_file()]
    second = narrated(written(tmp_path / "b.html", html("Half a harvest", OTHER)))
    assert second.article.title == "Half a harvest"


def test_articles_of_an_archive_of_0_1_are_found_by_what_they_say(tmp_path: Path, settings: Settings) -> None:
    shutil.copytree(ARCHIVE, tmp_path / "out")
    library = Library(tmp_path / "out")
    before = {each.slug: each.source_id for each in library.all()}
    with Narrator(dataclasses.replace(settings, voice="tone")) as narrator:
        found = narrator.narrate(str(ARCHIVE.parent / "archive-0.1.0-sources" / "ferry.html")).narration
    assert found.source_id == before["ferry-returns"]
    assert {each.slug: each.source_id for each in library.all()} == before


@pytest.fixture
def web() -> Iterator[Callable[..., str]]:
    answers: dict[str, Callable[[], tuple[int, str]]] = {}

    class Pages(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, said = answers.get(self.path, lambda: (404, ""))()
            self.send_response(status)
            body = b"" if status in (301, 302) else said.encode()
            if status in (301, 302):
                self.send_header("location", said)
            self.send_header("content-type", "text/html")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"

    def put(path: str, said: str | Callable[[], str], status: int = 200) -> str:
        answers[path] = lambda: (status, said if isinstance(said, str) else said())
        return base + path

    yield put
    server.shutdown()
    server.server_close()


def ran(settings: Settings, urls: list[str], jobs: int = 4) -> list[record.Record]:
    with Here(made, settings, jobs=jobs) as place:
        run = Run([sources.Item(url) for url in urls], place)
        return [*run.records(), *run.left()]


@pytest.mark.parametrize("changes", [False, True])
def test_addresses_that_lead_to_one_page_make_it_once(
    changes: bool, web: Callable[..., str], settings: Settings
) -> None:
    """Also where the page is another each time it is sent, as by a counter in its markup."""
    number = itertools.count()
    text = html("Pier to close", TEXT.format(day="Tuesday"))
    web("/story", lambda: text.replace("<body>", f"<body><!-- {next(number) if changes else 0} -->"))
    urls = [web(f"/{name}", "/story", 302) for name in "abcd"]
    for states in ({"done": 1, "merged": 3}, {"unchanged": 1, "merged": 3}):
        found = ran(settings, urls)
        if not changes or "done" in states:
            assert Counter(each.state for each in found) == states
        assert len({each.source for each in found}) == 4
        (first,) = [each for each in found if each.state != record.MERGED]
        assert {each.merged_into for each in found if each.state == record.MERGED} == {first.source}
        assert count(settings) == 1


def test_a_canonical_address_merges_two_addresses_of_a_site(web: Callable[..., str], settings: Settings) -> None:
    one = web("/story?ref=front", html("Pier to close", TEXT.format(day="Tuesday"), "/story"))
    two = web("/story?ref=mail", html("Pier to close", TEXT.format(day="Tuesday") + " ", "/story"))
    assert Counter(each.state for each in ran(settings, [one, two])) == {"done": 1, "merged": 1}
    assert count(settings) == 1


def test_ref_and_fragments_are_kept_where_nothing_else_is_said(web: Callable[..., str], settings: Settings) -> None:
    one = web("/page?ref=1", html("Pier to close", TEXT.format(day="Tuesday")))
    two = web("/page?ref=2", html("Half a harvest", OTHER))
    assert Counter(each.state for each in ran(settings, [one, two])) == {"done": 2}
    assert count(settings) == 2


def test_two_versions_of_an_article_do_not_take_turns(web: Callable[..., str], settings: Settings) -> None:
    """The same article at two addresses, with a line more on one: whichever was made stays, run after run."""
    text = TEXT.format(day="Tuesday")
    one = web("/story", html("Pier to close", text, "/story"))
    two = web("/amp/story", html("Pier to close", f"{text} Photo by a reader.", "/story"))
    for state in ("done", "unchanged", "unchanged"):
        assert [
            each.state for each in sorted(ran(settings, [one, two], jobs=1), key=lambda each: each.source, reverse=True)
        ] == [
            state,
            "merged",
        ]
    (alone,) = ran(settings, [two])
    assert alone.state == "done"
    assert count(settings) == 1


def test_a_dry_run_merges_too(web: Callable[..., str], settings: Settings) -> None:
    from narrator.batch.worker import foreseen

    web("/story", html("Pier to close", TEXT.format(day="Tuesday")))
    items = [sources.Item(web(f"/{name}", "/story", 302)) for name in "ab"]
    with Here(foreseen, settings, jobs=1) as place:
        assert Counter(each.state for each in Run(items, place).records()) == {"to make": 1, "merged": 1}


@pytest.mark.parametrize(
    ("told", "asked", "counts"),
    [
        ("https://example.org/a", "https://example.org/a?x=1", True),
        ("https://www.example.org/a", "https://m.example.org/a", True),
        ("https://example.org/a", "https://news.example.org/a", True),
        ("https://other.org/a", "https://example.org/a", False),
        ("https://notexample.org/a", "https://example.org/a", False),
        ("https://example.org/", "https://example.org/a", False),
        ("https://example.org", "https://example.org/a", False),
        ("https://example.org/index.html", "https://example.org/a", False),
        ("https://example.org/de/", "https://example.org/de/a", False),
        ("https://example.org/?p=7", "https://example.org/a", True),
        ("https://example.org/", "https://www.example.org/", True),
        ("https://example.org/a", None, True),
        ("https://example.org/", None, False),
        ("https://[", "https://example.org/a", False),
    ],
)
def test_a_canonical_address_counts_on_its_own_site_and_not_as_the_front_page(
    told: str, asked: str | None, counts: bool
) -> None:
    article = Article((Block(BlockKind.PARAGRAPH, "x"),), "T", url=told)
    found, doubts = identity.counted(article, Page(asked or "/a.html", b"", asked), Details())
    assert (found.url == told, not doubts) == (counts, counts)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (TEXT.format(day="Tuesday"), TEXT.format(day="Friday"), True),
        (TEXT, TEXT + " " + OTHER, True),
        (TEXT, OTHER, False),
        ("", "", True),
        ("", OTHER, False),
        (
            "漁港は火曜日に閉鎖され、四本の柱にひびが見つかった。",
            "漁港は水曜日に閉鎖され、四本の柱にひびが見つかった。",
            True,
        ),
    ],
)
def test_versions_of_one_article_are_known_by_their_text(one: str, other: str, same: bool) -> None:
    def article(text: str) -> Article:
        return Article((Block(BlockKind.PARAGRAPH, text),) if text else ())

    assert identity.is_same_article(article(one), article(other)) is same


@given(st.text(alphabet="abc/?&=#ref.%", max_size=30))
def test_a_plain_address_is_its_own_plainest_form(tail: str) -> None:
    address = f"https://example.org/{tail}"
    assert canonical(canonical(address)) == canonical(address)
    assert "#" not in canonical_0_1(address)
