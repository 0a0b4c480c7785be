"""A static site of all narrations, from their manifests alone; a file that would not change is not touched."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from narrator import manifest
from narrator.about import GENERATOR
from narrator.errors import OutputError, SettingsError
from narrator.languages import tables
from narrator.library import INNER, Library
from narrator.model import Narration, ReviewState
from narrator.publish import artwork, embed, feed, frame, lists, page, player, search, transcripts
from narrator.publish.categories import category
from narrator.publish.destination import Destination, Target, digest_of
from narrator.publish.entry import Entry, entry, linked_data
from narrator.publish.words import clean
from narrator.settings.publishing import Publishing
from narrator.store import is_address, store

STATE = f"{INNER}/site.json"
COVERS = ("cover.png", "cover.jpg")
A_SITEMAP = 10_000
"""Addresses of one sitemap; 50,000 are allowed, and the file has to stay handy (sitemaps.org, protocol 0.9)."""
OWN = "own:"
"""Before the digest of a cover that is the publisher's own and lies in the library: it is not ours to remove."""
MOST_GONE = 100
"""Tombstones in the feed: the latest that were taken down."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a building did."""

    narrations: int
    written: int
    removed: int
    unreadable: tuple[str, ...]
    """Folders whose manifest cannot be read, or whose files are not all there."""
    held: tuple[str, ...] = ()
    """Those that wait for a review and are left out."""
    notes: tuple[str, ...] = ()
    """What directories of podcasts will not like."""


def build(out: str | Path, base_url: str = "", *, publishing: Publishing | None = None, **said: Any) -> Built:
    """Publish a library.

    Args:
        out: the library, as ``narrator read`` writes it: a folder or the address of an object store.
        base_url: where it will be served, http or https.
        publishing: how; else it is made of what is said.
        said: fields of ``Publishing``, where none is given.

    Raises:
        SettingsError: the address is no web address; a category or language is none.
        OutputError: the folder is not there, or the destination cannot be written.
    """
    how = publishing or Publishing(base_url=base_url, **said)
    if not how.base_url:
        raise SettingsError("the address of the site is not told", "--base-url https://example.org/listen")
    _require_there(out)
    return written(Library(out), store(how.to or str(out)), how)


def written(library: Library, target: Target, publishing: Publishing) -> Built:
    """Publish a library into a store; into its own, nothing but what is added is written."""
    return _Building(library, target, publishing).run()


