"""``python -m narrator.engines.worker ENGINE``: one engine in a child process.

A request is a frame of JSON. The answer is a frame of JSON,
``{"samples": n, "sample_rate_hz": r, "word_ends": [...]}``, followed by a frame of n int16 samples (little endian), or
``{"error": message, "hint": hint}`` alone. A request with ``"load": true`` is spoken to load the voice, and has no
answer. One with ``"words"`` asks the engine's dictionary; the answer is ``{"known": [...]}``.
"""

from __future__ import annotations

import dataclasses
import json
import os
import sys
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any

from narrator import children
from narrator.children import Child
from narrator.engines import base, siblings
from narrator.errors import EngineError, NarratorError

if TYPE_CHECKING:
    from narrator.model import Clip, Prosody, Voice

CALLS = 5_000
"""After so many calls a child is replaced, in case its engine leaks."""
WARM = "a"
"""What a child is given to say so that it loads its voice."""


class Worker:
    """The parent's end of one engine in a child, which starts with the first call."""

    def __init__(self, engine: str) -> None:
        self.engine = engine
        self._child = Child("narrator.engines.worker", [engine], environment={"OMP_NUM_THREADS": "1"})
        self._calls = 0

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """Number of the process that runs now; None where none does."""
        return self._child.pid

    def speak(self, text: str, voice: Voice, prosody: Prosody, language: str, *, limit_s: float) -> Clip:
        """The sound of ``text``, made by the child within ``limit_s`` seconds.

        Raises:
            EngineError: the engine reported an error; the child is kept.
            ChildLost: the child hung, died or answered nonsense; the next call starts another.
        """
        if self._calls >= CALLS:
            self.close()
        self._calls += 1
        with self._child.answering(limit_s):
            self._send(_request(text, voice, prosody, language))
            header = self._header()
            return _clip(self._child.receive(), header)

    def dictionary_words(self, words: Sequence[str], language: str, *, limit_s: float) -> Sequence[str]:
        """Those of the words that the engine has in its dictionary, which the child has loaded; raises as ``speak``."""
        with self._child.answering(limit_s):
            self._send({"words": words, "language": language})
            return [str(each) for each in self._header()["known"]]

    def load(self, voice: Voice, prosody: Prosody, language: str, others: Sequence[Worker] = ()) -> None:
        """Start the child and let it load its voice, beside whatever is done meanwhile; nothing where one runs.

        Args:
            voice: to load.
            prosody: to load it with.
            language: to load it with.
            others: new ones; their children are forked from this one's where the system and the engine can.
        """
        if self._child.is_started:
            return
        ends = [siblings.Ends.made() for _ in others]
        pairs = [each.handed_down for each in ends]
        elder = self._child.start(
            [f"{requests},{answers}" for requests, answers in pairs], [end for pair in pairs for end in pair]
        )
        siblings.widen(elder.stdout)
        for other, each in zip(others, ends, strict=True):
            each.let_go()
            other._child.adopt(siblings.Sibling(elder, each.stdin, each.stdout))
        with suppress(OSError):  # the first call will tell
            self._send({**_request(WARM, voice, prosody, language), "load": True})

    def _header(self) -> dict[str, Any]:
        header: dict[str, Any] = json.loads(self._child.receive())
        if "error" in header:
            raise EngineError(header["error"], header.get("hint", ""))
        return header

    def close(self) -> None:
        """End the child, at once: by itself where it waits for work, so that it ends its siblings."""
        self._calls = 0
        self._child.close()

    def _send(self, request: dict[str, Any]) -> None:
        self._child.send(json.dumps(request).encode())


class Caller:
    """An engine that asks a service, called in this process: waiting for an answer takes no core.

    Args:
        engine: shared by all callers of it, whose connections they share too.
    """

    pid = None
    """It has no process of its own."""

    def __init__(self, engine: base.Engine) -> None:
        self.engine = engine.name
        self._engine = engine

    def speak(self, text: str, voice: Voice, prosody: Prosody, language: str, *, limit_s: float) -> Clip:
        """The sound of ``text``; how long it may take is the engine's to know.

        Raises:
            EngineError: the service did not make it.
        """
        return self._engine.speak(text, voice, prosody, language)

    def dictionary_words(self, words: Sequence[str], language: str, *, limit_s: float) -> Sequence[str]:
        """Those of the words that the engine has in its dictionary."""
        return base.in_dictionary(self._engine, words, language)

    def load(self, voice: Voice, prosody: Prosody, language: str) -> None:
        """Nothing: a service is warm, and each call costs."""

    def close(self) -> None:
        """Nothing: there is no child."""


