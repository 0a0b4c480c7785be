"""What a recognizer hears of a finished narration, held against what should have been said, sentence by sentence.

The whole is heard once, in windows; sentences that do not come out are heard once more, alone. Only what fails both
times, or what the length of the sound shows, is a finding. Where a file is not as it was made, what does not come out
of the whole is heard in pieces between pauses, and the pieces are shared out among the sentences there (``places``).
"""

from __future__ import annotations

import dataclasses
import itertools
import statistics
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from narrator.languages import primary
from narrator.listen import wave as sound
from narrator.listen.judgement import GOOD, LONG, Fault, Finding, Sound, is_suspect, judged
from narrator.listen.places import Piece, Wanted, shared, stands
from narrator.listen.recognizer import Recognizer, RecognizerLostError, missing, recognizer
from narrator.listen.sentences import Expected, Heard, Match, letters, matches

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["Expected", "Fault", "Finding", "RecognizerLostError", "findings", "knows", "letters", "missing"]

Times = tuple[float, float]
"""Start and end in seconds."""
Say = Callable[[str, str], str]
"""What is said of a text in a language: figures in words, so that both sides are written alike."""

SAME_S = 0.3
"""A file whose length differs less from its manifest's is as long as it; encoders add up to a tenth of a second."""
EDGE_S = 0.12
"""Around a sentence that is heard alone; half of the shortest pause between sentences."""
SOUNDED = 0.9
"""Of the length of a sentence's clip; the rest is its edges and small pauses."""
FEW = 20
"""Letters: sentences with fewer say little about the pace."""
LETTER_S = 0.065
"""Of a voice where no sentence is longer."""
LOUD = 0.5
"""Of a pause: with more of it sounded it is none."""
MORE_S = 0.9
"""Of sound between two sentences that were heard: with more, something else may be there. The times of words that the
recognizer gives are right within about half a second."""
NEAR_S = 0.3
TRIED, SURE_OF = 6, 0.5
"""The longest sentences, of which the recognizer should know the language: with this mean probability."""
SHORTEST_S = 1.0
"""A recognizer hears nothing reliably in less: silence is put behind it."""


def knows(language: str) -> bool:
    """Whether the recognizer was trained on a language (BCP 47).

    Raises:
        EngineError: it is not installed.
    """
    return recognizer().knows(primary(language))


def findings(path: Path, expected: Sequence[Expected], length_s: float, say: Say) -> tuple[Finding, ...]:
    """The sentences that are not heard as they should be, in order.

    Args:
        path: a sound file.
        expected: the sentences in order, with the times at which they should be heard.
        length_s: of the sound as it was made; where the file is not so, the times are found by what is heard.
        say: what is said of a text, as of figures that the recognizer writes.

    Raises:
        SourceError: the file cannot be decoded.
        EngineError: the recognizer is not installed.
        RecognizerLostError: it ended or hung more than once.
    """
    whole = sound.at_16_khz(path)
    listener = Listener(recognizer(), say)
    language = statistics.mode(primary(each.language) for each in expected) if expected else ""
    if not expected or not listener.knows(language):
        return ()
    voiced = sound.Voiced(whole)
    moved = abs(len(whole) / sound.RATE_HZ - length_s) > SAME_S or not _has_pauses(voiced, expected)
    found = matches(expected, list(listener.heard(whole, language, timed=moved)))
    places: Sequence[Times] = [(each.start_s, each.end_s) for each in expected]
    if moved:
        found, places = placed(whole, voiced, listener, found)
    sounds = _sounds(voiced, expected, places, moved=moved)
    usual = statistics.median(each.share for each in found)
    suspects = [
        each
        for each in zip(found, places, sounds, strict=True)
        if primary(each[0].expected.language) != language or is_suspect(each[0], each[2], usual)
    ]
    if not suspects:
        return ()
    tells = _tells_languages(whole, listener, expected, places)
    alone = (_alone(whole, voiced, listener, *each, usual, tells_languages=tells) for each in suspects)
    return tuple(each for each in alone if each)


def _tells_languages(
    whole: npt.NDArray[np.int16], listener: Listener, expected: Sequence[Expected], places: Sequence[Times]
) -> bool:
    """Whether the recognizer knows a narration's sentences as being in their languages.

    Of Danish, Norwegian or Korean by espeak-ng it does not: it takes them for Latin, Thai and Japanese.
    """
    spoken = [(primary(each.language), place) for each, place in zip(expected, places, strict=True)]
    known = [each for each in spoken if listener.knows(each[0])]
    longest = sorted(known, key=lambda each: each[1][0] - each[1][1])[:TRIED]
    own = [listener.likely(whole, *place, language) for language, place in longest]
    return statistics.fmean(own) >= SURE_OF


