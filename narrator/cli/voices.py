"""``narrator voices``: those that can speak here, and how another one is added."""

from __future__ import annotations

import json

import click


@click.group(invoke_without_command=True)
@click.option("--lang", "language", metavar="TAG", help="Only those for a language.")
@click.option("--json", "as_json", is_flag=True, help="One JSON list.")
@click.pass_context
def voices(context: click.Context, language: str | None, as_json: bool) -> None:
    """List the voices that can speak here."""
    if context.invoked_subcommand is not None:
        return
    from narrator import manifest
    from narrator.engines import base
    from narrator.languages import primary

    found = [voice for voice in base.voices() if language is None or primary(language) in map(primary, voice.languages)]
    if as_json:
        click.echo(json.dumps([manifest.plain(voice) for voice in found], ensure_ascii=False))
        return
    for voice in found:
        languages = " ".join(voice.languages)
        click.echo(f"{voice.id:<26} {languages:<24} {voice.sample_rate_hz} Hz  {voice.licence}")


@voices.command()
@click.argument("name")
def add(name: str) -> None:
    """Fetch one of hibari's other voices, by address and hash."""
    from narrator.engines.neural import add_voice

    click.echo(f"hibari:{name} is in {add_voice(name)}")
