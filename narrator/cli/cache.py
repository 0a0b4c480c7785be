"""``narrator cache``: the clips that are kept."""

from __future__ import annotations

from pathlib import Path

import click

from narrator.cli.options import CONFIG, settings_of

FOLDER = click.option(
    "--cache-dir", type=click.Path(path_type=Path, file_okay=False), help="Another folder than the user's."
)


@click.group()
def cache() -> None:
    """Look after the clips that are kept, so that nothing is spoken twice."""


@cache.command()
@FOLDER
@CONFIG
def info(cache_dir: Path | None, config: Path | None) -> None:
    """Say where they are, how many, and how large."""
    found = _cache(cache_dir, config).info()
    click.echo(f"{found.folder}: {found.clips} clips, {found.size / 1e6:.1f} MB of {found.limit / 1e6:.0f} MB")


@cache.command()
@FOLDER
@CONFIG
def clear(cache_dir: Path | None, config: Path | None) -> None:
    """Take all of them away."""
    click.echo(f"{_cache(cache_dir, config).clear()} clips removed")


@cache.command()
@FOLDER
@CONFIG
def verify(cache_dir: Path | None, config: Path | None) -> None:
    """Read every one, and take away what is not whole."""
    good, bad = _cache(cache_dir, config).verify()
    click.echo(f"{good} clips are whole, {bad} were not and are removed")


def _cache(cache_dir: Path | None, config: Path | None):  # type: ignore[no-untyped-def]
    from narrator.cache import GIGABYTE, Cache

    settings = settings_of({"cache_dir": cache_dir, "config": config})
    return Cache(settings.cache_dir, round(settings.cache_gb * GIGABYTE))
