"""Content-addressed clips: what was spoken once is not spoken again. Never fatal.

A clip is a file ``clips/<first two hex digits>/<key>``: a header of 16 bytes (magic, sample rate, number of
samples, CRC-32 of the body; all little endian) and int16 samples. It is written under a temporary name and
renamed, so that concurrent runs share the folder; what is torn or foreign is as good as not there, and made again.
"""

from __future__ import annotations

import os
import shutil
import struct
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from narrator.errors import OutputError
from narrator.model import Clip

MAGIC = b"NCL2"
HEADER = struct.Struct("<4sIIII")
"""Magic, samples a second, samples, words, checksum; then where the words end (uint32) and the samples (int16)."""
SHELVES = 256
GIGABYTE = 1_000_000_000
TRIM_EVERY = 8
"""One in so many new clips looks after the size of its shelf."""


@dataclass(frozen=True, slots=True)
class Info:
    """What a cache holds."""

    folder: Path
    clips: int
    size: int
    """In bytes."""
    limit: int
    """In bytes."""


class Cache:
    """A folder of clips with a size cap; the least recently used go first."""

    def __init__(self, folder: str | Path | None = None, limit_bytes: int = 5 * GIGABYTE) -> None:
        self.folder = Path(folder) if folder is not None else default_folder()
        self.limit_bytes = limit_bytes
        self._clips = self.folder / "clips"

    def get(self, key: str) -> Clip | None:
        """The clip of that key; None where it is not there or not whole."""
        path = self._path(key)
        try:
            body = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        return _decoded(body)

    def put(self, key: str, clip: Clip) -> bool:
        """Keep a clip; whether it could be kept."""
        path = self._path(key)
        try:
            self._write(path, clip)
        except OSError:
            return False
        if int(key[-2:], 16) % TRIM_EVERY == 0:
            self._trim(path.parent)
        return True

    def info(self) -> Info:
        """How many clips there are and how large they are together."""
        sizes = [size for _, size, _ in self._entries()]
        return Info(self.folder, len(sizes), sum(sizes), self.limit_bytes)

    def clear(self) -> int:
        """Take all clips away; how many there were.

        Raises:
            OutputError: some could not be removed.
        """
        count = self.info().clips
        if self._clips.exists():
            try:
                shutil.rmtree(self._clips)
            except OSError as error:
                raise OutputError(f"{self._clips} cannot be cleared: {error.strerror}") from error
        return count

    def verify(self) -> tuple[int, int]:
        """Read every clip and take away what is not whole: how many are good, how many were not."""
        good = bad = 0
        for path, _, _ in self._entries():
            try:
                whole = _decoded(path.read_bytes()) is not None
            except OSError:
                continue
            good, bad = good + whole, bad + (not whole)
            if not whole:
                path.unlink(missing_ok=True)
        return good, bad

    def _path(self, key: str) -> Path:
        return self._clips / key[:2] / key

    def _write(self, path: Path, clip: Clip) -> None:
        try:
            number, name = tempfile.mkstemp(prefix=".", dir=path.parent)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            number, name = tempfile.mkstemp(prefix=".", dir=path.parent)
        body = struct.pack(f"<{len(clip.word_ends)}I", *clip.word_ends) + clip.body
        try:
            with os.fdopen(number, "wb") as file:
                file.write(
                    HEADER.pack(MAGIC, clip.sample_rate_hz, len(clip.samples), len(clip.word_ends), zlib.crc32(body))
                )
                file.write(body)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def _entries(self) -> Iterator[tuple[Path, int, float]]:
        if not self._clips.is_dir():
            return
        for shelf in self._clips.iterdir():
            yield from _shelf(shelf)

    def _trim(self, shelf: Path) -> None:
        """Keep one shelf to its share of the cap: cheap, and fair since keys are spread evenly."""
        entries = sorted(_shelf(shelf), key=lambda entry: entry[2])
        excess = sum(size for _, size, _ in entries) - self.limit_bytes // SHELVES
        for path, size, _ in entries[:-1]:
            if excess <= 0:
                return
            path.unlink(missing_ok=True)
            excess -= size


def default_folder() -> Path:
    """The user's cache folder, as the system has it."""
    from platformdirs import user_cache_path

    return user_cache_path("narrator")


def _shelf(folder: Path) -> Iterator[tuple[Path, int, float]]:
    """Path, size and time of last use of each clip of a shelf."""
    try:
        found = list(os.scandir(folder))
    except OSError:
        return
    for entry in found:
        try:
            status = entry.stat()
        except OSError:
            continue
        if not entry.name.startswith("."):
            yield Path(entry.path), status.st_size, status.st_mtime


def _decoded(content: bytes) -> Clip | None:
    if len(content) < HEADER.size:
        return None
    magic, rate, count, words, check = HEADER.unpack_from(content)
    body = memoryview(content)[HEADER.size :]
    if magic != MAGIC or len(body) != words * 4 + count * 2 or zlib.crc32(body) != check:
        return None
    return Clip.of(body[words * 4 :], rate, struct.unpack_from(f"<{words}I", body))
