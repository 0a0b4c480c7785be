"""``narrator settings``: every setting, its value now, and where that comes from."""

from __future__ import annotations

import json
import os
from typing import Any

import click

from narrator.cli.options import CONFIG

SECRET = ("key", "proxy")
"""Settings whose values are not shown: the address of a proxy may hold a password."""


@click.command()
@CONFIG
@click.option("--json", "as_json", is_flag=True, help="The values now, as one JSON object.")
@click.option("--all", "show_all", is_flag=True, help="Every setting with its help, also those at their defaults.")
def settings(as_json: bool, show_all: bool, **given: Any) -> None:
    """Show what is set, and where: in a file, in the environment, or by default.

    A key of narrator.toml is the name of a setting; NARRATOR_ and the name in capitals is its
    variable in the environment.
    """
    from narrator.settings import Settings, fields
    from narrator.settings.sources import from_environment, from_file, plain

    now = Settings.load(given.get("config"))
    if as_json:
        values = {name: plain(getattr(now, name)) for name in fields() if name not in SECRET}
        click.echo(json.dumps(values, ensure_ascii=False, indent=1))
        return
    of_file, of_environment = from_file(fields(), given.get("config")), from_environment(fields(), os.environ)
    for name, field in fields().items():
        where = "environment" if name in of_environment else "file" if name in of_file else "default"
        if show_all or where != "default":
            is_secret = name in SECRET and getattr(now, name) is not None
            value = "(set)" if is_secret else json.dumps(plain(getattr(now, name)), ensure_ascii=False)
            click.echo(f"{name:<18} {value:<24} {where}")
            if show_all:
                click.echo(f"  {field.help}")
    if not show_all and not of_file and not of_environment:
        click.echo("everything is at its default; --all lists the settings")
