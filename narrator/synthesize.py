"""Utterances -> Clips, through engine workers and the cache, in order, a few at a time."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import json
import logging
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from queue import SimpleQueue
from types import TracebackType
from typing import TYPE_CHECKING

from narrator.cache import Cache
from narrator.children import ChildLost
from narrator.engines import base
from narrator.engines.worker import Caller, Pool, Worker
from narrator.errors import EngineError, RefusedError
from narrator.model import Clip, Prosody, Utterance, Voice, Word
from narrator.purse import Purse
from narrator.units import samples, shortened

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

log = logging.getLogger(__name__)
SCHEMA = "clip-2"
"""Counted up when trimming or checking changes: old clips are then not found."""
EDGE_S = 0.05
"""Silence that is left at either edge of a clip, so that the pauses are ours."""
QUIET = 0.005
"""Of the clip's own peak (−46 dB): what counts as silence."""
FRAME_S = 0.005
RATES = (0.5, 2.0)
"""What engines take as pace."""
CLAUSE_S = 0.12
TRIES = 3
"""Of an utterance that an engine refuses or hangs on; the last is made by a new child. Under load the system's voices
were once seen to give silence, and the next time speech."""
SHOWN = 120
"""Characters of a sentence that an error shows."""
LOSSES = 10
"""Children that may die under one utterance: other hands than the sentence's may have killed them."""
CHARACTERS_A_WORKER = 2_000
"""A start costs about as much as speaking a thousand characters: fewer are not worth another child."""
LOUDEST_SHARE = 0.001
"""A clip with more of its samples at full scale is clipped."""

Spoken = tuple[Utterance, str, Clip]


def limit_s(text: str) -> float:
    """How long one call may take, with the start of a child: 20 s and 0.1 s a character."""
    return 20.0 + 0.1 * len(text)


