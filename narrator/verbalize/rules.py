"""What a rule is, and how rules are applied: each claims written characters, and what is claimed is not touched again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from narrator.model import Word

LONGEST = 4_000
"""A longer text is verbalized in pieces, cut at spaces."""
GLUED_BEFORE = frozenset("([{\"“‘„«¿¡'-")
BREAK = "\u2014"
PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u200a\u205f\u3000\t", " "),
        **dict.fromkeys("\u202f\u2007\u2009", "\u00a0"),
        **dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True)),
        "\u00b4": "'",
        "\u2010": "-",
        "\u2011": "-",
    }
)
"""Spaces of all widths, lowered digits and no-break hyphens, each of one character."""
PIECES = re.compile(r"\s+|\S+")
NO_BREAK = re.compile(r"(?<!\d)\u00a0|\u00a0(?!\d)")
EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\U0001f1e6-\U0001f1ff\ufe0f\u200d\U0001f3fb-\U0001f3ff]+"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of written form: where it stands, and how it is said.

    ``speak`` gives the words, or None where the match is not of its kind after all.
    """

    name: str
    pattern: re.Pattern[str]
    speak: Callable[[re.Match[str]], str | None]
    needs: str = ""
    """Characters of which the text must have one; empty for any text."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Written characters and what is said for them."""

    start: int
    end: int
    spoken: str
    ipa: str | None = None
    language: str | None = None


def claims(text: str, rules: Iterable[Rule], taken: Sequence[Claim] = ()) -> list[Claim]:
    """What the rules claim, the earlier ones first; nothing overlaps."""
    busy = bytearray(len(text) + 1)
    out = list(taken)
    for claim in out:
        busy[claim.start : claim.end] = b"\x01" * (claim.end - claim.start)
    present = set(text)
    for rule in rules:
        if rule.needs and present.isdisjoint(rule.needs):
            continue
        for match in rule.pattern.finditer(text):
            start, end = match.span()
            if start == end or busy.find(1, start, end) >= 0:
                continue
            spoken = rule.speak(match)
            if spoken is not None:
                out.append(Claim(start, end, spoken))
                busy[start:end] = b"\x01" * (end - start)
    return sorted(out, key=lambda claim: claim.start)


def words(text: str, found: Sequence[Claim], *, offset: int = 0) -> tuple[Word, ...]:
    """The spoken words of a text: claims in their words, the rest as it is written.

    Punctuation next to a claim stays attached to it; letters next to one are a word of their own.

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
        if open_word and out and not piece[0].isalnum():
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
    if open_word and out and (out[-1].text[-1] in GLUED_BEFORE or not spoken[0][0].isalnum()):
        before = out.pop()
        made[0] = Word(before.text + made[0].text, min(before.start, start), end, made[0].ipa, made[0].language)
    out.extend(made)
    return True


def cleaned(text: str) -> str:
    """The text with odd spaces, digits and full-width forms made plain, of the same length: spans stay true.

    A no-break space between digits stays one: it parts thousands.
    """
    if text.isascii():
        return text
    plain = text.translate(PLAIN)
    if any(ord(character) >= 0x660 for character in set(plain)):
        plain = "".join(map(_plain_character, plain))
    return NO_BREAK.sub(" ", plain)


def _plain_character(character: str) -> str:
    if character < "\u0660":
        return character
    if "\uff01" <= character <= "\uff5e":
        return chr(ord(character) - 0xFEE0)
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.digit(character))
    return character
