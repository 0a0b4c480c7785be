"""The output folder as a library: one folder a narration, found by its source or by its slug.

``OUT/<slug>/narration.json`` is the state. ``OUT/.narrator/sources/<source id>`` holds the slug of a
source, so that a rerun finds its narration without reading the article first; it is remade from the
manifests when it is lost.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from narrator import manifest, slug
from narrator.errors import NarratorError
from narrator.model import Narration
from narrator.store import is_address, store

INNER = ".narrator"
TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|mc_[ce]id|ref|cmpid)$")


def source_id(identity: str) -> str:
    """A stable short name of a source: 16 hex digits of the SHA-256 of its address or path."""
    return hashlib.sha256(identity.encode(errors="surrogatepass")).hexdigest()[:16]


def canonical(source: str) -> str:
    """An address in its plainest form, or an absolute path."""
    if source == "-" or is_address(source):
        return source
    if not source.lower().startswith(("http://", "https://")):
        return str(Path(source).resolve())
    try:
        parts = urlsplit(source)
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:  # no address at all: fetching it will say so
        return source
    query = urlencode([pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.match(pair[0])])
    return urlunsplit(("https", (parts.hostname or "").lower() + port, parts.path.rstrip("/") or "/", query, ""))


class Library:
    """All narrations below one address, a local folder or an object store's."""

    def __init__(self, address: str | Path) -> None:
        self.store = store(str(address))

    def find(self, source: str) -> Narration | None:
        """The narration of the source with that id, or None."""
        name = self._slug_of(source)
        narration = self.get(name) if name else None
        return narration if narration is not None and narration.source_id == source else None

    def get(self, name: str) -> Narration | None:
        """The narration in the folder ``name``, or None where there is none that can be read."""
        try:
            content = self.store.get(f"{name}/{manifest.NAME}")
            return None if content is None else manifest.decoded(content)
        except NarratorError:
            return None

    def all(self) -> Iterator[Narration]:
        """Every narration, in the order of the slugs."""
        for name in sorted(self.store.folders()):
            if not name.startswith(".") and (narration := self.get(name)) is not None:
                yield narration

    def intact(self, narration: Narration) -> bool:
        """Whether all files of a narration are there with their sizes."""
        return all(self.store.size(f"{narration.slug}/{file.name}") == file.size for file in narration.files)

    def claim(self, title: str, source: str, wanted: str | None = None) -> str:
        """A slug that no other source has: the one this source has already, else from ``wanted`` or the title."""
        with self.store.lock(f"{INNER}/claims.lock"):
            known = self._slug_of(source)
            if known and wanted in (None, known):
                return known
            name = ""
            while not name or self._owner(name) != source:  # a store may have given it away meanwhile
                name = slug.slug(wanted or title, taken=lambda each: self._owner(each) not in (None, source))
                self.store.create(f"{INNER}/slugs/{name}", source.encode())
            self.store.put(f"{INNER}/sources/{source}", name.encode())
            return name

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
            if old.name not in files:
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
        for inner in (f"slugs/{name}", f"sources/{narration.source_id}"):
            self.store.remove(f"{INNER}/{inner}")
        self.store.remove_folder(name)
        return True

    def _slug_of(self, source: str) -> str | None:
        content = self.store.get(f"{INNER}/sources/{source}")
        return content.decode(errors="replace").strip() if content else None

    def _owner(self, name: str) -> str | None:
        """The source that has a slug; its manifest counts where the note of its claim is lost."""
        claim = self.store.get(f"{INNER}/slugs/{name}")
        if claim is not None:
            return claim.decode(errors="replace").strip()
        narration = self.get(name)
        return None if narration is None else narration.source_id
