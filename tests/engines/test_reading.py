"""No voice speaks what it cannot read: which letters a voice has words for, and what is said where it has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from narrator.cli import run
from narrator.engines import base, choice, reading
from narrator.errors import VoiceError
from narrator.languages import scripts
from narrator.model import Block, BlockKind, DoubtKind, Voice
from tests.extract import articles

SPOKEN = ["en", "de", "pl", "ru", "uk", "bg", "el", "fa", "hi", "zh", "zh-Hant", "ko", "vi", "ar"]
NOT_SPOKEN = {"ja": "Chinese characters", "he": "Hebrew letters", "th": "Thai letters", "my": "Burmese letters"}
"""By the voices that every installation has."""


def text(language: str) -> str:
    return " ".join(articles.paragraphs(language))


@pytest.mark.parametrize("language", SPOKEN)
def test_a_voice_is_chosen_that_reads_the_letters_of_the_text(language: str) -> None:
    voice, _ = reading.chosen(language, None, text(language))
    assert not reading.foreign([Block(BlockKind.PARAGRAPH, text(language))], [voice], lambda *_: voice)


def test_chinese_is_spoken_in_mandarin() -> None:
    assert reading.chosen("zh", "system", text("zh"))[0].id == "system:sit/cmn"


@pytest.mark.parametrize(("language", "letters"), NOT_SPOKEN.items())
def test_a_voice_that_would_spell_is_refused(language: str, letters: str) -> None:
    with pytest.raises(VoiceError, match=f"cannot read {letters}") as caught:
        reading.chosen(language, "system", text(language))
    assert caught.value.hint


@pytest.mark.parametrize("language", ["ru", "zh", "ko", "el", "hi"])
def test_an_english_voice_that_was_asked_for_is_refused_and_others_are_named(language: str) -> None:
    with pytest.raises(VoiceError, match="hibari:heart cannot read") as caught:
        reading.chosen(language, "hibari", text(language))
    assert "these can: " in caught.value.hint


def test_a_tone_reads_everything() -> None:
    for language in articles.ARTICLES:
        assert reading.chosen(language, "tone", text(language))[0].id == "tone:sine"


def test_vowels_that_are_guessed_are_said() -> None:
    _, doubts = reading.chosen("ar", "system", text("ar"))
    assert [each.kind for each in doubts] == [DoubtKind.GUESSED_SCRIPT]


def test_words_in_foreign_letters_are_doubts_with_their_place() -> None:
    voice = choice.choose("en", "hibari")[0]
    blocks = [
        Block(BlockKind.PARAGRAPH, "Nothing to see."),
        Block(BlockKind.PARAGRAPH, "The word 東京 タワー and, far behind it in the line, a привет."),
        Block(BlockKind.FIGURE, "東京", is_read=False),
    ]
    found = reading.foreign(blocks, [voice], lambda *_: voice)
    assert [(each.kind, each.block, blocks[1].text[each.start : each.end]) for each in found] == [
        (DoubtKind.FOREIGN_SCRIPT, 1, "東京 タワー"),
        (DoubtKind.FOREIGN_SCRIPT, 1, "привет"),
    ]


def test_many_words_in_foreign_letters_are_told_in_few_doubts() -> None:
    voice = choice.choose("en", "hibari")[0]
    blocks = [Block(BlockKind.PARAGRAPH, "the word привет again")] * 50
    found = reading.foreign(blocks, [voice], lambda *_: voice)
    assert len(found) == reading.MOST_DOUBTS + 1
    assert "30 more places" in found[-1].text


def test_words_that_another_voice_of_the_narration_reads_are_no_doubts() -> None:
    english, russian = choice.choose("en", "hibari")[0], choice.choose("ru", "system")[0]
    blocks = [Block(BlockKind.PARAGRAPH, "He said привет, and she said 東京.")]
    found = reading.foreign(blocks, [english, russian], lambda _, place: russian if place == 8 else english)
    assert [(each.block, each.start, each.text.partition(" ")[0]) for each in found] == [(0, 29, "hibari:heart")]


def test_a_quotation_in_another_script_is_read_on() -> None:
    voice, _ = reading.chosen("en", "hibari", text("en") + " привет мир")
    assert voice.id == "hibari:heart"


def test_another_voice_of_the_language_is_taken_where_the_first_cannot_read(monkeypatch: pytest.MonkeyPatch) -> None:
    blind = Voice("system:jpx/ja", "system", "jpx/ja", ("ja",), 22_050, "", "", scripts=("Hira", "Kana"))
    able = Voice("other:ja", "other", "ja", ("ja",), 24_000, "", "")
    monkeypatch.setattr(choice, "choose", lambda language, wanted=None: (blind, None))
    monkeypatch.setattr(base, "voices", lambda: (blind, able))
    assert reading.chosen("ja", None, text("ja"))[0] is able


@pytest.mark.parametrize("voice", [each for each in base.voices() if each.engine == "system"], ids=lambda each: each.id)
def test_a_system_voice_reads_latin_letters_and_known_scripts(voice: Voice) -> None:
    assert "Latn" in voice.scripts
    assert set(voice.scripts) <= set(scripts.codes())


def test_the_command_ends_with_6_and_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "a.md"
    page.write_text("# " + articles.title("th") + "\n\n" + text("th"), encoding="utf-8")
    assert run(["read", str(page), "--voice", "system", "-o", str(tmp_path / "out"), "--no-sign"]) == 6
    assert "cannot read Thai letters" in capsys.readouterr().err
    assert not list((tmp_path / "out").rglob("*.mp3"))
