"""Options that several commands share: each names a setting, is made from its field, and None means not given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from narrator.settings import Field, Section, Settings, fields

F = TypeVar("F", bound=Callable[..., Any])
FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)
OPPOSITES = {"vbr": "--cbr"}
"""Names for turning a setting off that are better than ``--no-``."""
UNSAID = ("", None, (), False)
"""Defaults that help does not name."""

CONFIG = click.option(
    "--config", type=FILE, envvar="NARRATOR_CONFIG", help="Settings file; else narrator.toml of the working folder."
)

DETAILS = (
    click.option("--title", help="Headline, where the source does not tell."),
    click.option("--byline", help="Who wrote it."),
    click.option("--date", "published", metavar="ISO", help="When it was published, as 2026-09-25."),
    click.option("--url", help="The article's address."),
)


CHAPTER = click.option("--chapter", type=click.IntRange(1), metavar="N", help="Of an EPUB, this chapter alone.")


def chapter_of(source: str, chapter: int | None) -> str:
    """The name of the chapter of a source that is asked for.

    Raises:
        click.UsageError: the source is no e-book.
    """
    if chapter is None:
        return source
    if not source.lower().endswith(".epub"):
        raise click.UsageError("--chapter goes with an EPUB.")
    return f"{source}#{chapter}"


class SettingOption(click.Option):
    """An option that names a setting; help lists it under the setting's section."""

    section: Section


class Command(click.Command):
    """A command whose help lists its own options first, and then those of settings by what they are about."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options in groups."""
        groups: dict[str, list[tuple[str, str]]] = {"Options": [], **{section.value: [] for section in Section}}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is not None and isinstance(parameter, click.Option):
                title = parameter.section.value if isinstance(parameter, SettingOption) else "Options"
                groups[title].append(record)
        for title, records in groups.items():
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)


class Number(click.ParamType[float]):
    """A number above zero: neither nan nor infinite."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number.

        Raises:
            click.BadParameter: it is none.
        """
        try:
            number = float(value)
        except ValueError:
            number = float("nan")
        if not 0 < number < float("inf"):
            self.fail(f"{value!r} is no number above 0.", param, ctx)
        return number


def of_settings(*sections: Section) -> tuple[Callable[[F], F], ...]:
    """The options of all settings of these sections."""
    return tuple(
        _option(each)
        for section in sections
        for each in fields().values()
        if each.section is section and each.flags != ()
    )


def of_setting(name: str) -> Callable[[F], F]:
    """The option of one setting."""
    return _option(fields()[name])


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
    flags = {name: value for name, value in given.items() if name in fields() and value not in (None, ())}
    return Settings.load(given.get("config"), **flags)


def _option(each: Field) -> Callable[[F], F]:
    """The option of a field; its range is checked with all other settings, so that one message says it."""
    default = "" if each.default in UNSAID or each.kind is bool else f"  [{_shown(each.default)}]"
    names = each.flags or (f"--{each.name.replace('_', '-')}",)
    kinds: dict[Any, Any] = {Path: FOLDER if each.value == "DIR" else FILE, int: int, float: float, str: str}
    common: dict[str, Any] = {
        "help": each.help + default,
        "default": None,
        "cls": _optioned(each.section or Section.OUTPUT),
    }
    if each.kind is bool:
        opposite = OPPOSITES.get(each.name, f"--no-{each.name.replace('_', '-')}")
        return click.option(f"{names[-1]}/{opposite}", each.name, **common)
    kind = click.Choice(each.choices) if each.choices else kinds[each.kind]
    return click.option(*names, each.name, type=kind, multiple=each.is_list, metavar=each.value or None, **common)


def _optioned(section: Section) -> type[SettingOption]:
    return type("SectionOption", (SettingOption,), {"section": section})


def _shown(default: Any) -> str:
    if isinstance(default, tuple):
        return ", ".join(map(str, default))
    return f"{default:g}" if isinstance(default, float) else str(default)


ARTICLE = of_settings(Section.ARTICLE, Section.FETCH)
"""For commands that read an article."""
ALL = of_settings(*Section)
"""For commands that make a narration."""
OUTPUT = of_setting("output")
VOICES = tuple(map(of_setting, ("voice", "quote_voice", "title_voice")))
LEXICON = of_setting("article_lexicon")
