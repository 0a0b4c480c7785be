"""hibari: a small neural voice for English, in its wheel with its model."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrator import rhythm, temporary
from narrator.engines import added, english, graph, kept, timing
from narrator.engines.base import Limits, Offer, speaking
from narrator.errors import EngineError, VoiceError
from narrator.model import Clip, Prosody, Voice, Word

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

SAMPLE_RATE_HZ = 24_000
SEED = 0
"""With a seed equal phonemes give equal samples, in every process."""
PHONEMES = 500
"""A longer call takes memory with the square of its length (2,000 words took 6.3 GB)."""
HARMLESS_SEMITONES = 1.2
"""Up or down: DNSMOS loses 0.05 at the most; at -2 it loses 0.27."""
OUTPUTS = ("f0", "/head/Add_output_0", "/CumSum_output_0")
"""Tensors of the model: pitch of each frame, what the vocoder needs of it, where each phoneme ends in units of 25 ms.
The model's own outputs turn and part the second, which takes a seventh of its time."""
TYPES = (graph.FLOAT, graph.FLOAT, graph.INT64)
PROVIDERS = ("CPUExecutionProvider",)
READING = "4"
"""Counted up when a text gets other phonemes than before: clips that were kept of the old ones are then not found."""


class Neural:
    """English by hibari. One session and one thread a process; loaded with the first call."""

    name = "hibari"
    digital_source_type = "trainedAlgorithmicMedia"
    limits = Limits(words=60, characters=400)
    deterministic = True
    forks = True
    intones = True

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
        return tuple(self._voice(name, each) for name, each in _voices_of_hibari().items() if _path(name) is not None)

    def missing(self) -> str:
        """Empty, or the package that is missing."""
        return self.available()

    def offers(self, language: str, place: str | None = None) -> Sequence[Offer]:
        """Hibari's other voices."""
        every = [self._voice(name, each) for name, each in _voices_of_hibari().items() if not each["bundled"]]
        fitting = speaking(every, language) if language else every
        return tuple(Offer(voice, int(_voices_of_hibari()[voice.name]["bytes"])) for voice in fitting)

    def add(self, name: str, place: str | None = None) -> Voice:
        """Fetch one of hibari's other voices, by address and digest.

        Raises:
            VoiceError: there is no such voice, or it could not be fetched.
            OutputError: it cannot be kept.
        """
        from hibari import voices as registry

        if name not in _voices_of_hibari():
            raise VoiceError(f"hibari has no voice {name!r}", f"it has {', '.join(_voices_of_hibari())}")
        each = _voices_of_hibari()[name]
        if _path(name) is None:
            body = added.inside(place or registry.BASE_URL, each["file"])
            if added.sha256(body) != each["sha256"]:
                raise VoiceError(f"what is called {each['file']} there is not that voice", "nothing was kept")
            added.put(Path(registry.cache_dir(), each["file"]), body)
        return self._voice(name, each)

    def fingerprint(self, voice: Voice) -> str:
        """The SHA-256 that the package states for the model, which a download was checked against."""
        return str(_voices_of_hibari()[voice.name]["sha256"])

    def text(self, words: Sequence[Word], language: str) -> str:
        """The words with their pronunciations inline, and nothing else that looks like markup."""
        return english.text(words)

    def phonemes(self, text: str, voice: Voice) -> str:
        """What the model is given for a text whose numbers and short forms are in words already."""
        return english.phonemes(text, british=_is_british(voice.name))

    def speak(self, text: str, voice: Voice, prosody: Prosody, language: str) -> Clip:
        """24 kHz mono.

        Raises:
            EngineError: another language or a setting the voice does not have, too long, or no sound.
        """
        import numpy as np

        if prosody.volume_db:
            raise EngineError(f"{voice.id} has no volume", "leave it at 0, or take a system voice")
        if abs(prosody.pitch_semitones) > HARMLESS_SEMITONES:
            raise EngineError(
                f"{voice.id} has no pitch of {prosody.pitch_semitones:g} semitones",
                f"from -{HARMLESS_SEMITONES:g} to {HARMLESS_SEMITONES:g} it sounds as natural as at 0",
            )
        phonemes = self.phonemes(text, voice)
        if len(phonemes) > PHONEMES:
            raise EngineError(f"{len(phonemes)} phonemes in one utterance", f"the voice takes {PHONEMES}")
        tts = self._tts(voice)
        said = "".join(each for each in phonemes if each in tts.vocab)
        wave, ends = _spoken(tts, said, prosody) if said else (np.zeros(0, np.float32), ())
        if not len(wave) or not np.isfinite(wave).all():
            raise EngineError(f"{voice.id} gave no sound for {text[:80]!r}")
        samples = np.round(np.clip(wave, -1, 1) * 32767).astype(np.int16)
        return Clip(samples, SAMPLE_RATE_HZ, timing.word_ends(text, said, ends))

    def knows(self, word: str, language: str) -> bool:
        """Whether the word, or what its English endings leave, is in the dictionary rather than guessed."""
        return english.knows(word)

    def _tts(self, voice: Voice) -> Any:
        if voice.name not in self._loaded:
            try:
                self._loaded = {voice.name: _hibari(voice.name, str(_path(voice.name)))}
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


