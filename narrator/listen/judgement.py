"""What is wrong with a sentence, by what was heard of it alone and by how long something is sounded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from narrator.listen.sentences import Expected, Match

GOOD = 0.85
"""Of its letters, in their place: such a sentence is not heard again."""
BELOW_USUAL = 0.12
"""Of a voice that the recognizer understands badly, sentences are heard again that are so much worse than usual."""
FAIR = 0.72
"""Of its letters, heard alone: it was said."""
STANDS = 0.8
"""Of its letters: a sentence stands somewhere in what was heard."""
POOR = 0.55
"""Below it a sentence is garbled."""
CLEAR = 0.75
"""Usual share of letters below which a recognizer does not understand the voice: what it misses says little."""
SHORT = 12
"""Letters: of less the recognizer is not sure, and only silence counts."""
SILENT = 0.3
"""Of the usual length of so many letters: hardly anything is sounded."""
LONG, CURT = 1.5, 0.6
"""Times the usual length; rhythm, numbers and names move it by a quarter."""
CUT_LETTERS, CUT_SHARE = 6, 0.15
"""The least that is missing at an end of a sentence that is cut off."""
OTHER = 0.1
"""Probability of a sentence's own language below which it is in another. French instead of English was given 0.01 to
0.03 (once 0.4), English with its pieces in disorder or backwards 0.19 to 0.9."""


TELLING_S = 1.5
"""Of sound: a single word that is not understood ("Advertisement" in a Swahili article) says nothing of the voice."""


class Fault(StrEnum):
    """What is wrong with a sentence."""

    MISSING = "missing"
    DOUBLED = "doubled"
    CUT_OFF = "cut off"
    GARBLED = "garbled"
    OTHER_LANGUAGE = "in another language"
    UNCLEAR = "unclear"
    """Heard otherwise than said, but not by much."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence that is not heard as it should be."""

    fault: Fault
    expected: Expected
    at_s: float
    """Where, in seconds from the start."""
    share: float
    """Of its letters that were heard, 0 to 1."""
    heard: str = ""
    """Letters that were heard, in small letters without spaces."""


@dataclass(frozen=True, slots=True)
class Sound:
    """How long something is sounded where a sentence should be."""

    seconds: float
    usual_s: float
    """What so many letters take in this narration."""

    @property
    def share(self) -> float:
        """Of the usual length."""
        return self.seconds / self.usual_s


def is_suspect(match: Match, sound: Sound, usual: float) -> bool:
    """Whether a sentence must be heard alone: letters are missing, more were heard, or its length is unusual."""
    wanted = len(match.expected.letters)
    bar = min(GOOD, usual - BELOW_USUAL)
    return match.share < bar or match.count > 1.35 * wanted + 5 or (wanted > SHORT and not CURT <= sound.share <= LONG)


def judged(
    match: Match,
    texts: Sequence[str],
    own: float | None,
    sound: Sound,
    usual: float,
    at_s: float,
) -> Finding | None:
    """What is wrong with a sentence; None for nothing.

    Args:
        match: the sentence, and what was heard of it in the whole.
        texts: letters that were heard of it alone; then of each half, where it is unusually long.
        own: the probability that it is in its own language; None where the recognizer cannot tell.
        sound: how long it is sounded.
        usual: the median share of letters heard, of all sentences.
        at_s: where it is.
    """
    from rapidfuzz.distance import Levenshtein

    expected, heard = match.expected, texts[0]
    said = expected.letters
    alone = Levenshtein.normalized_similarity(said, heard)
    share = max(alone, match.share if match.count <= 1.35 * len(said) + 5 else 0.0)

    def finding(fault: Fault) -> Finding:
        return Finding(fault, expected, at_s, share, heard)

    if sound.share < SILENT and (len(said) > SHORT or sound.seconds < 0.1):
        return finding(Fault.MISSING)
    if _is_doubled(said, texts, sound):
        return finding(Fault.DOUBLED)
    if len(said) <= SHORT or (_times(said, heard) and not _is_cut(said, heard, sound)):
        return None
    if _is_cut(said, heard, sound):
        return finding(Fault.CUT_OFF)
    if share >= min(FAIR, usual - BELOW_USUAL):
        return None
    if sound.seconds < TELLING_S:
        return finding(Fault.UNCLEAR)
    if own is not None and own < OTHER:
        return finding(Fault.OTHER_LANGUAGE)
    is_garbled = usual >= CLEAR and share < POOR
    return finding(Fault.GARBLED if is_garbled else Fault.UNCLEAR)


def _is_doubled(said: str, texts: Sequence[str], sound: Sound) -> bool:
    """Heard twice, or in each half of a sound that is longer than it should be."""
    if _times(said, texts[0]) > 1:
        return True
    halves = texts[1:]
    return sound.share > LONG and bool(halves) and all(_times(said, half) for half in halves)


def _times(said: str, heard: str) -> int:
    """How many times a sentence stands in what was heard: 0, 1, or 2 for more."""
    from rapidfuzz import fuzz

    count = 0
    while count < 2 and len(heard) >= STANDS * len(said):
        place = fuzz.partial_ratio_alignment(said, heard, score_cutoff=100 * STANDS)
        if place is None:
            break
        count, heard = count + 1, heard[: place.dest_start] + heard[place.dest_end :]
    return count


def _is_cut(said: str, heard: str, sound: Sound) -> bool:
    """The beginning or the end was not heard, and the sound is shorter by some of it."""
    from rapidfuzz.distance import Levenshtein

    right = [
        each for each in Levenshtein.opcodes(said, heard) if each.tag == "equal" and each.src_end - each.src_start > 3
    ]
    if not right:
        return False
    # Letters that were heard otherwise at an end are no letters that are missing there.
    lost = max(
        right[0].src_start - right[0].dest_start,
        len(said) - right[-1].src_end - (len(heard) - right[-1].dest_end),
    )
    kept = sum(each.src_end - each.src_start for each in right)
    is_lost = lost >= max(CUT_LETTERS, CUT_SHARE * len(said)) and kept >= 0.6 * (len(said) - lost)
    return is_lost and sound.share < 1.05 - 0.5 * lost / len(said)
