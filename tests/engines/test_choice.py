"""Which voice reads an article, and why; engines that break stand in nobody's way."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from click.testing import CliRunner

from narrator.cli import command
from narrator.engines import base, choice
from narrator.engines.kokoro import Kokoro
from narrator.engines.tone import Tone
from narrator.errors import VoiceError
from narrator.model import DoubtKind, Voice


class Theirs(Tone):
    """An engine of another package."""

    name = "theirs"

    def voices(self) -> Sequence[Voice]:
        return (Voice("theirs:ada", self.name, "ada", ("de-DE", "de"), 24_000, "theirs", "trainedAlgorithmicMedia"),)


class Broken(Tone):
    """One that raises where nobody expects it."""

    name = "broken"

    def voices(self) -> Sequence[Voice]:
        raise ZeroDivisionError("broken")


def install(monkeypatch: pytest.MonkeyPatch, **engines: str) -> None:
    others = {name: EntryPoint(name, where, base.GROUP) for name, where in engines.items()}
    monkeypatch.setattr(base, "_others", lambda: others)


def test_an_engine_of_another_package_speaks_before_espeak(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, theirs=f"{__name__}:Theirs")
    voice, doubt = choice.choose("de")
    assert (voice.id, doubt) == ("theirs:ada", None)
    assert [each.voice.engine for each in choice.candidates("de")][:2] == ["theirs", "system"]


def test_an_engine_that_breaks_is_reported_and_left_out(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    install(monkeypatch, broken=f"{__name__}:Broken", gone="no.such.module:Engine")
    assert choice.choose("de")[0].engine == "system"
    assert base.voices()
    assert "broken is left out" in caplog.text
    assert "gone is left out" in caplog.text


@pytest.mark.parametrize(
    ("language", "command"),
    [
        ("fr", "narrator voices add fr"),
        ("pt-PT", "narrator voices add pt"),
        ("de", "narrator voices add de"),
        ("uk", "narrator voices add uk"),
        ("eo", ""),
        ("la", ""),
    ],
)
def test_what_espeak_speaks_carries_the_command_for_a_natural_voice(language: str, command: str) -> None:
    voice, doubt = choice.choose(language)
    assert voice.engine == "system"
    assert choice.natural(language).endswith(command)
    assert (
        (doubt is not None and doubt.kind is DoubtKind.ROBOTIC_VOICE and command in doubt.text)
        if command
        else not doubt
    )


def test_the_command_begins_with_the_extra_where_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Kokoro, "missing", lambda self, language="": "its model is not installed")
    assert choice.natural("it") == "pip install 'article-narrator[kokoro]' && narrator voices add it"


def test_a_voice_that_was_named_is_no_doubt() -> None:
    assert choice.choose("de", "system:gmw/de") == (choice.choose("de")[0], None)


def test_a_language_that_nobody_speaks_names_near_ones() -> None:
    with pytest.raises(VoiceError, match="no voice here speaks 'xx'"):
        choice.choose("xx")


def test_the_list_of_a_language_shows_the_order_with_its_reasons(kokoro: Kokoro) -> None:
    run = CliRunner().invoke(command, ["voices", "--language", "fr"])
    first, second, *_ = run.stdout.splitlines()
    assert first.startswith("kokoro:ff_siwis")
    assert "natural" in first
    assert second.startswith("system:")
    assert "sounds like a machine" in second
    assert "natural voice:" not in run.stderr
    assert "narrator voices add de" in CliRunner().invoke(command, ["voices", "--lang", "de"]).stderr


def test_a_sentence_by_every_voice_stands_side_by_side_in_a_page(kokoro: Kokoro, tmp_path: Path) -> None:
    run = CliRunner().invoke(command, ["voices", "try", "Le <b>conseil</b> a voté.", "--language", "fr", "-o", "out"])
    assert run.exit_code == 0, run.output
    page = Path("out/index.html").read_text(encoding="utf-8")
    sounds = sorted(each.name for each in Path("out").glob("*.mp3"))
    assert sounds[0] == "kokoro-ff-siwis.mp3"
    assert len(sounds) >= 2
    assert all(f'src="{each}"' in page for each in sounds)
    assert "<b>conseil" not in page
    assert page.index("kokoro:ff_siwis") < page.index("system:")


@pytest.mark.parametrize(("text", "code"), [("", 6), ("long " * 200, 6)])
def test_a_text_that_is_no_sample_is_refused(text: str, code: int) -> None:
    run = CliRunner().invoke(command, ["voices", "try", text])
    assert run.exit_code != 0
