"""Folders for what is being made, and file locks: what a killed process leaves is taken away by the next one."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import BaseFileLock

PREFIX = "making-"


def file_lock(path: Path) -> BaseFileLock:
    """A lock that the system lets go when its process ends, however it ends.

    On a file system without flock the library keeps the lock as a file with the number of its process, and takes it
    away where that process is gone. It warns of that each time, which helps nobody here.
    """
    from filelock import FileLock

    warnings.filterwarnings("ignore", message="flock not supported", category=UserWarning)
    return FileLock(path)


def own_place() -> Path | None:
    """The place of this user among the system's temporary files; None where somebody else has its name.

    Raises:
        OSError: it cannot be made.
    """
    number = os.getuid() if hasattr(os, "getuid") else 0
    place = Path(tempfile.gettempdir(), f"narrator-{number}")
    place.mkdir(mode=0o700, exist_ok=True)
    kind = place.lstat()
    is_own = stat.S_ISDIR(kind.st_mode) and (not hasattr(os, "getuid") or kind.st_uid == number)
    return place if is_own else None


@contextmanager
def own_folder() -> Iterator[Path]:
    """A folder of this user in the system's place for temporary files."""
    place = own_place()
    if place is None:
        with tempfile.TemporaryDirectory(prefix="narrator-") as name:
            yield Path(name)
        return
    with folder(place) as own:
        yield own


@contextmanager
def folder(beside: Path) -> Iterator[Path]:
    """A folder in ``beside``, taken away at the end; also those that dead processes left there.

    Its lock is held before it is made, so that a folder whose lock is free is of a dead process.

    Raises:
        OSError: it cannot be made.
    """
    beside.mkdir(parents=True, exist_ok=True)
    sweep(beside)
    place = beside / f"{PREFIX}{uuid.uuid4().hex}"
    lock = file_lock(_lock_of(place))
    lock.acquire()
    try:
        place.mkdir()
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
        lock.release()
        _lock_of(place).unlink(missing_ok=True)


def sweep(beside: Path) -> None:
    """Take away what processes left that were killed while they made something."""
    from filelock import Timeout

    places = {each.with_suffix("") for each in beside.glob(f"{PREFIX}*")}
    for place in places | {each.with_suffix("") for each in beside.glob("narration-*")}:  # the latter are of 0.1
        lock = file_lock(_lock_of(place))
        try:
            with lock.acquire(timeout=0):
                shutil.rmtree(place, ignore_errors=True)
            _lock_of(place).unlink(missing_ok=True)
        except (Timeout, OSError):
            continue


def _lock_of(place: Path) -> Path:
    return place.with_suffix(".lock")
