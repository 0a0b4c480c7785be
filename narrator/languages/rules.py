"""What a rule is, and how rules are applied: each claims written characters, and what is claimed is not touched again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

WORDS = re.compile(r"[^\W\d_]+")
NUMBERS = re.compile("[0-9]+")
DIGITS = "0123456789"
LONGEST = 4_000
"""A longer text is verbalized in pieces, cut at spaces."""
PLAIN = {
    **dict.fromkeys("\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u200a\u205f\u3000\t", " "),
    **dict.fromkeys("\u202f\u2007\u2009", "\u00a0"),
    **dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True)),
    "\u00b4": "'",
    "\u02da": "\u00b0",
    "\u2010": "-",
    "\u2011": "-",
}
"""Spaces of all widths, lowered digits and no-break hyphens, each of one character."""
NO_BREAK = re.compile(r"(?<!\d)\u00a0|\u00a0(?!\d)")
SIGN = re.compile(r"(?<![^\s(\[“\"‘„‚«‹»›/~=:<>|])(?<![\d%]\s)[-–](?=\.?\d|[$€£¥₴]\s?\d)")
"""Behind a number and a space it is the dash of a range: 10 -20."""
WIDE_COMMA = "，"
COMMA_OF_NUMBER = re.compile(f"(?<=[０-９]){WIDE_COMMA}(?=[０-９])")
RAISED = {
    chr(code): base
    for code in (*range(0x2B0, 0x2B9), *range(0x2E0, 0x2E5), *range(0x1D2C, 0x1D6B), 0x2071, 0x207F, 0x1DA0, 0x1DBB)
    if (base := unicodedata.normalize("NFKC", chr(code))).isascii() and base.isalpha()
}
"""Letters that are set high (Unicode, Spacing Modifier Letters and Phonetic Extensions): ʳᵈ, ᵉʳ."""
EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\U0001f1e6-\U0001f1ff\ufe0f\u200d\U0001f3fb-\U0001f3ff]+"
)


@dataclass(frozen=True, slots=True)
class Said:
    """Words with their phonemes, where the spelling does not tell them."""

    text: str
    ipa: str
    """In the voices' letters (misaki's), the words apart."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of written form: where it stands, and how it is said.

    ``speak`` gives the words, or None where the match is not of its kind after all.
    """

    name: str
    pattern: re.Pattern[str]
    speak: Callable[[re.Match[str]], str | Said | None]
    needs: str = ""
    """Characters of which the text must have one; of groups with spaces between them, one of each. Empty for any text."""
    words: frozenset[str] = frozenset()
    """Words in small letters of which the text must have one; empty for any text."""
    at_number: bool = False
    """Whether a match begins with the first digit of a number: it is looked for nowhere else, which is twice as fast."""


def number_rule(
    name: str,
    pattern: re.Pattern[str],
    speak: Callable[[re.Match[str]], str | Said | None],
    needs: str = "",
    words: frozenset[str] = frozenset(),
) -> Rule:
    """A rule whose matches begin with the first digit of a number; arguments as of ``Rule``."""
    return Rule(name, pattern, speak, f"{DIGITS} {needs}".rstrip(), words, at_number=True)


@dataclass(frozen=True, slots=True)
class Step:
    """Rules of one kind, and why they stand where they stand in their grammar's order."""

    kind: str
    """What they read, as ``money``."""
    why: str
    """Why they come before the next ones."""
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """Written characters and what is said for them."""

    start: int
    end: int
    spoken: str
    ipa: str | None = None
    language: str | None = None
    rule: str = ""
    """The name of the rule that claimed them; empty where it was the lexicon."""


