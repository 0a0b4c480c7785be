"""Voices that a user adds: where their files are kept, and the ways they come in.

A file is looked for at an address, in a folder or in an archive; it is checked before it is put in its place, by a
temporary name, so that a voice is there whole or not at all.
"""

from __future__ import annotations

import hashlib
import os
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from narrator.errors import OutputError, VoiceError

MOST_BYTES = 1_000_000_000
"""The largest file of a voice that is taken; Piper's largest have 120 MB."""
TIMEOUT_S = 60.0
PIECE = 1 << 20


def folder(engine: str) -> Path:
    """Where the files of an engine's added voices are, in the user's data folder."""
    from platformdirs import user_data_path

    return user_data_path("narrator") / "voices" / engine


def fetched(address: str, *, most_bytes: int = MOST_BYTES) -> bytes:
    """What is at an address.

    Raises:
        VoiceError: it cannot be reached, answers with an error, or sends more than ``most_bytes``.
    """
    import httpx

    body = bytearray()
    try:
        with httpx.stream("GET", address, follow_redirects=True, timeout=TIMEOUT_S) as answer:
            answer.raise_for_status()
            for piece in answer.iter_bytes(PIECE):
                body += piece
                if len(body) > most_bytes:
                    raise VoiceError(f"{address} sends more than {most_bytes // 1_000_000} MB")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        why = f"answered {error.response.status_code}" if isinstance(error, httpx.HTTPStatusError) else f"{error}"
        raise VoiceError(
            f"{address} cannot be fetched: {why}",
            "fetch the file another way, and name its folder or archive with --from",
        ) from error
    return bytes(body)


def inside(place: str, name: str) -> bytes:
    """The file of that name in a place that a user named: an address, a folder, a .tar, .tgz or .zip, or the file.

    Raises:
        VoiceError: the place or the file in it is not there, or cannot be read.
    """
    if place.startswith(("http://", "https://")):
        return fetched(f"{place.rstrip('/')}/{name}")
    path = Path(place).expanduser()
    try:
        if path.is_dir():
            found = sorted(path.rglob(name))
            return found[0].read_bytes() if found else _missing(name, place)
        if path.name == name:
            return path.read_bytes()
        if zipfile.is_zipfile(path):
            return _in_zip(path, name)
        if tarfile.is_tarfile(path):
            return _in_tar(path, name)
    except (OSError, zipfile.BadZipFile, tarfile.TarError, EOFError) as error:
        raise VoiceError(f"{place} cannot be read: {error}") from error
    raise VoiceError(f"{place} is no folder and no archive", "name a folder, a .tar, .tgz or .zip, or an address")


def put(path: Path, content: bytes) -> Path:
    """Write a file whole, or not at all; where it is.

    Raises:
        OutputError: there is no right or no room.
    """
    return filled(path, lambda file: file.write_bytes(content))


def filled(path: Path, write: Callable[[Path], object]) -> Path:
    """Let ``write`` make a file under another name, and give it its own once it is whole.

    Raises:
        OutputError: there is no right or no room.
    """
    name = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(prefix=".", dir=path.parent)
        os.close(number)
        write(Path(name))
        os.replace(name, path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        if name:
            Path(name).unlink(missing_ok=True)
    return path


def sha256(content: bytes) -> str:
    """The digest of a file's content, in hex."""
    return hashlib.sha256(content).hexdigest()


def _in_zip(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        members = [each for each in archive.infolist() if Path(each.filename).name == name]
        if not members:
            _missing(name, str(path))
        _bounded(members[0].file_size, path)
        return archive.read(members[0])


def _in_tar(path: Path, name: str) -> bytes:
    with tarfile.open(path) as archive:
        for each in archive:
            content = archive.extractfile(each) if each.isfile() and Path(each.name).name == name else None
            if content:
                _bounded(each.size, path)
                with closing(content):
                    return content.read()
    return _missing(name, str(path))


def _bounded(size: int, path: Path) -> None:
    if size > MOST_BYTES:
        raise VoiceError(f"a file in {path} has {size // 1_000_000} MB, which is no voice")


def _missing(name: str, place: str) -> bytes:
    raise VoiceError(f"there is no {name} in {place}")