def _spoken(tts: Any, phonemes: str, prosody: Prosody) -> tuple[npt.NDArray[np.float32], Sequence[int]]:
    """The sound of phonemes, and where each ends, in units of 25 ms: one call of the network, as hibari's own."""
    import numpy as np

    given = {"ids": np.asarray([tts.ids(phonemes)], np.int64), "speed": np.asarray([prosody.rate], np.float32)}
    f0_hz, features, ends = tts.sess.run(OUTPUTS, given)
    wave = tts.vocoder.wave(features[0], f0_hz[0] * _factors(prosody, f0_hz.shape[-1]))
    return wave, ends.reshape(-1).tolist()


def _factors(prosody: Prosody, frames: int) -> npt.NDArray[np.float32]:
    """What the pitch of each frame is multiplied with: the onset is less and less to the end."""
    import numpy as np

    left = np.linspace(1.0, rhythm.onset_left(), frames, dtype=np.float32)
    semitones = prosody.pitch_semitones + prosody.onset_semitones * left
    factors: npt.NDArray[np.float32] = np.exp2(np.clip(semitones, -HARMLESS_SEMITONES, HARMLESS_SEMITONES) / 12)
    return factors.astype(np.float32)


def _hibari(voice: str, model: str) -> Any:
    """Hibari over a session with our options and outputs, which its own constructor does not take."""
    import json

    from hibari import Hibari, tts

    from narrator.engines.vocoder import Vocoder

    made = Hibari.__new__(Hibari)
    made.voice, made.model_path, made._g2p = voice, model, None
    made.sess = _session(voice, Path(model))
    made.vocoder = Vocoder(SEED)
    made.vocab = json.loads(Path(tts.ASSETS, "vocab.json").read_text(encoding="utf-8"))
    return made


def _session(voice: str, model: Path) -> Any:
    """The model's session, its graph as onnxruntime made it quicker once: that takes longer than to load it."""
    import platform

    import onnxruntime

    identity = (onnxruntime.__version__, platform.machine(), kept.stamp(model), *OUTPUTS)
    options = _options()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.add_session_config_entry("session.load_model_format", "ORT")
    try:
        content = kept.kept(f"hibari-{voice}", identity, lambda: _quicker(model))
        return onnxruntime.InferenceSession(content, options, providers=PROVIDERS)
    except Exception:  # the file has no room or is refused; onnxruntime's errors have no kind of their own
        return _loaded(model, _options())


def _quicker(model: Path) -> bytes:
    """The model with our outputs in onnxruntime's own form, its graph made quicker as any processor can take it."""
    import onnxruntime

    options = _options()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.add_session_config_entry("session.save_model_format", "ORT")
    with temporary.own_folder() as folder:
        options.optimized_model_filepath = str(folder / "model.ort")
        _loaded(model, options)
        return (folder / "model.ort").read_bytes()


def _loaded(model: Path, options: Any) -> Any:
    """The session of the model as it comes, with our outputs."""
    import onnxruntime

    asked = b"".join(map(graph.output, OUTPUTS, TYPES))
    graphed = graph.without_outputs(model.read_bytes()) + asked
    return onnxruntime.InferenceSession(graphed, options, providers=PROVIDERS)


def _options() -> Any:
    """One thread, and no plan of the memory for each length of text, which only grows.

    The arena keeps what the longest sentence took, 20 MB; without it a call takes a tenth longer.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_mem_pattern = False
    options.log_severity_level = 3
    return options


def _voices_of_hibari() -> dict[str, Any]:
    """The package's table of voices, read without loading its model."""
    import json

    spec = find_spec("hibari")
    if spec is None or spec.origin is None:
        return {}
    table: dict[str, Any] = json.loads(
        (Path(spec.origin).parent / "assets" / "voices.json").read_text(encoding="utf-8")
    )
    return table


def _is_british(name: str) -> bool:
    return bool(_voices_of_hibari()[name].get("british"))


def _path(name: str) -> str | None:
    """Where a voice's model is, or None where it would have to be fetched."""
    from hibari.voices import voice_path

    try:
        return str(voice_path(name, download_missing=False))
    except FileNotFoundError:
        return None
