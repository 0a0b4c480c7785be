"""A cover for a feed that has none: rings around a voice, drawn from the title, as Apple asks for it."""

from __future__ import annotations

import colorsys
import hashlib
import struct
import zlib

SIZE = 1400
"""Pixels a side: Apple takes 1400 to 3000, square, RGB."""


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
    return b"\x89PNG\r\n\x1a\n" + _part(b"IHDR", head) + _part(b"IDAT", zlib.compress(lines, 9)) + _part(b"IEND", b"")


def _part(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
