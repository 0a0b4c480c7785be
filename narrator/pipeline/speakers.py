"""The voices of a narration as the settings let them speak, as one: their caches, their budgets, what they cost.

Voices are not equally loud: espeak-ng's are 6 LU over hibari's. Those beside the article's are brought to its loudness,
measured (BS.1770) over the first sentences of each.
"""

from __future__ import annotations

import dataclasses
from collections import deque
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING

from narrator import synthesize
from narrator.cache import GIGABYTE, Cache, default_folder
from narrator.engines import base as engines
from narrator.engines.worker import Pool
from narrator.master.meter import SILENCE_LUFS, Meter, integrated_lufs
from narrator.model import Clip, Prosody, Utterance, Voice
from narrator.pipeline.script import Script
from narrator.purse import Purse
from narrator.settings import Settings

if TYPE_CHECKING:
    from narrator.synthesize import Spoken, Synthesizer

MEASURED = 3_000
"""Characters of a voice whose loudness is measured, some three minutes: enough for half a LU, and 9 MB of sound."""
MOST_GAIN_DB = 12.0
"""Further apart than that no two voices were, and silence is made no speech."""

FULL_SCALE = 32_767
"""Of 16 bits."""


def speaker(
    voice: Voice, language: str, settings: Settings, pool: Pool, *, sample_rate_hz: int | None = None
) -> Synthesizer:
    """A voice as these settings let it speak, with their cache and their budget.

    Args:
        voice: who speaks.
        language: to load it with (BCP 47).
        settings: of the narration.
        pool: of children.
        sample_rate_hz: of its clips; None for the voice's own.
    """
    return synthesize.Synthesizer(
        voice,
        Prosody(settings.rate, settings.pitch),
        cache=Cache(settings.cache_dir, round(settings.cache_gb * GIGABYTE)),
        language=language,
        workers=settings.workers,
        pool=pool,
        purse=_purse(voice, settings),
        sample_rate_hz=sample_rate_hz,
    )


class Speakers:
    """All voices of a narration, which speak as one: clips at one sample rate and of one loudness, in order.

    Use as a context manager: the children end with it, or go back to the pool that lent them.

    Args:
        voice: the article's own, which sets sample rate and loudness.
        language: of the article (BCP 47).
        settings: of the narration.
        pool: of children.
    """

    def __init__(self, voice: Voice, language: str, settings: Settings, pool: Pool) -> None:
        self.sample_rate_hz = voice.sample_rate_hz
        self._settings, self._pool = settings, pool
        self._own = speaker(voice, language, settings, pool)
        self._others: dict[str, Synthesizer] = {}
        self._streams: dict[str, _Stream] = {}
        self._gains: dict[str, float] = {}

    def __enter__(self) -> Speakers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for each in self._all():
            each.__exit__(kind, error, trace)

    def close(self) -> None:
        """End the children, or give them back; a sentence that is spoken after this starts new ones."""
        for each in self._all():
            each.close()

    @property
    def syntheses(self) -> int:
        """How many utterances were really spoken rather than found."""
        return sum(each.syntheses for each in self._all())

    def warm(self, characters: int) -> None:
        """Load the article's voice beside whatever else is done meanwhile, for so much text."""
        self._own.warm(characters)

    def join(self, voices: Sequence[Voice]) -> None:
        """Let other voices speak beside the article's."""
        for voice in voices:
            if voice.id not in self._others:
                # The pitch is the article's voice's own; a run that limits its children means all voices together.
                workers = None if self._settings.workers is None else 1
                settings = dataclasses.replace(self._settings, pitch=0.0, workers=workers)
                self._others[voice.id] = speaker(
                    voice, voice.languages[0], settings, self._pool, sample_rate_hz=self.sample_rate_hz
                )

    def clips(self, script: Sequence[Utterance]) -> Iterator[Spoken]:
        """Each utterance with the key and the sound of its clip, in order, each voice some sentences ahead.

        Args:
            script: verbalized; its voices have joined.

        Raises:
            EngineError: a sentence could not be spoken after several tries; the message names it.
        """
        measured = MEASURED if self._others else 0
        self._gains = {}
        self._streams = {name: _Stream(self._of(name), _by(script, name), measured) for name in ("", *self._others)}

        def spoken() -> Iterator[Spoken]:
            for utterance in script:
                said, key, clip = self._streams[utterance.voice].next()
                yield said, key, self._levelled(utterance, clip)

        return spoken()

    def clip(self, utterance: Utterance) -> Clip:
        """One clip, from the cache or spoken now; of one that ``clips`` gave, the same."""
        return self._levelled(utterance, self._of(utterance.voice).clip(utterance))

    def again(self, key: str, utterance: Utterance) -> Clip:
        """A clip that ``clips`` gave, from the cache, or spoken again where that lost it."""
        clip = self._of(utterance.voice).kept(key)
        return self.clip(utterance) if clip is None else self._levelled(utterance, clip)

    def dictionary_words(self, engine: str, words: Sequence[str], language: str) -> Sequence[str]:
        """Those of the words that an engine has in its dictionary: of the article's voice, its children are asked."""
        if engine == self._own.voice.engine:
            return self._own.dictionary_words(words, language)
        return engines.dictionary_words(engine, words, language)

    def unspoken(self, script: Sequence[Utterance], voice: Voice) -> int:
        """How many characters of one voice's are not in the cache: what a service is paid for."""
        name = voice.id if voice.id in self._others else ""
        return self._of(name).unspoken(_by(script, name))

    def _all(self) -> tuple[Synthesizer, ...]:
        return (self._own, *self._others.values())

    def _of(self, name: str) -> Synthesizer:
        return self._others[name] if name else self._own

    def _levelled(self, utterance: Utterance, clip: Clip) -> Clip:
        """The clip of another voice as loud as the article's voice is."""
        if not utterance.voice or utterance.voice not in self._streams:
            return clip
        if utterance.voice not in self._gains:
            levels = [self._streams[name].loudness_lufs() for name in ("", utterance.voice)]
            self._gains[utterance.voice] = _gain_db(*levels)
        return _louder(clip, self._gains[utterance.voice])


