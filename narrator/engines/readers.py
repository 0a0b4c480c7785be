"""Who reads what of one article: quotes, headlines, passages of other languages and the label may have own voices."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from narrator.engines import choice, reading, services
from narrator.errors import SettingsError, VoiceError
from narrator.languages import primary
from narrator.model import BlockKind, Doubt, DoubtKind, Voice
from narrator.settings import Settings

HEADLINES = (BlockKind.TITLE, BlockKind.HEADING)


@dataclass(frozen=True, slots=True)
class Readers:
    """The voices of one narration, each by what it reads."""

    article: Voice
    language: str
    """Of the article (BCP 47)."""
    quotes: Voice | None = None
    """None where the article's voice reads them, as below."""
    titles: Voice | None = None
    label: Voice | None = None
    others: tuple[tuple[str, Voice], ...] = ()
    """Primary language of passages that no voice above speaks -> who reads them."""

    def of(self, kind: BlockKind, language: str, *, is_quote: bool, is_whole: bool) -> Voice:
        """Who reads a passage.

        Args:
            kind: of its block.
            language: of the passage (BCP 47).
            is_quote: whether somebody is quoted.
            is_whole: whether its whole block is in that language, and not some words of it.
        """
        if kind is BlockKind.LABEL:
            return self.label or self.article
        wanted = self.titles if kind in HEADLINES else self.quotes if is_quote else None
        first = wanted or self.article
        if primary(language) in ("", primary(self.language)):
            return first
        able = (each for each in (first, self.article) if reading.speaks(each, language))
        other = next(able, dict(self.others).get(primary(language), first))
        return other if is_whole or _is_better(other, first, language) else first

    def all(self) -> Iterator[Voice]:
        """Every voice once, the article's first."""
        voices = (self.article, self.quotes, self.titles, self.label, *(voice for _, voice in self.others))
        yield from {each.id: each for each in voices if each is not None}.values()


def chosen(
    language: str, text: str, passages: Mapping[str, str], whole: Collection[str], settings: Settings
) -> tuple[Readers, tuple[Doubt, ...]]:
    """The voices for an article, and what is not sure about them.

    Args:
        language: BCP 47 of the article; empty where nobody knows.
        text: of the whole article.
        passages: language (BCP 47) -> text of the passages that are marked as in it.
        whole: those of the languages that whole blocks are in.
        settings: the voices that are named, and the services.

    Raises:
        VoiceError: a voice that is named is not there or cannot read the article, or no voice speaks its language.
        SettingsError: two services are paid in two currencies, which one budget cannot count.
    """
    paid = dict.fromkeys(each.currency for each in services.named(settings) if each.price_per_million)
    if len(paid) > 1:
        raise SettingsError(f"the voices are paid in {' and '.join(paid)}", "give their services one currency")
    known = language or "en"
    voice, doubts = reading.chosen(known, settings.voice, text, settings.service)
    named = list[Voice]()
    for wanted in (settings.quote_voice, settings.title_voice):
        other, unsure = reading.chosen(known, wanted, text, settings.service) if wanted else (voice, ())
        named.append(other)
        doubts = (*doubts, *(each for each in unsure if each not in doubts))
    readers = Readers(voice, language or voice.languages[0], quotes=named[0], titles=named[1])
    others, unread = _others(readers, passages, whole, settings)
    return replace(readers, others=others), (*doubts, *unread)


def named(settings: Settings, name: str) -> Voice:
    """The voice that a setting names, as for an article in the language of the settings, or else in English.

    Args:
        settings: of the user.
        name: of the setting: one of ``settings.voices``.

    Raises:
        VoiceError: there is no such voice, or its engine cannot speak here.
    """
    wanted = settings.voices[name]
    return services.voice(wanted, settings.service) or choice.choose(settings.language or "en", wanted)[0]


def _others(
    readers: Readers, passages: Mapping[str, str], whole: Collection[str], settings: Settings
) -> tuple[tuple[tuple[str, Voice], ...], tuple[Doubt, ...]]:
    """Who reads passages in languages that none of the voices speaks, and those that nobody here can read."""
    others, doubts = dict[str, Voice](), list[Doubt]()
    for tag, text in passages.items():
        if primary(tag) in others or primary(tag) == primary(readers.language):
            continue
        if all(reading.speaks(each, tag) for each in readers.all()):
            continue
        try:
            found, unsure = reading.chosen(tag, None, text, settings.service)
        except VoiceError as error:
            if not reading.speaks(readers.article, tag):
                what = f"{readers.article.id} reads a passage in {tag}, which it does not speak: {error.message}"
                doubts.append(Doubt(DoubtKind.FOREIGN_PASSAGE, what))
        else:
            if tag in whole or _is_better(found, readers.article, tag):
                others[primary(tag)] = found
                doubts += unsure
    return tuple(others.items()), tuple(doubts)


def _is_better(other: Voice, first: Voice, language: str) -> bool:
    """Whether the voice of a language says some words of it better than the voice around them, which has an accent.

    Not where it sounds like a machine: of ten French sentences a recognizer lost more words by espeak-ng than by
    hibari, which says marked words with espeak-ng's phonemes.
    """
    is_machine = other.engine == choice.ROBOTIC != first.engine
    return not is_machine or not reading.knows_letters(first, language)
