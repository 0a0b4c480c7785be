"""Names that no dictionary and no lexicon has: one doubt for an article, and few that are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from narrator import preview
from narrator.cli import command
from narrator.model import Doubt, DoubtKind
from narrator.settings import Settings

PIER = "# The harbor of Vargosi\n\nMayor Trelkova said on Monday that the pier will open. Nobody in Trelkova's office wrote.\n"


def doubts(folder: Path, text: str, *, voice: str = "hibari", language: str = "en") -> tuple[Doubt, ...]:
    """The doubts about names of an article."""
    path = folder / "article.md"
    path.write_text(text, encoding="utf-8")
    found = preview.script(path, Settings(voice=voice, language=language, output=str(folder / "out")))
    return tuple(doubt for doubt in found.doubts if doubt.kind is DoubtKind.NAMES_GUESSED)


def test_an_article_has_one_doubt_with_its_names_the_most_frequent_first(tmp_path: Path) -> None:
    (doubt,) = doubts(tmp_path, PIER)
    assert doubt.words == ("Trelkova", "Vargosi")
    assert doubt.text.startswith("2 names are in no dictionary and said by guess: Trelkova, Vargosi;")


@pytest.mark.parametrize(
    "sentence",
    [
        "The FAQs and the NGOs' answers were sent to all MPs.",
        "She bought a MacBook and a FaceBook share, and set up Wi-Fi.",
        "That'll do, and there'd be more; They've said so.",
        "The Café Central is closed, and so is the café next door.",
        "In the Senate John O’Brien and O'Neill met Al-Qaeda's hostages, and Mary-Jane waited.",
        "Write to Vargosi@example.org, @Trelkova, or see Vargosi.example.org/Trelkova.",
        "UKRAINE AND FRANCE SIGN THE TREATY",
        "Andy, Santa and Abe walked through the Smiths' garden.",
        "The Bundestag and the Élysée spoke of glasnost.",
    ],
)
def test_what_is_no_strange_name_raises_none(tmp_path: Path, sentence: str) -> None:
    assert not doubts(tmp_path, f"# The harbor of the town\n\n{sentence}\n")


@pytest.mark.parametrize(("voice", "language"), [("system", "en"), ("system", "de"), ("tone", "en")])
def test_a_voice_whose_dictionary_nobody_sees_raises_none(tmp_path: Path, voice: str, language: str) -> None:
    assert not doubts(tmp_path, PIER, voice=voice, language=language)


def test_what_a_lexicon_says_is_no_guess(tmp_path: Path) -> None:
    (tmp_path / "lexicon.toml").write_text('[Trelkova]\nsay = "Trellcovah"\n\n[Vargosi]\nsay = "Vargosy"\n')
    path = tmp_path / "article.md"
    path.write_text(PIER, encoding="utf-8")
    settings = Settings(
        voice="hibari", language="en", lexicon=(tmp_path / "lexicon.toml",), output=str(tmp_path / "out")
    )
    assert DoubtKind.NAMES_GUESSED not in {doubt.kind for doubt in preview.script(path, settings).doubts}


def test_a_batch_counts_them_in_its_last_lines(tmp_path: Path) -> None:
    for name, text in (("one", PIER), ("two", PIER.replace("Vargosi", "Paris"))):
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    arguments = ["batch", str(tmp_path / "one.md"), str(tmp_path / "two.md"), "-o", str(tmp_path / "out")]
    done = CliRunner().invoke(command, [*arguments, "--voice", "hibari", "--lang", "en", "--jobs", "1"])
    assert done.exit_code == 0, done.output
    assert "names said by guess in 2 articles: Trelkova (2), Vargosi (1); `narrator lexicon learn`" in done.stderr
