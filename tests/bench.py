"""``make bench``: every row a ratio inside one run, written to docs/benchmarks.md with the machine."""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from narrator.engines import base
from narrator.model import Page
from narrator.pipeline import scripted
from narrator.settings import Settings
from narrator.verbalize.en.numbers import ordinal
from tests.conftest import ROOT, SAMPLES

LONG = 20_000
SHORT = 600


@dataclass(frozen=True, slots=True)
class Run:
    """What one command cost."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    """Of all processes together, sampled."""


def words(count: int) -> str:
    """An article of about so many words, no two paragraphs alike."""
    text = (SAMPLES / "long-read.expected.txt").read_text(encoding="utf-8")
    paragraphs = [line for line in text.split("\n\n") if len(line) > 100]
    out, size, turn = [], 0, 0
    while size < count:
        for paragraph in paragraphs:
            sentences = re.split(r"(?<=[.!?]) ", paragraph)
            told = " ".join(each if turn == 0 else f"For the {ordinal(turn + 1)} time, {each}" for each in sentences)
            out.append(told)
            size += len(told.split())
            if size >= count:
                break
        turn += 1
    return "\n\n".join(out)


def command(*arguments: str) -> Run:
    """Run narrator, and watch what it and its children use."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.monotonic()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    child = subprocess.Popen([sys.executable, "-m", "narrator", *arguments], env=environment, stdout=subprocess.DEVNULL)
    peak = [0.0]
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(child.pid, peak, done))
    watcher.start()
    code = child.wait()
    done.set()
    watcher.join()
    if code:
        raise SystemExit(f"narrator {' '.join(arguments)} ended with {code}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(time.monotonic() - begun, cpu, peak[0])


def _watch(pid: int, peak: list[float], done: threading.Event) -> None:
    while not done.wait(0.1):
        peak[0] = max(peak[0], sum(_private_mb(each) for each in _family(pid)))


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        threads = [int(each) for each in os.listdir(f"/proc/{pid}/task")]
        for thread in threads:
            children += Path(f"/proc/{pid}/task/{thread}/children").read_text().split() if thread != pid else []
    except OSError:
        return []
    return [pid, *(member for child in set(children) for member in _family(int(child)))]


def _private_mb(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) / 1024


def bare(source: Path) -> float:
    """CPU seconds of the voice alone on the same strings, and lameenc alone on the same samples, one thread."""
    page = Page(str(source), source.read_bytes(), content_type="text/plain")
    script = scripted(page, Settings())
    engine = base.engine(script.voice.engine)
    texts = [engine.text(each.words, each.language) for each in script.utterances]
    code = (
        "import json, sys, time, numpy as np, lameenc\n"
        "from hibari import Hibari\n"
        "texts = json.load(sys.stdin)\n"
        "tts = Hibari(threads=1)\n"
        "lame = lameenc.Encoder(); lame.set_bit_rate(64); lame.set_in_sample_rate(24000); lame.set_channels(1)\n"
        "lame.set_quality(3); lame.silence()\n"
        "for text in texts:\n"
        "    wave = tts.from_phonemes(tts.g2p(text), seed=0)\n"
        "    lame.encode((np.clip(wave, -1, 1) * 32767).astype('<i2').tobytes())\n"
        "lame.flush()\n"
        "print(time.process_time())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    return float(done.stdout.split()[-1])


def naive(source: Path, folder: Path) -> float:
    """Wall seconds of the script a user would write: sentence by sentence, ``+=``, export through ffmpeg."""
    code = (
        "import sys, warnings; warnings.simplefilter('ignore')\n"
        "import numpy as np, imageio_ffmpeg\n"
        "from pydub import AudioSegment; from hibari import Hibari\n"
        "AudioSegment.converter = imageio_ffmpeg.get_ffmpeg_exe()\n"
        "tts = Hibari(); out = AudioSegment.silent(0, 24000)\n"
        "for text in Hibari.split_sentences(open(sys.argv[1]).read()):\n"
        "    wave = tts(text)\n"
        "    out += AudioSegment((np.clip(wave, -1, 1) * 32767).astype('<i2').tobytes(), frame_rate=24000, sample_width=2, channels=1)\n"
        "    out += AudioSegment.silent(350, 24000)\n"
        "out.export(sys.argv[2], format='mp3', bitrate='64k')\n"
    )
    begun = time.monotonic()
    subprocess.run(
        [sys.executable, "-c", code, str(source), str(folder / "naive.mp3")], check=True, capture_output=True
    )
    return time.monotonic() - begun


def rows(folder: Path) -> list[tuple[str, str, str]]:
    """(measure, to reach, seen) of the whole table."""
    sources = {count: folder / f"{count}.txt" for count in (SHORT, 5_000, LONG)}
    for count, path in sources.items():
        path.write_text(words(count), encoding="utf-8")

    def read(*names: Path, cache: str, more: tuple[str, ...] = ()) -> Run:
        places = ("--output", str(folder / f"out-{cache}"), "--cache-dir", str(folder / f"cache-{cache}"), "--quiet")
        return command("read", *map(str, names), *places, *more)

    out = []
    short = read(sources[SHORT], cache="short", more=("--workers", "1"))
    one = read(sources[LONG], cache="one", more=("--workers", "1"))
    alone = bare(sources[LONG])
    out.append(
        (f"CPU ÷ CPU of bare voice and bare lameenc, {LONG:,} words, one worker", "≤ 1.15", f"{one.cpu_s / alone:.2f}")
    )
    both = read(sources[LONG], cache="both")
    out.append((f"wall ÷ CPU, one article of {LONG:,} words, two cores", "≤ 0.70", f"{both.wall_s / both.cpu_s:.2f}"))
    eight = [folder / f"eight-{i}.txt" for i in range(8)]
    for i, path in enumerate(eight):
        path.write_text(words(SHORT).replace("clock", f"clock number {i}"), encoding="utf-8")
    many = read(*eight, cache="eight")
    out.append(("wall ÷ CPU, eight articles in one run, two cores", "≤ 0.55", f"{many.wall_s / many.cpu_s:.2f}"))
    out.append((f"peak memory, {LONG:,} ÷ {SHORT} words, one worker", "≤ 1.15", f"{one.peak_mb / short.peak_mb:.2f}"))
    again = read(sources[SHORT], cache="short", more=("--workers", "1"))
    out.append(("same article again, wall", "≤ 0.8 s", f"{again.wall_s:.2f} s"))
    for count in (SHORT, 5_000):
        ours = read(sources[count], cache=f"naive-{count}").wall_s
        out.append(
            (
                f"wall of the obvious script ÷ ours, {count:,} words",
                "> 1",
                f"{naive(sources[count], folder) / ours:.2f}",
            )
        )
    return out


def profile(folder: Path) -> None:
    """Where the time of one article goes, in this process."""
    import cProfile
    import pstats

    from narrator.pipeline import narrate

    path = folder / "a.txt"
    path.write_text(words(3_000), encoding="utf-8")
    run: Callable[[], object] = lambda: narrate(path, Settings(output=str(folder / "out"), cache_dir=folder / "cache"))  # noqa: E731
    with cProfile.Profile() as profiler:
        run()
    pstats.Stats(profiler).sort_stats("tottime").print_stats(25)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--profile", action="store_true")
    with tempfile.TemporaryDirectory() as name:
        if parser.parse_args().profile:
            profile(Path(name))
            return
        table = rows(Path(name))
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}, numpy {np.__version__}"
    lines = [
        "# Benchmarks",
        "",
        f"`make bench`, {datetime.now(UTC):%Y-%m-%d}, on {machine}. Each row is a ratio inside one run.",
        "",
    ]
    lines += ["| measure | to reach | seen |", "|---|--:|--:|", *(f"| {a} | {b} | {c} |" for a, b, c in table), ""]
    (ROOT / "docs" / "benchmarks.md").write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
