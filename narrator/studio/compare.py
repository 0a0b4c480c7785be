"""What a script has otherwise: than what was published before, and which edits fit no sentence of it any more."""

from __future__ import annotations

import dataclasses
import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from narrator import manifest
from narrator.edits import Edits, plain
from narrator.library import Library
from narrator.model import BlockKind, Narration, ReviewState, Voice, voice_ids
from narrator.store import Store
from narrator.studio.database import FOLDER

ALIKE = 0.5
"""Two sentences are one that was rewritten where at least so much of their words is common (``difflib``'s ratio)."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a published narration."""

    written: str
    said: str | None
    """None where that is not known: it was not published by the studio."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What was said in a narration that was published."""

    voice: str
    """Ids of all voices."""
    rate: float | None
    """None where that is not known."""
    sentences: tuple[Sentence, ...]
    at: str = ""
    """When it was published, or made where that is not known; ISO 8601 in UTC."""


class ChangeKind(StrEnum):
    """What became of a sentence."""

    ADDED = "added"
    LEFT_OUT = "left-out"
    REWRITTEN = "rewritten"
    SAID_OTHERWISE = "said-otherwise"


@dataclass(frozen=True, slots=True)
class Difference:
    """One sentence that is otherwise than it was; what is not there is empty."""

    kind: ChangeKind
    was: str = ""
    now: str = ""
    """As written; of a sentence that is only said otherwise, both are what is said."""
    written: str = ""
    """Of a sentence that is only said otherwise, as written."""


@dataclass(frozen=True, slots=True)
class Unfit:
    """An edit whose line, sentence or name is not in the article any more."""

    kind: str
    """``line``, ``sentence`` or ``name``."""
    text: str
    occurrence: int = 0
    said: str = ""
    """Of a sentence or a name, what the editor wanted said."""
    nearest: str = ""
    """Of a sentence: the one that it most likely became; empty where none is alike."""
    nearest_occurrence: int = 0


def edition(script: Mapping[str, Any], at: str) -> Edition:
    """What a script of the studio says, as it is published."""
    said = tuple(Sentence(each["written"], each["said"]) for each in script["sentences"])
    return Edition(voice_ids(voices_of(script)), script["rate"], said, at)


def voices_of(script: Mapping[str, Any]) -> tuple[Voice, ...]:
    """The voices of a script, the article's first; scripts of narrator before several voices have one."""
    return tuple(manifest.typed(Voice, each) for each in (script["voice"], *script.get("others", ())))


def edition_of(narration: Narration) -> Edition:
    """What is known of a narration that was published by another way: its written sentences."""
    said = tuple(Sentence(plain(each.text), None) for each in narration.timeline.cues)
    return Edition(voice_ids(narration.voices), None, said, narration.created)


def keep(store: Store, number: str, published: Edition) -> None:
    """Write down what is published now of a narration."""
    store.put(_name(number), json.dumps(manifest.plain(published), ensure_ascii=False).encode())


def published(library: Library, number: str, article: str) -> Edition | None:
    """What was published last of a narration, by the studio or by another way; None where nothing was."""
    if (content := library.store.get(_name(number))) is not None:
        return manifest.typed(Edition, json.loads(content))
    there = library.find(article)
    return edition_of(there) if there is not None and there.review.state is not ReviewState.HELD else None


def forget(store: Store, number: str) -> None:
    """Take away what was written down of a narration."""
    store.remove(_name(number))


def differences(before: Edition, now: Edition) -> tuple[Difference, ...]:
    """The sentences that are otherwise than they were, in the order of the article."""
    old, new = [each.written for each in before.sentences], [each.written for each in now.sentences]
    found: list[Difference] = []
    for kind, i, j, m, n in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found += _said_otherwise(before.sentences[i:j], now.sentences[m:n])
        else:
            found += _replaced(old[i:j], new[m:n])
    return tuple(found)


def unfit(decided: Edits, lines: Sequence[Mapping[str, Any]], sentences: Sequence[Mapping[str, Any]]) -> list[Unfit]:
    """The edits that name nothing of the article as it is now.

    Args:
        decided: all edits of the article.
        lines: of its script, read or not.
        sentences: of its script.
    """
    own = {(plain(each["text"]), each["occurrence"]) for each in lines if not each.get("is_own")}
    spoken = {(each["written"], each["occurrence"]) for each in sentences if each["kind"] != BlockKind.LABEL.value}
    free = spoken - {(plain(each.written), each.occurrence) for each in decided.sentences}
    words = "\n".join(each["written"] for each in sentences).casefold()
    found = [
        Unfit("line", each.text, each.occurrence)
        for each in decided.lines
        if (plain(each.text), each.occurrence) not in own
    ]
    for said in decided.sentences:
        if (plain(said.written), said.occurrence) not in spoken:
            nearest, occurrence = _nearest(plain(said.written), free)
            found.append(Unfit("sentence", said.written, said.occurrence, said.said, nearest, occurrence))
    return found + [
        Unfit("name", each.written, said=each.say or each.ipa or each.language or "")
        for each in decided.names
        if plain(each.written).casefold() not in words
    ]


def changes(before: Edition | None, now: Edition) -> dict[str, Any]:
    """What is otherwise than it was published, for programs and pages."""
    if before is None:
        return {"published": "", "voice": None, "rate": None, "sentences": []}
    is_paced = before.rate is not None and before.rate != now.rate
    return {
        "published": before.at,
        "voice": {"was": before.voice, "now": now.voice} if before.voice != now.voice else None,
        "rate": {"was": before.rate, "now": now.rate} if is_paced else None,
        "sentences": [dataclasses.asdict(each) for each in differences(before, now)],
    }


def _said_otherwise(old: Sequence[Sentence], new: Sequence[Sentence]) -> Iterator[Difference]:
    for was, now in zip(old, new, strict=True):
        if was.said is not None and now.said is not None and was.said != now.said:
            yield Difference(ChangeKind.SAID_OTHERWISE, was.said, now.said, now.written)


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Difference]:
    """Sentences in whose place others stand: those alike are one that was rewritten, with the first that is left."""
    left = list(old)
    for now in new:
        was = _first_alike(left, now)
        if was is None:
            yield Difference(ChangeKind.ADDED, now=now)
            continue
        gone = left.index(was)
        yield from (Difference(ChangeKind.LEFT_OUT, was=each) for each in left[:gone])
        yield Difference(ChangeKind.REWRITTEN, was, now)
        left = left[gone + 1 :]
    yield from (Difference(ChangeKind.LEFT_OUT, was=each) for each in left)


def _first_alike(among: Sequence[str], written: str) -> str | None:
    """The first sentence that is alike; what cannot be is passed over early: of 600 new ones each asks 600 old ones."""
    matcher = difflib.SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(written.split())
    for each in among:
        matcher.set_seq1(each.split())
        if min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= ALIKE and matcher.ratio() >= ALIKE:
            return each
    return None


def _nearest(written: str, among: set[tuple[str, int]]) -> tuple[str, int]:
    best = max(among, key=lambda each: (_alike(written, each[0]), -each[1]), default=("", 0))
    return best if _alike(written, best[0]) >= ALIKE else ("", 0)


def _alike(one: str, other: str) -> float:
    """How much of their words two sentences have in common, 0 to 1."""
    return difflib.SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()


def _name(number: str) -> str:
    return f"{FOLDER}/published/{number}.json"
