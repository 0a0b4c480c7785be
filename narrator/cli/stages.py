"""The stages by themselves, as filters: extract, segment, verbalize, script."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrator.cli.options import (
    ARTICLE,
    CHAPTER,
    CONFIG,
    DETAILS,
    FILE,
    LEXICON,
    VOICES,
    Command,
    chapter_of,
    options,
    settings_of,
)

if TYPE_CHECKING:
    from narrator.extract import Reading
    from narrator.model import Article

SEPARATOR = "\u241e"
"""A line of this alone parts texts, and passes through."""
MARKED = re.compile(r"\*[^*]+\*")
SEPARATED = re.compile(rf"^{SEPARATOR}\r?\n?", re.MULTILINE)
TEXT = click.argument("text", type=click.File("r", encoding="utf-8", errors="replace"), default="-", metavar="[FILE]")
LANGUAGE = click.option("--lang", "language", default="en-US", show_default=True, metavar="TAG", help="BCP 47.")


@click.command(cls=Command)
@click.argument("source")
@options(
    ARTICLE,
    click.option("--json", "as_json", is_flag=True, help="Blocks, metadata and removed lines."),
    click.option("--removed", is_flag=True, help="The page with what is read and what is not."),
    click.option("--why", is_flag=True, help="Each line with the rule that decided."),
    CHAPTER,
    CONFIG,
)
def extract(source: str, as_json: bool, removed: bool, why: bool, chapter: int | None, **given: Any) -> None:
    """Print the article's text, one block a paragraph.

    SOURCE is a file (HTML, Markdown, text, e-mail, saved page, EPUB, PDF, .docx, .odt, notebook,
    reStructuredText), an address, or - for standard input.
    """
    from narrator import fetch, manifest
    from narrator.extract import article, reading

    settings = settings_of(given)
    page = fetch.page(chapter_of(source, chapter), settings)
    if removed or why:
        read = reading(page, settings)
        for line in _reasons(read) if why else _marked(read.article):
            click.echo(line)
        return
    found = article(page, settings)
    if as_json:
        click.echo(json.dumps(manifest.plain(found), ensure_ascii=False, indent=1))
    else:
        click.echo(found.text)


def _reasons(read: Reading) -> Iterator[str]:
    """Every line of the source with its verdict and the rule that decided."""
    for line in read.lines:
        if line.cut is None:
            yield click.style(f"+ [{line.by or 'wanted'}] {line.text}", fg="green")
        else:
            yield click.style(f"- [{line.cut}, by {line.by}] {line.text}", fg="red", dim=True)


def _marked(found: Article) -> Iterator[str]:
    """Every line of the page: those that are read, and those that are not with their rule."""
    for index in range(len(found.blocks) + 1):
        for each in found.removed:
            if each.before == index:
                yield click.style(f"- [{each.rule}] {each.text}", fg="red", dim=True)
        if index < len(found.blocks) and found.blocks[index].is_read:
            yield click.style(f"+ {found.blocks[index].text}", fg="green")


@click.command()
@TEXT
@LANGUAGE
def segment(text: Any, language: str) -> None:
    """Print one sentence a line; a line break inside a sentence becomes a space."""
    from narrator.segment import sentences

    for index, part in enumerate(SEPARATED.split(text.read())):
        if index:
            click.echo(SEPARATOR)
        for sentence in sentences(part, language):
            if line := " ".join(sentence.split()):
                click.echo(line)


@click.command()
@TEXT
@options(
    LANGUAGE,
    click.option("--lexicon", multiple=True, type=FILE, help="Pronunciation file; may be repeated."),
    click.option("--why", is_flag=True, help="Below each line, what is said otherwise and the rule that says so."),
)
def verbalize(text: Any, language: str, lexicon: tuple[Path, ...], why: bool) -> None:
    """Print each line in its spoken form, line for line."""
    from narrator.lexicon import Lexicon, load
    from narrator.verbalize import reasons, words

    known = load(lexicon, language) if lexicon else Lexicon()
    for line in text:
        written = line.rstrip("\r\n")
        click.echo(" ".join(word.text for word in words(written, language, known)))
        for reason in reasons(written, language, known) if why else ():
            said = reason.said or "(nothing)"
            click.echo(f"    {reason.written} -> {said}  [{reason.kind}: {reason.rule}; {reason.why}]")


@click.command(cls=Command)
@click.argument("source")
@options(
    ARTICLE,
    DETAILS,
    VOICES,
    LEXICON,
    click.option("--json", "as_json", is_flag=True, help="Utterances with their words and spans."),
    CHAPTER,
    CONFIG,
)
def script(source: str, as_json: bool, chapter: int | None, **given: Any) -> None:
    """Show what is written and what will be said, utterance by utterance.

    Words that are said otherwise than written stand between asterisks. Save it, edit a line that
    begins with > (or add one under a sentence), and give it to `narrator read SOURCE --script FILE`.
    """
    from narrator import pipeline, preview
    from narrator.cli.read import cost_line
    from narrator.model import Details

    details = Details(**{name: given[name] for name in ("title", "byline", "published", "url")})
    settings = settings_of(given)
    found = preview.script(chapter_of(source, chapter), settings, details=details)
    if costs := pipeline.cost(found, settings):
        click.echo(cost_line(costs), err=True)
    if as_json:
        click.echo(json.dumps(preview.table(found), ensure_ascii=False, indent=1))
        return
    for line in preview.lines(found):
        # A terminal shows the marks; what is saved to a file keeps the asterisks alone.
        click.echo(MARKED.sub(lambda match: click.style(match.group(), bold=True, fg="cyan"), line))
