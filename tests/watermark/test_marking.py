"""What a mark does to a stream of sound."""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.watermark import PUBLIC, Key, marked
from narrator.watermark.grid import BINS, CELLS, FIRST_BIN, RATE_HZ, SIZE
from narrator.watermark.pattern import block
from tests.watermark.sounds import cut, speechlike

OTHER = Key("other", b"other")
Pcm = npt.NDArray[np.int16]


def mark(pcm: Pcm, rate_hz: int = RATE_HZ, number: int = 7, **more: object) -> Pcm:
    return np.concatenate(list(marked([pcm], rate_hz, number, **more)))  # type: ignore[arg-type]


def test_what_a_mark_looks_like_never_changes() -> None:
    signs = block(PUBLIC, 0x01234567).astype(np.int8)
    assert hashlib.sha256(signs.tobytes()).hexdigest() == GOLDEN


GOLDEN = "b976705c01bab7075cdc17a566376429cfb010d4701775a7ec4a1f7cefb2c3d7"


@settings(max_examples=25, deadline=None)
@given(
    sizes=st.lists(st.integers(1, 40_000), min_size=1, max_size=4),
    rate_hz=st.sampled_from([8_000, 16_000, 22_050, 24_000, 44_100, 48_000]),
    length=st.integers(0, 60_000),
)
def test_samples_do_not_depend_on_the_pieces_that_they_come_in(sizes: list[int], rate_hz: int, length: int) -> None:
    pcm = speechlike(60_000 / rate_hz, rate_hz)[:length]
    pieces = list(marked(cut(pcm, sizes), rate_hz, 7))
    assert sum(map(len, pieces)) == length
    assert (np.concatenate(pieces) == mark(pcm, rate_hz)).all()


@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 24_000, 44_100])
def test_silence_stays_silence(rate_hz: int) -> None:
    pcm = np.concatenate((np.zeros(rate_hz, np.int16), speechlike(2, rate_hz), np.zeros(2 * rate_hz, np.int16)))
    out = mark(pcm, rate_hz)
    assert not out[: rate_hz - rate_hz // 20].any()
    assert not out[3 * rate_hz + rate_hz // 20 :].any()


def test_a_sound_at_full_scale_does_not_wrap() -> None:
    pcm = np.where(speechlike(3) > 0, 32767, -32768).astype(np.int16)
    assert np.abs(mark(pcm).astype(int) - pcm).max() < 20_000


def test_neither_level_nor_timbre_change() -> None:
    pcm = speechlike(30)
    before, after = _band_levels(pcm), _band_levels(mark(pcm))
    assert np.abs(after - before).max() < 0.15


def _band_levels(pcm: Pcm) -> npt.NDArray[np.float64]:
    """Level of each eighth of what is marked, in dB."""
    frames = pcm[: len(pcm) // SIZE * SIZE].reshape(-1, SIZE)
    power = np.square(np.abs(np.fft.rfft(frames * np.hanning(SIZE), axis=1))).mean(axis=0)
    bands = np.array_split(power[FIRST_BIN : FIRST_BIN + CELLS * BINS], 8)
    return 10 * np.log10([each.mean() for each in bands])


def test_what_is_added_lies_25_db_below_the_sound() -> None:
    pcm = speechlike(20).astype(float)
    added = mark(pcm.astype(np.int16)) - pcm
    assert 10 * np.log10(np.square(pcm).mean() / np.square(added).mean()) > 20


def test_two_keys_are_no_stronger_than_one() -> None:
    pcm = speechlike(20).astype(float)
    one, two = (mark(pcm.astype(np.int16), keys=keys) - pcm for keys in ((PUBLIC,), (PUBLIC, OTHER)))
    assert np.square(two).mean() < 1.1 * np.square(one).mean()


@pytest.mark.parametrize("number", [-1, 1 << 32])
def test_a_number_has_32_bits(number: int) -> None:
    with pytest.raises(OverflowError):
        mark(speechlike(1), number=number)
