"""The score: an article as it is asked for becomes a narration. Composition only; each verb is a stage of its own."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from narrator import (
    arrange,
    disclosure,
    edits,
    export,
    extract,
    hearing,
    identity,
    label,
    lexicon,
    master,
    review,
    rhythm,
    segment,
    stitch,
    synthesize,
    verbalize,
    watermark,
)
from narrator.about import GENERATOR
from narrator.cache import GIGABYTE, Cache, default_folder
from narrator.containers import base as containers
from narrator.containers import sound
from narrator.credentials import Keys
from narrator.edits import NO_EDITS, Edits
from narrator.engines import base as engines
from narrator.engines import choice, reading, services
from narrator.engines.worker import Pool
from narrator.fetch import pictures
from narrator.languages import scripts
from narrator.library import Claim, Library
from narrator.making import NOTHING_KNOWN, Making, Outcome, decided, is_finished, is_of
from narrator.model import (
    Article,
    AudioFile,
    Block,
    BlockKind,
    Clip,
    Details,
    Doubt,
    Edit,
    Label,
    Loudness,
    Narration,
    Page,
    Place,
    Progress,
    Prosody,
    Timeline,
    Utterance,
    Voice,
)
from narrator.publish import captions, page
from narrator.publish import pictures as shown
from narrator.purse import Purse
from narrator.settings import Settings, Site

FIRST_WORDS = 8
CONTENT_DIGITS = 16
"""Of the digest of the sound, in the name of a narration's content: the same sound of the same source has one name."""

Listener = Callable[[Progress], None]


@dataclasses.dataclass(frozen=True, slots=True)
class Script:
    """What will be said, by whom, and how it is labelled."""

    article: Article
    blocks: tuple[Block, ...]
    """narrator's openings, then the article's."""
    voice: Voice
    label: Label
    utterances: tuple[Utterance, ...]
    reminder: Utterance
    doubts: tuple[Doubt, ...]


def made(
    library: Library,
    wanted: Making,
    on_progress: Listener,
    pool: Pool,
    *,
    wait_s: float = -1.0,
    replaces: bool = True,
) -> Outcome:
    """The narration, made and put in its place; or the one that is there, known now that the article was read."""
    expected = _expected(wanted, pool)
    choice = _choice(wanted.page, wanted.settings, wanted.details)
    if expected not in ("", choice.voice.engine):
        pool.let_go(expected)
    keys = identity.keys_of_article(wanted.keys, wanted.page, wanted.details, choice.article)
    with library.held(keys, wait_s=wait_s):
        there = library.recognize(choice.article, keys)
        if there is not None:
            asked, wanted = wanted, decided(library, wanted, there)
            choice = choice if wanted is asked else _choice(wanted.page, wanted.settings, wanted.details)
            is_same = is_finished(library, there, wanted)
            if is_same or not (replaces or is_of(there, keys)):
                library.learn(there, keys)
                review.allowed(there.doubts, wanted.settings)
                return Outcome(there, made=False, same=is_same)
        else:
            choice, keys = _own_address(library, choice, wanted, keys)
        return Outcome(_spoken(library, choice, wanted, keys, there, on_progress, pool), made=True)


def _own_address(
    library: Library, choice: _Choice, wanted: Making, keys: identity.Keys
) -> tuple[_Choice, identity.Keys]:
    """A new article, with a doubt where the address that its page gives is another article's."""
    if library.find(*identity.canonical_keys(choice.article, wanted.page, wanted.details)) is None:
        return choice, keys
    article, keys, doubt = identity.doubted(choice.article, wanted.page, keys, wanted.details)
    return dataclasses.replace(choice, article=article, doubts=(*choice.doubts, doubt)), keys


def _spoken(
    library: Library,
    choice: _Choice,
    wanted: Making,
    keys: identity.Keys,
    there: Narration | None,
    on_progress: Listener,
    pool: Pool,
) -> Narration:
    """The narration, spoken, labelled and put in its place."""
    with _synthesizer(choice, wanted.settings, pool) as synthesizer:
        synthesizer.warm(len(choice.article.text))
        proofs = _Proofs(label.keys(wanted.settings), watermark.keys_of(wanted.settings))
        script = _marked(_script(choice, wanted.settings, wanted.script, wanted.edits), wanted, proofs)
        review.allowed(script.doubts, wanted.settings)
        claim = library.claim(_heading(script.article), keys, there, wanted.details.slug)
        with library.store.making() as folder:

            def record(said: Script) -> Narration:
                return _recorded(said, wanted, claim, folder, on_progress, synthesizer, proofs)

            narration = _heard(script, folder, wanted.settings, record) if wanted.settings.check else record(script)
            library.publish(claim.slug, folder, [file.name for file in narration.files], narration)
    on_progress(Progress("done", 1, 1, narration.timeline.duration_s))
    return narration