class _Building:
    """One building of a site: what was there before, and what is written now."""

    def __init__(self, library: Library, target: Target, publishing: Publishing) -> None:
        self._library, self._how = library, publishing
        self._title, self._about = feed.described(publishing)
        self._author = publishing.author or self._title
        for named in publishing.category:
            category(named)
        self._drawing = page.drawing(publishing.theme, publishing.templates)
        self._state = _last_state(target)
        self._is_own = target.address == library.store.address
        before = dict(self._state.get("lists", {}))
        for each in self._state.get("narrations", {}).values():
            before |= each["files"]
        self._to = Destination(target, before)
        self._cover, self._notes = self._covered()
        parts = (_recipe(), repr(publishing), self._drawing.theme, self._cover)
        self._recipe = _digest([*parts, *_templates(publishing.templates)])
        self._is_same = self._state.get("recipe") == self._recipe

    def run(self) -> Built:
        now, unreadable, held = dict[str, Any](), list[str](), list[str]()
        before = self._state.get("narrations", {})
        for name in sorted(self._names()):
            stamp = self._library.store.stamp(f"{name}/{manifest.NAME}")
            if stamp is None:
                continue
            kept = self._kept(before.get(name), stamp)
            found = kept or self._made(name, stamp)
            if found is None:
                unreadable.append(name)
            elif not found:
                held.append(name)
            else:
                now[name] = found
                self._to.keep(found["files"])
        gone = {before[name]["entry"]["id"] for name in set(before) - {*now, *held, *unreadable}}
        gone -= {each["entry"]["id"] for each in now.values()}
        tombstones = self._tombstones(gone, now)
        known = {"recipe": self._recipe, "title": self._title, "narrations": now, "gone": tombstones}
        if self._is_unchanged(known):
            self._to.keep({**self._state["lists"], **self._to.now})
        else:
            self._lists([each["entry"] for each in now.values()], tombstones)
        return self._finished(
            known, Built(len(now), self._to.written, len(gone), tuple(unreadable), tuple(held), self._notes)
        )

    def _finished(self, known: dict[str, Any], built: Built) -> Built:
        self._to.take_away()
        of_narrations = {name for each in known["narrations"].values() for name in each["files"]}
        known["lists"] = {name: digest for name, digest in self._to.now.items() if name not in of_narrations}
        if known != self._state:
            self._to.settle()
            self._to.store.put(STATE, json.dumps(known).encode())
        return built

    def _is_unchanged(self, known: dict[str, Any]) -> bool:
        same = all(known[name] == self._state.get(name) for name in known)
        return same and self._to.has(self._state["lists"])

    def _names(self) -> Iterator[str]:
        return (name for name in self._library.store.folders() if not name.startswith("."))

    def _kept(self, before: Any, stamp: str) -> dict[str, Any] | None:
        """What was known of a narration whose manifest has not changed and whose files are there."""
        if not before or not self._is_same or before["stamp"] != stamp:
            return None
        return dict(before) if self._to.has(before["files"]) else None

    def _made(self, name: str, stamp: str) -> dict[str, Any] | None:
        """A narration's files, written; empty where it is held, None where it is not whole."""
        narration = self._library.get(name)
        if narration is None:
            return None
        if narration.review.state is ReviewState.HELD:
            return {}
        if not self._is_own and not self._library.intact(narration):
            return None
        told = entry(narration, self._how.base_url)
        made = {}
        if not self._is_own:
            for file in transcripts.public_files(narration):
                made[f"{name}/{file.name}"] = self._to.copy(self._library.store, f"{name}/{file.name}", file)
        for path, content in self._files(narration, told):
            made[path] = self._to.put(path, content)
        return {"stamp": stamp, "entry": told, "files": made}

    def _files(self, narration: Narration, told: Entry) -> Iterator[tuple[str, str]]:
        """Everything that is written of one narration."""
        name, how = narration.slug, self._how
        published = self._published(narration, told)
        yield f"{name}/index.html", page.html(narration, published=published, drawing=self._drawing)
        yield f"{name}/{transcripts.CHAPTERS}", transcripts.chapters(narration, told["url"])
        yield f"{name}/{transcripts.JSON}", transcripts.segments(narration)
        yield f"{name}/{transcripts.HTML}", transcripts.html(narration)
        yield f"{name}/{transcripts.ABOUT}", transcripts.about(narration)
        yield f"{name}/{frame.PAGE}", frame.html(narration, told, published.canonical, self._drawing)
        yield f"{name}/{frame.OEMBED}", frame.oembed(narration, told, self._title, how.base_url)
        if told["embed"]:
            yield embed.path(told["embed"]), embed.as_json(narration, told["files"])

    def _published(self, narration: Narration, told: Entry) -> page.Published:
        base, sound = self._how.base_url, told["enclosure"]
        cover = f"{base}/{self._cover}"
        own = self._how.canonical == "page" or not told["article"]
        return page.Published(
            told["url"],
            sound["url"] if sound else "",
            told["card"] or told["picture"] or cover,
            f"{base}/{feed.MAIN}",
            page.script_safe(linked_data(narration, told, cover)),
            f"../{embed.path(told['embed'])}" if told["embed"] else "",
            told["url"] if own else told["article"],
            told["url"] + frame.OEMBED,
        )

    def _tombstones(self, gone: set[str], now: Mapping[str, Any]) -> dict[str, str]:
        """The ids of what was taken down, and when, the latest first."""
        moment = datetime.now(UTC).isoformat(timespec="seconds")
        here = {each["entry"]["id"] for each in now.values()}
        known = {**dict.fromkeys(sorted(gone), moment), **self._state.get("gone", {})}
        return dict([(id_, when) for id_, when in known.items() if id_ not in here][:MOST_GONE])

    def _lists(self, entries: Sequence[Entry], gone: Mapping[str, str]) -> None:
        newest, base = ordered(entries), self._how.base_url
        groups = lists.groups(newest)
        shown = {"title": clean(self._title), "description": clean(self._about), "cover": f"{base}/{self._cover}"}
        for group in groups:
            if group.kind != "year":
                for path, content in lists.documents(group, groups, self._how, shown, self._drawing):
                    self._to.put(path, content)
        for path, content in self._feeds(groups, newest, gone):
            self._to.put(path, content)
        for path, content in (*search.documents(newest), *self._maps(newest, groups), *self._embeddable(newest)):
            self._to.put(path, content)

    def _feeds(
        self, groups: Sequence[lists.Group], newest: Sequence[Entry], gone: Mapping[str, str]
    ) -> Iterator[tuple[str, str]]:
        """All feeds: that of the site, those of its lists, those that the publisher described."""
        draw = feed.Items(self._drawing.environment, self._how, self._author)
        cover = f"{self._how.base_url}/{self._cover}"
        for group in groups:
            if group.kind and group.feed == feed.MAIN:
                continue
            title = f"{self._title} · {group.title}" if group.title else self._title
            language = group.language or self._how.language
            archives = group.feed.removesuffix(".xml") if group.kind else f"{feed.FOLDER}/archive"
            channel = feed.Channel(
                group.feed, archives, title, self._about, language, self._author, cover, is_main=not group.kind
            )
            yield from self._pages(channel, group.entries, draw, gone)
        for name, wanted in self._how.feed.items():
            path = f"{feed.FOLDER}/{name}.xml"
            title, about = wanted.title or f"{self._title} · {name}", wanted.description or self._about
            language = wanted.language or self._how.language
            channel = feed.Channel(path, f"{feed.FOLDER}/{name}", title, about, language, self._author, cover)
            yield from self._pages(channel, lists.chosen(newest, wanted), draw, gone)

    def _pages(
        self, channel: feed.Channel, entries: Sequence[Entry], draw: feed.Items, gone: Mapping[str, str]
    ) -> Iterator[tuple[str, str]]:
        return feed.documents(
            channel, entries, self._how, draw, self._drawing.environment, gone if channel.is_main else {}
        )

    def _maps(self, newest: Sequence[Entry], groups: Sequence[lists.Group]) -> Iterator[tuple[str, str]]:
        """What search engines are told of: our own pages."""
        base = self._how.base_url
        addresses = [(f"{base}/{each.path}", "") for each in groups if each.kind != "year"]
        addresses += [(each["url"], each["created"]) for each in newest]
        template = self._drawing.environment.get_template("sitemap.xml")
        parts = [addresses[at : at + A_SITEMAP] for at in range(0, len(addresses), A_SITEMAP)]
        if len(parts) == 1:
            yield "sitemap.xml", template.render(addresses=addresses, maps=[])
        else:
            names = [f"sitemap/{number}.xml" for number in range(1, len(parts) + 1)]
            yield "sitemap.xml", template.render(addresses=[], maps=[f"{base}/{name}" for name in names])
            for name, part in zip(names, parts, strict=True):
                yield name, template.render(addresses=part, maps=[])
        yield "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {base}/sitemap.xml\n"

    def _embeddable(self, newest: Sequence[Entry]) -> Iterator[tuple[str, str]]:
        """What a publisher's own pages load: scripts, words, index."""
        yield from embed.scripts()
        yield from embed.index([each["embed"] for each in newest if each["embed"]])
        yield embed.LATEST, embed.latest(newest)

    def _covered(self) -> tuple[str, tuple[str, ...]]:
        """The name of the cover, put in its place, and what directories will not like about it."""
        for name, content in self._own_covers():
            kept = f"cover{artwork.ending(content) or Path(name).suffix}"
            if self._is_own and name == kept:
                self._to.keep({kept: OWN + _digest([content.hex()])})
            else:
                self._to.put(kept, content)
            return kept, artwork.doubts(name, content)
        drawn = self._state.get("lists", {}).get(COVERS[0])
        if drawn and self._state.get("title") == self._title and self._to.has(COVERS[:1]):
            self._to.keep({COVERS[0]: drawn})
        else:
            self._to.put(COVERS[0], artwork.png(self._title))
        return COVERS[0], ()

    def _own_covers(self) -> Iterator[tuple[str, bytes]]:
        """The publisher's own cover: the one that is named, else one in the library that was not drawn there."""
        if self._how.cover is not None:
            try:
                yield self._how.cover.name, self._how.cover.read_bytes()
            except OSError as error:
                raise OutputError(f"the cover {self._how.cover} cannot be read: {error.strerror}") from error
        for name in COVERS:
            content = self._library.store.get(name)
            drawn = self._state.get("lists", {}).get(name, "") if self._is_own else ""
            if content is not None and drawn != digest_of(content):
                yield name, content


