"""How else a name may be said: a few pronunciations to hear, for who knows how it sounds and reads no phonemes."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from narrator import lexicon, verbalize
from narrator.engines import base as engines
from narrator.engines.foreign import sound
from narrator.engines.respelling import respelled
from narrator.languages import primary
from narrator.languages.en import pronounce
from narrator.lexicon import Entry, Lexicon
from narrator.model import Voice, Word

MOST = 3
ORIGINS: Mapping[str, str] = MappingProxyType(
    {"polish": "pl", "czech": "cs", "yugoslav": "hr", "turkish": "tr", "romanian": "ro", "hungarian": "hu"}
    | {"portuguese": "pt", "nordic": "sv", "german": "de", "italian": "it", "spanish": "es", "french": "fr"}
    | {"pinyin": "cmn"}
)
"""The spelling of a name (``origins.toml``) and the language whose rules say it."""
OFTEN = ("en", "fr", "es", "de", "it", "pl")
"""Languages that names in the news come from most, of those that are written in Latin letters."""
LETTERS = re.compile(r"[A-Z]{2,5}")
"""What may be said letter by letter."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A way to say a name."""

    entry: Entry
    """As a lexicon keeps it."""
    like: str
    """The language whose rules say it so (BCP 47); empty for letter by letter."""
    spelled: str
    """As it sounds, in English letters: "oo-REE-bay"; empty where that is not known."""


def proposals(word: str, voice: Voice, language: str) -> tuple[Proposal, ...]:
    """At the most three ways to say a name that sound otherwise than it is said now and than each other.

    Args:
        word: as written.
        voice: who says it.
        language: of the article (BCP 47).
    """
    engine = engines.engine(voice.engine)

    def given(entries: list[Entry]) -> str:
        text = engine.text(verbalize.words(word, language, Lexicon([*_lexicon_entries(language), *entries])), language)
        return engine.phonemes(text, voice) if isinstance(engine, engines.Phonetic) else text

    heard = {given([])}
    found: list[Proposal] = []
    for each in _candidates(word, language, takes_languages=_takes_languages(engine, language)):
        said = given([each.entry])
        if said and said not in heard:
            heard.add(said)
            found.append(each)
        if len(found) == MOST:
            break
    return tuple(found)


def _lexicon_entries(language: str) -> list[Entry]:
    return list(lexicon.load((), language).entries.values())


def _takes_languages(engine: engines.Engine, language: str) -> bool:
    """Whether an engine says a word otherwise that is marked as one of another language."""
    other = "fr" if primary(language) != "fr" else "es"
    name = Word("Rivage", 0, 6)
    return engine.text([name], language) != engine.text([dataclasses.replace(name, language=other)], language)


def _candidates(word: str, language: str, *, takes_languages: bool) -> Iterator[Proposal]:
    """What is worth hearing, the likeliest first."""
    if LETTERS.fullmatch(word):
        yield Proposal(Entry(word, say=" ".join(word)), "", "-".join(word))
    origin = ORIGINS.get(pronounce.origin(word), "")
    for tag in dict.fromkeys(filter(None, (origin, *OFTEN))):
        if tag == primary(language):
            continue
        spelled = respelled(sound(word, tag))
        if takes_languages:
            yield Proposal(Entry(word, language=tag), tag, spelled)
        elif spelled and primary(language) == "en":
            yield Proposal(Entry(word, say=spelled.lower()), tag, spelled)
