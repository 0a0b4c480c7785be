"""What many tests use: a cache and an output folder of their own, and the shared sets where they are there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from narrator.settings import Settings
from tests.browsers import Browsers

hypothesis.settings.register_profile("ci", derandomize=True, deadline=None)
hypothesis.settings.register_profile("search", max_examples=3000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
SHARED = ROOT.parent / "shared"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Tone voice, own output and cache, nothing from outside."""
    return Settings(output=str(tmp_path / "out"), cache_dir=tmp_path / "cache", voice="tone", sign=False, page=False)


@pytest.fixture(scope="session")
def _models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What engines keep of their models, for the whole run."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, _models: Path) -> None:
    """No settings from the environment, no narrator.toml of a working folder, no keys or cache of the user."""
    for name in list(os.environ):
        if name.startswith("NARRATOR_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user-cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "user-config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user-data"))
    (tmp_path / "user-cache" / "narrator").mkdir(parents=True)
    (tmp_path / "user-cache" / "narrator" / "models").symlink_to(_models)
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)


@pytest.fixture(scope="session")
def browsers() -> Iterator[Browsers]:
    """Those of all tests in a process: a second Playwright cannot start beside the first."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        running = Browsers(play)
        yield running
        running.close()


@pytest.fixture
def shared() -> Path:
    """The sets beside the repository; the test is skipped by name where they are not there."""
    if not (SHARED / "data").is_dir():
        pytest.skip("needs ../shared/data beside the repository")
    return SHARED / "data"
