"""Kinds of source: what a file, an answer or a text is, by what it contains, what it was declared as, and its name.

What a source contains is believed before its name and its Content-Type: servers call everything ``text/plain``, and
people rename. The kinds are data (``mediatypes.toml``).
"""

from __future__ import annotations

import json
import re
import tomllib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any
from zipfile import BadZipFile, ZipFile

HTML, MARKDOWN, PLAIN = "text/html", "text/markdown", "text/plain"
TEXTS = (HTML, MARKDOWN, PLAIN)
"""What is text already; all else that is read is a document, which is made text first."""
HEAD = 65_536
"""Bytes that are looked at of a text."""
ROOT = re.compile(
    r"\A\s*+(?>(?:<\?[^>]*\?>|<!--.*?-->|<!DOCTYPE[^>\[]*+(?:\[[^\]]*\])?[^>]*>)\s*)*+<(?:[\w.-]+:)?([\w.-]+)(?=[\s/>])",
    re.DOTALL,
)
PAGE = re.compile(r"\s*+(?>(?:<\?xml[^>]*>|<!--.*?-->)\s*)*+(?:<!doctype\s+html|<html\b)", re.IGNORECASE | re.DOTALL)
"""How a whole page begins, whatever it was declared as."""
PROLOG = re.compile(r"\A\s*<(?:\?xml|!DOCTYPE|!--|[A-Za-z])")
MEMBERS = 4_000
"""Files of a ZIP archive whose names are looked at."""
NOTHING_SAID = (
    "",
    "application/octet-stream",
    "binary/octet-stream",
    "application/x-download",
    "application/force-download",
)
"""Content types of servers that do not know."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a source is."""

    media_type: str
    """The registered one; empty where it has none."""
    name: str
    """As it is called in a message: ``a PDF``."""
    is_read: bool = False
    hint: str = ""
    """What would help where it is not read."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """How a kind is known."""

    kind: Kind
    types: tuple[str, ...]
    endings: tuple[str, ...]
    starts: tuple[bytes, ...]
    at: int
    member: str
    mimetype: str
    root: re.Pattern[str] | None
    beside: re.Pattern[str] | None
    text: re.Pattern[str] | None
    marks: tuple[re.Pattern[str], ...]
    least: int
    json: bool
    holds: bool
    packed: bool


def of(name: str, declared: str, body: bytes) -> Kind | None:
    """What a source is; None for a text that nobody declared and that is nothing but text.

    Args:
        name: of the file, or the path of its address.
        declared: the content type that came with it; empty where nobody said.
        body: what is in it.
    """
    if (kind := _by_bytes(body)) is not None:
        return _held(kind, name, declared) or kind
    stated, named = _text_of(of_type(declared)), _text_of(of_name(name))
    told = stated or named
    if stated is not None and stated.media_type == PLAIN and named is not None and named.media_type != HTML:
        told = named
    text = body[:HEAD].decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")
    return _by_text(text, body, told) or told


def _held(container: Kind, name: str, declared: str) -> Kind | None:
    """What a file is that begins as files of many kinds do, by its ending or type: an ``.xls`` begins as a ``.doc``."""
    rules = {rule.kind: rule for rule in _rules()}
    kinds = (of_name(name), of_type(declared)) if rules[container].holds else ()
    return next((kind for kind in kinds if kind is not None and rules[kind].packed), None)


def _text_of(kind: Kind | None) -> Kind | None:
    """A kind that a text may be; None for a document whose first bytes would have told it, as a page sent as PDF."""
    rule = next((rule for rule in _rules() if rule.kind is kind), None)
    is_packed = rule is not None and bool(rule.starts or rule.member or rule.mimetype)
    return None if kind is None or (kind.is_read and is_packed) else kind


def of_name(name: str) -> Kind | None:
    """The kind of a file by its ending; None for an unknown one."""
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    return next((rule.kind for rule in _rules() if suffix and suffix in rule.endings), None)


def of_type(declared: str) -> Kind | None:
    """The kind that a Content-Type header names; None for an unknown one and for none."""
    media_type = declared.split(";")[0].strip().lower()
    if media_type in NOTHING_SAID:
        return None
    wide = media_type.partition("/")[0] + "/*"
    exact = next((rule.kind for rule in _rules() if media_type in rule.types), None)
    return exact or next((rule.kind for rule in _rules() if wide in rule.types), None)


def endings() -> tuple[str, ...]:
    """The endings of all files that are read."""
    return tuple(ending for rule in _rules() if rule.kind.is_read for ending in rule.endings)


def types() -> tuple[str, ...]:
    """The content types of all that is read."""
    return tuple(media_type for rule in _rules() if rule.kind.is_read for media_type in rule.types)


def _by_bytes(body: bytes) -> Kind | None:
    """A kind that its first bytes tell, or the names of the files in it."""
    if body.startswith(b"PK\x03\x04"):
        return _packed(body)
    for rule in _rules():
        if any(body.startswith(start, rule.at) for start in rule.starts):
            return rule.kind
    if b"%PDF-" in body[:1024] and body[:1] not in (b"<", b"{"):  # some begin with rubbish (ISO 32000, annex H)
        return of_type("application/pdf")
    return None


def _packed(body: bytes) -> Kind | None:
    """What a ZIP archive is, by the files that are in it."""
    stored, names = "", list[str]()
    try:
        with ZipFile(BytesIO(body)) as archive:
            names = archive.namelist()[:MEMBERS]
            if "mimetype" in names:
                stored = archive.open("mimetype").read(100).decode("ascii", "replace").strip()
    except (BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, zlib.error):
        mimetype = re.match(rb"mimetype(application/[a-z.+-]+)", body[30:200])
        stored = mimetype[1].decode("ascii") if mimetype else ""
    for rule in _rules():
        if rule.mimetype and stored and fnmatchcase(stored, rule.mimetype):
            return rule.kind
        if rule.member and any(fnmatchcase(name, rule.member) for name in names):
            return rule.kind
    return of_type("application/zip")


def _by_text(text: str, body: bytes, told: Kind | None) -> Kind | None:
    """A kind that a text tells: by what it begins with; one that nobody declared also by its marks."""
    is_open = told is None or told.media_type == PLAIN
    if (kind := _misnamed(text, body, told)) is not None:
        return kind
    for rule in _rules():
        if rule.text is not None and (is_open or told is rule.kind or rule.kind.is_read) and _matches(rule, text, body):
            return rule.kind
    if told is None or told.media_type in (PLAIN, "application/xml"):
        if (kind := _by_root(text)) is not None:
            return kind
        if not is_open:
            return None
        if text.lstrip()[:1] in ("{", "[") and _is_json(body):
            return next(rule.kind for rule in _rules() if rule.json)
        for rule in _rules():
            if rule.marks and sum(mark.search(text) is not None for mark in rule.marks) >= rule.least:
                return rule.kind
    return None


def _misnamed(text: str, body: bytes, told: Kind | None) -> Kind | None:
    """What is called plain text and is a page, or called a page and is XML or JSON; None for what may be so called."""
    is_page, first = PAGE.match(text) is not None, text.lstrip()[:5]
    if told is None or told.media_type not in (PLAIN, HTML):
        return None
    if told.media_type == PLAIN:
        return of_type(HTML) if is_page else None
    if first == "<?xml" and not is_page:
        return _by_root(text)
    return next(rule.kind for rule in _rules() if rule.json) if first[:1] in ("{", "[") and _is_json(body) else None


def _matches(rule: _Rule, text: str, body: bytes) -> bool:
    """Whether a text begins as a kind does; a notebook says what it is at its end."""
    assert rule.text is not None
    if rule.kind.media_type == "application/x-ipynb+json":
        return text.lstrip()[:1] == "{" and b'"nbformat"' in body and b'"cells"' in body and _is_json(body)
    return rule.text.match(text) is not None


def _by_root(text: str) -> Kind | None:
    """The kind of an XML document, by its root element; None for a page and for what is no XML."""
    if not PROLOG.match(text) or (root := ROOT.match(text)) is None:
        return None
    for rule in _rules():
        if rule.root is None or not rule.root.fullmatch(root[1]):
            continue
        if rule.root.pattern == ".*":
            return None if root[1].lower() in _pages() else rule.kind
        if rule.beside is None or rule.beside.search(text[:8192]):
            return rule.kind
    return None


def _is_json(body: bytes) -> bool:
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        lines = body[:HEAD].split(b"\n", 2)
        return len(lines) > 1 and lines[0].lstrip()[:1] == b"{" and _is_object(lines[0]) and _is_object(lines[1])
    return isinstance(parsed, dict | list)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return tomllib.loads(files("narrator").joinpath("mediatypes.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _pages() -> frozenset[str]:
    return frozenset(_table()["pages"])


@lru_cache(maxsize=1)
def _rules() -> tuple[_Rule, ...]:
    return tuple(_read(_table()["kind"]))


def _read(tables: list[dict[str, object]]) -> Iterator[_Rule]:
    for table in tables:
        many = {
            name: tuple(str(each) for each in _listed(table.get(name)))
            for name in ("types", "endings", "starts", "marks")
        }
        one = {name: str(table.get(name, "")) for name in ("member", "mimetype", "root", "beside", "text", "hint")}
        kind = Kind(next(iter(many["types"]), ""), str(table["name"]), table.get("reads") is True, one["hint"])
        yield _Rule(
            kind,
            many["types"],
            many["endings"],
            tuple(each.encode("latin-1") for each in many["starts"]),
            int(str(table.get("at", 0))),
            one["member"],
            one["mimetype"],
            _pattern(one["root"]),
            _pattern(one["beside"]),
            _pattern(one["text"]),
            tuple(re.compile(each) for each in many["marks"]),
            int(str(table.get("least", 0))),
            table.get("json") is True,
            table.get("holds") is True,
            table.get("packed") is True,
        )


def _pattern(text: str) -> re.Pattern[str] | None:
    return re.compile(text) if text else None


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []
