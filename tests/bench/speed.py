"""``python -m tests.bench.speed [ROW ...]``: how fast narrator is where it is used most; all rows take some minutes.

Run it with nothing else on the machine. Python files are compiled first, as pip leaves them: a checkout with
PYTHONDONTWRITEBYTECODE set would be compiled again by every process. CPU ratios hold on a busy machine too, walls do not.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from narrator.narrator import Narrator
from narrator.settings import Settings
from tests.bench.articles import LONG, MIDDLE, SHORT, words
from tests.bench.costs import Row, read
from tests.bench.runs import bare, command, naive, peak_mb
from tests.conftest import ROOT

TURNS = {SHORT: 3, MIDDLE: 1}
"""Runs of which the best counts."""
FIRST_TURNS = 5
MORE = 4
"""Articles after the first in one command."""
VOICE = "gmw/en-us"
PYTTSX3 = """
import os, re, sys, ctypes, warnings; warnings.simplefilter('ignore')
import espeakng_loader
os.environ['ESPEAK_DATA_PATH'] = espeakng_loader.get_data_path(); ctypes.CDLL(espeakng_loader.get_library_path())
import pyttsx3, imageio_ffmpeg
from pydub import AudioSegment
AudioSegment.converter = imageio_ffmpeg.get_ffmpeg_exe()
engine = pyttsx3.init('espeak'); engine.setProperty('voice', 'VOICE'); engine.runAndWait()
out = AudioSegment.silent(0, 22050)
for text in re.split(r'(?<=[.!?])\\s+', open(sys.argv[1]).read()):
    engine.save_to_file(text, sys.argv[2] + '.wav'); engine.runAndWait()
    out += AudioSegment.from_wav(sys.argv[2] + '.wav'); out += AudioSegment.silent(350, 22050)
