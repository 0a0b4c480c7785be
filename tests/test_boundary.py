"""The outermost boundary: whatever happens, a command ends with one line, a code of the README, and nothing half-made."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from narrator.batch import record
from narrator.cli import one_line, run
from narrator.errors import OutputError, system_error
from tests.conftest import ROOT, SAMPLES

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="shells and signals of POSIX")
NARRATOR = f"{sys.executable} -m narrator"
SAMPLE = SAMPLES / "kurz.html"


def shell(command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a line of the shell; {n} is narrator, {s} a sample."""
    line = command.format(n=NARRATOR, s=SAMPLE)
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=120,
        stdin=subprocess.DEVNULL,
    )


LONG = "x" * 300
CASES = [
    ("{n} extract {s} > /dev/full", 9, "standard output cannot be written: No space left on device"),
    ("{n} --help > /dev/full", 9, "standard output cannot be written: No space left on device"),
    ("{n} extract {s} >&-", 9, "standard output cannot be written: Bad file descriptor"),
    ("{n} extract {s} 2>&-", 0, ""),
    ("{n} extract {s} 2>/dev/full", 0, ""),
    ("{n} read {s} --voice tone --no-sign --output $(mktemp -d) 2>/dev/full", 0, ""),
    ("{n} extract missing.html 2>&-", 4, ""),
    ("{n} extract missing.html 2>/dev/full", 4, ""),
    ("{n} extract - <&-", 4, "standard input is empty"),
    ("{n} extract {s} <&- >&- 2>&-", 9, ""),
    ("{n} extract {s} | head -c 5 > /dev/null", 0, ""),
    (f"{{n}} extract {LONG}.html", 4, "File name too long"),
    (f"{{n}} read {{s}} --voice tone --no-sign -o {LONG}", 9, "File name too long"),
    ("{n} extract 'http://[/'", 4, "is no http or https address"),
    ("{n} extract 'http://exa mple/'", 4, "no"),
    ("{n} extract $'a\\nb\\x1b[31m.html'", 4, r"a\nb\x1b[31m.html"),
    ("{n} extract {s} --config /dev/null/x", 10, "cannot be read"),
    ("{n} verify {s} --json > /dev/full", 9, "standard output cannot be written"),
    ("PATH= {n} extract {s} >/dev/null", 0, ""),
    ("HOME=/nonexistent XDG_CACHE_HOME= {n} extract {s} >/dev/null", 0, ""),
]


@pytest.mark.parametrize(("command", "code", "message"), CASES, ids=[each[0][:60] for each in CASES])
def test_a_command_ends_with_one_line_and_a_code(command: str, code: int, message: str) -> None:
    done = shell(command)
    assert "Traceback" not in done.stderr
    assert done.returncode == code, done.stderr
    assert message in done.stderr
    assert len([line for line in done.stderr.splitlines() if not line.startswith("  hint:")]) <= 1, done.stderr


def test_without_a_path_a_narration_is_made(tmp_path: Path) -> None:
    done = shell(f"env -i {{n}} read {{s}} --voice tone --no-sign -o {tmp_path}/out --cache-dir {tmp_path}/cache")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "ascii:strict", "cp437"])
