"""Feeds for podcast apps: RSS 2.0 with the tags of Apple and Podcasting 2.0, in pages that stay small (RFC 5005)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from jinja2 import Environment
from markupsafe import Markup

from narrator.about import GENERATOR
from narrator.publish.categories import category
from narrator.publish.entry import Entry, item_image, transcripts_of
from narrator.publish.words import clean, wording
from narrator.settings.publishing import Publishing

PODCAST_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""Of ``podcast:guid`` (Podcasting 2.0): a UUID version 5 of the feed's address without its scheme."""
NEWEST = 150
"""Items at least of a feed's first page: apps read little more than that."""
AN_ARCHIVE = 25
"""Items of an archive. Archives are counted from the oldest item, so that a new one changes only the first page."""
FOLDER = "feeds"
MAIN = "feed.xml"


@dataclass(frozen=True, slots=True)
class Channel:
    """One feed: where it is, what it is called, what is in it."""

    path: str
    """As seen from the published folder."""
    archives: str
    """Folder of its archives."""
    title: str
    description: str
    language: str
    author: str = ""
    image: str = ""
    """Address of its cover."""
    is_main: bool = False


class Items:
    """The items of all feeds, each drawn once."""

    def __init__(self, environment: Environment, publishing: Publishing, author: str) -> None:
        self._template = environment.get_template("item.xml")
        self._publishing, self._author = publishing, clean(author)
        self._drawn: dict[str, Markup] = {}

    def __call__(self, entry: Entry) -> Markup:
        """The item of a narration, as markup."""
        if entry["id"] not in self._drawn:
            text = self._template.render(
                entry=entry,
                notes=Markup(entry["notes"]),  # noqa: S704 -- escaped where it was made: no "]]>" is in it
                author=self._author,
                explicit=self._publishing.explicit,
                image=item_image(entry),
                transcripts=transcripts_of(entry),
                chapters=f"{entry['url']}chapters.json",
            )
            self._drawn[entry["id"]] = Markup(text)  # noqa: S704 -- the template escapes
        return self._drawn[entry["id"]]


def documents(
    channel: Channel,
    entries: Sequence[Entry],
    publishing: Publishing,
    draw: Callable[[Entry], Markup],
    environment: Environment,
    gone: Mapping[str, str] = {},
) -> Iterator[tuple[str, str]]:
    """The pages of a feed, each with its path: the newest items first, then the archives, the oldest last.

    Args:
        channel: which feed it is.
        entries: newest first.
        publishing: what is said of the publisher.
        draw: makes the item of an entry.
        environment: the templates.
        gone: ids of what was taken down, and when.
    """
    heard = [each for each in entries if each["enclosure"]]
    archives = max(0, (len(heard) - NEWEST) // AN_ARCHIVE)
    split = len(heard) - archives * AN_ARCHIVE
    template, base = environment.get_template("feed.xml"), publishing.base_url
    shared = _shared(channel, publishing, heard)
    for number in range(archives, -1, -1) if archives else (0,):
        # 0 is the first page; the archives are counted from the oldest, which is 1.
        first = split + (archives - number) * AN_ARCHIVE
        items = heard[:split] if number == 0 else heard[first : first + AN_ARCHIVE]
        yield (
            _path(channel, number),
            template.render(
                **shared,
                items=[draw(each) for each in items],
                itself=f"{base}/{_path(channel, number)}",
                first=f"{base}/{channel.path}",
                is_archive=number > 0,
                older=_older(channel, base, number, archives),
                newer=f"{base}/{_path(channel, (number + 1) % (archives + 1))}" if number else "",
                gone=gone if number == 0 else {},
            ),
        )


def _shared(channel: Channel, publishing: Publishing, entries: Sequence[Entry]) -> dict[str, object]:
    """What all pages of a feed say."""
    built = max((each["created"] for each in entries), default="")
    address = f"{publishing.base_url}/{channel.path}".split("://", 1)[-1]
    own = publishing.guid if channel.is_main else ""
    categories: dict[str, list[str]] = {}
    for named in publishing.category:
        name, part = category(named)
        categories.setdefault(name, []).extend([part] if part else [])
    return {
        "channel": channel,
        "publishing": publishing,
        "base": publishing.base_url,
        "title": clean(channel.title),
        "description": clean(channel.description),
        "author": clean(channel.author),
        "owner": clean(publishing.owner or channel.author),
        "copyright": clean(publishing.copyright),
        "funding_text": clean(publishing.funding_text or channel.author),
        "verify": clean(publishing.verify),
        "categories": categories,
        "generator": GENERATOR,
        "built": format_datetime(datetime.fromisoformat(built)) if built else "",
        "guid": own or uuid.uuid5(PODCAST_NAMESPACE, address),
        "new_feed_url": publishing.new_feed_url if channel.is_main else "",
    }


def _path(channel: Channel, number: int) -> str:
    return f"{channel.archives}/{number}.xml" if number else channel.path


def _older(channel: Channel, base: str, number: int, archives: int) -> str:
    """The address of the page with the next older items; empty for the last."""
    older = archives if number == 0 else number - 1
    return f"{base}/{_path(channel, older)}" if older else ""


def described(publishing: Publishing) -> tuple[str, str]:
    """The title and the description of a site, or what all such sites are."""
    words = wording(publishing.language)
    return publishing.title or str(words["narrations"]), publishing.description or str(words["described"])
