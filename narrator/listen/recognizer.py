"""The recognizer: Whisper base for 99 languages (MIT), by faster-whisper, in a child; its weights are packages."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import cache, cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from narrator.about import install
from narrator.children import Child, ChildLost
from narrator.errors import EngineError
from narrator.listen.worker import PARTS

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

NEEDED = (*PARTS, "faster_whisper", "rapidfuzz")
MODULE = "narrator.listen.worker"
LIMIT_S = 180.0
"""Of one answer, with the start; 27 s of sound take two on one core."""
TRIES = 2
SAME = {"nb": "no", "nn": "nn", "fil": "tl", "zh": "zh", "iw": "he"}
"""Tags that the recognizer names otherwise."""


class RecognizerLostError(EngineError):
    """The recognizer ended or hung, more than once: what it was to hear is not heard."""


def missing() -> str:
    """Empty, or how to install the recognizer."""
    lacking = any(find_spec(each) is None for each in NEEDED)
    return f"the recognizer is not installed: {install('check')}" if lacking else ""


class Recognizer:
    """Writes down what it hears, in a child that starts with the first question and starts again where it was lost.

    Safe to use from several threads: one is answered after the other.
    """

    def __init__(self) -> None:
        self._child = Child(MODULE)
        self._lock = threading.Lock()

    @property
    def pid(self) -> int | None:
        """Number of the child; None where none runs."""
        return self._child.pid

    def knows(self, language: str) -> bool:
        """Whether it was trained on a language (a primary subtag)."""
        return SAME.get(language, language) in self._languages

    def words(self, wave: npt.NDArray[np.int16], language: str, at_s: float) -> Iterator[tuple[str, float, float]]:
        """Words of a window that begins at ``at_s``, with their times in seconds."""
        for word, start_s, end_s in self._asked("words", wave, language):
            yield word, at_s + start_s, at_s + end_s

    def quick(self, wave: npt.NDArray[np.int16], language: str) -> str:
        """What is heard of a window."""
        return str(self._asked("quick", wave, language))

    def text(self, wave: npt.NDArray[np.int16], language: str) -> str:
        """What is heard of one sentence, with more care."""
        return str(self._asked("text", wave, language))

    def likely(self, wave: npt.NDArray[np.int16], language: str) -> float:
        """The probability, 0 to 1, that it is in a language."""
        return float(self._asked("likely", wave, language))

    @cached_property
    def _languages(self) -> frozenset[str]:
        return frozenset(self._asked("languages"))

    def _asked(self, what: str, wave: npt.NDArray[np.int16] | None = None, language: str = "") -> Any:
        request = json.dumps({"do": what, "language": SAME.get(language, language)}).encode()
        parts = (request,) if wave is None else (request, wave.astype("<i2").tobytes())
        trouble = ""
        for _ in range(TRIES):
            try:
                with self._lock, self._child.answering(LIMIT_S):
                    self._child.send(*parts)
                    answer = json.loads(self._child.receive())
            except ChildLost as lost:
                trouble = str(lost)
            else:
                if "error" in answer:
                    raise EngineError(f"the recognizer cannot be used: {answer['error']}", install("check"))
                return answer["answer"]
        raise RecognizerLostError(f"the recognizer {trouble}", "is there enough memory? It takes some 400 MB")


@cache
def recognizer() -> Recognizer:
    """The recognizer of this process.

    Raises:
        EngineError: a package of it is missing.
    """
    if lacking := missing():
        raise EngineError(lacking)
    return Recognizer()
