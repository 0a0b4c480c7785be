"""Frozen settings: flags over ``NARRATOR_*`` over ``narrator.toml`` over defaults."""

from __future__ import annotations

import dataclasses
import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType, NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from narrator import languages
from narrator.errors import SettingsError

FILE = "narrator.toml"
ENVIRONMENT = "NARRATOR_"


@dataclass(frozen=True, slots=True)
class Site:
    """What is particular to one site: CSS selectors to read and to skip."""

    read: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    lexicon: tuple[Path, ...] = ()
    language: str | None = None

    def __post_init__(self) -> None:
        """Bring the language into its usual form."""
        if self.language is not None:
            object.__setattr__(self, "language", _tag(self.language, "the language of a site"))


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set, one field a key; the docstring under a field is its help.

    A field whose metadata says ``recipe=False`` does not change what is heard or written,
    so that changing it makes no finished narration stale.
    """

    output: str = field(default="audio_out", metadata={"recipe": False})
    """Folder, or address of an object store, where narrations are written."""

    # the voice
    voice: str | None = None
    """``engine:name``; None picks one by the article's language."""
    language: str | None = None
    """BCP 47; None takes the page's own, else detects it."""
    rate: float = 1.0
    """Pace, 0.5 to 2.0."""
    pitch: float = 0.0
    """Semitones, -12 to 12, where the engine has it."""
    lexicon: tuple[Path, ...] = ()
    """Pronunciation files of the publisher, the later the stronger; a site's own come after them."""
    article_lexicon: tuple[Path, ...] = ()
    """Pronunciation files of one run (``--lexicon``), stronger than those of the publisher and the site."""

    # the sound
    format: tuple[str, ...] = ("mp3",)
    """One or several of mp3, m4a, opus, flac, wav."""
    bitrate: int | None = None
    """kbit/s; None takes each format's own default for speech."""
    vbr: bool = False
    """Variable bit rate, where the format has it."""
    loudness: float = -16.0
    """Loudness as played, in LUFS: a mono file measures 3 LU less."""
    intro: Path | None = None
    """A sound file to play before the label."""
    outro: Path | None = None
    """A sound file to play at the end."""
    cover: Path | None = None
    """A JPEG or PNG; None takes the article's lead image where it can be had."""

    # the label
    label: str | None = None
    """The wording of the disclosure; None takes narrator's own in the article's language."""
    spoken_label: bool = True
    """Whether the label is spoken first."""
    reminder_minutes: float = 15.0
    """A short spoken reminder of the label that often; 0 turns it off."""
    sign: bool = True
    """Whether content credentials are signed into the file."""
    certificate: Path | None = None
    """PEM chain of the publisher's own certificate."""
    key: Path | None = field(default=None, repr=False)
    """PEM private key of that certificate."""
    timestamp_url: str = field(default="", metadata={"recipe": False})
    """Address of a time-stamping authority (RFC 3161) that dates signatures; empty for none."""
    make_keys: bool = field(default=True, metadata={"recipe": False})
    """Make a local key where none is given; without it such a run fails instead of inventing a signer."""

    # the article
    keep: tuple[str, ...] = ()
    """Regular expressions: a line that matches is read whatever the rules say."""
    captions: bool = False
    """Read captions of pictures aloud."""
    page: bool = True
    """Write a page that follows the voice."""
    site: Mapping[str, Site] = field(default_factory=lambda: MappingProxyType({}))
    """Tables per host: selectors to read and to skip, lexicon, language."""

    # the way there
    workers: int | None = field(default=None, metadata={"recipe": False})
    """Voices that speak at the same time; None takes as many as the cores and the work are worth."""
    cache_dir: Path | None = field(default=None, metadata={"recipe": False})
    """Where clips are kept; None takes the user's cache folder."""
    cache_gb: float = field(default=5.0, metadata={"recipe": False})
    """The cache's size cap, in gigabytes."""
    allow_private: bool = field(default=False, metadata={"recipe": False})
    """Fetch from addresses that are not public."""
    ignore_robots: bool = field(default=False, metadata={"recipe": False})
    """Fetch what robots.txt forbids."""
    proxy: str | None = field(default=None, repr=False, metadata={"recipe": False})
    """``http://host:port`` (or https, socks5) to fetch through; None takes the environment's, ``none`` takes none."""
    host_pause: float = field(default=0.5, metadata={"recipe": False})
    """Seconds between two pages of one host, for all workers together."""

    def __post_init__(self) -> None:
        """Refuse what is out of range, naming the key."""
        for name, low, high in (
            ("rate", 0.5, 2.0),
            ("pitch", -12, 12),
            ("loudness", -40, -8),
            ("cache_gb", 0, 1e6),
            ("host_pause", 0, 60),
        ):
            if not low <= getattr(self, name) <= high:
                raise SettingsError(f"{name} is {getattr(self, name)}", f"it must be from {low:g} to {high:g}")
        if self.language is not None:
            object.__setattr__(self, "language", _tag(self.language, "language") if self.language else None)
        if self.workers is not None and self.workers < 1:
            raise SettingsError(f"workers is {self.workers}", "it must be 1 or more")
        if self.reminder_minutes < 0:
            raise SettingsError(f"reminder_minutes is {self.reminder_minutes:g}", "0 turns the reminder off")
        if self.timestamp_url and not self.timestamp_url.startswith(("http://", "https://")):
            raise SettingsError(f"timestamp_url is {self.timestamp_url!r}", "it must begin with http:// or https://")
        if (self.certificate is None) != (self.key is None):
            raise SettingsError("certificate and key go together", "give both, or neither")


