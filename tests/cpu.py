"""CPU time in tests: measured so that neither other tests nor a busy machine decide."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

# A measure that came out long once is taken again: what grows faster than its input does so each time. Forty
# milliseconds became half a second once on a machine that ran two workers of tests.
TRIES = 4
MOST_TIMES = 3.0
"""Times that twice the input may cost: a linear way takes two, a quadratic one four."""
ALLOWED_S = 0.1
"""Seconds below which a time is no measure."""


def cpu_s(call: Callable[[], object]) -> float:
    """CPU seconds of a call, without garbage collection, which costs by what other tests have left in memory."""
    gc.collect()
    gc.disable()
    try:
        begun = time.process_time()
        call()
        return time.process_time() - begun
    finally:
        gc.enable()


def within(limit_s: float, call: Callable[[], object]) -> bool:
    """Returns whether a call takes fewer CPU seconds than its limit in one of a few tries."""
    return any(cpu_s(call) < limit_s for _ in range(TRIES))


def grows_with_its_input(call: Callable[[int], object], size: int) -> bool:
    """Returns whether twice the size takes about twice the CPU time of ``call(size)`` in one of a few tries."""
    return any(cpu_s(lambda: call(size * 2)) < MOST_TIMES * cpu_s(lambda: call(size)) + ALLOWED_S for _ in range(TRIES))
