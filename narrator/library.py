"""The output folder as a library: one folder a narration, found by its slug or by any key of its source.

``OUT/<slug>/narration.json`` is the state. ``OUT/.narrator/sources/<key>`` holds the slug and the id to which a key
leads (narrator 0.1 wrote the slug alone, under the id), so that a rerun finds its narration without reading all
manifests. They are written again from the manifests where they are lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from narrator import identity, manifest, slug
from narrator.errors import BusyError, NarratorError, OutputError
from narrator.identity import Keys
from narrator.model import Article, Narration
from narrator.store import is_address, store

INNER = ".narrator"
INDEXED = f"{INNER}/indexed"
"""Says that all narrations have their keys in ``sources``; one of narrator 0.1 has only its id there."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A narration's place: its slug, its id and the keys that lead to it, that of its source first."""

    slug: str
    id: str
    keys: tuple[str, ...]


def existing(address: str | Path) -> Library:
    """The library of an output folder that is there, or of an object store.

    Raises:
        OutputError: the folder is not there.
    """
    if not is_address(str(address)) and not Path(address).is_dir():
        raise OutputError(f"{address} is not there", "narrator read ARTICLE --output DIR makes one")
    return Library(address)


class Library:
    """All narrations below one address, a local folder or an object store's."""

    def __init__(self, address: str | Path) -> None:
        self.store = store(str(address))

    def find(self, *keys: str) -> Narration | None:
        """The narration to which the first key leads that leads anywhere, or None."""
        for key in keys:
            name, owner = self._entry(key)
            narration = self.get(name) if name else None
            if narration is not None and narration.source_id == owner:
                return narration
        return None

    def recognize(self, article: Article, keys: Keys) -> Narration | None:
        """The narration of an article that was read, by any of its keys, or None.

        A file whose page gives an address of its own, other than the one that was narrated from the same path and with
        another text, is another article that took its place.
        """
        self.index()
        for key in keys.known:
            narration = self.find(key)
            if narration is not None and not identity.is_replaced(narration.article, article):
                return narration
        for key in keys.claimed:
            narration = self.find(key)
            if narration is not None and identity.is_same_article(narration.article, article):
                return narration
        return None

    def get(self, name: str) -> Narration | None:
        """The narration in the folder ``name``, or None where there is none that can be read."""
        if not slug.is_safe(name):
            return None
        try:
            content = self.store.get(f"{name}/{manifest.NAME}")
            narration = None if content is None else manifest.decoded(content)
        except NarratorError:
            return None
        return narration if narration is not None and narration.slug == name else None

    def all(self) -> Iterator[Narration]:
        """Every narration, in the order of the slugs."""
        for name in sorted(self.store.folders()):
            if not name.startswith(".") and (narration := self.get(name)) is not None:
                yield narration

    def unread(self) -> Iterator[str]:
        """The folders whose manifest is there and cannot be read, in their order."""
        for name in sorted(self.store.folders()):
            is_there = not name.startswith(".") and self.store.size(f"{name}/{manifest.NAME}") is not None
            if is_there and self.get(name) is None:
                yield name

    def intact(self, narration: Narration) -> bool:
        """Whether all files of a narration are there with their sizes."""
        return all(self.store.size(f"{narration.slug}/{file.name}") == file.size for file in narration.files)

    @contextmanager
    def held(self, keys: Keys, *, wait_s: float) -> Iterator[None]:
        """Hold an article, whatever key it is asked for by, while the block runs.

        Raises:
            BusyError: another run has it in hand for longer than ``wait_s``; -1 waits until it has ended.
        """
        with ExitStack() as stack:
            for name in keys.locks:  # in one order, so that two that want the same wait for each other once
                if not stack.enter_context(self.store.claim(f"{INNER}/locks/made-{name}", wait_s=wait_s)):
                    raise BusyError("another run has this article in hand", "wait until it has ended")
            yield

    def claim(self, title: str, keys: Keys, there: Narration | None, wanted: str | None = None) -> Claim:
        """A slug that no other article has, and the id: those of the narration that is there, else new ones.

        Args:
            title: gives the slug, where none is wanted.
            keys: of the article; all of them will lead to it.
            there: its narration, where it has one.
            wanted: the slug that was asked for.
        """
        with self.store.lock(f"{INNER}/claims.lock"):
            owner = there.source_id if there else self._minted(keys)
            name = there.slug if there and wanted in (None, there.slug) else self._named(wanted or title, owner)
            self._write(name, owner, keys.stored)
        return Claim(name, owner, tuple(dict.fromkeys((keys.origin, *keys.stored))))

    def learn(self, narration: Narration, keys: Keys) -> None:
        """Let further keys lead to a narration that is there."""
        self._write(narration.slug, narration.source_id, keys.stored)

    def index(self) -> None:
        """Write the keys of all narrations down, where that was never done or was lost."""
        if self.store.size(INDEXED) is not None:
            return
        narration = None
        for narration in self.all():
            own = identity.keys_of_archive(narration.article, narration.keys, narration.source_id)
            self._write(narration.slug, narration.source_id, tuple(own))
        if narration is not None:
            self.store.put(INDEXED, b"")

    def publish(self, name: str, folder: Path, files: Sequence[str], narration: Narration) -> None:
        """Put finished files in their place, each whole, the manifest last; take files of an older making away.

        Raises:
            OutputError: the place cannot be written.
        """
        before = self.get(name)
        for file in files:
            self.store.put_file(folder / file, f"{name}/{file}")
        self.store.settle(name)
        self.store.put(f"{name}/{manifest.NAME}", manifest.encoded(narration).encode())
        for old in () if before is None else before.files:
            if old.name not in files and slug.is_safe(old.name):
                self.store.remove(f"{name}/{old.name}")

    def rewrite(self, narration: Narration) -> None:
        """Write a manifest again whose files have not changed, as after a review.

        Raises:
            OutputError: the place cannot be written.
        """
        self.store.put(f"{narration.slug}/{manifest.NAME}", manifest.encoded(narration).encode())

    def remove(self, name: str) -> bool:
        """Remove one narration, the manifest first; whether there was one."""
        if not slug.is_safe(name):
            return False
        narration = self.get(name)
        if narration is None:
            return False
        self.store.remove(f"{name}/{manifest.NAME}")
        for file in narration.files:
            if slug.is_safe(file.name):
                self.store.remove(f"{name}/{file.name}")
        for inner in (f"slugs/{name}", *(f"sources/{key}" for key in (narration.source_id, *narration.keys))):
            self.store.remove(f"{INNER}/{inner}")
        self.store.remove_folder(name)
        return True

    def _entry(self, key: str) -> tuple[str, str]:
        """The slug and the id to which a key leads; empty where it leads nowhere."""
        content = self.store.get(f"{INNER}/sources/{key}")
        lines = content.decode(errors="replace").split() if content else []
        return (lines[0], lines[1] if len(lines) > 1 else key) if lines else ("", "")

    def _write(self, name: str, owner: str, keys: Sequence[str]) -> None:
        """Let keys lead to a narration; those that lead to another one that is there keep to it."""
        for key in dict.fromkeys((owner, *keys)):
            there = self._entry(key)
            if there == (name, owner) or (there[1] not in ("", owner) and self.find(key) is not None):
                continue
            self.store.put(f"{INNER}/sources/{key}", f"{name}\n{owner}\n".encode())

    def _minted(self, keys: Keys) -> str:
        """An id that no narration has: that of an earlier run which did not come to the end, else a new one."""
        minted, number = keys.minted, 1
        while self.find(minted) is not None:
            number += 1
            minted = identity.source_id(f"{keys.minted} {number}")
        return minted

    def _named(self, title: str, owner: str) -> str:
        """A slug from a title, claimed for an id."""
        name = ""
        while not name or self._owner(name) != owner:  # a store may have given it away meanwhile
            name = slug.slug(title, taken=lambda each: self._owner(each) not in (None, owner))
            self.store.create(f"{INNER}/slugs/{name}", owner.encode())
        return name

    def _owner(self, name: str) -> str | None:
        """The source that has a slug; its manifest counts where the note of its claim is lost."""
        claim = self.store.get(f"{INNER}/slugs/{name}")
        if claim is not None:
            return claim.decode(errors="replace").strip()
        narration = self.get(name)
        return None if narration is None else narration.source_id
