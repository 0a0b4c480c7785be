"""What puts the player into publishers' systems: files for WordPress, Hugo and Ghost, a plug-in for MkDocs.

The files are data of this package, written out by ``narrator embed``.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from narrator.errors import OutputError
from narrator.settings.publishing import site_address
from narrator.store.local import atomic_write

SYSTEMS = ("html", "wordpress", "ghost", "hugo", "mkdocs")
PLUGIN = "narrator-player"
ZIP_DATE = (2026, 1, 1, 0, 0, 0)
"""Of every file in the archive, so that equal files give equal bytes."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """What to paste, and where."""

    where: str
    text: str


def tag(base_url: str) -> str:
    """The loader's tag.

    Args:
        base_url: where the published folder is served, as ``https://example.org/listen``.

    Raises:
        SettingsError: it is no web address.
    """
    return f'<script async src="{site_address(base_url)}/embed.js"></script>'


def snippets(system: str, base_url: str) -> tuple[Snippet, ...]:
    """What an editor pastes into a system by hand.

    Raises:
        SettingsError: ``base_url`` is no web address.
    """
    base = site_address(base_url)
    if system == "html":
        return (Snippet("in the template of your articles, in <head> or before </body>", tag(base)),)
    if system == "ghost":
        return (Snippet("Settings > Advanced > Code injection > Site header", tag(base)),)
    if system == "wordpress":
        return (Snippet("Settings > Narrator Player > Address of the narrations", base),)
    if system == "hugo":
        return (
            Snippet("in hugo.toml", f'[params]\nnarrator = "{base}"'),
            Snippet("in <head> of layouts/_default/baseof.html", '{{ partial "narrator.html" . }}'),
        )
    return (Snippet("in mkdocs.yml, beside what is there", "plugins:\n  - search\n  - narrator"),)


def write(system: str, to: Path) -> tuple[Path, ...]:
    """Write the files of a system; gives their places.

    Args:
        system: one of ``SYSTEMS``.
        to: for WordPress the folder that gets ``narrator-player.zip``; for Hugo the site, for Ghost the theme.

    Raises:
        OutputError: a file of that name with other words is there, or the place cannot be written.
    """
    if system == "wordpress":
        return (_written(to / f"{PLUGIN}.zip", archive()),)
    if system not in ("hugo", "ghost"):
        return ()
    root = files("narrator.systems").joinpath(system)
    return tuple(_written(to / name, each.read_bytes(), keep=True) for name, each in _below(root))


def archive() -> bytes:
    """The WordPress plug-in as the zip file that its admin pages take; always the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, each in _below(files("narrator.systems").joinpath("wordpress")):
            file.writestr(zipfile.ZipInfo(name, ZIP_DATE), each.read_bytes(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _below(root: Traversable, path: str = "") -> Iterator[tuple[str, Traversable]]:
    for each in sorted(root.iterdir(), key=lambda entry: entry.name):
        name = f"{path}{each.name}"
        if each.is_dir():
            yield from _below(each, f"{name}/")
        else:
            yield name, each


def _written(place: Path, body: bytes, *, keep: bool = False) -> Path:
    try:
        if keep and place.is_file() and place.read_bytes() != body:
            raise OutputError(f"{place} is there with other words", "move it away, or take its words over by hand")
        place.parent.mkdir(parents=True, exist_ok=True)
        atomic_write(place, body)
    except OSError as error:
        raise OutputError(f"{place} cannot be written: {error.strerror or error}") from error
    return place
