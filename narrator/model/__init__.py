"""The types that travel between the stages, and nothing else.

All are frozen. A unit is in the name of a field or in its docstring: ``_s`` seconds,
``_hz`` hertz, ``_lufs`` loudness (ITU-R BS.1770), ``_dbtp`` true peak; lengths of sound
are whole samples, and seconds are derived from them, never stored.
"""

from __future__ import annotations

from narrator.model.article import Article, Block, BlockKind, Details, Image, Mark, MarkKind, Page, Removed
from narrator.model.doubts import Doubt, DoubtKind, Review, ReviewState, Weight
from narrator.model.narration import AudioFile, Hearer, Label, Listener, Narration, Progress, Watermark
from narrator.model.speech import Clip, Edit, Prosody, Sentence, Utterance, Voice, Word, voice_ids
from narrator.model.timeline import Chapter, Cue, Loudness, Notice, Place, Timeline, WordTime

__all__ = [
    "Article",
    "AudioFile",
    "Block",
    "BlockKind",
    "Chapter",
    "Clip",
    "Cue",
    "Details",
    "Doubt",
    "DoubtKind",
    "Edit",
    "Hearer",
    "Image",
    "Label",
    "Listener",
    "Loudness",
    "Mark",
    "MarkKind",
    "Narration",
    "Notice",
    "Page",
    "Place",
    "Progress",
    "Prosody",
    "Removed",
    "Review",
    "ReviewState",
    "Sentence",
    "Timeline",
    "Utterance",
    "Voice",
    "Watermark",
    "Weight",
    "Word",
    "WordTime",
    "voice_ids",
]
