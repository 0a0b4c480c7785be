"""Siblings of a child, forked from it once its voice is loaded: they cost neither its time nor its memory again.

The parent makes their pipes before the child starts and hands the child's ends down; after its first request the child
forks a sibling for each pair. A sibling tells its number first; from then on it is like any other child.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from narrator.children import Process

CAN_FORK = sys.platform == "linux"
"""macOS can, but its own libraries do not survive it."""

CLIP_BYTES = 1 << 20
"""20 s at 24 kHz, and as much as Linux lets a user ask for."""

Pair = tuple[int, int]
"""Descriptors of a sibling's ends: its requests, its answers."""


class Sibling:
    """The parent's end of a forked child: a ``children.Process``."""

    def __init__(self, elder: Process, stdin: IO[bytes], stdout: IO[bytes]) -> None:
        self.stdin = stdin
        self.stdout = _Introduced(self, stdout)
        self.pid: int | None = None
        self.returncode: int | None = None
        self._elder = elder

    def poll(self) -> int | None:
        """None until it was killed: that it ended by itself is seen at its pipes only."""
        return self.returncode

    def kill(self) -> None:
        """End it at once; where it is not there yet, the child that should have forked it."""
        self.returncode = -9
        if self.pid is None:
            self._elder.kill()
            return
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> None:
        """Nothing: the child that forked it waits for it."""
        self.returncode = self.returncode or 0


class _Introduced:
    """A sibling's answers, before which it tells its number."""

    def __init__(self, sibling: Sibling, pipe: IO[bytes]) -> None:
        self._sibling, self._pipe = sibling, pipe
        self.readinto, self.close = pipe.readinto, pipe.close  # type: ignore[attr-defined]

    def read(self, size: int) -> bytes:
        """So many bytes of an answer.

        Raises:
            ValueError: the sibling was never forked.
        """
        if self._sibling.pid is None:
            self._sibling.pid = int(json.loads(self._pipe.readline())["pid"])
        return self._pipe.read(size)


@dataclass(frozen=True, slots=True)
class Ends:
    """Both ends of a sibling's pipes."""

    handed_down: Pair
    stdin: IO[bytes]
    stdout: IO[bytes]

    @classmethod
    def made(cls) -> Ends:
        """New pipes; nobody inherits them by accident."""
        (requests, stdin), (stdout, answers) = os.pipe(), os.pipe()
        ends = cls((requests, answers), os.fdopen(stdin, "wb"), os.fdopen(stdout, "rb"))
        widen(ends.stdout)
        return ends

    def let_go(self) -> None:
        """Close the sibling's ends here: it has them now."""
        for end in self.handed_down:
            os.close(end)


def widen(pipe: IO[bytes] | None) -> None:
    """Let a pipe hold a whole clip where the system can: each turn that two processes take costs both."""
    if sys.platform == "linux" and pipe is not None:
        import fcntl

        with suppress(OSError):  # users may hold so much in pipes and no more
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, CLIP_BYTES)


def forked(pairs: Sequence[Pair], own: tuple[IO[bytes], IO[bytes]]) -> tuple[IO[bytes], IO[bytes]]:
    """Fork a sibling for each pair: in the child its own pipes come back, in each sibling those of its pair."""
    for i, (requests, answers) in enumerate(pairs):
        if os.fork():
            os.close(requests)
            os.close(answers)
            continue
        for end in (*(pipe.fileno() for pipe in own), *(end for pair in pairs[i + 1 :] for end in pair)):
            os.close(end)
        mine = os.fdopen(requests, "rb"), os.fdopen(answers, "wb")
        mine[1].write(json.dumps({"pid": os.getpid()}).encode() + b"\n")
        mine[1].flush()
        return mine
    return own


def waited() -> None:
    """Wait for all siblings: they end with their input."""
    with suppress(ChildProcessError):
        while True:
            os.wait()
