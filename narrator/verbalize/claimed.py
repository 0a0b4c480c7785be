"""Claims and the text between them -> the spoken words, each with the characters that it came from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from narrator.languages import scripts
from narrator.languages.rules import Claim
from narrator.model import Word

GLUED_BEFORE = frozenset("([{\"“‘„«¿¡'-")
WIDE = re.compile(r"[\u3001-\u3003\u3008-\u3011\u3014-\u301f\uff01-\uff60]")
"""Marks that bring their own space, as the Japanese comma."""
PIECES = re.compile(r"\s+|\S+")


def words(text: str, found: Sequence[Claim], *, offset: int = 0) -> tuple[Word, ...]:
    """The spoken words of a text: claims in their words, the rest as it is written.

    Punctuation next to a claim stays attached to it; letters next to one are a word of their own, but in a script that
    sets no spaces between words.

    Args:
        text: a piece of what is written.
        found: what the rules claim in it.
        offset: where the piece begins, in characters; the words' spans count from there.
    """
    out: list[Word] = []
    open_word = False
    at = 0
    for claim in found:
        if at < claim.start:
            open_word = _plain(text, (at, claim.start, offset), out, open_word)
        open_word = _claimed(claim, offset, out, open_word)
        at = claim.end
    _plain(text, (at, len(text), offset), out, open_word)
    return tuple(word for word in out if word.text)


def _plain(text: str, span: tuple[int, int, int], out: list[Word], open_word: bool) -> bool:
    """Add unclaimed text, from and to where it stands, and the offset; whether the last word goes on."""
    start, end, offset = span
    for match in PIECES.finditer(text, start, end):
        piece = match.group()
        if piece.isspace():
            open_word = False
            continue
        first, last = match.span()
        if open_word and out and (not piece[0].isalnum() or _is_together(out[-1], piece)):
            before = out[-1]
            out[-1] = Word(
                before.text + piece, before.start, max(before.end, last + offset), before.ipa, before.language
            )
        else:
            out.append(Word(piece, first + offset, last + offset))
        open_word = True
    return open_word


def _claimed(claim: Claim, offset: int, out: list[Word], open_word: bool) -> bool:
    """Add a claim's words; whether the last one goes on."""
    spoken = claim.spoken.split()
    if not spoken:
        return open_word
    start, end = claim.start + offset, claim.end + offset
    if claim.ipa:
        sounds = claim.ipa.split()
        if len(sounds) != len(spoken):
            spoken, sounds = [" ".join(spoken)], [claim.ipa]
        made = [Word(each, start, end, ipa, claim.language) for each, ipa in zip(spoken, sounds, strict=True)]
    else:
        made = [Word(each, start, end, None, claim.language) for each in spoken]
    is_glued = open_word and out and (out[-1].text[-1] in GLUED_BEFORE or not spoken[0][0].isalnum())
    if is_glued or (open_word and out and not (claim.ipa or claim.language) and _is_together(out[-1], spoken[0])):
        before = out.pop()
        made[0] = Word(before.text + made[0].text, min(before.start, start), end, made[0].ipa, made[0].language)
    out.extend(made)
    return True


def _is_together(word: Word, following: str) -> bool:
    """Whether no space parts two words: 二零二四 and 年."""
    if word.ipa or word.language:
        return False
    return _has_no_space_beside(word.text[-1]) or _has_no_space_beside(following[0])


@lru_cache(maxsize=4096)
def _has_no_space_beside(character: str) -> bool:
    """Whether a character brings its own space, or is of a script that sets none; asked at each end of each claim."""
    return WIDE.match(character) is not None or scripts.has_unspaced(character)
