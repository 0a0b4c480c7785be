"""What engines over HTTP share: keys, retries by rule, and sound that is checked before it is believed.

Tried again are only a call that was refused for load (429) or failed on the other side (5xx), and a connection that
broke or stood still: never 400, 401, 402, 403, 404, 413 or 422, which the next call would get too.
"""

from __future__ import annotations

import importlib
import json
import os
import random
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from narrator.about import GENERATOR
from narrator.errors import EngineError, RefusedError
from narrator.model import Clip, Voice

if TYPE_CHECKING:
    import httpx

TRIES = 8
FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 30.0
"""Of one wait; a service that asks for more is waited for so long and asked again."""
PATIENCE_S = 240.0
"""Of all waits of one sentence."""
QUEUE_WAIT_S = 1.0
"""Where other calls of ours are in the way: they end soon, and waiting longer each time would only idle."""
TIMEOUT_S = 90.0
"""Without a byte."""
MOST_BYTES = 60_000_000
"""Of one answer: 20 minutes of sound at 24 kHz."""
QUEUED = ("too_many_concurrent_requests",)
SPENT = ("insufficient_quota", "quota_exceeded", "billing_hard_limit_reached")
"""Codes that come with 429 or 401 and mean that no money is left: waiting does not help."""
KEY_RING = "narrator"
"""The service's name in the key ring; the user's name there is the table's."""
TOLD = 200
"""Characters of a service's own message that are shown."""


def key(options: Mapping[str, str]) -> str:
    """The key of a service: from the environment, else from the key ring where the package ``keyring`` is installed."""
    if found := os.environ.get(options["key"], "").strip():
        return found
    if find_spec("keyring") is None:
        return ""
    try:
        return str(importlib.import_module("keyring").get_password(KEY_RING, options["service"]) or "")
    except Exception:  # a key ring that is locked or has no backend raises many kinds of its own
        return ""


def client() -> httpx.Client:
    """A client for several threads at a time."""
    import httpx

    limits = httpx.Limits(max_connections=64, max_keepalive_connections=64)
    return httpx.Client(timeout=TIMEOUT_S, limits=limits, headers={"User-Agent": GENERATOR})


def asked(
    session: httpx.Client,
    address: str,
    *,
    headers: Mapping[str, str],
    body: Mapping[str, Any],
    secret: str,
    told: Callable[[bytes], Clip],
    sleep: Callable[[float], None] = time.sleep,
) -> Clip:
    """The sound that a service makes of one request, tried again by the rules.

    Args:
        session: from ``client``.
        address: of the call.
        headers: with the key.
        body: of the request.
        secret: the key, which is cut out of whatever the service answers.
        told: makes a clip of an answer; its ValueError means that the answer was cut or is no sound.
        sleep: waits.

    Raises:
        RefusedError: the service will not do it at another try either.
        EngineError: it did not do it in all tries.
    """
    import httpx

    waited_s, trouble = 0.0, ""
    for attempt in range(TRIES):
        pause_s = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0**attempt) * (0.5 + random.random() / 2)  # noqa: S311 - a jitter
        try:
            answer = session.post(address, headers=dict(headers), json=dict(body))
            if answer.status_code == 200 and len(answer.content) <= MOST_BYTES:
                return told(answer.content)
            trouble, pause_s = _refusal(answer, secret, pause_s)
        except httpx.HTTPError as error:
            trouble = f"{type(error).__name__}: {error}"
        except ValueError as error:
            trouble = f"its sound is not whole: {error}"
        waited_s += pause_s
        if attempt + 1 == TRIES or waited_s > PATIENCE_S:
            break
        sleep(pause_s)
    raise EngineError(f"the service did not answer in {attempt + 1} tries: {trouble.replace(secret or chr(0), '…')}")


