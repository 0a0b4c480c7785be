"""A MkDocs site whose pages are narrated as it is built, by the real MkDocs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

STORY = (
    "# The pier is open\n\nThe pier opened again on Monday after a winter of work.\n\nThe ferry comes back in May.\n"
)
CONFIG = """
site_name: Harbor
site_url: https://docs.example.org/
plugins:
  - narrator:
      pages: ["news/*"]
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "docs" / "news").mkdir(parents=True)
    (tmp_path / "docs" / "index.md").write_text("# Home\n\nWelcome to the harbor, where boats are.\n")
    (tmp_path / "docs" / "news" / "pier.md").write_text(STORY)
    (tmp_path / "docs" / "news" / "quiet.md").write_text(f"---\nnarrate: false\n---\n{STORY}")
    (tmp_path / "docs" / "about.md").write_text(f"---\nnarrate: true\n---\n{STORY.replace('pier', 'harbor')}")
    (tmp_path / "mkdocs.yml").write_text(CONFIG)
    (tmp_path / "narrator.toml").write_text('voice = "tone"\nsign = false\n')
    return tmp_path


def built(place: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", "build", *more]
    return subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)


def test_named_pages_are_narrated_and_get_the_player(place: Path) -> None:
    told = built(place)
    assert told.returncode == 0, told.stderr
    page = (place / "site" / "news" / "pier" / "index.html").read_text()
    assert '<script async src="https://docs.example.org/listen/embed.js"></script>\n</head>' in page
    assert "embed.js" in (place / "site" / "about" / "index.html").read_text()
    assert "embed.js" not in (place / "site" / "index.html").read_text()
    assert "embed.js" not in (place / "site" / "news" / "quiet" / "index.html").read_text()
    listen = place / "site" / "listen"
    assert sorted(each.parent.name for each in listen.glob("*/*.mp3")) == ["the-harbor-is-open", "the-pier-is-open"]
    assert (listen / "embed.js").is_file()
    assert (listen / "feed.xml").is_file()
    assert not list(listen.glob("**/narration.json")), "manifests name what was not read"


def test_the_address_of_a_narration_is_that_of_the_page(place: Path) -> None:
    built(place)
    made = json.loads((place / ".narrator" / "the-pier-is-open" / "narration.json").read_text())
    assert made["article"]["url"] == "https://docs.example.org/news/pier/"
    assert made["article"]["title"] == "The pier is open"


def test_a_second_build_finds_what_was_narrated_and_removes_what_is_gone(place: Path) -> None:
    built(place)
    sound = place / ".narrator" / "the-pier-is-open" / "the-pier-is-open.mp3"
    before = sound.stat().st_mtime_ns
    (place / "docs" / "about.md").unlink()
    told = built(place)
    assert "found news/pier.md" in told.stderr
    assert sound.stat().st_mtime_ns == before
    assert not (place / ".narrator" / "the-harbor-is-open").exists()


def test_a_page_that_cannot_be_narrated_is_a_warning_and_an_error_where_strict(place: Path) -> None:
    (place / "docs" / "news" / "empty.md").write_text("---\ntitle: Nothing\n---\n")
    told = built(place)
    assert told.returncode == 0
    assert "news/empty.md is not narrated" in told.stderr
    assert built(place, "--strict").returncode == 1


def test_a_site_without_an_address_is_refused(place: Path) -> None:
    (place / "mkdocs.yml").write_text(CONFIG.replace("site_url", "site_author"))
    told = built(place)
    assert told.returncode == 1
    assert "site_url is missing in mkdocs.yml" in told.stderr
    assert "Traceback" not in told.stderr
