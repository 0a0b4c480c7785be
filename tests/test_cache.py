"""The clips that are kept: whole or not there, shared, and never in the way."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from narrator.cache import SHELVES, Cache
from narrator.model import Clip

CLIP = Clip(np.arange(1000, dtype=np.int16), 24_000)


def key(number: int) -> str:
    return f"{number:064x}"[::-1]


def test_what_is_put_is_got(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    assert cache.put(key(1), CLIP)
    found = cache.get(key(1))
    assert found is not None
    assert (found.samples == CLIP.samples).all()
    assert found.sample_rate_hz == 24_000
    assert cache.get(key(2)) is None


@pytest.mark.parametrize("damage", [b"", b"short", b"NCL1" + bytes(2012)])
def test_a_torn_clip_is_as_good_as_not_there(damage: bytes, tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(key(1), CLIP)
    path = next(tmp_path.glob("clips/*/*"))
    path.write_bytes(damage)
    assert cache.get(key(1)) is None
    assert cache.verify() == (0, 1)
    assert not path.exists()


def test_a_flipped_bit_is_found(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(key(1), CLIP)
    path = next(tmp_path.glob("clips/*/*"))
    body = bytearray(path.read_bytes())
    body[-1] ^= 1
    path.write_bytes(body)
    assert cache.get(key(1)) is None


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file")
    assert cache.put(key(1), CLIP) is False
    assert cache.get(key(1)) is None
    assert cache.info().clips == 0


def test_the_least_recently_used_go_first(tmp_path: Path) -> None:
    import os

    cache = Cache(tmp_path, limit_bytes=SHELVES * 5000)
    shelf = [f"ab{i:060x}00" for i in range(6)]
    for age, each in enumerate(shelf):
        cache.put(each, CLIP)
        path = tmp_path / "clips" / "ab" / each
        if path.exists():
            os.utime(path, (1000 + age, 1000 + age))
    kept = {path.name for path in (tmp_path / "clips" / "ab").iterdir()}
    assert shelf[-1] in kept
    assert shelf[0] not in kept


def test_clear_takes_all_away(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for number in range(5):
        cache.put(key(number), CLIP)
    assert cache.clear() == 5
    assert cache.info().clips == 0


def test_concurrent_runs_share_it(tmp_path: Path) -> None:
    caches = [Cache(tmp_path) for _ in range(4)]
    threads = [threading.Thread(target=lambda c=cache: [c.put(key(i), CLIP) for i in range(50)]) for cache in caches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert caches[0].verify() == (50, 0)
