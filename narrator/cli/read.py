"""``narrator read``: articles into labelled audio files."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrator.cli import echo_error
from narrator.cli.options import CONFIG, DETAILS, SOUND, SOURCE, options, settings_of
from narrator.errors import NarratorError, OutputError

if TYPE_CHECKING:
    from narrator.engines.worker import Crew
    from narrator.model import Narration, Progress
    from narrator.settings import Settings

    Listener = Callable[[Progress], None]

SOME_FAILED = 3


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@options(
    SOUND,
    SOURCE,
    DETAILS,
    (
        click.option("--slug", help="Names the folder and the files."),
        click.option("--script", type=click.Path(path_type=Path, dir_okay=False), help="An edited `narrator script`."),
        click.option("--json", "as_json", is_flag=True, help="Print the manifest of each, one JSON object a line."),
        click.option("-q", "--quiet", is_flag=True, help="Print errors only."),
        click.option("-v", "--verbose", is_flag=True, help="Say what was left out, and every warning."),
    ),
    CONFIG,
)
def read(sources: tuple[str, ...], **given: Any) -> int:
    """Turn articles into labelled audio files.

    A SOURCE is an HTML, Markdown or text file, an address, or - for standard input. Each
    becomes DIR/SLUG/ with the audio, captions, a page that follows the voice, and the manifest.
    """
    if len(sources) > 1 and any(given[name] for name in ("title", "byline", "published", "url", "slug", "script")):
        raise click.UsageError("--title, --byline, --date, --url, --slug and --script go with one SOURCE.")
    settings = settings_of(given)
    failures = [error for error in _attempts(sources, settings, given) if error is not None]
    if not failures:
        return 0
    return failures[0].exit_code if len(sources) == 1 else SOME_FAILED


def _attempts(sources: Sequence[str], settings: Settings, given: dict[str, Any]) -> list[NarratorError | None]:
    """Narrate all sources, as many at a time as there are cores, each then with one voice."""
    from narrator.cli.progress import board
    from narrator.engines.worker import Crew

    with board(quiet=given["quiet"]) as shown, Crew() as crew:
        if len(sources) == 1:
            return [_attempt(sources[0], settings, given, shown(sources[0]), None)]
        alone = dataclasses.replace(settings, workers=settings.workers or 1)
        with ThreadPoolExecutor(min(len(sources), os.cpu_count() or 1)) as threads:
            try:
                return list(threads.map(lambda source: _attempt(source, alone, given, shown(source), crew), sources))
            except KeyboardInterrupt:
                shown.stop()
                threads.shutdown(cancel_futures=True)
                raise


def _attempt(
    source: str, settings: Settings, given: dict[str, Any], listener: Listener, crew: Crew | None
) -> NarratorError | None:
    """Narrate one source and say so; the error where it failed, already told."""
    try:
        narration = _narration(source, settings, given, listener, crew)
    except NarratorError as error:
        echo_error(error, source if len(source) < 200 else "")
        return error
    except OSError as error:
        lost = OutputError(f"the system refused: {error.strerror or error}", "is the disk full?")
        echo_error(lost, source)
        return lost
    _echo(narration, settings, given)
    return None


def _narration(
    source: str, settings: Settings, given: dict[str, Any], listener: Listener, crew: Crew | None
) -> Narration:
    from narrator import preview
    from narrator.model import Details
    from narrator.pipeline import narrate

    details = Details(**{name: given[name] for name in ("title", "byline", "published", "url", "slug")})
    script = preview.edits(given["script"]) if given["script"] else ()
    return narrate(source, settings, details=details, script=script, on_progress=listener, crew=crew)


def _echo(narration: Narration, settings: Settings, given: dict[str, Any]) -> None:
    """The result on standard output, doubts on standard error."""
    if given["as_json"]:
        import json

        from narrator import manifest

        click.echo(json.dumps(manifest.plain(narration), ensure_ascii=False))
    elif not given["quiet"]:
        click.echo(line(narration, settings.output))
    if not given["quiet"]:
        for doubt in narration.doubts:
            click.echo(f"  {doubt.kind.weight.name.lower()}: {doubt.text}", err=True)
    if given["verbose"]:
        for removed in narration.article.removed:
            click.echo(f"  left out ({removed.rule}): {removed.text}", err=True)


def line(narration: Narration, output: str) -> str:
    """One line on a narration: length, words, voice, loudness, path."""
    from narrator.units import clock

    loudness = f"{narration.loudness.integrated_lufs:.1f} LUFS"
    path = "/".join((output.rstrip("/"), narration.slug, narration.files[0].name))
    return "  ".join(
        (
            f"{clock(narration.timeline.duration_s):>7}",
            f"{narration.words:>6} words",
            f"{narration.voice.id:<18}",
            loudness,
            path,
        )
    )
