"""A voice as the settings let it speak: its cache, its budget, and what it costs."""

from __future__ import annotations

import dataclasses

from narrator import synthesize
from narrator.cache import GIGABYTE, Cache, default_folder
from narrator.engines.worker import Pool
from narrator.model import Prosody, Voice
from narrator.pipeline.script import Script
from narrator.purse import Purse
from narrator.settings import Settings


def speaker(voice: Voice, language: str, settings: Settings, pool: Pool) -> synthesize.Synthesizer:
    """A voice as these settings let it speak, with their cache and their budget."""
    return synthesize.Synthesizer(
        voice,
        Prosody(settings.rate, settings.pitch),
        cache=Cache(settings.cache_dir, round(settings.cache_gb * GIGABYTE)),
        language=language,
        workers=settings.workers,
        pool=pool,
        purse=_purse(voice, settings),
    )


def _purse(voice: Voice, settings: Settings) -> Purse | None:
    """What the run may spend on a voice; None for one that costs nothing."""
    service = settings.service.get(voice.id.partition(":")[0]) if voice.provider else None
    if service is None:
        return None
    return Purse(service.price_per_million, settings.budget, settings.cache_dir or default_folder(), service.currency)


@dataclasses.dataclass(frozen=True, slots=True)
class Cost:
    """What a service would be paid for a script."""

    characters: int
    """Of what is not in the cache."""
    amount: float
    currency: str
    provider: str


def cost(script: Script, settings: Settings) -> Cost | None:
    """What a script costs to speak, without what is in the cache; None where nobody is paid."""
    purse = _purse(script.voice, settings)
    if purse is None:
        return None
    with Pool(keeps=False) as pool, speaker(script.voice, script.article.language, settings, pool) as synthesizer:
        characters = synthesizer.unspoken(script.utterances)
    service = settings.service[script.voice.id.partition(":")[0]]
    return Cost(characters, purse.price(characters), service.currency, script.voice.provider)
