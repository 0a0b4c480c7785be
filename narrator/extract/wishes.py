"""What the user's settings want of a source."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from narrator.errors import SettingsError
from narrator.settings import Settings, Site


def site(settings: Settings, url: str | None) -> Site:
    """The table of the page's host, or of the longest domain above it."""
    host = urlsplit(url).hostname or "" if url else ""
    names = [name for name in settings.site if host == name or host.endswith("." + name)]
    return settings.site[max(names, key=len)] if names else Site()


def kept(settings: Settings) -> re.Pattern[str] | None:
    """What is read whatever the rules say; None where the user wants nothing so.

    Raises:
        SettingsError: it is no regular expression.
    """
    if not settings.keep:
        return None
    try:
        return re.compile("|".join(f"(?:{each})" for each in settings.keep))
    except re.error as error:
        raise SettingsError(f"keep is no regular expression: {error}") from error
