"""What a published site says of itself: the tables ``[publish]`` and ``[feed.NAME]`` of ``narrator.toml``."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from narrator import languages
from narrator.addresses import is_web_address
from narrator.errors import SettingsError
from narrator.settings.fields import Tables, fields_of
from narrator.settings.sources import of_table, settings_file

FOLDER = re.compile(r"""[^\s"'<>?#]+""")
"""An address that may stand in pages and feeds as it is: it has no query, no fragment, no quotation mark."""
CANONICAL = ("article", "page")


@dataclass(frozen=True, slots=True)
class Feed:
    """One more feed: its own name, and which narrations are in it. What is empty does not choose."""

    title: str = ""
    description: str = ""
    language: str = ""
    section: str = ""
    author: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Publishing:
    """How a library is published.

    Raises:
        SettingsError: an address that is none, a language that is none, an e-mail that is none.
    """

    base_url: str = ""
    """Where it will be served, http or https; kept without a slash at the end. Empty for a preview."""
    to: str = ""
    """Folder or address of an object store that is written; empty for the library's own folder."""
    title: str = ""
    description: str = ""
    author: str = ""
    """Who publishes; else the title."""
    owner: str = ""
    """Who answers for the feed; else the author."""
    email: str = ""
    """Of the owner: directories ask for it to let a feed be claimed."""
    language: str = "en"
    category: tuple[str, ...] = ("News",)
    """Of Apple's list, as ``News`` or ``News > Politics``; the first is the main one."""
    copyright: str = ""
    funding: str = ""
    """Address where listeners can support the publisher."""
    funding_text: str = ""
    verify: str = ""
    """What a directory asks to find in ``podcast:txt`` to let a feed be claimed."""
    new_feed_url: str = ""
    """Where the feed has moved to."""
    guid: str = ""
    """``podcast:guid`` of a feed that has moved here; else it is made of its address."""
    hub: str = ""
    """Address of a WebSub hub, which is told of what is new."""
    podping: bool = False
    """Whether podping.cloud is told of what is new; its token is in ``PODPING_TOKEN``."""
    explicit: bool = False
    complete: bool = False
    """Whether nothing more will follow."""
    block: bool = False
    """Whether Apple's directory shall not list the feed."""
    canonical: str = "article"
    """Which address search engines are told: ``article``, the publisher's own where there is one, or ``page``."""
    cover: Path | None = None
    """A square JPEG or PNG of 1,400 to 3,000 pixels; else cover.png or cover.jpg of the library, else one is drawn."""
    theme: Path | None = None
    """A style sheet after narrator's own."""
    templates: Path | None = None
    """A folder whose templates are taken before narrator's own."""
    feed: Mapping[str, Feed] = dataclasses.field(default_factory=Tables)

    def __post_init__(self) -> None:
        """Refuse what cannot be published."""
        if self.base_url:
            object.__setattr__(self, "base_url", site_address(self.base_url))
        for name in ("funding", "new_feed_url", "hub"):
            if (address := getattr(self, name)) and not is_web_address(address):
                raise SettingsError(f"{name} is {address!r}", "it must begin with http:// or https://")
        tag = languages.of(self.language).tag
        if not tag:
            raise SettingsError(
                f"language is {self.language!r}", "it must be a language's tag (BCP 47), as en or de-AT"
            )
        object.__setattr__(self, "language", tag)
        if self.email and not _is_email(self.email):
            raise SettingsError(f"email is {self.email!r}", "it must be one e-mail address")
        if self.canonical not in CANONICAL:
            raise SettingsError(f"canonical is {self.canonical!r}", "it must be article or page")

    @classmethod
    def load(cls, config: Path | None = None, **given: object) -> Publishing:
        """What is given, over the tables of the settings file, over the defaults; None and () mean not given.

        Raises:
            SettingsError: an unknown key, or a value of the wrong kind.
        """
        table, place = settings_file(config)
        fields = fields_of(cls)
        told = {name: value for name, value in given.items() if value not in (None, ())}
        written = of_table("publish", table.get("publish", {}), fields, place.parent)
        feeds = of_table("narrator.toml", {"feed": table.get("feed", {})}, fields, place.parent)
        return cls(**{**feeds, **written, **of_table("publish", told, fields, Path())})


def site_address(address: str) -> str:
    """The address of a published folder, without a slash at the end.

    Raises:
        SettingsError: it is no web address, or has a query, a fragment or what no address holds unescaped.
    """
    if not is_web_address(address) or not FOLDER.fullmatch(address.strip()):
        raise SettingsError(f"{address!r} is not the address of a site", "as https://example.org/listen")
    return address.strip().rstrip("/")


def _is_email(text: str) -> bool:
    name, _, host = text.rpartition("@")
    return bool(name) and "." in host.strip(".") and not any(c.isspace() or c in "<>,;" for c in text)
