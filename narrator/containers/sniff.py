"""What a sound file is, by its content: the list of what is opened at all.

Names and FFmpeg's own guesses are not asked: FFmpeg takes a text of the right words for a playlist and follows it to
other files, and an MP3 for one by its name alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

SEARCHED = 128 * 1024
"""Bytes after the tags in which the first MPEG or AAC frame has to begin: encoders pad less."""
CHAIN = 4
"""Frames in a row that make a stream where they begin at once. In random bytes two in a row are found in one file of a
thousand."""
LONG_CHAIN = 24
"""The same where something else comes first: a jump table of a program looks like frames of 72 bytes in a row."""
LARGEST_TAG = 64 * 1024 * 1024
MOST_TAGS = 8
"""ID3 tags before the sound that are skipped."""
BITRATES = {
    (3, 2): (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (3, 1): (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 2): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (2, 1): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""kbit/s by MPEG version bits (2.5 has those of 2) and layer bits (ISO/IEC 11172-3 and 13818-3)."""
RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
"""Hz by version bits."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of sound file."""

    form: str
    """FFmpeg's name of the demuxer."""
    media_type: str
    container: str = ""
    """The name of the format in ``containers.base``; empty for one that narrator does not write."""


MP3 = Kind("mp3", "audio/mpeg", "mp3")
MP4 = Kind("mov", "audio/mp4", "m4a")
OGG = Kind("ogg", "audio/ogg", "opus")
FLAC = Kind("flac", "audio/flac", "flac")
WAV = Kind("wav", "audio/wav", "wav")
MATROSKA = Kind("matroska", "audio/webm")
AIFF = Kind("aiff", "audio/aiff")
CAF = Kind("caf", "audio/x-caf")
AAC = Kind("aac", "audio/aac")
KINDS = (MP3, MP4, OGG, FLAC, WAV, MATROSKA, AIFF, CAF, AAC)
ATOMS = (b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide")
"""First atoms of MP4 and QuickTime files (ISO/IEC 14496-12)."""


TAIL_TAGS = (b"ID3", b"3DI", b"LYRICSBEGIN", b"APETAGEX", b"TAG")
"""How tags begin that stand behind the sound of an MP3 (ID3v2.4, 3.4 and 5; Lyrics3 2.00; APEv2; ID3v1)."""


class TagTooLargeError(ValueError):
    """A tag is so large that no honest file has it."""


def kind(file: IO[bytes]) -> Kind | None:
    """The kind of a sound file, or None where it is none that narrator opens; the file is left at its start.

    Raises:
        TagTooLargeError: a tag is larger than ``LARGEST_TAG``.
    """
    try:
        start = _after_tags(file)
        file.seek(start)
        body = file.read(SEARCHED)
        return _by_magic(body) or _by_frames(body, file_is_over=len(body) < SEARCHED)
    finally:
        file.seek(0)


def is_tag(packet: bytes | memoryview) -> bool:
    """Whether what follows the last frame of an MP3 is a tag or filling, and not a frame."""
    head = bytes(packet[:16])
    return head.startswith(TAIL_TAGS) or not any(packet)


def _after_tags(file: IO[bytes]) -> int:
    """Where what follows the ID3 tags begins (ID3v2.4, 3.1)."""
    at = 0
    for _ in range(MOST_TAGS):
        file.seek(at)
        head = file.read(10)
        if len(head) < 10 or not head.startswith(b"ID3"):
            break
        size = sum((byte & 0x7F) << shift for byte, shift in zip(head[6:], (21, 14, 7, 0), strict=True))
        if size > LARGEST_TAG:
            raise TagTooLargeError(f"a tag of {size // 1_000_000} MB")
        at += 10 + size + (10 if head[5] & 0x10 else 0)
    return at


def _by_magic(body: bytes) -> Kind | None:
    if body[:4] in (b"RIFF", b"RF64") and body[8:12] == b"WAVE":
        return WAV
    if body[:4] == b"FORM" and body[8:12] in (b"AIFF", b"AIFC"):
        return AIFF
    if body[4:8] in ATOMS:
        return MP4
    magics = ((b"fLaC", FLAC), (b"OggS", OGG), (b"\x1aE\xdf\xa3", MATROSKA), (b"caff", CAF))
    return next((each for magic, each in magics if body.startswith(magic)), None)


def _by_frames(body: bytes, *, file_is_over: bool) -> Kind | None:
    """MPEG audio or AAC in ADTS: frames whose lengths lead from one to the next."""
    at = body.find(b"\xff")
    while 0 <= at < len(body) - 8:
        frames = CHAIN if at == 0 else LONG_CHAIN
        for length_of, each in ((_mpeg_bytes, MP3), (_adts_bytes, AAC)):
            if _chain(body, at, length_of, frames, file_is_over=file_is_over):
                return each
        at = body.find(b"\xff", at + 1)
    return None


def _chain(body: bytes, at: int, length_of: Callable[[bytes], int], frames: int, *, file_is_over: bool) -> bool:
    """Whether frames of one stream follow each other from ``at`` on; a short file may end with its last."""
    first = body[at : at + 4]
    for count in range(frames):
        head = body[at : at + 8]
        if count and file_is_over and at == len(body):
            return True
        if len(head) < 8 or (head[1], head[2] & 0x0C) != (first[1], first[2] & 0x0C):
            return False
        length = length_of(head)
        if not length:
            return False
        at += length
    return True


def _mpeg_bytes(head: bytes) -> int:
    """The length of an MPEG audio frame of layer II or III; 0 where no frame begins here. Nobody writes layer I."""
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    index, rate = head[2] >> 4, head[2] >> 2 & 3
    if (
        head[0] != 0xFF
        or head[1] & 0xE0 != 0xE0
        or version == 1
        or layer not in (1, 2)
        or not 0 < index < 15
        or rate == 3
    ):
        return 0
    bits = BITRATES[3 if version == 3 else 2, layer][index] * 1000
    hz, padding = RATES[version][rate], head[2] >> 1 & 1
    return (72 if layer == 1 and version != 3 else 144) * bits // hz + padding


def _adts_bytes(head: bytes) -> int:
    """The length of an AAC frame in ADTS (ISO/IEC 14496-3, 1.A.2); 0 where no frame begins here."""
    if head[0] != 0xFF or head[1] & 0xF6 != 0xF0 or (head[2] >> 2 & 15) > 12:
        return 0
    length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return length if length > 7 else 0
