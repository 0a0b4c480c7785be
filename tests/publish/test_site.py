"""The site and the feed, read by parsers that others wrote."""

from __future__ import annotations

import dataclasses
import io
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
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
from narrator.model import Doubt, DoubtKind, Narration, Removed
from narrator.publish import artwork, embed, site
from narrator.settings.publishing import Publishing
from narrator.store import store

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


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "example.org",
        "ftp://example.org",
        "javascript:alert(1)",
        "https://x.org/?a",
        'https://x.org/"><b>',
        "https://x y.org",
    ],
)
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


def public(library: Path, folder: Path | str, **said: Any) -> site.Built:
    return site.build(library, publishing=Publishing(base_url=BASE, to=str(folder), **said))


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_elsewhere_stands_what_is_public_and_nothing_else(library: Path, tmp_path: Path) -> None:
    narration = next(Library(library).all())
    left_out = Removed("SECRET-LEFT-OUT", "advertisement", 0)
    article = dataclasses.replace(narration.article, removed=(left_out,))
    doubt = Doubt(DoubtKind.REMARK, "SECRET-DOUBT")
    (library / narration.slug / manifest.NAME).write_text(
        manifest.encoded(dataclasses.replace(narration, article=article, doubts=(doubt,)))
    )
    (library / "report.json").write_text("SECRET-REPORT")
    assert public(library, tmp_path / "public").narrations == 2
    found = contents(tmp_path / "public")
    assert not any(name.endswith((manifest.NAME, "report.json")) for name in found)
    for word in (
        b"SECRET",
        str(tmp_path).encode(),
        narration.digest.encode(),
        *(key.encode() for key in narration.keys if key != narration.source_id),
    ):
        assert [name for name, content in found.items() if word in content and word.decode() not in name] == []
    sound = f"{narration.slug}/{narration.files[0].name}"
    assert found[sound] == (library / sound).read_bytes()
    told = json.loads(found[f"{narration.slug}/about.json"])
    assert {each["name"] for each in told["files"]} == {f.name for f in narration.files if not f.name.endswith(".html")}


def test_a_library_is_not_touched_by_publishing_elsewhere(library: Path, tmp_path: Path) -> None:
    before = stamps(library)
    public(library, tmp_path / "public")
    assert stamps(library) == before
    assert public(library, tmp_path / "public").written == 0


def test_what_is_taken_down_is_gone_everywhere_at_the_next_publishing(library: Path, tmp_path: Path) -> None:
    folder = tmp_path / "public"
    public(library, folder)
    (folder / "CNAME").write_text("listen.example.org")
    gone = next(Library(library).all())
    Library(library).remove(gone.slug)
    assert public(library, folder).removed == 1
    found = contents(folder)
    tombstone = f'<at:deleted-entry ref="urn:narrator:{gone.source_id}" when="'.encode()
    assert tombstone in found["feed.xml"]
    assert not any(gone.slug in name for name in found)
    for word in (gone.slug, gone.article.title, *(cue.text for cue in gone.timeline.cues[3:6])):
        assert [name for name, content in found.items() if word.encode() in content] == []
    name = embed.name(gone)
    assert f"embed/{name}.json" not in found
    if name:
        assert name[2:12].encode() not in found[f"embed/index/{name[:2]}.json"]
    assert found["CNAME"] == b"listen.example.org"
    assert public(library, folder).written == 0
    assert contents(folder)["feed.xml"] == found["feed.xml"]


def test_what_comes_back_has_no_tombstone(library: Path, tmp_path: Path) -> None:
    folder, gone = tmp_path / "public", next(Library(library).all())
    public(library, folder)
    kept = shutil.copytree(library / gone.slug, tmp_path / "kept")
    Library(library).remove(gone.slug)
    public(library, folder)
    shutil.copytree(kept, library / gone.slug)
    public(library, folder)
    assert "deleted-entry" not in (folder / "feed.xml").read_text()


