"""Which rule said what: the first question of whoever mends one."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from narrator.cli import command
from narrator.languages import grammars, tables
from narrator.lexicon import Entry, Lexicon
from narrator.verbalize import reasons

WHOLE = ("en", "en-GB", *tables.having("spoken"), "ja")


def test_what_is_said_otherwise_names_its_rule_and_why_it_comes_when_it_does() -> None:
    title, money = reasons("Gen. Hill paid $3.49.", "en")
    assert (title.written, title.said, title.rule) == ("Gen.", "General", "title")
    assert (money.written, money.said, money.kind) == ("$3.49", "three dollars and forty-nine cents", "money")
    assert "range" in money.why


def test_what_the_lexicon_said_is_told_apart_from_the_rules() -> None:
    (only,) = reasons("Kyiv stands.", "en", Lexicon([Entry("Kyiv", say="Keev")]))
    assert (only.said, only.rule) == ("Keev", "lexicon")


def test_what_stays_as_it_is_has_no_reason() -> None:
    assert list(reasons("The council met in the hall.", "en")) == []


@pytest.mark.parametrize("language", WHOLE)
def test_every_step_says_why_it_stands_where_it_stands(language: str) -> None:
    for step in grammars.grammar(language).order(language):
        assert step.kind
        assert len(step.why) > 15


def test_the_command_shows_the_reasons_below_each_line() -> None:
    done = CliRunner().invoke(command, ["verbalize", "--lang", "en", "--why"], input="It cost $5.\nNothing.\n")
    first, reason, last = done.stdout.splitlines()
    assert (first, last) == ("It cost five dollars.", "Nothing.")
    assert reason.startswith("    $5 -> five dollars  [money: money; ")
