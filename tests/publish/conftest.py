"""A library that was really made, with the tone voice, and browsers to read it in."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from narrator.model import Narration
from narrator.narrator import narrate
from narrator.settings import Settings
from tests.browsers import Browsers, Reader
from tests.conftest import SAMPLES
from tests.publish.hosts.publisher import Publisher, narrated, serving


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    settings = Settings(
        output=str(folder / "out"), cache_dir=folder / "cache", voice="tone", sign=False, format=("opus", "mp3")
    )
    for name in ("kurz.html", "news.html"):
        narrate(SAMPLES / name, settings)
    return folder / "out"


@pytest.fixture(scope="session")
def narration(tmp_path_factory: pytest.TempPathFactory) -> Narration:
    """A made narration of a post with a list, a table and code."""
    folder = tmp_path_factory.mktemp("page")
    settings = Settings(output=str(folder / "out"), cache_dir=folder / "cache", voice="tone", sign=False)
    return narrate(SAMPLES / "post.md", settings)


@pytest.fixture
def library(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "library"))


@pytest.fixture
def browser(browsers: Browsers) -> Any:
    """Chromium."""
    return browsers.get("chromium")


@pytest.fixture(params=["chromium", "firefox"])
def each_browser(request: pytest.FixtureRequest, browsers: Browsers) -> Any:
    """Chromium, then Firefox."""
    return browsers.get(request.param)


@pytest.fixture(scope="session")
def article(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Narration]:
    """The page of a made narration, on disk, with headings and many numbers."""
    folder = tmp_path_factory.mktemp("browser")
    settings = Settings(output=str(folder / "out"), cache_dir=folder / "cache", voice="tone", sign=False)
    narration = narrate(SAMPLES / "numbers.html", settings)
    return folder / "out" / narration.slug / f"{narration.slug}.html", narration


@contextmanager
def served(out: Path) -> Iterator[str]:
    """A library as ``narrator serve`` shows it; gives the address."""
    import uvicorn

    from narrator import serve

    server = uvicorn.Server(uvicorn.Config(serve.application(out), port=0, log_level="error"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True


@pytest.fixture(scope="session")
def address(article: tuple[Path, Narration]) -> Iterator[str]:
    """The page over HTTP, where a browser keeps what it stores."""
    out, page = article[0].parent.parent, article[0]
    with served(out) as origin:
        yield f"{origin}/{page.parent.name}/{page.name}"


@pytest.fixture
def reader(browser: Any, article: tuple[Path, Narration]) -> Iterator[Reader]:
    """The page from disk."""
    yield from opened(browser, article)


@pytest.fixture
def each_reader(each_browser: Any, article: tuple[Path, Narration]) -> Iterator[Reader]:
    """The page from disk, in each engine."""
    yield from opened(each_browser, article)


def opened(browser: Any, article: tuple[Path, Narration]) -> Iterator[Reader]:
    context = browser.new_context(viewport={"width": 900, "height": 700})
    yield (window := Reader(context, article[0].as_uri()).ready())
    assert window.complaints == []
    context.close()


@pytest.fixture(scope="session")
def starts(article: tuple[Path, Narration]) -> list[float]:
    """When each sentence begins, in seconds."""
    return [cue.start / article[1].timeline.sample_rate_hz for cue in article[1].timeline.cues]


@pytest.fixture(scope="session")
def publisher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Publisher]:
    """A publisher's server with eight narrated articles."""
    folder = tmp_path_factory.mktemp("publisher")
    with serving(folder / "out", narrated(folder / "out", folder / "cache")) as running:
        yield running
