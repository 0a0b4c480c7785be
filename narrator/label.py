"""The AI label into every layer of a finished file: tags, then the signature, then all read back and compared."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from narrator import credentials, disclosure, regular
from narrator.about import GENERATOR, VERSION
from narrator.containers import base, sniff
from narrator.containers.base import Tags
from narrator.errors import LabelError, SettingsError
from narrator.model import Article, AudioFile, Doubt, DoubtKind, Label, Timeline, Voice
from narrator.settings import Settings


def tags(
    article: Article,
    label: Label,
    voices: Sequence[Voice],
    timeline: Timeline,
    settings: Settings,
    *,
    title: str,
    content_id: str,
    cover: tuple[bytes, str],
) -> Tags:
    """What every file of a narration says about itself."""
    return Tags(
        title=title,
        artist=disclosure.artist(article, voices),
        author=article.byline,
        album=article.site,
        date=article.published or "",
        language=article.language,
        url=article.url or "",
        encoder=GENERATOR,
        disclosure=label.text,
        digital_source_type=disclosure.source_type_address(label.digital_source_type),
        content_id=content_id,
        aigc=_aigc(settings.aigc_producer, content_id),
        chapters=timeline.chapters,
        sample_rate_hz=timeline.sample_rate_hz,
        cover=cover[0],
        cover_type=cover[1],
    )


def _aigc(producer: str, content_id: str) -> str:
    """The implicit label of China's GB 45438-2025: made by AI (``Label`` 1), by whom, under which number."""
    if not producer:
        return ""
    fields = dict.fromkeys(("ReservedCode1", "ContentPropagator", "PropagateID", "ReservedCode2"), "")
    table = {"Label": "1", "ContentProducer": producer, "ProduceID": content_id, **fields}
    return json.dumps({"AIGC": table}, ensure_ascii=False)


def keys(settings: Settings) -> credentials.Keys | None:
    """What files are signed with; None for no signature. Asked for first, so that no voice speaks in vain.

    Raises:
        LabelError: no key, or one that does not serve.
    """
    if not settings.sign:
        return None
    if settings.certificate is not None and settings.key is not None:
        return credentials.own_keys(settings.certificate, settings.key)
    return credentials.local_keys(make=settings.make_keys)


def key_doubts(keys: credentials.Keys | None) -> tuple[Doubt, ...]:
    """What is not as it should be with the keys that sign."""
    return (Doubt(DoubtKind.OPEN_KEY, keys.warning),) if keys is not None and keys.warning else ()


def sign(
    paths: Sequence[Path],
    article: Article,
    label: Label,
    keys: credentials.Keys | None,
    *,
    created: str,
    length_s: float,
    settings: Settings,
) -> tuple[Label, tuple[Path, ...]]:
    """Sign finished, tagged files, last of all, and read the credentials back.

    Args:
        paths: the files.
        article: what is read.
        label: what is said of it.
        keys: who says it; None signs nothing.
        created: when, ISO 8601 in UTC.
        length_s: of the sound, in seconds.
        settings: the time-stamping authority, and the intro and outro, whose credentials are kept.

    Returns:
        The label with its signer, and the ``.c2pa`` files beside those that cannot carry credentials.

    Raises:
        LabelError: a file's credentials do not hold, have no time stamp where one was asked for, or lost a tag.
    """
    if keys is None:
        return label, ()
    claim = credentials.Claim(
        title=article.title,
        generator="narrator",
        version=VERSION,
        digital_source_type=disclosure.source_type_address(label.digital_source_type),
        disclosure=label.text,
        language=label.language,
        article_title=article.title,
        article_url=article.url or "",
        article_sha256=hashlib.sha256(article.text.encode()).hexdigest(),
        created=created,
        watermark=_watermark(label),
        parts=tuple(_parts(settings)),
    )
    beside = []
    for path in paths:
        about = dataclasses.replace(claim, sound=_sound(path, length_s))
        if (made := _signed(path, about, keys, settings.timestamp_url)) is not None:
            beside.append(made)
    return dataclasses.replace(label, signer=keys.name, trusted=keys.own), tuple(beside)


def _watermark(label: Label) -> credentials.Watermark | None:
    """What is signed of the mark in the sound."""
    mark = label.watermark
    return None if mark is None else credentials.Watermark(mark.scheme, " ".join(mark.keys), mark.id)


