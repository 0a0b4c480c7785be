"""A static site of all narrations, from their manifests alone; a file that would not change is not touched."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from narrator import manifest
from narrator.about import GENERATOR
from narrator.errors import OutputError, SettingsError
from narrator.languages import tables
from narrator.library import INNER, Library
from narrator.model import Narration, ReviewState
from narrator.publish import artwork, embed, feed, page, player
from narrator.publish.words import clean, direction, web_address, wording
from narrator.store import atomic_write, is_address

STATE = f"{INNER}/site.json"
COVER = "cover.png"
OF_A_NARRATION = ("index.html", feed.CHAPTERS)


@dataclass(frozen=True, slots=True)
class Site:
    """What a site says of itself."""

    base: str
    """Its address, without a slash at the end."""
    title: str = ""
    description: str = ""
    author: str = ""
    language: str = "en"
    category: str = "News"
    """One of Apple's categories."""

    @property
    def name(self) -> str:
        """The title, or what all such sites are."""
        return self.title or str(wording(self.language)["narrations"])

    @property
    def about(self) -> str:
        """The description, or what all such sites are."""
        return self.description or str(wording(self.language)["described"])


@dataclass(frozen=True, slots=True)
class Built:
    """What a building did."""

    narrations: int
    written: int
    removed: int
    unreadable: tuple[str, ...]
    """Folders with a manifest that cannot be read."""
    held: tuple[str, ...] = ()
    """Those that wait for a review and are left out."""


def build(out: str | Path, base_url: str, **said: str) -> Built:
    """Write the site into the library's own folder.

    Args:
        out: a local library, as ``narrator read`` writes it.
        base_url: where the folder will be served, http or https.
        said: title, description, author, language and category of the site.

    Raises:
        SettingsError: the address is no web address.
        OutputError: the folder is not there, or cannot be written.
    """
    site = Site(_base(base_url), **said)
    return _Building(_folder(out), site).run()


def index(entries: Sequence[feed.Entry], site: Site) -> str:
    """The list of all narrations, with a search."""
    style, code = page.asset("page.css"), page.asset("index.js")
    return (
        page.environment()
        .get_template("index.html")
        .render(
            entries=entries,
            base=site.base,
            language=site.language,
            direction=direction(site.language),
            title=clean(site.name),
            description=clean(site.about),
            generator=GENERATOR,
            words=wording(site.language),
            policy=page.policy(style, code),
            style=Markup(style),  # noqa: S704 -- our own file
            code=Markup(code),  # noqa: S704 -- our own file
        )
    )


def ordered(entries: Sequence[feed.Entry]) -> list[feed.Entry]:
    """Newest first; of one moment by id, so that the order is stable."""
    return sorted(entries, key=lambda each: (_second(each["sort"]), each["id"]), reverse=True)


