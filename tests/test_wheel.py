"""The built wheel works outside the clone: word lists, templates and scripts are inside."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT, SAMPLES


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return next(folder.glob("article_narrator-*.whl"))


def test_all_data_files_are_inside(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for path in (ROOT / "narrator").rglob("*"):
        if path.is_file() and path.suffix in (".toml", ".js", ".css", ".html", ".xml", ".typed", ".svg", ".j2"):
            assert path.relative_to(ROOT).as_posix() in names


def test_an_installed_wheel_narrates(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "installed"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target), str(wheel)]
    subprocess.run(pip, check=True, capture_output=True, timeout=120)
    command = [sys.executable, "-m", "narrator", "read", str(SAMPLES / "kurz.html"), "--no-sign", "--voice", "tone"]
    command += ["--output", str(tmp_path / "out"), "--cache-dir", str(tmp_path / "cache")]
    done = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(target)}, capture_output=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
