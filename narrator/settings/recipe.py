"""The settings of a narration as a part of its digest: when one of them changes, it is made again."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from pathlib import Path

from narrator.errors import SettingsError
from narrator.settings import Settings, fields

SPOKEN_BY = ("kind", "base_url", "model", "voice", "fields")
"""What is heard of a service; its price, its key and how many sentences go there at a time are not."""
FIELDS_0_1 = (
    *("article_lexicon", "bitrate", "captions", "certificate", "cover", "format", "intro", "keep", "key", "label"),
    *("language", "lexicon", "loudness", "outro", "page", "pitch", "rate", "reminder_minutes", "sign", "site"),
    *("spoken_label", "vbr", "voice"),
)
"""The settings of narrator 0.1 that were part of a narration's digest: see ``recipe_0_1``."""


def recipe(settings: Settings) -> dict[str, object]:
    """The settings that change what is heard or written and are not at their defaults, as plain values.

    Defaults are left out, so that a setting that a later narrator adds makes no finished narration stale.

    Raises:
        SettingsError: a file that is named cannot be read.
    """
    found = {
        name: _plain(getattr(settings, name))
        for name, each in sorted(fields().items())
        if each.recipe and getattr(settings, name) != each.default
    }
    for name, wanted in settings.voices.items():
        if (service := settings.service.get(wanted.partition(":")[0])) is not None:
            found[name.replace("voice", "service")] = {name: getattr(service, name) for name in SPOKEN_BY}
    return found


def recipe_0_1(settings: Settings) -> dict[str, object] | None:
    """The settings as narrator 0.1 put them into a digest; None where one is used that it did not have.

    It had no watermark, so that turning that off asks for what it made.
    """
    if recipe(dataclasses.replace(settings, watermark=True)).keys() - FIELDS_0_1:
        return None
    return {name: _plain(getattr(settings, name)) for name in FIELDS_0_1}


def _plain(value: object) -> object:
    """A JSON-able form of a setting; a file counts by its content, so that an edited lexicon is a new recipe."""
    if isinstance(value, Path):
        return _content(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in sorted(value.items())}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {each.name: _plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    return value


def _content(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}") from error
