"""Keys of marks: the public one, with which anybody can look for a mark, and those of newsrooms."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from narrator import regular
from narrator.errors import OutputError, SettingsError, SourceError

SCHEME = "narrator-watermark-1"
"""Names what a mark looks like; it is part of what every key is stretched from, so that another version is another
mark."""
BYTES = 32
HEAD = "narrator watermark key"
FORM = re.compile(r"narrator watermark key\s+([0-9a-f]{64})\s*", re.ASCII)
LONGEST = 1000
"""Bytes of a key's file that are read."""


@dataclass(frozen=True, slots=True)
class Key:
    """What decides where a mark is and of which sign."""

    name: str
    """Says which key it is, and not the key: ``public``, or the first 16 hex digits of a secret key's hash."""
    secret: bytes

    def __repr__(self) -> str:
        """Without the secret: nothing that prints may show it."""
        return f"Key({self.name!r})"

    def stream(self, length: int) -> bytes:
        """So many bytes that follow from the key: SHA-256 of the scheme, the key and a counter."""
        seed = hashlib.sha256(SCHEME.encode() + b"\0" + self.secret)
        blocks = []
        for counter in range(-(-length // seed.digest_size)):
            block = seed.copy()
            block.update(counter.to_bytes(4, "big"))
            blocks.append(block.digest())
        return b"".join(blocks)[:length]


PUBLIC = Key("public", b"public")
"""Anybody can look for its mark, and anybody can remove or forge it."""


def key(path: Path) -> Key:
    """The key of a file that ``make`` wrote.

    Raises:
        SettingsError: it cannot be read, or is no such file.
    """
    try:
        with regular.opened(path) as file:
            found = FORM.fullmatch(file.read(LONGEST).decode("ascii"))
    except SourceError as error:
        raise SettingsError(f"the watermark key cannot be read: {error.message}", HINT) from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is no watermark key", HINT) from error
    if found is None:
        raise SettingsError(f"{path} is no watermark key", HINT)
    secret = bytes.fromhex(found[1])
    return Key(_name(secret), secret)


HINT = "narrator keys watermark FILE makes one"


def make(path: Path) -> Key:
    """A new key of a newsroom, in a file that only its owner can read.

    Raises:
        OutputError: the file is there already, or cannot be written.
    """
    secret = secrets.token_bytes(BYTES)
    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise OutputError(f"{path} is there already", "a key that is lost finds no mark: name another file") from None
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}") from error
    with os.fdopen(number, "w", encoding="ascii") as file:
        file.write(f"{HEAD}\n{secret.hex()}\n")
    return Key(_name(secret), secret)


def _name(secret: bytes) -> str:
    return hashlib.sha256(b"name of a watermark key\0" + secret).hexdigest()[:16]
