"""``narrator lexicon``: pronunciations, suggested, added, checked, tried."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrator.cli.options import ARTICLE, CONFIG, FILE, LEXICON, VOICES, Command, of_setting, options, settings_of

if TYPE_CHECKING:
    from narrator.lexicon import Entry
    from narrator.model import Voice

DEFAULT_FILE = "lexicon.toml"


@click.group()
def lexicon() -> None:
    """Look after pronunciations."""


@lexicon.command(cls=Command)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@options(ARTICLE, VOICES, LEXICON, CONFIG)
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


@lexicon.command(cls=Command)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@options(
    ARTICLE,
    of_setting("voice"),
    LEXICON,
    click.option(
        "--file", "path", type=FILE, default=DEFAULT_FILE, show_default=True, help="Where entries are written."
    ),
    click.option("--all", "accept", is_flag=True, help="Take every proposal, without asking."),
    CONFIG,
)
def learn(sources: tuple[str, ...], path: Path, accept: bool, **given: Any) -> None:
    """Go through the names that nobody knows: hear each, accept or correct it, and write its entry.

    Each name is played with the phonemes that are proposed. Press Enter to accept, write another
    spelling (Keev) or phonemes between slashes (/kˈiv/) to hear those, s to skip, r to hear it
    again, q to stop. What was accepted before is kept.
    """
    from narrator import preview

    settings = settings_of(given)
    if path.exists() and str(path) not in map(str, settings.lexicon):
        settings = dataclasses.replace(settings, lexicon=(*settings.lexicon, path))
    learned = 0
    try:
        for name, voice, language in preview.strangers(sources, settings):
            click.echo(f"\n{name.word} ({name.count}): {name.sentence[:120]}")
            entry = preview.proposal(name.word, voice, language)
            if entry is not None and (accept or (entry := _agreed(entry, voice, language)) is not None):
                _write(path, entry)
                learned += 1
    except click.Abort:
        click.echo()
    click.echo(f"{learned} {'entry' if learned == 1 else 'entries'} written to {path}")


def _agreed(entry: Entry, voice: Voice, language: str) -> Entry | None:
    """The entry that the user accepts; None where the word is skipped.

    Raises:
        click.Abort: the user stops.
    """
    from narrator import preview

    play = True
    while True:
        if play:
            place = preview.played(entry, voice, language)
            click.echo(f"  {entry.say or ''} /{entry.ipa or preview.phonemes_of(entry, voice, language)}/{place}")
        answer = click.prompt("  Enter, a spelling, /phonemes/, s, r or q", default="", show_default=False).strip()
        if answer in ("", "s"):
            return None if answer else entry
        if answer == "q":
            raise click.Abort
        changed = entry if answer == "r" else preview.corrected(entry, answer)
        play = changed is not None
        entry = changed or entry
        if not play:
            click.echo("  these phonemes have letters that the voice does not speak")


def _write(path: Path, entry: Entry) -> None:
    """Add an entry to a lexicon file, in place of an older one."""
    from narrator import lexicon as tool
    from narrator.store import atomic_write

    kinds = [(kind, value) for kind, value in (("say", entry.say), ("ipa", entry.ipa)) if value]
    lines = [f"{kind} = {json.dumps(value, ensure_ascii=False)}" for kind, value in kinds]
    text = "\n".join([f"[{json.dumps(entry.written, ensure_ascii=False)}]", *lines, ""])
    before = tool.without(tool.read(path), entry.written, str(path)) if path.exists() else ""
    atomic_write(path, before + ("" if before[-1:] in ("", "\n") else "\n") + text)


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
    click.option("--phonemes", is_flag=True, help="Print what the voice is given, and make no sound."),
)
def try_(word: str, paths: tuple[Path, ...], voice: str | None, language: str, output: Path, phonemes: bool) -> None:
    """Speak a word or a sentence into a sound file, or print its phonemes."""
    from narrator import lexicon as tool
    from narrator.preview import said_as, spoken_to

    known = tool.load(paths, language)
    if phonemes:
        said = said_as(word, language=language, voice=voice, lexicon=known)
        click.echo(f"phonemes: {said}" if said else "this voice takes no phonemes")
        return
    click.echo(f"{output}: {spoken_to(output, word, language=language, voice=voice, lexicon=known)}")
