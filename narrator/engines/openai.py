"""Services that speak OpenAI's protocol: OpenAI's own, and servers such as Kokoro-FastAPI, LocalAI and Speaches."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from narrator.engines import remote
from narrator.engines.base import Limits
from narrator.engines.services import ADDRESSES, host
from narrator.errors import EngineError, RefusedError
from narrator.model import Clip, Prosody, Voice, Word

if TYPE_CHECKING:
    import httpx


class OpenAI:
    """``POST {base_url}/v1/audio/speech`` for each sentence; several at a time from this process."""

    name = "openai"
    version = "1"
    digital_source_type = "trainedAlgorithmicMedia"
    limits = Limits(words=500, characters=4_000)
    """The protocol takes 4,096 characters."""
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
        """The words, without what a server may read as markup."""
        return remote.plain(" ".join(word.text for word in words))

    def speak(self, text: str, voice: Voice, prosody: Prosody, language: str) -> Clip:
        """24 kHz mono.

        Raises:
            RefusedError: the service will not say it at another try either.
            EngineError: it did not say it in all tries.
        """
        if prosody.pitch_semitones or prosody.volume_db:
            raise EngineError(f"{voice.id} has no pitch or volume", "leave them at 0, or take a system voice")
        given = remote.options(voice)
        secret = remote.key(given)
        if not secret and given["base_url"] == ADDRESSES[self.name]:
            raise RefusedError(f"{given['key']} is not in the environment", f"{host(given['base_url'])} wants a key")
        body: dict[str, Any] = {
            "model": given["model"],
            "input": text,
            "voice": voice.name,
            "response_format": "pcm",
            "speed": prosody.rate,
            **json.loads(given["fields"] or "{}"),
        }
        return remote.asked(
            self._client,
            f"{given['base_url'].removesuffix('/v1')}/v1/audio/speech",
            headers={"Authorization": f"Bearer {secret}"} if secret else {},
            body=body,
            secret=secret,
            told=lambda answer: remote.pcm(answer, voice.sample_rate_hz),
        )

    def knows(self, word: str, language: str) -> bool:
        """Nobody can tell."""
        return word.isalpha()

    @cached_property
    def _client(self) -> httpx.Client:
        return remote.client()
