"""``narrator lexicon``: pronunciations, suggested, added, checked, tried."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from narrator.cli.options import ARTICLE, CONFIG, FILE, LEXICON, VOICE, Command, options, settings_of

DEFAULT_FILE = "lexicon.toml"


@click.group()
def lexicon() -> None:
    """Look after pronunciations."""


@lexicon.command(cls=Command)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@options(ARTICLE, VOICE, LEXICON, CONFIG)
def suggest(sources: tuple[str, ...], **given: Any) -> None:
    """List the words that the voice has to guess, most frequent first, each with a sentence."""
    from narrator import preview

    settings = settings_of(given)
    counts: dict[str, tuple[int, str]] = {}
    for source in sources:
        for each in preview.unknown(preview.script(source, settings), settings):
            before = counts.get(each.word, (0, each.sentence))
            counts[each.word] = (before[0] + each.count, before[1])
    for word, (count, sentence) in sorted(counts.items(), key=lambda item: (-item[1][0], item[0])):
        click.echo(f"{count:>4}  {word:<24} {sentence[:100]}")


@lexicon.command()
@click.argument("word")
@options(
    click.option("--say", help="Another spelling, for any voice."),
    click.option("--ipa", help="Phonemes, for voices that take them."),
    click.option("--spell", is_flag=True, default=None, help="Letter by letter."),
    click.option("--as-word", "word_", is_flag=True, default=None, help="As a word, though it looks like letters."),
    click.option("--language", help="The word's own language (BCP 47)."),
    click.option("--in", "languages", multiple=True, metavar="TAG", help="Only in texts of that language."),
    click.option("--any-case", "case", flag_value=False, default=None, help="However it is written."),
    click.option("--exact", "inflections", flag_value=False, default=None, help="Not with 's or a plural s."),
    click.option("--file", "path", type=FILE, default=DEFAULT_FILE, show_default=True),
)
def add(word: str, path: Path, **given: Any) -> None:
    """Write an entry into a lexicon file, in place of an older one."""
    from narrator import lexicon as tool
    from narrator import preview
    from narrator.store import atomic_write

    kinds = {name.rstrip("_"): value for name, value in given.items() if value not in (None, ())}
    lines = [f"{kind} = {json.dumps(value, ensure_ascii=False)}" for kind, value in kinds.items()]
    entry = "\n".join([f"[{json.dumps(word, ensure_ascii=False)}]", *lines, ""])
    preview.checked(entry, str(path))
    before = tool.without(tool.read(path), word, str(path)) if path.exists() else ""
    gap = "" if before[-1:] in ("", "\n") else "\n"
    atomic_write(path, before + gap + entry)
    click.echo(f"{word} is in {path}")


@lexicon.command()
@click.argument("paths", nargs=-1, required=True, type=FILE, metavar="FILE...")
def check(paths: tuple[Path, ...]) -> None:
    """Read lexicon files and say how many entries they have, or what is wrong and where."""
    from narrator import lexicon as tool
    from narrator import preview

    for path in paths:
        click.echo(f"{path}: {preview.checked(tool.read(path), str(path))} entries")


@lexicon.command("try")
@click.argument("word")
@options(
    click.option("--lexicon", "paths", multiple=True, type=FILE),
    click.option("--voice", metavar="ID"),
    click.option("--lang", "language", default="en-US", show_default=True, metavar="TAG"),
    click.option("--output", "-o", type=FILE, default="try.wav", show_default=True, help="The sound file."),
)
def try_(word: str, paths: tuple[Path, ...], voice: str | None, language: str, output: Path) -> None:
    """Speak a word or a sentence into a sound file."""
    from narrator import lexicon as tool
    from narrator.preview import spoken_to

    said = spoken_to(output, word, language=language, voice=voice, lexicon=tool.load(paths, language))
    click.echo(f"{output}: {said}")