out.export(sys.argv[2], format='mp3', bitrate='64k')
""".replace("VOICE", VOICE)
"""What a user would write: sentence by sentence, ``+=``, export through ffmpeg."""
FIRST_SENTENCE = """
import sys; from hibari import Hibari
next(Hibari().stream(sys.argv[1])); print('sound', flush=True)
"""
PLAYER = '#!/bin/sh\nhead -c 2 >/dev/null; date +%s.%N >"$FIRST"; cat >/dev/null\n'
"""A player that writes down when the first sample came."""


def short(folder: Path) -> Iterator[Row]:
    """CPU of one article of 600 words, and of the articles after it in the same command."""
    source = _source(folder, SHORT)
    base = min(bare(source) for _ in range(TURNS[SHORT]))
    for name, most, flags in (("without a watermark", 1.15, ("--no-watermark",)), ("with it", 1.22, ())):
        ours = min(
            read(folder, f"short-{name}-{i}", source, "--workers", "1", *flags).cpu_s for i in range(TURNS[SHORT])
        )
        yield f"CPU ÷ bare voice and encoder, {SHORT} words, {name}", f"≤ {most}", f"{ours / base:.2f}"
    one, more = (_batch(folder, count) for count in (1, 1 + MORE))
    yield (
        "CPU of the second and later short articles in one command ÷ bare, without a watermark",
        "≤ 1.12",
        f"{(more - one) / MORE / base:.2f}",
    )


def long(folder: Path) -> Iterator[Row]:
    """CPU and memory of 20,000 words."""
    source = _source(folder, LONG)
    base = bare(source)
    few, _ = _watched(folder, "few", _source(folder, SHORT))
    for name, most, flags in (("without a watermark", "1.10", ("--no-watermark",)), ("with it", "1.17", ())):
        many, ours = _watched(folder, name, source, *flags)
        yield f"CPU ÷ bare voice and encoder, {LONG:,} words, {name}", f"≤ {most}", f"{ours / base:.2f}"
    yield f"peak memory of all processes, {LONG:,} ÷ {SHORT} words", "≤ 1.10", f"{many / few:.2f} ({many:.0f} MB)"


def system(folder: Path) -> Iterator[Row]:
    """Wall of pyttsx3 sentence by sentence against ours."""
    for count, least in ((SHORT, 1.2), (MIDDLE, 1.6)):
        source = _source(folder, count)
        theirs = min(_wall_s(PYTTSX3, str(source), str(folder / "naive.mp3")) for _ in range(TURNS[count]))
        ours = min(
            read(folder, f"system-{count}-{i}", source, "--voice", f"system:{VOICE}").wall_s
            for i in range(TURNS[count])
        )
        yield f"wall of the obvious pyttsx3 script ÷ ours, {count:,} words", f"≥ {least}", f"{theirs / ours:.2f}"


def hibari(folder: Path) -> Iterator[Row]:
    """Wall of hibari sentence by sentence against ours."""
    for count, least in ((SHORT, 1.3), (MIDDLE, 2.2)):
        source = _source(folder, count)
        theirs = min(naive(source, folder) for _ in range(TURNS[count]))
        ours = min(read(folder, f"hibari-{count}-{i}", source).wall_s for i in range(TURNS[count]))
        yield f"wall of the obvious hibari script ÷ ours, {count:,} words", f"≥ {least}", f"{theirs / ours:.2f}"


def first(folder: Path) -> Iterator[Row]:
    """From the start of a command to the first sample that a player gets, and the same in a process that is warm."""
    source = _source(folder, SHORT)
    sentence = words(SHORT).split(". ")[0] + "."
    base = statistics.median(_wall_s(FIRST_SENTENCE, sentence) for _ in range(FIRST_TURNS))
    cold = statistics.median(_first_s(folder, source, i) for i in range(FIRST_TURNS))
    yield "first sound of `read --play` ÷ a bare hibari start and its first sentence", "≤ 1.5", f"{cold / base:.2f}"
    warm = statistics.median(_warm_s(folder))
    yield "the same in a process that has read an article", "≤ 0.5", f"{warm / base:.2f}"


def _first_s(folder: Path, source: Path, turn: int) -> float:
    tools, told = folder / "bin", folder / "first"
    tools.mkdir(exist_ok=True)
    (tools / "ffplay").write_text(PLAYER, encoding="utf-8")
    (tools / "ffplay").chmod(0o755)
    places = ["--output", str(folder / f"first-{turn}"), "--cache-dir", str(folder / f"first-cache-{turn}")]
    environment = {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "FIRST": str(told), "PYTHONPATH": str(ROOT)}
    begun = time.time()
    subprocess.run(
        [sys.executable, "-m", "narrator", "read", str(source), "--play", "--quiet", *places],
        env={**os.environ, **environment},
        check=True,
    )
    return float(told.read_text()) - begun


def _warm_s(folder: Path) -> Iterator[float]:
    """For each article after the first, until its first sound."""
    settings = Settings(output=str(folder / "warm"), cache_dir=folder / "warm-cache")
    with Narrator(settings) as narrator:
        for turn in range(FIRST_TURNS + 1):
            source, times = folder / f"warm-{turn}.txt", list[float]()
            source.write_text(words(SHORT, turn=turn + 1), encoding="utf-8")
            begun = time.monotonic()
            narrator.narrate(source, on_sound=lambda clip, times=times: times.append(time.monotonic()))  # type: ignore[misc]
            if turn:
                yield times[0] - begun


def _source(folder: Path, count: int) -> Path:
    path = folder / f"{count}.txt"
    path.write_text(words(count), encoding="utf-8")
    return path


def _batch(folder: Path, count: int) -> float:
    """CPU seconds of so many short articles in one command, by one process and one voice."""
    inputs = folder / f"batch-{count}"
    inputs.mkdir()
    for i in range(count):
        (inputs / f"{i}.txt").write_text(words(SHORT, turn=i + 1), encoding="utf-8")
    places = ("-o", str(folder / f"batch-out-{count}"), "--cache-dir", str(folder / f"batch-cache-{count}"))
    return command("batch", str(inputs), "--jobs", "1", "--workers", "1", "--no-watermark", *places).cpu_s


def _watched(folder: Path, name: str, source: Path, *flags: str) -> tuple[float, float]:
    """Peak memory in MB and CPU seconds of one article by one voice."""
    places = ("--output", str(folder / f"out-{name}"), "--cache-dir", str(folder / f"cache-{name}"), "--quiet")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = peak_mb("read", str(source), "--workers", "1", *places, *flags)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return peak, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _wall_s(code: str, *arguments: str) -> float:
    begun = time.monotonic()
    subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True)
    return time.monotonic() - begun


ROWS: dict[str, Callable[[Path], Iterator[Row]]] = {
    "first": first, "short": short, "system": system, "hibari": hibari, "long": long,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", nargs="*", choices=[[], *ROWS], default=list(ROWS))
    wanted = parser.parse_args().rows or list(ROWS)
    with tempfile.TemporaryDirectory() as name:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(name, "compiled"))
        for voice in ("hibari:heart", f"system:{VOICE}"):
            read(Path(name), f"compile-{voice}", _source(Path(name), 60), "--voice", voice)
        for row in wanted:
            with tempfile.TemporaryDirectory() as folder:
                for each in ROWS[row](Path(folder)):
                    sys.stdout.write(f"| {' | '.join(each)} |\n")
                    sys.stdout.flush()


if __name__ == "__main__":
    main()
