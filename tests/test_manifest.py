"""Manifests: what is written is read back, also what narrator 0.1 wrote."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from narrator import manifest
from narrator.errors import SourceError
from narrator.library import Library
from narrator.model import DoubtKind, Review, Weight
from narrator.narrator import narrate
from narrator.publish import site
from narrator.settings import Settings
from tests.conftest import ROOT

ARCHIVE = ROOT / "tests" / "data" / "archive-0.1.0"
SOURCES = ROOT / "tests" / "data" / "archive-0.1.0-sources"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive of two narrations that narrator 0.1.0 wrote, with its feed."""
    place = tmp_path / "archive"
    shutil.copytree(ARCHIVE, place)
    return place


@pytest.mark.parametrize("slug", ["ferry-returns", "der-fluss-steigt"])
def test_a_manifest_of_0_1_is_read(slug: str) -> None:
    text = (ARCHIVE / slug / "narration.json").read_text(encoding="utf-8")
    found = manifest.decoded(text)
    assert json.loads(text)["schema"] == 1
    assert found.slug == slug
    assert [doubt.kind for doubt in found.doubts] == [DoubtKind.REMARK]
    assert "tone:sine does not speak" in found.doubts[0].text
    assert found.review == Review()


def test_what_was_upgraded_is_written_in_the_new_schema_and_read_back() -> None:
    found = manifest.decoded((ARCHIVE / "ferry-returns" / "narration.json").read_bytes())
    again = manifest.encoded(found)
    assert json.loads(again)["schema"] == manifest.SCHEMA
    assert manifest.decoded(again) == found


@pytest.mark.parametrize("schema", [0, 3, "1", None])
def test_a_manifest_of_another_schema_is_refused(schema: object) -> None:
    table = json.loads((ARCHIVE / "ferry-returns" / "narration.json").read_bytes())
    with pytest.raises(SourceError, match="schema is"):
        manifest.decoded(json.dumps({**table, "schema": schema}))


def test_an_archive_of_0_1_is_not_made_again(archive: Path, tmp_path: Path) -> None:
    settings = Settings(
        output=str(archive), cache_dir=tmp_path / "cache", voice="tone", bitrate=32, sign=False, reminder_minutes=0.0
    )
    before = {path: path.read_bytes() for path in archive.rglob("*.mp3")}
    from narrator.model import Details

    found = narrate(SOURCES / "ferry.html", settings, details=Details(url="https://example.org/2026/ferry"))
    assert found.generator == "narrator 0.1.0"
    assert {path: path.read_bytes() for path in archive.rglob("*.mp3")} == before


def test_an_archive_of_0_1_keeps_the_ids_of_its_feed(archive: Path) -> None:
    ids = [line for line in (archive / "feed.xml").read_text().splitlines() if line.startswith(("<guid", "<link>"))]
    site.build(str(archive), "https://listen.example.org", title="Harbor")
    again = (archive / "feed.xml").read_text().splitlines()
    assert [line for line in again if line.startswith(("<guid", "<link>"))] == ids


def test_an_archive_of_0_1_is_found_by_its_sources(archive: Path) -> None:
    library = Library(archive)
    assert {each.slug for each in library.all()} == {"ferry-returns", "der-fluss-steigt"}
    assert all(library.find(each.source_id) == each for each in library.all())


def test_every_kind_of_doubt_has_a_stage_and_a_weight() -> None:
    for kind in DoubtKind:
        assert kind.stage in ("any", "extract", "text", "edit", "voice", "label", "sound", "file")
        assert kind.weight in Weight
