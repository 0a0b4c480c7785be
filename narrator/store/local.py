"""A local folder: a temporary name beside, flush to disk, replace; file locks for those who share it."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from errno import EDQUOT, ENOSPC
from pathlib import Path

from narrator import temporary
from narrator.errors import OutputError

LOCK_S = 60.0
MAKING = ".narrator/making"


def atomic_write(path: str | Path, content: bytes | str) -> None:
    """Write a local file whole: a temporary name in the same folder, flush to disk, replace.

    Raises:
        OutputError: the folder cannot be written, or is full; the old file is still there.
    """
    path = Path(path)
    body = content.encode() if isinstance(content, str) else content
    with write_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name[:40]}.{uuid.uuid4().hex}.part")
        try:
            with part.open("xb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


@contextmanager
def write_errors(what: object) -> Iterator[None]:
    """Translate what the system says into an OutputError."""
    try:
        yield
    except OSError as error:
        full = error.errno in (ENOSPC, EDQUOT)
        hint = "free some room and run it again; what was finished is kept" if full else ""
        raise OutputError(f"{what} cannot be written: {error.strerror or error}", hint) from error


class LocalStore:
    """A folder of this machine, or one that it mounts."""

    remote = False

    def __init__(self, address: str) -> None:
        self.address = address
        self.root = str(Path(address.removeprefix("file://")).absolute())

    def get(self, name: str) -> bytes | None:
        """The content of a file, or None where there is none."""
        try:
            return self._path(name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise OutputError(f"{self._path(name)} cannot be read: {error.strerror}") from error

    def put(self, name: str, content: bytes) -> None:
        """Write a file whole."""
        atomic_write(self._path(name), content)

    def create(self, name: str, content: bytes) -> bool:
        """Write a file whole where there is none yet: hold a lock while you ask."""
        if self._path(name).exists():
            return False
        self.put(name, content)
        return True

    def put_file(self, local: Path, name: str) -> None:
        """Move a finished local file into its place, whole."""
        place = self._path(name)
        with write_errors(place):
            place.parent.mkdir(parents=True, exist_ok=True)
            if local.stat().st_dev != place.parent.stat().st_dev:
                atomic_write(place, local.read_bytes())
                return
            with local.open("rb") as file:
                os.fsync(file.fileno())
            os.replace(local, place)

    def settle(self, folder: str) -> None:
        """Flush the folder itself, so that no later name outlives an earlier one in a power cut."""
        try:
            number = os.open(self._path(folder), os.O_RDONLY)
        except OSError:  # Windows opens no folders, and needs none of this
            return
        try:
            os.fsync(number)
        except OSError:  # a mount that cannot
            return
        finally:
            os.close(number)

    def size(self, name: str) -> int | None:
        """The size of a file in bytes, or None where there is none."""
        try:
            return self._path(name).stat().st_size
        except OSError:
            return None

    def stamp(self, name: str) -> str | None:
        """What changes when a file is written again, or None where there is none."""
        try:
            found = self._path(name).stat()
        except OSError:
            return None
        return f"{found.st_mtime_ns} {found.st_size} {found.st_ino}"

    def files(self) -> Iterator[str]:
        """The names of all files below, in order."""
        for folder, below, names in os.walk(self.root):
            below.sort()
            inner = folder[len(self.root) :].replace(os.sep, "/").lstrip("/")
            yield from (f"{inner}/{name}" if inner else name for name in sorted(names))

    def folders(self) -> list[str]:
        """The names of the folders directly below."""
        try:
            return [each.name for each in os.scandir(self.root) if each.is_dir()]
        except OSError:
            return []

    def remove(self, name: str) -> None:
        """Take a file away; nothing happens where there is none."""
        with write_errors(self._path(name)):
            self._path(name).unlink(missing_ok=True)

    def remove_folder(self, name: str) -> None:
        """Take a folder away where nothing but unfinished files of dead processes is in it."""
        folder = self._path(name)
        for part in folder.glob(".*.part"):
            part.unlink(missing_ok=True)
        try:
            folder.rmdir()
        except OSError:
            return

    @contextmanager
    def making(self) -> Iterator[Path]:
        """A folder on the same disk, taken away at the end, or by the next run where a kill was the end."""
        with made_in(temporary.folder(self._path(MAKING)), self._path(MAKING)) as folder:
            yield folder

    @contextmanager
    def lock(self, name: str) -> Iterator[None]:
        """Hold a lock for a moment."""
        with self.claim(name, wait_s=LOCK_S) as mine:
            if not mine:
                raise OutputError(
                    f"{self._path(name)} is held by another run",
                    "wait for it, or end it; where no run is left on any machine, remove that file",
                )
            yield

    @contextmanager
    def claim(self, name: str, *, wait_s: float) -> Iterator[bool]:
        """Hold a file lock while the block runs; the system lets it go when its process ends, however it ends."""
        from filelock import Timeout

        path = self._path(name)
        lock = temporary.file_lock(path)
        try:
            with write_errors(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                lock.acquire(timeout=wait_s)
        except OutputError as error:
            if not isinstance(error.__cause__, Timeout):
                raise
        try:
            yield lock.is_locked
        finally:
            lock.release()

    def _path(self, name: str) -> Path:
        return Path(self.root, *contained(name).split("/")) if name else Path(self.root)


@contextmanager
def made_in(folder: AbstractContextManager[Path], place: object) -> Iterator[Path]:
    """A temporary folder; that it cannot be made is an OutputError, and what the block raises is its own."""
    with ExitStack() as stack:
        with write_errors(place):
            made = stack.enter_context(folder)
        yield made


def contained(name: str) -> str:
    """The name of a file below a store's root.

    Raises:
        OutputError: it leads out of there.
    """
    if ".." in name.split("/") or name.startswith("/") or set(name) & set("\\:\0"):
        raise OutputError(f"{name[:80]!r} leads out of the output folder", "it is not touched")
    return name
