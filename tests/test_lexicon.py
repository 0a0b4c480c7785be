"""Pronunciations: found whole, the longest first, and refused where they are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from narrator.cli import run
from narrator.errors import SettingsError
from narrator.lexicon import Entry, Lexicon, load, parsed
from tests.conftest import SAMPLES


def found(text: str, *entries: Entry) -> list[tuple[str, str]]:
    return [(text[match.start : match.end], match.spoken) for match in Lexicon(entries).find(text)]


def test_a_word_is_found_whole_and_in_its_case() -> None:
    entry = Entry("Xi", say="Shee")
    assert found("Xi met Xian and xi, Xi's Xi.", entry) == [("Xi", "Shee"), ("Xi's", "Shee's"), ("Xi", "Shee")]


def test_any_case_is_found_where_the_entry_allows_it() -> None:
    assert found("GIF gif", Entry("gif", say="jif", case=False)) == [("GIF", "jif"), ("gif", "jif")]


def test_the_longest_of_two_comes_first() -> None:
    entries = (Entry("New York", say="Nyork"), Entry("New York Times", say="the Times"))
    assert found("New York Times, New York", *entries) == [("New York Times", "the Times"), ("New York", "Nyork")]


def test_letters_are_spelt_and_words_are_words() -> None:
    assert found("SQL UNIFIL", Entry("SQL", spell=True), Entry("UNIFIL", word=True)) == [
        ("SQL", "S Q L"),
        ("UNIFIL", "Unifil"),
    ]


def test_phonemes_get_the_sound_of_an_ending() -> None:
    (match,) = Lexicon([Entry("Kyiv", ipa="kˈiv", say="Keev")]).find("Kyiv's")
    assert (match.ipa, match.spoken) == ("kˈivz", "Keev's")


def test_a_publishers_file_is_stronger_than_the_built_in(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('[Kyiv]\nsay = "Kiev"\n')
    (match,) = load([path], "en").find("Kyiv")
    assert match.spoken == "Kiev"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[Word", "not TOML"),
        ("[Word]\nsya = 'x'", "has 'sya'"),
        ("[Word]\ncase = true", "does not say how"),
        ('[Word]\nipa = "a b"', "ipa with spaces"),
        ("Word = 3", "no entry"),
    ],
)
def test_what_is_no_entry_is_named(text: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        parsed(text, "own.toml")


def test_the_built_in_lexicon_is_whole() -> None:
    assert len(load([], "en").entries) > 30


def test_add_writes_an_entry_in_place_of_an_older_one(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('# ours\n[Other]\nsay = "Udder"\n')
    assert run(["lexicon", "add", "Dnipro", "--say", "Neepro", "--file", str(path)]) == 0
    assert run(["lexicon", "add", "Dnipro", "--say", "Dneepro", "--file", str(path)]) == 0
    text = path.read_text()
    assert text.startswith("# ours")
    assert text.count("Dnipro") == 1
    assert "Dneepro" in text
    assert run(["lexicon", "check", str(path)]) == 0


def test_suggest_lists_what_the_voice_has_to_guess(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lexicon", "suggest", str(SAMPLES / "long-read.html")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any("foliot" in line for line in lines)
    assert not any(" the " in line[:30] for line in lines)


def test_try_speaks_a_word(tmp_path: Path) -> None:
    path = tmp_path / "try.wav"
    assert run(["lexicon", "try", "Kyiv", "-o", str(path)]) == 0
    assert path.stat().st_size > 10_000
