"""``narrator publish`` and ``narrator serve``: the library as a site."""

from __future__ import annotations

import click


@click.command()
@click.argument("out", metavar="DIR")
@click.option(
    "--base-url", required=True, metavar="URL", help="Where the folder will be served, as https://example.org/listen."
)
@click.option("--title", default="", help="Of the site and its feed.")
@click.option("--description", default="", help="One sentence on the site.")
@click.option("--author", default="", help="Who publishes the feed; else its title.")
@click.option("--lang", "language", default="en", metavar="TAG", help="Language of the site (BCP 47).  [en]")
@click.option("--category", default="News", help="One of Apple's podcast categories.  [News]")
def publish(out: str, base_url: str, **said: str) -> None:
    """Make DIR a static site: an index, a page each, feed.xml for podcast apps, a sitemap.

    Everything is made from the manifests; a file that would not change is not touched. A
    cover.png of your own in DIR is used as the feed's artwork.
    """
    from narrator.publish import site

    built = site.build(out, base_url, **said)
    removed = f", {built.removed} taken away" if built.removed else ""
    click.echo(f"{built.narrations} narrations, {built.written} files written{removed}: {out.rstrip('/')}/index.html")
    if built.held:
        click.echo(f"  left out, held for a review: {', '.join(built.held)}", err=True)
    for name in built.unreadable:
        click.echo(f"  note: the manifest in {name} cannot be read; it is left out", err=True)


@click.command()
@click.argument("out", metavar="DIR", default="audio_out")
@click.option("--host", default="127.0.0.1", help="Address to listen on.  [127.0.0.1]")
@click.option("--port", default=8000, type=click.IntRange(1, 65535), help="Port to listen on.  [8000]")
def serve(out: str, host: str, port: int) -> int:
    """Show DIR on this machine, as a site, until interrupted. Read-only."""
    from narrator import serve as server
    from narrator.errors import OutputError

    click.echo(f"http://{f'[{host}]' if ':' in host else host}:{port}/  (Ctrl-C ends it)")
    try:
        server.run(out, host=host, port=port)
    except SystemExit as error:
        raise OutputError(f"port {port} on {host} cannot be opened", "--port takes another") from error
    return 0
