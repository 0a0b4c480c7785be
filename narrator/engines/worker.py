"""``python -m narrator.engines.worker ENGINE``: one engine in a child process, called over pipes.

A request is a line of JSON; the answer is a line of JSON, ``{"samples": n, "sample_rate_hz": r}`` followed by n
int16 samples (little endian), or ``{"error": message, "hint": hint}``. A request with ``"load": true`` is spoken to
load the voice, and has no answer. The child ends when its input ends, so that it never outlives its parent.
"""

from __future__ import annotations

import dataclasses
import json
import math
import os
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict, deque
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any

from narrator.engines import base, siblings
from narrator.errors import EngineError, NarratorError
from narrator.thrift import thrift

if TYPE_CHECKING:
    from narrator.model import Clip, Prosody, Voice

CALLS = 5_000
"""After so many calls a child is replaced, in case its engine leaks."""


WARM = "a"
"""What a child is given to say so that it loads its voice."""
ENDING_S = 0.2
"""For a child that waits for work to end by itself."""
WATCH_S = 0.2
"""How late a child that hangs may be ended."""


class Worker:
    """The parent's end: one child, started with the first call, ended by ``close``."""

    def __init__(self, engine: str) -> None:
        self.engine = engine
        self._child: subprocess.Popen[bytes] | siblings.Sibling | None = None
        self._calls = 0
        self._answered = False
        self._due_s = math.inf
        """When the answer to the call in hand is due, by the monotonic clock."""

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
        request = _request(text, voice, prosody, language)
        self._due_s = due_s = time.monotonic() + limit_s
        try:
            return self._answer(child, request)
        except (OSError, ValueError, KeyError, TypeError) as error:
            late = time.monotonic() > due_s
            self.close()
            raise WorkerLost(f"gave no answer in {limit_s:.0f} s" if late else "ended unexpectedly", late) from error
        finally:
            self._due_s = math.inf

    def load(self, voice: Voice, prosody: Prosody, language: str, others: Sequence[Worker] = ()) -> None:
        """Start the child and let it load its voice, beside whatever is done meanwhile; nothing where one runs.

        Args:
            others: new ones; their children are forked from this one's where the system and the engine can.
        """
        if self._child is not None:
            return
        ends = [siblings.Ends.made() for _ in others]
        child = self._start([each.handed_down for each in ends])
        for other, each in zip(others, ends, strict=True):
            each.let_go()
            other._adopt(siblings.Sibling(child, each.stdin, each.stdout))
        with suppress(OSError):  # the first call will tell
            _write(child, {**_request(WARM, voice, prosody, language), "load": True})

    def close(self) -> None:
        """End the child, at once: by itself where it waits for work, so that it ends its siblings."""
        child, self._child, self._calls = self._child, None, 0
        if child is None:
            return
        waits, self._answered = self._answered and self._due_s == math.inf, False
        end(child, within_s=ENDING_S if waits else 0.0)

    def _started(self) -> subprocess.Popen[bytes] | siblings.Sibling:
        if self._calls >= CALLS or (self._child is not None and self._child.poll() is not None):
            self.close()
        self._calls += 1
        return self._child or self._start()

    def _start(self, pairs: Sequence[siblings.Pair] = ()) -> subprocess.Popen[bytes]:
        child = subprocess.Popen(
            [sys.executable, "-m", "narrator.engines.worker", self.engine, *(f"{r},{a}" for r, a in pairs)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": _path()},
            pass_fds=[end for pair in pairs for end in pair],
        )
        siblings.widen(child.stdout)
        self._adopt(child)
        return child

    def _adopt(self, child: subprocess.Popen[bytes] | siblings.Sibling) -> None:
        self._child = child
        threading.Thread(target=self._watch, args=(child,), daemon=True).start()

    def _watch(self, child: subprocess.Popen[bytes] | siblings.Sibling) -> None:
        """End the child when its answer is late; who waits for it then hears of it."""
        while child.poll() is None:
            if time.monotonic() > self._due_s:
                child.kill()
            time.sleep(WATCH_S)

    def _answer(self, child: subprocess.Popen[bytes] | siblings.Sibling, request: dict[str, Any]) -> Clip:
        assert child.stdout is not None
        _write(child, request)
        if isinstance(child, siblings.Sibling):
            child.meet()
        header = json.loads(child.stdout.readline())
        self._answered = True
        if "error" in header:
            raise EngineError(header["error"], header.get("hint", ""))
        return _received(child.stdout, int(header["samples"]), int(header["sample_rate_hz"]))


class Crew:
    """Children to be lent; one that is lent is nobody else's.

    Use as a context manager: the children end with it. Safe to use from several threads.

    Args:
        keeps: the children stay warm from one article to the next; else one that is given back is ended.
    """

    def __init__(self, *, keeps: bool = True) -> None:
        self._keeps = keeps
        self._idle: dict[str, deque[Worker]] = defaultdict(deque)

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.let_go(but="")

    def expect(self, voice: Voice, prosody: Prosody, language: str, count: int) -> None:
        """Let so many new children load that voice already."""
        first, *others = (Worker(voice.engine) for _ in range(count))
        forks = siblings.CAN_FORK and base.engine(voice.engine).forks
        first.load(voice, prosody, language, others if forks else ())
        for worker in others:
            worker.load(voice, prosody, language)
        self._idle[voice.engine].extend((*reversed(others), first))  # the last is lent first, and ended last

    def let_go(self, *, but: str) -> None:
        """End the idle children of all engines but one."""
        for engine, idle in self._idle.items():
            while idle and engine != but:
                idle.pop().close()

    def lend(self, engine: str) -> Worker:
        """A child for that engine, warm where one is idle."""
        try:
            return self._idle[engine].pop()
        except IndexError:
            return Worker(engine)

    def take_back(self, worker: Worker) -> None:
        """Take a child whose last call was answered."""
        if self._keeps:
            self._idle[worker.engine].append(worker)
        else:
            worker.close()


def end(child: subprocess.Popen[bytes] | siblings.Sibling, *, within_s: float) -> None:
    """Close a child's input, which ends one that waits for work, and kill what is left of it after ``within_s``."""
    with suppress(OSError):
        child.stdin.close()  # type: ignore[union-attr]
    if within_s:
        with suppress(subprocess.TimeoutExpired):
            child.wait(within_s)
    child.kill()
    child.wait()
    with suppress(OSError):
        child.stdout.close()  # type: ignore[union-attr]


def _request(text: str, voice: Voice, prosody: Prosody, language: str) -> dict[str, Any]:
    who, how = dataclasses.asdict(voice), dataclasses.asdict(prosody)
    return {"text": text, "voice": who, "prosody": how, "language": language}


def _write(child: subprocess.Popen[bytes] | siblings.Sibling, request: dict[str, Any]) -> None:
    assert child.stdin is not None
    child.stdin.write(json.dumps(request).encode() + b"\n")
    child.stdin.flush()


class WorkerLost(Exception):  # noqa: N818 - not an error of the user's: it is tried again
    """A child hung or died; the message says which."""

    def __init__(self, message: str, late: bool) -> None:
        super().__init__(message)
        self.late = late
        """Whether it hung rather than died."""


def _received(pipe: IO[bytes], samples: int, sample_rate_hz: int) -> Clip:
    from narrator.model import Clip

    body = bytearray(2 * samples)
    if pipe.readinto(body) != len(body):  # type: ignore[attr-defined]
        raise ValueError("cut short")
    return Clip.of(body, sample_rate_hz)


def _path() -> str:
    """The child finds what the parent finds, also when narrator was imported from a folder."""
    return os.pathsep.join(each for each in sys.path if each)


def main(arguments: Sequence[str]) -> None:
    """Serve one engine until standard input ends.

    Args:
        arguments: the engine, and the pipes of each sibling to be.
    """
    thrift()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    pipes: tuple[IO[bytes], IO[bytes]] = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # engines print; that must not reach the pipe
    name, *rest = arguments
    engine, pairs = base.engine(name), [(int(r), int(a)) for r, _, a in (each.partition(",") for each in rest)]
    while line := pipes[0].readline():
        _serve(engine, json.loads(line), pipes[1])
        pipes, pairs = siblings.forked(pairs, pipes), []
    siblings.waited()
    os._exit(0)  # nothing is left to do, and libraries may wait for threads that a fork does not have


def _serve(engine: base.Engine, request: dict[str, Any], answers: IO[bytes]) -> None:
    from narrator.model import Prosody, Voice

    answer = _unsent if request.get("load") else _send
    voice = Voice(**{**request["voice"], "languages": tuple(request["voice"]["languages"])})
    try:
        clip = engine.speak(request["text"], voice, Prosody(**request["prosody"]), request["language"])
    except NarratorError as error:
        answer(answers, {"error": error.message, "hint": error.hint})
    except Exception as error:  # whatever an engine raises is told, so that the sentence can be named
        answer(answers, {"error": f"{type(error).__name__}: {error}"})
    else:
        answer(answers, {"samples": len(clip.samples), "sample_rate_hz": clip.sample_rate_hz}, clip.body)


def _unsent(pipe: IO[bytes], header: dict[str, object], body: memoryview | bytes = b"") -> None:
    """What came of loading a voice; where it failed, the first call will tell."""


def _send(pipe: IO[bytes], header: dict[str, object], body: memoryview | bytes = b"") -> None:
    pipe.write(json.dumps(header).encode() + b"\n")
    pipe.write(body)
    pipe.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