def _tag(given: str, name: str) -> str:
    """A language's tag in its usual form: ``de-DE`` of ``de_DE``.

    Raises:
        SettingsError: it is none.
    """
    tag = languages.of(given).tag
    if not tag:
        raise SettingsError(f"{name} is {given!r}", "it must be a language's tag (BCP 47), as en, de-AT or zh-Hant")
    return tag


FIELDS: Mapping[str, Any] = MappingProxyType({f.name: f for f in dataclasses.fields(Settings)})
RECIPE_0_1 = (
    *("article_lexicon", "bitrate", "captions", "certificate", "cover", "format", "intro", "keep", "key", "label"),
    *("language", "lexicon", "loudness", "outro", "page", "pitch", "rate", "reminder_minutes", "sign", "site"),
    *("spoken_label", "vbr", "voice"),
)
"""The settings of narrator 0.1 that were part of a narration's digest: see ``recipe_0_1``."""


def load(
    flags: Mapping[str, object],
    config: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Settings:
    """The settings of one run.

    Args:
        flags: what the command line gave; a value of None means not given.
        config: the file to read; None reads ``narrator.toml`` of the working folder where there is one.
        environment: os.environ unless given.

    Raises:
        SettingsError: an unknown key, with the nearest known one; a value of the wrong kind or range.
    """
    environment = os.environ if environment is None else environment
    values: dict[str, object] = {}
    values.update(_from_file(config))
    values.update(_from_environment(environment))
    values.update({name: value for name, value in flags.items() if value is not None})
    hints = get_type_hints(Settings)
    return Settings(**{name: _coerced(name, value, hints[name]) for name, value in values.items()})  # type: ignore[arg-type]


def recipe(settings: Settings) -> dict[str, object]:
    """The settings that change what is heard or written and are not at their defaults, as plain values.

    Defaults are left out, so that a setting that a later narrator adds makes no finished narration stale.
    """
    return {
        name: _plain(getattr(settings, name))
        for name, each in sorted(FIELDS.items())
        if each.metadata.get("recipe", True) and getattr(settings, name) != _default(each)
    }


def recipe_0_1(settings: Settings) -> dict[str, object] | None:
    """The settings as narrator 0.1 put them into a digest; None where one is used that it did not have."""
    if recipe(settings).keys() - RECIPE_0_1:
        return None
    return {name: _plain(getattr(settings, name)) for name in RECIPE_0_1}


def _default(each: dataclasses.Field[Any]) -> object:
    if each.default_factory is not dataclasses.MISSING:
        return each.default_factory()
    return each.default


def _from_file(config: Path | None) -> dict[str, object]:
    path = config or Path(FILE)
    if config is None and not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not TOML: {error}") from error
    for name in table:
        _known(name, tuple(FIELDS), str(path))
    return _beside(table, path.parent)


def _beside(table: dict[str, object], folder: Path) -> dict[str, object]:
    """Relative paths in a settings file are meant from its own folder."""
    out = dict(table)
    for name in ("intro", "outro", "cover", "certificate", "key", "cache_dir"):
        if isinstance(value := out.get(name), str):
            out[name] = str(folder / Path(value).expanduser())
    if "lexicon" in out:
        out["lexicon"] = _paths(out["lexicon"], folder)
    sites = out.get("site")
    if isinstance(sites, dict):
        out["site"] = {
            host: {**site, "lexicon": _paths(site["lexicon"], folder)}
            if isinstance(site, dict) and "lexicon" in site
            else site
            for host, site in sites.items()
        }
    return out


def _paths(value: object, folder: Path) -> list[str]:
    names = value if isinstance(value, list | tuple) else [value]
    return [str(folder / Path(str(name)).expanduser()) for name in names]


def _from_environment(environment: Mapping[str, str]) -> dict[str, object]:
    out: dict[str, object] = {}
    for key, value in environment.items():
        if key.startswith(ENVIRONMENT) and key != ENVIRONMENT + "CONFIG":
            name = key.removeprefix(ENVIRONMENT).lower()
            _known(name, tuple(FIELDS), "the environment")
            out[name] = value
    return out


def _known(name: str, names: tuple[str, ...], where: str) -> None:
    if name not in names:
        near = difflib.get_close_matches(name, names, 1, 0.0)
        raise SettingsError(
            f"{where} sets {name!r}, which is no setting", f"the nearest is {near[0]!r}" if near else ""
        )


def _coerced(name: str, value: object, kind: Any) -> object:
    """``value`` as the field's type: strings come from the environment, lists from TOML, tuples from click."""
    if name == "site":
        return _sites(value)
    if get_origin(kind) is UnionType:
        if value is None or value == "":
            return None
        kind = next(each for each in get_args(kind) if each is not NoneType)
    try:
        if get_origin(kind) is tuple:
            return _many(value, get_args(kind)[0])
        if kind is bool:
            return _truth(value)
        return kind(value)
    except (TypeError, ValueError) as error:
        raise SettingsError(f"{name} is {value!r}", f"it must be {_article(kind)}") from error


def _many(value: object, kind: type) -> tuple[object, ...]:
    items = value.split(",") if isinstance(value, str) else value
    if not isinstance(items, list | tuple):
        raise TypeError(value)
    return tuple(kind(item.strip() if isinstance(item, str) else item) for item in items if item != "")


def _truth(value: object) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    if isinstance(value, bool):
        return value
    if str(value).lower() not in words:
        raise ValueError(value)
    return words[str(value).lower()]


def _article(kind: Any) -> str:
    names = {bool: "true or false", float: "a number", int: "a whole number", str: "text", Path: "a path"}
    return names.get(kind, "a list")


def _sites(value: object) -> Mapping[str, Site]:
    if not isinstance(value, Mapping):
        raise SettingsError(f"site is {value!r}", 'write it as a table: [site."example.org"]')
    out = {}
    hints = get_type_hints(Site)
    for host, table in value.items():
        if isinstance(table, Site):
            out[host] = table
            continue
        if not isinstance(table, Mapping):
            raise SettingsError(f"site.{host} is {table!r}", "it must be a table")
        for name in table:
            _known(name, tuple(hints), f"site.{host}")
        out[host] = Site(**{name: _coerced(f"site.{host}.{name}", v, hints[name]) for name, v in table.items()})  # type: ignore[arg-type]
    return MappingProxyType(out)


def _plain(value: object) -> object:
    """A JSON-able form of a setting; a file counts by its content, so that an edited lexicon is a new recipe."""
    if isinstance(value, Path):
        return _content(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {host: _plain(dataclasses.asdict(v) if isinstance(v, Site) else v) for host, v in sorted(value.items())}
    return value


def _content(path: Path) -> str:
    import hashlib

    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}") from error
