"""Documents that are read in a child process: what hangs, crashes or takes all memory ends alone.

``python -m narrator.extract.document.child`` answers each request, a pickled page, with a pickled ``Written`` or error.
"""

from __future__ import annotations

import pickle
from typing import Any

from narrator import children
from narrator.children import Child, ChildLost
from narrator.errors import NarratorError, SourceError
from narrator.extract.document.written import Written
from narrator.model import Page

LIMIT_S = 90.0
"""Of one document; a PDF of 200 pages takes 20 s on a slow machine."""
MEMORY_BYTES = 1_500_000_000
"""Address space; a PDF of 200 pages takes 400 MB."""
MODULE = "narrator.extract.document.child"


def written(page: Page) -> Written:
    """What a document says, read by a child within its limits.

    Raises:
        SourceError: it cannot be read, or not within the limits.
    """
    name = "standard input" if page.source == "-" else page.source
    with Child(MODULE, memory_bytes=MEMORY_BYTES) as child:
        try:
            with child.answering(LIMIT_S):
                child.send(pickle.dumps(page))
                answer = pickle.loads(child.receive())  # noqa: S301 - our own child's
                if not isinstance(answer, Written | NarratorError):
                    raise ValueError("nonsense")
        except ChildLost as lost:
            what = f"took longer than {LIMIT_S:.0f} s to read" if lost.late else "cannot be read: its reader died of it"
            raise SourceError(f"{name} {what}", "give a smaller document, or its text") from lost
    if isinstance(answer, NarratorError):
        raise answer
    return answer


def _answer(page: Page) -> Written | NarratorError:
    from narrator.extract.document import READERS

    name = "standard input" if page.source == "-" else page.source
    try:
        return READERS[page.content_type](page)
    except NarratorError as error:
        return error
    except MemoryError:
        return SourceError(f"{name} takes more memory than any article", "give a smaller document, or its text")
    except Exception as error:  # libraries raise whatever a broken document makes them raise
        reason = f"{type(error).__name__}: {error}".split("\n")[0][:200]
        return SourceError(f"{name} cannot be read: {reason}", "is it whole? Another program may save it anew")


def main() -> None:
    """Answer requests until the input ends."""
    requests, answers = children.served()
    while (request := children.read(requests)) is not None:
        page: Any = pickle.loads(request)  # noqa: S301 - our own parent's
        children.write(answers, pickle.dumps(_answer(page)))


if __name__ == "__main__":
    main()
