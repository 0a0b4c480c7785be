"""One narration as it is asked for: what names its source, and what it is made of."""

from __future__ import annotations

import dataclasses
import hashlib
import json

from narrator import manifest
from narrator.library import Library, canonical, source_id
from narrator.model import Details, Edit, Narration, Page
from narrator.settings import Settings
from narrator.settings.recipe import recipe, recipe_0_1

RECIPE = 3
"""Counted up when equal input should give other output: it makes finished narrations stale."""
RECIPE_0_1 = 2
"""Of narrator 0.1, whose narrations are kept as long as their sources and settings are the same."""
NOTHING_KNOWN = Details()


@dataclasses.dataclass(frozen=True, slots=True)
class Making:
    """One narration as it is asked for."""

    page: Page
    settings: Settings
    details: Details
    script: tuple[Edit, ...]

    @property
    def source_id(self) -> str:
        """Names the source: its address, else its path, else its content; and the slug, where one was asked for."""
        page, slug = self.page, self.details.slug
        place = hashlib.sha256(page.body).hexdigest() if page.source == "-" else canonical(page.source)
        if page.source == "-" and slug:
            place = ""
        known = self.details.url or page.url
        address = canonical(known) if known else place
        return source_id(f"{address}#{slug}" if slug else address)

    @property
    def digest(self) -> str:
        """Of everything that makes the narration what it is."""
        return self._digest(RECIPE, recipe(self.settings))

    def is_same(self, digest: str) -> bool:
        """Whether a narration with that digest was made of the same, by this narrator or by narrator 0.1."""
        if digest == self.digest:
            return True
        settings = recipe_0_1(self.settings)
        return settings is not None and digest == self._digest(RECIPE_0_1, settings)

    def _digest(self, version: int, settings: dict[str, object]) -> str:
        made_of = {
            "version": version,
            "settings": settings,
            "details": manifest.plain(self.details),
            "script": manifest.plain(self.script),
            "page": [self.page.content_type, self.page.encoding, self.page.url],
        }
        whole = hashlib.sha256(json.dumps(made_of, sort_keys=True, default=str).encode())
        whole.update(self.page.body)
        return whole.hexdigest()


def finished(library: Library, wanted: Making) -> Narration | None:
    """The narration that is there already, whole, and made of the same; else None."""
    there = library.find(wanted.source_id)
    if there is None or not wanted.is_same(there.digest) or wanted.details.slug not in (None, there.slug):
        return None
    return there if library.intact(there) else None
