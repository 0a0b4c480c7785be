"""The INFO list of a RIFF file (Multimedia Programming Interface and Data Specifications 1.0, 1991)."""

from __future__ import annotations

from pathlib import Path

from narrator.containers.base import Tags

FIELDS = {
    "INAM": "title",
    "IART": "artist",
    "IWRI": "author",
    "IPRD": "album",
    "ICRD": "date",
    "ICMT": "disclosure",
    "ISFT": "encoder",
}


def write_info(path: Path, tags: Tags) -> None:
    """Add a LIST INFO chunk at the end and correct the RIFF size."""
    entries = b"".join(
        _entry(name, str(getattr(tags, field))) for name, field in FIELDS.items() if getattr(tags, field)
    )
    if not entries:
        return
    body = b"INFO" + entries
    with path.open("r+b") as file:
        end = file.seek(0, 2)
        if end % 2:
            file.write(b"\0")
        file.write(b"LIST" + len(body).to_bytes(4, "little") + body)
        size = file.tell() - 8
        file.seek(4)
        file.write(size.to_bytes(4, "little"))


def _entry(name: str, text: str) -> bytes:
    body = text.encode() + b"\0"
    return name.encode() + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)
