"""FFmpeg's encoders through PyAV, for M4A and Opus."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrator.containers.base import told
from narrator.errors import EncodeError, SourceError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


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

    with told(path):
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


def decoded(path: Path) -> Iterator[npt.NDArray[np.int16]]:
    """The sound of a file that FFmpeg reads, mono int16, its edits applied.

    Raises:
        SourceError: it cannot be decoded.
    """
    import av
    import numpy as np

    try:
        with av.open(str(path)) as container:
            resampler = av.AudioResampler(format="s16", layout="mono")
            for frame in container.decode(audio=0):
                for out in resampler.resample(frame):
                    yield out.to_ndarray().reshape(-1).astype(np.int16)
    except (av.FFmpegError, IndexError) as error:
        raise SourceError(f"{path.name} cannot be decoded: {error}") from error


def packets_sha256(path: Path) -> str:
    """The SHA-256 of a file's encoded packets, hex: a copy with other tags, or none, has the same.

    Raises:
        SourceError: it is no sound file.
    """
    import hashlib

    import av

    digest = hashlib.sha256()
    size = 0
    try:
        with av.open(str(path)) as container:
            for packet in container.demux(audio=0):
                if packet.size:
                    size += packet.size
                    digest.update(memoryview(packet))
    except (av.FFmpegError, IndexError, ValueError) as error:
        raise SourceError(f"{path.name} is no sound file that can be read: {error}") from error
    if not size:
        raise SourceError(f"{path.name} holds no sound")
    return digest.hexdigest()


def parameters(path: Path) -> tuple[str, int, int]:
    """FFmpeg's name of the codec, the sample rate in hertz and the number of channels, as the file's header has them.

    Raises:
        SourceError: it is no sound file.
    """
    import av

    try:
        with av.open(str(path)) as container:
            context = container.streams.audio[0].codec_context
            # Several decoders of one codec have names of their own, as mp3float: its canonical name is what counts.
            return context.codec.canonical_name, context.sample_rate, context.channels
    except (av.FFmpegError, IndexError, ValueError) as error:
        raise SourceError(f"{path.name} is no sound file that can be read: {error}") from error
