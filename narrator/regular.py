"""Files of unknown origin: opened only where they are regular ones, so that no pipe or device makes anybody wait."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import IO

from narrator.errors import SourceError


def opened(path: Path) -> IO[bytes]:
    """A regular file, opened for reading.

    Raises:
        SourceError: it is not there, not to be read, or no regular file.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        number = os.open(path, flags)
    except (OSError, ValueError) as error:  # a name with a NUL is a ValueError
        raise SourceError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    mode = os.fstat(number).st_mode
    if stat.S_ISREG(mode):
        return os.fdopen(number, "rb")
    os.close(number)
    raise SourceError(f"{path} is {_kind(mode)}, not a file")


def content(path: Path, limit_bytes: int) -> bytes:
    """The bytes of a regular file.

    Raises:
        SourceError: it cannot be read, or is larger than ``limit_bytes``.
    """
    with opened(path) as file:
        if (size := os.fstat(file.fileno()).st_size) > limit_bytes:
            raise SourceError(f"{path} has {size // 1_000_000} MB: it is larger than any such file")
        return file.read(limit_bytes + 1)


def _kind(mode: int) -> str:
    kinds = ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"))
    return next((name for check, name in kinds if check(mode)), "a device")
