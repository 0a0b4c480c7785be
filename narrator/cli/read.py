"""``narrator read``: articles into labelled audio files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrator.cli import echo_error, one_line, show_doubt, streams
from narrator.cli.options import ALL, CHAPTER, CONFIG, DETAILS, Command, chapter_of, options, settings_of
from narrator.errors import NarratorError, OutputError, system_cause, system_error

if TYPE_CHECKING:
    from narrator.model import Details, Edit, Narration
    from narrator.pipeline import Cost
    from narrator.playing import Player
    from narrator.settings import Settings

SOME_FAILED = 3


@click.command(cls=Command)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@options(
    DETAILS,
    (
        click.option("--slug", help="Names the folder and the files."),
        click.option("--script", type=click.Path(path_type=Path, dir_okay=False), help="An edited `narrator script`."),
        click.option("--json", "as_json", is_flag=True, help="Print the manifest of each, one JSON object a line."),
        click.option("-q", "--quiet", is_flag=True, help="Print errors only."),
        click.option("--play", is_flag=True, help="Play it while it is made (ffplay, paplay, aplay or SoX)."),
        CHAPTER,
        click.option("-v", "--verbose", is_flag=True, help="Say what was left out."),
    ),
    CONFIG,
    ALL,
)
def read(sources: tuple[str, ...], **given: Any) -> int:
    """Turn articles into labelled audio files.

    A SOURCE is a file (HTML, Markdown, text, e-mail, saved page, EPUB, PDF, .docx, .odt, notebook,
    reStructuredText), an address, or - for standard input. Each becomes DIR/SLUG/ with the audio,
    captions, a page that follows the voice, and the manifest.

    \b
    narrator read article.html
    narrator read https://example.org/story --format mp3 --format opus
    narrator read story.md --voice hibari:heart --rate 0.95 -o listen
    pbpaste | narrator read - --title "A headline" --lang de
    """  # noqa: D301 - click's mark is the character itself
    alone = ("title", "byline", "published", "url", "slug", "script", "chapter")
    if len(sources) > 1 and any(given[name] for name in alone):
        raise click.UsageError("--title, --byline, --date, --url, --slug, --script and --chapter go with one SOURCE.")
    if len(sources) > 1 and given["play"]:
        raise click.UsageError("--play goes with one SOURCE.")
    sources = tuple(chapter_of(each, given["chapter"]) for each in sources)
    if len(sources) > 1 and "-" in sources:
        raise click.UsageError("- (standard input) goes alone.")
    settings = settings_of(given)
    return _one(sources[0], settings, given) if len(sources) == 1 else _several(sources, settings, given)


def _one(source: str, settings: Settings, given: dict[str, Any]) -> int:
    """Narrate one source in this process, with as many voices at a time as it is worth."""
    from narrator import playing
    from narrator.cli.progress import article_board
    from narrator.model import Details
    from narrator.narrator import narrate

    details = Details(**{name: given[name] for name in ("title", "byline", "published", "url", "slug")})
    script = _edits(given["script"])
    if settings.service:
        _warn_of_service(source, settings, details)
    with ExitStack() as stack:
        player = stack.enter_context(playing.Player(playing.program())) if given["play"] else None
        on_sound = player.add if player else None
        try:
            with article_board(source, quiet=given["quiet"]) as listener:
                narration = narrate(
                    source, settings, details=details, script=script, on_progress=listener, on_sound=on_sound
                )
        except (OSError, ImportError, UnicodeEncodeError) as error:
            cause = system_error(error)
            if cause is None or streams.is_nowhere():
                raise  # which the outermost boundary has words for
            words, hint = system_cause(cause)
            raise OutputError(f"the system refused: {words}", hint) from error
        _echo(narration, settings, given)
        if player:
            _played(player, narration, settings)
    return 0


def _edits(path: Path | None) -> tuple[Edit, ...]:
    """What an edited script says; nothing where none is given."""
    if path is None:
        return ()
    from narrator import preview

    return preview.edits(path)


def _played(player: Player, narration: Narration, settings: Settings) -> None:
    """Wait until all was played; of a narration that was there already, its file is."""
    from narrator import playing
    from narrator.library import Library

    if player.is_silent:
        for clip in playing.sound_of(Library(settings.output), narration):
            player.add(clip)
    if trouble := player.finish():
        click.echo(f"narrator: not all was played: {trouble}; the narration is whole", err=True)


def _warn_of_service(source: str, settings: Settings, details: Details) -> None:
    """Say once that the text leaves the machine, where to, and what it costs; nothing where a voice here speaks."""
    from narrator.engines import services

    if not services.named(settings):
        return
    from narrator import fetch, pipeline

    if source == "-":
        click.echo("the text goes to a service to be spoken", err=True)
        return
    found = pipeline.cost(pipeline.scripted(fetch.page(source, settings), settings, details), settings)
    if found:
        click.echo(cost_line(found), err=True)


def cost_line(cost: Cost) -> str:
    """What a service is sent and what that costs, in one line."""
    price = f"about {cost.amount:.4f} {cost.currency}" if cost.amount else "at no price that the settings know"
    return f"the text goes to {cost.provider} to be spoken: {cost.characters} characters, {price}"


def _several(sources: Sequence[str], settings: Settings, given: dict[str, Any]) -> int:
    """Narrate several as ``batch`` does, side by side, without a report."""
    from narrator.batch import record
    from narrator.batch.runner import Here, Run
    from narrator.batch.sources import Item
    from narrator.batch.worker import made
    from narrator.library import Library

    failed = False
    library = Library(settings.output)
    with Here(made, settings, jobs=min(len(sources), os.cpu_count() or 1)) as place:
        for each in Run([Item(source) for source in dict.fromkeys(sources)], place).records():
            if each.state == record.FAILED:
                failed = True
                echo_error(NarratorError(each.reason, each.hint), each.source if len(each.source) < 200 else "")
            elif narration := library.get(each.slug):
                _echo(narration, settings, given)
    return SOME_FAILED if failed else 0


def _echo(narration: Narration, settings: Settings, given: dict[str, Any]) -> None:
    """The result on standard output, doubts on standard error."""
    from narrator.model import ReviewState

    if given["as_json"]:
        import json

        from narrator import manifest

        click.echo(json.dumps(manifest.plain(narration), ensure_ascii=False))
    elif not given["quiet"]:
        click.echo(line(narration, settings.output))
    if not given["quiet"]:
        for doubt in sorted(narration.doubts, key=lambda each: -each.kind.weight):
            click.echo(f"  {show_doubt(doubt)}", err=True)
        if narration.review.state is ReviewState.HELD:
            click.echo(f"  held for a review: narrator review approve {narration.slug}", err=True)
    if given["verbose"]:
        for removed in narration.article.removed:
            click.echo(one_line(f"  left out ({removed.rule}): {removed.text}"), err=True)


def line(narration: Narration, output: str) -> str:
    """One line on a narration: length, words, voice, loudness, path."""
    from narrator.model import voice_ids
    from narrator.units import in_minutes

    loudness = f"{narration.loudness.played_lufs:.1f} LUFS"
    path = "/".join((output.rstrip("/"), narration.slug, narration.files[0].name))
    return "  ".join(
        (
            f"{in_minutes(narration.timeline.duration_s):>7}",
            f"{narration.words:>6} words",
            f"{voice_ids(narration.voices):<18}",
            loudness,
            path,
        )
    )
