"""A library that was really made, with the tone voice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from narrator.narrator import narrate
from narrator.settings import Settings
from tests.conftest import SAMPLES


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    settings = Settings(
        output=str(folder / "out"), cache_dir=folder / "cache", voice="tone", sign=False, format=("opus", "mp3")
    )
    for name in ("kurz.html", "news.html"):
        narrate(SAMPLES / name, settings)
    return folder / "out"


@pytest.fixture
def library(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "library"))
