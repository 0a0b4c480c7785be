"""The meter against libebur128 and the EBU's tones; the limiter by what comes out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator import master
from narrator.master import Gain  # type: ignore[attr-defined]
from narrator.master.limiter import edges


def tone(level_dbfs: float, seconds: float, rate: int = 48_000, frequency_hz: float = 1000.0) -> np.ndarray:
    time = np.arange(round(seconds * rate)) / rate
    return np.rint(10 ** (level_dbfs / 20) * 32767 * np.sin(2 * np.pi * frequency_hz * time)).astype(np.int16)


def noise(seconds: float, rate: int, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    wave = np.convolve(rng.standard_normal(round(seconds * rate)), np.ones(8) / 8, "same")
    shape = np.abs(np.sin(np.arange(len(wave)) / rate * 1.7)) ** 2
    edge = np.minimum(1, np.minimum(np.arange(len(wave)), np.arange(len(wave))[::-1]) / 500)
    return np.rint(wave * shape * edge * 9000).clip(-32768, 32767).astype(np.int16)


@pytest.mark.parametrize("rate", [22_050, 24_000, 44_100, 48_000])
def test_the_meter_agrees_with_libebur128(rate: int) -> None:
    pyebur128 = pytest.importorskip("pyebur128", reason="has wheels up to Python 3.12")
    modes = pyebur128.MeasurementMode
    pcm = noise(20, rate)
    state = pyebur128.R128State(1, rate, modes.MODE_I | modes.MODE_TRUE_PEAK)
    state.add_frames(pcm.astype(np.float64) / 32768, len(pcm))
    found = master.loudness(np.array_split(pcm, 31), rate)
    assert found.integrated_lufs == pytest.approx(pyebur128.get_loudness_global(state), abs=0.03)
    peak = 20 * np.log10(pyebur128.get_true_peak(state, 0))
    assert found.true_peak_dbtp == pytest.approx(peak, abs=0.3)


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        ([(-23.0, 20)], -23.0),
        ([(-33.0, 20)], -33.0),
        ([(-36.0, 10), (-23.0, 60), (-36.0, 10)], -23.0),
        ([(-72.0, 10), (-36.0, 10), (-23.0, 60), (-36.0, 10), (-72.0, 10)], -23.0),
    ],
)
def test_the_tones_of_ebu_tech_3341_read_as_they_should(sections: list[tuple[float, float]], expected: float) -> None:
    """The EBU's are stereo: the same tone in one channel reads 3.01 LU less."""
    pcm = np.concatenate([tone(level, seconds) for level, seconds in sections])
    assert master.loudness([pcm], 48_000).integrated_lufs == pytest.approx(expected - 3.01, abs=0.03)


def test_how_the_stream_is_cut_does_not_matter() -> None:
    pcm = noise(7, 24_000)
    whole = master.loudness([pcm], 24_000)
    pieces = master.loudness(np.array_split(pcm, 173), 24_000)
    assert pieces.integrated_lufs == pytest.approx(whole.integrated_lufs, abs=1e-9)
    assert pieces.true_peak_dbtp == pytest.approx(whole.true_peak_dbtp, abs=1e-9)


def test_the_limiter_holds_the_true_peak() -> None:
    pcm = noise(10, 24_000)
    loud = np.concatenate(list(master.mastered([pcm], Gain(18.0, -2.0), 24_000))).astype(np.int16)
    assert master.loudness([loud], 24_000).true_peak_dbtp <= -1.9


def test_a_quiet_stream_passes_unchanged() -> None:
    pcm = noise(3, 24_000) // 8
    assert (np.concatenate(list(master.mastered([pcm], Gain(0.0, -1.0), 24_000))) == pcm).all()


@pytest.mark.parametrize("target_lufs", [-30.0, -16.0, -6.0, 0.0])
def test_what_the_second_pass_says_of_its_sound_is_what_a_meter_says(target_lufs: float) -> None:
    """The louder, the more of it is limited: at 0 LUFS nearly all."""
    pcm = np.concatenate((noise(20, 24_000), np.zeros(30_000, np.int16), noise(5, 24_000, seed=1)))
    mastering = master.Mastering(master.survey([pcm], 24_000), target_lufs)
    out = np.concatenate(list(mastering.stream(np.array_split(pcm, 40))))
    said, measured = mastering.loudness(), master.loudness([out], 24_000)
    assert said.integrated_lufs == pytest.approx(measured.integrated_lufs, abs=0.03)
    assert said.range_lu == pytest.approx(measured.range_lu, abs=0.1)
    assert said.true_peak_dbtp == measured.true_peak_dbtp


@pytest.mark.parametrize("target_lufs", [-20.0, -16.0, -14.0])
def test_what_the_limiter_takes_is_given_before_it(target_lufs: float) -> None:
    bursts = np.where(np.arange(20 * 24_000) % 12_000 < 900, 3.0, 1.0)
    pcm = (noise(20, 24_000) * bursts).clip(-32768, 32767).astype(np.int16)
    mastering = master.Mastering(master.survey([pcm], 24_000), target_lufs)
    list(mastering.stream([pcm]))
    assert mastering.loudness().integrated_lufs == pytest.approx(target_lufs - 3.0, abs=0.1)


@given(st.floats(0.05, 1.0), st.lists(st.floats(0.05, 1.0), max_size=60), st.floats(1.001, 1.5))
def test_the_gain_is_never_above_a_bound_and_never_rises_too_fast(
    before: float, bounds: list[float], rise: float
) -> None:
    line = edges(before, np.array(bounds), rise)
    expected = [before]
    for bound in bounds:
        expected.append(min(bound, expected[-1] * rise))
    assert line == pytest.approx(expected, rel=1e-9)


def test_silence_is_left_alone() -> None:
    silence = np.zeros(48_000, np.int16)
    found = master.survey([silence], 24_000)
    assert master.gain(found, -16).gain_db == 0.0  # type: ignore[attr-defined]


@given(st.lists(st.integers(0, 9000), max_size=8), st.floats(-20, 20))
def test_as_many_samples_come_out_as_went_in(lengths: list[int], gain_db: float) -> None:
    rng = np.random.default_rng(len(lengths))
    pieces = [(rng.standard_normal(n) * 8000).clip(-32768, 32767).astype(np.int16) for n in lengths]
    out = list(master.mastered(pieces, Gain(gain_db, -2.0), 24_000))
    assert sum(map(len, out)) == sum(lengths)


@given(st.integers(1, 5000), st.integers(2, 40))
def test_the_limiter_does_not_care_how_the_stream_is_cut(length: int, parts: int) -> None:
    pcm = (np.random.default_rng(length).standard_normal(length) * 9000).clip(-32768, 32767).astype(np.int16)
    whole = np.concatenate(list(master.mastered([pcm], Gain(9.0, -2.0), 24_000)))
    cut = np.concatenate(list(master.mastered(np.array_split(pcm, parts), Gain(9.0, -2.0), 24_000)))
    assert (whole == cut).all()
