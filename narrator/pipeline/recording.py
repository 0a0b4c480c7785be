"""A script becomes files: spoken, mastered, encoded, labelled, signed, with captions and page."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from narrator import arrange, export, label, master, review, stitch, synthesize, watermark
from narrator.about import GENERATOR
from narrator.containers import base as containers
from narrator.containers import sound
from narrator.credentials import Keys
from narrator.fetch import pictures
from narrator.languages import scripts
from narrator.library import Claim
from narrator.making import Making
from narrator.model import (
    Article,
    AudioFile,
    Clip,
    Hearer,
    Label,
    Listener,
    Loudness,
    Narration,
    Place,
    Progress,
    Timeline,
)
from narrator.pipeline.script import Script
from narrator.pipeline.speakers import Speakers
from narrator.publish import captions, page
from narrator.publish import pictures as shown
from narrator.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

CONTENT_DIGITS = 16
"""Of the digest of the sound, in the name of a narration's content: the same sound of the same source has one name."""


@dataclasses.dataclass(frozen=True, slots=True)
class Proofs:
    """What proves where a narration is from."""

    keys: Keys | None
    """That sign; None for no signature."""
    marks: tuple[watermark.Key, ...]
    """Of the marks in the sound; empty for none."""


def marked(script: Script, wanted: Making, proofs: Proofs) -> Script:
    """The script whose label tells of the mark that the sound will have."""
    mark = watermark.of(wanted.digest, proofs.marks)
    return dataclasses.replace(
        script, label=dataclasses.replace(script.label, watermark=mark, is_watermark_off=mark is None)
    )


def recorded(
    script: Script,
    wanted: Making,
    claim: Claim,
    folder: Path,
    on_progress: Listener,
    speakers: Speakers,
    proofs: Proofs,
    on_sound: Hearer | None = None,
) -> Narration:
    """Speak, mark, master, encode and label into ``folder``; the narration with all its files."""
    settings, rate = wanted.settings, script.voice.sample_rate_hz
    speakers.join(script.others)
    said = speakers.clips(script.utterances)
    clips = _Clips(speakers, script)
    arranger = _arranger(script, settings, clips)
    spoken = _listened(said, len(script.utterances), on_progress)
    first = stitch.pcm(arranger.places(spoken, clips.clip), rate, length=lambda: arranger.length)
    found = master.survey(first if on_sound is None else _heard(first, rate, on_sound), rate)
    timeline = arranger.timeline(script.blocks, script.label.short)
    on_progress(Progress("writing", 0, 1, timeline.duration_s))
    targets = [
        export.Target(folder / f"{claim.slug}.{each}", each, settings.bitrate, settings.vbr) for each in settings.format
    ]
    mastering = master.Mastering(found, settings.loudness)
    second = stitch.pcm(clips.again(timeline), rate, length=lambda: timeline.length)
    if script.label.watermark is not None:
        second = watermark.marked(second, rate, watermark.number(script.label.watermark.id), proofs.marks)
    digest = export.files(mastering.stream(second), targets, rate)
    speakers.close()  # signing takes memory with the size of the file, which the voices then no longer take
    on_progress(Progress("labelling", 0, 1, timeline.duration_s))
    cover = _cover(wanted, script.article)
    narration = _labelled(script, wanted, claim, targets, timeline, mastering.loudness(), digest, proofs.keys, cover)
    return _shown(narration, folder, wanted, cover[0]) if settings.page else narration


def _heard(stream: Iterable[npt.NDArray[np.int16]], rate: int, on_sound: Hearer) -> Iterator[npt.NDArray[np.int16]]:
    """The stream, of which somebody hears each piece first."""
    for piece in stream:
        on_sound(Clip(piece, rate))
        yield piece


def _labelled(
    script: Script,
    wanted: Making,
    claim: Claim,
    targets: Sequence[export.Target],
    timeline: Timeline,
    loudness: Loudness,
    pcm_sha256: str,
    keys: Keys | None,
    cover: tuple[bytes, str],
) -> Narration:
    article, note, folder = script.article, script.label, targets[0].path.parent
    tags = label.tags(
        article,
        note,
        script.voices,
        timeline,
        wanted.settings,
        title=article.heading,
        content_id=f"urn:narrator:{claim.id}:{pcm_sha256[:CONTENT_DIGITS]}",
        cover=cover,
    )
    paths = [target.path for target in targets]
    created = datetime.now(UTC).isoformat(timespec="seconds")
    lost = label.write(paths, tags)
    note, beside = label.sign(
        paths,
        article,
        note,
        keys,
        created=created,
        length_s=timeline.duration_s,
        settings=wanted.settings,
    )
    audio = tuple(label.file(target.path, containers.of(target.format).media_type) for target in targets)
    proofs = tuple(label.file(path, "application/c2pa") for path in beside)
    timed = _captions(folder / f"{claim.slug}.vtt", script, timeline, note)
    subtitles = (_subtitles(folder / timed.name, timeline),) if wanted.settings.srt else ()
    doubts = (*script.doubts, *label.key_doubts(keys), *lost)
    return Narration(
        slug=claim.slug,
        article=article,
        blocks=script.blocks,
        voice=script.voice,
        words=sum(scripts.words(utterance.written) for utterance in script.utterances),
        files=(*audio, *proofs, timed, *subtitles),
        timeline=timeline,
        loudness=loudness,
        label=note,
        pcm_sha256=pcm_sha256,
        digest=wanted.digest,
        source_id=claim.id,
        keys=claim.keys,
        others=script.others,
        created=created,
        generator=GENERATOR,
        doubts=doubts,
        review=review.wanted(doubts, wanted.settings),
    )