def test_a_terminal_that_cannot_hold_a_character_shows_its_code_point(encoding: str, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Пором знову ходить\n\nПором знову возить людей через бухту. Він ходить щодня.\n", encoding="utf-8")
    done = shell(f"{{n}} script {page} --title 東京", PYTHONIOENCODING=encoding)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_what_nobody_foresaw_is_one_line_and_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    def broken(*arguments: object) -> None:
        raise RuntimeError("the tide\x1b[31m turned")

    monkeypatch.setattr("narrator.fetch.page", broken)
    assert run(["extract", str(SAMPLE)]) == 1
    error = capsys.readouterr().err
    assert r"something went wrong that nobody foresaw: RuntimeError: the tide\x1b[31m turned" in error
    details = Path(error.partition("the details are in ")[2].strip())
    assert "RuntimeError: the tide" in details.read_text()
    assert "Traceback" in details.read_text()


def test_where_no_details_can_be_written_the_line_is_said_all_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("narrator.cli.crash.written", lambda *arguments: None)
    monkeypatch.setattr("narrator.fetch.page", lambda *arguments: 1 / 0)
    assert run(["extract", str(SAMPLE)]) == 1
    assert "ZeroDivisionError" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb", r"a\nb"),
        ("\x1b[2J", r"\x1b[2J"),
        ("a\u202eb", r"a\u202eb"),
        ("Größe 東京 🙂", "Größe 東京 🙂"),
        ("\x07", r"\x07"),
    ],
)
def test_controls_in_names_are_made_visible(text: str, shown: str) -> None:
    assert one_line(text) == shown


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_batch_that_is_interrupted_many_times_leaves_a_report(number: signal.Signals, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for i in range(40):
        (folder / f"a{i}.txt").write_text(f"Harbor {i}\n\n" + f"The harbor is open again, number {i}. " * 30)
    command = [sys.executable, "-m", "narrator", "batch", str(folder), "-o", str(tmp_path / "out"), "--no-sign"]
    command += ["--cache-dir", str(tmp_path / "cache"), "--voice", "tone", "--no-page", "--jobs", "1"]
    child = subprocess.Popen(command, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True)
    deadline = time.monotonic() + 60
    while not list((tmp_path / "out").glob("[!.]*/narration.json")) and time.monotonic() < deadline:
        time.sleep(0.02)
    for _ in range(20):
        child.send_signal(number)
        time.sleep(0.005)
    _, error = child.communicate(timeout=60)
    assert child.returncode == 130, error
    assert "Traceback" not in error
    assert "the run was interrupted" in (tmp_path / "out" / "report.html").read_text()


def test_a_report_that_cannot_be_written_is_no_success(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("Harbor\n\nThe harbor is open again.")
    (tmp_path / "out" / "report.html").mkdir(parents=True)
    arguments = ["-o", str(tmp_path / "out"), "--cache-dir", str(tmp_path / "c"), "--voice", "tone", "--no-sign"]
    assert run(["batch", str(tmp_path / "a.txt"), *arguments]) == 9
    assert (tmp_path / "out" / "harbor" / "narration.json").is_file()


def test_a_surprise_in_a_batch_keeps_its_traceback_in_a_file_that_the_report_links(tmp_path: Path) -> None:
    from narrator.batch import record
    from narrator.batch.report import Report
    from narrator.store import store

    try:
        raise RuntimeError("the tide turned")
    except RuntimeError as error:
        found = record.failure("a.html", error, stage="speaking")
    place = store(str(tmp_path))
    with Report(place) as report:
        report.add(found)
        report.publish(took_s=1)
    assert "RuntimeError: the tide turned" in (tmp_path / "report-errors.txt").read_text()
    assert 'href="report-errors.txt"' in (tmp_path / "report.html").read_text()
    assert "Traceback" not in (tmp_path / "report.jsonl").read_text()
    with Report(place) as report:
        report.publish(took_s=1)
    assert not (tmp_path / "report-errors.txt").exists()


def test_files_are_for_all_whom_the_umask_allows(tmp_path: Path) -> None:
    from narrator.store import atomic_write

    before = os.umask(0o027)
    try:
        atomic_write(tmp_path / "a.txt", "a")
    finally:
        os.umask(before)
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o640


def test_a_library_that_cannot_be_opened_for_the_number_of_files_is_told_as_that() -> None:
    why = ImportError("lameenc.so: cannot open shared object file: Too many open files")
    found = record.failure("a.txt", why)
    assert (found.code, found.is_general) == (OutputError.exit_code, True)
    assert found.reason == "the system refused: too many open files"
    assert "ulimit -n" in found.hint


def test_a_library_that_is_missing_is_no_refusal_of_the_system() -> None:
    assert system_error(ImportError("No module named 'lameenc'")) is None
    assert "ImportError" in record.failure("a.txt", ImportError("No module named 'lameenc'")).reason


def test_a_name_that_the_systems_letters_cannot_hold_is_told_as_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "latin-1")
    found = record.failure("a.txt", UnicodeEncodeError("iso8859-1", "日", 0, 1, "ordinal not in range(256)"))
    assert (found.code, found.hint) == (OutputError.exit_code, "set PYTHONUTF8=1 or a locale in UTF-8")
    assert system_error(UnicodeEncodeError("ascii", "日", 0, 1, "x")) is None


@pytest.mark.parametrize("command", [["review", "--output", "none"], ["serve", "none"]])
def test_a_library_that_is_not_there_is_told(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(command) == OutputError.exit_code
    told = capsys.readouterr()
    assert "none is not there" in told.err
    assert told.out == ""


def test_an_output_that_is_empty_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", "a.txt", "--output", ""]) == 10
    assert "output is empty" in capsys.readouterr().err
