"""What changed since an article was published, and edits that fit no more: nothing is lost without a word."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.edits import Edits, Line, Name, Said
from narrator.library import Library
from narrator.narrator import Narrator
from narrator.studio import compare, work
from narrator.studio.compare import ChangeKind, Edition, Sentence, differences
from tests.studio.conftest import Studio
from tests.studio.test_api import SENTENCE

WORDS = st.lists(st.sampled_from(["harbour", "ferry", "town", "storm", "council", "Monday"]), min_size=1, max_size=4)
SENTENCES = st.lists(WORDS.map(" ".join), max_size=8)


def _edition(*sentences: str, said: str | None = None) -> Edition:
    return Edition("tone:sine", 1.0, tuple(Sentence(each, said or each) for each in sentences))


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        (["A b c.", "D e f."], ["A b c.", "D e f."], []),
        (["A b c."], ["A b c.", "D e f."], ["added"]),
        (["A b c.", "D e f."], ["D e f."], ["left-out"]),
        (["The ferry runs on Monday."], ["The ferry runs on Tuesday."], ["rewritten"]),
        (["The ferry runs on Monday."], ["Nobody came at all."], ["added", "left-out"]),
        (["One two three.", "Four five six."], ["Four five six."], ["left-out"]),
        (["Same.", "Same.", "Same."], ["Same.", "Same."], ["left-out"]),
        ([], ["A b c."], ["added"]),
        (["A b c."], [], ["left-out"]),
        (["A b c d.", "E f g h.", "I k l m."], ["A b x d.", "I k x m."], ["rewritten", "left-out", "rewritten"]),
    ],
)
def test_sentences_are_new_gone_or_rewritten(old: list[str], new: list[str], kinds: list[str]) -> None:
    assert [each.kind.value for each in differences(_edition(*old), _edition(*new))] == kinds


@given(SENTENCES, SENTENCES)
def test_every_sentence_is_the_same_or_named(old: list[str], new: list[str]) -> None:
    found = differences(_edition(*old), _edition(*new))
    gone = [each for each in found if each.was]
    there = [each for each in found if each.now]
    assert len(old) - len(gone) == len(new) - len(there)
    assert all(each.was in old for each in gone)
    assert all(each.now in new for each in there)


@given(SENTENCES)
def test_an_article_has_nothing_otherwise_than_itself(sentences: list[str]) -> None:
    assert not differences(_edition(*sentences), _edition(*sentences))


def test_a_sentence_that_only_sounds_otherwise_is_named_with_both() -> None:
    (found,) = differences(_edition("A b.", said="ay bee"), _edition("A b.", said="ah bee"))
    assert (found.kind, found.written, found.was, found.now) == (ChangeKind.SAID_OTHERWISE, "A b.", "ay bee", "ah bee")


def _published(studio: Studio) -> str:
    number = studio.made()
    for step in ("approve", "publish"):
        assert studio.ask("POST", f"/narrations/{number}/{step}").status_code == 200
    return number


def _rewritten(studio: Studio, number: str, old: bytes, new: bytes) -> None:
    """The source of a narration says something else now, and is read again."""
    store = studio.desk.library.store
    page = work.kept(store, number)
    assert page is not None
    work.keep(store, number, type(page)(page.source, page.body.replace(old, new)))
    studio.ask("POST", f"/narrations/{number}/refetch")
    studio.waited(number, "to-review")


def _changes(studio: Studio, number: str) -> dict[str, Any]:
    answer = studio.ask("GET", f"/narrations/{number}/changes")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_what_changed_since_it_was_published_is_shown_until_it_is_published_again(studio: Studio) -> None:
    number = _published(studio)
    assert _changes(studio, number)["sentences"] == []
    studio.change(number, sentence={"written": SENTENCE, "said": "Nobody hoped."})
    _rewritten(studio, number, b"from Monday", b"from Tuesday")
    found = _changes(studio, number)
    assert [each["kind"] for each in found["sentences"]] == ["rewritten", "said-otherwise"]
    page = studio.client.get(f"/narrations/{number}").text
    assert "What changed since it was published" in page
    studio.ask("POST", f"/narrations/{number}/speak")
    studio.waited(number, "ready")
    assert len(_changes(studio, number)["sentences"]) == 2
    for step in ("approve", "publish"):
        studio.ask("POST", f"/narrations/{number}/{step}")
    assert _changes(studio, number)["sentences"] == []


def test_nothing_is_said_of_an_article_that_was_never_published(studio: Studio) -> None:
    number = studio.made()
    assert _changes(studio, number) == {"published": "", "voice": None, "rate": None, "sentences": []}
    assert "What changed since it was published" not in studio.client.get(f"/narrations/{number}").text


@pytest.mark.stress
def test_what_the_command_line_published_is_compared_by_its_written_sentences(studio: Studio) -> None:
    number = studio.added()
    script = studio.script(number)
    library = Library(studio.desk.settings.output)
    page = work.kept(library.store, number)
    assert page is not None
    made = Narrator(studio.desk.settings).narrate(page).narration
    assert made.source_id == script["article"]
    studio.change(number, line={"text": SENTENCE, "is_read": False})
    studio.ask("POST", f"/narrations/{number}/speak")
    studio.waited(number, "ready")
    assert [each["kind"] for each in _changes(studio, number)["sentences"]] == ["left-out"]


@pytest.mark.stress
def test_a_changed_pace_and_voice_are_named(studio: Studio) -> None:
    number = _published(studio)
    studio.change(number, rate=1.25)
    assert _changes(studio, number)["rate"] == {"was": 1.0, "now": 1.25}


def test_edits_that_fit_no_more_are_listed_with_the_sentence_that_they_may_be_meant_for(studio: Studio) -> None:
    number = studio.added()
    studio.change(number, sentence={"written": SENTENCE, "said": "Nobody hoped."})
    studio.change(number, name={"written": "harbour", "say": "harbor"})
    _rewritten(studio, number, b"great storm", b"long storm")
    (found,) = studio.script(number)["unfit"]
    now = SENTENCE.replace("great", "long")
    assert (found["kind"], found["said"], found["nearest"]) == ("sentence", "Nobody hoped.", now)
    page = studio.client.get(f"/narrations/{number}").text
    assert "Your edits that fit no more" in page
    studio.change(number, sentence={"written": now, "said": "Nobody hoped."})
    script = studio.change(number, sentence={"written": SENTENCE, "said": None}).json()
    assert script["unfit"] == []
    assert any(each["said"] == "Nobody hoped." for each in script["sentences"])


def test_edits_of_lines_and_names_that_are_gone_are_listed_too() -> None:
    sentences = [{"written": "A ferry runs.", "occurrence": 0, "kind": "paragraph"}]
    lines = [{"text": "A  ferry runs.", "occurrence": 0}]
    wanted = Edits(
        lines=(Line("A ferry runs.", False), Line("Gone.", False)),
        sentences=(Said("A ferry runs.", "x"), Said("A ferry runs.", "x", 1)),
        names=(Name("FERRY", say="fairy"), Name("Alder", say="older")),
    )
    found = compare.unfit(wanted, lines, sentences)
    assert [(each.kind, each.text, each.nearest) for each in found] == [
        ("line", "Gone.", ""),
        ("sentence", "A ferry runs.", ""),
        ("name", "Alder", ""),
    ]


def test_the_page_says_which_name_listeners_will_read(studio: Studio) -> None:
    number = studio.made()
    page = f"/narrations/{number}"
    assert "Listeners will read no editor" in studio.client.get(page).text
    studio.client.post("/sign-in", data={"name": "Ada Example"}, headers={"Origin": "http://127.0.0.1"})
    assert "Listeners will read that Ada Example reviewed it." in studio.client.get(page).text
