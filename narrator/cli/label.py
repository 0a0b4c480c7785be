"""``narrator verify`` and ``narrator keys``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrator.cli import echo_error, one_line
from narrator.cli.options import FILE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from narrator.errors import NarratorError
    from narrator.verify import Report
    from narrator.watermark import Key

ANYTHING = click.Path(path_type=Path, readable=False)
"""A folder, a pipe or what may not be read gets an answer of its own, and the files after it are still checked."""
NAMED = 5
"""Folders with manifests that cannot be read, which are named one by one."""


@click.command()
@click.argument("files", nargs=-1, required=True, type=ANYTHING, metavar="FILE...")
@click.option(
    "--against", type=ANYTHING, help="A narration.json: tells a copy whose tags or signature were taken away."
)
@click.option("--trust", type=ANYTHING, help="PEM certificates that are trusted, of signers and of time stamps.")
@click.option(
    "--in", "library", metavar="DIR", help="Name the narrations of this output folder that have the watermark."
)
@click.option("--all", "is_all", is_flag=True, help="Look for a watermark in all of a long sound, not in three places.")
@click.option("--speeds", is_flag=True, help="Look for it also as players make a sound faster or slower.")
@click.option("--watermark-key", type=FILE, help="Look also for the watermark of this key.")
@click.option("-v", "--verbose", is_flag=True, help="Everything that was found.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def verify(
    files: tuple[Path, ...],
    against: Path | None,
    trust: Path | None,
    library: str | None,
    is_all: bool,
    speeds: bool,
    watermark_key: Path | None,
    verbose: bool,
    as_json: bool,
) -> int:
    """Say what an audio file claims, by whom, and whether it holds.

    Four answers, apart: of the sound, the signature, the signer and the time.

    \b
    Exit 0   labelled, the signature holds
         1   not labelled
         3   changed or forged
         4   no sound file, or unreadable
        13   the sound is known by its watermark; no signature is left
        14   signature good, certificate run out, no time stamp
        15   signature good, signer not on the --trust list
    Of several files the worst counts: 3, 4, 15, 14, 13, 1, 0.
    """  # noqa: D301 - click's mark is the character itself
    from narrator import verify as checks
    from narrator.errors import NarratorError

    anchors = checks.anchors(trust) if trust else b""
    search = checks.Search(_mark_keys(watermark_key), checks.SPEEDS if speeds else (1.0,), is_all)
    narrations = _narrations(library) if library else {}
    verdicts = []
    with checks.Checker(search, narrations) as checker:
        for path in files:
            try:
                found = checker.report(path, against=against, anchors=anchors)
            except NarratorError as error:
                _echo_unread(path, error, as_json=as_json)
                verdicts.append(checks.Verdict.UNREADABLE)
                continue
            _echo_report(found, verbose=verbose, as_json=as_json)
            verdicts.append(found.verdict)
    return int(checks.worst(verdicts))


def _narrations(library: str) -> Mapping[int, Sequence[str]]:
    """Slugs of the narrations of an output folder, by the numbers of their watermarks; what cannot be read is named."""
    from narrator import verify as checks

    marked = checks.marked_in(library)
    if marked.unread:
        names = ", ".join(map(one_line, marked.unread[:NAMED]))
        more = f" and {len(marked.unread) - NAMED} more" if len(marked.unread) > NAMED else ""
        _warn(f"manifests of {library} that cannot be read, whose marks are not named: {names}{more}")
    return marked.narrations


def _mark_keys(path: Path | None) -> tuple[Key, ...]:
    """The keys that are looked for: one's own first, since it proves more."""
    from narrator import watermark

    return (watermark.PUBLIC,) if path is None else (watermark.key(path), watermark.PUBLIC)


def _echo_unread(path: Path, error: NarratorError, *, as_json: bool) -> None:
    from narrator.verify import Verdict

    if as_json:
        click.echo(
            json.dumps({"file": str(path), "verdict": int(Verdict.UNREADABLE), "answer": one_line(error.message)})
        )
    else:
        echo_error(error)


def _echo_report(found: Report, *, verbose: bool, as_json: bool) -> None:
    from narrator import manifest
    from narrator.verify import lines

    if as_json:
        click.echo(json.dumps(manifest.plain(found)))  # ASCII: a name may hold anything
        return
    click.echo(f"{one_line(found.file)}: {found.answer}")
    if verbose:
        for line in lines(found):
            click.echo(f"  {line}")


@click.group()
def keys() -> None:
    """Look after the keys that sign narrations."""


@keys.command()
def show() -> None:
    """Say who signs here, and whether others can know it."""
    from narrator import credentials

    found = credentials.local_keys()
    click.echo(f"{found.name} ({found.algorithm})")
    _warn(found.warning)
    if not found.own:
        click.echo("made on this machine; it is not on a public trust list, and every report says so")


@keys.command()
@click.argument("path", type=FILE)
def export(path: Path) -> None:
    """Write the certificate chain, never the key, for those who want to trust it."""
    from narrator import credentials

    click.echo(f"{credentials.exported(path)}: give it to `narrator verify --trust`")


@keys.command()
@click.argument("certificate", type=FILE)
@click.argument("key", type=FILE)
def use(certificate: Path, key: Path) -> None:
    """Keep your own certificate chain and key (PEM) for all later runs."""
    from narrator import credentials

    found = credentials.used(certificate, key)
    click.echo(f"{found.name} signs from now on; a second of silence was signed and holds")
    _warn(found.warning)


def _warn(sentence: str) -> None:
    if sentence:
        click.echo(f"narrator: {sentence}", err=True)


@keys.command()
@click.argument("path", type=FILE)
def watermark(path: Path) -> None:
    """Make a key for a watermark of your own, over the public one."""
    from narrator.watermark import make

    made = make(path)
    click.echo(f"{path}: the key {made.name}; keep it secret, and a copy of it: without it its mark is not found")
    click.echo(f"`watermark_key` in the settings lays its mark, `narrator verify --watermark-key {path}` finds it")