def worth(characters: int, wanted: int | None) -> int:
    """How many children so much text is worth: as many as are wanted, else a core's each at the most."""
    return wanted or min(os.cpu_count() or 1, 1 + characters // CHARACTERS_A_WORKER)


class Synthesizer:
    """One voice, the children that speak with it, and the cache that remembers.

    Use as a context manager: the children end with it, or go back to the pool that lent them.

    Args:
        voice: who speaks.
        prosody: of the whole narration.
        cache: of clips.
        language: to load the voice with (BCP 47).
        workers: children at the most; None for as many as the text is worth.
        pool: of children; None for its own.
        limit: seconds that one call may take, by its text.
        purse: what may be spent on the voice.
        sample_rate_hz: of the clips; None for the voice's own.
    """

    def __init__(
        self,
        voice: Voice,
        prosody: Prosody,
        *,
        cache: Cache,
        language: str = "",
        workers: int | None = None,
        pool: Pool | None = None,
        limit: Callable[[str], float] = limit_s,
        purse: Purse | None = None,
        sample_rate_hz: int | None = None,
    ) -> None:
        self.voice = voice
        self.prosody = prosody
        self.cache = cache
        self.language = language
        self.syntheses = 0
        """How many utterances were really spoken rather than found."""
        self._engine = base.engine(voice.engine)
        self._fingerprint = self._engine.fingerprint(voice)
        self._wanted = int(dict(voice.options).get("concurrency", 0)) or workers
        self._purse = purse
        self._rate_hz = sample_rate_hz or voice.sample_rate_hz
        self._pool = pool or Pool(keeps=False)
        self._limit = limit
        self._workers: list[Worker | Caller] = []
        self._idle: SimpleQueue[Worker | Caller] = SimpleQueue()
        self._threads: ThreadPoolExecutor | None = None

    def __enter__(self) -> Synthesizer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers if kind is not None else ():
            worker.close()
        self.close()

    def close(self) -> None:
        """End the children, or give them back; a sentence that is spoken after this starts new ones."""
        if self._threads:
            self._threads.shutdown(wait=True, cancel_futures=True)
            self._threads = None
            self._idle = SimpleQueue()
        while self._workers:
            self._pool.take_back(self._workers.pop())

    def _key(self, utterance: Utterance, parts: Sequence[str]) -> str:
        """The clip's name: of the engine, its version, the voice, the prosody and the strings it gets.

        And of the sample rate, where that is another than the voice's own.
        """
        identity = [
            SCHEMA,
            self._engine.name,
            self._engine.version,
            self.voice.id,
            self._fingerprint,
            *dataclasses.astuple(self._prosody(utterance)),
            utterance.language,
            parts,
            *([self._rate_hz] if self._rate_hz != self.voice.sample_rate_hz else []),
        ]
        return hashlib.sha256(json.dumps(identity, ensure_ascii=False).encode()).hexdigest()

    def warm(self, characters: int) -> None:
        """Load the voice in as many children as so much text is worth, beside whatever else is done meanwhile."""
        self._staffed(characters)
        for worker in self._workers:
            worker.load(self.voice, self.prosody, self.language)

    def clips(self, utterances: Iterable[Utterance]) -> Iterator[Spoken]:
        """Each utterance with the key and the sound of its clip, in order.

        Args:
            utterances: verbalized; taken a few ahead of what is given out.

        Raises:
            EngineError: a sentence could not be spoken after several tries; the message names it.
        """
        script = list(utterances)
        threads = self._staffed(sum(len(each.written) for each in script))
        ahead: deque[tuple[Utterance, str, Future[Clip] | Clip]] = deque()
        for utterance, parts, key in self._named(script):
            found = self.cache.get(key)
            ahead.append((utterance, key, found or threads.submit(self._made, utterance, parts, key)))
            while len(ahead) > 2 * len(self._workers):
                yield _ready(ahead.popleft())
        while ahead:
            yield _ready(ahead.popleft())

    def unspoken(self, utterances: Iterable[Utterance]) -> int:
        """How many characters of them are not in the cache: what a service is paid for."""
        named = self._named(list(utterances))
        return sum(
            len(self._spoken_text(part)) for _, parts, key in named if self.cache.get(key) is None for part in parts
        )

    def clip(self, utterance: Utterance) -> Clip:
        """One clip, from the cache or spoken now."""
        return next(self.clips((utterance,)))[2]

    def dictionary_words(self, words: Sequence[str], language: str) -> Sequence[str]:
        """Those of the words that the voice's engine has in its dictionary, asked where that is loaded: of a child."""
        self._staffed(0)
        worker = self._idle.get()
        try:
            return worker.dictionary_words(words, language, limit_s=self._limit(""))
        except (ChildLost, EngineError):  # what it has to say then, it says at the first sentence
            return base.dictionary_words(self.voice.engine, words, language)
        finally:
            self._idle.put(worker)

    def kept(self, key: str) -> Clip | None:
        """A clip by its key; None where the cache lost it."""
        return self.cache.get(key)

    def _named(self, script: Sequence[Utterance]) -> Iterator[tuple[Utterance, list[str], str]]:
        """Each utterance with the strings that the engine gets and the key of its clip."""
        in_context = getattr(self._engine, "in_context", None)
        for i, utterance in enumerate(script):
            parts = self._parts(utterance)
            if in_context and len(parts) == 1:
                before, after = (" ".join(each.spoken for each in script[j : j + 1]) for j in (max(0, i - 1), i + 1))
                parts = [in_context(parts[0], before if i else "", after)]
            yield utterance, parts, self._key(utterance, parts)

    def _spoken_text(self, part: str) -> str:
        """What is said of a part: without what stands around it."""
        return str(json.loads(part)["text"]) if hasattr(self._engine, "in_context") and part[:1] == "{" else part

    def _staffed(self, characters: int) -> ThreadPoolExecutor:
        """The threads, with as many children as so much text is worth; each starts with its first call."""
        if self._threads is None:
            self._threads = ThreadPoolExecutor(self._wanted or os.cpu_count() or 1)
        for _ in range(len(self._workers), worth(characters, self._wanted)):
            self._workers.append(self._pool.lend(self.voice.engine))
            self._idle.put(self._workers[-1])
        return self._threads

    def _prosody(self, utterance: Utterance) -> Prosody:
        """The narration's prosody with an utterance's own pace and, where the voice intones, its own onset."""
        rate = min(RATES[1], max(RATES[0], self.prosody.rate * utterance.rate))
        onset = utterance.onset_semitones if getattr(self._engine, "intones", False) else 0.0
        return dataclasses.replace(self.prosody, rate=rate, onset_semitones=onset)

    def _parts(self, utterance: Utterance) -> list[str]:
        """The strings that the engine gets: one, but where the spoken words are over its limits."""
        limits = self._engine.limits
        if utterance.is_apart:
            limits = dataclasses.replace(limits, words=min(limits.words, max(1, -(-2 * len(utterance.words) // 3))))
        cut = parts(utterance.words, limits)
        return [self._engine.text(words, utterance.language) for words in cut]

    def _made(self, utterance: Utterance, parts: Sequence[str], key: str) -> Clip:
        worker = self._idle.get()
        try:
            spoken = [self._spoken(text, utterance, worker) for text in parts if _says(self._spoken_text(text))]
        finally:
            self._idle.put(worker)
        clip = resampled(_joined(spoken, self.voice.sample_rate_hz), self._rate_hz)
        self.syntheses += 1
        self.cache.put(key, clip)
        return clip

    def _spoken(self, text: str, utterance: Utterance, worker: Worker | Caller) -> Clip:
        trouble, said, prosody = "", self._spoken_text(text), self._prosody(utterance)
        tries = losses = 0
        while tries < TRIES and losses < LOSSES:
            try:
                with self._purse.paying(len(said)) if self._purse else nullcontext():
                    clip = worker.speak(text, self.voice, prosody, utterance.language, limit_s=self._limit(text))
                return trimmed(checked(clip, said, prosody.rate))
            except ChildLost as lost:
                trouble = f"the voice {lost}"
                tries, losses = tries + lost.late, losses + 1
            except RefusedError:
                raise
            except EngineError as error:
                trouble = error.message
                tries += 1
                if tries == TRIES - 1:
                    worker.close()
            log.info("%s is asked again: %s", self.voice.id, trouble)
        sentence = shortened(utterance.written, SHOWN)
        raise EngineError(
            f"{self.voice.id} could not say {sentence!r}: {trouble}",
            "reword it with an edited `narrator script`, or take another voice",
        )


def parts(words: Sequence[Word], limits: base.Limits) -> list[tuple[Word, ...]]:
    """Words in runs that one call may carry, cut after a clause where there is one in the second half.

    Words that come from the same written characters, as those of one number, stay together.
    """
    runs: list[tuple[Word, ...]] = []
    rest = tuple(words)
    while len(rest) > limits.words or sum(len(each.text) + 1 for each in rest) > limits.characters:
        cut = _cut(rest, limits)
        runs.append(rest[:cut])
        rest = rest[cut:]
    return [*runs, rest]


def _cut(words: Sequence[Word], limits: base.Limits) -> int:
    count = size = 0
    while count < min(len(words), limits.words) and size + len(words[count].text) + 1 <= limits.characters:
        size += len(words[count].text) + 1
        count += 1
    count = max(1, min(count, len(words) - 1))
    clause = next((i for i in range(count, count // 2, -1) if words[i - 1].text[-1:] in ",;:.!?–—"), 0)
    if clause:
        return clause
    apart = (i for i in range(count, 0, -1) if (words[i - 1].start, words[i - 1].end) != (words[i].start, words[i].end))
    return next(apart, count)


def checked(clip: Clip, text: str, rate: float) -> Clip:
    """The clip, if it can be speech of ``text``.

    Raises:
        EngineError: empty, silent, clipped, or of a length that the text cannot have.
    """
    import numpy as np

    highest, lowest = int(np.max(clip.samples, initial=0)), int(np.min(clip.samples, initial=0))
    if highest == lowest == 0:
        raise EngineError(f"silence came out for {text[:60]!r}")
    full = highest == 32767 or lowest <= -32767
    if full and np.count_nonzero(np.abs(clip.samples.astype(np.int32)) >= 32767) > LOUDEST_SHARE * len(clip.samples):
        raise EngineError(f"the sound for {text[:60]!r} is clipped")
    length = len(clip.samples) / clip.sample_rate_hz * rate
    if not 0.008 * len(text) <= length <= 3.0 + 0.6 * len(text):
        raise EngineError(f"{length:.1f} s came out for {len(text)} characters: {text[:60]!r}")
    return clip


def trimmed(clip: Clip) -> Clip:
    """The clip with 50 ms of what the engine left at either edge."""
    import numpy as np

    frame = samples(FRAME_S, clip.sample_rate_hz)
    whole = len(clip.samples) // frame * frame
    frames = clip.samples[:whole].reshape(-1, frame)
    loud = np.maximum(frames.max(axis=1, initial=0).astype(np.int32), -frames.min(axis=1, initial=0).astype(np.int32))
    heard = np.flatnonzero(loud > QUIET * loud.max(initial=1))
    if not len(heard):
        return clip
    edge = samples(EDGE_S, clip.sample_rate_hz)
    start = max(0, int(heard[0]) * frame - edge)
    end = min(len(clip.samples), (int(heard[-1]) + 1) * frame + edge)
    ends = (min(max(each - start, 0), end - start) for each in clip.word_ends)
    return Clip(clip.samples[start:end], clip.sample_rate_hz, tuple(ends))


def resampled(clip: Clip, sample_rate_hz: int) -> Clip:
    """The clip at another sample rate (soxr, high quality), where its words end moved with it."""
    if clip.sample_rate_hz == sample_rate_hz:
        return clip
    import numpy as np
    import soxr

    wave = soxr.resample(clip.samples.astype(np.float32), clip.sample_rate_hz, sample_rate_hz)
    share = sample_rate_hz / clip.sample_rate_hz
    ends = (min(len(wave), round(each * share)) for each in clip.word_ends)
    return Clip(np.rint(np.clip(wave, -32768, 32767)).astype(np.int16), sample_rate_hz, tuple(ends))


def _joined(clips: Sequence[Clip], sample_rate_hz: int) -> Clip:
    """Several parts of one utterance with a clause's pause between; 50 ms of silence for one that says nothing."""
    import numpy as np

    if len(clips) == 1:
        return clips[0]
    rate = clips[0].sample_rate_hz if clips else sample_rate_hz
    gap = np.zeros(samples(CLAUSE_S, rate), np.int16)
    between: list[npt.NDArray[np.int16]] = [gap] * (2 * len(clips) - 1) if clips else [gap[: samples(EDGE_S, rate)]]
    between[::2] = [clip.samples for clip in clips] or between[::2]
    return Clip(np.concatenate(between), rate, _ends(clips, len(gap)))


def _ends(clips: Sequence[Clip], gap: int) -> tuple[int, ...]:
    """Where the words of joined clips end; empty where one of them does not tell."""
    if not all(clip.word_ends for clip in clips):
        return ()
    starts = list(itertools.accumulate((len(clip.samples) + gap for clip in clips), initial=0))
    ends = [
        (*(start + end for end in clip.word_ends[:-1]), after)
        for start, after, clip in zip(starts, starts[1:], clips, strict=False)
    ]
    return (*itertools.chain(*ends[:-1]), *ends[-1][:-1], starts[-1] - gap)


def _says(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _ready(entry: tuple[Utterance, str, Future[Clip] | Clip]) -> Spoken:
    utterance, key, clip = entry
    return utterance, key, clip if isinstance(clip, Clip) else clip.result()
