"""What is done with an article in a child process: read it and keep its page and script, or make its narration.

The page is kept as it was read, so that an editor's changes need no second fetch, and what was heard is what is made.
"""

from __future__ import annotations

import dataclasses
import json
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

from narrator import manifest, pipeline, preview
from narrator.batch import record, worker
from narrator.batch.record import Record
from narrator.batch.sources import Item
from narrator.batch.worker import Tell
from narrator.edits import plain
from narrator.engines.worker import Pool
from narrator.library import Library
from narrator.making import Making, decided
from narrator.model import Page, Removed, Utterance, voice_ids
from narrator.pipeline import Script
from narrator.settings import Settings
from narrator.store import Store
from narrator.studio import compare
from narrator.studio.database import FOLDER

READING = "reading"


def read(number: str, item: Item, settings: Settings, wait_s: float, pool: Pool, tell: Tell) -> Record:
    """Fetch an article unless its page is given, keep it, and write its script down.

    Args:
        number: of the narration in the studio.
        item: the source, with its page where it was sent rather than named.
        settings: of the studio.
        wait_s: not used; nothing waits for others.
        pool: not used; nothing is spoken.
        tell: hears nothing: it is short.
    """
    from narrator import fetch

    begun = time.monotonic()
    library = Library(settings.output)
    try:
        page = item.page or fetch.page(item.source, settings)
        keep(library.store, number, page)
        return _drafted(library, number, page, item.source, settings, begun)
    except Exception as error:  # one article's surprise must not end the others
        return record.failure(item.source, error, stage=READING, took_s=time.monotonic() - begun)


def draft(number: str, item: Item, settings: Settings, wait_s: float, pool: Pool, tell: Tell) -> Record:
    """Write the script of a kept page down again, after an editor changed something; arguments as of ``read``."""
    begun = time.monotonic()
    library = Library(settings.output)
    try:
        page = kept(library.store, number)
        if page is None:
            return read(number, item, settings, wait_s, pool, tell)
        return _drafted(library, number, page, item.source, settings, begun)
    except Exception as error:  # as above
        return record.failure(item.source, error, stage=READING, took_s=time.monotonic() - begun)


def speak(number: str, item: Item, settings: Settings, wait_s: float, pool: Pool, tell: Tell) -> Record:
    """Make the narration of a kept page; arguments as of ``narrator.batch.worker.made``."""
    page = kept(Library(settings.output).store, number)
    return worker.made(dataclasses.replace(item, page=page, replaces=True), settings, wait_s, pool, tell)


def keep(store: Store, number: str, page: Page) -> None:
    """Write a page down as it was read: a line of JSON, then its bytes."""
    told = {"source": page.source, "url": page.url, "content_type": page.content_type, "encoding": page.encoding}
    store.put(f"{FOLDER}/pages/{number}", json.dumps({**told, "chapter": page.chapter}).encode() + b"\n" + page.body)


def kept(store: Store, number: str) -> Page | None:
    """The page of a narration as it was read; None where none is kept."""
    content = store.get(f"{FOLDER}/pages/{number}")
    if content is None:
        return None
    head, _, body = content.partition(b"\n")
    return Page(body=body, **json.loads(head))


def script_of(store: Store, number: str) -> dict[str, Any] | None:
    """The script of a narration as it was written down; None where there is none yet."""
    content = store.get(f"{FOLDER}/scripts/{number}.json")
    return None if content is None else json.loads(content)


def _drafted(library: Library, number: str, page: Page, source: str, settings: Settings, begun: float) -> Record:
    asked = Making(page, settings, Item(source).details, ())
    there = library.find(*asked.keys.known)
    wanted = decided(library, asked, there)
    script = pipeline.scripted(page, wanted.settings, wanted.details, decided=wanted.edits)
    article = there.source_id if there else asked.keys.minted
    table = _table(script, article, wanted)
    library.store.put(f"{FOLDER}/scripts/{number}.json", json.dumps(table, ensure_ascii=False).encode())
    spoken_s = sum(len(each.spoken) for each in script.utterances) / worker.CHARACTERS_A_SECOND / wanted.settings.rate
    return Record(
        source,
        record.FORESEEN,
        id=article,
        title=script.article.heading,
        voice=voice_ids(script.voices),
        words=sum(len(each.written.split()) for each in script.utterances),
        duration_s=spoken_s + sum(each.pause_s for each in script.utterances),
        doubts=script.doubts,
        weight=record.gravest(script.doubts),
        removed=len(script.article.removed),
        took_s=time.monotonic() - begun,
    )


def _table(script: Script, article: str, wanted: Making) -> dict[str, Any]:
    """The script as the studio's pages and API show it."""
    found, lines, sentences = script.article, list(_lines(script)), list(_sentences(script))
    return {
        "article": article,
        "title": found.title,
        "byline": found.byline,
        "site": found.site,
        "url": found.url,
        "language": found.language,
        "voice": manifest.plain(script.voice),
        "others": [manifest.plain(each) for each in script.others],
        "rate": wanted.settings.rate,
        "label": script.label.text,
        "lines": lines,
        "sentences": sentences,
        "doubts": [{**manifest.plain(each), "weight": each.kind.weight.name.lower()} for each in script.doubts],
        "edits": manifest.plain(wanted.edits),
        "unfit": [dataclasses.asdict(each) for each in compare.unfit(wanted.edits, lines, sentences)],
    }


def _lines(script: Script) -> Iterator[dict[str, Any]]:
    """All lines of the source in its order, what is not read with its reason."""
    openings = len(script.blocks) - len(script.article.blocks)
    seen: Counter[str] = Counter()
    cut: dict[int, list[Removed]] = {}
    for each in script.article.removed:
        cut.setdefault(each.before, []).append(each)
    for index, block in enumerate(script.blocks):
        yield from (_removed(each, seen) for each in cut.pop(index - openings, ()) if index >= openings)
        line = {"kind": block.kind.value, "text": block.text, "level": block.level, "block": index}
        is_own = index < openings
        yield {
            **line,
            "is_read": block.is_read,
            "is_own": is_own,
            "occurrence": 0 if is_own else _count(block.text, seen),
        }
    for each in (each for _, some in sorted(cut.items()) for each in some):
        yield _removed(each, seen)


def _removed(line: Removed, seen: Counter[str]) -> dict[str, Any]:
    occurrence = _count(line.text, seen)
    return {"kind": "removed", "text": line.text, "rule": line.rule, "is_read": False, "occurrence": occurrence}


def _count(text: str, seen: Counter[str]) -> int:
    seen[plain(text)] += 1
    return seen[plain(text)] - 1


def _sentences(script: Script) -> Iterator[dict[str, Any]]:
    """The utterances: what an editor sees of each, and what speaks it."""
    seen: Counter[str] = Counter()
    for each in script.utterances:
        occurrence = _count(each.written, seen)
        yield {
            "index": each.index,
            "block": each.block,
            "kind": each.kind.value,
            "written": plain(each.written),
            "said": each.spoken,
            "is_changed": preview.changed(each),
            "occurrence": occurrence,
            "utterance": manifest.plain(each),
        }


def utterance_of(sentence: dict[str, Any]) -> Utterance:
    """The utterance of a sentence of the table."""
    return manifest.typed(Utterance, sentence["utterance"])
