"""Pronunciations: found whole, the longest first, and refused where they are none."""

from __future__ import annotations

import dataclasses
import json
from importlib.resources import files
from pathlib import Path

import pytest

from narrator.cli import run
from narrator.engines.neural import Neural
from narrator.engines.phonemes import english, foreign
from narrator.errors import SettingsError
from narrator.lexicon import Entry, Lexicon, built_in, load, parsed
from narrator.model import Article
from narrator.pipeline import pronunciations
from narrator.settings import Settings, Site
from narrator.verbalize import words
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
        ('[Ok]\nsay = "okay"\n[Word', r"own\.toml, line 3 is not TOML"),
        ("[Two Words]\nsay = 'x'", r"own\.toml, line 1 is not TOML.*quotation marks"),
        ('[Ok]\nsay = "okay"\n\n[Word]\nsya = "x"', r"own\.toml, line 4: \[Word\] has 'sya' \(it can have say\)"),
        ("[Word]\ncase = true", "does not say how"),
        ("[Word]\nsay = 3", r"has say = 3 \(say is a text"),
        ("[Word]\nspell = 'yes'", r"has spell = 'yes' \(spell is true or false"),
        ("[Word]\nspell = true\nlanguages = 'en'", "languages is a list"),
        ("[Word]\nspell = true\nlanguages = [1]", "languages is a list"),
        ('[Word]\nipa = "/a/"', "ipa with brackets or slashes"),
        ('["…"]\nsay = "dots"', "is no entry"),
        ("Word = 3", "no entry"),
    ],
)
def test_what_is_no_entry_is_named_with_its_line(text: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        parsed(text, "own.toml")


def test_a_short_entry_is_one_line() -> None:
    assert parsed('Kyiv = "Keev"\n', "own.toml") == (Entry("Kyiv", say="Keev"),)


def test_a_smart_apostrophe_and_any_spaces_are_the_same() -> None:
    entries = (Entry("Côte d'Ivoire", say="Coat deevwahr"), Entry("O’Shea", say="Oh shay"))
    assert [said for _, said in found("Côte  d’Ivoire, O'Shea, O’Shea’s", *entries)] == [
        "Coat deevwahr",
        "Oh shay",
        "Oh shay's",
    ]


def test_a_line_of_capitals_has_the_long_names_but_no_numerals() -> None:
    assert found("KYIV AND XI", Entry("Kyiv", say="Keev"), Entry("Xi", say="Shee")) == [("KYIV", "Keev")]


def test_plurals_and_possessives_follow_the_name() -> None:
    entry = Entry("Fritz", ipa="fɹˈɪts")
    written = "Fritz's, Fritz’s, Fritzes, Fritzes' and Fritzen"
    assert [match.ipa for match in Lexicon([entry]).find(written)] == ["fɹˈɪtsᵻz"] * 4


def test_an_exact_entry_has_no_endings() -> None:
    assert found("gifs gif", Entry("gif", say="jif", inflections=False)) == [("gif", "jif")]


def test_a_phrase_inside_a_longer_one_is_left_to_it() -> None:
    assert [match.spoken for match in load([], "en").find("the Niger Delta and Niger")] == ["Niger Delta", "Neezhair"]


def test_each_word_of_a_phrase_gets_its_own_phonemes() -> None:
    said = words("Xi Jinping's plan", "en-US", load([], "en"))
    assert [(word.text, word.ipa) for word in said][:2] == [("Shee", "ʃˌi"), ("Jinping's", "ʤˌɪnpˈɪŋz")]


def test_phonemes_of_one_word_stay_with_a_respelling_of_several() -> None:
    (word,) = words("HIMARS", "en-US", load([], "en"))
    assert (word.text, word.ipa) == ("high mars", "hˈImɑɹz")


def test_common_ipa_becomes_the_voices_letters() -> None:
    assert english("dʒeɪˈroʊm ɡətʃ") == "ʤAˈɹOm ɡəʧ"
    assert foreign("ˈmyːlɐ") == "y"


def test_the_built_in_lexicon_has_the_names_of_the_news() -> None:
    entries = built_in("en")
    assert len(entries) > 1200
    assert len({entry.written for entry in entries}) == len(entries)
    for name in ("Kyiv", "Netanyahu", "ATACMS", "HIMARS", "Huawei", "Xi Jinping", "Qatar", "Michelle", "Sean"):
        assert any(entry.written == name for entry in entries)


def test_the_voice_takes_every_phoneme_of_the_built_in_lexicon() -> None:
    vocabulary = json.loads(files("hibari").joinpath("assets/vocab.json").read_text(encoding="utf-8"))
    for entry in built_in("en"):
        assert not foreign(entry.ipa or ""), entry
        assert set(english(entry.ipa or "")) <= set(vocabulary), entry


def test_the_voice_says_a_built_in_name_as_the_lexicon_has_it() -> None:
    engine, lexicon = Neural(), load([], "en")
    voice = engine.voices()[0]
    for entry in built_in("en"):
        if entry.ipa and entry.written[0].isalpha():
            given = engine.text(words(entry.written, "en-US", lexicon), "en-US")
            assert engine.phonemes(given, voice).replace(" ", "") == english(entry.ipa).replace(" ", ""), entry


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


def test_add_replaces_an_entry_of_one_line_and_keeps_the_others(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('Kyiv = "Kiev"\nOther = {say = "Udder"}')
    assert run(["lexicon", "add", "Kyiv", "--ipa", "ˈkiːv", "--any-case", "--exact", "--file", str(path)]) == 0
    assert parsed(path.read_text(), "own.toml") == (
        Entry("Other", say="Udder"),
        Entry("Kyiv", ipa="ˈkiːv", case=False, inflections=False),
    )


def test_add_refuses_phonemes_that_no_voice_speaks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "own.toml"
    assert run(["lexicon", "add", "Müller", "--ipa", "ˈmylɐ", "--file", str(path)]) == 10
    assert "has 'y' in its ipa" in capsys.readouterr().err
    assert not path.exists()


def test_check_names_the_file_and_the_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "own.toml"
    path.write_text('[Ok]\nsay = "okay"\n["Two Words"]\nipa = "ø"\n', encoding="utf-8")
    assert run(["lexicon", "check", str(path)]) == 10
    assert f"{path}, line 3: [Two Words] has 'ø' in its ipa" in capsys.readouterr().err


def test_a_run_is_stronger_than_a_site_and_a_site_than_a_publisher(settings: Settings, tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.toml" for name in ("publisher", "site", "run")]
    for number, path in enumerate(paths, 1):
        path.write_text("".join(f'Word{place} = "{path.stem}"\n' for place in range(number, 4)))
    wanted = dataclasses.replace(
        settings, lexicon=(paths[0],), site={"a.example": Site(lexicon=(paths[1],))}, article_lexicon=(paths[2],)
    )
    known = pronunciations(Article((), url="https://a.example/b", language="en"), wanted)
    assert [match.spoken for match in known.find("Word1 Word2 Word3")] == ["publisher", "site", "run"]


def test_suggest_lists_what_the_voice_has_to_guess(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lexicon", "suggest", str(SAMPLES / "long-read.html")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any("foliot" in line for line in lines)
    assert not any(" the " in line[:30] for line in lines)


def test_suggest_leaves_out_forms_of_known_words_and_what_is_said_otherwise(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.html"
    text = "The countries denied on Nov. 3 that Apex Inc. and its Zorblax's companies paid $5 in Kyiv to the Quxians."
    path.write_text(f"<html lang=en><body><article><h1>News</h1><p>{text}</p><p>{text}</p></article></body></html>")
    assert run(["lexicon", "suggest", str(path)]) == 0
    assert [line.split()[1] for line in capsys.readouterr().out.splitlines()] == ["Quxians", "Zorblax"]


def test_try_speaks_a_word(tmp_path: Path) -> None:
    path = tmp_path / "try.wav"
    assert run(["lexicon", "try", "Kyiv", "-o", str(path)]) == 0
    assert path.stat().st_size > 10_000
