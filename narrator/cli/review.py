"""``narrator review``: what waits for an editor, and the editor's word."""

from __future__ import annotations

import getpass
import json
from typing import TYPE_CHECKING, Any

import click

from narrator.cli.options import CONFIG, OUTPUT, options, settings_of

if TYPE_CHECKING:
    from narrator.model import Narration

SLUGS = click.argument("slugs", nargs=-1, required=True, metavar="SLUG...")
BY = click.option(
    "--by", metavar="NAME", help="Who decides; the manifest keeps it.  [your login name, which no page shows]"
)


@click.group(invoke_without_command=True)
@options(OUTPUT, click.option("--json", "as_json", is_flag=True, help="One JSON object a line."), CONFIG)
@click.pass_context
def review(context: click.Context, /, as_json: bool, **given: Any) -> None:
    """List the narrations that an editor should look at, with their doubts.

    Those that are held (`--hold` of read and batch) are left out by `narrator publish` until they
    are approved.

    \b
    narrator review                                what waits, and why
    narrator review approve harbor-ferry-returns   it may be published
    narrator review hold harbor-ferry-returns      it may not, for now
    """  # noqa: D301 - click's mark is the character itself
    if context.invoked_subcommand is not None:
        return
    from narrator import manifest
    from narrator.library import existing
    from narrator.review import to_review

    waiting = 0
    for narration in filter(to_review, existing(settings_of(given).output).all()):
        waiting += 1
        if as_json:
            doubts = [{**manifest.plain(each), "weight": each.kind.weight.name.lower()} for each in narration.doubts]
            row = {"slug": narration.slug, "title": narration.article.title, "review": narration.review.state.value}
            click.echo(json.dumps({**row, "doubts": doubts}, ensure_ascii=False))
        else:
            _show(narration)
    if not waiting and not as_json:
        click.echo("nothing waits for a review")


@review.command()
@options(SLUGS, BY, OUTPUT, CONFIG)
def approve(slugs: tuple[str, ...], by: str | None, **given: Any) -> None:
    """Approve narrations, so that they are published."""
    _decide(slugs, by, given, "approved")


@review.command()
@options(SLUGS, BY, OUTPUT, CONFIG)
def hold(slugs: tuple[str, ...], by: str | None, **given: Any) -> None:
    """Hold narrations back, so that they are not published."""
    _decide(slugs, by, given, "held")


def _decide(slugs: tuple[str, ...], by: str | None, given: dict[str, Any], word: str) -> None:
    from narrator.library import existing
    from narrator.model import ReviewState
    from narrator.review import decided

    library = existing(settings_of(given).output)
    for slug in slugs:
        found = decided(
            library, slug, ReviewState(word), getpass.getuser() if by is None else by, is_account=by is None
        )
        click.echo(f"{found.slug} is {word} by {found.review.by}")


def _show(narration: Narration) -> None:
    from narrator.cli import show_doubt

    click.echo(f"{narration.slug}  ({narration.review.state.value})" if narration.review.at else narration.slug)
    for doubt in narration.doubts:
        click.echo(f"  {show_doubt(doubt)}")
