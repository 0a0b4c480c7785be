"""``narrator read`` as people use it, and what happens when it goes wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from narrator.cli import run
from tests.conftest import ROOT, SAMPLES

TEXT = "The harbor is open again. Boats left at noon, and the first came back at dusk with a full hold of herring."


def read(tmp_path: Path, *arguments: str) -> int:
    base = ["--output", str(tmp_path / "out"), "--cache-dir", str(tmp_path / "cache"), "--voice", "tone", "--no-sign"]
    return run(["read", *arguments, *base])


def test_a_text_file_becomes_audio_captions_and_a_manifest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "note.txt"
    source.write_text(TEXT, encoding="utf-8")
    assert read(tmp_path, str(source), "--title", "Harbor open", "--byline", "the desk") == 0
    folder = tmp_path / "out" / "harbor-open"
    names = {path.name for path in folder.iterdir()}
    assert {"harbor-open.mp3", "harbor-open.vtt", "narration.json"} <= names
    assert "harbor-open.mp3" in capsys.readouterr().out
    captions = (folder / "harbor-open.vtt").read_text(encoding="utf-8")
    assert captions.startswith("WEBVTT")
    assert "The harbor is open again." in captions


def test_without_a_headline_the_first_words_name_the_file(tmp_path: Path) -> None:
    source = tmp_path / "note.txt"
    source.write_text(TEXT, encoding="utf-8")
    assert read(tmp_path, str(source)) == 0
    assert (tmp_path / "out" / "the-harbor-is-open-again-boats-left-at" / "narration.json").is_file()


def test_json_prints_the_manifest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert read(tmp_path, str(SAMPLES / "kurz.html"), "--json") == 0
    manifest = json.loads(capsys.readouterr().out)
    assert manifest["article"]["title"] == "Der Nachtzug nach Norden fährt wieder täglich"
    assert manifest["label"]["text"] == "Diese Audiofassung wurde mit KI-Unterstützung erstellt."


def test_quiet_prints_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert read(tmp_path, str(SAMPLES / "kurz.html"), "--quiet") == 0
    assert capsys.readouterr().out == ""


BAD = {
    "missing.html": (None, 4, "there is no file"),
    "empty.txt": (b" \n", 4, "is empty"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(500), 4, "is a picture, which narrator does not read"),
    "program.txt": (bytes(range(32)) * 200, 4, "binary"),
    "menu.html": (b"<html><body><nav><a href=/>Home</a></nav><p>We use cookies.</p></body></html>", 5, "no article"),
    "huge.txt": (b"word " * 10_000_001, 4, "larger than 20 MB"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_one_line_and_a_code_and_leaves_nothing(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, code, message = BAD[name]
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert read(tmp_path, str(tmp_path / name)) == code
    error = capsys.readouterr().err
    assert message in error
    assert "Traceback" not in error
    assert not list((tmp_path / "out").glob("[!.]*"))


def test_a_wrongly_declared_encoding_is_read_by_its_looks(tmp_path: Path) -> None:
    page = f'<html lang="de"><meta charset="ascii"><body><article><h1>Über Nacht</h1><p>{"Größe und Güte. " * 30}</p>'
    (tmp_path / "page.html").write_bytes(page.encode("utf-8"))
    assert read(tmp_path, str(tmp_path / "page.html")) == 0
    assert (tmp_path / "out" / "uber-nacht").is_dir()


def test_an_unknown_voice_names_the_nearest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["read", str(SAMPLES / "kurz.html"), "-o", str(tmp_path / "out"), "--voice", "hibari:hart"])
    assert code == 6
    assert "hibari:heart" in capsys.readouterr().err


def test_an_unknown_language_has_no_voice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["read", str(SAMPLES / "kurz.html"), "-o", str(tmp_path / "out"), "--lang", "xx"])
    assert code == 6
    assert "no voice here speaks 'xx'" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("in the way")
    code = run(["read", str(SAMPLES / "kurz.html"), "-o", str(tmp_path / "file" / "out"), "--voice", "tone"])
    assert code == 9
    assert "cannot be written" in capsys.readouterr().err


def test_one_source_that_fails_does_not_stop_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert read(tmp_path, str(tmp_path / "missing.html"), str(SAMPLES / "kurz.html")) == 3
    captured = capsys.readouterr()
    assert "there is no file" in captured.err
    assert "nachtzug" in captured.out


def test_details_of_one_article_go_with_one_source(tmp_path: Path) -> None:
    assert read(tmp_path, "a.html", "b.html", "--title", "Both") == 2


def test_an_unknown_setting_names_the_nearest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("narrator.toml").write_text('vioce = "tone"\n')
    assert run(["read", str(SAMPLES / "kurz.html"), "-o", str(tmp_path / "out")]) == 10
    assert "the nearest is 'voice'" in capsys.readouterr().err


def test_standard_input_is_read(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "narrator", "read", "-", "--title", "Piped", "--voice", "tone", "--no-sign"]
    command += ["--output", str(tmp_path / "out"), "--cache-dir", str(tmp_path / "cache")]
    done = subprocess.run(command, input=TEXT.encode(), capture_output=True, env=_environment(), timeout=60)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "piped" / "piped.mp3").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_exits_130_keeps_clips_and_leaves_no_half_file(tmp_path: Path) -> None:
    source = tmp_path / "long.txt"
    source.write_text("\n\n".join(f"{TEXT} Paragraph number {i} of many ends here." for i in range(600)))
    command = [sys.executable, "-m", "narrator", "read", str(source), "--slug", "long", "--voice", "system:gmw/en-us"]
    command += ["--output", str(tmp_path / "out"), "--cache-dir", str(tmp_path / "cache"), "--no-sign"]
    child = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment())
    deadline = time.monotonic() + 60
    while not list((tmp_path / "cache").glob("clips/*/*")) and time.monotonic() < deadline:
        time.sleep(0.05)
    child.send_signal(signal.SIGINT)
    _, error = child.communicate(timeout=60)
    assert child.returncode == 130, error
    assert b"Traceback" not in error
    assert list((tmp_path / "cache").glob("clips/*/*"))
    assert not (tmp_path / "out" / "long").exists()
    assert not list((tmp_path / "out").glob(".narrator/making/*"))


@pytest.mark.skipif(sys.platform == "win32", reason="resource limits of POSIX")
def test_a_full_disk_is_said_and_leaves_no_half_file(tmp_path: Path) -> None:
    """A file size limit stands in for the full disk: the write fails in the middle of the audio."""
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    limit += "resource.setrlimit(resource.RLIMIT_FSIZE, (200000, 200000)); "
    arguments = ["read", str(SAMPLES / "kurz.html"), "--voice", "tone", "--no-sign", "--format", "wav"]
    arguments += ["--output", str(tmp_path / "out"), "--cache-dir", str(tmp_path / "cache")]
    code = f"{limit}from narrator.cli import main; main({arguments!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=_environment(), timeout=60)
    assert done.returncode == 9, done.stderr
    assert b"Traceback" not in done.stderr
    assert not list((tmp_path / "out").glob("[!.]*/*"))


def test_help_is_quick() -> None:
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(3):
        subprocess.run(
            [sys.executable, "-m", "narrator", "--help"], env=_environment(), check=True, capture_output=True
        )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    imported = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "narrator", "--help"], env=_environment(), capture_output=True
    ).stderr
    assert b"numpy" not in imported
    assert after.ru_utime - before.ru_utime < 3.0


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}
