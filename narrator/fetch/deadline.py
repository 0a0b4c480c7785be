"""The time that one page may take, without the time in which narrator waits out of politeness."""

from __future__ import annotations

import time

import httpcore


class Deadline:
    """Ends ``limit_s`` seconds after it was made, later by all that was waited meanwhile."""

    def __init__(self, limit_s: float) -> None:
        self.limit_s = limit_s
        self._until_s = time.monotonic() + limit_s

    @property
    def left_s(self) -> float:
        """Seconds that are left; negative when it is over."""
        return self._until_s - time.monotonic()

    def wait(self, wait_s: float) -> None:
        """Sleep, and end so much later."""
        if wait_s > 0:
            self._until_s += wait_s
            time.sleep(wait_s)

    def within(self, timeout_s: float | None) -> float:
        """The shorter of ``timeout_s`` and what is left.

        Raises:
            Overtime: nothing is left.
        """
        left_s = self.left_s
        if left_s <= 0:
            raise Overtime
        return left_s if timeout_s is None else min(timeout_s, left_s)


class Overtime(httpcore.TimeoutException):
    """All of the time is used up, however often a byte came."""