class _Stream:
    """The clips of one voice in order; the first of them can be measured before they are asked for.

    Args:
        synthesizer: the voice.
        script: its own utterances.
        measured: how many characters of them are measured.
    """

    def __init__(self, synthesizer: Synthesizer, script: Sequence[Utterance], measured: int) -> None:
        self._clips = synthesizer.clips(script) if script else iter(())
        self._ahead = deque["Spoken"]()
        self._meter: Meter | None = None
        self._unmeasured = measured
        self._level_lufs: float | None = None

    def next(self) -> Spoken:
        """The next clip."""
        return self._ahead.popleft() if self._ahead else self._counted(next(self._clips))

    def loudness_lufs(self) -> float:
        """Of the first sentences (BS.1770, gated)."""
        while self._unmeasured > 0 and (spoken := next(self._clips, None)) is not None:
            self._ahead.append(self._counted(spoken))
        self._unmeasured = 0
        if self._level_lufs is None:
            self._level_lufs = integrated_lufs(self._meter.energies()[1]) if self._meter else SILENCE_LUFS
        return self._level_lufs

    def _counted(self, spoken: Spoken) -> Spoken:
        if self._unmeasured > 0:
            clip = spoken[2]
            self._meter = self._meter or Meter(clip.sample_rate_hz)
            self._meter.add(clip.samples)
            self._unmeasured -= len(spoken[0].spoken)
        return spoken


def _by(script: Sequence[Utterance], name: str) -> list[Utterance]:
    return [each for each in script if each.voice == name]


def _gain_db(wanted_lufs: float, found_lufs: float) -> float:
    if SILENCE_LUFS in (wanted_lufs, found_lufs):
        return 0.0
    return min(MOST_GAIN_DB, max(-MOST_GAIN_DB, wanted_lufs - found_lufs))


def _louder(clip: Clip, gain_db: float) -> Clip:
    """The clip with a gain, less where its highest peak would not fit: a sentence is quieter rather than distorted."""
    import numpy as np

    wave = clip.samples.astype(np.float32)
    peak = float(np.abs(wave).max(initial=1.0))
    gain = np.float32(min(10.0 ** (gain_db / 20.0), FULL_SCALE / peak))
    return Clip(np.rint(wave * gain).astype(np.int16), clip.sample_rate_hz, clip.word_ends)


def _purse(voice: Voice, settings: Settings) -> Purse | None:
    """What the run may spend on a voice; None for one that costs nothing."""
    service = settings.service.get(voice.id.partition(":")[0]) if voice.provider else None
    if service is None:
        return None
    return Purse(service.price_per_million, settings.budget, settings.cache_dir or default_folder(), service.currency)


@dataclasses.dataclass(frozen=True, slots=True)
class Cost:
    """What services would be paid for a script."""

    characters: int
    """Of what is not in the cache."""
    amount: float
    currency: str
    provider: str
    """Who is paid; several are joined by "and"."""


def cost(script: Script, settings: Settings) -> Cost | None:
    """What a script costs to speak, without what is in the cache; None where nobody is paid."""
    paid = [(voice, purse) for voice in script.voices if (purse := _purse(voice, settings)) is not None]
    if not paid:
        return None
    with Pool(keeps=False) as pool, Speakers(script.voice, script.article.language, settings, pool) as speakers:
        speakers.join(script.others)
        characters = [speakers.unspoken(script.utterances, voice) for voice, _ in paid]
    amount = sum(purse.price(count) for count, (_, purse) in zip(characters, paid, strict=True))
    currency = settings.service[paid[0][0].id.partition(":")[0]].currency  # all have one: see engines.readers
    providers = dict.fromkeys(voice.provider for voice, _ in paid)
    return Cost(sum(characters), amount, currency, " and ".join(providers))
