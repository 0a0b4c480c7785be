"""Commands run and watched: wall, CPU, memory; and what the same work costs without narrator."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from narrator.engines import base
from narrator.model import Page
from narrator.pipeline import scripted
from narrator.settings import Settings
from tests.conftest import ROOT


@dataclass(frozen=True, slots=True)
class Run:
    """What one command cost."""

    wall_s: float
    cpu_s: float


def command(*arguments: str) -> Run:
    """Run narrator, with nobody watching: that takes a core's time too."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.monotonic()
    _ended(_begun(arguments), arguments)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(time.monotonic() - begun, cpu)


def peak_mb(*arguments: str) -> float:
    """Run narrator and watch it: the largest sum of what all its processes have to themselves and of what they share."""
    child = _begun(arguments)
    peak = 0.0
    while child.poll() is None:
        peak = max(peak, sum(_private_mb(each) for each in family(child.pid)))
        time.sleep(0.05)
    _ended(child, arguments)
    return peak


def _begun(arguments: tuple[str, ...]) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "-m", "narrator", *arguments], env=environment, stdout=subprocess.DEVNULL)


def _ended(child: subprocess.Popen[bytes], arguments: tuple[str, ...]) -> None:
    if child.wait():
        raise SystemExit(f"narrator {' '.join(arguments)} ended with {child.returncode}")


def family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        threads = [int(each) for each in os.listdir(f"/proc/{pid}/task")]
        for thread in threads:
            children += Path(f"/proc/{pid}/task/{thread}/children").read_text().split() if thread != pid else []
    except OSError:
        return []
    return [pid, *(member for child in set(children) for member in family(int(child)))]


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
