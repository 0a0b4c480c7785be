"""Several real voices in one narration: each word has its time, and workers change no sample."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import soundfile

from narrator import master
from narrator.engines.kokoro import Kokoro
from narrator.model import Narration
from narrator.narrator import narrate
from narrator.settings import Settings

ARTICLE = """“We waited for two long winters,” said the captain. “Now we go, and nobody will stop us.”

The pier was full of people on Monday morning, and the council paid for a new engine.

> The town belongs to the river, and the river belongs to the town.

The next boat leaves at noon tomorrow, and it will be full of children from the school.
"""


def parts_lufs(narration: Narration, settings: Settings) -> list[float]:
    """The loudness of what each voice says."""
    path = Path(settings.output, narration.slug, narration.files[0].name)
    wave, rate = soundfile.read(path, dtype="int16")
    cues = narration.timeline.cues
    parts = ([wave[c.start : c.end] for c in cues if c.voice == name] for name in ("", narration.others[0].id))
    return [master.loudness([np.concatenate(part)], rate).integrated_lufs for part in parts]


@pytest.mark.stress
@pytest.mark.usefixtures("kokoro")
@pytest.mark.parametrize("other", ["kokoro:am_fenrir", "system:gmw/en-us"])
def test_hibari_and_another_voice_are_equally_loud_and_equal_with_any_number_of_workers(
    other: str, settings: Settings, tmp_path: Path
) -> None:
    source = tmp_path / "ferry.md"
    source.write_text(ARTICLE, encoding="utf-8")
    wanted = dataclasses.replace(
        settings, voice="hibari:heart", quote_voice=other, format=("wav",), spoken_label=False, watermark=False
    )
    made = [
        narrate(
            source,
            dataclasses.replace(wanted, output=str(tmp_path / f"o{n}"), cache_dir=tmp_path / f"c{n}", workers=n),
        )
        for n in (1, 2)
    ]
    assert made[0].pcm_sha256 == made[1].pcm_sha256
    own, quoted = parts_lufs(made[0], dataclasses.replace(wanted, output=str(tmp_path / "o1")))
    assert quoted == pytest.approx(own, abs=1.0)


@pytest.mark.stress
def test_each_word_of_two_voices_that_tell_it_has_its_time(kokoro: Kokoro, settings: Settings, tmp_path: Path) -> None:
    assert not kokoro.missing()
    source = tmp_path / "ferry.md"
    source.write_text(ARTICLE, encoding="utf-8")
    wanted = dataclasses.replace(settings, voice="hibari:heart", quote_voice="kokoro:am_fenrir", spoken_label=False)
    for cue in narrate(source, wanted).timeline.cues:
        assert len(cue.words) == len(cue.text.split())
        assert all(cue.start <= word.start < word.end <= cue.end for word in cue.words)
        assert [*cue.words] == sorted(cue.words, key=lambda word: word.start)
