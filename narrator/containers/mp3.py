"""MP3: lameenc, with an Info or Xing frame of our own, so that the length is exact to the sample.

The frame's layout follows the Xing header and the extension that LAME writes ("mp3 info tag" specification,
revision 1): frames, bytes, table of contents, then encoder delay and padding, which gapless decoders cut away.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from narrator.containers import coded, id3
from narrator.containers.base import Tags, write_errors
from narrator.errors import EncodeError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

BITRATE = 64
"""kbit/s; mono speech at 24 kHz."""
QUALITY = 3
VBR_QUALITY = 4
SCALES = ((192, 0.95), (224, 0.97), (256, 0.98))
"""By what LAME's constant rates below each kbit/s make the sound quieter, before they encode it (its presets)."""
DELAY = 576
"""Samples that LAME puts before the sound; a decoder adds 529 of its own, which it knows of."""
DECODER_DELAY = 529
RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
"""Hz by version bits (MPEG 1, 2, 2.5; ISO/IEC 11172-3 and 13818-3) and index."""
BITRATES = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""kbit/s of layer III by version; 2.5 has those of 2."""
MONO = 3
"""Of a header's channel modes; all others have two channels."""
INFO_BYTES = 9 + 4 + 120 + 36 + 4
"""Side information of a mono frame at the low rates, header, Xing fields, LAME's extension."""
ENTRIES = 100


class Mp3:
    """MPEG audio, layer III."""

    name = "mp3"
    suffix = ".mp3"
    media_type = "audio/mpeg"
    lacks: tuple[str, ...] = ()

    @contextmanager
    def encoder(self, path: Path, sample_rate_hz: int, *, bitrate: int | None, vbr: bool) -> Iterator[Lame]:
        """Encode to ``path``; the info frame is written when the context ends."""
        with write_errors(path), path.open("wb") as file:
            encoder = Lame(file, sample_rate_hz, bitrate or BITRATE, vbr=vbr)
            yield encoder
            encoder.finish()

    def write_tags(self, path: Path, tags: Tags) -> None:
        """An ID3v2.4 tag before the sound, and no other."""
        with write_errors(path):
            id3.in_order(id3.frames(tags)).save(path, v1=0, v2_version=4)

    def read_tags(self, path: Path) -> Tags:
        """What the ID3 tag says."""
        from mutagen import MutagenError
        from mutagen.mp3 import MP3

        try:
            found = MP3(path)
        except MutagenError as error:
            raise EncodeError(f"{path.name} is no MP3: {error}") from error
        return id3.tags_of(found.tags, found.info.sample_rate) if found.tags is not None else Tags()

    def packets_sha256(self, path: Path) -> str:
        """Of the frames after the info frame, which tells where they end: 2 h are a tenth of a second's work."""
        with write_errors(path), path.open("rb") as file:
            start, end = _frames(file)
            digest, left = hashlib.sha256(), end - start
            file.seek(start)
            while left and (block := file.read(min(left, 1 << 20))):
                digest.update(block)
                left -= len(block)
        if left:
            raise EncodeError(f"{path.name} is cut short")
        return digest.hexdigest()

    def parameters(self, path: Path) -> coded.Parameters:
        """How the file is to be played, by the header of its first frame: FFmpeg takes 40 ms to be loaded."""
        with write_errors(path), path.open("rb") as file:
            start, _ = _frames(file)
            file.seek(start)
            header = file.read(4)
        rate = RATES[header[1] >> 3 & 3][header[2] >> 2 & 3]
        channels = 1 if header[3] >> 6 == MONO else 2
        return coded.Parameters("mp3", rate, channels, "", gain_db=0.0, streams=1, is_plain=True, texts=())

    def decoded(self, path: Path) -> Iterator[npt.NDArray[np.int16]]:
        """The sound, without the encoder's delay."""
        return coded.decoded(path)


