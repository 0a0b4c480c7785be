"""A script shows what will be said, and says what its editor wrote when it is read back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from narrator import preview
from narrator.cli import run
from narrator.errors import SourceError
from narrator.fetch import page
from narrator.lexicon import load
from narrator.model import BlockKind, Edit, Page, Sentence, Utterance
from narrator.pipeline import Script, scripted
from narrator.settings import Settings
from narrator.verbalize import edited, spoken
from tests.conftest import SAMPLES

PAGE = Page(
    "a.html",
    b"<html lang='en'><body><article><h1>Harbour</h1><p>It rose 5% in 1998, the harbour said on Monday.</p>"
    b"<p>The office in Kyiv did not answer any of the questions.</p>"
    b"<p>It rose 5% in 1998, the harbour said in a second letter on the same day.</p><p>The ferry sailed at noon.</p>"
    b"<p>It rose 5% in 1998, the harbour said in a second letter on the same day.</p>"
    b"<p>Nothing is known of what the other side would say to this.</p></article></body></html>",
)
LEXICON = load([], "en")


def utterance(written: str, **given: object) -> Utterance:
    whole = (Sentence(0, len(written), 0, len(written), 0),)
    plain = Utterance(0, 0, BlockKind.PARAGRAPH, written, "en-US", whole, 0.35)
    return spoken(plain, LEXICON)


@pytest.fixture
def script(settings: Settings) -> Script:
    return scripted(PAGE, settings)


def saved(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def again(settings: Settings, path: Path) -> tuple[Utterance, ...]:
    return scripted(PAGE, settings, edits=preview.edits(path)).utterances


def test_words_said_otherwise_than_written_are_marked() -> None:
    assert preview.marked(utterance("It rose 5% in 1998, they said.")) == (
        "It rose *five percent* in *nineteen ninety-eight,* they said."
    )


def test_a_word_said_by_phonemes_is_marked() -> None:
    assert preview.marked(utterance("The office in Kyiv closed.")) == "The office in *Keev* closed."


def test_a_sentence_said_as_written_has_no_second_line(script: Script) -> None:
    lines = list(preview.lines(script))
    plain = next(index for index, line in enumerate(lines) if "other side" in line)
    assert not lines[plain + 1 :]


def test_a_script_that_was_not_edited_changes_nothing(settings: Settings, script: Script, tmp_path: Path) -> None:
    path = saved(tmp_path / "script.txt", list(preview.lines(script)))
    assert again(settings, path) == script.utterances


@pytest.mark.parametrize("name", ["long-read.html", "numbers.html", "kurz.html", "post.md", "pasted.txt"])
def test_the_script_of_a_sample_comes_back_as_it_was(settings: Settings, tmp_path: Path, name: str) -> None:
    source = page(str(SAMPLES / name), settings)
    plain = scripted(source, settings)
    path = saved(tmp_path / "script.txt", list(preview.lines(plain)))
    assert scripted(source, settings, edits=preview.edits(path)).utterances == plain.utterances


def test_the_json_script_is_read_back_too(settings: Settings, script: Script, tmp_path: Path) -> None:
    path = tmp_path / "script.json"
    table = preview.table(script)
    path.write_text(json.dumps(table), encoding="utf-8")
    assert again(settings, path) == script.utterances
    edited_one = next(each for each in table["utterances"] if "Kyiv" in each["written"])
    edited_one["spoken"] = "No answer came."
    path.write_text(json.dumps(table), encoding="utf-8")
    assert again(settings, path)[edited_one["index"]].spoken == "No answer came."


def test_of_two_equal_sentences_one_is_changed(settings: Settings, script: Script, tmp_path: Path) -> None:
    lines = list(preview.lines(script))
    last = max(index for index, line in enumerate(lines) if "five percent" in line)
    lines[last] = "> It went up by a twentieth."
    found = again(settings, saved(tmp_path / "script.txt", lines))
    assert [each.spoken for each in found if each.written.startswith("It rose")] == [
        "It rose five percent in nineteen ninety-eight, the harbour said on Monday.",
        "It went up by a twentieth.",
    ]


def test_words_that_an_editor_left_keep_their_characters_and_phonemes() -> None:
    before = utterance("The office in Kyiv shut in 1998.")
    (after,) = edited(
        [before], [Edit(0, before.written, "The office in Keev closed in nineteen ninety-eight.")], LEXICON
    )
    kyiv = next(word for word in after.words if word.text == "Keev")
    closed = next(word for word in after.words if word.text == "closed")
    assert kyiv.ipa == "kˈiv"
    assert before.written[closed.start : closed.end] == "shut"


def test_an_empty_line_leaves_a_sentence_unsaid() -> None:
    before = utterance("The office closed.")
    (after,) = edited([before], [Edit(0, before.written, "")], LEXICON)
    assert (after.spoken, after.written) == ("", "The office closed.")


def test_the_script_of_another_article_is_refused(settings: Settings, script: Script, tmp_path: Path) -> None:
    lines = [line.replace("harbour", "airport") for line in preview.lines(script)]
    path = saved(tmp_path / "script.txt", lines)
    with pytest.raises(SourceError, match="belongs to another article: at 2 it has 'It rose 5% in 1998, the airport"):
        again(settings, path)


def test_a_script_that_goes_on_past_the_article_is_refused(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="the article ends before"):
        again(settings, saved(tmp_path / "script.txt", ["99 | Another sentence."]))


def test_the_label_is_not_edited(settings: Settings, script: Script, tmp_path: Path) -> None:
    lines = list(preview.lines(script))
    lines.insert(1, "> A human said this.")
    with pytest.raises(SourceError, match="does not change the label"):
        again(settings, saved(tmp_path / "script.txt", lines))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("12 | A sentence.\nnonsense\n", "line 2 is neither"),
        ("> said before any sentence\n", "line 1 is neither"),
        ('{"utterances": [{"index": 0}]}', "is no script"),
        ('{"utterances": [{"index": "a", "written": "b", "spoken": 3}]}', "has no text"),
        ("{", "is no script"),
    ],
)
def test_what_is_no_script_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "script.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=message):
        preview.edits(path)


def test_read_takes_what_script_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "a.html"
    source.write_bytes(PAGE.body)
    assert run(["script", str(source), "--voice", "tone", "--title", "Harbour"]) == 0
    shown = capsys.readouterr().out
    path = tmp_path / "script.txt"
    path.write_text(shown.replace("*nineteen ninety-eight,*", "the year before last,"), encoding="utf-8")
    common = [str(source), "--voice", "tone", "--no-sign", "--no-page", "--script", str(path), "-q"]
    assert run(["read", *common, "--title", "Harbour", "-o", str(tmp_path / "out")]) == 0
    assert run(["read", *common, "--title", "Airport", "-o", str(tmp_path / "out")]) == 4
    assert "another article" in capsys.readouterr().err
