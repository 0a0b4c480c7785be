"""What engines keep in the user's cache folder: made once, and never a reason not to speak."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from narrator.engines.kept import UNUSED_S, kept, stamp


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "own"))
    return tmp_path / "own" / "narrator" / "models"


def never() -> bytes:
    pytest.fail("it is there already")


def test_it_is_made_once_for_each_identity(folder: Path) -> None:
    assert kept("words", ["1", "a"], lambda: b"first") == b"first"
    assert kept("words", ["1", "a"], never) == b"first"
    assert kept("words", ["2", "a"], lambda: b"second") == b"second"
    assert kept("words", ["1", "a"], never) == b"first"


@pytest.mark.parametrize("content", [b"", b"abc", b"\0\0\0\0first", b"\0" * 9])
def test_a_file_that_is_torn_or_foreign_is_made_again(folder: Path, content: bytes) -> None:
    kept("words", ["1"], lambda: b"first")
    (path,) = folder.iterdir()
    path.write_bytes(content)
    assert kept("words", ["1"], lambda: b"again") == b"again"
    assert kept("words", ["1"], never) == b"again"


def test_where_no_folder_can_be_written_it_is_made_each_time(folder: Path) -> None:
    folder.parent.mkdir(parents=True)
    folder.write_text("no folder")
    assert kept("words", ["1"], lambda: b"first") == b"first"
    assert kept("words", ["1"], lambda: b"again") == b"again"


def test_another_version_goes_once_nobody_used_it_for_long(folder: Path) -> None:
    for version in "12":
        kept("words", [version], lambda: b"first")
    old, recent = sorted(folder.iterdir())
    os.utime(old, (0, time.time() - UNUSED_S - 60))
    kept("words", ["3"], lambda: b"third")
    assert old not in folder.iterdir()
    assert recent in folder.iterdir()
    assert len(list(folder.iterdir())) == 2


def test_another_version_of_a_file_has_another_stamp(tmp_path: Path) -> None:
    path = tmp_path / "model"
    path.write_bytes(b"1")
    before = stamp(path)
    path.write_bytes(b"12")
    assert stamp(path) != before
