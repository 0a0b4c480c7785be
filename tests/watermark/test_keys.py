"""Files of keys."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from narrator.errors import OutputError, SettingsError
from narrator.watermark import keys


def test_a_new_key_reads_back_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    made = keys.make(tmp_path / "mark.key")
    assert keys.key(tmp_path / "mark.key") == made
    assert stat.S_IMODE((tmp_path / "mark.key").stat().st_mode) == 0o600
    assert made != keys.make(tmp_path / "other.key")


def test_nothing_that_prints_shows_a_secret(tmp_path: Path) -> None:
    made = keys.make(tmp_path / "mark.key")
    assert made.secret.hex() not in repr(made)
    assert made.name not in made.secret.hex()


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    made = keys.make(tmp_path / "mark.key")
    with pytest.raises(OutputError, match="already"):
        keys.make(tmp_path / "mark.key")
    assert keys.key(tmp_path / "mark.key") == made


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        keys.make(tmp_path / "missing" / "mark.key")


@pytest.mark.parametrize("body", [b"", b"public", b"narrator watermark key\n12\n", b"\xff\xfe", b"x" * 100_000])
def test_what_is_no_key_is_refused(body: bytes, tmp_path: Path) -> None:
    path = tmp_path / "mark.key"
    path.write_bytes(body)
    with pytest.raises(SettingsError, match=r"mark\.key"):
        keys.key(path)


def test_a_key_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        keys.key(tmp_path / "mark.key")


def test_a_pipe_is_no_key_and_nobody_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "mark.key")
    with pytest.raises(SettingsError, match="is a pipe"):
        keys.key(tmp_path / "mark.key")
