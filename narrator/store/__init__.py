"""Local folders and object stores: whole files only, nothing half-written is ever visible."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from narrator.errors import OutputError
from narrator.store.local import LocalStore, atomic_write

ADDRESS = re.compile(r"^(?!file:|local:|https?:)[a-z][a-z0-9+.-]+://", re.IGNORECASE)
"""Of an object store: any scheme that fsspec knows, but those of this machine and of the web."""


class Store(Protocol):
    """A folder of whole files, local or in an object store. Names use ``/``.

    All methods raise OutputError where the place cannot be read or written.
    """

    address: str
    remote: bool

    def get(self, name: str) -> bytes | None:
        """The content of a file, or None where there is none."""
        ...

    def put(self, name: str, content: bytes) -> None:
        """Write a file whole."""
        ...

    def create(self, name: str, content: bytes) -> bool:
        """Write a file whole where there is none yet; whether this call did."""
        ...

    def put_file(self, local: Path, name: str) -> None:
        """Put a finished local file in its place, whole; the local one is gone afterwards where a move does it."""
        ...

    def settle(self, folder: str) -> None:
        """Return when the names in a folder will survive a power cut."""
        ...

    def size(self, name: str) -> int | None:
        """The size of a file in bytes, or None where there is none."""
        ...

    def stamp(self, name: str) -> str | None:
        """What changes when a file is written again, or None where there is none."""
        ...

    def files(self) -> Iterator[str]:
        """The names of all files below, in order."""
        ...

    def folders(self) -> list[str]:
        """The names of the folders directly below."""
        ...

    def remove(self, name: str) -> None:
        """Take a file away; nothing happens where there is none."""
        ...

    def remove_folder(self, name: str) -> None:
        """Take a folder away where it is empty; object stores have none."""
        ...

    def making(self) -> AbstractContextManager[Path]:
        """A local folder to make files in, always taken away; also those that dead processes left."""
        ...

    def lock(self, name: str) -> AbstractContextManager[None]:
        """Hold a lock for a moment. An object store has none."""
        ...

    def claim(self, name: str, *, wait_s: float) -> AbstractContextManager[bool]:
        """Hold a claim while the block runs; False where another run holds it longer than ``wait_s`` seconds.

        An object store has no claims: it is for one coordinator.
        """
        ...


def is_address(address: str) -> bool:
    """Whether ``address`` names an object store rather than a local folder."""
    return bool(ADDRESS.match(address))


def store(address: str) -> Store:
    """The store at an address: an object store's (``s3://bucket/folder``), or a path.

    Raises:
        OutputError: it is an address, and none of an object store.
    """
    if not is_address(address):
        if "://" in address.removeprefix("file://"):
            raise OutputError(
                f"{address} is no place to write to", "give a folder, or an address such as s3://bucket/dir"
            )
        return LocalStore(address)
    from narrator.store.remote import RemoteStore

    return RemoteStore(address)


__all__ = ["Store", "atomic_write", "is_address", "store"]
