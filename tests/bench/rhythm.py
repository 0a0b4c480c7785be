"""What rhythm costs and brings: ``python -m tests.bench.rhythm``.

Our twenty English sentences in paragraphs of four, by hibari, flat and natural: words wrong for the recognizer, DNSMOS of
windows of 27 s, the standard deviation of the pauses between sentences, and how much higher the first sentence of a
paragraph begins than its last (the median pitch of its first 0.6 s that are voiced, by pYIN of the package librosa).
"""

from __future__ import annotations

import importlib
import itertools
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
import soxr

from narrator.model import Narration
from narrator.narrator import narrate
from narrator.settings import Settings
from tests.bench.voices import HEARD_HZ, WINDOW_S, _dnsmos, plain, recognizer, sentences, wrong

PARAGRAPH = 4
VOICED_S = 0.6


def narrated(rhythm: str, folder: Path) -> tuple[Narration, np.ndarray]:
    """The narration and its sound at 24 kHz."""
    lines = sentences("en")
    text = "\n\n".join(" ".join(lines[i : i + PARAGRAPH]) for i in range(0, len(lines), PARAGRAPH))
    source = folder / "sentences.md"
    source.write_text(f"{text}\n", encoding="utf-8")
    settings = Settings(
        output=str(folder / rhythm), voice="hibari:heart", format=("wav",), sign=False, page=False, rhythm=rhythm,
        spoken_label=False, cache_dir=folder / "cache", language="en", watermark=False,
    )  # fmt: skip
    narration = narrate(source, settings)
    wave, _ = soundfile.read(folder / rhythm / narration.slug / narration.files[0].name, dtype="float32")
    return narration, wave


def onset_st(wave: np.ndarray, rate: int) -> float:
    """The pitch at the beginning of a sentence, in semitones above 100 Hz."""
    librosa = importlib.import_module("librosa")  # not among the tools of every test
    pitch, voiced, _ = librosa.pyin(wave[: 2 * rate], fmin=80, fmax=500, sr=rate, frame_length=1024, hop_length=256)
    return float(np.median(12 * np.log2(pitch[voiced][: round(VOICED_S * rate / 256)] / 100)))


def measured(rhythm: str, model: Any) -> str:
    """One row."""
    with tempfile.TemporaryDirectory() as folder:
        narration, wave = narrated(rhythm, Path(folder))
    rate, cues = narration.timeline.sample_rate_hz, narration.timeline.cues
    pauses = [(b.start - a.end) / rate for a, b in itertools.pairwise(cues) if a.block == b.block]
    onsets = [onset_st(wave[cue.start :], rate) for cue in cues]
    blocks = sorted({cue.block for cue in cues})
    firsts = [next(on for on, cue in zip(onsets, cues, strict=True) if cue.block == block) for block in blocks]
    lasts = [[on for on, cue in zip(onsets, cues, strict=True) if cue.block == block][-1] for block in blocks]
    heard, errors, count, quality = soxr.resample(wave, rate, HEARD_HZ), 0, 0, []
    begun = 0
    for i in range(len(cues)):
        if i + 1 == len(cues) or (cues[i + 1].end - cues[begun].start) / rate > WINDOW_S:
            end = cues[i + 1].start if i + 1 < len(cues) else narration.timeline.length
            window = heard[cues[begun].start * HEARD_HZ // rate : end * HEARD_HZ // rate]
            found, _ = model.transcribe(window, language="en", beam_size=5, condition_on_previous_text=False)
            said = plain(" ".join(each.text for each in cues[begun : i + 1]))
            errors, count = errors + wrong(said, plain(" ".join(each.text for each in found))), count + len(said)
            quality.append(_dnsmos(window))
            begun = i + 1
    scores = " ".join(f"{sum(each) / len(quality):.3f}" for each in zip(*quality, strict=True))
    return (
        f"{rhythm:8} words wrong {100 * errors / count:.1f} %  DNSMOS overall, P.808 {scores}  pauses {np.mean(pauses):.2f} s "
        f"sd {np.std(pauses):.2f}  first over last {np.mean(firsts) - np.mean(lasts):+.2f} st  {narration.timeline.duration_s:.1f} s"
    )


if __name__ == "__main__":
    whisper = recognizer()
    for each in sys.argv[1:] or ("flat", "natural"):
        sys.stdout.write(measured(each, whisper) + "\n")
