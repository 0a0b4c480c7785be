"""M4A (AAC in MP4): PyAV; atoms by mutagen, chapters by PyAV in a second, copying pass."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrator.containers import coded
from narrator.containers.base import Tags, milliseconds, write_errors
from narrator.errors import EncodeError
from narrator.model import Chapter

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

BITRATE = 64
ATOMS = {
    "\xa9nam": "title",
    "\xa9ART": "artist",
    "\xa9alb": "album",
    "\xa9day": "date",
    "\xa9too": "encoder",
    "\xa9cmt": "disclosure",
}
FREEFORM = {
    "AI_DISCLOSURE": "disclosure",
    "DigitalSourceType": "digital_source_type",
    "LANGUAGE": "language",
    "URL": "url",
    "AUTHOR": "author",
    "CONTENT_ID": "content_id",
    "AIGC": "aigc",
}
MEAN = "----:com.apple.iTunes:"


class M4a:
    """AAC-LC in MP4."""

    name = "m4a"
    suffix = ".m4a"
    media_type = "audio/mp4"
    lacks: tuple[str, ...] = ()

    def encoder(
        self, path: Path, sample_rate_hz: int, *, bitrate: int | None, vbr: bool
    ) -> AbstractContextManager[coded.Stream]:
        """Encode to ``path``; FFmpeg's AAC has no variable rate worth using."""
        kbit = bitrate or BITRATE
        options = {"aac_coder": "fast"}
        return coded.encoder(
            path, sample_rate_hz, "aac", form="mp4", rate_hz=sample_rate_hz, kbit=kbit, options=options
        )

    def write_tags(self, path: Path, tags: Tags) -> None:
        """Chapters, then atoms, all others away."""
        from mutagen.mp4 import MP4, AtomDataType, MP4Cover, MP4FreeForm

        with write_errors(path):
            if tags.chapters:
                _write_chapters(path, tags)
            file = MP4(path)
            if file.tags is None:
                file.add_tags()
            file.tags.clear()
            for atom, field in ATOMS.items():
                if getattr(tags, field):
                    file[atom] = [getattr(tags, field)]
            for name, field in FREEFORM.items():
                if getattr(tags, field):
                    file[MEAN + name] = [MP4FreeForm(getattr(tags, field).encode(), AtomDataType.UTF8)]
            if tags.cover:
                kind = MP4Cover.FORMAT_PNG if tags.cover_type == "image/png" else MP4Cover.FORMAT_JPEG
                file["covr"] = [MP4Cover(tags.cover, kind)]
            file.save()

    def read_tags(self, path: Path) -> Tags:
        """What the atoms say."""
        from mutagen import MutagenError
        from mutagen.mp4 import MP4, MP4Cover

        try:
            file = MP4(path)
        except MutagenError as error:
            raise EncodeError(f"{path.name} is no MP4: {error}") from error
        fields = {field: str((file.get(atom) or [""])[0]) for atom, field in ATOMS.items()}
        fields |= {field: bytes((file.get(MEAN + name) or [b""])[0]).decode() for name, field in FREEFORM.items()}
        cover = (file.get("covr") or [None])[0]
        kind = "" if cover is None else "image/png" if cover.imageformat == MP4Cover.FORMAT_PNG else "image/jpeg"
        rate = file.info.sample_rate
        return Tags(
            **fields,
            chapters=tuple(_read_chapters(path, rate)),
            sample_rate_hz=rate,
            cover=b"" if cover is None else bytes(cover),
            cover_type=kind,
        )

    def packets_sha256(self, path: Path) -> str:
        """Of the packets, as FFmpeg takes them out of the file."""
        return coded.packets_sha256(path)

    def parameters(self, path: Path) -> coded.Parameters:
        """How the file is to be played."""
        return coded.parameters(path)

    def decoded(self, path: Path) -> Iterator[npt.NDArray[np.int16]]:
        """The sound, without the encoder's delay."""
        return coded.decoded(path)


def _write_chapters(path: Path, tags: Tags) -> None:
    """Copy the packets into a new file with chapters, and put it in the place of the old one."""
    import os

    import av

    made = path.with_suffix(".chapters.m4a")
    try:
        with coded.opened(path) as source, av.open(str(made), "w", format="mp4") as target:
            stream: Any = source.streams.audio[0]
            copy = target.add_stream_from_template(stream)
            target.set_chapters(
                [
                    {
                        "id": index,
                        "start": milliseconds(chapter.start, tags.sample_rate_hz),
                        "end": milliseconds(chapter.end, tags.sample_rate_hz),
                        "time_base": Fraction(1, 1000),
                        "metadata": {"title": chapter.title},
                    }
                    for index, chapter in enumerate(tags.chapters)
                ]
            )
            for packet in source.demux(stream):
                if packet.dts is not None:
                    packet.stream = copy
                    target.mux(packet)
        os.replace(made, path)
    except av.FFmpegError as error:
        raise EncodeError(f"{path.name}: the chapters could not be written: {error}") from error
    finally:
        made.unlink(missing_ok=True)


def _read_chapters(path: Path, sample_rate_hz: int) -> list[Chapter]:
    with coded.opened(path) as file:
        return [
            Chapter(
                each["metadata"].get("title", ""),
                round(each["start"] * each["time_base"] * sample_rate_hz),
                round(each["end"] * each["time_base"] * sample_rate_hz),
            )
            for each in file.chapters()
        ]
