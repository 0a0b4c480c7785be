"""Where settings come from: the file, the environment, the command line; their values brought to the fields' types."""

from __future__ import annotations

import dataclasses
import difflib
import logging
import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args, get_origin

from narrator.errors import SettingsError
from narrator.settings.fields import Field, Tables, fields_of

FILE = "narrator.toml"
ENVIRONMENT = "NARRATOR_"
NOT_SETTINGS = frozenset({"config", "studio_token"})
"""Variables of that prefix that the command itself reads."""
OF_PUBLISHING = frozenset({"publish", "feed"})
"""Tables of the settings file that ``Publishing`` reads: they change nothing that is narrated."""
TRUTH = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
log = logging.getLogger(__name__)


def loaded(
    fields: Mapping[str, Field], config: Path | None, environment: Mapping[str, str] | None, given: Mapping[str, object]
) -> dict[str, Any]:
    """The values that are set anywhere, the stronger source first, each of its field's type.

    Raises:
        SettingsError: an unknown key of the file or of ``given``; a value of the wrong kind.
    """
    for name in given:
        _require_known(name, fields, "narrator")
    variables = os.environ if environment is None else environment
    for name in unknown(fields, variables):
        log.warning("%s is in the environment and is no setting%s", ENVIRONMENT + name.upper(), _nearest(name, fields))
    values: dict[str, object] = {
        **from_file(fields, config),
        **from_environment(fields, variables),
        **{name: value for name, value in given.items() if value is not None},
    }
    return {name: _typed(name, value, fields[name]) for name, value in values.items()}


def from_file(fields: Mapping[str, Field], config: Path | None) -> dict[str, object]:
    """What the settings file says; relative paths in it are meant from its own folder.

    Raises:
        SettingsError: it cannot be read, is no TOML, or has a key that is no setting.
    """
    table, path = settings_file(config)
    table = {name: value for name, value in table.items() if name not in OF_PUBLISHING}
    for name in table:
        _require_known(name, fields, str(path))
    return {name: _beside(value, fields[name], path.parent) for name, value in table.items()}


def settings_file(config: Path | None) -> tuple[dict[str, Any], Path]:
    """The tables of the settings file and where it is; empty where none is given and the working folder has none.

    Raises:
        SettingsError: it cannot be read, or is no TOML.
    """
    path = config or Path(FILE)
    if config is None and not os.path.lexists(path):
        return {}, path
    try:
        if config is None and path.exists() and not path.is_file():  # a pipe would be waited for without end
            raise SettingsError(f"{path} is no file", "the settings are in a text file of that name")
        return tomllib.loads(path.read_text(encoding="utf-8-sig")), path  # editors of Windows write a byte order mark
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is not in UTF-8", "save it again in that encoding") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"{path} is not TOML: {error}") from error


def of_table(name: str, table: object, fields: Mapping[str, Field], folder: Path) -> dict[str, Any]:
    """The values of one table of the settings file, each of its field's type, paths meant from ``folder``.

    Raises:
        SettingsError: it is no table, has an unknown key, or a value of the wrong kind.
    """
    if not isinstance(table, Mapping):
        raise SettingsError(f"{name} is {table!r}", "it must be a table")
    for key in table:
        _require_known(key, fields, name)
    return {
        key: _typed(f"{name}.{key}", _beside(each, fields[key], folder), fields[key]) for key, each in table.items()
    }


def from_environment(fields: Mapping[str, Field], environment: Mapping[str, str]) -> dict[str, object]:
    """What ``NARRATOR_*`` says."""
    return {name: environment[key] for key, name in _variables(environment) if name in fields}


def unknown(fields: Mapping[str, Field], environment: Mapping[str, str]) -> Iterator[str]:
    """The names after ``NARRATOR_`` that are no settings; they are no errors, since they may be another program's."""
    return (name for _, name in _variables(environment) if name not in fields)


def _variables(environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for key in environment:
        name = key.removeprefix(ENVIRONMENT).lower()
        if key.startswith(ENVIRONMENT) and name not in NOT_SETTINGS:
            yield key, name


def _beside(value: object, field: Field, folder: Path) -> object:
    """A value of the settings file with the paths in it meant from the file's folder."""
    if get_origin(field.kind) is Mapping and isinstance(value, Mapping):
        inner = fields_of(get_args(field.kind)[1])
        return {
            name: {key: _beside(each, inner[key], folder) if key in inner else each for key, each in table.items()}
            if isinstance(table, Mapping)
            else table
            for name, table in value.items()
        }
    if field.kind is not Path:
        return value
    if isinstance(value, list):
        return [str(folder / Path(str(each)).expanduser()) for each in value]
    return str(folder / Path(value).expanduser()) if isinstance(value, str) and value else value


def _typed(name: str, value: object, field: Field) -> object:
    """``value`` as the field's type: strings come from the environment, lists from TOML, tuples from click."""
    if get_origin(field.kind) is Mapping:
        return _tables(name, value, get_args(field.kind)[1])
    if field.is_optional and value in (None, ""):
        return None
    try:
        return _many(value, field.kind) if field.is_list else _one(value, field.kind)
    except (TypeError, ValueError, OverflowError) as error:
        raise SettingsError(f"{name} is {value!r}", f"it must be {_described(field)}") from error


def _one(value: object, kind: Any) -> object:
    if kind is bool:
        return value if isinstance(value, bool) else _truth(value)
    if isinstance(value, bool | list | tuple | Mapping):
        raise TypeError(value)
    if kind is str and isinstance(value, int | float):
        raise TypeError(value)
    if kind is int and isinstance(value, float) and value != int(value):
        raise ValueError(value)
    return kind(value)


def _many(value: object, kind: Any) -> tuple[object, ...]:
    items = value.split(",") if isinstance(value, str) else value
    if not isinstance(items, list | tuple):
        raise TypeError(value)
    return tuple(_one(each.strip() if isinstance(each, str) else each, kind) for each in items if each != "")


def _truth(value: object) -> bool:
    if (word := str(value).lower()) not in TRUTH:
        raise ValueError(value)
    return TRUTH[word]


def _described(field: Field) -> str:
    kinds = {bool: "true or false", float: "a number", int: "a whole number", str: "text", Path: "a path"}
    return "a list" if field.is_list else kinds.get(field.kind, "text")


def _tables(name: str, value: object, kind: type[Any]) -> Tables[Any]:
    """Named tables, each as an object of ``kind``."""
    if not isinstance(value, Mapping):
        raise SettingsError(f"{name} is {value!r}", f'write it as tables: [{name}."example.org"]')
    inner = fields_of(kind)
    out = {}
    for title, table in value.items():
        if isinstance(table, kind):
            out[title] = table
            continue
        if not isinstance(table, Mapping):
            raise SettingsError(f"{name}.{title} is {table!r}", "it must be a table")
        for key in table:
            _require_known(key, inner, f"{name}.{title}")
        out[title] = kind(**{key: _typed(f"{name}.{title}.{key}", each, inner[key]) for key, each in table.items()})
    return Tables(out)


def _require_known(name: str, names: Iterable[str], where: str) -> None:
    known = tuple(names)
    if name not in known:
        raise SettingsError(f"{where} sets {name!r}, which is no setting", _nearest(name, known).removeprefix("; "))


def _nearest(name: str, names: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, tuple(names), 1, 0.0)
    return f"; the nearest is {near[0]!r}" if near else ""


def plain(value: object) -> object:
    """A setting's value for programs and people: paths as text, tables as dictionaries."""
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, Mapping):
        return {name: plain(each) for name, each in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    return value
