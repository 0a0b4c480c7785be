"""``narrator read --play``: the sound is heard while it is made, and the file is the same.

The player is a program on the PATH that keeps what it is given, and FFmpeg's own where that is installed.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from narrator import playing
from narrator.cli import run
from narrator.containers import coded
from narrator.model import Clip
from narrator.narrator import Narrator
from narrator.settings import Settings

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the player is a shell script")
TEXT = "The harbor is open again. Boats left at noon, and the first came back at dusk with a full hold of herring."


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def read(folder: Path, source: Path, *arguments: str) -> int:
    places = ["--output", str(folder / "out"), "--cache-dir", str(folder / "cache"), "--format", "wav"]
    return run(["read", str(source), "--voice", "tone", "--no-sign", "--slug", "note", *places, *arguments])


def player(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> Path:
    """A program that plays, alone on the PATH: where it keeps what it is given."""
    folder.mkdir(exist_ok=True)
    program = folder / "aplay"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("HEARD", str(folder / "heard.pcm"))
    return folder / "heard.pcm"


KEEPS = f'exec {shutil.which("cat") or "/bin/cat"} >"$HEARD"'


def settings(folder: Path) -> Settings:
    return Settings(voice="tone", sign=False, format=("wav",), output=str(folder / "out"), cache_dir=folder / "cache")


def test_what_is_played_is_the_whole_narration_and_the_file_is_the_same(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read(tmp_path / "silent", source) == 0
    heard = player(tmp_path / "bin", monkeypatch, KEEPS)
    assert read(tmp_path / "played", source, "--play") == 0
    files = [tmp_path / name / "out" / "note" / "note.wav" for name in ("silent", "played")]
    one, two = (np.concatenate(list(coded.decoded(each))) for each in files)
    assert np.array_equal(one, two)
    assert heard.stat().st_size == 2 * len(two)


def test_a_narration_that_is_there_already_is_played_from_its_file(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read(tmp_path, source) == 0
    heard = player(tmp_path / "bin", monkeypatch, KEEPS)
    assert read(tmp_path, source, "--play") == 0
    whole = np.concatenate(list(coded.decoded(tmp_path / "out" / "note" / "note.wav")))
    assert heard.read_bytes() == whole.astype("<i2").tobytes()


def test_without_a_program_that_plays_nothing_is_spoken(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert read(tmp_path, source, "--play") == 9
    assert "no program here plays sound" in capsys.readouterr().err
    assert not (tmp_path / "out" / "note").exists()


def test_a_player_that_fails_is_told_and_the_narration_is_whole(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    player(tmp_path / "bin", monkeypatch, "echo no such device >&2; exit 3")
    assert read(tmp_path, source, "--play") == 0
    said = capsys.readouterr().err
    assert "aplay ended with 3: no such device" in said
    assert (tmp_path / "out" / "note" / "narration.json").exists()


def test_play_goes_with_one_source(source: Path, tmp_path: Path) -> None:
    assert run(["read", str(source), str(source), "--play", "--output", str(tmp_path)]) == 2


def test_the_first_sentence_is_heard_before_the_last_is_made(tmp_path: Path) -> None:
    steps: list[str] = []
    text = "\n\n".join(f"Sentence number {i} is about the harbor." for i in range(40))
    source = tmp_path / "long.txt"
    source.write_text(text, encoding="utf-8")
    with Narrator(settings(tmp_path)) as narrator:
        narrator.narrate(
            source,
            on_sound=lambda clip: steps.append("sound"),
            on_progress=lambda progress: steps.append(progress.stage if progress.done else ""),
        )
    assert steps.index("sound") < steps.index("speaking") < len(steps) - 40


def test_a_library_user_hears_the_label_first_and_then_all_of_it(tmp_path: Path, source: Path) -> None:
    pieces: list[Clip] = []
    with Narrator(settings(tmp_path)) as narrator:
        made = narrator.narrate(source, on_sound=pieces.append).narration
        again = list[Clip]()
        narrator.narrate(source, on_sound=again.append)
    assert sum(len(each.samples) for each in pieces) == made.timeline.length
    assert made.timeline.cues[0].text.startswith(made.label.text[:10])
    assert not again


@pytest.mark.skipif(shutil.which("ffplay") is None, reason="FFmpeg's player is not installed")
def test_ffplay_takes_the_samples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = tmp_path / "device.raw"
    monkeypatch.setenv("SDL_AUDIODRIVER", "disk")
    monkeypatch.setenv("SDL_DISKAUDIOFILE", str(raw))
    wave = (np.sin(np.arange(24_000) / 10) * 8_000).astype(np.int16)
    with playing.Player(playing.program()) as player:
        player.add(Clip(wave[:9_000], 24_000))
        player.add(Clip(wave[9_000:], 24_000))
        assert player.finish() == ""
    assert raw.stat().st_size > 24_000  # at least half of them came to the device, which has a rate of its own


def test_a_player_that_is_left_early_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    player(tmp_path / "bin", monkeypatch, f"exec {shutil.which('sleep') or '/bin/sleep'} 600")
    with playing.Player(playing.program()) as left:
        left.add(Clip(np.zeros(1_000_000, np.int16), 24_000))
        process = left._process
    assert process is not None
    assert process.poll() is not None
