"""Looks for watermarks in the sound of a file, a stretch at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from narrator.containers import coded
from narrator.errors import SourceError
from narrator.watermark import PUBLIC, Found, Key, detect

STRETCH_S = 30.0
"""One stretch: longer ones gain little, and the clocks of two machines part by a frame in a minute."""
STRETCHES = 3
"""Of a longer sound: the beginning, the middle, the end."""
PLAIN = (1.0,)
SPEEDS = (1.0, 0.5, 0.75, 0.8, 0.9, 1.1, 1.15, 1.2, 1.25, 1.3, 1.4, 1.5, 1.6, 1.7, 1.75, 1.8, 1.9, 2.0)
"""That players offer."""
PIECES = 120
"""Stretches that are allowed for where all of a sound is looked at: an hour."""


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for, and how long."""

    keys: tuple[Key, ...] = (PUBLIC,)
    """The first one that is found counts."""
    speeds: tuple[float, ...] = PLAIN
    is_all: bool = False
    """Whether all of the sound is looked at, rather than three stretches of it."""

    @property
    def is_long(self) -> bool:
        """Whether it may take longer than all else that is read of a file."""
        return self.is_all or self.speeds != PLAIN


def marks(path: Path, secrets: Mapping[str, str], speeds: Sequence[float], *, is_all: bool) -> tuple[Found, ...]:
    """The marks in the sound of a file, for each key the clearest.

    Args:
        path: the file.
        secrets: of the keys, hex, by the keys' names.
        speeds: by which the sound may be faster than it was made.
        is_all: see ``Search``.

    Raises:
        SourceError: it cannot be decoded.
    """
    import numpy as np

    keys = [Key(name, bytes.fromhex(secret)) for name, secret in secrets.items()]
    best: dict[str, Found] = {}
    pieces, is_heard = PIECES if is_all else STRETCHES, False
    try:
        for rate_hz, pcm in coded.stretches(path, STRETCH_S, None if is_all else STRETCHES):
            is_heard = True
            for each in detect(pcm.astype(np.float32), rate_hz, keys, speeds, pieces=pieces):
                best[each.key] = max(best.get(each.key, each), each, key=_worth)
            if len(best) == len(keys) and all(each.number is not None for each in best.values()):
                break
    except SourceError:
        if not is_heard:
            raise
    return tuple(best[key.name] for key in keys if key.name in best)


def _worth(mark: Found) -> tuple[bool, float]:
    """A mark whose number is read is worth more than a clearer one."""
    return mark.number is not None, mark.z
