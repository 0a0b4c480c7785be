"""The table from line to verdict: how verdicts meet, and what users see of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from narrator.cli import run
from narrator.extract import reading
from narrator.extract.cuts import Cut
from narrator.extract.line import Line
from narrator.extract.table import Table, Verdicts, fill
from narrator.extract.wording import phrases
from narrator.model import Page
from narrator.settings import Settings

PROSE = "The council met on Monday and spoke about the bridge for three hours before it voted to keep it open."


def table(*texts: str) -> Table:
    return Table([Line(text) for text in texts], phrases("en"))


def test_the_first_cut_of_a_line_stands() -> None:
    lines = table("a")
    lines.decide(0, Cut.DATE, "first")
    lines.decide(0, Cut.ASK, "second")
    assert (lines.cuts[0], lines.decided_by[0]) == (Cut.DATE, "first")


def test_a_cut_that_overrules_replaces_another() -> None:
    lines = table("a")
    lines.decide(0, Cut.DATE, "first")
    lines.decide(0, Cut.COMMENTS, "second")
    assert lines.cuts[0] is Cut.COMMENTS


def test_a_later_pass_lifts_a_cut() -> None:
    lines = table("a")
    lines.decide(0, Cut.OUTSIDE, "first")
    lines.decide(0, None, "second")
    assert lines.is_read(0)


def test_a_pass_does_not_see_its_own_verdicts() -> None:
    def after_a_cut(each: Table) -> Verdicts:
        for index in range(1, len(each.lines)):
            if not each.is_read(index - 1):
                yield index, Cut.RELATED

    lines = table("a", "b", "c")
    lines.decide(0, Cut.DATE, "first")
    fill(lines, (after_a_cut,))
    assert lines.cuts == [Cut.DATE, Cut.RELATED, None]


SOURCES = [
    f"<html><body><nav><a href='/'>Home</a></nav><article><h1>Bridge</h1><p>{PROSE}</p><p>{PROSE[:90]}.</p></article></body></html>",
    f"# Bridge\n\n## How\n\n- {PROSE}\n- It **stays**.\n\n![A bridge](b.png)\n",
    f"Home\nLog in\nBridge stays open\n\n{PROSE}\n\nShare this\n",
]


@pytest.mark.parametrize("source", SOURCES)
def test_every_line_of_any_source_has_one_verdict(source: str) -> None:
    read = reading(Page("-", source.encode()), Settings())
    cut = [line.text for line in read.lines if line.cut is not None]
    assert [each.text for each in read.article.removed] == cut
    assert all(line.by for line in read.lines if line.cut is not None)
    assert all(line.text in read.article.text for line in read.lines if line.cut is None)


def test_why_names_the_rule_of_each_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.html"
    page.write_text(SOURCES[0], encoding="utf-8")
    assert run(["extract", str(page), "--why"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert f"+ [wanted] {PROSE}" in told
    assert "- [form, by elements] Home" in told


def test_the_hint_of_a_refusal_shows_what_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html><body><nav><a href='/'>Home</a></nav><p>Nothing here.</p></body></html>", encoding="utf-8")
    assert run(["extract", str(page)]) == 5
    assert "narrator extract --removed" in capsys.readouterr().err
    assert run(["extract", str(page), "--removed"]) == 0
    shown = capsys.readouterr().out
    assert "Home" in shown
    assert "Nothing here." in shown
