"""What an editor decided about one article: kept in the library, and counted in every run that makes it again.

``OUT/.narrator/edits/<id>.json`` holds what counts now, ``<id>/<revision>.json`` beside it what counted before, and
``<id>/cover-<name>`` its pictures.
Lines and sentences are named by their written text, never by their place, so that an edit outlives a changed source;
what fits nowhere any more is told as a doubt.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from narrator import manifest
from narrator.errors import ArticleError, ConflictError, OutputError
from narrator.lexicon import Entry
from narrator.model import (
    Article,
    Block,
    BlockKind,
    Details,
    Doubt,
    DoubtKind,
    Edit,
    Removed,
    Utterance,
)
from narrator.slug import is_safe
from narrator.store import Store
from narrator.units import shortened

FOLDER = ".narrator/edits"
RULE = "editor"
"""Name of the rule by which an editor's lines are left out."""
SHOWN = 80
NAME_DIGITS = 16
"""Of a picture's hash, in its name: an article has few."""


@dataclass(frozen=True, slots=True)
class Line:
    """Whether a line of the source is read, whatever the rules say."""

    text: str
    """As written; spaces do not matter."""
    is_read: bool
    occurrence: int = 0
    """Of several lines with the same text, which: counted from 0 in the order of the source, read or not."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said for one sentence."""

    written: str
    """As written; spaces do not matter."""
    said: str
    """Empty for nothing."""
    occurrence: int = 0
    """Of several sentences with the same text, which, from 0."""


@dataclass(frozen=True, slots=True)
class Name:
    """How a name is said in this article."""

    written: str
    say: str | None = None
    ipa: str | None = None
    language: str | None = None
    """Whose rules say it (BCP 47)."""


