"""``python -m tests.bench.watermark``: what the mark in the sound outlives, what it costs, what is heard of it.

Human speech is that of Debian's ``asterisk-core-sounds-*-g722`` packages, where they are installed (or unpacked below ``--sounds``).
``pip install pesq speechmos librosa`` for the rows of quality. ``--few`` takes every fourth clip.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import soxr

from narrator.containers import base
from narrator.narrator import narrate
from narrator.settings import Settings
from narrator.watermark import PUBLIC, Key, detect, marked
from narrator.watermark.detection import PRESENT, differences, places
from tests.bench.channels import CHANNELS, RATE_HZ, Wave, faster, level, music
from tests.conftest import SAMPLES

SOUNDS = Path("/usr/share/asterisk/sounds")
CLIP_S, LENGTHS_S = 41, (8, 15, 30)
HUMAN_CLIPS, PAUSE_S = 12, (0.2, 0.7)
SPEEDS, SPEED_S = (0.8, 1.25, 1.5, 2.0), 20
OWN = (("long-read.html", "hibari:heart", 16), ("kurz.html", "system:gmw/de", 2), ("news.html", "system:gmw/en-us", 6))
KEYS = (PUBLIC, *(Key(str(each), bytes([each])) for each in range(7)))
ALTERNATE = 8
"""Clips whose quality is measured, one of so many."""


def number(clip: int) -> int:
    return int.from_bytes(hashlib.sha256(bytes([clip])).digest()[:4], "big")


def narrated(folder: Path) -> Iterator[tuple[str, Wave, int]]:
    """Whole narrations without a mark: voice, sound, and how many clips to take."""
    for name, voice, clips in OWN:
        settings = Settings(
            output=str(folder),
            cache_dir=folder / "cache",
            voice=voice,
            format=("wav",),
            sign=False,
            page=False,
            watermark=False,
        )
        narration = narrate(SAMPLES / name, settings)
        path = folder / narration.slug / narration.files[0].name
        pcm = np.concatenate(list(base.of(path).decoded(path)))
        yield voice, soxr.resample(pcm / np.float32(32768), narration.timeline.sample_rate_hz, RATE_HZ), clips


def people(sounds: Path) -> Iterator[tuple[str, Wave, int]]:
    """The longer prompts of each speaker with pauses between."""
    rng = np.random.default_rng(5)
    for folder in sorted({path.parent for path in sounds.rglob("demo-instruct.g722")}):
        prompts = sorted(folder.glob("*.g722"), key=lambda path: (-path.stat().st_size, path.name))[:140]
        pieces: list[Wave] = []
        for path in rng.permutation(np.array(prompts, dtype=object)):
            with av.open(str(path), format="g722") as container:
                wave = np.concatenate([each.to_ndarray().reshape(-1) for each in container.decode(audio=0)])
            pieces += [
                np.asarray(wave / 32768, np.float32),
                np.zeros(round(16_000 * rng.uniform(*PAUSE_S)), np.float32),
            ]
        yield folder.name, soxr.resample(np.concatenate(pieces), 16_000, RATE_HZ), HUMAN_CLIPS


def clips(voices: list[tuple[str, Wave, int]]) -> Iterator[Wave]:
    """Clips of equal level, spread over each voice."""
    for _, wave, count in voices:
        for start in np.linspace(0, len(wave) - CLIP_S * RATE_HZ, count).astype(int):
            clip = wave[start : start + CLIP_S * RATE_HZ]
            yield np.clip(clip * 10 ** (-22 / 20) / level(clip), -1, 1)


def laid(clip: Wave, mark: int) -> Wave:
    pcm = np.rint(clip * 32767).astype(np.int16)
    return np.asarray(np.concatenate(list(marked([pcm], RATE_HZ, mark))) / 32768, np.float32)


def outlived(sounds: list[Wave]) -> Iterator[str]:
    """A row a channel: detected / id right, in percent, for each length, and ids that were wrong."""
    starts = np.random.default_rng(9).integers(0, 9 * RATE_HZ, len(sounds))
    yield f"| channel ({len(sounds)} clips) | {' | '.join(f'{each} s' for each in LENGTHS_S)} | wrong ids |"
    yield "|---|" + "--:|" * (len(LENGTHS_S) + 1)
    for name, channel in CHANNELS.items():
        seen: dict[int, list[tuple[bool, bool]]] = {each: [] for each in LENGTHS_S}
        wrong = 0
        for clip, (sound, start) in enumerate(zip(sounds, starts, strict=True)):
            after = np.clip(channel(sound[start : start + 31 * RATE_HZ]), -1, 1)
            for length in LENGTHS_S:
                found = detect(after[: length * RATE_HZ], RATE_HZ)
                read = found[0].number if found else None
                seen[length].append((bool(found), read == number(clip)))
                wrong += read not in (None, number(clip))
        yield f"| {name} | {' | '.join(percent(seen[each]) for each in LENGTHS_S)} | {wrong} |"


def percent(seen: list[tuple[bool, bool]]) -> str:
    detected, right = (100 * np.mean([each[place] for each in seen]) for place in (0, 1))
    return f"{detected:.0f} / {right:.0f}"


def played(sounds: list[Wave]) -> Iterator[str]:
    yield f"| speed with pitch kept, {SPEED_S} s of the changed file | detected / id right |"
    yield "|---|--:|"
    for speed in SPEEDS:
        seen = []
        for clip, sound in enumerate(sounds):
            found = detect(faster(sound, speed)[: SPEED_S * RATE_HZ], RATE_HZ, speeds=(1.0, speed))
            seen.append((bool(found), bool(found) and found[0].number == number(clip)))
        yield f"| {speed:g} | {percent(seen)} |"


def unmarked(voices: list[tuple[str, Wave, int]]) -> Iterator[str]:
    """How z is spread where there is no mark: all places, eight keys."""
    waves = [*(wave for _, wave, _ in voices), music(300)]
    minutes = sum(map(len, waves)) / RATE_HZ / 60
    values = []
    for wave in waves:
        for start in range(0, len(wave) - 8 * RATE_HZ, 30 * RATE_HZ):
            rows = differences(np.asarray(wave[start : start + 30 * RATE_HZ], np.float32))
            values += [z for key in KEYS for z, _ in places(rows, key)]
    z = np.concatenate(values)
    yield f"Unmarked: {minutes:.0f} min, {len(z):,} places, eight keys: highest z {np.max(z):.2f} (a mark is there above {PRESENT})."
    yield "| z above | share | of a normal one |"
    yield "|---|--:|--:|"
    for limit, normal in ((1, 1.587e-1), (2, 2.275e-2), (3, 1.350e-3), (4, 3.167e-5), (5, 2.867e-7)):
        yield f"| {limit} | {np.mean(z > limit):.3g} | {normal:.3g} |"


def quality(plain: list[Wave], sounds: list[Wave]) -> Iterator[str]:
    """PESQ-WB (ITU-T P.862.2) of marked against unmarked, and DNSMOS of both."""
    try:
        from pesq import pesq
        from speechmos import dnsmos
    except ImportError as error:
        yield f"Quality was not measured: {error}."
        return
    pairs = [
        [soxr.resample(each[2 * RATE_HZ : 12 * RATE_HZ], RATE_HZ, 16_000) for each in pair]
        for pair in zip(plain, sounds, strict=True)
    ][:: max(1, ALTERNATE // 2)]
    scores = [pesq(16_000, *pair, "wb") for pair in pairs]
    yield f"PESQ-WB, {len(pairs)} clips: mean {np.mean(scores):.3f}, worst {min(scores):.3f}."
    noise = [20 * np.log10(level(one) / level(two - one)) for one, two in pairs]
    yield f"What is added lies {np.mean(noise):.1f} dB below the sound."
    for name in ("ovrl_mos", "p808_mos"):
        before, after = (np.mean([dnsmos.run(each[place], 16_000)[name] for each in pairs]) for place in (0, 1))
        yield f"DNSMOS {name}: {before:.3f} unmarked, {after:.3f} marked."


def costs(sound: Wave) -> Iterator[str]:
    pcm = np.rint(sound * 32767).astype(np.int16)
    for name, work in (
        ("embed, 24 kHz", lambda: list(marked([pcm], RATE_HZ, 1))),
        ("embed, 22.05 kHz", lambda: list(marked([pcm], 22_050, 1))),
        ("detect", lambda: detect(sound[: 30 * RATE_HZ], RATE_HZ)),
    ):
        spent = []
        for _ in range(4):
            before = time.process_time()
            work()
            spent.append(time.process_time() - before)
        seconds = 30 if name == "detect" else len(sound) / (22_050 if "22" in name else RATE_HZ)
        yield f"CPU a minute of sound, {name}: {min(spent) * 60 / seconds:.3f} s (best of four)."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sounds", type=Path, default=SOUNDS)
    parser.add_argument("--few", action="store_true")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        voices = [*narrated(Path(name)), *people(wanted.sounds)]
    print(f"{len(voices)} voices: {', '.join(voice for voice, _, _ in voices)}", flush=True)
    plain = list(clips(voices))[:: 4 if wanted.few else 1]
    sounds = [laid(clip, number(place)) for place, clip in enumerate(plain)]
    for part in (costs(sounds[0]), quality(plain, sounds), outlived(sounds), played(sounds), unmarked(voices)):
        for line in part:
            print(line, flush=True)


if __name__ == "__main__":
    main()
