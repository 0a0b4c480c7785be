"""Text -> sentences: sentencex on a view without quotation marks, then joins and splits of our own. Linear."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from narrator import languages
from narrator.segment.joins import (
    CLOSERS,
    GLUED,
    LAST_WORD,
    OPENERS,
    Abbreviations,
    abbreviations,
    first,
    goes_on,
    joins,
)
from narrator.segment.lines import items, runs

WINDOW = 20_000
"""Characters that are looked at together: no input is slow."""
HIDDEN = re.compile(r"[<>\"“”„«»()\[\]{}]|(?<!\w)['‘’`]|['’`](?!\w)")
"""Quotation marks and brackets hide sentence ends from the splitter; apostrophes inside words do not."""
BEHIND = re.compile(r"[.!?…]*(?:(?:\[\w{1,8}\]){1,9}(?=\s|$))?")
"""More marks behind the first, and marks of references."""
RULE = re.compile(r"([*#_=~+-])\1{1,40}(?:\s|$)")
EDGE = {mark: re.compile(rf"(?<!\w){mark}|{mark}(?!\w)") for mark in "\"'`"}
"""A mark at the edge of a word: an apostrophe inside one counts for nothing."""
STOPS = re.compile(r"[.!?…。！？।؟۔．።፧:;=)^<•⁃◦▪●■►‣∙]|xD|XD")
"""Without one of these a line is one sentence."""
ADDRESS_END = re.compile(
    r"(?<=[\w-]\.)(?:[a-z]{2,3}|info|online|news)\.(?=\s+[\"“‘']?[A-ZÀ-ÖØ-ÞЀ-Я])(?<=[a-z]{3}\.[a-z]{2}\.|[a-z]{2}\.[a-z]{3}\.)"
)
DOTTED_END = re.compile(r"(?:\b[^\W\d_]{1,2}\.\ ?){2,9}(?<=\.)[\"”’')]{0,2}\s+(?=[\"“‘']?([A-Z][\w’']{0,20}))")
YEAR_START = re.compile(r"(?<=\w)[.!?][\"”’»“)]{0,2}\s+(?=(?:1[5-9]|20)\d\d\s[^\W\d_A-ZÀ-ÖØ-ÞЀ-Я])")
ROMAN_END = re.compile(r"(?<=[^\W\d_]\s)[IVX]{2,6}\.[\"”’»“)]{0,2}\s+(?=[\"“„«]?([A-ZÀ-ÖØ-ÞЀ-Я][\w’']{0,20}))")
SHORT_END = re.compile(r"(?<![\w.])([^\W\d_]{1,6})\.[\"”’')]{0,2}\s+(?=[\"“‘']?[^\W\d_])")
MARKED_END = re.compile(r"(?<!\w)(\w{1,12}[!?])\s+([A-Z][\w']{0,20})")
ELLIPSIS_END = re.compile(r"(?<=\w)…[\"”’')]{0,2}\s+(?=[\"“‘']?[A-ZÀ-ÖØ-ÞЀ-Я])")
REFERENCE = re.compile(
    r"(?:(?<=[^\W\d_]{3})|(?<=[)\]”\"’'%]))(?P<stop>[.!?][”\"’']?)(?:\d{1,3}(?:[,–-]\d{1,3}|\ \d{1,3}){0,5})\s+(?=[\"“‘(]?[A-ZÀ-Þ])"
)
FOUR_DOTS = re.compile(r"(?<=\w)\.(?:\ \.){3}\ (?=[A-Z])")
INVERTED = re.compile(r"(?<=\w)[.!?…][\"”»“)]{0,2}\s+(?=[«\"“(]?[¿¡])")
"""A question that opens with its mark: "Su hija no. ¿Quién?", though "no." may be short for a number."""
ITEM = re.compile(r"(?<=[^\W\d_A-ZÀ-ÖØ-ÞЀ-Я]{4})\.\s+(?=\((?:[a-z]|\d{1,2}|i{1,3}|iv|vi{0,3})\)\s+[A-ZÀ-ÖØ-ÞЀ-Я])")
"""Behind a whole word the letter of the next item: (a) The tenant pays. (b) The landlord repairs."""
EMOTICON = re.compile(r"(?<=\s)(?:[:;=8][-^o']?[)(DPpO/\\|\]\[3]|<3|\^[_-]?\^|[xX]D)\s+(?=[\"“]?[A-ZÀ-Þ])")


def sentences(text: str, language: str) -> list[str]:
    """The sentences of one text, with all their spaces: joined they are ``text`` again.

    Args:
        text: one block or more; a line break ends a sentence, but where it only wraps a line.
        language: BCP 47.
    """
    primary = languages.primary(language) or "en"
    # Without the splitter a language without a table has at least the English joins.
    known = abbreviations(language or "en") or (None if _splitter() else abbreviations("en"))
    return _worded([piece for run in runs(text) for piece in _pieces(run, primary, known)])


def _pieces(run: str, language: str, known: Abbreviations | None) -> Iterator[str]:
    """A run in sentences, a window at a time; the last sentence of a window begins the next one."""
    at = 0
    if known is not None and not STOPS.search(run):
        yield run
        return
    while at < len(run):
        window = run[at : at + WINDOW]
        cuts = _cuts(window, language, known)
        if at + WINDOW < len(run):
            cuts = cuts or [window.rfind(" ", WINDOW // 2) + 1 or WINDOW]
        else:
            cuts = [*cuts, len(window)]
        yield from (window[start:end] for start, end in zip([0, *cuts], cuts, strict=False))
        at += cuts[-1]


def _cuts(text: str, language: str, known: Abbreviations | None) -> list[int]:
    """Where the second and later sentences begin."""
    starts, markers = items(text)
    if known is None:
        found = [_past_wide(text, cut) for cut in (*_raw_cuts(text, language), *_addressed(text))]
        kept = [cut for cut in found if not _inside(cut, markers) and not goes_on(text, cut)]
        return sorted(cut for cut in {*kept, *starts} if 0 < cut < len(text))
    certain = {*starts, *_certain(text, known)}
    raw = _raw_cuts(HIDDEN.sub(" ", text), language)
    likely = {_past_closers(text, cut) for cut in (*raw, *_own(text, known), *_addressed(text))}
    calm = _is_lower(text)
    out: list[int] = []
    start = 0
    for cut in sorted(certain | likely):
        joined = cut not in certain and (_inside(cut, markers) or joins(text, start, cut, known, calm=calm))
        if 0 < cut < len(text) and not joined:
            out.append(cut)
            start = cut
    return out


def _addressed(text: str) -> Iterator[int]:
    """Ends behind an address, which the splitter takes for a short form: "Zie example.nl. Dat is alles."."""
    return (match.end() for match in ADDRESS_END.finditer(text))


def _raw_cuts(view: str, language: str) -> list[int]:
    """The splitter's own, each at the end of a sentence; where it has no wheel, every stop with a space behind it."""
    segment = _splitter()
    if segment is None:
        return [match.end() for match in re.finditer(r"[.!?…]+(?=\s)|[。！？।؟۔．።፧]+", view)]
    cuts, at = [], 0
    for sentence in segment(language, view):
        bare = sentence.strip()
        begin = view.find(bare, at) if bare else -1
        at = (begin if begin >= 0 else at) + len(bare)
        cuts.append(at)
    return cuts


