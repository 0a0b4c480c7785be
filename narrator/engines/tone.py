"""An engine of exact length, for tests and for trying a set-up: a tone a word, its length by its characters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from narrator.engines.base import Limits
from narrator.model import Clip, Prosody, Voice, Word

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

SAMPLE_RATE_HZ = 24_000
SAMPLES_PER_CHARACTER = 1_200
"""0.05 s."""
LEVEL = 0.1


class Tone:
    """Speaks nothing: the sound of a text of n characters is n × 1200 samples at 24 kHz and rate 1."""

    name = "tone"
    version = "1"
    digital_source_type = "algorithmicMedia"
    limits = Limits(words=60, characters=400)
    deterministic = True
    forks = True

    def available(self) -> str:
        """Always empty: it needs nothing."""
        return ""

    def voices(self) -> Sequence[Voice]:
        """The one voice, which has no language of its own."""
        return (
            Voice("tone:sine", self.name, "sine", ("mul",), SAMPLE_RATE_HZ, "none needed", self.digital_source_type),
        )

    def fingerprint(self, voice: Voice) -> str:
        """The same for ever."""
        return "sine"

    def text(self, words: Sequence[Word], language: str) -> str:
        """The words, joined by spaces."""
        return " ".join(word.text for word in words)

    def speak(self, text: str, voice: Voice, prosody: Prosody, language: str) -> Clip:
        """A tone a word, between 200 and 800 Hz by its letters, with 2 ms edges."""
        import numpy as np

        length = round(len(text) * SAMPLES_PER_CHARACTER / prosody.rate)
        wave = np.zeros(length)
        at = 0
        for word in text.split(" "):
            share = round(len(word) * SAMPLES_PER_CHARACTER / prosody.rate)
            pitch = 200.0 + sum(map(ord, word)) % 600
            _add_tone(wave[at : at + share], pitch * 2.0 ** (prosody.pitch_semitones / 12))
            at += share + round(SAMPLES_PER_CHARACTER / prosody.rate)
        return Clip(np.round(wave * 32767).astype(np.int16), SAMPLE_RATE_HZ)

    def knows(self, word: str, language: str) -> bool:
        """It knows all words equally well."""
        return True


def _add_tone(wave: npt.NDArray[np.float64], pitch_hz: float) -> None:
    import numpy as np

    time = np.arange(len(wave)) / SAMPLE_RATE_HZ
    edge = np.clip(np.minimum(time, time[::-1]) / 0.002, 0, 1) if len(wave) else time
    wave += LEVEL * edge * np.sin(2 * np.pi * pitch_hz * time)
