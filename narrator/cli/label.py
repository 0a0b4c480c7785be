"""``narrator verify`` and ``narrator keys``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from narrator.cli import echo_error
from narrator.cli.options import FILE


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option("--against", type=FILE, help="A narration.json: tells a copy whose tags were stripped.")
@click.option("--trust", type=FILE, help="PEM certificates that are trusted.")
@click.option("-v", "--verbose", is_flag=True, help="Everything that was found.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def verify(files: tuple[Path, ...], against: Path | None, trust: Path | None, verbose: bool, as_json: bool) -> int:
    """Say what an audio file claims, by whom, and whether it holds.

    Exit 0: labelled and intact. 1: not labelled. 3: changed or forged. 4: no sound file.
    """
    from narrator.errors import NarratorError

    codes = []
    for path in files:
        try:
            codes.append(_told(path, against, trust, verbose=verbose, as_json=as_json))
        except NarratorError as error:
            echo_error(error)
            codes.append(error.exit_code)
    return max(codes)


def _told(path: Path, against: Path | None, trust: Path | None, *, verbose: bool, as_json: bool) -> int:
    from narrator import manifest
    from narrator.verify import lines, report

    found = report(path, against=against, anchors=trust.read_bytes() if trust else b"")
    if as_json:
        plain = manifest.plain(found)
        if plain.get("tags"):
            plain["tags"].pop("cover", None)
        click.echo(json.dumps(plain, ensure_ascii=False))
        return int(found.verdict)
    click.echo(f"{path}: {found.answer}")
    if verbose:
        for line in lines(found):
            click.echo(f"  {line}")
    return int(found.verdict)


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