def _splitter() -> Callable[[str, str], Iterable[str]] | None:
    try:
        from sentencex import segment
    except ImportError:
        return None
    found: Callable[[str, str], Iterable[str]] = segment
    return found


def _own(text: str, known: Abbreviations) -> Iterator[int]:
    """Ends that the splitter does not see: no space behind the stop, a short form before a word that begins sentences."""
    yield from (match.end() for match in GLUED.finditer(text))
    yield from (match.end() for match in re.finditer("．", text))
    yield from (match.end() for match in DOTTED_END.finditer(text) if match.group(1) in known.starters)
    for match in MARKED_END.finditer(text):
        if match.group(1).lower() in known.marked and match.group(2) in known.starters:
            yield match.end(1)
    yield from (match.end() for match in YEAR_START.finditer(text))
    yield from (match.end() for match in ROMAN_END.finditer(text) if match.group(1) in known.starters)
    yield from (match.end() for match in ELLIPSIS_END.finditer(text))
    yield from (match.end() for match in SHORT_END.finditer(text) if _may_end(text, match, known))


def _may_end(text: str, match: re.Match[str], known: Abbreviations) -> bool:
    """Whether what the splitter takes for a short form may end a sentence here: by its kind, or by the next word."""
    short = match.group(1)
    word = short.lower()
    if word in known.units and re.search(r"\d\s?$", text[max(0, match.start() - 3) : match.start()]):
        return True
    if short in known.small or word in known.words or (len(short) == 1 and short.isupper()):
        return True
    begins = first(text[match.end() : match.end() + 30].lstrip(OPENERS)) in known.starters
    return begins and word in known.months | known.inside | known.before_capital | known.places


