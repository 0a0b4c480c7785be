"""The site and the feed, read by parsers that others wrote."""

from __future__ import annotations

import dataclasses
import io
import json
import time
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import podcastparser
import pytest
import soundfile
from bs4 import BeautifulSoup

from narrator import manifest
from narrator.cli import run
from narrator.errors import OutputError, SettingsError
from narrator.library import Library
from narrator.publish import artwork, site

BASE = "https://example.org/listen"
HOSTILE = "</script><script>alert(1)</script>\x00\x0b\ud800]]>&\"'<b>"


def stamps(folder: Path) -> dict[str, int]:
    return {str(p): p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file()}


def test_everything_is_written_and_then_left_alone(library: Path) -> None:
    first = site.build(library, BASE + "/")
    assert (first.narrations, first.removed) == (2, 0)
    for name in ("index.html", "feed.xml", "sitemap.xml", "cover.png", "narrator-player.js"):
        assert (library / name).is_file()
    before = stamps(library)
    assert site.build(library, BASE).written == 0
    assert stamps(library) == before


def test_the_files_of_a_narration_stay_as_the_manifest_has_them(library: Path) -> None:
    site.build(library, BASE)
    assert all(Library(library).intact(each) for each in Library(library).all())


def test_another_address_renews_the_pages(library: Path) -> None:
    site.build(library, BASE)
    assert site.build(library, "https://example.com").written >= 5


def test_a_page_that_was_lost_is_made_again(library: Path) -> None:
    site.build(library, BASE)
    next(library.glob("*/index.html")).unlink()
    assert site.build(library, BASE).written == 1


def test_a_narration_that_was_taken_away_leaves_the_site(library: Path) -> None:
    site.build(library, BASE)
    gone = next(Library(library).all()).slug
    Library(library).remove(gone)
    assert site.build(library, BASE).removed == 1
    assert not (library / gone).exists()
    assert gone not in (library / "feed.xml").read_text()


