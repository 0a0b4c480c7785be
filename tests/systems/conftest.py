"""A database and a browser for tests of publishers' systems."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.publish.browsers import launched
from tests.systems import servers


@pytest.fixture(scope="module")
def database() -> Iterator[Path]:
    """The socket of a MariaDB."""
    with servers.database() as sock:
        yield sock


@pytest.fixture
def browser() -> Iterator[Any]:
    """A Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        started = launched(play, "chromium")
        yield started
        started.close()
