"""Options that several commands share: each names a setting, and None means not given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from narrator.settings import FIELDS, Settings, load

F = TypeVar("F", bound=Callable[..., Any])
FILE = click.Path(path_type=Path, dir_okay=False)

CONFIG = click.option("--config", type=FILE, help="Settings file; else narrator.toml of the working folder.")

LEXICON = click.option(
    "--lexicon",
    "article_lexicon",
    multiple=True,
    type=FILE,
    help="Pronunciation file, over those of the settings; may be repeated.",
)

SOURCE = (
    click.option("--lang", "language", metavar="TAG", help="Language (BCP 47), where the source does not tell."),
    click.option("--keep", multiple=True, metavar="PATTERN", help="Read lines that match, whatever the rules say."),
    click.option("--captions/--no-captions", default=None, help="Read captions of pictures aloud."),
    click.option("--allow-private", is_flag=True, default=None, help="Fetch from addresses that are not public."),
    click.option("--ignore-robots", is_flag=True, default=None, help="Fetch what robots.txt forbids."),
    click.option("--proxy", metavar="URL", help="Fetch through it; `none`: through none.  [the environment's]"),
)

DETAILS = (
    click.option("--title", help="Headline, where the source does not tell."),
    click.option("--byline", help="Who wrote it."),
    click.option("--date", "published", metavar="ISO", help="When it was published, as 2026-09-25."),
    click.option("--url", help="The article's address."),
)

SOUND = (
    click.option("-o", "--output", metavar="DIR", help="Where narrations are written.  [audio_out]"),
    click.option("--voice", metavar="ID", help="As `narrator voices` lists them; else by the article's language."),
    click.option("--rate", type=float, metavar="X", help="Pace, 0.5 to 2.0.  [1.0]"),
    click.option("--pitch", type=float, metavar="ST", help="Semitones, where the voice has pitch.  [0]"),
    LEXICON,
    click.option(
        "--format",
        multiple=True,
        type=click.Choice(["mp3", "m4a", "opus", "flac", "wav"]),
        help="May be repeated.  [mp3]",
    ),
    click.option("--bitrate", type=int, metavar="KBIT", help="Else what is right for speech."),
    click.option("--vbr/--cbr", default=None, help="Variable or constant bit rate."),
    click.option("--loudness", type=float, metavar="LUFS", help="As played.  [-16]"),
    click.option("--intro", type=FILE, help="A sound file before the label."),
    click.option("--outro", type=FILE, help="A sound file at the end."),
    click.option("--cover", type=FILE, help="A JPEG or PNG; else the article's lead image."),
    click.option("--label", metavar="TEXT", help="The wording of the AI disclosure."),
    click.option("--spoken-label/--no-spoken-label", default=None, help="Say the label first."),
    click.option("--reminder-minutes", type=float, metavar="MIN", help="Repeat it that often; 0 is off.  [15]"),
    click.option("--sign/--no-sign", default=None, help="Sign content credentials into the file."),
    click.option("--certificate", type=FILE, help="PEM chain of your own certificate."),
    click.option("--key", type=FILE, help="PEM private key of that certificate."),
    click.option("--page/--no-page", default=None, help="Write a page that follows the voice."),
    click.option("--workers", type=int, metavar="N", help="Voices that speak at the same time."),
    click.option("--cache-dir", type=click.Path(path_type=Path, file_okay=False), help="Where clips are kept."),
)


def options(*groups: Callable[[F], F] | tuple[Callable[[F], F], ...]) -> Callable[[F], F]:
    """One decorator of many options, in the order in which help lists them."""

    def decorated(function: F) -> F:
        flat = [each for group in groups for each in (group if isinstance(group, tuple) else (group,))]
        for each in reversed(flat):
            function = each(function)
        return function

    return decorated


def settings_of(given: dict[str, Any]) -> Settings:
    """The settings of a command's parameters: those that name a setting, over file and environment."""
    flags = {name: value for name, value in given.items() if name in FIELDS and value not in (None, ())}
    return load(flags, given.get("config"))