def test_a_manifest_that_cannot_be_read_is_named(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (library / "broken").mkdir()
    (library / "broken" / manifest.NAME).write_text("{")
    assert run(["publish", str(library), "--base-url", BASE]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("2 narrations, ")
    assert "broken" in told.err


@pytest.mark.parametrize("bad", ["", "example.org", "ftp://example.org", "javascript:alert(1)", "https://x.org/?a"])
def test_an_address_that_is_none_is_refused(library: Path, bad: str) -> None:
    with pytest.raises(SettingsError):
        site.build(library, bad)


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        site.build(tmp_path / "nothing", BASE)
    with pytest.raises(OutputError):
        site.build("s3://bucket/out", BASE)


def test_an_empty_library_is_a_site(tmp_path: Path) -> None:
    assert site.build(tmp_path, BASE).narrations == 0
    assert not feedparser.parse((tmp_path / "feed.xml").read_bytes()).bozo


def test_feedparser_finds_everything(library: Path) -> None:
    site.build(library, BASE, title="Heard", author="The desk")
    feed = feedparser.parse((library / "feed.xml").read_bytes())
    assert not feed.bozo
    assert (feed.feed.title, feed.feed.author, feed.feed.language) == ("Heard", "The desk", "en")
    assert feed.feed.image.href == f"{BASE}/cover.png"
    made = {each.source_id: each for each in Library(library).all()}
    assert len(feed.entries) == len(made)
    for item in feed.entries:
        narration = made[item.id.removeprefix("urn:narrator:")]
        sound = next(f for f in narration.files if f.name.endswith(".mp3"))
        assert item.enclosures[0].type == "audio/mpeg"
        assert int(item.enclosures[0].length) == sound.size == (library / narration.slug / sound.name).stat().st_size
        assert item.enclosures[0].href == f"{BASE}/{narration.slug}/{sound.name}"
        assert int(item.itunes_duration) == round(narration.timeline.duration_s)
        assert item.published_parsed
        assert item.link == f"{BASE}/{narration.slug}/"
        assert narration.label.text in item.summary


def test_podcastparser_finds_everything(library: Path) -> None:
    site.build(library, BASE)
    feed = podcastparser.parse(f"{BASE}/feed.xml", io.BytesIO((library / "feed.xml").read_bytes()))
    assert feed["cover_url"] == f"{BASE}/cover.png"
    assert feed["type"] == "episodic"
    assert feed["explicit"] is False
    for item in feed["episodes"]:
        assert item["title"]
        assert item["guid"].startswith("urn:narrator:")
        assert item["published"] > 0
        assert item["total_time"] > 0
        assert item["enclosures"][0]["file_size"] > 0
        assert item["transcript_url"].endswith(".vtt")
        assert item["chapters_json_url"].endswith("/chapters.json")


def test_podcasting_2_0_tags_name_files_that_are_there(library: Path) -> None:
    site.build(library, BASE)
    names = {"p": "https://podcastindex.org/namespace/1.0"}
    items = ET.parse(library / "feed.xml").getroot().findall("channel/item")
    for item in items:
        others = item.findall("p:alternateEnclosure", names)
        assert len(others) == 2
        assert sum(each.get("default") == "true" for each in others) == 1
        for each in others:
            assert each.find("p:integrity", names).get("value").startswith("sha256-")
        assert (item.find("p:txt", names).get("purpose"), item.find("p:txt", names).text) == ("ai-content", "true")
        assert {each.get("role") for each in item.findall("p:person", names)} >= {"narrator"}
        addresses = [item.find(f"p:{name}", names).get("url") for name in ("transcript", "chapters")]
        addresses += [each.find("p:source", names).get("uri") for each in others]
        for address in addresses:
            assert (library / address.removeprefix(BASE + "/")).is_file()


def test_a_feed_keeps_its_ids_when_an_article_is_renamed(library: Path) -> None:
    site.build(library, BASE)
    before = {each.id for each in feedparser.parse((library / "feed.xml").read_bytes()).entries}
    narration = next(Library(library).all())
    edited = dataclasses.replace(narration, article=dataclasses.replace(narration.article, title="Another headline"))
    (library / narration.slug / manifest.NAME).write_text(manifest.encoded(edited))
    site.build(library, BASE)
    feed = feedparser.parse((library / "feed.xml").read_bytes())
    assert {each.id for each in feed.entries} == before
    assert "Another headline" in {each.title for each in feed.entries}


def test_chapters_are_json_chapters(library: Path) -> None:
    site.build(library, BASE)
    for path in library.glob("*/chapters.json"):
        told = json.loads(path.read_text())
        assert told["version"] == "1.2.0"
        assert told["chapters"][0]["startTime"] >= 0


def test_a_published_page_tells_search_engines_of_its_sound(library: Path) -> None:
    site.build(library, BASE)
    for path in library.glob("*/index.html"):
        drawn = BeautifulSoup(path.read_text(), "lxml")
        told = json.loads(drawn.select_one('script[type="application/ld+json"]').string)  # type: ignore[arg-type]
        assert told["@type"] == "NewsArticle"
        assert told["audio"]["contentUrl"] == drawn.select_one('meta[property="og:audio"]')["content"]


def test_artwork_is_square_and_as_large_as_apple_asks() -> None:
    made = artwork.png("Title")
    assert made == artwork.png("Title") != artwork.png("Another")
    assert made[16:24] == (1400).to_bytes(4, "big") * 2
    assert len(made) < 512_000


def test_own_artwork_is_kept(library: Path) -> None:
    (library / "cover.png").write_bytes(b"mine")
    site.build(library, BASE)
    assert (library / "cover.png").read_bytes() == b"mine"


def test_hostile_fields_stay_text_in_feed_and_index(library: Path) -> None:
    narration = next(Library(library).all())
    clean = HOSTILE.encode(errors="ignore").decode()
    article = dataclasses.replace(narration.article, title=clean, byline=clean, site=clean, url="javascript:alert(1)")
    (library / narration.slug / manifest.NAME).write_text(
        manifest.encoded(dataclasses.replace(narration, article=article))
    )
    site.build(library, BASE, title=HOSTILE, description=HOSTILE, author=HOSTILE)
    feed = feedparser.parse((library / "feed.xml").read_bytes())
    assert not feed.bozo
    for path in (library / "index.html", library / narration.slug / "index.html"):
        drawn = BeautifulSoup(path.read_text(), "lxml")
        assert "alert(1)" not in "".join(s.get_text() for s in drawn.select("script:not([type])"))
        assert not drawn.select('[href^="javascript:"]')
        assert not drawn.select("b")
    ET.parse(library / "feed.xml")


@pytest.mark.stress
def test_five_hundred_articles_in_twenty_seconds_and_unchanged_in_two(library: Path) -> None:
    narration = list(Library(library).all())[-1]
    for number in range(500):
        name = f"article-{number}"
        (library / name).mkdir()
        each = dataclasses.replace(narration, slug=name, source_id=f"{number:016x}")
        (library / name / manifest.NAME).write_text(manifest.encoded(each))
    start = time.process_time()
    site.build(library, BASE)
    first = time.process_time() - start
    start = time.process_time()
    assert site.build(library, BASE).written == 0
    again = time.process_time() - start
    assert first <= 20
    assert again <= 2


def test_the_durations_are_those_of_the_files(library: Path) -> None:
    site.build(library, BASE)
    for item in feedparser.parse((library / "feed.xml").read_bytes()).entries:
        path = library / item.enclosures[0].href.removeprefix(BASE + "/")
        assert abs(soundfile.info(path).duration - int(item.itunes_duration)) <= 1