def test_a_narration_whose_sound_is_lost_is_left_out_and_named(library: Path, tmp_path: Path) -> None:
    narration = next(Library(library).all())
    (library / narration.slug / narration.files[0].name).unlink()
    built = public(library, tmp_path / "public")
    assert (built.narrations, built.unreadable) == (1, (narration.slug,))


def test_object_stores_are_published_into_and_from(library: Path, tmp_path: Path) -> None:
    address = f"memory://publish-{tmp_path.name}"
    assert public(library, address).narrations == 2
    target = store(address)
    assert target.get("feed.xml") is not None
    copied = store(f"{address}-library")
    for name, content in contents(library).items():
        copied.put(name, content)
    how = Publishing(base_url=BASE, to=str(tmp_path / "public"))
    assert site.build(copied.address, publishing=how).narrations == 2
    assert site.build(copied.address, publishing=how).written == 0
    assert target.get("index.html") == (tmp_path / "public" / "index.html").read_bytes()


def test_lists_have_fifty_a_page_and_lead_to_one_another(library: Path, tmp_path: Path) -> None:
    narration = next(Library(library).all())
    for number in range(120):
        put(library, f"n-{number}", dataclasses.replace(narration, source_id=f"{number:016x}"))
    public(library, tmp_path)
    found, path = list[str](), "index.html"
    while path:
        drawn = BeautifulSoup((tmp_path / path).read_text(), "lxml")
        found += [str(each["href"]) for each in drawn.select("#list h2 a")]
        assert len(drawn.select("#list > li")) <= 50
        following = drawn.select_one("link[rel=next]")
        path = str(Path(path).parent / str(following["href"]) / "index.html") if following else ""
        path = str((tmp_path / path).resolve().relative_to(tmp_path.resolve())) if path else ""
    assert len({each.rstrip("/").rpartition("/")[2] for each in found}) == len(found) == 122


def test_the_front_page_names_languages_as_their_readers_do(library: Path, tmp_path: Path) -> None:
    narration = next(Library(library).all())
    article = dataclasses.replace(narration.article, language="de")
    put(library, "hafen", narration, source_id="f" * 16, article=article)
    public(library, tmp_path)
    front, feed = (tmp_path / "index.html").read_text(), (tmp_path / "feeds" / "language-de.xml").read_text()
    assert '<a href="./language/de/" lang="de" hreflang="de">Deutsch</a>' in front
    assert " · Deutsch</title>" in feed


def test_a_page_tells_networks_searches_and_other_sites_of_itself(library: Path, tmp_path: Path) -> None:
    public(library, tmp_path)
    for path in tmp_path.glob("*/player.html"):
        drawn = BeautifulSoup((path.parent / "index.html").read_text(), "lxml")
        source = json.loads((path.parent / "about.json").read_text()).get("article")
        own = f"{BASE}/{path.parent.name}/"
        assert drawn.select_one("link[rel=canonical]")["href"] == (source or own)
        assert drawn.select_one('meta[property="og:image"]')["content"].startswith("https://")
        told = drawn.select_one('link[type="application/json+oembed"]')["href"]
        answer = json.loads((tmp_path / str(told).removeprefix(BASE + "/")).read_text())
        assert (answer["version"], answer["type"]) == ("1.0", "rich")
        frame = BeautifulSoup(answer["html"], "lxml").select_one("iframe")
        assert frame["src"] == own + "player.html"
    assert f"Sitemap: {BASE}/sitemap.xml" in (tmp_path / "robots.txt").read_text()
    pages = [each.text for each in ET.parse(tmp_path / "sitemap.xml").getroot().findall(".//{*}loc")]
    assert all((tmp_path / each.removeprefix(BASE).strip("/") / "index.html").is_file() for each in pages)
    front = BeautifulSoup((tmp_path / "index.html").read_text(), "lxml")
    assert {each["hreflang"] for each in front.select("link[hreflang]")} == {"de", "en-US", "x-default"}


