"""``python -m narrator.batch.worker``: one article after another in a child process.

Requests and answers are pickles over pipes between a parent and its own child; nobody else can write to them.
"""

from __future__ import annotations

import dataclasses
import os
import pickle
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import IO

from narrator.batch.sources import Item
from narrator.errors import NarratorError
from narrator.settings import Settings


@dataclass(frozen=True, slots=True)
class Record:
    """What became of one article."""

    source: str
    state: str
    """``done``, ``unchanged``, ``failed`` or ``busy`` (another run has it in hand)."""
    slug: str = ""
    title: str = ""
    file: str = ""
    duration_s: float = 0.0
    words: int = 0
    voice: str = ""
    loudness_lufs: float = 0.0
    signed: bool = False
    warnings: tuple[str, ...] = ()
    removed: int = 0
    """Lines of the page that are not read."""
    reason: str = ""
    hint: str = ""
    code: int = 0
    took_s: float = 0.0


class Child:
    """The parent's end of one worker; replaced when it dies."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """Of the process that runs now."""
        return self._child.pid if self._child else None

    def narrate(self, item: Item, settings: Settings, *, wait: bool) -> Record | None:
        """The record of one article; None where the child died over it."""
        if self._child is None:
            environment = {**os.environ, "PYTHONPATH": os.pathsep.join(each for each in sys.path if each)}
            self._child = subprocess.Popen(
                [sys.executable, "-m", "narrator.batch.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
            )
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        try:
            pickle.dump((item, _picklable(settings), wait), self._child.stdin)
            self._child.stdin.flush()
            record = pickle.load(self._child.stdout)  # noqa: S301 - from our own child
        except (OSError, EOFError, pickle.UnpicklingError):
            self.close()
            return None
        return record if isinstance(record, Record) else None

    def close(self) -> None:
        """End the child."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.communicate()


def made(item: Item, settings: Settings, *, wait: bool) -> Record:
    """Narrate one article under its lock; every error of ours becomes a record."""
    from narrator.library import Library, source_id
    from narrator.pipeline import narrate

    begun = time.monotonic()
    stages: set[str] = set()
    wanted = dataclasses.replace(
        settings,
        voice=item.voice or settings.voice,
        language=item.language or settings.language,
        workers=settings.workers or 1,
    )
    try:
        library = Library(wanted.output)
        with library.store.claim(f".narrator/locks/{source_id(item.canonical)}", wait=wait) as mine:
            if not mine:
                return Record(item.source, "busy")
            narration = narrate(
                item.source, wanted, details=item.details, on_progress=lambda each: stages.add(each.stage)
            )
    except NarratorError as error:
        return Record(item.source, "failed", reason=error.message, hint=error.hint, code=error.exit_code)
    except OSError as error:
        return Record(item.source, "failed", reason=f"the system refused: {error.strerror or error}", code=9)
    except Exception as error:  # one article's surprise must not end the others
        return Record(
            item.source, "failed", reason=f"{type(error).__name__}: {error}"[:500], hint="please report this", code=1
        )
    return Record(
        source=item.source,
        state="done" if "done" in stages else "unchanged",
        slug=narration.slug,
        title=narration.article.title,
        file=f"{narration.slug}/{narration.files[0].name}",
        duration_s=narration.timeline.duration_s,
        words=narration.words,
        voice=narration.voice.id,
        loudness_lufs=narration.loudness.integrated_lufs,
        signed=bool(narration.label.signer),
        warnings=narration.warnings,
        removed=len(narration.article.removed),
        took_s=time.monotonic() - begun,
    )


def _picklable(settings: Settings) -> Settings:
    return dataclasses.replace(settings, site=dict(settings.site))


def _serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    while True:
        try:
            item, settings, wait = pickle.load(requests)  # noqa: S301 - from our own parent
        except EOFError:
            return
        pickle.dump(made(item, settings, wait=wait), answers)
        answers.flush()


def main() -> None:
    """Answer requests until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    # Run as a script this module is __main__: records must be of the class that the parent knows.
    from narrator.batch import worker

    worker._serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
