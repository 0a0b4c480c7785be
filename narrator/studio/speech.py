"""A sentence as sound, at once: spoken by a warm voice, found in the cache when it was heard before.

What an editor heard is in the cache under the same name that the narration looks for: it is not spoken twice.
"""

from __future__ import annotations

import dataclasses
import io
import struct
import threading
import wave
from collections.abc import Iterable, Iterator, Sequence

from narrator import preview
from narrator.engines.worker import Pool
from narrator.lexicon import Entry
from narrator.model import Clip, Utterance, Voice
from narrator.pipeline import speaker
from narrator.proposals import Proposal, proposals
from narrator.settings import Settings
from narrator.units import samples

LONGEST = 1_000
"""Characters of a text that is only tried."""
SILENCE_S = 0.05
HEAD_BYTES = 44
"""Of a WAV file as ``wav`` writes it."""
AT_A_TIME = 2
"""Sentences that are spoken beside each other: more would take the cores of those who make narrations."""


class Speech:
    """Voices that stay loaded from one sentence to the next. Safe to use from several threads."""

    def __init__(self) -> None:
        self._pool = Pool()
        self._room = threading.BoundedSemaphore(AT_A_TIME)

    def close(self) -> None:
        """End the children that speak."""
        self._pool.close()

    def sentence(self, utterance: Utterance, voices: Sequence[Voice], language: str, settings: Settings) -> bytes:
        """A sentence of a script as a WAV file; a short silence where nothing is said.

        Args:
            utterance: verbalized.
            voices: of the script, the article's first, whose sample rate all have and whose pitch is set.
            language: of the article (BCP 47).
            settings: pace and pitch, services.

        Raises:
            EngineError: the voice did not say it.
        """
        rate_hz = voices[0].sample_rate_hz
        if not any(letter.isalnum() for letter in utterance.spoken):
            return wav(Clip.of(bytes(2 * samples(SILENCE_S, rate_hz)), rate_hz))
        voice = next((each for each in voices if each.id == utterance.voice), voices[0])
        known = settings if voice == voices[0] else dataclasses.replace(settings, pitch=0.0)
        with self._room, speaker(voice, language, known, self._pool, sample_rate_hz=rate_hz) as synthesizer:
            return wav(synthesizer.clip(utterance))

    def stream(
        self, utterances: Iterable[Utterance], voices: Sequence[Voice], language: str, settings: Settings
    ) -> Iterator[bytes]:
        """Sentences after each other as one WAV file that ends when they do: each is sent as soon as it is spoken.

        Raises:
            EngineError: the voice did not say one of them.
        """
        rate_hz = voices[0].sample_rate_hz
        yield head(rate_hz)
        for each in utterances:
            yield self.sentence(each, voices, language, settings)[HEAD_BYTES:]
            yield bytes(2 * samples(each.pause_s, rate_hz))

    def text(self, text: str, language: str, voice: str | None, settings: Settings, entry: Entry | None) -> bytes:
        """Any short text as a WAV file, with one more pronunciation.

        Raises:
            VoiceError: there is no such voice.
            EngineError: the voice did not say it.
        """
        utterance, chosen = preview.tried(text, language, voice, settings, entry)
        return self.sentence(utterance, (chosen,), language, settings)

    def proposals(self, word: str, language: str, voice: str | None, settings: Settings) -> Sequence[Proposal]:
        """Other ways to say a name.

        Raises:
            VoiceError: there is no such voice.
        """
        _, chosen = preview.tried(word, language, voice, settings)
        return proposals(word, chosen, language)


def head(rate_hz: int) -> bytes:
    """The head of a WAV file, 16 bits, mono, whose length nobody knows yet: as long as can be (RIFF has 32 bits)."""
    sound = struct.pack("<HHIIHH", 1, 1, rate_hz, 2 * rate_hz, 2, 16)
    return b"RIFF\xff\xff\xff\xffWAVEfmt " + struct.pack("<I", len(sound)) + sound + b"data\xff\xff\xff\xff"


def wav(clip: Clip) -> bytes:
    """A clip as a WAV file: 16 bits, mono."""
    body = io.BytesIO()
    with wave.open(body, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(clip.sample_rate_hz)
        file.writeframes(clip.body)
    return body.getvalue()