def _shown(narration: Narration, folder: Path, wanted: Making, picture: bytes) -> Narration:
    """The narration with its page, the copies of pictures on it, and its card; ``picture`` is for the card."""
    illustrated = _illustrated(narration, folder, wanted) if wanted.settings.pictures else narration
    return _paged(_carded(illustrated, folder, picture), folder)


def _captions(place: Path, script: Script, timeline: Timeline, note: Label) -> AudioFile:
    """The captions as WebVTT."""
    timed = captions.vtt(timeline, language=script.article.language, note=note.text, blocks=script.blocks)
    place.write_text(timed, encoding="utf-8")
    return label.file(place, "text/vtt")


def _subtitles(beside: Path, timeline: Timeline) -> AudioFile:
    """The captions as SubRip, beside those as WebVTT."""
    place = beside.with_suffix(".srt")
    place.write_text(captions.srt(timeline), encoding="utf-8")
    return label.file(place, "application/x-subrip")


def _illustrated(narration: Narration, folder: Path, wanted: Making) -> Narration:
    """The narration with copies of the article's pictures beside its page."""
    files = []
    for copy in pictures.copies(shown.addresses(narration), wanted.page, wanted.settings):
        place = folder / (shown.name_of(copy.source) + pictures.ENDINGS[copy.content_type])
        place.write_bytes(copy.body)
        files.append(label.file(place, copy.content_type))
    return dataclasses.replace(narration, files=(*narration.files, *files))


def _carded(narration: Narration, folder: Path, cover: bytes) -> Narration:
    """The narration with its card for social networks, on which the article's own picture is where there is one."""
    from narrator.publish import card  # takes a library of pictures, which only pages need

    lead = narration.article.image
    copies = (each.name for each in narration.files if lead and each.name.startswith(shown.name_of(lead.url)))
    copy = next(copies, None)
    place = folder / card.NAME
    place.write_bytes(card.jpeg(narration, (folder / copy).read_bytes() if copy else cover))
    return dataclasses.replace(narration, files=(*narration.files, label.file(place, card.MEDIA_TYPE)))


def _paged(narration: Narration, folder: Path) -> Narration:
    """The narration with the page that follows the voice."""
    place = folder / f"{narration.slug}.html"
    place.write_text(page.html(narration), encoding="utf-8")
    return dataclasses.replace(narration, files=(*narration.files, label.file(place, "text/html")))


class _Clips:
    """Clips by their key: those of the script from the cache (spoken again where it lost one), and extra sounds."""

    def __init__(self, speakers: Speakers, script: Script) -> None:
        self.speakers, self._script = speakers, script
        self._extra: dict[str, Clip] = {}

    def add(self, key: str, clip: Clip) -> arrange.Sound:
        """Hold a sound that is no utterance."""
        self._extra[key] = clip
        return key, len(clip.samples)

    def clip(self, key: str) -> Clip:
        """The sound of an intro, outro or reminder."""
        return self._extra[key]

    def again(self, timeline: Timeline) -> Iterator[tuple[Place, Clip]]:
        """All places with their clips, one in memory at a time."""
        for place in timeline.places:
            if place.utterance is None:
                yield place, self._extra[place.clip]
            else:
                yield place, self.speakers.again(place.clip, self._script.utterances[place.utterance])


def _arranger(script: Script, settings: Settings, clips: _Clips) -> arrange.Arranger:
    """The arranger with an intro, an outro, and the reminder where the piece may be long enough for one."""
    rate = script.voice.sample_rate_hz
    extra = {
        name: clips.add(name, sound.clip(path, rate))
        for name, path in (("intro", settings.intro), ("outro", settings.outro))
        if path is not None
    }
    characters = sum(len(utterance.spoken) for utterance in script.utterances)
    # No voice speaks more than 30 characters a second: a shorter piece cannot reach the first reminder.
    long_enough = characters > settings.reminder_minutes * 60 * 10 * settings.rate
    every_s = settings.reminder_minutes * 60 if script.label.spoken and long_enough else 0.0
    reminder = clips.add("reminder", clips.speakers.clip(script.reminder)) if every_s else None
    return arrange.Arranger(
        rate, intro=extra.get("intro"), outro=extra.get("outro"), reminder=reminder, reminder_every_s=every_s
    )


def _listened(clips: Iterator[synthesize.Spoken], total: int, on_progress: Listener) -> Iterator[synthesize.Spoken]:
    """The clips as they come, with progress told for each."""
    audio_s = 0.0
    on_progress(Progress("speaking", 0, total))
    for done, (utterance, key, clip) in enumerate(clips, 1):
        audio_s += len(clip.samples) / clip.sample_rate_hz
        yield utterance, key, clip
        on_progress(Progress("speaking", done, total, audio_s))


def _cover(wanted: Making, article: Article) -> tuple[bytes, str]:
    """The editor's picture, else that of the settings, else the lead image of a page from the web; with media type."""
    if wanted.cover:
        return label.picture_of(wanted.cover)
    if wanted.settings.cover:
        return label.picture(wanted.settings.cover)
    if wanted.page.url is None or article.image is None:
        return b"", ""
    found = pictures.cover(article.image.url, wanted.settings)
    return (found.body, found.content_type) if found else (b"", "")
