"""What a setting is made of: its default, its section, its help, its range; options and documents come from these."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints

from narrator.errors import SettingsError

T = TypeVar("T")
PLAIN = {
    "section": None,
    "help": "",
    "value": "",
    "low": None,
    "high": None,
    "choices": (),
    "flags": None,
    "recipe": True,
}
"""What a field is about that was not made by ``setting``, as those of a table of one site."""


class Section(StrEnum):
    """What a setting is about, in the order in which help and documents list them."""

    OUTPUT = "Output"
    ARTICLE = "Article"
    VOICE = "Voice"
    SOUND = "Sound"
    LABEL = "Label"
    REVIEW = "Doubts and review"
    FETCH = "Fetching"


def setting(
    default: Any = dataclasses.MISSING,
    *,
    section: Section,
    help: str,  # noqa: A002 - click has the same word for the same thing
    value: str = "",
    low: float | None = None,
    high: float | None = None,
    choices: tuple[str, ...] = (),
    flags: tuple[str, ...] | None = None,
    recipe: bool = True,
    repr: bool = True,  # noqa: A002 - dataclasses has the same word for the same thing
    default_factory: Any = dataclasses.MISSING,
) -> Any:
    """A field of ``Settings``.

    Args:
        default: its value where nothing is set.
        section: what it is about.
        help: one line, which ends with a full stop: for the command's help and the table of settings.
        value: what stands for the value in help, as ``KBIT``.
        low: the smallest number that is allowed.
        high: the largest number that is allowed.
        choices: the only words that are allowed.
        flags: of the command line; None makes ``--name`` of the name, an empty tuple makes no option.
        recipe: whether it changes what is heard or written, so that changing it makes finished narrations stale.
        repr: whether its value may be shown.
        default_factory: makes the default, where it is no constant.
    """
    metadata = {
        "section": section,
        "help": help,
        "value": value,
        "low": low,
        "high": high,
        "choices": choices,
        "flags": flags,
        "recipe": recipe,
    }
    if default_factory is not dataclasses.MISSING:
        return dataclasses.field(default_factory=default_factory, repr=repr, metadata=metadata)
    return dataclasses.field(default=default, repr=repr, metadata=metadata)


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """A setting as options, files and documents see it."""

    name: str
    default: Any
    kind: Any
    """The type of one value: ``float`` of ``float | None``, ``str`` of ``tuple[str, ...]``."""
    is_list: bool
    """Whether it takes several values."""
    is_optional: bool
    """Whether None is a value: then narrator decides."""
    section: Section | None
    help: str
    value: str
    low: float | None
    high: float | None
    choices: tuple[str, ...]
    flags: tuple[str, ...] | None
    recipe: bool


class Tables(Mapping[str, T], Generic[T]):
    """Named tables of the settings file, as ``[site."example.org"]``: a mapping that hashes, compares and pickles."""

    __slots__ = ("_pairs",)

    def __init__(self, tables: Mapping[str, T] | None = None) -> None:
        self._pairs = tuple(sorted((tables or {}).items()))

    def __getitem__(self, name: str) -> T:
        for known, table in self._pairs:
            if known == name:
                return table
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self._pairs)

    def __len__(self) -> int:
        return len(self._pairs)

    def __hash__(self) -> int:
        return hash(self._pairs)

    def __eq__(self, other: object) -> bool:
        return dict(self) == dict(other) if isinstance(other, Mapping) else NotImplemented

    def __repr__(self) -> str:
        return f"Tables({dict(self._pairs)!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Tables, (dict(self._pairs),)


def fields_of(kind: type[Any]) -> dict[str, Field]:
    """The settings of a class, by name, in its order."""
    hints = get_type_hints(kind)
    return {each.name: _field(each, hints[each.name]) for each in dataclasses.fields(kind)}


def checked(name: str, value: object, each: Field) -> None:
    """Refuse what is out of range.

    Raises:
        SettingsError: naming the key and what is allowed.
    """
    if value == () and each.default:
        raise SettingsError(f"{name} is empty", f"it must be one or more of {', '.join(each.choices)}")
    for one in value if isinstance(value, tuple) else (value,):
        if each.choices and one is not None and one not in each.choices:
            raise SettingsError(
                f"{name} is {one!r}", f"it must be {', '.join(each.choices[:-1])} or {each.choices[-1]}"
            )
        if not isinstance(one, int | float) or isinstance(one, bool):
            continue
        low = each.low if each.low is not None else float("-inf")
        high = each.high if each.high is not None else float("inf")
        if not low <= one <= high:  # nan is neither
            raise SettingsError(f"{name} is {one:g}", f"it must be {_range(each)}")


def _range(each: Field) -> str:
    if each.low is not None and each.high is not None:
        return f"from {each.low:g} to {each.high:g}"
    return f"{each.low:g} or more" if each.low is not None else f"{each.high:g} or less"


def _field(each: dataclasses.Field[Any], hint: Any) -> Field:
    is_optional = get_origin(hint) is UnionType
    kind = next(part for part in get_args(hint) if part is not NoneType) if is_optional else hint
    is_list = get_origin(kind) is tuple
    default = each.default
    if each.default_factory is not dataclasses.MISSING:
        default = each.default_factory()
    known = {name: each.metadata.get(name, fallback) for name, fallback in PLAIN.items()}
    return Field(each.name, default, get_args(kind)[0] if is_list else kind, is_list, is_optional, **known)
