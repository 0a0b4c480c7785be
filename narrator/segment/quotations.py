"""Which characters of a text are somebody's words: quotation marks in pairs, of each language, over paragraphs too.

A pair of marks is not enough: titles, names and scare quotes stand between the same marks. What is said by somebody has
more than two words, and its punctuation, a colon before it or a word such as "said" beside it tells so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from narrator import languages
from narrator.languages import scripts, tables

SCARE_WORDS = 2
"""So many words between quotation marks are a name or a scare quote: a second voice for them would be a stumble."""
PAIRS: Mapping[str, str] = MappingProxyType(
    {"“": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』", "”": "”", '"': '"', "‘": "’", "‚": "‘’", "'": "'"}
)
"""What opens a quotation -> what closes it."""
SAME = "”\"'"
"""Marks that open and close alike: ”so” in Swedish and Finnish, typewriter's marks everywhere."""
SINGLE = "‘‚'"
"""Marks that apostrophes close too."""
ENDS = ",.!?…;:"
DEEPEST = 8
"""Quotations inside each other that are looked at: a text of opening marks takes no longer than another."""
MARK = re.compile("[“”„«»「」『』\"‘’‚']")
BEFORE_OPENING = re.compile(r"(?:^|[\s(\[{—–/:-]|[“„«»‘‚「『]|[\u3001-\u30ff\u4e00-\u9fff\uff01-\uff60])\Z")
"""Chinese and Japanese set no space before a mark."""
SPEECH_END = re.compile(r"[,.!?…。！？،؟۔][’'»”\"]?\s*\Z")
"""Punctuation before the closing mark."""
COMMA_BEHIND = re.compile(r"\s?[,،、]")
INTRODUCED = re.compile(r"[:,，：]\s?[—–-]?\s?\Z")
INNER_END = re.compile(r"[.!?…]\s+\S|[。！？]\S")
WIDE = "：，。、；！？"
"""Marks that end what stands before a quotation, with no space behind them."""
SENTENCE_BEGIN = re.compile(r"(?:^|[.!?…:。！？][”’»“\")]?)\s*\Z")
"""What stands before the first word of a sentence."""
SENTENCE_END = re.compile(r"[.!?…。！？](?=\s|$)")
WORD = re.compile(r"[^\W\d_]+")
TITLED = re.compile(r"[A-Z][\w’'-]*\Z")
SMALL = 3
"""Letters of words that a title writes small: of, the, and."""
WINDOW = 400
"""Characters beside a quotation that may be its sentence."""
FURTHEST = 10
"""Paragraphs without a mark that one quotation may go on over."""

