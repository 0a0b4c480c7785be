"""Samples add up: whatever the clips' lengths and the rate, the stream is as long as the places say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator import stitch
from narrator.errors import EncodeError
from narrator.model import Clip, Place

RATES = st.sampled_from([8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000])


def placed(lengths: list[int], gaps: list[int], rate: int) -> list[tuple[Place, Clip]]:
    out, at = [], 0
    for length, gap in zip(lengths, gaps, strict=True):
        at += gap
        out.append((Place("clip", at, length, None), Clip(np.full(length, 9_000, np.int16), rate)))
        at += length
    return out


@given(st.lists(st.tuples(st.integers(1, 9_000), st.integers(0, 9_000)), min_size=1, max_size=5), RATES)
def test_every_sample_of_every_clip_is_in_its_place(sizes: list[tuple[int, int]], rate: int) -> None:
    pairs = placed([length for length, _ in sizes], [gap for _, gap in sizes], rate)
    end = pairs[-1][0].start + pairs[-1][0].length
    pcm = np.concatenate(list(stitch.pcm(pairs, rate, length=lambda: end + 77)))
    assert len(pcm) == end + 77
    edge = rate * 8 // 1000
    silent = np.ones(end + 77, bool)
    for place, _ in pairs:
        silent[place.start : place.start + place.length] = False
        assert (pcm[place.start : place.start + place.length][edge:-edge] == 9_000).all()
    assert not pcm[silent].any()


def test_a_clip_rises_from_silence_and_falls_back_to_it() -> None:
    ((place, clip),) = placed([4_800], [0], 24_000)
    pcm = np.concatenate(list(stitch.pcm([(place, clip)], 24_000)))
    assert pcm[0] == 0
    assert pcm[-1] < 100
    assert (np.diff(pcm[:192].astype(int)) >= 0).all()
    assert (np.diff(pcm[-192:].astype(int)) <= 0).all()


def test_a_clip_that_does_not_fit_its_place_is_refused() -> None:
    place = Place("clip", 0, 4_801, None)
    with pytest.raises(EncodeError, match="does not fit"):
        list(stitch.pcm([(place, Clip(np.zeros(4_800, np.int16), 24_000))], 24_000))
