"""Utterance -> its spoken words: the lexicon first, then the rules of its language.

The rules are those of the language's grammar (``narrator.languages``). Every rule claims written characters, so that
each spoken word knows where it came from; a language without rules passes through clean, and the voice reads it.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from narrator.errors import SourceError
from narrator.languages.grammars import bare_rules, rules, steps
from narrator.languages.rules import LONGEST, Claim, Rules, claims, cleaned
from narrator.lexicon import Lexicon
from narrator.model import BlockKind, Edit, Mark, Utterance, Word
from narrator.verbalize import marked
from narrator.verbalize.claimed import words as in_words

__all__ = ["Reason", "edited", "reasons", "spoken", "words"]

MASKED = "\ue000"
"""What rules see where a mark said something: no letter and no digit, so that 10 before a high 6 is a number."""
NO_SENTENCE = 20_000
"""Characters: a longer text is no sentence, and is read by the bare rules, number by number and sign by sign."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why characters are said otherwise than they are written."""

    written: str
    said: str
    """Empty where nothing is said."""
    rule: str
    """The rule's name; ``lexicon`` where an entry said it."""
    kind: str
    """What the rules of its step read, as ``money``."""
    why: str
    """Why the step stands where it stands in the order."""


def spoken(utterance: Utterance, lexicon: Lexicon) -> Utterance:
    """The utterance with its spoken words: what is announced, then what is written."""
    said = words(utterance.written, utterance.language, lexicon, utterance.marks)
    before = tuple(
        Word(word.text, 0, 0, word.ipa, word.language)
        for word in words(utterance.announce, utterance.language, lexicon)
    )
    return dataclasses.replace(utterance, words=before + said)


def words(text: str, language: str, lexicon: Lexicon | None = None, marks: Sequence[Mark] = ()) -> tuple[Word, ...]:
    """The spoken words of a text, each with the range of characters it came from.

    Args:
        text: one sentence or line, of any length.
        language: BCP 47.
        lexicon: pronunciations that come before the rules.
        marks: what the page says of the text's characters: powers and indices are said, foreign words are known.
    """
    found = rules_of(language, _kind(text))

    def say(part: str) -> str:
        return " ".join(word.text for word in words(part, language))

    first = list(marked.claims(text, marks, language, say)) if marks and len(text) <= LONGEST else []
    said = (word for start, piece in _pieces(text) for word in _said(piece, start, found, lexicon, first))
    return marked.in_their_language(tuple(said), marks, language)


def reasons(text: str, language: str, lexicon: Lexicon | None = None) -> Iterator[Reason]:
    """What is said otherwise than it is written, in order, and the rule that said it; arguments as of ``words``."""
    named = {rule.name: step for step in steps(language) for rule in step.rules}
    kind = _kind(text)
    for _, piece in _pieces(text):
        for claim in _claims(cleaned(piece), rules_of(language, kind), lexicon):
            step = named.get(claim.rule)
            said = " ".join(claim.spoken.split())
            yield Reason(
                piece[claim.start : claim.end],
                said,
                claim.rule or "lexicon",
                step.kind if step else "pronunciations",
                step.why if step else "an entry of the lexicon comes before all rules",
            )


def edited(utterances: Sequence[Utterance], edits: Sequence[Edit], lexicon: Lexicon) -> tuple[Utterance, ...]:
    """The utterances as an edited script has them.

    Raises:
        SourceError: an edit is of another article, or of narrator's own label.
    """
    out = list(utterances)
    for edit in edits:
        here = utterances[edit.index] if edit.index < len(utterances) else None
        if here is None or " ".join(here.written.split()) != edit.written:
            raise SourceError(_elsewhere(edit, here), "make the script again, with the same voice and options")
        if edit.said in (None, here.spoken):
            continue
        if here.kind is BlockKind.LABEL:
            raise SourceError("a script does not change the label", "--label TEXT does")
        out[edit.index] = _reworded(here, edit.said or "", lexicon)
    return tuple(out)


def _elsewhere(edit: Edit, here: Utterance | None) -> str:
    there = f"the article says {here.written[:60]!r}" if here else "the article ends before"
    return f"the script belongs to another article: at {edit.index} it has {edit.written[:60]!r}, {there}"


def _reworded(utterance: Utterance, said: str, lexicon: Lexicon) -> Utterance:
    """The utterance with an editor's words; those that he left keep their characters and their phonemes."""
    before, after = utterance.words, said.split()
    out: list[Word] = []
    matcher = difflib.SequenceMatcher(None, [word.text for word in before], after, autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag == "equal":
            out += before[first:last]
            continue
        left = before[first].start if first < len(before) else len(utterance.written)
        right = max([left, *(word.end for word in before[first:last])])
        new = words(" ".join(after[start:end]), utterance.language, lexicon)
        out += [Word(word.text, left, right, word.ipa, word.language) for word in new]
    return dataclasses.replace(utterance, words=tuple(out))


def rules_of(language: str, kind: str = "rules") -> Rules:
    """The rules of a language, all or the bare ones; those of a plain pass-through where it has none."""
    return bare_rules(language) if kind == "bare" else rules(language)


def _said(piece: str, start: int, rules: Rules, lexicon: Lexicon | None, first: Sequence[Claim] = ()) -> Iterator[Word]:
    plain = cleaned(piece)
    found = in_words(plain, _claims(plain, rules, lexicon, first), offset=start)
    if "\u00ad" not in plain and "\u200b" not in plain:
        yield from found
        return
    for word in found:
        if text := word.text.replace("\u00ad", "").replace("\u200b", ""):
            yield dataclasses.replace(word, text=text)


def _claims(plain: str, rules: Rules, lexicon: Lexicon | None, first: Sequence[Claim] = ()) -> list[Claim]:
    """What marks say, then the lexicon, then the rules of the rest."""
    known = [Claim(m.start, m.end, m.spoken, m.ipa, m.language) for m in lexicon.find(plain)] if lexicon else []
    free = [each for each in known if not any(each.start < mark.end and mark.start < each.end for mark in first)]
    for mark in first:
        plain = plain[: mark.start] + MASKED * (mark.end - mark.start) + plain[mark.end :]
    return claims(plain, rules, sorted([*first, *free], key=lambda claim: claim.start))


def _kind(text: str) -> str:
    return "bare" if len(text) > NO_SENTENCE else "rules"


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """A long text in pieces cut at spaces, with where each begins."""
    start = 0
    while len(text) - start > LONGEST:
        space = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        end = space if space > 0 else start + LONGEST
        yield start, text[start:end]
        start = end
    yield start, text[start:]
