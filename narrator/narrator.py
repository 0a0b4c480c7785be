"""The front door: a source goes in, a narration comes out, made now or found where it was made before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from narrator import fetch, pipeline, review
from narrator.engines.worker import Pool
from narrator.errors import BusyError
from narrator.identity import canonical, source_id
from narrator.library import Library
from narrator.making import NOTHING_KNOWN, Making, Outcome, decided, is_finished, is_of
from narrator.model import Details, Edit, Hearer, Listener, Narration, Page, Progress
from narrator.settings import Settings

CLAIMS = 3
"""Hex digits of the source's id that name its lock: 4,096 files at most, and two articles hardly ever share one."""

__all__ = ["Narrator", "Outcome", "narrate"]


class Narrator:
    """Makes narrations into one place, with voices that stay loaded from one article to the next.

    Use as a context manager, or call ``close``: the children that speak end with it. Its ``narrate`` may be called
    from several threads. It does not compare or pickle; a process that is given work makes its own.

    Args:
        settings: of all narrations; None takes the defaults (``Settings.load()`` reads files and the environment).
        output: folder, or address of an object store; None takes the setting's.
        pool: children that speak, shared with others and not ended here; None makes its own.
    """

    def __init__(
        self, settings: Settings | None = None, *, output: str | Path | None = None, pool: Pool | None = None
    ) -> None:
        self.settings = settings if settings is not None else Settings()
        self.library = Library(output if output is not None else self.settings.output)
        self._own = Pool() if pool is None else None
        self._pool = pool or self._own or Pool()

    def __enter__(self) -> Narrator:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the children that speak; the next narration starts new ones."""
        if self._own is not None:
            self._own.close()

    def narrate(
        self,
        source: str | Path | Page,
        *,
        details: Details = NOTHING_KNOWN,
        script: Sequence[Edit] = (),
        on_progress: Listener = lambda progress: None,
        wait_s: float | None = None,
        replaces: bool = True,
        on_sound: Hearer | None = None,
    ) -> Outcome:
        """Turn one article into one labelled audio file, unless that is there already.

        Args:
            source: a path, an address, ``-`` for standard input, or a page that was already read.
            details: what is known better than the source tells.
            script: what an edited script says instead, utterance by utterance.
            on_progress: called with each step; what it raises ends the narration.
            wait_s: how long to wait while another run makes the same article; None waits until it has ended.
            replaces: whether a narration that was made of another source of the same article is made again from this
                one, where they differ; else the outcome is the narration that is there.
            on_sound: called with the sound as it is spoken, the label first; not called where nothing is made. What it
                raises ends the narration.

        Raises:
            BusyError: another run has the article in hand for longer than that.
            NarratorError: the source, the voice or the output failed; nothing half-made is left.
        """
        waits_s = -1.0 if wait_s is None else wait_s
        with self.library.store.claim(_claim(source, details), wait_s=waits_s) as is_ours:
            if not is_ours:
                raise BusyError(f"another run has {source} in hand", "wait until it has ended")
            on_progress(Progress("reading", 0, 1))
            page = source if isinstance(source, Page) else fetch.page(str(source), self.settings)
            wanted = Making(page, self.settings, details, tuple(script))
            there = self.library.find(*wanted.keys.known)
            wanted = decided(self.library, wanted, there)
            if there is not None and is_finished(self.library, there, wanted):
                if not is_of(there, wanted.keys):
                    self.library.learn(there, wanted.keys)
                review.allowed(there.doubts, self.settings)
                return Outcome(there, made=False)
            return pipeline.made(
                self.library, wanted, on_progress, self._pool, wait_s=waits_s, replaces=replaces, on_sound=on_sound
            )


def narrate(
    source: str | Path | Page,
    settings: Settings | None = None,
    *,
    output: str | Path | None = None,
    details: Details = NOTHING_KNOWN,
    script: Sequence[Edit] = (),
    on_progress: Listener = lambda progress: None,
    on_sound: Hearer | None = None,
) -> Narration:
    """Turn one article into one labelled audio file: ``Narrator.narrate`` for one source.

    Returns:
        The narration; the one already there when nothing has changed since.

    Raises:
        NarratorError: the source, the voice or the output failed; nothing half-made is left.
    """
    with Pool(keeps=False) as pool, Narrator(settings, output=output, pool=pool) as narrator:
        return narrator.narrate(
            source, details=details, script=script, on_progress=on_progress, on_sound=on_sound
        ).narration


def _claim(source: str | Path | Page, details: Details) -> str:
    """The name of the lock that is held while a source is narrated."""
    place = source.source if isinstance(source, Page) else str(source)
    return f".narrator/locks/{source_id(canonical(details.url or place))[:CLAIMS]}"
