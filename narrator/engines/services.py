"""Speech services of the user's ``[service.NAME]`` tables, as voices: ``NAME:voice`` speaks by the table NAME.

A service is never chosen by itself: what it speaks leaves the machine and costs money.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from narrator import languages
from narrator.errors import VoiceError
from narrator.model import Doubt, DoubtKind, Voice
from narrator.settings import Service, Settings

ANY = "mul"
SAMPLE_RATE_HZ = 24_000
ADDRESSES = {"openai": "https://api.openai.com", "elevenlabs": "https://api.elevenlabs.io"}
"""Where a kind's own service is."""
KEYS = {"openai": "OPENAI_API_KEY", "elevenlabs": "ELEVENLABS_API_KEY"}
"""The variables of the environment that hold its key."""
MODELS = {"openai": "gpt-4o-mini-tts", "elevenlabs": "eleven_multilingual_v2"}
VOICES = {"openai": "alloy"}
"""What speaks where the table names none; ElevenLabs' voices are numbers of one's own account."""


def voice(wanted: str, services: Mapping[str, Service]) -> Voice | None:
    """The voice of a service; None where ``wanted`` names no service.

    Args:
        wanted: ``NAME:voice``, or ``NAME`` for the voice of the table.
        services: by name.

    Raises:
        VoiceError: neither the table nor ``wanted`` names a voice.
    """
    name, _, rest = wanted.partition(":")
    if name not in services:
        return None
    table = services[name]
    speaker = rest or table.voice or VOICES.get(table.kind, "")
    if not speaker:
        raise VoiceError(f"service {name} has no voice of its own", f"name one: --voice {name}:VOICE")
    base_url = (table.base_url or ADDRESSES[table.kind]).rstrip("/")
    model = table.model or MODELS[table.kind]
    given = {
        "service": name,
        "base_url": base_url,
        "model": model,
        "key": table.key or KEYS[table.kind],
        "concurrency": str(table.concurrency),
        "fields": table.fields,
    }
    return Voice(
        f"{name}:{speaker}",
        table.kind,
        speaker,
        tuple(languages.of(each).tag or ANY for each in table.languages) or (ANY,),
        SAMPLE_RATE_HZ,
        f"by the terms of {host(base_url)}",
        "trainedAlgorithmicMedia",
        provider=f"{host(base_url)}, {model}",
        options=tuple(sorted(given.items())),
    )


def named(settings: Settings) -> tuple[Service, ...]:
    """The services that speak with these settings, each once, whatever part they have."""
    names = dict.fromkeys(wanted.partition(":")[0] for wanted in settings.voices.values())
    return tuple(settings.service[name] for name in names if name in settings.service)


def host(address: str) -> str:
    """The host of an address, with its port where it has one."""
    return urlsplit(address).netloc.rpartition("@")[2] or address


def doubt(speaker: Voice) -> Doubt:
    """That the text leaves the machine, and where it goes."""
    return Doubt(DoubtKind.LEAVES_MACHINE, f"the text goes to {host(dict(speaker.options)['base_url'])} to be spoken")
