"""What the studio writes into lexicon files and ``narrator.toml``: rules and the budget; comments are kept."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from narrator import lexicon, preview
from narrator.errors import SettingsError
from narrator.lexicon import Entry
from narrator.store import atomic_write

OWN = "lexicon.toml"
"""Beside the settings file: pronunciations that count everywhere."""
LOCK = threading.Lock()


def checked(entry: Entry) -> str:
    """An entry as a lexicon file has it.

    Raises:
        SettingsError: it does not say how, or has phonemes that no voice speaks.
    """
    given = (("say", entry.say), ("ipa", entry.ipa), ("language", entry.language))
    lines = [f"{kind} = {json.dumps(value, ensure_ascii=False)}" for kind, value in given if value]
    text = "\n".join([f"[{json.dumps(entry.written, ensure_ascii=False)}]", *lines, ""])
    preview.checked(text, "the entry")
    return text


def learn(config: Path, entry: Entry, host: str = "") -> None:
    """Write an entry into the lexicon that counts everywhere, or on one site, in place of an older one.

    Args:
        config: the settings file; the lexicon stands beside it and is named in it.
        entry: what is said.
        host: of the site; empty for everywhere.

    Raises:
        SettingsError: the entry is none, or the settings file cannot be read.
    """
    text = checked(entry)
    name = f"lexicon-{host}.toml" if host else OWN
    with LOCK:
        path = config.parent / name
        before = lexicon.without(lexicon.read(path), entry.written, name) if path.exists() else ""
        atomic_write(path, (before + ("" if before[-1:] in ("", "\n") else "\n") + text).encode())
        _named(config, name, host)


def learned(config: Path) -> frozenset[str]:
    """The names whose pronunciation stands in the lexicon that counts everywhere."""
    path = config.parent / OWN
    return frozenset(each.written for each in lexicon.parsed(lexicon.read(path), OWN)) if path.exists() else frozenset()


def forget(config: Path, written: str) -> bool:
    """Take an entry out of the lexicon that counts everywhere; whether it was there."""
    with LOCK:
        path = config.parent / OWN
        if not path.exists():
            return False
        before = lexicon.read(path)
        after = lexicon.without(before, written, OWN)
        if after != before:
            atomic_write(path, after.encode())
        return after != before


def limit(config: Path, budget: float | None) -> None:
    """Write down what services may cost in a month; None for no limit.

    Raises:
        SettingsError: the settings file cannot be read.
    """
    with LOCK, changed(config) as table:
        if budget is None:
            table.pop("budget", None)
        else:
            table["budget"] = budget


def _named(config: Path, name: str, host: str) -> None:
    """Let the settings file name a lexicon."""
    with changed(config) as table:
        section = table
        for key in ("site", host) if host else ():
            if key not in section:
                section[key] = tomlkit.table(is_super_table=key == "site")
            section = section[key]
        names = section.setdefault("lexicon", tomlkit.array())
        if name not in names:
            names.append(name)


@contextmanager
def changed(config: Path) -> Iterator[Any]:
    """The settings file to be changed, its comments kept; written where something is another than before.

    Raises:
        SettingsError: it cannot be read, is no TOML, or has something else where a table is wanted.
    """
    try:
        before = config.read_text(encoding="utf-8") if config.exists() else ""
        table = tomlkit.parse(before)
        yield table
    except (OSError, UnicodeDecodeError, TOMLKitError, AttributeError, TypeError) as error:
        raise SettingsError(f"{config.name} cannot be changed: it is no settings file", "mend it by hand") from error
    if (after := tomlkit.dumps(table)) != before:
        atomic_write(config, after.encode())
