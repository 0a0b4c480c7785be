"""``python -m narrator.verify.reader``: the child that reads unknown files within limits; and the parent's end."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from narrator import children, manifest
from narrator.children import Child, ChildLost
from narrator.containers.base import Tags
from narrator.containers.sniff import Kind
from narrator.errors import NarratorError, SourceError
from narrator.verify import plain
from narrator.verify.facts import CredentialFacts, SoundFacts
from narrator.verify.listening import Search
from narrator.watermark import Found

WITHIN_S = 12.0
"""For all that is read of one file; what is asked last has at least ``LEAST_S``."""
LEAST_S = 2.5
HEARS_S = 24.0
"""At least, for a watermark that is looked for in three places: half a second of work, and a machine may be busy."""
LISTENS_S = 600.0
"""For a watermark that is looked for in all of a long sound, or at many speeds."""
DATA_BYTES = 300 * 1024 * 1024
"""Memory that the child may write to. Its libraries take about 60 MB of it, c2pa-rs as much as the file."""
LARGEST_SIGNED = 200 * 1024 * 1024
"""Bytes of a file whose signature is checked."""

T = TypeVar("T")


class LostError(Exception):
    """The child did not answer: it crashed, took too long or too much memory."""


class Reader:
    """One child for many files; it is started again when a file made it crash. Used by one thread at a time."""

    def __init__(self) -> None:
        self._child = Child("narrator.verify.reader", environment={"MALLOC_ARENA_MAX": "1", "RAYON_NUM_THREADS": "1"})
        self._due_s = 0.0

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self._child.close()

    def begin(self) -> None:
        """The time for one file begins."""
        self._due_s = time.monotonic() + WITHIN_S

    def kind(self, path: Path) -> Kind:
        """What a file is by its content. Raises as ``sound``."""
        return self._asked(Kind, ask="kind", path=str(path))

    def sound(self, path: Path) -> SoundFacts:
        """The sound of a file.

        Raises:
            SourceError: it is no sound file.
            LostError: no answer.
        """
        return self._asked(SoundFacts, ask="sound", path=str(path))

    def lengths_ms(self, path: Path) -> tuple[int, ...]:
        """How long the sound plays, by its samples and by its clock. Raises as ``sound``."""
        return tuple(self._plain(ask="lengths_ms", path=str(path)))

    def tags(self, path: Path, container: str) -> Tags | None:
        """The tags of a file. Raises ``LostError``."""
        found = self._plain(ask="tags", path=str(path), container=container)
        return None if found is None else manifest.typed(Tags, found)

    def credential(self, path: Path, media_type: str, sidecar: Path | None, anchors: bytes) -> CredentialFacts:
        """The credentials of a file. Raises ``LostError``."""
        return self._asked(
            CredentialFacts,
            ask="credential",
            path=str(path),
            media_type=media_type,
            sidecar=str(sidecar or ""),
            anchors=anchors.decode(errors="replace"),
        )

    def marks(self, path: Path, search: Search) -> tuple[Found, ...]:
        """The watermarks in the sound of a file. Raises as ``sound``."""
        found = self._plain(
            LISTENS_S if search.is_long else HEARS_S,
            ask="marks",
            path=str(path),
            secrets={each.name: each.secret.hex() for each in search.keys},
            speeds=search.speeds,
            is_all=search.is_all,
        )
        return tuple(manifest.typed(Found, each) for each in found)

    def _asked(self, kind: type[T], **request: Any) -> T:
        return manifest.typed(kind, self._plain(**request))

    def _plain(self, least_s: float = 0.0, **request: Any) -> Any:
        """The answer to one request as plain values, every text in it one line."""
        left_s = max(LEAST_S, least_s, self._due_s - time.monotonic())
        try:
            with self._child.answering(left_s):
                self._child.send(json.dumps(request).encode())
                found = json.loads(self._child.receive())
        except ChildLost as lost:
            raise LostError(f"reading takes longer than {left_s:.0f} s" if lost.late else _crash(lost)) from lost
        if "error" in found:
            raise SourceError(plain.line(found["error"]), plain.line(found.get("hint", "")))
        if "memory" in found:
            raise LostError(TOO_MUCH)
        return plain.everywhere(found["answer"])


TOO_MUCH = f"reading takes more than {DATA_BYTES // 1024 // 1024} MB of memory"


def _crash(lost: ChildLost) -> str:
    """Rust ends the process where it gets no memory, and says so on standard error."""
    text = lost.last_lines.lower()
    if "memory allocation" in text or "out of memory" in text or "bad_alloc" in text:
        return TOO_MUCH
    return f"it makes its reader crash ({lost.how})"


def _limit() -> None:
    """Limit the memory that can be written to: the address space says little, since libraries reserve much of it."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (DATA_BYTES, DATA_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answered(request: dict[str, Any]) -> dict[str, Any]:
    from narrator.verify import facts

    try:
        return {"answer": manifest.plain(facts.answer(request))}
    except NarratorError as error:
        return {"error": error.message, "hint": error.hint}
    except MemoryError:
        return {"memory": True}
    except Exception as error:  # what a library raises over a hostile file is no bug of narrator's
        return {"error": f"{Path(request['path']).name} cannot be read: {type(error).__name__}: {error}"}


def main() -> None:
    """Answer requests until there are no more."""
    requests, answers = children.served()
    _limit()
    while (body := children.read(requests)) is not None:
        children.write(answers, json.dumps(_answered(json.loads(body))).encode())


if __name__ == "__main__":
    main()
