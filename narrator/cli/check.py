"""``narrator check``: a recognizer hears finished narrations."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrator.cli import show_doubt
from narrator.errors import DoubtError, SourceError

if TYPE_CHECKING:
    from narrator.model import Doubt, Narration


@click.command()
@click.argument(
    "places", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True), metavar="FILE|FOLDER..."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def check(places: tuple[Path, ...], as_json: bool) -> int:
    """Hear finished narrations and say which sentences fail.

    A FILE is an audio file beside its narration.json; a FOLDER is that of a narration, or an output
    folder with many. A recognizer that runs on this machine hears the sound; sentences that are
    missing, doubled, cut off, garbled or in another language are named, with the time.

    \b
    Exit 0   nothing is severe
        16   a sentence is probably wrong
    """  # noqa: D301 - click's mark is the character itself
    from narrator import hearing, listen
    from narrator.errors import EngineError
    from narrator.model import Weight

    if lacking := listen.missing():
        raise EngineError(lacking)
    worst = 0
    for path, narration in (each for place in places for each in _narrations(place)):
        doubts = hearing.hear(path, narration).doubts
        _echo(path, doubts, as_json=as_json)
        if any(each.kind.weight is Weight.SEVERE for each in doubts):
            worst = DoubtError.exit_code
    return worst


def _narrations(place: Path) -> Iterator[tuple[Path, Narration]]:
    """The audio files at a place, each with its manifest.

    Raises:
        SourceError: there is none.
    """
    from narrator import manifest

    folders = [place.parent] if place.is_file() else [place, *sorted(each for each in place.iterdir() if each.is_dir())]
    count = 0
    for folder in folders:
        record = folder / manifest.NAME
        if not record.is_file():
            continue
        narration = manifest.decoded(record.read_bytes())
        if not place.is_file() and not (folder / narration.files[0].name).is_file():
            raise SourceError(f"{folder} has no {narration.files[0].name}", "make the narration again")
        count += 1
        yield place if place.is_file() else folder / narration.files[0].name, narration
    if not count:
        raise SourceError(f"{place} has no {manifest.NAME}", "name an audio file beside it, or an output folder")


def _echo(path: Path, doubts: tuple[Doubt, ...], *, as_json: bool) -> None:
    if as_json:
        from narrator import manifest

        rows = [{**manifest.plain(each), "weight": each.kind.weight.name.lower()} for each in doubts]
        click.echo(json.dumps({"file": str(path), "doubts": rows}, ensure_ascii=False))
        return
    click.echo(f"{path}: {'every sentence is heard' if not doubts else ''}".rstrip(": "))
    for each in doubts:
        click.echo(f"  {show_doubt(each)}")
