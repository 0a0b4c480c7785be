"""One narration as it is asked for: what names its source, and what it is made of."""

from __future__ import annotations

import dataclasses
import hashlib
import json

from narrator import edits, identity, manifest
from narrator.edits import NO_EDITS, Edits
from narrator.identity import Keys
from narrator.library import Library
from narrator.model import Details, Edit, Narration, Page
from narrator.settings import Settings
from narrator.settings.recipe import recipe, recipe_0_1

RECIPE = 3
"""Counted up when equal input should give other output: it makes finished narrations stale."""
RECIPE_0_1 = 2
"""Of narrator 0.1, whose narrations are kept as long as their sources and settings are the same."""
NOTHING_KNOWN = Details()


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one source."""

    narration: Narration
    made: bool
    """Whether it was made now; False where it was there already."""
    same: bool = True
    """Whether the narration says what this source says; False where it was made of another source of the same article
    that says something else, and was left so."""


@dataclasses.dataclass(frozen=True, slots=True)
class Making:
    """One narration as it is asked for."""

    page: Page
    settings: Settings
    details: Details
    script: tuple[Edit, ...]
    edits: Edits = NO_EDITS
    """What an editor decided about the article."""
    cover: bytes = b""
    """The picture that an editor gave it; empty where nobody did. Its name is part of the edits."""

    @property
    def keys(self) -> Keys:
        """What leads to the narration, as far as it is known before the page is read."""
        return identity.keys(self.page, self.details)

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

    @property
    def _chapter(self) -> tuple[int, ...]:
        """Nothing for a source that has no chapters, so that its narrations stay the same."""
        return () if self.page.chapter is None else (self.page.chapter,)

    def _digest(self, version: int, settings: dict[str, object]) -> str:
        made_of: dict[str, object] = {
            "version": version,
            "settings": settings,
            "details": manifest.plain(self.details),
            "script": manifest.plain(self.script),
            "page": [self.page.content_type, self.page.encoding, self.page.url, *self._chapter],
        }
        if self.edits.content != NO_EDITS:  # else narrations that are there stay what they are
            made_of["edits"] = manifest.plain(self.edits.content)
        whole = hashlib.sha256(json.dumps(made_of, sort_keys=True, default=str).encode())
        whole.update(self.page.body)
        return whole.hexdigest()


def decided(library: Library, wanted: Making, there: Narration | None) -> Making:
    """A narration as it is asked for and as an editor decided on the article earlier.

    Args:
        library: where decisions are kept.
        wanted: as the user asks for it; what is said there is stronger for headline and byline.
        there: the narration that stands for the article; None where there is none yet.
    """
    article = there.source_id if there else wanted.keys.minted
    found = edits.load(library.store, article)
    if found.content == wanted.edits.content:
        return wanted
    spoken = {name: value for name in ("voice", "rate", "label") if (value := getattr(found, name)) is not None}
    return dataclasses.replace(
        wanted,
        settings=dataclasses.replace(wanted.settings, **spoken),
        details=found.details(wanted.details),
        edits=found,
        cover=edits.cover(library.store, article, found),
    )


def is_of(there: Narration, keys: Keys) -> bool:
    """Whether a narration was made of the source that the keys are of; of narrator 0.1's that is not known, and yes."""
    return not there.keys or there.keys[0] == keys.origin


def is_finished(library: Library, there: Narration, wanted: Making) -> bool:
    """Whether a narration is whole, made of the same, and under the slug that is wanted."""
    is_named = wanted.details.slug in (None, there.slug)
    return is_named and wanted.is_same(there.digest) and library.intact(there)