@dataclass(frozen=True, slots=True)
class Edits:
    """All that an editor decided about one article; None and empty leave it to the source and the settings."""

    title: str | None = None
    byline: str | None = None
    voice: str | None = None
    rate: float | None = None
    label: str | None = None
    cover: str | None = None
    """Name of the picture that stands for the article, as ``keep_cover`` gives it."""
    lines: tuple[Line, ...] = ()
    sentences: tuple[Said, ...] = ()
    names: tuple[Name, ...] = ()
    revision: int = 0
    """Counts the changes, from 1; 0 where nothing was decided."""
    by: str = ""
    """Who made the last change."""
    at: str = ""
    """When, ISO 8601 in UTC."""

    @property
    def content(self) -> Edits:
        """What changes the narration: without who decided it and when."""
        return dataclasses.replace(self, revision=0, by="", at="")

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The names as entries of a lexicon."""
        return tuple(Entry(each.written, say=each.say, ipa=each.ipa, language=each.language) for each in self.names)

    def details(self, given: Details) -> Details:
        """What the user gives, then what the editor decided."""
        return dataclasses.replace(
            given,
            title=self.title if given.title is None else given.title,
            byline=self.byline if given.byline is None else given.byline,
        )


NO_EDITS = Edits()


def load(store: Store, article: str) -> Edits:
    """What counts for an article, by its id; ``NO_EDITS`` where nothing was decided.

    Raises:
        OutputError: the file is no such file: it is never left out in silence.
    """
    return _read(store, f"{FOLDER}/{article}.json") if is_safe(article) else NO_EDITS


def before(store: Store, article: str, revision: int) -> Edits | None:
    """What counted at an earlier revision; None where that is not known."""
    if revision == 0:
        return NO_EDITS
    name = f"{FOLDER}/{article}/{revision}.json"
    return _read(store, name) if is_safe(article) and store.size(name) is not None else None


def save(store: Store, article: str, wanted: Edits, *, revision: int, by: str) -> Edits:
    """Write what counts from now on; what counted before is kept.

    Args:
        store: of the library.
        article: its id.
        wanted: all that is decided.
        revision: the one that the editor saw.
        by: who decides.

    Returns:
        The edits with their revision.

    Raises:
        ConflictError: somebody changed them since.
        OutputError: the place cannot be written.
    """
    if not is_safe(article):
        raise OutputError("an article's id is no name of a file")
    with store.lock(f"{FOLDER}/{article}.lock"):
        there = load(store, article)
        if there.revision != revision:
            raise ConflictError(f"{there.by or 'somebody'} changed this article meanwhile", "look at it again")
        at = datetime.now(UTC).isoformat(timespec="seconds")
        made = dataclasses.replace(wanted, revision=revision + 1, by=" ".join(by.split()), at=at)
        if revision:
            store.put(f"{FOLDER}/{article}/{revision}.json", _encoded(there))
        store.put(f"{FOLDER}/{article}.json", _encoded(made))
    return made


def keep_cover(store: Store, article: str, picture: bytes) -> str:
    """Write a picture down that an editor gives an article; its name, which is that of its content."""
    name = hashlib.sha256(picture).hexdigest()[:NAME_DIGITS]
    store.put(_cover_file(article, name), picture)
    return name


def cover(store: Store, article: str, decided: Edits) -> bytes:
    """The picture that an editor gave an article; empty where nobody did.

    Raises:
        OutputError: it is gone: another would take its place without a word.
    """
    if decided.cover is None:
        return b""
    found = store.get(_cover_file(article, decided.cover))
    if found is None:
        raise OutputError("the picture that an editor gave this article is gone", "give it again, or take it back")
    return found


def _cover_file(article: str, name: str) -> str:
    if not is_safe(article) or not is_safe(name):
        raise OutputError("an article's id is no name of a file")
    return f"{FOLDER}/{article}/cover-{name}"


def lined(article: Article, decided: Edits) -> tuple[Article, tuple[Doubt, ...]]:
    """The article with the lines that the editor wants read, without those that he does not.

    Returns:
        The article, whose doubts and removed lines stand where they stood; a doubt for each line that is not there.

    Raises:
        ArticleError: no line is left.
    """
    if not decided.lines:
        return article, ()
    wanted = {(plain(each.text), each.occurrence): each.is_read for each in decided.lines}
    blocks: list[Block] = []
    removed: list[Removed] = []
    moved: dict[int, int] = {}
    seen: Counter[str] = Counter()
    for index, line in _in_order(article):
        key = (plain(line.text), seen[plain(line.text)])
        seen[key[0]] += 1
        is_read = wanted.pop(key, None)
        if isinstance(line, Block) and is_read is not False:
            moved[index] = len(blocks)
            blocks.append(dataclasses.replace(line, is_read=True) if is_read else line)
        elif isinstance(line, Removed) and is_read:
            blocks.append(Block(BlockKind.PARAGRAPH, line.text))
        else:
            rule = RULE if isinstance(line, Block) else line.rule
            removed.append(Removed(line.text, rule, len(blocks)))
    if not any(block.is_read for block in blocks):
        raise ArticleError("the editor left no line to read", "take back `do not read this` of one of them")
    doubts = tuple(_placed(each, moved) for each in article.doubts)
    unused = tuple(_unused("line", text) for text, _ in wanted)
    return dataclasses.replace(article, blocks=tuple(blocks), removed=tuple(removed), doubts=doubts), unused


def scripted(utterances: Sequence[Utterance], decided: Edits) -> tuple[tuple[Edit, ...], tuple[Doubt, ...]]:
    """The editor's sentences as edits of these utterances, and a doubt for each that is not among them."""
    places: dict[tuple[str, int], int] = {}
    seen: Counter[str] = Counter()
    for utterance in utterances:
        written = plain(utterance.written)
        places[written, seen[written]] = utterance.index
        seen[written] += 1
    found: list[Edit] = []
    unused: list[Doubt] = []
    for each in decided.sentences:
        written = plain(each.written)
        index = places.get((written, each.occurrence))
        if index is None or utterances[index].kind is BlockKind.LABEL:
            unused.append(_unused("sentence", each.written))
        else:
            found.append(Edit(index, written, plain(each.said)))
    return tuple(found), tuple(unused)


def plain(text: str) -> str:
    """A text with single spaces, by which lines and sentences are compared."""
    return " ".join(text.split())


def _in_order(article: Article) -> Iterable[tuple[int, Block | Removed]]:
    """All lines of the source in its order, each block with its index."""
    cut: dict[int, list[Removed]] = defaultdict(list)
    for each in article.removed:
        cut[each.before].append(each)
    for index in range(max([len(article.blocks), *cut]) + 1):
        yield from ((index, line) for line in cut[index])
        yield from ((index, block) for block in article.blocks[index : index + 1])


def _placed(doubt: Doubt, moved: dict[int, int]) -> Doubt:
    """A doubt at its block's new place; about the whole where its block is not read any more."""
    if doubt.block is None:
        return doubt
    place = moved.get(doubt.block)
    whole = dataclasses.replace(doubt, block=place)
    return whole if place is not None else dataclasses.replace(whole, start=0, end=0)


def _unused(what: str, text: str) -> Doubt:
    return Doubt(
        DoubtKind.EDIT_UNUSED, f"an editor's {what} is not in the article any more: {shortened(text, SHOWN)!r}"
    )


def _encoded(edits: Edits) -> bytes:
    return (json.dumps(manifest.plain(edits), ensure_ascii=False, indent=1) + "\n").encode()


def _read(store: Store, name: str) -> Edits:
    content = store.get(name)
    if content is None:
        return NO_EDITS
    try:
        return manifest.typed(Edits, json.loads(content))
    except (ValueError, TypeError, KeyError) as error:
        raise OutputError(f"{name} is no file of edits: {error}", "mend it, or take it away") from error
