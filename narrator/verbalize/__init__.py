"""Utterance -> its spoken words.

The way of a text: ``view`` (invisible characters away, every character knows where it was
written) -> the lexicon's entries, which take their characters first -> the ``Grammar`` of
the language, rule by rule (``grammar``, ``rule``) -> ``assemble`` (words, each with its span).

**To add a language**, write a module ``narrator/verbalize/xx.py`` (or a package, where it has many
rules) with a function ``grammar(language: str) -> Grammar`` that returns ``Grammar(RULES)``,
and put its code into ``LANGUAGES`` below. A rule is ``rule(name, starts, pattern, spoken)``:

* ``starts``: where it may begin: ``DIGIT``, ``LETTER`` (a word with capitals inside, or with a digit or
  symbol beside it), single symbols (``"$"``), lower-case words (``"sept"``); one of them or a tuple;
* ``pattern``: a verbose regular expression matched there; of bounded length;
* ``spoken(match, manner)``: the words as one string, or ``(words, group)`` pairs, which give each
  part its own span; or None where the rule does not apply after all.

The first rule in ``RULES`` that matches at a place wins. Word lists are files beside the
module. Its cases stand in ``tests/verbalize/<language>/<category>.tsv`` as ``written<TAB>spoken``.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from narrator.model import Utterance, Word
from narrator.verbalize.assemble import words_of
from narrator.verbalize.grammar import Grammar
from narrator.verbalize.lexical import Pronunciations, taken
from narrator.verbalize.rule import Manner
from narrator.verbalize.view import view

__all__ = ["spoken", "words"]

LANGUAGES: Mapping[str, str] = MappingProxyType({"en": "narrator.verbalize.en"})
"""The first part of a language tag -> the module with its rules; any other language goes to ``plain``."""


def words(text: str, language: str, lexicon: Pronunciations | None = None) -> tuple[Word, ...]:
    """What is said for a written text, word by word.

    ``language`` is BCP 47 and decides between British and American readings. Of each word, ``start`` and ``end``
    are the half-open range of the written characters it came from: ordered, empty where it is not written.
    """
    seen = view(text)
    grammar = _grammar(language)
    kept = grammar.prepare(seen.kept)
    if kept != seen.kept:
        seen = replace(seen, kept=kept, plain=grammar.prepare(seen.plain))
    fixed = taken(seen.kept, lexicon) if lexicon is not None else ()
    return tuple(words_of(seen, grammar.claims(seen.plain, Manner(language), fixed)))


def spoken(utterance: Utterance, lexicon: Pronunciations | None = None) -> Utterance:
    """The utterance with its words filled; what is announced comes first and has empty spans."""
    announced = tuple(replace(word, start=0, end=0) for word in words(utterance.announce, utterance.language, lexicon))
    return replace(utterance, words=announced + words(utterance.written, utterance.language, lexicon))


@lru_cache(maxsize=32)
def _grammar(language: str) -> Grammar:
    first = language.replace("_", "-").partition("-")[0].lower()
    module = importlib.import_module(LANGUAGES.get(first, "narrator.verbalize.plain"))
    found: Grammar = module.grammar(language)
    return found
