"""The four answers about a file, apart: its sound, its signature, its signer, its time; and the verdict over them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from narrator.containers.base import Tags
from narrator.credentials import Credential


class Verdict(IntEnum):
    """The exit code."""

    LABELLED = 0
    NOT_LABELLED = 1
    CHANGED = 3
    """Changed or forged: the sound or the statement."""
    UNREADABLE = 4
    """No sound file, or one that cannot be read."""
    ENCODED_ANEW = 13
    """Our mark, or the manifest that was named, knows the sound, which was encoded anew; no signature is left."""
    RAN_OUT = 14
    """The signature is good, the certificate ran out, and no time stamp says that it was not over before."""
    UNLISTED = 15
    """The signature is good, and the signer is not on the trust list that was given."""


WORST_FIRST = (
    *(Verdict.CHANGED, Verdict.UNREADABLE, Verdict.UNLISTED, Verdict.RAN_OUT),
    *(Verdict.ENCODED_ANEW, Verdict.NOT_LABELLED, Verdict.LABELLED),
)
"""Which verdict counts of several files."""


def worst(verdicts: list[Verdict]) -> Verdict:
    """The verdict of several files together."""
    return min(verdicts, key=WORST_FIRST.index)


class SoundState(StrEnum):
    """What is known of the sound."""

    AS_SIGNED = "as signed"
    AS_IN_MANIFEST = "as in the manifest"
    MARKED = "carries our mark"
    OTHER = "another"
    UNKNOWN = "not known"
    """Nothing is there to compare it with."""


class SignatureState(StrEnum):
    """What is known of the signature."""

    HOLDS = "holds"
    REWRITTEN = "holds, tags rewritten"
    """The signature is good and the sound is the signed one, and the tags around it were changed."""
    ANOTHERS = "somebody else's, holds"
    """It holds, and is no narration's."""
    BROKEN = "broken"
    NONE = "none"
    UNCHECKED = "not checked"


class SignerState(StrEnum):
    """What is known of the signer."""

    LISTED = "on the trust list"
    UNLISTED = "not on the trust list"
    NOT_ASKED = "no trust list given"
    UNKNOWN = "unknown"
    """Nobody signed, or it does not hold."""


class TimeState(StrEnum):
    """What is known of the time of signing."""

    STAMPED = "time-stamped"
    WITHIN = "within validity"
    RAN_OUT = "run out"
    NOT_YET = "not yet valid"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Mark:
    """A watermark that was found in the sound."""

    scheme: str
    id: str
    """Hex; empty where the mark is there and its number cannot be read."""
    key: str = ""
    """Name of the key."""
    z: float = 0.0
    """Standard deviations above chance."""
    speed: float = 1.0
    """By which the sound is faster than it was made."""
    narrations: tuple[str, ...] = ()
    """Slugs of those narrations of a library that have this number."""
    is_unknown: bool = False
    """Whether narrations were looked through and none has it."""


@dataclass(frozen=True, slots=True)
class SoundAnswer:
    """Of the sound."""

    state: SoundState
    sha256: str = ""
    """Of the encoded packets, hex."""
    codec: str = ""
    mark: Mark | None = None
    note: str = ""
    """What else there is to say, in a few words; so in the other answers."""


@dataclass(frozen=True, slots=True)
class SignatureAnswer:
    """Of the signature."""

    state: SignatureState
    problems: tuple[str, ...] = ()
    """Codes of C2PA for what does not hold."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SignerAnswer:
    """Of the signer."""

    state: SignerState
    name: str = ""
    generator: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class TimeAnswer:
    """Of the time."""

    state: TimeState
    signed: str = ""
    """ISO 8601; by the time stamp, else as the signer says."""
    valid_to: str = ""
    """Of the certificate, ISO 8601."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one file. Texts from the file are one line each, without controls."""

    file: str
    verdict: Verdict
    answer: str
    """One line: the verdict with the signer, then the four answers."""
    sound: SoundAnswer
    signature: SignatureAnswer
    signer: SignerAnswer
    time: TimeAnswer
    disclosure: str
    """The signed sentence; empty where there is none."""
    digital_source_types: tuple[str, ...]
    """As signed."""
    credential: Credential | None
    tags: Tags | None
    manifest_matches: bool | None
    """Whether the manifest beside, or the one named, knows the sound; None without one."""
    findings: tuple[str, ...]
    """All else that was found, a sentence each."""
