"""English words as phonemes, by hibari's dictionary: for hibari's own voices and for Kokoro's."""

from __future__ import annotations

import dataclasses
import marshal
import re
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from narrator.engines import kept
from narrator.engines.foreign import sound
from narrator.engines.notation import MARKUP, parted
from narrator.engines.phonemes import english
from narrator.languages import primary
from narrator.languages.en.pronounce import familiar, guess
from narrator.model import Word

SPACES = re.compile(r"\s+")
BEFORE_MARK = re.compile(r" +(?=[,.;:!?])")
APOSTROPHE = str.maketrans({"\u2019": "'", "\u2015": "\u2014"})
LETTER_A = "ˈA"
LONGEST_MARK = 8
"""Characters of a mark such as A-10, whose words share them."""
NAMES = re.compile(
    r"\[[^\]]*\]\(/[^)]*/\)|(?<![\w'-])(?P<stem>[^\W\d_a-z](?:[^\W\d_]|['-](?=[^\W\d_]))*?)(?P<ending>'s)?(?![\w'-])"
)
"""What has its sound already, and words with a capital."""
SENTENCE_ENDS = '.!?:…"“”‘([—–'


def text(words: Sequence[Word]) -> str:
    """The words with their pronunciations inline, and nothing else that looks like markup."""
    said = [_inline(_lettered(words, index)) for index in range(len(words))]
    return BEFORE_MARK.sub("", SPACES.sub(" ", " ".join(said))).strip()


def phonemes(written: str, *, british: bool = False) -> str:
    """The phonemes of a text whose numbers and short forms are in words already, in misaki's letters.

    hibari's own normalisation is left out: it reads "King Charles" as "King the zeroth Charles", since its pattern
    for Roman numerals matches an empty one before C, I, L, V and X.
    """
    found: str = _dictionary(british)(named(written.translate(APOSTROPHE), british=british), normalize_text=False)
    return found


def named(written: str, *, british: bool = False) -> str:
    """A text whose names that the dictionary does not have get the sound of their spelling where they come from."""

    def spoken(match: re.Match[str]) -> str:
        stem = match.group("stem")
        if not stem or _has(stem, british=british):
            return match.group()
        sounds = [_sound(part) or part for part in stem.split("-")]
        if sounds == stem.split("-"):
            return match.group()
        ending = _ending(sounds[-1]) if match.group("ending") else ""
        said = [
            f"[{part}](/{sound}/)" if part != sound else part
            for part, sound in zip(stem.split("-"), sounds, strict=True)
        ]
        last = said.pop()
        return " ".join([*said, f"{last[:-2]}{ending}/)" if last.endswith("/)") else last + ("'s" if ending else "")])

    return NAMES.sub(spoken, written)


def knows(word: str, *, british: bool = False) -> bool:
    """Whether the word, or what its endings leave, is in the dictionary or a familiar name; else it is guessed."""
    word = word.translate(APOSTROPHE)
    return _has(word, british=british) or any(familiar(stem) is not None for stem in (word, word.removesuffix("s")))


def _sound(name: str) -> str:
    """The phonemes of a name that the dictionary does not have; empty where the voice's own guess is as good."""
    known = familiar(name)
    if known is not None:
        return known
    if name.endswith("s") and (known := familiar(name[:-1])) is not None:
        return known + _ending(known) if known else ""
    return guess(name)


def _has(word: str, *, british: bool) -> bool:
    """Whether the word, or what its English endings leave, is in the dictionary."""
    lexicon = _dictionary(british).lexicon
    return any(lexicon.is_known(form, "NN") for form in _forms(word))


@cache
def _dictionary(british: bool) -> Any:
    """Hibari's dictionary, put together as its constructor does. Nothing changes it."""
    from hibari import g2p

    gold, silver, exceptions, tagger = _tables(british)
    made = g2p.G2P.__new__(g2p.G2P)
    made.lexicon = g2p.Lexicon(gold, silver, british)
    made.tokenizer, made.tagger = g2p.Tokenizer(exceptions), g2p.Tagger(tagger)
    made._oov, made.unk, made.british = None, "", british
    return made


def _tables(british: bool) -> tuple[Any, ...]:
    """The tables of the dictionary: as Python reads its own modules, in half of the 0.2 s that they take as JSON."""
    from hibari import g2p

    accent = "gb" if british else "us"
    names = (
        f"lexicon_{accent}_gold.json.gz",
        f"lexicon_{accent}_silver.json.gz",
        "tokenizer_exceptions.json",
        "tagger.json.gz",
    )
    identity = (sys.version, *(kept.stamp(Path(g2p.ASSETS, name)) for name in names))
    content = kept.kept(
        f"hibari-words-{accent}", identity, lambda: marshal.dumps(tuple(g2p._load_json(name) for name in names))
    )
    tables: tuple[Any, ...] = marshal.loads(content)  # noqa: S302 - ours, as the modules that Python keeps compiled
    return tables


def _lettered(words: Sequence[Word], index: int) -> Word:
    """The word; a capital A inside a sentence ("Plan A failed", "M and A") with the sound of the letter.

    hibari says it as the article. A line in title case keeps the article, but at its end.
    """
    word = words[index]
    if word.ipa or word.text.strip("\"'“”‘’(),.;:!?") != "A":
        return word
    before, following = words[:index], words[index + 1 : index + 2]
    mark = following and (following[0].start, following[0].end) == (word.start, word.end)
    if mark and 0 < word.end - word.start <= LONGEST_MARK:
        return dataclasses.replace(word, ipa=LETTER_A)
    inside = before and before[-1].text[-1:] not in SENTENCE_ENDS
    return dataclasses.replace(word, ipa=LETTER_A) if inside and not (following and _is_title(words)) else word


def _is_title(words: Sequence[Word]) -> bool:
    """Whether most of the longer words begin with a capital."""
    longer = [word.text for word in words if len(word.text) > 3 and word.text[:1].isalpha()]
    return sum(text[:1].isupper() for text in longer) > len(longer) / 2


def _inline(word: Word) -> str:
    before, inner, after = parted(word.text)
    ipa = english(word.ipa or "")
    if not ipa and word.language and primary(word.language) != "en":
        stem = inner.removesuffix("'s")
        ipa = sound(stem, word.language)
        ipa += ("s" if ipa[-1] in "ptkfθ" else "z") if ipa and stem != inner else ""
    if not ipa:
        return word.text.translate(MARKUP)
    return f"{before}[{inner.translate(MARKUP)}](/{ipa}/){after}"


def _ending(ipa: str) -> str:
    """The sound of a possessive s, by what it follows."""
    return "ᵻz" if ipa[-1] in "szʃʒʤʧ" else "s" if ipa[-1] in "ptkfθ" else "z"


def _forms(word: str) -> list[str]:
    lower = word.lower().replace("\u2019", "'")
    stems = [lower, word, lower.removesuffix("'s"), lower.removesuffix("s"), lower.removesuffix("es")]
    for ending in ("ed", "ing", "er", "ly"):
        stem = lower.removesuffix(ending)
        if stem != lower:
            stems += [stem, stem + "e", stem[:-1] if len(stem) > 2 and stem[-1] == stem[-2] else stem]
    stems += [lower.removesuffix(ending) + "y" for ending in ("ies", "ied", "ier", "iest") if lower.endswith(ending)]
    return [stem for stem in stems if stem]
