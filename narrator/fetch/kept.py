"""Pages that were fetched before, so that an unchanged one is not sent again (RFC 9110, 13: conditional requests)."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx

from narrator.errors import OutputError
from narrator.model import Page

PASSED_OVER = (OSError, ValueError, KeyError, OutputError)
"""A cache that fails is no cache, and nothing else."""
KEPT = 500
"""Pages in the cache of conditional requests."""


class Kept:
    """Pages with an ETag or a date, so that an unchanged one is not sent again. Never fatal."""

    def __init__(self, folder: Path | None) -> None:
        from narrator.cache import default_folder

        self._folder = (folder or default_folder()) / "pages"

    def conditions(self, url: str) -> dict[str, str]:
        """Headers that ask for the page only if it changed."""
        with suppress(*PASSED_OVER):
            note = json.loads((self._place(url) / "note.json").read_text())
            return {name: str(note[key]) for name, key in _CONDITIONS if note.get(key)}
        return {}

    def page(self, url: str) -> Page | None:
        """The page as it was kept."""
        with suppress(*PASSED_OVER):
            note: dict[str, Any] = json.loads((self._place(url) / "note.json").read_text())
            body = (self._place(url) / "body").read_bytes()
            if hashlib.sha256(body).hexdigest() == note["sha256"]:
                return Page(url, body, url, note["content_type"], note["encoding"])
        return None

    def keep(self, found: Page, headers: httpx.Headers) -> None:
        """Keep a page that says how to ask for it again."""
        if not (headers.get("etag") or headers.get("last-modified")):
            return
        with suppress(*PASSED_OVER):
            from narrator.store import atomic_write

            place = self._place(found.source)
            atomic_write(place / "body", found.body)
            note = {
                "etag": headers.get("etag"),
                "modified": headers.get("last-modified"),
                "sha256": hashlib.sha256(found.body).hexdigest(),
                "content_type": found.content_type,
                "encoding": found.encoding,
            }
            atomic_write(place / "note.json", json.dumps(note))
            self._trim()

    def _trim(self) -> None:
        import shutil

        places = sorted(self._folder.iterdir(), key=lambda place: place.stat().st_mtime)
        for place in places[:-KEPT]:
            shutil.rmtree(place, ignore_errors=True)

    def _place(self, url: str) -> Path:
        return self._folder / hashlib.sha256(url.encode()).hexdigest()[:32]


_CONDITIONS = (("If-None-Match", "etag"), ("If-Modified-Since", "modified"))
