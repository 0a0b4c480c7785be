"""Articles into one labelled AI-assisted audio file.

from narrator import narrate
narration = narrate("article.html", output="audio_out")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from narrator.about import VERSION

__version__ = VERSION

if TYPE_CHECKING:
    from narrator.errors import (
        ArticleError,
        BusyError,
        ClusterError,
        DoubtError,
        EncodeError,
        EngineError,
        LabelError,
        NarratorError,
        OutputError,
        SettingsError,
        SourceError,
        VoiceError,
    )
    from narrator.model import Article, Details, Doubt, Narration, Progress, Voice
    from narrator.narrator import Narrator, Outcome, narrate
    from narrator.settings import Settings

HOMES = {
    "narrator.errors": (
        "NarratorError",
        "SourceError",
        "ArticleError",
        "VoiceError",
        "EngineError",
        "EncodeError",
        "OutputError",
        "SettingsError",
        "LabelError",
        "ClusterError",
        "BusyError",
        "DoubtError",
    ),
    "narrator.model": ("Article", "Details", "Doubt", "Narration", "Progress", "Voice"),
    "narrator.narrator": ("Narrator", "Outcome", "narrate"),
    "narrator.settings": ("Settings",),
}
"""Where each public name lives. They are imported when they are first asked for: ``import narrator`` stays quick."""

__all__ = [  # noqa: RUF022 - what most people need comes first
    "narrate",
    "Narrator",
    "Outcome",
    "Settings",
    "Details",
    "Narration",
    "Article",
    "Doubt",
    "Voice",
    "Progress",
    "NarratorError",
    "SourceError",
    "ArticleError",
    "VoiceError",
    "EngineError",
    "EncodeError",
    "OutputError",
    "SettingsError",
    "LabelError",
    "ClusterError",
    "BusyError",
    "DoubtError",
    "__version__",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for."""
    for module, names in HOMES.items():
        if name in names:
            found = getattr(import_module(module), name)
            globals()[name] = found
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names, also those that are not imported yet."""
    return sorted({*globals(), *__all__})
