"""What is found of a mark, and that nothing is found where there is none."""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt
import pytest
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.watermark import PUBLIC, Key, detect, marked
from narrator.watermark.detection import PRESENT
from tests.watermark.sounds import RATE_HZ, speechlike

NUMBER = 0xC0FFEE42
OTHER = Key("other", b"other")
Wave = npt.NDArray[np.float32]


@pytest.fixture(scope="module")
def sound() -> Wave:
    """Forty seconds with a mark."""
    return np.concatenate(list(marked([speechlike(40)], RATE_HZ, NUMBER))).astype(np.float32)


@settings(max_examples=12, deadline=None)
@given(start=st.integers(0, 30 * RATE_HZ), level_db=st.floats(-40, 40))
def test_a_mark_is_found_in_any_eight_seconds_at_any_level(sound: Wave, start: int, level_db: float) -> None:
    piece = sound[start : start + 8 * RATE_HZ] * np.float32(10 ** (level_db / 20))
    (found,) = detect(piece, RATE_HZ)
    assert (found.key, found.speed, found.number) == ("public", 1.0, NUMBER)


@settings(max_examples=8, deadline=None)
@given(number=st.integers(0, (1 << 32) - 1))
def test_every_number_is_read(number: int) -> None:
    pcm = np.concatenate(list(marked([speechlike(9)], RATE_HZ, number)))
    (found,) = detect(pcm.astype(np.float32), RATE_HZ)
    assert found.number == number


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 22_050, 44_100, 48_000])
def test_a_mark_outlives_resampling(sound: Wave, rate_hz: int) -> None:
    (found,) = detect(soxr.resample(sound[: 15 * RATE_HZ], RATE_HZ, rate_hz), rate_hz)
    assert found.number == NUMBER


@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 44_100])
def test_a_stream_of_any_rate_is_marked(rate_hz: int) -> None:
    pcm = np.concatenate(list(marked([speechlike(12, rate_hz)], rate_hz, NUMBER)))
    (found,) = detect(pcm.astype(np.float32), rate_hz)
    assert found.number == NUMBER


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_found_where_there_is_no_mark(seed: int) -> None:
    wave = speechlike(30, seed=10 + seed).astype(np.float32)
    assert detect(wave, RATE_HZ, (PUBLIC, OTHER), (1.0, 1.25)) == ()


@pytest.mark.parametrize(
    "wave",
    [
        np.zeros(0, np.float32),
        np.zeros(10, np.float32),
        np.ones(1000, np.float32),
        np.zeros(10 * RATE_HZ, np.float32),
        np.sin(np.arange(10 * RATE_HZ, dtype=np.float32)),
        np.where(np.arange(10 * RATE_HZ) % 240 == 0, 1.0, 0.0).astype(np.float32),
    ],
    ids=["empty", "ten samples", "constant", "silence", "one tone", "clicks"],
)
def test_what_is_no_speech_has_no_mark(wave: Wave) -> None:
    assert detect(wave, RATE_HZ, speeds=(1.0, 1.5)) == ()


def test_a_mark_of_another_key_is_not_found(sound: Wave) -> None:
    assert detect(sound, RATE_HZ, (OTHER,)) == ()


def test_the_marks_of_two_keys_are_both_found() -> None:
    pcm = np.concatenate(list(marked([speechlike(15)], RATE_HZ, NUMBER, (PUBLIC, OTHER))))
    found = detect(pcm.astype(np.float32), RATE_HZ, (PUBLIC, OTHER))
    assert [(each.key, each.number) for each in found] == [("public", NUMBER), ("other", NUMBER)]


@pytest.mark.parametrize("speed", [0.8, 1.25, 2.0])
def test_a_sound_that_is_played_faster_with_its_pitch_is_found_once_the_speed_is_tried(
    sound: Wave, speed: float
) -> None:
    fast = soxr.resample(sound[: 30 * RATE_HZ], RATE_HZ * speed, RATE_HZ)
    assert detect(fast, RATE_HZ) == ()
    (found,) = detect(fast, RATE_HZ, speeds=(1.0, speed))
    assert (found.speed, found.number) == (speed, NUMBER)


def test_a_number_that_cannot_be_read_is_none_and_a_known_one_still_agrees(sound: Wave) -> None:
    rng = np.random.default_rng(3)
    unread = 0
    for start in range(0, 24, 4):
        piece = sound[start * RATE_HZ : (start + 8) * RATE_HZ]
        noise = rng.standard_normal(len(piece)) * np.sqrt(np.mean(piece**2)) * 10 ** (-NOISE_DB / 20)
        for found in detect((piece + noise).astype(np.float32), RATE_HZ):
            assert found.number in (None, NUMBER)
            assert found.z > PRESENT
            unread += found.number is None
            assert found.agrees([5, NUMBER, 6]) == (NUMBER,)
    assert unread


NOISE_DB = -3.0


def test_a_number_that_is_not_in_the_sound_does_not_agree(sound: Wave) -> None:
    (found,) = detect(sound[: 8 * RATE_HZ], RATE_HZ)
    assert found.agrees(range(20_000)) == ()
    assert found.agrees([NUMBER ^ 1, NUMBER ^ (1 << 31), NUMBER ^ 0xFF]) == ()
    unsure = dataclasses.replace(found, number=None)
    assert unsure.agrees([NUMBER ^ 1, NUMBER ^ (1 << 31), NUMBER, NUMBER ^ 0xFF]) == (NUMBER,)