def test_a_large_sitemap_is_in_parts(library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "A_SITEMAP", 3)
    public(library, tmp_path)
    parts = [
        each.text.removeprefix(BASE + "/") for each in ET.parse(tmp_path / "sitemap.xml").getroot().findall(".//{*}loc")
    ]
    pages = [each.text for part in parts for each in ET.parse(tmp_path / part).getroot().findall(".//{*}loc")]
    assert len(pages) == len(set(pages)) > 3
    assert f"{BASE}/" in pages


def test_a_theme_and_templates_of_ones_own(library: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "index.html").write_text("<title>{{ title }}</title>{{ entries|length }} of mine")
    (tmp_path / "theme.css").write_text(":root { --accent: #006 }")
    how = {"theme": tmp_path / "theme.css", "templates": tmp_path / "mine", "title": "A & B"}
    public(library, tmp_path / "public", **how)
    assert (tmp_path / "public" / "index.html").read_text() == "<title>A &amp; B</title>2 of mine"
    assert all(
        "--accent: #006" in each.read_text()
        for each in (tmp_path / "public").glob("*/index.html")
        if each.parent.name not in ("language", "author")
    )
    (tmp_path / "theme.css").write_text("</style><script>")
    with pytest.raises(SettingsError):
        public(library, tmp_path / "public", **how)


def test_watching_publishes_what_is_new(library: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "narrator", "publish", str(library), "--to", str(tmp_path / "public")]
    command += ["--base-url", BASE, "--watch"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert "2 narrations" in process.stdout.readline()
        put(library, "new", next(Library(library).all()), source_id="f" * 16)
        assert "3 narrations" in process.stdout.readline()
        process.terminate()
    assert (tmp_path / "public" / "new" / "index.html").is_file()


def put(library: Path, slug: str, narration: Narration, **changed: Any) -> None:
    (library / slug).mkdir()
    for file in narration.files:
        os.link(library / narration.slug / file.name, library / slug / file.name)
    own = dataclasses.replace(narration, slug=slug, **changed)
    (library / slug / manifest.NAME).write_text(manifest.encoded(own), encoding="utf-8")


@pytest.mark.stress
def test_five_thousand_narrations_are_small_pages_and_quickly_published(library: Path, tmp_path: Path) -> None:
    narration = list(Library(library).all())[-1]
    for number in range(5000):
        day = f"{2016 + number // 500}-{1 + number % 12:02d}-{1 + number % 28:02d}"
        byline, section = f"Author {number % 40}", f"Section {number % 9}"
        article = dataclasses.replace(
            narration.article, published=day, byline=byline, section=section, url=f"https://example.org/{number}"
        )
        put(library, f"article-{number}", narration, source_id=f"{number:016x}", article=article)
    start = time.process_time()
    public(library, tmp_path / "public")
    first = time.process_time() - start
    start = time.process_time()
    assert public(library, tmp_path / "public").written == 0
    again = time.process_time() - start
    sizes = {name: len(content) for name, content in contents(tmp_path / "public").items()}
    pages = max((size, name) for name, size in sizes.items() if name.endswith(".html"))
    feeds = max((size, name) for name, size in sizes.items() if "feed" in name)
    searched = max((size, name) for name, size in sizes.items() if name.startswith("search/"))
    print(f"first {first:.1f} s, again {again:.2f} s CPU; heaviest {pages}, feed {feeds}, search {searched}")  # noqa: T201
    assert pages[0] <= 150_000
    assert feeds[0] <= 500_000
    assert first <= 20
    assert again <= 1


def test_the_durations_are_those_of_the_files(library: Path) -> None:
    site.build(library, BASE)
    for item in feedparser.parse((library / "feed.xml").read_bytes()).entries:
        path = library / item.enclosures[0].href.removeprefix(BASE + "/")
        assert abs(soundfile.info(path).duration - int(item.itunes_duration)) <= 1
