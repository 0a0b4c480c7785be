"""ElevenLabs: each sentence with the text around it, and with the time of each character."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from narrator.engines import remote
from narrator.engines.base import Limits
from narrator.engines.services import host
from narrator.errors import EngineError, RefusedError
from narrator.languages import primary
from narrator.model import Clip, Prosody, Voice, Word

if TYPE_CHECKING:
    import httpx

FORMAT = "pcm_24000"
SEED = 0
"""Equal requests then mostly sound alike; the service promises no more than that."""
SLOWEST, FASTEST = 0.7, 1.2
"""What the service takes as speed."""
LANGUAGE_MODELS = ("turbo", "flash", "v3")
"""Models that can be told the language; others answer with an error."""


class ElevenLabs:
    """``POST /v1/text-to-speech/{voice}/with-timestamps`` for each sentence; several at a time from this process."""

    name = "elevenlabs"
    version = "1"
    digital_source_type = "trainedAlgorithmicMedia"
    limits = Limits(words=400, characters=2_500)
    deterministic = False
    forks = False
    remote = True

    def available(self) -> str:
        """Always what is missing: its voices come from the settings."""
        return "a service speaks where the settings name it: [service.NAME]"

    def voices(self) -> Sequence[Voice]:
        """None: they are those of the settings."""
        return ()

    def fingerprint(self, voice: Voice) -> str:
        """Where it is, what speaks there and how; not the key."""
        given = remote.options(voice)
        return json.dumps([given["base_url"], given["model"], given["fields"]])

    def text(self, words: Sequence[Word], language: str) -> str:
        """The words, without what the service reads as markup (``<break/>``, ``[laughs]``)."""
        return remote.plain(" ".join(word.text for word in words))

    def in_context(self, text: str, before: str, after: str) -> str:
        """The text with what stands around it, so that its melody fits: part of what is asked for, and of the key."""
        return json.dumps({"text": text, "previous_text": before, "next_text": after}, ensure_ascii=False)

    def speak(self, text: str, voice: Voice, prosody: Prosody, language: str) -> Clip:
        """24 kHz mono.

        Raises:
            RefusedError: the service will not say it at another try either.
            EngineError: it did not say it in all tries.
        """
        if prosody.pitch_semitones or prosody.volume_db:
            raise EngineError(f"{voice.id} has no pitch or volume", "leave them at 0, or take a system voice")
        if not SLOWEST <= prosody.rate <= FASTEST:
            raise RefusedError(
                f"{voice.id} speaks at {SLOWEST:g} to {FASTEST:g} times its pace, not at {prosody.rate:g}"
            )
        given = remote.options(voice)
        secret = remote.key(given)
        if not secret:
            raise RefusedError(f"{given['key']} is not in the environment", f"{host(given['base_url'])} wants a key")
        parts = json.loads(text) if text.startswith("{") else {"text": text}
        body: dict[str, Any] = {
            **{name: each for name, each in parts.items() if each},
            "model_id": given["model"],
            "seed": SEED,
            "voice_settings": {"speed": prosody.rate},
            **json.loads(given["fields"] or "{}"),
        }
        if any(each in given["model"] for each in LANGUAGE_MODELS):
            body["language_code"] = primary(language)
        return remote.asked(
            self._client,
            f"{given['base_url']}/v1/text-to-speech/{voice.name}/with-timestamps?output_format={FORMAT}",
            headers={"xi-api-key": secret},
            body=body,
            secret=secret,
            told=lambda answer: _clip(answer, voice.sample_rate_hz),
        )

    def knows(self, word: str, language: str) -> bool:
        """Nobody can tell."""
        return word.isalpha()

    @cached_property
    def _client(self) -> httpx.Client:
        return remote.client()


def _clip(answer: bytes, sample_rate_hz: int) -> Clip:
    """The clip of an answer.

    Raises:
        ValueError: it is no JSON with sound in it.
    """
    found = json.loads(answer)
    if not isinstance(found, dict) or not isinstance(found.get("audio_base64"), str):
        raise ValueError("there is no audio_base64 in its answer")
    return remote.pcm(base64.b64decode(found["audio_base64"], validate=True), sample_rate_hz)