class Rules:
    """Rules in their order, with what a text must have for each: most texts have no digit, and most rules need one.

    Each group of characters and each list of words is a bit; what a text has is one number, and so is what a rule needs.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        """Args: rules: in the order in which they claim."""
        self._bits: dict[str | frozenset[str], int] = {}
        self._characters: dict[str, int] = {}
        self._words: dict[str, int] = {}
        self._all = tuple((rule, self._needed(rule)) for rule in rules)
        self._whole = (1 << len(self._bits)) - 1

    def of(self, text: str) -> list[Rule]:
        """The rules that the text can be claimed by."""
        has = 0
        for character in self._characters.keys() & set(text):
            has |= self._characters[character]
        for word in self._words.keys() & set(WORDS.findall(text.lower())):
            has |= self._words[word]
        lacks = self._whole & ~has
        return [rule for rule, needed in self._all if not needed & lacks]

    def _needed(self, rule: Rule) -> int:
        needed = 0
        for group in rule.needs.split():
            needed |= self._bit(group, self._characters)
        return needed | self._bit(rule.words, self._words) if rule.words else needed

    def _bit(self, group: str | frozenset[str], known: dict[str, int]) -> int:
        """The bit of a group, which all its members set."""
        if group not in self._bits:
            self._bits[group] = 1 << len(self._bits)
            for member in group:
                known[member] = known.get(member, 0) | self._bits[group]
        return self._bits[group]


def claims(text: str, rules: Rules, taken: Sequence[Claim] = ()) -> list[Claim]:
    """What the rules claim, the earlier ones first; nothing overlaps."""
    busy = bytearray(len(text) + 1)
    out = list(taken)
    for claim in out:
        busy[claim.start : claim.end] = b"\x01" * (claim.end - claim.start)
    starts = [match.start() for match in NUMBERS.finditer(text) if not busy[match.start()]]
    for rule in rules.of(text):
        matches = _at_numbers(rule.pattern, text, starts) if rule.at_number else rule.pattern.finditer(text)
        before = len(out)
        for match in matches:
            start, end = match.span()
            if start == end or busy.find(1, start, end) >= 0:
                continue
            spoken = rule.speak(match)
            if spoken is not None:
                out.append(_claim(start, end, spoken, rule.name))
                busy[start:end] = b"\x01" * (end - start)
        if len(out) > before:
            starts = [start for start in starts if not busy[start]]
    return sorted(out, key=lambda claim: claim.start)


def _at_numbers(pattern: re.Pattern[str], text: str, starts: Sequence[int]) -> list[re.Match[str]]:
    """Matches that begin with a number that is not claimed yet; none overlap."""
    out = []
    end = 0
    match_at = pattern.match
    for start in starts:
        if start >= end and (match := match_at(text, start)):
            out.append(match)
            end = match.end()
    return out


def _claim(start: int, end: int, spoken: str | Said, rule: str) -> Claim:
    if isinstance(spoken, Said):
        return Claim(start, end, spoken.text, spoken.ipa, rule=rule)
    return Claim(start, end, spoken, rule=rule)


def cleaned(text: str) -> str:
    """The text with odd spaces, digits and full-width forms made plain, of the same length: spans stay true.

    A no-break space between digits stays one: it parts thousands. A hyphen or a dash that is a number's sign ("-50 €",
    "–0.3 %") becomes a minus sign, so that no rule takes it for the dash of a range. Letters that are set high become plain
    ones: 3ʳᵈ is 3rd. A wide comma stays one where it parts no wide figures: 2021，2022 is not one number.
    """
    if "-" in text or "–" in text:
        text = SIGN.sub("\u2212", text)
    if text.isascii():
        return text
    plain = COMMA_OF_NUMBER.sub(",", text) if WIDE_COMMA in text else text
    for character in set(plain):
        if (made := _plain_character(character)) != character:
            plain = plain.replace(character, made)
    return NO_BREAK.sub(" ", plain)


@lru_cache(maxsize=4096)
def _plain_character(character: str) -> str:
    if character in PLAIN:
        return PLAIN[character]
    if character in RAISED:
        return RAISED[character]
    if character < "\u0660" or character == WIDE_COMMA:
        return character
    if "\uff01" <= character <= "\uff5e":
        return chr(ord(character) - 0xFEE0)
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.digit(character))
    return character
