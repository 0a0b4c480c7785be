"""What an administrator wants to know of a studio: who signs, which services may be paid and how much is spent."""

from __future__ import annotations

import dataclasses
from typing import Any

from narrator import label
from narrator.cache import default_folder
from narrator.credentials import NO_KEY, valid_until
from narrator.engines import remote, services
from narrator.errors import LabelError
from narrator.purse import Purse
from narrator.settings import Settings
from narrator.studio.problems import without_paths


def signing(settings: Settings) -> dict[str, Any]:
    """Whether and by whom narrations are signed; nothing is made for it. No key and no path is in it."""
    asked = dataclasses.replace(settings, make_keys=False)
    found: dict[str, Any] = {
        "is_on": settings.sign,
        "signer": "",
        "algorithm": "",
        "is_own": False,
        "until": "",
        "is_dated": bool(settings.timestamp_url),
        "watermark": ("own" if settings.watermark_key else "public") if settings.watermark else "off",
        "warning": "",
    }
    try:
        keys = label.keys(asked)
    except LabelError as error:
        is_made_later = settings.make_keys and error.message == NO_KEY
        return found if is_made_later else {**found, "warning": without_paths(f"{error.message}; {error.hint}")}
    if keys is None:
        return found
    told = {"signer": keys.name, "algorithm": keys.algorithm, "is_own": keys.own, "until": valid_until(keys)}
    return {**found, **told, "warning": without_paths(keys.warning)}


def paid(settings: Settings) -> dict[str, Any]:
    """The services of the settings, what they cost, and what is spent of the budget; no key is in it."""
    counted = Purse(0.0, settings.budget, settings.cache_dir or default_folder())
    return {
        "budget": settings.budget,
        "spent": None if settings.budget is None else round(counted.spent, 4),
        "services": [
            {
                "name": name,
                "host": services.host(each.base_url or services.ADDRESSES[each.kind]),
                "price_per_million": each.price_per_million,
                "currency": each.currency,
                "has_key": bool(remote.key({"service": name, "key": each.key or services.KEYS[each.kind]})),
            }
            for name, each in settings.service.items()
        ],
    }