def _heard(script: Script, folder: Path, settings: Settings, record: Callable[[Script], Narration]) -> Narration:
    """The narration, heard by a recognizer; what fails is spoken once more in two parts, and the better is kept.

    Raises:
        DoubtError: a sentence still fails, and the settings are strict.
    """
    said = hearing.said_of(script.utterances)
    narration = record(script)
    found = hearing.findings(folder / narration.files[0].name, narration, said)
    if failed := {each.expected.sentence: each.share for each in found if hearing.is_severe(each)}:
        again = record(_apart(script, failed))
        heard = hearing.findings(folder / again.files[0].name, again, said)
        left = {each.expected.sentence: each.share for each in heard if hearing.is_severe(each)}
        better = {sentence for sentence, share in failed.items() if left.get(sentence, 1.0) > share}
        narration = again if better == set(failed) else record(_apart(script, better))
        found = (
            *(each for each in found if each.expected.sentence not in better),
            *(each for each in heard if each.expected.sentence in better),
        )
    doubts = (*narration.doubts, *hearing.unheard(narration), *hearing.doubts(found))
    review.allowed(doubts, settings)
    return dataclasses.replace(narration, doubts=doubts, review=review.wanted(doubts, settings))


def _apart(script: Script, sentences: Collection[int]) -> Script:
    """The script with some sentences spoken in two parts."""
    utterances = tuple(
        dataclasses.replace(each, is_apart=any(sentence.index in sentences for sentence in each.sentences))
        for each in script.utterances
    )
    return dataclasses.replace(script, utterances=utterances)


@dataclasses.dataclass(frozen=True, slots=True)
class _Proofs:
    """What proves where a narration is from."""

    keys: Keys | None
    """That sign; None for no signature."""
    marks: tuple[watermark.Key, ...]
    """Of the marks in the sound; empty for none."""


def _marked(script: Script, wanted: Making, proofs: _Proofs) -> Script:
    """The script whose label tells of the mark that the sound will have."""
    mark = watermark.of(wanted.digest, proofs.marks)
    return dataclasses.replace(
        script, label=dataclasses.replace(script.label, watermark=mark, is_watermark_off=mark is None)
    )


def scripted(
    page: Page,
    settings: Settings,
    details: Details = NOTHING_KNOWN,
    edits: Sequence[Edit] = (),
    decided: Edits = NO_EDITS,
) -> Script:
    """What will be said of a page, without a sound."""
    return _script(_choice(page, settings, details), settings, edits, decided)


@dataclasses.dataclass(frozen=True, slots=True)
class _Choice:
    """An article and the voice that will read it."""

    article: Article
    voice: Voice
    doubts: tuple[Doubt, ...]
    """What is not sure about the choice."""


def _choice(page: Page, settings: Settings, details: Details) -> _Choice:
    article, addresses = identity.counted(_detailed(extract.article(page, settings), details), page, details)
    voice, doubts = reading.chosen(
        article.language or "en", settings.voice, f"{article.title}\n{article.text}", settings.service
    )
    named = dataclasses.replace(article, language=article.language or voice.languages[0])
    return _Choice(named, voice, (*addresses, *doubts))


def _script(choice: _Choice, settings: Settings, script: Sequence[Edit], decided: Edits = NO_EDITS) -> Script:
    article, lost_lines = edits.lined(choice.article, decided)
    voice = choice.voice
    types = [voice.digital_source_type] + [disclosure.RECORDED] * bool(settings.intro or settings.outro)
    note, foreign = disclosure.label(article.language, types, settings, partial(reading.reads, voice))
    blocks = (*_openings(article, note), *article.blocks)
    words = pronunciations(article, settings, decided)
    limits = engines.engine(voice.engine).limits
    written = segment.utterances(blocks, language=article.language, limits=limits)
    as_ruled = [verbalize.spoken(utterance, words) for utterance in written]
    by_editor, lost_sentences = edits.scripted(as_ruled, decided)
    edited = verbalize.edited(as_ruled, (*by_editor, *script), words)
    said = rhythm.read(edited, settings.rhythm)
    reminder = Block(BlockKind.LABEL, note.short, language=note.language)
    short = next(segment.utterances((reminder,), language=note.language, limits=limits))
    shifted = (_shifted(each, len(blocks) - len(article.blocks)) for each in article.doubts)
    unsure = (*choice.doubts, *([foreign] if foreign else ()), *reading.foreign(blocks, voice))
    doubts = (*shifted, *unsure, *lost_lines, *lost_sentences)
    return Script(article, blocks, voice, note, said, verbalize.spoken(short, words), doubts)


