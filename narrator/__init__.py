"""Articles into one labelled AI-assisted audio file.

from narrator import narrate
narration = narrate("article.html", output="audio_out")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from narrator.about import VERSION

__version__ = VERSION
__all__ = ["__version__", "narrate"]

if TYPE_CHECKING:
    from narrator.pipeline import narrate


def __getattr__(name: str) -> object:
    """Import the pipeline when it is first asked for: ``narrator --help`` needs none of it."""
    if name == "narrate":
        from narrator.pipeline import narrate

        return narrate
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
