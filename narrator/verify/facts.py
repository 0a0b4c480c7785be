"""What can be read of one file: its sound, tags and credentials. It runs in a child, since readers crash and swell."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narrator import credentials, regular
from narrator.containers import base, coded, sniff
from narrator.containers.base import Tags
from narrator.credentials import Credential, ElsewhereError
from narrator.errors import LabelError, NarratorError, SourceError
from narrator.verify import listening

TEXTS = ("comment", "description", "ai_disclosure", "digitalsourcetype")
"""Of FFmpeg's metadata: where a sentence may be left after a remux, in any container."""

STORE = b"c2pa"
"""The label of every store of credentials (C2PA 2.2, 11.1.4)."""
READ_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class SoundFacts:
    """What the sound of a file is."""

    media_type: str
    container: str
    """narrator's name of the format; empty for one that it does not write."""
    codec: str = ""
    sample_rate_hz: int = 0
    channels: int = 0
    setup_sha256: str = ""
    streams: int = 0
    gain_db: float = 0.0
    """See ``coded.Parameters`` for these; so where the sound cannot be read."""
    packets_sha256: str = ""
    """Empty where the sound cannot be read."""
    texts: tuple[str, ...] = ()
    """What the tags say in FFmpeg's own fields for comments and descriptions, without doubles."""
    is_plain: bool = True
    """See ``coded.Parameters``."""


@dataclass(frozen=True, slots=True)
class CredentialFacts:
    """What was found of credentials."""

    credential: Credential | None = None
    problem: str = ""
    """Why there are some and they cannot be read; empty where they could, or there are none."""
    elsewhere: str = ""
    """That the file names an address for them; else empty."""


def kind(path: Path) -> sniff.Kind:
    """What a file is by its content.

    Raises:
        SourceError: it is no sound file.
    """
    with regular.opened(path) as file:
        try:
            found = sniff.kind(file)
        except sniff.TagTooLargeError as error:
            raise SourceError(f"{path.name} has {error}", "no honest file has one") from error
    if found is None:
        raise SourceError(f"{path.name} is no sound file that can be read")
    return found


def sound(path: Path) -> SoundFacts:
    """The sound of a file.

    Raises:
        SourceError: it is no sound file, or one that cannot be read.
    """
    known = kind(path)
    plays = coded.parameters(path)
    texts = (value for name, value in plays.texts if name.lower() in TEXTS)
    return SoundFacts(
        known.media_type,
        known.container,
        plays.codec,
        plays.sample_rate_hz,
        plays.channels,
        plays.setup_sha256,
        plays.streams,
        plays.gain_db,
        coded.packets_sha256(path),
        tuple(dict.fromkeys(texts)),
        plays.is_plain,
    )


def lengths_ms(path: Path) -> tuple[int, ...]:
    """How long the sound plays, with what its header cuts away or repeats, in milliseconds: it is decoded whole.

    Returns:
        By its samples, and by its clock.

    Raises:
        SourceError: it cannot be decoded.
    """
    return tuple(round(each * 1000) for each in coded.played_s(path))


def tags(path: Path, container: str) -> Tags | None:
    """The tags, without the cover and the chapters; None where they cannot be read or the format has none."""
    if not container:
        return None
    try:
        found = base.of(container).read_tags(path)
    except (NarratorError, ValueError, KeyError, IndexError, TypeError, OSError, RecursionError):
        return None
    return dataclasses.replace(found, cover=b"", chapters=())


def credential(path: Path, media_type: str, sidecar: Path | None, anchors: bytes) -> CredentialFacts:
    """The credentials in a file, or in the one beside it."""
    try:
        return CredentialFacts(credentials.read(path, media_type, beside=sidecar, anchors=anchors))
    except ElsewhereError as error:
        return CredentialFacts(elsewhere=error.message)
    except LabelError as error:
        if sidecar is None and _is_large_wav(path) and not _names_credentials(path):
            return CredentialFacts()
        return CredentialFacts(problem=error.message)


def _is_large_wav(path: Path) -> bool:
    """Whether a file is a WAV of more than 4 GB by its head (EBU Tech 3306), which c2pa-rs cannot parse."""
    with regular.opened(path) as file:
        return file.read(4) == b"RF64"


def _names_credentials(path: Path) -> bool:
    """Whether the name of a store of credentials stands in a file."""
    tail = b""
    with regular.opened(path) as file:
        while block := file.read(READ_BYTES):
            if STORE in tail + block:
                return True
            tail = block[-len(STORE) :]
    return False


def answer(request: dict[str, Any]) -> Any:
    """What is asked for, by the name of the function above, as plain values."""
    path = Path(request["path"])
    if request["ask"] == "kind":
        return kind(path)
    if request["ask"] == "sound":
        return sound(path)
    if request["ask"] == "lengths_ms":
        return lengths_ms(path)
    if request["ask"] == "tags":
        return tags(path, request["container"])
    if request["ask"] == "marks":
        return listening.marks(path, request["secrets"], request["speeds"], is_all=request["is_all"])
    sidecar = Path(request["sidecar"]) if request["sidecar"] else None
    return credential(path, request["media_type"], sidecar, request["anchors"].encode())
