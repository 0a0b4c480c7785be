"""What a file says it is, by whom, and whether it holds. Nothing that is read is trusted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from narrator import credentials, manifest
from narrator.containers import base as containers
from narrator.containers.base import Tags
from narrator.containers.coded import packets_sha256
from narrator.credentials import SIDECAR, Credential
from narrator.credentials.signing import BESIDE, TYPES
from narrator.errors import LabelError, NarratorError, SourceError
from narrator.model import AudioFile, Narration

LARGEST_TAG = 64 * 1024 * 1024
LARGEST_MANIFEST = manifest.LIMIT_BYTES
AI_TERMS = ("trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "algorithmicMedia")
UNREADABLE = Credential(
    *("", "", (), "", ""),
    False,
    ("unreadable",),
    False,
    False,
    None,
    False,
    None,
    "",
    "",
    "",
    False,
    False,
    None,
    "",
    None,
    None,
)


class Verdict(IntEnum):
    """The exit code."""

    LABELLED = 0
    NOT_LABELLED = 1
    CHANGED = 3


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one file."""

    file: str
    verdict: Verdict
    answer: str
    """One sentence."""
    credential: Credential | None
    tags: Tags | None
    manifest_matches: bool | None
    """Whether the manifest beside, or the one named, knows these bytes or this sound; None without one."""
    findings: tuple[str, ...]


def report(path: Path, *, against: Path | None = None, anchors: bytes = b"") -> Report:
    """Look at one file.

    Args:
        path: any sound file.
        against: the manifest of a narration, for a copy whose tags were stripped.
        anchors: PEM certificates that are trusted.

    Raises:
        SourceError: there is no such file, or it is no sound.
    """
    _looked_at(path)
    findings: list[str] = []
    credential = _credential(path, anchors, findings)
    tags = _tags(path, findings)
    matches = _matches(path, against, findings)
    verdict, answer = _judged(credential, tags, matches, findings)
    return Report(str(path), verdict, answer, credential, tags, matches, tuple(findings))


def _looked_at(path: Path) -> None:
    """Refuse what is no sound file, and tags so large that reading them would hurt."""
    try:
        with path.open("rb") as file:
            head = file.read(10)
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}") from error
    if head.startswith(b"ID3") and len(head) == 10:
        size = sum((byte & 0x7F) << shift for byte, shift in zip(head[6:], (21, 14, 7, 0), strict=True))
        if size > LARGEST_TAG:
            raise SourceError(f"{path} has a tag of {size // 1_000_000} MB", "no honest file has one")
    packets_sha256(path)


def _credential(path: Path, anchors: bytes, findings: list[str]) -> Credential | None:
    try:
        beside = path.with_suffix(SIDECAR) if path.suffix.lower() in BESIDE else None
        if beside is not None and not beside.is_file():
            found = None
        else:
            found = credentials.read(path, TYPES.get(path.suffix.lower(), "audio/mpeg"), beside=beside, anchors=anchors)
    except LabelError as error:
        findings.append(error.message)
        return UNREADABLE
    if found is None:
        findings.append("there are no content credentials")
    else:
        findings.extend(
            f"the credentials do not hold: {code}"
            for code in (*found.problems, *([] if found.is_bound else ["assertion.dataHash.mismatch"]))
        )
    return found


def _tags(path: Path, findings: list[str]) -> Tags | None:
    try:
        tags = containers.of(path).read_tags(path)
    except (NarratorError, ValueError, KeyError, IndexError, OSError, MemoryError) as error:
        findings.append(f"the tags cannot be read: {error}")
        return None
    findings.append(f"the tags say: {tags.disclosure}" if tags.disclosure else "the tags say nothing of AI")
    return tags


def _matches(path: Path, against: Path | None, findings: list[str]) -> bool | None:
    """Whether a manifest knows the file: the one named, else the one beside it that lists its name."""
    place = against or path.with_name(manifest.NAME)
    if against is None and not place.is_file():
        return None
    try:
        if place.stat().st_size > LARGEST_MANIFEST:
            raise SourceError(f"{place} is larger than any manifest")
        narration = manifest.decoded(place.read_bytes())
    except (OSError, NarratorError) as error:
        if against is not None:
            raise SourceError(f"{place} is no manifest that can be read", str(error)[:200]) from error
        findings.append("the manifest beside it cannot be read")
        return None
    return _known(path, narration, findings, named=against is not None)


def _known(path: Path, narration: Narration, findings: list[str], *, named: bool) -> bool | None:
    listed = [file for file in narration.files if file.media_type.startswith("audio/")]
    if not named:
        listed = [file for file in listed if file.name == path.name]
        if not listed:
            return None
        same = _sha256(path) == listed[0].sha256
        findings.append(
            "the manifest beside it knows these bytes" if same else "the manifest beside it knows other bytes"
        )
        return same
    return _same_sound(path, listed, narration, findings)


def _same_sound(path: Path, listed: list[AudioFile], narration: Narration, findings: list[str]) -> bool:
    sound = packets_sha256(path)
    same = any(file.sound_sha256 == sound for file in listed)
    findings.append(
        f"its sound is that of the narration of {narration.created[:10]}: {narration.label.text}"
        if same
        else "its sound is not that of the narration"
    )
    return same


def _judged(
    credential: Credential | None, tags: Tags | None, matches: bool | None, findings: list[str]
) -> tuple[Verdict, str]:
    if credential is not None and not credential.is_valid:
        return Verdict.CHANGED, "Changed since it was signed, or forged: the credentials do not hold."
    if matches is False:
        return Verdict.CHANGED, "Changed: the sound or the file is not the one that its manifest knows."
    if credential is not None and _says_ai(credential):
        return Verdict.LABELLED, _signed_answer(credential)
    if matches and (credential is None):
        return Verdict.LABELLED, "AI voice, known by its manifest; the file itself is not signed."
    if tags is not None and tags.disclosure:
        return Verdict.NOT_LABELLED, "Its tags speak of AI, but nothing proves it: there is no signature."
    return Verdict.NOT_LABELLED, "Not labelled: nothing in the file says that it was made with AI."


def _says_ai(credential: Credential) -> bool:
    return bool(credential.disclosure) or any(
        each.rsplit("/", 1)[-1] in AI_TERMS for each in credential.digital_source_types
    )


def _signed_answer(credential: Credential) -> str:
    on = f" on {credential.signed[:10]}" if credential.signed else ""
    by = f", narrated by {credential.generator}{on}" if credential.generator else on
    who = "signer trusted" if credential.trusted else "signer not on a public list"
    return f"AI voice{by}, unchanged since signing; {who}."


def lines(found: Report) -> Iterator[str]:
    """The details of a report."""
    if found.credential is not None:
        yield f"signed by: {found.credential.signer or 'nobody named'}"
        yield f"disclosure: {found.credential.disclosure or 'none'}"
        yield f"digital source type: {', '.join(found.credential.digital_source_types) or 'none'}"
    if found.tags is not None:
        yield f"title: {found.tags.title or 'none'}"
        yield f"article: {found.tags.url or 'none'}"
    yield from found.findings


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
