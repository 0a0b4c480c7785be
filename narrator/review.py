"""Doubts and review: what is refused where doubts are not allowed, what is held for an editor, and who approves it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from narrator.errors import DoubtError, SettingsError, SourceError
from narrator.library import Library
from narrator.model import Doubt, Narration, Review, ReviewState, Weight
from narrator.settings import Settings

HELD_FROM = {"severe": Weight.SEVERE, "doubted": Weight.WARNING, "always": None}
"""From which weight of doubt on a narration is held; notes are good to know and hold nothing."""


def allowed(doubts: Iterable[Doubt], settings: Settings) -> None:
    """Return where these doubts are allowed.

    Raises:
        DoubtError: one is severe, and the settings are strict.
    """
    severe = [doubt for doubt in doubts if doubt.kind.weight is Weight.SEVERE]
    if settings.strict and severe:
        more = f" (and {len(severe) - 1} more)" if len(severe) > 1 else ""
        raise DoubtError(
            f"not sure enough: {severe[0].text}{more}", "without --strict it is made and the doubt is said"
        )


def wanted(doubts: Sequence[Doubt], settings: Settings) -> Review:
    """Whether a new narration with these doubts is held."""
    if settings.hold == "never":
        return Review()
    least = HELD_FROM[settings.hold]
    is_held = least is None or any(doubt.kind.weight >= least for doubt in doubts)
    return Review(ReviewState.HELD if is_held else ReviewState.NONE)


def decided(library: Library, slug: str, state: ReviewState, by: str, *, is_account: bool = False) -> Narration:
    """The narration with an editor's decision, written into its manifest.

    Args:
        library: where it is.
        slug: names it.
        state: held or approved.
        by: who decided, as the manifest keeps it and, of an approval, as listeners read it.
        is_account: whether that names a program or an account of a machine, rather than a person.

    Raises:
        SourceError: there is no narration of that name.
        SettingsError: nobody is named.
    """
    if not by.strip():
        raise SettingsError("nobody is named who decides", "--by NAME")
    narration = library.get(slug)
    if narration is None:
        raise SourceError(f"there is no narration {slug}", "`narrator review` lists those that are held")
    review = Review(state, " ".join(by.split()), datetime.now(UTC).isoformat(timespec="seconds"), is_account)
    decided = dataclasses.replace(narration, review=review)
    library.rewrite(decided)
    return decided


def to_review(narration: Narration) -> bool:
    """Whether an editor should look: it is held, or has a doubt that is more than a note and nobody approved it."""
    if narration.review.state is ReviewState.NONE:
        return any(doubt.kind.weight > Weight.NOTE for doubt in narration.doubts)
    return narration.review.state is ReviewState.HELD
