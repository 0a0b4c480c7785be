"""What the header of an MP4 asks of a player besides its packets: another volume, another speed, nothing at all.

FFmpeg decodes past these fields, and players obey them: a track of volume 0 is a mute one (ISO/IEC 14496-12, 8.2.2,
8.3.2, 8.6.6).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

LARGEST_HEADER = 64 * 1024 * 1024
"""Bytes of a ``moov`` that is read: an hour of sound has one of 700 kB."""
MOST_ATOMS = 10_000
"""Atoms of one level that are walked through."""
ONE = 0x10000
"""The number 1 with 16 bits before the point and 16 behind it."""
FULL_VOLUME = 0x100
ENABLED = 1
INNER = (b"mdia", b"minf", b"stbl", b"edts")
"""Atoms of a track that hold others that count here."""


@dataclass(frozen=True, slots=True)
class Track:
    """A track of sound."""

    is_enabled: bool
    volume: int
    speeds: tuple[int, ...]
    """Of its edits."""
    rate_hz: int
    """That its sample description says."""


def is_plain(file: IO[bytes], sample_rate_hz: int) -> bool:
    """Whether the header asks for its sound as the packets have it: at full volume, at speed 1, and enabled.

    Args:
        file: an MP4; it is left at its start.
        sample_rate_hz: of the decoded sound.
    """
    try:
        return all(_is_plain(each, sample_rate_hz) for each in _headers(file))
    except (struct.error, IndexError):
        return False
    finally:
        file.seek(0)


def _is_plain(header: bytes, sample_rate_hz: int) -> bool:
    """The same of one ``moov``."""
    for name, body in _atoms(header):
        if name == b"mvhd":
            at = 32 if body[0] else 20
            if struct.unpack_from(">IH", body, at) != (ONE, FULL_VOLUME):
                return False
        if name == b"trak" and (track := _sound(body)) is not None:
            is_loud = track.is_enabled and track.volume == FULL_VOLUME
            if not is_loud or set(track.speeds) - {ONE} or track.rate_hz not in (0, sample_rate_hz):
                return False
    return True


def _sound(trak: bytes) -> Track | None:
    """A track of sound; None for one of anything else, as the text of chapters."""
    is_sound, is_enabled, volume, rate_hz, speeds = False, True, FULL_VOLUME, 0, list[int]()
    for name, body in _within(trak):
        if name == b"hdlr":
            is_sound = is_sound or body[8:12] == b"soun"
        elif name == b"tkhd":
            is_enabled = bool(body[3] & ENABLED)
            (volume,) = struct.unpack_from(">H", body, 48 if body[0] else 36)
        elif name == b"elst":
            speeds += _speeds(body)
        elif name == b"stsd":
            rate_hz = struct.unpack_from(">I", body, 40)[0] >> 16 if len(body) >= 44 else 0
    return Track(is_enabled, volume, tuple(speeds), rate_hz) if is_sound else None


def _speeds(elst: bytes) -> Iterator[int]:
    """The speed of each edit."""
    size = 20 if elst[0] else 12
    (count,) = struct.unpack_from(">I", elst, 4)
    for index in range(min(count, MOST_ATOMS, (len(elst) - 8) // size)):
        yield struct.unpack_from(">I", elst, 8 + (index + 1) * size - 4)[0]


def _within(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The atoms of a track, those inside of ``INNER`` too."""
    for name, inner in _atoms(body):
        yield name, inner
        if name in INNER:
            yield from _within(inner)


def _atoms(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Names and bodies of the atoms of one level; what is cut off ends them."""
    at = 0
    for _ in range(MOST_ATOMS):
        if at + 8 > len(body):
            return
        size, name = struct.unpack_from(">I4s", body, at)
        head = 8
        if size == 1 and at + 16 <= len(body):
            size, head = struct.unpack_from(">Q", body, at + 8)[0], 16
        size = size or len(body) - at
        if size < head or at + size > len(body):
            return
        yield name, body[at + head : at + size]
        at += size


def _headers(file: IO[bytes]) -> Iterator[bytes]:
    """The body of each ``moov`` at the top of a file."""
    at = 0
    for _ in range(MOST_ATOMS):
        file.seek(at)
        head = file.read(16)
        if len(head) < 8:
            return
        size, name = struct.unpack_from(">I4s", head)
        inner = 8
        if size == 1 and len(head) == 16:
            size, inner = struct.unpack_from(">Q", head, 8)[0], 16
        if name == b"moov":
            file.seek(at + inner)
            yield file.read(min(size - inner, LARGEST_HEADER) if size else LARGEST_HEADER)
        if size < inner:
            return
        at += size
