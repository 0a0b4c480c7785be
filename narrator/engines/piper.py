"""Piper: natural voices for some 40 languages, by the package ``piper-tts`` (GPL-3.0) of the extra ``piper``.

A voice is a model and its settings, fetched from a catalogue that states size and digest; what may be done with what it
speaks stands in its model card. Without noise a voice is deterministic.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from narrator import languages
from narrator.about import install
from narrator.engines import added, espeak, notation
from narrator.engines.base import Limits, Offer, speaking
from narrator.errors import EngineError, VoiceError
from narrator.model import Clip, Prosody, Voice, Word
from narrator.units import samples

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

ADDRESS = "https://huggingface.co/rhasspy/piper-voices/resolve/main"
"""Piper's voices; ``voices.json`` there is the catalogue."""
CATALOGUE = "voices.json"
CARD = "MODEL_CARD"
NAME = re.compile(r"[a-z]{2,3}_[A-Z]{2,3}-[A-Za-z0-9_+]+-(x_low|low|medium|high)")
"""As ``de_DE-thorsten-medium``."""
QUALITIES = ("medium", "high", "low", "x_low")
"""The first choice first: high takes three times medium's time, and is heard to be better by few."""
LICENCE = re.compile(r"^\W*licen[cs]e\W*:\s*(.+)$", re.IGNORECASE | re.MULTILINE)
FREE = re.compile(r"\b(cc0|cc[- ]by|public domain|mit|apache|bsd|unlicense)\b", re.IGNORECASE)
BOUND = re.compile(r"\bnc\b|non-?commercial|research|personal", re.IGNORECASE)
FREE_FIRST = (True, None, False)
"""Order of offers by whether their sound may be published."""
PHONEMES = ("espeak", "text", "hebrew")
"""The kinds of phonemes that piper-tts makes without more packages or downloads."""
PAUSE_S = 0.2
"""Between two sentences of one utterance; piper sets none."""
CARDS_AT_ONCE = 8


