"""``narrator batch`` and ``narrator remove``."""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from narrator.cli.options import CONFIG, SOUND, SOURCE, options, settings_of

if TYPE_CHECKING:
    from narrator.batch.sources import Item
    from narrator.batch.worker import Record

SOME_FAILED = 3


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@options(
    SOUND,
    SOURCE,
    click.option("--jobs", type=click.IntRange(1), metavar="N", help="Articles at a time.  [cores]"),
    click.option("--limit", type=click.IntRange(1), metavar="N", help="At most so many articles."),
    click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only those not older, where the input tells."),
    click.option("--dry-run", is_flag=True, help="Say what would be made."),
    click.option("--fail-fast", is_flag=True, help="Stop with the first failure."),
    click.option(
        "--retries", type=click.IntRange(0), default=1, show_default=True, help="When a worker dies over one."
    ),
    CONFIG,
)
def batch(inputs: tuple[str, ...], **given: Any) -> int:
    """Turn many articles into audio; run it again to resume.

    An INPUT is a folder, a glob, a list of paths or addresses, a CSV or JSON Lines file (columns
    source, voice, slug, language, title), an RSS or Atom feed, a sitemap, or - for a list on
    standard input. Exit 0: all done. 3: some failed. 130: interrupted.
    """
    from narrator.batch import report
    from narrator.batch.runner import Run
    from narrator.store import Store

    settings = settings_of(given)
    found = _items(inputs, given)
    if given["dry_run"]:
        return _told(found)
    begun = time.monotonic()
    records: list[Record] = []
    run = Run(found, settings, jobs=given["jobs"], retries=given["retries"], fail_fast=given["fail_fast"])
    try:
        for record in run.records():
            records.append(record)
            _echo(record, len(records), time.monotonic() - begun, sum(each.duration_s for each in records))
    finally:
        if records:
            report.written(Store(settings.output), records, took_s=time.monotonic() - begun)
    failed = sum(record.state == "failed" for record in records)
    click.echo(f"{len(records) - failed} done, {failed} failed: {settings.output.rstrip('/')}/{report.PAGE}")
    return SOME_FAILED if failed else 0


def _items(inputs: tuple[str, ...], given: dict[str, Any]) -> Iterator[Item]:
    from narrator.batch import sources

    found = sources.items(inputs, settings_of(given))
    if given["since"]:
        found = sources.since(found, given["since"].date())
    return itertools.islice(found, given["limit"])


def _told(found: Iterator[Item]) -> int:
    sources = [item.source for item in found]
    for source in sources:
        click.echo(source)
    click.echo(f"{len(sources)} articles", err=True)
    return 0


def _echo(record: Record, count: int, took_s: float, audio_s: float) -> None:
    """A line an article on standard error; on a terminal with how far and how fast."""
    from narrator.units import clock

    said = record.reason if record.state == "failed" else f"{clock(record.duration_s)}  {record.file}"
    pace = f"[{count}, {audio_s / max(took_s, 0.001):.0f} × real time] " if sys.stderr.isatty() else ""
    click.echo(f"{pace}{record.state:<9} {record.source}  {said}", err=True)
    if record.hint:
        click.echo(f"  hint: {record.hint}", err=True)


@click.command()
@click.argument("slugs", nargs=-1, required=True, metavar="SLUG...")
@click.option("-o", "--output", metavar="DIR", help="Where narrations are written.  [audio_out]")
@CONFIG
def remove(slugs: tuple[str, ...], **given: Any) -> int:
    """Take narrations back: their files, and their place in the library."""
    from narrator.library import Library

    library = Library(settings_of(given).output)
    missing = 0
    for slug in slugs:
        if library.remove(slug):
            click.echo(f"{slug} is removed")
        else:
            missing += 1
            click.echo(f"narrator: there is no narration {slug}", err=True)
    return 1 if missing else 0
