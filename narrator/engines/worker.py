"""``python -m narrator.engines.worker ENGINE``: one engine in a child process, called over pipes.

A request is a line of JSON; the answer is a line of JSON, ``{"samples": n, "sample_rate_hz": r}`` followed by n
int16 samples (little endian), or ``{"error": message, "hint": hint}``. The child ends when its input ends, so that it
never outlives its parent.
"""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
import threading
from collections import defaultdict, deque
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any

from narrator.errors import EngineError, NarratorError

if TYPE_CHECKING:
    from narrator.model import Clip, Prosody, Voice

CALLS = 5_000
"""After so many calls a child is replaced, in case its engine leaks."""


class Worker:
    """The parent's end: one child, started with the first call, ended by ``close``."""

    def __init__(self, engine: str) -> None:
        self.engine = engine
        self._child: subprocess.Popen[bytes] | None = None
        self._calls = 0

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """Of the child that runs now."""
        return self._child.pid if self._child else None

    def speak(self, text: str, voice: Voice, prosody: Prosody, language: str, *, limit_s: float) -> Clip:
        """The sound of ``text``, made by the child within ``limit_s`` seconds.

        Raises:
            EngineError: the engine reported an error; the child is kept.
            WorkerLost: the child hung, died or answered nonsense; the next call starts another.
        """
        child = self._started()
        request = {
            "text": text,
            "voice": dataclasses.asdict(voice),
            "prosody": dataclasses.asdict(prosody),
            "language": language,
        }
        timer = threading.Timer(limit_s, child.kill)
        timer.daemon = True
        timer.start()
        try:
            return self._answer(child, request)
        except (OSError, ValueError, KeyError, TypeError) as error:
            late = not timer.is_alive()
            self.close()
            raise WorkerLost(f"gave no answer in {limit_s:.0f} s" if late else "ended unexpectedly", late) from error
        finally:
            timer.cancel()

    def close(self) -> None:
        """End the child, at once."""
        child, self._child, self._calls = self._child, None, 0
        if child is None:
            return
        child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                try:
                    pipe.close()
                except OSError:
                    continue
        child.wait()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._calls >= CALLS or (self._child is not None and self._child.poll() is not None):
            self.close()
        self._calls += 1
        if self._child is None:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "narrator.engines.worker", self.engine],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": _path()},
            )
        return self._child

    def _answer(self, child: subprocess.Popen[bytes], request: dict[str, Any]) -> Clip:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(json.dumps(request).encode() + b"\n")
        child.stdin.flush()
        header = json.loads(child.stdout.readline())
        if "error" in header:
            raise EngineError(header["error"], header.get("hint", ""))
        return _received(child.stdout, int(header["samples"]), int(header["sample_rate_hz"]))


class Crew:
    """Children that stay warm from one article to the next; one that is lent is nobody else's.

    Use as a context manager: the children end with it. Safe to use from several threads.
    """

    def __init__(self) -> None:
        self._idle: dict[str, deque[Worker]] = defaultdict(deque)

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for idle in self._idle.values():
            while idle:
                idle.pop().close()

    def lend(self, engine: str) -> Worker:
        """A child for that engine, warm where one is idle."""
        try:
            return self._idle[engine].pop()
        except IndexError:
            return Worker(engine)

    def take_back(self, worker: Worker) -> None:
        """Keep a child whose last call was answered."""
        self._idle[worker.engine].append(worker)


class WorkerLost(Exception):  # noqa: N818 - not an error of the user's: it is tried again
    """A child hung or died; the message says which."""

    def __init__(self, message: str, late: bool) -> None:
        super().__init__(message)
        self.late = late
        """Whether it hung rather than died."""


def _received(pipe: IO[bytes], samples: int, sample_rate_hz: int) -> Clip:
    import numpy as np

    from narrator.model import Clip

    body = pipe.read(samples * 2)
    if len(body) != samples * 2:
        raise ValueError("cut short")
    return Clip(np.frombuffer(body, dtype="<i2").astype(np.int16, copy=False), sample_rate_hz)


def _path() -> str:
    """The child finds what the parent finds, also when narrator was imported from a folder."""
    return os.pathsep.join(each for each in sys.path if each)


def main(arguments: list[str]) -> None:
    """Serve one engine until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # engines print; that must not reach the pipe
    from narrator.engines import base
    from narrator.model import Prosody, Voice

    engine = base.engine(arguments[0])
    for line in sys.stdin.buffer:
        request = json.loads(line)
        voice = Voice(**{**request["voice"], "languages": tuple(request["voice"]["languages"])})
        try:
            clip = engine.speak(request["text"], voice, Prosody(**request["prosody"]), request["language"])
        except NarratorError as error:
            _send(answers, {"error": error.message, "hint": error.hint})
        except Exception as error:  # whatever an engine raises is told, so that the sentence can be named
            _send(answers, {"error": f"{type(error).__name__}: {error}"})
        else:
            _send(
                answers, {"samples": len(clip.samples), "sample_rate_hz": clip.sample_rate_hz}, clip.samples.tobytes()
            )


def _send(pipe: IO[bytes], header: dict[str, object], body: bytes = b"") -> None:
    pipe.write(json.dumps(header).encode() + b"\n" + body)
    pipe.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
