"""A database and a browser for tests of publishers' systems."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browsers import Browsers
from tests.systems import servers


@pytest.fixture(scope="module")
def database() -> Iterator[Path]:
    """The socket of a MariaDB."""
    with servers.database() as sock:
        yield sock


@pytest.fixture
def browser(browsers: Browsers) -> Iterator[Any]:
    """A Chromium."""
    with browsers.lent("chromium") as lent:
        yield lent
