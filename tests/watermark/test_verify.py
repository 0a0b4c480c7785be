"""``narrator verify`` and the watermark: copies that were encoded anew, cut, played faster; whose they are."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soxr

from narrator import export, verify, watermark
from narrator.cli import run
from narrator.containers import base as containers
from narrator.model import Narration
from narrator.narrator import narrate
from narrator.settings import Settings
from narrator.verify.answers import SoundState
from tests.conftest import SAMPLES
from tests.watermark.sounds import speechlike

Pcm = npt.NDArray[np.int16]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Narration, Pcm]:
    """A narration with a mark of the public key and one of an own key, and its samples."""
    folder = tmp_path_factory.mktemp("marked")
    watermark.make(folder / "own.key")
    settings = Settings(
        output=str(folder / "out"),
        cache_dir=folder / "cache",
        voice="system:gmw/en-us",
        format=("flac",),
        sign=False,
        page=False,
        watermark_key=folder / "own.key",
    )
    narration = narrate(SAMPLES / "post.md", settings)
    path = Path(settings.output, narration.slug, narration.files[0].name)
    return settings, narration, np.concatenate(list(containers.of(path).decoded(path)))


def copied(path: Path, pcm: Pcm, rate_hz: int) -> Path:
    """The samples encoded anew, without a tag."""
    export.files([pcm], [export.Target(path, path.suffix[1:])], rate_hz)
    return path


@pytest.mark.parametrize("name", ["mp3", "m4a", "opus"])
def test_a_copy_that_was_cut_and_encoded_anew_is_known_by_its_mark(
    name: str, made: tuple[Settings, Narration, Pcm], tmp_path: Path
) -> None:
    _, narration, pcm = made
    rate_hz = narration.timeline.sample_rate_hz
    path = copied(tmp_path / f"clip.{name}", pcm[20 * rate_hz : 38 * rate_hz], rate_hz)
    found = verify.report(path)
    assert found.verdict is verify.Verdict.ENCODED_ANEW
    assert found.sound.state is SoundState.MARKED
    assert found.sound.mark is not None
    assert (found.sound.mark.id, found.sound.mark.key) == (narration.digest[:8], "public")
    assert found.answer.startswith("AI voice by its watermark")


def test_every_narration_of_a_library_that_has_the_mark_is_named(
    made: tuple[Settings, Narration, Pcm], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings, narration, pcm = made
    rate_hz = narration.timeline.sample_rate_hz
    library = tmp_path / "out"
    shutil.copytree(settings.output, library)
    shutil.copytree(library / narration.slug, library / "twin")
    twin = library / "twin" / "narration.json"
    twin.write_text(re.sub(r'"slug": ".*"', '"slug": "twin"', twin.read_text()))
    path = copied(tmp_path / "clip.opus", pcm[20 * rate_hz : 30 * rate_hz], rate_hz)
    assert run(["verify", "--in", str(library), "--json", str(path)]) == 13
    mark = json.loads(capsys.readouterr().out)["sound"]["mark"]
    assert sorted(mark["narrations"]) == sorted([narration.slug, "twin"])
    assert run(["verify", "--in", str(library), str(path)]) == 13
    assert f'"{narration.slug}"' in capsys.readouterr().out


def test_a_library_that_does_not_have_the_narration_is_told(
    made: tuple[Settings, Narration, Pcm], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings, narration, pcm = made
    rate_hz = narration.timeline.sample_rate_hz
    path = copied(tmp_path / "clip.mp3", pcm[: 15 * rate_hz], rate_hz)
    assert run(["verify", "--in", str(tmp_path / "nowhere"), str(path)]) == 4
    assert "has no narration with a watermark" in capsys.readouterr().err
    other = dataclasses.replace(settings, output=str(tmp_path / "out"), voice="tone")
    narrate(SAMPLES / "kurz.html", other)
    assert run(["verify", "--in", other.output, str(path)]) == 13
    assert f"with id {narration.digest[:8]}, which no narration" in capsys.readouterr().out


def test_a_newsroom_finds_its_own_mark_first(
    made: tuple[Settings, Narration, Pcm], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings, narration, pcm = made
    rate_hz = narration.timeline.sample_rate_hz
    path = copied(tmp_path / "clip.mp3", pcm[: 20 * rate_hz], rate_hz)
    own = watermark.key(Path(str(settings.watermark_key)))
    assert run(["verify", "--watermark-key", str(settings.watermark_key), "-v", str(path)]) == 13
    output = capsys.readouterr().out
    assert f"with id {narration.digest[:8]} of the key {own.name}" in output
    assert "a watermark of the key public with id" in output
    other = tmp_path / "other.key"
    watermark.make(other)
    assert run(["verify", "--watermark-key", str(other), str(path)]) == 13
    assert own.name not in capsys.readouterr().out


def test_a_copy_that_is_played_faster_is_found_with_speeds(
    made: tuple[Settings, Narration, Pcm], tmp_path: Path
) -> None:
    _, narration, pcm = made
    rate_hz = narration.timeline.sample_rate_hz
    fast = soxr.resample(pcm[: 30 * rate_hz], rate_hz * 1.25, rate_hz)
    path = copied(tmp_path / "fast.mp3", fast, rate_hz)
    assert verify.report(path).verdict is verify.Verdict.NOT_LABELLED
    with verify.Checker(verify.Search(speeds=(1.0, 1.25))) as checker:
        found = checker.report(path)
    assert found.sound.mark is not None
    assert (found.sound.mark.id, found.sound.mark.speed) == (narration.digest[:8], 1.25)


def test_a_mark_away_from_the_three_places_is_found_with_all(
    made: tuple[Settings, Narration, Pcm], tmp_path: Path
) -> None:
    _, narration, pcm = made
    rate_hz = narration.timeline.sample_rate_hz
    quiet = speechlike(60, rate_hz)
    path = copied(tmp_path / "mix.mp3", np.concatenate((quiet, pcm[: 30 * rate_hz], quiet, quiet)), rate_hz)
    few = verify.report(path)
    assert few.verdict is verify.Verdict.NOT_LABELLED
    assert any("--all looks everywhere" in each for each in few.findings)
    with verify.Checker(verify.Search(is_all=True)) as checker:
        assert checker.report(path).verdict is verify.Verdict.ENCODED_ANEW


def test_the_manifest_of_a_copy_that_was_encoded_anew_knows_it_by_its_mark(
    made: tuple[Settings, Narration, Pcm], tmp_path: Path
) -> None:
    settings, narration, pcm = made
    rate_hz = narration.timeline.sample_rate_hz
    path = copied(tmp_path / "copy.mp3", pcm, rate_hz)
    its = Path(settings.output, narration.slug, "narration.json")
    assert verify.report(path, against=its).verdict is verify.Verdict.ENCODED_ANEW
    other = dataclasses.replace(settings, output=str(tmp_path / "out"), watermark_key=None)
    another = narrate(SAMPLES / "kurz.html", other)
    of_another = Path(other.output, another.slug, "narration.json")
    assert verify.report(path, against=of_another).verdict is verify.Verdict.CHANGED


def test_a_signed_file_tells_of_its_mark_too(settings: Settings, tmp_path: Path) -> None:
    wanted = dataclasses.replace(settings, sign=True, voice="system:gmw/en-us")
    narration = narrate(SAMPLES / "post.md", wanted)
    path = shutil.copy(Path(wanted.output, narration.slug, narration.files[0].name), tmp_path)
    found = verify.report(Path(path))
    assert found.verdict is verify.Verdict.LABELLED
    assert found.sound.state is SoundState.AS_SIGNED
    assert found.sound.mark is not None
    assert found.sound.mark.id == narration.digest[:8]


def test_a_sound_without_a_mark_has_none(tmp_path: Path) -> None:
    path = copied(tmp_path / "plain.mp3", speechlike(20), 24_000)
    found = verify.report(path)
    assert found.verdict is verify.Verdict.NOT_LABELLED
    assert found.sound.mark is None


def test_a_key_that_is_none_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "own.key").write_text("nothing")
    path = copied(tmp_path / "plain.mp3", speechlike(2), 24_000)
    assert run(["verify", "--watermark-key", str(tmp_path / "own.key"), str(path)]) == 10
    assert "is no watermark key" in capsys.readouterr().err


def test_manifests_that_cannot_be_read_are_named_where_narrations_are_looked_through(
    made: tuple[Settings, Narration, Pcm], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings, _, _ = made
    shutil.copytree(settings.output, tmp_path / "out")
    for name in ("broken", "cut"):
        (tmp_path / "out" / name).mkdir()
        (tmp_path / "out" / name / "narration.json").write_text("{")
    path = copied(tmp_path / "plain.mp3", speechlike(2), 24_000)
    assert run(["verify", "--in", str(tmp_path / "out"), str(path)]) == 1
    assert "broken, cut" in capsys.readouterr().err
