"""What a recognizer hears of a finished narration, held against what should have been said, sentence by sentence.

The whole is heard once, in windows; sentences that do not come out are heard once more, alone. Only what fails both
times, or what the length of the sound shows, is a finding.
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
from narrator.listen.recognizer import Recognizer, missing, recognizer
from narrator.listen.sentences import Expected, Heard, Match, letters, matches

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["Expected", "Fault", "Finding", "findings", "knows", "letters", "missing"]

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
        length_s: of the sound as it was made; where the file is not as long, the times are found by what is heard.
        say: what is said of a text, as of figures that the recognizer writes.

    Raises:
        SourceError: the file cannot be decoded.
        EngineError: the recognizer is not installed.
    """
    whole = sound.at_16_khz(path)
    listener = Listener(recognizer(), say)
    moved = abs(len(whole) / sound.RATE_HZ - length_s) > SAME_S
    language = statistics.mode(primary(each.language) for each in expected) if expected else ""
    if not expected or not listener.knows(language):
        return ()
    heard = list(listener.heard(whole, language, timed=moved))
    found = matches(expected, heard)
    if moved:
        found = _refined(whole, listener, language, found)
    places = found_places(whole, found) if moved else [(each.start_s, each.end_s) for each in expected]
    sounds = _sounds(whole, expected, places, moved=moved)
    usual = statistics.median(each.share for each in found)
    out = []
    for match, place, made in zip(found, places, sounds, strict=True):
        is_other = primary(match.expected.language) != language
        if is_other or is_suspect(match, made, usual):
            finding = _alone(whole, listener, match, place, made, usual)
            out += [finding] if finding else []
    return tuple(out)


class Listener:
    """A recognizer whose figures and signs are said in words."""

    def __init__(self, hears: Recognizer, say: Say) -> None:
        self._hears, self._say = hears, say
        self.knows, self.sounds_like = hears.knows, hears.language

    def heard(self, whole: npt.NDArray[np.int16], language: str, *, timed: bool) -> Iterator[Heard]:
        """The words of the whole, in windows that begin and end in pauses."""
        for start, end in sound.windows(whole):
            window, at_s = sound.floats(whole[start:end]), start / sound.RATE_HZ
            for text, begin_s, end_s in self._hears.words(window, language, at_s, timed=timed):
                yield Heard(self._letters(text, language), begin_s, end_s)

    def alone(self, whole: npt.NDArray[np.int16], start_s: float, end_s: float, language: str) -> str:
        """The letters of one sentence."""
        window = sound.cut(whole, start_s - EDGE_S, end_s + EDGE_S, SHORTEST_S)
        return self._letters(self._hears.text(window, language), language)

    def _letters(self, text: str, language: str) -> str:
        return letters(self._say(text.strip(), language))


def _refined(whole: npt.NDArray[np.int16], listener: Listener, language: str, found: Sequence[Match]) -> list[Match]:
    """The matches, where neighbours that were not heard are heard once more without the rest of their window.

    What is garbled can make a recognizer pass over all that follows it in a window.
    """
    out = list(found)
    places = found_places(whole, found)
    for is_good, run in itertools.groupby(range(len(found)), lambda i: found[i].share >= GOOD):
        group = list(run)
        if is_good or len(group) < 2:
            continue
        start_s, end_s = places[group[0]][0], places[group[-1]][1]
        part = whole[round(start_s * sound.RATE_HZ) : round(end_s * sound.RATE_HZ)]
        heard = [
            dataclasses.replace(word, start_s=word.start_s + start_s, end_s=word.end_s + start_s)
            for word in listener.heard(part, language, timed=True)
        ]
        again = matches([found[i].expected for i in group], heard)
        for i, match in zip(group, again, strict=True):
            out[i] = max(out[i], match, key=lambda each: each.share)
    return out


def found_places(whole: npt.NDArray[np.int16], found: Sequence[Match]) -> list[tuple[float, float]]:
    """Where sentences are by what was heard of them and around them, in seconds, each edge in the next pause.

    A sentence has all that lies between its neighbours, so that one that is doubled has both; beside a neighbour that
    was not heard it has what its own letters take.
    """
    length_s = len(whole) / sound.RATE_HZ
    ends: list[float] = []
    at = 0.0
    for match in found:
        ends.append(at)
        at = max(at, match.heard_end_s if match.heard_end_s is not None else at)
    starts: list[float] = []
    at = length_s
    for match in reversed(found):
        starts.append(at)
        at = min(at, match.heard_start_s if match.heard_start_s is not None else at)
    starts.reverse()
    for i, match in enumerate(found):
        expected = match.expected
        letter_s = (expected.end_s - expected.start_s) / len(expected.letters)
        if i and found[i - 1].share < GOOD and match.heard_start_s is not None:
            ends[i] = max(ends[i], match.heard_start_s - match.lead * letter_s)
        if i + 1 < len(found) and found[i + 1].share < GOOD and match.heard_end_s is not None:
            starts[i] = min(starts[i], match.heard_end_s + match.tail * letter_s)
    return [
        (sound.pause_near(whole, before), sound.pause_near(whole, max(before, after)))
        for before, after in zip(ends, starts, strict=True)
    ]


def _sounds(
    whole: npt.NDArray[np.int16],
    expected: Sequence[Expected],
    places: Sequence[tuple[float, float]],
    *,
    moved: bool,
) -> list[Sound]:
    """How much is sounded at each place, against what it usually takes.

    Where the file is not as it was made, that is what it took when it was; else what so many letters usually take here.
    """
    voiced = sound.Voiced(whole)
    seconds = [voiced.seconds(*place) for place in places]
    if moved:
        usual = [max(0.1, SOUNDED * (each.end_s - each.start_s)) for each in expected]
        return [Sound(*each) for each in zip(seconds, usual, strict=True)]
    paces = [s / len(each.letters) for s, each in zip(seconds, expected, strict=True) if len(each.letters) > FEW]
    pace = statistics.median(paces) if paces else LETTER_S
    return [Sound(s, max(0.1, pace * len(each.letters))) for s, each in zip(seconds, expected, strict=True)]


def _alone(
    whole: npt.NDArray[np.int16],
    listener: Listener,
    match: Match,
    place: tuple[float, float],
    made: Sound,
    usual: float,
) -> Finding | None:
    """What is found of a sentence that is heard alone; None where it is as it should be."""
    language = primary(match.expected.language)
    if not listener.knows(language):
        return None
    texts = [listener.alone(whole, *place, language)]
    if made.share > LONG:  # a recognizer writes once what is said twice in a row: each half is heard alone
        middle = sound.pause_near(whole, sum(place) / 2, 0.6)
        texts += [listener.alone(whole, *each, language) for each in ((place[0], middle), (middle, place[1]))]
    other = listener.sounds_like(sound.cut(whole, place[0] - EDGE_S, place[1] + EDGE_S, SHORTEST_S))
    return judged(match, texts, other, made, usual, place[0])
