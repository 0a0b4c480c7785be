"""What a producer reads: complete, the failures first, nothing in it runs."""

from __future__ import annotations

import csv
import dataclasses
import json
from pathlib import Path

import pytest

from narrator.batch import record, report
from narrator.batch.record import Record
from narrator.batch.report import Report, cell, pace
from narrator.errors import OutputError
from narrator.model import Doubt, DoubtKind
from narrator.store import store

EVIL = '"><script>alert(1)</script>'
DONE = Record(
    "articles/ferry.html", "done", slug="ferry", title="The ferry is back", file="ferry/ferry.mp3", page="ferry/ferry.html",
    duration_s=151, words=378, voice="hibari:heart", loudness_lufs=-19.0, size=1_200_000, spoken_label=True, signer="A newsroom",
    trusted=True, doubts=(Doubt(DoubtKind.FILE_LACKS, "MP3 cannot carry something"),), removed=14, removed_lines=("Subscribe now", "Read more"), took_s=2.0,
)  # fmt: skip
FAILED = Record("articles/bad.html", "failed", stage="extract", reason="there is no article in it", hint="look at it")


def made(tmp_path: Path, *records: Record, **more: str) -> tuple[str, list[dict[str, object]], list[dict[str, str]]]:
    """The page, the lines and the table of a report on these records."""
    place = store(str(tmp_path / "out"))
    with Report(place) as written:
        for each in records:
            written.add(each)
        written.publish(took_s=10, **more)
    lines = [json.loads(line) for line in (tmp_path / "out" / "report.jsonl").read_text().splitlines()]
    with (tmp_path / "out" / "report.csv").open(newline="") as table:
        rows = list(csv.DictReader(table))
    return (tmp_path / "out" / "report.html").read_text(), lines, rows


def test_all_that_a_producer_asks_is_on_the_page(tmp_path: Path) -> None:
    page, lines, rows = made(tmp_path, DONE, FAILED)
    for said in (
        "The ferry is back", "2:31", "378 words", "hibari:heart", "-19.0 LUFS", "MP3 cannot carry something", "14 lines not read",
        "Subscribe now", "and 12 more", "signed", "by A newsroom", 'href="ferry/ferry.html"', 'src="ferry/ferry.mp3"',
        "there is no article in it", "look at it", "extract", "15 ×", " UTC",
    ):  # fmt: skip
        assert said in page, said
    assert [line["state"] for line in lines] == [row["state"] for row in rows] == ["done", "failed"]


def test_the_failures_come_first(tmp_path: Path) -> None:
    page, _, _ = made(tmp_path, DONE, FAILED)
    assert page.index("there is no article in it") < page.index("The ferry is back")


def test_a_run_that_was_ended_says_so(tmp_path: Path) -> None:
    page, _, _ = made(tmp_path, DONE, ended="the limit of 3 articles is reached")
    assert "Not all articles were begun: the limit of 3 articles is reached" in page


def test_what_articles_contain_cannot_run_in_the_page(tmp_path: Path) -> None:
    texts = {field.name: EVIL for field in dataclasses.fields(Record) if field.type == "str" and field.name != "state"}
    evil = dataclasses.replace(DONE, **texts, doubts=(Doubt(DoubtKind.REMARK, EVIL),), removed_lines=(EVIL,))  # type: ignore[arg-type]
    page, _, _ = made(tmp_path, evil, dataclasses.replace(evil, state="failed"))
    assert "<script" not in page
    assert "script-src" not in page
    assert "default-src 'none'" in page


def test_a_link_cannot_become_a_script(tmp_path: Path) -> None:
    page, _, _ = made(tmp_path, dataclasses.replace(DONE, page="javascript:alert(1)", file="javascript:alert(1)"))
    assert "javascript:" not in page


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_cell_cannot_be_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}"
    assert cell((text,)) == f"'{text}"


def test_numbers_stay_numbers_in_the_table() -> None:
    assert cell(-19.0) == "-19.0"


def test_the_table_survives_quotes_and_line_breaks(tmp_path: Path) -> None:
    title = 'He said "no",\nand left; again'
    _, lines, rows = made(tmp_path, dataclasses.replace(DONE, title=title))
    assert rows[0]["title"] == lines[0]["title"] == title


def test_half_a_character_is_no_reason_to_lose_a_report(tmp_path: Path) -> None:
    _, lines, _ = made(tmp_path, dataclasses.replace(DONE, title="a\ud800b"))
    assert lines[0]["title"] == "a?b"


def test_the_page_of_a_large_run_stays_readable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "ROWS", 3)
    page, lines, _ = made(tmp_path, *[dataclasses.replace(DONE, title=f"Title {i}") for i in range(8)])
    assert page.count("<audio") == 3
    assert "and 5 more" in page
    assert len(lines) == 8


def test_an_older_report_stays_whole_until_the_new_one_is(tmp_path: Path) -> None:
    made(tmp_path, DONE)
    before = (tmp_path / "out" / "report.html").read_bytes()
    with Report(store(str(tmp_path / "out"))) as written:
        written.add(FAILED)
    assert (tmp_path / "out" / "report.html").read_bytes() == before


def test_a_report_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputError, match="cannot be written"), Report(store(str(tmp_path / "out"))):
        pass


def test_the_last_report_tells_the_pace(tmp_path: Path) -> None:
    assert pace(store(str(tmp_path / "out"))) is None
    made(tmp_path, DONE, FAILED, dataclasses.replace(DONE, state=record.UNCHANGED))
    assert pace(store(str(tmp_path / "out"))) == pytest.approx(151 / 2)


def test_names_that_are_said_by_guess_are_counted_over_the_run(tmp_path: Path) -> None:
    def guessing(*names: str) -> Record:
        return dataclasses.replace(DONE, doubts=(Doubt(DoubtKind.NAMES_GUESSED, "said by guess", words=names),))

    page, lines, _ = made(tmp_path, guessing("Trelkova", "Vargosi"), guessing("Trelkova"), DONE)
    assert "with the number of articles: Trelkova (2), Vargosi (1)." in page
    assert lines[0]["doubts"][0]["words"] == ["Trelkova", "Vargosi"]
