"""``narrator batch`` and ``narrator remove``."""

from __future__ import annotations

import itertools
import time
from typing import TYPE_CHECKING, Any

import click

from narrator.cli import echo_error, one_line
from narrator.cli.interrupts import interruptible
from narrator.cli.options import ALL, CONFIG, OUTPUT, Command, Number, options, settings_of
from narrator.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from narrator.batch.report import Totals
    from narrator.batch.runner import Run, Workplace
    from narrator.batch.sources import Listing
    from narrator.batch.worker import Tell, Work
    from narrator.settings import Settings

SOME_FAILED = 3
UNMADE = ("merged", "skipped")
PACE = 60.0
"""Seconds of audio a worker makes a second, where no earlier run tells: hibari on a core of 2024."""

LIMITS = (
    click.option("--limit", type=click.IntRange(1), metavar="N", help="Make at most so many articles."),
    click.option("--limit-mb", type=Number(), metavar="MB", help="Write at most so much."),
    click.option("--limit-minutes", type=Number(), metavar="MIN", help="Begin nothing after so long."),
    click.option("--limit-audio", type=Number(), metavar="MIN", help="Make at most so much audio."),
)


@click.command(cls=Command)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@options(
    click.option("--jobs", type=click.IntRange(1), metavar="N", help="Articles at a time on this machine.  [cores]"),
    click.option("--cluster", metavar="ADDRESS", help="Make them on a Dask cluster, as tcp://scheduler:8786."),
    LIMITS,
    click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only those not older, where the input tells."),
    click.option("--dry-run", is_flag=True, help="Say what would be made, and how long it takes."),
    click.option("--fail-fast", is_flag=True, help="Stop with the first failure."),
    click.option(
        "--retries",
        type=click.IntRange(0),
        default=1,
        show_default=True,
        help="More tries where a worker dies over an article.",
    ),
    CONFIG,
    ALL,
)
def batch(inputs: tuple[str, ...], **given: Any) -> int:
    """Turn many articles into audio; run it again to resume.

    An INPUT is a folder, a glob, a list of paths or addresses, a CSV or JSON Lines file (columns
    source, voice, slug, language, title), an RSS or Atom feed, a sitemap, a folder of an object
    store (s3://bucket/dir), or - for a list on standard input. Exit 0: all done. 3: some failed.
    130: interrupted.
    """
    if given["cluster"] and given["jobs"]:
        raise click.UsageError("--jobs is for this machine; a cluster has its own workers.")
    settings = settings_of(given)
    listing = _listing(inputs, settings, given)
    return _foreseen(listing, settings, given) if given["dry_run"] else _made(listing, settings, given)


def _made(listing: Listing, settings: Settings, given: dict[str, Any]) -> int:
    """Make them all, with a report, whatever ends the run."""
    from narrator.batch import record, report
    from narrator.batch.trial import trial
    from narrator.batch.worker import made
    from narrator.cli.progress import batch_board
    from narrator.store import store

    begun = time.monotonic()
    if listing.count and not given["cluster"]:
        trial(settings)
    with (
        report.Report(store(settings.output)) as written,
        interruptible() as signals,
        batch_board(listing.count) as board,
    ):
        ended, run, is_written = "the run was interrupted", None, False
        try:
            with _workplace(made, settings, given, board.step) as place:
                run = _run(listing, place, given, interrupted=lambda: signals.came)
                with signals.calm():
                    for found in run.records():
                        written.add(found)
                        board.ended(found, written.totals)
                ended = run.ended
        finally:
            with signals.calm():
                for found in run.left() if run else ():
                    written.add(found)
                is_written = _published(written, took_s=time.monotonic() - begun, ended=ended)
    _summed(written.totals, settings, ended, listing.count)
    if run.cause is not None:
        return run.cause.code
    if written.totals.states[record.FAILED]:
        return SOME_FAILED
    return 0 if is_written else OutputError.exit_code