class Listener:
    """A recognizer whose figures and signs are said in words."""

    def __init__(self, hears: Recognizer, say: Say) -> None:
        self._hears, self._say = hears, say
        self.knows = hears.knows

    def heard(self, whole: npt.NDArray[np.int16], language: str, *, timed: bool) -> Iterator[Heard]:
        """The words of the whole, in windows that begin and end in pauses; untimed each window is one."""
        for start, end in sound.windows(whole):
            window, at_s = whole[start:end], start / sound.RATE_HZ
            if not timed:
                text = self._hears.quick(window, language)
                yield Heard(self._letters(text, language), at_s, end / sound.RATE_HZ)
                continue
            for text, begin_s, end_s in self._hears.words(window, language, at_s):
                yield Heard(self._letters(text, language), begin_s, end_s)

    def alone(self, whole: npt.NDArray[np.int16], start_s: float, end_s: float, language: str) -> str:
        """The letters of one sentence."""
        return self._letters(self._hears.text(_around(whole, start_s, end_s), language), language)

    def in_parts(self, whole: npt.NDArray[np.int16], parts: Sequence[Times], expected: Expected) -> str:
        """The letters of a sentence in several languages: of each part in the language in which most of it is right.

        A recognizer writes one language at a time: of "she read: nous attendons toujours" it leaves the French out.
        """
        languages = [each for each in map(primary, (expected.language, *expected.passages)) if self.knows(each)]
        heard = ([self.alone(whole, *part, language) for language in languages] for part in parts)
        return "".join(max(texts, key=lambda text: _stands_in(text, expected.letters)) for texts in heard)

    def quickly(self, whole: npt.NDArray[np.int16], start_s: float, end_s: float, language: str) -> str:
        """The letters of a piece, with less care."""
        return self._letters(self._hears.quick(_around(whole, start_s, end_s), language), language)

    def likely(self, whole: npt.NDArray[np.int16], start_s: float, end_s: float, language: str) -> float:
        """The probability that a sentence is in a language."""
        return self._hears.likely(_around(whole, start_s, end_s), language)

    def _letters(self, text: str, language: str) -> str:
        return letters(self._say(text.strip(), language))


def _around(whole: npt.NDArray[np.int16], start_s: float, end_s: float) -> npt.NDArray[np.int16]:
    return sound.cut(whole, start_s - EDGE_S, end_s + EDGE_S, SHORTEST_S)


def _has_pauses(voiced: sound.Voiced, expected: Sequence[Expected]) -> bool:
    """Whether there is silence wherever one sentence should have ended and the next not begun.

    A file can be as long as it was made and yet be another: one sentence is not there, and one is there twice.
    """
    pauses = [(a.end_s, b.start_s) for a, b in itertools.pairwise(expected) if b.start_s - a.end_s >= sound.PAUSE_S]
    return all(voiced.seconds(*each) < LOUD * (each[1] - each[0]) for each in pauses)


def placed(
    whole: npt.NDArray[np.int16], voiced: sound.Voiced, listener: Listener, found: Sequence[Match]
) -> tuple[list[Match], list[Times]]:
    """What was heard of sentences, and where they are, each edge in the next pause.

    A sentence that came out of the whole has what lies between its neighbours. All others, and those around which there
    is more sound than theirs, are looked for in the pieces between those that came out.
    """
    ends = list(itertools.accumulate((each.heard_end_s or 0.0 for each in found), max, initial=0.0))
    last_s = len(whole) / sound.RATE_HZ
    starts = list(
        itertools.accumulate((_or(each.heard_start_s, last_s) for each in reversed(found)), min, initial=last_s)
    )[::-1]
    places = [
        (sound.pause_near(whole, before), sound.pause_near(whole, max(before, after)))
        for before, after in zip(ends[:-1], starts[1:], strict=True)
    ]
    out = list(found)
    for first, end in _unclear(voiced, found, last_s):
        start_s = _or(found[first].heard_start_s, 0.0) if first else 0.0
        end_s = _or(found[end - 1].heard_end_s, last_s) if end < len(found) else last_s
        out[first:end], places[first:end] = _shared(whole, voiced, listener, found[first:end], (start_s, end_s))
    return out, places


def _or(time_s: float | None, otherwise_s: float) -> float:
    return otherwise_s if time_s is None else time_s


def _unclear(voiced: sound.Voiced, found: Sequence[Match], last_s: float) -> Iterator[tuple[int, int]]:
    """Ranges of sentences that did not come out of the whole, or around which is more sound than theirs.

    Each has one sentence more at either end, whose time is known.
    """
    clear = [_is_clear(voiced, each) for each in found]
    marked = [not each for each in clear]
    for i in range(len(found) + 1):
        before, after = found[i - 1] if i else None, found[i] if i < len(found) else None
        between = (0.0 if before is None else before.heard_end_s, last_s if after is None else after.heard_start_s)
        if None not in between and voiced.seconds(*between) > MORE_S:  # type: ignore[arg-type]
            for k in (i - 1, i):
                if 0 <= k < len(found):
                    marked[k] = True
    near = [any(marked[max(0, i - 1) : i + 2]) for i in range(len(marked))]
    for is_near, run in itertools.groupby(range(len(found)), lambda i: near[i]):
        if is_near:
            group = list(run)
            yield group[0], group[-1] + 1


