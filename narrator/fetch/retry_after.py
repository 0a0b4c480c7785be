"""How long a site asks to wait: Retry-After (RFC 9110, 10.2.3) in the forms that sites write."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

SECONDS = re.compile(r"(\d+(?:\.\d+)?)\s*(?:s|secs?|seconds?)?", re.IGNORECASE)
EARLIEST_TIME_S = 1_000_000_000.0
"""A number from here on is no wait of 30 years but a time in seconds since 1970."""


def retry_after_s(headers: httpx.Headers, *, now: float | None = None) -> float | None:
    """Seconds to wait; None where the site does not say.

    A date is meant by the site's own clock, which its ``Date`` tells: so a clock that is wrong here does not matter.
    """
    asked = headers.get("retry-after", "").strip().strip('"')
    there = _time_s(headers.get("date", ""))
    now = there if there is not None else time.time() if now is None else now
    numbers = [SECONDS.fullmatch(each.strip()) for each in asked.split(",")]
    waits = [_wait_s(float(each[1]), now) for each in numbers if each]
    if not waits and (until := _time_s(asked)) is not None:
        waits = [until - now]
    return max(0.0, *waits) if waits else None


def _wait_s(number: float, now: float) -> float:
    return number - now if number >= EARLIEST_TIME_S else number


def _time_s(text: str) -> float | None:
    """A date in any form of HTTP, or in ISO 8601, as seconds since 1970; without a zone it is UTC."""
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        with suppress(TypeError, ValueError, IndexError, OverflowError):
            found = read(text)
            return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    return None
