"""What the files of a narration are served as, by their endings: by ``narrator serve``, and by object stores."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json",
        ".xml": "application/xml; charset=utf-8",
        ".vtt": "text/vtt; charset=utf-8",
        ".srt": "application/x-subrip; charset=utf-8",
        ".txt": "text/plain; charset=utf-8",
        ".png": "image/png",
        ".jpg": "image/jpeg",
        ".gif": "image/gif",
        ".webp": "image/webp",
        ".avif": "image/avif",
        ".c2pa": "application/c2pa",
        ".mp3": "audio/mpeg",
        ".m4a": "audio/mp4",
        ".opus": "audio/ogg",
        ".flac": "audio/flac",
        ".wav": "audio/wav",
    }
)
OPTIONS = (("s3", "ContentType"), ("gs", "content_type"))
"""Protocols of fsspec, and what their libraries call the media type. Without it a page in a bucket is a download."""


def option(file_system: Any, name: str) -> dict[str, str]:
    """The argument by which an fsspec file system is told the media type of a file; none where it keeps no such thing.

    Args:
        file_system: of fsspec.
        name: of the file.
    """
    protocols = file_system.protocol if isinstance(file_system.protocol, tuple) else (file_system.protocol,)
    kind = MEDIA_TYPES.get(PurePosixPath(name).suffix.lower())
    return {called: kind for protocol, called in OPTIONS if kind and protocol in protocols}
