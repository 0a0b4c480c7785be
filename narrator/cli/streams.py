"""Standard streams as commands find them: closed, full, or in an encoding that cannot hold a character."""

from __future__ import annotations

import codecs
import io
import os
import sys
from contextlib import suppress
from errno import EBADF
from typing import Any

UNSHOWN = "narrator-unshown"


class Unshown:
    """Characters that a stream could not hold: they are written as their code points, and counted, to be told."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, error: UnicodeError) -> tuple[str | bytes, int]:
        """The escapes of what could not be encoded."""
        if isinstance(error, UnicodeEncodeError):
            if all("\udc80" <= each <= "\udcff" for each in error.object[error.start : error.end]):
                return codecs.lookup_error("surrogateescape")(error)  # the bytes of a file's name that is no text
            self.count += error.end - error.start
        return codecs.backslashreplace_errors(error)


class Forgiving(io.FileIO):
    """Standard error: where it has no room, or nobody reads it any more, what is said is lost and the work goes on."""

    def write(self, body: Any) -> int:
        """Write, or swallow what cannot be written; the number of bytes."""
        try:
            return super().write(body) or 0
        except OSError:
            return len(body)


class Closed(io.RawIOBase):
    """Standard output that the shell closed."""

    def writable(self) -> bool:
        """Yes: it is for writing."""
        return True

    def write(self, body: Any) -> int:
        """Refuse.

        Raises:
            OSError: always.
        """
        raise OSError(EBADF, os.strerror(EBADF))


def prepared() -> Unshown:
    """Make the standard streams usable, whatever the shell left.

    Standard input that is closed is empty; standard output that is closed refuses what is written; standard error that
    is closed swallows it. No character ends a command.
    """
    for number, mode in ((0, os.O_RDONLY), (1, os.O_WRONLY), (2, os.O_WRONLY)):
        _opened(number, mode)
    sys.stdin = sys.stdin or open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - a standard stream stays open
    sys.stdout = sys.stdout or io.TextIOWrapper(io.BufferedWriter(Closed()), "utf-8")
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = _forgiving(sys.stderr)
    unshown = Unshown()
    codecs.register_error(UNSHOWN, unshown)
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):  # a test's stream
            stream.reconfigure(errors=UNSHOWN)  # type: ignore[union-attr]
    return unshown


def _forgiving(stream: Any) -> Any:
    """The same stream, which never fails; one that writes to no plain file descriptor stays as it is.

    Such are the streams of a notebook or a test, and the console of Windows, which takes text and no bytes.
    """
    buffer = getattr(stream, "buffer", None)
    raw = getattr(buffer, "raw", buffer)  # of a device such as /dev/full, Python does not buffer
    if type(raw) is not io.FileIO:
        return stream
    buffered = io.BufferedWriter(Forgiving(raw.fileno(), "w", closefd=False))
    return io.TextIOWrapper(buffered, stream.encoding, line_buffering=True)


def flushed() -> OSError | None:
    """Flush what was written; the error where it has no place, as on a full disk."""
    found = None
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            continue
        except (OSError, ValueError) as error:
            found = error if isinstance(error, OSError) else found
    return found


def is_nowhere() -> bool:
    """Whether the folder in which the command was begun is gone."""
    try:
        os.getcwd()
    except OSError:
        return True
    return False


def _opened(number: int, mode: int) -> None:
    """Give a closed file descriptor a place that swallows everything, before a file of ours gets its number."""
    try:
        os.fstat(number)
    except OSError:
        place = os.open(os.devnull, mode)
        if place != number:
            os.dup2(place, number)
            os.close(place)
