"""What ``narrator check`` finds: ``python -m tests.bench.listening [ARTICLES]``.

Our English sentences are shuffled into articles of twelve, which hibari reads. Into a copy of each one fault of every
kind is planted: a sentence that is not there (every second time the file is shorter by it, else it is silent), one that
is there twice, one whose last 40 % (every third time: whose first) are missing, one that is garbled (pieces of 120 ms in
another order, or backwards), and one that a French voice says in French. Printed are the faults that were found, the
severe doubts about other sentences, and those about the articles without a fault.
"""

from __future__ import annotations

import dataclasses
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np
import soundfile
import soxr

from narrator import hearing
from narrator.listen import Fault
from narrator.model import Cue, Narration
from narrator.narrator import narrate
from narrator.settings import Settings
from tests.bench.voices import sentences, spoken

SENTENCES = 12
PIECE_S = 0.12
FAULTS = (Fault.MISSING, Fault.DOUBLED, Fault.CUT_OFF, Fault.GARBLED, Fault.OTHER_LANGUAGE)


def article(number: int, folder: Path) -> tuple[Narration, np.ndarray]:
    """A narration of shuffled sentences, and its sound."""
    lines = random.Random(number).sample(sentences("en"), SENTENCES)
    source = folder / f"{number}.md"
    source.write_text("\n\n".join(" ".join(lines[i : i + 4]) for i in range(0, SENTENCES, 4)), encoding="utf-8")
    settings = Settings(
        output=str(folder / "out"), voice="hibari:heart", format=("wav",), sign=False, page=False, language="en",
        spoken_label=False, cache_dir=folder / "cache", watermark=False,
    )  # fmt: skip
    narration = narrate(source, settings)
    wave, _ = soundfile.read(folder / "out" / narration.slug / narration.files[0].name, dtype="float32")
    return narration, wave


def planted(fault: Fault, cue: Cue, wave: np.ndarray, number: int, french: np.ndarray, rate: int) -> list[np.ndarray]:
    """What stands at a sentence's place instead of it."""
    said = wave[cue.start : cue.end]
    if fault is Fault.MISSING:
        return [] if number % 2 else [np.zeros_like(said)]
    if fault is Fault.DOUBLED:
        return [said, np.zeros(round(0.3 * rate), np.float32), said]
    if fault is Fault.CUT_OFF:
        return [said[round(0.4 * len(said)) :]] if number % 3 == 2 else [said[: round(0.6 * len(said))]]
    if fault is Fault.GARBLED:
        if number % 2:
            return [said[::-1]]
        step = round(PIECE_S * rate)
        pieces = [said[i : i + step] for i in range(0, len(said), step)]
        random.Random(number).shuffle(pieces)
        return pieces
    return [french]


def faulty(
    narration: Narration, wave: np.ndarray, number: int, french: np.ndarray
) -> tuple[np.ndarray, dict[int, Fault]]:
    """The sound with one fault of each kind, and the sentences that have them."""
    rate, cues = narration.timeline.sample_rate_hz, narration.timeline.cues
    places = sorted(random.Random(number + 100).sample(range(len(cues)), len(FAULTS)))
    chosen = dict(zip(places, random.Random(number).sample(FAULTS, len(FAULTS)), strict=True))
    out, at = [], 0
    for i, cue in enumerate(cues):
        out.append(wave[at : cue.start])
        out += planted(chosen[i], cue, wave, number, french, rate) if i in chosen else [wave[cue.start : cue.end]]
        at = cue.end
    return np.concatenate([*out, wave[at:]]), {cues[i].sentence: fault for i, fault in chosen.items()}


def main(articles: int) -> None:
    """Measure and print."""
    clips, _, _ = spoken("system:roa/fr", "fr", sentences("fr")[:articles])
    right, planted_of, named, false, false_sound, begun = Counter[str](), Counter[str](), 0, 0, 0, time.process_time()
    length_s = 0.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(articles):
            narration, wave = article(number, folder)
            rate, clip = narration.timeline.sample_rate_hz, clips[number]
            french = soxr.resample(clip.samples.astype(np.float32) / 32768, clip.sample_rate_hz, rate)
            sound, faults = faulty(narration, wave, number, french)
            for each, wanted in ((wave, {}), (sound, faults)):
                path = folder / "heard.wav"
                soundfile.write(path, each, rate, subtype="PCM_16")
                severe = {f.expected.sentence: f for f in hearing.findings(path, narration) if hearing.is_severe(f)}
                length_s += len(each) / rate
                planted_of.update(fault.value for fault in wanted.values())
                right.update(fault.value for sentence, fault in wanted.items() if sentence in severe)
                named += sum(
                    sentence in severe and severe[sentence].fault is fault for sentence, fault in wanted.items()
                )
                others = [finding for sentence, finding in severe.items() if sentence not in wanted]
                false, false_sound = false + len(others) * bool(wanted), false_sound + len(others) * (not wanted)
                for line in (*(f"false: {dataclasses.astuple(f)}" for f in others), *(
                    f"missed: {fault} in article {number}" for s, fault in wanted.items() if s not in severe
                )):  # fmt: skip
                    sys.stdout.write(f"{line}\n")
            sys.stdout.write(f"article {number}: found {right.total()} of {planted_of.total()}, named {named}\n")
            sys.stdout.flush()
    used = (time.process_time() - begun) / length_s
    sys.stdout.write(
        f"found {dict(right)} of {dict(planted_of)}; {named} by the right name; false severe doubts beside faults {false}, "
        f"in {articles} sound articles {false_sound}; {used:.2f} CPU s for a second of sound\n"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 8)
