"""Rules of a site: which parts of its pages are read, tried on a page, and kept in ``narrator.toml``."""

from __future__ import annotations

import dataclasses
import json
import re
import secrets
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import tomlkit

from narrator.batch import record
from narrator.batch.record import Record
from narrator.batch.sources import Item
from narrator.batch.worker import Tell
from narrator.edits import plain
from narrator.engines.worker import Pool
from narrator.errors import ConflictError, SettingsError
from narrator.extract import Reading, reading
from narrator.library import Library
from narrator.model import Page
from narrator.settings import Settings, Site
from narrator.settings.fields import Tables
from narrator.studio import rules, work
from narrator.studio.database import FOLDER
from narrator.studio.workers import Workers

HOST = re.compile(r"(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")
TRIALS = f"{FOLDER}/trials"


def host(given: str) -> str:
    """The name of a site, in small letters.

    Raises:
        SettingsError: it is none.
    """
    name = given.strip().lower().rstrip(".")
    try:
        name = name.encode("idna").decode() if not name.isascii() else name
    except UnicodeError:
        name = ""
    if not HOST.fullmatch(name):
        raise SettingsError("this is no name of a site", "as example.org, without https:// and without a path")
    return name


def site(read: Sequence[str], skip: Sequence[str], language: str | None, there: Site | None = None) -> Site:
    """The rules of a site, with the lexicon that it has.

    Raises:
        SettingsError: the language is none.
    """
    selectors = [tuple(each.strip() for each in some if each.strip()) for some in (read, skip)]
    return Site(
        selectors[0], selectors[1], lexicon=there.lexicon if there else (), language=(language or "").strip() or None
    )


def check(wanted: Site) -> None:
    """Return where all selectors are such.

    Raises:
        SettingsError: one is none.
    """
    page = Page(source="check", url="https://example.org/", content_type="text/html", body=b"<p>One line.</p>")
    reading(page, Settings(site=Tables({"example.org": wanted})))


def write(config: Path, name: str, wanted: Site) -> None:
    """Write a site's rules into the settings file, its comments and the rest of the table kept.

    Raises:
        SettingsError: the settings file cannot be changed.
    """
    with rules.LOCK, rules.changed(config) as table:
        if "site" not in table:
            table["site"] = tomlkit.table(is_super_table=True)
        if name not in table["site"]:
            table["site"][name] = tomlkit.table()
        section = table["site"][name]
        for key in ("read", "skip", "language"):
            value = getattr(wanted, key)
            if not value:
                section.pop(key, None)
            elif section.get(key) != (list(value) if isinstance(value, tuple) else value):
                section[key] = list(value) if isinstance(value, tuple) else value


def remove(config: Path, name: str) -> bool:
    """Take a site's rules out of the settings file; whether there were any. Its lexicon stays named."""
    if not config.exists():
        return False
    with rules.LOCK, rules.changed(config) as table:
        section = table.get("site", {}).get(name)
        if section is None:
            return False
        for key in ("read", "skip", "language"):
            section.pop(key, None)
        if not section:
            table["site"].pop(name)
        return True


def trial(workers: Workers, settings: Settings, name: str, wanted: Site, item: Item, number: str) -> dict[str, Any]:
    """What rules would change in the reading of a page; nothing is kept.

    Args:
        workers: who reads it.
        settings: that count now.
        name: of the site.
        wanted: the rules.
        item: the page's address.
        number: of the narration whose kept page is taken; empty fetches the address.

    Raises:
        SettingsError: a selector is none, or the page cannot be read.
    """
    key = secrets.token_hex(8)
    found = workers.done(partial(tried, key, number, name, wanted), item)
    store = Library(settings.output).store
    content = store.get(f"{TRIALS}/{key}.json")
    if found.state == record.FAILED or content is None:
        raise SettingsError(found.reason, found.hint)
    store.remove(f"{TRIALS}/{key}.json")
    told: dict[str, Any] = json.loads(content)
    return told


def tried(
    key: str,
    number: str,
    name: str,
    wanted: Site,
    item: Item,
    settings: Settings,
    wait_s: float,
    pool: Pool,
    tell: Tell,
) -> Record:
    """Read a page by the rules that count and by others, in a child; the comparison is written down under ``key``."""
    from narrator import fetch

    begun = time.monotonic()
    store = Library(settings.output).store
    try:
        kept = work.kept(store, number) if number else None
        if number and kept is None:
            raise ConflictError("the page of this article is not kept any more", "give its address")
        page = kept or fetch.page(item.source, settings)
        told = _compared(page, settings, name, wanted)
        store.put(f"{TRIALS}/{key}.json", json.dumps(told, ensure_ascii=False).encode())
        return Record(item.source, record.FORESEEN, title=told["title"], took_s=time.monotonic() - begun)
    except Exception as error:  # a page's surprise must not end the child
        return record.failure(item.source, error, stage=work.READING, took_s=time.monotonic() - begun)


def _compared(page: Page, settings: Settings, name: str, wanted: Site) -> dict[str, Any]:
    others = {each: table for each, table in settings.site.items() if each != name}
    page = page if page.url else dataclasses.replace(page, url=f"https://{name}/")
    before = reading(page, settings)
    after = reading(page, dataclasses.replace(settings, site=Tables({**others, name: wanted})))
    was = {key: is_read for key, is_read, _, _ in _verdicts(before)}
    lines = [
        {"text": key[0], "is_read": is_read, "was_read": was.get(key, False), "rule": rule, "selector": selector}
        for key, is_read, rule, selector in _verdicts(after)
    ]
    return {"title": after.article.title, "lines": lines, "words": _words(after), "words_before": _words(before)}


def _verdicts(read: Reading) -> Iterator[tuple[tuple[str, int], bool, str, str]]:
    seen: Counter[str] = Counter()
    for line in read.lines:
        text = plain(line.text)
        yield (text, seen[text]), line.cut is None, line.cut.value if line.cut else "", line.selector
        seen[text] += 1


def _words(read: Reading) -> int:
    return sum(len(block.text.split()) for block in read.article.blocks if block.is_read)


def shown(settings: Settings) -> list[Mapping[str, Any]]:
    """All sites with rules of their own."""
    return [
        {"host": name, "read": list(each.read), "skip": list(each.skip), "language": each.language}
        for name, each in settings.site.items()
    ]
