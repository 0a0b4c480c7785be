"""A recognizer hears narrations of a real voice: ``narrator check`` and ``--check``."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from narrator import hearing, listen
from narrator.cli import run
from narrator.errors import DoubtError
from narrator.hearing import Hearing
from narrator.listen import Expected, Fault, Finding
from narrator.listen.recognizer import recognizer
from narrator.model import DoubtKind, Mark, MarkKind, Narration
from narrator.narrator import narrate
from narrator.settings import Settings

TEXT = """# The library stays open

The town library stays open on Sundays from the first of March. The council voted for it on Monday evening by a large
majority. Two new people will work at the desk, and the cellar gets a reading room for children.
"""


@pytest.fixture
def spoken(tmp_path: Path, settings: Settings) -> tuple[Narration, Path, Settings]:
    """A narration by hibari, and its sound."""
    if listen.missing():
        pytest.skip(listen.missing())
    source = tmp_path / "library.md"
    source.write_text(TEXT, encoding="utf-8")
    wanted = dataclasses.replace(settings, voice="hibari:heart", format=("wav",), check=True)
    narration = narrate(source, wanted)
    return narration, Path(settings.output, narration.slug, narration.files[0].name), wanted


def test_a_sound_narration_has_no_doubt_and_a_missing_sentence_is_named(
    spoken: tuple[Narration, Path, Settings], capsys: pytest.CaptureFixture[str]
) -> None:
    narration, path, _ = spoken
    assert not [each for each in narration.doubts if each.kind.stage == "sound"]
    wave, rate = soundfile.read(path, dtype="int16")
    cue = next(each for each in narration.timeline.cues if "voted" in each.text)
    soundfile.write(path, np.concatenate((wave[: cue.start], wave[cue.end :])), rate)
    assert run(["check", str(path.parent), "--json"]) == 16
    row = json.loads(capsys.readouterr().out)
    assert [each["kind"] for each in row["doubts"]] == [DoubtKind.SENTENCE_MISSING.value]
    assert row["doubts"][0]["at_s"] == pytest.approx(cue.start / rate, abs=1.0)
    assert "voted" in row["doubts"][0]["text"]


@pytest.mark.stress
def test_a_passage_in_another_language_is_heard_in_that_language(
    spoken: tuple[Narration, Path, Settings], tmp_path: Path
) -> None:
    narration, path, settings = spoken
    french = "Nous attendons toujours une réponse de la région, et les enfants marchent une heure pour aller à l'école."
    (tmp_path / "french.txt").write_text(french, encoding="utf-8")
    wanted = dataclasses.replace(settings, voice="system:roa/fr", language="fr", spoken_label=False, check=False)
    other = narrate(tmp_path / "french.txt", wanted)
    passage, rate = soundfile.read(Path(settings.output, other.slug, other.files[0].name), dtype="int16")
    wave, own = soundfile.read(path, dtype="int16")
    cues = narration.timeline.cues
    cue, last = cues[-2], len(cues) - 2
    sound = soxr.resample(passage, rate, own)
    block = narration.blocks[cue.block]
    text = block.text[: cue.block_end] + " " + french + block.text[cue.block_end :]
    mark = Mark(cue.block_end + 1, cue.block_end + 1 + len(french), MarkKind.LANGUAGE, "fr")
    longer = dataclasses.replace(
        cue, text=f"{cue.text} {french}", block_end=cue.block_end + 1 + len(french), end=cue.end + len(sound)
    )
    moved = dataclasses.replace(cues[-1], start=cues[-1].start + len(sound), end=cues[-1].end + len(sound))
    soundfile.write(path, np.concatenate((wave[: cue.end], sound, wave[cue.end :])), own)
    timeline = dataclasses.replace(
        narration.timeline, cues=(*cues[:last], longer, moved), length=narration.timeline.length + len(sound)
    )
    blocks = tuple(
        dataclasses.replace(each, text=text, marks=(mark,)) if each is block else each for each in narration.blocks
    )
    with_passage = dataclasses.replace(narration, blocks=blocks, timeline=timeline)
    assert not [each for each in hearing.hear(path, with_passage).findings if hearing.is_severe(each)]


def test_a_folder_without_narrations_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if listen.missing():
        pytest.skip(listen.missing())
    assert run(["check", str(tmp_path)]) == 4
    assert "narration.json" in capsys.readouterr().err


@pytest.mark.parametrize(("second", "is_apart"), [(None, True), (0.1, False)])
def test_a_sentence_that_fails_is_spoken_in_two_parts_and_the_better_is_kept(
    second: float | None, is_apart: bool, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "library.md"
    source.write_text(TEXT, encoding="utf-8")
    shares = iter((0.3, second))

    def hear(path: Path, narration: Narration, said: object) -> Hearing:
        share = next(shares)
        cue = narration.timeline.cues[-1]
        expected = Expected(cue.text, "x" * 60, "en", 0.0, 1.0, cue.sentence, cue.block, 0, 1)
        return Hearing(() if share is None else (Finding(Fault.GARBLED, expected, 3.0, share),))

    monkeypatch.setattr(hearing, "hear", hear)
    settings = dataclasses.replace(settings, watermark=False)
    narration = narrate(source, dataclasses.replace(settings, check=True))
    plain = narrate(source, dataclasses.replace(settings, output=str(tmp_path / "plain")))
    assert (narration.pcm_sha256 != plain.pcm_sha256) is is_apart
    assert [each.kind for each in narration.doubts if each.kind.stage == "sound"] == (
        [] if is_apart else [DoubtKind.SENTENCE_GARBLED]
    )


def test_with_strict_nothing_is_put_in_its_place_where_a_sentence_fails(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "library.md"
    source.write_text(TEXT, encoding="utf-8")
    expected = Expected("The library", "thelibrary", "en", 0.0, 1.0, 2)
    monkeypatch.setattr(hearing, "hear", lambda *_: Hearing((Finding(Fault.MISSING, expected, 3.0, 0.0),)))
    with pytest.raises(DoubtError, match="is not heard"):
        narrate(source, dataclasses.replace(settings, check=True, strict=True, voice="hibari:heart"))
    assert not list(Path(settings.output).glob("*/narration.json"))


def test_a_recognizer_that_was_killed_starts_again_and_hears_the_same(
    spoken: tuple[Narration, Path, Settings],
) -> None:
    narration, path, _ = spoken
    first = hearing.hear(path, narration)
    pid = recognizer().pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert hearing.hear(path, narration) == first
    assert recognizer().pid != pid


def test_a_recognizer_that_always_dies_is_a_doubt_and_the_narration_is_kept(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    if listen.missing():
        pytest.skip(listen.missing())
    # A module that ends at once, without an answer.
    monkeypatch.setattr(sys.modules["narrator.listen.recognizer"], "MODULE", "narrator.about")
    recognizer.cache_clear()
    source = tmp_path / "library.md"
    source.write_text(TEXT, encoding="utf-8")
    narration = narrate(source, dataclasses.replace(settings, check=True))
    recognizer.cache_clear()
    assert [each.kind for each in narration.doubts if each.kind.stage == "sound"] == [DoubtKind.UNCHECKED]
    assert Path(settings.output, narration.slug, "narration.json").is_file()
