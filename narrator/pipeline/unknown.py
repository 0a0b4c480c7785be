"""Words that the voice has to guess: in no dictionary of its engine, and in no lexicon."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from narrator.engines import base as engines
from narrator.languages import primary
from narrator.lexicon import Lexicon
from narrator.model import Doubt, DoubtKind, Utterance, Voice

LETTERS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
SHORTEST = 3
"""A shorter word is an initial or a short form; the rules for those say it."""
ADDRESS = re.compile(r"[@/\\_]|\.\w")
"""What stands in an address or the name of an account, which is no name of a person or place."""
POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
INITIALISM = re.compile(r"[A-Z]{2,}(?:e?s)?")
"""Letters, which are said one by one, and their plural: "FAQs"."""
CONTRACTION = re.compile(r"['’](?:ll|d|ve|re|m|s|t|em)$", re.IGNORECASE)
"""The end of "That'll": what stands before it is looked up."""
SEAMS = re.compile(r"['’-]|(?<=[a-z])(?=[A-Z])")
"""Where a name of several words can be parted: "Al-Shabaab", "O'Brien", "MacBook"."""
SHOWN = 6
"""Names that a doubt shows in its sentence; it carries them all."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word that is in no engine's dictionary."""

    word: str
    count: int
    sentence: str
    """The first in which it stands."""


Dictionary = Callable[[str, Sequence[str], str], Collection[str]]
"""Which of some words of a language (BCP 47) the engine of a name has: (engine, words, language) -> words."""


def unknown(
    utterances: Sequence[Utterance],
    voice_of: Callable[[Utterance], Voice],
    known: Lexicon,
    look_up: Dictionary = engines.dictionary_words,
) -> tuple[Unknown, ...]:
    """The words that the voice's engine has to guess and no lexicon has, the most frequent first.

    Args:
        utterances: as they will be said.
        voice_of: who says one.
        known: the pronunciations that they were said by.
        look_up: asks an engine's dictionary.
    """
    counts: Counter[str] = Counter()
    first: dict[str, Utterance] = {}
    by_engine: dict[tuple[str, str], list[str]] = {}
    for utterance in utterances:
        name = voice_of(utterance).engine
        for word in _unruled(utterance, known) if _is_phonetic(name) else ():
            counts[word] += 1
            if word not in first:
                first[word] = utterance
                by_engine.setdefault((name, utterance.language), []).append(word)
    guessed = (word for asked, words in by_engine.items() for word in _guessed(asked, words, look_up))
    ranked = sorted(guessed, key=lambda word: (-counts[word], word))
    return tuple(Unknown(word, counts[word], first[word].written) for word in ranked)


def names(words: Sequence[Unknown]) -> tuple[Unknown, ...]:
    """Those of the words that are names: with a capital, and not all of capitals."""
    return tuple(each for each in words if each.word[0].isupper() and not each.word.isupper())


def doubted(words: Sequence[Unknown]) -> tuple[Doubt, ...]:
    """The doubt about the names among the words: one for an article, or none."""
    guessed = tuple(each.word for each in names(words))
    if not guessed:
        return ()
    shown = ", ".join(guessed[:SHOWN])
    more = f" and {len(guessed) - SHOWN} more" if len(guessed) > SHOWN else ""
    count = "1 name is" if len(guessed) == 1 else f"{len(guessed)} names are"
    text = f"{count} in no dictionary and said by guess: {shown}{more}; `narrator lexicon learn` corrects them"
    return (Doubt(DoubtKind.NAMES_GUESSED, text, words=guessed),)


def _unruled(utterance: Utterance, known: Lexicon) -> Iterator[str]:
    """The words that are said as written, without possessive endings, and that the lexicon does not have."""
    text = utterance.written
    taken = [(match.start, match.end) for match in known.find(text)]
    for word in utterance.words:
        is_ruled = word.ipa or word.text != text[word.start : word.end]
        is_foreign = word.language and primary(word.language) != primary(utterance.language)
        if is_ruled or is_foreign or any(a < word.end and word.start < b for a, b in taken):
            continue
        if ADDRESS.search(word.text):
            continue
        for match in LETTERS.finditer(word.text):
            if len(bare := POSSESSIVE.sub("", match.group())) >= SHORTEST:
                yield bare


@cache
def _is_phonetic(name: str) -> bool:
    """Whether an engine says by which phonemes it speaks, so that its dictionary counts."""
    return isinstance(engines.engine(name), engines.Phonetic)


def _guessed(asked: tuple[str, str], words: Sequence[str], look_up: Dictionary) -> Iterator[str]:
    """Those of the words that an engine has to guess in a language; its dictionary is asked once for all."""
    engine, language = asked
    forms = dict.fromkeys(form for word in words for form in (*_wholes(word), *_parts(word)))
    found = frozenset(look_up(engine, tuple(forms), language))
    return (word for word in words if not _is_known(word, found))


def _is_known(word: str, found: Container[str]) -> bool:
    """Whether the word, or all that it is made of, is in the dictionary."""
    wholes, parts = _wholes(word), _parts(word)
    if INITIALISM.fullmatch(wholes[1]) or any(whole in found for whole in wholes):
        return True
    return all(len(part) < SHORTEST or INITIALISM.fullmatch(part) or part in found for part in parts) and len(parts) > 1


def _wholes(word: str) -> tuple[str, str, str]:
    """The word; what stands before its "'ll"; that as English writes it."""
    whole = CONTRACTION.sub("", word)
    return word, whole, _unaccented(whole)


def _parts(word: str) -> list[str]:
    """What the word is joined of."""
    return [part for part in SEAMS.split(CONTRACTION.sub("", word)) if part]


def _unaccented(word: str) -> str:
    """The word as English dictionaries write it: "Café" is "cafe"; a name with other letters stays as it is."""
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))
