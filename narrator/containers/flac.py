"""FLAC: soundfile; Vorbis comments and a picture by mutagen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from narrator.containers import coded, vorbis
from narrator.containers.base import Tags, write_errors
from narrator.containers.sound import Writer, read
from narrator.errors import EncodeError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


class Flac:
    """Lossless."""

    name = "flac"
    suffix = ".flac"
    media_type = "audio/flac"
    lacks: tuple[str, ...] = ()

    @contextmanager
    def encoder(self, path: Path, sample_rate_hz: int, *, bitrate: int | None, vbr: bool) -> Iterator[Writer]:
        """Write to ``path``; bit rate and VBR have no meaning here."""
        with write_errors(path), Writer(path, sample_rate_hz, "FLAC", "PCM_16") as writer:
            yield writer

    def write_tags(self, path: Path, tags: Tags) -> None:
        """Comments and picture, all others away."""
        from mutagen.flac import FLAC

        with write_errors(path):
            file = FLAC(path)
            file.delete()
            file.clear_pictures()
            file.update(vorbis.comments(tags))
            if tags.cover:
                file.add_picture(vorbis.picture(tags))
            file.save()

    def read_tags(self, path: Path) -> Tags:
        """What the comments say."""
        from mutagen import MutagenError
        from mutagen.flac import FLAC

        try:
            file = FLAC(path)
        except MutagenError as error:
            raise EncodeError(f"{path.name} is no FLAC: {error}") from error
        cover = file.pictures[0] if file.pictures else None
        return vorbis.tags_of(
            file.tags or {},
            file.info.sample_rate,
            length=file.info.total_samples,
            cover=cover.data if cover else b"",
            cover_type=cover.mime if cover else "",
        )

    def packets_sha256(self, path: Path) -> str:
        """Of the packets, as FFmpeg takes them out of the file."""
        return coded.packets_sha256(path)

    def parameters(self, path: Path) -> coded.Parameters:
        """How the file is to be played."""
        return coded.parameters(path)

    def decoded(self, path: Path) -> Iterator[npt.NDArray[np.int16]]:
        """The samples."""
        return read(path)
