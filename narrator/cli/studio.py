"""``narrator studio``: the web app of an editor, and the HTTP API."""

from __future__ import annotations

import os
import threading
import webbrowser
from pathlib import Path
from typing import Any

import click

from narrator.cli.options import ALL, CONFIG, Command, options, settings_of

OPENS_AFTER_S = 1.5


@click.command(cls=Command)
@options(
    (
        click.option("--host", default="127.0.0.1", help="Address to listen on.  [127.0.0.1]"),
        click.option("--port", default=8700, type=click.IntRange(1, 65535), help="Port to listen on.  [8700]"),
        click.option(
            "--token", envvar="NARRATOR_STUDIO_TOKEN", default="", help="What a browser must know to come in."
        ),
        click.option("--base-url", default="", metavar="URL", help="Where listeners find DIR; else the studio itself."),
        click.option(
            "--public-host", "public_hosts", multiple=True, metavar="NAME", help="Another name of the studio."
        ),
        click.option("--origin", "origins", multiple=True, metavar="URL", help="A site that may use the API (CORS)."),
        click.option("--jobs", type=click.IntRange(1, 64), help="Narrations at a time.  [2; on a cluster 32]"),
        click.option("--cluster", metavar="ADDRESS", help="Make them on a Dask cluster, as tcp://scheduler:8786."),
        click.option("--no-browser", is_flag=True, help="Do not open a browser."),
        click.option("--new-token", metavar="NAME", help="Print a new API token for a program, and end."),
        click.option(
            "--scope", type=click.Choice(["read", "write", "admin"]), default="write", help="Of that token.  [write]"
        ),
    ),
    CONFIG,
    ALL,
)
def studio(**given: Any) -> int:
    """Open the studio: drop articles, hear them, mend what is said, approve, publish.

    It works in the output folder, as the other commands do. On this machine it needs no token; where
    --host lets the network in, it does.

    \b
    narrator studio
    narrator studio --output listen --base-url https://example.org/listen
    narrator studio --new-token cms --scope write
    """  # noqa: D301 - click's mark is the character itself
    from narrator.settings import fields
    from narrator.settings.sources import FILE, from_environment
    from narrator.studio import application

    place = application.Place(
        settings_of(given),
        config=(given["config"] or Path(FILE)).absolute(),
        host=given["host"],
        port=given["port"],
        base_url=given["base_url"],
        public_hosts=given["public_hosts"],
        origins=given["origins"],
        password=given["token"],
        jobs=given["jobs"] or (application.JOBS_OF_CLUSTER if given["cluster"] else application.JOBS),
        cluster=given["cluster"] or "",
        is_budget_fixed=given["budget"] is not None or "budget" in from_environment(fields(), os.environ),
    )
    if given["new_token"]:
        from narrator.studio.access import Scope

        click.echo(application.new_token(place, given["new_token"], Scope(given["scope"])))
        return 0
    url = f"http://{f'[{place.host}]' if ':' in place.host else place.host}:{place.port}/"
    click.echo(f"{url}  (Ctrl-C ends it)")
    if not given["no_browser"]:
        opening = threading.Timer(OPENS_AFTER_S, webbrowser.open, [url])
        opening.daemon = True
        opening.start()
    application.run(place)
    return 0
