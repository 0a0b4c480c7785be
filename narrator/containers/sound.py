"""Reading any sound file that libsndfile or FFmpeg reads, as mono int16; resampling."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrator.errors import OutputError, SourceError
from narrator.model import Clip

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

FRAMES = 1 << 16
LONGEST_S = 600.0
"""An intro or outro is held in memory: ten minutes are 29 MB."""


def read(path: Path) -> Iterator[npt.NDArray[np.int16]]:
    """The sound of a file, mono int16, a piece at a time.

    Raises:
        SourceError: it is no sound file, or cut.
    """
    import soundfile

    try:
        with soundfile.SoundFile(path) as file:
            while len(block := file.read(FRAMES, dtype="int16", always_2d=True)):
                yield _mono(block)
    except (soundfile.LibsndfileError, RuntimeError) as error:
        raise SourceError(f"{path.name} cannot be decoded: {error}") from error


def clip(path: Path, sample_rate_hz: int) -> Clip:
    """A whole sound file as one clip of that rate (soxr, high quality).

    Raises:
        SourceError: it cannot be read, or is longer than ten minutes.
    """
    import numpy as np
    import soundfile
    import soxr

    try:
        with soundfile.SoundFile(path) as file:
            rate = file.samplerate
            if file.frames > LONGEST_S * rate:
                raise SourceError(f"{path} is longer than {LONGEST_S / 60:.0f} minutes", "shorten the intro or outro")
            wave = _mono(file.read(dtype="float32", always_2d=True))
    except (soundfile.LibsndfileError, RuntimeError, OSError) as error:
        raise SourceError(f"{path} is no sound file that can be read: {error}") from error
    out = soxr.resample(wave, rate, sample_rate_hz) if rate != sample_rate_hz else wave
    return Clip(np.rint(np.clip(out, -1, 1) * 32767).astype(np.int16), sample_rate_hz)


def _mono(block: Any) -> Any:
    if block.shape[1] == 1:
        return block[:, 0]
    return block.mean(axis=1).astype(block.dtype)


class Writer:
    """libsndfile over a path."""

    def __init__(self, path: Path, sample_rate_hz: int, form: str, subtype: str) -> None:
        import soundfile

        try:
            self._file = soundfile.SoundFile(path, "w", sample_rate_hz, 1, subtype, format=form)
        except (soundfile.LibsndfileError, RuntimeError) as error:
            raise OutputError(f"{path.name} cannot be written: {error}") from error
        self._path = path

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, pcm: npt.NDArray[np.int16]) -> None:
        """Take the next samples: int16 mono."""
        import soundfile

        try:
            self._file.write(pcm)
        except (soundfile.LibsndfileError, RuntimeError) as error:
            hint = "free some room and run it again; what was finished is kept"
            raise OutputError(f"{self._path.name} cannot be written: {error}", hint) from error
