"""When a host may be asked again: one pause a host, shared by all workers and processes with the same cache folder."""

from __future__ import annotations

import hashlib
import time
from contextlib import suppress
from pathlib import Path

from narrator.errors import OutputError, SourceError
from narrator.fetch.deadline import Deadline
from narrator.store import atomic_write
from narrator.temporary import file_lock

LONGEST_WAIT_S = 120.0
"""A site that asks to come back later than this is not waited for: the article fails, and says when to come back."""
LONGEST_NOTE_S = 86_400.0
"""What is noted for later than this, was noted by a clock that was wrong."""
SHORTEST_WAIT_S = 0.001
"""As exact as the notes are."""
LOCK_S = 5.0


class Hosts:
    """Turns at hosts. A cache folder that cannot be written costs the pauses and nothing else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def take_turn(self, host: str, pause_s: float, deadline: Deadline) -> None:
        """Wait until this request may be sent: ``pause_s`` after the one before, and not while the site wants a rest.

        Raises:
            SourceError: the site asked to come back later than a worker waits.
        """
        wait_s = self._turn_s(host, pause_s)
        while wait_s > 0:
            if wait_s > LONGEST_WAIT_S and self._rest_s(host) > LONGEST_WAIT_S:
                raise SourceError(f"{host} asks to come back in {_minutes(self._rest_s(host))}", "run it again then")
            deadline.wait(wait_s)
            # a rest that the site asked for meanwhile holds for those who wait too
            wait_s = self._turn_s(host, pause_s) if self._rest_s(host) >= SHORTEST_WAIT_S else 0.0

    def rest(self, host: str, wait_s: float) -> None:
        """Let nobody ask a host for ``wait_s`` seconds."""
        with suppress(OSError, OutputError), self._note(host) as note:
            note.write(note.next_s, max(note.rest_s, now_s() + wait_s))

    def _turn_s(self, host: str, pause_s: float) -> float:
        """Seconds until the next turn, which is taken."""
        now = now_s()
        with suppress(OSError, OutputError), self._note(host) as note:
            turn = max(now, note.next_s, note.rest_s)
            note.write(turn + pause_s, note.rest_s)
            return turn - now if turn - now >= SHORTEST_WAIT_S else 0.0
        return 0.0

    def _rest_s(self, host: str) -> float:
        with suppress(OSError, OutputError):
            return _Note(self._place(host), now_s()).rest_s - now_s()
        return 0.0

    def _note(self, host: str) -> _Note:
        self._folder.mkdir(parents=True, exist_ok=True)
        return _Note(self._place(host), now_s())

    def _place(self, host: str) -> Path:
        return self._folder / hashlib.sha256(host.encode(errors="replace")).hexdigest()[:32]


def now_s() -> float:
    """Seconds since 1970, which all processes of a machine share."""
    return time.time()


class _Note:
    """Two times in seconds since 1970: of the next turn, and until when the host rests. Locked inside ``with``."""

    def __init__(self, place: Path, now: float) -> None:
        self._place, self._now = place, now
        self._read()

    def __enter__(self) -> _Note:
        from filelock import Timeout

        self._lock = file_lock(self._place.with_suffix(".lock"))
        try:
            self._lock.acquire(timeout=LOCK_S)
        except Timeout as error:
            raise OSError("the note of a host is held") from error
        self._read()
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def write(self, next_s: float, rest_s: float) -> None:
        """Replace both."""
        atomic_write(self._place, f"{next_s:.3f} {rest_s:.3f}")

    def _read(self) -> None:
        self.next_s = self.rest_s = 0.0
        with suppress(OSError, ValueError):
            next_s, rest_s = map(float, self._place.read_text(encoding="ascii").split())
            self.next_s, self.rest_s = (each if each < self._now + LONGEST_NOTE_S else 0.0 for each in (next_s, rest_s))


def _minutes(wait_s: float) -> str:
    return f"{wait_s:.0f} s" if wait_s < 120 else f"{wait_s / 60:.0f} minutes"
