"""What is there is documented: every command has help and a place in the README."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from narrator import errors
from narrator.cli import COMMANDS, command
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", list(COMMANDS))
def test_a_command_has_help_and_a_place_in_the_readme(name: str) -> None:
    found = command.get_command(click.Context(command), name)
    assert found is not None
    assert found.help
    assert COMMANDS[name][1].endswith(".")
    assert f"narrator {name}" in README
    for parameter in found.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.name} has no help"


@pytest.mark.parametrize("name", list(COMMANDS))
def test_a_subcommand_has_help(name: str) -> None:
    found = command.get_command(click.Context(command), name)
    if isinstance(found, click.Group):
        for each in found.commands.values():
            assert each.help, f"{name} {each.name}"


def test_every_exit_code_is_in_the_table() -> None:
    codes = {
        kind.exit_code
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.NarratorError)
    }
    for code in codes | {0, 2, 3, 130}:
        assert re.search(rf"^\| {code} \|", README, re.MULTILINE), code


def test_every_document_that_the_readme_names_is_there() -> None:
    for path in re.findall(r"\]\((docs/[^)#]+)\)", README):
        assert (ROOT / path).is_file(), path


def test_every_dependency_is_in_the_readme() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for requirement in project["dependencies"]:
        name = re.split(r"[<>=;\[ ]", requirement)[0]
        assert name.lower().replace("-", "_") in README.lower().replace("-", "_"), name


def test_nothing_of_a_machine_is_in_the_repository() -> None:
    import subprocess

    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout.split()
    for name in tracked:
        own = name == "tests/test_docs.py" or not (ROOT / name).is_file()
        if name.endswith((".py", ".md", ".toml", ".txt", ".html")) and not own:
            text = (ROOT / name).read_text(encoding="utf-8", errors="replace")
            assert "/root/" not in text, name
            assert "index-url" not in text, name


def test_the_help_shows_its_examples_a_line_each() -> None:
    shown = CliRunner().invoke(command, ["--help"]).output
    assert "\n  narrator read article.html          writes audio_out/<slug>/\n" in shown
    assert "\\b" not in shown


def test_no_text_tells_anyone_to_install_a_strangers_package() -> None:
    stranger = re.compile(r"pip3? install[^\n`]*?['\" ]narrator\b")
    for path in _texts():
        assert not stranger.search(path.read_text(encoding="utf-8")), path


def test_every_install_line_of_ours_names_an_extra_that_there_is() -> None:
    import tomllib

    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    for path in _texts():
        for names in re.findall(r"article-narrator\[([\w,-]+)\]", path.read_text(encoding="utf-8")):
            assert set(names.split(",")) <= set(extras), f"{path}: {names}"


def _texts() -> list[Path]:
    found = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("changelog.d/*.md"), ROOT / "pyproject.toml"]
    return [*found, *(ROOT / "narrator").rglob("*.py"), *(ROOT / "narrator").rglob("*.toml")]
