"""What a publisher's own pages load: the index of narrations by address, and a file with the facts of each.

All is static and small: ``embed/index/<2 digits>.json`` lists the names of the narrations whose hash begins so (the
10 digits that follow), ``embed/<16 digits>.json`` has what the player needs of one. The name is the FNV-1a hash (64
bits) of the article's canonical address; the file repeats the address, so that no two can be taken for one another.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from narrator.addresses import canonical, is_web
from narrator.languages import tables
from narrator.model import Block, BlockKind, Cue, MarkKind, Narration
from narrator.publish import facts, player
from narrator.publish.words import clean

FOLDER = "embed"
INDEX = f"{FOLDER}/index"
WORDS = "words"
SHARD_DIGITS = 2
"""256 files: 100,000 narrations are 390 a file, 2.6 kB of it compressed."""
LISTED_DIGITS = 12
"""How much of a name is listed: with 40 bits after the shard's 8 one page in ten million is asked for in vain."""
FORMULA = "\ufffc"
"""Stands in a cue for a formula, whose letters each page writes in its own way."""
LATEST = "latest.json"
LATEST_ITEMS = 20
RECIPE = b"2"
"""Raised when the facts are written otherwise, so that those of older narrations are written again."""
OFFSET, PRIME = 0xCBF29CE484222325, 0x100000001B3


def name(narration: Narration) -> str:
    """The name of a narration's file; empty where its article has no address on the web."""
    address = narration.article.url or ""
    return hashed(canonical(address)) if is_web(address) else ""


def path(name_of_file: str) -> str:
    """Where a narration's facts are, as seen from the folder that is published."""
    return f"{FOLDER}/{name_of_file}.json"


def hashed(text: str) -> str:
    """FNV-1a of 64 bits over UTF-8, as 16 hexadecimal digits."""
    value = OFFSET
    for byte in text.encode(errors="replace"):
        value = (value ^ byte) * PRIME % (1 << 64)
    return f"{value:016x}"


def as_json(narration: Narration, sounds: Iterable[Mapping[str, Any]]) -> str:
    """The facts of a narration as JSON, addresses as seen from its file.

    Args:
        narration: whose article has an address.
        sounds: the files to play, with ``name`` and ``type``, the best first.
    """
    folder = f"../{quote(narration.slug, safe='')}/"
    table = {
        **facts.of_narration(narration),
        "address": canonical(narration.article.url or ""),
        "page": folder,
        "latest": f"../{LATEST}",
        "files": [{"src": folder + quote(each["name"], safe=""), "type": each["type"]} for each in sounds],
        "label": {"text": clean(narration.label.text), "language": narration.label.language},
        "about": facts.about(narration),
        "wording": player.worded(narration.article.language),
        "cues": facts.cues(narration, quotes(narration)),
    }
    return json.dumps(table, ensure_ascii=False, separators=(",", ":"))


def quotes(narration: Narration) -> Iterator[dict[str, str]]:
    """What selects each cue in a page: its text. The label's own stands on no page but ours."""
    for cue in narration.timeline.cues:
        block, byline = narration.blocks[cue.block], narration.article.byline
        if block.kind is BlockKind.LABEL:
            yield {}
        elif block.kind is BlockKind.BYLINE and byline and byline in cue.text:
            yield {"name": clean(byline)}  # "By" is ours: themes write it otherwise, or leave it out
        else:
            yield {"quote": _quoted(cue, block)}


def _quoted(cue: Cue, block: Block) -> str:
    """The text of a cue, with one sign in place of each formula."""
    text, kept = cue.text, []
    at = cue.block_start
    for mark in block.marks:
        if mark.kind is MarkKind.FORMULA and at <= mark.start and mark.end <= cue.block_end:
            kept += [block.text[at : mark.start], FORMULA]
            at = mark.end
    return clean("".join([*kept, block.text[at : cue.block_end]]) if kept else text)


def scripts() -> Iterator[tuple[str, str]]:
    """The files that do not depend on what is narrated: loader, player, and its words in each language."""
    yield player.LOADER, player.loader()
    yield player.NAME, player.embedded()
    for tag in tables.having("player"):
        yield f"{WORDS}/{tag}.json", json.dumps(player.wording(tag), ensure_ascii=False, separators=(",", ":"))


def index(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """All shards of the index, the empty ones too: what is not there would be an error in each reader's console."""
    shards: dict[str, list[str]] = {f"{number:02x}": [] for number in range(16**SHARD_DIGITS)}
    for each in names:
        shards[each[:SHARD_DIGITS]].append(each[SHARD_DIGITS:LISTED_DIGITS])
    for shard, listed in shards.items():
        yield f"{INDEX}/{shard}.json", json.dumps(sorted(set(listed)), separators=(",", ":"))


def latest(entries: Sequence[Mapping[str, Any]]) -> str:
    """The newest narrations, for "next article": title, page and facts, addresses as seen from the published folder."""
    items = [
        {
            "title": each["title"],
            "page": each["article"] or f"{each['path']}/",
            "data": path(each["embed"]) if each["embed"] else "",
        }
        for each in entries[:LATEST_ITEMS]
    ]
    return json.dumps(items, ensure_ascii=False, separators=(",", ":"))
