"""``narrator voices``: those that can speak here, and how another one is added."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrator.cli.options import CONFIG

if TYPE_CHECKING:
    from narrator.engines.base import Offer
    from narrator.settings import Settings


@click.group(invoke_without_command=True)
@click.option(
    "--lang",
    "--language",
    "language",
    metavar="TAG",
    help="Those for a language, the first choice first, with the reason.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON list.")
@CONFIG
@click.pass_context
def voices(context: click.Context, language: str | None, as_json: bool, config: Path | None) -> None:
    """List the voices that can speak here, and which of them the settings name."""
    if context.invoked_subcommand is not None:
        return
    from narrator import manifest
    from narrator.engines import base, choice
    from narrator.settings import Settings

    chosen = list(choice.candidates(language)) if language else []
    reasons = {each.voice.id: each.reason for each in chosen}
    found = [each.voice for each in chosen] if language else base.voices()
    if as_json:
        click.echo(json.dumps([manifest.plain(voice) for voice in found], ensure_ascii=False))
        return
    for voice in found:
        languages = " ".join(voice.languages)
        row = f"{voice.id:<26} {languages:<24} {voice.sample_rate_hz} Hz  {voice.licence}  {reasons.get(voice.id, '')}"
        click.echo(row.rstrip())
    _echo_named(Settings.load(config))
    if language and (not found or found[0].engine == choice.ROBOTIC) and (command := choice.natural(language)):
        click.echo(f"a natural voice: {command}", err=True)


def _echo_named(settings: Settings) -> None:
    """The voices that the settings name, each with what it reads; and what is wrong with one."""
    from narrator.engines import readers
    from narrator.errors import VoiceError

    for name, wanted in settings.voices.items():
        try:
            voice = readers.named(settings, name)
        except VoiceError as error:
            click.echo(f"{name} is {wanted!r}: {error.message}; {error.hint}".rstrip("; "), err=True)
        else:
            click.echo(f"{name} is {voice.id}" + (f", by {voice.provider}" if voice.provider else ""), err=True)


@voices.command(name="try")
@click.argument("text")
@click.option("--language", "--lang", "language", metavar="TAG", default="en", show_default=True, help="Of the text.")
@click.option(
    "-o", "--output", metavar="DIR", default="voice_samples", show_default=True, help="Where they are written."
)
def try_(text: str, language: str, output: str) -> None:
    """Let every voice of a language say TEXT: a page with one sample each, side by side."""
    from narrator.tryout import samples

    page, failed = samples(text, language, Path(output))
    for each in failed:
        click.echo(f"left out: {each}", err=True)
    click.echo(str(page))


@voices.command()
@click.argument("wanted", metavar="[LANGUAGE|NAME]", default="")
@click.option("--from", "place", metavar="PLACE", help="A folder, an archive or an address that has the voice.")
@click.option("--list", "only_lists", is_flag=True, help="Only list what can be added.")
def add(wanted: str, place: str | None, only_lists: bool) -> None:
    """Add a voice for a LANGUAGE, as fr, or one by its NAME, as kokoro:ff_siwis.

    A voice is fetched from where its model is published, or from the PLACE that you name, and checked by its digest.
    """
    from narrator.engines import offers

    if only_lists or not wanted:
        _listed(*offers.offers(wanted, place))
        return
    voice = offers.added(wanted, place)
    click.echo(f"{voice.id} speaks {' '.join(voice.languages)} from now on; its licence is {voice.licence}")


def _listed(found: Sequence[Offer], obstacles: Sequence[str]) -> None:
    for offer in found:
        voice, size = offer.voice, f"{offer.size / 1e6:6.1f} MB"
        free = {True: "may be published", False: "may NOT be published by everybody", None: "read its licence"}
        notes = "; ".join(filter(None, (free[offer.is_free], offer.note)))
        click.echo(f"{voice.id:<32} {' '.join(voice.languages):<12} {size}  {voice.licence} ({notes})")
    for each in obstacles:
        click.echo(f"not offered: {each}", err=True)
