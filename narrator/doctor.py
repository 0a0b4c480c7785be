"""What is installed, what works, and how to mend it: a second of sound through every engine and encoder."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version

from narrator import about, temporary
from narrator.cache import default_folder
from narrator.children import ChildLost
from narrator.containers import base as containers
from narrator.engines import base as engines
from narrator.engines import choice, readers
from narrator.engines.worker import Worker
from narrator.errors import NarratorError
from narrator.languages import of
from narrator.model import Prosody, Word
from narrator.settings import Settings

PACKAGES = (
    "beautifulsoup4",
    "trafilatura",
    "sentencex",
    "hibari-tts",
    "pyttsx3",
    "espeakng-loader",
    "pydub",
    "lameenc",
    "soundfile",
    "av",
    "mutagen",
    "c2pa-python",
)
CORE = ("hibari", "system", "tone")
"""Engines that come with narrator; the others are extras."""
ROBOTIC = (choice.ROBOTIC, *choice.SILENT)
SENTENCE = "This is a test of one second."
LIMIT_S = 60.0
ROOM_MB = 500
REINSTALL = f"install it anew: {about.install()} --force-reinstall"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    works: bool
    detail: str
    remedy: str = ""


def findings(settings: Settings) -> Iterator[Finding]:
    """Everything that a narration with these settings needs, one by one, as it is tried."""
    yield Finding("python", sys.version_info >= (3, 11), sys.version.split()[0], "install Python 3.11 or newer")
    for name in PACKAGES:
        yield _package(name)
    for name in engines.registry():
        if missing := _unused(name):
            yield Finding(f"voice {name}", True, f"not in use: {missing}")
            continue
        yield _tried(f"voice {name}", partial(_speaks, name), REINSTALL)
    yield _natural()
    for name in settings.voices:
        yield _tried(f"setting {name}", partial(_named, settings, name), "`narrator voices` lists what there is")
    for name in containers.FORMATS:
        yield _tried(f"format {name}", partial(_encodes, name), REINSTALL)
    yield _tried("cache", _cache, "set cache_dir to a folder that you can write")


def _natural() -> Finding:
    """Which languages natural voices speak here, and how others get one."""
    tags = {of(tag).primary for voice in engines.voices() if voice.engine not in ROBOTIC for tag in voice.languages}
    others = "others sound like a machine, as German and French"
    how = "; ".join(f"{tag}: {command}" for tag in ("fr", "de") if tag not in tags and (command := choice.natural(tag)))
    return Finding("natural voices", True, f"{' '.join(sorted(tags))}" + (f"; {others}. {how}" if how else ""))


def _named(settings: Settings, name: str) -> str:
    """The voice of a setting; a service is not asked, since that would cost."""
    voice = readers.named(settings, name)
    return (
        f"{voice.id} by {voice.provider}, not asked" if voice.provider else f"{voice.id}, {' '.join(voice.languages)}"
    )


def _package(name: str) -> Finding:
    try:
        return Finding(name, True, version(name))
    except PackageNotFoundError:
        return Finding(name, False, "is not installed", f"pip install {name}")


def _tried(name: str, attempt: Callable[[], str], remedy: str) -> Finding:
    try:
        return Finding(name, True, attempt())
    except NarratorError as error:
        return Finding(name, False, error.message, error.hint or remedy)
    except (ChildLost, ImportError, OSError, RuntimeError) as error:
        return Finding(name, False, str(error) or type(error).__name__, remedy)


def _unused(name: str) -> str:
    """What an engine misses that is no part of narrator itself; empty for one that should speak."""
    return "" if name in CORE else engines.engine(name).available()


def _speaks(name: str) -> str:
    """Speak a sentence with the engine's English voice."""
    engine = engines.engine(name)
    if missing := engine.available():
        raise ImportError(missing)
    voice, _ = choice.choose("en-US", name)
    words = [Word(word, 0, 0) for word in SENTENCE.split()]
    with Worker(name) as worker:
        clip = worker.speak(engine.text(words, "en-US"), voice, Prosody(), "en-US", limit_s=LIMIT_S)
    return f"{len(engine.voices())} voices; {voice.id} spoke for {len(clip.samples) / clip.sample_rate_hz:.1f} s"


def _encodes(name: str) -> str:
    """Encode a second of a tone, and read it back."""
    import numpy as np

    tone = np.round(3000 * np.sin(np.arange(24_000) * 0.1)).astype(np.int16)
    with temporary.own_folder() as folder:
        path = folder / f"tone.{name}"
        container = containers.of(name)
        with container.encoder(path, 24_000, bitrate=None, vbr=False) as encoder:
            encoder.write(tone)
        decoded = sum(len(piece) for piece in container.decoded(path))
        return f"{path.stat().st_size} bytes for a second, {decoded} samples read back"


def _cache() -> str:
    folder = default_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder):
        free = shutil.disk_usage(folder).free // 1_000_000
    if free < ROOM_MB:
        raise OSError(f"only {free} MB are free in {folder}")
    return f"{folder}, {free // 1000} GB free"
