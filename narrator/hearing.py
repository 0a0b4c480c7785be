"""A finished narration is heard: what its sentences should say, what a recognizer finds, and the doubts of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from narrator import languages, listen, verbalize
from narrator.engines import reading, sounds
from narrator.listen import Expected, Fault, Finding, RecognizerLostError
from narrator.model import Block, Cue, Doubt, DoubtKind, MarkKind, Narration, Utterance, Weight
from narrator.units import in_minutes, shortened

UNSAID: Mapping[int, str] = MappingProxyType({})
SHOWN = 80
"""Characters of a sentence that a doubt shows."""
WHOLE = 0.9
"""Of a sentence's characters, marked as another language: it is one of that language."""
DOUBTS: Mapping[Fault, tuple[DoubtKind, str]] = MappingProxyType(
    {
        Fault.MISSING: (DoubtKind.SENTENCE_MISSING, "is not heard"),
        Fault.DOUBLED: (DoubtKind.SENTENCE_DOUBLED, "is heard twice"),
        Fault.CUT_OFF: (DoubtKind.SENTENCE_CUT_OFF, "is cut off"),
        Fault.GARBLED: (DoubtKind.SENTENCE_GARBLED, "is not understood"),
        Fault.OTHER_LANGUAGE: (DoubtKind.SENTENCE_OTHER_LANGUAGE, "sounds like another language"),
        Fault.UNCLEAR: (DoubtKind.SENTENCE_UNCLEAR, "was understood only in part"),
    }
)


@dataclass(frozen=True, slots=True)
class Hearing:
    """What came of hearing a narration."""

    findings: tuple[Finding, ...] = ()
    """The sentences that are not heard as they should be, in order."""
    unheard: str = ""
    """Empty, or why nothing was heard."""
    kind: DoubtKind = DoubtKind.UNHEARD
    """Of the doubt that nothing was heard."""

    @property
    def failed(self) -> dict[int, float]:
        """The share of their letters that was heard, of sentences whose sound is probably wrong."""
        return {each.expected.sentence: each.share for each in self.findings if is_severe(each)}

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """A doubt for each finding, with the time where it is heard; one alone where nothing was heard."""
        return (Doubt(self.kind, self.unheard),) if self.unheard else tuple(map(_doubt, self.findings))


def hear(path: Path, narration: Narration, said: Mapping[int, str] = UNSAID) -> Hearing:
    """Hear a narration. That the recognizer crashes or hangs is a doubt, and loses nothing.

    Args:
        path: one of its audio files, or a copy.
        narration: with the times of its sentences.
        said: the spoken words of each sentence; of those that are not there the written ones are verbalized.

    Raises:
        EngineError: the recognizer is not installed.
        SourceError: the file cannot be decoded.
    """
    language = narration.article.language
    try:
        if not listen.knows(language):
            return Hearing((), f"the recognizer does not know {language}: nothing was heard")
        expected = tuple(_expected(narration, said))
        return Hearing(listen.findings(path, expected, narration.timeline.duration_s, _say))
    except RecognizerLostError as lost:
        return Hearing((), f"{lost.message}: nothing was checked", DoubtKind.UNCHECKED)


def said_of(utterances: Iterable[Utterance]) -> dict[int, str]:
    """The spoken words of each sentence."""
    texts: dict[int, list[str]] = {}
    for utterance in utterances:
        for sentence in utterance.sentences:
            is_first = sentence is utterance.sentences[0]
            texts.setdefault(sentence.index, []).extend(
                word.text
                for word in utterance.words
                if sentence.start <= word.start < sentence.end or (is_first and word.start < sentence.start)
            )
    return {index: " ".join(words) for index, words in texts.items()}


def is_severe(finding: Finding) -> bool:
    """Whether a finding is probably a fault of the sound."""
    return DOUBTS[finding.fault][0].weight is Weight.SEVERE


def _doubt(finding: Finding) -> Doubt:
    kind, what = DOUBTS[finding.fault]
    expected, shown = finding.expected, shortened(" ".join(finding.expected.text.split()), SHOWN)
    sentence = f"at {in_minutes(finding.at_s)} a sentence {what}: {shown}"
    start, end = expected.block_start, expected.block_end
    return Doubt(kind, sentence, expected.block, start, end, round(finding.at_s, 2))


def _expected(narration: Narration, said: Mapping[int, str]) -> Iterable[Expected]:
    """The sentences and the reminders of the label, in the order in which they are heard."""
    rate = narration.timeline.sample_rate_hz
    main = narration.article.language
    sentences = []
    others = {each.id: each for each in narration.others}
    for cue in narration.timeline.cues:
        block = narration.blocks[cue.block]
        language, *passages = _languages(cue, block, block.language or main)
        if not passages and cue.voice in others and not reading.speaks(others[cue.voice], language):
            language = others[cue.voice].languages[0]
        spoken = said.get(cue.sentence)
        words = sounds.of(spoken, language) if spoken else _say(cue.text, language)
        place = (cue.start / rate, cue.end / rate)
        where = (cue.sentence, cue.block, cue.block_start, cue.block_end)
        sentences.append(Expected(cue.text, listen.letters(words), language, *place, *where, tuple(passages)))
    for each in narration.timeline.notices:
        language = narration.label.language or main
        letters = listen.letters(_say(each.text, language))
        sentences.append(Expected(each.text, letters, language, each.start / rate, each.end / rate))
    return (each for each in sorted(sentences, key=lambda each: each.start_s) if each.letters)


def _languages(cue: Cue, block: Block, language: str) -> tuple[str, ...]:
    """The language of a sentence, and those of passages inside it that are marked as another."""
    marked = {
        each.value: (max(each.start, cue.block_start), min(each.end, cue.block_end))
        for each in block.marks
        if each.kind is MarkKind.LANGUAGE
        and each.start < cue.block_end
        and cue.block_start < each.end
        and languages.primary(each.value) != languages.primary(language)
    }
    whole = cue.block_end - cue.block_start
    covering = next((tag for tag, (start, end) in marked.items() if end - start >= WHOLE * whole), "")
    return (covering,) if covering else (language, *marked)


def _say(text: str, language: str) -> str:
    """A text in words, as it sounds where one sound is written in many ways."""
    return sounds.of(" ".join(word.text for word in verbalize.words(text, language)), language)
