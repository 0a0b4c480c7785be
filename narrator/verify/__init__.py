"""What a file says it is, by whom, and whether it holds. Nothing that is read is trusted."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from narrator import credentials, manifest, regular, watermark
from narrator.containers import base as containers
from narrator.credentials import SIDECAR
from narrator.errors import EncodeError, NarratorError, SourceError
from narrator.library import Library
from narrator.model import AudioFile, Narration
from narrator.verify import judgement, plain
from narrator.verify.answers import Mark, Report, Verdict, worst
from narrator.verify.facts import CredentialFacts, SoundFacts
from narrator.verify.judgement import Facts, Known
from narrator.verify.listening import SPEEDS, Search
from narrator.verify.reader import LARGEST_SIGNED, LostError, Reader
from narrator.watermark import Found

__all__ = [
    "SPEEDS",
    "Checker",
    "Marked",
    "Report",
    "Search",
    "Verdict",
    "anchors",
    "lines",
    "marked_in",
    "report",
    "worst",
]

PUBLIC_MARK = Search()
NOBODY: Mapping[int, Sequence[str]] = MappingProxyType({})
LARGEST_FILE = 4 * 1024 * 1024 * 1024
"""Bytes of a sound file that is read at all: a day of mono at 24 kHz without compression."""
LARGEST_SIDECAR = 64 * 1024 * 1024
LARGEST_MANIFEST = manifest.LIMIT_BYTES
CODECS = {
    "audio/mpeg": "mp3",
    "audio/mp4": "aac",
    "audio/ogg": "opus",
    "audio/flac": "flac",
    "audio/wav": "pcm_s16le",
}
"""FFmpeg's names of what narrator puts into a file of each media type."""
LARGEST_LIST = 16 * 1024 * 1024
"""Bytes of a trust list: the public ones have some hundred kilobytes."""


def report(path: Path, *, against: Path | None = None, anchors: bytes = b"") -> Report:
    """Look at one file: see ``Checker.report``."""
    with Checker() as checker:
        return checker.report(path, against=against, anchors=anchors)