class Piper:
    """One voice and one thread a process; loaded with the first call."""

    name = "piper"
    digital_source_type = "trainedAlgorithmicMedia"
    limits = Limits(words=60, characters=400)
    deterministic = True
    forks = True

    def __init__(self) -> None:
        self._loaded: dict[str, Any] = {}

    @cached_property
    def version(self) -> str:
        """Of piper and of what runs its models."""
        from importlib.metadata import version

        return "-".join(map(version, ("piper-tts", "onnxruntime")))

    def missing(self, language: str = "") -> str:
        """Empty, or how to install piper and under which licence."""
        if find_spec("piper") is None:
            return f"piper-tts, which is under the GPL-3.0, is not installed: {install(self.name)}"
        return ""

    def available(self) -> str:
        """Empty, or what is missing: the package, or a voice."""
        return self.missing() or ("" if self.voices() else "no voice was added: narrator voices add de, for one")

    def voices(self) -> Sequence[Voice]:
        """Those that were added; of a voice with several speakers one each, as ``NAME#speaker``."""
        every = [voice for path in _folder().glob("*.onnx") if _config(path) for voice in self._voices(path)]
        return tuple(sorted(every, key=_order))

    def offers(self, language: str, place: str | None = None) -> Sequence[Offer]:
        """What the catalogue has, voices whose sound may be published first.

        Raises:
            VoiceError: the catalogue cannot be fetched.
        """
        place = place or ADDRESS
        catalogue = _catalogue(place)
        every = [self._voice(name, each["language"]["code"], 0, "") for name, each in catalogue.items()]
        fitting = speaking(sorted(every, key=_order), language) if language else every
        with ThreadPoolExecutor(CARDS_AT_ONCE) as threads:
            licences = list(threads.map(lambda v: _licence_of(catalogue[v.name], place) if language else "", fitting))
        found = [self._offer(catalogue[v.name], v, each) for v, each in zip(fitting, licences, strict=True)]
        return sorted(found, key=lambda offer: FREE_FIRST.index(offer.is_free))

    def add(self, name: str, place: str | None = None) -> Voice:
        """Fetch a voice, check it, and keep it with its model card.

        Args:
            name: of a voice, as ``de_DE-thorsten-medium``.
            place: a folder, an archive or an address that has it; one with a ``voices.json`` is a catalogue.

        Raises:
            VoiceError: there is no such voice, what came is not it, or it is one that piper alone cannot speak.
            OutputError: it cannot be kept.
        """
        place = place or ADDRESS
        name = name.partition("#")[0]
        if not NAME.fullmatch(name):
            raise VoiceError(f"{name!r} is no name of a Piper voice", "it looks like de_DE-thorsten-medium")
        files = _catalogued(name, place) or {f"{name}.onnx": None, f"{name}.onnx.json": None}
        card = next((each for each in files if each.endswith(CARD)), CARD)
        config = _checked(files, place, ".onnx.json")
        _refuse_unspeakable(name, config)
        model = _checked(files, place, ".onnx")
        folder = _folder()
        added.put(folder / f"{name}.{CARD}", _card(card, place).encode())
        added.put(folder / f"{name}.onnx.json", config)
        added.put(folder / f"{name}.onnx", model)  # last: with it the voice is there
        return self._voices(folder / f"{name}.onnx")[0]

    def fingerprint(self, voice: Voice) -> str:
        """The SHA-256 of the voice's model."""
        path = _path(voice)
        return _digest(path, path.stat().st_mtime_ns)

    def text(self, words: Sequence[Word], language: str) -> str:
        """The words, with the phonemes or the language of those that have their own."""
        return notation.text(words, language)

    def speak(self, text: str, voice: Voice, prosody: Prosody, language: str) -> Clip:
        """Mono, at the voice's own rate.

        Raises:
            EngineError: a setting that the voice does not have, or no sound.
        """
        import numpy as np
        from piper import SynthesisConfig

        if prosody.pitch_semitones or prosody.volume_db:
            raise EngineError(f"{voice.id} has no pitch or volume", "leave them at 0, or take a system voice")
        piper = self._piper(voice)
        config = SynthesisConfig(
            speaker_id=piper.config.speaker_id_map.get(voice.name.partition("#")[2]),
            length_scale=piper.config.length_scale / prosody.rate,
            noise_scale=0.0,
            noise_w_scale=0.0,
            normalize_audio=False,  # it would bring each sentence to another level
        )
        pause = np.zeros(samples(PAUSE_S, piper.config.sample_rate), np.float32)
        waves: list[npt.NDArray[np.float32]] = []
        for piece in piper.synthesize(notation.NOTED.sub(_raw, text), config):
            waves += [pause] * bool(waves) + [piece.audio_float_array]
        if not waves or not all(np.isfinite(wave).all() for wave in waves):
            raise EngineError(f"{voice.id} gave no sound for {text[:80]!r}")
        wave = np.round(np.clip(np.concatenate(waves), -1, 1) * 32767).astype(np.int16)
        return Clip(wave, piper.config.sample_rate)

    def knows(self, word: str, language: str) -> bool:
        """It speaks by rules: it has an answer for any word of the language's letters."""
        return word.isalpha()

    def _piper(self, voice: Voice) -> Any:
        path = _path(voice)
        if path.stem not in self._loaded:
            try:
                self._loaded = {path.stem: _load(path)}
            except Exception as error:  # onnxruntime and piper raise many kinds of their own
                raise EngineError(f"{voice.id} cannot be loaded: {error}", f"narrator voices add {voice.id}") from error
        return self._loaded[path.stem]

    def _voices(self, path: Path) -> Sequence[Voice]:
        config = _config(path)
        speakers = [f"#{each}" for each in config.get("speaker_id_map") or ()] or [""]
        card = path.with_name(f"{path.stem}.{CARD}")
        licence = _licence(card.read_text(encoding="utf-8", errors="replace") if card.is_file() else "")
        code = (config.get("language") or {}).get("code") or path.stem.partition("-")[0]
        rate = int(config["audio"]["sample_rate"])
        return tuple(self._voice(f"{path.stem}{each}", code, rate, licence) for each in speakers)

    def _voice(self, name: str, code: str, sample_rate_hz: int, licence: str) -> Voice:
        tag = languages.of(code)
        spoken = (tag.tag, tag.primary) if tag.region else (tag.primary,)
        return Voice(f"{self.name}:{name}", self.name, name, spoken, sample_rate_hz, licence, self.digital_source_type)

    def _offer(self, entry: Mapping[str, Any], voice: Voice, licence: str) -> Offer:
        code = str(entry["language"]["code"])
        rate = 16_000 if entry["quality"] in ("x_low", "low") else 22_050
        return Offer(
            self._voice(voice.name, code, rate, licence or "see its model card"),
            sum(int(each["size_bytes"]) for each in entry["files"].values()),
            f"{entry['quality']} quality; piper-tts itself is under the GPL-3.0",
            is_free(licence),
        )


def is_free(licence: str) -> bool | None:
    """Whether what a voice speaks may be published by a company; None where the licence does not say so plainly."""
    if BOUND.search(licence):
        return False
    return True if FREE.search(licence) else None


def _folder() -> Path:
    return added.folder(Piper.name)


def _path(voice: Voice) -> Path:
    return _folder() / f"{voice.name.partition('#')[0]}.onnx"


