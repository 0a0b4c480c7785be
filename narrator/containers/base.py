"""What a container is, the tags that travel, and the table of the formats."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from narrator.errors import EncodeError, OutputError
from narrator.model import Chapter

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from narrator.containers.coded import Parameters

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "mp3": "narrator.containers.mp3:Mp3",
        "m4a": "narrator.containers.m4a:M4a",
        "opus": "narrator.containers.opus:Opus",
        "flac": "narrator.containers.flac:Flac",
        "wav": "narrator.containers.wav:Wav",
    }
)
SUFFIXES: Mapping[str, str] = MappingProxyType({"m4b": "m4a", "mp4": "m4a", "ogg": "opus", "oga": "opus"})


@dataclass(frozen=True, slots=True)
class Tags:
    """What a file says about itself; empty where it says nothing."""

    title: str = ""
    artist: str = ""
    """Who is heard: that it is an AI voice, and of which site."""
    author: str = ""
    """Who wrote it."""
    album: str = ""
    """The site."""
    date: str = ""
    """Of publication, ISO 8601."""
    language: str = ""
    """BCP 47."""
    url: str = ""
    """Of the article."""
    encoder: str = ""
    """narrator and its version."""
    disclosure: str = ""
    """The AI label's sentence."""
    digital_source_type: str = ""
    """The whole IPTC term, as an address."""
    content_id: str = ""
    """Names this narration and no other, as a URN."""
    aigc: str = ""
    """JSON, as China's GB 45438-2025 asks for it; empty where nobody asked."""
    chapters: tuple[Chapter, ...] = ()
    sample_rate_hz: int = 0
    """Of the chapters' samples."""
    cover: bytes = b""
    cover_type: str = ""
    """``image/jpeg`` or ``image/png``."""


class Encoder(Protocol):
    """Takes PCM while a file grows."""

    def write(self, pcm: npt.NDArray[np.int16]) -> None:
        """Take the next samples: int16 mono, shape (n,)."""
        ...


class Container(Protocol):
    """One format."""

    name: str
    suffix: str
    """With its dot."""
    media_type: str
    lacks: tuple[str, ...]
    """The fields of ``Tags`` that it cannot carry."""

    def encoder(
        self, path: Path, sample_rate_hz: int, *, bitrate: int | None, vbr: bool
    ) -> AbstractContextManager[Encoder]:
        """An encoder that writes ``path``; the file is whole when the context ends."""
        ...

    def write_tags(self, path: Path, tags: Tags) -> None:
        """Put the tags into a finished file, all others away."""
        ...

    def read_tags(self, path: Path) -> Tags:
        """What a file says; covers whole, chapters in samples of its own rate."""
        ...

    def packets_sha256(self, path: Path) -> str:
        """Of the encoded packets of a file that we wrote, hex: what ``coded.packets_sha256`` says of any file."""
        ...

    def parameters(self, path: Path) -> Parameters:
        """How a file that we wrote is to be played: what ``coded.parameters`` says of any file."""
        ...

    def decoded(self, path: Path) -> Iterator[npt.NDArray[np.int16]]:
        """The sound of the file, mono int16, without what encoders add at the ends."""
        ...


def of(name: str | Path) -> Container:
    """The container of a format's name or of a path's ending.

    Raises:
        EncodeError: none of ours.
    """
    word = (name.suffix if isinstance(name, Path) else name).lower().lstrip(".")
    word = SUFFIXES.get(word, word)
    if word not in FORMATS:
        raise EncodeError(f"{word or str(name)!r} is no audio format of ours", f"there are {', '.join(FORMATS)}")
    module, _, kind = FORMATS[word].partition(":")
    made: Container = getattr(importlib.import_module(module), kind)()
    return made


@contextmanager
def write_errors(path: Path) -> Iterator[None]:
    """Translate what the system and the libraries say while a file is written."""
    try:
        yield
    except (EncodeError, OutputError):
        raise
    except OSError as error:
        hint = "free some room and run it again; what was finished is kept" if error.errno == 28 else ""
        raise OutputError(f"{path.name} cannot be written: {error.strerror or error}", hint) from error


def milliseconds(sample: int, sample_rate_hz: int) -> int:
    """The millisecond nearest to a sample."""
    return round(sample * 1000 / sample_rate_hz)
