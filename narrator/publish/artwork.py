"""A cover for a feed that has none: rings around a voice, drawn from the title, as Apple asks for it."""

from __future__ import annotations

import colorsys
import hashlib
import struct
import zlib
from functools import lru_cache

SIZE, LARGEST = 1400, 3000
"""Pixels a side: Apple takes 1400 to 3000, square, RGB."""
WANTED = f"podcast apps take squares of {SIZE} to {LARGEST} pixels, JPEG or PNG, RGB"
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of a JPEG whose segment tells the size."""


@lru_cache(maxsize=2)
def png(title: str) -> bytes:
    """A PNG of 1400 × 1400 pixels; the same title gives the same picture."""
    import numpy as np

    seed = hashlib.sha256(title.encode(errors="replace")).digest()
    hue = seed[0] / 256
    ground, ring = (np.array(colorsys.hls_to_rgb(hue, light, 0.45)) * 255 for light in (0.18, 0.72))
    y, x = np.mgrid[0:SIZE, 0:SIZE]
    far = np.hypot(x - SIZE / 2, y - SIZE / 2)
    # Rings that fade outward; their edges are one pixel soft.
    inside = np.clip(34 - np.abs((far % 150) - 75), 0, 1) * (far < SIZE * 0.44)
    mix = (inside * np.clip(1.15 - far / (SIZE * 0.46), 0.1, 1))[..., None]
    pixels = np.round(ground * (1 - mix) + ring * mix).astype(np.uint8)
    lines = np.concatenate([np.zeros((SIZE, 1), np.uint8), pixels.reshape(SIZE, -1)], axis=1).tobytes()
    head = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 2, 0, 0, 0)
    return PNG + _part(b"IHDR", head) + _part(b"IDAT", zlib.compress(lines, 9)) + _part(b"IEND", b"")


def ending(content: bytes) -> str:
    """``.png`` or ``.jpg`` by the first bytes of a picture; empty where it is neither."""
    return ".png" if content.startswith(PNG) else ".jpg" if content.startswith(JPEG) else ""


def doubts(name: str, content: bytes) -> tuple[str, ...]:
    """What directories of podcasts will not like about a cover, in words.

    Args:
        name: of its file.
        content: of its file.
    """
    kind = ending(content)
    found = _of_png(content) if kind == ".png" else _of_jpeg(content) if kind else None
    if found is None:
        return (f"{name} is no JPEG or PNG; {WANTED}",)
    width, height, is_rgb = found
    is_fine = width == height and SIZE <= width <= LARGEST
    size = () if is_fine else (f"{name} has {width} × {height} pixels; {WANTED}",)
    return size if is_rgb else (*size, f"{name} is not in RGB colours without transparency; {WANTED}")


def _of_png(content: bytes) -> tuple[int, int, bool] | None:
    """Width, height and whether it is RGB: colour type 2, or a palette (PNG, 11.2.2)."""
    if len(content) < 26:
        return None
    width, height, depth, colour = struct.unpack(">IIBB", content[16:26])
    return width, height, depth == 8 and colour in (2, 3)


def _of_jpeg(content: bytes) -> tuple[int, int, bool] | None:
    """Width, height and whether it has three components, of the frame's head (ITU-T T.81, B.2.2)."""
    at = 2
    while at + 10 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if marker in FRAMES:
            height, width, components = struct.unpack(">HHB", content[at + 5 : at + 10])
            return width, height, components == 3
        at += 2 + length
    return None


def _part(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
