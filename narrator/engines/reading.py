"""Whether a voice can read a text: which of its letters it has words for.

A voice that is given letters that it does not know speaks all the same: "Chinese letter, Chinese letter", consonants
without vowels, or nothing. That is refused before a sound is made; single words of it are doubts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from narrator.engines import base, choice, services
from narrator.errors import VoiceError
from narrator.languages import primary, scripts
from narrator.model import Block, Doubt, DoubtKind, Voice
from narrator.settings import Service, Tables

NONE: Mapping[str, Service] = Tables()
ANY = "mul"
"""The language of a voice that reads whatever it is given."""
REFUSED_SHARE = 0.2
"""Share of a text's letters that a voice does not read from which it is refused: a fifth of it would be noise."""
OWN_SHARE = 0.05
"""The same of letters that the text's own language is written in: Japanese for children has 0.1 of Chinese ones."""
MOST_DOUBTS = 20
"""Places that are told one by one; of a text with more, the first."""
NEAR = 12
"""Characters between two words of one place."""


def chosen(
    language: str, wanted: str | None, text: str, service: Mapping[str, Service] = NONE
) -> tuple[Voice, tuple[Doubt, ...]]:
    """The voice for a text and what is not sure about it.

    Args:
        language: BCP 47 of the text.
        wanted: as of ``choice.choose``; None picks by the language, and among its voices one that reads the text.
        text: what is to be read.
        service: the services of the settings, by name, one of which ``wanted`` may be.

    Raises:
        VoiceError: there is no such voice, no voice for that language, or none that reads its letters.
    """
    if wanted and (speaker := services.voice(wanted, service)):
        return speaker, (services.doubt(speaker),)
    voice, doubt = choice.choose(language, wanted)
    letters = scripts.shares(text)
    if unread := _refused(voice, letters, language):
        others = [each for each in base.voices() if _speaks(each, language) and not _refused(each, letters, language)]
        if wanted or not others:
            told = f"{voice.id} cannot read {scripts.name(unread)}, {letters[unread]:.0%} of the article's letters"
            raise VoiceError(told, _hint(others, language))
        voice, doubt = others[0], None
    guessed = [each for each in voice.guessed if letters.get(each, 0) > REFUSED_SHARE]
    unsure = [
        Doubt(DoubtKind.GUESSED_SCRIPT, f"{voice.id} guesses the vowels that {scripts.name(each)} leave out")
        for each in guessed
    ]
    return voice, (*([doubt] if doubt else []), *unsure)


def foreign(
    blocks: Sequence[Block], voices: Sequence[Voice], voice_at: Callable[[int, int], Voice]
) -> tuple[Doubt, ...]:
    """A doubt for each place in letters that the voice which reads it does not know.

    Args:
        blocks: what is read.
        voices: all that read it.
        voice_at: which of them reads a character, by the index of its block and its place in the block's text.
    """
    unread = [each for each in scripts.codes() if not all(_reads(voice, each) for voice in voices)]
    if not unread:
        return ()
    places = [
        (place, voice_at(*place[:2]))
        for index, block in enumerate(blocks)
        if block.is_read
        for place in _places(index, block, unread, voice_at)
    ]
    doubts = [
        Doubt(
            DoubtKind.FOREIGN_SCRIPT,
            f"{voice.id} does not read {scripts.name(script)}, as in {blocks[index].text[start:end][:60]!r}",
            index,
            start,
            end,
        )
        for (index, start, end, script), voice in places[:MOST_DOUBTS]
    ]
    if (more := len(places) - MOST_DOUBTS) > 0:
        told = f"{places[0][1].id} does not read {more} more places in foreign letters"
        doubts.append(Doubt(DoubtKind.FOREIGN_SCRIPT, told))
    return tuple(doubts)


def reader(text: str, language: str, first: Voice) -> Voice | None:
    """Who reads a text: a voice where it can, else one that is installed for the language; None where nobody can."""
    if reads(first, text, language):
        return first
    try:
        return chosen(language, None, text)[0]
    except VoiceError:
        return None


def reads(voice: Voice, text: str, language: str) -> bool:
    """Whether a voice speaks a language and has words for the letters of a text in it."""
    return speaks(voice, language) and not _refused(voice, scripts.shares(text), language)


def speaks(voice: Voice, language: str) -> bool:
    """Whether a voice speaks a language, or reads whatever it is given."""
    return ANY in voice.languages or _speaks(voice, language)


def knows_letters(voice: Voice, language: str) -> bool:
    """Whether a voice has words for the letters that a language is written in."""
    return any(_reads(voice, each) for each in scripts.of_language(language))


def _places(
    index: int, block: Block, unread: Sequence[str], voice_at: Callable[[int, int], Voice]
) -> Iterator[tuple[int, int, int, str]]:
    """The places of a block in letters that are not read: words that stand together are one."""
    place: tuple[int, int, str] | None = None
    for start, end, script in scripts.runs(block.text, unread):
        if _reads(voice_at(index, start), script):
            continue
        if place is not None and start - place[1] <= NEAR:
            place = (place[0], end, place[2])
            continue
        if place is not None:
            yield (index, *place)
        place = (start, end, script)
    if place is not None:
        yield (index, *place)


def _refused(voice: Voice, letters: Mapping[str, float], language: str) -> str:
    """The script for which a voice is no voice for a text; empty where it can read it."""
    own = scripts.of_language(language)
    for script, share in letters.items():
        if not _reads(voice, script) and share > (OWN_SHARE if script in own else REFUSED_SHARE):
            return script
    return ""


def _reads(voice: Voice, script: str) -> bool:
    if ANY in voice.languages:
        return True
    return script in (voice.scripts or {each for tag in voice.languages for each in scripts.of_language(tag)})


def _speaks(voice: Voice, language: str) -> bool:
    return primary(language) in [primary(tag) for tag in voice.languages]


def _hint(others: Sequence[Voice], language: str) -> str:
    if others:
        return "these can: " + ", ".join(each.id for each in others[:3])
    return f"no voice that is installed reads {language}; see docs/engines.md for others, or read a translation"
