"""Opus in Ogg: PyAV; Vorbis comments by mutagen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from narrator.containers import coded, vorbis
from narrator.containers.base import Tags, write_errors
from narrator.errors import EncodeError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

BITRATE = 48
"""kbit/s; at 32 the loudness of some voices falls by more than 0.3 LU, at 48 by 0.2."""
RATES = (8000, 12000, 16000, 24000, 48000)
"""What Opus takes (RFC 6716)."""
CLOCK_HZ = 48_000


class Opus:
    """Opus (RFC 6716) in Ogg (RFC 7845)."""

    name = "opus"
    suffix = ".opus"
    media_type = "audio/ogg"
    lacks: tuple[str, ...] = ()

    def encoder(
        self, path: Path, sample_rate_hz: int, *, bitrate: int | None, vbr: bool
    ) -> AbstractContextManager[coded.Stream]:
        """Encode to ``path``; a rate that Opus does not take is resampled to 48 kHz."""
        rate = sample_rate_hz if sample_rate_hz in RATES else CLOCK_HZ
        options = {"vbr": "on" if vbr else "constrained", "application": "audio"}
        return coded.encoder(
            path, sample_rate_hz, "libopus", form="ogg", rate_hz=rate, kbit=bitrate or BITRATE, options=options
        )

    def write_tags(self, path: Path, tags: Tags) -> None:
        """Comments, all others away."""
        from mutagen.oggopus import OggOpus

        with write_errors(path):
            file = OggOpus(path)
            file.delete()
            file.update(vorbis.comments(tags))
            if tags.cover:
                file["METADATA_BLOCK_PICTURE"] = vorbis.picture_text(tags)
            file.save()

    def read_tags(self, path: Path) -> Tags:
        """What the comments say."""
        from mutagen import MutagenError
        from mutagen.oggopus import OggOpus

        try:
            file = OggOpus(path)
        except MutagenError as error:
            raise EncodeError(f"{path.name} is no Ogg Opus: {error}") from error
        cover = vorbis.picture_of((file.get("METADATA_BLOCK_PICTURE") or [""])[0])
        length = round(file.info.length * CLOCK_HZ)
        return vorbis.tags_of(file.tags, CLOCK_HZ, length=length, cover=cover[0], cover_type=cover[1])

    def packets_sha256(self, path: Path) -> str:
        """Of the packets, as FFmpeg takes them out of the file."""
        return coded.packets_sha256(path)

    def parameters(self, path: Path) -> coded.Parameters:
        """How the file is to be played."""
        return coded.parameters(path)

    def decoded(self, path: Path) -> Iterator[npt.NDArray[np.int16]]:
        """The sound, at 48 kHz as Opus decodes."""
        return coded.decoded(path)
