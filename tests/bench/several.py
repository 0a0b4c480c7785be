"""How equally loud several voices are in one narration: ``python -m tests.bench.several hibari system``.

Our English sentences, those between quotation marks by the second voice and the rest by the first. Printed are the
loudness of what each says in the finished file (BS.1770, gated) and of the voices alone, and how far they are apart.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
import soundfile

from narrator import master
from narrator.engines import choice
from narrator.narrator import narrate
from narrator.settings import Settings
from tests.bench.voices import sentences, spoken

SENTENCES = 10
"""Of each voice: some 50 s."""


def parts_lufs(voice: str, other: str, folder: Path) -> list[float]:
    """The loudness in a narration of what the first voice says, and of what the second one does."""
    lines = sentences("en")
    pairs = zip(lines[:SENTENCES], lines[SENTENCES : 2 * SENTENCES], strict=True)
    source = folder / "sentences.md"
    source.write_text("".join(f"{own}\n\n> {quoted}\n\n" for own, quoted in pairs), encoding="utf-8")
    settings = Settings(
        output=str(folder / "out"), voice=voice, quote_voice=other, format=("wav",), sign=False, page=False,
        spoken_label=False, cache_dir=folder / "cache", language="en", watermark=False,
    )  # fmt: skip
    narration = narrate(source, settings)
    wave, rate = soundfile.read(folder / "out" / narration.slug / narration.files[0].name, dtype="int16")
    cues = narration.timeline.cues
    return [
        master.loudness(
            [np.concatenate([wave[c.start : c.end] for c in cues if c.voice == name])], rate
        ).integrated_lufs
        for name in ("", narration.others[0].id)
    ]


def alone_lufs(voice: str) -> float:
    """The loudness of a voice as it comes from its engine."""
    clips, _, _ = spoken(choice.choose("en", voice)[0].id, "en", sentences("en")[:SENTENCES])
    return master.loudness([clip.samples for clip in clips], clips[0].sample_rate_hz).integrated_lufs


def main(voice: str, *others: str) -> None:
    """Print a row for each pair."""
    for other in others:
        with tempfile.TemporaryDirectory() as folder:
            first, second = parts_lufs(voice, other, Path(folder))
        before = alone_lufs(voice) - alone_lufs(other)
        sys.stdout.write(f"{voice} {other}: {before:+.1f} LU apart alone, {first - second:+.2f} in the narration\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