Span = tuple[int, int]
"""Half-open range of a text's characters."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """A quotation mark and the one that closes it."""

    start: int
    end: int
    """Behind the closing mark."""
    opener: str
    is_closed: bool


def quotations(texts: Sequence[tuple[str, str]]) -> list[list[Span]]:
    """The passages of each text that somebody is quoted with, their marks and punctuation included.

    Args:
        texts: paragraphs in their order, each with its language (BCP 47).
    """
    spans: list[list[Span]] = []
    inside = ""  # what opened a quotation of an earlier paragraph that goes on
    for place, (text, language) in enumerate(texts):
        found = list[Span]()
        goes_on = ""
        for pair in _outermost(_pairs(text, inside)):
            if not pair.is_closed:
                if not _continued(texts, place, pair.opener):
                    continue
                goes_on = pair.opener
            is_rest = bool(inside) and pair.start == 0
            if is_rest or goes_on or _is_speech(text, pair, language):
                start, end = _widened(text, pair.start, pair.end)
                is_joined = bool(found) and start < found[-1][1]  # as in ?»«: with nothing between two of them
                begin = found.pop()[0] if is_joined else start
                found.append((begin, end))
            if goes_on:
                break
        inside = goes_on
        spans.append(found)
    return spans


def _pairs(text: str, inside: str) -> list[_Pair]:
    """The quotations of a text; one that nothing closes reaches to the end of the text.

    Args:
        text: one paragraph.
        inside: what opened a quotation of an earlier paragraph that goes on here; empty for none.
    """
    marks = list(MARK.finditer(text))
    begins_anew = bool(marks) and marks[0].start() == 0 and _opens(text, 0)
    stack = [(inside, 0)] if inside and not begins_anew else []
    pairs = list[_Pair]()
    for match in marks:
        mark, at = match.group(), match.start()
        depth = _closed_by(stack, text, at)
        if depth:
            opener, start = stack[-depth]
            del stack[-depth:]
            pairs.append(_Pair(start, match.end(), opener, is_closed=True))
        elif _opens(text, at):
            stack.append((mark, at))
    left = (_Pair(start, len(text), opener, is_closed=False) for opener, start in stack if opener not in SINGLE)
    return [*pairs, *left]


def _closed_by(stack: Sequence[tuple[str, int]], text: str, at: int) -> int:
    """How many of the marks that are open end with the mark there: up to the innermost that it closes; 0 for none."""
    mark = text[at]
    if mark == "“" and _opens(text, at):
        return 0
    for depth, (opener, _) in enumerate(reversed(stack[-DEEPEST:]), 1):
        if mark in PAIRS[opener] and _closes(text, at, opener):
            return depth
    return 0


def _outermost(pairs: Sequence[_Pair]) -> Iterator[_Pair]:
    """Those that stand in no other closed one, in order; an open one counts where the text behind it goes on."""
    reached = 0
    for pair in sorted(pairs, key=lambda each: (each.start, -each.end)):
        if pair.start >= reached:
            yield pair
            reached = pair.end if pair.is_closed else reached


def _opens(text: str, at: int) -> bool:
    """Whether a mark may open a quotation: by its form, by what stands before and behind it."""
    mark = text[at]
    if mark not in PAIRS or at + 1 >= len(text):
        return False
    if mark in "「『„":
        return True
    is_free = bool(BEFORE_OPENING.search(text[max(0, at - 1) : at]))
    if mark in SINGLE:
        return is_free and text[at + 1].isalpha()
    return is_free and (mark == "«" or not text[at + 1].isspace())


def _closes(text: str, at: int, opener: str) -> bool:
    """Whether a mark may close what was opened; an apostrophe does not."""
    before, after = text[max(0, at - 1) : at], text[at + 1 : at + 2]
    if text[at] in "’'" and opener in SINGLE:
        return not after.isalnum() and (before in ENDS or after == "" or after in ENDS or after == ")")
    if opener in SAME:
        return not after.isalnum() and not before.isspace()
    return True


def _continued(texts: Sequence[tuple[str, str]], place: int, opener: str) -> bool:
    """Whether a quotation that its paragraph does not close goes on in the next: that opens again, or closes first.

    Over paragraphs without a mark only the closing one tells so: those that open again do it at each paragraph.
    """
    for distance, (text, _) in enumerate(texts[place + 1 : place + 1 + FURTHEST]):
        marks = [each for each in MARK.finditer(text) if opener in SINGLE or each.group() not in SINGLE + "’"]
        if marks:
            first = marks[0].start()
            if _opens(text, first):
                return distance == 0 and first == 0 and text[0] == opener
            return text[first] in PAIRS[opener] and _closes(text, first, opener)
    return False


def _is_speech(text: str, pair: _Pair, language: str) -> bool:
    """Whether somebody says what stands in a pair of marks."""
    inner = text[pair.start + 1 : pair.end - 1].strip()
    before, after = text[max(0, pair.start - WINDOW) : pair.start], text[pair.end : pair.end + WINDOW]
    is_ended, is_first = bool(SPEECH_END.search(inner)), bool(SENTENCE_BEGIN.search(before))
    says = _speaking(language)
    beside = f"{_sentence_left(before)}\n{_sentence_right(after, is_ended=bool(SENTENCE_END.search(inner)))}".casefold()
    is_said = bool(says and says.search(beside))
    is_introduced = bool(INTRODUCED.search(before))
    if scripts.words(inner) <= SCARE_WORDS:
        return is_ended and ((is_first and (is_said or inner[-1:] not in ",،")) or (is_introduced and is_said))
    if _is_title(inner, language):
        return is_said and is_ended
    is_introduced = is_introduced or (is_first and bool(COMMA_BEHIND.match(after)))
    return is_said or is_ended or is_introduced or bool(INNER_END.search(inner))


def _is_title(inner: str, language: str) -> bool:
    """Whether words are written as English titles are: every longer one with a capital."""
    if languages.primary(language) != "en":
        return False
    longer = [word for word in WORD.findall(inner) if len(word) > SMALL]
    return len(longer) > 1 and all(TITLED.match(word) for word in longer)


def _sentence_left(before: str) -> str:
    ends = [match.end() for match in SENTENCE_END.finditer(before)]
    return before[ends[-1] :] if ends else before


def _sentence_right(after: str, *, is_ended: bool) -> str:
    """The rest of the sentence behind a quotation; none where the quotation ended it and a capital letter begins."""
    if is_ended and after.strip()[:1].isupper():
        return ""
    end = SENTENCE_END.search(after)
    return after[: end.start()] if end else after


@lru_cache(maxsize=64)
def _speaking(language: str) -> re.Pattern[str] | None:
    """Words of a language that tell who says something; None where no list is there."""
    table = tables.table(language, "speech")
    if table is None:
        return None
    words = "|".join(re.escape(word) for word in sorted(" ".join(table["says"]).split(), key=len, reverse=True))
    phrases = "|".join(re.escape(each) for each in table.get("phrases", ()))
    said = "|".join(filter(None, (phrases, words)))
    return re.compile(said if scripts.has_unspaced(words) else rf"(?<!\w)(?:{said})(?!\w)")


def _widened(text: str, start: int, end: int) -> Span:
    """A quotation with the brackets before it and the punctuation behind it."""
    while start and not (text[start - 1].isspace() or text[start - 1].isalnum() or text[start - 1] in WIDE):
        start -= 1
    while end < len(text) and not text[end].isspace() and not text[end].isalnum():
        end += 1
    return start, end
