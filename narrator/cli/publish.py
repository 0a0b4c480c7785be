"""``narrator publish`` and ``narrator serve``: the library as a site."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from narrator.publish.site import Built

WATCH_S = 2.0
"""Seconds between two looks at the library."""


@click.command()
@click.argument("out", metavar="DIR")
@click.option("--to", metavar="PLACE", help="Folder or s3://bucket/folder that gets what is public; else DIR itself.")
@click.option("--base-url", metavar="URL", help="Where it will be served, as https://example.org/listen.")
@click.option("--title", help="Of the site and its feed.")
@click.option("--description", help="One sentence on the site.")
@click.option("--author", help="Who publishes the feed; else its title.")
@click.option("--owner", help="Who answers for the feed; else its author.")
@click.option("--email", help="Of the owner: directories ask for it to let a feed be claimed.")
@click.option("--lang", "language", metavar="TAG", help="Language of the site (BCP 47).  [en]")
@click.option("--category", multiple=True, help="Of Apple's list, as 'News > Politics'; may be repeated.  [News]")
@click.option("--copyright", help="Line of the feed.")
@click.option("--funding", metavar="URL", help="Where listeners can support you.")
@click.option("--verify", metavar="TEXT", help="What a directory asks to find in podcast:txt.")
@click.option("--new-feed-url", metavar="URL", help="Where the feed has moved to.")
@click.option("--cover", type=click.Path(path_type=Path), help="Square JPEG or PNG, 1400 to 3000 pixels.")
@click.option("--theme", type=click.Path(path_type=Path), help="A style sheet after narrator's own.")
@click.option("--templates", type=click.Path(path_type=Path), help="Folder of templates before narrator's own.")
@click.option("--config", type=click.Path(path_type=Path), help="Settings file; else narrator.toml.")
@click.option("--watch", is_flag=True, help="Publish again whenever a narration is new, until interrupted.")
@click.option("--check", metavar="ADDRESS", help="Publish nothing; say how many sentences that page of yours shows.")
def publish(out: str, watch: bool, check: str | None, config: Path | None, **given: Any) -> int:
    """Make a site of DIR: lists, a page each, feeds for podcast apps, what your own pages embed.

    Everything is made from the manifests; a file that would not change is not touched. The
    same settings, and more, are read from [publish] and [feed.NAME] of narrator.toml.
    """
    from narrator.publish import notify, site
    from narrator.settings.publishing import Publishing

    if check is not None:
        return _checked(check, out, config)
    publishing = Publishing.load(config, **given)
    target = publishing.to or out
    while True:
        built = site.build(out, publishing=publishing)
        if built.written or built.removed or not watch:
            _tell(built, target)
        if built.written or built.removed:
            for failed in notify.notified(publishing):
                click.echo(f"  note: {failed}", err=True)
        if not watch:
            break
        time.sleep(WATCH_S)
    if not publishing.to:
        click.echo("  note: DIR also has what is not public, as manifests with the text that was left out;", err=True)
        click.echo("  --to PLACE writes what is public and nothing else", err=True)
    return 0


def _checked(address: str, out: str, config: Path | None) -> int:
    """Say which sentences of a narration a page of the publisher's shows."""
    from narrator import embedding
    from narrator.settings import Settings

    found = embedding.check(address, out, Settings.load(config))
    click.echo(f"{found.shown} of {found.total} sentences are on the page: {found.title} ({found.slug})")
    for text in found.missing:
        click.echo(f"  not there: {text}")
    return 0


def _tell(built: Built, target: str) -> None:
    removed = f", {built.removed} taken away" if built.removed else ""
    place = target.rstrip("/")
    count = "1 narration" if built.narrations == 1 else f"{built.narrations} narrations"
    click.echo(f"{count}, {built.written} files written{removed}: {place}/index.html")
    if built.held:
        click.echo(f"  left out, held for a review: {', '.join(built.held)}", err=True)
    for name in built.unreadable:
        click.echo(f"  note: the manifest in {name} cannot be read, or a file of it is gone; it is left out", err=True)
    for note in built.notes:
        click.echo(f"  note: {note}", err=True)


@click.command()
@click.argument("out", metavar="DIR", default="audio_out")
@click.option("--host", default="127.0.0.1", help="Address to listen on.  [127.0.0.1]")
@click.option("--port", default=8000, type=click.IntRange(1, 65535), help="Port to listen on.  [8000]")
def serve(out: str, host: str, port: int) -> int:
    """Show DIR on this machine, as a site, until interrupted. Read-only.

    What is narrated meanwhile is shown too. Pages on other ports of this machine can embed
    its player, with <script async src="http://127.0.0.1:8000/embed.js"></script>.
    """
    from narrator import serve as server
    from narrator.errors import OutputError
    from narrator.library import existing

    existing(out)
    click.echo(f"http://{f'[{host}]' if ':' in host else host}:{port}/  (Ctrl-C ends it)")
    try:
        server.run(out, host=host, port=port)
    except SystemExit as error:
        raise OutputError(f"port {port} on {host} cannot be opened", "--port takes another") from error
    return 0