class Pool:
    """Children to be lent; one that is lent is nobody else's.

    Use as a context manager: the children end with it. Safe to use from several threads.

    Args:
        keeps: the children stay warm from one article to the next; else one that is given back is ended.
    """

    def __init__(self, *, keeps: bool = True) -> None:
        self._keeps = keeps
        self._idle: dict[str, deque[Worker]] = defaultdict(deque)
        self._remote: dict[str, base.Engine] = {}

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def expect(self, voice: Voice, prosody: Prosody, language: str, count: int) -> bool:
        """Let so many new children load that voice already; whether there were none, so that it was worth it."""
        if self._idle[voice.engine]:
            return False
        first, *others = (Worker(voice.engine) for _ in range(count))
        forks = siblings.CAN_FORK and base.engine(voice.engine).forks
        first.load(voice, prosody, language, others if forks else ())
        for worker in others:
            worker.load(voice, prosody, language)
        self._idle[voice.engine].extend((*reversed(others), first))  # the last is lent first, and ended last
        return True

    def let_go(self, engine: str) -> None:
        """End the idle children of an engine."""
        idle = self._idle[engine]
        while idle:
            idle.pop().close()

    def close(self) -> None:
        """End all idle children."""
        for engine in list(self._idle):
            self.let_go(engine)

    def lend(self, engine: str) -> Worker | Caller:
        """A child for that engine, warm where one is idle; of a service's callers there are as many as are wanted."""
        if engine in self._remote or base.is_remote(engine):
            return Caller(self._remote.setdefault(engine, base.engine(engine)))
        try:
            return self._idle[engine].pop()
        except IndexError:
            return Worker(engine)

    def take_back(self, worker: Worker | Caller) -> None:
        """Take a child whose last call was answered."""
        if isinstance(worker, Caller):
            return
        if self._keeps:
            self._idle[worker.engine].append(worker)
        else:
            worker.close()


def _request(text: str, voice: Voice, prosody: Prosody, language: str) -> dict[str, Any]:
    who, how = dataclasses.asdict(voice), dataclasses.asdict(prosody)
    return {"text": text, "voice": who, "prosody": how, "language": language}


def _clip(body: bytearray, header: Mapping[str, Any]) -> Clip:
    from narrator.model import Clip

    if len(body) != 2 * int(header["samples"]):
        raise ValueError("cut short")
    return Clip.of(body, int(header["sample_rate_hz"]), map(int, header["word_ends"]))


def main(arguments: Sequence[str]) -> None:
    """Serve one engine until standard input ends.

    Args:
        arguments: the engine, and the pipes of each sibling to be.
    """
    pipes = children.served()
    name, *rest = arguments
    engine, pairs = base.engine(name), [(int(r), int(a)) for r, _, a in (each.partition(",") for each in rest)]
    while (request := children.read(pipes[0])) is not None:
        _serve(engine, json.loads(request), pipes[1])
        pipes, pairs = siblings.forked(pairs, pipes), []
    siblings.waited()
    os._exit(0)  # nothing is left to do, and libraries may wait for threads that a fork does not have


def _serve(engine: base.Engine, request: dict[str, Any], answers: IO[bytes]) -> None:
    answer = _unsent if request.get("load") else _send
    try:
        answered = _looked_up(engine, request) if "words" in request else _spoken(engine, request)
    except NarratorError as error:
        answer(answers, {"error": error.message, "hint": error.hint})
    except Exception as error:  # whatever an engine raises is told, so that the sentence can be named
        answer(answers, {"error": f"{type(error).__name__}: {error}"})
    else:
        answer(answers, *answered)


def _looked_up(engine: base.Engine, request: dict[str, Any]) -> tuple[dict[str, object]]:
    return ({"known": base.in_dictionary(engine, request["words"], request["language"])},)


def _spoken(engine: base.Engine, request: dict[str, Any]) -> tuple[dict[str, object], memoryview]:
    from narrator.model import Prosody, Voice

    lists = {key: tuple(each) for key, each in request["voice"].items() if isinstance(each, list)}
    voice = Voice(**{**request["voice"], **lists})
    clip = engine.speak(request["text"], voice, Prosody(**request["prosody"]), request["language"])
    header = {"samples": len(clip.samples), "sample_rate_hz": clip.sample_rate_hz, "word_ends": clip.word_ends}
    return header, clip.body


def _unsent(pipe: IO[bytes], header: dict[str, object], *body: memoryview) -> None:
    """What came of loading a voice; where it failed, the first call will tell."""


def _send(pipe: IO[bytes], header: dict[str, object], *body: memoryview) -> None:
    children.write(pipe, json.dumps(header).encode(), *body)


if __name__ == "__main__":
    main(sys.argv[1:])
