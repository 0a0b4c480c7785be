"""``narrator embed``: what is printed and written for each system."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from narrator import systems
from narrator.cli import run

BASE = "https://example.org/listen"
TAG = f'<script async src="{BASE}/embed.js"></script>'


@pytest.mark.parametrize("system", ["html", "ghost"])
def test_the_tag_is_printed_with_where_to_paste_it(system: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["embed", system, "--base-url", f"{BASE}/"]) == 0
    out = capsys.readouterr().out
    assert TAG in out
    assert systems.snippets(system, BASE)[0].where in out


@pytest.mark.parametrize(
    "address", ["example.org/listen", "javascript:alert(1)", 'https://a/"><b', "ftp://example.org"]
)
@pytest.mark.parametrize("system", systems.SYSTEMS[:-1])
def test_an_address_that_is_none_is_refused(system: str, address: str, tmp_path: Path) -> None:
    assert run(["embed", system, "--base-url", address, "--to", str(tmp_path / "to")]) == 10
    assert not (tmp_path / "to").exists()


def test_the_wordpress_plug_in_is_written_as_the_archive_that_wordpress_takes(tmp_path: Path) -> None:
    assert run(["embed", "wordpress", "--base-url", BASE, "--to", str(tmp_path)]) == 0
    with zipfile.ZipFile(tmp_path / "narrator-player.zip") as file:
        assert sorted(file.namelist()) == [
            "narrator-player/narrator-player.php",
            "narrator-player/readme.txt",
            "narrator-player/uninstall.php",
        ]
        assert b"GPL-2.0-or-later" in file.read("narrator-player/narrator-player.php")


def test_the_archive_has_the_same_bytes_each_time() -> None:
    assert systems.archive() == systems.archive()
    assert zipfile.ZipFile(io.BytesIO(systems.archive())).testzip() is None


def test_hugo_gets_a_partial_and_a_shortcode(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["embed", "hugo", "--base-url", BASE, "--to", str(tmp_path)]) == 0
    assert "/embed.js" in (tmp_path / "layouts" / "partials" / "narrator.html").read_text()
    assert "data-narrator" in (tmp_path / "layouts" / "shortcodes" / "narrator.html").read_text()
    assert f'narrator = "{BASE}"' in capsys.readouterr().out


def test_a_file_with_other_words_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "partials" / "narrator.hbs"
    place.parent.mkdir()
    place.write_text("mine")
    assert run(["embed", "ghost", "--base-url", BASE, "--to", str(tmp_path)]) == 9
    assert place.read_text() == "mine"
    assert "is there with other words" in capsys.readouterr().err


def test_the_same_files_are_written_again_without_a_word(tmp_path: Path) -> None:
    for _ in range(2):
        assert run(["embed", "ghost", "--base-url", BASE, "--to", str(tmp_path)]) == 0
