"""The score: narrate(source) -> Narration."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from narrator.model import Article, Narration, Page, Progress
from narrator.settings import Settings


def narrate(
    source: str | Path | Page | Article,
    settings: Settings | None = None,
    *,
    output: str | Path | None = None,
    slug: str | None = None,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> Narration:
    """Turn one article into one labelled audio file."""
    raise NotImplementedError
