"""An object store through fsspec: files are made here and put whole; what fails in passing is tried again."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from narrator import about, temporary
from narrator.errors import OutputError
from narrator.store import served
from narrator.store.local import contained, made_in

T = TypeVar("T")

TRIES = 6
BACK_OFF_S = 0.2
"""Before the second try; it doubles, and each wait is between half of it and all of it."""
FINAL = (PermissionError, FileExistsError, IsADirectoryError, ImportError, ValueError, TypeError, NotImplementedError)
"""What another try would not change."""
S3 = MappingProxyType(
    {"config_kwargs": {"connect_timeout": 10, "read_timeout": 60, "retries": {"mode": "standard", "max_attempts": 2}}}
)
"""The library under it would try 25 times by itself, and an address that is wrong takes minutes to say so."""


class RemoteStore:
    """A bucket, or a folder in one. Names use ``/``."""

    remote = True

    def __init__(self, address: str) -> None:
        self.address = self.root = address.rstrip("/")

    def get(self, name: str) -> bytes | None:
        """The content of a file, or None where there is none."""
        return self._if_present(name, lambda fs, path: bytes(fs.cat_file(path)))

    def put(self, name: str, content: bytes) -> None:
        """Write a file whole: one request, which is done or not."""
        self._put(name, lambda fs, path: fs.pipe_file(path, content, **served.option(fs, name)))

    def create(self, name: str, content: bytes) -> bool:
        """Write a file whole where there is none yet; whether this call did, or an earlier try of it."""
        try:
            self._put(name, lambda fs, path: fs.pipe_file(path, content, mode="create", **served.option(fs, name)))
        except FileExistsError:
            return self.get(name) == content
        return True

    def put_file(self, local: Path, name: str) -> None:
        """Put a finished local file in its place, whole."""
        self._put(name, lambda fs, path: fs.put_file(str(local), path, **served.option(fs, name)))

    def settle(self, folder: str) -> None:
        """What a store has answered for, it keeps."""

    def size(self, name: str) -> int | None:
        """The size of a file in bytes, or None where there is none."""
        return self._if_present(name, lambda fs, path: int(fs.info(path)["size"]))

    def stamp(self, name: str) -> str | None:
        """What changes when a file is written again, or None where there is none."""
        found = self._if_present(name, lambda fs, path: dict(fs.info(path)))
        if found is None:
            return None
        return " ".join(
            str(found.get(each, "")) for each in ("size", "ETag", "etag", "LastModified", "mtime", "created")
        )

    def files(self) -> Iterator[str]:
        """The names of all files below, in order."""
        found = self._if_present("", lambda fs, path: [each[len(path.rstrip("/")) + 1 :] for each in fs.find(path)])
        yield from sorted(found or ())

    def folders(self) -> list[str]:
        """The names of the folders directly below."""
        entries = self._if_present("", lambda fs, path: list(fs.ls(path, detail=True)))
        return [each["name"].rstrip("/").rsplit("/", 1)[-1] for each in entries or () if each["type"] == "directory"]

    def remove(self, name: str) -> None:
        """Take a file away; nothing happens where there is none."""
        self._if_present(name, lambda fs, path: fs.rm_file(path))

    def remove_folder(self, name: str) -> None:
        """Object stores have no folders."""

    @contextmanager
    def making(self) -> Iterator[Path]:
        """A folder of this machine's own, taken away at the end, or by the next run where a kill was the end."""
        with made_in(temporary.own_folder(), "the folder for temporary files") as folder:
            yield folder

    @contextmanager
    def lock(self, name: str) -> Iterator[None]:
        """None: names are claimed by ``create``."""
        yield

    @contextmanager
    def claim(self, name: str, *, wait_s: float) -> Iterator[bool]:
        """Always granted: an object store is for one coordinator."""
        yield True

    def _if_present(self, name: str, operation: Callable[[Any, str], T]) -> T | None:
        try:
            return self._tried(name, operation)
        except FileNotFoundError:
            return None

    def _put(self, name: str, operation: Callable[[Any, str], object]) -> None:
        try:
            self._tried(name, operation)
        except FileNotFoundError as error:
            raise OutputError(f"{self.root}: there is no such place", "make the bucket first") from error

    def _tried(self, name: str, operation: Callable[[Any, str], T]) -> T:
        """What an operation gives, tried again with growing waits.

        Raises:
            OutputError: it failed for good; FileNotFoundError and FileExistsError are the caller's.
        """
        place = f"{self.root}/{contained(name)}" if name else self.root
        for attempt in range(TRIES):
            try:
                return operation(*_opened(place))
            except (FileNotFoundError, FileExistsError):
                raise
            except Exception as error:  # fsspec's backends raise their own libraries' errors
                if isinstance(error, FINAL) or _unsigned(error) or attempt + 1 == TRIES:
                    raise _output_error(place, error) from error
                time.sleep(BACK_OFF_S * 2**attempt * random.uniform(0.5, 1.0))  # noqa: S311 - spreads the tries
        raise AssertionError("the last try returns or raises")


def _opened(address: str) -> tuple[Any, str]:
    import fsspec

    scheme = address.partition("://")[0].lower()
    options = dict(S3) if scheme in ("s3", "s3a") and "config_kwargs" not in fsspec.config.conf.get("s3", {}) else {}
    fs, path = fsspec.core.url_to_fs(address, use_listings_cache=False, **options)
    return fs, path


def _unsigned(error: Exception) -> bool:
    """Whether there are no credentials at all; botocore has a class of its own for it."""
    return "Credentials" in type(error).__name__


def _output_error(place: str, error: Exception) -> OutputError:
    """What happened at which place, and what to do."""
    scheme = place.partition("://")[0].lower()
    if isinstance(error, ImportError):
        hint = about.install("s3") if scheme in ("s3", "s3a") else f"fsspec says: {error}"
        return OutputError(f"{place} needs a library that is not here", hint)
    if isinstance(error, PermissionError):
        return OutputError(f"{place}: access is denied", "it needs the rights to list, read, write and delete there")
    if _unsigned(error):
        return OutputError(f"{place}: no credentials were found", "set them as the store's own tools want them")
    if isinstance(error, ValueError) and "rotocol not known" in str(error):
        return OutputError(f"{place}: {scheme} is no store that is known here", "is the address right?")
    return OutputError(
        f"{place}: {str(error)[:300] or type(error).__name__}", "is the store up, and the address right?"
    )