def ordered(entries: Sequence[Entry]) -> list[Entry]:
    """Newest first; of one moment by id, so that the order is stable."""
    return sorted(entries, key=lambda each: (_second(each["sort"]), each["id"]), reverse=True)


def _last_state(target: Target) -> dict[str, Any]:
    """What the last building knew; nothing where there was none, or one of narrator 0.1."""
    try:
        state = json.loads(target.get(STATE) or b"{}")
        whole = all(isinstance(state[name], dict) for name in ("narrations", "lists", "gone"))
        whole = whole and all(isinstance(each["files"], dict) for each in state["narrations"].values())
        return state if whole else {}
    except (ValueError, KeyError, TypeError):
        return {}


def _require_there(out: str | Path) -> None:
    if not is_address(str(out)) and not Path(str(out).removeprefix("file://")).is_dir():
        raise OutputError(f"{out} is not there", "narrator read ARTICLE --output DIR makes one")


@lru_cache(maxsize=1)
def _recipe() -> str:
    """Of everything that makes the pages: templates, words, player, version."""
    whole = hashlib.sha256(GENERATOR.encode() + player.script().encode() + embed.RECIPE)
    for each in sorted(files("narrator.publish").joinpath("templates").iterdir(), key=lambda each: each.name):
        if each.is_file():
            whole.update(each.read_bytes())
    for name in ("page", "player", "months", "label"):
        whole.update(repr(list(tables.all_of(name))).encode())
    return whole.hexdigest()


def _templates(folder: Path | None) -> Iterator[str]:
    for each in sorted(folder.glob("*")) if folder else ():
        if each.is_file():
            yield _digest([each.name, each.read_bytes().hex()])


def _digest(parts: Sequence[str]) -> str:
    return hashlib.sha256(json.dumps(list(parts)).encode()).hexdigest()


def _second(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()