class Lame:
    """lameenc over a file, counting the frames that come out."""

    def __init__(self, file: IO[bytes], sample_rate_hz: int, bitrate: int, *, vbr: bool) -> None:
        self._file = file
        self._vbr = vbr
        self._rate = sample_rate_hz
        self._samples = 0
        self._sizes = array("H")
        """Of the frames so far, in bytes."""
        self._known: dict[bytes, int] = {}
        self._rest = b""
        self._scale = 1.0 if vbr else next((1 / scale for below, scale in SCALES if bitrate < below), 1.0)
        self._lame = _lame(sample_rate_hz, bitrate, vbr=vbr)
        self._first = b""
        self._bytes = 0

    def write(self, pcm: npt.NDArray[np.int16]) -> None:
        """Take the next samples: int16 mono."""
        self._samples += len(pcm)
        self._keep(bytes(self._lame.encode(_scaled(pcm, self._scale).tobytes())))

    def finish(self) -> None:
        """End the stream and write the info frame in the place that was left for it."""
        self._keep(bytes(self._lame.flush()))
        if not self._sizes:
            raise EncodeError("nothing was encoded", "the article has no sound")
        self._file.seek(0)
        self._file.write(self._info())

    def _keep(self, encoded: bytes) -> None:
        if encoded and not self._first:
            self._first = encoded[:4]
            self._file.write(bytes(len(self._info())))
        self._file.write(encoded)
        self._bytes += len(encoded)
        at, stream = 0, self._rest + encoded
        while at + 4 <= len(stream) and at + (size := self._size(stream, at)) <= len(stream):
            self._sizes.append(size)
            at += size
        self._rest = stream[at:]

    def _size(self, stream: bytes, at: int) -> int:
        """Of the frame that begins at ``at``: a stream has a few kinds of header only, in hundreds of thousands."""
        kind = stream[at : at + 3]
        if kind not in self._known:
            self._known[kind] = _frame_bytes(kind)
        return self._known[kind]

    def _info(self) -> bytes:
        """A frame of silence with the header of the others, whose body tells of the whole stream."""
        header = _header_with_room(self._first)
        size = _frame_bytes(header)
        version = header[1] >> 3 & 3
        per_frame = 1152 if version == 3 else 576
        padding = max(0, len(self._sizes) * per_frame - self._samples - DELAY)
        total = size + self._bytes
        body = (b"Xing" if self._vbr else b"Info") + (0b1111).to_bytes(4, "big")
        body += len(self._sizes).to_bytes(4, "big") + total.to_bytes(4, "big") + self._contents(size, total)
        body += (100 - 10 * QUALITY).to_bytes(4, "big")
        extension = b"LAME3.100" + bytes([0x04 if self._vbr else 0x01]) + bytes(11)
        extension += (DELAY << 12 | min(padding, 4095)).to_bytes(3, "big") + bytes(4) + total.to_bytes(4, "big")
        frame = header + bytes(17 if version == 3 else 9) + body + extension
        return frame + bytes(size - len(frame))

    def _contents(self, first: int, total: int) -> bytes:
        """For each hundredth of the time, how many 256ths of the bytes lie before it."""
        if not self._sizes:
            return bytes(ENTRIES)
        starts, at = [], first
        for size in self._sizes:
            starts.append(at)
            at += size
        return bytes(min(255, starts[len(starts) * i // ENTRIES] * 256 // total) for i in range(ENTRIES))


def _lame(sample_rate_hz: int, bitrate: int, *, vbr: bool) -> Any:
    import lameenc

    lame = lameenc.Encoder()
    lame.set_channels(1)
    lame.set_in_sample_rate(sample_rate_hz)
    lame.set_out_sample_rate(sample_rate_hz)
    lame.set_quality(QUALITY)
    if vbr:
        lame.set_vbr(4)
        lame.set_vbr_quality(VBR_QUALITY)
    else:
        lame.set_bit_rate(bitrate)
    lame.silence()
    return lame


def _scaled(pcm: npt.NDArray[np.int16], factor: float) -> npt.NDArray[np.int16]:
    import numpy as np

    if factor == 1.0:
        return pcm
    wave = pcm * np.float32(factor)
    return np.clip(np.rint(wave, out=wave), -32768, 32767, out=wave).astype(np.int16)


def _frames(file: IO[bytes]) -> tuple[int, int]:
    """Where the frames after the info frame begin and end.

    Raises:
        EncodeError: the file does not begin with an ID3 tag, or none, and an info frame.
    """
    head = file.read(10)
    tag = 10 + sum(byte << shift for byte, shift in zip(head[6:], (21, 14, 7, 0), strict=True))  # ID3v2.4, 3.1
    start = tag if head.startswith(b"ID3") else 0
    file.seek(start)
    frame = file.read(INFO_BYTES + 12)
    at = 4 + (17 if frame[1:2] and frame[1] >> 3 & 3 == 3 else 9)
    if frame[at : at + 4] not in (b"Info", b"Xing"):
        raise EncodeError("an info frame was written, and is not there")
    return start + _frame_bytes(frame), start + int.from_bytes(frame[at + 12 : at + 16], "big")


def _frame_bytes(header: bytes) -> int:
    """The length of a layer III frame from its header (ISO/IEC 11172-3, 2.4.3.1).

    Raises:
        EncodeError: no frame begins there.
    """
    if len(header) < 3 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        raise EncodeError("the encoder gave out something that is no MP3 frame")
    version = header[1] >> 3 & 3
    kbit = BITRATES[3 if version == 3 else 2][header[2] >> 4]
    rate = RATES[version][header[2] >> 2 & 3]
    return (144 if version == 3 else 72) * kbit * 1000 // rate + (header[2] >> 1 & 1)


def _header_with_room(first: bytes) -> bytes:
    """The first frame's header with the lowest bit rate that has room for the info, no padding, no CRC."""
    version = first[1] >> 3 & 3
    own = first[2] >> 4
    for index in [own, *range(1, 15)]:
        header = bytes([first[0], first[1] | 1, index << 4 | first[2] & 0x0C, first[3]])
        if _frame_bytes(header) >= INFO_BYTES + (8 if version == 3 else 0) + 4:
            return header
    raise EncodeError("no MP3 frame is large enough for its info")
