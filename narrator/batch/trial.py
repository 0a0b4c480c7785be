"""Before the first article of a batch: its place is written and locked, a moment of silence encoded, the key tried.

What would hit every article is so found before a page is fetched or a voice speaks.
"""

from __future__ import annotations

import uuid

import numpy as np

from narrator import export, label
from narrator.errors import EncodeError, OutputError
from narrator.library import INNER
from narrator.settings import Settings
from narrator.store import store

RATE_HZ = 24_000
SILENCE_S = 0.3
WAIT_S = 0.0


def trial(settings: Settings) -> None:
    """Do once what every article will do, and leave nothing of it.

    Raises:
        OutputError: the place cannot be written, locked or tidied.
        EncodeError: a format cannot be written.
        LabelError: there is no key that signs.
    """
    place = store(settings.output)
    name = f"{INNER}/trial-{uuid.uuid4().hex}"
    place.put(name, b"written to see whether it can be\n")
    if place.get(name) is None:
        raise OutputError(f"{settings.output} does not give back what is written there", "is it the right place?")
    place.remove(name)
    with place.claim(f"{INNER}/locks/trial", wait_s=WAIT_S):
        label.keys(settings)
        with place.making() as folder:
            targets = [
                export.Target(folder / f"trial.{each}", each, settings.bitrate, settings.vbr)
                for each in settings.format
            ]
            silence = np.zeros(round(SILENCE_S * RATE_HZ), dtype=np.int16)
            export.files([silence], targets, RATE_HZ)
            for target in targets:
                if not target.path.stat().st_size:
                    raise EncodeError(f"{target.format} comes out empty", "see `narrator doctor`")
