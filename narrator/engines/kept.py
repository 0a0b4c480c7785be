"""What takes long to make of a package's files, kept in the user's cache folder from one process to the next.

A file is a checksum (CRC-32, little endian) and what it is of; one that is torn or foreign is as good as not there. It
is written under another name first, so that no process sees half of one.
"""

from __future__ import annotations

import hashlib
import os
import time
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from narrator.engines import added
from narrator.errors import OutputError

UNUSED_S = 30 * 86_400
"""After so long without a use the file of another version is taken away."""
SUM_BYTES = 4


def kept(name: str, identity: Iterable[str], make: Callable[[], bytes]) -> bytes:
    """What ``make`` makes, made once for each identity; each time where the folder cannot be written.

    Args:
        name: of the file, without what tells versions apart.
        identity: of all that decides the content: versions, ``stamp`` of files.
        make: what is called where it is not there.
    """
    path = _folder() / f"{name}-{hashlib.sha256(repr(tuple(identity)).encode()).hexdigest()[:16]}"
    with suppress(OSError):
        content = path.read_bytes()
        if _sum(body := content[SUM_BYTES:]) == content[:SUM_BYTES]:
            os.utime(path)
            return body
    made = make()
    with suppress(OutputError):
        added.put(path, _sum(made) + made)
        _tidy(path, name)
    return made


def stamp(path: Path) -> str:
    """What tells a file from another version of it."""
    status = path.stat()
    return f"{path} {status.st_size} {status.st_mtime_ns}"


def _folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("narrator") / "models"


def _sum(content: bytes) -> bytes:
    return zlib.crc32(content).to_bytes(SUM_BYTES, "little")


def _tidy(path: Path, name: str) -> None:
    """Take other versions away that nobody used for long."""
    for other in path.parent.glob(f"{name}-*"):
        with suppress(OSError):
            if other != path and time.time() - other.stat().st_mtime > UNUSED_S:
                other.unlink()