def _certain(text: str, known: Abbreviations) -> Iterator[int]:
    """Where a sentence begins whatever the words: behind footnote numbers and emoticons, after four spaced dots."""
    for match in REFERENCE.finditer(text):
        word = LAST_WORD.search(text[max(0, match.start() - 20) : match.start() + 1])
        if word is None or word.group(1).lower() not in known.before_number:
            yield match.end()
    yield from (match.end() for match in EMOTICON.finditer(text))
    yield from (match.end() for match in INVERTED.finditer(text))
    yield from (match.end() for match in ITEM.finditer(text))
    yield from (match.start() + 2 for match in FOUR_DOTS.finditer(text))


def _is_lower(text: str) -> bool:
    """Whether the text is written without capitals: then a small letter may begin a sentence."""
    return text.lstrip()[:1].islower() and not re.search(r"[.!?]\s+[\"“(]?[A-ZÀ-Þ]", text)


def _inside(cut: int, markers: list[tuple[int, int]]) -> bool:
    """Whether a cut lies between a list's marker and its item."""
    return any(start < cut <= end + 2 for start, end in markers)


def _past_wide(text: str, cut: int) -> int:
    """A cut moved behind the marks that close a quotation without a space, as in Japanese and Chinese."""
    while text[cut : cut + 1] and text[cut] in "」』”’》〉】）":
        cut += 1
    return _past(text, cut)


def _past(text: str, cut: int) -> int:
    while cut < len(text) and text[cut].isspace():
        cut += 1
    return cut


def _past_closers(text: str, cut: int) -> int:
    """A cut moved to the first character of the next sentence: behind marks that close, references and spaces."""
    while cut < len(text):
        cut = max(cut, BEHIND.match(text, cut).end())  # type: ignore[union-attr]  # it matches nothing too
        if not _closes(text, cut):
            break
        cut += 1
    cut = _past(text, cut)
    while cut < len(text) and text[cut] in CLOSERS and _closes_spaced(text, cut):
        cut = _past(text, cut + 1)
    rule = RULE.match(text, cut)
    return _past(text, rule.end()) if rule else cut


def _closes(text: str, at: int) -> bool:
    """Whether the mark at ``at``, which follows a stop without a space, closes rather than opens."""
    if text[at : at + 1] in ")]}" and at < len(text):
        return True
    return text[at : at + 1] in tuple(CLOSERS) and not text[at + 1 : at + 2].isalnum()


def _closes_spaced(text: str, at: int) -> bool:
    """Whether a mark with spaces around it closes: the form tells, or an odd number of its kind stands before."""
    following = text[at + 1 : at + 2]
    if text[at] in "“‘«([{":
        return text[at] == "“" and not following
    if following and not following.isspace() and following not in ".,;:!?":
        return False
    if text[at] in "\"'`":
        before = text[max(0, at - 400) : at]
        return len(EDGE[text[at]].findall(before)) % 2 == 1
    return True


def _worded(pieces: list[str]) -> list[str]:
    """What has no letter and no digit is no sentence: it goes to the one before, and dots to the one behind."""
    out: list[str] = []
    held = ""
    for piece in filter(None, pieces):
        spoken = any(map(str.isalnum, piece))
        if not spoken and not held and out and piece.lstrip().startswith(("…", "..")):
            held = piece
        elif out and not (spoken and any(map(str.isalnum, out[-1]))):
            out[-1] += held + piece
            held = ""
        else:
            out.append(held + piece)
            held = ""
    return [*out[:-1], out[-1] + held] if out else []
