"""Rows on the sound: lengths, loudness, and that nothing but the text decides the samples."""

from __future__ import annotations

import dataclasses
import os
import random
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import mutagen
import numpy as np

from narrator import master
from narrator.cache import Cache
from narrator.containers import base
from narrator.model import Narration
from narrator.narrator import narrate
from narrator.settings import Settings
from tests.bench.articles import MIDDLE, SHORT, words
from tests.bench.costs import Row
from tests.bench.runs import family

FORMATS = ("mp3", "m4a", "opus", "flac", "wav")
KILLS = 50
TARGET_LUFS = -19.0


def rows(folder: Path) -> Iterator[Row]:
    """Of ten articles with hibari and with the system voice, in every format."""
    settings = Settings(output=str(folder / "sound"), cache_dir=folder / "cache-sound", format=FORMATS)
    made = list(_ten(folder, settings))
    yield from _lengths(settings, made)
    yield from _levels(settings, made)
    yield (
        "meter against libebur128, largest of ten",
        "≤ 0.03 LU",
        f"{max(_meter(settings, each) for each in made):.3f} LU",
    )
    yield from _samples(folder)


def _ten(folder: Path, settings: Settings) -> Iterator[Narration]:
    for turn in range(5):
        path = folder / f"ten-{turn}.txt"
        path.write_text(words((turn + 1) * 150).replace("clock", f"clock number {turn}"), encoding="utf-8")
        for voice in ("hibari", "system"):
            yield narrate(path, dataclasses.replace(settings, voice=voice, output=f"{settings.output}-{voice}"))


def _files(settings: Settings, narration: Narration) -> Iterator[Path]:
    for file in narration.files[: len(FORMATS)]:
        yield Path(f"{settings.output}-{narration.voice.engine}", narration.slug, file.name)


def _rate(path: Path, narration: Narration) -> int:
    return 48_000 if path.suffix == ".opus" else narration.timeline.sample_rate_hz


def _lengths(settings: Settings, made: list[Narration]) -> Iterator[Row]:
    off = dict.fromkeys(FORMATS, 0)
    told = 0.0
    for narration in made:
        for path in _files(settings, narration):
            decoded = sum(map(len, base.of(path).decoded(path)))
            wanted = narration.timeline.length * _rate(path, narration) / narration.timeline.sample_rate_hz
            off[path.suffix[1:]] = max(off[path.suffix[1:]], abs(round(decoded - wanted)))
            if path.suffix == ".mp3":
                told = max(told, abs(mutagen.File(path).info.length - narration.timeline.duration_s))
    for name, limit in zip(FORMATS, ("0", "≤ 1024", "≤ 960", "0", "0"), strict=True):
        yield f"decoded samples − samples in the timeline, {name}, largest of ten", limit, str(off[name])
    yield "mutagen's duration of the MP3 − the timeline's", "≤ 1 ms", f"{told * 1000:.2f} ms"


def _levels(settings: Settings, made: list[Narration]) -> Iterator[Row]:
    for name in FORMATS:
        heard = [
            master.loudness(base.of(path).decoded(path), _rate(path, narration))
            for narration in made
            for path in _files(settings, narration)
            if path.suffix == f".{name}"
        ]
        error = max(abs(each.integrated_lufs - TARGET_LUFS) for each in heard)
        peak = max(each.true_peak_dbtp for each in heard)
        yield (
            f"loudness after {name}, largest error of ten; highest true peak",
            "≤ 0.3 LU; ≤ −1 dBTP",
            f"{error:.2f}; {peak:.2f}",
        )


def _meter(settings: Settings, narration: Narration) -> float:
    import pyebur128  # has wheels up to Python 3.12

    path = next(each for each in _files(settings, narration) if each.suffix == ".wav")
    pcm = np.concatenate(list(base.of(path).decoded(path)))
    state = pyebur128.R128State(1, narration.timeline.sample_rate_hz, pyebur128.MeasurementMode.MODE_I)
    state.add_frames(pcm / 32768.0, len(pcm))
    theirs = pyebur128.get_loudness_global(state)
    ours = master.loudness([pcm], narration.timeline.sample_rate_hz).integrated_lufs
    return float(max(abs(ours - theirs), abs(narration.loudness.integrated_lufs - theirs)))


def _samples(folder: Path) -> Iterator[Row]:
    path = folder / "same.txt"
    path.write_text(words(SHORT), encoding="utf-8")
    cold = Settings(output=str(folder / "same"), cache_dir=folder / "cache-same", format=("mp3",), workers=1)
    first = narrate(path, cold)
    clips = Cache(folder / "cache-same").info().clips
    hashes = {narrate(path, dataclasses.replace(cold, output=str(folder / "same-warm"))).pcm_sha256, first.pcm_sha256}
    for workers in (2, 3):
        out, cache = str(folder / f"same-{workers}"), folder / f"cache-same-{workers}"
        hashes.add(narrate(path, dataclasses.replace(cold, workers=workers, output=out, cache_dir=cache)).pcm_sha256)
    yield "different samples of cold and warm cache, one, two and three workers", "1", str(len(hashes))
    path.write_text(words(SHORT).replace("clock", "timepiece", 1), encoding="utf-8")
    narrate(path, cold)
    yield "syntheses after one sentence was edited", "1", str(Cache(folder / "cache-same").info().clips - clips)
    yield from _killed(folder)


def _killed(folder: Path) -> Iterator[Row]:
    path = folder / "killed.txt"
    path.write_text(words(MIDDLE), encoding="utf-8")
    calm = Settings(output=str(folder / "calm"), cache_dir=folder / "cache-calm")
    wild = Settings(output=str(folder / "wild"), cache_dir=folder / "cache-wild")
    with Killer() as killer:
        narration = narrate(path, wild)
    same = "the same" if narration.pcm_sha256 == narrate(path, calm).pcm_sha256 else "others"
    yield f"samples where voices were killed at random, {MIDDLE:,} words", "the same", f"{same} ({killer.kills} kills)"


class Killer:
    """Kills the voices of this process at random moments, as long as it is entered."""

    def __init__(self) -> None:
        self.kills = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Killer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        rng = random.Random(1)
        while self.kills < KILLS and not self._stop.wait(rng.uniform(0.8, 2.0)):
            voices = family(os.getpid())[1:]
            if voices:
                os.kill(rng.choice(voices), signal.SIGKILL)
                self.kills += 1
