"""The ``narrator`` command: parse, build Settings, one call, echo.

A command is one entry in ``COMMANDS``; its module is imported when it is asked for, so that
``narrator --help`` and completion stay quick.
"""

from __future__ import annotations

import importlib
import logging
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from errno import EBADF, EDQUOT, EIO, ENOSPC
from types import MappingProxyType
from typing import Any

import click

from narrator.about import VERSION
from narrator.cli import crash, streams
from narrator.errors import NarratorError, OutputError
from narrator.model import Doubt, Weight
from narrator.thrift import thrift

COMMANDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "read": ("narrator.cli.read:read", "Turn articles into labelled audio files."),
        "verify": ("narrator.cli.label:verify", "Say what an audio file claims, and whether it holds."),
        "batch": ("narrator.cli.batch:batch", "Turn many articles into audio; run it again to resume."),
        "check": ("narrator.cli.check:check", "Hear finished narrations and say which sentences fail."),
        "review": ("narrator.cli.review:review", "What waits for an editor, and the editor's word."),
        "remove": ("narrator.cli.batch:remove", "Remove a narration."),
        "publish": ("narrator.cli.publish:publish", "Make the output folder a site with a podcast feed."),
        "embed": ("narrator.cli.embed:embed", "The player on your own pages: tag, WordPress, Ghost, Hugo, MkDocs."),
        "serve": ("narrator.cli.publish:serve", "Show the output folder on this machine."),
        "studio": ("narrator.cli.studio:studio", "The web app of an editor, and the HTTP API."),
        "extract": ("narrator.cli.stages:extract", "The article's text, and what was left out."),
        "segment": ("narrator.cli.stages:segment", "One sentence a line."),
        "verbalize": ("narrator.cli.stages:verbalize", "Each line in its spoken form."),
        "script": ("narrator.cli.stages:script", "What is written and what will be said."),
        "lexicon": ("narrator.cli.lexicon:lexicon", "Pronunciations: suggest, add, check, try."),
        "voices": ("narrator.cli.voices:voices", "The voices that can speak here."),
        "cache": ("narrator.cli.cache:cache", "The clips that are kept: info, clear, verify."),
        "keys": ("narrator.cli.label:keys", "The keys that sign and mark: show, export, use, watermark."),
        "settings": ("narrator.cli.settings:settings", "What is set, and where."),
        "doctor": ("narrator.cli.doctor:doctor", "What is installed, what works, how to mend it."),
    }
)


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is run; help lists from the table above."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_line) for name, (_, help_line) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="narrator")
def command() -> None:
    """Turn articles into one labelled AI-assisted audio file.

    \b
    narrator read article.html          writes audio_out/<slug>/
    narrator COMMAND --help             says more about each
    """  # noqa: D301 - click's mark is the character itself


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code; the one place where errors become words.

    What is in memory is not taken apart first: that takes longer than many a command, and nobody sees the result.
    """
    thrift()
    unshown = streams.prepared()
    code = run(sys.argv[1:] if arguments is None else arguments)
    if unshown.count:
        encoding = getattr(sys.stdout, "encoding", "")
        _say(f"narrator: {unshown.count} characters cannot be shown in {encoding}; PYTHONIOENCODING=utf-8 shows them")
    full = streams.flushed()
    if full is not None and code == 0:
        _say(f"narrator: standard output cannot be written: {full.strerror}")
        code = OutputError.exit_code
    os._exit(code)


def run(arguments: list[str]) -> int:
    """Run the command line; the exit code (table in the README)."""
    _show_warnings()
    try:
        result: Any = command.main(arguments, prog_name="narrator", standalone_mode=False)
    except (click.exceptions.Abort, KeyboardInterrupt):
        _say("narrator: interrupted; what was finished is kept")
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except NarratorError as error:
        echo_error(error)
        return error.exit_code
    except BrokenPipeError:
        return 0
    except Exception as error:  # the outermost boundary: whatever it is, it becomes a line, a code and a file
        return _surprised(error, arguments)
    return result if isinstance(result, int) else 0


def _surprised(error: Exception, arguments: list[str]) -> int:
    """Say in a line what nobody foresaw, and where its details are."""
    if isinstance(error, OSError) and error.filename is None and error.errno in (ENOSPC, EDQUOT, EIO, EBADF):
        echo_error(OutputError(f"standard output cannot be written: {error.strerror}"))
        return OutputError.exit_code
    if isinstance(error, FileNotFoundError) and error.filename is None and streams.is_nowhere():
        echo_error(OutputError("the working folder was removed", "change to one that is there"))
        return OutputError.exit_code
    details = crash.written(error, arguments)
    kind = type(error).__name__
    hint = f"please report this; the details are in {details}" if details else "please report this"
    echo_error(NarratorError(f"something went wrong that nobody foresaw: {kind}: {str(error)[:300]}", hint))
    return NarratorError.exit_code


def _say(text: str) -> None:
    """A line on standard error, where that can be written."""
    with suppress(OSError, ValueError):
        click.echo(one_line(text), err=True)


class Warnings(logging.Handler):
    """Shows what the library logs, from warnings on, as a line on standard error."""

    def emit(self, record: logging.LogRecord) -> None:
        """Show one."""
        _say(f"narrator: {record.getMessage()}")


def _show_warnings() -> None:
    logger = logging.getLogger("narrator")
    if not any(isinstance(each, Warnings) for each in logger.handlers):
        logger.addHandler(Warnings(logging.WARNING))


def show_doubt(doubt: Doubt) -> str:
    """A doubt as a line: its weight and its sentence."""
    colours = {Weight.SEVERE: "red", Weight.WARNING: "yellow"}
    weight = doubt.kind.weight
    return f"{click.style(weight.name.lower(), fg=colours.get(weight))}: {one_line(doubt.text)}"


def echo_error(error: NarratorError, subject: str = "") -> None:
    """One line on standard error, and the hint in a second where there is one."""
    prefix = f"{subject}: " if subject else ""
    _say(f"narrator: {prefix}{error.message}")
    if error.hint:
        _say(f"  hint: {error.hint}")


def one_line(text: str) -> str:
    """A text as one line of a terminal: controls, also those that turn the direction, stand as they are escaped."""
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)
