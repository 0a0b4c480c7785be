"""What will be said of an article, by whom, and how it is labelled."""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Callable, Iterator, Sequence

from narrator import disclosure, edits, extract, identity, lexicon, rhythm, segment, verbalize
from narrator.edits import NO_EDITS, Edits
from narrator.engines import base as engines
from narrator.engines import readers, reading
from narrator.engines.readers import Readers
from narrator.languages import primary
from narrator.making import NOTHING_KNOWN
from narrator.model import Article, Block, BlockKind, Details, Doubt, Edit, Label, Page, Utterance, Voice
from narrator.pipeline.unknown import Dictionary, doubted, unknown
from narrator.settings import Settings


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
    others: tuple[Voice, ...] = ()
    """Voices that say something beside ``voice``."""

    @property
    def voices(self) -> tuple[Voice, ...]:
        """All voices that say something, the article's first."""
        return (self.voice, *self.others)

    def voice_of(self, utterance: Utterance) -> Voice:
        """Who says an utterance."""
        return next((each for each in self.others if each.id == utterance.voice), self.voice)


def scripted(
    page: Page,
    settings: Settings,
    details: Details = NOTHING_KNOWN,
    edits: Sequence[Edit] = (),
    decided: Edits = NO_EDITS,
) -> Script:
    """What will be said of a page, without a sound."""
    return written(chosen(page, settings, details), settings, edits, decided)


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    """An article and the voices that will read it."""

    article: Article
    readers: Readers
    doubts: tuple[Doubt, ...]
    """What is not sure about the choice."""

    @property
    def voice(self) -> Voice:
        """The article's own."""
        return self.readers.article


def chosen(page: Page, settings: Settings, details: Details) -> Choice:
    """The article of a page, with what the user knows better, and the voices that will read it."""
    article, addresses = identity.counted(_detailed(extract.article(page, settings), details), page, details)
    foreign, whole = _foreign_passages(article, article.language or "en")
    found, doubts = readers.chosen(article.language, f"{article.title}\n{article.text}", foreign, whole, settings)
    named = dataclasses.replace(article, language=found.language)
    return Choice(named, found, (*addresses, *doubts))


def _foreign_passages(article: Article, language: str) -> tuple[dict[str, str], set[str]]:
    """The text of the passages in each language (BCP 47) but the article's; and the languages of whole blocks."""
    texts, whole = dict[str, list[str]](), set[str]()
    for block, inside in zip(article.blocks, segment.passages(article.blocks, language), strict=True):
        for each in inside if block.is_read else ():
            if primary(each.language) != primary(language):
                texts.setdefault(each.language, []).append(block.text[each.start : each.end])
                whole |= {each.language} & {block.language}
    return {tag: "\n".join(parts) for tag, parts in texts.items()}, whole


def written(
    choice: Choice,
    settings: Settings,
    script: Sequence[Edit],
    decided: Edits = NO_EDITS,
    look_up: Dictionary = engines.dictionary_words,
) -> Script:
    """The script of an article: what is said, as ruled, edited and read aloud; ``look_up`` asks a dictionary."""
    article, lost_lines = edits.lined(choice.article, decided)
    voice = choice.voice
    note, foreign = disclosure.label(
        article.language,
        [voice.digital_source_type],
        settings,
        lambda text, tag: reading.reader(text, tag, voice) is not None,
    )
    found = _labelling(choice.readers, note)
    blocks = (*_openings(article, note), *article.blocks)
    words = pronunciations(article, settings, decided)
    limits = engines.engine(voice.engine).limits
    utterances = segment.utterances(blocks, language=article.language, limits=limits, who=_who(found))
    as_ruled = [verbalize.spoken(utterance, words) for utterance in utterances]
    by_editor, lost_sentences = edits.scripted(as_ruled, decided)
    edited = verbalize.edited(as_ruled, (*by_editor, *script), words)
    said = rhythm.read(edited, settings.rhythm)
    reminder = Block(BlockKind.LABEL, note.short, language=note.language)
    short = next(segment.utterances((reminder,), language=note.language, limits=limits, who=_who(found)))
    heard = {each.voice for each in said}
    others = tuple(each for each in found.all() if each.id in heard)
    types = [each.digital_source_type for each in (voice, *others)]
    types += [disclosure.RECORDED] * bool(settings.intro or settings.outro)
    note = dataclasses.replace(note, digital_source_type=disclosure.source_type(types))
    whole = Script(article, blocks, voice, note, said, verbalize.spoken(short, words), (), others)
    shifted = (_shifted(each, len(blocks) - len(article.blocks)) for each in article.doubts)
    unread = reading.foreign(blocks, whole.voices, _voice_at(whole))
    guessed = doubted(unknown(said, whole.voice_of, words, look_up))
    unsure = (*choice.doubts, *([foreign] if foreign else ()), *unread, *guessed)
    return dataclasses.replace(whole, doubts=(*shifted, *unsure, *lost_lines, *lost_sentences))


def _labelling(found: Readers, note: Label) -> Readers:
    """The readers with the one that says the label, where the article's voice cannot."""
    voice = reading.reader(f"{note.text} {note.short}", note.language, found.article)
    return found if voice is None or voice == found.article else dataclasses.replace(found, label=voice)


def _who(found: Readers) -> segment.Who:
    """Who says a passage, as the cutter asks it: the article's voice has no name there."""
    limits = {each.id: engines.engine(each.engine).limits for each in found.all()}

    def who(kind: BlockKind, own: str, passage: segment.Passage) -> segment.Speaker:
        is_whole = passage.language == own
        voice = found.of(kind, passage.language, is_quote=passage.is_quote, is_whole=is_whole)
        is_foreign = voice in (each for _, each in found.others) or not reading.speaks(voice, own)
        language = passage.language if is_foreign else own
        return segment.Speaker("" if voice == found.article else voice.id, language, limits[voice.id])

    return who


def _voice_at(script: Script) -> Callable[[int, int], Voice]:
    """Who says a character, by the index of its block and its place there."""
    places = dict[int, list[tuple[int, str]]]()
    for utterance in script.utterances:
        if utterance.sentences:
            places.setdefault(utterance.block, []).append((utterance.sentences[0].block_start, utterance.voice))
    voices = {each.id: each for each in script.others}

    def voice_at(block: int, place: int) -> Voice:
        inside = places.get(block, [])
        at = bisect.bisect_right(inside, place, key=lambda each: each[0]) - 1
        return voices.get(inside[at][1], script.voice) if inside else script.voice

    return voice_at


def _shifted(doubt: Doubt, openings: int) -> Doubt:
    """A doubt of the article as one of the narration, whose blocks begin with narrator's own."""
    return doubt if doubt.block is None else dataclasses.replace(doubt, block=doubt.block + openings)


def pronunciations(article: Article, settings: Settings, decided: Edits = NO_EDITS) -> lexicon.Lexicon:
    """The built-in lexicon, then the publisher's, the site's, the run's and the article's: the later the stronger."""
    paths = (*settings.lexicon, *extract.site(settings, article.url).lexicon, *settings.article_lexicon)
    return lexicon.load(paths, article.language, decided.entries)


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