def pcm(body: bytes, sample_rate_hz: int) -> Clip:
    """The clip of an answer: int16 mono, bare or as WAV of any rate, which is brought to ``sample_rate_hz``.

    A WAV's header may claim any length, since it was written before the sound was there: what came counts.

    Raises:
        ValueError: it is cut in the middle of a sample, or no sound.
    """
    rate = sample_rate_hz
    if body[:4] == b"RIFF" and body[8:12] == b"WAVE":
        body, rate = _wav(body)
    elif body[:1] in (b"{", b"<") or body[:3] in (b"ID3", b"fLa", b"Ogg") or body[:2] in (b"\xff\xfb", b"\xff\xf3"):
        raise ValueError("it sent no 16 bit PCM")
    if not body or len(body) % 2:
        raise ValueError(f"{len(body)} bytes came")
    clip = Clip.of(body, rate)
    return clip if rate == sample_rate_hz else _resampled(clip, sample_rate_hz)


def plain(text: str) -> str:
    """A text without what services read as their own markup: ``[pause:1s]``, ``[word](/ipa/)``, ``<break/>``."""
    return " ".join(text.translate(str.maketrans("[]<>{}", "      ")).split())


def _refusal(answer: httpx.Response, secret: str, pause_s: float) -> tuple[str, float]:
    """Why a call was refused, and how long to wait before the next.

    Raises:
        RefusedError: no other call would be answered better.
    """
    text = answer.text[:2_000]
    message = f"{answer.status_code} {_message(text)}".replace(secret or chr(0), "…")
    if any(code in text for code in SPENT):
        raise RefusedError(f"the service has no credit left: {message}", "top it up, or take another voice")
    if answer.status_code != 429 and answer.status_code < 500:
        hints = {401: "is its key right and in the environment?", 403: "may its key do this?", 402: "top it up"}
        raise RefusedError(f"the service refused: {message}", hints.get(answer.status_code, ""))
    if any(code in text for code in QUEUED):
        return message, QUEUE_WAIT_S * (0.5 + random.random())  # noqa: S311 - a jitter
    return message, _retry_after(answer.headers.get("retry-after", ""), pause_s)


def _retry_after(said: str, pause_s: float) -> float:
    """Seconds to wait: what the service asks for, in seconds or as a date (RFC 9110, 10.2.3), else our own."""
    try:
        wait_s = float(said) if said.strip().isdigit() else parsedate_to_datetime(said).timestamp() - time.time()
    except (ValueError, TypeError, OverflowError):
        return pause_s
    return max(pause_s, min(LONGEST_WAIT_S, wait_s))


def _message(text: str) -> str:
    """A service's own words, of whichever of the usual shapes."""
    try:
        found = json.loads(text)
        for name in ("error", "detail", "message"):
            if isinstance(found, dict) and found.get(name):
                found = found[name]
        return str(found)[:TOLD]
    except ValueError:
        return " ".join(text.split())[:TOLD]


def _wav(body: bytes) -> tuple[bytes, int]:
    """The samples of a WAV and their rate.

    Raises:
        ValueError: it is another kind of sound than 16 bit mono.
    """
    at, rate = 12, 0
    while at + 8 <= len(body):
        name, size = body[at : at + 4], int.from_bytes(body[at + 4 : at + 8], "little")
        if name == b"fmt ":
            kind, channels = (int.from_bytes(body[at + 8 + i : at + 10 + i], "little") for i in (0, 2))
            rate, bits = int.from_bytes(body[at + 12 : at + 16], "little"), body[at + 22]
            if kind not in (1, 0xFFFE) or channels != 1 or bits != 16:
                raise ValueError(f"it sent WAV of {channels} channels and {bits} bits")
        if name == b"data":
            return body[at + 8 : at + 8 + size], rate
        at += 8 + size + size % 2
    raise ValueError("it sent a WAV without sound")


def _resampled(clip: Clip, sample_rate_hz: int) -> Clip:
    import numpy as np
    import soxr

    wave = soxr.resample(clip.samples.astype(np.float32), clip.sample_rate_hz, sample_rate_hz)
    return Clip(np.round(np.clip(wave, -32768, 32767)).astype(np.int16), sample_rate_hz)


def options(voice: Voice) -> Mapping[str, str]:
    """What a voice of a service says of it."""
    return dict(voice.options)
