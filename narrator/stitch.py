"""Places and Clips -> one stream of PCM. pydub makes the units: a clip with its edges faded, a silence."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from narrator.errors import EncodeError
from narrator.model import Clip, Place
from narrator.units import samples

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

EDGE_MS = 8
"""Fade at either edge of a clip, so that no join clicks."""
SILENCE_S = 1.0
"""Silence is streamed in pieces of at most that length."""


def pcm(
    placed: Iterable[tuple[Place, Clip]], sample_rate_hz: int, *, length: Callable[[], int] | None = None
) -> Iterator[npt.NDArray[np.int16]]:
    """The sound of all places in order, with silence where there is none.

    Args:
        placed: in order, not overlapping, all of ``sample_rate_hz``.
        sample_rate_hz: of the stream.
        length: of the whole stream in samples, asked for after the last place; None ends it there.

    Yields:
        int16 mono, shape (n,); together exactly ``length()`` samples.

    Raises:
        EncodeError: a clip has another rate, or another length than its place.
    """
    at = 0
    for place, clip in placed:
        if clip.sample_rate_hz != sample_rate_hz or len(clip.samples) != place.length:
            raise EncodeError(f"a clip does not fit its place at sample {place.start}", "clear the cache and try again")
        yield from _silence(place.start - at, sample_rate_hz)
        yield from _unit(clip)
        at = place.start + place.length
    if length is not None:
        yield from _silence(length() - at, sample_rate_hz)


def _unit(clip: Clip) -> Iterator[npt.NDArray[np.int16]]:
    """The clip with its edges faded by pydub, which copies what it touches: what lies between is not shown to it."""
    edge = EDGE_MS * clip.sample_rate_hz // 1000  # pydub counts whole milliseconds, rounded down
    body = clip.samples
    if len(body) <= 2 * edge:
        yield body
        return
    yield _array(_segment(body[:edge].tobytes(), clip.sample_rate_hz).fade_in(EDGE_MS))
    yield body[edge:-edge]
    yield _array(_segment(body[-edge:].tobytes(), clip.sample_rate_hz).fade_out(EDGE_MS))


def _silence(length: int, sample_rate_hz: int) -> Iterator[npt.NDArray[np.int16]]:
    """Silence of exactly that many samples: pydub's own counts milliseconds and falls short."""
    step = samples(SILENCE_S, sample_rate_hz)
    while length > 0:
        count = min(step, length)
        yield _array(_segment(bytes(2 * count), sample_rate_hz))
        length -= count


def _segment(body: bytes, sample_rate_hz: int) -> Any:
    """Pydub's segment of int16 mono. It warns of a missing ffmpeg, which is not needed: encoding is not its part."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
    return AudioSegment(data=body, sample_width=2, frame_rate=sample_rate_hz, channels=1)


def _array(segment: Any) -> npt.NDArray[np.int16]:
    import numpy as np

    return np.frombuffer(segment.raw_data, dtype=np.int16)