def anchors(path: Path) -> bytes:
    """The PEM certificates of a trust list.

    Raises:
        SourceError: it cannot be read, or holds none.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    content = regular.content(path, LARGEST_LIST)
    try:
        listed = x509.load_pem_x509_certificates(content)
    except ValueError as error:
        raise SourceError(f"{path} is no list of certificates", "it must hold certificates in PEM") from error
    return b"".join(each.public_bytes(Encoding.PEM) for each in listed)


class Checker:
    """Checks files, one after the other, in one child process."""

    def __init__(self, search: Search = PUBLIC_MARK, narrations: Mapping[int, Sequence[str]] = NOBODY) -> None:
        """Start no child yet.

        Args:
            search: for watermarks.
            narrations: slugs of known narrations, by the numbers of their watermarks: see ``marked_in``.
        """
        self._reader, self._search, self._narrations = Reader(), search, narrations

    def __enter__(self) -> Checker:
        return self

    def __exit__(self, *_: object) -> None:
        self._reader.__exit__()

    def report(self, path: Path, *, against: Path | None = None, anchors: bytes = b"") -> Report:
        """Look at one file.

        Args:
            path: any sound file.
            against: the manifest of a narration, for a copy whose tags or signature were taken away.
            anchors: PEM certificates that are trusted, of signers and of time-stamping authorities.

        Raises:
            SourceError: there is no such file, it is no sound, or it cannot be read within the limits.
        """
        size = _size(path)
        if size > LARGEST_FILE:
            raise SourceError(f"{path} has {size // 1_000_000_000} GB", f"read are files up to {LARGEST_FILE >> 30} GB")
        self._reader.begin()
        sound, unread = self._sound(path)
        found, unchecked, is_unreadable = self._credential(path, sound, size, anchors)
        if unread is not None and not _is_broken(found):
            raise unread
        findings = [unread.message] if unread is not None else list(_name_findings(path, sound))
        known, narration = _manifest(path, sound, against, findings)
        lengths_ms = self._lengths_ms(path, sound, found, narration)
        if known is not None and known.is_same_sound and narration and not _plays_as(narration, sound, lengths_ms):
            known = dataclasses.replace(known, is_same_sound=False, is_played_otherwise=True)
        mark, unheard = self._mark(path, narration, findings)
        facts = Facts(
            file=str(path),
            sound=sound,
            lengths_ms=lengths_ms,
            tags=self._tags(path, sound, findings),
            credential=found.credential,
            problem=found.problem,
            unchecked=unchecked or found.elsewhere,
            is_unreadable=is_unreadable,
            known=known,
            mark=mark,
            unheard=unheard,
            findings=tuple(findings),
        )
        return judgement.report(facts)

    def _sound(self, path: Path) -> tuple[SoundFacts, SourceError | None]:
        """The sound; where it cannot be read, what kind of file it is, and why."""
        try:
            kind = self._reader.kind(path)
        except LostError as error:
            raise SourceError(f"{path} cannot be read: {error}") from error
        try:
            return self._reader.sound(path), None
        except SourceError as error:
            return SoundFacts(kind.media_type, kind.container), error
        except LostError as error:
            return SoundFacts(kind.media_type, kind.container), SourceError(f"{path} cannot be read: {error}")

    def _credential(
        self, path: Path, sound: SoundFacts, size: int, anchors: bytes
    ) -> tuple[CredentialFacts, str, bool]:
        """What credentials there are, why they were not checked, and whether that is because they cannot be read."""
        if size > LARGEST_SIGNED:
            return CredentialFacts(), f"the file is larger than {LARGEST_SIGNED >> 20} MB", False
        is_beside = sound.media_type in credentials.BESIDE_TYPES
        sidecar, why_not = _sidecar(path)
        if is_beside and why_not:
            return CredentialFacts(), f"the credentials beside it {why_not}", False
        try:
            if is_beside and sidecar is None:
                return CredentialFacts(), "", False
            if is_beside and _size(path.with_suffix(SIDECAR)) > LARGEST_SIDECAR:
                why = f"the credentials beside it have more than {LARGEST_SIDECAR >> 20} MB"
                return CredentialFacts(), why, False
            found = self._reader.credential(path, sound.media_type, sidecar if is_beside else None, anchors)
            if not is_beside and sidecar is not None and found == CredentialFacts():
                return self._of_another_place(path, sound, sidecar, anchors), "", False
            return found, "", False
        except LostError as error:
            return CredentialFacts(), str(error), True

    def _of_another_place(self, path: Path, sound: SoundFacts, sidecar: Path, anchors: bytes) -> CredentialFacts:
        """Credentials beside a file that could carry them: they count where they sign this very sound."""
        found = self._reader.credential(path, sound.media_type, sidecar, anchors)
        signed = found.credential.sound if found.credential else None
        is_its = signed is not None and signed.sha256 == sound.packets_sha256
        return found if is_its else CredentialFacts()

    def _mark(self, path: Path, narration: Narration | None, findings: list[str]) -> tuple[Mark | None, str]:
        """The watermark in the sound, of several that of the first key; and why none could be looked for."""
        try:
            found = self._reader.marks(path, self._search)
        except (LostError, SourceError) as error:
            findings.append(f"a watermark could not be looked for: {(why := plain.line(str(error)))}")
            return None, why
        names = dict(self._narrations)
        if narration is not None and narration.label.watermark is not None:
            names.setdefault(watermark.number(narration.label.watermark.id), (narration.slug,))
        marks = [_named(each, names, is_asked=bool(self._narrations)) for each in found]
        findings.extend(_mark_findings(marks, self._search))
        return (marks[0] if marks else None), ""

    def _lengths_ms(
        self, path: Path, sound: SoundFacts, found: CredentialFacts, narration: Narration | None
    ) -> tuple[int, ...]:
        """How long it plays, where the packets alone have to prove that the sound is unchanged."""
        ours = judgement.narrations(found.credential)
        is_unbound = any(not each.is_bound for each in judgement.chain(found.credential))
        by_signature = (
            is_unbound and ours is not None and ours.sound is not None and ours.sound.sha256 == sound.packets_sha256
        )
        if not by_signature and narration is None:
            return ()
        try:
            return self._reader.lengths_ms(path)
        except (LostError, SourceError):
            return ()

    def _tags(self, path: Path, sound: SoundFacts, findings: list[str]) -> containers.Tags | None:
        try:
            return self._reader.tags(path, sound.container)
        except (LostError, SourceError) as error:
            findings.append(f"the tags cannot be read: {plain.line(str(error))}")
            return None


@dataclass(frozen=True, slots=True)
class Marked:
    """The narrations of an output folder that have a watermark."""

    narrations: Mapping[int, Sequence[str]]
    """Slugs, by the numbers of the watermarks."""
    unread: tuple[str, ...]
    """Folders whose manifest cannot be read: a mark of theirs is not named."""


def marked_in(address: str) -> Marked:
    """The narrations of an output folder, by their watermarks.

    Raises:
        SourceError: there is none with a watermark.
    """
    library, out = Library(address), dict[int, list[str]]()
    for each in library.all():
        if each.label.watermark is not None:
            out.setdefault(watermark.number(each.label.watermark.id), []).append(each.slug)
    if not out:
        raise SourceError(
            f"{address} has no narration with a watermark", "name the folder that narrations are written to"
        )
    return Marked(out, tuple(library.unread()))


def _named(found: Found, names: Mapping[int, Sequence[str]], *, is_asked: bool) -> Mark:
    """A mark with the narrations that have its number."""
    agreeing = found.agrees(names)
    number = agreeing[0] if found.number is None and len(agreeing) == 1 else found.number
    return Mark(
        watermark.SCHEME,
        "" if number is None else watermark.mark_id(number),
        found.key,
        round(found.z, 1),
        found.speed,
        tuple(slug for each in agreeing for slug in names[each]),
        is_unknown=is_asked and not agreeing,
    )


def _mark_findings(marks: Sequence[Mark], search: Search) -> Iterator[str]:
    for each in marks:
        named = f"with id {each.id}" if each.id else "whose id cannot be read"
        speed = f", at {each.speed:g} times its speed" if each.speed != 1 else ""
        yield f"a watermark of the key {each.key} {named}: {each.z:.0f} standard deviations above chance{speed}"
    if not marks:
        where = "" if search.is_all else " at the beginning, in the middle and at the end (--all looks everywhere)"
        yield f"no watermark was found{where}"


def lines(found: Report) -> Iterator[str]:
    """The details of a report, a line each."""
    signed_by = plain.quoted(found.signer.name) if found.signer.name else "nobody named"
    yield f"signed by: {signed_by}"
    yield f"made with: {plain.quoted(found.signer.generator) if found.signer.generator else 'nothing named'}"
    yield f"disclosure: {plain.quoted(found.disclosure) if found.disclosure else 'none'}"
    kinds = ", ".join(plain.quoted(each) for each in found.digital_source_types)
    yield f"digital source type: {kinds or 'none'}"
    if found.tags is not None:
        yield f"title: {plain.quoted(found.tags.title) if found.tags.title else 'none'}"
        yield f"article: {plain.quoted(found.tags.url) if found.tags.url else 'none'}"
    yield from found.findings


def _sidecar(path: Path) -> tuple[Path | None, str]:
    """The file of credentials beside a sound file, if there is one; and why it cannot be read, if there is a reason."""
    sidecar = path.with_suffix(SIDECAR)
    if sidecar == path or not os.path.lexists(sidecar):
        return None, ""
    try:
        return (sidecar, "") if _size(sidecar) else (None, "are an empty file")
    except SourceError as error:
        why = error.message.removeprefix(f"{sidecar} ")
        return None, why if why.startswith("cannot") else f"cannot be read: it {why}"


def _is_broken(found: CredentialFacts) -> bool:
    """Whether a file has credentials that can be read and do not hold."""
    return found.credential is not None and not found.credential.is_valid


def _size(path: Path) -> int:
    with regular.opened(path) as file:
        return os.fstat(file.fileno()).st_size


def _name_findings(path: Path, sound: SoundFacts) -> Iterator[str]:
    """What to say of a file whose name does not fit what it is."""
    try:
        named = containers.of(path).name
    except EncodeError:
        named = ""
    if named and sound.container and named != sound.container:
        yield f"its name says {path.suffix}, and it is {sound.container.upper()} ({sound.codec})"


def _manifest(
    path: Path, sound: SoundFacts, against: Path | None, findings: list[str]
) -> tuple[Known | None, Narration | None]:
    """What a manifest knows of the file: the one named, else the one beside it that lists its name."""
    place = against or path.with_name(manifest.NAME)
    try:
        narration = manifest.decoded(regular.content(place, LARGEST_MANIFEST))
    except NarratorError as error:
        if against is not None:
            raise SourceError(f"{place} is no manifest that can be read", error.message[:200]) from error
        if place.exists():
            findings.append("the manifest beside it cannot be read")
        return None, None
    listed = [file for file in narration.files if file.media_type.startswith("audio/")]
    if against is None:
        listed = [file for file in listed if file.name == path.name]
        if not listed:
            return None, None
    if not listed:
        raise SourceError(f"{place} lists no sound file", "it has nothing that a copy could be compared with")
    return _compared(sound, listed, narration, is_named=against is not None), narration


def _compared(sound: SoundFacts, listed: list[AudioFile], narration: Narration, *, is_named: bool) -> Known:
    now = (sound.packets_sha256, sound.codec)
    is_same = any((each.sound_sha256, CODECS.get(each.media_type)) == now for each in listed)
    mark = narration.label.watermark
    return Known(is_same, is_named, narration.created, narration.label.text, mark.id if mark else "")


def _plays_as(narration: Narration, sound: SoundFacts, lengths_ms: tuple[int, ...]) -> bool:
    return judgement.plays_alike(sound, narration.timeline.duration_s * 1000, lengths_ms)