def _shifted(doubt: Doubt, openings: int) -> Doubt:
    """A doubt of the article as one of the narration, whose blocks begin with narrator's own."""
    return doubt if doubt.block is None else dataclasses.replace(doubt, block=doubt.block + openings)


def _expected(wanted: Making, pool: Pool) -> str:
    """The engine of the likely voice, which begins to load while the article is extracted; empty where one is warm."""
    settings = wanted.settings
    if settings.voice and services.voice(settings.voice, settings.service):
        return ""  # nothing is loaded, and every call costs
    voice, _ = choice.choose(settings.language or "en", settings.voice)
    count = synthesize.worth(len(wanted.page.body), settings.workers)
    prosody = Prosody(settings.rate, settings.pitch)
    return voice.engine if pool.expect(voice, prosody, settings.language or "en", count) else ""


def _synthesizer(choice: _Choice, settings: Settings, pool: Pool) -> synthesize.Synthesizer:
    return speaker(choice.voice, choice.article.language, settings, pool)


def speaker(voice: Voice, language: str, settings: Settings, pool: Pool) -> synthesize.Synthesizer:
    """A voice as these settings let it speak, with their cache and their budget."""
    return synthesize.Synthesizer(
        voice,
        Prosody(settings.rate, settings.pitch),
        cache=Cache(settings.cache_dir, round(settings.cache_gb * GIGABYTE)),
        language=language,
        workers=settings.workers,
        pool=pool,
        purse=_purse(voice, settings),
    )


def _purse(voice: Voice, settings: Settings) -> Purse | None:
    """What the run may spend on a voice; None for one that costs nothing."""
    service = settings.service.get(voice.id.partition(":")[0]) if voice.provider else None
    if service is None:
        return None
    return Purse(service.price_per_million, settings.budget, settings.cache_dir or default_folder(), service.currency)


@dataclasses.dataclass(frozen=True, slots=True)
class Cost:
    """What a service would be paid for a script."""

    characters: int
    """Of what is not in the cache."""
    amount: float
    currency: str
    provider: str


def cost(script: Script, settings: Settings) -> Cost | None:
    """What a script costs to speak, without what is in the cache; None where nobody is paid."""
    purse = _purse(script.voice, settings)
    if purse is None:
        return None
    choice = _Choice(script.article, script.voice, ())
    with Pool(keeps=False) as pool, _synthesizer(choice, settings, pool) as synthesizer:
        characters = synthesizer.unspoken(script.utterances)
    service = settings.service[script.voice.id.partition(":")[0]]
    return Cost(characters, purse.price(characters), service.currency, script.voice.provider)


def pronunciations(article: Article, settings: Settings, decided: Edits = NO_EDITS) -> lexicon.Lexicon:
    """The built-in lexicon, then the publisher's, the site's, the run's and the article's: the later the stronger."""
    paths = (*settings.lexicon, *_site(settings, article).lexicon, *settings.article_lexicon)
    return lexicon.load(paths, article.language, decided.entries)


def _recorded(
    script: Script,
    wanted: Making,
    claim: Claim,
    folder: Path,
    on_progress: Listener,
    synthesizer: synthesize.Synthesizer,
    proofs: _Proofs,
) -> Narration:
    """Speak, mark, master, encode and label into ``folder``; the narration with all its files."""
    settings, rate = wanted.settings, script.voice.sample_rate_hz
    clips = _Clips(synthesizer, script)
    arranger = _arranger(script, settings, clips)
    spoken = _listened(synthesizer.clips(script.utterances), len(script.utterances), on_progress)
    first = stitch.pcm(arranger.places(spoken, clips.clip), rate, length=lambda: arranger.length)
    found = master.survey(first, rate)
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
    synthesizer.close()  # signing takes memory with the size of the file, which the voices then no longer take
    on_progress(Progress("labelling", 0, 1, timeline.duration_s))
    return _labelled(script, wanted, claim, targets, timeline, mastering.loudness(), digest, proofs.keys)