@cache
def _digest(path: Path, changed_ns: int) -> str:
    """SHA-256 of a file, which takes 0.2 s for a voice; one that was changed is read again."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _order(voice: Voice) -> tuple[bool, str, int, str]:
    """Voices of a language's own country first (de-DE before de-AT), then by quality."""
    name, tag = voice.name.partition("#")[0], languages.of(voice.languages[0])
    quality = name.rpartition("-")[2]
    rank = QUALITIES.index(quality) if quality in QUALITIES else len(QUALITIES)
    return tag.region != tag.primary.upper(), tag.tag, rank, voice.name


def _config(path: Path) -> dict[str, Any]:
    """The settings beside a model; empty where there are none that piper alone can speak with."""
    try:
        table: dict[str, Any] = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return table if _speakable(table) else {}


def _speakable(config: Mapping[str, Any]) -> bool:
    return "audio" in config and config.get("phoneme_type", "espeak") in PHONEMES


def _refuse_unspeakable(name: str, config: bytes) -> None:
    try:
        table = json.loads(config)
    except ValueError:
        table = None
    if not isinstance(table, dict) or "audio" not in table:
        raise VoiceError(f"the settings of {name} are not those of a Piper voice", "nothing was kept")
    if not _speakable(table):
        raise VoiceError(f"{name} wants phonemes that piper-tts alone does not make: {table['phoneme_type']}")


def _load(path: Path) -> Any:
    """The voice over a session of one thread: piper's own loader takes no options."""
    import onnxruntime
    from piper import PiperVoice
    from piper.config import PiperConfig

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return PiperVoice(session=session, config=PiperConfig.from_dict(_config(path)))


def _raw(noted: re.Match[str]) -> str:
    """A marked word in piper's notation for phonemes; in its letters where there are no phonemes for it."""
    word, how = noted[1], noted[2]
    ipa = how.strip("/") if how[0] == "/" else espeak.phonemes(word, how[1:].lower())
    return f"[[{ipa}]]" if ipa else word


@cache
def _catalogue(place: str) -> Mapping[str, Any]:
    """The voices of a place by name; empty for a folder or an archive without a catalogue.

    Raises:
        VoiceError: an address does not give one, or what is there is none.
    """
    try:
        body = added.inside(place, CATALOGUE)
    except VoiceError:
        if place.startswith(("http://", "https://")):
            raise
        return {}
    try:
        table = json.loads(body)
        assert all({"language", "quality", "files"} <= each.keys() for each in table.values())
    except (ValueError, AttributeError, AssertionError) as error:
        raise VoiceError(f"{place}/{CATALOGUE} is no catalogue of Piper voices") from error
    return MappingProxyType(table)


def _catalogued(name: str, place: str) -> Mapping[str, Any]:
    """The files of a voice by their paths in the catalogue; empty where the place has none.

    Raises:
        VoiceError: the catalogue does not have the voice.
    """
    catalogue = _catalogue(place)
    if catalogue and name not in catalogue:
        near = [each for each in catalogue if each.partition("-")[0] == name.partition("-")[0]]
        raise VoiceError(f"the catalogue has no voice {name!r}", f"it has {', '.join(near)}" if near else "")
    files: Mapping[str, Any] = catalogue[name]["files"] if catalogue else {}
    return files


def _checked(files: Mapping[str, Any], place: str, ending: str) -> bytes:
    """The file with that ending, of the size and the digest that the catalogue states.

    Raises:
        VoiceError: it is not there, or another one.
    """
    path = next((each for each in files if each.endswith(ending)), None)
    if path is None:
        raise VoiceError(f"the catalogue of {place} names no {ending} for this voice")
    body, stated = _file(path, place), files[path]
    if stated is None:
        return body
    digest = hashlib.md5(body, usedforsecurity=False).hexdigest()
    if len(body) != stated["size_bytes"] or digest != stated["md5_digest"]:
        raise VoiceError(f"{path} in {place} is not the file of the catalogue", "nothing was kept; try again")
    return body


def _file(path: str, place: str) -> bytes:
    """A file by its path under an address, by its name in a folder or an archive."""
    return added.inside(place, path if place.startswith(("http://", "https://")) else Path(path).name)


def _card(path: str, place: str) -> str:
    """The model card; empty where there is none."""
    try:
        return _file(path, place).decode("utf-8", "replace")
    except VoiceError:
        return ""


def _licence_of(entry: Mapping[str, Any], place: str) -> str:
    path = next((each for each in entry["files"] if each.endswith(CARD)), None)
    return _licence(_card(path, place)) if path else ""


def _licence(card: str) -> str:
    found = LICENCE.search(card)
    return found[1].strip() if found else "unknown"
