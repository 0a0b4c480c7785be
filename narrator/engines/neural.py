"""hibari: a small neural voice for English, in its wheel with its model."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from narrator.engines.base import Limits
from narrator.engines.foreign import sound
from narrator.engines.phonemes import english
from narrator.errors import EngineError, VoiceError
from narrator.languages import primary
from narrator.model import Clip, Prosody, Voice, Word

SAMPLE_RATE_HZ = 24_000
SEED = 0
"""With a seed equal phonemes give equal samples, in every process."""
PHONEMES = 500
"""A longer call takes memory with the square of its length (2,000 words took 6.3 GB)."""
MARKUP = str.maketrans({"[": " ", "]": " "})
"""``[word](/ipa/)`` is the engine's own notation: what articles contain must not look like it."""
SPACES = re.compile(r"\s+")
BEFORE_MARK = re.compile(r" +(?=[,.;:!?])")
APOSTROPHE = str.maketrans({"\u2019": "'", "\u2015": "\u2014"})
LETTER_A = "ˈA"
LONGEST_MARK = 8
"""Characters of a mark such as A-10, whose words share them."""
SENTENCE_ENDS = '.!?:…"“”‘([—–'
READING = "3"
"""Counted up when a text gets other phonemes than before: clips that were kept of the old ones are then not found."""


class Neural:
    """English by hibari. One session and one thread a process; loaded with the first call."""

    name = "hibari"
    digital_source_type = "trainedAlgorithmicMedia"
    limits = Limits(words=60, characters=400)
    deterministic = True
    forks = True

    def __init__(self) -> None:
        self._loaded: dict[str, Any] = {}

    @cached_property
    def version(self) -> str:
        """Of hibari and of what runs its model: another one may round differently."""
        from importlib.metadata import version

        transforms = "scipy" if find_spec("scipy") else "numpy"  # hibari takes what is there
        return "-".join([*(version(each) for each in ("hibari-tts", "onnxruntime", transforms)), READING])

    def available(self) -> str:
        """Empty, or the package that is missing."""
        missing = [name for name in ("hibari", "onnxruntime") if find_spec(name) is None]
        return f"{missing[0]} is not installed" if missing else ""

    def voices(self) -> Sequence[Voice]:
        """``heart``, and those that were added."""
        return tuple(self._voice(name, each) for name, each in _known().items() if _path(name) is not None)

    def fingerprint(self, voice: Voice) -> str:
        """The SHA-256 that the package states for the model, which a download was checked against."""
        return str(_known()[voice.name]["sha256"])

    def text(self, words: Sequence[Word], language: str) -> str:
        """The words with their pronunciations inline, and nothing else that looks like markup."""
        said = [_inline(_lettered(words, index)) for index in range(len(words))]
        return BEFORE_MARK.sub("", SPACES.sub(" ", " ".join(said))).strip()

    def phonemes(self, text: str, voice: Voice) -> str:
        """What the model is given for a text whose numbers and short forms are in words already.

        hibari's own normalisation is left out: it reads "King Charles" as "King the zeroth Charles", since its pattern
        for Roman numerals matches an empty one before C, I, L, V and X.
        """
        found: str = self._tts(voice).g2p(text.translate(APOSTROPHE), normalize_text=False)
        return found

    def speak(self, text: str, voice: Voice, prosody: Prosody, language: str) -> Clip:
        """24 kHz mono.

        Raises:
            EngineError: another language or a setting the voice does not have, too long, or no sound.
        """
        import numpy as np

        if prosody.pitch_semitones or prosody.volume_db:
            raise EngineError(f"{voice.id} has no pitch or volume", "leave them at 0, or take a system voice")
        phonemes = self.phonemes(text, voice)
        if len(phonemes) > PHONEMES:
            raise EngineError(f"{len(phonemes)} phonemes in one utterance", f"the voice takes {PHONEMES}")
        tts = self._tts(voice)
        wave = tts.from_phonemes(phonemes, speed=prosody.rate, seed=SEED) if phonemes else np.zeros(0, np.float32)
        if not len(wave) or not np.isfinite(wave).all():
            raise EngineError(f"{voice.id} gave no sound for {text[:80]!r}")
        return Clip(np.round(np.clip(wave, -1, 1) * 32767).astype(np.int16), SAMPLE_RATE_HZ)

    def knows(self, word: str, language: str) -> bool:
        """Whether the word, or what its English endings leave, is in the dictionary rather than guessed."""
        lexicon = self._tts(next(iter(self.voices()))).g2p.lexicon
        return any(lexicon.is_known(form, "NN") for form in _forms(word))

    def _tts(self, voice: Voice) -> Any:
        if voice.name not in self._loaded:
            try:
                self._loaded = {voice.name: _hibari(voice.name, _path(voice.name))}
            except Exception as error:  # onnxruntime and hibari raise many kinds of their own
                raise EngineError(f"{voice.id} cannot be loaded: {error}", "`narrator doctor` says more") from error
        return self._loaded[voice.name]

    def _voice(self, name: str, each: dict[str, Any]) -> Voice:
        first = str(each["language"])
        languages = (first, "en", *(tag for tag in ("en-US", "en-GB") if tag != first))
        licence = "Apache-2.0 (distilled from Kokoro)"
        return Voice(
            f"{self.name}:{name}", self.name, name, languages, SAMPLE_RATE_HZ, licence, self.digital_source_type
        )


