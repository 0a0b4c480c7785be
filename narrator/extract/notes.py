"""Lines about the article or the page itself: corrections, editor's notes, errors and log-ins."""

from __future__ import annotations

import re

from narrator.extract.lines import Phrases, plain


def is_notice(title: str, known: Phrases) -> bool:
    """Whether a headline is that of a page without an article."""
    return any(re.search(rf"(?<!\w){re.escape(notice)}(?!\w)", plain(title)) for notice in known.notices)


def is_note(text: str, known: Phrases) -> bool:
    """Whether a line is a correction or an editor's note."""
    return len(text.split()) >= 6 and plain(text[:60]).startswith(known.notes)