def _foreseen(listing: Listing, settings: Settings, given: dict[str, Any]) -> int:
    """Say what would be made of each, and how long all would take."""
    from narrator.batch import record, report
    from narrator.batch.worker import foreseen
    from narrator.cli.progress import record_line
    from narrator.engines import services
    from narrator.store import store
    from narrator.units import in_minutes

    totals, costs = report.Totals(), 0.0
    with interruptible(), _workplace(foreseen, settings, given, lambda step: None) as place:
        run = _run(listing, place, given)
        for found in itertools.chain(run.records(), run.left()):
            totals.add(found)
            costs += found.cost
            click.echo(record_line(found))
        jobs = place.jobs
    states = totals.states
    unmade = "".join(f", {states[each]} {each}" for each in UNMADE if states[each])
    took_s = totals.audio_s / (report.pace(store(settings.output)) or PACE) / jobs
    click.echo(
        f"{listing.count} named: {states[record.FORESEEN]} to make, {states[record.UNCHANGED]} unchanged, "
        f"{states[record.FAILED]} would fail{unmade}: "
        f"about {in_minutes(totals.audio_s)} of audio, in about {in_minutes(took_s)} with {jobs} at a time",
        err=True,
    )
    currencies = ", ".join(dict.fromkeys(each.currency for each in services.named(settings)))
    if costs or currencies:
        click.echo(f"services: about {costs:.2f} {currencies}".rstrip(), err=True)
    return SOME_FAILED if states[record.FAILED] else 0


def _listing(inputs: tuple[str, ...], settings: Settings, given: dict[str, Any]) -> Listing:
    from narrator.batch import sources
    from narrator.cli.progress import reading

    found = sources.entries(inputs, settings, on_read=reading())
    return sources.Listing(sources.since(found, given["since"].date()) if given["since"] else found)


def _workplace(work: Work, settings: Settings, given: dict[str, Any], tell: Tell) -> AbstractContextManager[Workplace]:
    """On this machine, or on the cluster that was named."""
    tries = given["retries"] + 1
    if not given["cluster"]:
        from narrator.batch.runner import Here

        return Here(work, settings, jobs=given["jobs"], tries=tries, tell=tell)
    from narrator.batch.cluster import Cluster

    return Cluster(given["cluster"], work, settings, tries=tries, tell=tell)


def _run(
    listing: Listing, place: Workplace, given: dict[str, Any], interrupted: Callable[[], bool] = lambda: False
) -> Run:
    from narrator.batch.runner import Limits, Run

    limits = Limits(
        articles=given["limit"],
        size_bytes=None if given["limit_mb"] is None else round(given["limit_mb"] * 1e6),
        run_s=None if given["limit_minutes"] is None else given["limit_minutes"] * 60,
        audio_s=None if given["limit_audio"] is None else given["limit_audio"] * 60,
    )
    return Run(listing, place, limits=limits, fail_fast=given["fail_fast"], interrupted=interrupted)


def _published(written: Any, *, took_s: float, ended: str) -> bool:
    """Put the report in its place; whether that worked. Where it did not, say so and lose nothing else."""
    try:
        written.publish(took_s=took_s, ended=ended)
    except OutputError as error:
        echo_error(error)
        return False
    return True


def _summed(totals: Totals, settings: Settings, ended: str, named: int) -> None:
    from narrator.batch import record, report
    from narrator.units import in_minutes

    states = totals.states
    often = (record.DONE, record.UNCHANGED, record.FAILED)
    parts = [f"{states[each]} {each}" for each in (*often, *(each for each in UNMADE if states[each]))]
    click.echo(
        f"{named} named: {', '.join(parts)}; {in_minutes(totals.audio_s)} of audio: "
        f"{settings.output.rstrip('/')}/{report.PAGE}"
    )
    if totals.to_review:
        click.echo(f"{totals.to_review} to review: `narrator review` lists them with their doubts", err=True)
    if totals.with_guessed:
        names = f"names said by guess in {totals.with_guessed} articles: {totals.most_guessed}"
        click.echo(one_line(f"{names}; `narrator lexicon learn` corrects them"), err=True)
    if ended:
        click.echo(f"not all were begun: {ended}; the same command goes on", err=True)
    if totals.ended != named:
        click.echo(f"the report has {totals.ended} of {named} articles that were named: please report this", err=True)


@click.command()
@click.argument("slugs", nargs=-1, required=True, metavar="SLUG...")
@OUTPUT
@CONFIG
def remove(slugs: tuple[str, ...], **given: Any) -> int:
    """Remove narrations: their files, and their place in the library."""
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
