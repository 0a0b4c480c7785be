"""What an engine is, and the registry of those that are installed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from narrator.model import Clip, Prosody, Voice, Word

GROUP = "narrator.engines"
"""The entry-point group: name -> a class that is constructed without arguments."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call may carry."""

    words: int
    characters: int


class Engine(Protocol):
    """One way to turn words into sound. Constructing one is cheap; it loads its model with the first call.

    An engine lives in a child process (``narrator.engines.worker``) and is called by one thread.
    """

    name: str
    """The part of a voice id before the colon."""
    version: str
    """Of the engine and of what it runs on; part of the key of every clip."""
    digital_source_type: str
    """The last part of the IPTC term."""
    limits: Limits
    deterministic: bool
    """Whether equal input gives equal samples, in every process."""

    def voices(self) -> Sequence[Voice]:
        """The voices that can speak now, without a download."""
        ...

    def fingerprint(self, voice: Voice) -> str:
        """A hash of the voice's data: a part of the key of every clip."""
        ...

    def text(self, words: Sequence[Word], language: str) -> str:
        """The string that the engine gets: escaped, with pronunciations in its own notation."""
        ...

    def speak(self, text: str, voice: Voice, prosody: Prosody, language: str) -> Clip:
        """The sound of ``text``, edges untrimmed.

        Raises:
            EngineError: nothing or nonsense came out.
        """
        ...

    def knows(self, word: str, language: str) -> bool:
        """Whether ``word`` is in the engine's own dictionary."""
        ...
