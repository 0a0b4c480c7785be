"""``narrator lexicon learn``: names nobody knows get an entry, one by one; and the phonemes that a voice is given."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from narrator import preview
from narrator.cli import command

TEXT = """# The harbor of Vargosi

Mayor Trelkova said on Monday that the pier will open. Trelkova asked Bjarneskog for help. Nobody in Trelkova's office wrote.
"""


@pytest.fixture(autouse=True)
def _silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine without a player the sound is only made."""
    monkeypatch.setattr(preview, "PLAYERS", ())


def learn(folder: Path, answers: str, *more: str) -> tuple[Result, Path]:
    article, path = folder / "article.md", folder / "lexicon.toml"
    article.write_text(TEXT, encoding="utf-8")
    arguments = ["lexicon", "learn", str(article), "--file", str(path), "--voice", "hibari", "--lang", "en", *more]
    return CliRunner().invoke(command, arguments, input=answers), path


def test_each_name_is_proposed_with_its_count_and_accepted_with_enter(tmp_path: Path) -> None:
    done, path = learn(tmp_path, "\n\n\n")
    assert done.exit_code == 0, done.output
    assert "Trelkova (3): " in done.output
    assert done.output.index("Trelkova") < done.output.index("Bjarneskog")
    entries = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(entries) == {"Trelkova", "Bjarneskog", "Vargosi"}
    assert entries["Trelkova"]["ipa"].startswith("tɹ")


def test_a_name_is_corrected_by_a_spelling_or_by_phonemes_skipped_or_heard_again(tmp_path: Path) -> None:
    done, path = learn(tmp_path, "r\nTrellcovah\n\n/bjˈɑɹnəskOɡ/\n\ns\n")
    assert done.exit_code == 0, done.output
    assert "2 entries written" in done.output
    entries = tomllib.loads(path.read_text(encoding="utf-8"))
    assert entries == {"Trelkova": {"say": "Trellcovah"}, "Bjarneskog": {"ipa": "bjˈɑɹnəskOɡ"}}


def test_phonemes_that_no_voice_speaks_are_asked_for_again(tmp_path: Path) -> None:
    done, path = learn(tmp_path, "/ɬɮ/\ns\nq\n")
    assert "does not speak" in done.output
    assert not path.exists()
    assert "0 entries written" in done.output


def test_who_stops_keeps_what_was_accepted(tmp_path: Path) -> None:
    done, path = learn(tmp_path, "\nq\n")
    assert done.exit_code == 0
    assert list(tomllib.loads(path.read_text(encoding="utf-8"))) == ["Trelkova"]


def test_what_was_learned_is_not_asked_again(tmp_path: Path) -> None:
    learn(tmp_path, "", "--all")
    done, _ = learn(tmp_path, "")
    assert done.output.strip().startswith("0 entries written")


def test_a_script_has_the_phonemes_of_each_utterance(tmp_path: Path) -> None:
    article = tmp_path / "article.md"
    article.write_text(TEXT, encoding="utf-8")
    done = CliRunner().invoke(command, ["script", str(article), "--json", "--voice", "hibari", "--lang", "en"])
    utterances = json.loads(done.stdout)["utterances"]
    said = next(each for each in utterances if each["written"].startswith("Mayor"))
    assert said["phonemes"].startswith("mˈAəɹ")


def test_try_prints_phonemes_without_a_sound(tmp_path: Path) -> None:
    sound = tmp_path / "try.wav"
    arguments = ["lexicon", "try", "The lead pipe burst.", "--phonemes", "--voice", "hibari", "-o", str(sound)]
    done = CliRunner().invoke(command, arguments)
    assert done.stdout.startswith("phonemes: ðə lˈɛd pˈIp")
    assert not sound.exists()


def test_a_voice_without_phonemes_says_so() -> None:
    done = CliRunner().invoke(command, ["lexicon", "try", "Word", "--phonemes", "--voice", "tone"])
    assert "takes no phonemes" in done.stdout
