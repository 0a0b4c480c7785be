"""``narration.json``: the manifest on disk, written last; what is there and matches is done."""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache, partial
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from narrator import slug
from narrator.errors import SourceError
from narrator.model import DoubtKind, Narration

NAME = "narration.json"
SCHEMA = 2
"""Of the manifests that are written. 1 (narrator 0.1) is read too: see ``_upgraded``."""
LIMIT_BYTES = 64 * 1024 * 1024

T = TypeVar("T")
Reader = Callable[[Any], Any]


def encoded(narration: Narration) -> str:
    """The manifest as JSON text, UTF-8 safe, with a final newline."""
    return json.dumps({"schema": SCHEMA, **plain(narration)}, ensure_ascii=False, indent=1) + "\n"


def decoded(text: str | bytes) -> Narration:
    """The narration of a manifest's text.

    Raises:
        SourceError: it is no manifest, or one of a newer schema.
    """
    try:
        if len(text) > LIMIT_BYTES:
            raise ValueError("too large")
        table = json.loads(text)
        if not isinstance(table, dict):
            raise ValueError("no table")
        return _contained(typed(Narration, _upgraded(table, table.pop("schema", None))))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise SourceError(f"not a manifest of narrator: {error}", "make the narration again") from error


def _contained(narration: Narration) -> Narration:
    """The narration, whose names lead to nothing outside of its own folder.

    Raises:
        ValueError: one does, as in a manifest that somebody planted: its files are read, served and taken away by name.
    """
    for name in (narration.slug, *(file.name for file in narration.files)):
        if not slug.is_safe(name):
            raise ValueError(f"{name[:80]!r} is no name of a file in its folder")
    return narration


def _upgraded(table: dict[str, Any], schema: object) -> dict[str, Any]:
    """A manifest's table as this schema has it; the table itself where it is of this schema.

    Raises:
        ValueError: the schema is newer than this narrator, or none at all.
    """
    if schema == SCHEMA:
        return table
    if schema != 1:
        raise ValueError(f"its schema is {schema!r}, and this narrator reads 1 to {SCHEMA}")
    article = dict(table["article"])
    warnings = [*table.pop("warnings", ()), *article.pop("warnings", ())]
    return {
        **table,
        "article": article,
        "doubts": [{"kind": DoubtKind.REMARK.value, "text": each} for each in warnings],
    }


def plain(value: Any) -> Any:
    """A dataclass as dictionaries and lists, fields at their defaults left out below the top."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value) if not _default(value, f)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value


def typed(kind: type[T], table: Any) -> T:
    """``table`` as the dataclass ``kind``; unknown keys, missing keys and wrong kinds raise."""
    if not isinstance(table, Mapping):
        raise TypeError(f"{kind.__name__} is not a table")
    readers = _readers(kind)  # type: ignore[arg-type]  # a dataclass is hashable; mypy asks T
    if unknown := set(table) - set(readers):
        raise KeyError(f"{kind.__name__} has no {sorted(unknown)[0]!r}")
    return kind(**{name: readers[name](each) for name, each in table.items()})


@cache
def _readers(kind: type[Any]) -> Mapping[str, Reader]:
    """What reads each field of a dataclass, found once: a manifest has thousands of values of few kinds."""
    return {name: _reader(hint) for name, hint in get_type_hints(kind).items()}


def _default(value: Any, each: dataclasses.Field[Any]) -> bool:
    return each.default is not dataclasses.MISSING and bool(getattr(value, each.name) == each.default)


@cache
def _reader(kind: Any) -> Reader:
    """What makes a value of a kind out of JSON's; it raises TypeError or ValueError for what is none."""
    origin = get_origin(kind)
    if origin in (types.UnionType, Union):
        inner = _reader(next(each for each in get_args(kind) if each is not types.NoneType))
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        return partial(_list, _reader(get_args(kind)[0]))
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return partial(typed, kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return partial(_scalar, kind)


def _list(inner: Reader, value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return tuple(map(inner, value))


def _scalar(kind: type[Any], value: Any) -> Any:
    if type(value) is kind:
        return value
    if kind is float and type(value) is int:
        return float(value)
    raise TypeError(f"{value!r} is not {kind.__name__}")
