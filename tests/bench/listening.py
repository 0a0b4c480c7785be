"""What ``narrator check`` finds: ``python -m tests.bench.listening [WITH_FAULTS SOUND [VOICE LANGUAGE]]``.

Our sentences of a language are shuffled into articles of twelve, which a voice reads (hibari in English unless named). Into a copy of each one fault of every
kind is planted: a sentence that is not there (every second time the file is shorter by it, else it is silent), one that
is there twice, one whose last 40 % (every third time: whose first) are missing, one that is garbled (pieces of 120 ms in
another order, or backwards), and one that a voice of another language says in it (French; Spanish in a French article). Printed are the faults that were found, the
severe doubts about other sentences, and those about the articles without a fault.
"""

from __future__ import annotations

import dataclasses
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import soundfile
import soxr

from narrator import hearing
from narrator.listen import Fault
from narrator.listen.recognizer import recognizer
from narrator.model import Cue, Narration
from narrator.narrator import narrate
from narrator.settings import Settings
from tests.bench.voices import cpu_s, sentences, spoken

SENTENCES = 12
PIECE_S = 0.12
FAULTS = (Fault.MISSING, Fault.DOUBLED, Fault.CUT_OFF, Fault.GARBLED, Fault.OTHER_LANGUAGE)


def article(number: int, folder: Path, voice: str, language: str) -> tuple[Narration, np.ndarray]:
    """A narration of shuffled sentences, and its sound."""
    lines = random.Random(number).sample(sentences(language), SENTENCES)
    source = folder / f"{number}.md"
    source.write_text("\n\n".join(" ".join(lines[i : i + 4]) for i in range(0, SENTENCES, 4)), encoding="utf-8")
    settings = Settings(
        output=str(folder / "out"), voice=voice, format=("wav",), sign=False, page=False, language=language,
        spoken_label=False, cache_dir=folder / "cache", watermark=False,
    )  # fmt: skip
    narration = narrate(source, settings)
    wave, _ = soundfile.read(folder / "out" / narration.slug / narration.files[0].name, dtype="float32")
    return narration, wave


def planted(fault: Fault, cue: Cue, wave: np.ndarray, number: int, foreign: np.ndarray, rate: int) -> list[np.ndarray]:
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
    return [foreign]


def faulty(
    narration: Narration, wave: np.ndarray, number: int, foreign: np.ndarray
) -> tuple[np.ndarray, dict[int, Fault]]:
    """The sound with one fault of each kind, and the sentences that have them."""
    rate, cues = narration.timeline.sample_rate_hz, narration.timeline.cues
    places = sorted(random.Random(number + 100).sample(range(len(cues)), len(FAULTS)))
    chosen = dict(zip(places, random.Random(number).sample(FAULTS, len(FAULTS)), strict=True))
    out, at = [], 0
    for i, cue in enumerate(cues):
        out.append(wave[at : cue.start])
        out += planted(chosen[i], cue, wave, number, foreign, rate) if i in chosen else [wave[cue.start : cue.end]]
        at = cue.end
    return np.concatenate([*out, wave[at:]]), {cues[i].sentence: fault for i, fault in chosen.items()}


@dataclasses.dataclass
class Counts:
    """What was found."""

    planted: Counter[str] = dataclasses.field(default_factory=Counter)
    found: Counter[str] = dataclasses.field(default_factory=Counter)
    named: int = 0
    false: int = 0
    """Severe doubts about sentences without a fault."""

    def heard(self, path: Path, narration: Narration, faults: Mapping[int, Fault]) -> None:
        """Hear a sound in which some sentences have faults; print what is missed and what is false."""
        found = hearing.hear(path, narration).findings
        severe = {each.expected.sentence: each for each in found if hearing.is_severe(each)}
        self.planted.update(fault.value for fault in faults.values())
        for sentence, fault in faults.items():
            if sentence in severe:
                self.found[fault.value] += 1
                self.named += severe[sentence].fault is fault
            else:
                sys.stdout.write(f"missed: {fault}, {narration.slug}, sentence {sentence}\n")
        for sentence, finding in severe.items():
            if sentence not in faults:
                self.false += 1
                sys.stdout.write(f"false: {dataclasses.astuple(finding)}\n")


def main(with_faults: int = 8, sound: int = 20, voice: str = "hibari:heart", language: str = "en") -> None:
    """Measure and print."""
    other = "es" if language == "fr" else "fr"
    lines = sentences(other)
    clips, _, _ = spoken(f"system:roa/{other}", other, [lines[i % len(lines)] for i in range(with_faults)])
    faulty_ones, sound_ones, length_s = Counts(), Counts(), 0.0
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "heard.wav")
        for number in range(max(with_faults, sound)):
            narration, wave = article(number, Path(name), voice, language)
            rate = narration.timeline.sample_rate_hz
            if number < sound:
                soundfile.write(path, wave, rate, subtype="PCM_16")
                sound_ones.heard(path, narration, {})
                length_s += len(wave) / rate
            if number < with_faults:
                foreign = soxr.resample(
                    clips[number].samples.astype(np.float32) / 32768, clips[number].sample_rate_hz, rate
                )
                bad, faults = faulty(narration, wave, number, foreign)
                soundfile.write(path, bad, rate, subtype="PCM_16")
                faulty_ones.heard(path, narration, faults)
                length_s += len(bad) / rate
            sys.stdout.write(f"article {number}: found {faulty_ones.found.total()}, false {sound_ones.false}\n")
            sys.stdout.flush()
    used = cpu_s(recognizer().pid) / length_s
    sys.stdout.write(
        f"found {dict(faulty_ones.found)} of {dict(faulty_ones.planted)}; {faulty_ones.named} by the right name; "
        f"false severe doubts beside faults {faulty_ones.false}, in {sound} sound articles {sound_ones.false}; "
        f"{used:.2f} CPU s for a second of sound\n"
    )


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:3]), *sys.argv[3:5])  # type: ignore[arg-type]
