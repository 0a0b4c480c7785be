"""What will be said of an article, by whom, and how it is labelled."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from functools import partial

from narrator import disclosure, edits, extract, identity, lexicon, rhythm, segment, verbalize
from narrator.edits import NO_EDITS, Edits
from narrator.engines import base as engines
from narrator.engines import reading
from narrator.making import NOTHING_KNOWN
from narrator.model import Article, Block, BlockKind, Details, Doubt, Edit, Label, Page, Utterance, Voice
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
    """An article and the voice that will read it."""

    article: Article
    voice: Voice
    doubts: tuple[Doubt, ...]
    """What is not sure about the choice."""


def chosen(page: Page, settings: Settings, details: Details) -> Choice:
    """The article of a page, with what the user knows better, and the voice that will read it."""
    article, addresses = identity.counted(_detailed(extract.article(page, settings), details), page, details)
    voice, doubts = reading.chosen(
        article.language or "en", settings.voice, f"{article.title}\n{article.text}", settings.service
    )
    named = dataclasses.replace(article, language=article.language or voice.languages[0])
    return Choice(named, voice, (*addresses, *doubts))


def written(choice: Choice, settings: Settings, script: Sequence[Edit], decided: Edits = NO_EDITS) -> Script:
    """The script of an article: what is said, as ruled, edited and read aloud."""
    article, lost_lines = edits.lined(choice.article, decided)
    voice = choice.voice
    types = [voice.digital_source_type] + [disclosure.RECORDED] * bool(settings.intro or settings.outro)
    note, foreign = disclosure.label(article.language, types, settings, partial(reading.reads, voice))
    blocks = (*_openings(article, note), *article.blocks)
    words = pronunciations(article, settings, decided)
    limits = engines.engine(voice.engine).limits
    utterances = segment.utterances(blocks, language=article.language, limits=limits)
    as_ruled = [verbalize.spoken(utterance, words) for utterance in utterances]
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
