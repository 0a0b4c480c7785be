"""``narrator embed``: what puts the player onto the publisher's own pages."""

from __future__ import annotations

from pathlib import Path

import click

from narrator.systems import SYSTEMS


@click.command()
@click.argument("system", type=click.Choice(SYSTEMS), default="html")
@click.option(
    "--base-url",
    required=True,
    metavar="URL",
    help="Where the published folder is served, as https://example.org/listen.",
)
@click.option(
    "--to",
    "to",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder for the files: a Hugo site, a Ghost theme, any folder for the WordPress plug-in.  [.]",
)
def embed(system: str, base_url: str, to: Path | None) -> None:
    r"""Put the player onto your own article pages.

    Prints what to paste, and where. For WordPress it writes narrator-player.zip, for Hugo and Ghost (with --to) the
    files of the template.

    \b
    narrator embed --base-url https://example.org/listen
    narrator embed wordpress --base-url https://example.org/listen
    narrator embed hugo --base-url https://example.org/listen --to mysite
    """
    from narrator import systems

    snippets = systems.snippets(system, base_url)
    if to is not None or system in ("wordpress", "hugo"):
        for place in systems.write(system, to or Path()):
            click.echo(f"{place} written")
    if system == "wordpress":
        click.echo("Plugins > Add New > Upload Plugin: that file. Activate it. Then:")
    for snippet in snippets:
        click.echo(f"{snippet.where}:\n")
        click.echo("\n".join(f"    {line}" for line in snippet.text.splitlines()))
        click.echo()
