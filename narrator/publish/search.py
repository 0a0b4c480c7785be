"""A search without a server: which narrations have a word, in small files by the word's beginning.

``search/<2 hex digits>.json`` maps words to the numbers of narrations, each as the step from the one before; the digits
are of the word's first letters, so that all words that begin as what a reader types are in one file.
``search/entries/<n>.json`` has what a list shows of 50 narrations. Numbers are counted from the oldest narration, so
that a new one changes few files.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from narrator.publish.embed import hashed
from narrator.publish.entry import Entry

FOLDER = "search"
A_FILE = 50
"""Narrations whose entries are in one file."""
BEGINNING = 2
"""Letters of a word that choose its file; of scripts without spaces it is one."""
WORDS = re.compile(r"[^\W_]+")
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Thai, Lao, Burmese, Khmer, kana and Han: a word is there each pair of letters."""


def documents(newest: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    """All files of the search, each with its path.

    Args:
        newest: the narrations, newest first.
    """
    entries = list(reversed(newest))
    shards: dict[str, dict[str, list[int]]] = {f"{number:02x}": {} for number in range(256)}
    for number, entry in enumerate(entries):
        for word in words(" ".join((entry["title"], entry["author"], entry["section"], entry["description"]))):
            shards[shard(word)].setdefault(word, []).append(number)
    for name, table in shards.items():
        yield f"{FOLDER}/{name}.json", _dense({word: _steps(numbers) for word, numbers in table.items()})
    for at in range(0, len(entries), A_FILE):
        rows = [_row(each) for each in entries[at : at + A_FILE]]
        yield f"{FOLDER}/entries/{at // A_FILE}.json", _dense(rows)


def words(text: str) -> set[str]:
    """The words of a text in their plain form; of scripts without spaces all single letters and pairs."""
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", text) if not unicodedata.category(c).startswith("M")
    ).lower()
    found: dict[str, None] = {}
    for word in WORDS.findall(plain):
        if UNSPACED.search(word):
            found.update(dict.fromkeys(word[at : at + 2] for at in range(len(word))))
        elif len(word) >= BEGINNING or word.isdigit():
            found[word] = None
    return set(found)


def shard(word: str) -> str:
    """The file of a word: two hexadecimal digits of the hash of its beginning."""
    return hashed(word[:1] if UNSPACED.match(word) else word[:BEGINNING])[:2]


def _steps(numbers: Sequence[int]) -> list[int]:
    """The first number, then how much farther each following is: most are small."""
    return [number - before for before, number in zip((0, *numbers), numbers, strict=False)]


def _row(entry: Entry) -> dict[str, Any]:
    shown = ("path", "title", "language", "direction", "length", "line", "description")
    return {name: entry[name] for name in shown}


def _dense(table: object) -> str:
    return json.dumps(table, ensure_ascii=False, separators=(",", ":"))
