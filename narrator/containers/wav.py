"""WAV: soundfile; RIFF INFO and an ID3 chunk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from narrator.containers import coded, id3, riff
from narrator.containers.base import Tags, write_errors
from narrator.containers.sound import Writer, read
from narrator.errors import EncodeError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


class Wav:
    """RIFF WAVE, 16 bit."""

    name = "wav"
    suffix = ".wav"
    media_type = "audio/wav"
    lacks: tuple[str, ...] = ()

    @contextmanager
    def encoder(self, path: Path, sample_rate_hz: int, *, bitrate: int | None, vbr: bool) -> Iterator[Writer]:
        """Write to ``path``; bit rate and VBR have no meaning here."""
        with write_errors(path), Writer(path, sample_rate_hz, "WAV", "PCM_16") as writer:
            yield writer

    def write_tags(self, path: Path, tags: Tags) -> None:
        """An INFO list for old programs and an ID3 chunk for all else."""
        from mutagen.wave import WAVE

        with write_errors(path):
            file = WAVE(path)
            if file.tags is None:
                file.add_tags()
            file.tags.clear()
            for frame in id3.frames(tags):
                file.tags.add(frame)
            file.save(v2_version=4)
            riff.write_info(path, tags)

    def read_tags(self, path: Path) -> Tags:
        """What the ID3 chunk says."""
        from mutagen import MutagenError
        from mutagen.wave import WAVE

        try:
            found = WAVE(path)
        except MutagenError as error:
            raise EncodeError(f"{path.name} is no WAV: {error}") from error
        return id3.tags_of(found.tags, found.info.sample_rate) if found.tags is not None else Tags()

    def packets_sha256(self, path: Path) -> str:
        """Of the packets, as FFmpeg takes them out of the file."""
        return coded.packets_sha256(path)

    def parameters(self, path: Path) -> coded.Parameters:
        """How the file is to be played."""
        return coded.parameters(path)

    def decoded(self, path: Path) -> Iterator[npt.NDArray[np.int16]]:
        """The samples."""
        return read(path)
