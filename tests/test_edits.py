"""What an editor decided counts in every run, outlives a changed source, and is never lost without a word."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator import edits, narrate, preview, synthesize
from narrator.batch.runner import Here, Run
from narrator.batch.sources import Item
from narrator.batch.worker import made
from narrator.edits import NO_EDITS, Edits, Line, Name, Said
from narrator.errors import ArticleError, ConflictError, OutputError
from narrator.library import Library
from narrator.model import Article, Block, BlockKind, Doubt, DoubtKind, Narration, Removed
from narrator.settings import Settings

FIRST, SECOND, THIRD = (
    "The harbour council met on Monday evening to talk about the new ferry.",
    "Nobody at the table could say what it will cost the town in the end.",
    "A decision is expected before the first boats arrive in the spring.",
)
TEXT = f"# The ferry returns\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.md"
    path.write_text(TEXT)
    return path


def decide(settings: Settings, narration: Narration, wanted: Edits, revision: int = 0) -> Edits:
    return edits.save(Library(settings.output).store, narration.source_id, wanted, revision=revision, by="Ada")


def said(narration: Narration) -> list[str]:
    return [cue.text for cue in narration.timeline.cues]


def spoken(source: Path, settings: Settings) -> str:
    return " ".join(each.spoken for each in preview.script(source, settings).utterances)


def test_a_line_that_the_editor_leaves_out_is_not_read_and_stands_among_the_removed(
    source: Path, settings: Settings
) -> None:
    first = narrate(source, settings)
    decide(settings, first, Edits(lines=(Line(SECOND, False),)))
    again = narrate(source, settings)
    assert again.source_id == first.source_id
    assert again.slug == first.slug
    assert SECOND not in said(again)
    assert (SECOND, "editor") in [(each.text, each.rule) for each in again.article.removed]


def test_what_the_editor_wants_said_is_said_and_only_that_sentence_is_spoken_again(
    source: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = narrate(source, settings)
    keys: list[str] = []
    original = synthesize.Synthesizer._made

    def counted(self: synthesize.Synthesizer, utterance: Any, parts: Any, key: str) -> Any:
        keys.append(key)
        return original(self, utterance, parts, key)

    monkeypatch.setattr(synthesize.Synthesizer, "_made", counted)
    decide(settings, first, Edits(sentences=(Said(SECOND, "Nobody could tell the price."),)))
    again = narrate(source, settings)
    assert len(keys) == 1
    assert said(again) == said(first)
    assert "Nobody could tell the price." in spoken(source, settings)


def test_a_batch_counts_the_edits_too(source: Path, settings: Settings) -> None:
    first = narrate(source, settings)
    decide(settings, first, Edits(lines=(Line(THIRD, False),)))
    with Here(made, settings, jobs=1) as place:
        records = list(Run([Item(str(source))], place).records())
    assert [each.state for each in records] == ["done"]
    assert THIRD not in said(Library(settings.output).get(first.slug))  # type: ignore[arg-type]


def test_edits_outlive_a_changed_source_and_those_that_fit_no_more_are_told(source: Path, settings: Settings) -> None:
    first = narrate(source, settings)
    wanted = Edits(
        sentences=(Said(FIRST, "The council met."), Said(SECOND, "Nobody knows.")), lines=(Line(THIRD, False),)
    )
    decide(settings, first, wanted)
    source.write_text(
        f"# The ferry returns\n\nA new beginning stands here now, before all else.\n\n{FIRST}\n\n{THIRD}\n"
    )
    again = narrate(source, settings)
    assert "The council met." in spoken(source, settings)
    assert THIRD not in said(again)
    lost = [each.text for each in again.doubts if each.kind is DoubtKind.EDIT_UNUSED]
    assert len(lost) == 1
    assert SECOND[:40] in lost[0]


def test_an_edit_of_one_of_two_equal_sentences_leaves_the_other(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "twice.md"
    path.write_text(f"# Twice\n\n{FIRST}\n\n{SECOND}\n\n{FIRST}\n")
    first = narrate(path, settings)
    decide(settings, first, Edits(sentences=(Said(FIRST, "Changed here.", occurrence=1),)))
    words = spoken(path, settings)
    assert words.count("Changed here.") == 1
    assert words.index(FIRST[:20]) < words.index("Changed here.")


def test_a_removed_line_is_read_where_it_stood_when_the_editor_wants_it() -> None:
    article = Article(
        (block("one"), block("two")), removed=(Removed("between", "related-teaser", 1), Removed("end", "x", 2))
    )
    got, unused = edits.lined(article, Edits(lines=(Line("between", True), Line("nowhere", True))))
    assert [each.text for each in got.blocks] == ["one", "between", "two"]
    assert got.removed == (Removed("end", "x", 3),)
    assert [each.kind for each in unused] == [DoubtKind.EDIT_UNUSED]


def test_doubts_follow_their_blocks() -> None:
    doubt = Doubt(DoubtKind.LEFT_OUT, "a formula", block=1, start=0, end=3)
    article = Article((block("one"), block("two")), doubts=(doubt,))
    got, _ = edits.lined(article, Edits(lines=(Line("one", False),)))
    assert got.doubts == (dataclasses.replace(doubt, block=0),)
    gone, _ = edits.lined(article, Edits(lines=(Line("two", False),)))
    assert gone.doubts == (Doubt(DoubtKind.LEFT_OUT, "a formula"),)


def test_an_article_without_a_line_is_refused() -> None:
    with pytest.raises(ArticleError, match="no line"):
        edits.lined(Article((block("one"),)), Edits(lines=(Line("one", False),)))


@given(
    st.lists(st.sampled_from("abc"), min_size=1, max_size=6), st.lists(st.sampled_from("abc"), max_size=5), st.data()
)
def test_leaving_a_line_out_and_reading_it_again_is_the_article(
    read: list[str], cut: list[str], data: st.DataObject
) -> None:
    removed = tuple(
        sorted((Removed(each, "x", data.draw(st.integers(0, len(read)))) for each in cut), key=lambda each: each.before)
    )
    article = Article(tuple(map(block, read)), removed=removed)
    order = [each.text for _, each in edits._in_order(article)]
    place = data.draw(st.integers(0, len(order) - 1))
    occurrence = order[:place].count(order[place])
    for is_read in (True, False):
        try:
            got, unused = edits.lined(article, Edits(lines=(Line(order[place], is_read, occurrence),)))
        except ArticleError:
            assert len(read) == 1
            continue
        assert not unused
        assert [each.text for _, each in edits._in_order(got)] == order


def test_headline_voice_rate_label_and_names_count_too(source: Path, settings: Settings) -> None:
    first = narrate(source, settings)
    wanted = Edits(title="Boats again", rate=1.5, label="Made by a machine.", names=(Name("ferry", say="fairy"),))
    decide(settings, first, wanted)
    again = narrate(source, settings)
    assert again.article.title == "Boats again"
    assert again.label.text == "Made by a machine."
    assert again.timeline.duration_s < first.timeline.duration_s
    assert "fairy" in spoken(source, settings)


def test_a_run_with_the_same_edits_makes_nothing_again(source: Path, settings: Settings) -> None:
    first = narrate(source, settings)
    decide(settings, first, Edits(sentences=(Said(FIRST, "Short."),)))
    second = narrate(source, settings)
    assert second.created >= first.created
    assert second.digest != first.digest
    assert narrate(source, settings) == second


def test_taking_an_edit_back_brings_the_first_narration_back(source: Path, settings: Settings) -> None:
    first = narrate(source, settings)
    decide(settings, first, Edits(sentences=(Said(FIRST, "Short."),)))
    narrate(source, settings)
    decide(settings, first, NO_EDITS, revision=1)
    assert narrate(source, settings).digest == first.digest


def test_the_second_of_two_editors_is_told_and_the_first_loses_nothing(source: Path, settings: Settings) -> None:
    first = narrate(source, settings)
    store = Library(settings.output).store
    decide(settings, first, Edits(title="By the first"))
    with pytest.raises(ConflictError, match="Ada changed this article"):
        edits.save(store, first.source_id, Edits(title="By the second"), revision=0, by="Bert")
    assert edits.load(store, first.source_id).title == "By the first"


def test_what_counted_before_is_kept(source: Path, settings: Settings) -> None:
    first = narrate(source, settings)
    store = Library(settings.output).store
    decide(settings, first, Edits(title="One"))
    decide(settings, first, Edits(title="Two"), revision=1)
    assert edits.before(store, first.source_id, 1).title == "One"
    assert edits.before(store, first.source_id, 0) == NO_EDITS
    assert edits.before(store, first.source_id, 7) is None


def test_a_broken_file_of_edits_stops_the_run_rather_than_being_left_out(source: Path, settings: Settings) -> None:
    first = narrate(source, settings)
    Path(settings.output, edits.FOLDER, f"{first.source_id}.json").parent.mkdir(parents=True)
    Path(settings.output, edits.FOLDER, f"{first.source_id}.json").write_text('{"sentences": 5}')
    with pytest.raises(OutputError, match="is no file of edits"):
        narrate(source, settings)


def block(text: str) -> Block:
    return Block(BlockKind.PARAGRAPH, text)