def add_voice(name: str) -> Path:
    """Fetch one of hibari's other voices, by address and hash; where it is now.

    Raises:
        VoiceError: there is no such voice, or it could not be fetched.
    """
    from hibari import voices as registry

    if name not in _known():
        raise VoiceError(f"hibari has no voice {name!r}", f"it has {', '.join(_known())}")
    try:
        return Path(registry.voice_path(name))
    except (RuntimeError, OSError) as error:
        raise VoiceError(f"the voice {name!r} could not be fetched", str(error).removeprefix("hibari: ")) from error


def _hibari(voice: str, model: str | None) -> Any:
    """Hibari over a session that gives its memory back after each call.

    Its own constructor takes no session options, and the defaults keep the largest arena and a plan for each length
    of text: 60 MB more by the end of a long article, and no faster.
    """
    import json

    import onnxruntime
    from hibari import Hibari, tts

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False
    options.log_severity_level = 3
    made = Hibari.__new__(Hibari)
    made.voice, made.model_path, made._g2p = voice, model, None
    made.sess = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    made.vocab = json.loads(Path(tts.ASSETS, "vocab.json").read_text(encoding="utf-8"))
    return made


def _known() -> dict[str, Any]:
    """The package's table of voices, read without loading its model."""
    import json

    spec = find_spec("hibari")
    if spec is None or spec.origin is None:
        return {}
    table: dict[str, Any] = json.loads(
        (Path(spec.origin).parent / "assets" / "voices.json").read_text(encoding="utf-8")
    )
    return table


def _path(name: str) -> str | None:
    """Where a voice's model is, or None where it would have to be fetched."""
    from hibari.voices import voice_path

    try:
        return str(voice_path(name, download_missing=False))
    except FileNotFoundError:
        return None


def _lettered(words: Sequence[Word], index: int) -> Word:
    """The word; a capital A inside a sentence ("Plan A failed", "M and A") with the sound of the letter.

    hibari says it as the article. A line in title case keeps the article, but at its end.
    """
    word = words[index]
    if word.ipa or word.text.strip("\"'“”‘’(),.;:!?") != "A":
        return word
    before, following = words[:index], words[index + 1 : index + 2]
    mark = following and (following[0].start, following[0].end) == (word.start, word.end)
    if mark and 0 < word.end - word.start <= LONGEST_MARK:
        return dataclasses.replace(word, ipa=LETTER_A)
    inside = before and before[-1].text[-1:] not in SENTENCE_ENDS
    return dataclasses.replace(word, ipa=LETTER_A) if inside and not (following and _is_title(words)) else word


def _is_title(words: Sequence[Word]) -> bool:
    """Whether most of the longer words begin with a capital."""
    longer = [word.text for word in words if len(word.text) > 3 and word.text[:1].isalpha()]
    return sum(text[:1].isupper() for text in longer) > len(longer) / 2


def _inline(word: Word) -> str:
    core = re.fullmatch(r"(\W*)(.*?)(\W*)", word.text, re.DOTALL)
    before, inner, after = core.groups() if core else ("", word.text, "")
    ipa = english(word.ipa or "")
    if not ipa and word.language and primary(word.language) != "en":
        stem = inner.removesuffix("'s")
        ipa = sound(stem, word.language)
        ipa += ("s" if ipa[-1] in "ptkfθ" else "z") if ipa and stem != inner else ""
    if not ipa:
        return word.text.translate(MARKUP)
    return f"{before}[{inner.translate(MARKUP)}](/{ipa}/){after}"


def _forms(word: str) -> list[str]:
    lower = word.lower().replace("\u2019", "'")
    stems = [lower, word, lower.removesuffix("'s"), lower.removesuffix("s"), lower.removesuffix("es")]
    for ending in ("ed", "ing", "er", "ly"):
        stem = lower.removesuffix(ending)
        if stem != lower:
            stems += [stem, stem + "e", stem[:-1] if len(stem) > 2 and stem[-1] == stem[-2] else stem]
    stems += [lower.removesuffix(ending) + "y" for ending in ("ies", "ied", "ier", "iest") if lower.endswith(ending)]
    return [stem for stem in stems if stem]
