"""Sound played by a program of this machine while it is still being made.

What is to be played waits in a file: whoever makes the sound does not wait for the player, and memory does not grow
with the article.
"""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import IO

from narrator import temporary
from narrator.containers import coded
from narrator.errors import OutputError, SourceError
from narrator.library import Library
from narrator.model import Clip, Narration

RATE = "RATE"
"""Stands in a command for the sample rate in Hz."""
PROGRAMS = (
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "error", "-f", "s16le", "-sample_rate", RATE, "-i", "-"),
    ("paplay", "--raw", "--format=s16le", "--channels=1", f"--rate={RATE}"),
    ("aplay", "-q", "-t", "raw", "-f", "S16_LE", "-c", "1", "-r", RATE, "-"),
    ("play", "-q", "-t", "raw", "-e", "signed", "-b", "16", "-c", "1", "-r", RATE, "-"),
)
"""Commands that play int16 mono (little endian) from standard input: of FFmpeg, PulseAudio, ALSA and SoX."""
READ_BYTES = 1 << 14
"""A third of a second at 24 kHz: a player that is ended is not behind by more."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program that plays."""

    name: str
    command: tuple[str, ...]

    def at(self, sample_rate_hz: int) -> list[str]:
        """Its command for sound of that rate."""
        return [each.replace(RATE, str(sample_rate_hz)) for each in self.command]


def program() -> Program:
    """The first program of this machine that plays from standard input.

    Raises:
        OutputError: there is none.
    """
    for name, *arguments in PROGRAMS:
        if path := shutil.which(name):
            return Program(name, (path, *arguments))
    names = ", ".join(each[0] for each in PROGRAMS)
    raise OutputError("no program here plays sound as it is made", f"install one of {names} (ffplay comes with FFmpeg)")


def sound_of(library: Library, narration: Narration) -> Iterator[Clip]:
    """The sound of a finished narration, as its first file has it, a piece at a time.

    Raises:
        SourceError: the file is gone, or cannot be decoded.
    """
    file = narration.files[0]
    body = library.store.get(f"{narration.slug}/{file.name}")
    if body is None:
        raise SourceError(f"{narration.slug}/{file.name} is gone")
    with temporary.own_folder() as folder:
        place = folder / file.name
        place.write_bytes(body)
        for piece in coded.decoded(place):
            yield Clip(piece, narration.timeline.sample_rate_hz)


class Player:
    """Plays clips after each other, beside what else is done.

    Use as a context manager: at the end of the block the player ends too, at once; call ``finish`` before to hear all.

    Args:
        program: that plays.
    """

    def __init__(self, program: Program) -> None:
        self._program = program
        self._kept = ExitStack()
        self._waiting: IO[bytes] | None = None
        """Where sound is written; the thread reads the same file."""
        self._written = 0
        self._is_whole = False
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._trouble = ""

    def __enter__(self) -> Player:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
        self._end()
        self._kept.close()

    def add(self, clip: Clip) -> None:
        """Play a clip after those before it; returns at once. All have the sample rate of the first."""
        if self._waiting is None:
            self._waiting = self._begun(clip.sample_rate_hz)
        self._waiting.write(clip.body)
        self._waiting.flush()
        with self._changed:
            self._written += len(clip.body)
            self._changed.notify()

    @property
    def is_silent(self) -> bool:
        """Whether nothing was added."""
        return self._waiting is None

    def finish(self) -> str:
        """Wait until all was played; empty, or why the program did not play it all."""
        self._end()
        return self._trouble

    def _begun(self, sample_rate_hz: int) -> IO[bytes]:
        place = self._kept.enter_context(temporary.own_folder()) / "sound.pcm"
        waiting = self._kept.enter_context(place.open("wb"))
        try:
            self._process = subprocess.Popen(
                self._program.at(sample_rate_hz),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
        except OSError as error:
            self._trouble = f"{self._program.name} cannot be started: {error.strerror}"
            return waiting
        self._thread = threading.Thread(
            target=self._fed, args=(self._process, self._kept.enter_context(place.open("rb"))), daemon=True
        )
        self._thread.start()
        return waiting

    def _end(self) -> None:
        with self._changed:
            self._is_whole = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _fed(self, process: subprocess.Popen[bytes], sound: IO[bytes]) -> None:
        """Hand on what waits, as fast as the program takes it, until there is no more or it takes no more."""
        assert process.stdin is not None
        read = 0
        with suppress(OSError):  # it ended: its exit code tells
            while self._comes(read):
                piece = sound.read(READ_BYTES)
                read += len(piece)
                process.stdin.write(piece)
                process.stdin.flush()
        _, errors = process.communicate()
        if process.returncode or read < self._written:
            last = errors.decode(errors="replace").strip().splitlines()[-1:]
            self._trouble = f"{self._program.name} ended with {process.returncode}" + "".join(f": {x}" for x in last)

    def _comes(self, read: int) -> bool:
        """Wait for more than was read; whether there is more."""
        with self._changed:
            self._changed.wait_for(lambda: self._written > read or self._is_whole)
            return self._written > read