class _Building:
    """One building of a site: what was there before, and what is written now."""

    def __init__(self, out: Path, site: Site) -> None:
        self._out, self._site = out, site
        self._recipe = hashlib.sha256(json.dumps([_recipe(), repr(site)]).encode()).hexdigest()
        self._before = self._state()
        self._written = self._removed = 0

    def run(self) -> Built:
        now, unreadable, held = dict[str, Any](), list[str](), list[str]()
        for name in self._names():
            kept = self._kept(name) or self._made(name)
            if kept is None:
                unreadable.append(name)
            elif kept.get("held"):
                held.append(name)
            else:
                now[name] = kept
        for gone in set(self._before) - set(now):
            self._remove(gone)
        self._lists([each["entry"] for each in now.values()])
        state = {"recipe": self._recipe, "narrations": now}
        self._write(self._out / STATE, json.dumps(state, ensure_ascii=False), counts=False)
        return Built(len(now), self._written, self._removed, tuple(unreadable), tuple(held))

    def _names(self) -> Iterator[str]:
        for each in sorted(self._out.iterdir()):
            if not each.name.startswith(".") and (each / manifest.NAME).is_file():
                yield each.name

    def _stamp(self, name: str) -> list[int]:
        """What changes when a manifest is written again."""
        found = (self._out / name / manifest.NAME).stat()
        return [found.st_mtime_ns, found.st_size, found.st_ino]

    def _kept(self, name: str) -> dict[str, Any] | None:
        """What was known of a narration whose manifest has not changed and whose files are there."""
        before = self._before.get(name)
        if not before or before["stamp"] != self._stamp(name):
            return None
        files = [f"{name}/{each}" for each in OF_A_NARRATION]
        if before["entry"]["embed"]:
            files.append(embed.path(before["entry"]["embed"]))
        return before if all((self._out / each).is_file() for each in files) else None

    def _made(self, name: str) -> dict[str, Any] | None:
        """A narration's page and chapters, written; None where its manifest cannot be read."""
        folder, stamp = self._out / name, self._stamp(name)
        narration = Library(self._out).get(name)
        if narration is None or narration.slug != name:
            return None
        if narration.review.state is ReviewState.HELD:
            return {"held": True}
        entry = feed.entry(narration, self._site.base)
        self._write(folder / "index.html", page.html(narration, published=self._published(narration, entry)))
        self._write(folder / feed.CHAPTERS, feed.chapters(narration))
        if entry["embed"]:
            self._write(self._out / embed.path(entry["embed"]), embed.told(narration, entry["files"]))
        return {"stamp": stamp, "entry": entry}

    def _published(self, narration: Narration, entry: feed.Entry) -> page.Published:
        base, sound = self._site.base, entry["enclosure"]
        cover = f"{base}/{COVER}"
        linked = page.script_safe(feed.linked_data(narration, entry, cover))
        facts = f"../{embed.path(entry['embed'])}" if entry["embed"] else ""
        return page.Published(entry["url"], sound["url"] if sound else "", cover, f"{base}/feed.xml", linked, facts)

    def _lists(self, entries: Sequence[feed.Entry]) -> None:
        site, out, newest = self._site, self._out, ordered(entries)
        self._write(out / "index.html", index(newest, site))
        self._write(
            out / "sitemap.xml", page.environment().get_template("sitemap.xml").render(entries=newest, base=site.base)
        )
        self._embeddable(newest)
        if not (out / COVER).is_file():
            self._write(out / COVER, artwork.png(site.name))
        text = feed.xml(
            newest,
            site.base,
            title=site.name,
            description=site.about,
            author=site.author or site.name,
            language=site.language,
            category=site.category,
            cover=COVER,
        )
        self._write(out / "feed.xml", text)

    def _embeddable(self, newest: Sequence[feed.Entry]) -> None:
        """What a publisher's own pages load: scripts, words, index; facts of what is gone are taken away."""
        names = [each["embed"] for each in newest if each["embed"]]
        for path, content in (*embed.scripts(), *embed.index(names), (embed.LATEST, embed.latest(newest))):
            self._write(self._out / path, content)
        for each in (self._out / embed.FOLDER).glob("*.json"):
            if each.stem not in names:
                each.unlink()

    def _write(self, path: Path, content: str | bytes, *, counts: bool = True) -> None:
        """Write a file where it is another than before."""
        body = content.encode() if isinstance(content, str) else content
        try:
            same = path.read_bytes() == body
        except OSError:
            same = False
        if not same:
            path.parent.mkdir(parents=True, exist_ok=True)
            atomic_write(path, body)
            self._written += counts

    def _remove(self, name: str) -> None:
        """Take away the files of a narration that is gone."""
        for each in OF_A_NARRATION:
            (self._out / name / each).unlink(missing_ok=True)
        self._removed += 1
        try:
            (self._out / name).rmdir()
        except OSError:
            return

    def _state(self) -> Mapping[str, Any]:
        """What the last building knew; without stamps where it was made otherwise."""
        try:
            state = json.loads((self._out / STATE).read_bytes())
            known = dict(state["narrations"])
            stale = state["recipe"] != self._recipe
            return {name: {**each, "stamp": None} for name, each in known.items()} if stale else known
        except (OSError, ValueError, KeyError, TypeError):
            return {}


def _base(address: str) -> str:
    """The site's address without a slash at the end."""
    found = web_address(address)
    if not found or urlsplit(found).query or urlsplit(found).fragment:
        raise SettingsError(f"{address!r} is not the address of a site", "as https://example.org/listen")
    return found.rstrip("/")


def _folder(out: str | Path) -> Path:
    if is_address(str(out)):
        raise OutputError(f"{out} is not a local folder", "build the site in a local copy, then put it there")
    if not Path(out).is_dir():
        raise OutputError(f"{out} is not there", "narrator read ARTICLE --output DIR makes one")
    return Path(out)


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


def _second(moment: str) -> float:
    from datetime import datetime

    return datetime.fromisoformat(moment).timestamp()
