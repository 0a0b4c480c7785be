"""The mark in a narration: laid by default, named in every record, the same each time."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from narrator import credentials, manifest, master, watermark
from narrator.cli import run
from narrator.containers import base as containers
from narrator.errors import SettingsError
from narrator.model import Narration
from narrator.narrator import narrate
from narrator.settings import Settings
from narrator.settings.recipe import recipe, recipe_0_1
from tests.conftest import SAMPLES
from tests.watermark.sounds import speechlike

VOICE = "system:gmw/en-us"


def heard(settings: Settings, narration: Narration, number: int = 0) -> npt.NDArray[np.float32]:
    path = Path(settings.output, narration.slug, narration.files[number].name)
    return np.concatenate(list(containers.of(path).decoded(path))).astype(np.float32)


def found(settings: Settings, narration: Narration, **more: object) -> dict[str, int | None]:
    wave, rate_hz = heard(settings, narration), narration.timeline.sample_rate_hz
    return {each.key: each.number for each in watermark.detect(wave, rate_hz, **more)}  # type: ignore[arg-type]


@pytest.fixture
def spoken(settings: Settings) -> Settings:
    return dataclasses.replace(settings, voice=VOICE)


def test_a_narration_carries_the_first_digits_of_its_digest(spoken: Settings) -> None:
    narration = narrate(SAMPLES / "post.md", spoken)
    assert found(spoken, narration) == {"public": int(narration.digest[:8], 16)}
    mark = narration.label.watermark
    assert mark is not None
    assert (mark.scheme, mark.keys, mark.id) == ("narrator-watermark-1", ("public",), narration.digest[:8])
    assert manifest.decoded(manifest.encoded(narration)).label.watermark == mark


def test_a_watermark_that_is_turned_off_is_not_there_and_that_is_recorded(spoken: Settings) -> None:
    narration = narrate(SAMPLES / "post.md", dataclasses.replace(spoken, watermark=False))
    assert found(spoken, narration) == {}
    assert narration.label.watermark is None
    assert manifest.decoded(manifest.encoded(narration)).label.is_watermark_off


def test_a_newsroom_lays_its_own_key_over_the_public_one(spoken: Settings, tmp_path: Path) -> None:
    own = watermark.make(tmp_path / "own.key")
    with_own = dataclasses.replace(spoken, watermark_key=tmp_path / "own.key")
    narration = narrate(SAMPLES / "post.md", with_own)
    number = int(narration.digest[:8], 16)
    assert found(with_own, narration, keys=(watermark.PUBLIC, own)) == {"public": number, own.name: number}
    assert narration.label.watermark is not None
    assert narration.label.watermark.keys == ("public", own.name)
    assert own.secret.hex() not in manifest.encoded(narration)


def test_credentials_name_the_scheme_the_key_and_the_number(settings: Settings) -> None:
    narration = narrate(SAMPLES / "kurz.html", dataclasses.replace(settings, sign=True))
    path = Path(settings.output, narration.slug, narration.files[0].name)
    credential = credentials.read(path, "audio/mpeg")
    assert credential is not None
    assert credential.watermark == credentials.Watermark("narrator-watermark-1", "public", narration.digest[:8])


def test_a_key_that_is_not_there_ends_the_run_before_a_voice_speaks(settings: Settings, tmp_path: Path) -> None:
    steps: list[str] = []
    wanted = dataclasses.replace(settings, watermark_key=tmp_path / "missing.key")
    with pytest.raises(SettingsError, match=r"missing\.key cannot be read"):
        narrate(SAMPLES / "kurz.html", wanted, on_progress=lambda progress: steps.append(progress.stage))
    assert "speaking" not in steps


def test_a_watermark_key_without_a_watermark_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="watermark is off"):
        Settings(watermark=False, watermark_key=tmp_path / "own.key")


@pytest.mark.parametrize("level", [1.0, 0.02])
def test_an_intro_and_an_outro_are_marked_and_stay_below_the_ceiling(
    level: float, spoken: Settings, tmp_path: Path
) -> None:
    loud = speechlike(9, 44_100).astype(float)
    soundfile.write(tmp_path / "jingle.wav", np.clip(level * loud / np.abs(loud).max() * 1.2, -1, 1), 44_100)
    jingle = tmp_path / "jingle.wav"
    wanted = dataclasses.replace(spoken, intro=jingle, outro=jingle, format=("mp3",))
    narration = narrate(SAMPLES / "post.md", wanted)
    wave, rate_hz = heard(wanted, narration), narration.timeline.sample_rate_hz
    measured = master.loudness([wave.astype(np.int16)], rate_hz)
    assert measured.true_peak_dbtp <= -1
    assert abs(measured.integrated_lufs - narration.loudness.integrated_lufs) <= 0.3
    for piece in (wave[: 8 * rate_hz], wave[-8 * rate_hz :]):
        (mark,) = watermark.detect(piece, rate_hz)
        assert mark.agrees([int(narration.digest[:8], 16)])


def test_a_mark_changes_the_loudness_by_less_than_a_tenth(spoken: Settings, tmp_path: Path) -> None:
    with_one = narrate(SAMPLES / "post.md", spoken)
    without = narrate(SAMPLES / "post.md", dataclasses.replace(spoken, output=str(tmp_path / "b"), watermark=False))
    assert abs(with_one.loudness.integrated_lufs - without.loudness.integrated_lufs) < 0.1
    assert with_one.timeline == without.timeline
    assert with_one.pcm_sha256 != without.pcm_sha256


def test_what_narrator_0_1_made_stays_with_a_watermark_on_or_off() -> None:
    assert recipe(Settings()) == {}
    assert recipe_0_1(Settings()) == recipe_0_1(Settings(watermark=False))
    assert recipe_0_1(Settings(watermark=False)) is not None


def test_the_command_makes_a_key_and_says_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["keys", "watermark", str(tmp_path / "own.key")]) == 0
    assert watermark.key(tmp_path / "own.key").name in capsys.readouterr().out
    assert run(["keys", "watermark", str(tmp_path / "own.key")]) == 9
    assert "is there already" in capsys.readouterr().err
