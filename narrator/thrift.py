"""What a program decides for its process, and a library does not."""

from __future__ import annotations

import gc
import os

GARBAGE_EVERY = 200_000
"""New objects between two looks for garbage. Python's own 700 is for programs that make cycles: dictionaries of
pronunciations and the parts of an article stay as long as the process, or as the article. At 20,000 a short article was
looked through 40 times, 50 ms of its 3 s; now three times."""


def thrift() -> None:
    """Spend less: to be called first in a process.

    Numpy's products are small here: a second thread of its linear algebra burns as much as it gains.
    """
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("PATH", os.defpath)  # pydub looks into it while it is imported
    gc.set_threshold(GARBAGE_EVERY)