def _parts(settings: Settings) -> Iterator[credentials.Part]:
    """The intro and the outro that bring credentials of their own, each once."""
    for path in dict.fromkeys(each for each in (settings.intro, settings.outro) if each is not None):
        with regular.opened(path) as file:
            kind = sniff.kind(file)
        if kind is None or kind.media_type in credentials.BESIDE_TYPES:
            continue
        try:
            found = credentials.read(path, kind.media_type)
        except LabelError:  # broken ones are no reason not to sign what narrator made
            continue
        if found is not None:
            yield credentials.Part(path, kind.media_type)


def _sound(path: Path, length_s: float) -> credentials.Sound:
    """What is signed of the sound itself."""
    container = base.of(path)
    plays = container.parameters(path)
    return credentials.Sound(
        sha256=container.packets_sha256(path),
        codec=plays.codec,
        sample_rate_hz=plays.sample_rate_hz,
        channels=plays.channels,
        length_ms=round(length_s * 1000),
        setup_sha256=plays.setup_sha256,
    )


def _signed(path: Path, claim: credentials.Claim, keys: credentials.Keys, timestamp_url: str) -> Path | None:
    container = base.of(path)
    tags_before = container.read_tags(path)
    made = credentials.sign(path, claim, keys, timestamp_url=timestamp_url)
    found = credentials.read(path, container.media_type, beside=made)
    if found is None or not found.is_valid or not found.is_own_word or found.disclosure != claim.disclosure:
        raise LabelError(f"the credentials of {path.name} do not hold after signing", "please report this")
    if timestamp_url and not found.is_stamped:
        raise LabelError(f"{path.name} was signed without the time stamp of {timestamp_url}", "please report this")
    if container.read_tags(path) != tags_before:
        raise LabelError(f"signing changed the tags of {path.name}", "please report this")
    return made


def write(paths: Sequence[Path], wanted: Tags) -> tuple[Doubt, ...]:
    """Tag finished files and read them back.

    Returns:
        What a container could not carry, a doubt each.

    Raises:
        LabelError: a layer is not in the file as it was written.
    """
    lost: list[Doubt] = []
    for path in paths:
        container = base.of(path)
        container.write_tags(path, wanted)
        check(path, wanted)
        missing = [name for name in container.lacks if getattr(wanted, name)]
        lost += [Doubt(DoubtKind.FILE_LACKS, f"{container.name} cannot carry {name}") for name in missing]
    return tuple(lost)


def check(path: Path, wanted: Tags) -> None:
    """Compare what a file says with what it should say.

    Raises:
        LabelError: they differ; the message names the field.
    """
    container = base.of(path)
    found = container.read_tags(path)
    for field in dataclasses.fields(Tags):
        if field.name in container.lacks or field.name in ("chapters", "sample_rate_hz", "date"):
            continue
        if getattr(found, field.name) != getattr(wanted, field.name):
            raise LabelError(f"{path.name}: {field.name} was not kept by the file", "please report this")
    if "chapters" not in container.lacks and len(found.chapters) != len(wanted.chapters[:255]):
        raise LabelError(f"{path.name}: the chapters were not kept by the file", "please report this")


def picture(path: Path) -> tuple[bytes, str]:
    """A cover's bytes and media type.

    Raises:
        SettingsError: it cannot be read, or is neither JPEG nor PNG.
    """
    try:
        body = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"the cover {path} cannot be read: {error.strerror}") from error
    try:
        return picture_of(body)
    except SettingsError as error:
        raise SettingsError(f"the cover {path} is neither JPEG nor PNG", error.hint) from error


def picture_of(body: bytes) -> tuple[bytes, str]:
    """A cover's bytes with their media type.

    Raises:
        SettingsError: they are neither JPEG nor PNG.
    """
    for start, media_type in ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG", "image/png")):
        if body.startswith(start):
            return body, media_type
    raise SettingsError("the picture is neither JPEG nor PNG", "convert it first")


def file(path: Path, media_type: str) -> AudioFile:
    """A finished file with its size and hashes."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    heard = base.of(path).packets_sha256(path) if media_type.startswith("audio/") else ""
    return AudioFile(path.name, media_type, path.stat().st_size, digest.hexdigest(), heard)
