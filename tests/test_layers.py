"""The import contracts hold what they say: whoever imports a library that is not its own breaks one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

LIBRARIES = ("click", "bs4", "pydub", "mutagen", "fsspec", "c2pa", "pyttsx3", "distributed")


@pytest.mark.parametrize("module", ["library.py", "slug.py"])
def test_a_library_that_is_imported_elsewhere_breaks_a_contract(module: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "narrator", tmp_path / "narrator", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "narrator" / module).open("a", encoding="utf-8") as file:
        file.writelines(f"import {name}\n" for name in LIBRARIES)
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"]
    done = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path)}, capture_output=True, text=True
    )
    assert done.returncode == 1, done.stderr
    for name in LIBRARIES:
        assert f"Illegal imports of protected package {name}" in done.stdout or f"import {name}" in done.stdout, name
    assert f"{len(LIBRARIES)} broken" in done.stdout