def _labelled(
    script: Script,
    wanted: Making,
    claim: Claim,
    targets: Sequence[export.Target],
    timeline: Timeline,
    loudness: Loudness,
    pcm_sha256: str,
    keys: Keys | None,
) -> Narration:
    article, note, folder = script.article, script.label, targets[0].path.parent
    tags = label.tags(
        article,
        note,
        script.voice,
        timeline,
        wanted.settings,
        title=_heading(article),
        content_id=f"urn:narrator:{claim.id}:{pcm_sha256[:CONTENT_DIGITS]}",
        cover=_cover(wanted, article),
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
    text = folder / f"{claim.slug}.vtt"
    timed = captions.vtt(timeline, language=article.language, note=note.text, blocks=script.blocks)
    text.write_text(timed, encoding="utf-8")
    subtitles = (_subtitles(text, timeline),) if wanted.settings.srt else ()
    doubts = (*script.doubts, *label.key_doubts(keys), *lost)
    narration = Narration(
        slug=claim.slug,
        article=article,
        blocks=script.blocks,
        voice=script.voice,
        words=sum(scripts.words(utterance.written) for utterance in script.utterances),
        files=(*audio, *proofs, label.file(text, "text/vtt"), *subtitles),
        timeline=timeline,
        loudness=loudness,
        label=note,
        pcm_sha256=pcm_sha256,
        digest=wanted.digest,
        source_id=claim.id,
        keys=claim.keys,
        created=created,
        generator=GENERATOR,
        doubts=doubts,
        review=review.wanted(doubts, wanted.settings),
    )
    if not wanted.settings.page:
        return narration
    return _paged(_illustrated(narration, folder, wanted) if wanted.settings.pictures else narration, folder)


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


def _paged(narration: Narration, folder: Path) -> Narration:
    """The narration with the page that follows the voice."""
    place = folder / f"{narration.slug}.html"
    place.write_text(page.html(narration), encoding="utf-8")
    return dataclasses.replace(narration, files=(*narration.files, label.file(place, "text/html")))


class _Clips:
    """Clips by their key: those of the script from the cache (spoken again where it lost one), and extra sounds."""

    def __init__(self, synthesizer: synthesize.Synthesizer, script: Script) -> None:
        self.synthesizer, self._script = synthesizer, script
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
            clip = self._extra.get(place.clip) or self.synthesizer.cache.get(place.clip)
            if clip is None and place.utterance is not None:
                clip = self.synthesizer.clip(self._script.utterances[place.utterance])
            assert clip is not None
            yield place, clip


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
    reminder = clips.add("reminder", clips.synthesizer.clip(script.reminder)) if every_s else None
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


def _openings(article: Article, note: Label) -> Iterator[Block]:
    """What is said before the article: the label, the headline if there is one, the byline if it is known."""
    if note.spoken:
        yield Block(BlockKind.LABEL, note.text, language=note.language)
    if article.title:
        yield Block(BlockKind.TITLE, article.title)
    if article.byline:
        yield Block(BlockKind.BYLINE, disclosure.byline(article.byline, article.language))


def _detailed(article: Article, details: Details) -> Article:
    """The article with what the user knows better."""
    return dataclasses.replace(
        article,
        title=article.title if details.title is None else details.title,
        byline=article.byline if details.byline is None else details.byline,
        published=details.published or article.published,
        url=details.url or article.url,
    )


def _heading(article: Article) -> str:
    """The headline; without one the first words, which then name the file."""
    return article.title or " ".join(article.text.split()[:FIRST_WORDS])


def _site(settings: Settings, article: Article) -> Site:
    return extract.site(settings, article.url)


def _cover(wanted: Making, article: Article) -> tuple[bytes, str]:
    """The picture that was asked for, else the lead image of a page from the web, as bytes and media type."""
    if wanted.settings.cover:
        return label.picture(wanted.settings.cover)
    if wanted.page.url is None or article.image is None:
        return b"", ""
    found = pictures.cover(article.image.url, wanted.settings)
    return (found.body, found.content_type) if found else (b"", "")
