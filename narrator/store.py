"""Local folders and object stores: whole files only, nothing half-written is ever visible."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from narrator.errors import OutputError

OLD_LOCK_S = 60.0


def atomic_write(path: str | Path, content: bytes | str) -> None:
    """Write a local file whole: a temporary name in the same folder, flush to disk, replace.

    Raises:
        OutputError: the folder cannot be written, or is full; the old file is still there.
    """
    path = Path(path)
    body = content.encode() if isinstance(content, str) else content
    with _told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            _publish(Path(name), path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _publish(made: Path, path: Path) -> None:
    """Give a finished file its name. mkstemp makes files for the owner only; a narration is for all."""
    mask = os.umask(0)
    os.umask(mask)
    made.chmod(0o666 & ~mask)
    os.replace(made, path)


@contextmanager
def _told(what: object) -> Iterator[None]:
    """Translate what the system says into an OutputError."""
    try:
        yield
    except OSError as error:
        hint = "free some room and run it again; what was finished is kept" if error.errno == 28 else ""
        raise OutputError(f"{what} cannot be written: {error.strerror or error}", hint) from error


def is_address(address: str) -> bool:
    """Whether ``address`` names an object store rather than a local folder."""
    return "://" in address and not address.startswith("file://")


class Store:
    """A folder of whole files, local or in an object store (fsspec). Names use ``/``."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.remote = is_address(address)
        self.root = address.rstrip("/") if self.remote else str(Path(address.removeprefix("file://")).absolute())

    def get(self, name: str) -> bytes | None:
        """The content of a file, or None where there is none."""
        if not self.remote:
            try:
                return self._path(name).read_bytes()
            except (FileNotFoundError, NotADirectoryError):
                return None
            except OSError as error:
                raise OutputError(f"{self._path(name)} cannot be read: {error.strerror}") from error
        with self._remote_told(name):
            fs, path = self._remote(name)
            return bytes(fs.cat_file(path)) if fs.exists(path) else None

    def put(self, name: str, content: bytes) -> None:
        """Write a file whole."""
        if not self.remote:
            atomic_write(self._path(name), content)
            return
        with self._remote_told(name):
            fs, path = self._remote(name)
            fs.pipe_file(path, content)

    def put_file(self, local: Path, name: str) -> None:
        """Put a finished local file in its place, whole; the local one is gone afterwards where a move does it."""
        if self.remote:
            with self._remote_told(name):
                fs, path = self._remote(name)
                fs.put_file(str(local), path)
            return
        place = self._path(name)
        with _told(place):
            place.parent.mkdir(parents=True, exist_ok=True)
            if local.stat().st_dev != place.parent.stat().st_dev:
                atomic_write(place, local.read_bytes())
                return
            with local.open("rb") as file:
                os.fsync(file.fileno())
            _publish(local, place)

    def size(self, name: str) -> int | None:
        """The size of a file in bytes, or None where there is none."""
        if not self.remote:
            try:
                return self._path(name).stat().st_size
            except OSError:
                return None
        with self._remote_told(name):
            fs, path = self._remote(name)
            return int(fs.size(path)) if fs.exists(path) else None

    def folders(self) -> list[str]:
        """The names of the folders directly below."""
        if not self.remote:
            try:
                return [each.name for each in os.scandir(self.root) if each.is_dir()]
            except OSError:
                return []
        with self._remote_told(""):
            fs, path = self._remote("")
            if not fs.exists(path):
                return []
            return [each["name"].rstrip("/").rsplit("/", 1)[-1] for each in fs.ls(path) if each["type"] == "directory"]

    def remove(self, name: str) -> None:
        """Take a file away; nothing happens where there is none."""
        if not self.remote:
            with _told(self._path(name)):
                self._path(name).unlink(missing_ok=True)
            return
        with self._remote_told(name):
            fs, path = self._remote(name)
            if fs.exists(path):
                fs.rm_file(path)

    def remove_folder(self, name: str) -> None:
        """Take a folder away where it is empty; object stores have none."""
        if not self.remote:
            try:
                self._path(name).rmdir()
            except OSError:
                return

    def local_folder(self, name: str) -> Path:
        """A local folder to make files in: inside the store where that is local, else the system's own."""
        if self.remote:
            return Path(tempfile.gettempdir())
        path = self._path(name)
        path.mkdir(parents=True, exist_ok=True)
        return path

    @contextmanager
    def lock(self, name: str) -> Iterator[None]:
        """Hold a lock for a moment. An object store has none: it is for one coordinator."""
        if self.remote:
            yield
            return
        from filelock import FileLock, Timeout

        path = self._path(name)
        with _told(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            lock = FileLock(path)
            try:
                lock.acquire(timeout=OLD_LOCK_S)
            except Timeout as error:
                raise OutputError(f"{path} is held by another run", "wait for it, or end it") from error
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def claim(self, name: str, *, wait: bool) -> Iterator[bool]:
        """Hold a claim while the block runs; False where another run holds it and ``wait`` is not asked for.

        An object store has no claims: it is for one coordinator.
        """
        if self.remote:
            yield True
            return
        from filelock import FileLock, Timeout

        path = self._path(name)
        with _told(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path)
        try:
            lock.acquire(timeout=-1 if wait else 0)
        except Timeout:
            yield False
            return
        try:
            yield True
        finally:
            lock.release()

    def _path(self, name: str) -> Path:
        return Path(self.root, *name.split("/")) if name else Path(self.root)

    def _remote(self, name: str) -> tuple[Any, str]:
        import fsspec

        try:
            fs, path = fsspec.core.url_to_fs(f"{self.root}/{name}" if name else self.root, use_listings_cache=False)
        except ImportError as error:
            raise OutputError(
                f"{self.address} needs a library that is not here: {error}", "pip install 'narrator[s3]'"
            ) from error
        return fs, path

    @contextmanager
    def _remote_told(self, name: str) -> Iterator[None]:
        try:
            yield
        except OutputError:
            raise
        except Exception as error:  # fsspec's backends raise their own libraries' errors
            raise OutputError(f"{self.root}/{name}: {error}", "check the address and your rights there") from error
