"""FFmpeg's encoders through PyAV, for M4A and Opus."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrator import regular
from narrator.containers import mp4_header, sniff
from narrator.containers.base import write_errors
from narrator.errors import EncodeError, SourceError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

NO_PROTOCOL = "none"
"""Of FFmpeg's protocols none has this name."""


class Stream:
    """One mono stream into one container."""

    def __init__(self, container: Any, stream: Any, sample_rate_hz: int) -> None:
        self._container, self._stream, self._rate = container, stream, sample_rate_hz
        self._at = 0
        self._resampler: Any = None
        if stream.rate != sample_rate_hz:
            import soxr

            self._resampler = soxr.ResampleStream(sample_rate_hz, stream.rate, 1, dtype="int16")

    def write(self, pcm: npt.NDArray[np.int16]) -> None:
        """Take the next samples: int16 mono."""
        self._encode(self._resampler.resample_chunk(pcm) if self._resampler else pcm)

    def finish(self) -> None:
        """Flush resampler and encoder."""
        import numpy as np

        if self._resampler:
            self._encode(self._resampler.resample_chunk(np.zeros(0, np.int16), last=True))
        for packet in self._stream.encode(None):
            self._container.mux(packet)

    def _encode(self, pcm: npt.NDArray[np.int16]) -> None:
        import av

        if not len(pcm):
            return
        frame = av.AudioFrame.from_ndarray(pcm.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = self._stream.rate
        frame.pts = self._at
        self._at += len(pcm)
        for packet in self._stream.encode(frame):
            self._container.mux(packet)


@contextmanager
def encoder(
    path: Path,
    sample_rate_hz: int,
    codec: str,
    *,
    form: str,
    rate_hz: int,
    kbit: int,
    options: Mapping[str, str],
) -> Iterator[Stream]:
    """An encoder of FFmpeg into ``path``; the sound resampled to ``rate_hz`` where that differs."""
    import av

    with write_errors(path):
        try:
            with av.open(str(path), "w", format=form) as container:
                stream: Any = container.add_stream(codec, rate=rate_hz, options=dict(options))
                stream.layout = "mono"
                stream.bit_rate = kbit * 1000
                coded = Stream(container, stream, sample_rate_hz)
                yield coded
                coded.finish()
        except av.FFmpegError as error:
            if isinstance(error, OSError):
                raise
            raise EncodeError(f"{path.name} could not be encoded: {error}") from error


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """A sound file opened by FFmpeg, as what its content says it is: see ``sniff``.

    FFmpeg is given a file that is open already and one format, and no protocol: whatever a file says, no other is read.

    Raises:
        SourceError: it is no regular file, no sound file, or cannot be read.
    """
    import av

    with regular.opened(path) as file:
        try:
            kind = sniff.kind(file)
        except sniff.TagTooLargeError as error:
            raise SourceError(f"{path.name} has {error}", "no honest file has one") from error
        if kind is None:
            raise SourceError(f"{path.name} is no sound file that can be read")
        try:
            with av.open(file, format=kind.form, options={"protocol_whitelist": NO_PROTOCOL}) as container:
                if not container.streams.audio:
                    raise SourceError(f"{path.name} holds no sound")
                yield container
        except (av.FFmpegError, IndexError, ValueError) as error:
            raise SourceError(f"{path.name} is no sound file that can be read: {error}") from error


def decoded(path: Path) -> Iterator[npt.NDArray[np.int16]]:
    """The sound of a file that FFmpeg reads, mono int16, its edits applied.

    Raises:
        SourceError: it cannot be decoded.
    """
    import av
    import numpy as np

    with opened(path) as container:
        resampler = av.AudioResampler(format="s16", layout="mono")
        for frame in container.decode(audio=0):
            for out in resampler.resample(frame):
                yield out.to_ndarray().reshape(-1).astype(np.int16)


def stretches(path: Path, length_s: float, most: int | None) -> Iterator[tuple[int, npt.NDArray[np.int16]]]:
    """Stretches of a sound, decoded: all of it one after the other, or some that are spread over it.

    Args:
        path: a sound file.
        length_s: of each stretch; the last one may be shorter.
        most: of a longer sound so many, the first at its beginning and the last at its end; None takes all.

    Yields:
        The rate in hertz, and int16 mono.

    Raises:
        SourceError: it cannot be decoded.
    """
    import av

    with opened(path) as container:
        length = container.duration / av.time_base if container.duration else 0.0
        if most is None or length <= most * length_s:
            yield from _stretches(container, length_s, None)
            return
        for each in range(most):
            with suppress(av.FFmpegError):  # what cannot be sought is read on from where it is
                container.seek(round((length - length_s) * each / (most - 1) * av.time_base))
            yield from _stretches(container, length_s, 1)


def _stretches(container: Any, length_s: float, most: int | None) -> Iterator[tuple[int, npt.NDArray[np.int16]]]:
    """Stretches from where the container is."""
    import av
    import numpy as np

    resampler, pieces, count, rate_hz = av.AudioResampler(format="s16p"), list[Any](), 0, 0
    for frame in container.decode(audio=0):
        rate_hz = frame.sample_rate
        pieces += [out.to_ndarray() for out in resampler.resample(frame)]
        count += frame.samples
        if count >= length_s * rate_hz:
            yield rate_hz, _mono(np.concatenate(pieces, axis=1))
            pieces, count = [], 0
            if most == 1:
                return
    if pieces:
        yield rate_hz, _mono(np.concatenate(pieces, axis=1))


LOST_IN_MIX = 0.25
"""Of the energy of the loudest channel: where the mix of all has less, they cancel each other, or most are silent."""


def _mono(pcm: npt.NDArray[np.int16]) -> npt.NDArray[np.int16]:
    """The mix of the channels (rows); the loudest of them where the mix loses it, as that of two of opposite sign."""
    import numpy as np

    if len(pcm) == 1:
        return pcm.reshape(-1)
    mix = pcm.mean(axis=0, dtype=np.float32)
    energies = [float(np.square(each, dtype=np.float32).sum()) for each in pcm]
    if float(np.square(mix).sum()) < LOST_IN_MIX * max(energies):
        mix = pcm[energies.index(max(energies))].astype(np.float32)
    return np.asarray(mix, dtype=np.int16)


def packets_sha256(path: Path) -> str:
    """The SHA-256 of a file's encoded packets, hex: a copy with other tags, or none, has the same.

    Raises:
        SourceError: it is no sound file.
    """
    import hashlib

    digest = hashlib.sha256()
    size = 0
    with opened(path) as container:
        for body in _packets(container):
            size += len(body)
            digest.update(body)
    if not size:
        raise SourceError(f"{path.name} holds no sound")
    return digest.hexdigest()


def _packets(container: Any) -> Iterator[memoryview]:
    """The encoded packets of the first stream of sound, without what is no sound in them."""
    is_adts, is_mp3 = (container.format.name == each.form for each in (sniff.AAC, sniff.MP3))
    last: memoryview | None = None
    for packet in container.demux(audio=0):
        if not packet.size:
            continue
        body = memoryview(packet)
        # Raw AAC has a header of its own before each packet of an M4A (ISO/IEC 14496-3, 1.A.2).
        body = body[7 if body[1] & 1 else 9 :] if is_adts and len(body) > 9 else body
        if last is not None:
            yield last
        last = body
    # FFmpeg takes a tag behind the last MPEG frame, which players skip, for one packet more.
    if last is not None and not (is_mp3 and sniff.is_tag(last)):
        yield last


@dataclass(frozen=True, slots=True)
class Parameters:
    """How a file's header says that its packets are to be played."""

    codec: str
    """FFmpeg's canonical name, as ``mp3`` or ``pcm_s16le``."""
    sample_rate_hz: int
    channels: int
    setup_sha256: str
    """Of the codec's setup, hex; empty where it has none."""
    gain_db: float
    """That Opus puts on the decoded sound (RFC 7845, 5.1); else 0."""
    streams: int
    """Streams of sound in the file: a player may take another than the first."""
    is_plain: bool
    """Whether the header of an MP4 asks for no other volume, speed or silence: see ``mp4_header``."""
    texts: tuple[tuple[str, str], ...]
    """Name and value of the metadata."""


def parameters(path: Path) -> Parameters:
    """How a file is to be played.

    Raises:
        SourceError: it is no sound file.
    """
    import hashlib

    with opened(path) as container:
        stream = container.streams.audio[0]
        context = stream.codec_context
        setup = bytes(context.extradata or b"")
        # Several decoders of one codec have names of their own, as mp3float: its canonical name is what counts.
        codec = context.codec.canonical_name
        gain = int.from_bytes(setup[16:18], "little", signed=True) / 256 if codec == "opus" else 0.0
        return Parameters(
            codec,
            context.sample_rate,
            context.channels,
            hashlib.sha256(setup).hexdigest() if setup else "",
            gain,
            len(container.streams.audio),
            _is_plain(path, container, context.sample_rate),
            tuple({**container.metadata, **stream.metadata}.items()),
        )


def _frames(container: Any) -> Iterator[Any]:
    """The decoded frames of the first stream of sound; a tag among the packets of an MP3 is passed over."""
    is_mp3 = container.format.name == sniff.MP3.form
    for packet in container.demux(audio=0):
        if not (is_mp3 and packet.size and sniff.is_tag(memoryview(packet))):
            yield from packet.decode()


def _is_plain(path: Path, container: Any, sample_rate_hz: int) -> bool:
    if sniff.MP4.form not in container.format.name:
        return True
    with regular.opened(path) as file:
        return mp4_header.is_plain(file, sample_rate_hz)


def played_s(path: Path) -> tuple[float, float]:
    """How long a file plays, in seconds: by its decoded samples, and by its clock.

    Raises:
        SourceError: it cannot be decoded.
    """
    samples_s, first, last = 0.0, 0.0, 0.0
    with opened(path) as container:
        for frame in _frames(container):
            lasts = frame.samples / frame.sample_rate
            if frame.time is not None:
                first = frame.time if not samples_s else first
                last = frame.time + lasts
            samples_s += lasts
    return samples_s, last - first
