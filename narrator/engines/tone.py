"""An engine of exact length, for tests and for trying a set-up: a tone a word, its length by its characters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from narrator.engines.base import Limits
from narrator.model import Clip, Prosody, Voice, Word

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

SAMPLE_RATE_HZ = 24_000
CHARACTER_S = 0.05
SAMPLES_PER_CHARACTER = 1_200
"""At that rate."""
VOICES: Mapping[str, tuple[int, float]] = MappingProxyType({"sine": (SAMPLE_RATE_HZ, 0.1), "soft": (16_000, 0.03)})
"""Name -> sample rate in Hz, and level as a share of full scale."""


class Tone:
    """Speaks nothing: the sound of a text of n characters is n × 0.05 s at rate 1: with ``sine`` n × 1200 samples."""

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
        """A voice, and a quieter one at another sample rate; neither has a language of its own."""
        return tuple(
            Voice(f"tone:{name}", self.name, name, ("mul",), rate_hz, "none needed", self.digital_source_type)
            for name, (rate_hz, _) in VOICES.items()
        )

    def fingerprint(self, voice: Voice) -> str:
        """The same for ever."""
        return voice.name

    def text(self, words: Sequence[Word], language: str) -> str:
        """The words, joined by spaces."""
        return " ".join(word.text for word in words)

    def speak(self, text: str, voice: Voice, prosody: Prosody, language: str) -> Clip:
        """A tone a word, between 200 and 800 Hz by its letters, with 2 ms edges."""
        import numpy as np

        rate_hz, level = VOICES[voice.name]
        step = round(rate_hz * CHARACTER_S)
        wave = np.zeros(round(len(text) * step / prosody.rate))
        at = 0
        for word in text.split(" "):
            # From where to where is rounded, not each length: at a rate the lengths would run over the end.
            start, end = (round(place * step / prosody.rate) for place in (at, at + len(word)))
            pitch = 200.0 + sum(map(ord, word)) % 600
            wave[start:end] += level * _tone(end - start, pitch * 2.0 ** (prosody.pitch_semitones / 12), rate_hz)
            at += len(word) + 1
        return Clip(np.round(wave * 32767).astype(np.int16), rate_hz)

    def knows(self, word: str, language: str) -> bool:
        """It knows all words equally well."""
        return True


def _tone(length: int, pitch_hz: float, sample_rate_hz: int) -> npt.NDArray[np.float64]:
    import numpy as np

    time = np.arange(length) / sample_rate_hz
    edge = np.clip(np.minimum(time, time[::-1]) / 0.002, 0, 1) if length else time
    return np.asarray(edge * np.sin(2 * np.pi * pitch_hz * time))