def _is_clear(voiced: sound.Voiced, match: Match) -> bool:
    """Whether a sentence came out of the whole, once."""
    if match.share < GOOD or match.heard_start_s is None or match.heard_end_s is None:
        return False
    return voiced.seconds(match.heard_start_s, match.heard_end_s) <= LONG * _usual_s(match.expected) + EDGE_S


def _shared(
    whole: npt.NDArray[np.int16], voiced: sound.Voiced, listener: Listener, found: Sequence[Match], stretch: Times
) -> tuple[list[Match], list[Times]]:
    """What is heard of sentences, and where they are, in a stretch of sound whose pieces are heard one by one."""
    language = primary(found[0].expected.language)
    pieces = [
        Piece(*each, voiced.seconds(*each), listener.quickly(whole, *each, language))
        for each in voiced.pieces(stretch[0] - NEAR_S, stretch[1] + NEAR_S)
        if each[1] > stretch[0] + EDGE_S and each[0] < stretch[1] - EDGE_S
    ]
    ranges = shared(pieces, [Wanted(each.expected.letters, _usual_s(each.expected)) for each in found])
    matched, places, at_s = list[Match](), list[Times](), stretch[0]
    for i, (match, (first, end)) in enumerate(zip(found, ranges, strict=True)):
        if first == end:  # two sentences without a pause between are one piece, which the other has
            near = [ranges[j] for j in (i - 1, i + 1) if 0 <= j < len(ranges)]
            has = [each for each in near if stands(match.expected.letters, _letters(pieces[slice(*each)]))]
            first, end = has[0] if has else (first, end)
        text = _letters(pieces[first:end])
        share = max(match.share, _share(match.expected.letters, text))
        matched.append(dataclasses.replace(match, share=share, count=len(text)))
        places.append((pieces[first].start_s, pieces[end - 1].end_s) if end > first else (at_s, at_s))
        at_s = max(at_s, places[-1][1])
    return matched, places


def _letters(pieces: Sequence[Piece]) -> str:
    return "".join(each.letters for each in pieces)


def _share(said: str, heard: str) -> float:
    from rapidfuzz.distance import Levenshtein

    return float(Levenshtein.normalized_similarity(said, heard))


def _usual_s(expected: Expected) -> float:
    """How long a sentence was sounded when it was made."""
    return max(0.1, SOUNDED * (expected.end_s - expected.start_s))


def _sounds(
    voiced: sound.Voiced,
    expected: Sequence[Expected],
    places: Sequence[Times],
    *,
    moved: bool,
) -> list[Sound]:
    """How much is sounded at each place, against what it usually takes.

    Where the file is not as it was made, that is what it took when it was; else what so many letters usually take here.
    """
    seconds = [voiced.seconds(*place) for place in places]
    if moved:
        return [Sound(s, _usual_s(each)) for s, each in zip(seconds, expected, strict=True)]
    paces = [s / len(each.letters) for s, each in zip(seconds, expected, strict=True) if len(each.letters) > FEW]
    pace = statistics.median(paces) if paces else LETTER_S
    return [Sound(s, max(0.1, pace * len(each.letters))) for s, each in zip(seconds, expected, strict=True)]


def _alone(
    whole: npt.NDArray[np.int16],
    voiced: sound.Voiced,
    listener: Listener,
    match: Match,
    place: Times,
    made: Sound,
    usual: float,
    *,
    tells_languages: bool,
) -> Finding | None:
    """What is found of a sentence that is heard alone; None where it is as it should be."""
    expected = match.expected
    language = primary(expected.language)
    if not listener.knows(language):
        return None
    if expected.passages:
        texts = [listener.in_parts(whole, voiced.pieces(*place), expected)]
    else:
        texts = [listener.alone(whole, *place, language)]
    if made.share > LONG:  # a recognizer writes once what is said twice in a row: each half is heard alone
        middle = sound.pause_near(whole, sum(place) / 2, 0.6)
        texts += [listener.alone(whole, *each, language) for each in ((place[0], middle), (middle, place[1]))]
    known = (each for each in map(primary, (language, *expected.passages)) if listener.knows(each))
    own = max(listener.likely(whole, *place, each) for each in known) if tells_languages else None
    return judged(match, texts, own, made, usual, place[0])


def _stands_in(heard: str, said: str) -> float:
    """How many of the letters that were heard stand in a row in what was said."""
    from rapidfuzz import fuzz

    return float(fuzz.partial_ratio(heard, said)) * len(heard) if heard else 0.0
